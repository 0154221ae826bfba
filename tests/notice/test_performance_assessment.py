"""高质量发展绩效考核 (A4-2.1)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from attrs import evolve
from helpers.sample_records import indicator
from helpers.small_office import OFFICE, PERSONNEL, ROSTER, RULEBOOK

from trafficlight import BLUE, RED, YELLOW, Entry, Month, Quarter, Tally, Week, notice
from trafficlight.errors import NoEvidence
from trafficlight.model import HalfYear, Period, Progress, Span, Year
from trafficlight.rules import Credit, Past

THEME = notice.performance_assessment()
MONDAY = dt.date(2023, 12, 25)
BEFORE_THE_END = Span(dt.date(2023, 7, 1), dt.date(2023, 11, 30))


@pytest.mark.parametrize("rank", [1, 9, 10])
def test_within_the_first_ten(rank: int) -> None:
    """“年终经市主管部门认定，考核结果排名前10名的为已办结（蓝色标识）” (A4-2.1)."""
    verdict = THEME.judge(indicator(Progress.DONE, rank))
    assert verdict.marks == Tally.of(BLUE)
    assert verdict.because.id == "A4-2.1.1"
    assert (verdict.note, verdict.flag) == (f"第{rank}名", "")


def test_past_the_first_ten() -> None:
    """“考核结果排名前10名的为已办结”: done, but ranked 11th, is not blue; the explanation says 第11名 (§3.7)."""
    verdict = THEME.judge(indicator(Progress.DONE, 11))
    assert not verdict.marks
    assert verdict.flag == "第11名"
    assert verdict.because.reading


def test_before_the_result() -> None:
    """“年终经市主管部门认定”: before that, 已办结 is not blue; the explanation says 待认定 (§3.7)."""
    verdict = THEME.judge(indicator(Progress.DONE))
    assert not verdict.marks
    assert verdict.flag == "待认定"


@pytest.mark.parametrize(
    ("progress", "marks", "clause", "words"),
    [
        (Progress.ON_TRACK, Tally(), "A4-2.1.2", "正常推进不标注颜色"),
        (Progress.SLOW, Tally.of(YELLOW), "A4-2.1.3", "进展缓慢为黄色"),
        (Progress.SEVERELY_DELAYED, Tally.of(RED), "A4-2.1.4", "严重滞后为红色"),
    ],
)
@pytest.mark.parametrize("rank", [None, 3])
def test_the_rest(progress: Progress, marks: Tally, clause: str, words: str, rank: int | None) -> None:
    """“正常推进不标注颜色；进展缓慢为黄色；严重滞后为红色” (A4-2.1), whatever the rank."""
    verdict = THEME.judge(indicator(progress, rank))
    assert (verdict.marks, verdict.because.id, verdict.because.words) == (marks, clause, words)
    assert verdict.flag == ("" if rank is None else f"第{rank}名，进度评价为{progress.value}")


@pytest.mark.parametrize("progress", [Progress.ON_TRACK, Progress.SLOW, Progress.SEVERELY_DELAYED])
def test_a_rank_beside_another_progress_is_flagged(progress: Progress) -> None:
    """“排名前10名的为已办结”: a rank within them beside another word is not passed over (§4.32); one past them agrees with it."""
    assert THEME.judge(indicator(progress, 10)).flag == f"第10名，进度评价为{progress.value}"
    assert THEME.judge(indicator(progress, 11)).flag == ""


@pytest.mark.parametrize("period", [Quarter(2023, 4), Year(2023), HalfYear(2023, 2), Month(2023, 12), Week(MONDAY)])
@pytest.mark.parametrize("progress", [Progress.ON_TRACK, Progress.SLOW, Progress.SEVERELY_DELAYED])
def test_at_the_year_s_end_the_rank_decides(progress: Progress, period: Period) -> None:
    """“年终…排名前10名的为已办结”: within them it is blue whatever word was typed, and flagged (§4.32); past them the word decides."""
    within, past = (THEME.judge(indicator(progress, rank), Past(period)) for rank in (10, 11))
    assert (within.marks, within.because.id) == (Tally.of(BLUE), "A4-2.1.1")
    assert within.flag == f"第10名，进度评价为{progress.value}，年终以名次为准"
    assert past == THEME.judge(indicator(progress, 11))


@pytest.mark.parametrize("period", [None, Quarter(2023, 3), Month(2023, 11), HalfYear(2023, 1), BEFORE_THE_END])
def test_before_the_year_s_end_the_word_decides(period: Period | None) -> None:
    """“年终”: in a period that does not end with the year a rank decides nothing; nor where nobody says which it is."""
    assert THEME.judge(indicator(Progress.SLOW, 1), Past(period)) == THEME.judge(indicator(Progress.SLOW, 1))


def test_the_year_s_end_through_the_rulebook() -> None:
    """`rate(…, period=)` is how a rule learns the period; the grounds say that the rank decided, and what was typed."""
    entry = Entry("performance_assessment", indicator(Progress.SLOW, 4))
    (last,), (third,) = (RULEBOOK.rate([entry], roster=ROSTER, period=Quarter(2023, at)) for at in (4, 3))
    assert (last.marks, third.marks) == (Tally.of(BLUE), Tally.of(YELLOW))
    assert "：蓝1；依据进度评价“推进缓慢”，认定名次“4”；第4名，进度评价为推进缓慢，年终以名次为准；按" in str(
        last.explain()
    )
    assert "排名前10名的为已办结（蓝色标识）”（A4-2.1.1）" in str(last.explain())
    assert last.past is None


@pytest.mark.parametrize("period", [Quarter(2023, 4), Quarter(2023, 3), None])
@pytest.mark.parametrize("rank", [None, 1, 10, 11])
@pytest.mark.parametrize("progress", Progress)
def test_the_table_says_the_same(progress: Progress, rank: int | None, period: Period | None) -> None:
    """The rule and its decision table give the same light on the same clause, at the year's end, too."""
    rule: Any = THEME.rule
    record = indicator(progress, rank)
    said, listed = rule(record, period=period), rule.decision_table(record, period=period)
    assert (said.marks, said.because) == (listed.marks, listed.because)


@pytest.mark.parametrize("rank", [0, -1, True, 3.0, "第3名"])
@pytest.mark.parametrize("progress", Progress)
def test_a_rank_that_is_none_is_refused(rank: Any, progress: Progress) -> None:
    """认定名次 that is no whole number from 1 is refused, never lit."""
    with pytest.raises(NoEvidence) as caught:
        THEME.judge(indicator(progress, rank))
    assert caught.value.fact == "认定名次"


def test_no_progress_no_light() -> None:
    """Without 进度评价 no light (§3.12), even with a rank."""
    with pytest.raises(NoEvidence):
        THEME.judge(evolve(indicator(Progress.DONE, 1), progress=None))  # type: ignore[arg-type]  # unchecked hosts exist


def test_authority_and_limit_are_arguments() -> None:
    """“市主管部门”, “前10名”: whose word counts and how many are blue, is the agency's; the clause says so too."""
    theme = notice.performance_assessment(authority="省考核办", limit=3, steward="考核办", agency="市水务局")
    assert theme.judge(indicator(Progress.DONE, 3)).marks == Tally.of(BLUE)
    assert not theme.judge(indicator(Progress.DONE, 4)).marks
    assert theme.clauses[0].words == "年终经省考核办认定，考核结果排名前3名的为已办结（蓝色标识）"
    assert theme.form.notes == (
        "1.年终经省考核办认定，考核结果排名前3名的为已办结（蓝色标识）；正常推进不标注颜色；进展缓慢为黄色；严重滞后为红色。",
        "2.该项工作由市水务局督查工作专班成员单位考核办负责标注颜色和解释。",
    )


def test_whom_it_marks() -> None:
    """“牵头科室”: each named department, or the first alone (§3.8)."""
    record = indicator(Progress.DONE, 1, PERSONNEL, OFFICE)
    assert THEME.credited(record) == (PERSONNEL, OFFICE)
    assert notice.performance_assessment(credit=Credit.LEAD).credited(record) == (PERSONNEL,)
