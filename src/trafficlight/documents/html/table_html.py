"""HTML 文字和表格: texts with their runs and references, everything escaped, and grids in pieces, so that none is held whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Final, Literal, TypeAlias, cast

from attrs import frozen

from trafficlight.documents.content import (
    Cell,
    DocumentContent,
    Grid,
    GridColumn,
    Heading,
    Inline,
    PageReference,
    Paragraph,
    Row,
    Run,
    Text,
)
from trafficlight.documents.content._grids import place_in, placed_cells
from trafficlight.documents.content._paragraphs import one_line, page_shown, plain
from trafficlight.documents.html.css import name_of, near_the_hosts, painted
from trafficlight.layout import OfficialProfile, Style
from trafficlight.layout._keys import Align
from trafficlight.messages import Words, said
from trafficlight.ooxml.text import printable

_BREAK: Final = re.compile(r"\r\n|\r|\n")
_BLANKS: Final = re.compile(" {2,}")
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
        """As `page_shown`."""
        return page_shown(reference, self._titles, self._pages)

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
        colour = self.style("" if run.colour is None else near_the_hosts(run.colour))
        return f"<span{face}{colour}>{html}</span>" if face or colour else html


def begins_page(block: Paragraph | Heading | None) -> bool:
    """Whether it starts a page where it is printed."""
    return isinstance(block, Heading) and block.page_break_before


_CHUNK: Final = 64  # rows

_Paragraphs: TypeAlias = Callable[["Paragraph | Heading"], str]


def grid_chunks(grid: Grid, inlines: Inlines, profile: OfficialProfile, paragraph: _Paragraphs) -> Iterator[str]:
    """The table in a box of its own that scrolls where the page is narrow, and its notes below it."""
    title = "" if grid.title is None else one_line(grid.title.text)
    label = escaped(title or said(grid.alt_text, profile.language))
    named = f' role="group" aria-label="{label}" tabindex="0"' if label else ""
    look = "" if grid.ruled else " tl-open"
    # a browser breaks no page within a table's caption
    begins = " tl-new-page" if begins_page(grid.title) else ""
    yield f'<div class="tl-table{begins}"{named}>\n<table class="tl-grid{look}"'
    yield ">\n" if title or not label else f' aria-label="{label}">\n'
    above = "".join(paragraph(one) for one in (grid.title, *grid.lead) if one is not None)
    if above:
        yield f"<caption>\n{above}</caption>\n"
    widths = sum(column.width for column in grid.columns)
    columns = "".join(f"<col{inlines.style(f'width:{100 * column.width / widths:.3g}%')}/>" for column in grid.columns)
    yield f"<colgroup>{columns}</colgroup>\n"
    if grid.header:
        head = _Rows(grid.head_name, grid.columns, inlines, "th", profile.style(Style.TABLE_HEAD).align)
        header = "".join(head.chunks(grid.header))
        yield f'<thead class="tl-{name_of(Style.TABLE_HEAD)}">\n{header}</thead>\n'
    yield f'<tbody class="tl-{name_of(grid.style)}">\n'
    yield from _Rows(grid.name, grid.columns, inlines, "td", profile.style(grid.style).align).chunks(grid.rows)
    yield "</tbody>\n</table>\n</div>\n"
    if grid.notes:
        notes = "".join(map(paragraph, grid.notes))
        yield f'<div class="tl-notes">\n{notes}</div>\n'


@frozen
class _Placed:
    """A cell and the column at which it begins."""

    at: int
    cell: Cell


class _Rows:
    """Rows of one kind; those that a downward merge joins wait for each other, since HTML counts them beforehand."""

    def __init__(
        self,
        name: str,
        columns: Sequence[GridColumn],
        inlines: Inlines,
        tag: Literal["th", "td"],
        align: Align,
    ) -> None:
        self._name = name
        self._columns = columns
        self._inlines = inlines
        self._tag = tag
        self._align = align
        # a cell that is empty heads nothing
        self._plain = [
            [(self._opening(at, Cell(text), 1), f"</{self._tag_of(at, text)}>") for text in ("", "字")]
            for at in range(len(columns))
        ]
        self._bold = any(column.bold for column in columns)

    def chunks(self, rows: Iterable[Row]) -> Iterator[str]:
        """The rows as `<tr>` elements, some at a time. Raises `DocumentError` for a row that does not fill the columns."""
        done: list[str] = []
        waiting: list[list[_Placed]] = []
        for number, row in enumerate(rows, 1):
            if self._is_plain(row):
                done.extend(self._joined(waiting))
                waiting = []
                done.append(self._plain_row(cast("Sequence[str]", row)))
            else:
                placed = self._placed(row, number, waiting)
                if not any(one.cell.merge == "continue" for one in placed):
                    done.extend(self._joined(waiting))
                    waiting = []
                waiting.append(placed)
            if len(done) >= _CHUNK:
                yield "".join(done)
                done = []
        done.extend(self._joined(waiting))
        yield "".join(done)

    def _is_plain(self, row: Row) -> bool:
        """Whether a row needs nothing but its texts."""
        return (
            not self._bold
            and not isinstance(row, str)
            and len(row) == len(self._columns)
            and all(type(cell) is str for cell in row)
        )

    def _plain_row(self, row: Sequence[str]) -> str:
        text = self._inlines.text
        framed = ((frames[bool(cell.strip())], cell) for frames, cell in zip(self._plain, row, strict=True))
        cells = (f"{opening}{text(cell)}{closing}" for (opening, closing), cell in framed)
        return f"<tr>{''.join(cells)}</tr>\n"

    def _tag_of(self, at: int, text: Text) -> Literal["th", "td"]:
        return "th" if self._tag == "th" or (self._columns[at].heads_rows and plain(text).strip()) else "td"

    def _placed(self, row: Row, number: int, before: Sequence[Sequence[_Placed]]) -> list[_Placed]:
        """The row's cells at their columns. Raises `DocumentError` for a row that does not fill them."""
        above = {one.at: one.cell.span for one in before[-1] if one.cell.merge is not None} if before else {}

        def where(at: int | None) -> Words:
            return place_in(self._name, number, at)

        cells = placed_cells(row, len(self._columns), above, where)
        return [_Placed(at, Cell(cell) if isinstance(cell, str) else cell) for at, cell in cells]

    def _joined(self, rows: Sequence[Sequence[_Placed]]) -> Iterator[str]:
        """Rows that hang together, each cell with the number of rows that it goes down."""
        for number, row in enumerate(rows):
            cells = (
                f"{self._opening(one.at, one.cell, _depth(one, rows[number + 1 :]))}{self._content(one)}"
                f"</{self._tag_of(one.at, one.cell.text)}>"
                for one in row
                if one.cell.merge != "continue"
            )
            yield f"<tr>{''.join(cells)}</tr>\n"

    def _content(self, placed: _Placed) -> str:
        cell = placed.cell
        bold = self._columns[placed.at].bold if cell.bold is None else cell.bold
        html = self._inlines.text(cell.text)
        return f"<strong>{html}</strong>" if bold and html else html

    def _opening(self, at: int, cell: Cell, depth: int) -> str:
        align = cell.align or self._columns[at].align
        classes = [f"tl-align-{align}"] if align != self._align else []
        style = ""
        if cell.fill is not None:
            classes.append(f"tl-fill-{cell.fill}")
            style = painted(cell.fill, cell.colour)
        elif cell.colour is not None:
            style = f"color:#{cell.colour}"
        tag = self._tag_of(at, cell.text)
        kind, many = ("col", cell.span) if self._tag == "th" else ("row", depth)
        return "".join(
            (
                f"<{tag}",
                "" if tag == "td" else f' scope="{kind if many == 1 else f"{kind}group"}"',
                f' colspan="{cell.span}"' if cell.span > 1 else "",
                f' rowspan="{depth}"' if depth > 1 else "",
                f' class="{" ".join(classes)}"' if classes else "",
                self._inlines.style(style),
                ">",
            )
        )


def _depth(start: _Placed, below: Sequence[Sequence[_Placed]]) -> int:
    """How many rows a cell goes down."""
    if start.cell.merge is None:
        return 1
    depth = 1
    for row in below:
        if not any(one.at == start.at and one.cell.merge == "continue" for one in row):
            break
        depth += 1
    return depth
