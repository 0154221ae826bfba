"""Movement between two periods: improved, worsened, entered and left are kept apart, and nobody is lost."""

from __future__ import annotations

from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from trafficlight import Order, Tally, movement
from trafficlight.ranking import Movement
from trafficlight.testing import orders, tallies

PERIOD = st.dictionaries(st.integers(0, 9), tallies(max_count=4), max_size=6)


def _lists(moved: Movement[int]) -> list[list[int]]:
    return [
        [move.subject for move in moved.improved],
        [move.subject for move in moved.worsened],
        list(moved.unchanged),
        list(moved.unrated),
        list(moved.entered),
        list(moved.left),
    ]


@given(before=PERIOD, after=PERIOD, order=orders(), empty_is_unrated=st.booleans())
def test_every_subject_stands_in_one_list(
    before: dict[int, Tally], after: dict[int, Tally], order: Order, *, empty_is_unrated: bool
) -> None:
    """Every subject of either period stands in exactly one list, the right one for where it was present."""
    moved = movement(before, after, order=order, empty_is_unrated=empty_is_unrated)
    everyone = list(chain.from_iterable(_lists(moved)))
    assert sorted(everyone) == sorted(before.keys() | after.keys())
    assert set(moved.entered) == after.keys() - before.keys()
    assert set(moved.left) == before.keys() - after.keys()


@given(before=PERIOD, after=PERIOD, order=orders(), empty_is_unrated=st.booleans())
def test_time_reversed(
    before: dict[int, Tally], after: dict[int, Tally], order: Order, *, empty_is_unrated: bool
) -> None:
    """Read backwards, improved is worsened and entered is left; unchanged and unrated stay."""
    forth = movement(before, after, order=order, empty_is_unrated=empty_is_unrated)
    back = movement(after, before, order=order, empty_is_unrated=empty_is_unrated)
    improved, worsened, unchanged, unrated, entered, left = map(sorted, _lists(forth))
    assert [worsened, improved, unchanged, unrated, left, entered] == list(map(sorted, _lists(back)))


@given(PERIOD, PERIOD, orders())
def test_each_move_has_its_reason(before: dict[int, Tally], after: dict[int, Tally], order: Order) -> None:
    """A move shows the marks of both periods, and the criterion that decided."""
    moved = movement(before, after, order=order)
    for move in (*moved.improved, *moved.worsened):
        assert (move.before, move.after) == (before[move.subject], after[move.subject])
        assert move.reason.by is not None
    assert all(move.reason.better == move.after for move in moved.improved)
    assert all(move.reason.better == move.before for move in moved.worsened)
