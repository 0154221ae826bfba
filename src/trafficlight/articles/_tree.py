"""树 (tree): small moves on a tree of WordprocessingML that several steps of cleaning and merging make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, Final, cast

from lxml import etree

from trafficlight.ooxml.xml import (
    BODY,
    BOX,
    DGM,
    DRAWING,
    MC,
    OBJECT,
    PICT,
    PPR,
    RPR,
    RUN,
    TC,
    VAL,
    WP,
    WPS,
    A,
    C,
    Element,
    M,
    O,
    P,
    R,
    V,
    W,
    w,
)

OFFICE_DRAWINGS: Final = {
    "wps": WPS,
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "wpc": "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas",
}
"""Drawings of Word 2010: every program that we write for draws them."""

ROOT_NAMESPACES: Final = {
    "w": W,
    "r": R,
    "mc": MC,
    "wp": WP,
    "a": A,
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "c": C,
    "dgm": DGM,
    "m": M,
    "v": V,
    "o": O,
    "w10": "urn:schemas-microsoft-com:office:word",
    **OFFICE_DRAWINGS,
}
"""What the merged part declares at its root, so that no article declares it again and again."""


_OFF = frozenset({"0", "false", "off", "none"})
_FILLED = (BODY, TC, BOX, w("footnote"), w("endnote"))
_MANY = 100
STORIES = (BOX, w("footnote"), w("endnote"), BODY)
"""Elements whose text is a text of its own: no field and no bookmark reaches out of one."""


def attributes(element: Element) -> list[tuple[str, str]]:
    """An element's attributes, as they were when asked for."""
    return [(str(name), str(value)) for name, value in element.attrib.items()]


def take(element: Element, *names: str) -> None:
    """Take attributes off an element, where it has them."""
    for name in names:
        if name in element.attrib:
            del element.attrib[name]


def elements_with(query: etree.XPath, root: Element, **variables: str) -> list[Element]:
    """What a query for elements finds."""
    return cast("list[Element]", query(root, **variables))


def values_of(query: etree.XPath, root: Element, **variables: str) -> list[tuple[Element, str, str]]:
    """What a query for attributes finds: element, name and value of each."""
    return [(one.getparent(), one.attrname, str(one)) for one in cast("list[Any]", query(root, **variables))]


def child_of(element: Element, *path: str) -> Element | None:
    """The first child of a tag, of that one the first of the next tag, and so on: as `find`, in a quarter of the time."""
    found: Element | None = element
    for tag in path:
        if found is None:
            break
        found = next(found.iterchildren(tag), None)
    return found


def drop(element: Element) -> None:
    """Take an element out with all that is in it.

    lxml's time grows with the square of what it moves at once where that declares namespaces, so a large element is
    emptied first, from within.
    """
    parent = element.getparent()
    if parent is not None:
        if len(element) and sum(1 for _ in islice(element.iter(), _MANY + 1)) > _MANY:
            for one in reversed(list(element.iterdescendants())):
                one.getparent().remove(one)  # type: ignore[union-attr]  # it stands within the element
        parent.remove(element)


def drop_all(elements: Iterable[Element]) -> None:
    """Take out each of them."""
    for element in list(elements):
        drop(element)


def unwrap(element: Element) -> None:
    """Put an element's children in its place."""
    for child in list(element):
        element.addprevious(child)
    drop(element)


def graft(parent: Element, element: Element) -> None:
    """Move an element to the end of one in another document.

    lxml's time grows with the square of what it moves at once, so a large element goes without its small children, which
    follow one by one.
    """
    elements = list(element.iter())
    sizes = dict.fromkeys(elements, 1)
    for one in reversed(elements[1:]):
        above = one.getparent()
        if above is not None:
            sizes[above] += sizes[one]
    large = [(one, list(one)) for one in elements if sizes[one] > _MANY]
    for one, children in large:
        for child in children:
            if sizes[child] <= _MANY:
                one.remove(child)
    parent.append(element)
    for one, children in large:
        for child in children:
            one.append(child)


def drop_drawing(element: Element) -> None:
    """Take out the drawing, picture or object that an element is part of, or the element where there is none."""
    drop(next(element.iterancestors(DRAWING, PICT, OBJECT), element))


def is_on(element: Element | None) -> bool:
    """Whether a switch such as `w:vanish` is there and not turned off."""
    return element is not None and element.get(VAL, "1").lower() not in _OFF


def story_of(element: Element) -> Element:
    """The body, note or text box that an element stands in."""
    return next(element.iterancestors(*STORIES), element.getroottree().getroot())


def text_of(element: Element, *, limit: int = 0) -> str:
    """The visible text of an element, cut after `limit` characters where that is given."""
    text = "".join(piece.text or "" for piece in element.iter(w("t"))).strip()
    return text if not limit or len(text) <= limit else text[:limit] + "…"


def repair_containers(root: Element) -> None:
    """Every cell, text box and note ends with a paragraph; nothing else is whole."""
    for container in root.iter(*_FILLED):
        last = next(iter(container.iterchildren(P, w("tbl"), reversed=True)), None)
        if (last is None or last.tag != P) and container.tag != BODY:
            container.append(container.makeelement(P))


def _order(names: str) -> dict[str, int]:
    return {w(name): place for place, name in enumerate(names.split())}


PARAGRAPH: Final = _order(
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs"
    " suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid"
    " spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl"
    " divId cnfStyle rPr sectPr pPrChange"
)
RUN_LOOK: Final = _order(
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish"
    " webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang"
    " eastAsianLayout specVanish oMath"
)
SECTION_LOOK: Final = _order(
    "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols"
    " formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings"
)
"""The order in which the properties of a paragraph, a run and a section stand (ISO/IEC 29500-1, 17.3.1.26, 17.3.2.28, 17.6.17)."""

_DIGITS: Final = 11
"""More than that is no length, place or number of anything in a document."""


def put(properties: Element, child: Element, order: Mapping[str, int]) -> Element:
    """Put a property in the schema's place; gives it."""
    place = order[child.tag]
    properties.insert(sum(1 for other in properties if order.get(other.tag, place) < place), child)
    return child


def child_or_new(parent: Element, tag: str, place: int = 0) -> Element:
    """The first child of a tag, made at that place where there is none."""
    child = child_of(parent, tag)
    if child is None:
        child = parent.makeelement(tag)
        parent.insert(place, child)
    return child


def properties_of(paragraph: Element) -> Element:
    """A paragraph's properties, made where it has none."""
    return child_or_new(paragraph, PPR)


def whole(text: str | None) -> int:
    """A whole number from 0, and 0 for what is none."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) <= _DIGITS else 0


def drop_from_run(element: Element) -> None:
    """Take an element out, and the run that held nothing else."""
    run = element.getparent()
    if run is not None:
        run.remove(element)
        if run.tag == RUN and (not len(run) or all(child.tag == RPR for child in run)):
            drop(run)


class FreeNames:
    """Names that differ in more than case. Each is found by counting on, never by trying all that were given before."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._last: dict[str, int] = {}

    def take(self, name: str) -> None:
        """A name that stands already."""
        self._taken.add(name.casefold())

    def free(self, wanted: str, *, between: str = "", length: int = 0) -> str:
        """The name wanted, or the first free one with `between` and a number behind; cut to `length` where that is given."""
        stem = wanted[: length - len(between) - 6] if length else wanted
        ours, key = wanted, stem.casefold()
        number = self._last.get(key, 1)
        while ours.casefold() in self._taken:
            number += 1
            tail = f"{between}{number}"
            ours = (wanted[: length - len(tail)] if length else wanted) + tail
        self._last[key] = number
        self.take(ours)
        return ours
