"""制表: rows as a workbook that prints well, with lights as fill and word; and text tables, a sheet for each."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from attrs import evolve

from trafficlight._files import write_whole
from trafficlight.errors import WrongValue
from trafficlight.messages import Language, Words, labelled, said
from trafficlight.model._checks import check_ending, each_of
from trafficlight.model._forms import Column
from trafficlight.model._text_tables import TextTable
from trafficlight.ooxml.text import printable, replaced_unprintable
from trafficlight.rules._history import light as light_of
from trafficlight.rules._history import light_words
from trafficlight.rules._rated import Rating
from trafficlight.sheets._cell_texts import is_live, stored_number, stored_text, utf16_length
from trafficlight.sheets.writing.layout import (
    LIGHT_HEADER,
    Group,
    Paper,
    Printed,
    Sheet,
    decisions,
    groups,
    line_count,
    notes,
    one_line,
    print_rows,
    room,
    row_height,
)
from trafficlight.sheets.writing.look import CellFormat, Look, Style, size_of

if TYPE_CHECKING:
    from trafficlight.sheets.writing.book import Book, Page

_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME: Final = 31
_LIGHT: Final = Column(LIGHT_HEADER, width=16, centred=True)
_BESIDE: Final = Words("（{}）", " ({})")
_BLANK_ROW: Final = 15.0  # points
_SAMPLE: Final = 200  # rows by which the light's column is measured
_REMEMBERED: Final = 1_000
"""Texts of a column about which all is remembered: most columns repeat few."""


def workbook(*sheets: Sheet, look: Look | None = None) -> bytes:
    """工作簿: the sheets as an .xlsx, the same bytes each time.

    A text that starts with = + - @, a tab or CR stays a text. A light is the fill of its cell and a word: beside the
    cell's own (“已办结（蓝）”) the word is part of the number format, and the value stays “已办结”. Raises
    `UnprintableText` for control characters, `DocumentError` for a text that no cell and rows that no sheet can hold,
    `ValueError` without a sheet.
    """
    if not sheets:
        raise WrongValue("工作簿至少要有一张工作表", "a workbook needs at least one sheet")
    from trafficlight.sheets.writing.book import Book

    each_of("workbook", sheets, Sheet)
    look = look or Look()
    names = sheet_names(sheet.name or sheet.printed_title for sheet in sheets)
    with Book(one_line(sheets[0].printed_title), look) as book:
        for name, sheet in zip(names, sheets, strict=True):
            SheetWriter(book, name, sheet).write()
        return book.finish()


def save(path: str | os.PathLike[str], *sheets: Sheet, look: Look | None = None) -> None:
    """Write a workbook in one step: whoever looks at `path` sees the old file or the new one. Raises as `workbook`."""
    check_ending(path, ".xlsx")
    write_whole(path, workbook(*sheets, look=look))


def sheet_names(wished: Iterable[str]) -> Iterator[str]:
    r"""Names that Excel takes: at most 31 characters, none of []:*?/\, no two equal when case is ignored."""
    taken: set[str] = set()
    for wish in wished:
        stem = _cut(_FORBIDDEN.sub("_", one_line(printable(wish))).strip("'"), _LONGEST_NAME) or "表"
        name, number = stem, 1
        while name.lower() in taken or name.lower() == "history":
            number += 1
            mark = f"（{number}）"
            name = _cut(stem, _LONGEST_NAME - len(mark)) + mark
        taken.add(name.lower())
        yield name


def _cut(text: str, length: int) -> str:
    while utf16_length(text) > length:
        text = text[:-1]
    return text.strip("'")


class RowWriter:
    """逐行写入 (row writer): writes a sheet from the top; `_row` is the next row, from 0."""

    def __init__(self, book: Book, page: Page, paper: Paper, width: int) -> None:
        self._page, self._formats, self._look = page, book.formats, book.look
        self._paper, self._width = paper, width
        self._row = 0
        # points of all rows, of those on the page that is being printed, and of the header that each page repeats
        self._height = self._filled = self._repeated = 0.0
        self._breaks: list[int] = []

    def across(self, text: str, style: Style) -> None:
        """A text over the whole width."""
        self._page.put(self._row, 0, text, self._formats[style])
        for column in range(1, self._width):
            self._page.put(self._row, column, "", self._formats[style])
        self._page.span(self._row, self._row, 0, self._width - 1)
        self._end(self._paper.across(text, size_of(self._look, style)))

    def line(self, texts: Sequence[str], styles: Sequence[Style]) -> None:
        """A row of texts, one a column."""
        for column, (text, style) in enumerate(zip(texts, styles, strict=True)):
            self._page.put(self._row, column, text, self._formats[style])
        self._end(self._paper.row(texts, self._look.size))

    def _end(self, height: float, *, grows: bool = False) -> None:
        self._page.end_row(self._row, height, grows=grows)
        self._row += 1
        self._height += height
        over = self._filled + height > self._paper.height
        self._filled = (self._repeated if over else self._filled) + height

    def _keep(self, top: int, before: float, heights: float) -> bool:
        """Let the rows from `top` begin a page where they would part; `before` them it was so full. Whether they do."""
        if not before + heights > self._paper.height >= self._repeated + heights:
            return False
        self._breaks.append(top)
        self._filled = self._repeated + heights
        return True


class SheetWriter(RowWriter):
    """制表: writes one sheet: title, lines above, tables, notes."""

    def __init__(self, book: Book, name: str, sheet: Sheet) -> None:
        self._sheet, self._columns, light = sheet, sheet.columns, sheet.light
        self._adds_column = sheet.shows_lights and light is None
        if self._adds_column:
            light = evolve(_LIGHT, header=said(LIGHT_HEADER, book.look.language))
            self._columns = (*sheet.columns, light)
        self._light = self._columns.index(light) if light else None
        landscape = sheet.form.landscape
        paper = Paper.of(self._columns, landscape=landscape, margin=book.look.margin)
        if self._light is not None and not self._adds_column:
            paper = paper.widened(self._light, self._words(self._light, book.look.language), book.look.size)
        page = book.add_page(name, paper, landscape=landscape)
        super().__init__(book, page, paper, len(self._columns))
        self._shared = [column.is_shared or column is light for column in self._columns]
        self._plain = [self._formats[Style.CENTRED if column.centred else Style.BODY] for column in self._columns]
        self._rooms = [room(width, self._look.size) for width in paper.widths]
        self._known: list[dict[str, tuple[int, str | float | None, bool]]] = [{} for _ in self._columns]
        self._headers: list[int] = []

    def write(self) -> None:
        """Title, lines above, tables, notes, and what is repeated and frozen."""
        form, language = self._sheet.form, self._look.language
        self.across(self._sheet.printed_title, Style.TITLE)
        self._dateline()
        for text in self._sheet.above:
            self.across(text, Style.ABOVE)
        if form.measure:
            self.across(form.measure, Style.RIGHT)
        goes_on = False
        for number, group in enumerate(groups(self._sheet)):
            if number:
                self._row += 1
                self._filled += _BLANK_ROW
            top, before, broken, height = self._row, self._filled, len(self._breaks), self._height
            self._table(group)
            own = self._breaks[broken:]
            del self._breaks[broken:]
            goes_on = goes_on or self._height - height > self._paper.height
            if not (number and self._keep(top, before, self._height - height)):
                self._breaks += own
        if self._breaks:
            self._page.set_h_pagebreaks(self._breaks)
        for text in (*notes(form, language), *decisions(self._sheet, language)):
            self.across(text, Style.ABOVE)
        header = self._headers[0]
        # groups have one header; a sheet can repeat but one row, so a page that begins with a group has it twice
        if goes_on or len(self._headers) == 1:
            self._page.repeat_rows(header)
        if len(self._headers) == 1:
            self._page.freeze_panes(header + 1, 0)

    def _dateline(self) -> None:
        if self._sheet.dateline:
            self.across(self._sheet.dateline, Style.RIGHT)

    def _table(self, group: Group) -> None:
        self._start(group)
        # equal neighbours keep a cell each, whatever the form allows on paper: a merged column cannot be sorted or filtered,
        # and over a page break it hides its text
        for row in print_rows(self._sheet, group):
            self._record(row)

    def _start(self, group: Group) -> None:
        """The facts above a table, and its header."""
        if group.which:
            self.across(group.which, Style.ABOVE)
        self._heading(group.heading)
        self._headers.append(self._row)
        above = self._height
        self.line([column.header for column in self._columns], [Style.HEADER] * self._width)
        self._repeated = self._height - above

    def _words(self, light: int, language: Language) -> Iterator[str]:
        """What stands in the light's column, as some rows tell, from all of the sheet."""
        some = self._sheet.rows[:: len(self._sheet.rows) // _SAMPLE or 1]
        lit = [row for row in some if isinstance(row, Rating) and row.marks]
        for row in print_rows(self._sheet, Group((), lit, [1] * len(lit))):
            yield row.lines[0][light] + said(_BESIDE, language).format(light_words(row.marks, language))

    def _heading(self, facts: Sequence[str]) -> None:
        """The facts above the header."""
        for line, fact in zip(self._sheet.form.heading, facts, strict=True):
            self.across(labelled(line.label, fact, self._look.language), Style.ABOVE)

    def _record(self, row: Printed) -> None:
        """The lines of one record, its light on the first."""
        lines, formats, beside = row.lines, self._plain, ""
        if self._adds_column:
            word = light_of(row.marks, self._look.language) if row.marks else ""
            lines = [(*line, "" if number else word) for number, line in enumerate(lines)]
        if self._light is not None and row.marks:
            language = self._look.language
            beside = "" if self._adds_column else said(_BESIDE, language).format(light_words(row.marks, language))
            formats = list(self._plain)
            counts = bool(getattr(self._columns[self._light].kind, "is_number", False))
            formats[self._light] = self._formats.light(row.marks, beside, counts=counts)
        self._write_lines(lines, [formats] * len(lines), beside)

    def _write_lines(
        self,
        lines: Sequence[Sequence[str]],
        formats: Sequence[Sequence[CellFormat]],
        beside: str = "",
        *,
        lines_at_least: int = 0,
    ) -> None:
        """The lines of a record; a cell that is the same for all of them is merged. `beside` is shown in the light's cell.

        A line is as high as the longest of its texts; with room for `lines_at_least`, it grows with what is typed.
        """
        page, known, top = self._page, self._known, self._row
        before, above = self._filled, self._height
        merged = [at for at, shared in enumerate(self._shared) if shared] if len(lines) > 1 else ()
        for texts, own in zip(lines, formats, strict=True):
            most, row = lines_at_least, self._row
            for at, text in enumerate(texts):
                length, value, live = known[at].get(text) or self._learn(at, text)
                if value is None:
                    page.write_blank(row, at, None, own[at].plain)
                elif isinstance(value, int | float):
                    page.write_number(row, at, value, own[at].plain)
                else:
                    page.write_string(row, at, value, own[at].live if live else own[at].plain)
                if length > most and at not in merged:
                    most = length
            if beside and row == top and self._light is not None:
                most = max(most, self._learn(self._light, texts[self._light] + beside)[0])
            self._end(row_height(most, self._look.size), grows=bool(lines_at_least))
        if len(lines) > 1:
            self._keep(top, before, self._height - above)
        for at in merged:
            page.span(top, self._row - 1, at, at)

    def _learn(self, at: int, text: str) -> tuple[int, str | float | None, bool]:
        """How many lines a text takes in a column, how it is stored there, and whether it would be taken for a formula."""
        value: str | float | None = stored_number(self._columns[at].kind, text)
        if value is None and text:
            value = stored_text(text, self._row, at)
        known = self._known[at]
        if len(known) >= _REMEMBERED:
            known.clear()
        known[text] = learnt = line_count(text, self._rooms[at]), value, is_live(text)
        return learnt


_ACROSS = 260.0
"""Millimetres of the columns together, on a landscape page."""


def text_workbook(*tables: TextTable, look: Look | None = None) -> bytes:
    """一览表: a workbook (.xlsx) with a sheet for each table; the same tables give the same bytes.

    What no file can hold (a control character that somebody typed) is shown as �; no text is a formula. Raises `ValueError`
    without a table, `DocumentError` for a text that no cell can hold.
    """
    if not tables:
        raise WrongValue("工作簿至少要有一张表", "a workbook needs at least one table")
    from trafficlight.sheets.writing.book import Book

    look = look or Look()
    titles = [replaced_unprintable(table.title) for table in tables]
    with Book(one_line(titles[0]), look) as book:
        for table, title, name in zip(tables, titles, sheet_names(titles), strict=True):
            unit = _ACROSS / sum(table.shares)
            columns = [
                Column(header, width=share * unit) for header, share in zip(table.header, table.shares, strict=True)
            ]
            paper = Paper.of(columns, landscape=True, margin=look.margin)
            page = book.add_page(name, paper, landscape=True)
            writer = RowWriter(book, page, paper, len(columns))
            writer.across(title, Style.TITLE)
            writer.line(table.header, [Style.HEADER] * len(columns))
            for row in table.rows:
                writer.line([*map(replaced_unprintable, row)], [Style.BODY] * len(columns))
            page.repeat_rows(1)
            page.freeze_panes(2, 0)
        return book.finish()
