"""线性: nothing that a stranger writes costs more time than its length; bombs are refused or stay small."""

from __future__ import annotations

import importlib
import itertools
import pkgutil
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from helpers.office_sheets import ROSTER, SCHEME, THEMES, headers, xlsx

import trafficlight as tl
import trafficlight.model
import trafficlight.sheets.annotate
import trafficlight.sheets.checks
import trafficlight.sheets.reading
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

LONGEST = 32_767
"""Characters of a cell; what grows with the square of this takes seconds."""
MOMENT = 0.25
UNITS = [
    *" \n　、，；:：（(（[【'\"%*_\\.+-=/x1１①一年月日无0<&",
    "、 ", " 、", "（蓝", "蓝1", "\n蓝", "（已认定", "已认定", "1.", "1、", "（1）", "一、", "截至", "截 ", "日期 ", "日 ", "梳理",
    "及以上", "局", "备 ", "合计", "x ", "无 ", "暂", "2023年", "2023年9月28日", "9月", "办公室、", "办公室 ", "法审科，", "[h", "[h]",
    "1e", "PT1H", "_x", "_x0041", "<o:idmap ", "<o:idmap data='1", "data='1", " a='1'", " a=", "encoding=", "_x0000_s1",
]  # fmt: skip


def filled() -> Iterator[str]:
    """Texts of the greatest length, each of one repeated unit."""
    return ((unit * (LONGEST // len(unit) + 1))[:LONGEST] for unit in UNITS)


def texts() -> Iterator[str]:
    """The same, as they are and with ends that let a match fail late."""
    for text in filled():
        yield text
        yield f"办公室{text[4:]}x"
        yield f"<?xml{text[6:]}）"


def patterns() -> dict[str, re.Pattern[Any]]:
    """Every regular expression of the packages that read, check and annotate, by module and name."""
    found: dict[str, re.Pattern[Any]] = {}
    for package in (
        trafficlight.model,
        trafficlight.sheets.reading,
        trafficlight.sheets.checks,
        trafficlight.sheets.annotate,
    ):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            for name, value in vars(importlib.import_module(module.name)).items():
                for key, one in value.items() if isinstance(value, dict) else ((name, value),):
                    if isinstance(one, re.Pattern):
                        found[f"{module.name.rpartition('.')[2]}.{name}.{key}"] = one
    for name, value in vars(importlib.import_module("trafficlight.sheets._cell_texts")).items():
        if isinstance(value, re.Pattern):
            found[f"_texts.{name}"] = value
    return found


PATTERNS = patterns()
ANCHORED = {
    "_texts._NOTE", "word_tables._NUMBERED._NUMBERED", "locate._NUMBERED._NUMBERED", "locate._NUMBER._NUMBER",
    "edits._TAG._TAG", "edits._ATTRIBUTE._ATTRIBUTE", "edits._DECLARED._DECLARED", "records._PERHAPS_NONE._PERHAPS_NONE",
    "cell_values._NUMBER._NUMBER", "_texts._GUARDED", "_texts._LIVE", "people._UNIT._UNIT",
}  # fmt: skip
"""Those that are only matched at a place, where another start is not looked for."""


SHORT = {"people._AT_START._AT_START", "people._AT_END._AT_END"}
"""Those that are asked of short texts alone."""


@pytest.mark.parametrize("name", sorted(PATTERNS.keys() - SHORT))
def test_no_regular_expression_grows_with_the_square(name: str) -> None:
    """Each of them goes over the longest text of any kind in a moment."""
    pattern: re.Pattern[Any] = PATTERNS[name]
    for text in texts():
        subject: Any = text.encode() if isinstance(pattern.pattern, bytes) else text
        start = time.process_time()
        pattern.match(subject)
        pattern.fullmatch(subject)
        if name not in ANCHORED:
            for _ in pattern.finditer(subject):
                pass
        assert time.process_time() - start < MOMENT, (name, text[:12], text[-4:])


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
