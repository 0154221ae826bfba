"""What leaves is safe: a text that a spreadsheet would run leaves as text in every format, and comes back unchanged."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from helpers.office_sheets import SCHEME, theme
from helpers.sample_records import key_work_item

import trafficlight as tl
from trafficlight.model._units import Unit

FORM = theme("key_work").form
LIVE = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "\tx",
    "\ry",
    "'=1",
    "''+x",
    "_x000D_=1",
    '=HYPERLINK("x")',
)
WAYS: dict[str, Callable[[list[tl.Entry[Any]]], bytes]] = {
    "x.xlsx": lambda entries: tl.sheets.workbook(tl.sheets.Sheet(FORM, entries)),
    "空白.xlsx": lambda entries: tl.sheets.blank(theme("key_work"), roster=SCHEME.roster, entries=entries),
    "x.csv": lambda entries: tl.sheets.to_csv(FORM, entries),
    "x.json": lambda entries: tl.sheets.to_json(FORM, entries),
}


def entries(*texts: str) -> list[tl.Entry[Any]]:
    """An entry for each text, which is its matter."""
    return [
        tl.Entry("key_work", key_work_item(tl.model.Progress.ON_TRACK, Unit("办公室"), matter=text), number)
        for number, text in enumerate(texts, 1)
    ]


@pytest.mark.parametrize("name", WAYS)
def test_live_texts_come_back(name: str) -> None:
    """Through every format the text is the same, live or guarded or looking like an escape."""
    made = WAYS[name](entries(*LIVE))
    reading = tl.sheets.read(made, scheme=SCHEME, file_name=name)
    # a text's blanks at its ends are the table's, not its own
    assert [entry.record.matter for entry in reading.entries] == [text.strip() for text in LIVE]


@pytest.mark.parametrize("name", ["x.xlsx", "空白.xlsx"])
def test_no_cell_of_ours_is_a_formula(name: str) -> None:
    """In a workbook a live text is a text cell, shown as typed; nothing is calculated."""
    book = openpyxl.load_workbook(io.BytesIO(WAYS[name](entries(*LIVE))))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    book.close()
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert "=1+1" in {cell.value for cell in cells}


def test_no_cell_of_a_csv_is_live() -> None:
    """Nothing in a .csv starts as a formula does."""
    rows = csv.reader(io.StringIO(WAYS["x.csv"](entries(*LIVE)).decode("utf-8-sig"), newline=""))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_json_needs_no_guard() -> None:
    """JSON is for programs: a text is the text."""
    rows = json.loads(WAYS["x.json"](entries("=1+1")))["tables"][0]["rows"]
    assert "=1+1" in rows[0].values()


@pytest.mark.parametrize("bad", ["\x00", "a\x0bb", "\ud800", "\uffff"])
@pytest.mark.parametrize("name", WAYS)
def test_unprintable_texts_stop_at_the_door(tmp_path: Path, name: str, bad: str) -> None:
    """Control characters and lone surrogates are an error before a byte is written; what stood at the path stays."""
    with pytest.raises(tl.errors.UnprintableText):
        WAYS[name](entries("good", bad))
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"old")
    with pytest.raises(tl.errors.UnprintableText):
        tl.sheets.save(path, tl.sheets.Sheet(FORM, entries(bad)))
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
