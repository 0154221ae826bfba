"""An exempt unit owes nothing, and its exemption is its own: every other unit keeps its lights and its counts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from attrs import evolve
from helpers.small_office import ROSTER, RULEBOOK
from hypothesis import given
from hypothesis import strategies as st

from trafficlight import Entry, Roster, Unit, tally
from trafficlight.model import Exemption
from trafficlight.rules import Coverage, Status
from trafficlight.sheets._received import Received
from trafficlight.testing import rateable

DAY = dt.date(2023, 9, 30)


@given(st.lists(rateable(RULEBOOK, ROSTER), max_size=8), st.sampled_from(list(ROSTER)))
def test_an_exempt_unit_changes_no_other_light(handed_in: list[Entry[Any]], unit: Unit) -> None:
    """The same records rated with and without the exemption differ in that unit's absence alone."""
    boards = [
        evolve(
            board,
            lines=[evolve(line, exempt=[Exemption("迁址")]) if line.unit == unit else line for line in board.lines],
        )
        for board in ROSTER.boards
    ]
    exempt = Roster(boards).on(DAY)
    coverage = Coverage.received(RULEBOOK)
    before = RULEBOOK.rate(handed_in, roster=ROSTER, coverage=coverage)
    after = RULEBOOK.rate(handed_in, roster=exempt, coverage=coverage)
    assert list(after) == [rating for rating in before if rating.record is not None or rating.units != (unit,)]
    was, now = tally(before, roster=ROSTER), tally(after, roster=exempt)
    assert {one: now[one] for one in ROSTER if one != unit} == {one: was[one] for one in ROSTER if one != unit}
    receipts = _receipts(handed_in, exempt)
    assert all(receipt.status is Status.EXEMPT for receipt in receipts if receipt.unit == unit)
    assert [receipt for receipt in receipts if receipt.unit != unit] == [
        receipt for receipt in _receipts(handed_in, ROSTER) if receipt.unit != unit
    ]


def _receipts(entries: list[Entry[Any]], roster: Roster) -> list[Any]:
    from trafficlight.rules import Due

    received = Received(RULEBOOK)
    for theme in RULEBOOK:
        received.table(theme, "表", [])
    return list(received.coverage([Due(theme.key) for theme in RULEBOOK], None, roster, entries))
