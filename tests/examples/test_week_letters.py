"""examples/jining/week.py: deadlines, the letters that are due, their sign-off sheets, and the extracts as one archive."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Final

import pytest
from helpers.readword import visible_text
from helpers.scripts import EXAMPLES, run

SLOW: Final = ("办公室", "审计结果执行科", "市内部审计指导中心")
SHEETS: Final = {f"{unit}提醒函审签单.docx" for unit in SLOW}


def papers(folder: Path) -> set[str]:
    """What stands among the letters."""
    return {path.name for path in (folder / "提醒函").iterdir()}


def refusal(folder: Path, text: str) -> str:
    """What the script says to a file of sign-offs that it refuses; nothing may be written."""
    (folder / "审签.toml").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, EXAMPLES / "jining/week.py", "--signed-off", folder / "审签.toml", "--out", folder / "out"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 2
    assert not (folder / "out").exists()
    return done.stderr


def test_without_a_sign_off_there_are_only_sheets(tmp_path: Path) -> None:
    """“经局领导审签，发送提醒函”: one sheet for each department with slow or delayed items, and not one letter (N2.3)."""
    printed = run("jining/week.py", "--out", tmp_path, folder=tmp_path)
    assert papers(tmp_path) == SHEETS
    assert f"待局领导审签：{'、'.join(SLOW)}。未经审签，只出审签单。" in printed


def test_signed_off_departments_get_their_letters(tmp_path: Path) -> None:
    """Those that the file names get the letter, dated as signed and numbered on, and a sheet that says who signed."""
    signed = EXAMPLES / "jining" / "审签.toml"
    printed = run("jining/week.py", "--signed-off", signed, "--first-number", "7", "--out", tmp_path, folder=tmp_path)
    assert papers(tmp_path) == SHEETS | {"办公室提醒函.docx", "审计结果执行科提醒函.docx"}
    assert "待局领导审签：市内部审计指导中心。" in printed
    first, second = (visible_text((tmp_path / "提醒函" / f"{unit}提醒函.docx").read_bytes()) for unit in SLOW[:2])
    assert "济审办函〔2023〕7号" in first
    assert "济审办函〔2023〕8号" in second
    assert "2023年9月28日" in first
    assert "2023年10月7日" in second
    assert "陶可星　2023年9月28日" in visible_text((tmp_path / "提醒函" / "办公室提醒函审签单.docx").read_bytes())


def test_deadlines_keep_clear_of_the_holiday(tmp_path: Path) -> None:
    """Friday the 29th is 中秋节, so the report is due on Thursday; answers are due in the next week, on its first working day (§4.37)."""
    printed = run("jining/week.py", "--out", tmp_path, folder=tmp_path)
    assert printed.startswith(
        "2023年9月25日当周：台账应于2023年9月28日（周四）之前更新完毕，2023年9月28日（周四）之前报送。\n"
    )
    assert "于2023年10月7日（周六）前反馈" in printed
    assert "2023年10月7日" in visible_text((tmp_path / "提醒函" / "办公室提醒函审签单.docx").read_bytes())


def test_a_week_without_a_holiday_ends_on_friday(tmp_path: Path) -> None:
    """Thursday's end and Friday's end otherwise; a ledger made on Saturday is told that it is late."""
    printed = run("jining/week.py", "--date", "2023-09-16", "--out", tmp_path, folder=tmp_path)
    assert "2023年9月14日（周四）之前更新完毕，2023年9月15日（周五）之前报送" in printed
    assert "注意：2023年9月16日（周六）已过本周报送期限。" in printed


def test_extracts_may_come_as_one_archive(tmp_path: Path) -> None:
    """--zip: the same extracts, by leader and by department, in one file; no folders beside it."""
    run("jining/week.py", "--zip", "--out", tmp_path / "zip", folder=tmp_path)
    run("jining/week.py", "--out", tmp_path / "folders", folder=tmp_path)
    with zipfile.ZipFile(tmp_path / "zip" / "台账分发.zip") as package:
        names = package.namelist()
        assert len(names) == 3 + 8
        for name in names:
            assert package.read(name) == (tmp_path / "folders" / name).read_bytes()
    assert not (tmp_path / "zip" / "分管领导").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[signed]]\nunit = "不在册"\nby = "甲"\non = 2023-09-28', "不在册"),
        ('[[signed]]\nunit = "办公室"\nby = "甲"', "on 应为日期"),
        ('[[signed]]\nunit = "办公室"\nby = ""\non = 2023-09-28', "by 应为审签人姓名"),
        ('[[signed]]\nunit = "办公室"\nby = "甲"\non = 2023-09-28T08:00:00', "on 应为日期"),
        ('[[signed]]\nunit = "办公室"\nby = "甲"\non = 2023-09-28\nwhen = 1', "没有“when”这一项"),
        ('[[signed]]\nunit = "办公室"\nby = "甲"\non = 2023-09-28\n' * 2, "第2组：“办公室”重复"),
        ('[[signed]]\nunit = "办公室"\nby = "甲"\non = 2023-09-01', "早于情况截止日期"),
        ("signed = 1", "应由 [[signed]] 组成"),
        ("[[signed", "读不了审签文件"),
    ],
)
def test_a_doubtful_sign_off_stops_the_script(tmp_path: Path, text: str, said: str) -> None:
    """Whatever is not plainly a sign-off is refused, in words that say what is wrong, before anything is written."""
    assert said in refusal(tmp_path, text)
