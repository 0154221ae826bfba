"""招商引资 (A4-2.6)."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from helpers.sample_records import investment_of
from helpers.small_office import OFFICE, PERSONNEL, SECRETARIAT, rated

from trafficlight import BLUE, RED, YELLOW, Entry, Tally, notice
from trafficlight.errors import NoEvidence, UnreadableCell
from trafficlight.notice import INVESTMENT_PROGRESS, InvestmentProgress

THEME = notice.investment()


def test_recognised() -> None:
    """“在市投资促进局认定纳统后（已办结）为蓝色标识” (A4-2.6)."""
    verdict = THEME.judge(investment_of(InvestmentProgress.RECOGNISED))
    assert verdict.marks == Tally.of(BLUE)
    assert verdict.because.words == "在市投资促进局认定纳统后（已办结）为蓝色标识"


def test_a_lead() -> None:
    """“有项目线索（正常推进）为黄色标识” (A4-2.6): here 正常推进 is lit, unlike in the ledger (§3.1)."""
    verdict = THEME.judge(investment_of(InvestmentProgress.LEAD))
    assert verdict.marks == Tally.of(YELLOW)
    assert verdict.because.words == "有项目线索（正常推进）为黄色标识"


@pytest.mark.parametrize("activity", ["", "无", " 无 ", "无。", "/", "／", "—", "——", "-"])
def test_neither(activity: str) -> None:
    """“没有项目线索、无其他进展为红色标识” (A4-2.6): an empty 开展情况, or 无, is no progress (§3.14)."""
    verdict = THEME.judge(investment_of(InvestmentProgress.NO_LEAD, activity))
    assert verdict.marks == Tally.of(RED)
    assert verdict.because.words == "没有项目线索、无其他进展为红色标识"


@pytest.mark.parametrize(
    ("activity", "results"), [("赴上海拜访企业2家", ""), ("无", "引进资金2000万元"), ("拜访企业", "签约1项")]
)
def test_progress_without_a_lead(activity: str, results: str) -> None:
    """“没有项目线索、无其他进展”: where 开展情况 or 主要成效 tells of any, neither clause fits; unlit, flagged (§3.6, §3.14)."""
    verdict = THEME.judge(evolve(investment_of(InvestmentProgress.NO_LEAD, activity), results=results))
    assert not verdict.marks
    assert verdict.flag == "有进展无线索"
    assert verdict.because.reading


@pytest.mark.parametrize("progress", [None, "正常推进", "已办结"])
def test_no_progress_no_light(progress: Any) -> None:
    """A missing or foreign 进度评价 is refused, never lit (§3.12)."""
    with pytest.raises(NoEvidence) as caught:
        THEME.judge(investment_of(progress))
    assert caught.value.allowed == ("已办结", "正常推进", "无项目线索")


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("已办结", InvestmentProgress.RECOGNISED),
        ("已完成", InvestmentProgress.RECOGNISED),
        ("正常推进", InvestmentProgress.LEAD),
        ("正常进行", InvestmentProgress.LEAD),
        ("无项目线索", InvestmentProgress.NO_LEAD),
        ("没有项目线索", InvestmentProgress.NO_LEAD),
    ],
)
def test_words(word: str, meaning: InvestmentProgress) -> None:
    """进度评价 takes 已办结, 正常推进 or 无项目线索 (§3.14), and other wordings of them."""
    assert INVESTMENT_PROGRESS.parse(word) is meaning


@pytest.mark.parametrize("word", ["推进缓慢", "严重滞后"])
def test_words_of_other_tables(word: str) -> None:
    """推进缓慢 has no clause in A4-2.6, so it is no word of its 进度评价 (§3.14)."""
    with pytest.raises(UnreadableCell):
        INVESTMENT_PROGRESS.parse(word)


def test_a_unit_without_a_row_is_red() -> None:
    """“没有项目线索、无其他进展为红色标识”: a department that hands nothing in has neither (§3.4)."""
    ratings = rated(Entry("investment", investment_of(InvestmentProgress.LEAD)))
    assert [(rating.units, rating.marks) for rating in ratings] == [
        ((OFFICE,), Tally.of(YELLOW)),
        ((PERSONNEL,), Tally.of(RED)),
        ((SECRETARIAT,), Tally.of(RED)),
    ]


def test_what_an_agency_changes() -> None:
    """“市投资促进局”, “办公室”: arguments; clause and note follow."""
    theme = notice.investment(authority="市商务局", steward="督查室", agency="市水务局", boards=("counties",))
    assert theme.clauses[0].words == "在市商务局认定纳统后（已办结）为蓝色标识"
    assert theme.form.notes[0].startswith(
        "1.在市商务局认定纳统后（已办结）为蓝色标识；有项目线索（正常推进）为黄色标识；"
    )
    assert theme.form.notes[2] == "3.该项工作由市水务局督查工作专班成员单位督查室负责标注颜色和解释。"
    assert theme.absence is not None
    assert theme.absence.boards == ("counties",)
