"""书签和图形 (bookmarks, shapes): whole bookmarks that something refers to stay; in the compendium nothing shares a name or number.

`structural_faults` tells what is not whole and no schema sees.
Two articles of Word call a picture's type `_x0000_t75` and their first shapes `_x0000_s1026`, whatever these are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from lxml import etree

from trafficlight.articles._fields import (
    ANCHOR,
    FIELD_MARK,
    INSTRUCTED,
    INSTRUCTION,
    LINK,
    MARK_TYPE,
    SIMPLE,
    retarget,
    target_of,
)
from trafficlight.articles._submission import Content
from trafficlight.articles._tree import FreeNames, drop, story_of, unwrap, values_of
from trafficlight.messages import Words
from trafficlight.ooxml.xml import ID, NAME, TBL, TC, WP, WPS, Element, O, P, V, r, w

START: Final = w("bookmarkStart")
END: Final = w("bookmarkEnd")
_NAME_LENGTH: Final = 40
"""Characters; Word takes no longer name."""


def bookmark_names(root: Element) -> frozenset[str]:
    """The names of all bookmarks, case folded, as Word compares them."""
    return frozenset(start.get(NAME, "").casefold() for start in root.iter(START))


def pair_bookmarks(root: Element) -> None:
    """Leave only bookmarks that begin, end behind their beginning, and whose name is not taken."""
    taken: set[str] = set()
    opened: dict[str, Element] = {}
    whole: set[Element] = set()
    for mark in root.iter(START, END):
        number = mark.get(ID, "")
        if mark.tag == START:
            opened.setdefault(number, mark)
        elif number in opened:
            start = opened.pop(number)
            name = start.get(NAME, "").casefold()
            if name and name not in taken:
                taken.add(name)
                whole.update((start, mark))
    for mark in list(root.iter(START, END)):
        if mark not in whole:
            drop(mark)


def keep_referenced(content: Content) -> None:
    """Take out the bookmarks that nothing refers to, and make links that lead nowhere plain text."""
    names = bookmark_names(content.root)
    used: set[str] = set()
    for root in content.roots():
        for link in list(root.iter(LINK)):
            anchor = link.get(ANCHOR, "").casefold()
            if anchor in names:
                used.add(anchor)
            elif r("id") not in link.attrib:
                unwrap(link)
        instructions = [piece.text or "" for piece in root.iter(INSTRUCTION)]
        instructions += [simple.get(INSTRUCTED, "") for simple in root.iter(SIMPLE)]
        used.update(target.casefold() for target in map(target_of, instructions) if target is not None)
    for root in content.roots():
        unused: set[str] = set()
        for mark in list(root.iter(START, END)):
            if root is not content.root or (mark.tag == START and mark.get(NAME, "").casefold() not in used):
                unused.add(mark.get(ID, ""))
                drop(mark)
            elif mark.tag == END and mark.get(ID, "") in unused:
                drop(mark)


class BookmarkMerger:
    """书签并入: gives the bookmarks of articles free names and numbers; what refers to one follows it."""

    def __init__(self, body: Element) -> None:
        self._names = FreeNames()
        self._number = -1
        for mark in body.iter(START):
            self._names.take(mark.get(NAME, ""))
            self._number = max(self._number, int(mark.get(ID, "0")))

    def take(self, roots: list[Element]) -> None:
        """Number and name all bookmarks of an article, each of which is whole."""
        renamed: dict[str, str] = {}
        for root in roots:
            opened: dict[str, str] = {}
            for mark in root.iter(START, END):
                number = mark.get(ID, "")
                if mark.tag == START:
                    self._number += 1
                    opened[number] = str(self._number)
                    name = mark.get(NAME, "")
                    free = self._names.free(name, between="_", length=_NAME_LENGTH)
                    if free != name:
                        renamed[name.casefold()] = free
                        mark.set(NAME, free)
                mark.set(ID, opened.get(number, number))
        if renamed:
            for root in roots:
                retarget(root, lambda name: renamed.get(name.casefold(), name))


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


class _ShapeNames:
    """The names of an article's shapes: a name used twice, in any case, becomes two; references mean the last one."""

    def __init__(self, ending: str) -> None:
        self._ending = ending
        self._given: dict[str, str] = {}
        self._met: Counter[tuple[str, str]] = Counter()

    def referred(self, value: str) -> str:
        """What refers to a shape of the same part by `#` and its name, as it is now."""
        return f"#{self._given.get(value[1:], value[1:] + self._ending)}" if value.startswith("#") else value

    def free(self, kind: str, value: str) -> str:
        """A name of that kind that no other shape has."""
        if not value:
            return value
        self._met[kind, value.lower()] += 1
        times = self._met[kind, value.lower()]
        made = f"{value}{self._ending}_{times}" if times > 1 else f"{value}{self._ending}"
        if kind == "id":
            self._given[value] = made
        return made


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
        names = _ShapeNames(ending)
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
                element.set(name, names.referred(value) if name in {"type", "idref"} else names.free(name, value))
            for element, name, value in values_of(_CHAINED, root):
                element.set(name, _NEXT.sub(rf"\g<1>\g<2>{ending}", value))


def structural_faults(root: Element) -> list[Words]:
    """What is wrong with one part of text: bookmarks, fields and cells that are not whole."""
    return [*_bookmark_faults(root), *_field_faults(root), *_cell_faults(root)]


def _bookmark_faults(root: Element) -> Iterator[Words]:
    names: set[str] = set()
    opened: dict[str, str] = {}
    closed: set[str] = set()
    for mark in root.iter(START, END):
        number = mark.get(ID, "")
        if mark.tag == END:
            if opened.pop(number, None) is None:
                yield Words(f"书签 {number} 只有结尾", f"bookmark {number} has an end alone")
            closed.add(number)
            continue
        name = mark.get(NAME, "")
        if name.casefold() in names:
            yield Words(f"书签名“{name}”重复", f"the bookmark’s name “{name}” stands twice")
        if number in opened or number in closed:
            yield Words(f"书签编号 {number} 重复", f"the bookmark’s number {number} stands twice")
        names.add(name.casefold())
        opened[number] = name
    for name in opened.values():
        yield Words(f"书签“{name}”没有结尾", f"the bookmark “{name}” has no end")


def _field_faults(root: Element) -> Iterator[Words]:
    opened: dict[Element, list[str]] = {}
    for mark in root.iter(FIELD_MARK):
        stack = opened.setdefault(story_of(mark), [])
        kind = mark.get(MARK_TYPE, "")
        if kind == "begin":
            stack.append(kind)
        elif not stack:
            yield Words(f"域没有开头，只有 {kind}", f"a field has no beginning, but a mark “{kind}”")
        elif kind == "end":
            stack.pop()
        elif kind != "separate" or stack[-1] == "separate":
            yield Words("域的标记次序不对", "the marks of a field are out of order")
        else:
            stack[-1] = kind
    for stack in opened.values():
        for _ in stack:
            yield Words("域没有结尾", "a field has no end")


def _cell_faults(root: Element) -> Iterator[Words]:
    for cell in root.iter(TC):
        last = next(cell.iterchildren(P, TBL, reversed=True), None)
        if last is None or last.tag != P:
            yield Words("单元格不以段落结尾", "a cell does not end with a paragraph")
