"""样式表 (style sheet): what an article's styles say, read once for all articles that share them byte for byte."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from trafficlight.documents.wordprocessing.compose.names import NAME, NUMPR, PPR, VAL, w
from trafficlight.documents.wordprocessing.compose.tree import Element

_STYLE, _TYPE, _STYLE_ID, _DEFAULT = w("style"), w("type"), w("styleId"), w("default")
_BASED_ON = w("basedOn")


def style_name(name: str) -> str:
    """A style's name as Word compares it: built-in names in any case, aliases cut off."""
    return name.partition(",")[0].strip().lower()


@frozen
class StyleNumbering:
    """A style's own numbering: the list's id, and the level where it is said."""

    list_id: str
    level: str | None
    style: str


class StyleSheet:
    """Styles by id. A style without an id, or with one that was there before, does not count."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self._numbering: dict[str, StyleNumbering | None] = {}
        self.default: str | None = None
        for style in () if root is None else root.iterchildren(_STYLE):
            name = style.get(_STYLE_ID)
            if name is None or name in self._styles:
                continue
            self._styles[name] = style
            if style.get(_DEFAULT) in {"1", "true", "on"} and self.type(name) == "paragraph":
                self.default = name

    def __contains__(self, style: object) -> bool:
        return style in self._styles

    def element(self, style: str) -> Element:
        """The style itself."""
        return self._styles[style]

    def type(self, style: str) -> str:
        """paragraph, character, table or numbering."""
        return self._styles[style].get(_TYPE, "paragraph")

    def name(self, style: str) -> str:
        """Its name as Word compares it; a style without a name goes by its id."""
        named = self._styles[style].find(NAME)
        return style_name(style if named is None else named.get(VAL, style))

    def lineage(self, style: str) -> Iterator[str]:
        """The style, what it is based on, and so on; a circle ends."""
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            yield style
            base = self._styles[style].find(_BASED_ON)
            if base is None:
                return
            style = base.get(VAL, "")

    def numbering(self, style: str) -> StyleNumbering | None:
        """The numbering that paragraphs of a style have without saying so."""
        if style not in self._numbering:
            self._numbering[style] = self._find_numbering(style)
        return self._numbering[style]

    def _find_numbering(self, style: str) -> StyleNumbering | None:
        level: str | None = None
        for ancestor in self.lineage(style):
            found = self._styles[ancestor].find(f"{PPR}/{NUMPR}")
            if found is None:
                continue
            own, named = found.find(w("ilvl")), found.find(w("numId"))
            level = level if level is not None or own is None else own.get(VAL)
            if named is not None:
                return StyleNumbering(named.get(VAL, ""), level, ancestor)
        return None
