"""节 (sections): an article's sections get the compendium's page, numbers and running heads; landscape pages stay so."""

from __future__ import annotations

from copy import deepcopy
from typing import Final

from attrs import frozen

from trafficlight.articles._styles import pure
from trafficlight.articles._tree import SECTION_LOOK, drop, properties_of, put, take, whole
from trafficlight.ooxml.xml import PPR, SECTION, VAL, Element, P, w

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
    for stale in list(body.iterchildren(SECTION)):
        drop(stale)
    return templates.of(last, numbered_from=numbered_from, previous=previous)


def close_section(body: Element, section: Element) -> None:
    """End a section behind the last element of a body: in its last paragraph, or in one that cannot be seen."""
    last = next(iter(body.iterchildren(reversed=True)), None)
    if last is None or last.tag != P or last.find(f"{PPR}/{SECTION}") is not None:
        last = body.makeelement(P)
        body.append(last)
        properties = properties_of(last)
        for name, values in (
            ("snapToGrid", {"val": "0"}),
            ("spacing", {"before": "0", "after": "0", "line": "20", "lineRule": "exact"}),
        ):
            child = properties.makeelement(w(name), {w(key): value for key, value in values.items()})
            properties.append(child)
    properties_of(last).append(section)


def _put(section: Element, child: Element) -> None:
    """Put a copy of a property in the place that the schema has for it, instead of the one that stands there."""
    for stale in list(section.iterchildren(child.tag)):
        drop(stale)
    put(section, pure(child), SECTION_LOOK)


def _sides(size: Element) -> tuple[int, int]:
    return whole(size.get(w("w"))), whole(size.get(w("h")))
