"""疑点: sources, dates, deadlines and people that cannot be told are asked about at their cell, each under its code."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from attrs import fields
from helpers.office_sheets import SCHEME, headers, xlsx
from sheets.test_checks import LEDGER, TITLE, found, item, read

import trafficlight as tl
from trafficlight.rules import Level
from trafficlight.sheets import Checks, Severity

DOUBTS = Path(__file__).parents[2] / "docs" / "reference" / "doubts.md"
Q3 = tl.Quarter(2023, 3)
HELP = headers("assistance")


def test_the_page_lists_every_check() -> None:
    """Code and default of each check stand on the page, and no others; each line has an example and what to do."""
    page = DOUBTS.read_text(encoding="utf-8")
    lines = re.findall(r"^\| `(\w+)` \| (fault|warning) \| (.+) \| (.+) \|$", page, re.MULTILINE)
    defaults = {at.name: at.default.name.lower() for at in fields(Checks) if isinstance(at.default, Severity)}
    assert {code: default for code, default, *_ in lines} == defaults
    assert len(lines) == len(defaults)


@pytest.mark.parametrize(
    "text", ["局党组会议", "2023年局党组会议", "党组会议", "局长办公会", "局务会研究", "市审计局党组", "本局工作要点"]
)
def test_the_bureaus_own_words_are_found_anywhere(text: str) -> None:
    """Its bodies, its names, and 局 at the beginning, a year before it or not, make an item its own (§4.27)."""
    assert tl.notice.LevelBySource((*tl.notice.LevelBySource().own, "市审计局")).of(text) is Level.OWN


@pytest.mark.parametrize(
    "text",
    [
        "市委市政府",
        "市 委",
        "省审计厅",
        "审计署工作方案",
        "国发〔2018〕39号",
        "市委部署、局党组研究",
        "局党组落实市委、市政府要求",
        "济政办发〔2023〕1号",
    ],
)
def test_a_higher_body_anywhere_sets_an_item_from_above(text: str) -> None:
    """Also beside the bureau's own: it was set above and only taken up here (§4.27)."""
    assert tl.notice.LevelBySource().of(text) is Level.ABOVE


def test_words_of_an_agency_are_added() -> None:
    """`own_sources` of the agency stand in for the usual words, `above_sources` beside them; its names are its own."""
    agency = tl.Agency(
        "甲委", "甲委", "甲委办公室", tl.Roster([]), own_sources=("委务会",), above_sources=("联席会议",)
    )
    level = tl.notice.rulebook(agency).theme("key_work").level
    assert isinstance(level, tl.notice.LevelBySource)
    assert [level.of(text) for text in ("九月委务会", "甲委", "联席会议交办", "局务会")] == [
        Level.OWN,
        Level.OWN,
        Level.ABOVE,
        None,
    ]
    unit = tl.model.Responsibility((tl.Unit("办公室"),))
    items = [
        tl.notice.KeyWorkItem("事", "", "", tl.model.Progress.DONE, "", unit, source) for source in ("委务会", "局务会")
    ]
    assert tl.notice.summarise(items, level=level).own == 1


def test_a_blank_source_is_a_fault_and_an_unknown_one_a_warning() -> None:
    """The sentence's two parts are a published claim: nobody's word is asked for, an unknown one counts as before and is told."""
    reading = read([TITLE, LEDGER, item(1, source=""), item(2, "乙", source="群众来信"), item(3, "丙")])
    assert [str(fault).split("：")[1] for fault in reading.report.faults] == ["H3“任务来源”空白"]
    assert [one[:3] for one in found(reading)] == [("source_unknown", "表1", "H4")]
    assert [entry.serial for entry in reading.entries] == [2, 3]


def dated(text: str, **options: Any) -> list[str]:
    """The checks that fault a ledger with these words above it, read for the third quarter."""
    rows = [TITLE, [text], LEDGER, item(1)]
    themes = {theme.key for theme in SCHEME.rulebooks.latest} - {"key_work"}
    reading = read(rows, period=Q3, without=themes, **options)
    return [str(fault) for fault in reading.report.faults]


@pytest.mark.parametrize(
    "text",
    [
        "截至2023年6月30日",
        "截至日期：2023年6月",
        "截至6月30日",
        "截至6月底",
        "（截至6月）",
        "截至2023年10月8日，共梳理",
        "日期：2023年6月30日",
        "截至2022年9月28日",
    ],
)
def test_another_periods_table_is_a_fault(text: str) -> None:
    """截至 a day outside the period, before or after it, and any 日期 before it (§4.28); the line names the period."""
    (fault,) = dated(text)
    assert "2023年7月1日至2023年9月30日" in fault


@pytest.mark.parametrize(
    "text",
    [
        "截至2023年9月28日",
        "截至9月底",
        "截至日期：2023年7月",
        "日期：2023年10月8日",
        "填报日期：2023年6月1日",
        "签字：   日期：2023年6月1日",
    ],
)
def test_a_day_of_the_period_and_a_day_of_signing_are_none(text: str) -> None:
    """A month of it is enough; filling in after the period's end is usual, and a signature has its own day."""
    assert dated(text) == []


@pytest.mark.parametrize(
    ("title", "stale"),
    [
        ("2023年第二季度重点工作推进情况", True),
        ("二季度重点工作推进情况", True),
        ("2022年三季度重点工作推进情况", True),
        ("上半年重点工作推进情况", True),
        ("重点工作推进情况（第2季度）", True),
        ("2023年第三季度重点工作推进情况", False),
        ("三季度重点工作推进情况", False),
        ("2023年下半年重点工作推进情况", False),
        ("2023年度重点工作推进情况", False),
        ("重点工作推进情况（含二季度结转事项）", False),
        ("二季度以来各项工作进展顺利", False),
        ("2023年6月重点工作推进情况", True),
        ("重点工作推进情况（6月份）", True),
        ("重点工作推进情况（1-6月）", True),
        ("重点工作推进情况（4月—6月）", True),
        ("2023Q2重点工作推进情况", True),
        ("重点工作推进情况 2023Q3", False),
        ("重点工作推进情况（7—9月）", False),
        ("2023年1-6月重点工作推进情况", True),
        ("2022年9月重点工作推进情况", True),
        ("2023年9月重点工作推进情况", False),
        ("2023年1-9月重点工作推进情况", False),
        ("2023年10月重点工作推进情况", False),
        ("6月以来重点工作推进情况", False),
        ("2022年重点工作推进情况", True),
        ("重点工作推进情况（2022年）", True),
        ("2022年1-9月重点工作推进情况", True),
        ("2021-2025年重点工作推进情况", False),
        ("2022年结转重点工作推进情况", False),
        ("重点工作推进情况（截至二季度末）", True),
        ("（截至上半年）", True),
        ("重点工作推进情况（截至三季度末）", False),
    ],
)
def test_a_title_of_another_quarter_is_a_fault(title: str, *, stale: bool) -> None:
    """二季度重点工作 handed in for the third quarter is the last one's table (§4.28), and so is an earlier year's.

    Its own year, and what is beside the title, are not.

    Nor is the month after, in which a quarter's table is filled in.
    """
    faults = dated(title)
    assert len(faults) == stale
    assert all("标题" in fault for fault in faults)


@pytest.mark.parametrize(
    ("name", "stale"),
    [
        ("二季度", True),
        ("重点工作（2022年三季度）", True),
        ("第1季度、第2季度", True),
        ("上半年", True),
        ("三季度", False),
        ("二季度、三季度", False),
        ("二季度结转", False),
        ("重点工作（2022年）", True),
        ("2022年度重点工作", True),
        ("2022年度预算执行审计重点工作", False),
        ("重点工作（贯彻2022年全省会议精神）", False),
        ("重点工作（2023年）", False),
        ("重点工作2023年6月", True),
        ("重点工作20230630", True),
        ("重点工作 2023Q2", True),
        ("重点工作2023年9月", False),
        ("重点工作2023年10月", False),
        ("重点工作20230930", False),
        ("重点工作20230625", False),
        ("重点工作（2023年6月修订）", False),
        ("重点工作（2022年6月修订）", False),
        ("XQ2重点工作", False),
        ("FAQ2", False),
        ("IQ4", False),
        ("重点工作_q2", True),
        ("2023年3月党组会议确定重点工作台账", False),
        ("市政府2023年5月专题会议任务", False),
        ("重点工作台账（2022年12月下达）", False),
        ("重点工作台账（2022年底下达）", False),
        ("2023年6月重点工作部署情况", True),
        ("2023年6月重点工作", True),
        ("2022年12月重点工作台账", True),
        ("2023年3月党组会议确定重点工作（2023年6月）", True),
        ("台账样表20230630", False),
        ("重点工作模板（2022年）", False),
        ("重点工作模板（二季度）", True),
        ("重点工作（2023-06-30印发）", False),
        ("重点工作2023-06-30", True),
        ("表1", False),
    ],
)
@pytest.mark.parametrize("of_file", [False, True])
def test_a_name_of_another_quarter_is_a_fault(name: str, *, of_file: bool, stale: bool) -> None:
    """A sheet 二季度 kept beside 三季度, or such a file, is the last quarter's, though its title names none (§4.28).

    When its work was set, or its form made, says nothing of it; nor do words that end like a quarter (FAQ2).
    """
    sheet, file = ("表", f"{name}.xlsx") if of_file else (name, "重点工作.xlsx")
    reading = tl.sheets.read(
        xlsx((sheet, [TITLE, LEDGER, item(1)], ())),
        scheme=SCHEME,
        file_name=file,
        period=Q3,
        without={theme.key for theme in SCHEME.rulebooks.latest} - {"key_work"},
        collect=True,
    )
    faults = [str(fault) for fault in reading.report.faults]
    assert len(faults) == stale
    assert all(("文件名" if of_file else "工作表名") in fault and "2023年第三季度" in fault for fault in faults)


@pytest.mark.parametrize(
    ("title", "file"),
    [
        ("2024年1月重点工作推进情况", "重点工作"),
        ("重点工作推进情况（2024年1月）", "重点工作"),
        ("重点工作推进情况", "重点工作（2024年1月报）"),
        ("重点工作推进情况", "重点工作2024年1月10日报"),
    ],
)
def test_a_last_quarter_s_table_may_be_dated_in_the_new_year(title: str, file: str) -> None:
    """What is handed in for the fourth quarter is filled in in January: a later year says when, and not of what (§4.28)."""
    reading = tl.sheets.read(
        xlsx(("表", [[title], LEDGER, item(1)], ())),
        scheme=SCHEME,
        file_name=f"{file}.xlsx",
        period=tl.Quarter(2023, 4),
        without={theme.key for theme in SCHEME.rulebooks.latest} - {"key_work"},
        collect=True,
    )
    assert reading.report.faults == ()


def test_without_a_period_no_day_is_stale() -> None:
    """A table read by itself may be of any quarter."""
    assert read([TITLE, ["截至2020年6月30日"], LEDGER, item(1)]).report.faults == ()


@pytest.mark.parametrize(
    ("deadline", "progress", "doubted"),
    [
        ("2023年8月底", "正常推进", True),
        ("8月", "正常推进", True),
        ("2023年二季度", "正常推进", True),
        ("上半年", "正常推进", True),
        ("2023年9月底", "正常推进", False),
        ("年底前完成", "正常推进", False),
        ("长期", "正常推进", False),
        ("2023年8月底", "已办结", False),
        ("2023年8月底", "推进缓慢", False),
    ],
)
def test_on_track_past_its_time_is_doubted(deadline: str, progress: str, *, doubted: bool) -> None:
    """A month, quarter or year ends with its last day; 正常推进 after it is asked about at the cell, and gets no other light (§4.39)."""
    sheet: list[list[Any]] = [["截至日期：2023年9月28日"], HELP, [1, "帮", "办公室", "情况", deadline, progress, None]]
    reading = tl.sheets.read(xlsx(("督帮", sheet, ())), scheme=SCHEME, file_name="督帮.xlsx")
    assert [(one.check, one.cell) for one in reading.report.warnings] == ([("overdue", "E3")] if doubted else [])
    late = tl.notice.overdue(reading.entries, as_of=dt.date(2023, 9, 28))
    assert len(late) == (doubted or progress == "推进缓慢")


@pytest.mark.parametrize(
    ("leader", "near"),
    [
        ("甲乙副局长", "甲乙"),
        ("副局长 甲乙", "甲乙"),
        ("甲乙（党组成员、副局长）", "甲乙"),
        ("甲乙、丙丁戊副局长", "甲乙、丙丁戊"),
        ("甲  乙", None),
        ("总审计师", None),
        ("", None),
    ],
)
def test_a_title_beside_a_name_is_doubted(leader: str, near: str | None) -> None:
    """The nearest name is the cell without it; padding is none, and a post alone is the roster's business (§4.29)."""
    warnings = read([TITLE, LEDGER, item(1, leader=leader)]).report.warnings
    assert [(one.check, one.cell, one.nearest) for one in warnings] == ([("leader_titles", "F3", near)] if near else [])


@pytest.mark.parametrize("leader", ["王局长", "王局长、甲乙", "王局长，甲乙"])
def test_a_surname_and_a_title_are_doubted(leader: str) -> None:
    """王局长 gets another extract than 王某某: the name is asked for, and none is near; so it is of one of several."""
    (warning,) = read([TITLE, LEDGER, item(1, leader=leader)]).report.warnings
    assert (warning.check, warning.cell, warning.nearest) == ("leader_titles", "F3", None)


@pytest.mark.parametrize(
    ("beside", "doubted"),
    [
        ("市大数据局", True),
        ("张三 高新区管委会", True),
        ("李登科", False),
        ("张三", False),
        ("王文会", False),
        ("负责人", False),
    ],
)
def test_what_looks_like_a_unit_beside_the_person_is_doubted(beside: str, *, doubted: bool) -> None:
    """It was read as a person and gets no light; 李登科 is a person, though his name ends as departments' do (§4.26)."""
    warnings = read([TITLE, LEDGER, item(1, unit=f"办公室\n{beside}")]).report.warnings
    assert [(one.check, one.cell) for one in warnings] == ([("unit_beside", "G3")] if doubted else [])
