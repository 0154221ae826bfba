"""注释 (notes): footnotes and endnotes that the text refers to, each at its place, none twice and none left over."""

from __future__ import annotations

from typing import Final

from trafficlight.articles._findings import Kind
from trafficlight.articles._submission import Submission
from trafficlight.articles._tree import drop
from trafficlight.ooxml.xml import ID, RPR, RUN, Element, w

REFERENCE: Final = {"footnotes": w("footnoteReference"), "endnotes": w("endnoteReference")}
NOTE: Final = {"footnotes": w("footnote"), "endnotes": w("endnote")}


def referenced_notes(root: Element, kind: str) -> dict[str, Element]:
    """The notes of a part of notes by id; separators are none."""
    found: dict[str, Element] = {}
    for note in root.iterchildren(NOTE[kind]):
        if note.get(w("type"), "normal") == "normal":
            found.setdefault(note.get(ID, ""), note)
    return found


def settle_notes(submission: Submission) -> None:
    """Take out references that lead nowhere, inside notes, or twice to one note; and notes that nothing refers to."""
    for kind, tag in REFERENCE.items():
        part = submission.notes.get(kind)
        known = {} if part is None else referenced_notes(part[1], kind)
        used: set[str] = set()
        for reference in list(submission.root.iter(tag)):
            number = reference.get(ID, "")
            if number not in known or number in used:
                submission.found(Kind.MISSING, "脚注" if kind == "footnotes" else "尾注")
                _drop_reference(reference)
            used.add(number)
        for _, root in submission.notes.values():
            for reference in list(root.iter(tag)):
                _drop_reference(reference)
        for number, note in known.items():
            if number not in used:
                drop(note)


def _drop_reference(reference: Element) -> None:
    run = reference.getparent()
    drop(reference)
    if run is not None and run.tag == RUN and all(child.tag == RPR for child in run):
        drop(run)
