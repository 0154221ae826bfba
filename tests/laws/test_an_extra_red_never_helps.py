"""“蓝黄数量相同情况下，按照红色标识（负向得分）数量倒向排序” (A4-1.1 note 1)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from trafficlight import RED, Standings, Tally, rank
from trafficlight.notice import ORDER
from trafficlight.ranking._tallies import Tallies
from trafficlight.testing import standings, tallies

EXTRA = st.integers(min_value=1, max_value=10**6)


@given(tallies(), tallies(), EXTRA)
def test_an_extra_red_never_helps(a: Tally, b: Tally, extra: int) -> None:
    """With more red and all else equal a unit stands behind itself, and passes nobody whom it did not pass before."""
    worse = a + Tally.of(RED, extra)
    assert ORDER.compare(a, worse) < 0
    assert ORDER.compare(worse, b) >= ORDER.compare(a, b)


@given(standings(), st.data(), EXTRA)
def test_an_extra_red_never_lifts_a_place(drawn: Standings, data: st.DataObject, extra: int) -> None:
    """On a whole board: the unit that gets the red does not move up, and no other unit moves down."""
    punished = data.draw(st.sampled_from(drawn.board.units))
    before = Tallies((row.unit, row.tally) for row in drawn)
    after = Tallies((unit, marks + Tally.of(RED, extra) if unit == punished else marks) for unit, marks in before.rows)
    was = rank(before, board=drawn.board, order=ORDER)
    now = rank(after, board=drawn.board, order=ORDER)
    assert now.of(punished).place >= was.of(punished).place
    assert all(now.of(unit).place <= was.of(unit).place for unit in drawn.board.units if unit != punished)
