"""规则: from a record to its light, and the grounds on which it stands."""

from trafficlight.rules._coverage import Coverage, Due, Receipt, Status
from trafficlight.rules._dated_rulebooks import Parameters, dated_rulebooks
from trafficlight.rules._decision_tables import Case, Compare, Condition, DecisionTable, Tabular, Where, where
from trafficlight.rules._determinations import determine
from trafficlight.rules._differences import CellChange, Differences, Listed, differences
from trafficlight.rules._entries import Entry, Origin
from trafficlight.rules._explanations import Determination, EarlierLight, Edition, Explanation, Fact
from trafficlight.rules._history import Earlier, Past
from trafficlight.rules._peers import ComparingRule, ComparingRuleWithPast, Peers
from trafficlight.rules._rated import Rating
from trafficlight.rules._ratings import Flag, Ratings, flags
from trafficlight.rules._rulebooks import Rulebook, Rulebooks
from trafficlight.rules._themes import Absence, Credit, Level, Theme, installed_themes
from trafficlight.rules._verdicts import Clause, Consequence, Measure, Verdict, blue, lit, red, running, unlit, yellow

__all__ = [
    "Absence",
    "Case",
    "CellChange",
    "Clause",
    "Compare",
    "ComparingRule",
    "ComparingRuleWithPast",
    "Condition",
    "Consequence",
    "Coverage",
    "Credit",
    "DecisionTable",
    "Determination",
    "Differences",
    "Due",
    "Earlier",
    "EarlierLight",
    "Edition",
    "Entry",
    "Explanation",
    "Fact",
    "Flag",
    "Level",
    "Listed",
    "Measure",
    "Origin",
    "Parameters",
    "Past",
    "Peers",
    "Rating",
    "Ratings",
    "Receipt",
    "Rulebook",
    "Rulebooks",
    "Status",
    "Tabular",
    "Theme",
    "Verdict",
    "Where",
    "blue",
    "dated_rulebooks",
    "determine",
    "differences",
    "flags",
    "installed_themes",
    "lit",
    "red",
    "running",
    "unlit",
    "where",
    "yellow",
]
