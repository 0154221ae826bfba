"""图形编号 (shapes): drawings, VML shapes and linked text boxes of articles get names and numbers that no other article has.

Two articles of Word call a picture's type `_x0000_t75` and their first shapes `_x0000_s1026`, whatever these are.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from lxml import etree

from trafficlight.articles._tree import values_of
from trafficlight.ooxml.xml import WP, WPS, Element, O, V

_FIRST_DRAWING: Final = 1000
"""Drawings of the compendium itself, in headers and footers too, are numbered below."""
_DRAWING: Final = f"{{{WP}}}docPr"
_BOXES: Final = (f"{{{WPS}}}txbx", f"{{{WPS}}}linkedTxbx")
_NAMES: Final = etree.XPath(
    "descendant::v:*/@id | descendant::v:*/@o:spid | descendant::v:*/@type | descendant::o:*/@idref",
    namespaces={"v": V, "o": O},
)
_CHAINED: Final = etree.XPath("descendant::v:*/@style[contains(., 'mso-next-textbox')]", namespaces={"v": V})
_NEXT: Final = re.compile(r"(mso-next-textbox:\s*+#)([^;\s]++)")


class ShapeMerger:
    """图形并入: counts the drawings and text boxes of all articles."""

    def __init__(self) -> None:
        self._article = 0
        self._drawing = _FIRST_DRAWING
        self._box = 0

    def take(self, roots: list[Element]) -> None:
        """Name and number the shapes of one article; what refers to one follows it."""
        self._article += 1
        ending = f"_a{self._article}"
        boxes: dict[str, str] = {}
        met: Counter[tuple[str, str]] = Counter()  # a name that stands twice is two names; who refers means the last
        for root in roots:
            for drawing in root.iter(_DRAWING):
                self._drawing += 1
                drawing.set("id", str(self._drawing))
            for box in root.iter(*_BOXES):
                name = box.get("id")
                if name is not None:
                    if name not in boxes:
                        self._box += 1
                        boxes[name] = str(self._box)
                    box.set("id", boxes[name])
            for element, name, value in values_of(_NAMES, root):
                refers = name in {"type", "idref"}
                if value and (not refers or value.startswith("#")):
                    known = ("id", value[1:]) if refers else (name, value)
                    met[known] += not refers
                    again = f"_{met[known]}" if met[known] > 1 else ""
                    element.set(name, f"{value}{ending}{again}")
            for element, name, value in values_of(_CHAINED, root):
                element.set(name, _NEXT.sub(rf"\g<1>\g<2>{ending}", value))
