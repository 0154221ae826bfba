"""“已争取、拟争取事项均没有，该单位为红色标识” (A4-2.4): a unit without a row is told once in each theme that was handed in."""

from __future__ import annotations

from typing import Any

from helpers.small_office import ROSTER, RULEBOOK
from hypothesis import given
from hypothesis import strategies as st

from trafficlight import Entry
from trafficlight.rules import Coverage
from trafficlight.testing import rateable

DUE = st.lists(st.sampled_from([theme.key for theme in RULEBOOK]), unique=True)


@given(st.lists(rateable(RULEBOOK, ROSTER), max_size=8), DUE)
def test_absence_speaks_once(handed_in: list[Entry[Any]], due: list[str]) -> None:
    """Each unit of the boards that a theme names has a row or an absence, never both, in every theme that came."""
    coverage = Coverage.received(RULEBOOK.theme(key) for key in due)
    ratings = RULEBOOK.rate(handed_in, roster=ROSTER, coverage=coverage)
    for theme in RULEBOOK:
        rows = {
            unit for rating in ratings if rating.theme == theme and rating.record is not None for unit in rating.units
        }
        absent = [
            unit for rating in ratings if rating.theme == theme and rating.record is None for unit in rating.units
        ]
        expected = (
            [unit for key in theme.absence.boards for unit in ROSTER.board(key).units if unit not in rows]
            if theme.absence is not None and theme.key in due
            else []
        )
        assert absent == expected
