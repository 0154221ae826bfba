"""导出 JSON: rows as objects by header word, for programs that know the notice's tables and not this library."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from trafficlight.model.form import Column, Form
from trafficlight.model.kinds import Whole
from trafficlight.model.words import fold
from trafficlight.sheets.layout import Group, Printable, Sheet, groups, one_line
from trafficlight.sheets.texts import printable


def to_json(form: Form, rows: Iterable[Printable], *, published: bool = False, title: str = "") -> bytes:
    """JSON 文件: tables with `title`, `heading`, `columns` and `rows`, UTF-8, the same bytes each time; `read` takes it back.

    Each run of rows that share the facts above the header is a table. A row is an object by header word (on one line); a
    block has one for each of its lines. Whole numbers are numbers, everything else is text as the table prints it, null
    where the cell is blank. `title` replaces the form's. Raises `UnprintableText`.
    """
    sheet = Sheet(form, rows, title=title, published=published)
    tables = [_table(sheet, group) for group in groups(sheet)]
    return f"{json.dumps({'tables': tables}, ensure_ascii=False, indent=1)}\n".encode()


def _table(sheet: Sheet, group: Group) -> dict[str, Any]:
    facts = {
        fold(line.label): printable(fact.partition("：")[2]) or None
        for line, fact in zip(sheet.form.heading, group.heading, strict=True)
    }
    table: dict[str, Any] = {"title": printable(one_line(sheet.printed_title))}
    if facts:
        table["heading"] = facts
    table["columns"] = [column.label for column in sheet.columns]
    table["rows"] = [_row(sheet.columns, line) for row in group.rows for line in row.lines]
    return table


def _row(columns: Sequence[Column], texts: Sequence[str]) -> dict[str, str | int | None]:
    return {column.label: _value(column, text) for column, text in zip(columns, texts, strict=True)}


def _value(column: Column, text: str) -> str | int | None:
    if not text:
        return None
    return int(text) if isinstance(column.kind, Whole) else printable(text)
