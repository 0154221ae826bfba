"""工作表的 XML → 格网, in one pass of lxml's C parser with bounded memory.

openpyxl's read-only mode does not tell merges, hidden rows, or a formula without its value from a blank; it trusts the
declared size, loses rows out of order, and takes the dates of Chinese Excel's own formats for numbers. Its full mode
knows merges at three times the time and fifty times the memory. So cells are read here; a test holds the two against
each other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from attrs import frozen

from trafficlight.errors import FileFault
from trafficlight.messages import Words
from trafficlight.model._kinds import CellValue
from trafficlight.ooxml.archive import Limits
from trafficlight.sheets._texts import CELLS, COLUMNS, ROWS, TRUSTWORTHY
from trafficlight.sheets.reading.grid import Grid, Merge, Row
from trafficlight.sheets.reading.limits import Package, too_many
from trafficlight.sheets.reading.readers.archives import Malformed, whole
from trafficlight.sheets.reading.readers.cell_values import (
    NumberFormat,
    Untrusted,
    iso_value,
    number_value,
    shown_number,
    text_value,
)
from trafficlight.sheets.reading.readers.sheet_builder import past, touching
from trafficlight.sheets.reading.readers.workbook_parts import SheetPart, elements, string_text

_REFERENCE: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})\Z")
_INTEGER: Final = re.compile(r"-?[0-9]{1,15}\Z")
_LAST_ROW: Final = 2**20
_YES: Final = frozenset({"1", "true"})


@frozen
class Book:
    """What all sheets of a workbook share: strings, cell formats that show more than a number, the day that is counted from."""

    strings: Sequence[CellValue | Untrusted]
    formats: Mapping[str, NumberFormat]
    from_1904: bool
    main: str
    """The namespace of its elements."""


def read_sheet(package: Package, part: SheetPart, book: Book, *, file: str, limits: Limits) -> Grid:
    """One worksheet. Raises `FileFault` past a limit, `Malformed` and lxml's errors for what is damaged."""
    return _SheetReader(part, book, file, limits).read(package)


def position(reference: str) -> tuple[int, int]:
    """Row and column from 0 of a reference. Raises `Malformed` for what is none.

    >>> position("AB12")
    (11, 27)
    """
    match = _REFERENCE.match(reference)
    if match is None:
        raise Malformed(f"bad cell reference {reference[:40]!r}")
    column = 0
    for letter in match[1].upper():
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
        self._formula, self._held, self._inline = (book.main + tag for tag in ("f", "v", "is"))
        self._rows: list[Row] = []
        self._number = -1
        self._merges: list[Merge] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._broken: list[tuple[int, int, str]] = []

    def read(self, package: Package) -> Grid:
        """Read the sheet to its end."""
        meter = package.meter
        row, merge = self._book.main + "row", self._book.main + "mergeCell"
        if self._part.part not in package:
            raise Malformed(f"the part {self._part.part} is missing")
        for element in elements(
            package, self._part.part, "row", "mergeCell", "col", root="worksheet", main=self._book.main
        ):
            if element.tag == row:
                meter.cells += self._take_row(element)
                if meter.cells > self._limits.cells:
                    raise self._too_many(CELLS, self._limits.cells)
            elif element.tag == merge:
                self._take_merge(element.get("ref", ""))
            elif element.get("hidden") in _YES:
                first, last = whole(element.get("min", "1")), whole(element.get("max", "0"))
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
        before, self._number = self._number, self._number + 1 if number is None else whole(number) - 1
        if self._number >= _LAST_ROW:
            raise Malformed(f"there is no row {self._number + 1}")
        if self._number <= before:
            raise Malformed(f"row {self._number + 1} comes after row {before + 1}")
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
                raise Malformed(f"cell {reference} comes after column {len(cells)}")
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
            inline = first if first.tag == self._inline else cell.find(self._inline)
            return None if inline is None else text_value(string_text(inline, self._book.main), self._limits)
        held = first if first.tag == self._held else cell.find(self._held)
        text = held.text if held is not None else None
        if not text:
            # a formula that yields an empty text is stored so, and is not lost
            lost = kind != "str" and cell.find(self._formula) is not None
            return Untrusted(f"={cell.findtext(self._formula) or ''}", TRUSTWORTHY) if lost else None
        if kind == "s":
            number = whole(text)
            if not 0 <= number < len(self._book.strings):
                raise Malformed(f"there is no shared string {number}")
            return self._book.strings[number]
        if kind == "n" or kind is None:
            return self._number_value(text, cell.get("s", "0"))
        return self._other_value(kind, text)

    def _number_value(self, text: str, style: str) -> CellValue | Untrusted:
        number = number_value(text)
        shown = self._book.formats.get(style)
        if shown is None or isinstance(number, Untrusted):
            return number
        return shown_number(number, shown, from_1904=self._book.from_1904)

    def _other_value(self, kind: str, text: str) -> CellValue | Untrusted:
        if kind == "str":
            return text_value(text, self._limits)
        if kind == "b" and text in {"0", "1", "true", "false"}:
            return text in _YES
        if kind == "d":
            return iso_value(text)
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
