"""A clerk at a blank workbook: values typed into its unlocked cells, by openpyxl."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

import trafficlight as tl
from helpers.office_sheets import saved
from trafficlight.model import Whole
from trafficlight.model._vocabulary import fold
from trafficlight.ooxml.text import escaped_cell


def opened(data: bytes) -> openpyxl.Workbook:
    """The workbook, as openpyxl sees it."""
    return openpyxl.load_workbook(io.BytesIO(data))


def header_row(sheet: Worksheet, form: tl.Form) -> int:
    """Where the form's header stands."""
    words = [fold(column.header) for column in form.columns]
    for row, cells in enumerate(sheet.iter_rows(values_only=True), 1):
        if [fold(str(cell or "")) for cell in cells][: len(words)] == words:
            return row
    raise AssertionError(f"{sheet.title} has no header of {form.title}")


def type_into(sheet: Worksheet, row: int, column: int, text: str, *, number: bool = False) -> None:
    """Type a text into a cell, as far as the lock of the sheet allows."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell), f"{cell.coordinate} is part of a merged cell"
    assert not cell.protection.locked, f"{sheet.title}!{cell.coordinate} is locked"
    cell.value = int(text) if number else escaped_cell(text)
    if not number:
        cell.data_type = "s"


def fill(sheet: Worksheet, form: tl.Form, records: Sequence[Any]) -> None:
    """Type the records into a sheet's empty rows, from the first one down, and the facts above its header."""
    header = header_row(sheet, form)
    if records:
        for line in form.heading:
            text = form.show(records[0], line.name)
            if text:
                type_into(sheet, *_beside(sheet, fold(line.label) + ":", header), text)
    printer = form.printer(form.columns)
    for at, record in enumerate(records):
        for below, texts in enumerate(printer(record, None)):
            row = header + 1 + at * len(form.lines) + below
            for number, (column, text) in enumerate(zip(form.columns, texts, strict=True), 1):
                if text and not column.is_line_label:
                    type_into(sheet, row, number, text, number=isinstance(column.kind, Whole))


def _beside(sheet: Worksheet, label: str, header: int) -> tuple[int, int]:
    for row in range(1, header):
        if fold(str(sheet.cell(row, 1).value or "")) == label:
            column = next(
                number
                for number in range(2, sheet.max_column + 1)
                if not isinstance(sheet.cell(row, number), MergedCell)
            )
            return row, column
    raise AssertionError(f"{sheet.title} has no {label}")


def filled(data: bytes, theme: tl.Theme[Any], records: Sequence[Any]) -> bytes:
    """The workbook after a clerk filled the sheet of a theme."""
    book = opened(data)
    fill(book[theme.title], theme.form, records)
    return saved(book)


def essence(entries: Iterable[tl.Entry[Any]]) -> list[tuple[str, int | None, Any]]:
    """Entries without where they came from."""
    return [(entry.theme, entry.serial, entry.record) for entry in entries]
