"""待核对: what is left out or read in a way that may not be meant is asked about, so that a preview and the scripts show it."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from attrs import frozen
from helpers import sample_records as samples
from helpers.filled_forms import header_row, opened
from helpers.office_sheets import ROSTER, SCHEME, THEMES, headers, saved, theme, xlsx
from openpyxl.comments import Comment

import trafficlight as tl
from trafficlight.model import Number, OneUnit, Percentage, Progress, YesNo

HEAD = headers("key_work")
ITEM = ["更新审计软件", "年内完成", "试运行", "已办结", "甲乙", "秘书科\n丙丁", "局党组会议", None]
TITLE = ["重点工作推进情况"]
ALL = tl.Clause("A", "all", "own")


@frozen
class Work:
    """A record with numbers that have a unit of measure."""

    unit: tl.Unit
    spent: Decimal | None
    loss: Decimal | None
    safe: bool | None
    said: str


FORM = tl.Form(
    "供水工程情况",
    (
        tl.serial(),
        tl.column("单位", "unit", kind=OneUnit(), required=True),
        tl.column("完成投资", "spent", kind=Number(0, measure="万元")),
        tl.column("漏损率", "loss", kind=Percentage(0, 100)),
        tl.column("是否安全", "safe", kind=YesNo()),
        tl.column("进度", "said", hint="写到月底"),
    ),
)
WORKS = tl.Theme("works", "供水工程", Work, lambda _: tl.rules.blue(because=ALL), FORM, (ALL,))
WORK_HEAD = [column.header for column in FORM.columns]
WORK = [1, "办公室", 120, "3%", "是", "过半"]


def read(*rows: list[Any], themes: Any = THEMES) -> tl.sheets.Reading:
    """A sheet as an office hands it in."""
    return tl.sheets.read(xlsx(("表", rows, ())), themes=themes, roster=ROSTER, file_name="报.xlsx", collect=True)


def asked(reading: tl.sheets.Reading) -> list[str]:
    """What somebody should look at."""
    assert not reading.report.faults, reading.report.faults
    return [remark.text for remark in reading.report.remarks if remark.asks]


@pytest.mark.parametrize(
    ("row", "asks"),
    [
        ([2, "修订内部制度"], True),
        ([2, None, "80%"], True),
        (["（2）", "修订内部制度"], True),
        (["二", "局机关的任务"], False),
        (["（三）", None, "县里的任务"], False),
        ([None, "（二）局机关的任务"], False),
        (["小计（3项）", None, None, None, "已办结3项"], False),
        ([2], False),
        (["示例", *ITEM], True),
    ],
)
def test_a_numbered_row_that_is_left_out_is_asked_about(row: list[Any], *, asks: bool) -> None:
    """2 | 修订内部制度 may be an item of which the rest was forgotten, and so may an example between items."""
    reading = read(TITLE, HEAD, [1, *ITEM], row, [3, "另一事项", *ITEM[1:]])
    assert len(reading.entries) == 2
    assert [text[:3] for text in asked(reading)] == ["第4行"] * asks


def test_the_example_above_the_first_item_is_meant_so() -> None:
    """Nobody is asked about the example of the form."""
    assert asked(read(TITLE, HEAD, ["示例", *ITEM], [1, *ITEM])) == []


@pytest.mark.parametrize(
    ("at", "typed", "said"),
    [
        (2, "完成投资（元）", "元"),
        (2, "完成投资（单位：亿元）", "单位:亿元"),
        (2, "完成投资（计划）", "计划"),
        (3, "漏损率（‰）", "‰"),
        (4, "是否安全（不安全打√）", "不安全打√"),
        (5, "进度（上季度）", "上季度"),
        (5, "3.进度【上季度】（必填）", "上季度"),
        (2, "完成投资（万元）", ""),
        (2, "完成投资\n（单位：万元）", ""),
        (2, "完成投资（必填）", ""),
        (2, "3、完成投资：", ""),
        (3, "漏损率（%）", ""),
        (4, "是否安全（是/否）", ""),
        (4, "是否安全（选填）", ""),
        (5, "进度（不超过50字）", ""),
        (5, "进度（写到月底）", ""),
        (5, "（6）进度", ""),
    ],
)
def test_brackets_in_a_header_are_asked_about_unless_they_tell_how_to_fill_it_in(
    at: int, typed: str, said: str
) -> None:
    """完成投资（元） over numbers that are read in 万元 changes each of them; （必填） changes none."""
    reading = read([FORM.title], [*WORK_HEAD[:at], typed, *WORK_HEAD[at + 1 :]], WORK, themes=[WORKS])
    questions = asked(reading)
    assert [f"“{said}”没有算进去" in text for text in questions] == [True] * bool(said)
    measure = {2: "单位是万元", 3: "单位是%"}.get(at, "")
    assert all(measure in text for text in questions)
    assert any("按“" in remark.text for remark in reading.report.remarks)


@pytest.mark.parametrize("word", ["任务目标", "推进情况"])
def test_the_words_of_a_choice_are_a_hint(word: str) -> None:
    """【已办结、正常推进、…】 behind 进度评价 tells what to choose; behind a text it is asked about."""
    choice = [f"{each}【已办结、正常推进、推进缓慢】" if each == "进度评价" else each for each in HEAD]
    assert asked(read(TITLE, choice, [1, *ITEM])) == []
    other = [f"{each}【已办结、正常推进】" if each == word else each for each in HEAD]
    assert len(asked(read(TITLE, other, [1, *ITEM]))) == 1


@pytest.mark.parametrize(
    ("line", "asks"),
    [
        (["单位：元"], True),
        (["金额单位：亿元  2023年9月"], True),
        ([None, None, None, None, None, "（单位：元）"], True),
        (["单位：万元"], False),
        (["单位：个、万元"], False),
        (["填报单位：人事科"], False),
        (["2023年9月28日"], False),
    ],
)
def test_another_unit_above_the_table_is_asked_about(line: list[Any], *, asks: bool) -> None:
    """单位：元 over a column in 万元: the question names both."""
    questions = asked(read([FORM.title], line, WORK_HEAD, WORK, themes=[WORKS]))
    assert len(questions) == asks
    assert all("万元" in text and "2" in text for text in questions)


def test_another_unit_below_the_header_is_asked_about() -> None:
    """单位 | | 元 | ‰: each column has its own; the same units are told of and no more."""
    questions = asked(read([FORM.title], WORK_HEAD, ["单位", None, "元", "‰"], WORK, themes=[WORKS]))
    assert [text[:7] for text in questions] == ["C3写明单位是"[:7]]
    assert asked(read([FORM.title], WORK_HEAD, ["单位", None, "万元", "%"], WORK, themes=[WORKS])) == []


def test_a_comment_on_a_header_is_asked_about() -> None:
    """It reaches no entry, and would be told of nowhere."""
    book = openpyxl.load_workbook(io.BytesIO(xlsx(("表", [TITLE, HEAD, [1, *ITEM]], ()))))
    book.worksheets[0]["D2"].comment = Comment("填上季度的", "甲")
    reading = tl.sheets.read(saved(book), themes=THEMES, roster=ROSTER, file_name="报.xlsx", collect=True)
    (question,) = asked(reading)
    assert "D2" in question
    assert "填上季度的" in question


@pytest.mark.parametrize(
    ("line", "asks"),
    [
        ("说明：第1项已停工。", True),
        ("以上数据未经核实", True),
        ("说明：以上为三季度情况。", False),
        ("填表人：甲乙", False),
        ("（二）已取消的事项", False),
        ("依据《条例》第二条。", False),
    ],
)
def test_words_below_the_table_that_bear_on_an_item_are_asked_about(line: str, *, asks: bool) -> None:
    """A number of an item, 停工, 未经核实: what belongs into the row itself."""
    assert len(asked(read(TITLE, HEAD, [1, *ITEM], [line]))) == asks


def test_a_theme_in_two_files_is_asked_about(tmp_path: Path) -> None:
    """Both are read, so that the same table sent twice counts twice."""
    for name in ("甲.xlsx", "乙.xlsx"):
        (tmp_path / name).write_bytes(xlsx(("表", [TITLE, HEAD, [1, name, *ITEM[1:]]], ())))
    (question,) = asked(tl.sheets.read(tmp_path, scheme=SCHEME))
    assert "两份都已读取" in question


@pytest.mark.parametrize("each", THEMES, ids=lambda each: each.key)
def test_nobody_is_asked_about_our_own_forms(each: tl.Theme[Any]) -> None:
    """A blank form that came back filled in gives no question: neither its lines, hints and notes nor its empty rows."""
    blank = tl.sheets.blank(each, roster=ROSTER)
    reading = tl.sheets.read(blank, themes=[each], roster=ROSTER, file_name="x.xlsx", collect=True)
    assert [remark.text for remark in reading.report.remarks if remark.asks] == []


def test_nobody_is_asked_about_a_form_filled_in() -> None:
    """One item in the first row of the form of 重点工作."""
    book = opened(tl.sheets.blank(theme("key_work"), roster=ROSTER))
    sheet = book["重点工作"]
    for at, value in enumerate([1, *ITEM], 1):
        sheet.cell(header_row(sheet, theme("key_work").form) + 1, at).value = value
    reading = tl.sheets.read(saved(book), themes=THEMES, roster=ROSTER, file_name="x.xlsx", collect=True)
    assert len(reading.entries) == 1
    assert asked(reading) == []
    item = tl.Entry("key_work", samples.key_work_item(Progress.SLOW), 1)
    again = tl.sheets.workbook(tl.sheets.Sheet(theme("key_work").form, [item]))
    assert asked(tl.sheets.read(again, themes=THEMES, roster=ROSTER, file_name="x.xlsx", collect=True)) == []
