"""examples/jining: whatever a clerk gets wrong, the scripts say it in a line and end with exit code 2, never with a traceback."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from helpers.scripts import EXAMPLES, attempt

JINING = EXAMPLES / "jining"
QUARTER, WEEK = "jining/quarter.py", "jining/week.py"


def refused(script: str, *arguments: object, folder: Path) -> str:
    """What the script says when it refuses."""
    done = attempt(script, *arguments, folder=folder)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False), done.stderr
    assert done.stderr.strip()
    return done.stderr


@pytest.mark.parametrize(
    ("script", "arguments"),
    [
        (QUARTER, ["--input", "没有/2023Q3"]),
        (QUARTER, ["--input", "2023Q3"]),
        (QUARTER, ["--input", "某季"]),
        (QUARTER, ["--input", "坏.xlsx", "--period", "2023Q3"]),
        (QUARTER, ["--period", "三季度"]),
        (QUARTER, ["--period", "2020Q3"]),
        (QUARTER, ["--out", "坏.xlsx"]),
        (QUARTER, ["--out", "坏.xlsx/里"]),
        (QUARTER, ["--without", "没有"]),
        (QUARTER, ["--theme", "没有"]),
        (QUARTER, ["--table", "没有"]),
        (QUARTER, ["--edition", "没有"]),
        (QUARTER, ["--determinations", "没有.toml"]),
        (QUARTER, ["--determinations", "坏.xlsx"]),
        (QUARTER, ["--ask", "没有/表.xlsx"]),
        (WEEK, ["--input", "没有.xlsx"]),
        (WEEK, ["--input", "坏.xlsx"]),
        (WEEK, ["--input", "2023Q3"]),
        (WEEK, ["--date", "昨天"]),
        (WEEK, ["--date", "2001-01-01"]),
        (WEEK, ["--date", "9999-12-31"]),
        (WEEK, ["--period", "第39周"]),
        (WEEK, ["--period", "2023W30"]),
        (WEEK, ["--out", "坏.xlsx"]),
        (WEEK, ["--signed-off", "没有.toml"]),
        (WEEK, ["--signed-off", "坏.xlsx"]),
        (WEEK, ["--first-number", "一"]),
        (WEEK, ["--first-number", "-1", "--signed-off", str(JINING / "审签.toml")]),
    ],
)
def test_wrong_use_ends_with_a_line(tmp_path: Path, script: str, arguments: list[str]) -> None:
    """A path that is missing, empty, broken or a file where a folder belongs, a date or period that is none, every flag wrong."""
    (tmp_path / "2023Q3").mkdir()
    (tmp_path / "坏.xlsx").write_bytes(b"x")
    refused(script, *arguments, folder=tmp_path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root")
@pytest.mark.parametrize("script", [QUARTER, WEEK])
def test_a_folder_that_may_not_be_written_ends_with_a_line(tmp_path: Path, script: str) -> None:
    """The path is named, and that it cannot be written."""
    (tmp_path / "锁").mkdir(mode=0o500)
    assert "锁" in refused(script, "--out", "锁/里", folder=tmp_path)


def test_a_theme_that_did_not_come_is_waited_for(tmp_path: Path) -> None:
    """It is named and nothing is written; --without goes on without it; --period stands in for the folder's name."""
    folder = tmp_path / "三季度"
    shutil.copytree(JINING / "2023Q3", folder)
    (folder / "招商引资.xlsx").unlink()
    said = refused(QUARTER, "--input", folder, "--period", "2023Q3", folder=tmp_path)
    assert "招商引资" in said
    assert not list((tmp_path / "out").iterdir())
    done = attempt(QUARTER, "--input", folder, "--period", "2023Q3", "--without", "investment", folder=tmp_path)
    assert done.returncode == 0, done.stderr


def test_what_is_skipped_and_doubted_is_printed(tmp_path: Path) -> None:
    """Files that are no tables by name, doubts with their code, and items past their time as a list of its own."""
    folder = tmp_path / "2023Q3"
    shutil.copytree(JINING / "2023Q3", folder)
    (folder / "照片.jpg").write_bytes(b"x")
    done = attempt(QUARTER, "--input", folder, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "未读：\n照片.jpg：未读" in done.stdout
    assert "疑点：\n" in done.stdout
    assert "〔items_missing〕" in done.stdout
