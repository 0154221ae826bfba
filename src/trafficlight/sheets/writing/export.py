"""导出: rows as a tablib `Dataset` for every format that tablib knows, and as .csv."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from trafficlight.messages import labelled
from trafficlight.model._forms import Column, Form
from trafficlight.model._vocabulary import fold
from trafficlight.ooxml.text import printable
from trafficlight.sheets._cell_texts import guard, stored_number
from trafficlight.sheets.writing.layout import Group, Printable, Sheet, groups, one_line, print_rows

if TYPE_CHECKING:
    import tablib


def dataset(form: Form, rows: Iterable[Printable], *, published: bool = False, guarded: bool = True) -> tablib.Dataset:
    """数据集: one row for each line of a record, as texts, under the form's header words.

    Facts above the header are columns of their own at the end. A text that a spreadsheet would run starts with an
    apostrophe (`guard`) unless `guarded` is false: tablib itself writes `=…` live. Raises `UnprintableText`.
    """
    import tablib

    sheet = Sheet(form, rows, published=published)
    headers = [column.label for column in sheet.columns] + [form.label_of(line.name) for line in form.heading]
    data = tablib.Dataset(headers=headers, title=one_line(form.title)[:31])
    for group in groups(sheet):
        for row in print_rows(sheet, group):
            for line in row.lines:
                cells = [printable(text) for text in (*line, *group.heading)]
                data.append([guard(cell) for cell in cells] if guarded else cells)
    return data


def to_csv(form: Form, rows: Iterable[Printable], *, published: bool = False, title: bool = True) -> bytes:
    """分隔文本: UTF-8 with a BOM, as Excel and WPS expect it, commas, CR LF.

    The title stands above the header unless `title` is false, since some tables are told apart by it alone (§3.17); the
    facts above a header make a table of their own for each run of rows that share them. A text that a spreadsheet would
    run is made safe by an apostrophe, which `read` takes away again (`guard`, `unguard`). Raises `UnprintableText`.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    for line in _lines(Sheet(form, rows, published=published), title=title):
        writer.writerow([guard(printable(text)) for text in line])
    return stream.getvalue().encode("utf-8-sig")


def _lines(sheet: Sheet, *, title: bool) -> Iterator[list[str]]:
    if title:
        yield [one_line(sheet.printed_title)]
    for number, group in enumerate(groups(sheet)):
        if number:
            yield []
        for line, fact in zip(sheet.form.heading, group.heading, strict=True):
            yield [labelled(line.label, fact, "zh")]
        yield [column.header for column in sheet.columns]
        for row in print_rows(sheet, group):
            yield from (list(texts) for texts in row.lines)


def to_json(form: Form, rows: Iterable[Printable], *, published: bool = False, title: str = "") -> bytes:
    """JSON 文件: tables with `title`, `heading`, `columns` and `rows`, UTF-8, the same bytes each time; `read` takes it back.

    Each run of rows that share the facts above the header is a table. A row is an object by header word (on one line); a
    block has one for each of its lines. Numbers are numbers, everything else is text as the table prints it, null
    where the cell is blank. `title` replaces the form's. Raises `UnprintableText`.
    """
    sheet = Sheet(form, rows, title=title, published=published)
    tables = [_table(sheet, group) for group in groups(sheet)]
    return f"{json.dumps({'tables': tables}, ensure_ascii=False, indent=1)}\n".encode()


def _table(sheet: Sheet, group: Group) -> dict[str, Any]:
    facts = {
        fold(line.label): printable(fact) or None for line, fact in zip(sheet.form.heading, group.heading, strict=True)
    }
    table: dict[str, Any] = {"title": printable(one_line(sheet.printed_title))}
    if facts:
        table["heading"] = facts
    table["columns"] = [column.label for column in sheet.columns]
    table["rows"] = [_row(sheet.columns, line) for row in print_rows(sheet, group) for line in row.lines]
    return table


def _row(columns: Sequence[Column], texts: Sequence[str]) -> dict[str, str | float | None]:
    return {column.label: _value(column, text) for column, text in zip(columns, texts, strict=True)}


def _value(column: Column, text: str) -> str | float | None:
    if not text:
        return None
    number = stored_number(column.kind, text)
    return printable(text) if number is None else number
