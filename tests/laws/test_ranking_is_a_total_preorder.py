"""Any order compares any two tallies, consistently: A4-1.1 note 1 gives each unit its place on one list."""

from __future__ import annotations

from functools import cmp_to_key

from hypothesis import given
from hypothesis import strategies as st

from trafficlight import Order, Tally
from trafficlight.testing import orders, palettes, tallies

PALETTE = st.shared(palettes(), key="palette")
TALLY = PALETTE.flatmap(tallies)
ORDER = PALETTE.flatmap(orders)


@given(ORDER, TALLY)
def test_reflexive(order: Order, a: Tally) -> None:
    """A tally shares a place with itself."""
    assert order.compare(a, a) == 0


@given(ORDER, TALLY, TALLY)
def test_total_and_antisymmetric(order: Order, a: Tally, b: Tally) -> None:
    """Of two tallies one stands first, or both share a place; and from the other side it looks the other way round."""
    assert order.compare(a, b) in {-1, 0, 1}
    assert order.compare(a, b) == -order.compare(b, a)


@given(ORDER, TALLY, TALLY, TALLY)
def test_transitive(order: Order, a: Tally, b: Tally, c: Tally) -> None:
    """What stands before or beside stays there by way of a third."""
    first, second, third = sorted([a, b, c], key=cmp_to_key(order.compare))
    assert order.compare(first, second) <= 0
    assert order.compare(second, third) <= 0
    assert order.compare(first, third) <= 0


@given(ORDER, TALLY, TALLY)
def test_key_and_comparator_agree(order: Order, a: Tally, b: Tally) -> None:
    """Sorting by key and sorting by comparison are one and the same order."""
    assert (order.key(a) < order.key(b)) == (order.compare(a, b) < 0)
    assert (order.key(a) == order.key(b)) == (order.compare(a, b) == 0)


@given(ORDER, TALLY, TALLY)
def test_the_reason_is_what_decides(order: Order, a: Tally, b: Tally) -> None:
    """The reason names the better tally, the criteria that are equal, and the one that differs, in that direction."""
    reason = order.reason(a, b)
    assert {reason.better, reason.worse} == {a, b}
    assert order.compare(reason.better, reason.worse) <= 0
    assert all(criterion.value(a) == criterion.value(b) for criterion in reason.same)
    decided = reason.same if reason.by is None else (*reason.same, reason.by)
    assert decided == order.criteria[: len(decided)]
    if reason.by is None:
        assert decided == order.criteria
        assert order.compare(a, b) == 0
    else:
        alone = Order(reason.by)
        assert alone.key(reason.better) < alone.key(reason.worse)
