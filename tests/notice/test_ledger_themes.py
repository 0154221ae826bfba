"""The themes that colour as annex 2: 重点工作, 重点审计项目, “上对下”督帮, “下对上”诉求."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve
from helpers.sample_records import audit_project, key_work_item, mutual_help_item
from helpers.small_office import OFFICE, PERSONNEL, ROSTER

from trafficlight import BLUE, RED, YELLOW, Entry, Tally, Theme, Vocabulary, notice
from trafficlight.errors import NoEvidence, UnreadableCell
from trafficlight.model import Choice, Progress
from trafficlight.rules import Credit

Maker = Callable[..., Any]
ALL = [
    pytest.param(notice.key_work(), key_work_item, id="key_work"),
    pytest.param(notice.audit_projects(), audit_project, id="audit_projects"),
    pytest.param(notice.assistance(), mutual_help_item, id="assistance"),
    pytest.param(notice.appeals(), mutual_help_item, id="appeals"),
]


@pytest.mark.parametrize(("theme", "make"), ALL)
@pytest.mark.parametrize(
    ("progress", "marks", "number", "words", "own_words"),
    [
        (Progress.DONE, Tally.of(BLUE), 1, "已完成x项（蓝牌）", "已办结为蓝色标识"),
        (Progress.ON_TRACK, Tally(), 2, "正常推进x项（不标注颜色）", "正常推进不标注颜色"),
        (Progress.SLOW, Tally.of(YELLOW), 3, "推进缓慢的x项（黄牌）", "推进缓慢为黄色标识"),
        (Progress.SEVERELY_DELAYED, Tally.of(RED), 4, "严重滞后x项（红牌）", "严重滞后为红色标识"),
    ],
)
def test_colours(
    theme: Theme[Any], make: Maker, progress: Progress, marks: Tally, number: int, words: str, own_words: str
) -> None:
    """“已完成x项（蓝牌），正常推进x项（不标注颜色），推进缓慢的x项（黄牌），严重滞后x项（红牌）” (A2).

    The notice says so of 重点工作 alone; of the others it is our reading (§4.40).
    """
    verdict = theme.judge(make(progress))
    assert verdict.marks == marks
    said = (verdict.because.id, verdict.because.words, verdict.because.reading)
    its_own = (f"A2.{number}", words, False)
    assert said == (its_own if theme.key == "key_work" else (f"R40.{number}", f"照重点工作台账，{own_words}", True))


@pytest.mark.parametrize(("theme", "make"), ALL)
@pytest.mark.parametrize("progress", [None, "已办结", "蓝", []])
def test_no_progress_no_light(theme: Theme[Any], make: Maker, progress: object) -> None:
    """A missing or foreign 进度评价 is refused, never lit, and never taken for 正常推进 (§3.12)."""
    with pytest.raises(NoEvidence) as caught:
        theme.judge(evolve(make(Progress.DONE), progress=progress))
    assert caught.value.fact == "进度评价"
    assert caught.value.allowed == ("已办结", "正常推进", "推进缓慢", "严重滞后")


@pytest.mark.parametrize(("theme", "make"), ALL)
def test_progress_is_required(theme: Theme[Any], make: Maker) -> None:
    """“进度评价” blank is an error in a ledger that is to be rated (§3.12): the form says so of its column."""
    column = theme.form.column_of("progress")
    assert column is not None
    assert column.required
    assert make(Progress.DONE).progress is Progress.DONE


@pytest.mark.parametrize(("theme", "make"), ALL)
def test_each_named_unit_is_marked(theme: Theme[Any], make: Maker) -> None:
    """“责任科室责任人”: a row that names several departments marks each of them once (§3.8)."""
    assert theme.credited(make(Progress.DONE, OFFICE, PERSONNEL)) == (OFFICE, PERSONNEL)


@pytest.mark.parametrize("factory", [notice.key_work, notice.audit_projects, notice.assistance, notice.appeals])
def test_the_lead_alone_by_argument(factory: Callable[..., Theme[Any]]) -> None:
    """“牵头科室”: an agency may credit the first alone (§3.8), by an argument."""
    make = mutual_help_item if factory in {notice.assistance, notice.appeals} else key_work_item
    theme = factory(credit=Credit.LEAD)
    assert theme.credited(make(Progress.DONE, PERSONNEL, OFFICE)) == (PERSONNEL,)


@pytest.mark.parametrize("factory", [notice.key_work, notice.audit_projects, notice.assistance, notice.appeals])
def test_steward_agency_and_words_are_arguments(factory: Callable[..., Theme[Any]]) -> None:
    """“该项工作由市审计局督查工作专班成员单位…负责”: who colours, for whom, and which words, are the agency's own."""
    words = Vocabulary("进度", [("完成", Progress.DONE)])
    theme = factory(steward="督查室", agency="市水务局", progress=words)
    assert theme.steward == "督查室"
    assert theme.form.notes[-1].startswith("该项工作由市水务局督查工作专班成员单位督查室负责")
    kind = theme.form.kind_of("progress")
    assert kind == Choice(words)
    assert kind.parse("完成", ROSTER) is Progress.DONE
    with pytest.raises(UnreadableCell):
        kind.parse("正常推进", ROSTER)


@pytest.mark.parametrize("factory", [notice.key_work, notice.audit_projects])
def test_notes_are_an_argument(factory: Callable[..., Theme[Any]]) -> None:
    """Another agency's table has another note below it."""
    assert factory(notes=("注一", "注二")).form.notes == ("注一", "注二")


@pytest.mark.parametrize("factory", [notice.assistance, notice.appeals])
def test_system_is_an_argument(factory: Callable[..., Theme[Any]]) -> None:
    """“济宁审计系统‘市县一体’”: whose system it is, is the agency's own."""
    assert factory(system="泰安水利系统").form.title.startswith("泰安水利系统“市县一体”\n")


def test_a_record_made_by_a_program_needs_no_sheet() -> None:
    """An entry without file or number is numbered by its place in its theme."""
    from helpers.small_office import RULEBOOK

    records = [key_work_item(Progress.DONE), key_work_item(Progress.SLOW)]
    entries = [Entry("key_work", record) for record in records]
    ratings = RULEBOOK.rate([entries[0], Entry("appeals", mutual_help_item(Progress.DONE)), entries[1]], roster=ROSTER)
    assert [(rating.theme.key, rating.serial) for rating in ratings] == [
        ("key_work", 1),
        ("appeals", 1),
        ("key_work", 2),
    ]
