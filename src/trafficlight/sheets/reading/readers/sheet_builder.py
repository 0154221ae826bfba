"""成表: rows, merged areas and hidden parts of a sheet, gathered within the limits, become a grid; for every format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from trafficlight.errors import FileFault
from trafficlight.messages import Words
from trafficlight.model._kinds import CellValue
from trafficlight.sheets._cell_texts import CELLS, COLUMNS, ROWS, no_more_than
from trafficlight.sheets.reading.grid import PICTURE, CellDoubt, Grid, Merge, Row
from trafficlight.sheets.reading.hand_in_files import Meter
from trafficlight.sheets.reading.readers.cell_values import Doubted, Untrusted, Value
from trafficlight.sheets.reading.readers.comments_read import commented

_BATCH: Final = 512
"""Rows between two looks at the clock."""


class SheetBuilder:
    """成表: takes rows from top to bottom; blank ones cost nothing until content follows."""

    def __init__(self, sheet: str, meter: Meter) -> None:
        self.sheet: str = sheet
        self._limits, self._meter = meter.limits, meter
        self._rows: list[Row] = []
        self._merges: list[Merge] = []
        self._broken: list[tuple[int, int, str]] = []
        self._doubts: list[tuple[int, int, CellDoubt]] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._added = 0
        self.row: int = 0
        """Where the next row stands, from 0."""
        self.hidden: bool = False

    def add(self, cells: list[Value], repeated: int = 1) -> None:
        """One row, or the same so many times. Raises `FileFault` past a limit."""
        while cells and cells[-1] is None:
            cells.pop()
        first, self.row = self.row, self.row + repeated
        if not cells:
            return
        if self.row > self._limits.rows:
            raise self.past(ROWS, self.row, self._limits.rows)
        if len(cells) > self._limits.columns:
            raise self.past(COLUMNS, len(cells), self._limits.columns)
        self._fill(len(cells) * repeated)
        self._added += 1
        if not self._added % _BATCH:
            self._meter.check()
        row = tuple(self._taken(range(first, self.row), column, value) for column, value in enumerate(cells))
        self._rows += [()] * (first - len(self._rows))
        self._rows += [row] * repeated

    def add_at(self, places: Sequence[int], rows: Sequence[tuple[Value, ...]]) -> None:
        """Many rows at their ascending places, each up to its last filled cell. Raises `FileFault` past a limit."""
        if places[-1] >= self._limits.rows:
            raise self.past(ROWS, places[-1] + 1, self._limits.rows)
        if not set(map(type, chain.from_iterable(rows))).isdisjoint({Untrusted, Doubted}):
            for self.row, cells in zip(places, rows, strict=True):
                self.add(list(cells))
            return
        self._fill(sum(map(len, rows)))
        for place, row in zip(places, rows, strict=True):
            if row:
                self._rows += [()] * (place - len(self._rows))
                self._rows.append(row)  # type: ignore[arg-type]  # none of its cells is untrusted or doubted
        self.row = places[-1] + 1

    def merge(self, merge: Merge) -> None:
        """One merged area. Raises `FileFault` past the limit."""
        if len(self._merges) >= self._limits.merges:
            raise self._meter.too_many(Words("个合并单元格", "merged areas"), self._limits.merges, self.sheet)
        if merge.area > 1:
            self._merges.append(merge)

    def hide_rows(self, first: int, count: int) -> None:
        """Rows that the sheet hides."""
        self._hidden_rows.update(range(first, min(first + count, self._limits.rows)))

    def hide_columns(self, first: int, count: int) -> None:
        """Columns that the sheet hides."""
        self._hidden_columns.update(range(first, min(first + count, self._limits.columns)))

    def cover(self, row: int, column: int) -> None:
        """A cell over which a picture lies: where it is blank, the picture may be meant for its content."""
        is_blank = row < len(self._rows) and (column >= len(self._rows[row]) or self._rows[row][column] is None)
        if is_blank and len(self._doubts) < self._limits.broken:
            self._doubts.append((row, column, PICTURE))

    def comment(self, row: int, column: int, text: str) -> None:
        """A comment on a cell."""
        doubt = commented(text)
        if doubt is not None and len(self._doubts) < self._limits.broken:
            self._doubts.append((row, column, doubt))

    def grid(self, *, remarks: tuple[str, ...] = ()) -> Grid:
        """Everything together. Raises `FileFault`."""
        width = max(map(len, self._rows), default=0)
        return Grid(
            self._meter.file,
            self.sheet,
            self._rows,
            tuple(self._touching(len(self._rows), width)),
            frozenset(row for row in self._hidden_rows if row < len(self._rows)),
            frozenset(column for column in self._hidden_columns if column < width),
            self.hidden,
            tuple(self._broken),
            remarks=remarks,
            doubts=tuple(self._doubts),
        )

    def past(self, what: Words, have: int, limit: int) -> FileFault:
        """A fault: content that stands beyond a limit."""
        return self._meter.fault(
            Words(
                f"内容到第 {have} {what}，超过 {limit} {what}的限额",
                f"there are {have} {what.en} or more, above the limit of {limit}",
            ),
            no_more_than(limit, what),
            self.sheet,
        )

    def _touching(self, rows: int, width: int) -> Iterator[Merge]:
        """Merged areas that touch content. Areas do not overlap, so together they cover no more than the sheet.

        A row that one of them covers is kept up to its end, filled or not. Raises `FileFault`.
        """
        limits, too_many = self._limits, self._meter.too_many
        room = rows * width
        covered = 0
        reach: dict[int, int] = {}
        for merge in self._merges:
            part = merge.within(rows, width)
            if part is None:
                continue
            room -= part.area
            if room < 0:
                raise self._meter.fault(
                    Words("合并单元格互相重叠", "merged areas overlap"),
                    Words("不重叠的合并单元格", "merged areas that do not overlap"),
                    self.sheet,
                )
            covered += part.area
            if covered > limits.merged_cells:
                raise too_many(Words("个被合并的单元格", "merged cells"), limits.merged_cells, self.sheet)
            for row in range(part.top, part.bottom + 1):
                reach[row] = max(reach.get(row, 0), part.right + 1)
            yield merge
        if sum(reach.values()) > limits.cells:
            raise too_many(CELLS, limits.cells, self.sheet)

    def _fill(self, cells: int) -> None:
        if self._meter.cells + cells > self._limits.cells:
            raise self._meter.too_many(CELLS, self._limits.cells, self.sheet)
        self._meter.cells += cells

    def _taken(self, rows: range, column: int, value: Value) -> CellValue:
        """The cell's value in these rows, what is wrong or doubtful about it noted."""
        if not isinstance(value, (Untrusted, Doubted)):
            return value
        if len(self._broken) + len(self._doubts) + len(rows) > self._limits.broken:
            raise self._meter.too_many(Words("个出错的单元格", "broken cells"), self._limits.broken, self.sheet)
        if isinstance(value, Untrusted):
            self._broken += ((row, column, value.expected) for row in rows)
            return value.text
        self._doubts += ((row, column, value.doubt) for row in rows)
        return value.value
