"""表格 (grids): columns, header rows and a re-iterable of rows; a cell is a string or a `Cell`."""

from __future__ import annotations

import reprlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import inf
from typing import Generic, Literal, TypeAlias, TypeVar

from attrs import field, frozen

from trafficlight.documents.content._paragraphs import Heading, Paragraph, Text, frozen_text, one_line, plain
from trafficlight.errors import DocumentError
from trafficlight.layout._keys import ALIGNS, Align, Style, check_word, optional_colour
from trafficlight.messages import Words, counted, english
from trafficlight.model._field_types import typed

T = TypeVar("T")


@frozen(cache_hash=True)
class Cell:
    """单元格: a cell that is more than plain text.

    `fill` is the ground colour (six hexadecimal digits); the ink is then black or white, whichever reads better, unless
    `colour` says otherwise. A mark has both fill and word, so that a grey print loses nothing.
    `merge` joins cells downwards: "start" on the first row, "continue" (with an empty text) on those below.
    `span` joins that many columns to the right: the row has that many cells less one. `align` and `bold` overrule the column.
    """

    text: Text = field(default="", converter=frozen_text)
    fill: str | None = field(default=None, converter=optional_colour)
    colour: str | None = field(default=None, converter=optional_colour)
    merge: Literal["start", "continue"] | None = None
    span: int = 1
    align: Align | None = None
    bold: bool | None = None

    def __attrs_post_init__(self) -> None:
        if self.span < 1:
            raise DocumentError(
                f"单元格横向合并的列数为 {self.span}：应为 1 以上的整数。",
                f"a cell over {counted(self.span, 'column')}: it should be a whole number from 1",
            )
        if self.merge is not None:
            check_word(Words("单元格纵向合并", "merge of cells"), self.merge, ("start", "continue"))
        if self.align is not None:
            check_word(Words("对齐", "alignment"), self.align, ALIGNS)


Row: TypeAlias = Sequence[str | Cell]
"""行: one string or `Cell` for each column (fewer where a cell spans several)."""


def place_in(table: str, row: int, at: int | None) -> Words:
    """A row of a table, or one of its cells (from 0), as an error names it."""
    zh = f"{table}第 {row} 行" + ("" if at is None else f"第 {at + 1} 列")
    return Words(zh, f"{english(table)}, row {row}" + ("" if at is None else f", column {at + 1}"))


def _of_row(where: Words, zh: str, en: str) -> DocumentError:
    return DocumentError(f"{where}{zh}", f"{where.en} {en}")


def placed_cells(
    row: Row, columns: int, above: Mapping[int, int], where: Callable[[int | None], Words]
) -> Iterator[tuple[int, str | Cell]]:
    """The cells of a row, each with the column at which it begins.

    `above` are the downward merges that are open in the row before: where each stands, and how many columns it spans.
    `where` names the row, or one of its cells, for an error. Raises `DocumentError` for what does not fill the columns.
    """
    if isinstance(row, str):
        raise _of_row(
            where(None), "是一段文字：一行应为一列一个单元格的序列。", "is a text: a row is cells, one for each column"
        )
    filled = sum(cell.span if isinstance(cell, Cell) else 1 for cell in row)
    if filled != columns:
        raise _of_row(
            where(None),
            f"的单元格占 {filled} 列：应为 {columns} 列。",
            f"fills columns: {filled}, where there are: {columns}",
        )
    at = 0
    for cell in row:
        if not isinstance(cell, str | Cell):
            raise _of_row(
                where(at),
                f"是 {type(cell).__name__}：单元格应为文字或 Cell。",
                f"is of {type(cell).__name__}: a cell is a text or a Cell",
            )
        if isinstance(cell, Cell) and cell.merge == "continue":
            if above.get(at) != cell.span:
                raise _of_row(
                    where(at),
                    "纵向续接：上一行同一位置没有同样宽的合并单元格。",
                    "goes on downwards, and no merged cell of the same width stands above it",
                )
            if plain(cell.text):
                text = plain(cell.text)
                raise _of_row(
                    where(at),
                    f"纵向续接，其中的文字“{text}”不会显示：应为空。",
                    f"goes on downwards, and its text “{text}” would not be seen: leave it empty",
                )
        yield at, cell
        at += cell.span if isinstance(cell, Cell) else 1


@frozen(field_transformer=typed)
class GridColumn:
    """列: `width` is a share of the text width, or millimetres where the grid says `widths="mm"`.

    The cells of a column that `heads_rows` say what their rows are about; a screen reader repeats them.
    """

    width: float
    align: Align = "center"
    bold: bool = False
    heads_rows: bool = field(default=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not 0 < self.width < inf:
            raise DocumentError(
                f"列宽为 {self.width}：应为大于 0 的数。", f"a column {self.width} wide: it should be a number above 0"
            )


class Rows(Generic[T]):
    """可重复遍历的行: makes a re-iterable of a generator function, so that rows can be streamed more than once.

    A document of such rows can be pickled where `make` can: a function of a module or a `partial` of one, no lambda.
    `some` makes a few of them, from all of the table, by which columns are fitted; the first ones where it is not given.

    >>> list(Rows(lambda: ((str(n), "…") for n in (1, 2))))
    [('1', '…'), ('2', '…')]
    """

    def __init__(self, make: Callable[[], Iterator[T]], some: Callable[[], Iterator[T]] | None = None) -> None:
        self._make = make
        self.some: Callable[[], Iterator[T]] = some or make

    def __iter__(self) -> Iterator[T]:
        return self._make()


def spread(rows: Sequence[T], count: int) -> Iterator[T]:
    """So many of the rows at most, from the first to near the last, at equal distances."""
    if len(rows) <= count:
        return iter(rows)
    return (rows[at * len(rows) // count] for at in range(count))


def _re_iterable(rows: Iterable[Row]) -> Iterable[Row]:
    if isinstance(rows, Iterator):
        raise DocumentError(
            "表格的行只能遍历一次：请用列表、元组，或 Rows(生成器函数)。",
            "the rows can be gone through only once: give a list, a tuple, or Rows(generator function)",
        )
    return rows


def _frozen_rows(rows: Sequence[Row]) -> tuple[Row, ...]:
    if any(isinstance(row, str) for row in rows):
        raise DocumentError(
            '表头应为若干行，每行是若干单元格，例如 header=(("序号", "单位"),)。',
            'a header is rows of cells, such as header=(("No.", "Unit"),)',
        )
    return tuple(tuple(row) for row in rows)


def _paragraphs(given: Sequence[str | Paragraph], style: Style) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(one, style=style) if isinstance(one, str) else one for one in given)


def _lead(given: Sequence[str | Paragraph]) -> tuple[Paragraph, ...]:
    return _paragraphs(given, Style.TABLE_LEAD)


def _notes(given: Sequence[str | Paragraph]) -> tuple[Paragraph, ...]:
    return _paragraphs(given, Style.NOTE)


def _title(given: str | Heading | Paragraph | None) -> Heading | Paragraph | None:
    return Paragraph(given, style=Style.TABLE_TITLE) if isinstance(given, str) else given


@frozen(field_transformer=typed)
class Grid:
    """表格: a table with its title, the lines above its header, its header rows and the notes below it.

    `columns`   one `GridColumn` a column.
    `rows`      any iterable that can be iterated again (a list, a tuple, `Rows(make)`); read while it is written.
    `header`    header rows, repeated on every page; strings here are set in the header's style.
    `title`     above the table; a `Heading` makes it an entry of the contents.
    `lead`      lines between title and table, e.g. 单位：个, the date, the summary sentence.
    `notes`     lines below the table (备注).
    `alt_text`  what a reader who cannot see the table is told; the title where empty.
    `widths`    "share": widths are shares of the text width; "fit": such shares, from which each column departs as far as its
                words and texts need; "mm": millimetres.
    `style`     the style of the rows' text.
    `ruled`     `False` for a table without lines, e.g. a list of names.
    `keep_together`  the whole table on one page where it fits; `keep_last`, so many of its last rows. The rows of a downward
                merge stay together in any case, and none splits that has room on half a page.

    Raises `DocumentError` for rows that can be iterated only once, and, while writing, for a row whose cells do not
    fill the columns.
    """

    columns: tuple[GridColumn, ...] = field(converter=tuple[GridColumn, ...], repr=reprlib.repr)
    rows: Iterable[Row] = field(converter=_re_iterable, repr=reprlib.repr)
    header: tuple[Row, ...] = field(default=(), converter=_frozen_rows, kw_only=True, repr=reprlib.repr)
    title: Heading | Paragraph | None = field(default=None, converter=_title, kw_only=True)
    lead: tuple[Paragraph, ...] = field(default=(), converter=_lead, kw_only=True, repr=reprlib.repr)
    notes: tuple[Paragraph, ...] = field(default=(), converter=_notes, kw_only=True, repr=reprlib.repr)
    alt_text: str = field(default="", kw_only=True)
    widths: Literal["share", "fit", "mm"] = field(default="share", kw_only=True)
    style: str = field(default=Style.TABLE_TEXT, kw_only=True)
    ruled: bool = field(default=True, kw_only=True)
    keep_together: bool = field(default=False, kw_only=True)
    keep_last: int = field(default=0, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not self.columns:
            raise DocumentError("表格没有列：columns 至少要有一列。", "a table needs at least one column")
        if self.keep_last < 0:
            raise DocumentError(
                f"同页的末尾行数为 {self.keep_last}：应为 0 以上的整数。",
                f"{counted(self.keep_last, 'last row')} to keep together: it should be a whole number from 0",
            )

    @property
    def name(self) -> Words:
        """表格“标题”: as an error calls it."""
        title = "" if self.title is None else one_line(self.title.text)
        return Words(f"表格“{title}”", f"the table “{title}”") if title else Words("表格", "the table")

    @property
    def head_name(self) -> Words:
        """表格“标题”表头: as an error calls the header."""
        return Words(f"{self.name}表头", f"the header of {self.name.en}")
