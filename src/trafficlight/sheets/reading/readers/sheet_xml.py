"""工作表的 XML → 格网, in one pass of lxml's C parser with bounded memory.

openpyxl's read-only mode does not tell merges, hidden rows, or a formula without its value from a blank; it trusts the
declared size, loses rows out of order, and takes the dates of Chinese Excel's own formats for numbers. Its full mode
knows merges at three times the time and fifty times the memory. So cells are read here, and openpyxl lends what it
knows of dates; a test holds the two against each other.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any, Final

from attrs import frozen
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel, from_ISO8601

from trafficlight.errors import FileFault
from trafficlight.messages import Words
from trafficlight.model._kinds import CellValue
from trafficlight.ooxml.archive import Limits
from trafficlight.sheets._texts import CELLS, COLUMNS, IN_RANGE, ROWS, TRUSTWORTHY
from trafficlight.sheets.reading.grid import Grid, Merge, Row
from trafficlight.sheets.reading.limits import Package, too_many
from trafficlight.sheets.reading.readers.cell_values import Untrusted, percentage, text_value
from trafficlight.sheets.reading.readers.sheet_builder import past, touching
from trafficlight.sheets.reading.readers.workbook_parts import MAIN, SheetPart, elements, string_text

_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})\Z")
_DATE: Final = Words("日期", "a date")
_INTEGER: Final = re.compile(r"-?[0-9]{1,15}\Z")
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?\Z")
_LAST_ROW: Final = 2**20
_YES: Final = frozenset({"1", "true"})

_ROW, _MERGE, _FORMULA, _VALUE, _INLINE = (MAIN + tag for tag in ("row", "mergeCell", "f", "v", "is"))


@frozen
class Book:
    """What all sheets of a workbook share: strings, formats of dates, durations among them, of percentages, the first day."""

    strings: Sequence[CellValue | Untrusted]
    dates: frozenset[str]
    durations: frozenset[str]
    percentages: frozenset[str]
    from_1904: bool


def read_sheet(package: Package, part: SheetPart, book: Book, *, file: str, limits: Limits) -> Grid:
    """One worksheet. Raises `FileFault` past a limit, and foreign errors for what is not well-formed."""
    return _SheetReader(part, book, file, limits).read(package)


def position(reference: str) -> tuple[int, int]:
    """Row and column from 0 of a reference. Raises `ValueError` for what is none.

    >>> position("AB12")
    (11, 27)
    """
    match = _REFERENCE.match(reference)
    if match is None:
        raise ValueError(f"bad cell reference {reference[:40]!r}")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


class _Columns(dict[str, int]):
    """Letters → column from 0, each worked out once."""

    def __missing__(self, letters: str) -> int:
        column = self[letters] = position(f"{letters}1")[1]
        return column


class _SheetReader:
    """One pass over a sheet; what it has found so far."""

    def __init__(self, part: SheetPart, book: Book, file: str, limits: Limits) -> None:
        self._part, self._book, self._file, self._limits = part, book, file, limits
        self._columns = _Columns()
        self._rows: list[Row] = []
        self._number = -1
        self._merges: list[Merge] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._broken: list[tuple[int, int, str]] = []

    def read(self, package: Package) -> Grid:
        """Read the sheet to its end."""
        meter = package.meter
        for element in elements(package, self._part.part, "row", "mergeCell", "col", root="worksheet"):
            if element.tag == _ROW:
                meter.cells += self._take_row(element)
                if meter.cells > self._limits.cells:
                    raise self._too_many(CELLS, self._limits.cells)
            elif element.tag == _MERGE:
                self._take_merge(element.get("ref", ""))
            elif element.get("hidden") in _YES:
                first, last = int(element.get("min", "1")), int(element.get("max", "0"))
                self._hidden_columns.update(range(max(first - 1, 0), min(last, self._limits.columns)))
        width = max(map(len, self._rows), default=0)
        return Grid(
            self._file,
            self._part.name,
            self._rows,
            tuple(touching(self._merges, len(self._rows), width, limits=self._limits, **self._place)),
            frozenset(row for row in self._hidden_rows if row < len(self._rows)),
            frozenset(column for column in self._hidden_columns if column < width),
            self._part.hidden,
            tuple(self._broken),
        )

    def _take_row(self, row: Any) -> int:
        """How many cells of the row are filled."""
        number = row.get("r")
        before, self._number = self._number, self._number + 1 if number is None else int(number) - 1
        if self._number >= _LAST_ROW:
            raise ValueError(f"there is no row {self._number + 1}")
        if self._number <= before:
            raise ValueError(f"row {self._number + 1} comes after row {before + 1}")
        if row.get("hidden") in _YES and self._number < self._limits.rows:
            self._hidden_rows.add(self._number)
        cells = self._cells(row)
        if not cells:
            return 0
        if self._number >= self._limits.rows:
            raise self._past(ROWS, self._number + 1, self._limits.rows)
        self._rows += [()] * (self._number - len(self._rows))
        self._rows.append(tuple(cells))
        return len(cells)

    def _cells(self, row: Any) -> list[CellValue]:
        """The values of a row up to its last filled cell."""
        columns, own = self._columns, str(self._number + 1)
        cells: list[CellValue] = []
        column = -1
        for cell in row:
            reference = cell.get("r")
            if reference is None:
                column += 1
            else:
                letters = reference.removesuffix(own)
                column = columns[letters] if letters != reference else position(reference)[1]
            if not len(cell):
                continue
            value = self._value(cell)
            if value is None:
                continue
            gap = column - len(cells)
            if gap < 0:
                raise ValueError(f"cell {reference} comes after column {len(cells)}")
            if column >= self._limits.columns:
                raise self._past(COLUMNS, column + 1, self._limits.columns)
            if gap:
                cells += [None] * gap
            if isinstance(value, Untrusted):
                if len(self._broken) >= self._limits.broken:
                    raise self._too_many(Words("个出错的单元格", "broken cells"), self._limits.broken)
                self._broken.append((self._number, column, value.expected))
                cells.append(value.text)
            else:
                cells.append(value)
        return cells

    def _value(self, cell: Any) -> CellValue | Untrusted:
        kind = cell.get("t")
        first = cell[0]
        if kind == "inlineStr":
            inline = first if first.tag == _INLINE else cell.find(_INLINE)
            return None if inline is None else text_value(string_text(inline), self._limits)
        held = first if first.tag == _VALUE else cell.find(_VALUE)
        text = held.text if held is not None else None
        if not text:
            # a formula that yields an empty text is stored so, and is not lost
            lost = kind != "str" and cell.find(_FORMULA) is not None
            return Untrusted(f"={cell.findtext(_FORMULA) or ''}", TRUSTWORTHY) if lost else None
        if kind == "s":
            if not _INTEGER.match(text) or text[0] == "-":
                raise ValueError(f"bad shared string {text[:40]!r}")
            return self._book.strings[int(text)]
        if kind == "n" or kind is None:
            return self._number_value(text, cell.get("s", "0"))
        return self._other_value(kind, text)

    def _number_value(self, text: str, style: str) -> CellValue | Untrusted:
        if _INTEGER.match(text):
            number: float = int(text)
        elif _NUMBER.match(text):
            number = float(text)
        else:
            return Untrusted(text[:100], TRUSTWORTHY)
        if style not in self._book.dates:
            return percentage(number) if style in self._book.percentages else number
        try:
            epoch = MAC_EPOCH if self._book.from_1904 else WINDOWS_EPOCH
            value: object = from_excel(number, epoch, timedelta=style in self._book.durations)
        except (OverflowError, ValueError):
            return Untrusted(text, IN_RANGE)
        return _plain(value)

    def _other_value(self, kind: str, text: str) -> CellValue | Untrusted:
        if kind == "str":
            return text_value(text, self._limits)
        if kind == "b" and text in {"0", "1", "true", "false"}:
            return text in _YES
        if kind == "d":
            try:
                return _plain(from_ISO8601(text))  # type: ignore[no-untyped-call]  # its stub lacks annotations
            except ValueError:
                return Untrusted(text[:100], _DATE)
        # error values (t="e"), and types that no standard knows
        return Untrusted(text[:100], TRUSTWORTHY)

    def _take_merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        (top, left), (bottom, right) = position(first), position(last or first)
        if len(self._merges) >= self._limits.merges:
            raise self._too_many(Words("个合并单元格", "merged areas"), self._limits.merges)
        self._merges.append(Merge(min(top, bottom), min(left, right), max(top, bottom), max(left, right)))

    @property
    def _place(self) -> dict[str, str]:
        return {"file": self._file, "sheet": self._part.name}

    def _too_many(self, what: Words, limit: int) -> FileFault:
        return too_many(what, limit, **self._place)

    def _past(self, what: Words, have: int, limit: int) -> FileFault:
        return past(what, have, limit, **self._place)


def _plain(value: object) -> CellValue:
    """A date or time as it is; a duration as its text."""
    return value if value is None or isinstance(value, (dt.date, dt.time)) else str(value)
