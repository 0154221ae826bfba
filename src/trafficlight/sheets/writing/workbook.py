"""样式: fonts, fills and borders of a written workbook, as openpyxl's named styles."""

from __future__ import annotations

import io
import os
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, ClassVar, Final

from attrs import frozen
from lxml import etree
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from trafficlight._files import write_whole
from trafficlight.errors import DocumentError
from trafficlight.model._colours import ink_on
from trafficlight.model._forms import Column
from trafficlight.model._kinds import Whole
from trafficlight.model._marks import Mark
from trafficlight.ooxml.text import printable
from trafficlight.ooxml.xml import parser
from trafficlight.sheets._texts import escape, is_live
from trafficlight.sheets.reading.readers.workbook_parts import MAIN, string_text
from trafficlight.sheets.writing.layout import (
    LIGHT_HEADER,
    MARGIN,
    Group,
    Paper,
    Printed,
    Sheet,
    groups,
    notes,
    one_line,
)

_LINE: Final = Side(style="thin", color="FF000000")
_BOX: Final = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_FORMATS: Final = {"填数": "0", "填日期": 'yyyy"年"m"月"d"日"'}
"""How what is typed is shown; a spreadsheet leaves everything else as it was typed, and makes no date of 1-2."""


@frozen
class Look:
    """样式: the faces and sizes of a workbook (points), and its fills (RRGGBB), none of them the colour of a light.

    `locked_fill` is that of a blank form's cells that nobody fills, `missing_fill` that of those that still must be.
    """

    body_font: str = "宋体"
    title_font: str = "方正小标宋简体"
    header_font: str = "黑体"
    size: float = 11
    title_size: float = 18
    header_fill: str = "D9E2F3"
    locked_fill: str = "F2F2F2"
    missing_fill: str = "E4DFEC"

    def styles(self) -> tuple[NamedStyle, ...]:
        """The named styles that rows are printed in."""
        body = Font(name=self.body_font, size=self.size)
        return (
            _style("表题", Font(name=self.title_font, size=self.title_size), "center"),
            _style("表上文字", body, "left"),
            _style("表右文字", body, "right"),
            _style("表头", Font(name=self.header_font, size=self.size), "center", _BOX, _solid(self.header_fill)),
            _style("正文", body, "left", _BOX),
            _style("居中", body, "center", _BOX),
            _style("备注", body, "left"),
        )

    def entry_styles(self) -> tuple[NamedStyle, ...]:
        """The named styles of a blank form: what a clerk fills is unlocked, and a text stays the text that is typed."""
        body = Font(name=self.body_font, size=self.size)
        locked = _style("不填", body, "center", _BOX, _solid(self.locked_fill))
        entries = (
            _style("填文字", body, "left", _BOX),
            _style("填居中", body, "center", _BOX),
            _style("填数", body, "center", _BOX),
            _style("填日期", body, "center", _BOX),
            _style("填表上", body, "left", Border(bottom=_LINE)),
            _style("填表右", body, "right"),
        )
        for style in entries:
            style.protection = Protection(locked=False)
            style.number_format = _FORMATS.get(style.name, "@")
        return (locked, *entries, _style("小标题", Font(name=self.header_font, size=self.size + 1), "left"))

    def light(self, mark: Mark) -> NamedStyle:
        """The style of a cell that shows a mark."""
        font = Font(name=self.body_font, size=self.size, color=f"FF{ink_on(mark.colour)}")
        return _style(light_name(mark), font, "center", _BOX, _solid(mark.colour))


def light_name(mark: Mark) -> str:
    """The name of a mark's style; two marks may share a label."""
    return f"标识 {mark.label} {mark.colour}"


def _solid(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=f"FF{colour}")


def _style(
    name: str, font: Font, horizontal: str, border: Border | None = None, fill: PatternFill | None = None
) -> NamedStyle:
    alignment = Alignment(horizontal=horizontal, vertical="center", wrap_text=True)
    return NamedStyle(name=name, font=font, fill=fill, border=border, alignment=alignment)


# --- 定稿 ------------------------------------------------------------------------------------------------------------

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_TIMES: Final = ("{http://purl.org/dc/terms/}created", "{http://purl.org/dc/terms/}modified")
_FONT_ORDER: Final = [
    MAIN + tag
    for tag in "b i strike condense extend outline shadow u vertAlign sz color name family charset scheme".split()
]
_TYPES: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_STRINGS: Final = "xl/sharedStrings.xml"
_STRINGS_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_STRINGS_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
_PRESERVE: Final = "{http://www.w3.org/XML/1998/namespace}space"


def finished(book: Workbook) -> bytes:
    """The workbook's bytes, without the time of writing. Raises `OSError` where the disk for temporary files is full."""
    saved = io.BytesIO()
    try:
        book.save(saved)
    except etree.SerialisationError as error:  # each sheet goes through a temporary file of openpyxl's
        raise OSError(f"{tempfile.gettempdir()}: {error}") from error
    stream = io.BytesIO()
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in _settled(source):
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            target.writestr(member, data)
    return stream.getvalue()


def _settled(source: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    strings: dict[str, int] = {}
    for name in source.namelist():
        data = source.read(name)
        if name.startswith("xl/worksheets/sheet"):
            data = _changed(data, lambda root: _share_strings(root, strings))
        elif name == "xl/styles.xml":
            data = _changed(data, _order_fonts)
        elif name == "docProps/core.xml":
            data = _changed(data, _drop_times)
        elif name == "[Content_Types].xml":
            data = _changed(data, _name_type)
        elif name == "xl/_rels/workbook.xml.rels":
            data = _changed(data, _name_relation)
        yield name, data
    yield _STRINGS, _string_table(strings)


def _changed(data: bytes, change: Callable[[Any], None]) -> bytes:
    root = etree.fromstring(data, parser())
    change(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _share_strings(root: Any, strings: dict[str, int]) -> None:
    """Move each text into the table of strings, and leave its number."""
    for cell in root.iter(f"{MAIN}c"):
        if cell.get("t") == "inlineStr":
            text = string_text(cell[0])
            cell[:] = []
            cell.set("t", "s")
            etree.SubElement(cell, f"{MAIN}v").text = str(strings.setdefault(text, len(strings)))


def _string_table(strings: dict[str, int]) -> bytes:
    root = etree.fromstring(f'<sst xmlns="{MAIN[1:-1]}"/>')
    root.set("uniqueCount", str(len(strings)))
    for text in strings:
        element = etree.SubElement(etree.SubElement(root, f"{MAIN}si"), f"{MAIN}t")
        element.text = text
        element.set(_PRESERVE, "preserve")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _order_fonts(root: Any) -> None:
    for font in root.iter(f"{MAIN}font"):
        font[:] = sorted(font, key=lambda child: _FONT_ORDER.index(str(child.tag)))


def _drop_times(root: Any) -> None:
    for tag in _TIMES:
        for element in root.findall(tag):
            root.remove(element)


def _name_type(root: Any) -> None:
    etree.SubElement(root, f"{_TYPES}Override", PartName=f"/{_STRINGS}", ContentType=_STRINGS_TYPE)


def _name_relation(root: Any) -> None:
    etree.SubElement(
        root, f"{_RELATIONS}Relationship", Type=_STRINGS_RELATION, Target=f"/{_STRINGS}", Id="sharedStrings"
    )


# --- 制表 ------------------------------------------------------------------------------------------------------------

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
