"""高质量发展绩效考核 (A4-2.1)."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from helpers.sample_records import indicator
from helpers.small_office import OFFICE, PERSONNEL

from trafficlight import BLUE, RED, YELLOW, Tally, notice
from trafficlight.errors import NoEvidence
from trafficlight.model import Progress
from trafficlight.rules import Credit

THEME = notice.performance_assessment()


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
