"""行 (rows) as UTF-8 text, one after another; the hot path of the writer.

A row whose cells are plain text goes through a template that is made once for all rows, and its text is checked and
encoded in one piece. Marks repeat, so what was made of them is kept, up to a limit. All other rows are made cell by cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any, Final

from trafficlight.documents.content import Cell, Row
from trafficlight.documents.inline import plain
from trafficlight.documents.wordprocessing.cells import AFTER_RUN, CellMaker
from trafficlight.documents.wordprocessing.text import goes_as_it_is
from trafficlight.errors import DocumentError, UnprintableText

CHUNK_ROWS: Final = 32
_MEMO: Final = 512  # cells a column
_KEPT_ROWS: Final = 8  # a longer merge may part at the page's foot, or it would leave half a page white
_ROW_END: Final = b"</w:tr>"
# no plain text contains it, so texts that are joined by it can be parted again; and it is printable
_PART: Final = ">"


class _Template:
    """A row with places for plain texts, and for whole cells in those columns where something else has been seen."""

    def __init__(self, opening: str, maker: CellMaker, others: Iterable[int]) -> None:
        self.others = tuple(sorted(others))
        columns = [at for at in range(maker.columns) if at not in self.others]
        self.texts: Callable[[Row], Iterable[str]] = _picker(columns)
        self.parts = len(columns) - 1
        places = (
            "%b" if at in self.others else f"{_literal(maker.frame(at))}<w:t>%b</w:t>{AFTER_RUN}"
            for at in range(maker.columns)
        )
        self.whole = f"{_literal(opening)}{''.join(places)}".encode() + _ROW_END


def _literal(text: str) -> str:
    return text.replace("%", "%%")


def _picker(columns: Sequence[int]) -> Callable[[Row], Iterable[Any]]:
    """What picks some columns of a row; `itemgetter` gives no tuple for one, and takes no less."""
    return itemgetter(*columns) if len(columns) > 1 else lambda row: [row[at] for at in columns]


class RowMaker:
    """Makes rows of one kind, header or body; it counts them, so that a fault names its row and column."""

    def __init__(self, name: str, opening: str, maker: CellMaker) -> None:
        self._name = name
        self._opening = opening
        self._maker = maker
        self._number = 0
        self._merging: dict[int, int] = {}  # where each downward merge that is open stands → columns it spans
        self._continued = False  # whether the latest row went on with one
        self._memo: list[dict[str | Cell, bytes]] = [{} for _ in range(maker.columns)]
        self._template = _Template(opening, maker, ())
        style = maker.style
        self._style, self._keeping_style = style.encode(), f"{style}<w:keepNext/>".encode()

    def rows(self, rows: Iterable[Row]) -> Iterator[bytes]:
        """Each row by itself."""
        for row in rows:
            yield self._row(row)

    def chunks(self, rows: Iterable[Row], *, keep_all: bool, keep_last: bool) -> Iterator[bytes]:
        """The rows in chunks. A row that a merge, or all rows, hold together waits until the next one is seen."""
        chunk: list[bytes] = []
        held = b""
        kept = 0
        for row in rows:
            done = self._row(row)
            if held:
                kept = kept + 1 if self._continued else 0
                chunk.append(self._keeping(held) if keep_all or 0 < kept < _KEPT_ROWS else held)
                held = b""
            if keep_all or self._merging:
                held = done
            else:
                chunk.append(done)
            if len(chunk) > CHUNK_ROWS:
                yield b"".join(chunk[:-1])
                del chunk[:-1]
        if held:
            chunk.append(held)
        if chunk and keep_last:
            chunk[-1] = self._keeping(chunk[-1])
        yield b"".join(chunk)

    def _keeping(self, row: bytes) -> bytes:
        """The row on the page of the next one: each of its paragraphs keeps with what follows."""
        return row.replace(self._style, self._keeping_style)

    def _row(self, row: Row) -> bytes:
        self._number += 1
        if len(row) == self._maker.columns and not isinstance(row, str):
            done = self._short_way(row)
            if done is not None:
                self._continued = False
                if self._merging:
                    self._merging = {}
                return done
        return f"{self._opening}{''.join(self._long_way(row))}".encode() + _ROW_END

    def _short_way(self, row: Row) -> bytes | None:
        """The row through the template, checked all at once; `None` where a cell needs more than that."""
        template = self._template
        try:
            joined = _PART.join(template.texts(row))
        except TypeError:
            return self._short_way_without(row, {at for at, cell in enumerate(row) if not isinstance(cell, str)})
        # what Python calls printable has no control character, no surrogate, no noncharacter and no blank but " "
        plain_text = joined.isprintable() and " " not in joined and "&" not in joined and "<" not in joined
        if not plain_text or joined.count(_PART) != max(template.parts, 0):
            return self._short_way_without(
                row, {at for at, cell in enumerate(row) if isinstance(cell, str) and not goes_as_it_is(cell)}
            )
        filling = joined.encode().split(b">") if template.parts >= 0 else []
        for at in template.others:
            made = self._remembered(at, row[at])
            if made is None:
                return None
            filling.insert(at, made)
        return template.whole % tuple(filling)

    def _short_way_without(self, row: Row, columns: set[int]) -> bytes | None:
        """The same once more, where these columns hold whole cells from now on: what they held, they will hold again."""
        template = self._template
        if columns <= set(template.others):
            return None
        self._template = _Template(self._opening, self._maker, columns.union(template.others))
        return self._short_way(row)

    def _remembered(self, at: int, cell: object) -> bytes | None:
        """A cell of a column where not all are plain text; `None` for one that concerns its neighbours too."""
        if not isinstance(cell, str | Cell):
            return None
        memo = self._memo[at]
        known = memo.get(cell)
        if known is None:
            if isinstance(cell, Cell) and (cell.merge is not None or cell.span != 1):
                return None
            if len(memo) >= _MEMO:
                memo.clear()
            known = memo[cell] = self._made(at, cell).encode()
        return known

    def _long_way(self, row: Row) -> Iterator[str]:
        """The cells one by one; also finds out what is wrong with a row that does not fill the columns."""
        if isinstance(row, str):
            raise DocumentError(f"{self._where()}是一段文字：一行应为一列一个单元格的序列。")
        filled = sum(cell.span if isinstance(cell, Cell) else 1 for cell in row)
        if filled != self._maker.columns:
            raise DocumentError(f"{self._where()}的单元格占 {filled} 列：应为 {self._maker.columns} 列。")
        before, self._merging, self._continued = self._merging, {}, False
        at = 0
        for cell in row:
            self._check_kind(at, cell)
            if isinstance(cell, Cell) and cell.merge is not None:
                if cell.merge == "continue":
                    self._check_continued(at, cell, before)
                self._merging[at] = cell.span
            yield self._made(at, cell)
            at += cell.span if isinstance(cell, Cell) else 1

    def _check_kind(self, at: int, cell: object) -> None:
        if not isinstance(cell, str | Cell):
            raise DocumentError(f"{self._where(at)}是 {type(cell).__name__}：单元格应为文字或 Cell。")

    def _check_continued(self, at: int, cell: Cell, before: dict[int, int]) -> None:
        self._continued = True
        if before.get(at) != cell.span:
            raise DocumentError(f"{self._where(at)}纵向续接：上一行同一位置没有同样宽的合并单元格。")
        if plain(cell.text):
            raise DocumentError(f"{self._where(at)}纵向续接，其中的文字“{plain(cell.text)}”不会显示：应为空。")

    def _made(self, at: int, cell: str | Cell) -> str:
        try:
            return self._maker.text(at, cell) if isinstance(cell, str) else self._maker.cell(at, cell)
        except UnprintableText as fault:
            fault.add_note(self._where(at))
            raise

    def _where(self, at: int | None = None) -> str:
        return f"{self._name}第 {self._number} 行" + ("" if at is None else f"第 {at + 1} 列")
