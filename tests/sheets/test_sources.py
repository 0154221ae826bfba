"""来件: what lies in a folder is read, or named; nothing that was handed in is passed over in silence (§4.19)."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from helpers.office_sheets import ROSTER, SCHEME, THEMES, headers, xlsx
from sheets.test_checks import LEDGER, TITLE, item
from sheets.test_versions import zipped

import trafficlight as tl
from trafficlight.errors import MissingTheme

BOOK = xlsx(("表", [TITLE, LEDGER, item(1)], ()))
OTHER = xlsx(("表", [TITLE, LEDGER, item(1, "乙")], ()))
HTML = "\ufeff<html><table><tr><td>重点工作</td></tr></table></html>".encode()


def read(source: object, **options: Any) -> tl.sheets.Reading:
    """Read with the faults collected."""
    options = {"scheme": SCHEME, "collect": True, **options}
    return tl.sheets.read(source, **options)  # type: ignore[arg-type]


def test_folders_in_folders_are_read_by_their_paths(tmp_path: Path) -> None:
    """A folder for each office: the files are named by their path, in entries, report and faults."""
    (tmp_path / "办公室" / "九月").mkdir(parents=True)
    (tmp_path / "办公室" / "九月" / "报.xlsx").write_bytes(BOOK)
    (tmp_path / "报.xlsx").write_bytes(OTHER)
    (tmp_path / "空").mkdir()
    reading = read(tmp_path, collect=False)
    assert [table.file for table in reading.report.read] == ["办公室/九月/报.xlsx", "报.xlsx"]
    assert [str(one) for one in reading.report.skipped] == ["空：未读，文件夹是空的"]


def test_by_a_value_a_folder_in_a_folder_is_refused(tmp_path: Path) -> None:
    """Without `folders` it is a fault that names the folder and says what to do; so is a link to a folder in any case."""
    (tmp_path / "办公室").mkdir()
    (tmp_path / "报.xlsx").write_bytes(BOOK)
    (fault,) = read(tmp_path, folders=False).report.faults
    assert fault.file == "办公室"
    assert "folders=True" in str(fault)
    (tmp_path / "办公室").rmdir()
    (tmp_path / "圈").symlink_to(tmp_path, target_is_directory=True)
    assert [fault.file for fault in read(tmp_path).report.faults] == ["圈"]


def test_a_zip_is_read_within_the_limits(tmp_path: Path) -> None:
    """Its files are named by their path in it; what is no table is named; names of Windows in GBK come out as typed."""
    (tmp_path / "报.zip").write_bytes(zipped({"a/甲.xlsx": BOOK, "__MACOSX/._甲.xlsx": b"x", "图.jpg": b"x"}))
    reading = read(tmp_path, collect=False)
    assert [table.file for table in reading.report.read] == ["报.zip/a/甲.xlsx"]
    assert [one.file for one in reading.report.skipped] == ["报.zip/图.jpg"]
    assert read((tmp_path / "报.zip").read_bytes(), file_name="报.zip").entries == reading.entries
    gbk = zipped({"xx.xlsx": BOOK}).replace(b"xx.xlsx", "甲".encode("gb18030") + b".xlsx")
    assert [table.file for table in read(gbk, file_name="报.zip").report.read] == ["报.zip/甲.xlsx"]


@pytest.mark.parametrize(
    ("files", "limits"),
    [
        ({"甲.xlsx": BOOK, "乙.xlsx": OTHER}, {"entries": 1}),
        ({"甲.xlsx": BOOK}, {"unpacked_bytes": 100}),
        ({"内.zip": zipped({"甲.xlsx": BOOK})}, {}),
        ({"../甲.xlsx": BOOK}, {}),
        ({}, {}),
    ],
)
def test_a_zip_past_the_limits_is_a_fault(files: dict[str, bytes], limits: dict[str, int]) -> None:
    """Too many files, too many bytes, an archive within an archive, a path that leads out, nothing inside: refused by name."""
    (fault,) = read(zipped(files), file_name="报.zip", limits=tl.sheets.Limits(**limits)).report.faults
    assert fault.file.startswith("报.zip")
    assert "应为" in str(fault)


def test_a_broken_zip_is_a_fault(tmp_path: Path) -> None:
    """Cut off, or no archive at all."""
    for data in (zipped({"甲.xlsx": BOOK})[:-40], b"x"):
        (tmp_path / "报.zip").write_bytes(data)
        assert [fault.file for fault in read(tmp_path).report.faults] == ["报.zip"]
    assert zipfile.is_zipfile(tmp_path / "报.zip") is False


def test_a_name_in_a_zip_that_leads_out_of_it_is_a_fault_of_its_own() -> None:
    """What may have been a hand-in is not passed over in silence, and takes nothing from the others."""
    reading = read(zipped({"../甲.xlsx": BOOK, "乙.xlsx": BOOK}), file_name="报.zip")
    assert [table.file for table in reading.report.read] == ["报.zip/乙.xlsx"]
    assert ["不合规范" in str(fault) for fault in reading.report.faults] == [True]
    assert [fault.file for fault in reading.report.faults] == ["报.zip/../甲.xlsx"]


def test_a_damaged_file_in_a_zip_takes_nothing_from_the_others(tmp_path: Path) -> None:
    """It is named by its path; what stands beside it is read, and what is no table may be damaged unread."""
    packed = tmp_path / "报.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in {"甲.xlsx": BOOK, "乙.xlsx": b"PK" + b"x" * 99, "图.jpg": b"y" * 99}.items():
            archive.writestr(name, data)
    packed.write_bytes(packed.read_bytes().replace(b"xxx", b"xzx", 1).replace(b"yyy", b"yzy", 1))
    reading = read(packed)
    assert [table.file for table in reading.report.read] == ["报.zip/甲.xlsx"]
    assert [(fault.file, "已损坏" in str(fault)) for fault in reading.report.faults] == [("报.zip/乙.xlsx", True)]


@pytest.mark.parametrize(
    "name",
    [
        *("重点工作.pdf", "重点工作.doc", "重点工作.wps", "9月重点工作.jpg", "重点　工作.txt", "督帮（上对下）.html"),
        *("重点工作", "改革创新.rtf", "三争.eml", "报.rar", "报.7z", "报.xlsb"),
    ],
)
def test_what_may_be_a_hand_in_is_never_passed_over(tmp_path: Path, name: str) -> None:
    """A file of any kind that is named after a theme, and a packed file or table that is not read, is a fault with its remedy."""
    (tmp_path / "报.xlsx").write_bytes(BOOK)
    (tmp_path / name).write_bytes(b"x")
    (fault,) = read(tmp_path).report.faults
    assert fault.file == name
    assert "应为" in str(fault)


def test_a_file_named_after_a_theme_that_gave_no_table_is_a_fault(tmp_path: Path) -> None:
    """Its header may be gone: the theme has come with faults, so that nobody's lack in it speaks; other files are named."""
    (tmp_path / "招商引资.csv").write_bytes("甲|乙\n1|2\n".encode())
    (tmp_path / "会议.csv").write_bytes("丙,丁\n1,2\n".encode())
    (tmp_path / "报.xlsx").write_bytes(BOOK)
    reading = read(tmp_path)
    (fault,) = reading.report.faults
    assert (fault.file, [one.file for one in reading.report.skipped]) == ("招商引资.csv", ["会议.csv"])
    sheet = next(one for one in reading.coverage.sheets if one.theme == "investment")
    assert sheet.status is tl.rules.Status.FAULTY


@pytest.mark.parametrize(
    ("title", "sheet", "file"),
    [
        ("重点工作推进情况", "表", "报"),
        ("", "重点工作", "报"),
        ("", "表", "9月重点工作"),
        ("重点工作", "三争", "报"),
    ],
)
def test_a_table_whose_header_is_wrong_has_come(title: str, sheet: str, file: str) -> None:
    """The fault at its header is told; that the theme was due and did not come would be another thing, and untrue."""
    head = ["亮灯" if word == "进度评价" else word for word in headers("key_work")]
    rows: list[list[Any]] = [
        [title or None],
        head,
        [1, "事项", "目标", "情况", "已办结", "甲", "办公室", "局党组会议", None],
    ]
    reading = tl.sheets.read(
        xlsx((sheet, rows, ())),
        themes=THEMES,
        roster=ROSTER,
        file_name=f"{file}.xlsx",
        collect=True,
        period=tl.Quarter(2023, 3),
    )
    lines = [str(fault) for fault in reading.report.faults if not isinstance(fault, MissingTheme)]
    assert ["缺少：进度评价" in line and "不认得“亮灯”" in line for line in lines] == [True]
    missing = {fault.theme for fault in reading.report.faults if isinstance(fault, MissingTheme)}
    assert missing == {theme.key for theme in THEMES} - {"key_work"}


def test_of_which_theme_a_wrong_header_is_may_be_open() -> None:
    """Where neither title nor names tell, what was due is still missing."""
    head = ["亮灯" if word == "进度评价" else word for word in headers("key_work")]
    reading = tl.sheets.read(
        xlsx(("表", [head], ())),
        themes=THEMES,
        roster=ROSTER,
        file_name="报.xlsx",
        collect=True,
        period=tl.Quarter(2023, 3),
    )
    assert {fault.theme for fault in reading.report.faults if isinstance(fault, MissingTheme)} == {
        theme.key for theme in THEMES
    }


@pytest.mark.parametrize(("name", "data"), [("报.csv", b"a|b\n"), ("报.csv", HTML), (None, b""), ("图.jpg", b"x")])
def test_a_source_without_a_table_is_a_fault(tmp_path: Path, name: str | None, data: bytes) -> None:
    """An empty folder, or one with other things alone, never passes for a quarter in which nobody had anything."""
    if name:
        (tmp_path / name).write_bytes(data)
    (fault,) = read(tmp_path).report.faults
    assert "应为" in str(fault)
    with pytest.raises(tl.SheetFaults):
        read(tmp_path, collect=False)


def test_a_web_page_named_csv_is_called_so() -> None:
    """Exports of web programs are HTML inside: the line says so, and what to save it as."""
    (fault,) = read(HTML, file_name="重点工作.csv").report.faults
    assert "网页（HTML）" in str(fault)
    assert "另存" in str(fault)
