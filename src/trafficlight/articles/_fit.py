"""适配版心 (fit): tables and pictures of an article on the compendium's pages: no wider than the text, whole at a page's end."""

from __future__ import annotations

from typing import Final

from trafficlight.articles._sections import text_size
from trafficlight.articles._tree import child_of, text_of, whole
from trafficlight.ooxml.xml import DRAWING, PPR, SECTION, TBL, TC, TR, WP, A, Element, P, W, w

_EMU: Final = 635  # of a twip
_SLACK: Final = 1.02
_WIDTH: Final = w("w")
_PROPERTIES: Final = w("trPr")
_HEADER: Final = w("tblHeader")
_CANNOT_SPLIT: Final = w("cantSplit")
_LONGEST_WORD: Final = 20
"""Characters of a header's word: what is longer is a sentence, and a sentence heads no column."""
_LONGEST_ROW: Final = 400
"""Characters of a cell in a row that stays whole; a longer one may need more than a page."""
_REACHES_DOWN: Final = f"{{{W}}}tcPr/{{{W}}}vMerge"


def fit(body: Element, last: Element) -> int:
    """Fit all that stands in the body itself; `last` are the properties of its last section. Gives their number."""
    count = 0
    width, height = _size(last)
    for child in body.iterchildren(reversed=True):
        own = child_of(child, PPR, SECTION) if child.tag == P else None
        if own is not None:
            width, height = _size(own)
        if not width:
            continue
        if child.tag == TBL:
            count += _fit_table(child, width)
        else:
            for drawing in child.iter(DRAWING):
                inline = drawing.find(f"{{{WP}}}inline")
                if inline is not None:
                    count += _fit_picture(inline, width * _EMU, height * _EMU)
    return count


def _size(section: Element) -> tuple[int, int]:
    """The size of a section's text; nothing is fitted into several columns."""
    columns = section.find(w("cols"))
    return text_size(section) if columns is None or columns.get(w("num"), "1") == "1" else (0, 0)


def _fit_table(table: Element, width: int) -> int:
    grid = table.find(w("tblGrid"))
    properties = table.find(w("tblPr"))
    if grid is None or properties is None or properties.find(w("tblpPr")) is not None:
        return 0
    columns = list(grid.iterchildren(w("gridCol")))
    total = sum(whole(column.get(_WIDTH)) for column in columns)
    named = properties.find(w("tblW"))
    if named is not None and named.get(w("type")) == "dxa":
        total = max(total, whole(named.get(_WIDTH)))
    if total <= width * _SLACK:
        return 0
    cells = [cell for row in table.iterchildren(w("tr")) for cell in row.iterchildren(w("tc"))]
    widths = [found for cell in cells if (found := child_of(cell, w("tcPr"), w("tcW"))) is not None]
    for measured in (*columns, *(one for one in widths if one.get(w("type"), "dxa") == "dxa")):
        measured.set(_WIDTH, str(whole(measured.get(_WIDTH)) * width // total))
    if named is not None:
        named.set(w("type"), "dxa")
        named.set(_WIDTH, str(width))
    indent = properties.find(w("tblInd"))
    if indent is not None:
        indent.set(_WIDTH, "0")
    return 1


def _fit_picture(inline: Element, width: int, height: int) -> int:
    for side in ("distT", "distB", "distL", "distR"):
        if side not in inline.attrib:
            inline.set(side, "0")  # Word takes none for nothing, LibreOffice for an eighth of an inch
    extent = inline.find(f"{{{WP}}}extent")
    if extent is None:
        return 0
    wide, high = whole(extent.get("cx")), whole(extent.get("cy"))
    if wide <= width * _SLACK and high <= height * _SLACK:
        return 0
    factor = min(width / wide if wide else 1.0, height / high if high else 1.0)
    drawn = next(inline.iter(f"{{{A}}}xfrm"), None)
    inner = None if drawn is None else drawn.find(f"{{{A}}}ext")
    for measured in (extent, inner):
        if measured is not None:
            for side in ("cx", "cy"):
                measured.set(side, str(int(whole(measured.get(side)) * factor)))
    return 1


def keep_rows_whole(root: Element) -> None:
    """Let the headers of tables repeat and their rows stay whole; what an article says of it itself stays."""
    for table in root.iter(TBL):
        rows = list(table.iterchildren(TR))
        if len(rows) < 3:
            continue
        if not any(child_of(row, _PROPERTIES, _HEADER) is not None for row in rows) and _is_header(rows[0]):
            _set(rows[0], _HEADER)
        for row in rows:
            if max((len(text_of(cell)) for cell in row.iterchildren(TC)), default=0) <= _LONGEST_ROW:
                _set(row, _CANNOT_SPLIT)


def _is_header(row: Element) -> bool:
    """Whether there is a short word without a number in each of several cells, none of which reaches down."""
    cells = list(row.iterchildren(TC))
    texts = [text_of(cell).strip() for cell in cells]
    return (
        len(cells) > 1
        and all(0 < len(text) <= _LONGEST_WORD and not text[0].isdigit() for text in texts)
        and not any(cell.find(_REACHES_DOWN) is not None for cell in cells)
    )


def _set(row: Element, switch: str) -> None:
    properties = row.find(_PROPERTIES)
    if properties is None:
        properties = row.makeelement(_PROPERTIES)
        row.insert(1 if len(row) and row[0].tag == w("tblPrEx") else 0, properties)
    if properties.find(switch) is None:
        properties.insert(0, properties.makeelement(switch))
