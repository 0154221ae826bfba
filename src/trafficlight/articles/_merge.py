"""docxcompose's composer with the annotations that its distribution does not ship: as much as is used here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from lxml import etree

from trafficlight.articles._fields import END, START, retarget
from trafficlight.articles._lists import ListMerger
from trafficlight.articles._notes import REFERENCE, referenced_notes
from trafficlight.articles._part_merge import PartMerger
from trafficlight.articles._styles import StyleMerger, numbering_source, style_source
from trafficlight.articles._tree import ROOT_NAMESPACES, drop, graft, oxml, tree_parser
from trafficlight.ooxml.xml import ID, NAME, SECTION, WP, Element, W, w

if TYPE_CHECKING:
    from docx.document import Document
    from docx.opc.part import XmlPart
    from docx.package import Package

    class Composer:
        """合并器: puts documents behind each other into the first."""

        doc: Document
        pkg: Package

        def __init__(self, doc: Document) -> None: ...

        # as docxcompose has it, boolean by place and all
        def append(self, doc: Document, remove_property_fields: bool = True) -> None:  # noqa: FBT001, FBT002
            """Add a document at the end."""

        def insert(self, index: int, doc: Document, remove_property_fields: bool = True) -> None:  # noqa: FBT001, FBT002
            """Add a document before a child of the body."""

        def save(self, filename: str) -> None:
            """Write the whole."""

        def numbering_part(self) -> XmlPart:
            """The part that holds the lists."""
            raise NotImplementedError

else:
    from docxcompose.composer import Composer

__all__ = ["Composer"]


# --- 合并 (merge): docxcompose's composer, with what it does once for each element done once for each artic --------

_NOTE_PARTS: Final = {
    "footnotes": (CONTENT_TYPE.WML_FOOTNOTES, RELATIONSHIP_TYPE.FOOTNOTES),
    "endnotes": (CONTENT_TYPE.WML_ENDNOTES, RELATIONSHIP_TYPE.ENDNOTES),
}
_SEPARATORS: Final = (
    '<w:{kind}s xmlns:w="{w}" xmlns:r="{r}">'
    '<w:{kind} w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>'
    '<w:{kind} w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:{kind}>'
    "</w:{kind}s>"
)
_DRAWING_ID: Final = f"{{{WP}}}docPr"
_FURNITURE: Final = (w("headerReference"), w("footerReference"))
_NAME_LENGTH: Final = 40


class LinearComposer(Composer):
    """A composer whose work grows with the articles, not with what they are added to."""

    def __init__(self, doc: WordDocument, synonyms: Mapping[str, str] | None = None) -> None:
        super().__init__(doc)
        self.body: Element = doc.element.body
        self.styles: StyleMerger = StyleMerger(doc.styles.element, synonyms or {})
        self._lists: ListMerger | None = None
        self.parts: PartMerger = PartMerger(doc.part, {str(part.partname) for part in self.pkg.iter_parts()})
        self._notes: dict[str, XmlPart] = {}
        self._note_number = 0
        numbers = [int(mark.get(ID, "0")) for mark in self.body.iter(START)]
        self._bookmark = max(numbers, default=-1)
        self._bookmarks = {mark.get(NAME, "").casefold() for mark in self.body.iter(START)}
        self._drawing = 1000  # the house's own drawings, in headers and footers too, are numbered below

    def append(self, doc: WordDocument, remove_property_fields: bool = False) -> None:  # noqa: FBT001, FBT002  # as in docxcompose
        """Add an article at the end, before the last section's properties."""
        self.take(doc)
        end = next(iter(self.body.iterchildren(SECTION, reversed=True)), None)
        for element in _content(doc):
            graft(self.body, element)
        if end is not None:
            self.body.append(end)

    def insert(self, index: int, doc: WordDocument, remove_property_fields: bool = False) -> None:  # noqa: FBT001, FBT002  # as in docxcompose
        """Add an article before the body's child of that index."""
        self.take(doc)
        for offset, element in enumerate(_content(doc)):
            self.body.insert(index + offset, element)

    def save(self, filename: str) -> None:
        """Finish, and save as docxcompose does."""
        self.finish()
        super().save(filename)

    def finish(self) -> None:
        """Put in place what was gathered; nothing may be added afterwards."""
        if self._lists is not None:
            self._lists.finish()

    @property
    def lists(self) -> ListMerger:
        """The lists; the part that holds them is made when the first article needs it."""
        if self._lists is None:
            self._lists = ListMerger(self.numbering_part().element)
        return self._lists

    def take(self, doc: WordDocument) -> None:
        """Let everything in an article refer to the compendium's own styles, lists, notes and parts."""
        body: Element = doc.element.body
        digest, sheet = style_source(doc)
        notes = self._article_notes(doc)
        roots = [body, *(root for _, root in notes.values())]
        for root in roots:
            self.styles.map_references(root, digest, sheet)
        number_digest, numbering = numbering_source(doc)
        if numbering is not None:
            self.lists.map_references(roots, number_digest, numbering, (digest, sheet))
        for root in roots:
            self.dress(root)
        for reference in list(body.iter(*_FURNITURE)):
            drop(reference)
        self.parts.map_references(body, doc.part, self.doc.part)
        for kind, (part, root) in notes.items():
            self._take_notes(kind, part, root, body)
        self._take_marks(roots)

    def dress(self, root: Element) -> None:
        """Change how an article's text looks, once it names the compendium's styles; here nothing is changed."""

    def _article_notes(self, doc: WordDocument) -> dict[str, tuple[Part, Element]]:
        found: dict[str, tuple[Part, Element]] = {}
        for kind, (_, reltype) in _NOTE_PARTS.items():
            for relation in doc.part.rels.values():
                if relation.reltype == reltype and not relation.is_external:
                    part = relation.target_part
                    root = part.element if isinstance(part, XmlPart) else etree.fromstring(part.blob, tree_parser())
                    found[kind] = (part, root)
        return found

    def _take_notes(self, kind: str, part: Part, root: Element, body: Element) -> None:
        known = referenced_notes(root, kind)
        ours: XmlPart | None = None
        for reference in body.iter(REFERENCE[kind]):
            note = known.pop(reference.get(ID, ""), None)
            if note is None:
                continue
            ours = ours if ours is not None else self._note_part(kind)
            self.parts.map_references(note, part, ours)
            self._note_number += 1
            note.set(ID, str(self._note_number))
            reference.set(ID, str(self._note_number))
            ours.element.append(note)

    def _note_part(self, kind: str) -> XmlPart:
        if kind not in self._notes:
            content_type, reltype = _NOTE_PARTS[kind]
            xml = _SEPARATORS.format(kind=kind[:-1], w=W, r=ROOT_NAMESPACES["r"])
            root = etree.fromstring(xml, tree_parser())
            part = XmlPart(PackURI(f"/word/{kind}.xml"), content_type, oxml(root), self.pkg)
            self.doc.part.relate_to(part, reltype)
            self._notes[kind] = part
        return self._notes[kind]

    def _take_marks(self, roots: list[Element]) -> None:
        """Bookmarks and drawings get numbers that are free; a bookmark's name too, and what refers to it follows."""
        renamed: dict[str, str] = {}
        for root in roots:
            opened: dict[str, str] = {}
            for mark in root.iter(START, END):
                number = mark.get(ID, "")
                if mark.tag == START:
                    self._bookmark += 1
                    opened[number] = str(self._bookmark)
                    name = mark.get(NAME, "")
                    free = self._free(name)
                    if free != name:
                        renamed[name.casefold()] = free
                        mark.set(NAME, free)
                mark.set(ID, opened.get(number, number))
            for drawing in root.iter(_DRAWING_ID):
                self._drawing += 1
                drawing.set("id", str(self._drawing))
        if renamed:
            for root in roots:
                retarget(root, lambda name: renamed.get(name.casefold(), name))

    def _free(self, name: str) -> str:
        free, number = name, 1
        while free.casefold() in self._bookmarks:
            number += 1
            tail = f"_{number}"
            free = name[: _NAME_LENGTH - len(tail)] + tail
        self._bookmarks.add(free.casefold())
        return free


def _content(doc: WordDocument) -> list[Element]:
    """An article's content but for its last section's properties, which are the compendium's to say."""
    return [element for element in doc.element.body if element.tag != SECTION]
