"""上下文 (context): what the writers of blocks share while one document is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from trafficlight.documents.content import Document, Heading, Paragraph, Section
from trafficlight.documents.content import Grid as GridBlock
from trafficlight.documents.inline import Inline, PageReference, Run, Text
from trafficlight.documents.looks import OfficialProfile
from trafficlight.documents.wordprocessing.fields import page_of
from trafficlight.documents.wordprocessing.text import run_text
from trafficlight.documents.wordprocessing.xml import run_properties
from trafficlight.errors import DocumentError

_FOOTER_DRAWINGS: Final = 2  # the numbers that landscape footers take; those of the body go on from there


class Context:
    """One writing of one document: its profile, its bookmarks, and numbers that must be unique in the file."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.profile: OfficialProfile = document.profile
        self.pages: Mapping[str, str] = document.pages
        self._bookmarks = _bookmark_numbers(document)
        self._drawings = _FOOTER_DRAWINGS
        self._charts = 0

    def bookmarked(self, name: str | None, runs: str) -> str:
        """The runs between the marks of their bookmark."""
        if name is None:
            return runs
        number = self._bookmarks[name]
        return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{runs}<w:bookmarkEnd w:id="{number}"/>'

    def drawing_number(self) -> int:
        """A number for the next drawing of the body."""
        self._drawings += 1
        return self._drawings

    def chart_number(self) -> int:
        """The number of the next chart of the body."""
        self._charts += 1
        return self._charts

    def runs(self, text: Text) -> str:
        """A text as runs."""
        if isinstance(text, str):
            return f"<w:r>{run_text(text)}</w:r>" if text else ""
        return "".join(map(self._inline, text))

    def _inline(self, piece: Inline) -> str:
        if isinstance(piece, str):
            return f"<w:r>{run_text(piece)}</w:r>" if piece else ""
        if isinstance(piece, Run):
            return f"<w:r>{self.look(piece)}{run_text(piece.text)}</w:r>"
        return self.page_of(piece)

    def look(self, run: Run) -> str:
        """The `w:rPr` of a run, or nothing."""
        font = None if run.face is None else self.profile.fonts.of(run.face)
        return run_properties(font=font, bold=run.bold or None, colour=run.colour, size=run.size)

    def page_of(self, reference: PageReference) -> str:
        """A page reference; a bookmark that stands nowhere would print as an error, so it is refused."""
        if reference.bookmark not in self._bookmarks:
            raise DocumentError(f"页码引用的书签“{reference.bookmark}”在文档中不存在。")
        return page_of(reference.bookmark, reference.cached or self.pages.get(reference.bookmark, ""))


def _bookmark_numbers(document: Document) -> dict[str, int]:
    numbers: dict[str, int] = {}
    folded: set[str] = set()
    for name in _bookmarks(document):
        if name.casefold() in folded:
            raise DocumentError(f"书签“{name}”重复：同一文档中书签名不能相同（不分大小写）。")
        folded.add(name.casefold())
        numbers[name] = len(numbers)
    return numbers


def _bookmarks(document: Document) -> list[str]:
    found: list[str] = []
    for block in document.blocks():
        marked = (block.title, *block.lead, *block.notes) if isinstance(block, GridBlock) else (block,)
        found.extend(
            one.bookmark for one in marked if isinstance(one, Heading | Paragraph) and one.bookmark is not None
        )
    return found


def text_width(section: Section, profile: OfficialProfile) -> float:
    """The width of a section's text in millimetres; a landscape page is the portrait page turned."""
    page = profile.page
    return page.text_width if section.setup.orientation == "portrait" else page.text_height


def text_height(section: Section, profile: OfficialProfile) -> float:
    """The height of a section's text in millimetres."""
    page = profile.page
    return page.text_height if section.setup.orientation == "portrait" else page.text_width
