"""工作表的改动: a sheet's XML is looked over, and edited in its bytes, so that the rest stays as it is, to the last blank.

One pass of expat, which tells where in the bytes, finds what must be known before; a second one finds where the edits go.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final
from xml.parsers import expat

from lxml import etree

from trafficlight.ooxml.archive import LIMITS, Limits
from trafficlight.ooxml.text import column_letters
from trafficlight.ooxml.xml import R, parser
from trafficlight.sheets.reading.grid import Merge
from trafficlight.sheets.reading.hand_in_files import Malformed, Meter, whole
from trafficlight.sheets.reading.readers.workbook_parts import MAIN, YES
from trafficlight.sheets.reading.readers.xlsx import merged_area, position

_SPACE: Final = MAIN[1:-1]
_BELOW_DRAWING: Final = frozenset(
    f"{_SPACE} {name}"
    for name in "legacyDrawingHF drawingHF picture oleObjects controls webPublishItems tableParts extLst".split()
) | {"http://schemas.openxmlformats.org/markup-compatibility/2006 AlternateContent"}
"""What may stand below `legacyDrawing` in a worksheet (ECMA-376 Part 1, 18.3.1.99)."""
_ROW, _CELL, _DATA, _COLUMN, _MERGE, _VALUE, _INLINE, _DRAWING = (
    f"{_SPACE} {name}" for name in "row c sheetData col mergeCell v is legacyDrawing".split()
)
_OUTER: Final = frozenset({_ROW, _MERGE, _COLUMN})
_FILLING: Final = frozenset({_VALUE, _INLINE})
_DECLARED: Final = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)")
_DIGITS: Final = re.compile(r"[0-9]{1,9}\Z")
_MOST_COLUMNS: Final = 16_384
_LARGEST: Final = 10_000
_TOP: Final = 2
"""How deep the children of the root stand."""

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


class Walker:
    """走一遍: one pass of expat over a sheet; `_row` and `_column` are those of the cell at hand, from 0.

    `_start` and `_end` are called for what the reader reads: each child of a row is taken for a cell. What else stands
    within a row, a merged area or a column is passed over.
    """

    def __init__(self, xml: bytes) -> None:
        self._xml, self._row, self._column = xml, -1, -1
        self._depth = self._within = 0
        """How many elements are open, and up to the row, merged area or column; 0 for none."""
        self._outer = ""
        self._expat = expat.ParserCreate(namespace_separator=" ")
        self._expat.StartElementHandler = self._begin
        self._expat.EndElementHandler = self._finish

    def _walk(self) -> None:
        self._expat.Parse(self._xml, True)  # noqa: FBT003  # expat takes it by position only

    @property
    def _at(self) -> int:
        return self._expat.CurrentByteIndex

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if not self._within:
            if name in _OUTER:
                self._within, self._outer = self._depth, name
        elif self._outer != _ROW:
            return
        elif self._depth == self._within + 1:
            name = _CELL
        elif name not in _FILLING:
            return
        self._start(name, attributes)

    def _finish(self, name: str) -> None:
        self._depth -= 1
        if self._depth < self._within:
            self._within = 0
        if not self._within:
            self._end(name)

    def _place(self, name: str, attributes: dict[str, str]) -> None:
        """Count rows and cells: without a reference of its own each follows the one before."""
        reference = attributes.get("r")
        if name == _ROW:
            self._row = self._row + 1 if reference is None else whole(reference) - 1
            self._column = -1
        else:
            self._column = self._column + 1 if reference is None else position(reference)[1]

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        raise NotImplementedError

    def _end(self, name: str) -> None:
        raise NotImplementedError


class Survey(Walker):
    """一览: what must be known of a sheet before it is edited.

    Raises expat's errors for what is not well-formed, `Malformed` for what else is damaged.
    """

    def __init__(self, xml: bytes, limits: Limits = LIMITS) -> None:
        super().__init__(xml)
        self._limits = limits
        self.merges: list[Merge] = []
        self.columns: list[tuple[int, int, float | None, int]] = []
        """First and last (from 0), width, style."""
        self.heights: dict[int, float] = {}
        self.first_filled: dict[int, int] = {}
        """Row → its first column with content."""
        self.drawing: str | None = None
        """The id by which the sheet names the shapes of its comments."""
        self.drawing_goes: int = -1
        """Where in the bytes that id belongs when there is none."""
        self.root: int = 0
        """Where the root element starts."""
        self.rows: int = 0
        """How many rows there are, wherever they stand."""
        self._asked: dict[int, tuple[float | None, int]] = {}
        self._below_data = False
        self._walk()

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
        return self._looked_up(column)[1]

    def width(self, column: int) -> float | None:
        """The width of a column in characters, where the sheet names one."""
        return self._looked_up(column)[0]

    def _looked_up(self, column: int) -> tuple[float | None, int]:
        if column not in self._asked:
            found = (one[2:] for one in self.columns if one[0] <= column <= one[1])
            self._asked[column] = next(found, (None, 0))
        return self._asked[column]

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._depth == 1:
            self.root = self._at
            if name != f"{_SPACE} worksheet":
                raise Malformed(f"{name} where worksheet is due")
        if name in {_ROW, _CELL}:
            self._place(name, attributes)
            if name == _ROW:
                self._take_row(attributes)
        elif name in _FILLING:
            if self._row < self._limits.rows:
                self.first_filled.setdefault(self._row, self._column)
        elif name == _MERGE:
            self._take_merge(attributes)
        elif name == _COLUMN:
            self._take_column(attributes)
        elif self._depth == _TOP:
            self._take_section(name, attributes)

    def _take_row(self, attributes: dict[str, str]) -> None:
        self.rows += 1
        height = _size(attributes.get("ht"))
        if height is not None and self._row < self._limits.rows:
            self.heights[self._row] = height

    def _take_merge(self, attributes: dict[str, str]) -> None:
        if len(self.merges) >= self._limits.merges:
            raise Malformed("too many merged areas")
        self.merges.append(merged_area(attributes.get("ref", "")))

    def _take_column(self, attributes: dict[str, str]) -> None:
        first, last = (_number(attributes.get(end, "1")) - 1 for end in ("min", "max"))
        width = 0.0 if attributes.get("hidden") in YES else _size(attributes.get("width"))
        if len(self.columns) < _MOST_COLUMNS:
            self.columns.append((first, last, width, _number(attributes.get("style", "0"))))

    def _take_section(self, name: str, attributes: dict[str, str]) -> None:
        """One of the worksheet's own children."""
        if name == _DATA:
            self._below_data = True
        elif name == _DRAWING:
            self.drawing = attributes.get(f"{R} id")
        elif self._below_data and name in _BELOW_DRAWING and self.drawing_goes < 0:
            self.drawing_goes = self._at

    def _end(self, name: str) -> None:
        if not self._depth and self.drawing_goes < 0:
            self.drawing_goes = self._at


def _size(text: str | None) -> float | None:
    """A width or height; None for what is none, as programs then take the usual one."""
    try:
        size = float(text or "")
    except ValueError:
        return None
    return size if 0 <= size <= _LARGEST else None


def _number(text: str) -> int:
    """A number that only tells how something looks; 0 for what is none."""
    return int(text) if _DIGITS.match(text) else 0


_TAG: Final = re.compile(rb"<([^\s/>]+)(?:\s+[^\s=/>]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*/?>")
_ATTRIBUTE: Final = re.compile(rb"\s+([^\s=/>]+)\s*=\s*(\"[^\"]*\"|'[^']*')")


def edited(
    xml: bytes, seen: Survey, colours: Mapping[Place, str], filled: Callable[[int, str], int], drawing: str | None
) -> bytes:
    """The sheet with other styles for the cells that have a colour, and with `drawing` for the id of its shapes, if any.

    `filled` gives the style that is another one with a colour. Cells and rows that are not there are made.
    """
    edits = list(_Restyler(xml, seen, colours, filled).edits) if colours else []
    if drawing is not None:
        _, prefix, _ = _tag(xml, seen.root)
        tag = b'<%slegacyDrawing xmlns:r="%s" r:id="%s"/>' % (prefix, R.encode(), drawing.encode())
        edits.append((seen.drawing_goes, seen.drawing_goes, tag))
    return b"".join(_spliced(xml, edits))


def _spliced(xml: bytes, edits: Iterable[tuple[int, int, bytes]]) -> Iterator[bytes]:
    done = 0
    for start, end, text in sorted(edits, key=lambda edit: edit[:2]):
        yield xml[done:start]
        yield text
        done = end
    yield xml[done:]


def _tag(xml: bytes, start: int) -> tuple[bytes, bytes, bool]:
    """A start tag, its prefix with the colon, and whether it is closed at once."""
    match = _TAG.match(xml, start)
    if match is None:
        raise Malformed(f"no tag at byte {start}")
    prefix, colon, _ = match[1].rpartition(b":")
    return match[0], prefix + colon, match[0].endswith(b"/>")


class _Restyler(Walker):
    """The edits that give some cells another style; `edits` are (from, to, new bytes)."""

    def __init__(
        self, xml: bytes, seen: Survey, colours: Mapping[Place, str], filled: Callable[[int, str], int]
    ) -> None:
        super().__init__(xml)
        self.edits: list[tuple[int, int, bytes]] = []
        self._seen, self._colours, self._filled = seen, colours, filled
        self._wanted: dict[int, list[int]] = {}
        for row, column in sorted(colours, reverse=True):
            self._wanted.setdefault(row, []).append(column)
        self._rows = list(self._wanted)
        self._columns: list[int] = []
        """Columns of the row at hand that are still to come, the next one last."""
        self._row_style: int | None = None
        self._open = (0, b"", False)
        """End of the start tag of the row at hand, its prefix, and whether it is closed at once."""
        self._data = (0, b"", False)
        self._declares = False
        """Whether the prefix may be unknown outside the element at hand."""
        self._rows_left = seen.rows
        self._walk()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == _CELL:
            if self._columns:
                self._place(name, attributes)
                self._take_cell(attributes)
        elif name == _ROW:
            self._place(name, attributes)
            if self._rows_left == 1 or (self._rows and self._rows[-1] <= self._row):
                self._open = self._opened()
                self._insert(self._at, self._new_rows(self._row, self._open[1]))
            if self._rows and self._rows[-1] == self._row:
                self._columns = list(self._wanted[self._rows.pop()])
                own = attributes.get("s") if attributes.get("customFormat") in YES else None
                self._row_style = None if own is None else _number(own)
        elif name == _DATA:
            self._data = self._opened()

    def _end(self, name: str) -> None:
        if name == _ROW:
            if self._columns:
                self._close(self._open, b"row", self._new_cells(None, self._open[1]))
            self._rows_left -= 1
            if not self._rows_left:
                # beside the last one, which need not stand in the sheet's data
                end = self._open[0] if self._open[2] else self._xml.index(b">", self._at) + 1
                self._insert(end, self._new_rows(None, self._open[1]))
        elif name == _DATA and not self._seen.rows:
            self._close(self._data, b"sheetData", self._new_rows(None, self._data[1]))

    def _take_cell(self, attributes: dict[str, str]) -> None:
        self._insert(self._at, self._new_cells(self._column, self._open[1]))
        if self._columns and self._columns[-1] == self._column:
            self._columns.pop()
            tag, _, _ = _tag(self._xml, self._at)
            new = b"%d" % self._filled(_number(attributes.get("s", "0")), self._colours[self._row, self._column])
            self.edits.append((self._at, self._at + len(tag), _with_style(tag, new)))

    def _new_cells(self, before: int | None, prefix: bytes) -> bytes:
        """The cells that are not there, to the left of a column or to the row's end."""
        made: list[bytes] = []
        while self._columns and (before is None or self._columns[-1] < before):
            column = self._columns.pop()
            base = self._seen.style(column) if self._row_style is None else self._row_style
            made.append(self._cell(prefix, self._row, column, base))
        return b"".join(made)

    def _new_rows(self, before: int | None, prefix: bytes) -> bytes:
        """The rows that are not there, above a row or to the sheet's end."""
        made: list[bytes] = []
        space = _declared(prefix) if self._declares else b""
        while self._rows and (before is None or self._rows[-1] < before):
            row = self._rows.pop()
            cells = [
                self._cell(prefix, row, column, self._seen.style(column)) for column in reversed(self._wanted[row])
            ]
            made.append(b'<%srow%s r="%d">%s</%srow>' % (prefix, space, row + 1, b"".join(cells), prefix))
        return b"".join(made)

    def _cell(self, prefix: bytes, row: int, column: int, base: int) -> bytes:
        style = self._filled(base, self._colours[row, column])
        return b'<%sc r="%s%d" s="%d"/>' % (prefix, column_letters(column).encode(), row + 1, style)

    def _opened(self) -> tuple[int, bytes, bool]:
        tag, prefix, closed = _tag(self._xml, self._at)
        self._declares = b"xmlns" in tag
        return self._at + len(tag), prefix, closed

    def _insert(self, where: int, text: bytes) -> None:
        if text:
            self.edits.append((where, where, text))

    def _close(self, opened: tuple[int, bytes, bool], name: bytes, text: bytes) -> None:
        """Put text at the end of an element, opening one that is closed at once."""
        end, prefix, closed = opened
        if closed and text:
            self.edits.append((end - 2, end, b">%s</%s%s>" % (text, prefix, name)))
        else:
            self._insert(self._at, text)


def _declared(prefix: bytes) -> bytes:
    return b' xmlns%s="%s"' % (b":" * bool(prefix) + prefix.removesuffix(b":"), _SPACE.encode())


def _with_style(tag: bytes, style: bytes) -> bytes:
    name = _TAG.match(tag)
    # one attribute after the other: a search would begin anew at each of many blanks
    attribute = _ATTRIBUTE.match(tag, len(name[1]) + 1 if name else 0)
    while attribute is not None:
        if attribute[1] == b"s":
            return b'%s"%s"%s' % (tag[: attribute.start(2)], style, tag[attribute.end(2) :])
        attribute = _ATTRIBUTE.match(tag, attribute.end())
    end = -2 if tag.endswith(b"/>") else -1
    return b'%s s="%s"%s' % (tag[:end].rstrip(), style, tag[end:])
