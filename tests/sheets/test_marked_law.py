"""退回的规律: whatever is wrong in whichever form, the marked workbook reads as the broken one, and is it but for marks."""

from __future__ import annotations

from typing import Any

import pytest
from helpers.broken_workbooks import opened, parts, plain, unmarked
from helpers.office_sheets import ROSTER, SCHEME, THEMES, saved
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import Cell

import trafficlight as tl
from trafficlight import testing
from trafficlight.sheets import Marking, marked

few_draws = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
WRONG: list[Any] = [None, "推进很慢", "办公事", -1, 2.5, True, "=1/0", "多\n行", " "]
CHANGED = {"[Content_Types].xml", "xl/styles.xml"}

LENIENT = tl.sheets.Checks.every(tl.sheets.Severity.WARNING)
"""Drawn records may stand twice, or say nothing where offices must."""


def broken(draw: st.DataObject, data: bytes) -> tuple[bytes, dict[str, Any]]:
    """A workbook with some cells of its first sheet spoilt, and what stood in them."""
    book = opened(data)
    cells = [cell for row in book.worksheets[0].iter_rows(min_row=2) for cell in row if isinstance(cell, Cell)]
    chosen = draw.draw(
        st.lists(st.sampled_from(cells), min_size=1, max_size=12, unique_by=lambda cell: cell.coordinate)
    )
    before = {cell.coordinate: cell.value for cell in chosen}
    for cell in chosen:
        cell.value = draw.draw(st.sampled_from(WRONG))
    return saved(book), before


def essence(entries: Any) -> list[tuple[str, int | None, Any]]:
    """Entries without where they came from."""
    return [(entry.theme, entry.serial, entry.record) for entry in entries]


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.key)
@given(draw=st.data())
@few_draws
def test_a_marked_workbook_reads_as_the_broken_one(theme: tl.Theme[Any], draw: st.DataObject) -> None:
    """Same entries, remarks, warnings and faults; the same parts but for marks; and corrected it reads as if never broken."""
    drawn = draw.draw(st.lists(testing.records(theme, ROSTER), min_size=1, max_size=3))
    numbered = [tl.Entry(theme.key, record, number) for number, record in enumerate(drawn, 1)]
    whole = tl.sheets.workbook(tl.sheets.Sheet(theme.form, numbered))
    data, before = broken(draw, whole)
    reading = tl.sheets.read(data, file_name="x.xlsx", scheme=SCHEME, collect=True, checks=LENIENT)
    told: list[Marking] = [*reading.report.faults, *reading.report.warnings]
    done = marked(data, told, file_name="x.xlsx")
    again = tl.sheets.read(done, file_name="x.xlsx", scheme=SCHEME, collect=True, checks=LENIENT)
    assert again.report.to_data() == reading.report.to_data()
    assert again.entries == reading.entries
    assert marked(done, told, file_name="x.xlsx") == done

    old, new = parts(data), parts(done)
    for name, part in old.items():
        if name.startswith("xl/worksheets/sheet"):
            assert unmarked(new[name], part) == plain(part)
        elif name not in CHANGED:
            assert new[name] == part
    if told:
        comments = [cell.comment for row in opened(done).worksheets[0].iter_rows() for cell in row if cell.comment]
        assert comments

    book = opened(done)
    for place, value in before.items():
        book.worksheets[0][place].value = value
        if isinstance(value, str):
            book.worksheets[0][place].data_type = "s"
    corrected = tl.sheets.read(saved(book), file_name="x.xlsx", scheme=SCHEME, checks=LENIENT)
    assert essence(corrected.entries) == essence(numbered)
