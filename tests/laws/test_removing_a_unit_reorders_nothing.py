"""A unit's place against another is theirs alone (A4-1.1 note 1 compares counts): a third that leaves changes nothing."""

from __future__ import annotations

from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from trafficlight import Standings, rank
from trafficlight.ranking._tallies import Tallies
from trafficlight.testing import standings


@given(standings(), st.data())
def test_removing_a_unit_reorders_nothing(drawn: Standings, data: st.DataObject) -> None:
    """Without one of the units, the others stand in the same sequence, and ties stay ties."""
    assume(len(drawn) > 1)
    gone = data.draw(st.sampled_from(drawn.board.units))
    lines = [line for line in drawn.board.lines if line.unit != gone]
    counts = Tallies((row.unit, row.tally) for row in drawn if row.unit != gone)
    left = rank(counts, board=evolve(drawn.board, lines=lines), order=drawn.order, ties=drawn.ties)
    before = [row for row in drawn if row.unit != gone]
    assert [row.unit for row in left] == [row.unit for row in before]
    assert [a.place == b.place for a in left for b in left] == [a.place == b.place for a in before for b in before]
    assert all(now.place in {was.place, was.place - 1} for now, was in zip(left, before, strict=True))
