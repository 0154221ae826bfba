"""上下文 (context): what the writers of blocks share while one document is written: runs, fields, bookmarks, numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from trafficlight.documents.content import DocumentContent, Inline, PageReference, Run, Text
from trafficlight.documents.docx.word_xml import text_run
from trafficlight.errors import DocumentError
from trafficlight.layout import OfficialProfile, StyleRule
from trafficlight.ooxml.text import element, run_text

_FOOTER_DRAWINGS: Final = 2  # the numbers that landscape footers take; those of the body go on from there
END_FIELD: Final = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def begin_field(instruction: str) -> str:
    """The runs that open a field and part its instruction from its result; `END_FIELD` closes it."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {element(instruction)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


def field(instruction: str, shown: str) -> str:
    """域: a whole field, with the text that shows until a program updates it."""
    return f"{begin_field(instruction)}<w:r>{run_text(shown)}</w:r>{END_FIELD}"


class Context:
    """One writing of one document: its profile, its bookmarks, and numbers that must be unique in the file."""

    def __init__(self, document: DocumentContent) -> None:
        self.document = document
        self.profile: OfficialProfile = document.profile
        self.pages: Mapping[str, str] = document.pages
        self._bookmarks = {name: number for number, name in enumerate(document.bookmarks())}
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

    def runs(self, text: Text, look: StyleRule | None = None) -> str:
        """A text as runs, in a look of its own where its paragraph's style has another."""
        if look is not None:
            return "".join(self._in(look, piece) for piece in ([text] if isinstance(text, str) else text))
        if isinstance(text, str):
            return text_run(text)
        return "".join(map(self._inline, text))

    def _in(self, look: StyleRule, piece: Inline) -> str:
        if isinstance(piece, PageReference):
            return self.page_of(piece)
        run = Run(piece) if isinstance(piece, str) else piece
        return text_run(
            run.text,
            font=self.profile.fonts.of(run.face or look.face),
            bold=run.bold or look.bold,
            colour=run.colour or look.colour,
            spacing=look.spacing,
            size=run.size or look.size,
        )

    def page_of(self, reference: PageReference) -> str:
        """The page on which a bookmark stands, as a link to it. One that stands nowhere would print as an error: `DocumentError`."""
        name = reference.bookmark
        if name not in self._bookmarks:
            raise DocumentError(
                f"页码引用的书签“{name}”在文档中不存在。",
                f"the bookmark “{name}” whose page number is asked for does not exist in the document",
            )
        return field(f"PAGEREF {name} \\h", reference.cached or self.pages.get(name, ""))

    def _inline(self, piece: Inline) -> str:
        if isinstance(piece, str):
            return text_run(piece)
        if isinstance(piece, PageReference):
            return self.page_of(piece)
        font = None if piece.face is None else self.profile.fonts.of(piece.face)
        return text_run(piece.text, font=font, bold=piece.bold or None, colour=piece.colour, size=piece.size)
