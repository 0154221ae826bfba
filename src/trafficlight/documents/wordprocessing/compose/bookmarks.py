"""书签 (bookmarks): only whole ones that something refers to stay."""

from __future__ import annotations

from typing import Final

from trafficlight.documents.wordprocessing.compose.fields import ANCHOR, INSTRUCTION, LINK, SIMPLE, target_of
from trafficlight.documents.wordprocessing.compose.names import ID, NAME, r, w
from trafficlight.documents.wordprocessing.compose.submission import Submission
from trafficlight.documents.wordprocessing.compose.tree import Element, drop, unwrap

START: Final = w("bookmarkStart")
END: Final = w("bookmarkEnd")


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


def keep_referenced(submission: Submission) -> None:
    """Take out the bookmarks that nothing refers to, and make links that lead nowhere plain text."""
    names = bookmark_names(submission.root)
    used: set[str] = set()
    for root in submission.roots():
        for link in list(root.iter(LINK)):
            anchor = link.get(ANCHOR, "").casefold()
            if anchor in names:
                used.add(anchor)
            elif r("id") not in link.attrib:
                unwrap(link)
        instructions = [piece.text or "" for piece in root.iter(INSTRUCTION)]
        instructions += [simple.get(w("instr"), "") for simple in root.iter(SIMPLE)]
        used.update(target.casefold() for target in map(target_of, instructions) if target is not None)
    for root in submission.roots():
        unused: set[str] = set()
        for mark in list(root.iter(START, END)):
            if root is not submission.root or (mark.tag == START and mark.get(NAME, "").casefold() not in used):
                unused.add(mark.get(ID, ""))
                drop(mark)
            elif mark.tag == END and mark.get(ID, "") in unused:
                drop(mark)
