"""HTML 文字: texts with their runs and references as HTML, everything escaped."""

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
    plain,
)
from trafficlight.errors import DocumentError
from trafficlight.layout import Align, OfficialProfile, Style
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

    def __init__(
        self, document: DocumentContent, prefix: str, pages: Mapping[str, str], *, inline_styles: bool
    ) -> None:
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


def _titles(document: DocumentContent) -> dict[str, str]:
    """The bookmarks with the text that they stand at."""
    titles: dict[str, str] = {}
    for block in document.blocks():
        marked = (block.title, *block.lead, *block.notes) if isinstance(block, Grid) else (block,)
        for one in marked:
            if isinstance(one, Heading | Paragraph) and one.bookmark is not None:
                titles[one.bookmark] = one_line(one.text)
    return titles


# --- HTML 表格 -------------------------------------------------------------------------------------------------------

_CHUNK: Final = 64  # rows
_EMPTY: Final = Cell()

_Paragraphs: TypeAlias = Callable[["Paragraph | Heading"], str]


def grid_chunks(grid: Grid, inlines: Inlines, profile: OfficialProfile, paragraph: _Paragraphs) -> Iterator[str]:
    """The table in a box of its own that scrolls where the page is narrow, and its notes below it."""
    title = "" if grid.title is None else one_line(grid.title.text)
    label = escaped(title or grid.alt_text)
    named = f' role="group" aria-label="{label}" tabindex="0"' if label else ""
    look = "" if grid.ruled else " tl-open"
    yield f'<div class="tl-table"{named}>\n<table class="tl-grid tl-{name_of(grid.style)}{look}"'
    yield ">\n" if title or not label else f' aria-label="{label}">\n'
    above = "".join(paragraph(one) for one in (grid.title, *grid.lead) if one is not None)
    if above:
        yield f"<caption>\n{above}</caption>\n"
    widths = sum(column.width for column in grid.columns)
    columns = "".join(f"<col{inlines.style(f'width:{100 * column.width / widths:.3g}%')}/>" for column in grid.columns)
    yield f"<colgroup>{columns}</colgroup>\n"
    name = f"表格“{title}”" if title else "表格"
    if grid.header:
        head = _Rows(f"{name}表头", grid.columns, inlines, "th", profile.style(Style.TABLE_HEAD).align)
        yield f"<thead>\n{''.join(head.chunks(grid.header))}</thead>\n"
    yield "<tbody>\n"
    yield from _Rows(name, grid.columns, inlines, "td", profile.style(grid.style).align).chunks(grid.rows)
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
        self._plain = [self._opening(at, _EMPTY, 1) for at in range(len(columns))]
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
        cells = (f"{opening}{text(cell)}</{self._tag}>" for opening, cell in zip(self._plain, row, strict=True))
        return f"<tr>{''.join(cells)}</tr>\n"

    def _placed(self, row: Row, number: int, before: Sequence[Sequence[_Placed]]) -> list[_Placed]:
        """The row's cells at their columns. Raises `DocumentError` for a row that does not fill them."""
        if isinstance(row, str):
            raise DocumentError(f"{self._name}第 {number} 行是一段文字：一行应为一列一个单元格的序列。")
        placed: list[_Placed] = []
        at = 0
        open_above = {one.at: one.cell.span for one in before[-1] if one.cell.merge is not None} if before else {}
        for given in row:
            cell = Cell(given) if isinstance(given, str) else given
            self._check_kind(cell, number, at)
            if cell.merge == "continue":
                if open_above.get(at) != cell.span:
                    raise DocumentError(
                        f"{self._name}第 {number} 行第 {at + 1} 列纵向续接：上一行同一位置没有同样宽的合并单元格。"
                    )
                if plain(cell.text):
                    raise DocumentError(
                        f"{self._name}第 {number} 行第 {at + 1} 列纵向续接，其中的文字不会显示：应为空。"
                    )
            placed.append(_Placed(at, cell))
            at += cell.span
        if at != len(self._columns):
            raise DocumentError(f"{self._name}第 {number} 行的单元格占 {at} 列：应为 {len(self._columns)} 列。")
        return placed

    def _check_kind(self, cell: object, number: int, at: int) -> None:
        if not isinstance(cell, Cell):
            kind = type(cell).__name__
            raise DocumentError(f"{self._name}第 {number} 行第 {at + 1} 列是 {kind}：单元格应为文字或 Cell。")

    def _joined(self, rows: Sequence[Sequence[_Placed]]) -> Iterator[str]:
        """Rows that hang together, each cell with the number of rows that it goes down."""
        for number, row in enumerate(rows):
            cells = (
                f"{self._opening(one.at, one.cell, _depth(one, rows[number + 1 :]))}{self._content(one)}</{self._tag}>"
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
        return "".join(
            (
                f"<{self._tag}",
                "" if self._tag == "td" else f' scope="{"col" if cell.span == 1 else "colgroup"}"',
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
