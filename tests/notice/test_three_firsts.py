"""“争一流、争第一、争唯一” (A4-2.2)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from attrs import evolve
from helpers.sample_records import task
from helpers.small_office import OFFICE, PERSONNEL, ROSTER

from trafficlight import BLUE, RED, YELLOW, Entry, Quarter, Rulebook, Tally, Vocabulary, notice
from trafficlight.errors import NoEvidence
from trafficlight.model import Progress, Responsibility
from trafficlight.rules import Credit, Past, flags

THEME = notice.three_firsts()


def test_certified() -> None:
    """“经市相关部门认定，已办结为蓝色标识” (A4-2.2)."""
    verdict = THEME.judge(task(Progress.DONE, certified=True))
    assert verdict.marks == Tally.of(BLUE)
    assert verdict.because.words == "经市相关部门认定，已办结为蓝色标识"


@pytest.mark.parametrize("certified", [None, False])
def test_not_certified(certified: Any) -> None:
    """“经市相关部门认定”: done without that is not blue; unlit, and the explanation says 待认定 (§3.7)."""
    verdict = THEME.judge(task(Progress.DONE, certified))
    assert not verdict.marks
    assert verdict.flag == "待认定"
    assert verdict.because.reading


@pytest.mark.parametrize(
    ("progress", "marks", "words"),
    [
        (Progress.ON_TRACK, Tally(), "正常推进不标注颜色"),
        (Progress.SLOW, Tally.of(YELLOW), "进展缓慢为黄色"),
        (Progress.SEVERELY_DELAYED, Tally.of(RED), "严重滞后为红色"),
    ],
)
@pytest.mark.parametrize("certified", [None, False, True])
def test_the_rest(progress: Progress, marks: Tally, words: str, certified: Any) -> None:
    """“正常推进不标注颜色；进展缓慢为黄色；严重滞后为红色” (A4-2.2), certified or not; certified beside it is flagged (§4.32)."""
    verdict = THEME.judge(task(progress, certified))
    flag = f"已认定，进度评价为{progress.value}" if certified else ""
    assert (verdict.marks, verdict.because.words, verdict.flag) == (marks, words, flag)


def test_a_year_s_end_certifies_nothing() -> None:
    """“经市相关部门认定，已办结为蓝色标识” names no year's end: 认定=是 without 已办结 is no blue then, either (§4.32)."""
    slow = task(Progress.SLOW, certified=True)
    assert THEME.judge(slow, Past(Quarter(2023, 4))) == THEME.judge(slow)


@pytest.mark.parametrize("certified", ["是", 1, 0, 1.0, "（已认定）"])
@pytest.mark.parametrize("progress", Progress)
def test_a_certification_that_is_neither_yes_nor_no_is_refused(certified: Any, progress: Progress) -> None:
    """认定 is 是 or 否 (§3.13); anything else is refused, never lit."""
    with pytest.raises(NoEvidence) as caught:
        THEME.judge(task(progress, certified))
    assert (caught.value.fact, caught.value.allowed) == ("认定", ("是", "否"))


def test_no_progress_no_light() -> None:
    """Without 进度评价 no light (§3.12), even when certified."""
    with pytest.raises(NoEvidence):
        THEME.judge(evolve(task(Progress.DONE, certified=True), progress=None))  # type: ignore[arg-type]  # unchecked hosts exist


def test_what_an_agency_changes() -> None:
    """“市相关部门”, “人事科”, 类别: arguments, and the notes say what they are."""
    kinds = Vocabulary("类别", [("创一流", "创一流")])
    theme = notice.three_firsts(authority="市考核办", steward="督查室", agency="市水务局", categories=kinds)
    assert theme.form.notes == (
        "1.经市考核办认定，已办结为蓝色标识；正常推进不标注颜色；进展缓慢为黄色；严重滞后为红色。",
        "2.该项工作由市水务局督查工作专班成员单位督查室负责标注颜色和解释。",
    )
    assert theme.form.kind_of("category").parse("创一流", ROSTER) == "创一流"


def test_whom_it_marks() -> None:
    """“责任部门/科室”: each of them, or the first alone (§3.8)."""
    record = task(Progress.DONE, None, PERSONNEL, OFFICE)
    assert THEME.credited(record) == (PERSONNEL, OFFICE)
    assert notice.three_firsts(credit=Credit.LEAD).credited(record) == (PERSONNEL,)


@pytest.mark.parametrize(
    ("deadline", "progress", "flag"),
    [
        ("2023年8月", Progress.ON_TRACK, "已过完成时限而未办结"),
        ("2023年8月", Progress.SLOW, "已过完成时限而未办结"),
        ("2023年9月底", Progress.ON_TRACK, ""),
        ("2023年8月", Progress.DONE, "待认定"),
        ("长期", Progress.ON_TRACK, ""),
    ],
)
def test_past_its_time_and_not_done_is_flagged(deadline: str, progress: Progress, flag: str) -> None:
    """A flag and no light by itself (§4.39), by the last day of the period that is rated; where nobody says which, none."""
    record = evolve(task(progress), deadline=deadline)
    verdict = THEME.judge(record, Past(Quarter(2023, 3)))
    assert verdict.flag == flag
    assert verdict.marks == THEME.judge(record).marks
    assert THEME.judge(record).flag in ("", "待认定")
    both = THEME.judge(evolve(record, certified=True), Past(Quarter(2023, 3)))
    assert (
        both.flag == "；".join(filter(None, (f"已认定，进度评价为{progress.value}", flag))) or progress is Progress.DONE
    )


def test_requests_past_their_time_are_flagged() -> None:
    """诉求 and 督帮 have a 完成时限, too; the flags of a quarter say so in both languages."""
    theme = notice.appeals()
    record = theme.record("事", Responsibility((OFFICE,)), "", "2023年8月", Progress.ON_TRACK)
    rated = Rulebook("1", dt.date(2023, 1, 1), [theme]).rate(
        [Entry("appeals", record)], roster=ROSTER, period=Quarter(2023, 3)
    )
    (flag,) = flags(rated)
    assert flag.say().endswith("：已过完成时限而未办结")
    assert flag.say("en").endswith(": past its 完成时限 and not done")
