"""HTML 文字: texts with their runs and references as HTML, everything escaped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Final

from trafficlight.documents.content import DocumentContent, Inline, PageReference, Run, Text
from trafficlight.documents.content._paragraphs import one_line
from trafficlight.errors import DocumentError
from trafficlight.model._colours import contrast, ink_on
from trafficlight.ooxml.text import printable

READABLE: Final = 4.5
"""The least contrast of text (WCAG 2.2, 1.4.3)."""

_BREAK: Final = re.compile(r"\r\n|\r|\n")
_BLANKS: Final = re.compile(" {2,}")
_NO_NAME: Final = re.compile(r"[^\w-]")
_ARROW: Final = "→"


def escaped(text: str) -> str:
    """A text as the content of an element or of an attribute. Raises `UnprintableText`."""
    return escape(printable(text))


def shown(text: str) -> str:
    """A text with its line breaks, tabs and rows of blanks."""
    safe = escaped(text)
    if "\n" in safe or "\r" in safe:
        safe = _BREAK.sub("<br/>", safe)
    if "\t" in safe:
        safe = safe.replace("\t", "\u2003")
    return _BLANKS.sub(lambda blanks: "\u00a0" * len(blanks[0]), safe) if "  " in safe else safe


def name_of(key: str) -> str:
    """A style's key as part of a class name."""
    return _NO_NAME.sub("-", key).replace("_", "-")


def painted(fill: str, colour: str | None) -> str:
    """The declarations of a ground and its ink; an ink that cannot be read on it gives way to one that can."""
    ink = colour if colour is not None and contrast(colour, fill) >= READABLE else ink_on(fill)
    return f"background-color:#{fill};color:#{ink}"


def _near_the_hosts(colour: str) -> str:
    """A colour of text on the host's own ground, which may be dark: drawn towards the host's text, so that it can be read."""
    return f"color:#{colour};color:color-mix(in srgb,#{colour} 60%,currentColor)"


class Inlines:
    """Texts of one document: it knows the bookmarks that may be referred to."""

    def __init__(
        self, document: DocumentContent, prefix: str, pages: Mapping[str, str], *, inline_styles: bool
    ) -> None:
        self._inline_styles = inline_styles
        self._prefix = prefix
        self._pages = pages
        self._titles = {name: one_line(one.text) for name, one in document.bookmarks().items()}

    def id_of(self, bookmark: str) -> str:
        """The id of a bookmark."""
        return f"{self._prefix}{bookmark}"

    def page_of(self, reference: PageReference) -> str:
        """The page of a reference, or nothing when it is not known. Raises `DocumentError` for a bookmark that is nowhere."""
        if reference.bookmark not in self._titles:
            raise DocumentError(
                f"页码引用的书签“{reference.bookmark}”在文档中不存在。",
                f"the bookmark “{reference.bookmark}” whose page number is asked for does not exist in the document",
            )
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
        colour = self.style("" if run.colour is None else _near_the_hosts(run.colour))
        return f"<span{face}{colour}>{html}</span>" if face or colour else html
