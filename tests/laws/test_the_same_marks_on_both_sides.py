"""Marks that both units get leave them as they stood: the note (A4-1.1) compares counts, and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from trafficlight import Order, Tally
from trafficlight.testing import orders, palettes, tallies

PALETTE = st.shared(palettes(), key="palette")
TALLY = PALETTE.flatmap(tallies)


@given(PALETTE.flatmap(orders), TALLY, TALLY, TALLY)
def test_the_same_marks_on_both_sides(order: Order, a: Tally, b: Tally, more: Tally) -> None:
    """compare(a + x, b + x) = compare(a, b), under every order; a first score, which ends having none, is more than a mark."""
    if a.has_score != b.has_score:
        more = Tally(more.counts)
    assert order.compare(a + more, b + more) == order.compare(a, b)
