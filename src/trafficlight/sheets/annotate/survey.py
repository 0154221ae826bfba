"""工作表一览: what of a sheet's XML must be known before marks go in; one pass of expat, which tells where in the bytes."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Final
from xml.parsers import expat

from attrs import field, frozen
from lxml import etree

from trafficlight.ooxml.archive import LIMITS, Limits
from trafficlight.ooxml.xml import R, parser
from trafficlight.sheets.reading.grid import Merge
from trafficlight.sheets.reading.limits import Meter
from trafficlight.sheets.reading.readers.archives import Malformed, whole
from trafficlight.sheets.reading.readers.workbook_parts import MAIN
from trafficlight.sheets.reading.readers.xlsx import merged_area, position

_SPACE: Final = MAIN[1:-1]
_BELOW_DRAWING: Final = frozenset(
    f"{_SPACE} {name}"
    for name in "legacyDrawingHF drawingHF picture oleObjects controls webPublishItems tableParts extLst".split()
) | {"http://schemas.openxmlformats.org/markup-compatibility/2006 AlternateContent"}
"""What may stand below `legacyDrawing` in a worksheet (ECMA-376 Part 1, 18.3.1.99)."""
ROW, CELL, DATA, _COLUMN, _MERGE, _VALUE, _INLINE, _DRAWING = (
    f"{_SPACE} {name}" for name in "row c sheetData col mergeCell v is legacyDrawing".split()
)
_DECLARED: Final = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)")
_MOST_COLUMNS: Final = 16_384
_LARGEST: Final = 10_000
_TOP: Final = 2
"""How deep the children of the root stand."""
YES: Final = frozenset({"1", "true"})

Place = tuple[int, int]
"""Row and column of a cell, from 0."""


def in_utf8(xml: bytes, meter: Meter) -> bytes:
    """The same XML in UTF-8, where edits are made in the bytes; nearly every part is so already."""
    declared = _DECLARED.match(xml.removeprefix(b"\xef\xbb\xbf"))
    if not xml.startswith((b"\xff\xfe", b"\xfe\xff")) and (
        declared is None or declared[1].lower() in {b"utf-8", b"utf8"}
    ):
        return xml
    meter.hold(xml.count(b"<") + xml.count(b"="))
    tree = etree.fromstring(xml, parser()).getroottree()
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


@frozen
class Survey:
    """一览: what of a sheet must be known before it is edited. Columns are (first, last, width, style), from 0."""

    merges: tuple[Merge, ...]
    columns: tuple[tuple[int, int, float | None, int], ...]
    heights: dict[int, float] = field(repr=False)
    first_filled: dict[int, int] = field(repr=False)
    """Row → its first column with content."""
    drawing: str | None
    """The id by which the sheet names the shapes of its comments."""
    drawing_goes: int
    """Where in the bytes that id belongs when there is none."""
    _asked: dict[int, tuple[float | None, int]] = field(init=False, factory=dict, eq=False, repr=False)

    def anchors(self, places: Iterable[Place]) -> dict[Place, Place]:
        """Each place, and the first cell of the merged area that it lies in."""
        wanted = sorted(set(places))
        rows = sorted({row for row, _ in wanted})
        by_row: dict[int, list[int]] = {row: [] for row in rows}
        for row, column in wanted:
            by_row[row].append(column)
        found = {place: place for place in wanted}
        for merge in self.merges:
            for row in rows[bisect_left(rows, merge.top) : bisect_right(rows, merge.bottom)]:
                for column in by_row[row]:
                    if merge.left <= column <= merge.right:
                        found[row, column] = merge.top, merge.left
        return found

    def style(self, column: int) -> int:
        """The style of a column's blank cells."""
        return self._column(column)[1]

    def width(self, column: int) -> float | None:
        """The width of a column in characters, where the sheet names one."""
        return self._column(column)[0]

    def _column(self, column: int) -> tuple[float | None, int]:
        if column not in self._asked:
            found = (one[2:] for one in self.columns if one[0] <= column <= one[1])
            self._asked[column] = next(found, (None, 0))
        return self._asked[column]


def survey(xml: bytes, limits: Limits = LIMITS) -> Survey:
    """Look a sheet over. Raises expat's errors for what is not well-formed, `Malformed` for what else is damaged."""
    surveyor = _Surveyor(xml, limits)
    return Survey(
        tuple(surveyor.merges),
        tuple(surveyor.columns),
        surveyor.heights,
        surveyor.first_filled,
        surveyor.drawing,
        surveyor.drawing_goes,
    )


class Walker:
    """走一遍: one pass of expat over a sheet; `_row` and `_column` are those of the cell at hand, from 0."""

    def __init__(self, xml: bytes) -> None:
        self._xml, self._row, self._column = xml, -1, -1
        self._expat = expat.ParserCreate(namespace_separator=" ")
        self._expat.StartElementHandler = self._start
        self._expat.EndElementHandler = self._end

    def _walk(self) -> None:
        self._expat.Parse(self._xml, True)  # noqa: FBT003  # expat takes it by position only

    @property
    def _at(self) -> int:
        return self._expat.CurrentByteIndex

    def _place(self, name: str, attributes: dict[str, str]) -> None:
        """Count rows and cells: without a reference of its own each follows the one before."""
        reference = attributes.get("r")
        if name == ROW:
            self._row = self._row + 1 if reference is None else whole(reference) - 1
            self._column = -1
        else:
            self._column = self._column + 1 if reference is None else position(reference)[1]

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        raise NotImplementedError

    def _end(self, name: str) -> None:
        raise NotImplementedError


class _Surveyor(Walker):
    """What `survey` finds."""

    def __init__(self, xml: bytes, limits: Limits) -> None:
        super().__init__(xml)
        self._limits = limits
        self.merges: list[Merge] = []
        self.columns: list[tuple[int, int, float | None, int]] = []
        self.heights: dict[int, float] = {}
        self.first_filled: dict[int, int] = {}
        self.drawing: str | None = None
        self.drawing_goes = -1
        self._depth = 0
        self._below_data = False
        self._walk()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if name in {ROW, CELL}:
            self._place(name, attributes)
            if name == ROW and "ht" in attributes and self._row < self._limits.rows:
                self.heights[self._row] = _size(attributes["ht"])
        elif name in {_VALUE, _INLINE}:
            if self._row < self._limits.rows:
                self.first_filled.setdefault(self._row, self._column)
        elif name == _MERGE:
            self._take_merge(attributes)
        elif name == _COLUMN:
            self._take_column(attributes)
        elif self._depth == _TOP:
            self._take_section(name, attributes)

    def _take_merge(self, attributes: dict[str, str]) -> None:
        if len(self.merges) >= self._limits.merges:
            raise Malformed("too many merged areas")
        self.merges.append(merged_area(attributes.get("ref", "")))

    def _take_column(self, attributes: dict[str, str]) -> None:
        if len(self.columns) >= _MOST_COLUMNS:
            raise Malformed("too many columns")
        first, last = whole(attributes.get("min", "1")) - 1, whole(attributes.get("max", "1")) - 1
        width = _size(attributes["width"]) if "width" in attributes else None
        if attributes.get("hidden") in YES:
            width = 0.0
        self.columns.append((first, last, width, whole(attributes.get("style", "0"))))

    def _take_section(self, name: str, attributes: dict[str, str]) -> None:
        """One of the worksheet's own children."""
        if name == DATA:
            self._below_data = True
        elif name == _DRAWING:
            self.drawing = attributes.get(f"{R} id")
        elif self._below_data and name in _BELOW_DRAWING and self.drawing_goes < 0:
            self.drawing_goes = self._at

    def _end(self, name: str) -> None:
        self._depth -= 1
        if not self._depth and self.drawing_goes < 0:
            self.drawing_goes = self._at


def _size(text: str) -> float:
    """A width or height. Raises `Malformed` for what is none."""
    try:
        size = float(text)
    except ValueError:
        size = -1
    if not 0 <= size <= _LARGEST:
        raise Malformed(f"{text[:40]!r} is no width or height")
    return size
