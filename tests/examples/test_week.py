"""examples/jining/week.py: the weekly ledger, whole and in extracts (N2.2)."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from helpers.readword import tables, visible_text
from helpers.scripts import run

SENTENCE = (
    "截至2023年9月28日，市审计局共梳理重点工作8项，其中，市委市政府及以上层面3项，局重点工作5项。"
    "已完成3项（蓝牌），正常推进2项（不标注颜色），推进缓慢的2项（黄牌），严重滞后1项（红牌）。"
)


def test_the_ledger_comes_as_word_and_as_a_workbook(tmp_path: Path) -> None:
    """Both hold the same rows, ranked by 蓝黄红 and numbered anew, below the summary sentence."""
    run("jining/week.py", folder=tmp_path)
    word = (tmp_path / "out" / "台账.docx").read_bytes()
    (table,) = tables(word)
    sheet = openpyxl.load_workbook(tmp_path / "out" / "台账.xlsx").worksheets[0]
    rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert SENTENCE in visible_text(word)
    assert rows[2][0] == SENTENCE
    marks = {"已办结": "（蓝）", "推进缓慢": "（黄）", "正常推进": "", "严重滞后": "（红）"}
    written = [[*row[:4], row[4] + marks[row[4]], *row[5:]] for row in rows[4:-1]]
    assert table[1:] == written
    assert [row[0] for row in written] == [str(number) for number in range(1, 9)]
    assert [row[4].split("（")[0] for row in written] == ["已办结"] * 3 + ["推进缓慢"] * 2 + ["正常推进"] * 2 + [
        "严重滞后"
    ]


def test_each_leader_and_each_department_gets_an_extract(tmp_path: Path) -> None:
    """“报市局各分管领导，并发至局各责任科室”: the leaders' extracts hold every row once; a joint row goes to each department."""
    run("jining/week.py", folder=tmp_path)
    leaders = sorted((tmp_path / "out" / "分管领导").iterdir())
    units = sorted((tmp_path / "out" / "责任科室").iterdir())
    assert [path.stem for path in leaders] == ["分管领导一", "分管领导三", "分管领导二"]
    matters = [row[1] for path in leaders for row in tables(path.read_bytes())[0][1:]]
    assert len(matters) == len(set(matters)) == 8
    joint = [path.stem for path in units if "落实巡察整改任务" in visible_text(path.read_bytes())]
    assert joint == ["人事科", "机关党委"]


def test_hand_ins_of_the_repository_are_what_the_script_writes(tmp_path: Path) -> None:
    """`make_handins.py` writes the committed workbooks to the byte, so that nobody edits them by hand."""
    run("jining/make_handins.py", "--out", tmp_path, folder=tmp_path)
    committed = Path(__file__).parents[2] / "examples" / "jining" / "2023Q3"
    names = sorted(path.name for path in committed.iterdir())
    assert names == sorted(path.name for path in tmp_path.iterdir())
    for name in names:
        assert (committed / name).read_bytes() == (tmp_path / name).read_bytes(), name
