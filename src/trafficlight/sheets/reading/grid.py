"""格网: what a sheet holds before anybody knows what it means. Pure: no file format is known here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final, TypeAlias

from attrs import evolve, field, frozen

from trafficlight.errors import CellFault, HeaderFault
from trafficlight.messages import Words, english
from trafficlight.model._kinds import CellValue
from trafficlight.ooxml.text import column_letters

Row: TypeAlias = tuple[CellValue, ...]


@frozen
class Merge:
    """合并单元格: a merged area, corners included, rows and columns from 0."""

    top: int
    left: int
    bottom: int
    right: int

    def within(self, rows: int, columns: int) -> Merge | None:
        """The part that lies within so many rows and columns, or None when its first cell lies outside."""
        if self.top >= rows or self.left >= columns:
            return None
        return Merge(self.top, self.left, min(self.bottom, rows - 1), min(self.right, columns - 1))

    @property
    def area(self) -> int:
        """How many cells."""
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)

    def cells(self) -> Iterator[tuple[int, int]]:
        """Every cell of the area but its first."""
        for row in range(self.top, self.bottom + 1):
            for column in range(self.left, self.right + 1):
                if (row, column) != (self.top, self.left):
                    yield row, column


COMMENTS: Final = "comments"
DECIDING_COMMENTS: Final = "deciding_comments"
WITHDRAWN: Final = "withdrawn"


@frozen
class CellDoubt:
    """疑点: why a cell that can be read is doubtful: the code of the check that tells of it, and what is expected instead."""

    code: str
    expected: str
    nearest: str | None = None

    @property
    def is_comment(self) -> bool:
        """Whether it comes of a comment on the cell, and not of what the cell says."""
        return self.code in {COMMENTS, WITHDRAWN}

    @property
    def deciding(self) -> CellDoubt:
        """The doubt about a comment where a light hangs on the cell."""
        return evolve(self, code=DECIDING_COMMENTS) if self.code == COMMENTS else self


PICTURE: Final = CellDoubt(
    "pictures",
    Words(
        "文字（单元格里的图片读不出来，请把内容写成文字）",
        "text (a picture in a cell cannot be read: write what it says)",
    ),
)
FORMULA: Final = CellDoubt(
    "formulas",
    Words(
        "算出的结果（单元格里是公式的文字，没有计算：请改成常规格式重新计算，或直接写结果）",
        "the result (a formula stands there as a text, and was never calculated: write what it gives)",
    ),
)
UNCALCULATED: Final = CellDoubt(
    "formulas",
    Words(
        "算出的结果（公式没有算过：请打开文件重新计算后保存，或直接写结果）",
        "the result (the formula was never calculated: open the file, let it calculate and save it, or write what it gives)",
    ),
)
UNSURE: Final = CellDoubt(
    "shown",
    Words(
        "写成文字的内容（单元格显示的样子读不准，请设为文本格式重新填写）",
        "text (what the cell shows for its number cannot be told: format it as text, and type it anew)",
    ),
)


STRUCK_ROW: Final = CellDoubt(
    "struck",
    Words(
        "没有删除线的行（整行划去：作废的请删除这一行，仍要报的请去掉删除线）",
        "a row that is not struck through (delete it if it is withdrawn, or take the line off)",
    ),
)


def struck(live: str = "") -> CellDoubt:
    """删除线: what is struck through is in the cell; `live` is what is left without it."""
    return CellDoubt(
        "struck",
        Words(
            "没有删除线的内容（作废的请删掉，仍有效的请去掉删除线）",
            "text that is not struck through (delete what is withdrawn, or take the line off what still holds)",
        ),
        live or None,
    )


@frozen
class Places:
    """位置: how the rows and cells of a sheet are called where a clerk looks for them.

    Rows and columns count from 0. The first `above` rows are words above the table and have no number; neither have those
    from `below` on. `outside` names the rows above, `columns` the columns: “#” stands for the row, counted from 0 below
    the words. Without them rows are paragraphs, and columns have letters.
    """

    above: int = 0
    below: int | None = None
    outside: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()

    def number(self, row: int) -> int:
        """The row's number from 1; 0 for words above and below the table."""
        return 0 if row < self.above or (self.below is not None and row >= self.below) else row - self.above + 1

    def column(self, column: int) -> str:
        """The column's letters, or its name with “#” for the row."""
        return self.columns[column] if column < len(self.columns) else column_letters(column)

    def row(self, row: int) -> Words:
        """The row in words: 第3行, 表上第1段."""
        number = self.number(row)
        if number:
            return Words(f"第{number}行", f"row {number}")
        if row < len(self.outside):
            return Words(self.outside[row], english(self.outside[row]))
        if row < self.above:
            return Words(f"表上第{row + 1}段", f"paragraph {row + 1} above the table")
        last = row - (self.below or 0) + 1
        return Words(f"表下第{last}段", f"paragraph {last} below the table")

    def cell(self, row: int, column: int) -> str:
        """The cell: F12; words outside the table are called by their row."""
        number = self.number(row)
        if not number:
            return self.row(row)
        if column < len(self.columns):
            return self.columns[column].replace("#", str(number - 1), 1)
        return f"{column_letters(column)}{number}"


SHEET: Final = Places()
"""A spreadsheet: every row has its number, every column its letters."""


_FORMULA: Final = re.compile(r"[=＝] ?(?:_xlfn\.)?[A-Za-z][A-Za-z0-9.]{1,30}+ ?\(")
_IMAGE: Final = re.compile(r"[=＝] ?(?:_xlfn\.)?(?:DISPIMG|IMAGE) ?\(", re.IGNORECASE)
"""The formula by which WPS and Excel keep a picture in a cell; other programs show it as a text."""


def _rows(rows: Iterable[Iterable[CellValue]]) -> tuple[Row, ...]:
    return tuple(row if type(row) is tuple else tuple(row) for row in rows)


@frozen
class Grid:
    """格网: the cells of one sheet, row by row; rows may differ in length. Indexes count from 0.

    A blank cell is None, never white space. `rows` is as the file has it; `seen` shows a merged area's value in each of
    its cells, `original` in its first alone. `broken` names the cells whose value cannot be trusted (an error, a formula
    without its value, control characters) and what is expected there instead; `rows` keeps their printable text.
    `doubts` names those that can be read, and may mean another thing.
    `places` calls rows and cells by the names that the file's reader knows; `remarks` are the reader's own.
    """

    file: str
    sheet: str
    rows: tuple[Row, ...] = field(converter=_rows)
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    hidden: bool = False
    broken: tuple[tuple[int, int, str], ...] = ()
    places: Places = SHEET
    remarks: tuple[str, ...] = ()
    doubts: tuple[tuple[int, int, CellDoubt], ...] = ()

    @cached_property
    def _covers(self) -> dict[tuple[int, int], Merge]:
        covers: dict[tuple[int, int], Merge] = {}
        width = max(map(len, self.rows), default=0)
        for merge in self.merges:
            part = merge.within(len(self.rows), width)
            for cell in part.cells() if part else ():
                covers.setdefault(cell, merge)
        return covers

    @cached_property
    def _firsts(self) -> dict[tuple[int, int], Merge]:
        return {(merge.top, merge.left): merge for merge in self.merges}

    @cached_property
    def _original(self) -> dict[int, Row]:
        return self._touched(anchored=False)

    @cached_property
    def _seen(self) -> dict[int, Row]:
        return self._touched(anchored=True)

    def _touched(self, *, anchored: bool) -> dict[int, Row]:
        """The rows that merged areas reach into, with the areas' values, or without them."""
        rows: dict[int, list[CellValue]] = {}
        for (row, column), merge in self._covers.items():
            if row not in rows:
                rows[row] = list(self.rows[row])
            cells = rows[row]
            if column >= len(cells):
                cells.extend([None] * (column + 1 - len(cells)))
            cells[column] = self.cell(merge.top, merge.left) if anchored else None
        return {row: tuple(cells) for row, cells in rows.items()}

    @cached_property
    def texts(self) -> frozenset[str]:
        """Every text in it, once: cells share most of theirs, so that whoever looks for words looks here first."""
        return frozenset(cell for cell in set().union(*self.rows) if type(cell) is str)

    @cached_property
    def seen_rows(self) -> Sequence[Row]:
        """All rows as `seen` shows them."""
        rows = list(self.rows)
        for row, cells in self._seen.items():
            rows[row] = cells
        return rows

    def cell(self, row: int, column: int) -> CellValue:
        """What the file has in a cell; None outside."""
        if row >= len(self.rows):
            return None
        cells = self.rows[row]
        return cells[column] if column < len(cells) else None

    def original(self, row: int) -> Row:
        """A row without what merged areas repeat in it."""
        return self._original.get(row) or self.rows[row]

    def seen(self, row: int) -> Row:
        """A row as a reader of the sheet sees it: each cell of a merged area has the area's value."""
        return self._seen.get(row) or self.rows[row]

    def shown(self, row: int, column: int) -> CellValue:
        """A cell as a reader of the sheet sees it; None where its row ends before."""
        cells = self.seen(row)
        return cells[column] if column < len(cells) else None

    def cover(self, row: int, column: int) -> Merge | None:
        """The merged area that covers a cell; None for a cell of its own and for an area's first."""
        return self._covers.get((row, column))

    def merge_at(self, row: int, column: int) -> Merge | None:
        """The merged area whose first cell this is."""
        return self._firsts.get((row, column))

    def with_formulas_doubted(self) -> Grid:
        """The grid with each formula that stands there as a text doubted; that of a picture in a cell is a blank cell."""
        formulas = {text for text in self.texts if "(" in text and _FORMULA.match(text.lstrip())}
        if not formulas:
            return self
        images = {text for text in formulas if _IMAGE.match(text.lstrip())}
        rows, doubts = list(self.rows), list(self.doubts)
        for number, row in enumerate(rows):
            if not formulas.isdisjoint(row):
                doubts += (
                    (number, column, PICTURE if cell in images else FORMULA)
                    for column, cell in enumerate(row)
                    if cell in formulas
                )
                rows[number] = tuple(None if cell in images else cell for cell in row)
        return evolve(self, rows=rows, doubts=tuple(doubts))

    def __len__(self) -> int:
        return len(self.rows)


def cell_fault(
    grid: Grid,
    row: int,
    column: int,
    header: str,
    value: CellValue,
    expected: str,
    near: str | None = None,
    *,
    at: str = "",
) -> CellFault:
    """A fault of the cell at a row and column that count from 0; `at` names a range in its stead."""
    return CellFault(
        file=grid.file,
        sheet=grid.sheet,
        row=grid.places.number(row),
        column=column + 1,
        cell=at or grid.places.cell(row, column),
        header=header,
        value=value,
        expected=expected,
        nearest=near,
    )


def header_fault(grid: Grid, row: int, message: Words, expected: str, column: int | None = None) -> HeaderFault:
    """A fault of a header, of its cell in a column where one is named; row and column count from 0."""
    return HeaderFault(
        message,
        file=grid.file,
        sheet=grid.sheet,
        expected=expected,
        row=grid.places.number(row) or None,
        column=None if column is None else column + 1,
        cell=None if column is None else grid.places.cell(row, column),
    )
