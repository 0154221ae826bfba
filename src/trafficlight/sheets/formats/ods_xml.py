"""OpenDocument 的 XML → 格网, in one pass that keeps no tree.

Libraries that read .ods lose what matters here: python-calamine knows no merged cells of .ods and takes errors for blanks,
odfpy builds a tree of the whole file. So cells are read here, in the manner of `sheet_xml`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from trafficlight.errors import FileFault
from trafficlight.sheets.formats.ods_values import BREAK, SPACE, TAB, Held, value_of
from trafficlight.sheets.formats.sheet_build import SheetBuilder, past
from trafficlight.sheets.formats.streamed import Attributes, Target, feed
from trafficlight.sheets.grid import Grid, Merge
from trafficlight.sheets.limits import Limits, too_many
from trafficlight.sheets.meter import Package
from trafficlight.sheets.texts import COLUMNS, SHEETS

_SPACE: Final = "{{urn:oasis:names:tc:opendocument:xmlns:{}:1.0}}"
_TABLE, _TEXT, _OFFICE, _STYLE, _DRAW = (
    _SPACE.format(name) for name in ("table", "text", "office", "style", "drawing")
)
_CALC: Final = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_NOT_SHOWN: Final = frozenset({"collapse", "filter"})
_UNREAD: Final = frozenset(
    {
        f"{_OFFICE}annotation",
        f"{_TABLE}shapes",
        f"{_TABLE}tracked-changes",
        f"{_TABLE}dde-links",
        f"{_TABLE}named-expressions",
        f"{_TEXT}ruby-text",
        f"{_OFFICE}text",
        f"{_OFFICE}presentation",
    }
)
"""Comments, pictures and boxes above the cells, what stood there before a change, phonetic guides."""


def read_content(package: Package, *, file: str, limits: Limits) -> list[Grid | FileFault]:
    """Every table of content.xml. Raises `FileFault` past a limit of the file, and foreign errors for what is no XML."""
    body = _Body(package, file, limits)
    feed(package, "content.xml", body)
    return body.sheets


class _Body(Target):
    """The parser's target."""

    def __init__(self, package: Package, file: str, limits: Limits) -> None:
        self.sheets: list[Grid | FileFault] = []
        self._file, self._limits, self._meter = file, limits, package.meter
        super().__init__()
        self._paragraphs = self._column = self._repeated_rows = 0
        self._style = ""
        self._hidden_styles: set[str] = set()
        self._sheet: SheetBuilder | None = None
        self._lost = False
        """Whether the sheet that is open is past a limit."""
        self._row: list[Any] | None = None
        self._held: Held | None = None
        self.begin = {
            f"{_STYLE}style": self._begin_style,
            f"{_TABLE}table": self._begin_sheet,
            f"{_TABLE}table-column": self._take_columns,
            f"{_TABLE}table-row": self._begin_row,
            f"{_TABLE}table-cell": self._begin_cell,
            f"{_TABLE}covered-table-cell": self._begin_cell,
            f"{_TEXT}p": self._begin_paragraph,
            f"{_TEXT}s": self._spaces,
            f"{_TEXT}tab": lambda _: self._append(TAB),
            f"{_TEXT}line-break": lambda _: self._append(BREAK),
            f"{_STYLE}table-properties": self._take_table_style,
        }
        self.finish = {
            f"{_TABLE}table": self._end_sheet,
            f"{_TABLE}table-row": self._end_row,
            f"{_TABLE}table-cell": self._end_cell,
            f"{_TABLE}covered-table-cell": self._end_cell,
            f"{_TEXT}p": self._end_paragraph,
        }

    # --- the parser's side -------------------------------------------------------------------------------------------

    def is_unread(self, tag: str | bytes) -> bool:
        """Whether an element, with all in it, is passed over."""
        return tag in _UNREAD or str(tag).startswith(_DRAW)

    def take(self, text: str) -> None:
        """Text, or white space between elements."""
        if self._paragraphs:
            self._append(text)

    # --- what elements mean ------------------------------------------------------------------------------------------

    def _begin_style(self, attributes: Attributes) -> None:
        self._style = attributes.get(f"{_STYLE}name", "")

    def _take_table_style(self, attributes: Attributes) -> None:
        if attributes.get(f"{_TABLE}display") == "false":
            self._hidden_styles.add(self._style)

    def _begin_sheet(self, attributes: Attributes) -> None:
        if self._sheet is not None:
            self.skipping = 1  # a table within a cell has no place in a spreadsheet
            return
        if len(self.sheets) >= self._limits.sheets:
            raise too_many(SHEETS, self._limits.sheets, file=self._file)
        name = attributes.get(f"{_TABLE}name", "")
        self._sheet = SheetBuilder(name, file=self._file, limits=self._limits, meter=self._meter)
        self._sheet.hidden = attributes.get(f"{_TABLE}style-name") in self._hidden_styles
        self._column, self._lost = 0, False

    def _end_sheet(self) -> None:
        if self._sheet is not None:
            if not self._lost:
                self._within_limits(lambda sheet: self.sheets.append(sheet.grid()))
            self._sheet = None

    def _within_limits(self, do: Callable[[SheetBuilder], None]) -> None:
        """Past one of its limits a sheet is a fault, and the next one is read."""
        if self._sheet is None or self._lost:
            return
        try:
            do(self._sheet)
        except FileFault as fault:
            self.sheets.append(fault)
            self._lost = True

    def _take_columns(self, attributes: Attributes) -> None:
        count = _count(attributes, "number-columns-repeated")
        if self._sheet is not None and attributes.get(f"{_TABLE}visibility") in _NOT_SHOWN:
            self._sheet.hide_columns(self._column, count)
        self._column += count

    def _begin_row(self, attributes: Attributes) -> None:
        self._row = []
        self._column = 0
        self._repeated_rows = _count(attributes, "number-rows-repeated")
        if self._sheet is not None and attributes.get(f"{_TABLE}visibility") in _NOT_SHOWN:
            self._sheet.hide_rows(self._sheet.row, self._repeated_rows)

    def _end_row(self) -> None:
        row, self._row = self._row, None
        if row is not None:
            self._within_limits(lambda sheet: sheet.add(row, self._repeated_rows))

    def _begin_cell(self, attributes: Attributes) -> None:
        self._held = Held(
            attributes.get(f"{_OFFICE}value-type"),
            error=attributes.get(f"{_CALC}value-type") == "error",
            formula=attributes.get(f"{_TABLE}formula"),
            stored=next((attributes[f"{_OFFICE}{name}"] for name in _STORED if f"{_OFFICE}{name}" in attributes), None),
            repeated=_count(attributes, "number-columns-repeated"),
            rows=_count(attributes, "number-rows-spanned"),
            columns=_count(attributes, "number-columns-spanned"),
        )

    def _end_cell(self) -> None:
        held, self._held = self._held, None
        if held is None or self._row is None or self._sheet is None or self._lost:
            return
        left, self._column = self._column, self._column + held.repeated
        if held.rows > 1 or held.columns > 1:
            top = self._sheet.row
            merge = Merge(top, left, top + held.rows - 1, left + held.columns - 1)
            self._within_limits(lambda sheet: sheet.merge(merge))
        value = value_of(held, self._limits)
        if value is None:
            return
        if self._column > self._limits.columns:
            self._within_limits(self._too_wide)
            return
        self._row += [None] * (left - len(self._row))
        self._row += [value] * held.repeated

    def _too_wide(self, sheet: SheetBuilder) -> None:
        raise past(COLUMNS, self._column, self._limits.columns, file=self._file, sheet=sheet.sheet)

    def _begin_paragraph(self, _: Attributes) -> None:
        self._paragraphs += 1
        if self._held is not None and self._held.parts:
            self._append(BREAK)

    def _end_paragraph(self) -> None:
        self._paragraphs -= 1

    def _spaces(self, attributes: Attributes) -> None:
        most = self._limits.cell_characters + 1
        self._append(SPACE * min(int(attributes.get(f"{_TEXT}c", "1")), most))

    def _append(self, text: str) -> None:
        if self._held is not None and self._paragraphs:
            self._held.add(text, self._limits.cell_characters)


_STORED: Final = ("value", "date-value", "time-value", "boolean-value", "string-value")


def _count(attributes: Attributes, name: str) -> int:
    return max(int(attributes.get(_TABLE + name, "1")), 1)
