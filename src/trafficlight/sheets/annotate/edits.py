"""工作表的改动: edits of a sheet's XML in its bytes, so that whatever is not edited stays as it is, to the last blank."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final
from xml.parsers import expat

from trafficlight.ooxml.text import column_letters
from trafficlight.ooxml.xml import R
from trafficlight.sheets.annotate.survey import CELL, DATA, ROW, YES, Place, Survey, Walker
from trafficlight.sheets.reading.readers.archives import Malformed, whole

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
        _, prefix, _ = _tag(xml, xml.index(b"<", _root(xml)))
        tag = b'<%slegacyDrawing xmlns:r="%s" r:id="%s"/>' % (prefix, R.encode(), drawing.encode())
        edits.append((seen.drawing_goes, seen.drawing_goes, tag))
    return b"".join(_spliced(xml, edits))


def _root(xml: bytes) -> int:
    """Where the root element starts."""
    found: list[int] = []
    walker = expat.ParserCreate()

    def on_start(*_: object) -> None:
        found.append(walker.CurrentByteIndex)
        walker.StartElementHandler = None

    walker.StartElementHandler = on_start
    walker.Parse(xml, True)  # noqa: FBT003  # expat takes it by position only
    return found[0]


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
        self._walk()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == CELL:
            if self._columns:
                self._place(name, attributes)
                self._take_cell(attributes)
        elif name == ROW:
            self._place(name, attributes)
            self._insert(self._at, self._new_rows(self._row, self._data[1]))
            if self._rows and self._rows[-1] == self._row:
                self._columns = list(self._wanted[self._rows.pop()])
                self._open = self._opened()
                own = attributes.get("s") if attributes.get("customFormat") in YES else None
                self._row_style = None if own is None else whole(own)
        elif name == DATA:
            self._data = self._opened()

    def _end(self, name: str) -> None:
        if name == ROW and self._columns:
            self._close(self._open, b"row", self._new_cells(None, self._open[1]))
        elif name == DATA:
            self._close(self._data, b"sheetData", self._new_rows(None, self._data[1]))

    def _take_cell(self, attributes: dict[str, str]) -> None:
        self._insert(self._at, self._new_cells(self._column, self._open[1]))
        if self._columns and self._columns[-1] == self._column:
            self._columns.pop()
            tag, _, _ = _tag(self._xml, self._at)
            new = b"%d" % self._filled(whole(attributes.get("s", "0")), self._colours[self._row, self._column])
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
        while self._rows and (before is None or self._rows[-1] < before):
            row = self._rows.pop()
            cells = [
                self._cell(prefix, row, column, self._seen.style(column)) for column in reversed(self._wanted[row])
            ]
            made.append(b'<%srow r="%d">%s</%srow>' % (prefix, row + 1, b"".join(cells), prefix))
        return b"".join(made)

    def _cell(self, prefix: bytes, row: int, column: int, base: int) -> bytes:
        style = self._filled(base, self._colours[row, column])
        return b'<%sc r="%s%d" s="%d"/>' % (prefix, column_letters(column).encode(), row + 1, style)

    def _opened(self) -> tuple[int, bytes, bool]:
        tag, prefix, closed = _tag(self._xml, self._at)
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
