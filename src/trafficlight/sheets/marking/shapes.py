"""批注框: the boxes in which Excel shows comments, drawn in VML (ECMA-376 Part 4, 14)."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from trafficlight.sheets.marking.parts import Parts
from trafficlight.sheets.marking.survey import Place, Survey

_TYPE: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_SPACES: Final = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_BOX: Final = f"""<v:shapetype {_SPACES} id="_x0000_t202" coordsize="21600,21600" o:spt="202" \
path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>
"""
_BLOCKS: Final = re.compile(rb"<(?:\w+:)?idmap\b[^>]*?\bdata=[\"']([0-9,\s]*)[\"']")
_NUMBERS: Final = re.compile(rb"_x0000_[si]([0-9]{1,9})\b")
_BLOCK: Final = 1024
"""Shapes are numbered in blocks of so many, and no two drawings of a workbook share a block."""

_MOST: Final = 200
"""Columns or rows that a box may cover; hidden ones have no size."""
_WIDTH: Final = 250
"""Pixels of a box."""
_LINE: Final = 17
_HALF: Final = 6.2
"""Pixels of a line, and of half a Hanzi at 9 points."""
_COLUMN: Final = 64
_ROW: Final = 20
"""Pixels of a column and a row of which the sheet says nothing."""


class Shapes:
    """批注框: the drawings of a workbook, and the numbers that are free in them."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._taken: set[int] | None = None

    def add(self, sheet: str, seen: Survey, texts: Mapping[Place, str]) -> str | None:
        """Draw a box for each new comment; the relationship's id when the sheet does not name its shapes yet."""
        parts = self._parts
        blocks = self._take(-(-len(texts) // (_BLOCK - 1)))
        numbers = (block * _BLOCK + number for block in blocks for number in range(1, _BLOCK))
        shapes = "".join(
            _shape(number, place, texts[place], seen) for number, place in zip(numbers, sorted(texts), strict=False)
        )
        own = (one.target for one in parts.relations(sheet) if one.id == seen.drawing)
        part = next(filter(parts.has, own), None)
        if part is not None:
            parts.put(part, _extended(parts.read(part), shapes, blocks))
            return None
        if seen.drawing is not None:
            raise ValueError("the sheet names shapes that are not there")
        data = ",".join(map(str, blocks))
        layout = f'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{data}"/></o:shapelayout>'
        part = parts.free_name("xl/drawings/vmlDrawing", ".vml")
        parts.put(part, f"<xml {_SPACES}>\n{layout}\n{_BOX}{shapes}</xml>\n".encode())
        parts.declare_extension("vml", _TYPE)
        return parts.relate(sheet, "vmlDrawing", part)

    def _take(self, count: int) -> list[int]:
        """So many blocks of numbers that no drawing has."""
        if self._taken is None:
            self._taken = set()
            for name in self._parts.names():
                if name.lower().endswith(".vml"):
                    self._taken.update(_blocks(self._parts.read(name)))
        taken = self._taken
        blocks = list(itertools.islice((block for block in itertools.count(1) if block not in taken), count))
        taken.update(blocks)
        return blocks


def _blocks(drawing: bytes) -> Iterator[int]:
    for data in _BLOCKS.findall(drawing):
        yield from (int(block) for block in data.split(b",") if block.strip())
    yield from (int(number) // _BLOCK for number in _NUMBERS.findall(drawing))


def _extended(drawing: bytes, shapes: str, blocks: list[int]) -> bytes:
    """A drawing with more shapes. It is edited as bytes, since what Excel writes there need not be well-formed."""
    end = drawing.rindex(b"</xml>")
    box = b"" if b'id="_x0000_t202"' in drawing else _BOX.encode()
    mapped = _BLOCKS.search(drawing)
    at = mapped.end(1) if mapped else end
    more = b"".join(b",%d" % block for block in blocks) if mapped else b""
    return b"".join([drawing[:at], more, drawing[at:end], box, shapes.encode(), drawing[end:]])


def _shape(number: int, place: Place, text: str, seen: Survey) -> str:
    """A hidden box of the text's size, to the right of its cell."""
    row, column = place
    height = _LINE * sum(-(-_halves(line) * _HALF // (_WIDTH - 12)) or 1 for line in text.split("\n")) + 10
    left, right = _span(column + 1, 15, _WIDTH, lambda at: _column_pixels(seen, at))
    top, bottom = _span(max(row - 1, 0), 10, int(height), lambda at: round(seen.heights.get(at, _ROW * 0.75) / 0.75))
    anchor = ", ".join(map(str, (*left, *top, *right, *bottom)))
    return (
        f'<v:shape {_SPACES} id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;width:{_WIDTH * 0.75:g}pt;'
        f'height:{height * 0.75:g}pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
        '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>\n"
    )


def _halves(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WFA" else 1 for one in line)


def _column_pixels(seen: Survey, column: int) -> int:
    width = seen.width(column)
    return _COLUMN if width is None else round(width * 7 + 5) if width else 0


def _span(first: int, offset: int, size: int, pixels: Callable[[int], int]) -> tuple[tuple[int, int], tuple[int, int]]:
    """From where to where a box reaches: the column or row at each end, and the pixels into it."""
    at, rest = first, offset + size
    while rest > (here := pixels(at)) and at < first + _MOST:
        rest -= here
        at += 1
    return (first, min(offset, pixels(first))), (at, min(rest, pixels(at)))
