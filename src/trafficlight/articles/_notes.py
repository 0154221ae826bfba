"""注释 (notes): footnotes and endnotes that the text refers to, each at its place, none twice and none left over."""

from __future__ import annotations

from typing import Final

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.oxml.parser import parse_xml

from trafficlight.articles._attachments import PartMerger
from trafficlight.articles._findings import Kind
from trafficlight.articles._submission import Content, Submission
from trafficlight.articles._tree import drop, drop_from_run
from trafficlight.messages import Words
from trafficlight.ooxml.xml import ID, Element, R, W, w

REFERENCE: Final = {"footnotes": w("footnoteReference"), "endnotes": w("endnoteReference")}
_NOTE: Final = {"footnotes": w("footnote"), "endnotes": w("endnote")}
_TYPES: Final = {
    "footnotes": (CONTENT_TYPE.WML_FOOTNOTES, RELATIONSHIP_TYPE.FOOTNOTES),
    "endnotes": (CONTENT_TYPE.WML_ENDNOTES, RELATIONSHIP_TYPE.ENDNOTES),
}
_SEPARATORS: Final = (
    '<w:{kind}s xmlns:w="{w}" xmlns:r="{r}">'
    '<w:{kind} w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>'
    '<w:{kind} w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:{kind}>'
    "</w:{kind}s>"
)


def settle_notes(submission: Submission) -> None:
    """Take out references that lead nowhere, inside notes, or twice to one note; and notes that nothing refers to."""
    stories = submission.content.stories
    for kind, tag in REFERENCE.items():
        known = _referable(stories[kind].root, kind) if kind in stories else {}
        used: set[str] = set()
        for name, story in stories.items():
            for reference in list(story.root.iter(tag)):
                number = reference.get(ID, "")
                if name != "document":
                    drop_from_run(reference)
                elif number not in known or number in used:
                    submission.found(
                        Kind.MISSING, Words("脚注", "footnote") if kind == "footnotes" else Words("尾注", "endnote")
                    )
                    drop_from_run(reference)
                else:
                    used.add(number)
        for number, note in known.items():
            if number not in used:
                drop(note)


def _referable(root: Element, kind: str) -> dict[str, Element]:
    """The notes of a part of notes by id; separators are none."""
    found: dict[str, Element] = {}
    for note in root.iterchildren(_NOTE[kind]):
        if note.get(w("type"), "normal") == "normal":
            found.setdefault(note.get(ID, ""), note)
    return found


class NoteMerger:
    """注释并入: the notes of the compendium; the part of a kind is made when the first note of it comes."""

    def __init__(self, main: Part, parts: PartMerger) -> None:
        self._main = main
        self._carried = parts
        self._parts: dict[str, XmlPart] = {}
        self._number = 0

    def take(self, content: Content) -> None:
        """Take the notes in the order in which the text refers to them."""
        for kind, tag in REFERENCE.items():
            if kind not in content.stories:
                continue
            story = content.stories[kind]
            known = _referable(story.root, kind)
            for reference in content.body.iter(tag):
                note = known[reference.get(ID, "")]
                ours = self._part(kind)
                self._carried.map_references(note, story.carried, ours)
                self._number += 1
                note.set(ID, str(self._number))
                reference.set(ID, str(self._number))
                ours.element.append(note)

    def _part(self, kind: str) -> XmlPart:
        if kind not in self._parts:
            content_type, reltype = _TYPES[kind]
            root = parse_xml(_SEPARATORS.format(kind=kind[:-1], w=W, r=R))
            part = XmlPart(PackURI(f"/word/{kind}.xml"), content_type, root, self._main.package)
            self._main.relate_to(part, reltype)
            self._parts[kind] = part
        return self._parts[kind]
