"""A tally is a multiset: N4.1 “通过‘张榜’‘蓝黄红’数量” counts marks, and a count does not depend on who counts first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from trafficlight import Tally
from trafficlight.testing import palettes, tallies

PALETTE = st.shared(palettes(), key="palette")
TALLY = PALETTE.flatmap(tallies)


@given(TALLY, TALLY)
def test_commutative(a: Tally, b: Tally) -> None:
    """a + b = b + a."""
    assert a + b == b + a


@given(TALLY, TALLY, TALLY)
def test_associative(a: Tally, b: Tally, c: Tally) -> None:
    """(a + b) + c = a + (b + c)."""
    assert (a + b) + c == a + (b + c)


@given(TALLY)
def test_neutral(a: Tally) -> None:
    """The empty tally changes nothing, on either side, and is the only one without a mark."""
    assert a + Tally() == a == Tally() + a
    assert bool(a) == (a != Tally())


@given(TALLY, TALLY)
def test_counts_add(a: Tally, b: Tally) -> None:
    """Each mark's count is the sum of both sides', so nothing is lost; totals likewise."""
    assert all((a + b)[mark] == a[mark] + b[mark] for mark in {*a.marks, *b.marks})
    assert (a + b).total == a.total + b.total
    assert (a + b).score == a.score + b.score


@given(st.lists(TALLY, max_size=6))
def test_sum_is_repeated_addition(several: list[Tally]) -> None:
    """Adding many at once is adding them one by one."""
    joined = Tally()
    for one in several:
        joined += one
    assert Tally.sum(several) == joined


@given(TALLY, TALLY)
def test_equal_tallies_are_interchangeable(a: Tally, b: Tally) -> None:
    """However a count was made, equal counts are equal, hash alike and print alike."""
    assert (a == b) == ((dict(a), a.score, a.has_score) == (dict(b), b.score, b.has_score))
    assert hash(a + b) == hash(b + a)
    assert str(a + b) == str(b + a)
