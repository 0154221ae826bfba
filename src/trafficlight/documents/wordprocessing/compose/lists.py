"""项目编号 (lists): every paragraph says itself which list it belongs to, so that no two articles share a list.

Numbering that comes from a style goes on from one article into the next; written into the paragraph it starts anew.
"""

from __future__ import annotations

from typing import Final

from trafficlight.documents.submissions import Kind
from trafficlight.documents.wordprocessing.compose.names import NUMPR, PPR, PSTYLE, VAL, P, w
from trafficlight.documents.wordprocessing.compose.sheet import StyleNumbering, StyleSheet
from trafficlight.documents.wordprocessing.compose.submission import Submission
from trafficlight.documents.wordprocessing.compose.tree import Element, drop

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
