"""examples/jining/quarter.py: the main job."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from helpers.readword import tables
from helpers.scripts import EXAMPLES, run
from helpers.shared_data import SHARED, needs_shared


def test_a_newcomer_gets_a_bulletin(tmp_path: Path) -> None:
    """Without any argument the script reads the repository's own hand-ins and writes 通报.docx and standings.json."""
    printed = run("jining/quarter.py", folder=tmp_path)
    standings = json.loads((tmp_path / "out" / "standings.json").read_text(encoding="utf-8"))
    assert {"quarter", "departments", "counties", "key_work_summary", "flags"} <= standings.keys()
    assert len(standings["departments"]) == 10
    assert len(standings["counties"]) == 11
    assert f"1. {standings['departments'][0]['unit']}" in printed
    assert (tmp_path / "out" / "通报.docx").stat().st_size > 10_000


@needs_shared
def test_the_shared_quarter_gives_the_expected_standings(tmp_path: Path) -> None:
    """On the shared hand-ins, with no hint but the folder, every part of the result is the one worked out by hand; nothing is doubted."""
    printed = run("jining/quarter.py", "--input", SHARED / "data/jining/2023Q3", "--out", tmp_path, folder=tmp_path)
    assert "疑点" not in printed  # no false alarm
    ours = json.loads((tmp_path / "standings.json").read_text(encoding="utf-8"))
    expected = json.loads((SHARED / "data/jining/expected_2023Q3.json").read_text(encoding="utf-8"))
    assert ours == expected


@needs_shared
def test_decisions_of_the_task_force_count_and_are_no_longer_asked_for(tmp_path: Path) -> None:
    """--determinations takes the sample; the light, the summary of the theme and the flags follow; --ask writes what is left."""
    decided = EXAMPLES / "jining" / "研究确定.toml"
    form = tmp_path / "研究确定表.xlsx"
    run(
        *("jining/quarter.py", "--theme", "three_firsts", "--out", tmp_path),
        *("--determinations", decided, "--ask", form),
        folder=tmp_path,
    )
    data = json.loads((tmp_path / "standings.json").read_text(encoding="utf-8"))
    assert [flag[:2] for flag in data["flags"]] == [["高质量发展", 2], ["招商引资", 7]]
    assert data["by_theme"]["招商引资"]["人事科"] == {"蓝": 0, "黄": 1, "红": 0}
    assert form.stat().st_size > 0


def test_a_decision_by_nobody_who_may_sign_ends_the_script(tmp_path: Path) -> None:
    """The liaison is told who may, and no bulletin is written."""
    wrong = tmp_path / "wrong.toml"
    sample = (EXAMPLES / "jining" / "研究确定.toml").read_text(encoding="utf-8")
    wrong.write_text(sample.replace("陶可星", "骆含笑"), encoding="utf-8")
    with pytest.raises(AssertionError, match=r"determination\[0\].by：应为.*侯典峰"):
        run("jining/quarter.py", "--out", tmp_path / "out", "--determinations", wrong, folder=tmp_path)
    assert not list((tmp_path / "out").iterdir())


def test_the_bulletin_prints_the_standings(tmp_path: Path) -> None:
    """The count tables of the document hold what standings.json holds, in ranked order (A4-1.1, A4-1.2)."""
    run("jining/quarter.py", "--input", SHARED / "data/jining/2023Q3", "--out", tmp_path, folder=tmp_path)
    standings = json.loads((tmp_path / "standings.json").read_text(encoding="utf-8"))
    departments, counties = tables((tmp_path / "通报.docx").read_bytes())[:2]
    for table, rows in ((departments, standings["departments"]), (counties, standings["counties"])):
        assert [row[:5] for row in table[1:]] == [
            [str(row["place"]), row["unit"], *(f"{row[mark]}个" for mark in "蓝黄红")] for row in rows
        ]


def test_same_input_same_bytes(tmp_path: Path) -> None:
    """Two runs write the same files to the byte."""
    for folder in ("one", "two"):
        run("jining/quarter.py", "--out", tmp_path / folder, folder=tmp_path)
    for name in ("通报.docx", "standings.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
