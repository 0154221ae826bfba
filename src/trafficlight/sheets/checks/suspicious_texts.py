"""文字核对: what a text in a cell hides: an invisible character, a date that lost its format."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from operator import attrgetter
from typing import Any, Final

from attrs import evolve

from trafficlight.messages import Words, counted, english
from trafficlight.model._dates import Date, serial_date
from trafficlight.model._kinds import CellValue, Items, Text, text_of
from trafficlight.model._periods import chinese_date
from trafficlight.model._vocabulary import fold
from trafficlight.sheets._report import Finding
from trafficlight.sheets.checks.checked_table import Check, CheckedTable, Grounds, found_at
from trafficlight.sheets.reading.grid import WITHDRAWN, Grid, Row
from trafficlight.sheets.reading.withdrawn_words import (
    notes_among,
    notes_withdrawn,
    said_among,
    says_withdrawn,
)

_DATED: Final = ("日期", "时限", "时间")
_IN_WORDS: Final = Words(
    "日期或时限的文字，如 2023年9月28日、年底前", "a date or deadline in words, such as 2023年9月28日 or 年底前"
)
_INVISIBLE: Final = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
"""Soft hyphen, zero-width blanks and joiners, marks and overrides of direction, byte order mark, interlinear marks."""

_STILL_AN_ITEM: Final = Words(
    "仍要报送的事项（作废的请删除这一行，仍要报的请删去这句话）",
    "an item that still stands (delete the row where it was withdrawn, these words where it was not)",
)
_SHORT: Final = 24
_LONG: Final = 32_767
"""Characters of a text that tells little else; 备注 may be as long as a cell."""
_RECORD: Final = attrgetter("record")

_STRUCK: Final = "struck"
_NAMED: Final = 20
"""Cells that a remark names."""
_TURNS: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def date_numbers(tables: Sequence[CheckedTable], grounds: Grounds) -> Iterator[Finding]:
    """日期序号: five digits in a text column for dates (完成时限), as Excel shows a date whose format was lost."""
    for table in tables:
        for name, fact in table.heading:
            date = serial_date(text_of(fact.value))
            if date and fold(fact.label).endswith(_DATED) and isinstance(table.theme.form.kind_of(name), Text):
                yield table.beside(fact, fold(fact.label), Date(whole=False).expected, chinese_date(date))
        for name, _, _ in table.columns:
            column = table.theme.form.column_of(name)
            if column is None or not isinstance(column.kind, Text) or not column.label.endswith(_DATED):
                continue
            numbers = {
                text: chinese_date(date)
                for text in {getattr(entry.record, name) for entry in table.entries}
                if (date := serial_date(text))
            }
            for entry in table.entries if numbers else ():
                near = numbers.get(getattr(entry.record, name))
                if near:
                    yield table.at(entry, name, _IN_WORDS, near)


def withdrawn(tables: Sequence[CheckedTable], grounds: Grounds) -> Iterator[Finding]:
    """说是作废的行: 备注, a short text, or a note in brackets at its matter or items says that it was withdrawn; it counts all the same."""
    yield from as_found(WITHDRAWN)(tables, grounds)
    for table in tables:
        records, subject, found = [*map(_RECORD, table.entries)], table.theme.subject, dict[int, str]()
        for name, _, _ in reversed(table.columns):  # 备注 tells of it best
            says = _says_withdrawn(table, name)
            try:
                telling = set(says(frozenset(map(attrgetter(name), records)))) if says else set()
            except TypeError:  # an agency's own values: no words
                continue
            for number, record in enumerate(records if telling else ()):
                value = getattr(record, name)
                if value not in telling or number in found:
                    continue
                matter = str(getattr(record, subject)) if subject and name != subject else ""
                if not isinstance(value, str) or name == subject or says_withdrawn(value, matter):
                    found[number] = name
        for number, name in sorted(found.items()):
            yield table.at(table.entries[number], name, _STILL_AN_ITEM)


def _says_withdrawn(table: CheckedTable, name: str) -> Callable[[frozenset[Any]], Iterable[Any]] | None:
    """Which of the values of a field say that something was withdrawn; None where they cannot."""
    column = table.theme.form.column_of(name)
    if column is None or not isinstance(column.kind, (Text, Items)):
        return None
    if isinstance(column.kind, Items):
        return partial(filter, lambda items: any(says_withdrawn(item) or notes_withdrawn(item) for item in items))
    if name == table.theme.subject:
        return notes_among
    return partial(said_among, longest=_LONG if fold(column.label).endswith("备注") else _SHORT)


def as_found(code: str) -> Check:
    """读表时的疑点: a check that tells what reading doubted of cells as they stand in the file, under one of its codes.

    `struck`: what is struck through may be withdrawn; `pictures`: a picture where a text belongs, which no program reads;
    `formulas`: =SUM(D3:D5) as a text; `shown`: a number or date whose look cannot be told, or has lost digits (§4.24);
    `comments` and `deciding_comments`: what a comment says is no part of its cell.
    """
    return lambda tables, _: (finding for table in tables for finding in table.doubts if finding.check == code)


def without_invisible(text: str) -> str:
    """The text without invisible characters."""
    return _INVISIBLE.sub("", text)


def unstruck(grid: Grid) -> Grid:
    """The grid without what is struck through; a row of nothing else is blank. What was left out is remarked."""
    rows: list[Row | list[CellValue]] = list(grid.rows)
    off = [(row, column, doubt) for row, column, doubt in grid.doubts if doubt.code == _STRUCK]
    for number in {row for row, _, _ in off}:
        rows[number] = list(grid.rows[number])
    for number, column, doubt in off:
        rows[number][column] = doubt.nearest  # type: ignore[index]  # a list by now
    cells_left_out = "、".join(grid.places.cell(row, column) for row, column, _ in off[:_NAMED])
    more = f"…（共{len(off)}处）" if len(off) > _NAMED else ""
    remark = Words(
        f"有删除线的内容按作废处理，没有读：{cells_left_out}{more}",
        f"struck through, taken as withdrawn and not read: {english(cells_left_out)}"
        + (f" … ({counted(len(off), 'cell')})" if more else ""),
    )
    kept = tuple(doubt for doubt in grid.doubts if doubt[2].code != _STRUCK)
    return evolve(grid, rows=rows, doubts=kept, remarks=(*grid.remarks, remark)) if off else grid


def invisible_cells(grid: Grid) -> Iterator[tuple[int, int, str]]:
    """Row, column (from 0) and first invisible character of each cell that holds one."""
    search = _INVISIBLE.search
    # one search over all texts costs a tenth of one for each
    if not search("".join(grid.texts)):
        return
    first = {text: found[0] for text in grid.texts if (found := search(text))}
    for number, row in enumerate(grid.rows):
        for column, cell in enumerate(row):
            if isinstance(cell, str) and cell in first:
                yield number, column, first[cell]


def invisible(grid: Grid) -> Iterator[Finding]:
    """看不见的字符: a text with them is another text than it looks; a mark of direction shows it in another order."""
    for row, column, character in invisible_cells(grid):
        value = str(grid.cell(row, column))
        code, at = f"U+{ord(character):04X}", value.index(character) + 1
        what = (
            Words("改变书写方向", "turns the direction of writing")
            if character in _TURNS
            else Words("零宽", "no width")
        )
        expected = Words(
            f"没有看不见的字符的文字（第 {at} 个字符 {code}，{what}）",
            f"text without invisible characters (character {at}, {code}: {what.en})",
        )
        near = without_invisible(value) or None
        yield found_at(grid, row, column, grid.places.column(column), value, expected, near)


def visible(grid: Grid) -> Grid:
    """The grid without invisible characters; a cell of nothing else is blank."""
    rows: list[Row] = list(grid.rows)
    for number, column, _ in invisible_cells(grid):
        cells = list(rows[number])
        cell = cells[column]
        cells[column] = (
            (without_invisible(cell).strip() and without_invisible(cell)) or None if isinstance(cell, str) else cell
        )
        rows[number] = tuple(cells)
    return evolve(grid, rows=rows)
