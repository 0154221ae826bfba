"""The notice is silent on ties (§3.3): units with equal counts share a place, and no others do."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given

from trafficlight import Standings, rank
from trafficlight.ranking import Ties
from trafficlight.ranking._tallies import Tallies
from trafficlight.testing import standings


def _ranked(drawn: Standings, ties: Ties) -> Standings:
    return rank(Tallies((row.unit, row.tally) for row in drawn), board=drawn.board, order=drawn.order, ties=ties)


@given(standings())
def test_equal_place_means_equal_counts(drawn: Standings) -> None:
    """Two units share a place exactly when every criterion of the order counts the same for both."""
    for ties in (Ties.COMPETITION, Ties.DENSE, Ties.MODIFIED):
        for one, other in combinations(_ranked(drawn, ties), 2):
            equal = all(c.value(one.tally) == c.value(other.tally) for c in drawn.order.criteria)
            assert (one.place == other.place) == equal


@given(standings())
def test_inside_a_tie_the_roster_speaks(drawn: Standings) -> None:
    """Units that share a place stand in roster order (建制顺序)."""
    position = {unit: number for number, unit in enumerate(drawn.board.units)}
    rows = tuple(_ranked(drawn, Ties.COMPETITION))
    assert all(
        position[above.unit] < position[below.unit] for above, below in pairwise(rows) if above.place == below.place
    )


@given(standings())
def test_every_unit_is_placed_once(drawn: Standings) -> None:
    """Nobody is lost and nobody stands twice, a unit without a mark included (§3.4)."""
    assert sorted(row.unit.name for row in drawn) == sorted(unit.name for unit in drawn.board.units)


@given(standings())
def test_a_reason_stands_between_neighbours(drawn: Standings) -> None:
    """Every row but the first says why it does not stand before the one above; a tie is called a tie."""
    rows = tuple(drawn)
    assert rows[0].reason is None
    for above, below in pairwise(rows):
        assert below.reason is not None
        assert (below.reason.better, below.reason.worse) == (above.tally, below.tally)
        assert (below.reason.by is None) == (drawn.order.compare(above.tally, below.tally) == 0)
        assert ("名次并列" in str(below.reason)) == (below.reason.by is None and below.place == above.place)
