"""真实页码 (true page numbers): where each bookmark stands once LibreOffice has laid the document out.

It lays out a copy with anchors of our own: one beside every bookmark and one at the beginning of every section. Their pages
in the PDF tell the printed numbers. Anchors have plain names, since a PDF writes some characters of a name in its own way,
and two programs write them in two.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from attrs import evolve, frozen
from lxml import etree

from trafficlight.documents._document import Document
from trafficlight.documents.office.pdf import BLANK_PAGES, OFFICE, TIMEOUT, AnyPath, Source, convert
from trafficlight.errors import ExtraMissing, OfficeFailed
from trafficlight.messages import Words
from trafficlight.ooxml.archive import Limits
from trafficlight.ooxml.parts import WordPackage, refusing
from trafficlight.ooxml.xml import BODY, BOX, ID, NAME, PPR, SECTION, Element, P, w
from trafficlight.ooxml.zip_writer import zipped

_WHOLE: Final = Limits(
    file_bytes=1 << 32, unpacked_bytes=1 << 33, part_bytes=1 << 32, held=1 << 32, ratio=2000, entries=60_000
)
"""The caller's own file, however long; it only has to be a .docx."""

_PREFIX: Final = "trafficlightanchor"
_START: Final = w("bookmarkStart")
_END: Final = w("bookmarkEnd")
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
    shown = dict.fromkeys(document.bookmarks(), _UNKNOWN)
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
    copy, anchors = _anchored(_bytes(document))
    data = convert(copy, office=office, timeout=timeout, fontconfig=fontconfig, settings=BLANK_PAGES)
    reader = pypdf.PdfReader(io.BytesIO(data))
    pages: dict[str, int] = {}
    for name, place in reader.named_destinations.items():
        page = reader.get_destination_page_number(place)
        if page is not None and page >= 0:
            pages[name.removeprefix("/")] = page
    return dict(anchors.numbers(pages))


def _bytes(document: Source) -> bytes:
    if isinstance(document, Document):
        return document.to_bytes(level=1)
    return document if isinstance(document, bytes) else Path(document).read_bytes()


def _anchored(data: bytes) -> tuple[bytes, _Anchors]:
    """The copy of a .docx, and what its anchors stand for. Raises `SubmissionRefused` for what is none."""
    with refusing(""):
        package = WordPackage(data, file="", limits=_WHOLE)
        root = package.document()
        anchors = _Anchors(root)
        changed = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        names = package.archive.names
        copy = zipped(((name, changed if name == package.main else package.read(name)) for name in names), level=1)
    return copy, anchors


@frozen
class _Section:
    """A section: the anchor in its first paragraph, where its numbers begin anew, and how they are written."""

    anchor: str
    first_number: int | None
    number_format: str


class _Anchors:
    """Sets anchors in a document, from its first element to its last, and tells the numbers from their pages."""

    def __init__(self, root: Element) -> None:
        self._sections: list[_Section] = []
        self._bookmarks: list[tuple[str, str, int]] = []  # name, anchor, section
        ids = (start.get(ID, "") for start in root.iter(_START))
        self._number = max((int(at) for at in ids if at.isdecimal()), default=0)
        self._set(root)

    def numbers(self, pages: Mapping[str, int]) -> Iterator[tuple[str, str]]:
        """Each bookmark's number, from the pages of all anchors, which are counted from 0."""
        # a page's number is its place in the PDF plus what its section, or the last one that began anew, is off by
        off: list[int] = []
        current = 1
        for section in self._sections:
            if section.first_number is not None and section.anchor in pages:
                current = section.first_number - pages[section.anchor]
            off.append(current)
        for name, anchor, at in self._bookmarks:
            if anchor in pages:
                yield name, _written(pages[anchor] + off[at], self._sections[at].number_format)

    def _set(self, root: Element) -> None:
        first: Element | None = None  # the section's first paragraph
        current = 0  # the section of the latest paragraph, whose first child may close it
        waiting: list[str] = []  # bookmarks that stand between paragraphs
        for element in list(root.iter(P, _START, SECTION)):
            parent = element.getparent()
            if parent is None or next(element.iterancestors(BOX), None) is not None:
                continue  # a text box hangs on a paragraph that was seen before
            if element.tag == P:
                first = element if first is None else first
                current = len(self._sections)
                self._bookmarks += [(name, self._anchor(element, _first_run(element)), current) for name in waiting]
                waiting.clear()
            elif element.tag == _START:
                name = element.get(NAME, "")
                if name and parent.tag == P:
                    self._bookmarks.append((name, self._anchor(parent, parent.index(element)), current))
                elif name:
                    waiting.append(name)
            elif parent.tag in {BODY, PPR}:  # not those that a tracked change keeps
                self._sections.append(self._section(first, element))
                first = None

    def _section(self, first: Element | None, properties: Element) -> _Section:
        numbers = properties.find(w("pgNumType"))
        given: Mapping[str, str] = {} if numbers is None else {str(key): str(at) for key, at in numbers.attrib.items()}
        start = given.get(w("start"), "")
        return _Section(
            "" if first is None else self._anchor(first, _first_run(first)),
            int(start) if start.isdecimal() else None,
            given.get(w("fmt"), "decimal"),
        )

    def _anchor(self, parent: Element, at: int) -> str:
        """One from that child of a paragraph to its end: LibreOffice moves one without extent off a section's last line."""
        self._number += 1
        name = f"{_PREFIX}{self._number}"
        parent.insert(at, parent.makeelement(_START, {ID: str(self._number), NAME: name}))
        parent.append(parent.makeelement(_END, {ID: str(self._number)}))
        return name


def _first_run(paragraph: Element) -> int:
    """Where a paragraph's runs begin, behind its properties."""
    return 1 if len(paragraph) and paragraph[0].tag == PPR else 0


def _written(number: int, number_format: str) -> str:
    if number_format not in {"lowerRoman", "upperRoman"} or number < 1:
        return str(number)
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text.upper() if number_format == "upperRoman" else text
