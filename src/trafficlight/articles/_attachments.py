"""附属部件 (parts): pictures, charts and diagrams, loaded with what they in turn need and nothing more.

In the compendium they get names and relationships of their own, and equal pictures are kept once. Names and ids are
counted, never searched for, so that the work grows with the articles. What a picture is, its first bytes tell: endings and
declared types are what a program says of it.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final

from attrs import frozen
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from trafficlight.articles._compatibility import settle_compatibility
from trafficlight.articles._findings import Kind, Reason
from trafficlight.articles._grammar import Mender
from trafficlight.articles._submission import Carried, CarriedPart, Submission
from trafficlight.articles._tree import attributes, child_or_new, drop, elements_with, take, whole
from trafficlight.ooxml.parts import Relation
from trafficlight.ooxml.xml import DGM, PROLOGUE, A, C, Element, R, odd_prologue, parser, r

_DSP: Final = "http://schemas.microsoft.com/office/drawing/2008/diagram"
REFERENCES: Final = etree.XPath("descendant-or-self::*[@r:*]", namespaces={"r": R})
"""The elements that refer to other parts."""


@frozen
class _Kind:
    """A kind of part that an article may bring along: its root, and what the compendium calls it.

    `needs` are the kinds that it may bring along in turn; no kind brings itself, so nothing goes round in a circle.
    """

    root: str
    stem: str
    content_type: str
    relation: str
    needs: frozenset[str] = frozenset({"image"})


_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_DIAGRAM: Final = f"{_OFFICE}.drawingml.diagram"
_KINDS: Final = {
    "chart": _Kind(
        f"{{{C}}}chartSpace",
        "charts/chart",
        f"{_OFFICE}.drawingml.chart+xml",
        f"{R}/chart",
        frozenset({"image", "themeOverride", "chartUserShapes"}),
    ),
    "chartUserShapes": _Kind(
        f"{{{C}}}userShapes", "drawings/drawing", f"{_OFFICE}.drawingml.chartshapes+xml", f"{R}/chartUserShapes"
    ),
    "themeOverride": _Kind(
        f"{{{A}}}themeOverride", "theme/themeOverride", f"{_OFFICE}.themeOverride+xml", f"{R}/themeOverride"
    ),
    "diagramData": _Kind(f"{{{DGM}}}dataModel", "diagrams/data", f"{_DIAGRAM}Data+xml", f"{R}/diagramData"),
    "diagramLayout": _Kind(f"{{{DGM}}}layoutDef", "diagrams/layout", f"{_DIAGRAM}Layout+xml", f"{R}/diagramLayout"),
    "diagramQuickStyle": _Kind(
        f"{{{DGM}}}styleDef", "diagrams/quickStyle", f"{_DIAGRAM}Style+xml", f"{R}/diagramQuickStyle", frozenset()
    ),
    "diagramColors": _Kind(
        f"{{{DGM}}}colorsDef", "diagrams/colors", f"{_DIAGRAM}Colors+xml", f"{R}/diagramColors", frozenset()
    ),
    "diagramDrawing": _Kind(
        f"{{{_DSP}}}drawing",
        "diagrams/drawing",
        "application/vnd.ms-office.drawingml.diagramDrawing+xml",
        "http://schemas.microsoft.com/office/2007/relationships/diagramDrawing",
    ),
}
_PICTURES: Final = {
    "image": f"{R}/image",
    "hdphoto": "http://schemas.microsoft.com/office/2007/relationships/hdphoto",
}
CARRIED: Final = frozenset({*_KINDS, *_PICTURES} - {"themeOverride"})
"""The kinds of part that a text may bring along."""

_EMBEDDED: Final = frozenset({"package", "oleObject"})
_REFERENCE: Final = f"{{{R}}}"
_DATA_EXTENSION: Final = f"{{{_DSP}}}dataModelExt"
DRAWN_AS: Final = "relId"


_AXES: Final = (f"{{{C}}}axId", f"{{{C}}}crossAx")
_COUNT: Final = f"{{{C}}}ptCount"
_POINT: Final = f"{{{C}}}pt"
_FORMAT: Final = f"{{{C}}}formatCode"
_STORES: Final = tuple(f"{{{C}}}{name}" for name in ("strCache", "numCache", "strLit", "numLit", "multiLvlStrCache"))
_MOST: Final = 1 << 20
"""Points of a series: the rows of a sheet."""


def settle_chart(root: Element) -> None:
    """Number the axes anew, and let every store of points count them; LibreOffice falls over one that counts too few.

    Word for Mac numbers axes below 0, which the schema does not have.
    """
    numbers: dict[str, str] = {}
    for axis in root.iter(*_AXES):
        axis.set("val", numbers.setdefault(axis.get("val", ""), str(len(numbers) + 1)))
    for store in root.iter(*_STORES):
        _settle_count(store)


def _settle_count(store: Element) -> None:
    count = child_or_new(store, _COUNT, 1 if store.find(_FORMAT) is not None else 0)
    said = whole(count.get("val"))
    least = 0
    for point in list(store.iter(_POINT)):
        place = whole(point.get("idx"))
        if place < _MOST:
            least = max(least, place + 1)
        else:
            drop(point)
    count.set("val", str(said if least <= said <= _MOST else least))


_BEGINNINGS: Final = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"BM", "bmp"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"II\xbc", "wdp"),
    (b"\xd7\xcd\xc6\x9a", "wmf"),
    (b"\x01\0\x09\0", "wmf"),
    (b"\x02\0\x09\0", "wmf"),
)
_EMF: Final = (b"\x01\0\0\0", b" EMF", 40)
_PACKED: Final = b"\x1f\x8b"
_TYPES: Final = {
    "bmp": "image/bmp",
    "emf": "image/x-emf",
    "emz": "image/x-emz",
    "gif": "image/gif",
    "jpg": "image/jpeg",
    "png": "image/png",
    "svg": "image/svg+xml",
    "tiff": "image/tiff",
    "wdp": "image/vnd.ms-photo",
    "wmf": "image/x-wmf",
    "wmz": "image/x-wmz",
}
_STARTS_PROGRAMS: Final = frozenset({"script", "foreignObject"})
_FETCHES: Final = re.compile(r"@import|url\(\s*+['\"]?(?!#|data:)")


def picture_type(data: bytes, said: str) -> tuple[str, str] | None:
    """The ending and content type of a picture, or `None` for what Word does not draw.

    What the bytes leave open, whether a packed picture is an .emz or .wmz, and whether XML is an .svg, is told by what is
    `said`: the part's name and declared type.

    >>> picture_type(b"GIF89a", "image.tmp"), picture_type(b"MZ", "image.png")
    (('gif', 'image/gif'), None)
    """
    kind = next((kind for beginning, kind in _BEGINNINGS if data.startswith(beginning)), "")
    start, mark, place = _EMF
    if data.startswith(start) and data[place:].startswith(mark):
        kind = "emf"
    elif data.startswith(_PACKED):
        kind = "wmz" if "wmz" in said.lower() else "emz"
    elif not kind and "svg" in said.lower() and _is_harmless(data):
        kind = "svg"
    return (kind, _TYPES[kind]) if kind else None


def _is_harmless(svg: bytes) -> bool:
    """Whether a drawing starts no program and fetches nothing."""
    if odd_prologue(svg[:PROLOGUE], "") is not None:
        return False
    try:
        root = etree.fromstring(svg, parser())
    except (etree.XMLSyntaxError, ValueError, LookupError):
        return False
    for element in root.iter("*"):
        if etree.QName(element).localname in _STARTS_PROGRAMS or _FETCHES.search(element.text or ""):
            return False
        for name, value in element.attrib.items():
            refers = etree.QName(str(name)).localname == "href" and not str(value).startswith(("#", "data:"))
            if refers or _FETCHES.search(str(value)):
                return False
    return True


class PartLoader:
    """Loads parts of one submission, each once."""

    def __init__(self, submission: Submission) -> None:
        self._submission = submission
        self._known: dict[tuple[str, str], CarriedPart | None] = {}

    def part(self, relation: Relation) -> CarriedPart | None:
        """The part that a relationship leads to, or `None` where it may not come along."""
        if not self._submission.package.has(relation):
            return None
        key = (relation.kind, relation.target)
        if key not in self._known:
            load = self._picture if relation.kind in _PICTURES else self._drawn
            self._known[key] = load(relation)
        return self._known[key]

    def _picture(self, relation: Relation) -> CarriedPart | None:
        package = self._submission.package
        data = package.read(relation.target)
        found = picture_type(data, f"{relation.target} {package.content_type(relation.target)}")
        if found is None:
            return None
        ending, content_type = found
        return CarriedPart("media/image", ending, content_type, _PICTURES[relation.kind], data)

    def _drawn(self, relation: Relation) -> CarriedPart | None:
        """A part of XML, cleaned of what it refers to and may not bring."""
        package = self._submission.package
        kind = _KINDS[relation.kind]
        root = package.parse(relation.target)
        if root.tag != kind.root:
            return None
        settle_compatibility(root)
        settle_chart(root)
        kept: Carried = {}
        for own in package.relations(relation.target).values():
            part = self.part(own) if own.kind in kind.needs else None
            if part is not None:
                kept[own.id] = part
            elif own.kind in _EMBEDDED:
                self._submission.settle(Reason.EMBEDDED, own.target[:120])
            elif own.external:
                self._submission.settle(Reason.EXTERNAL, own.target[:120])
        _prune(root, kept)
        if not Mender(lambda name: self._submission.found(Kind.INVALID, name)).mend(root):
            return None
        return CarriedPart(kind.stem, "xml", kind.content_type, kind.relation, root, kept)


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


def diagram_extension(part: CarriedPart) -> Element | None:
    """The element of a diagram's data that names, by an id of the text's relationships, the diagram as it was drawn."""
    if isinstance(part.content, bytes) or part.content.tag != _KINDS["diagramData"].root:
        return None
    return next(part.content.iter(_DATA_EXTENSION), None)


class PartMerger:
    """部件并入: the parts of the compendium beside its text."""

    def __init__(self, main: Part, taken: set[str]) -> None:
        self._package = main.package
        self._names = {name.lower() for name in taken}
        self._numbers: dict[str, int] = {}
        self._pictures: dict[bytes, Part] = {}
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
        part = carried.get(name)
        if part is None:
            return None
        extension = diagram_extension(part)
        if extension is None:
            copy = self._copied(part, copies)
        else:
            theirs = extension.get(DRAWN_AS, "")
            extension.set(DRAWN_AS, self._carry(theirs, carried, target, copies) or "")
            copy = self._copied(part, copies)
            extension.set(DRAWN_AS, theirs)  # another text of the article may show the same diagram
        known = self._related.get((target, copy))
        if known is None:
            known = self._related[target, copy] = self._id(target)
            target.rels.add_relationship(part.relation, copy, known)
        return known

    def _copied(self, part: CarriedPart, copies: dict[CarriedPart, Part]) -> Part:
        if part in copies:
            return copies[part]
        if isinstance(part.content, bytes):
            key = hashlib.sha256(part.content).digest()
            if key not in self._pictures:
                self._pictures[key] = Part(self._name(part), part.content_type, part.content, self._package)
            return self._pictures[key]
        blob = etree.tostring(part.content, encoding="UTF-8", standalone=True, xml_declaration=True)
        copy = copies[part] = Part(self._name(part), part.content_type, blob, self._package)
        for name, inner in part.relations.items():
            copy.load_rel(inner.relation, self._copied(inner, copies), name)
        return copy

    def _name(self, part: CarriedPart) -> PackURI:
        while True:
            number = self._numbers[part.stem] = self._numbers.get(part.stem, 0) + 1
            name = f"/word/{part.stem}{number}.{part.ending}"
            if name.lower() not in self._names:
                self._names.add(name.lower())
                return PackURI(name)

    def _id(self, target: Part) -> str:
        number = self._next_id.get(target, len(target.rels)) + 1
        while f"rId{number}" in target.rels:
            number += 1
        self._next_id[target] = number
        return f"rId{number}"
