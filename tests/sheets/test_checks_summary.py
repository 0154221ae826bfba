"""汇总句核对: the summary sentence above a ledger adds up, and says what the rows say."""

from __future__ import annotations

from typing import Any

import pytest
from helpers.office_sheets import ROSTER, SCHEME, headers, theme, xlsx
from hypothesis import given
from hypothesis import strategies as st

import trafficlight as tl
from trafficlight import testing
from trafficlight.messages import english
from trafficlight.sheets.checks.checked_table import StatedFact
from trafficlight.sheets.checks.stated import stated_counts

LEDGER = headers("key_work")
ROWS = [
    [1, "甲", "目标", "情况", "已办结", "领导", "办公室", "局党组会议", None],
    [2, "乙", "目标", "情况", "推进缓慢", "领导", "办公室", "市委市政府", None],
    [3, "丙", "目标", "情况", "正常推进", "领导", "办公室", "省审计厅", None],
]
FIRST = "截至2023年9月28日，市审计局共梳理重点工作{}项，其中，市委市政府及以上层面{}项，局重点工作{}项。"
SECOND = "已完成{}项（蓝牌），正常推进{}项（不标注颜色），推进缓慢的{}项（黄牌），严重滞后{}项（红牌）。"


def warnings(*sheets: list[Any]) -> list[tuple[str, str, str]]:
    """Sheet, cell and expectation of each warning about a summary sentence."""
    data = xlsx(*((f"表{number}", [["重点工作推进情况"], *rows], ()) for number, rows in enumerate(sheets, 1)))
    reading = tl.sheets.read(data, scheme=SCHEME, file_name="报.xlsx", collect=True)
    return [(one.sheet, one.cell, one.expected) for one in reading.report.warnings if one.check == "summary"]


def test_a_sentence_that_fits() -> None:
    """Whole, in two cells, in full-width digits, with blanks and line breaks: it is understood and not doubted."""
    whole = FIRST.format(3, 2, 1) + SECOND.format(1, 1, 1, 0)
    assert warnings([[whole], LEDGER, *ROWS]) == []
    assert warnings([[FIRST.format(3, 2, 1)], [SECOND.format(1, 1, 1, 0)], LEDGER, *ROWS]) == []
    cells = ["共梳理3项，", "其中及以上2项，", "局1项"]
    assert len(warnings([cells, LEDGER, *[ROWS[0]] * 3])) == 2
    assert warnings([[FIRST.format("３", " 2 ", "1\n")], LEDGER, *ROWS]) == []
    assert warnings([LEDGER, *ROWS, ["备注：" + whole]]) == []


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (
            (3, 1, 1, 1, 1, 1, 0),
            [
                "各部分之和等于总数的项数（1+1=2，总数写的是 3）",
                "与表内一致的项数（市委市政府及以上 2 项，写的是 1 项）",
            ],
        ),
        (
            (3, 2, 1, 1, 1, 2, 0),
            [
                "各部分之和等于总数的项数（1+1+2+0=4，总数写的是 3）",
                "与表内一致的项数（推进缓慢 1 项，写的是 2 项）",
            ],
        ),
        (
            (3, 2, 1, 1, 2, 0, 0),
            ["与表内一致的项数（正常推进 1 项，写的是 2 项）", "与表内一致的项数（推进缓慢 1 项，写的是 0 项）"],
        ),
    ],
)
def test_a_sentence_that_does_not_fit(numbers: tuple[int, ...], expected: list[str]) -> None:
    """Parts that do not add up, and numbers that are not the rows', are doubted one by one, in the sentence's cell."""
    sentence = FIRST.format(*numbers[:3]) + SECOND.format(*numbers[3:])
    assert warnings([[sentence], LEDGER, *ROWS]) == [("表1", "A2", text) for text in expected]


def test_each_cell_answers_for_its_own_numbers() -> None:
    """A sentence over two rows is doubted in the row that is wrong."""
    assert warnings([[FIRST.format(3, 2, 1)], [None, SECOND.format(1, 1, 0, 1)], LEDGER, *ROWS]) == [
        ("表1", "B3", "与表内一致的项数（推进缓慢 1 项，写的是 0 项）"),
        ("表1", "B3", "与表内一致的项数（严重滞后 0 项，写的是 1 项）"),
    ]


def test_a_sentence_that_is_not_filled_in() -> None:
    """x项 says nothing; nor does a table without a sentence, or a note that merely names a colour."""
    assert warnings([[FIRST.format("x", "x", "x")], [SECOND.format("x", "x", "x", "x")], LEDGER, *ROWS]) == []
    assert warnings([["已完成9项"], LEDGER, *ROWS]) == []
    assert warnings([LEDGER, *ROWS]) == []


def test_a_sentence_over_a_ledger_in_parts() -> None:
    """Where a ledger is cut into several sheets, the sentence may count them all."""
    sentence = FIRST.format(3, 2, 1) + SECOND.format(1, 1, 1, 0)
    assert warnings([[sentence], LEDGER, *ROWS[:1]], [LEDGER, *ROWS[1:]]) == []
    assert len(warnings([[sentence], LEDGER, *ROWS[:1]], [LEDGER, *ROWS[:1]])) == 4


def test_rows_that_were_left_out_are_not_held_against_the_sentence() -> None:
    """A table with a faulty row has other numbers than its clerk counted; only the sum of the parts is looked at."""
    bad = [4, "丁", "目标", "情况", "很慢", "领导", "办公室", "局党组会议", None]
    right, wrong = FIRST.format(4, 2, 2), FIRST.format(4, 2, 1)
    assert warnings([[right], LEDGER, *ROWS, bad]) == []
    assert [text for *_, text in warnings([[wrong], LEDGER, *ROWS, bad])] == [
        "各部分之和等于总数的项数（2+1=3，总数写的是 4）"
    ]


def test_both_languages() -> None:
    """What is expected is said in English, too."""
    data = xlsx(("表", [["重点工作推进情况"], [FIRST.format(4, 2, 1)], LEDGER, *ROWS], ()))
    first, second = tl.sheets.read(data, scheme=SCHEME, file_name="报.xlsx").report.warnings
    assert english(first.expected) == "parts that add up to the whole (2+1=3, the whole is given as 4)"
    assert english(second.expected) == "the numbers of the rows (in all: 3, given as 4)"
    assert (first.header, english(first.header)) == ("汇总", "summary")


@given(items=st.lists(testing.records(theme("key_work"), ROSTER), max_size=6), date=st.dates())
def test_the_librarys_own_sentence_is_understood(items: list[Any], date: Any) -> None:
    """Every number of a sentence that the library writes is read back."""
    summary = tl.notice.summarise(items)
    counts = stated_counts([StatedFact(0, 0, summary.sentence(date))])
    assert {name: count.number for name, count in counts.items()} == {
        name: getattr(summary, name)
        for name in ("total", "above", "own", "done", "on_track", "slow", "severely_delayed")
    }


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("共梳理重点工作9项，其中上级交办及以上2项", {"total": 9, "above": 2}),
        ("梳理了今年以来全部的重点工作9项，及以上交办的重点工作2项", {"total": 9, "above": 2}),
        ("梳理了今年以来我们全部的重点工作9项", {}),
        ("梳理9项，本级工作3项", {"total": 9, "own": 3}),
        ("梳理9项，局4项", {"total": 9, "own": 4}),
        ("梳理9项，已完成1项", {"total": 9, "done": 1}),
        ("梳理9项，已办结的1项", {"total": 9, "done": 1}),
        ("梳理9项，正常推进的5项", {"total": 9, "on_track": 5}),
        ("梳理9项，正常进行5项", {"total": 9, "on_track": 5}),
        ("梳理9项，推进缓慢6项", {"total": 9, "slow": 6}),
        ("梳理9项，进展缓慢的6项", {"total": 9, "slow": 6}),
        ("梳理9项，严重滞后的7项", {"total": 9, "severely_delayed": 7}),
        ("梳理，9项，严重滞后，7项", {}),
        ("梳理9个，完成1项，正常2项，滞后3项", {}),
    ],
)
def test_the_words_of_a_sentence(text: str, counts: dict[str, int]) -> None:
    """Each way in which offices name a number is understood; a number behind a comma belongs to nothing before it."""
    assert {name: count.number for name, count in stated_counts([StatedFact(0, 0, text)]).items()} == counts
