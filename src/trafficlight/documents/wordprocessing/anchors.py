"""页码锚点 (anchors): a copy of a .docx with marks of our own, by whose pages in the PDF the printed numbers are known.

A mark stands beside every bookmark and at the beginning of every section. Marks have plain names, since a PDF writes
some characters of a name in its own way, and two programs write them in two.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import Final

from attrs import frozen
from lxml import etree

from trafficlight.documents.submissions import Limits
from trafficlight.documents.wordprocessing.compose.names import BODY, ID, NAME, P, w
from trafficlight.documents.wordprocessing.compose.package import WordPackage
from trafficlight.documents.wordprocessing.compose.tree import Element

_PREFIX: Final = "trafficlightmark"
_WHOLE: Final = Limits(file_size=1 << 32, unpacked=1 << 33, part=1 << 32, tags=1 << 31, ratio=2000, entries=100_000)
"""The caller's own file, however long; it only has to be a .docx."""

_START: Final = w("bookmarkStart")
_END: Final = w("bookmarkEnd")
_SECTION: Final = w("sectPr")
_BOX: Final = w("txbxContent")


@frozen
class AnchoredSection:
    """A section: the mark of its first paragraph, where its numbers begin anew, and how they are written."""

    mark: str
    first_number: int | None
    number_format: str


@frozen
class AnchoredBookmark:
    """A bookmark: its name, the mark beside it, and the number of its section, from 0."""

    name: str
    mark: str
    section: int


@frozen
class Anchored:
    """The copy, and what its marks stand for."""

    data: bytes
    sections: tuple[AnchoredSection, ...]
    bookmarks: tuple[AnchoredBookmark, ...]


def anchored(data: bytes) -> Anchored:
    """The copy of a .docx. Raises `SubmissionRefused` for what is none."""
    package = WordPackage(data, file="", limits=_WHOLE)
    root = package.document()
    made = _Marks(root)
    made.set()
    changed = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy:
        for name in package.archive.names:
            copy.writestr(name, changed if name == package.main else package.archive.read(name))
    return Anchored(stream.getvalue(), tuple(made.sections), tuple(made.bookmarks))


class _Marks:
    """Sets the marks in a document, from its first element to its last."""

    def __init__(self, root: Element) -> None:
        self.sections: list[AnchoredSection] = []
        self.bookmarks: list[AnchoredBookmark] = []
        self._body = root.find(BODY)
        self._number = max((int(at) for at in _ids(root) if at.isdecimal()), default=0)
        self._waiting: list[str] = []  # bookmarks that stand between paragraphs
        self._current = 0  # the section of the latest paragraph, whose first child may close it

    def set(self) -> None:
        """Mark every section and bookmark."""
        first: Element | None = None
        for element in [] if self._body is None else list(self._body.iter(P, _START, _SECTION)):
            if next(element.iterancestors(_BOX), None) is not None:
                continue  # a text box hangs on a paragraph that was seen before
            if element.tag == P:
                first = element if first is None else first
                self._current = len(self.sections)
                for name in self._waiting:
                    self._mark_bookmark(name, element, _after_properties(element))
                self._waiting.clear()
            elif element.tag == _START:
                self._bookmark(element)
            elif element.getparent() is self._body or _closes(element):
                self._section(first, element)
                first = None

    def _bookmark(self, start: Element) -> None:
        parent = start.getparent()
        name = start.get(NAME, "")
        if parent is None or not name:
            return
        if parent.tag == P:
            self._mark_bookmark(name, parent, parent.index(start))
        else:
            self._waiting.append(name)

    def _mark_bookmark(self, name: str, parent: Element, at: int) -> None:
        self.bookmarks.append(AnchoredBookmark(name, self._mark(parent, at), self._current))

    def _section(self, first: Element | None, properties: Element) -> None:
        mark = "" if first is None else self._mark(first, _after_properties(first))
        numbers = properties.find(w("pgNumType"))
        given: Mapping[str, str] = {} if numbers is None else {str(key): str(at) for key, at in numbers.attrib.items()}
        start = given.get(w("start"), "")
        self.sections.append(
            AnchoredSection(mark, int(start) if start.isdecimal() else None, given.get(w("fmt"), "decimal"))
        )

    def _mark(self, parent: Element, at: int) -> str:
        """A mark from that child of a paragraph to its end: LibreOffice moves one without extent off a section's last line."""
        self._number += 1
        name = f"{_PREFIX}{self._number}"
        parent.insert(at, parent.makeelement(_START, {ID: str(self._number), NAME: name}))
        parent.append(parent.makeelement(_END, {ID: str(self._number)}))
        return name


def _ids(root: Element) -> Iterator[str]:
    return (start.get(ID, "") for start in root.iter(_START))


def _after_properties(paragraph: Element) -> int:
    return 1 if len(paragraph) and paragraph[0].tag == w("pPr") else 0


def _closes(properties: Element) -> bool:
    """Whether these are a section's properties in force, not those that a tracked change keeps."""
    parent = properties.getparent()
    return parent is not None and parent.tag == w("pPr")
