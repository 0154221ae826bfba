"""规则: from a record to its light, and the grounds on which it stands."""

from trafficlight.rules._determinations import determine
from trafficlight.rules._entries import Entry, Origin
from trafficlight.rules._ratings import Determination, Edition, Explanation, Fact, Flag, Rating, flags
from trafficlight.rules._rulebooks import Rulebook, Rulebooks
from trafficlight.rules._themes import Absence, Credit, Theme, installed_themes
from trafficlight.rules._verdicts import Clause, Verdict, blue, lit, red, unlit, yellow

__all__ = [
    "Absence",
    "Clause",
    "Credit",
    "Determination",
    "Edition",
    "Entry",
    "Explanation",
    "Fact",
    "Flag",
    "Origin",
    "Rating",
    "Rulebook",
    "Rulebooks",
    "Theme",
    "Verdict",
    "blue",
    "determine",
    "flags",
    "installed_themes",
    "lit",
    "red",
    "unlit",
    "yellow",
]
