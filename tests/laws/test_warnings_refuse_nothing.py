"""A warning changes nothing: whatever the checks doubt, the entries are those that were read without any check."""

from __future__ import annotations

from typing import Any

import pytest
from helpers.small_office import ROSTER, RULEBOOK
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trafficlight import Entry, Theme, sheets, testing


def hand_in(theme: Theme[Any], records: list[Any], **options: Any) -> sheets.Reading:
    """Some records as a .csv, read again; a few are repeated, so that there is something to doubt."""
    rows = [Entry(theme.key, record, number) for number, record in enumerate([*records, *records[:2]], 1)]
    data = sheets.to_csv(theme.form, rows)
    return sheets.read(data, themes=[theme], roster=ROSTER, file_name="x.csv", collect=True, **options)


@pytest.mark.parametrize("theme", RULEBOOK.themes, ids=lambda theme: theme.key)
@given(data=st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_warnings_refuse_nothing(theme: Theme[Any], data: st.DataObject) -> None:
    """With warnings, and with every check off, entries and faults are the same; as faults the checks refuse some of them."""
    records = data.draw(st.lists(testing.records(theme, ROSTER), max_size=4))
    off = hand_in(theme, records, checks=sheets.Checks.every(sheets.Severity.OFF))
    warned = hand_in(theme, records, checks=sheets.Checks.every(sheets.Severity.WARNING))
    strict = hand_in(theme, records, checks=sheets.Checks.every(sheets.Severity.FAULT))
    assert warned.entries == off.entries
    assert list(map(str, warned.report.faults)) == list(map(str, off.report.faults))
    assert off.report.warnings == strict.report.warnings == ()
    assert bool(warned.report.warnings) >= bool(records)
    assert [str(one) for one in warned.report.warnings] == list(map(str, strict.report.faults))[
        len(off.report.faults) :
    ]
    doubted = {(one.row, one.file) for one in warned.report.warnings}
    assert set(strict.entries) <= set(warned.entries)
    assert all((entry.origin.row, entry.origin.file) not in doubted for entry in strict.entries if entry.origin)
