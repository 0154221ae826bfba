"""A mark is known by its key; label and colour are looks, and change no count, no place and no movement."""

from __future__ import annotations

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from trafficlight import Mark, Order, Palette, Tally, movement
from trafficlight.testing import marks, orders, palettes, tallies

PALETTE = st.shared(palettes(), key="palette")
TALLY = PALETTE.flatmap(tallies)


def repainted(tally: Tally, looks: Mark) -> Tally:
    """The same counts under other labels and colours."""
    return Tally(
        ((evolve(mark, label=looks.label + mark.key, colour=looks.colour), count) for mark, count in tally.items()),
        score=tally.score if tally.has_score else None,
    )


@given(PALETTE, PALETTE.flatmap(orders), TALLY, TALLY, marks())
def test_looks_change_nothing(palette: Palette, order: Order, a: Tally, b: Tally, looks: Mark) -> None:
    """Counts stored under the old looks compare, add and move as those under the new."""
    new = repainted(a, looks)
    assert new == a
    assert all(new[mark] == a[mark] for mark in palette)
    assert order.compare(new, b) == order.compare(a, b)
    assert new + b == a + b
    assert movement({"unit": a}, {"unit": new}, order=order).unchanged == ("unit",)
