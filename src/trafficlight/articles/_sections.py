"""节和版心 (sections): the compendium's page, numbers and running heads for an article; what stands on the page fits its text."""

from __future__ import annotations

from copy import deepcopy
from typing import Final

from attrs import frozen
from lxml import etree

from trafficlight.articles._styles import pure
from trafficlight.articles._tree import (
    SECTION_LOOK,
    child_of,
    child_or_new,
    drop_all,
    properties_of,
    put,
    take,
    text_of,
    whole,
)
from trafficlight.ooxml.xml import DRAWING, PPR, SECTION, TBL, TC, TR, VAL, WP, A, Element, P, W, w

_SIZE: Final = w("pgSz")
_START: Final = w("start")
_KEPT_TYPES: Final = frozenset({"continuous", "nextColumn"})
_A3: Final = 20_000  # twips: a sheet with a side longer than that is no A4, Letter or Legal; it folds out


@frozen
class SectionTemplates:
    """The properties of the compendium's own portrait and landscape sections."""

    portrait: Element
    landscape: Element

    def of(self, own: Element | None, *, numbered_from: str | None, previous: Element | None) -> Element:
        """The properties for one section of an article; `previous` are those of the section before it."""
        wide = own is not None and is_landscape(own)
        made = deepcopy(self.landscape if wide else self.portrait)
        number = made.find(w("pgNumType"))
        if number is not None:
            take(number, _START)
            if numbered_from is not None:
                number.set(_START, numbered_from)
        if own is None:
            return made
        kind = own.find(w("type"))
        if (
            kind is not None
            and previous is not None
            and kind.get(VAL) in _KEPT_TYPES
            and is_landscape(previous) == wide
        ):
            _put(made, kind)
        columns = own.find(w("cols"))
        if columns is not None and columns.get(w("num"), "1") != "1":
            _put(made, columns)
        for name in (w("textDirection"), w("vAlign"), w("bidi")):
            kept = own.find(name)
            if kept is not None:
                _put(made, kept)
        size, margins = own.find(_SIZE), own.find(w("pgMar"))
        if size is not None and margins is not None and max(_sides(size)) > _A3:
            _put(made, size)
            _put(made, margins)
        return made


def is_landscape(section: Element) -> bool:
    """Whether a section's sheet lies on its side."""
    size = section.find(_SIZE)
    if size is None:
        return False
    width, height = _sides(size)
    return size.get(w("orient")) == "landscape" or width > height > 0


def text_size(section: Element) -> tuple[int, int]:
    """The width and height of a section's text, in twips."""
    size, margins = section.find(_SIZE), section.find(w("pgMar"))
    if size is None or margins is None:
        return 0, 0
    width, height = _sides(size)
    left, right, top, bottom = (
        whole(margins.get(w(side), "").lstrip("-")) for side in ("left", "right", "top", "bottom")
    )
    return width - left - right, height - top - bottom


def set_sections(body: Element, templates: SectionTemplates, *, numbered_from: str | None, endnotes: bool) -> Element:
    """Give every section of an article the compendium's properties; gives those of the last, which stand nowhere yet.

    The article's `endnotes`, where it has any, stand at its end and at no section's before.
    """
    previous: Element | None = None
    own_sections = [own for own in body.iter(SECTION) if own.getparent() is not body]
    for own in own_sections:
        made = templates.of(own, numbered_from=numbered_from, previous=previous)
        if endnotes:
            _put(made, made.makeelement(w("noEndnote")))
        previous, numbered_from = made, None
        properties = own.getparent()
        if properties is not None:
            properties.replace(own, made)
    last = next(iter(body.iterchildren(SECTION, reversed=True)), None)
    drop_all(body.iterchildren(SECTION))
    return templates.of(last, numbered_from=numbered_from, previous=previous)


def close_section(body: Element, section: Element) -> None:
    """End a section behind the last element of a body: in its last paragraph, or in one that cannot be seen."""
    last = next(iter(body.iterchildren(reversed=True)), None)
    if last is None or last.tag != P or last.find(f"{PPR}/{SECTION}") is not None:
        last = etree.SubElement(body, P)
        properties = properties_of(last)
        etree.SubElement(properties, w("snapToGrid"), {VAL: "0"})
        exact = {"before": "0", "after": "0", "line": "20", "lineRule": "exact"}
        etree.SubElement(properties, w("spacing"), {w(key): value for key, value in exact.items()})
    properties_of(last).append(section)


def _put(section: Element, child: Element) -> None:
    """Put a copy of a property in the place that the schema has for it, instead of the one that stands there."""
    drop_all(section.iterchildren(child.tag))
    put(section, pure(child), SECTION_LOOK)


def _sides(size: Element) -> tuple[int, int]:
    return whole(size.get(w("w"))), whole(size.get(w("h")))


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
    child_or_new(child_or_new(row, _PROPERTIES, 1 if len(row) and row[0].tag == w("tblPrEx") else 0), switch)
