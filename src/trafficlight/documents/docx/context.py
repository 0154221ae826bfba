"""域 (fields): PAGE, PAGEREF and TOC, with the text that shows until a program updates them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from trafficlight.documents.content import (
    DocumentContent,
    Heading,
    Inline,
    PageReference,
    Paragraph,
    Run,
    Section,
    Text,
)
from trafficlight.documents.content import Grid as GridBlock
from trafficlight.documents.docx.xml import run_properties
from trafficlight.errors import DocumentError
from trafficlight.layout import OfficialProfile
from trafficlight.ooxml.text import element, run_text


def begin(instruction: str, look: str = "") -> str:
    """The runs that open a field and part its instruction from its result."""
    return (
        f'<w:r>{look}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{look}<w:instrText xml:space="preserve"> {element(instruction)} </w:instrText></w:r>'
        f'<w:r>{look}<w:fldChar w:fldCharType="separate"/></w:r>'
    )


def end(look: str = "") -> str:
    """The run that closes a field."""
    return f'<w:r>{look}<w:fldChar w:fldCharType="end"/></w:r>'


def field(instruction: str, shown: str, look: str = "") -> str:
    """A whole field; `look` is the `w:rPr` of its runs."""
    return f"{begin(instruction, look)}<w:r>{look}{run_text(shown)}</w:r>{end(look)}"


def page_number(look: str = "", *, even: bool = False) -> str:
    """The number of the page on which the field stands; until a program lays it out, the first that can stand there."""
    return field("PAGE", "2" if even else "1", look)


def page_of(bookmark: str, shown: str, look: str = "") -> str:
    """The number of the page on which a bookmark stands, as a link to it."""
    return field(f"PAGEREF {bookmark} \\h", shown, look)


def contents_instruction(depth: int) -> str:
    """A table of contents over the outline levels 1 to `depth`, as links."""
    return f'TOC \\o "1-{depth}" \\h \\z \\u'


# --- 上下文 (context): what the writers of blocks share while one document is written ---------------------------------

_FOOTER_DRAWINGS: Final = 2  # the numbers that landscape footers take; those of the body go on from there


class Context:
    """One writing of one document: its profile, its bookmarks, and numbers that must be unique in the file."""

    def __init__(self, document: DocumentContent) -> None:
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


def _bookmark_numbers(document: DocumentContent) -> dict[str, int]:
    numbers: dict[str, int] = {}
    folded: set[str] = set()
    for name in _bookmarks(document):
        if name.casefold() in folded:
            raise DocumentError(f"书签“{name}”重复：同一文档中书签名不能相同（不分大小写）。")
        folded.add(name.casefold())
        numbers[name] = len(numbers)
    return numbers


def _bookmarks(document: DocumentContent) -> list[str]:
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
