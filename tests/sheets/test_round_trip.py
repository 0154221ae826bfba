"""往返: entries → file → entries is the identity, for every form of the notice and every format."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sheets.support import ROSTER, SCHEME, THEMES

import trafficlight as tl
from trafficlight import testing

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


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.key)
@given(data=st.data())
@slow_draws
def test_xlsx(theme: tl.Theme[Any], data: st.DataObject) -> None:
    """Through .xlsx nothing is lost, changed or added."""
    given_entries = data.draw(entries(theme))
    book = tl.sheets.workbook(tl.sheets.Sheet(theme.form, given_entries))
    reading = tl.sheets.read(book, scheme=SCHEME, file_name="x.xlsx")
    assert essence(reading.entries) == essence(given_entries)
    assert reading.themes == (theme.key,)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.key)
@given(data=st.data())
@slow_draws
def test_csv(theme: tl.Theme[Any], data: st.DataObject) -> None:
    """Through .csv nothing is lost, changed or added."""
    given_entries = data.draw(entries(theme))
    reading = tl.sheets.read(tl.sheets.to_csv(theme.form, given_entries), scheme=SCHEME, file_name="x.csv")
    assert essence(reading.entries) == essence(given_entries)
    assert reading.themes == (theme.key,)
