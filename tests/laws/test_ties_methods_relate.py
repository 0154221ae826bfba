"""The ways of numbering ties (§3.3) differ in numbers only: 1-1-2, 1-1-3, 1-2-3 and 2-2-3 list the units in one sequence."""

from __future__ import annotations

from hypothesis import given

from trafficlight import Standings, rank
from trafficlight.ranking import Ties
from trafficlight.ranking._tallies import Tallies
from trafficlight.testing import standings


def _places(drawn: Standings, ties: Ties) -> list[int]:
    counts = Tallies((row.unit, row.tally) for row in drawn)
    return [row.place for row in rank(counts, board=drawn.board, order=drawn.order, ties=ties)]


@given(standings())
def test_ties_methods_relate(drawn: Standings) -> None:
    """Row by row: dense ≤ competition ≤ ordinal ≤ modified, and ordinal counts 1, 2, 3 without a gap."""
    dense, competition, ordinal, modified = (
        _places(drawn, ties) for ties in (Ties.DENSE, Ties.COMPETITION, Ties.ORDINAL, Ties.MODIFIED)
    )
    assert ordinal == list(range(1, len(drawn) + 1))
    rows = zip(dense, competition, ordinal, modified, strict=True)
    assert all(d <= c <= o <= m for d, c, o, m in rows)


@given(standings())
def test_places_are_what_their_names_say(drawn: Standings) -> None:
    """Competition: one more than those before. Modified: all those not behind. Dense: distinct results so far."""
    places = {ties: _places(drawn, ties) for ties in Ties}
    for number, row in enumerate(drawn):
        turns = [drawn.order.compare(other.tally, row.tally) for other in drawn]
        assert places[Ties.COMPETITION][number] == 1 + sum(turn < 0 for turn in turns)
        assert places[Ties.MODIFIED][number] == sum(turn <= 0 for turn in turns)
        better = {drawn.order.key(other.tally) for other, turn in zip(drawn, turns, strict=True) if turn < 0}
        assert places[Ties.DENSE][number] == 1 + len(better)


@given(standings())
def test_without_ties_all_methods_agree(drawn: Standings) -> None:
    """Where no two units are equal, every method gives 1, 2, 3."""
    methods = [_places(drawn, ties) for ties in Ties]
    tied = len({drawn.order.key(row.tally) for row in drawn}) < len(drawn)
    assert (len({tuple(places) for places in methods}) == 1) == (not tied)
