"""旧版工作簿: .xls becomes the same grids as .xlsx, by an extra; without it the other files of a folder are still read."""

from __future__ import annotations

import datetime as dt
import io
import random
import struct
import sys
from pathlib import Path
from typing import Any

import pytest
from helpers.office_sheets import SCHEME, headers, xlsx

import trafficlight as tl
from trafficlight.model._kinds import text_of
from trafficlight.ooxml.archive import LIMITS, Limits
from trafficlight.sheets.reading.grid import Grid, Merge
from trafficlight.sheets.reading.hand_in_files import Meter
from trafficlight.sheets.reading.readers.xls import never_calculated, pictures_over, read_legacy

xlrd = pytest.importorskip("xlrd", reason="trafficlight-rules[xls] is not installed")
xlwt: Any = pytest.importorskip("xlwt", reason="xlwt is not installed: no .xls can be made")

ROW = [1, "办公室", "", "", "", "正常推进"]


def saved(book: Any) -> bytes:
    """A workbook's bytes."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def xls(*rows: list[Any]) -> bytes:
    """A workbook of one sheet."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("招商")
    for number, cells in enumerate(rows):
        for column, value in enumerate(cells):
            if value != "":
                sheet.write(number, column, value)
    return saved(book)


def grids(data: bytes, limits: Limits = LIMITS) -> list[Grid | tl.errors.FileFault]:
    """The sheets of a file."""
    return [one for one in read_legacy(data, Meter("f.xls", limits)) if isinstance(one, (Grid, tl.errors.FileFault))]


def test_a_percentage_is_read_as_it_was_typed() -> None:
    """0.75 shown as 75% is 75%, as in an .xlsx."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("一")
    for column, code in enumerate(["0%", "0.00%", "General"]):
        sheet.write(0, column, 0.75, xlwt.easyxf(num_format_str=code))
    (grid,) = grids(saved(book))
    assert isinstance(grid, Grid)
    assert [text_of(cell) for cell in grid.rows[0]] == ["75%", "75.00%", "0.75"]


def test_values_merges_and_hiding() -> None:
    """Types, merged areas, hidden rows, columns and sheets are those of an .xlsx."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("显")
    sheet.write_merge(0, 1, 0, 0, "合并")
    for column, (value, code) in enumerate(
        [(3, "General"), (2.5, "General"), (dt.date(2023, 9, 28), 'yyyy"年"m"月"d"日"'), (dt.time(12, 30), "h:mm")], 1
    ):
        sheet.write(0, column, value, xlwt.easyxf(num_format_str=code))
    sheet.write(3, 1, label=True)
    sheet.write(3, 2, " ")
    sheet.row(3).hidden = True
    sheet.col(1).hidden = True
    book.add_sheet("藏").visibility = 1
    first, second = grids(saved(book))
    assert isinstance(first, Grid)
    assert isinstance(second, Grid)
    moment = dt.datetime.fromisoformat("2023-09-28")
    assert first.rows == (("合并", 3, 2.5, moment, dt.time(12, 30)), (), (), (None, True))
    assert first.merges == (Merge(0, 0, 1, 0),)
    assert (list(first.hidden_rows), list(first.hidden_columns), first.hidden) == ([3], [1], False)
    assert (second.sheet, second.rows, second.hidden) == ("藏", (), True)


def test_errors_and_impossible_dates_are_no_blanks() -> None:
    """What calamine gives as blank is a fault of its cell."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    sheet.row(0).set_cell_error(0, 0x2A)
    sheet.write(0, 1, 1e10, xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    (grid,) = grids(saved(book))
    assert isinstance(grid, Grid)
    assert [cell[:2] for cell in grid.broken] == [(0, 0), (0, 1)]
    assert grid.rows[0][0] == "#N/A"


@pytest.mark.parametrize("name", ["招商.xls", "招商.ET", "招商.xlt"])
def test_entries_and_faults(name: str) -> None:
    """A hand-in gives entries and faults as one in .xlsx does; WPS's own .et is an .xls by another name."""
    data = xls(headers("investment"), ROW, [2, "办公室", "", "", "", "很慢"])
    reading = tl.sheets.read(data, scheme=SCHEME, file_name=name, collect=True)
    assert [entry.serial for entry in reading.entries] == [1]
    (fault,) = reading.report.faults
    assert (fault.sheet, fault.cell) == ("招商", "F3")


def test_a_new_workbook_may_be_called_et() -> None:
    """Some editions of WPS save .et as a zip."""
    data = xlsx(("招商", [headers("investment"), [*ROW]], []))
    assert len(tl.sheets.read(data, scheme=SCHEME, file_name="招商.et").entries) == 1


def test_without_the_library_the_rest_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fault says what to install, and its cause names the extra."""
    monkeypatch.setitem(sys.modules, "xlrd", None)
    (tmp_path / "a.xls").write_bytes(xls(headers("investment"), ROW))
    (tmp_path / "b.xlsx").write_bytes(xlsx(("招商", [headers("investment"), [*ROW]], [])))
    reading = tl.sheets.read(tmp_path, scheme=SCHEME, collect=True)
    assert len(reading.entries) == 1
    (fault,) = reading.report.faults
    assert "trafficlight-rules[xls]" in fault.message
    assert isinstance(fault.__cause__, tl.errors.ExtraMissing)
    assert fault.__cause__.extra == "xls"


@pytest.mark.parametrize(
    ("limits", "word"),
    [
        (Limits(rows=1), "1 行"),
        (Limits(columns=3), "3 列"),
        (Limits(cells=6), "6 个单元格"),
        (Limits(cell_characters=2), ""),
    ],
)
def test_limits_are_values(limits: Limits, word: str) -> None:
    """What is too much is for the caller to say."""
    (found,) = grids(xls(headers("investment"), ROW), limits)
    if isinstance(found, Grid):
        assert found.broken
    else:
        assert word in found.message
    book = xlwt.Workbook()
    book.add_sheet("一")
    book.add_sheet("二")
    with pytest.raises(tl.errors.FileFault, match="2 张工作表"):
        grids(saved(book), Limits(sheets=1))


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "空"),
        (b"<html><table>", "网页"),
        ("序号,科室单位".encode(), "不是 Excel"),
        (xlsx(("表", [["x"]], [])), "新版"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (OLE + bytes(600), "损坏"),
        (xls(ROW)[:3000], "损坏"),
    ],
)
def test_what_is_no_xls_is_called_by_its_name(data: bytes, word: str) -> None:
    """A web page saved as .xls, a newer workbook, a locked or a cut one: a `FileFault` that says so."""
    with pytest.raises(tl.errors.FileFault, match=word) as caught:
        grids(data)
    assert ".xls" in caught.value.expected


def test_bytes_gone_wrong_end_in_typed_faults() -> None:
    """Whatever single bytes become, there is a grid or a `FileFault`."""
    good = xls(headers("investment"), ROW)
    seen = set()
    for seed in range(300):
        draw = random.Random(seed)  # noqa: S311  # no secret
        data = bytearray(good)
        for _ in range(draw.choice((1, 5, 20))):
            struct.pack_into("<B", data, draw.randrange(len(data) if seed % 2 else 700), draw.choice((0, 1, 127, 255)))
        try:
            seen |= {type(one) for one in grids(bytes(data))}
        except tl.errors.FileFault as fault:
            seen.add(type(fault))
    assert seen == {Grid, tl.errors.FileFault}


def test_a_duration_is_no_date_of_1900() -> None:
    """[h]:mm reads as in an .xlsx; xlrd takes it for a date."""
    book = xlwt.Workbook()
    book.add_sheet("一").write(0, 0, 1.25, xlwt.easyxf(num_format_str="[h]:mm:ss"))
    (grid,) = grids(saved(book))
    assert isinstance(grid, Grid)
    assert (grid.rows, text_of(grid.rows[0][0])) == (((1.25,),), "30:00:00")


def test_a_locked_workbook_is_called_locked(monkeypatch: pytest.MonkeyPatch) -> None:
    """What xlrd says of a workbook with a password is no damage, and no other reader is asked."""

    def locked(**_: object) -> None:
        raise xlrd.XLRDError("Workbook is encrypted")

    monkeypatch.setattr(xlrd, "open_workbook", locked)
    with pytest.raises(tl.errors.FileFault, match="密码"):
        grids(xls(ROW))


class Panic(BaseException):
    """As Rust's panics arrive in Python."""


def raising(error: BaseException) -> Any:
    """A function that raises."""

    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


def test_what_xlrd_gives_up_another_reader_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    """An irregular .xls (AssertionError in xlrd) is read by python-calamine, and a remark says what it does not tell."""
    pytest.importorskip("python_calamine", reason="trafficlight-rules[xls] is not installed")
    book = xlwt.Workbook()
    sheet = book.add_sheet("招商")
    for column, word in enumerate(headers("investment")):
        sheet.write(1, column, word)
    for column, value in enumerate(ROW):
        sheet.write(2, column, value)
    sheet = book.add_sheet("别的")
    sheet.write_merge(3, 4, 0, 1, "合并")
    sheet.write(5, 2, dt.date(2023, 9, 28), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    sheet.write(5, 3, 1.25, xlwt.easyxf(num_format_str="[h]:mm:ss"))
    sheet.write(5, 4, 2.5)
    book.add_sheet("藏").visibility = 1
    data = saved(book)
    by_xlrd = grids(data)
    monkeypatch.setattr(xlrd, "open_workbook", raising(AssertionError()))
    by_calamine = grids(data)
    for one, other in zip(by_xlrd, by_calamine, strict=True):
        assert isinstance(one, Grid)
        assert isinstance(other, Grid)
        assert (one.sheet, one.rows, one.merges, one.hidden) == (other.sheet, other.rows, other.merges, other.hidden)
        assert "请核对" in other.remarks[0]
    reading = tl.sheets.read(data, scheme=SCHEME, file_name="招商.xls")
    assert [entry.serial for entry in reading.entries] == [1]
    assert any("请核对" in str(remark) for remark in reading.report.remarks)


@pytest.mark.parametrize("second", [ValueError("no"), Panic("no")])
def test_what_no_reader_reads_is_damaged(monkeypatch: pytest.MonkeyPatch, second: BaseException) -> None:
    """Two libraries fail, one of them by a panic: the fault is the first one's."""
    calamine = pytest.importorskip("python_calamine", reason="trafficlight-rules[xls] is not installed")
    monkeypatch.setattr(xlrd, "open_workbook", raising(AssertionError("odd")))
    monkeypatch.setattr(calamine, "load_workbook", raising(second))
    with pytest.raises(tl.errors.FileFault, match=r"损坏.*AssertionError: odd"):
        grids(xls(ROW))


@pytest.mark.parametrize("length", [513, 600, 1024, -600, -2000, -9000])
def test_a_file_that_was_cut_is_damaged_and_the_second_reader_is_quiet(
    length: int, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A native library would panic on it, and say so on the console, or read the rows before the end and no more."""
    pytest.importorskip("python_calamine", reason="trafficlight-rules[xls] is not installed")
    data = xls(*[[f"第{number}项", "办公室"] for number in range(300)])
    monkeypatch.setattr(xlrd, "open_workbook", raising(AssertionError()))
    assert isinstance(grids(data)[0], Grid)
    with pytest.raises(tl.errors.FileFault, match="损坏"):
        grids(data[:length])
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("at", "value"),
    [(30, 0), (44, 2**31), (48, 2**31), (60, 5), (76, 0), (68, 3), (512, 2), (-128, 2**30)],
    ids=["sector", "count", "directory", "small", "table", "more", "chain", "entry"],
)
def test_a_container_that_leads_nowhere_is_damaged(
    at: int, value: int, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Wherever a number of the container is wrong, the second reader gives the table, or is not asked; it says nothing."""
    pytest.importorskip("python_calamine", reason="trafficlight-rules[xls] is not installed")
    data = bytearray(xls(*[[f"第{number}项", "办公室"] for number in range(300)]))
    struct.pack_into("<I", data, at % len(data), value)
    monkeypatch.setattr(xlrd, "open_workbook", raising(AssertionError()))
    try:
        found = grids(bytes(data))
    except tl.errors.FileFault as fault:
        found = [fault]
    assert len(found) == 1
    assert capfd.readouterr().err == ""


def test_limits_hold_for_the_second_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many rows, and a text too long, whoever reads."""
    pytest.importorskip("python_calamine", reason="trafficlight-rules[xls] is not installed")
    monkeypatch.setattr(xlrd, "open_workbook", raising(AssertionError()))
    (fault,) = grids(xls(headers("investment"), ROW), Limits(rows=1))
    assert isinstance(fault, tl.errors.FileFault)
    (grid,) = grids(xls(["长长长"]), Limits(cell_characters=2))
    assert isinstance(grid, Grid)
    assert len(grid.broken) == 1


def test_a_formula_that_was_never_calculated_is_doubted() -> None:
    """A program that calculates nothing leaves no text, or 0 to be worked out on opening; 0 that is typed is 0."""
    book = xlwt.Workbook()
    book.add_sheet("前").write(0, 0, xlwt.Formula("1+1"))
    sheet = book.add_sheet("招商")
    sheet.write(0, 0, "甲")
    sheet.write(0, 1, 0)
    sheet.write(1, 0, xlwt.Formula("1+1"))
    data = saved(book)
    _, second = read_legacy(data, Meter("x.xls"))
    assert isinstance(second, Grid)
    assert second.rows[:1] == (("甲", 0),)
    assert [(row, column, doubt.code) for row, column, doubt in second.doubts] == [(1, 0, "formulas")]
    # as another program writes it: 0, and a flag that it is to be worked out; 2 has been
    empty, flags = b"\x03\x00\x00\x00\x00\x00\xff\xff", b"\x00\x00"
    for result, doubts in ((0.0, 1), (2.0, 0)):
        given = data.replace(empty + flags, struct.pack("<dH", result, 2))
        assert given != data
        _, second = read_legacy(given, Meter("x.xls"))
        assert isinstance(second, Grid)
        assert (second.rows[1][0], len(second.doubts)) == (result or None, doubts)


@pytest.mark.parametrize("calculated", [[], [struct.pack("<HHHHI", 0x01C1, 8, 0x01C1, 0, 0)]])
def test_a_formula_that_gave_no_text_is_blank(calculated: list[bytes]) -> None:
    """=IF(…,"") of a program that has calculated, which says so in the workbook, is no doubt."""
    formula = struct.pack("<HHHHH8sHLH", 0x0006, 22, 3, 1, 15, b"\x03" + bytes(5) + b"\xff\xff", 0, 0, 0)
    end, chart = struct.pack("<HH", 0x000A, 0), struct.pack("<HHIBB", 0x0085, 6, 0, 0, 2)
    start = 10 + 10 + len(b"".join(calculated)) + len(end)
    book = chart + struct.pack("<HHIBB", 0x0085, 6, start, 0, 0) + b"".join(calculated) + end
    assert len(book) == start
    assert never_calculated(b"??" + book + formula + end + formula, 2, 0) == (set() if calculated else {(3, 1)})
    assert not never_calculated(book, 0, 1)


def bitmap() -> bytes:
    """A picture of one white point."""
    pixel = struct.pack("<IiiHHIIiiII", 40, 1, 1, 1, 24, 0, 4, 0, 0, 0, 0) + b"\xff\xff\xff\x00"
    return b"BM" + struct.pack("<IHHI", 14 + len(pixel), 0, 0, 54) + pixel


@pytest.mark.parametrize(("column", "at_fault"), [(3, False), (6, True)])
def test_a_picture_over_a_blank_cell(column: int, *, at_fault: bool) -> None:
    """A picture that lies over a blank cell may be its content: asked where a blank decides, else a doubt; none where text stands."""
    row = [1, "事项", "目标", "情况", "已办结", "甲", "办公室", "局党组会议", None]
    row[column] = None
    book = xlwt.Workbook()
    sheet = book.add_sheet("重点工作")
    rows: list[list[Any]] = [headers("key_work"), row]
    for at, cells in enumerate(rows):
        for place, value in enumerate(cells):
            if value is not None:
                sheet.write(at, place, value)
    sheet.insert_bitmap_data(bitmap(), 1, column)
    sheet.insert_bitmap_data(bitmap(), 1, 1)
    report = tl.sheets.read(saved(book), scheme=SCHEME, file_name="重点工作.xls", collect=True).report
    told = report.faults if at_fault else report.warnings
    assert [(one.cell, "图片" in str(one)) for one in told if hasattr(one, "cell")] == [(f"{'ABCDEFG'[column]}2", True)]


def test_pictures_of_a_drawing() -> None:
    """The frames of a drawing that are pictures, in whatever group, also where the drawing goes on in further records."""

    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    def atom(kind: int, data: bytes, version: int = 0) -> bytes:
        return struct.pack("<HHI", version, kind, len(data)) + data

    def shape(sort: int, row: int, column: int) -> bytes:
        inner = atom(0xF00A, bytes(8), sort << 4 | 2) + atom(0xF010, struct.pack("<9H", 0, column, 5, row, 5, *[9] * 4))
        return struct.pack("<HHI", 0xF, 0xF004, len(inner)) + inner

    group = struct.pack("<HHI", 0xF, 0xF002, 10_000) + atom(0xF008, bytes(8))
    drawing = group + shape(75, 3, 2)
    objects = record(0x5D, bytes(26))
    end = record(0x0A, b"")
    sheet = b"".join(
        (
            record(0xEC, drawing[:20]) + record(0x3C, drawing[20:]) + objects,
            record(0xEC, shape(202, 1, 1)) + objects,
            record(0xEC, shape(75, 7, 4)) + objects + record(0x3C, shape(75, 9, 9)),
        )
    )
    book = record(0x85, struct.pack("<IBB", 16, 0, 0)) + end
    stream = book + bytes(2) + sheet + end
    assert list(pictures_over(stream, 0, 0)) == [(3, 2), (7, 4)]
    assert list(pictures_over(stream, 0, 1)) == []
    assert list(pictures_over(stream[:-40], 0, 0))[:1] == [(3, 2)]
