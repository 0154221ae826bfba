"""看不见的字符: what the eye cannot see in a cell is told, and taken out when that is wished."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from helpers.office_sheets import SCHEME, headers, xlsx

import trafficlight as tl
from trafficlight.messages import english
from trafficlight.sheets import Checks, Severity

INVESTMENT = headers("investment")
OVERRIDE, ISOLATE, ZERO, MARK, SOFT = "\u202e", "\u2066", "\u200b", "\ufeff", "\u00ad"


def read(*rows: Sequence[Any], **options: Any) -> tl.sheets.Reading:
    """Read a workbook of one sheet."""
    return tl.sheets.read(xlsx(("表", rows, ())), scheme=SCHEME, file_name="报.xlsx", collect=True, **options)


def row(activity: str = "洽谈", progress: str = "正常推进") -> list[Any]:
    """A row of 招商引资."""
    return [1, "办公室", None, activity, None, progress]


@pytest.mark.parametrize("character", [OVERRIDE, ISOLATE, ZERO, MARK, SOFT, "\u200d", "\u200f", "\u2060"])
def test_invisible_characters_are_told_and_kept(character: str) -> None:
    """Overrides of direction, zero-width characters: a warning with cell and code point; the text is as it was typed."""
    reading = read(["招商引资情况"], INVESTMENT, row(f"洽{character}谈"))
    (one,) = reading.report.warnings
    assert (one.check, one.cell, one.row, one.column, one.header) == ("invisible", "D3", 3, 4, "开展情况")
    assert f"第 2 个字符 U+{ord(character):04X}" in one.expected
    assert f"character 2, U+{ord(character):04X}" in english(one.expected)
    assert (one.value, one.nearest) == (f"洽{character}谈", "洽谈")
    assert reading.entries[0].record.activity == f"洽{character}谈"


def test_what_turns_the_direction_is_said_to() -> None:
    """An override can show a reader other words than a program reads; the finding says which kind it is."""
    (turned,) = read(INVESTMENT, row(f"洽{OVERRIDE}谈{ZERO}")).report.warnings
    (wide,) = read(INVESTMENT, row(f"洽{ZERO}谈")).report.warnings
    assert "改变书写方向" in turned.expected
    assert "零宽" in wide.expected


def test_ordinary_signs_are_visible() -> None:
    """Blanks, line breaks, dashes, quotes, full-width forms, rare Hanzi and emoji are nothing to tell."""
    assert read(INVESTMENT, row("洽 谈\n“一”——二\u3000𠀀😀·…\u00a0％")).report.warnings == ()


def test_they_can_be_taken_out() -> None:
    """With `drop_invisible` words, names and headers are understood without them, wherever they stand; the warning stays."""
    header = [f"{word}{ZERO}" for word in INVESTMENT]
    rows: list[list[Any]] = [header, [1, f"办{ZERO}公室", MARK, f"洽{OVERRIDE}谈", f" {ZERO} ", f"正常{SOFT}推进"]]
    assert read(*rows).entries == ()
    reading = read(*rows, checks=Checks(drop_invisible=True))
    (entry,) = reading.entries
    assert (entry.record.unit.name, entry.record.leader, entry.record.activity) == ("办公室", "", "洽谈")
    assert not reading.report.faults
    assert len(reading.report.warnings) == len(INVESTMENT) + 5
    quiet = read(*rows, checks=Checks(drop_invisible=True, invisible=Severity.OFF))
    assert (quiet.entries, quiet.report.warnings) == (reading.entries, ())


def test_they_can_be_refused_or_passed_over() -> None:
    """As a fault the row is no entry; off, nothing is said."""
    rows: list[list[Any]] = [INVESTMENT, row(f"洽{ZERO}谈"), [2, "秘书科", None, "考察", None, "正常推进"]]
    strict = read(*rows, checks=Checks(invisible=Severity.FAULT))
    assert [fault.cell for fault in strict.report.faults] == ["D2"]
    assert [entry.serial for entry in strict.entries] == [2]
    off = read(*rows, checks=Checks(invisible=Severity.OFF))
    assert len(off.entries) == 2
    assert off.report.warnings == ()


def test_a_sheet_beside_is_looked_at_too() -> None:
    """A sheet that is no table may mislead a reader all the same; many rows are searched as well as one."""
    rows: list[list[Any]] = [["说明"], *([f"第{number}行"] for number in range(1500)), [f"尾{ZERO}", None, 3]]
    (one,) = read(*rows).report.warnings
    assert (one.cell, one.value) == ("A1502", f"尾{ZERO}")


LEDGER = headers("key_work")


def ledger_row(number: int, matter: str, remark: str | None = None) -> list[Any]:
    """A row of 重点工作."""
    return [number, matter, "目标", "情况", "正常推进", "甲", "办公室", "局党组", remark]


@pytest.mark.parametrize(
    ("matter", "remark", "cell"),
    [
        ("甲事", "此项工作已取消", "I4"),
        ("甲事", "已作废。", "I4"),
        ("甲事", "由乙科接手\n本项不再列入台账", "I4"),
        ("甲事（已取消）", None, "B4"),
        ("甲事", "2023年8月取消", "I4"),
        ("甲事", "删", "I4"),
        ("甲事", "已于8月底不再实施", "I4"),
        ("甲事", "经局党组研究，（撤销）", "I4"),
        ("甲事", "已由市委统一取消", "I4"),
        ("甲事", "与第3项重复", "I4"),
        ("甲事（第三季度起不再报送）", None, "B4"),
        ("【删除】甲事", "移出台账", "I4"),
        ("清理规范性文件", "该事项已取消", "I4"),
        ("清理规范性文件", "经批准撤销", "I4"),
        ("清理规范性文件", "作废", "I4"),
        ("清理规范性文件", "已废止，本项不再报送", "I4"),
        ("清理规范性文件（该事项已取消）", None, "B4"),
        ("清理河道", "已取消", "I4"),
        ("取消收费", "任务已取消", "I4"),
        ("取消收费", "撤销该项", "I4"),
        ("推进停用校舍改造", "2023年8月取消", "I4"),
        ("推进停用校舍改造", "已取消", "I4"),
        ("关停矿山生态修复", "已终止", "I4"),
        ("关停矿山生态修复（已取消）", None, "B4"),
        ("取缔非法采砂专项行动", "已取消", "I4"),
        ("处置失效灭火器", "已全部取消", "I4"),
        ("停办企业职工安置", "已作废", "I4"),
        ("撤并村小学校舍改造", "8月已放弃", "I4"),
    ],
)
def test_a_row_that_says_it_was_withdrawn_is_asked_about(matter: str, remark: str | None, cell: str) -> None:
    """As one that is struck through: it would count, and its words say that it should not."""
    rows = [["重点工作推进情况"], LEDGER, ledger_row(1, "乙事"), ledger_row(2, matter, remark)]
    (fault,) = read(*rows).report.faults
    assert isinstance(fault, tl.errors.CellFault)
    assert fault.cell == cell
    warned = read(*rows, checks=Checks(withdrawn=Severity.WARNING))
    assert [(one.check, one.cell) for one in warned.report.warnings] == [("withdrawn", cell)]
    assert len(warned.entries) == 2


def test_a_row_says_so_in_other_columns_too() -> None:
    """A short text that says nothing else, wherever it stands; one of several items."""
    ledger: list[list[Any]] = [
        ["重点工作推进情况"],
        LEDGER,
        [1, "乙事", "目标", "该工作已终止", *ledger_row(1, "乙事")[4:]],
    ]
    assert [fault.to_data()["cell"] for fault in read(*ledger).report.faults] == ["D3"]
    won: list[list[Any]] = [
        headers("upward_funding_bureau"),
        [1, "办公室", "甲", "已争取", "甲项目\n乙项目（已撤销）", "无", "无"],
    ]
    won.append([None, None, None, "拟争取", "无", "无", "无"])
    assert [fault.to_data()["cell"] for fault in read(*won).report.faults] == ["E2"]


@pytest.mark.parametrize(
    ("matter", "remark"),
    [
        ("取消证明事项清单", "取消一批证明"),
        ("甲事（撤销认定事项核查）", "因取消了两项，目标调整"),
        ("派出干部", "已报出"),
        ("取消收费", "已取消"),
        ("清理规范性文件", "已全部废止"),
        ("清理废止文件", "均已作废"),
        ("撤并临时机构", "9月底已全部撤销"),
        ("废止过期文件", "已全部作废"),
        ("清理规范性文件（已全部废止）", "无"),
        ("撤销建制工作", "按规定报废，不再反弹"),
        ("甲事", "原方案作废，三项制度修订、两项已废止"),
        ("甲事", "暂缓，列入第2批"),
        ("甲事", "无"),
    ],
)
def test_words_about_withdrawing_are_no_withdrawal(matter: str, remark: str) -> None:
    """What an item does, or why its target changed, is not asked about."""
    reading = read(["重点工作推进情况"], LEDGER, ledger_row(1, matter, remark))
    assert not reading.report.faults
    assert len(reading.entries) == 1
