"""单元格 (cells) as XML: the properties of a cell and of its one paragraph, and the text in its look."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, Literal

from attrs import evolve

from trafficlight.documents.content import Cell, GridColumn, Inline, Run
from trafficlight.documents.docx.paragraph_xml import Context
from trafficlight.documents.docx.style_sheet import style_id
from trafficlight.documents.docx.word_xml import JUSTIFICATION, needs_hint, run_properties, text_run
from trafficlight.layout import Align
from trafficlight.model._colours import ink_on
from trafficlight.ooxml.text import run_text

AFTER_RUN: Final = "</w:r></w:p></w:tc>"
_MERGE: Final = {"start": "restart", "continue": "continue"}


class CellMaker:
    """Makes the cells of a grid's rows, all in one paragraph style and, where they have no fill of their own, on `fill`."""

    def __init__(
        self, context: Context, columns: Sequence[GridColumn], widths: Sequence[int], style: str, fill: str | None
    ) -> None:
        self.columns: int = len(widths)
        self.style: str = f'<w:pStyle w:val="{style_id(style)}"/>'
        self._context = context
        self._columns = columns
        self._widths = widths
        self._fill = fill
        self._align = context.profile.style(style).align
        self.frames: tuple[str, ...] = _frames(self.style, fill, self._align, tuple(columns), tuple(widths))
        """What stands before the `w:t` of a plain cell of each column; `AFTER_RUN` follows it."""

    def text(self, at: int, text: str) -> str:
        """A cell of a column that is a string."""
        return self.cell(at, Cell(text)) if needs_hint(text) else text_cell(self.frames[at], text)

    def cell(self, at: int, cell: Cell) -> str:
        """A cell that begins at a column."""
        width = self._widths[at] if cell.span == 1 else sum(self._widths[at : at + cell.span])
        opening, base, plain = _parts(cell, self._columns[at], self.style, width, self._fill, self._align)
        runs = plain if isinstance(cell.text, str) else self._context.runs([_over(base, piece) for piece in cell.text])
        return f"{opening}{runs}</w:p></w:tc>"


def text_cell(frame: str, text: str) -> str:
    """A text in its column's frame; an empty one as a template of plain cells leaves it."""
    return f"{frame}{run_text(text) or '<w:t></w:t>'}{AFTER_RUN}"


@lru_cache(maxsize=256)
def _parts(
    cell: Cell, column: GridColumn, style: str, width: int, fill: str | None, style_align: Align
) -> tuple[str, Run, str]:
    """A cell up to and with its paragraph's properties, its look, and its run where it has but one; lights repeat."""
    bold = column.bold if cell.bold is None else cell.bold
    colour = cell.colour or (None if cell.fill is None else ink_on(cell.fill))
    align = cell.align or column.align
    own_align = None if align == style_align else align
    opening = _opening(style, width, cell.fill or fill, own_align, span=cell.span, merge=cell.merge)
    run = text_run(cell.text, bold=bold or None, colour=colour) if isinstance(cell.text, str) else ""
    return opening, Run("", bold=bold, colour=colour), run


@lru_cache(maxsize=128)
def _frames(
    style: str, fill: str | None, align: Align, columns: tuple[GridColumn, ...], widths: tuple[int, ...]
) -> tuple[str, ...]:
    """Short documents of one kind have the same: to make them anew would take as long as the rows."""
    return tuple(
        f"{_opening(style, width, fill, None if column.align == align else column.align)}<w:r>"
        + (run_properties(bold=True) if column.bold else "")
        for column, width in zip(columns, widths, strict=True)
    )


def _opening(
    style: str,
    width: int,
    fill: str | None,
    align: Align | None,
    *,
    span: int = 1,
    merge: Literal["start", "continue"] | None = None,
) -> str:
    return "".join(
        (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>',
            f'<w:gridSpan w:val="{span}"/>' if span > 1 else "",
            "" if merge is None else f'<w:vMerge w:val="{_MERGE[merge]}"/>',
            "" if fill is None else f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>',
            f"</w:tcPr><w:p><w:pPr>{style}",
            "" if align is None else f'<w:jc w:val="{JUSTIFICATION[align]}"/>',
            "</w:pPr>",
        )
    )


def _over(base: Run, piece: Inline) -> Inline:
    """A piece of a cell's text with the cell's own look where the piece says nothing."""
    if isinstance(piece, str):
        return evolve(base, text=piece)
    if isinstance(piece, Run):
        return evolve(piece, bold=piece.bold or base.bold, colour=piece.colour or base.colour)
    return piece
