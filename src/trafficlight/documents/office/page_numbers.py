"""页码锚点 (anchors): a copy of a .docx with marks of our own, by whose pages in the PDF the printed numbers are known.

A mark stands beside every bookmark and at the beginning of every section. Marks have plain names, since a PDF writes
some characters of a name in its own way, and two programs write them in two.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from attrs import evolve, frozen
from lxml import etree

from trafficlight.documents._document import Document
from trafficlight.documents.docx.incoming import WordPackage, refusing
from trafficlight.documents.office.pdf import OFFICE, TIMEOUT, AnyPath, Source, convert
from trafficlight.errors import ExtraMissing, OfficeFailed
from trafficlight.messages import Words
from trafficlight.ooxml.archive import Limits
from trafficlight.ooxml.xml import BODY, ID, NAME, Element, P, w
from trafficlight.ooxml.zip_writer import zipped

_PREFIX: Final = "trafficlightmark"
_WHOLE: Final = Limits(
    file_bytes=1 << 32, unpacked_bytes=1 << 33, part_bytes=1 << 32, held=1 << 32, ratio=2000, entries=60_000
)
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
    with refusing(""):
        package = WordPackage(data, file="", limits=_WHOLE)
        root = package.document()
        made = _Marks(root)
        made.set()
        changed = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        names = package.archive.names
        copy = zipped(((name, changed if name == package.main else package.read(name)) for name in names), level=1)
    return Anchored(copy, tuple(made.sections), tuple(made.bookmarks))


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


# --- 真实页码 (true page numbers): where each bookmark stands once LibreOffice has laid the document out ---------------

_ROUNDS: Final = 4
_UNKNOWN: Final = "1"  # stands in for a number that is not known yet, and is as wide as the first nine
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def paged(
    document: Document, *, office: str = OFFICE, timeout: float = TIMEOUT, fontconfig: AnyPath | None = None
) -> Document:
    """The same document whose `pages` hold the printed number of every bookmark's page.

    Saved, it shows them at the first opening and asks nothing. A number that is wider than what stood in its place may
    push a line of the contents over, so the document is laid out again until the numbers stay. `timeout` is for each time.
    Raises `OfficeMissing`, `OfficeFailed` and `DocumentError` as `to_pdf` does, and `ExtraMissing` without pypdf.
    """
    shown = dict.fromkeys(_bookmarks(document), _UNKNOWN)
    for _ in range(_ROUNDS if shown else 0):
        found = page_numbers(evolve(document, pages=shown), office=office, timeout=timeout, fontconfig=fontconfig)
        if shown.keys() - found.keys():
            lost = sorted(shown.keys() - found.keys())
            raise OfficeFailed(
                Words(f"没有给出书签的页码：{'、'.join(lost)}", f"no page for the bookmarks {', '.join(lost)}")
            )
        if all(len(found[name]) == len(shown[name]) for name in shown):
            return evolve(document, pages={**document.pages, **found})
        shown = found
    if shown:
        raise OfficeFailed(Words("排出的页码不稳定", "the numbers of pages do not settle"))
    return document


def page_numbers(
    document: Source, *, office: str = OFFICE, timeout: float = TIMEOUT, fontconfig: AnyPath | None = None
) -> dict[str, str]:
    """The printed number of the page on which each bookmark of a .docx stands, by the bookmark's name.

    For a file of any origin; a bookmark that stands on no page is left out. Raises as `paged` does.
    """
    try:
        import pypdf
    except ImportError as cause:
        raise ExtraMissing("pypdf", "pdf") from cause
    marked = anchored(_bytes(document))
    data = convert(marked.data, office=office, timeout=timeout, fontconfig=fontconfig, blank_pages=True)
    reader = pypdf.PdfReader(io.BytesIO(data))
    places: dict[str, int] = {}
    for name, place in reader.named_destinations.items():
        page = reader.get_destination_page_number(place)
        if page is not None and page >= 0:
            places[name.removeprefix("/")] = page
    return dict(_printed(marked, places))


def _bookmarks(document: Document) -> Iterator[str]:
    for block in document.blocks():
        for one in (block, getattr(block, "title", None), *getattr(block, "lead", ()), *getattr(block, "notes", ())):
            name = getattr(one, "bookmark", None)
            if name is not None:
                yield name


def _bytes(document: Source) -> bytes:
    if isinstance(document, Document):
        return document.to_bytes(level=1)
    return document if isinstance(document, bytes) else Path(document).read_bytes()


def _printed(marked: Anchored, places: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Each bookmark's number: that of its section's first page, and one more for each page after it."""
    # a page's number is its place in the PDF plus what its section, or the last one that began anew, is off by
    off: list[int] = []
    current = 1
    for section in marked.sections:
        if section.first_number is not None and section.mark in places:
            current = section.first_number - places[section.mark]
        off.append(current)
    for bookmark in marked.bookmarks:
        if bookmark.mark in places:
            number = places[bookmark.mark] + off[bookmark.section]
            yield bookmark.name, _written(number, marked.sections[bookmark.section])


def _written(number: int, section: AnchoredSection) -> str:
    if section.number_format not in {"lowerRoman", "upperRoman"} or number < 1:
        return str(number)
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text.upper() if section.number_format == "upperRoman" else text
