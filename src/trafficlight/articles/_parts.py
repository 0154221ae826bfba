"""附属部件 (parts): pictures, charts and diagrams, loaded with what they in turn need and nothing more.

In the compendium they get names and relationships of their own, and equal pictures are kept once. Names and ids are
counted, never searched for, so that the work grows with the articles.
"""

from __future__ import annotations

import hashlib
import posixpath
from typing import Final

from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from trafficlight.articles._findings import Kind, Reason
from trafficlight.articles._submission import Carried, CarriedPart, Submission
from trafficlight.articles._tree import attributes, drop, elements_with, take
from trafficlight.ooxml.parts import Relation
from trafficlight.ooxml.xml import A, C, Element, R, r

REFERENCES: Final = etree.XPath("descendant-or-self::*[@r:*]", namespaces={"r": R})
"""The elements that refer to other parts."""

CARRIED: Final = frozenset(
    "image chart chartUserShapes diagramData diagramLayout diagramQuickStyle diagramColors diagramDrawing hdphoto".split()
)
"""The kinds of part that an article may bring along."""

_NEEDED_BY: Final = {
    "chart": frozenset({"image", "themeOverride", "chartUserShapes", "chartStyle", "chartColorStyle"}),
    "chartUserShapes": frozenset({"image"}),
    "diagramData": frozenset({"image"}),
    "diagramDrawing": frozenset({"image"}),
    "diagramLayout": frozenset({"image"}),
    "themeOverride": frozenset({"image"}),
}
"""What a part of each kind may bring along; no kind brings itself, so nothing goes round in a circle."""

_EMBEDDED: Final = frozenset({"package", "oleObject"})
_PICTURES: Final = frozenset({"image", "hdphoto"})
_PICTURE_TYPES: Final = {
    "bmp": "image/bmp",
    "emf": "image/x-emf",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "jpe": "image/jpeg",
    "jfif": "image/jpeg",
    "png": "image/png",
    "svg": "image/svg+xml",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "wdp": "image/vnd.ms-photo",
    "wmf": "image/x-wmf",
}
_REFERENCE: Final = f"{{{R}}}"
_DATA_EXTENSION: Final = "{http://schemas.microsoft.com/office/drawing/2008/diagram}dataModelExt"
_DRAWN_AS: Final = "relId"


class PartLoader:
    """Loads parts of one submission, each once."""

    def __init__(self, submission: Submission) -> None:
        self._submission = submission
        self._known: dict[str, CarriedPart | None] = {}

    def part(self, relation: Relation) -> CarriedPart | None:
        """The part that a relationship leads to, or `None` where it may not come along."""
        if not self._submission.package.has(relation):
            return None
        if relation.target not in self._known:
            load = self._picture if relation.kind in _PICTURES else self._drawn
            self._known[relation.target] = load(relation)
        return self._known[relation.target]

    def _picture(self, relation: Relation) -> CarriedPart | None:
        kind = _PICTURE_TYPES.get(posixpath.splitext(relation.target)[1][1:].lower())
        if kind is None:
            return None
        return CarriedPart(relation.target, kind, self._submission.package.archive.read(relation.target))

    def _drawn(self, relation: Relation) -> CarriedPart:
        """A part of XML, cleaned of what it refers to and may not bring."""
        package, policy = self._submission.package, self._submission.policy
        allowed = _NEEDED_BY.get(relation.kind, frozenset())
        root = package.parse(relation.target)
        kept: Carried = {}
        for own in package.relations(relation.target).values():
            part = self.part(own) if own.kind in allowed else None
            if part is not None:
                kept[own.id] = (own.type, part)
            elif own.kind in _EMBEDDED:
                self._submission.settle(policy.embedded, Reason.EMBEDDED, Kind.EMBEDDED, own.target[:120])
            elif own.external:
                self._submission.settle(policy.external, Reason.EXTERNAL, Kind.EXTERNAL, own.target[:120])
        _prune(root, kept)
        return CarriedPart(relation.target, package.content_type(relation.target), root, kept)


def _prune(root: Element, kept: Carried) -> None:
    """Take out references to what does not come along."""
    for element in elements_with(REFERENCES, root):
        lost = [name for name, value in attributes(element) if name.startswith(_REFERENCE) and value not in kept]
        if not lost:
            continue
        if element.tag == f"{{{A}}}blip":
            take(element, *lost)
            if r("embed") not in element.attrib:
                _unfill(element)
        elif element.tag != root.tag:
            drop(element)
    for links in list(root.iter(f"{{{C}}}externalData", f"{{{C}}}userShapes")):
        if links.get(r("id"), "") not in kept:
            drop(links)


def _unfill(blip: Element) -> None:
    """A fill without its picture is no fill."""
    fill = blip.getparent()
    if fill is not None and fill.tag == f"{{{A}}}blipFill":
        fill.addprevious(fill.makeelement(f"{{{A}}}noFill"))
        drop(fill)
    else:
        drop(blip)


def drawing_of(kind: str, part: CarriedPart) -> Element | None:
    """The element of a diagram's data that names, by an id of the text's relationships, the diagram as it was drawn."""
    if not kind.endswith("/diagramData") or isinstance(part.content, bytes):
        return None
    return next(part.content.iter(_DATA_EXTENSION), None)


def drawn_as(extension: Element) -> str:
    """The id by which such an element names the drawing."""
    return extension.get(_DRAWN_AS, "")


class PartMerger:
    """部件并入: the parts of the compendium beside its text."""

    def __init__(self, main: Part, taken: set[str]) -> None:
        self._package = main.package
        self._names = {name.lower() for name in taken}
        self._numbers: dict[str, int] = {}
        self._pictures: dict[tuple[bytes, str], Part] = {}
        self._next_id: dict[Part, int] = {}
        self._related: dict[tuple[Part, Part], str] = {}

    def map_references(self, root: Element, carried: Carried, target: Part) -> None:
        """Let every reference of a text lead to a part of the compendium, related to `target`."""
        known: dict[str, str | None] = {}
        copies: dict[CarriedPart, Part] = {}
        for element in elements_with(REFERENCES, root):
            for name, value in attributes(element):
                if not name.startswith(_REFERENCE):
                    continue
                if value not in known:
                    known[value] = self._carry(value, carried, target, copies)
                ours = known[value]
                if ours is None:
                    del element.attrib[name]
                else:
                    element.set(name, ours)

    def _carry(self, name: str, carried: Carried, target: Part, copies: dict[CarriedPart, Part]) -> str | None:
        if name not in carried:
            return None
        kind, part = carried[name]
        extension = drawing_of(kind, part)
        if extension is None:
            copy = self._copied(part, copies)
        else:
            theirs = drawn_as(extension)
            extension.set(_DRAWN_AS, self._carry(theirs, carried, target, copies) or "")
            copy = self._copied(part, copies)
            extension.set(_DRAWN_AS, theirs)  # another text of the article may show the same diagram
        known = self._related.get((target, copy))
        if known is None:
            known = self._related[target, copy] = self._id(target)
            target.rels.add_relationship(kind, copy, known)
        return known

    def _copied(self, part: CarriedPart, copies: dict[CarriedPart, Part]) -> Part:
        if part in copies:
            return copies[part]
        stem = f"/{posixpath.splitext(part.name)[0]}".rstrip("0123456789")
        extension = posixpath.splitext(part.name)[1].lower()
        if isinstance(part.content, bytes):
            key = (hashlib.sha256(part.content).digest(), extension)
            if key not in self._pictures:
                media = self._name("/word/media/image", extension)
                self._pictures[key] = Part(media, part.content_type, part.content, self._package)
            return self._pictures[key]
        blob = etree.tostring(part.content, encoding="UTF-8", standalone=True, xml_declaration=True)
        copy = Part(self._name(stem, extension), part.content_type, blob, self._package)
        copies[part] = copy
        for name, (kind, inner) in part.relations.items():
            copy.load_rel(kind, self._copied(inner, copies), name)
        return copy

    def _name(self, stem: str, extension: str) -> PackURI:
        while True:
            self._numbers[stem] = self._numbers.get(stem, 0) + 1
            name = f"{stem}{self._numbers[stem]}{extension}"
            if name.lower() not in self._names:
                self._names.add(name.lower())
                return PackURI(name)

    def _id(self, target: Part) -> str:
        number = self._next_id.get(target, len(target.rels)) + 1
        while f"rId{number}" in target.rels:
            number += 1
        self._next_id[target] = number
        return f"rId{number}"
