"""快读: python-calamine reads what it reads the same, and only that."""

from __future__ import annotations

import datetime as dt
import io
import sys
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl
import pytest
from helpers.office_sheets import SCHEME, headers, saved, xlsx
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from sheets.test_workbook import cell_values, repacked, with_sheet_data

import trafficlight as tl
from trafficlight.ooxml.archive import LIMITS, Limits
from trafficlight.sheets.reading.grid import Grid
from trafficlight.sheets.reading.readers.xlsx import FastBook, read_workbook

python_calamine = pytest.importorskip("python_calamine", reason="trafficlight-rules[fast] is not installed")

ROWS: list[list[Any]] = [headers("investment"), [1, "办公室", None, "一\n二", None, "正常推进"]]


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Which sheets went the fast way, in order."""
    ways: list[bool] = []
    grid = FastBook.grid

    def watched(book: FastBook, part: Any) -> Grid | None:
        found = grid(book, part)
        ways.append(found is not None)
        return found

    monkeypatch.setattr(FastBook, "grid", watched)
    return ways


def both(data: bytes, limits: Limits = LIMITS) -> list[Grid | tl.errors.FileFault]:
    """The sheets of a workbook the fast way, found equal to those of the exact way."""
    exact = list(read_workbook(data, file="f.xlsx", limits=limits))
    fast = list(read_workbook(data, file="f.xlsx", limits=limits, fast=True))
    assert [str(one) for one in fast if isinstance(one, tl.errors.FileFault)] == [
        str(one) for one in exact if isinstance(one, tl.errors.FileFault)
    ]
    assert [one for one in fast if isinstance(one, Grid)] == [one for one in exact if isinstance(one, Grid)]
    return fast


def edited(change: Callable[[Worksheet], None], rows: Sequence[Sequence[Any]] = ROWS) -> bytes:
    """A workbook of these rows after a change."""
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    change(book.worksheets[0])
    return saved(book)


def test_plain_workbooks_go_the_fast_way(taken: list[bool]) -> None:
    """Ours, and those of openpyxl with merges, dates, numbers and yes and no, give the same grid by calamine."""
    moment = dt.datetime.fromisoformat("2023-09-28")
    both(
        xlsx(
            ("表", [*ROWS, [2, "秘书科", 2.5, True, moment, dt.time(12, 30)], [], [None, " "]], ["B2:B3"]),
            ("空", [], []),
        )
    )
    theme = next(theme for theme in SCHEME.themes() if theme.key == "investment")
    reading = tl.sheets.read(xlsx(("表", ROWS, [])), scheme=SCHEME, file_name="x.xlsx")
    both(tl.sheets.workbook(tl.sheets.Sheet(theme.form, reading.entries)))
    assert taken == [True] * 3


grids = st.lists(st.lists(cell_values, max_size=5), max_size=6)


@given(grids, st.booleans())
@settings(deadline=None)
def test_both_ways_give_the_same(rows: list[list[Any]], merged: bool) -> None:  # noqa: FBT001  # drawn, not passed by hand
    """Whatever openpyxl writes, both ways read the same cells."""
    both(xlsx(("表", rows, ["A1:B2"] if merged else [])))


def far(sheet: Worksheet) -> None:
    """Write a cell far away."""
    sheet.cell(150_000, 30, "x")


def hide(sheet: Worksheet) -> None:
    """Hide a row."""
    sheet.row_dimensions[2].hidden = True


ODD: dict[str, bytes] = {
    "formula without a value": edited(lambda sheet: sheet.append(["=1+1"])),
    "error": edited(lambda sheet: sheet.append(["#N/A"])),
    "hidden row": edited(hide),
    "escape": edited(lambda sheet: sheet.append(["_x000D_"])),
    "far away": edited(far),
    "date before the gap": edited(lambda sheet: sheet.append([dt.datetime.fromisoformat("1900-02-01")])),
    "duration": edited(lambda sheet: sheet.append([dt.timedelta(hours=30)])),
    "phonetic": with_sheet_data(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t><rPh sb="0" eb="1"><t>b</t></rPh></is></c></row>'
    ),
    "comment": with_sheet_data('<row r="1"><!-- --><c r="A1"><v>1</v></c></row>'),
    "rows out of order": with_sheet_data(
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>'
    ),
    "no reference": with_sheet_data("<row><c><v>1</v></c></row>"),
    "unknown type": with_sheet_data('<row r="1"><c r="A1" t="x"><v>1</v></c></row>'),
    "number of letters": with_sheet_data('<row r="1"><c r="A1"><v>abc</v></c></row>'),
    "neither yes nor no": with_sheet_data('<row r="1"><c r="A1" t="b"><v>7</v></c></row>'),
    "no such string": with_sheet_data('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'),
}


@pytest.mark.parametrize("name", ODD)
def test_what_calamine_reads_otherwise_goes_the_exact_way(name: str, taken: list[bool]) -> None:
    """An error, a formula never calculated, a hidden row is never a silent blank: those sheets are read as ever."""
    both(ODD[name])
    assert taken == [False]


def test_formats_that_need_a_second_look_go_the_exact_way(taken: list[bool]) -> None:
    """Excel's own East Asian dates, and formats in other tongues; years of the Chinese kind are plain."""

    def look(code: str) -> bytes:
        def change(sheet: Worksheet) -> None:
            sheet["A3"] = 45197
            sheet["A3"].number_format = code

        return edited(change)

    for code in ('yyyy"年"m"月"d"日"', "yyyy-mm-dd;@", "0.00_);(0.00)", "0.0%", "[$-804]yyyy", "[DBNum1]0"):
        both(look(code))
    east = repacked(look("General"), lambda name, part: part.replace(b'numFmtId="0"', b'numFmtId="31"'))
    both(east)
    assert taken == [True, True, True, False, False, False, False]


def test_the_other_epoch_goes_the_exact_way(taken: list[bool]) -> None:
    """Days counted from 1904."""
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.MAC_EPOCH
    book.worksheets[0].append([dt.datetime.fromisoformat("2023-09-28")])
    both(saved(book))
    assert taken == [False]


@pytest.mark.parametrize("limits", [Limits(rows=1), Limits(columns=3), Limits(cells=5), Limits(cell_characters=3)])
def test_limits_hold_both_ways(limits: Limits) -> None:
    """The same file is refused in the same words."""
    both(xlsx(("表", ROWS, [])), limits)


def test_a_panic_is_no_end(monkeypatch: pytest.MonkeyPatch, taken: list[bool]) -> None:
    """Where calamine fails, whatever it raises, the exact way says what there is to say."""

    class Panic(BaseException):
        """As Rust's panics arrive in Python."""

    def panic(*_: object) -> None:
        raise Panic

    monkeypatch.setattr(python_calamine, "load_workbook", panic)
    assert all(isinstance(one, Grid) for one in both(xlsx(("表", ROWS, []))))
    assert taken == [False]

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(python_calamine, "load_workbook", stop)
    with pytest.raises(KeyboardInterrupt):
        both(xlsx(("表", ROWS, [])))


def test_without_the_library_the_developer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """`engine="fast"` asks for the extra by name; an engine that nobody knows is misuse."""
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    data = xlsx(("表", ROWS, []))
    with pytest.raises(tl.errors.ExtraMissing, match=r"trafficlight-rules\[fast\]"):
        tl.sheets.read(data, scheme=SCHEME, file_name="x.xlsx", engine="fast")
    wrong: Any = "quick"
    with pytest.raises(ValueError, match="exact"):
        tl.sheets.read(data, scheme=SCHEME, file_name="x.xlsx", engine=wrong)


def test_the_screen_comes_first() -> None:
    """What is no workbook is refused before calamine sees it."""
    with pytest.raises(tl.errors.FileFault, match="不完整"):
        list(read_workbook(xlsx(("表", ROWS, []))[:-30], file="f.xlsx", limits=LIMITS, fast=True))


def test_a_stream_is_a_source_too() -> None:
    """The engine has nothing to do with where the bytes come from."""
    reading = tl.sheets.read(io.BytesIO(xlsx(("表", ROWS, []))), scheme=SCHEME, file_name="x.xlsx", engine="fast")
    assert reading.entries[0].record.activity == "一\n二"
