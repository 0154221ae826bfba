"""A bad cell is no accusation: a row with a fault lights nobody, its own unit least of all, and changes nobody else's light (§4.19)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from helpers.hand_ins import SHEETS, THEMES, Sheets, read_sheets
from helpers.office_ratings import SCHEME
from hypothesis import given, settings
from hypothesis import strategies as st

from trafficlight import Unit
from trafficlight.rules import Ratings


def lights(ratings: Ratings, left_out: set[tuple[str, Unit]]) -> Counter[Any]:
    """Every light with its theme and unit, but for some."""
    return Counter(
        (rating.theme.key, unit, rating.marks, rating.record is None)
        for rating in ratings
        for unit in rating.units
        if (rating.theme.key, unit) not in left_out
    )


@settings(max_examples=30)  # each reads whole files
@given(SHEETS.filter(bool), st.data())
def test_a_fault_touches_no_other_light(sheets: Sheets, data: st.DataObject) -> None:
    """The units of the row have no light there but those of their other rows; a unit that has no other row is flagged."""
    key = data.draw(st.sampled_from(sorted(sheets)))
    number = data.draw(st.integers(0, len(sheets[key]) - 1))
    clean, spoilt = read_sheets(sheets), read_sheets(sheets, spoilt={key: number})
    theme = THEMES[key]
    own = {(key, unit) for unit in theme.credits(sheets[key][number])}
    before, after = SCHEME.rate(clean), SCHEME.rate(spoilt)
    assert lights(after, own) == lights(before, own)
    others = {unit for at, record in enumerate(sheets[key]) if at != number for unit in theme.credits(record)}
    for _, unit in own:
        mine = [rating for rating in after if rating.theme.key == key and unit in rating.units]
        assert all(rating.record is not None or (not rating.marks and rating.verdict.flag) for rating in mine)
        if unit not in others and theme.absence is not None:
            boards = [SCHEME.roster.board(board).units for board in theme.absence.boards]
            assert bool(mine) == any(unit in board for board in boards)
