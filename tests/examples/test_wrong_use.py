"""Examples: whatever somebody gets wrong, a script says it in a line and ends with exit code 2, never with a traceback."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import openpyxl
import pytest
from helpers.scripts import EXAMPLES, attempt, in_process

JINING = EXAMPLES / "jining"
QUARTER, WEEK, BLANK = "jining/quarter.py", "jining/week.py", "jining/blank.py"
COMPENDIUM, NOTICE, HAND_INS = "jining/compendium.py", "jining/notice.py", "jining/make_handins.py"
PORTFOLIO, CITIES, OWN_LOOK = "gmpp/portfolio.py", "cities/months.py", "own_look/own_look.py"
HOSPITALS, HEALTH_SAMPLE = "health/hospitals.py", "health/make_sample.py"

INPUTS = {
    QUARTER: ("--input", "--determinations", "--previous"),
    WEEK: ("--input", "--signed-off"),
    BLANK: ("--previous",),
    COMPENDIUM: ("--input",),
    PORTFOLIO: ("--input",),
    HOSPITALS: ("--input",),
}
"""By script, the flags that name what it reads."""
OUTPUTS = {
    QUARTER: ("--out", "--ask", "--preview"),
    WEEK: ("--out",),
    BLANK: ("--out",),
    COMPENDIUM: ("--out",),
    NOTICE: ("--out",),
    HAND_INS: ("--out",),
    PORTFOLIO: ("--out",),
    HOSPITALS: ("--out",),
    HEALTH_SAMPLE: ("--out",),
    OWN_LOOK: ("--out",),
}
"""By script, the flags that name what it writes."""
SCRIPTS = (*OUTPUTS, CITIES)

SAYS_WHAT_TO_DO = re.compile("usage:|请|应|改|可用|可选|expected|say by|choose|自 .* 起施行|第 [0-9]+ 行第 [0-9]+ 列")


def refused(script: str, *arguments: object, folder: Path) -> str:
    """What the script says when it refuses."""
    done = in_process(script, *arguments, folder=folder)
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert SAYS_WHAT_TO_DO.search(done.stderr), done.stderr
    return done.stderr


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with what may be wrong with a path."""
    (tmp_path / "空").mkdir()
    (tmp_path / "2023Q3").mkdir()
    (tmp_path / "杂/2023Q3").mkdir(parents=True)
    for name in ("重点工作.xlsx", "uk_2020.csv", "照片.jpg"):
        (tmp_path / "杂/2023Q3" / name).write_bytes(b"\x00\xff")
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04x")
    (tmp_path / "坏.toml").write_text("= 1", encoding="utf-8")
    (tmp_path / "别的.toml").write_text("a = 1", encoding="utf-8")
    (tmp_path / "空.xlsx").write_bytes(b"")
    return tmp_path


@pytest.mark.parametrize(
    ("script", "flag"), [(script, flag) for script, flags in INPUTS.items() for flag in flags], ids=str
)
@pytest.mark.parametrize(
    "path",
    ["没有", "没有/2023Q3", "空", "2023Q3", "杂/2023Q3", "坏.xlsx", "坏.toml", "别的.toml", "空.xlsx", "", "长" * 300],
)
def test_what_cannot_be_read(place: Path, script: str, flag: str, path: str) -> None:
    """Missing, empty, full of other things, broken, of another kind: each by each flag that names what is read."""
    refused(script, flag, path, folder=place)


@pytest.mark.parametrize(
    ("script", "flag"), [(script, flag) for script, flags in OUTPUTS.items() for flag in flags], ids=str
)
@pytest.mark.parametrize("path", ["坏.xlsx/里.xlsx", "长" * 300 + ".xlsx"])
def test_what_cannot_be_written(place: Path, script: str, flag: str, path: str) -> None:
    """A file where a folder belongs, a name that no disk takes: each by each flag that names what is written."""
    refused(script, flag, path, folder=place)


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_flag_that_is_none(place: Path, script: str) -> None:
    """It is named, and which flags there are."""
    assert "--nonsense" in refused(script, "--nonsense", folder=place)
    assert in_process(script, "--help", folder=place).returncode == 0


@pytest.mark.parametrize(
    ("script", "arguments", "named"),
    [
        (QUARTER, ["--period", "三季度"], "三季度"),
        (QUARTER, ["--period", "2020Q3"], "2020-09-30"),
        (QUARTER, ["--period", "2023Q5"], "2023Q5"),
        (QUARTER, ["--period", ""], "期间"),
        (QUARTER, ["--input", "空"], "空"),
        (QUARTER, ["--without", "没有"], "没有"),
        (QUARTER, ["--theme", "没有"], "没有"),
        (QUARTER, ["--table", "没有"], "没有"),
        (QUARTER, ["--edition", "没有"], "没有"),
        (QUARTER, ["--theme", "reform_bureau", "--table", "counties"], "--theme"),
        (QUARTER, ["--preview", "预览.txt"], "预览.txt"),
        (QUARTER, ["--ask", "研究确定.txt"], "应以 .xlsx 结尾"),
        (WEEK, ["--date", "昨天"], "“昨天”不是日期；写法如 2023-09-28"),
        (WEEK, ["--date", "2001-01-01"], "2001-01-01"),
        (WEEK, ["--date", "9999-12-31"], ""),
        (WEEK, ["--date", "2023-02-30"], "2023-02-30"),
        (WEEK, ["--period", "第39周"], "第39周"),
        (WEEK, ["--period", "2023W30"], "2023"),
        (WEEK, ["--first-number", "一"], "一"),
        (WEEK, ["--first-number", "-1", "--signed-off", str(JINING / "审签.toml")], "-1"),
        (BLANK, ["--quarter", "四季度"], "“四季度”不是季度；写法如 2023Q3"),
        (BLANK, ["--quarter", "2001Q1"], "2001-03-31"),
        (COMPENDIUM, ["--date", "昨天"], "昨天"),
        (CITIES, ["没有"], "没有"),
    ],
    ids=str,
)
def test_a_wrong_value_is_named(place: Path, script: str, arguments: list[str], named: str) -> None:
    """A date, a period, a number, a theme that is none, or before the rules: what was given, and what is allowed."""
    assert named in refused(script, *arguments, folder=place)


ROOT = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root")


@ROOT
@pytest.mark.parametrize("script", OUTPUTS)
def test_a_folder_that_may_not_be_written_ends_with_a_line(tmp_path: Path, script: str) -> None:
    """The path is named, and that it cannot be written."""
    (tmp_path / "锁").mkdir(mode=0o500)
    assert "锁" in refused(script, "--out", "锁/里", folder=tmp_path)


@ROOT
@pytest.mark.parametrize(
    ("script", "flag"), [(script, flag) for script, flags in INPUTS.items() for flag in flags], ids=str
)
def test_what_may_not_be_read_ends_with_a_line(tmp_path: Path, script: str, flag: str) -> None:
    """The path is named, and that it cannot be read."""
    (tmp_path / "锁").mkdir(mode=0o000)
    assert "锁" in refused(script, flag, "锁/2023Q3", folder=tmp_path)


@pytest.mark.parametrize(
    ("script", "arguments"),
    [
        (QUARTER, ["--theme", "reform_bureau", "--ask", "问.xlsx", "--previous", str(JINING / "2023Q3")]),
        (QUARTER, ["--preview", "预览.xlsx"]),
        (QUARTER, ["--preview", "预览.docx"]),
        (QUARTER, ["--preview", "预览.html"]),
        (WEEK, ["--signed-off", str(JINING / "审签.toml"), "--zip"]),
        (BLANK, ["--quarter", "2023Q4", "--previous", str(JINING / "2023Q3"), "--drop-done"]),
        (HAND_INS, []),
        (PORTFOLIO, []),
        (CITIES, ["guangyuan"]),
    ],
    ids=str,
)
def test_what_ran_once_runs_again(tmp_path: Path, script: str, arguments: list[str]) -> None:
    """Into the same folder: it says and writes the same as the first time."""
    written = []
    for _ in range(2):
        done = in_process(script, *arguments, folder=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        files = {path: path.read_bytes() for path in sorted(tmp_path.rglob("*")) if path.is_file()}
        written.append((done.stdout, files))
    assert written[0] == written[1]


@pytest.mark.parametrize(("script", "arguments"), [(QUARTER, ["--period", "三季度"]), (PORTFOLIO, ["--input", "没有"])])
def test_a_process_of_its_own_ends_so_too(tmp_path: Path, script: str, arguments: list[str]) -> None:
    """As a reader runs it: exit code 2, and no traceback."""
    done = attempt(script, *arguments, folder=tmp_path)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False), done.stderr


def test_a_theme_that_did_not_come_is_waited_for(tmp_path: Path) -> None:
    """It is named and nothing is written; --without goes on without it; --period stands in for the folder's name."""
    folder = tmp_path / "三季度"
    shutil.copytree(JINING / "2023Q3", folder)
    (folder / "招商引资.xlsx").unlink()
    asked = ("--input", folder, "--period", "2023Q3", "--theme", "reform_bureau")
    assert "招商引资" in refused(QUARTER, *asked, folder=tmp_path)
    assert not list((tmp_path / "out").iterdir())
    done = in_process(QUARTER, *asked, "--without", "investment", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "招商引资（办公室）未报" in done.stdout


def test_a_preview_that_is_not_ready_ends_with_2(tmp_path: Path) -> None:
    """It is written all the same, and says what to do."""
    folder = tmp_path / "2023Q3"
    shutil.copytree(JINING / "2023Q3", folder)
    (folder / "招商引资.xlsx").unlink()
    done = in_process(QUARTER, "--input", folder, "--preview", "预览.html", folder=tmp_path)
    assert done.returncode == 2
    assert "请牵头科室补报" in done.stdout
    assert "请牵头科室补报" in (tmp_path / "预览.html").read_text(encoding="utf-8")


def test_what_is_skipped_and_doubted_is_printed(tmp_path: Path) -> None:
    """Files that are no tables, doubts with their code, items past their time, and remarks that ask, each as a list of its own."""
    folder = tmp_path / "2023Q3"
    shutil.copytree(JINING / "2023Q3", folder)
    (folder / "照片.jpg").write_bytes(b"x")
    book = openpyxl.load_workbook(folder / "招商引资.xlsx")
    book.worksheets[0].column_dimensions["C"].hidden = True
    book.save(folder / "招商引资.xlsx")
    done = in_process(QUARTER, "--input", folder, "--theme", "reform_bureau", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "未读：\n照片.jpg：未读" in done.stdout
    assert re.search("请核对：\n招商引资.xlsx〔.*〕：C 列是隐藏的", done.stdout)
    assert "疑点：\n" in done.stdout
    assert "〔items_missing〕" in done.stdout
