"""引用 (references): footnotes, endnotes and other parts that a text refers to: each is kept at its place, cleaned or taken out."""

from __future__ import annotations

from typing import Final

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.oxml.parser import parse_xml
from lxml import etree

from trafficlight.articles._attachments import CARRIED, DRAWN_AS, REFERENCES, PartLoader, PartMerger, diagram_extension
from trafficlight.articles._findings import Kind, Reason
from trafficlight.articles._submission import Carried, Content, Submission
from trafficlight.articles._tree import (
    attributes,
    drop,
    drop_drawing,
    drop_from_run,
    elements_with,
    take,
    unwrap,
    values_of,
)
from trafficlight.messages import Words
from trafficlight.ooxml.parts import Relation
from trafficlight.ooxml.xml import DGM, ID, OBJECT, PICT, A, C, Element, O, R, V, W, r, w

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


_FETCHED: Final = etree.XPath(
    "//v:*/@src | //v:*/@href | //@o:href | //@o:althref | //v:*/@o:relid", namespaces={"v": V, "o": O}
)
_LINK: Final = w("hyperlink")
_LINKS: Final = frozenset({_LINK, *(f"{{{A}}}{name}" for name in ("hlinkClick", "hlinkHover", "hlinkMouseOver"))})
_MEDIA: Final = frozenset(
    f"{{{A}}}{name}" for name in ("videoFile", "audioFile", "wavAudioFile", "quickTimeFile", "snd")
)
_OLE: Final = frozenset({f"{{{O}}}OLEObject", w("control"), w("objectEmbed"), w("objectLink"), w("movie")})
_EMBEDDED: Final = frozenset({"oleObject", "package", "control"})
_IMPORTED: Final = frozenset({w("altChunk"), w("subDoc")})
_NEEDED: Final = frozenset({f"{{{A}}}blip", f"{{{C}}}chart", f"{{{DGM}}}relIds", f"{{{V}}}imagedata"})
"""Drawings that are nothing without the part that they refer to."""


def settle_objects(submission: Submission) -> None:
    """Settle every reference; what comes along with a part of the text stands then in its `carried`."""
    _drop_objects(submission)
    loader = PartLoader(submission)
    for story in submission.content.stories.values():
        relations = submission.package.relations(story.part)
        for element in elements_with(REFERENCES, story.root):
            if element.getroottree().getroot() is story.root:
                _settle(submission, loader, element, relations, story.carried)
        for element, attribute, value in values_of(_FETCHED, story.root):
            submission.settle(Reason.EXTERNAL, value[:120])
            take(element, attribute)
        _keep_drawings(loader, relations, story.carried)


def _keep_drawings(loader: PartLoader, relations: dict[str, Relation], kept: Carried) -> None:
    """Keep the drawings of the diagrams whose data is kept."""
    for part in list(kept.values()):
        extension = diagram_extension(part)
        relation = None if extension is None else relations.get(extension.get(DRAWN_AS, ""))
        drawn = None if relation is None or relation.kind != "diagramDrawing" else loader.part(relation)
        if relation is not None and drawn is not None:
            kept[relation.id] = drawn
        elif extension is not None:
            take(extension, DRAWN_AS)


def _settle(
    submission: Submission, loader: PartLoader, element: Element, relations: dict[str, Relation], kept: Carried
) -> None:
    if element.tag in _IMPORTED:
        submission.settle(Reason.IMPORTED, etree.QName(element).localname)
        drop(element)
        return
    if element.tag in _LINKS or element.tag in _MEDIA:
        _settle_link(submission, element, relations)
        return
    lost = False
    for name, value in attributes(element):
        if not name.startswith(f"{{{R}}}"):
            continue
        relation = relations.get(value)
        part = None if relation is None or relation.kind not in CARRIED else loader.part(relation)
        if relation is not None and part is not None:
            kept[value] = part
            continue
        del element.attrib[name]
        if value and name != r("href"):
            _tell(submission, relation, value)
        lost = lost or name not in {r("link"), r("href"), r("pict")} or r("embed") not in element.attrib
    if lost and element.tag in _NEEDED and r("embed") not in element.attrib and r("id") not in element.attrib:
        drop_drawing(element)
    elif lost:
        extension = next(element.iterancestors(f"{{{A}}}ext"), None)
        if extension is not None:
            drop(extension)


def _tell(submission: Submission, relation: Relation | None, value: str) -> None:
    if relation is not None and relation.external:
        submission.settle(Reason.EXTERNAL, relation.target[:120])
    elif relation is not None and relation.kind in _EMBEDDED:
        submission.settle(Reason.EMBEDDED, relation.target)
    else:
        submission.found(Kind.MISSING, value if relation is None else relation.target)


def _settle_link(submission: Submission, element: Element, relations: dict[str, Relation]) -> None:
    """A link to an address becomes its text; so does one that leads nowhere."""
    relation = relations.get(element.get(r("id"), ""))
    if relation is not None and element.tag in _MEDIA:
        _tell(submission, relation, relation.target)
    elif relation is not None:
        submission.settle(Reason.HYPERLINKS, relation.target[:120])
    if element.tag == _LINK:
        unwrap(element)
    else:
        drop(element)


def _drop_objects(submission: Submission) -> None:
    """Leave of an embedded object the picture that shows it."""
    for root in submission.content.roots():
        for element in list(root.iter(*_OLE)):
            name = element.get("ProgID", "") or element.get(w("name"), "") or etree.QName(element).localname
            submission.settle(Reason.EXTERNAL if element.get("Type", "") == "Link" else Reason.EMBEDDED, name)
            drop(element)
        for holder in list(root.iter(OBJECT)):
            drawing = holder.find(w("drawing"))
            if drawing is not None:
                unwrap(holder)
            elif len(holder):
                holder.tag = PICT  # an object without its object is a picture
                holder.attrib.clear()
            else:
                drop(holder)
