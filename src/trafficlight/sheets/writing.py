"""制表: rows → .xlsx by their forms, ready to print and to be read again."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar, Final

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import NamedStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from trafficlight.atomic import write_whole
from trafficlight.errors import DocumentError
from trafficlight.model.form import Column
from trafficlight.model.kinds import Whole
from trafficlight.sheets.layout import LIGHT_HEADER, Group, Printed, Sheet, groups, notes, one_line
from trafficlight.sheets.look import Look, light_name
from trafficlight.sheets.paper import MARGIN, Paper
from trafficlight.sheets.texts import escape, is_live, printable
from trafficlight.sheets.xlsx_bytes import finished

_LONGEST: Final = 32_767
"""Characters in a cell; openpyxl cuts off the rest in silence."""
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME: Final = 31
_A4: Final = 9
_LIGHT: Final = Column(LIGHT_HEADER, width=16, centred=True)


def workbook(*sheets: Sheet, look: Look | None = None) -> bytes:
    """工作簿: the sheets as an .xlsx, the same bytes each time.

    A text that starts with = + - @, a tab or CR stays a text. Raises `UnprintableText` for control characters,
    `DocumentError` for a text that no cell can hold, `ValueError` without a sheet.
    """
    if not sheets:
        raise ValueError("a workbook needs at least one sheet")
    look = look or Look()
    book = new_book(one_line(sheets[0].printed_title), look.styles())
    for mark in dict.fromkeys(row.mark for sheet in sheets for group in groups(sheet) for row in group.rows):
        if mark is not None:
            book.add_named_style(look.light(mark))
    names = sheet_names(sheet.name or sheet.printed_title for sheet in sheets)
    for name, sheet in zip(names, sheets, strict=True):
        SheetWriter(book.create_sheet(name), sheet, look).write()
    return finished(book)


def save(path: str | os.PathLike[str], *sheets: Sheet, look: Look | None = None) -> None:
    """Write a workbook in one step: whoever looks at `path` sees the old file or the new one. Raises as `workbook`."""
    write_whole(path, workbook(*sheets, look=look))


def new_book(title: str, styles: Iterable[NamedStyle]) -> Workbook:
    """A workbook without a sheet, with its title and its named styles."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = title
    book.properties.creator = ""
    for style in styles:
        book.add_named_style(style)
    return book


def sheet_names(wished: Iterable[str]) -> Iterator[str]:
    r"""Names that Excel takes: at most 31 characters, none of []:*?/\, no two equal when case is ignored."""
    taken: set[str] = set()
    for wish in wished:
        stem = _FORBIDDEN.sub("_", one_line(printable(wish))).strip("'")[:_LONGEST_NAME] or "表"
        name, number = stem, 1
        while name.lower() in taken or name.lower() == "history":
            number += 1
            mark = f"（{number}）"
            name = stem[: _LONGEST_NAME - len(mark)] + mark
        taken.add(name.lower())
        yield name


def set_page(worksheet: Worksheet, *, landscape: bool, footer: str = "") -> None:
    """A4, as wide as the page, any number of pages long."""
    if footer and worksheet.oddFooter is not None:
        worksheet.oddFooter.center.text = footer
    worksheet.page_setup.paperSize = _A4
    worksheet.page_setup.orientation = "landscape" if landscape else "portrait"
    worksheet.page_setup.fitToWidth, worksheet.page_setup.fitToHeight = 1, 0
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    worksheet.print_options.horizontalCentered = True
    margin = MARGIN / 25.4
    worksheet.page_margins = PageMargins(margin, margin, margin, margin, header=margin / 2, footer=margin / 2)


class SheetWriter:
    """One sheet on its way into the workbook; `_row` is the row to be written next, from 1."""

    _footer: ClassVar[str] = ""

    def __init__(self, worksheet: Worksheet, sheet: Sheet, look: Look) -> None:
        self._worksheet, self._sheet, self._look = worksheet, sheet, look
        self._light = sheet.light
        self._columns = sheet.columns
        if sheet.shows_lights and self._light is None:
            self._columns = (*self._columns, _LIGHT)
            self._light = _LIGHT
        self._paper = Paper.of(self._columns, landscape=sheet.form.landscape)
        self._row = 1
        self._headers: list[int] = []

    def write(self) -> None:
        """Title, lines above, tables, notes, and how the page is set up."""
        form = self._sheet.form
        self._set_page()
        self._across(self._sheet.printed_title, "表题", self._look.title_size)
        if self._sheet.dateline:
            self._across(self._sheet.dateline, "表右文字")
        for text in self._sheet.above:
            self._across(text, "表上文字")
        if form.measure:
            self._across(form.measure, "表右文字")
        for number, group in enumerate(groups(self._sheet)):
            self._row += bool(number)
            self._table(group)
        for text in notes(form):
            self._across(text, "备注")
        if len(self._headers) == 1:
            header = self._headers[0]
            self._worksheet.print_title_rows = f"{header}:{header}"
            self._worksheet.freeze_panes = f"A{header + 1}"

    def _set_page(self) -> None:
        set_page(self._worksheet, landscape=self._sheet.form.landscape, footer=self._footer)
        for number, width in enumerate(self._paper.characters, 1):
            self._worksheet.column_dimensions[get_column_letter(number)].width = width

    def _across(self, text: str, style: str, size: float | None = None) -> None:
        """A text over the whole width."""
        self._put(self._row, 1, text, style)
        self._merge(self._row, self._row, 1, len(self._columns))
        self._worksheet.row_dimensions[self._row].height = self._paper.across(text, size or self._look.size)
        self._row += 1

    def _table(self, group: Group) -> None:
        self._heading(group.heading)
        for number, column in enumerate(self._columns, 1):
            self._put(self._row, number, column.header, "表头")
        self._set_height(self._row, [column.header for column in self._columns])
        self._headers.append(self._row)
        self._row += 1
        # equal neighbours keep a cell each, whatever the form allows on paper: a merged column cannot be sorted or filtered,
        # and over a page break it hides its text
        for row in group.rows:
            self._block(row)

    def _heading(self, facts: Sequence[str]) -> None:
        """The facts above the header."""
        for text in facts:
            self._across(text, "表上文字")

    def _style(self, column: Column, line: int) -> str:
        """The style of a column's cells on a line of a block."""
        return "居中" if column.centred else "正文"

    def _block(self, row: Printed) -> None:
        """The lines of one record; a cell that is the same for all of them is merged."""
        shared = [column.is_shared for column in self._columns]
        several = len(row.lines) > 1
        for line, printed in enumerate(row.lines):
            texts = [*printed, row.word if line == 0 else ""][: len(self._columns)]
            for number, (column, text) in enumerate(zip(self._columns, texts, strict=True), 1):
                style = self._style(column, line)
                if column == self._light and row.mark is not None:
                    style = light_name(row.mark)
                self._put(self._row + line, number, text, style, counts=isinstance(column.kind, Whole))
            own = ["" if several and common else text for text, common in zip(texts, shared, strict=True)]
            self._set_height(self._row + line, own)
        last = self._row + len(row.lines) - 1
        for number, common in enumerate(shared, 1):
            if several and common:
                self._merge(self._row, last, number, number)
        self._row = last + 1

    def _set_height(self, row: int, texts: Sequence[str]) -> None:
        """Not every program measures a row that was written without its height."""
        self._worksheet.row_dimensions[row].height = self._paper.row(texts, self._look.size)

    def _merge(self, top: int, bottom: int, left: int, right: int) -> None:
        if (top, left) != (bottom, right):
            self._worksheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)

    def _put(self, row: int, number: int, text: str, style: str, *, counts: bool = False) -> None:
        """Write one cell: a count as a number, everything else as text."""
        cell = self._worksheet.cell(row, number)
        if not isinstance(cell, Cell):
            raise TypeError(f"{cell.coordinate} is covered by a merged cell")
        cell.style = style
        if not text:
            return
        if counts:
            cell.value = int(text)
            return
        value = escape(printable(text))
        if len(value) > _LONGEST:
            raise DocumentError(f"{cell.coordinate} 的文字有 {len(value)} 字，一个单元格最多 {_LONGEST} 字")
        cell.value = value
        # openpyxl takes “=…” for a formula and “#N/A” for an error
        cell.data_type = "s"
        if is_live(text):
            cell.quotePrefix = True
