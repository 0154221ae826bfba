"""§3.2: the notice's rule rewards slowness. The check finds such pairs in any rule, no more and no fewer than there are."""

from __future__ import annotations

from helpers.small_office import ROSTER
from hypothesis import given
from hypothesis import strategies as st

from trafficlight import Order
from trafficlight.notice import KeyWorkItem, key_work
from trafficlight.ranking import inversions
from trafficlight.testing import orders, records

THEME = key_work()


@given(st.lists(records(THEME, ROSTER), max_size=6), orders())
def test_inversions_are_what_the_order_says(ladder: list[KeyWorkItem], order: Order) -> None:
    """Exactly the pairs whose worse fact stands strictly before the better one, with the reason for it."""
    marks = [THEME.judge(record).marks for record in ladder]
    expected = [
        (ladder[better], ladder[worse])
        for better in range(len(ladder))
        for worse in range(better + 1, len(ladder))
        if order.key(marks[worse]) < order.key(marks[better])
    ]
    found = inversions(THEME, ladder, order=order)
    assert [(one.better_fact, one.worse_fact) for one in found] == expected
    assert all(one.reason.better == THEME.judge(one.worse_fact).marks for one in found)
