"""同一张表: a table with merged cells is the same grid in .xlsx, .docx and .ods."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.office_sheets import xlsx
from helpers.word_parts import docx, tbl, tc
from hypothesis import given, settings
from hypothesis import strategies as st
from sheets.test_ods import ods, table

from trafficlight.sheets.reading.grid import Grid, Merge
from trafficlight.sheets.reading.hand_in_files import Meter
from trafficlight.sheets.reading.readers.ods import read_ods
from trafficlight.sheets.reading.readers.word import read_word
from trafficlight.sheets.reading.readers.xlsx import read_workbook

WIDTH, HEIGHT = 4, 5
texts = st.text("甲乙丙 1\n", max_size=4).map(str.strip)
matrices = st.lists(st.lists(texts, min_size=WIDTH, max_size=WIDTH), min_size=HEIGHT, max_size=HEIGHT)


@st.composite
def areas(draw: st.DrawFn) -> list[Merge]:
    """Merged areas that do not overlap: one in the upper rows, one in the lower."""
    found = []
    for top, bottom in ((0, 1), (2, HEIGHT - 1)):
        left = draw(st.integers(0, WIDTH - 1))
        first = draw(st.integers(top, bottom))
        merge = Merge(first, left, draw(st.integers(first, bottom)), draw(st.integers(left, WIDTH - 1)))
        if merge.area > 1:
            found.append(merge)
    return found


def at(merges: list[Merge], row: int, column: int) -> Merge | None:
    """The area of a cell."""
    return next(
        (one for one in merges if one.top <= row <= one.bottom and one.left <= column <= one.right),
        None,
    )


def as_word(matrix: list[list[str]], merges: list[Merge]) -> Iterator[list[str]]:
    """The rows as Word has them: spans to the right, and a cell in each row of an area."""
    for row, cells in enumerate(matrix):
        made = []
        for column, text in enumerate(cells):
            area = at(merges, row, column)
            if area is None:
                made.append(tc(text))
            elif column == area.left:
                start = ' w:val="restart"' if row == area.top else ""
                looks = f'<w:gridSpan w:val="{area.right - area.left + 1}"/><w:vMerge{start}/>'
                made.append(tc(text if row == area.top else "", looks))
        yield made


def as_ods(matrix: list[list[str]], merges: list[Merge]) -> Iterator[str]:
    """The rows as LibreOffice has them: covered cells in their places."""
    for row, cells in enumerate(matrix):
        made = []
        for column, text in enumerate(cells):
            area = at(merges, row, column)
            lines = "".join(f"<x:p>{line.replace(' ', '<x:s/>')}</x:p>" for line in text.split("\n"))
            if area is not None and (row, column) != (area.top, area.left):
                made.append("<t:covered-table-cell/>")
                continue
            looks = (
                ""
                if area is None
                else f' t:number-rows-spanned="{area.bottom - area.top + 1}" t:number-columns-spanned="{area.right - area.left + 1}"'
            )
            made.append(f'<t:table-cell o:value-type="string"{looks}>{lines}</t:table-cell>')
        yield f"<t:table-row>{''.join(made)}</t:table-row>"


def as_sheet(matrix: list[list[str]], merges: list[Merge]) -> list[list[str | None]]:
    """The rows as a sheet has them: an area's text in its first cell."""
    return [
        [
            None if (area := at(merges, row, column)) and (row, column) != (area.top, area.left) else text or None
            for column, text in enumerate(cells)
        ]
        for row, cells in enumerate(matrix)
    ]


def seen(grid: object) -> list[tuple[object, ...]]:
    """What a reader sees in each row, without blank ends."""
    assert isinstance(grid, Grid)
    rows = [list(grid.seen(row)) for row in range(len(grid))]
    for cells in rows:
        while cells and cells[-1] is None:
            cells.pop()
    while rows and not rows[-1]:
        rows.pop()
    return [tuple(cells) for cells in rows]


@given(matrices, areas())
@settings(deadline=None)
def test_a_table_is_the_same_in_every_format(matrix: list[list[str]], merges: list[Merge]) -> None:
    """Leaders merged over their items, spans to the right, both at once: the reader sees the same cells."""
    # a sheet ends with its last filled cell, a Word table with its last column: fill both
    matrix = [[*cells, "尾"] for cells in matrix]
    names = [f"{'ABCD'[one.left]}{one.top + 1}:{'ABCD'[one.right]}{one.bottom + 1}" for one in merges]
    (sheet,) = read_workbook(xlsx(("表", as_sheet(matrix, merges), names)), Meter("f"))
    (word,) = read_word(docx(tbl(*as_word(matrix, merges))), Meter("f"))
    (spread,) = read_ods(ods(table(*as_ods(matrix, merges))), Meter("f"))
    assert seen(word) == seen(sheet)
    assert seen(spread) == seen(sheet)
