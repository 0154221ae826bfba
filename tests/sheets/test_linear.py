"""线性: nothing that a stranger writes costs more time than its length; bombs are refused or stay small."""

from __future__ import annotations

import itertools
import time
from typing import Any

import pytest
from helpers.long_texts import LONGEST, MOMENT, filled, texts
from helpers.office_sheets import ROSTER, SCHEME, THEMES, headers, xlsx

import trafficlight as tl
from trafficlight.ooxml.archive import Limits
from trafficlight.sheets.annotate.edits import _with_style
from trafficlight.sheets.reading.grid import Grid
from trafficlight.sheets.reading.hand_in_files import Meter
from trafficlight.sheets.reading.header_words import Catalogue
from trafficlight.sheets.reading.locate import locate
from trafficlight.sheets.reading.readers.cell_values import number_value
from trafficlight.sheets.reading.readers.number_formats import NumberFormat
from trafficlight.sheets.reading.readers.sheet_builder import SheetBuilder
from trafficlight.sheets.reading.readers.word_tables import Lights
from trafficlight.sheets.reading.table_entries import read_table


def test_what_is_made_of_expressions_is_linear_too() -> None:
    """Number formats of brackets, a start tag of blanks, numbers of a million digits, a cell that ends like a light."""
    lights = Lights(tl.BLUE_YELLOW_RED)
    start = time.process_time()
    for text in texts():
        NumberFormat(text).show(45197.5)
        number_value(text)
        lights.without(text, "0070C0")
    assert number_value("1" * 10**6).expected  # type: ignore[union-attr]
    assert _with_style(b'<c r="A1"' + b" " * LONGEST + b"/>", b"3").startswith(b'<c r="A1" ')
    assert time.process_time() - start < 20 * MOMENT


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.key)
def test_no_cell_takes_longer_than_its_length(theme: tl.Theme[Any]) -> None:
    """Whatever fills the cells of a form, also above and below the table, the file is read within seconds."""
    header = headers(theme.key)
    rows: list[list[Any]] = [[next(filled())], header]
    rows += ([number, *[f"办公室{text[4:]}x"] * (len(header) - 1)] for number, text in enumerate(filled(), 1))
    data = xlsx(("表", [*rows, *([text] for text in filled())], []))
    start = time.process_time()
    tl.sheets.read(data, scheme=SCHEME, file_name="x.xlsx", collect=True)
    assert time.process_time() - start < 15


def clock(*, late: int) -> Any:
    """A clock that shows the end of time when it has been looked at so often."""
    ticks = itertools.count()
    return lambda: 10.0**9 if next(ticks) > late else 0.0


@pytest.mark.parametrize("late", [0, 2, 4])
def test_the_time_limit_is_looked_at_within_a_table(late: int) -> None:
    """Above it, between its rows and between its cells: one table may not take all the time there is."""
    rows: list[tuple[Any, ...]] = [("长",), *[("长",)] * 2000, tuple(headers("investment"))]
    rows += [(number, "办公室", None, f"{number}", None, "正常推进") for number in range(3000)]
    grid = Grid("长.xlsx", "表", rows)
    (table,) = locate(grid, Catalogue(SCHEME.themes())).tables
    with pytest.raises(tl.errors.FileFault, match="秒的限额"):
        read_table(grid, table, roster=ROSTER, meter=Meter(grid.file, Limits(), clock=clock(late=late)))


def test_the_time_limit_is_looked_at_while_tables_are_looked_for() -> None:
    """A sheet of nothing but words of headers is no table, and may not take all the time there is to find that out."""
    grid = Grid("长.xlsx", "表", [("备注", "合计", "序号", "科室单位")] * 50)
    with pytest.raises(tl.errors.FileFault, match="秒的限额"):
        locate(grid, Catalogue(SCHEME.themes()), Meter(grid.file, Limits(), clock=clock(late=9)))


def test_the_time_limit_is_looked_at_between_rows() -> None:
    """Of a format whose library reads a sheet at once, too."""
    builder = SheetBuilder("表", Meter("长.xls", clock=clock(late=2)))

    def add_rows() -> None:
        for number in range(5000):
            builder.add([number])

    with pytest.raises(tl.errors.FileFault, match="秒的限额"):
        add_rows()


def test_a_text_that_many_cells_share_stays_one() -> None:
    """Two long texts in each of many rows beside a table: the report quotes them, and does not repeat them."""
    beside = [["长" * LONGEST, "文" * LONGEST]] * 50
    data = xlsx(("表", [*beside, headers("investment"), [1, "办公室", None, None, None, "正常推进"]], []))
    report = tl.sheets.read(data, scheme=SCHEME, file_name="x.xlsx", limits=Limits(ratio=10**6)).report
    assert len(report.remarks) == 50
    assert max(map(len, report.lines())) < 400
