"""项目编号 (lists): every paragraph says itself which list it belongs to, so that no two articles share a list.

Numbering that comes from a style goes on from one article into the next; written into the paragraph it starts anew.
In the compendium the lists get new numbers in their order, and equal definitions are kept once.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, cached_property
from typing import Final

from lxml import etree

from trafficlight.articles._grammar import Mender
from trafficlight.articles._styles import StyleNumbering, StyleSheet, pure
from trafficlight.articles._tree import PARAGRAPH, child_of, drop, properties_of, put, take, whole
from trafficlight.ooxml.xml import NUMPR, PPR, PSTYLE, VAL, Element, P, w

_NUM: Final = w("num")
_ABSTRACT: Final = w("abstractNum")
_ABSTRACT_ID: Final = w("abstractNumId")
_NUM_ID: Final = w("numId")
_LEVEL: Final = w("ilvl")
_START_OVERRIDE: Final = w("startOverride")
_LEVELS: Final = frozenset("012345678")
_LINKS: Final = 8
"""So many numbering styles may stand between a list and its definition."""
_FIRST_NSID: Final = 0x10000000
_UNWANTED: Final = (w("nsid"), w("name"), w("styleLink"), w("lvlPicBulletId"), PSTYLE, w("rStyle"))
_UNCOUNTED: Final = frozenset({"bullet", "none"})


class Numbering:
    """编号表: the lists of one article, by id."""

    def __init__(self, root: Element | None, styles: StyleSheet, digest: bytes) -> None:
        self.root = root
        self.digest: bytes = digest + styles.digest
        self._styles = styles
        self.level_of = cache(self._level_of)

    @cached_property
    def lists(self) -> dict[str, Element]:
        """Those that have a definition."""
        return {number: element for number, element in self._all.items() if self.definition(number) is not None}

    def definition(self, number: str) -> Element | None:
        """The definition behind a list; one that is only a link to a numbering style is followed to the real one."""
        abstract = self._abstract(number)
        for _ in range(_LINKS):
            link = None if abstract is None else abstract.find(w("numStyleLink"))
            if link is None:
                return abstract
            found = self._styles.numbering(link.get(VAL, ""))
            abstract = None if found is None else self._abstract(found.list_id)
        return None

    def _level_of(self, numbering: StyleNumbering) -> str:
        """The level at which a style is numbered: its own, or the one that names the style."""
        if numbering.level in _LEVELS:
            return str(numbering.level)
        definition = self.definition(numbering.list_id)
        for level in () if definition is None else definition.iterchildren(w("lvl")):
            style = level.find(PSTYLE)
            if style is not None and style.get(VAL) == numbering.style:
                return level.get(_LEVEL, "0")
        return "0"

    def _abstract(self, number: str) -> Element | None:
        element = self._all.get(number)
        named = None if element is None else element.find(_ABSTRACT_ID)
        return None if named is None else self._abstracts.get(named.get(VAL, ""))

    @cached_property
    def _all(self) -> dict[str, Element]:
        return self._by_id(_NUM, _NUM_ID)

    @cached_property
    def _abstracts(self) -> dict[str, Element]:
        return self._by_id(_ABSTRACT, _ABSTRACT_ID)

    def _by_id(self, tag: str, name: str) -> dict[str, Element]:
        found: dict[str, Element] = {}
        for element in () if self.root is None else self.root.iterchildren(tag):
            found.setdefault(element.get(name, ""), element)
        return found


def number_explicitly(roots: Iterable[Element], styles: StyleSheet, numbering: Numbering) -> None:
    """Write into each paragraph the list and level that it has; what belongs to no list says nothing."""
    for root in roots:
        for paragraph in root.iter(P):
            properties = child_of(paragraph, PPR)
            style = None if properties is None else child_of(properties, PSTYLE)
            name = styles.default if style is None else style.get(VAL, "")
            inherited = None if name is None else styles.numbering(name)
            own = None if properties is None else child_of(properties, NUMPR)
            if own is not None or inherited is not None:
                _number(paragraph, own, inherited, numbering)


def _number(paragraph: Element, own: Element | None, inherited: StyleNumbering | None, numbering: Numbering) -> None:
    number = level = None
    if own is not None:
        named, at = child_of(own, _NUM_ID), child_of(own, _LEVEL)
        number = None if named is None else named.get(VAL)
        level = None if at is None else at.get(VAL)
        drop(own)
    if number is None and inherited is not None:
        number = inherited.list_id
        level = level if level is not None else numbering.level_of(inherited)
    if number is None or number not in numbering.lists:
        return
    written = put(properties_of(paragraph), paragraph.makeelement(NUMPR), PARAGRAPH)
    for tag, value in ((_LEVEL, level if level in _LEVELS else "0"), (_NUM_ID, number)):
        etree.SubElement(written, tag, {VAL: value or ""})


class ListMerger:
    """编号并入: the lists of the compendium."""

    def __init__(self, root: Element, mender: Mender) -> None:
        self._root = root
        self._mender = mender
        self._number = max((whole(num.get(_NUM_ID)) for num in root.iterchildren(_NUM)), default=0)
        self._definition = max((whole(one.get(_ABSTRACT_ID)) for one in root.iterchildren(_ABSTRACT)), default=-1)
        self._known: dict[bytes, int] = {}
        self._resolved: dict[tuple[bytes, str], tuple[int, dict[str, str]] | None] = {}
        self._definitions: list[Element] = []
        self._lists: list[Element] = []

    def map_references(self, roots: list[Element], numbering: Numbering) -> None:
        """Give every list that the paragraphs of one article name a number of its own."""
        before = self._definition
        known: dict[str, str | None] = {}
        started: set[int] = set()
        for reference in [reference for root in roots for reference in root.iter(NUMPR)]:
            named = reference.find(_NUM_ID)
            number = None if named is None else named.get(VAL, "")
            if named is None or number not in numbering.lists:
                drop(reference)
                continue
            if number not in known:
                known[number] = self._list(number, numbering, before, started)
            ours = known[number]
            if ours is None:
                drop(reference)
            else:
                named.set(VAL, ours)

    def finish(self) -> None:
        """Put definitions and lists into the part, definitions first as the schema has it."""
        first = self._root.find(_NUM)
        for definition in self._definitions:
            if first is None:
                self._root.append(definition)
            else:
                first.addprevious(definition)
        self._root.extend(self._lists)
        self._definitions, self._lists = [], []

    def _list(self, number: str, numbering: Numbering, before: int, started: set[int]) -> str | None:
        defined = self._defined(number, numbering)
        if defined is None:
            return None
        definition, starts = defined
        self._number += 1
        made = self._root.makeelement(_NUM, {_NUM_ID: str(self._number)})
        etree.SubElement(made, _ABSTRACT_ID, {VAL: str(definition)})
        overrides = self._overrides(numbering.lists[number])
        # a definition that an earlier article has used goes on counting there, so its first list here starts anew
        if definition <= before and definition not in started:
            for level, start in starts.items():
                override = overrides.setdefault(level, made.makeelement(w("lvlOverride"), {_LEVEL: level}))
                if override.find(_START_OVERRIDE) is None and override.find(w("lvl")) is None:
                    override.insert(0, override.makeelement(_START_OVERRIDE, {VAL: start}))
        started.add(definition)
        made.extend(overrides[level] for level in sorted(overrides))
        self._lists.append(made)
        return str(self._number)

    def _overrides(self, element: Element) -> dict[str, Element]:
        """A list's own exceptions, one a level."""
        found: dict[str, Element] = {}
        for override in element.iterchildren(w("lvlOverride")):
            copy = pure(override, _UNWANTED)
            if self._mender.mend(copy):
                found.setdefault(copy.get(_LEVEL, "0"), copy)
        return found

    def _defined(self, number: str, numbering: Numbering) -> tuple[int, dict[str, str]] | None:
        """The number of a list's definition here, and the first numbers of its levels; none for one that is not whole."""
        definition = numbering.definition(number)
        assert definition is not None  # noqa: S101  # `lists` holds none without one
        key = (numbering.digest, definition.get(_ABSTRACT_ID, ""))
        if key in self._resolved:
            return self._resolved[key]
        copy = pure(definition, _UNWANTED)
        copy.set(_ABSTRACT_ID, "0")
        if not self._mender.mend(copy):
            self._resolved[key] = None
            return None
        take(copy, _ABSTRACT_ID)
        same = etree.tostring(copy, method="c14n")
        if same not in self._known:
            self._definition += 1
            self._known[same] = self._definition
            copy.set(_ABSTRACT_ID, str(self._definition))
            copy.insert(0, copy.makeelement(w("nsid"), {VAL: f"{_FIRST_NSID + self._definition:08X}"}))
            self._definitions.append(copy)
        self._resolved[key] = (self._known[same], _starts(copy))
        return self._resolved[key]


def _starts(definition: Element) -> dict[str, str]:
    """The first number of each level that counts."""
    starts: dict[str, str] = {}
    for level in definition.iterchildren(w("lvl")):
        form, start = level.find(w("numFmt")), level.find(w("start"))
        if form is None or form.get(VAL) not in _UNCOUNTED:
            starts[level.get(_LEVEL, "0")] = "1" if start is None else start.get(VAL, "1")
    return starts
