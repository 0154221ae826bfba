"""examples/jining/blank.py: the forms that go out at a quarter's end (N4.3)."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from helpers.readword import tables
from helpers.scripts import EXAMPLES, run

STEWARDS = {
    "人事科": ["高质量发展", "三争", "上对下督帮", "下对上诉求"],
    "办公室": ["重点工作", "重点审计项目", "对上争取（局）", "对上争取（县市区）", "招商引资"],
    "秘书科": ["改革创新（局）", "改革创新（县市区）"],
}


def test_each_steward_gets_a_workbook_and_a_document(tmp_path: Path) -> None:
    """Both hold the themes that the department hands in; the workbook's guide says by when and to whom."""
    run("jining/blank.py", folder=tmp_path)
    out = tmp_path / "out"
    assert sorted(path.name for path in out.iterdir()) == sorted(
        f"{name}{suffix}" for name in STEWARDS for suffix in (".docx", ".xlsx")
    )
    for name, sheets in STEWARDS.items():
        book = openpyxl.load_workbook(out / f"{name}.xlsx")
        assert book.sheetnames == ["填表说明", *sheets]
        guide = [str(cell) for (cell,) in book["填表说明"]["A1:A3"] for cell in [cell.value]]
        assert guide[1:] == [
            "1．报送时限：2023年9月30日前。",
            "2．报送至：济宁市审计局办公室（督查工作专班办公室）。",
        ]
        assert len(tables((out / f"{name}.docx").read_bytes())) == len(sheets)


def test_every_unit_of_whom_a_row_is_expected_is_listed(tmp_path: Path) -> None:
    """Departments and county bureaus in roster order; other tables wait for what the department has to say."""
    run("jining/blank.py", "--quarter", "2023Q4", folder=tmp_path)
    book = openpyxl.load_workbook(tmp_path / "out" / "秘书科.xlsx")
    listed = {sheet.title: [cell.value for (cell,) in sheet["B4:B15"] if cell.value] for sheet in book.worksheets[1:]}
    assert [len(names) for names in listed.values()] == [10, 11]
    assert listed["改革创新（县市区）"][:2] == ["任城区审计局", "兖州区审计局"]
    assert book["填表说明"]["A2"].value == "1．报送时限：2023年12月31日前。"
    office = openpyxl.load_workbook(tmp_path / "out" / "办公室.xlsx")
    assert office["重点工作"]["B4"].value is None


def test_forms_that_come_back_untouched_say_nothing_but_what_they_list(tmp_path: Path) -> None:
    """The example that reads a quarter reads these forms, too: what is still to be filled in is named cell by cell."""
    import subprocess
    import sys

    run("jining/blank.py", "--out", tmp_path / "2023Q3", folder=tmp_path)
    done = subprocess.run(
        [sys.executable, EXAMPLES / "jining" / "quarter.py", "--input", tmp_path / "2023Q3"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 2  # faults
    *lines, advice = done.stderr.splitlines()
    assert len(lines) == 10
    assert all("招商引资" in line and "“进度评价”空白" in line for line in lines)
    assert "招商引资" not in advice
