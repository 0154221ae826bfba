"""行 (rows): a grid's rows and their cells as text, one after another; the hot path of the writer.

Rows of plain texts go through a template, many at once: their texts are joined, checked and encoded in one piece, and
parted again. What needs more than that is written cell by cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice
from operator import itemgetter
from typing import Any, Final, Literal

from attrs import evolve, frozen

from trafficlight.documents.content import Cell, GridColumn, Inline, Row, Run, plain
from trafficlight.documents.content._grids import place_in, placed_cells
from trafficlight.documents.content._heights import RowRoom
from trafficlight.documents.docx.paragraph_xml import Context
from trafficlight.documents.docx.style_sheet import style_id
from trafficlight.documents.docx.word_xml import JUSTIFICATION, needs_hint, run_properties, text_run
from trafficlight.errors import UnprintableText
from trafficlight.layout import Align
from trafficlight.messages import Words
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
        """A cell of a column that is a string; an empty one as a template of plain cells leaves it."""
        if needs_hint(text):
            return self.cell(at, Cell(text))
        return f"{self.frames[at]}{run_text(text) or '<w:t></w:t>'}{AFTER_RUN}"

    def cell(self, at: int, cell: Cell) -> str:
        """A cell that begins at a column."""
        width = self._widths[at] if cell.span == 1 else sum(self._widths[at : at + cell.span])
        opening, base, plain = _parts(cell, self._columns[at], self.style, width, self._fill, self._align)
        runs = plain if isinstance(cell.text, str) else self._context.runs([_over(base, piece) for piece in cell.text])
        return f"{opening}{runs}</w:p></w:tc>"


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


# no plain text contains it, so texts that are joined by it can be parted again; and it is printable
PART: Final = ">"
_BREAK: Final = b"</w:t><w:br/><w:t>"
_FIRST: Final = itemgetter(slice(1))
_LAST: Final = itemgetter(slice(-1, None))
# how characters begin in UTF-8 that may need a hint (`needs_hint`): found in joined texts faster than by a pattern
_MAY_NEED_HINT: Final = tuple(bytes([lead]) for lead in (0xE2, 0xC2, 0xC3, *range(0xCD, 0xD4)))


def is_plain(joined: str) -> bool:
    """Whether texts go into `w:t` as they are, but for the part that joins them."""
    # what Python calls printable has no control character, no surrogate, no noncharacter and no blank but " "
    return joined.isprintable() and " " not in joined and "&" not in joined and "<" not in joined


def parted(joined: str, count: int) -> list[bytes] | None:
    """So many joined texts as what stands between `<w:t>` and `</w:t>`; `None` where one of them needs more than that."""
    lines = joined.split("\n")
    if not is_plain(joined if len(lines) == 1 else "".join(lines)):
        return None
    if not {*map(_LAST, lines[:-1]), *map(_FIRST, lines[1:])}.isdisjoint(("", PART)):
        return None  # an empty line
    data = "<".join(lines).encode()  # "<" stands for a break meanwhile
    if any(lead in data for lead in _MAY_NEED_HINT):
        return None
    texts = data.replace(b">", b"\n").replace(b"<", _BREAK).split(b"\n")
    return texts if len(texts) == count else None


def not_plain(rows: Sequence[Row]) -> frozenset[int]:
    """The columns that hold something else than texts that go as they are."""
    return frozenset(at for at, cells in enumerate(zip(*rows, strict=True)) if not _all_plain(cells))


def _all_plain(cells: Sequence[Any]) -> bool:
    try:
        joined = PART.join(cells)
    except TypeError:
        return False
    return parted(joined, len(cells)) is not None


CHUNK_ROWS: Final = 64
WHOLE: Final = "<w:cantSplit/>"
_MEMO: Final = 512  # cells a column
_KEPT_ROWS: Final = 8  # a longer merge may part at the page's foot, or it would leave half a page white
_ROW_END: Final = b"</w:tr>"


class _Template:
    """A row with places for plain texts, and for whole cells in those columns where something else has been seen."""

    def __init__(self, opening: str, frames: Sequence[str], others: Iterable[int]) -> None:
        self.others = tuple(sorted(others))
        self.columns = [at for at in range(len(frames)) if at not in self.others]
        self.texts: Callable[[Row], Iterable[str]] = _picker(self.columns)
        self.pieces = _pieces(opening, [None if at in self.others else frame for at, frame in enumerate(frames)])


# short documents of one kind have the same templates: to make them anew would take as long as the rows
_template = lru_cache(maxsize=128)(_Template)


def _pieces(opening: str, frames: Sequence[str | None]) -> list[bytes]:
    """A row in pieces: at every odd place there is room for a cell's text, or, without a frame, for the whole cell."""
    pieces: list[bytes] = []
    before = opening
    for frame in frames:
        pieces += (before.encode() if frame is None else f"{before}{frame}<w:t>".encode(), b"")
        before = "" if frame is None else f"</w:t>{AFTER_RUN}"
    return [*pieces, before.encode() + _ROW_END]


def _batch(rows: Iterator[Row]) -> Sequence[Row]:
    return tuple(islice(rows, CHUNK_ROWS))


def _picker(columns: Sequence[int]) -> Callable[[Row], Iterable[Any]]:
    """What picks some columns of a row; `itemgetter` gives no tuple for one, and takes no less."""
    return itemgetter(*columns) if len(columns) > 1 else lambda row: [row[at] for at in columns]


@frozen
class RowHeight:
    """行高: how much text the cells of a row may hold before it may split over two pages.

    Word cuts off a row that is taller than its page and may not split, and a tall one leaves the page before it half white.
    `lines` are those that stand on half a page.
    """

    lines: int
    room: RowRoom

    def exceeds(self, at: int, cell: str | Cell) -> bool:
        """Whether a cell that begins at this column is taller."""
        return len(cell if isinstance(cell, str) else plain(cell.text)) >= self.lines < self.room.lines(at, cell)

    def may_exceed(self, at: int, cells: Sequence[bytes]) -> bool:
        """Whether one of these cells of a column may be taller, by the bytes of its text; a break has more than 18."""
        return max(map(len, cells)) > (self.lines - 1) * min(2 * self.room.per_line[at], 18)


class RowMaker:
    """Makes rows of one kind, header or body; it counts them, so that a fault names its row and column."""

    def __init__(self, name: str, opening: str, maker: CellMaker, height: RowHeight) -> None:
        self._name = name
        self._opening = opening
        self._height = height
        self._maker = maker
        self._number = 0
        self._merging: dict[int, int] = {}  # where each downward merge that is open stands → columns it spans
        self._continued = False  # whether the latest row went on with one
        self._memo: list[dict[str | Cell, bytes]] = [{} for _ in range(maker.columns)]
        self._template = _template(opening, maker.frames, frozenset())
        style = maker.style
        self._style, self._keeping_style = style.encode(), f"{style}<w:keepNext/>".encode()

    def chunks(self, rows: Iterable[Row], *, keep_all: bool, keep_last: bool) -> Iterator[bytes]:
        """The rows in chunks. A row that a merge, or all rows, hold together waits until the next one is seen."""
        source = iter(rows)
        batch, following = _batch(source), _batch(source)
        chunk: list[bytes] = []
        held = b""
        kept = 0
        while batch:
            together = None if keep_all or held or self._merging else self._together(batch)
            if together is not None:
                yield together[0]
                chunk.append(together[1])
                batch = ()
            for row in batch:
                done = self._row(row)
                if held:
                    kept = kept + 1 if self._continued else 0
                    chunk.append(self._keeping(held) if keep_all or 0 < kept < _KEPT_ROWS else held)
                    held = b""
                if keep_all or self._merging:
                    held = done
                else:
                    chunk.append(done)
            batch, following = following, _batch(source)
            if batch:
                yield b"".join(chunk)
                chunk.clear()
        if held:
            chunk.append(held)
        if chunk and keep_last:
            chunk[-1] = self._keeping(chunk[-1])
        yield b"".join(chunk)

    def _keeping(self, row: bytes) -> bytes:
        """The row on the page of the next one: each of its paragraphs keeps with what follows."""
        return row.replace(self._style, self._keeping_style)

    def _together(self, rows: Sequence[Row]) -> tuple[bytes, bytes] | None:
        """All rows but the last, and the last, checked all at once; `None` where one of them has to go by itself."""
        if {*map(len, rows)} != {self._maker.columns} or any(issubclass(kind, str) for kind in {*map(type, rows)}):
            return None
        try:
            if self._number == 0:  # what the first row holds, the others mostly hold too
                self._learnt(frozenset(at for at, cell in enumerate(rows[0]) if not isinstance(cell, str)))
            made = self._filled(rows)
            if made is None and self._learnt(not_plain(rows)):
                made = self._filled(rows)
        except UnprintableText:
            return None
        if made is not None:
            self._number += len(rows)
            self._continued = False
        return made

    def _filled(self, rows: Sequence[Row]) -> tuple[bytes, bytes] | None:
        template = self._template
        pieces = template.pieces * len(rows)
        try:
            joined = PART.join(chain.from_iterable(map(template.texts, rows)))
        except TypeError:  # a cell that is not text
            return None
        if template.columns:
            texts = parted(joined, len(template.columns) * len(rows))
            if texts is None:
                return None
            for number, at in enumerate(template.columns):
                column = texts[number :: len(template.columns)]
                if self._height.may_exceed(at, column) and any(self._height.exceeds(at, row[at]) for row in rows):
                    return None
                pieces[2 * at + 1 :: len(template.pieces)] = column
        for at in template.others:
            cells = self._all_remembered(at, [row[at] for row in rows])
            if cells is None:
                return None
            pieces[2 * at + 1 :: len(template.pieces)] = cells
        last = len(pieces) - len(template.pieces)
        return b"".join(pieces[:last]), b"".join(pieces[last:])

    def _learnt(self, columns: frozenset[int]) -> bool:
        """Whether these columns are new to those that hold whole cells from now on: what they held, they will hold again."""
        template = self._template
        if columns <= set(template.others):
            return False
        self._template = _template(self._opening, self._maker.frames, columns.union(template.others))
        return True

    def _row(self, row: Row) -> bytes:
        """A row cell by cell; also finds out what is wrong with one that does not fill the columns."""
        self._number += 1
        before, self._merging, self._continued = self._merging, {}, False
        cells: list[str] = []
        opening = self._opening
        for at, cell in placed_cells(row, self._maker.columns, before, self._where):
            if isinstance(cell, Cell) and cell.merge is not None:
                self._merging[at] = cell.span
                self._continued = self._continued or cell.merge == "continue"
            cells.append(self._made(at, cell))
            if self._height.exceeds(at, cell):
                opening = self._opening.replace(WHOLE, "")
        return f"{opening}{''.join(cells)}".encode() + _ROW_END

    def _all_remembered(self, at: int, cells: Sequence[str | Cell]) -> list[bytes] | None:
        """As `_remembered`, for one column of many rows: each different cell is looked at once."""
        ids = list(map(id, cells))
        made: dict[int, bytes] = {}
        for number, cell in dict(zip(ids, cells, strict=True)).items():
            known = self._remembered(at, cell)
            if known is None:
                return None
            made[number] = known
        return [made[number] for number in ids]

    def _remembered(self, at: int, cell: object) -> bytes | None:
        """A cell of a column where not all are plain text; `None` for one that concerns its neighbours or its row too."""
        if not isinstance(cell, str | Cell):
            return None
        memo = self._memo[at]
        known = memo.get(cell)
        if known is None:
            if self._height.exceeds(at, cell) or (
                isinstance(cell, Cell) and (cell.merge is not None or cell.span != 1)
            ):
                return None
            if len(memo) >= _MEMO:
                memo.clear()
            known = memo[cell] = self._made(at, cell).encode()
        return known

    def _made(self, at: int, cell: str | Cell) -> str:
        try:
            return self._maker.text(at, cell) if isinstance(cell, str) else self._maker.cell(at, cell)
        except UnprintableText as fault:
            fault.add_note(self._where(at))
            raise

    def _where(self, at: int | None = None) -> Words:
        return place_in(self._name, self._number, at)
