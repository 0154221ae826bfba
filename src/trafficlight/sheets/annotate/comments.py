"""批注: the comments of a sheet, others' kept, ours added."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from lxml import etree

from trafficlight.ooxml.file_kinds import FlawedFile
from trafficlight.ooxml.text import column_letters, replaced_unprintable
from trafficlight.sheets.annotate.edits import Place, Survey
from trafficlight.sheets.annotate.kept_parts import Parts
from trafficlight.sheets.reading.readers.workbook_parts import MAIN, string_text

_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_LONGEST: Final = 32_000
"""Characters of a comment; Excel takes a few more."""
_HAN: Final = re.compile("[\u2e80-\u9fff\uff00-\uffef]")
_SHOWN: Final = 1_000
"""Characters of one line in it."""
_TYPE_SHAPES: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_SPACES: Final = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_BOX: Final = f"""<v:shapetype {_SPACES} id="_x0000_t202" coordsize="21600,21600" o:spt="202" \
path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>
"""
_MAP: Final = re.compile(rb"<(?:\w+:)?idmap\b([^<>]*)>")
_DATA: Final = re.compile(rb"\bdata=[\"']([0-9,\s]*)[\"']")
_NUMBERS: Final = re.compile(rb"_x0000_[si]([0-9]{1,9})\b")
_END: Final = b"</xml>"
_LONG: Final = 10
"""Digits of a number that no drawing has."""
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


def add_comments(parts: Parts, sheet: str, texts: Mapping[Place, Iterable[str]], author: str) -> dict[Place, str]:
    """Comment cells of a sheet, one line a text, under the author's name; the comments that are new there, by cell.

    A comment of somebody else's stays, with ours below it; one of the author's own is replaced.
    """
    known = parts.related(sheet, "comments")
    root = None if known is None else _whole_comments(parts, known.target)
    if known is not None and root is not None:
        part = known.target
    else:
        part = parts.free_name("xl/comments", ".xml")
        parts.relate(sheet, "comments", part, "" if known is None else known.id)
        parts.declare(part, _TYPE)
        root = etree.fromstring(f'<comments xmlns="{MAIN[1:-1]}"><authors/><commentList/></comments>')
    book = _Comments(root, author)
    new = {place: text for place, lines in sorted(texts.items()) if (text := book.add(place, lines))}
    parts.put_tree(part, root)
    return new


def _whole_comments(parts: Parts, part: str) -> Any | None:
    """The comments that a sheet has; None where their part is damaged, which no program shows: new ones take its place."""
    try:
        root = parts.parse(part)
    except FlawedFile:
        return None
    return None if any(root.find(f"{MAIN}{name}") is None for name in ("commentList", "authors")) else root


class _Comments:
    """The comments of one sheet."""

    def __init__(self, root: Any, author: str) -> None:
        self._list, authors = (root.find(f"{MAIN}{name}") for name in ("commentList", "authors"))
        self._author = author
        names = [element.text or "" for element in authors]
        if author not in names:
            etree.SubElement(authors, f"{MAIN}author").text = author
            names.append(author)
        self._number = str(names.index(author))
        self._have = {element.get("ref"): element for element in self._list}

    def add(self, place: Place, lines: Iterable[str]) -> str:
        """Comment one cell; the text when the cell had no comment."""
        reference = f"{column_letters(place[1])}{place[0] + 1}"
        body = _body(lines)
        comment = self._have.get(reference)
        if comment is None:
            comment = etree.SubElement(self._list, f"{MAIN}comment", ref=reference, authorId=self._number, shapeId="0")
            self._write(etree.SubElement(comment, f"{MAIN}text"), body, "")
            return f"{self._author}\n{body}"
        text = comment.find(f"{MAIN}text")
        if text is None:
            text = etree.SubElement(comment, f"{MAIN}text")
        if comment.get("authorId") == self._number:
            text[:] = []
            self._write(text, body, "")
        elif f"{self._author}\n{body}" not in string_text(text):
            self._write(text, body, "\n")
        return ""

    def _write(self, text: Any, body: str, gap: str) -> None:
        """The author's name in bold, and the text below it."""
        after = sum(child.tag in {f"{MAIN}t", f"{MAIN}r"} for child in text)
        text.insert(after, _run(f"{gap}{self._author}\n", bold=True))
        text.insert(after + 1, _run(body, bold=False))


def _body(lines: Iterable[str]) -> str:
    whole = (" ".join(line.splitlines()) for line in lines)  # each stays one line: so it is known again as ours
    shown = (line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…" for line in whole)
    return replaced_unprintable("\n".join(dict.fromkeys(shown)))[:_LONGEST]


def _run(text: str, *, bold: bool) -> Any:
    run = etree.Element(f"{MAIN}r")
    looks = etree.SubElement(run, f"{MAIN}rPr")
    if bold:
        etree.SubElement(looks, f"{MAIN}b")
    etree.SubElement(looks, f"{MAIN}sz", val="9")
    etree.SubElement(looks, f"{MAIN}color", indexed="81")
    face, charset = ("宋体", "134") if _HAN.search(text) else ("Tahoma", "0")
    etree.SubElement(looks, f"{MAIN}rFont", val=face)
    etree.SubElement(looks, f"{MAIN}charset", val=charset)
    held = etree.SubElement(run, f"{MAIN}t")
    held.text = text
    held.set(_SPACE, "preserve")
    return run


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
        own = parts.relations(sheet).get(seen.drawing or "")
        if own is not None and parts.has(own) and (known := _whole_drawing(parts, own.target)):
            parts.put(own.target, _extended(known, shapes, blocks))
            return None
        data = ",".join(map(str, blocks))
        layout = f'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{data}"/></o:shapelayout>'
        part = parts.free_name("xl/drawings/vmlDrawing", ".vml")
        parts.put(part, f"<xml {_SPACES}>\n{layout}\n{_BOX}{shapes}</xml>\n".encode())
        parts.declare_extension("vml", _TYPE_SHAPES)
        named = parts.relate(sheet, "vmlDrawing", part, seen.drawing or "")
        return None if seen.drawing else named

    def _take(self, count: int) -> list[int]:
        """So many blocks of numbers that no drawing has."""
        if self._taken is None:
            self._taken = set()
            for name in self._parts.names:
                if name.lower().endswith(".vml"):
                    self._taken.update(_blocks(_whole_drawing(self._parts, name)))
        taken = self._taken
        blocks = list(itertools.islice((block for block in itertools.count(1) if block not in taken), count))
        taken.update(blocks)
        return blocks


def _maps(drawing: bytes) -> Iterator[tuple[int, bytes]]:
    """The lists of blocks that a drawing claims, and where in its bytes each ends."""
    for tag in _MAP.finditer(drawing):
        data = _DATA.search(tag[1])
        if data is not None:
            yield tag.start(1) + data.end(1), data[1]


def _blocks(drawing: bytes) -> Iterator[int]:
    for _, claimed in _maps(drawing):
        yield from (int(block) for block in claimed.split(b",") if block.strip().isdigit() and len(block) < _LONG)
    yield from (int(number) // _BLOCK for number in _NUMBERS.findall(drawing))


def _whole_drawing(parts: Parts, part: str) -> bytes:
    """A drawing's bytes; nothing where it is damaged, which no program shows: a new one takes its place."""
    try:
        drawing = parts.read(part)
    except FlawedFile:
        return b""
    return drawing if _END in drawing else b""


def _extended(drawing: bytes, shapes: str, blocks: list[int]) -> bytes:
    """A drawing with more shapes. It is edited as bytes, since what Excel writes there need not be well-formed."""
    end = drawing.rfind(_END)
    box = b"" if b'id="_x0000_t202"' in drawing else _BOX.encode()
    at = next((at for at, _ in _maps(drawing)), None)
    more = b"" if at is None else b"".join(b",%d" % block for block in blocks)
    at = end if at is None else at
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
