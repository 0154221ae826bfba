"""单元格 (cells) as XML: the properties of a cell and of its one paragraph, and the text in its look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attrs import evolve

from trafficlight.documents.colours import ink_on
from trafficlight.documents.content import Cell, GridColumn, Run
from trafficlight.documents.inline import Inline
from trafficlight.documents.wordprocessing.context import Context
from trafficlight.documents.wordprocessing.styles import style_id
from trafficlight.documents.wordprocessing.text import run_text
from trafficlight.documents.wordprocessing.xml import JUSTIFICATION, run_properties

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
        self._frames = [self._frame(at) for at in range(len(widths))]

    def frame(self, at: int) -> str:
        """What stands before the `w:t` of a plain cell of a column; `AFTER_RUN` follows it."""
        return self._frames[at]

    def text(self, at: int, text: str) -> str:
        """A cell of a column that is a string."""
        return f"{self._frames[at]}{run_text(text)}{AFTER_RUN}"

    def cell(self, at: int, cell: Cell) -> str:
        """A cell that begins at a column."""
        bold = self._columns[at].bold if cell.bold is None else cell.bold
        colour = cell.colour or (None if cell.fill is None else ink_on(cell.fill))
        base = Run("", bold=bold, colour=colour)
        if isinstance(cell.text, str):
            shown = run_text(cell.text)
            runs = f"<w:r>{self._context.look(base)}{shown}</w:r>" if shown else ""
        else:
            runs = self._context.runs([_over(base, piece) for piece in cell.text])
        return f"{self._opening(at, cell)}{runs}</w:p></w:tc>"

    def _frame(self, at: int) -> str:
        bold = run_properties(bold=self._columns[at].bold or None)
        return f"{self._opening(at, Cell())}<w:r>{bold}"

    def _opening(self, at: int, cell: Cell) -> str:
        """A cell up to and with its paragraph's properties."""
        width = sum(self._widths[at : at + cell.span])
        fill = cell.fill or self._fill
        align = cell.align or self._columns[at].align
        return "".join(
            (
                f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>',
                f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else "",
                "" if cell.merge is None else f'<w:vMerge w:val="{_MERGE[cell.merge]}"/>',
                "" if fill is None else f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>',
                f"</w:tcPr><w:p><w:pPr>{self.style}",
                "" if align == self._align else f'<w:jc w:val="{JUSTIFICATION[align]}"/>',
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
