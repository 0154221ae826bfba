"""往返: entries → file → entries is the identity, for every form of the notice and every format."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

import pytest
from helpers.office_sheets import ROSTER, SCHEME, THEMES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import trafficlight as tl
from trafficlight import testing

UNCHECKED = tl.sheets.Checks.every(tl.sheets.Severity.OFF)
"""What is doubted in drawn records (a unit twice, a blank source) is not the question here."""

Writer: TypeAlias = Callable[[tl.Form, Iterable[tl.Entry[Any]]], bytes]

slow_draws = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def entries(theme: tl.Theme[Any]) -> st.SearchStrategy[list[tl.Entry[Any]]]:
    """Numbered entries of a theme, as a program makes them."""
    numbered = st.builds(tl.Entry, st.just(theme.key), testing.records(theme, ROSTER), st.integers(1, 10**6))
    return st.lists(numbered, max_size=4)


def essence(entries: Any) -> list[tuple[str, int | None, Any]]:
    """Entries without where they came from."""
    return [(entry.theme, entry.serial, entry.record) for entry in entries]


def as_workbook(form: tl.Form, rows: Iterable[tl.Entry[Any]]) -> bytes:
    """The rows as .xlsx."""
    return tl.sheets.workbook(tl.sheets.Sheet(form, rows))


WAYS: dict[str, Writer] = {"x.xlsx": as_workbook, "x.csv": tl.sheets.to_csv, "x.json": tl.sheets.to_json}


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.key)
@pytest.mark.parametrize("name", WAYS)
@given(data=st.data())
@slow_draws
def test_nothing_is_lost_changed_or_added(name: str, theme: tl.Theme[Any], data: st.DataObject) -> None:
    """Whatever a form holds comes back from every format, and an empty table still says whose it is."""
    given_entries = data.draw(entries(theme))
    reading = tl.sheets.read(WAYS[name](theme.form, given_entries), scheme=SCHEME, file_name=name, checks=UNCHECKED)
    assert essence(reading.entries) == essence(given_entries)
    assert reading.themes == (theme.key,)
