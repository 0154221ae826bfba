"""OpenDocument 电子表格 (.ods) → 格网: one pass over content.xml that keeps no tree."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from attrs import define, field

from trafficlight.errors import FileFault
from trafficlight.ooxml.archive import Limits
from trafficlight.ooxml.file_kinds import ODS
from trafficlight.sheets._cell_texts import COLUMNS, SHEETS, TRUSTWORTHY, too_long
from trafficlight.sheets._report import Skipped
from trafficlight.sheets.reading.grid import PICTURE, UNSURE, Grid, Merge, struck
from trafficlight.sheets.reading.hand_in_files import (
    Attributes,
    Meter,
    Target,
    Unread,
    border,
    feed,
    screen,
    told,
    unread,
    whole,
)
from trafficlight.sheets.reading.readers.cell_values import (
    Doubted,
    Untrusted,
    Value,
    as_shown,
    doubted,
    iso_value,
    number_value,
)
from trafficlight.sheets.reading.readers.number_formats import NumberFormat
from trafficlight.sheets.reading.readers.ods_styles import SPACE as SPACE_OF
from trafficlight.sheets.reading.readers.ods_styles import TABLE, OdsStyles, code_of
from trafficlight.sheets.reading.readers.sheet_builder import SheetBuilder
from trafficlight.sheets.reading.readers.word_tables import Lights

# XML cannot hold these, so that they tell a space that was meant from one that only wraps a line
SPACE: Final = "\x01"
TAB: Final = "\x02"
BREAK: Final = "\x03"

_MEANT: Final = str.maketrans({SPACE: " ", TAB: "\t", BREAK: "\n"})
_WRAPPED: Final = re.compile(r"[ \t\r\n]+")
_AROUND_BREAKS: Final = re.compile(f" ?{BREAK} ?")
_ERRORS: Final = re.compile(r"#\S|Err:\d+")
_TEXT, _OFFICE, _DRAW = (SPACE_OF.format(name) for name in ("text", "office", "drawing"))
_CALC: Final = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_RESOLVED: Final = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}resolved"
_NOT_SHOWN: Final = frozenset({"collapse", "filter"})
_UNREAD: Final = frozenset(
    {
        f"{TABLE}shapes",
        f"{TABLE}tracked-changes",
        f"{TABLE}dde-links",
        f"{TABLE}named-expressions",
        f"{_TEXT}ruby-text",
        f"{_OFFICE}text",
        f"{_OFFICE}presentation",
    }
)
"""Pictures and boxes above the cells, what stood there before a change, phonetic guides."""
_STORED: Final = ("value", "date-value", "time-value", "boolean-value", "string-value")
_SPREADSHEET: Final = b"application/vnd.oasis.opendocument.spreadsheet"


@define(eq=False)
class Held:
    """单元格: what its attributes say, and the text that it shows."""

    kind: str | None
    error: bool = False
    formula: str | None = None
    stored: str | None = None
    repeated: int = 1
    rows: int = 1
    columns: int = 1
    is_off: bool = False
    """Whether its style strikes through all of it."""
    is_struck: bool = False
    """Whether all of it, or a part of its text, is struck through."""
    look: NumberFormat | None = None
    """The format of its style for texts."""
    has_picture: bool = False
    has_paragraph: bool = False
    parts: list[str] = field(factory=list)
    live: list[str] = field(factory=list)
    """The parts that are not struck through."""
    size: int = 0
    comments: list[str] = field(factory=list)

    def add(self, text: str, most: int, *, is_struck: bool = False) -> None:
        """A piece of the text; what goes past the longest text a cell may hold need not be kept."""
        if self.size <= most:
            self.parts.append(text[: most + 1])
            self.size += len(text)
            if is_struck or self.is_off:
                self.is_struck = self.is_struck or bool(text.strip(" \n"))
            else:
                self.live.append(text[: most + 1])

    @property
    def text(self) -> str:
        """The text shown, a line a paragraph; what the file wraps is one blank."""
        return _shown(self.parts)


def _shown(parts: list[str]) -> str:
    return _AROUND_BREAKS.sub(BREAK, _WRAPPED.sub(" ", "".join(parts))).translate(_MEANT).strip(" ")


def value_of(held: Held, limits: Limits, styles: OdsStyles) -> Value:
    """The cell's value and look; untrusted for an error, a formula that was never calculated, and what is out of range."""
    value = _bare_value(held, limits, styles)
    if value is None and held.has_picture:
        return Doubted(None, PICTURE)
    return doubted(value, struck(_shown(held.live).strip())) if held.is_struck else value


def _bare_value(held: Held, limits: Limits, styles: OdsStyles) -> Value:
    if held.formula is not None and held.stored is None and not held.parts and not held.has_paragraph:
        return Untrusted(held.formula[:100], TRUSTWORTHY)  # a formula that gave no text has a paragraph without any
    if held.kind is None and not held.parts:
        return None
    if held.size > limits.cell_characters:
        return Untrusted(f"{held.text[:100]}…", too_long(limits.cell_characters))
    text = held.text
    if held.error or (held.formula is not None and _ERRORS.match(text)):
        return Untrusted(text[:100], TRUSTWORTHY)
    if held.kind in _TYPED:
        value = _TYPED[held.kind](held.stored or "")
        return value if isinstance(value, (Untrusted, bool)) or not text else as_shown(value, text)
    if len(held.stored or "") > limits.cell_characters:
        return Untrusted(f"{(held.stored or '')[:100]}…", too_long(limits.cell_characters))
    return _text_value(held, text, styles)


def _text_value(held: Held, text: str, styles: OdsStyles) -> Value:
    """What a cell shows for a text: beside the text that it stores there is, in its paragraphs, what its format shows."""
    stored = text if held.stored is None else held.stored
    if not stored or stored.isspace():
        return None
    look = held.look
    if held.stored is not None and held.has_paragraph and text.split() != stored.split():
        before, found, after = text.partition(stored)
        if not found:
            return text if text.strip() else Doubted(stored, UNSURE)
        look = styles.look_of(code_of(before, after))
    elif held.stored is not None and "\n" in text and "\n" not in stored:
        stored = text
    if look is None or not look.changes_texts:
        return stored
    shown = look.show_text(stored)
    before, found, after = look.show_text("x").partition("x")
    if not found or (
        held.stored is None and ("\n" in stored or (stored.startswith(before) and stored.endswith(after)))
    ):
        return Doubted(stored, UNSURE)  # whether a program has added that already, or adds it to several lines
    return shown


def _yes_or_no(stored: str) -> bool | Untrusted:
    return stored == "true" if stored in {"true", "false"} else Untrusted(stored[:100], TRUSTWORTHY)


def _moment(stored: str) -> float | dt.datetime | dt.time | Untrusted:
    value = iso_value(stored)
    if isinstance(value, (Untrusted, float, dt.datetime, dt.time)):
        return value
    return dt.datetime.combine(value, dt.time())


_TYPED: Final[dict[str | None, Callable[[str], float | dt.datetime | dt.time | Untrusted]]] = {
    "float": number_value,
    "currency": number_value,
    "percentage": number_value,
    "boolean": _yes_or_no,
    "date": _moment,
    "time": _moment,
}


class _Body(Target):
    """The parser's target."""

    def __init__(self, meter: Meter, styles: OdsStyles) -> None:
        super().__init__()
        self.sheets: list[Grid | FileFault | Unread] = []
        self._styles = styles
        self._limits, self._meter = meter.limits, meter
        self._paragraphs = self._column = self._repeated_rows = 0
        self._column_styles: dict[int, str | None] = {}
        self._row_style: str | None = None
        self._spans: list[bool] = []
        """Of the spans that are open, whether each strikes through."""
        self._sheet: SheetBuilder | None = None
        self._lost = False
        """Whether the sheet that is open is past a limit."""
        self._row: list[Any] | None = None
        self._held: Held | None = None
        self._cell: Held | None = None
        """The cell on which the comment stands that is open; what is held is then the comment."""
        self.begin = {
            **self._styles.begin,
            f"{TABLE}table": self._begin_sheet,
            f"{TABLE}table-column": self._take_columns,
            f"{TABLE}table-row": self._begin_row,
            f"{TABLE}table-cell": self._begin_cell,
            f"{TABLE}covered-table-cell": self._begin_cell,
            f"{_TEXT}p": self._begin_paragraph,
            f"{_TEXT}s": self._spaces,
            f"{_TEXT}tab": lambda _: self._append(TAB),
            f"{_TEXT}line-break": lambda _: self._append(BREAK),
            f"{_TEXT}span": self._begin_span,
            f"{_OFFICE}annotation": self._begin_comment,
        }
        self.finish = {
            **self._styles.finish,
            f"{TABLE}table": self._end_sheet,
            f"{TABLE}table-row": self._end_row,
            f"{TABLE}table-cell": self._end_cell,
            f"{TABLE}covered-table-cell": self._end_cell,
            f"{_TEXT}p": self._end_paragraph,
            f"{_TEXT}span": self._end_span,
            f"{_OFFICE}annotation": self._end_comment,
        }

    def is_unread(self, tag: str | bytes) -> bool:
        """Whether an element, with all in it, is passed over."""
        if tag == f"{_DRAW}frame" and self._held is not None:
            self._held.has_picture = True
        return tag in _UNREAD or str(tag).startswith(_DRAW)

    def take(self, text: str) -> None:
        """Text, or white space between elements."""
        if self._paragraphs:
            self._append(text)
        else:
            self._styles.take(text)

    def _begin_span(self, attributes: Attributes) -> None:
        self._spans.append(self._styles.is_struck(attributes.get(f"{_TEXT}style-name")))

    def _begin_sheet(self, attributes: Attributes) -> None:
        if self._sheet is not None:
            self.skipping = 1  # a table within a cell has no place in a spreadsheet
            return
        if len(self.sheets) >= self._limits.sheets:
            raise self._meter.too_many(SHEETS, self._limits.sheets)
        self._sheet = SheetBuilder(attributes.get(f"{TABLE}name", ""), self._meter)
        self._sheet.hidden = self._styles.is_hidden(attributes.get(f"{TABLE}style-name"))
        self._column, self._lost = 0, False
        self._column_styles.clear()

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
            self.sheets.append(told(fault, hidden=self._sheet.hidden))
            self._lost = True

    def _end_span(self) -> None:
        if self._spans:
            self._spans.pop()

    def _take_columns(self, attributes: Attributes) -> None:
        count = _count(attributes, "number-columns-repeated")
        if self._sheet is not None and attributes.get(f"{TABLE}visibility") in _NOT_SHOWN:
            self._sheet.hide_columns(self._column, count)
        if (style := attributes.get(f"{TABLE}default-cell-style-name")) is not None:
            last = min(self._column + count, self._limits.columns)
            self._column_styles.update(dict.fromkeys(range(self._column, last), style))
        self._column += count

    def _begin_row(self, attributes: Attributes) -> None:
        self._row = []
        self._column = 0
        self._row_style = attributes.get(f"{TABLE}default-cell-style-name")
        self._repeated_rows = _count(attributes, "number-rows-repeated")
        if self._sheet is not None and attributes.get(f"{TABLE}visibility") in _NOT_SHOWN:
            self._sheet.hide_rows(self._sheet.row, self._repeated_rows)

    def _end_row(self) -> None:
        row, self._row = self._row, None
        if row is not None:
            self._within_limits(lambda sheet: sheet.add(row, self._repeated_rows))

    def _begin_cell(self, attributes: Attributes) -> None:
        own = attributes.get(f"{TABLE}style-name", self._row_style)
        style = self._column_styles.get(self._column) if own is None else own
        is_off = self._styles.is_struck(style)
        self._held = Held(
            attributes.get(f"{_OFFICE}value-type"),
            error=attributes.get(f"{_CALC}value-type") == "error",
            formula=attributes.get(f"{TABLE}formula"),
            stored=next((attributes[f"{_OFFICE}{name}"] for name in _STORED if f"{_OFFICE}{name}" in attributes), None),
            repeated=_count(attributes, "number-columns-repeated"),
            rows=_count(attributes, "number-rows-spanned"),
            columns=_count(attributes, "number-columns-spanned"),
            is_off=is_off,
            is_struck=is_off,
            look=self._styles.look(style),
        )

    def _begin_comment(self, attributes: Attributes) -> None:
        if self._held is None or self._cell is not None or attributes.get(_RESOLVED) == "true":
            self.skipping = 1
            return
        self._cell, self._held = self._held, Held("string")

    def _end_comment(self) -> None:
        if self._cell is not None and self._held is not None:
            self._cell.comments.append(self._held.text)
            self._held, self._cell = self._cell, None

    def _end_cell(self) -> None:
        held, self._held = self._held, None
        if held is None or self._row is None or self._sheet is None or self._lost:
            return
        left, self._column = self._column, self._column + held.repeated
        if held.rows > 1 or held.columns > 1:
            top = self._sheet.row
            merge = Merge(top, left, top + held.rows - 1, left + held.columns - 1)
            self._within_limits(lambda sheet: sheet.merge(merge))
        for comment in held.comments if self._sheet.row < self._limits.rows and left < self._limits.columns else ():
            self._sheet.comment(self._sheet.row, left, comment)
        value = value_of(held, self._limits, self._styles)
        if value is None:
            return
        if self._column > self._limits.columns:
            self._within_limits(self._too_wide)
            return
        self._row += [None] * (left - len(self._row))
        self._row += [value] * held.repeated

    def _too_wide(self, sheet: SheetBuilder) -> None:
        raise sheet.past(COLUMNS, self._column, self._limits.columns)

    def _begin_paragraph(self, _: Attributes) -> None:
        self._paragraphs += 1
        if self._held is not None:
            self._held.has_paragraph = True
            if self._held.parts:
                self._append(BREAK)

    def _end_paragraph(self) -> None:
        self._paragraphs -= 1

    def _spaces(self, attributes: Attributes) -> None:
        most = self._limits.cell_characters + 1
        self._append(SPACE * min(whole(attributes.get(f"{_TEXT}c", "1")), most))

    def _append(self, text: str) -> None:
        if self._held is not None and self._paragraphs:
            is_struck = any(self._spans) and text != BREAK
            self._held.add(text, self._limits.cell_characters, is_struck=is_struck)


def _count(attributes: Attributes, name: str) -> int:
    return max(whole(attributes.get(TABLE + name, "1")), 1)


def read_ods(data: bytes, meter: Meter, lights: Lights | None = None) -> Iterator[Grid | FileFault | Unread | Skipped]:
    """Every sheet of an .ods in its order, hidden ones too; one past a limit gives its fault instead. Raises `FileFault`.

    `lights` are the marks that a published table shows beside a cell's word.
    """
    package = screen(data, meter, ODS)
    with border(meter.file, expected=ODS.whole):
        if not next(package.archive.blocks("mimetype"), b"").startswith(_SPREADSHEET):
            raise meter.fault(ODS.other, ODS.save_as)
        styles = OdsStyles(lights or Lights())
        if "styles.xml" in package:
            feed(package, "styles.xml", styles)
        body = _Body(meter, styles)
        feed(package, "content.xml", body)
        if not body.sheets:
            raise meter.fault(ODS.empty, ODS.plain)
    yield from body.sheets
    yield from unread(package)
