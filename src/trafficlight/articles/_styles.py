"""样式表 (style sheet): what an article's styles say, read once for all articles that share them byte for byte."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Final

from attrs import frozen
from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.package import Package
from lxml import etree

from trafficlight.articles._tree import drop, take, tree_parser
from trafficlight.ooxml.xml import NAME, NUMPR, PPR, PSTYLE, VAL, Element, W, w

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


# --- 样式并入 (style merge): which style of the compendium stands for each style of an article -------------------------

_USES: Final = {PSTYLE: "paragraph", w("rStyle"): "character", w("tblStyle"): "table"}
_STYLE_ID_STYLE_MERGE: Final = w("styleId")
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
            name = style.get(_STYLE_ID_STYLE_MERGE, "")
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
        take(copy, w("default"), _STYLE_ID_STYLE_MERGE)
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
        copy.set(_STYLE_ID_STYLE_MERGE, ours)
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


# --- 样式与编号的出处 (sources): an article's style sheet and lists as parts of its document, already read -----------------


class StyleSource(Part):
    """A styles part that was read before."""

    def __init__(self, package: Package, digest: bytes, sheet: StyleSheet) -> None:
        super().__init__(PackURI("/word/styles.xml"), CONTENT_TYPE.WML_STYLES, None, package)
        self.digest = digest
        self.sheet = sheet


class NumberingSource(Part):
    """A numbering part that was read before."""

    def __init__(self, package: Package, digest: bytes, root: Element) -> None:
        super().__init__(PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, None, package)
        self.digest = digest
        self.root = root


def style_source(document: WordDocument) -> tuple[bytes, StyleSheet]:
    """A document's style sheet and its digest."""
    part = _part(document, RELATIONSHIP_TYPE.STYLES)
    if isinstance(part, StyleSource):
        return part.digest, part.sheet
    digest, root = _read(part)
    return digest, StyleSheet(root)


def numbering_source(document: WordDocument) -> tuple[bytes, Element | None]:
    """A document's numbering part and its digest."""
    part = _part(document, RELATIONSHIP_TYPE.NUMBERING)
    if isinstance(part, NumberingSource):
        return part.digest, part.root
    return _read(part)


def _part(document: WordDocument, kind: str) -> Part | None:
    for relation in document.part.rels.values():
        if relation.reltype == kind and not relation.is_external:
            part: Part = relation.target_part
            return part
    return None


def _read(part: Part | None) -> tuple[bytes, Element | None]:
    if part is None:
        return b"", None
    blob = part.blob
    return hashlib.sha256(blob).digest(), etree.fromstring(blob, tree_parser())
