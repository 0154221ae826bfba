"""往期: an item's earlier periods, oldest first, and the unbroken run up to the one before."""

from __future__ import annotations

import datetime as dt
import gc
import pickle
import weakref
from collections import Counter
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

import pytest
from attrs import evolve, frozen

from trafficlight import (
    BLUE,
    RED,
    YELLOW,
    Agency,
    Board,
    Clause,
    Entry,
    Form,
    Month,
    Order,
    Palette,
    Roster,
    RosterLine,
    Rulebook,
    Scheme,
    Tally,
    Theme,
    Unit,
    Verdict,
    column,
    lit,
    most,
    unlit,
)
from trafficlight.errors import RatingsMixed
from trafficlight.model import YES_NO, Choice, OneUnit, Period, Person, Quarter, Span, Text
from trafficlight.rules import (
    Coverage,
    Determination,
    Earlier,
    EarlierLight,
    Edition,
    Explanation,
    Past,
    Rating,
    Ratings,
    determine,
)

MAY = Month(2025, 5)
RED_ONCE, YELLOW_ONCE = Tally.of(RED), Tally.of(YELLOW)


def past(*months: tuple[int, str | None, Tally]) -> Past[str]:
    """A past of months of 2025, with what the record said and its lights, rated in May."""
    return Past(MAY, [Earlier(Month(2025, month), record, marks) for month, record, marks in months])


def test_the_oldest_comes_first() -> None:
    """However they are given, earlier periods stand in their order, and are a sequence."""
    found = past((4, "四月", RED_ONCE), (2, "二月", Tally()), (3, "三月", YELLOW_ONCE))
    assert [one.record for one in found] == ["二月", "三月", "四月"]
    assert (len(found), found[-1].record, found[:1]) == (3, "四月", (found[0],))
    assert [one.word for one in found] == ["不标注颜色", "黄1", "红1"]


@pytest.mark.parametrize(
    ("months", "run"),
    [
        ([(2, "慢", Tally()), (3, "慢", Tally()), (4, "慢", Tally())], 3),
        ([(1, "慢", Tally()), (3, "慢", Tally()), (4, "慢", Tally())], 2),
        ([(3, "好", Tally()), (4, "慢", Tally())], 1),
        ([(3, "慢", Tally()), (4, "好", Tally())], 0),
        ([(3, "慢", Tally()), (4, None, RED_ONCE)], 0),
        ([(2, "慢", Tally()), (3, "慢", Tally())], 0),
        ([], 0),
    ],
)
def test_a_run_is_unbroken(months: list[tuple[int, str | None, Tally]], run: int) -> None:
    """A month in which the item does not stand, stands without a record, or says something else ends the run."""
    found = past(*months).run(lambda record: record == "慢")
    assert len(found) == run
    assert [one.period for one in found] == [Month(2025, month) for month in range(5 - run, 5)]


def test_a_run_of_lights() -> None:
    """Any of the lights that are asked for keeps a run going, also where no record came."""
    found = past((2, "a", RED_ONCE), (3, None, YELLOW_ONCE), (4, "c", Tally.of(RED, 2)))
    assert len(found.running(RED, YELLOW)) == 3
    assert len(found.running(RED)) == 1
    assert found.running(BLUE) == ()


def test_without_a_period_there_is_no_run() -> None:
    """Rated by itself, an item has no period before."""
    assert Past(None, [Earlier(Month(2025, 4), "慢", RED_ONCE)]).run(lambda _: True) == ()


def days(first: int, last: int) -> Span:
    """From one day of January 2024 to another."""
    return Span(dt.date(2024, 1, first), dt.date(2024, 1, last))


@pytest.mark.parametrize(
    ("earlier", "now", "run"),
    [
        ([days(1, 3)], days(4, 7), 1),
        ([days(1, 5), days(6, 6)], days(7, 20), 2),
        ([days(1, 3)], days(5, 7), 0),
        ([days(1, 4)], days(4, 7), 0),
        ([Quarter(2024, 1)], Month(2024, 4), 0),
        ([Quarter(2023, 4)], Quarter(2024, 1), 1),
    ],
)
def test_periods_that_touch_are_a_run(earlier: list[Period], now: Period, run: int) -> None:
    """A span that ends on the day before goes on, however long it was; one with a gap, or of another kind, does not."""
    past: Past[str] = Past(now, [Earlier(period, "慢", RED_ONCE) for period in earlier])
    assert len(past.running(RED)) == len(past.run(lambda record: record == "慢")) == run


def told(*earlier: Earlier[str], marks: Tally) -> tuple[str, ...]:
    """What an explanation of May says of earlier lights."""
    lights = tuple(EarlierLight(one.period, one.marks, in_run=one.in_run) for one in earlier)
    clause, edition = Clause("1", "完成的亮蓝灯"), Edition("办法", dt.date(2025, 1, 1))
    given: dict[str, Any] = {"facts": (), "clause": clause, "edition": edition, "earlier": lights, "period": MAY}
    explanation = Explanation("任务", (), marks, **given)
    return (*explanation.grounds(), *explanation.grounds("en"))


def test_a_comparison_is_not_called_a_run() -> None:
    """The last month quoted beside another light is no run; what the rule asked for as one is, and so is one light all along."""
    found = past((4, "慢", Tally()))
    assert told(*found[-1:], marks=Tally.of(BLUE)) == ("此前2025年4月不标注颜色", "before this April 2025 no light")
    assert told(*found.run(lambda record: record == "慢"), marks=Tally.of(RED)) == (
        "此前2025年4月不标注颜色，连同本期连续2个月",
        "before this April 2025 no light, with this one 2 months running",
    )
    same = past((3, "慢", RED_ONCE), (4, "慢", RED_ONCE))
    assert told(*same, marks=RED_ONCE)[0].endswith("，连同本期连续3个月")
    assert told(same[0], marks=Tally.of(BLUE))[0].endswith("，连同本期共2个月")


@frozen
class Task:
    """月度任务: one of one unit."""

    unit: Unit
    matter: str
    done: bool


OPEN, DONE = Clause("1", "未完成的亮黄灯"), Clause("2", "完成的不亮灯")


def rate(task: Task, past: Past[Task]) -> Verdict:
    """Yellow while it is open; what went before is quoted."""
    return unlit(because=DONE) if task.done else lit(YELLOW, because=OPEN, earlier=past[-1:])


OFFICE = Unit("办公室")
TASKS = Theme(
    "tasks",
    "任务",
    Task,
    rate,
    Form(
        "任务",
        (
            column("单位", "unit", kind=OneUnit(), required=True),
            column("任务", "matter"),
            column("完成", "done", kind=Choice(YES_NO), required=True),
        ),
    ),
    (OPEN, DONE),
    facts=("done",),
    subject="matter",
)


def rated(
    month: int, before: Iterable[Rating[Task]] = (), *, done: bool = False, matters: Iterable[str] = ("清欠",)
) -> Ratings:
    """Tasks of a month of 2025."""
    book = Rulebook("办法", dt.date(2025, 1, 1), [TASKS])
    entries = [Entry("tasks", Task(OFFICE, matter, done=done)) for matter in matters]
    roster = Roster([Board("departments", "科室", [RosterLine(OFFICE)])])
    return book.rate(entries, roster=roster, period=Month(2025, month), past=before)


def test_a_light_that_was_decided_is_quoted_as_decided() -> None:
    """研究确定 is told wherever its light is printed (§4.33): also where a later light rests on it."""
    head = Person("张三")
    april = rated(4, done=True)
    decision = Determination("tasks", Tally(), Tally.of(RED), head, dt.date(2025, 4, 28), "复核", matter="清欠")
    may = rated(5, determine(april, [decision]))
    assert "此前2025年4月红1（研究确定）（完成“是”）" in str(may[0].explain())
    assert "before this April 2025 红 1 (decided) (完成 “是”)" in may[0].explain().say("en")
    assert "研究确定" not in str(rated(5, april)[0].explain())


@pytest.mark.parametrize("as_they_come", [True, False])
def test_an_item_stands_once_in_a_period(as_they_come: bool) -> None:  # noqa: FBT001  # a parameter of pytest's
    """Which of two goes on cannot be told, whether last month's ratings were looked at or not."""
    april = rated(4, matters=("清欠", "清 欠"))
    with pytest.raises(RatingsMixed, match="任务 第2项 办公室“清 欠”在2025年4月中不止一条"):
        rated(5, april if as_they_come else [*april])


def test_earlier_months_are_looked_through_once() -> None:
    """However many months are rated together, each item is asked who it is twice: as it is rated, and for all later months."""
    asked: Counter[str] = Counter()

    class Told(Text):
        def show(self, value: str) -> str:
            asked[value] += 1
            return super().show(value)

    unit, matter, done = TASKS.form.columns
    theme = evolve(TASKS, form=evolve(TASKS.form, columns=(unit, evolve(matter, kind=Told()), done)))
    scheme = Scheme(
        Agency("某市", "市", "办公室", Roster([Board("departments", "科室", [RosterLine(OFFICE)])])),
        Rulebook("办法", dt.date(2025, 1, 1), [theme]),
        order=Order(most(YELLOW)),
        palette=Palette([YELLOW]),
    )
    months = [
        SimpleNamespace(
            entries=[Entry("tasks", Task(OFFICE, matter, done=False)) for matter in ("清欠", f"{month}月的事")],
            coverage=Coverage.received([theme], period=Month(2025, month)),
        )
        for month in range(1, 7)
    ]
    last = scheme.rate_all(months)[-1]
    assert asked["清欠"] == 2 * 6 - 1  # nothing looks back to the last
    assert asked["3月的事"] == 2
    assert len(last[0].past or ()) == 5


@pytest.mark.parametrize("is_decided", [True, False])
def test_a_past_keeps_no_older_one_alive(is_decided: bool) -> None:  # noqa: FBT001  # a parameter of pytest's
    """Who rates month by month, each on the one before, holds the records of the last ones, not of all since the first."""
    decision = Determination(
        "tasks", Tally(), Tally.of(RED), Person("张三"), dt.date(2025, 12, 1), "复核", matter="清欠"
    )
    months = [rated(1)]
    january = weakref.ref(months[0][0].record)
    for month in (2, 3, 4):
        before = determine(months[0], [evolve(decision, computed=months[0][0].marks)]) if is_decided else months[0]
        months = [rated(month, before)]
        del before
    assert [one.period for one in months[0][0].past or ()] == [Month(2025, 3)]
    gc.collect()
    assert january() is None


def test_a_past_is_sent_by_itself() -> None:
    """To another process goes what the item was, and not what others were beside it."""
    april = rated(4, matters=map(str, range(500)))
    past = rated(5, april, matters=("7",))[0].past
    assert past is not None
    sent = pickle.dumps(past)
    assert pickle.loads(sent) == past == Past(MAY, past)  # noqa: S301  # our own
    assert (hash(past), repr(past)) == (hash(Past(MAY, past)), repr(Past(MAY, past)))
    assert len(sent) < len(pickle.dumps(april)) / 5


def test_a_past_may_be_changed_like_any_value() -> None:
    """A rating's own past is made when it is looked at; with another period, or other months, it is a plain one."""
    april = rated(4, rated(3, (), matters=("7",)), matters=("7",))
    past = rated(5, april, matters=("7",))[0].past
    assert past is not None
    assert evolve(past) == past
    assert evolve(past, period=Month(2025, 6)) == Past(Month(2025, 6), past.earlier)
    assert evolve(past, earlier=past.earlier[:1]) == Past(past.period, past.earlier[:1])
    assert evolve(april[0], past=past).past is past
