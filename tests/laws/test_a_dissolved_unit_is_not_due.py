"""Before it is founded and after it is dissolved a unit owes nothing, is rated for nothing, and stands on no board."""

from __future__ import annotations

import datetime as dt

from helpers.small_office import RULEBOOK
from hypothesis import given
from hypothesis import strategies as st

from trafficlight import Roster, tally
from trafficlight.rules import Coverage, Due
from trafficlight.sheets._received import Received
from trafficlight.testing import rosters


@given(rosters(dated=True), st.dates(dt.date(2019, 1, 1), dt.date(2030, 12, 31)))
def test_a_dissolved_unit_is_not_due(roster: Roster, day: dt.date) -> None:
    """On any day just those owe, are rated and are counted whose first and last day enclose it."""
    lines = [line for board in roster._whole for line in board.lines]
    standing = {
        next((one.name for one in line.former if day <= one.until), line.unit.name)
        for line in lines
        if (line.since or day) <= day <= (line.until or day)
    }
    then = roster.on(day)
    assert {unit.name for unit in then} == standing
    received = Received(RULEBOOK)
    for theme in RULEBOOK:
        received.table(theme, "表", [])
    coverage = received.coverage([Due(theme.key) for theme in RULEBOOK], None, then, [])
    assert {receipt.unit.name for receipt in coverage if receipt.unit} <= standing
    ratings = RULEBOOK.rate([], roster=then, coverage=Coverage.received(RULEBOOK))
    assert {unit.name for rating in ratings for unit in rating.units} <= standing
    assert {unit.name for unit in tally(ratings, roster=then)} == standing
