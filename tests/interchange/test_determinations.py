"""研究确定: from a TOML file and from the form, with all faults at once and at their places (§4.33, §4.38)."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest
from attrs import evolve
from helpers.office_ratings import LEADER, SCHEME, funding_ratings, ledger_ratings, rate
from helpers.sample_records import task
from helpers.small_office import OFFICE, PERSONNEL

import trafficlight as tl
from trafficlight.errors import InterchangeError, NotSignedOff, SheetFaults
from trafficlight.model import BLUE, RED, YELLOW

WHOLE: Final = """
[[determination]]
theme = "重点工作"
number = 3
matter = "丙"
unit = "办公室"
computed = "蓝"
decided = "红"
by = "陶 可星"
on = 2023-10-12
reason = "未配合"

[[determination]]
theme = "key_work"
matter = "丁"
computed = "黄1"
decided = "不标注"
by = "陶可星"
on = "2023年10月12日"
reason = "现场核实"
"""


def load(text: str) -> tuple[tl.Determination, ...]:
    """Decisions from a text."""
    return tl.interchange.read_determinations(text.encode(), scheme=SCHEME)


def test_a_file_decides_its_ratings_for_the_units_that_it_names() -> None:
    """By number, by 工作事项, for one unit alone or for all. A theme goes by its title or key, a day as TOML or as an office writes it."""
    first, second = load(WHOLE)
    assert (first.by, first.on, first.unit, first.matter) == (LEADER, dt.date(2023, 10, 12), OFFICE, "丙")
    decided = SCHEME.determine(ledger_ratings(), [first, second])
    joint, slow = decided[2], decided[3]
    assert (joint.marks_of(OFFICE), joint.marks_of(PERSONNEL)) == (tl.Tally.of(RED), tl.Tally.of(BLUE))
    assert (slow.marks, second.computed) == (tl.Tally(), tl.Tally.of(YELLOW))


def test_lights_of_several_marks_are_read_with_their_counts() -> None:
    """蓝2黄1, in any order, with blanks; 蓝 alone is one."""
    text = '[[determination]]\ntheme="对上争取（局）"\nnumber=1\ncomputed="蓝2"\ndecided="黄1 蓝"\nby="陶可星"\non=2023-10-12\nreason="x"'
    (one,) = load(text)
    assert (one.computed, one.decided) == (tl.Tally.of(BLUE, 2), tl.Tally({BLUE: 1, YELLOW: 1}))
    assert SCHEME.determine(funding_ratings(), [one])[0].marks == one.decided


def test_all_faults_of_a_file_come_at_once_with_their_paths() -> None:
    """A word that is no light, a leader who may not sign, a day that is none, an unknown key, and what is missing."""
    text = """
    other = 1
    [[determination]]
    theme = "重点工做"
    computed = "绿"
    decided = ["蓝"]
    by = "骆含笑"
    on = "十月"
    resaon = "x"
    """
    with pytest.raises(InterchangeError) as caught:
        load(text)
    told = dict(caught.value.problems)
    assert list(told) == [
        "other",
        "determination[0].resaon",
        "determination[0].theme",
        "determination[0].computed",
        "determination[0].decided",
        "determination[0].by",
        "determination[0].on",
        "determination[0].reason",
    ]
    assert "是否“重点工作”" in told["determination[0].theme"]
    assert "应为陶可星 之一，而不是“骆含笑”" in told["determination[0].by"].replace("应为 ", "应为")
    assert told["determination[0].reason"] == "缺少这一项"
    assert "is missing" in caught.value.say("en")


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("determination = 3", "determination"),
        ("determination = [3]", "determination[0]"),
        ("[[determination", "第 1 行"),
    ],
)
def test_what_is_no_file_of_decisions_is_told_where(text: str, path: str) -> None:
    """A fault of the file's shape, never a traceback."""
    with pytest.raises(InterchangeError) as caught:
        load(text)
    assert caught.value.problems[0][0].startswith(path)
    assert not isinstance(caught.value, tl.errors.AgencyFileError)


@pytest.mark.parametrize(
    "text",
    ["\n".join(f"odd{at} = 1" for at in range(5_000)), "[[determination]]\n" * 5_000],
    ids=["keys", "groups"],
)
def test_faults_without_end_are_not_all_listed(text: str) -> None:
    """A thousand of them, and that there are more."""
    with pytest.raises(InterchangeError) as caught:
        load(text)
    assert len(caught.value.problems) == 1_001
    assert "只列出前 1000 处" in caught.value.problems[-1][1]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """With its name."""
    with pytest.raises(InterchangeError, match="打不开"):
        tl.interchange.read_determinations(tmp_path / "none.toml", scheme=SCHEME)


def test_nobody_else_signs_a_decision_off() -> None:
    """Also one made by a program: `NotSignedOff` names the item and those who may (§4.38)."""
    (_, one) = load(WHOLE)
    liaison = evolve(one, by=tl.model.Person("骆含笑", "联络员"))
    with pytest.raises(NotSignedOff, match="“丁”的研究确定由“骆含笑”审签，机构指定的审签领导是：陶可星，不能采用"):
        SCHEME.determine(ledger_ratings(), [liaison])


# the form


FLAGGED: Final = rate(tl.Entry("three_firsts", task(tl.model.Progress.DONE, None, PERSONNEL), 2))


def filled(**cells: Any) -> bytes:
    """The blank form of what is flagged, with its first row filled in."""
    book = openpyxl.load_workbook(io.BytesIO(tl.sheets.blank_determinations(SCHEME, FLAGGED)))
    sheet = book["研究确定"]
    rows = list(sheet.iter_rows())
    above, header = next((at, row) for at, row in enumerate(rows, 1) if row[0].value == "序号")
    labels = [cell.value for cell in header]
    for label, value in cells.items():
        sheet.cell(above + 1, labels.index(label) + 1, value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_the_form_of_what_is_flagged_comes_back_as_decisions() -> None:
    """Item and computed lights stand in it; lights, leader, day and reason are filled in; nothing is flagged any more."""
    data = filled(研究确定="蓝", 审签领导="陶可星", 审签日期=dt.date(2023, 10, 12), 理由="已认定")
    decisions = tl.sheets.read_determinations(data, scheme=SCHEME, file_name="研究确定表.xlsx")
    (rating,) = SCHEME.determine(FLAGGED, decisions)
    assert (rating.marks, rating.determinations[0].by) == (tl.Tally.of(BLUE), LEADER)
    assert len(FLAGGED.flagged()) == 1
    assert not SCHEME.determine(FLAGGED, decisions).flagged()


def test_faults_of_the_form_are_told_at_their_cells() -> None:
    """A stranger as signer and a missing reason, each with its cell; no decision passes."""
    data = filled(研究确定="蓝", 审签领导="骆含笑", 审签日期=dt.date(2023, 10, 12))
    with pytest.raises(SheetFaults) as caught:
        tl.sheets.read_determinations(data, scheme=SCHEME, file_name="研究确定表.xlsx")
    lines = caught.value.lines()
    assert len(caught.value.exceptions) == 2
    assert any("审签领导" in line and "骆含笑" in line and "陶可星" in line for line in lines)
    assert any("理由" in line for line in lines)
