"""附属部件 (parts): pictures, charts and diagrams, loaded with what they in turn need and nothing more."""

from __future__ import annotations

import posixpath
from typing import Final

from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.package import Package
from lxml import etree

from trafficlight.documents.submissions import Kind, Reason
from trafficlight.documents.wordprocessing.compose.names import A, C, R, r
from trafficlight.documents.wordprocessing.compose.package import Relation
from trafficlight.documents.wordprocessing.compose.submission import Submission
from trafficlight.documents.wordprocessing.compose.tree import Element, attributes, drop, elements_with, take

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
_PICTURES: Final = {
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
_REFERENCES: Final = etree.XPath("//*[@r:*]", namespaces={"r": R})


class PartLoader:
    """Loads parts of one submission, each once."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._known: dict[str, Part | None] = {}

    def part(self, submission: Submission, relation: Relation) -> Part | None:
        """The part that a relationship leads to, or `None` where it may not come along."""
        if relation.external or relation.target not in submission.package.archive:
            return None
        if relation.target not in self._known:
            picture = relation.kind in {"image", "hdphoto"}
            self._known[relation.target] = (
                self._picture(submission, relation) if picture else self._drawn(submission, relation)
            )
        return self._known[relation.target]

    def _picture(self, submission: Submission, relation: Relation) -> Part | None:
        kind = _PICTURES.get(posixpath.splitext(relation.target)[1][1:].lower())
        if kind is None:
            return None
        return Part(
            PackURI(f"/{relation.target}"), kind, submission.package.archive.read(relation.target), self._package
        )

    def _drawn(self, submission: Submission, relation: Relation) -> Part | None:
        """A part of XML, cleaned of what it refers to and may not bring."""
        package = submission.package
        allowed = _NEEDED_BY.get(relation.kind, frozenset())
        root = package.parse(relation.target)
        kept: dict[str, tuple[str, Part]] = {}
        for own in package.relations(relation.target).values():
            part = self.part(submission, own) if own.kind in allowed else None
            if part is not None:
                kept[own.id] = (own.type, part)
            elif own.kind in _EMBEDDED:
                action = submission.policy.embedded
                submission.settle(action, Reason.EMBEDDED, Kind.EMBEDDED, own.target[:120])
            elif own.external:
                action = submission.policy.external
                submission.settle(action, Reason.EXTERNAL, Kind.EXTERNAL, own.target[:120])
        _prune(root, kept)
        blob = etree.tostring(root, encoding="UTF-8", standalone=True, xml_declaration=True)
        part = Part(PackURI(f"/{relation.target}"), package.content_type(relation.target), blob, self._package)
        for name, (kind, target) in kept.items():
            part.load_rel(kind, target, name)
        return part


def _prune(root: Element, kept: dict[str, tuple[str, Part]]) -> None:
    """Take out references to what does not come along."""
    for element in elements_with(_REFERENCES, root):
        lost = [name for name, value in attributes(element) if name.startswith(f"{{{R}}}") and value not in kept]
        if not lost:
            continue
        if element.tag == f"{{{A}}}blip":
            take(element, *lost)
            if r("embed") not in element.attrib:
                _unfill(element)
        elif element.tag != root.tag:
            drop(element)
    for links in root.iter(f"{{{C}}}externalData", f"{{{C}}}userShapes"):
        if links.get(r("id"), "") not in kept:
            drop(links)


def _unfill(blip: Element) -> None:
    """A fill without its picture is no fill."""
    fill = blip.getparent()
    if fill is not None and fill.tag == f"{{{A}}}blipFill":
        none = fill.makeelement(f"{{{A}}}noFill")
        fill.addprevious(none)
        drop(fill)
    else:
        drop(blip)
