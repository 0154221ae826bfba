"""项目编号 (lists): every paragraph says itself which list it belongs to, so that no two articles share a list.

Numbering that comes from a style goes on from one article into the next; written into the paragraph it starts anew.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from trafficlight.articles._findings import Kind
from trafficlight.articles._styles import StyleNumbering, StyleSheet, pure
from trafficlight.articles._submission import Submission
from trafficlight.articles._tree import drop, take
from trafficlight.ooxml.xml import NUMPR, PPR, PSTYLE, VAL, Element, P, w

NUM: Final = w("num")
ABSTRACT: Final = w("abstractNum")
ABSTRACT_ID: Final = w("abstractNumId")
NUM_ID: Final = w("numId")
LEVEL: Final = w("ilvl")
_BEFORE: Final = frozenset(map(w, "pStyle keepNext keepLines pageBreakBefore framePr widowControl".split()))
_LEVELS: Final = frozenset("012345678")


class Numbering:
    """The lists of one article's numbering part, by id."""

    def __init__(self, root: Element | None, sheet: StyleSheet) -> None:
        self._sheet = sheet
        self.lists: dict[str, Element] = {}
        self._abstracts: dict[str, Element] = {}
        for element in () if root is None else root:
            if element.tag == NUM:
                self.lists.setdefault(element.get(NUM_ID, ""), element)
            elif element.tag == ABSTRACT:
                self._abstracts.setdefault(element.get(ABSTRACT_ID, ""), element)
        for number in [number for number in self.lists if self.definition(number) is None]:
            del self.lists[number]

    def definition(self, number: str) -> Element | None:
        """The definition behind a list; one that is only a link to a numbering style is followed to the real one."""
        abstract = self._abstract(number)
        for _ in range(8):
            link = None if abstract is None else abstract.find(w("numStyleLink"))
            if link is None:
                return abstract
            style = link.get(VAL, "")
            found = self._sheet.numbering(style) if style in self._sheet else None
            abstract = None if found is None else self._abstract(found.list_id)
        return None

    def level_of(self, numbering: StyleNumbering) -> str:
        """The level at which a style is numbered: its own, or the one that names the style."""
        if numbering.level in _LEVELS:
            return str(numbering.level)
        definition = self.definition(numbering.list_id)
        for level in () if definition is None else definition.iterchildren(w("lvl")):
            style = level.find(PSTYLE)
            if style is not None and style.get(VAL) == numbering.style:
                return level.get(LEVEL, "0")
        return "0"

    def _abstract(self, number: str) -> Element | None:
        element = self.lists.get(number)
        named = None if element is None else element.find(ABSTRACT_ID)
        return None if named is None else self._abstracts.get(named.get(VAL, ""))


def number_explicitly(submission: Submission) -> None:
    """Write into each paragraph the list and level that it has; what belongs to no list says nothing."""
    numbering = Numbering(submission.numbering, submission.sheet)
    sheet = submission.sheet
    for root in submission.roots():
        for paragraph in root.iter(P):
            properties = paragraph.find(PPR)
            style = None if properties is None else properties.find(PSTYLE)
            name = sheet.default if style is None else style.get(VAL, "")
            inherited = sheet.numbering(name) if name is not None and name in sheet else None
            own = None if properties is None else properties.find(NUMPR)
            if own is not None or inherited is not None:
                _number(paragraph, own, inherited, numbering)
    if submission.numbering is not None:
        bullets = sum(1 for _ in submission.numbering.iter(w("numPicBullet")))
        submission.found(Kind.PICTURE_BULLETS, count=bullets)


def _number(paragraph: Element, own: Element | None, inherited: StyleNumbering | None, numbering: Numbering) -> None:
    number = level = None
    if own is not None:
        named, at = own.find(NUM_ID), own.find(LEVEL)
        number = None if named is None else named.get(VAL)
        level = None if at is None else at.get(VAL)
        drop(own)
    if number is None and inherited is not None:
        number = inherited.list_id
        level = level if level is not None else numbering.level_of(inherited)
    if number is None or number not in numbering.lists:
        return
    properties = paragraph.find(PPR)
    if properties is None:
        properties = paragraph.makeelement(PPR)
        paragraph.insert(0, properties)
    written = properties.makeelement(NUMPR)
    for tag, value in ((LEVEL, level if level in _LEVELS else "0"), (NUM_ID, number)):
        child = written.makeelement(tag)
        child.set(VAL, value or "")
        written.append(child)
    place = sum(1 for child in properties if child.tag in _BEFORE)
    properties.insert(place, written)


# --- 编号并入 (list merge): lists of articles get new numbers in order; equal definitions are kept once ----------------

_FIRST_NSID: Final = 0x10000000
_UNWANTED: Final = (w("nsid"), w("name"), w("styleLink"), w("lvlPicBulletId"), PSTYLE, w("rStyle"))
_UNCOUNTED: Final = frozenset({"bullet", "none"})


class ListMerger:
    """The lists of the compendium."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._number = max((_whole(num.get(NUM_ID)) for num in root.iterchildren(NUM)), default=0)
        self._definition = max((_whole(one.get(ABSTRACT_ID)) for one in root.iterchildren(ABSTRACT)), default=-1)
        self._known: dict[bytes, int] = {}
        self._resolved: dict[tuple[bytes, str], tuple[int, dict[str, str]]] = {}
        self._definitions: list[Element] = []
        self._lists: list[Element] = []

    def map_references(
        self, roots: list[Element], digest: bytes, numbering: Element | None, sheet: tuple[bytes, StyleSheet]
    ) -> None:
        """Give every list that the paragraphs of one article name a number of its own."""
        references = [reference for root in roots for reference in root.iter(NUMPR)]
        if not references:
            return
        source = Numbering(numbering, sheet[1])
        before = self._definition
        known: dict[str, str | None] = {}
        started: set[int] = set()
        for reference in references:
            named = reference.find(NUM_ID)
            number = "" if named is None else named.get(VAL, "")
            if number not in known:
                fresh = self._list(number, digest + sheet[0], source, before, started)
                known[number] = None if fresh is None else str(fresh)
            ours = known[number]
            if named is None or ours is None:
                drop(reference)
            else:
                named.set(VAL, ours)

    def finish(self) -> None:
        """Put definitions and lists into the part, definitions first as the schema has it."""
        first = self._root.find(NUM)
        for definition in self._definitions:
            if first is None:
                self._root.append(definition)
            else:
                first.addprevious(definition)
        self._root.extend(self._lists)
        self._definitions, self._lists = [], []

    def _list(self, number: str, digest: bytes, source: Numbering, before: int, started: set[int]) -> int | None:
        element = source.lists.get(number)
        if element is None:
            return None
        definition, starts = self._defined(number, digest, source)
        self._number += 1
        made = self._root.makeelement(NUM)
        made.set(NUM_ID, str(self._number))
        named = made.makeelement(ABSTRACT_ID)
        named.set(VAL, str(definition))
        made.append(named)
        overrides = _overrides(element)
        # a definition that an earlier article has used goes on counting there, so its first list here starts anew
        if definition <= before and definition not in started:
            for level, start in starts.items():
                override = overrides.setdefault(level, _override(made, level))
                if override.find(w("startOverride")) is None and override.find(w("lvl")) is None:
                    begin = override.makeelement(w("startOverride"))
                    begin.set(VAL, start)
                    override.insert(0, begin)
        started.add(definition)
        made.extend(overrides[level] for level in sorted(overrides))
        self._lists.append(made)
        return self._number

    def _defined(self, number: str, digest: bytes, source: Numbering) -> tuple[int, dict[str, str]]:
        definition = source.definition(number)
        assert definition is not None  # noqa: S101  # `Numbering` holds no list without one
        key = (digest, definition.get(ABSTRACT_ID, ""))
        if digest and key in self._resolved:
            return self._resolved[key]
        copy = _cleaned(definition)
        take(copy, ABSTRACT_ID)
        same = etree.tostring(copy, method="c14n")
        if same not in self._known:
            self._definition += 1
            self._known[same] = self._definition
            copy.set(ABSTRACT_ID, str(self._definition))
            mark = copy.makeelement(w("nsid"))
            mark.set(VAL, f"{_FIRST_NSID + self._definition:08X}")
            copy.insert(0, mark)
            self._definitions.append(copy)
        self._resolved[key] = (self._known[same], _starts(copy))
        return self._resolved[key]


def _whole(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _cleaned(definition: Element) -> Element:
    copy = pure(definition)
    for unwanted in list(copy.iter(*_UNWANTED)):
        drop(unwanted)
    return copy


def _starts(definition: Element) -> dict[str, str]:
    """The first number of each level that counts."""
    starts: dict[str, str] = {}
    for level in definition.iterchildren(w("lvl")):
        form, start = level.find(w("numFmt")), level.find(w("start"))
        if form is None or form.get(VAL) not in _UNCOUNTED:
            starts[level.get(LEVEL, "0")] = "1" if start is None else start.get(VAL, "1")
    return starts


def _overrides(element: Element) -> dict[str, Element]:
    """A list's own exceptions, one a level."""
    found: dict[str, Element] = {}
    for override in element.iterchildren(w("lvlOverride")):
        found.setdefault(override.get(LEVEL, "0"), _cleaned(override))
    return found


def _override(parent: Element, level: str) -> Element:
    made = parent.makeelement(w("lvlOverride"))
    made.set(LEVEL, level)
    return made
