"""What a document says of what was handed in, what is flagged, and what the task force decided (§4.19, §4.33)."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any, Final

import openpyxl
import pytest
from helpers.office_ratings import AS_OF, SCHEME, ledger_ratings, rate
from helpers.readword import tables, visible_text
from helpers.sample_records import task
from helpers.small_office import OFFICE, ROSTER, RULEBOOK

import trafficlight as tl
from trafficlight.documents import (
    BulletinPlan,
    CoverageTable,
    DueWhenLit,
    ExplanationTable,
    FlagTable,
    Part,
    SignOff,
    ThemeTable,
    bulletin,
    ledger,
    ledgers_by_unit,
    reminder_letters,
)
from trafficlight.errors import DocumentError
from trafficlight.model import BLUE, RED, YELLOW
from trafficlight.rules import Coverage, Receipt, Status

QUARTER: Final = tl.Quarter(2023, 3)
BY: Final = tl.model.Person("陶可星", "副局长")
WHY: Final = "陶可星2023年9月29日研究确定由黄1改为红1，理由：现场核实"

DECIDED_ON = dt.date(2023, 9, 29)


def decided() -> tl.rules.Ratings:
    """The ledger, of which the slow item 丁 was decided to be red."""
    decision = tl.Determination("key_work", tl.Tally.of(YELLOW), tl.Tally.of(RED), BY, DECIDED_ON, "现场核实", serial=4)
    return tl.determine(ledger_ratings(), [decision])


def text_of(*wanted: Any, ratings: Any = (), **more: Any) -> str:
    """The text of a bulletin of one part."""
    return visible_text(made(*wanted, ratings=ratings, **more))


def made(*wanted: Any, ratings: Any = (), **more: Any) -> bytes:
    """A bulletin of one part."""
    plan = BulletinPlan("通报", (Part("一、部分", wanted),))
    return bulletin(SCHEME, ratings, period=QUARTER, as_of=AS_OF, issued_on=DECIDED_ON, plan=plan, **more).to_bytes()


def test_a_decision_is_printed_wherever_its_light_is() -> None:
    """A light that is not what the rule computed says who decided, when and why (§4.33)."""
    ratings = decided()
    papers = {
        "the theme's table": made(ThemeTable("key_work"), ratings=ratings),
        "the explanations": made(ExplanationTable(), ratings=ratings),
        "the ledger": ledger(SCHEME, ratings, as_of=AS_OF).to_bytes(),
        "an extract": ledgers_by_unit(SCHEME, ratings, as_of=AS_OF)["秘书科"].to_bytes(),
        "a letter": reminder_letters(SCHEME, ratings, as_of=AS_OF, deadline=dt.date(2023, 10, 9))[
            1
        ].document.to_bytes(),
    }
    assert [name for name, paper in papers.items() if WHY not in visible_text(paper)] == []


def test_a_workbook_with_lights_prints_the_decisions_below() -> None:
    """台账 as .xlsx: below the table, after its notes."""
    sheet = tl.sheets.Sheet(SCHEME.rulebooks.at(AS_OF).theme("key_work").form, decided())
    cells = openpyxl.load_workbook(io.BytesIO(tl.sheets.workbook(sheet))).active
    assert cells is not None
    assert f"研究确定：“丁”，{WHY}。" in [row[0] for row in cells.iter_rows(values_only=True)]


def test_a_light_that_nobody_decided_prints_no_decision() -> None:
    """Most tables have none."""
    assert "研究确定：" not in text_of(ThemeTable("key_work"), ratings=ledger_ratings())


def test_the_sentence_counts_the_lights_that_count() -> None:
    """One 黄牌 was decided to be red: no 黄牌 is left, and 红牌 are two (A2)."""
    text = visible_text(ledger(SCHEME, decided(), as_of=AS_OF).to_bytes())
    assert "已完成1项（蓝牌），正常推进1项（不标注颜色），推进缓慢的0项（黄牌），严重滞后2项（红牌）。" in text


def test_a_joint_item_counts_by_its_leads_light() -> None:
    """丙 is 人事科's with 办公室: a decision on the partner alone leaves the sentence as it is, and is printed all the same."""
    decision = tl.Determination(
        "key_work", tl.Tally.of(BLUE), tl.Tally.of(RED), BY, DECIDED_ON, "未配合", serial=3, unit=OFFICE
    )
    text = visible_text(ledger(SCHEME, tl.determine(ledger_ratings(), [decision]), as_of=AS_OF).to_bytes())
    assert "已完成1项（蓝牌），正常推进1项（不标注颜色），推进缓慢的1项（黄牌），严重滞后1项（红牌）。" in text
    assert "研究确定办公室由蓝1改为红1" in text


def test_a_letter_follows_from_the_light_of_its_unit() -> None:
    """What was decided for a partner alone brings the partner a letter, which says its light; the lead keeps the computed one (§4.33)."""
    decision = tl.Determination(
        "key_work", tl.Tally.of(BLUE), tl.Tally.of(RED), BY, DECIDED_ON, "未配合", serial=3, unit=OFFICE
    )
    ratings = [one for one in tl.determine(ledger_ratings(), [decision]) if one.serial == 3]
    (letter,) = reminder_letters(
        SCHEME,
        ratings,
        as_of=AS_OF,
        deadline=dt.date(2023, 10, 9),
        due=DueWhenLit([RED]),
        sign_off=SignOff(BY, DECIDED_ON),
    )
    assert letter.unit == OFFICE
    assert "标识：红" in visible_text(letter.document.to_bytes())


def test_a_row_with_faults_is_no_absence_in_print() -> None:
    """A unit whose row has a fault is 报送有误, and only who handed nothing in is 未报送 (§4.19)."""
    entry = tl.Entry("investment", tl.notice.Investment(OFFICE, "", "洽谈", "", tl.notice.InvestmentProgress.LEAD))
    ratings = RULEBOOK.rate([entry], roster=ROSTER, coverage=COVERAGE)
    rows = {row[1]: set(row[3:]) for row in tables(made(ThemeTable("investment"), ratings=ratings))[0]}
    assert rows["人事科"] == {"报送有误"}
    assert rows["秘书科"] == {"未报送", "未报送（红）"}


COVERAGE: Final = Coverage(
    QUARTER,
    [
        Receipt("key_work", "重点工作", Status.RECEIVED, "办公室", sources=("甲.xlsx〔重点工作〕",)),
        Receipt("three_firsts", "三争", Status.MISSING, "人事科"),
        Receipt("investment", "招商引资", Status.FAULTY, "办公室", sources=("乙.xlsx〔招商〕",), faults=2),
        Receipt("investment", "招商引资", Status.RECEIVED, unit=OFFICE),
        Receipt("investment", "招商引资", Status.FAULTY, unit=tl.Unit("人事科"), faults=2),
        Receipt("reform_bureau", "改革创新（局）", Status.EXEMPT, "秘书科"),
    ],
)


def test_coverage_is_a_table_of_a_bulletin() -> None:
    """Each sheet that was due, whether it came, and the units whose rows have faults or lack; rows that are there are not."""
    (table,) = tables(made(CoverageTable(), coverage=COVERAGE))
    assert table == [
        ["专题", "牵头科室", "单位", "报送情况", "来源"],
        ["重点工作", "办公室", "", "已报", "甲.xlsx〔重点工作〕"],
        ["三争", "人事科", "", "未收到", ""],
        ["招商引资", "办公室", "", "报送有误（2处）", "乙.xlsx〔招商〕"],
        ["招商引资", "", "人事科", "报送有误（2处）", ""],
        ["改革创新（局）", "秘书科", "", "免报", ""],
    ]


def test_the_coverage_of_the_ratings_is_printed_and_without_any_the_table_is_refused() -> None:
    """`Scheme.rate` hands the coverage on; ratings from elsewhere have none, and no table is made up."""
    (table,) = tables(made(CoverageTable(), ratings=ledger_ratings()))
    assert [row[3] for row in table[1:]] == ["已报"]
    with pytest.raises(DocumentError, match="coverage="):
        made(CoverageTable(), ratings=tuple(ledger_ratings()))


@pytest.mark.parametrize(
    ("theme", "said"),
    [
        ("three_firsts", "截至2023年9月28日，未收到本专题的报送材料。"),
        ("investment", "截至2023年9月28日，本专题的报送材料有误，待更正。"),
        ("key_work", "截至2023年9月28日，本专题报送的表中没有事项。"),
    ],
)
def test_a_themes_table_says_how_it_was_handed_in(theme: str, said: str) -> None:
    """Missing, with faults, or received without a row: three different things, and each is said."""
    assert said in text_of(ThemeTable(theme), coverage=COVERAGE)


def test_of_a_theme_that_did_not_come_no_items_are_counted() -> None:
    """“共梳理重点工作0项” would be a claim; only 未收到 is printed."""
    text = text_of(ThemeTable("key_work", summary=True))
    assert "未收到本专题的报送材料" in text
    assert "共梳理" not in text


def test_flags_are_a_table_of_a_bulletin() -> None:
    """提请研究: the item by name, its light, and the question; what is decided asks for nothing any more."""
    ratings = rate(tl.Entry("three_firsts", task(tl.model.Progress.DONE, None), 1))
    flagged = ratings.flagged()
    (table,) = tables(made(FlagTable(), ratings=ratings))
    assert table[0] == ["序号", "专题", "事项", "标识", "提请研究的问题"]
    assert [row[1:3] + row[4:] for row in table[1:]] == [
        [one.theme.title, one.subject, one.verdict.flag] for one in flagged
    ]
    assert len(flagged) == 1
