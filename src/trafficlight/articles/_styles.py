"""样式 (styles): what an article's style sheet says, and which style of the compendium stands for each of its styles.

A style sheet is read once for all articles that share it byte for byte, and every style of it is looked at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Final

from attrs import evolve, frozen
from lxml import etree

from trafficlight.articles._grammar import Mender
from trafficlight.articles._tree import FreeNames, child_or_new, drop, drop_all, take
from trafficlight.ooxml.xml import NAME, NUMPR, PPR, PSTYLE, VAL, Element, W, w

_STYLE: Final = w("style")
_TYPE: Final = w("type")
_STYLE_ID: Final = w("styleId")
_DEFAULT: Final = w("default")
_BASED_ON: Final = w("basedOn")
_USES: Final = {PSTYLE: "paragraph", w("rStyle"): "character", w("tblStyle"): "table"}
_LINKED: Final = {"paragraph": "character", "character": "paragraph"}
_UNWANTED: Final = tuple(
    map(w, "rsid next link aliases pPrChange rPrChange tblPrChange trPrChange tcPrChange ins del".split())
)
_OURS: Final = (f"{{{W}}}", "{http://www.w3.org/XML")


@frozen
class StyleNumbering:
    """A style's own numbering: the list's id, the level where one is said, and the style that says so."""

    list_id: str
    level: str | None
    style: str


class StyleSheet:
    """样式表: styles by id. A style without an id, or with one that was there before, does not count.

    `styles` are those of the sheet where they do not stand in its root.
    """

    def __init__(self, root: Element | None, digest: bytes = b"", styles: Iterable[Element] | None = None) -> None:
        self.root = root
        self.digest = digest
        self._styles: dict[str, Element] = {}
        self._numbering: dict[str, StyleNumbering | None] = {}
        self.default: str | None = None
        if styles is None:
            styles = () if root is None else root.iterchildren(_STYLE)
        for style in styles:
            name = style.get(_STYLE_ID)
            if name is None or name in self._styles:
                continue
            self._styles[name] = style
            if style.get(_DEFAULT) in {"1", "true", "on"} and self.type(name) == "paragraph":
                self.default = name

    def __contains__(self, style: object) -> bool:
        return style in self._styles

    def element(self, style: str) -> Element:
        return self._styles[style]

    def type(self, style: str) -> str:
        """paragraph, character, table or numbering."""
        return self._styles[style].get(_TYPE, "paragraph")

    def name(self, style: str) -> str:
        """Its name as Word compares it: in any case, aliases cut off; a style without a name goes by its id."""
        named = self._styles[style].find(NAME)
        return (style if named is None else named.get(VAL, style)).partition(",")[0].strip().lower()

    def base(self, style: str) -> str | None:
        """The style that it is based on, where there is one."""
        named = self._styles[style].find(_BASED_ON)
        base = "" if named is None else named.get(VAL, "")
        return base if base in self._styles else None

    def lineage(self, style: str, known: Mapping[str, object]) -> list[str]:
        """The style, what it is based on, and so on, up to one that is known already; a circle ends."""
        chain: dict[str, None] = {}
        at = style if style in self._styles else None
        while at is not None and at not in chain and at not in known:
            chain[at] = None
            at = self.base(at)
        return list(chain)

    def numbering(self, style: str) -> StyleNumbering | None:
        """The numbering that paragraphs of a style have without saying so."""
        for one in reversed(self.lineage(style, self._numbering)):
            base = self.base(one)
            inherited = None if base is None else self._numbering.get(base)
            found = self._styles[one].find(f"{PPR}/{NUMPR}")
            level, named = (None, None) if found is None else (found.find(w("ilvl")), found.find(w("numId")))
            own = None if level is None else level.get(VAL)
            if named is not None:
                inherited = StyleNumbering(named.get(VAL, ""), own, one)
            elif inherited is not None and own is not None:
                inherited = evolve(inherited, level=own)
            self._numbering[one] = inherited
        return self._numbering.get(style)


def pure(element: Element, unwanted: Iterable[str] = ()) -> Element:
    """A copy without anything but WordprocessingML, and without the elements that are not wanted in it."""
    copy = deepcopy(element)
    for inner in list(copy.iter("*")):
        if not inner.tag.startswith(_OURS[0]):
            drop(inner)
            continue
        for name in [name for name in inner.attrib if not str(name).startswith(_OURS)]:
            del inner.attrib[name]
    if unwanted:
        drop_all(copy.iter(*unwanted))
    return copy


class StyleMerger:
    """样式并入: the styles of the compendium, and what stands for those of the articles.

    `synonyms` are names of paragraph styles that the compendium does not have, with the id of its own that takes their
    place. The `mender` judges what is copied; a style that is not whole in the end stands for nothing.
    """

    def __init__(self, root: Element, synonyms: Mapping[str, str], mender: Mender) -> None:
        self._root = root
        self._mender = mender
        own = StyleSheet(root)
        self._ids = FreeNames()
        self._names = FreeNames()
        self._own: dict[tuple[str, str], str] = {}
        for style in root.iterchildren(_STYLE):
            name = style.get(_STYLE_ID, "")
            self._ids.take(name)
            self._names.take(own.name(name))
            self._own.setdefault((own.type(name), own.name(name)), name)
        for name, ours in synonyms.items():
            self._own.setdefault(("paragraph", name), ours)
        self._copies: dict[bytes, str] = {}
        self._settled: dict[tuple[Element, str | None], str | None] = {}
        self._links: list[tuple[Element, str]] = []
        self._maps: dict[bytes, dict[str, str | None]] = {}

    def map_references(self, root: Element, sheet: StyleSheet) -> None:
        """Let every paragraph, run and table name the compendium's style; a reference without one is taken out."""
        known = self._maps.setdefault(sheet.digest, {})
        for reference in list(root.iter(*_USES)):
            name = reference.get(VAL, "")
            if name not in known:
                self._adopt(name, sheet, known)
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
            for one in reversed(sheet.lineage(waiting.pop(), known)):
                twin = self._settle(one, sheet, known)
                if twin is not None:
                    waiting.append(twin)
        known.setdefault(name, None)
        self._link(known)

    def _settle(self, name: str, sheet: StyleSheet, known: dict[str, str | None]) -> str | None:
        """Settle one style whose base is settled; gives its twin in the article, where it was copied and has one."""
        ours = self._own.get((sheet.type(name), sheet.name(name)))
        if ours is not None:
            known[name] = ours
            return None
        base = sheet.base(name)
        based = known.get(base) if base is not None and sheet.type(base) == sheet.type(name) else None
        settled = (sheet.element(name), based)
        if settled in self._settled:
            known[name] = self._settled[settled]
            return None
        copy = self._copy(sheet.element(name), based)
        if not self._mender.mend(copy):
            known[name] = self._settled[settled] = None
            return None
        # two names are one style only if all that they are based on is, too: that stands in the copy by now
        key = etree.tostring(copy, method="c14n")
        shared = self._copies.get(key)
        if shared is not None:
            known[name] = self._settled[settled] = shared
            return None
        known[name] = self._settled[settled] = self._copies[key] = self._add(name, copy)
        link = sheet.element(name).find(w("link"))
        twin = "" if link is None else link.get(VAL, "")
        if twin not in sheet or sheet.type(twin) != _LINKED.get(sheet.type(name)):
            return None
        self._links.append((copy, twin))
        return twin

    def _copy(self, style: Element, base: str | None) -> Element:
        copy = pure(style, _UNWANTED)
        numbering = copy.find(f"{PPR}/{NUMPR}")
        if numbering is not None:
            drop(numbering)  # paragraphs say themselves which list they belong to
        take(copy, _DEFAULT, _STYLE_ID)
        based = copy.find(_BASED_ON)
        if based is not None and base is None:
            drop(based)
        elif based is not None and base is not None:
            based.set(VAL, base)
        return copy

    def _add(self, name: str, copy: Element) -> str:
        ours = self._ids.free(name or "Style")
        named = child_or_new(copy, NAME)
        wanted = named.get(VAL, "").partition(",")[0].strip() or ours
        shown = self._names.free(wanted, between=" ")
        if shown != wanted:
            copy.set(w("customStyle"), "1")
        named.set(VAL, shown)
        copy.set(_STYLE_ID, ours)
        self._root.append(copy)
        return ours

    def _link(self, known: Mapping[str, str | None]) -> None:
        """A paragraph style and its character twin name each other, once both are there."""
        for copy, twin in self._links:
            ours = known.get(twin)
            if ours is not None:
                before = {NAME, _BASED_ON}
                link = copy.makeelement(w("link"), {VAL: ours})
                copy.insert(sum(1 for child in copy if child.tag in before), link)
        self._links.clear()
