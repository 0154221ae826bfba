"""格网: what merged areas show and hide."""

from __future__ import annotations

import pytest

from trafficlight.ooxml.text import column_letters
from trafficlight.sheets.reading.grid import SHEET, Grid, Merge, Places

ROWS = (("a", None, "c"), (None, None, None), ("x",))


def test_a_merged_value_is_seen_in_each_of_its_cells() -> None:
    """`seen` repeats the first cell's value over the area; `original` keeps it in the first alone."""
    grid = Grid("f", "s", ROWS, (Merge(0, 0, 1, 1),))
    assert [grid.seen(row) for row in range(3)] == [("a", "a", "c"), ("a", "a", None), ("x",)]
    assert [grid.original(row) for row in range(3)] == [("a", None, "c"), (None, None, None), ("x",)]
    assert grid.cover(1, 1) == grid.merge_at(0, 0) == Merge(0, 0, 1, 1)
    assert grid.cover(0, 0) is None
    assert grid.merge_at(1, 1) is None


def test_what_lies_under_a_merge_is_not_read() -> None:
    """A value that a program left in a covered cell shows nowhere, as in Excel."""
    grid = Grid("f", "s", (("a", "hidden"),), (Merge(0, 0, 0, 1),))
    assert grid.seen(0) == ("a", "a")
    assert grid.original(0) == ("a", None)
    assert grid.cell(0, 1) == "hidden"


def test_a_merge_beyond_the_content_costs_nothing() -> None:
    """An area over the whole sheet is looked at only as far as there is content; one outside of it not at all."""
    grid = Grid("f", "s", ROWS, (Merge(0, 0, 1_048_575, 16_383), Merge(10, 0, 11, 1)))
    assert grid.seen(2) == ("a", "a", "a")
    assert len(grid) == 3
    assert grid.cell(10, 0) is None
    assert grid.cell(0, 99) is None


@pytest.mark.parametrize(
    ("column", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")]
)
def test_letters(column: int, name: str) -> None:
    """Columns are called as Excel calls them."""
    assert column_letters(column) == name


def test_rows_and_cells_are_called_as_their_file_calls_them() -> None:
    """A sheet counts every row; words above and below a Word table have no number; a JSON row is a path."""
    assert (SHEET.number(2), SHEET.row(2), SHEET.cell(2, 5)) == (3, "第3行", "F3")
    word = Places(2, 4)
    assert [word.number(row) for row in range(5)] == [0, 0, 1, 2, 0]
    assert [word.cell(row, 1) for row in range(5)] == ["表上第1段", "表上第2段", "B1", "B2", "表下第1段"]
    assert [word.row(row).en for row in (0, 2, 4)] == [
        "paragraph 1 above the table",
        "row 1",
        "paragraph 1 below the table",
    ]
    paths = Places(1, outside=("columns",), columns=("rows[#].序号",))
    assert (paths.row(0), paths.cell(3, 0), paths.column(0), paths.column(1)) == (
        "columns",
        "rows[2].序号",
        "rows[#].序号",
        "B",
    )
