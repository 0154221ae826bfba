"""附属部件 (parts): pictures, charts and diagrams, loaded with what they in turn need and nothing more."""

from __future__ import annotations

import posixpath
import re
from typing import Final, TypeAlias

from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.package import Package
from lxml import etree

from trafficlight.articles._findings import Kind, Reason
from trafficlight.articles._submission import Submission
from trafficlight.articles._tree import attributes, drop, drop_drawing, elements_with, take, unwrap, values_of
from trafficlight.ooxml.parts import Relation
from trafficlight.ooxml.xml import DGM, OBJECT, PICT, A, C, Element, O, R, V, r, w

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


# --- 对象 (objects): every reference from an article's text to another part is kept, cleaned or taken out ------------

CARRIED: Final = frozenset(
    "image chart chartUserShapes diagramData diagramLayout diagramQuickStyle diagramColors diagramDrawing hdphoto".split()
)
"""The kinds of part that an article may bring along."""

_REFERENCES_OBJECTS: Final = etree.XPath("//*[@r:*]", namespaces={"r": R})
_FETCHED: Final = etree.XPath(
    "//v:*/@src | //v:*/@href | //@o:href | //@o:althref | //v:*/@o:relid", namespaces={"v": V, "o": O}
)
_LINKS: Final = frozenset({f"{{{A}}}hlinkClick", f"{{{A}}}hlinkHover", f"{{{A}}}hlinkMouseOver"})
_MEDIA: Final = frozenset(
    f"{{{A}}}{name}" for name in ("videoFile", "audioFile", "wavAudioFile", "quickTimeFile", "snd")
)
_OLE: Final = frozenset({f"{{{O}}}OLEObject", w("control"), w("objectEmbed"), w("objectLink"), w("movie")})
DRAWN_AS: Final = re.compile(rb'(dataModelExt\b[^>]*?\brelId=")([^"]*)')
_IMPORTED: Final = frozenset({w("altChunk"), w("subDoc")})
_NEEDED: Final = frozenset({f"{{{A}}}blip", f"{{{C}}}chart", f"{{{DGM}}}relIds", f"{{{V}}}imagedata"})
"""Drawings that are nothing without the part that they refer to."""


Carried: TypeAlias = dict[str, tuple[str, Part]]
"""Parts that come along, with the type of their relationship, by its id."""


def settle_objects(submission: Submission, loader: PartLoader) -> dict[str, Carried]:
    """Settle every reference; gives what comes along with each part of the text."""
    _drop_objects(submission)
    carried: dict[str, Carried] = {}
    for name, root in submission.stories():
        relations = submission.package.relations(name)
        kept: Carried = {}
        for element in elements_with(_REFERENCES_OBJECTS, root):
            if element.getroottree().getroot() is root:
                _settle(submission, loader, element, relations, kept)
        for element, attribute, value in values_of(_FETCHED, root):
            submission.settle(submission.policy.external, Reason.EXTERNAL, Kind.EXTERNAL, value[:120])
            take(element, attribute)
        _keep_drawn_diagrams(submission, loader, relations, kept)
        carried[name] = kept
    return carried


def _keep_drawn_diagrams(
    submission: Submission, loader: PartLoader, relations: dict[str, Relation], kept: Carried
) -> None:
    """A diagram's data name, by an id of the text's relationships, the part that holds the diagram as drawn."""
    for kind, part in list(kept.values()):
        named = DRAWN_AS.search(part.blob) if kind.endswith("/diagramData") else None
        relation = None if named is None else relations.get(named[2].decode())
        drawn = None if relation is None or relation.kind not in CARRIED else loader.part(submission, relation)
        if relation is not None and drawn is not None:
            kept[relation.id] = (relation.type, drawn)


def _settle(
    submission: Submission, loader: PartLoader, element: Element, relations: dict[str, Relation], kept: Carried
) -> None:
    if element.tag in _IMPORTED:
        submission.settle(submission.policy.imported, Reason.IMPORTED, Kind.IMPORTED, etree.QName(element).localname)
        drop(element)
        return
    if element.tag == w("hyperlink") or element.tag in _LINKS or element.tag in _MEDIA:
        _settle_link(submission, element, relations)
        return
    lost = False
    for name, value in attributes(element):
        if not name.startswith(f"{{{R}}}"):
            continue
        relation = relations.get(value)
        part = None if relation is None or relation.kind not in CARRIED else loader.part(submission, relation)
        if relation is not None and part is not None:
            kept[value] = (relation.type, part)
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
        submission.settle(submission.policy.external, Reason.EXTERNAL, Kind.EXTERNAL, relation.target[:120])
    elif relation is not None and relation.kind in {"oleObject", "package", "control"}:
        submission.settle(submission.policy.embedded, Reason.EMBEDDED, Kind.EMBEDDED, relation.target)
    else:
        submission.found(Kind.MISSING, value if relation is None else relation.target)


def _settle_link(submission: Submission, element: Element, relations: dict[str, Relation]) -> None:
    """A link to an address becomes its text; so does one that leads nowhere."""
    relation = relations.get(element.get(r("id"), ""))
    media = element.tag in _MEDIA
    if relation is not None and media:
        _tell(submission, relation, relation.target)
    elif relation is not None:
        submission.settle(submission.policy.hyperlinks, Reason.HYPERLINKS, Kind.HYPERLINKS, relation.target[:120])
    if element.tag != w("hyperlink"):
        drop(element)
        return
    unwrap(element)


def _drop_objects(submission: Submission) -> None:
    """Leave of an embedded object the picture that shows it."""
    for root in submission.roots():
        for element in list(root.iter(*_OLE)):
            name = element.get("ProgID", "") or element.get(w("name"), "") or etree.QName(element).localname
            linked = element.get("Type", "") == "Link"
            policy = submission.policy
            if linked:
                submission.settle(policy.external, Reason.EXTERNAL, Kind.EXTERNAL, name)
            else:
                submission.settle(policy.embedded, Reason.EMBEDDED, Kind.EMBEDDED, name)
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
