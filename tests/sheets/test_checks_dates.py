"""日期核对: of which day the tables speak, whether all speak of the same, and numbers where a date was meant."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from helpers.office_sheets import SCHEME, headers, xlsx

import trafficlight as tl

LEDGER = headers("key_work")
ITEM = [1, "甲", "目标", "情况", "正常推进", "领导", "办公室", "局党组会议", None]
ASSISTANCE = headers("assistance")
DAY = tl.model.StatedDate(2023, 9, 28)


def read(*sheets: list[Any]) -> tl.sheets.Reading:
    """Read a workbook of several sheets."""
    data = xlsx(*((f"表{number}", rows, ()) for number, rows in enumerate(sheets, 1)))
    return tl.sheets.read(data, scheme=SCHEME, file_name="报.xlsx", collect=True)


def ledger(*above: Any) -> list[Any]:
    """A ledger of one row below some rows of words."""
    return [["重点工作推进情况"], *above, LEDGER, ITEM]


def found(reading: tl.sheets.Reading) -> list[tuple[str, str, str, str, str | None]]:
    """Check, sheet, cell, expectation and nearest of each warning."""
    return [(one.check, one.sheet, one.cell, one.expected, one.nearest) for one in reading.report.warnings]


@pytest.mark.parametrize(
    "above",
    [
        ["日期：2023年9月28日"],
        ["日 期: 2023-09-28"],
        [None, None, "日期：", dt.date(2023, 9, 28)],
        ["日期：", dt.datetime(2023, 9, 28, 17, 30)],  # noqa: DTZ001  # as a sheet has it
        ["日期", 45197],
        ["截至日期：二〇二三年九月二十八日"],
        ["单位：个  日期：2023.9.28  制表：张三"],
        ["日期：2023/9/28 制表人：张三"],
        ["（截至2023年9月28日）"],
        ["截至２０２３年９月２８日，市审计局共梳理重点工作x项"],
    ],
)
def test_the_report_says_of_which_day_a_table_speaks(above: list[Any]) -> None:
    """日期 and 截至日期, in one cell or in two, as a date, a number or a text, and 截至…，in the words above the header."""
    reading = read(ledger(above))
    (table,) = reading.report.read
    assert table.as_of == DAY
    assert table.to_data()["as_of"] == "2023年9月28日"
    assert reading.report.warnings == ()


@pytest.mark.parametrize(
    "above",
    [
        ["重点工作"],
        ["截至202x年x月x日，市审计局"],
        ["日期：202x年x月x日"],
        ["日期：    年  月  日"],
        ["日期："],
        ["填报日期：2023年10月8日"],
    ],
)
def test_a_table_may_say_nothing_of_its_day(above: list[Any]) -> None:
    """No date, or one that is still to be filled in, is no date and no mistake; 填报日期 is another day."""
    reading = read(ledger(above))
    (table,) = reading.report.read
    assert table.as_of is None
    assert table.to_data()["as_of"] is None
    assert reading.report.warnings == ()


def test_a_date_with_its_year_counts() -> None:
    """Of several dates above one table the first with a year is the table's; one without a year is better than none."""
    assert read(ledger(["日期：9月28日"], ["截至2023年9月28日，"])).report.read[0].as_of == DAY
    assert read(ledger(["日期：9月28日"])).report.read[0].as_of == tl.model.StatedDate(None, 9, 28)


def test_all_tables_speak_of_the_same_day() -> None:
    """A table of another day than most is doubted; a month agrees with each of its days."""
    assistance = [["截至日期：2023年9月"], ASSISTANCE, [1, "事项", "人事科", "情况", None, "正常推进", None]]
    same = ledger(["日期：2023年9月28日"])
    assert found(read(same, assistance)) == []
    late = [["日期：2023年9月29日"], *ledger()]
    assert found(read(late, same[:-1], assistance, same[:-1])) == [
        ("as_of", "表1", "A1", "与其他表一致的日期（2023年9月28日）", "2023年9月28日")
    ]


def test_a_sentence_with_a_day_that_there_is_not() -> None:
    """“截至2023年9月31日，” names no day; other words after 截至 are no date and not doubted."""
    assert found(read(ledger(["截至2023年9月31日，各项工作有序推进。"]))) == [
        ("as_of", "表1", "A2", "日期，如 2023年9月28日 或 9月底", None)
    ]
    assert found(read(ledger(["截至目前各项工作，有序推进。"]))) == []


def test_a_date_without_a_year_that_is_none_is_doubted() -> None:
    """“截至9月31日” above the header names no day either; 9月30日 does."""
    checks = [one.check for one in read(ledger(["截至9月31日，各项工作有序推进。"])).report.warnings]
    assert checks == ["as_of"]
    assert not read(ledger(["截至9月30日，各项工作有序推进。"])).report.warnings


def test_a_date_that_is_none() -> None:
    """截至日期 with something else is doubted in its cell, with its label."""
    table = [["截至日期：9月31日"], ASSISTANCE, [1, "事项", "人事科", "情况", None, "正常推进", None]]
    reading = read(table)
    assert found(reading) == [("as_of", "表1", "A1", "日期，如 2023年9月28日 或 9月底", None)]
    assert (reading.report.warnings[0].header, reading.report.warnings[0].value) == ("截至日期", "9月31日")
    assert reading.entries[0].record.as_of == "9月31日"
    assert found(read(ledger(["日期：2023年13月1日"]))) == [
        ("as_of", "表1", "A2", "日期，如 2023年9月28日 或 9月底", None)
    ]


def test_excels_number_where_a_date_was_meant() -> None:
    """完成时限 keeps any text; five digits are doubted, and the day that they count is asked for."""
    table = [
        ["截至日期：45197"],
        ASSISTANCE,
        [1, "甲", "人事科", "情况", 45291, "正常推进", None],
        [2, "乙", "人事科", "情况", "年底前", "正常推进", None],
        [3, "丙", "人事科", "情况", dt.date(2023, 12, 31), "正常推进", None],
        [4, "丁", "人事科", 45291, None, "正常推进", 45291],
    ]
    reading = read(table)
    assert [entry.record.deadline for entry in reading.entries] == ["45291", "年底前", "2023-12-31", ""]
    assert found(reading) == [
        ("date_numbers", "表1", "A1", "日期，如 2023年9月28日 或 9月底", "2023年9月28日"),
        ("date_numbers", "表1", "E3", "日期或时限的文字，如 2023年9月28日、年底前", "2023年12月31日"),
    ]
    assert reading.report.read[0].as_of == DAY
