"""评定、排名: strategies for ratings, determinations and standings, made by the library's own stream."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from trafficlight.errors import NoEvidence
from trafficlight.model._boards import Roster
from trafficlight.model._marks import BLUE_YELLOW_RED, Palette
from trafficlight.ranking._standings import Standings, Ties, rank
from trafficlight.ranking._tallies import Tallies
from trafficlight.rules._coverage import Coverage
from trafficlight.rules._entries import Entry
from trafficlight.rules._explanations import Determination
from trafficlight.rules._ratings import Rating, Ratings
from trafficlight.rules._rulebooks import Rulebook
from trafficlight.testing._drawn_records import entries
from trafficlight.testing._strategies import boards, dates, orders, persons, tallies, texts


def rateable(rulebook: Rulebook, roster: Roster) -> SearchStrategy[Entry[Any]]:
    """条目: an entry of any of the rulebook's themes that its rule does not refuse."""

    def accepted(entry: Entry[Any]) -> bool:
        try:
            rulebook.theme(entry.theme).judge(entry.record)
        except NoEvidence:
            return False
        return True

    return st.one_of([entries(theme, roster) for theme in rulebook]).filter(accepted)


def ratings(rulebook: Rulebook, roster: Roster, *, max_size: int = 8) -> SearchStrategy[Ratings]:
    """评定: what the rulebook says of some entries, with the units whose absence speaks.

    The roster needs the boards that the themes' absence names; `rosters()` has those of the notice.
    """
    came = st.lists(st.sampled_from([*rulebook]), unique_by=lambda theme: theme.key, max_size=2).map(Coverage.received)
    several = st.lists(rateable(rulebook, roster), max_size=max_size)
    return st.builds(lambda entries, coverage: rulebook.rate(entries, roster=roster, coverage=coverage), several, came)


@st.composite
def determinations(
    draw: DrawFn, ratings: Sequence[Rating[Any]], palette: Palette = BLUE_YELLOW_RED
) -> tuple[Determination, ...]:
    """研究确定: decisions that fit the ratings, at most one on each; ratings that no decision can tell apart get none."""
    addresses = [(rating.theme.key, rating.serial, rating.units[0]) for rating in ratings]
    made = []
    for rating, (theme, serial, unit) in zip(ratings, addresses, strict=True):
        alike = [
            other
            for other in ratings
            if other.theme.key == theme and serial in (None, other.serial) and unit in other.units
        ]
        if len(alike) > 1 or not draw(st.booleans()):
            continue
        computed = rating.verdict.marks
        decided = draw(tallies(palette, scored=False).filter(computed.__ne__))
        reason = draw(texts(min_size=1))
        made.append(
            Determination(theme, computed, decided, draw(persons()), draw(dates()), reason, serial=serial, unit=unit)
        )
    return tuple(made)


@st.composite
def standings(draw: DrawFn, *, max_units: int = 6) -> Standings:
    """排名表: a board whose units have any counts, under any order and any way with ties."""
    board = draw(boards(max_units=max_units))
    counts = Tallies((unit, draw(tallies())) for unit in board.units)
    return rank(counts, board=board, order=draw(orders()), ties=draw(st.sampled_from(Ties)))
