"""真实页码 (true page numbers): where each bookmark stands once LibreOffice has laid the document out.

The numbers are those that the pages print: sections that begin anew, and roman ones, are respected. Nothing is guessed
from the PDF's text; named places in the PDF say on which page each bookmark stands.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from attrs import evolve

from trafficlight.documents.content import Document
from trafficlight.documents.pdf import OFFICE, TIMEOUT, AnyPath, Source, convert
from trafficlight.errors import ExtraMissing, OfficeFailed

if TYPE_CHECKING:
    from trafficlight.documents.wordprocessing.anchors import Anchored, AnchoredSection

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
            raise OfficeFailed(f"没有给出书签的页码：{'、'.join(sorted(shown.keys() - found.keys()))}")
        if all(len(found[name]) == len(shown[name]) for name in shown):
            return evolve(document, pages={**document.pages, **found})
        shown = found
    if shown:
        raise OfficeFailed("排出的页码不稳定")
    return document


def page_numbers(
    document: Source, *, office: str = OFFICE, timeout: float = TIMEOUT, fontconfig: AnyPath | None = None
) -> dict[str, str]:
    """The printed number of the page on which each bookmark of a .docx stands, by the bookmark's name.

    For a file of any origin; a bookmark that stands on no page is left out. Raises as `paged` does.
    """
    from trafficlight.documents.wordprocessing.anchors import anchored

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
