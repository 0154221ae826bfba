"""样式并入 (style merge): which style of the compendium stands for each style of an article.

By name, the house's own styles win. A style that the house lacks is copied with all that it is based on and linked to;
two articles share a copy when their styles are the same, and each has its own when only the names are.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Final

from lxml import etree

from trafficlight.documents.wordprocessing.compose.names import NAME, NUMPR, PPR, PSTYLE, VAL, W, w
from trafficlight.documents.wordprocessing.compose.sheet import StyleSheet
from trafficlight.documents.wordprocessing.compose.tree import Element, drop, take

_USES: Final = {PSTYLE: "paragraph", w("rStyle"): "character", w("tblStyle"): "table"}
_STYLE_ID: Final = w("styleId")
_LINKED: Final = {"paragraph": "character", "character": "paragraph"}
_UNWANTED: Final = tuple(
    map(w, "rsid next link aliases pPrChange rPrChange tblPrChange trPrChange tcPrChange ins del".split())
)


def pure(element: Element) -> Element:
    """A copy without anything but WordprocessingML."""
    copy = deepcopy(element)
    for inner in list(copy.iter("*")):
        if not inner.tag.startswith(f"{{{W}}}"):
            drop(inner)
            continue
        for name in [name for name in inner.attrib if not str(name).startswith((f"{{{W}}}", "{http://www.w3.org/XML"))]:
            del inner.attrib[name]
    return copy


class StyleMerger:
    """The styles of the compendium, and what stands for those of the articles.

    `synonyms` are names of paragraph styles that the house does not have, with the id of its own that takes their place.
    """

    def __init__(self, root: Element, synonyms: Mapping[str, str]) -> None:
        self._root = root
        house = StyleSheet(root)
        self._ids: set[str] = set()
        self._names: set[str] = set()
        self._house: dict[tuple[str, str], str] = {}
        for style in root.iterchildren(w("style")):
            name = style.get(_STYLE_ID, "")
            self._ids.add(name.lower())
            self._names.add(house.name(name))
            self._house.setdefault((house.type(name), house.name(name)), name)
        for name, ours in synonyms.items():
            self._house.setdefault(("paragraph", name), ours)
        self._copies: dict[bytes, str] = {}
        self._links: list[tuple[Element, str, dict[str, str | None]]] = []
        self._maps: dict[bytes, dict[str, str | None]] = {}

    def map_references(self, root: Element, digest: bytes, sheet: StyleSheet) -> None:
        """Let every paragraph, run and table name the compendium's style; a name that stands for nothing goes."""
        known = self._maps.setdefault(digest, {})
        for reference in list(root.iter(*_USES)):
            name = reference.get(VAL, "")
            if name not in known:
                self._adopt(name, sheet, known)
                self._link()
            ours = known[name]
            if ours is None or sheet.type(name) != _USES[reference.tag]:
                drop(reference)
            else:
                reference.set(VAL, ours)

    def _adopt(self, name: str, sheet: StyleSheet, known: dict[str, str | None]) -> None:
        """Find or make what stands for a style, for all that it is based on, and for their twins.

        Chains of styles are as long as a stranger likes, so they are walked and not climbed by recursion.
        """
        waiting = [name]
        while waiting:
            for one in reversed(list(sheet.lineage(waiting.pop()))):
                if one not in known:
                    twin = self._settle(one, sheet, known)
                    if twin is not None:
                        waiting.append(twin)
        known.setdefault(name, None)

    def _settle(self, name: str, sheet: StyleSheet, known: dict[str, str | None]) -> str | None:
        """Settle one style whose base is settled; gives its twin in the article, where it was copied and has one."""
        ours = self._house.get((sheet.type(name), sheet.name(name)))
        if ours is not None:
            known[name] = ours
            return None
        copy = self._copy(name, sheet, known)
        # two names are one style only if all that they are based on is, too: that stands in the copy by now
        key = etree.tostring(copy, method="c14n")
        shared = self._copies.get(key)
        if shared is not None:
            known[name] = shared
            return None
        known[name] = self._add(name, copy, key)
        link = sheet.element(name).find(w("link"))
        twin = "" if link is None else link.get(VAL, "")
        if twin not in sheet or sheet.type(twin) != _LINKED.get(sheet.type(name)):
            return None
        self._links.append((copy, twin, known))
        return twin

    def _copy(self, name: str, sheet: StyleSheet, known: dict[str, str | None]) -> Element:
        copy = pure(sheet.element(name))
        for unwanted in list(copy.iter(*_UNWANTED)):
            drop(unwanted)
        numbering = copy.find(f"{PPR}/{NUMPR}")
        if numbering is not None:
            drop(numbering)  # paragraphs say themselves which list they belong to
        take(copy, w("default"), _STYLE_ID)
        based = copy.find(w("basedOn"))
        if based is not None:
            base = based.get(VAL, "")
            ours = known.get(base) if base in sheet and sheet.type(base) == sheet.type(name) else None
            if ours is None:
                drop(based)
            else:
                based.set(VAL, ours)
        return copy

    def _add(self, name: str, copy: Element, key: bytes) -> str:
        ours = name or "Style"
        number = 1
        while ours.lower() in self._ids:
            number += 1
            ours = f"{name}{number}"
        named = copy.find(NAME)
        if named is None:
            named = copy.makeelement(NAME)
            copy.insert(0, named)
        wanted = named.get(VAL, "").partition(",")[0].strip() or ours
        shown, number = wanted, 1
        while shown.lower() in self._names:
            number += 1
            shown = f"{wanted} {number}"
        if number > 1:
            copy.set(w("customStyle"), "1")
        named.set(VAL, shown)
        copy.set(_STYLE_ID, ours)
        self._ids.add(ours.lower())
        self._names.add(shown.lower())
        self._copies[key] = ours
        self._root.append(copy)
        return ours

    def _link(self) -> None:
        """A paragraph style and its character twin name each other, once both are there."""
        for copy, twin, known in self._links:
            ours = known.get(twin)
            if ours is not None:
                link = copy.makeelement(w("link"))
                link.set(VAL, ours)
                before = {NAME, w("basedOn")}
                copy.insert(sum(1 for child in copy if child.tag in before), link)
        self._links.clear()
