"""收表: sources, folders, what is read, skipped and told."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from attrs import evolve
from helpers.office_sheets import ROSTER, SCHEME, THEMES, fill, headers, saved, xlsx
from helpers.refusals import refused

import trafficlight as tl
from trafficlight.sheets import Limits, Reading, TableRead

ROWS: list[list[Any]] = [headers("investment"), [1, "办公室", None, None, None, "正常推进"]]
BOOK = xlsx(("招商", ROWS, []), ("填报说明", [["填报说明"]], []))
CSV = "承办\n序号,科室单位,分管领导,开展情况,主要成效,进度评价\n1,秘书科,,,,已办结\n".encode("utf-8-sig")


def listed(faults: tl.SheetFaults) -> list[tl.errors.Fault]:
    """The faults of a group."""
    return [fault for fault in faults.exceptions if isinstance(fault, tl.errors.Fault)]


def units(reading: Reading) -> list[str]:
    """The units of the entries, in order."""
    return [entry.record.unit.name for entry in reading.entries]


def test_path_bytes_and_stream_are_the_same(tmp_path: Path) -> None:
    """A path (text or Path), bytes with a name, and a stream with or without one give the same reading."""
    path = tmp_path / "招商.xlsx"
    path.write_bytes(BOOK)
    with path.open("rb") as stream:
        readings = [
            tl.sheets.read(path, scheme=SCHEME),
            tl.sheets.read(str(path), scheme=SCHEME),
            tl.sheets.read(BOOK, scheme=SCHEME, file_name="招商.xlsx"),
            tl.sheets.read(io.BytesIO(BOOK), scheme=SCHEME, file_name="招商.xlsx"),
            tl.sheets.read(stream, scheme=SCHEME),
        ]
    assert all(reading == readings[0] for reading in readings)
    (entry,) = readings[0].entries
    assert entry.origin is not None
    assert entry.origin.file == "招商.xlsx"


def test_themes_and_roster_instead_of_a_scheme() -> None:
    """Themes and roster serve without a scheme; anything between, or bytes without a name, is misuse."""
    assert units(tl.sheets.read(CSV, themes=iter(THEMES), roster=ROSTER, file_name="x.csv")) == ["秘书科"]
    wrong: list[dict[str, Any]] = [
        {"file_name": "x.csv"},
        {"file_name": "x.csv", "themes": THEMES},
        {"file_name": "x.csv", "roster": ROSTER},
        {"file_name": "x.csv", "scheme": SCHEME, "roster": ROSTER},
        {"scheme": SCHEME},
    ]
    for options in wrong:
        with pytest.raises(TypeError):
            tl.sheets.read(CSV, **options)
    with pytest.raises(TypeError):
        tl.sheets.read(io.BytesIO(CSV), scheme=SCHEME)


def test_a_folder_is_read_in_order_of_names(tmp_path: Path) -> None:
    """Every table of a folder is read; lock files and dot files do not count; everything else is reported."""
    (tmp_path / "b.csv").write_bytes(CSV)
    (tmp_path / "a.XLSX").write_bytes(BOOK)
    (tmp_path / "c.pdf").write_bytes(b"x")
    (tmp_path / "d").mkdir()
    (tmp_path / "~$a.xlsx").write_bytes(b"lock")
    (tmp_path / ".hidden.xlsx").write_bytes(b"x")
    reading = tl.sheets.read(tmp_path, scheme=SCHEME)
    assert units(reading) == ["办公室", "秘书科"]
    assert reading.themes == ("investment",)
    assert reading.report.read == (
        TableRead("a.XLSX", "招商", 1, "investment", 1),
        TableRead("b.csv", "b", 2, "investment", 1),
    )
    assert [(skipped.file, skipped.sheet) for skipped in reading.report.skipped] == [
        ("a.XLSX", "填报说明"),
        ("c.pdf", None),
        ("d", None),
    ]
    assert reading.report.lines() == (
        "a.XLSX〔招商〕第1行起：招商引资，1 条",
        "b.csv〔b〕第2行起：招商引资，1 条",
        "a.XLSX〔填报说明〕：未读，没有认得的表头",
        "c.pdf：未读，不是表格（.pdf）",
        "d：未读，文件夹是空的",
        "b.csv〔b〕：“招商引资”在“a.XLSX”里也有，两份都已读取：同一份报了两次的，请删去一份",
        "b.csv〔b〕第1行：承办",
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    """Reading what never ends would hang: only ordinary files are opened, and the others are named."""
    os.mkfifo(tmp_path / "a.xlsx")
    (skipped,) = tl.sheets.read(tmp_path, scheme=SCHEME, collect=True).report.skipped
    assert (skipped.file, skipped.reason) == ("a.xlsx", "不是普通文件")


def test_all_faults_of_all_files_at_once(tmp_path: Path) -> None:
    """One broken file hides neither the faults nor, with `collect`, the entries of the others."""
    (tmp_path / "a.xlsx").write_bytes(b"")
    (tmp_path / "b.xlsb").write_bytes(b"PK")
    (tmp_path / "c.csv").write_bytes(CSV.replace("秘书科".encode(), "秘书".encode()))
    (tmp_path / "d.csv").write_bytes(BOOK)
    (tmp_path / "e.csv").write_bytes(CSV)
    with pytest.raises(tl.SheetFaults) as caught:
        tl.sheets.read(tmp_path, scheme=SCHEME)
    assert [(fault.file, type(fault)) for fault in listed(caught.value)] == [
        ("a.xlsx", tl.errors.FileFault),
        ("b.xlsb", tl.errors.FileFault),
        ("c.csv", tl.errors.CellFault),
        ("d.csv", tl.errors.FileFault),
    ]
    reading = tl.sheets.read(tmp_path, scheme=SCHEME, collect=True)
    assert units(reading) == ["秘书科"]
    assert [str(fault) for fault in reading.report.faults] == list(caught.value.lines())


def test_entries_follow_the_rulebooks_order() -> None:
    """Whatever files are called, entries come theme by theme as the rulebook has them; themes without a row are named."""
    data = xlsx(
        ("一", [["招商引资情况"], *ROWS], []),
        ("二", [headers("reform_bureau"), [1, "办公室"]], []),
        ("三", [headers("upward_funding_county")], []),
    )
    reading = tl.sheets.read(data, scheme=SCHEME, file_name="x.xlsx")
    assert [entry.theme for entry in reading.entries] == ["reform_bureau", "investment"]
    assert reading.themes == ("upward_funding_county", "reform_bureau", "investment")


@pytest.mark.parametrize("name", ["没有.xlsx", "没有.csv"])
def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path, name: str) -> None:
    """What the system refuses to open is a typed fault with the system's error as its cause."""
    with pytest.raises(tl.SheetFaults) as caught:
        tl.sheets.read(tmp_path / name, scheme=SCHEME)
    assert isinstance(caught.value.exceptions[0].__cause__, OSError)


@pytest.mark.parametrize("name", ["a.pdf", "a", "a.ods", "a.xlsb", "a.doc"])
def test_a_single_file_of_another_kind_is_a_fault(name: str) -> None:
    """A folder may hold anything; a file that was named must be a table."""
    with pytest.raises(tl.SheetFaults, match="处错误") as caught:
        tl.sheets.read(b"x", scheme=SCHEME, file_name=name)
    assert ".xlsx" in listed(caught.value)[0].expected


def test_a_big_file_is_not_read(tmp_path: Path) -> None:
    """Past the limit of bytes nothing is looked at, whichever way the file comes."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(BOOK)
    for source in (path, BOOK, io.BytesIO(BOOK)):
        with pytest.raises(tl.SheetFaults) as caught:
            tl.sheets.read(source, scheme=SCHEME, file_name="a.xlsx", limits=Limits(file_bytes=100))
        assert "100 字节的限额" in caught.value.lines()[0]


def test_hidden_rows_columns_and_sheets_are_read_and_told() -> None:
    """Nothing is left out because it is hidden, and the report says what was."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    fill(sheet, [*ROWS, [2, "秘书科", None, None, None, "正常推进"]])
    sheet.title = "招商"
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["C"].hidden = True
    book.create_sheet("显")
    sheet.sheet_state = "hidden"
    reading = tl.sheets.read(saved(book), scheme=SCHEME, file_name="x.xlsx")
    assert len(reading.entries) == 2
    assert [remark.text for remark in reading.report.remarks] == [
        "工作表是隐藏的，已照常读取",
        "第 2 行是隐藏的，已照常读取",
        "C 列是隐藏的，已照常读取",
    ]
    assert [str(skipped) for skipped in reading.report.skipped] == ["x.xlsx〔显〕：未读，空白"]


def test_options_for_csv() -> None:
    """`encoding` and `delimiter` reach the .csv."""
    data = CSV.decode("utf-8-sig").replace(",", "|").encode("big5", errors="replace")
    reading = tl.sheets.read(
        CSV.decode("utf-8-sig").replace(",", "|").encode(),
        scheme=SCHEME,
        file_name="x.csv",
        encoding="utf-8",
        delimiter="|",
    )
    assert units(reading) == ["秘书科"]
    with pytest.raises(tl.SheetFaults, match="错误"):
        tl.sheets.read(data, scheme=SCHEME, file_name="x.csv", encoding="utf-8", delimiter="|")


@pytest.mark.parametrize("refused", ["open", "iterdir"])
def test_what_the_system_refuses_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: str) -> None:
    """A file that may not be read, or a folder that may not be listed, is told among the faults."""
    (tmp_path / "a.xlsx").write_bytes(BOOK)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, refused, refuse)
    (fault,) = tl.sheets.read(tmp_path, scheme=SCHEME, collect=True).report.faults
    assert isinstance(fault.__cause__, PermissionError)
    assert "Permission denied" in str(fault)


def test_runs_of_hidden_rows_are_told_in_short() -> None:
    """A filter hides thousands of rows; the report names runs."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    fill(sheet, [ROWS[0], *[ROWS[1]] * 8])
    for row in (2, 4, 5, 6, 9):
        sheet.row_dimensions[row].hidden = True
    (remark,) = tl.sheets.read(saved(book), scheme=SCHEME, file_name="x.xlsx", collect=True).report.remarks
    assert remark.text == "第 2、4–6、9 行是隐藏的，已照常读取"


def test_a_periods_key_is_no_period() -> None:
    """Whoever hands a key over hears what goes there, and what reads a key; of `Scheme.rate` likewise."""
    key: Any = "2023Q3"
    with refused(TypeError, match=r"such as Month\(2025, 3\), not '2023Q3'; period_of_key reads"):
        tl.sheets.read(CSV, file_name="a.csv", scheme=SCHEME, period=key)
    reading = tl.sheets.read(CSV, file_name="a.csv", scheme=SCHEME)
    with refused(TypeError, match="period_of_key reads"):
        SCHEME.rate(reading, period=key)


def test_a_table_that_is_not_due_in_such_a_period_is_told() -> None:
    """A month's sheet that is read as a quarter's is read, for nobody is sent away, and the report asks which period was meant (§4.19)."""
    monthly = evolve(SCHEME, due=[tl.rules.Due("investment", every=["month"])])
    for period, told in ((tl.Month(2023, 9), 0), (tl.Quarter(2023, 3), 1), (None, 0)):
        reading = tl.sheets.read(BOOK, file_name="招商.xlsx", scheme=monthly, period=period)
        remarks = [remark for remark in reading.report.remarks if "period=" in remark.text]
        assert (len(reading.entries), len(remarks)) == (1, told)
        assert all("is due each month, not in third quarter of 2023" in remark.say("en") for remark in remarks)
        assert all("每月报，2023年第三季度不收" in str(remark) for remark in remarks)
        due = {0: "应报1个专题：已报1个", 1: "2023年第三季度没有应报的专题"}[told]
        assert due in str(reading.coverage)
