"""HTML 文字: texts with their runs and references as HTML, everything escaped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Final

from trafficlight.documents.colours import contrast, ink_on
from trafficlight.documents.content import Document
from trafficlight.documents.grid import Grid
from trafficlight.documents.inline import Inline, PageReference, Run, Text, plain
from trafficlight.documents.paragraphs import Heading, Paragraph
from trafficlight.documents.wordprocessing.text import refuse_unprintable
from trafficlight.errors import DocumentError

READABLE: Final = 4.5
"""The least contrast of text (WCAG 2.2, 1.4.3)."""

_BREAK: Final = re.compile(r"\r\n|\r|\n")
_BLANKS: Final = re.compile(" {2,}")
_NO_NAME: Final = re.compile(r"[^\w-]")
_ARROW: Final = "→"


def escaped(text: str) -> str:
    """A text as the content of an element or of an attribute. Raises `UnprintableText`."""
    if not text.isprintable():
        refuse_unprintable(text)
    return escape(text)


def shown(text: str) -> str:
    """A text with its line breaks, tabs and rows of blanks."""
    safe = escaped(text)
    if "\n" in safe or "\r" in safe:
        safe = _BREAK.sub("<br/>", safe)
    if "\t" in safe:
        safe = safe.replace("\t", "\u2003")
    return _BLANKS.sub(lambda blanks: "\u00a0" * len(blanks[0]), safe) if "  " in safe else safe


def one_line(text: Text) -> str:
    """A text of several lines on one."""
    return "".join(piece.strip() for piece in plain(text).splitlines())


def name_of(key: str) -> str:
    """A style's key as part of a class name."""
    return _NO_NAME.sub("-", key).replace("_", "-")


def painted(fill: str, colour: str | None) -> str:
    """The declarations of a ground and its ink; an ink that cannot be read on it gives way to one that can."""
    ink = colour if colour is not None and contrast(colour, fill) >= READABLE else ink_on(fill)
    return f"background-color:#{fill};color:#{ink}"


class Inlines:
    """Texts of one document: it knows the bookmarks that may be referred to."""

    def __init__(self, document: Document, prefix: str, pages: Mapping[str, str], *, inline_styles: bool) -> None:
        self._inline_styles = inline_styles
        self._prefix = prefix
        self._pages = pages
        self._titles = _titles(document)

    def id_of(self, bookmark: str) -> str:
        """The id of a bookmark."""
        return f"{self._prefix}{bookmark}"

    def page_of(self, reference: PageReference) -> str:
        """The page of a reference, or nothing when it is not known. Raises `DocumentError` for a bookmark that is nowhere."""
        if reference.bookmark not in self._titles:
            raise DocumentError(f"页码引用的书签“{reference.bookmark}”在文档中不存在。")
        return reference.cached or self._pages.get(reference.bookmark, "")

    def text(self, text: Text) -> str:
        """A text as HTML."""
        return shown(text) if isinstance(text, str) else "".join(map(self._inline, text))

    def style(self, declarations: str) -> str:
        """A `style` attribute, where the host takes them."""
        return f' style="{declarations}"' if self._inline_styles and declarations else ""

    def _inline(self, piece: Inline) -> str:
        if isinstance(piece, str):
            return shown(piece)
        if isinstance(piece, Run):
            return self._run(piece)
        page = self.page_of(piece)
        label = "" if page else f' aria-label="{escaped(self._titles[piece.bookmark] or piece.bookmark)}"'
        return f'<a href="#{self.id_of(piece.bookmark)}"{label}>{escaped(page) or _ARROW}</a>'

    def _run(self, run: Run) -> str:
        html = shown(run.text)
        if run.bold:
            html = f"<strong>{html}</strong>"
        face = "" if run.face is None else f' class="tl-face-{run.face}"'
        colour = self.style("" if run.colour is None else f"color:#{run.colour}")
        return f"<span{face}{colour}>{html}</span>" if face or colour else html


def _titles(document: Document) -> dict[str, str]:
    """The bookmarks with the text that they stand at."""
    titles: dict[str, str] = {}
    for block in document.blocks():
        marked = (block.title, *block.lead, *block.notes) if isinstance(block, Grid) else (block,)
        for one in marked:
            if isinstance(one, Heading | Paragraph) and one.bookmark is not None:
                titles[one.bookmark] = one_line(one.text)
    return titles
