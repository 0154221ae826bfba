"""免报: what goes out to a unit that is exempt, what is asked of it, and what comes of a row that it hands in all the same."""

from __future__ import annotations

import datetime as dt
from typing import Any

from attrs import evolve, frozen

import trafficlight as tl
from trafficlight.model import BLUE_YELLOW_RED, YES_NO, Choice, Exemption, OneUnit
from trafficlight.rules._rulebooks import carried
from trafficlight.sheets import Checks, Reading, Severity

EAST, WEST = tl.Unit("东区"), tl.Unit("西区")
FLOOD = Exemption("抗洪", dt.date(2024, 2, 1), dt.date(2024, 2, 29))
BOARD = tl.Board("counties", "各区", [tl.RosterLine(EAST), tl.RosterLine(WEST, exempt=[FLOOD])])
JANUARY, FEBRUARY = tl.Month(2024, 1), tl.Month(2024, 2)
OPEN = tl.Clause("1", "未完成的亮红灯", "某办法")


@frozen
class Task:
    """A task of a unit."""

    matter: str
    unit: tl.Unit
    done: bool


THEME: tl.Theme[Task] = tl.Theme(
    "tasks",
    "任务",
    Task,
    lambda _: tl.lit(tl.RED, because=OPEN),
    tl.Form(
        "任务表",
        (
            tl.serial(),
            tl.column("任务", "matter", required=True),
            tl.column("单位", "unit", kind=OneUnit(), required=True),
            tl.column("完成", "done", kind=Choice(YES_NO), required=True),
        ),
    ),
    (OPEN,),
    subject="matter",
)
SCHEME = tl.Scheme(
    tl.Agency("某市督查室", "督查室", "督查室", tl.Roster([BOARD])),
    tl.Rulebook("某办法", dt.date(2024, 1, 1), [THEME]),
    order=tl.Order(tl.fewest(tl.RED)),
    palette=BLUE_YELLOW_RED,
)


def read(period: tl.Month, *rows: str, scheme: tl.Scheme = SCHEME, **options: Any) -> Reading:
    """Read rows of a period."""
    text = "\n".join(("任务表", "序号,任务,单位,完成", *rows))
    return tl.sheets.read(text.encode(), file_name="表.csv", scheme=scheme, period=period, collect=True, **options)


BOTH = ("1,修路,东区,否", "2,建桥,西区,否")


def test_a_row_of_an_exempt_unit_is_asked_about() -> None:
    """Nothing is red for it in silence; it is read with a warning, by the value refused. In another month it is a row like any."""
    reading = read(FEBRUARY, *BOTH, checks=Checks(exempt_unit=Severity.FAULT))
    (fault,) = reading.report.faults
    assert isinstance(fault, tl.errors.CellFault)
    assert fault.cell == "C4"
    assert "该单位免报：抗洪" in fault.expected
    assert [entry.record.unit for entry in reading.entries] == [EAST]
    assert [rating.units for rating in SCHEME.rate(reading)] == [(EAST,)]
    warned = read(FEBRUARY, *BOTH)
    assert [one.check for one in warned.report.warnings] == ["exempt_unit"]
    assert not read(JANUARY, *BOTH).report.warnings


def test_what_it_has_does_not_go_out() -> None:
    """The form of the exempt month has the others' items alone, and that of the month after all that were handed in."""
    known = read(JANUARY, *BOTH).entries
    going = [[one.record.matter for one in carried(known, THEME, roster=SCHEME.on(day).roster)] for day in DAYS]
    assert going == [["修路", "建桥"], ["修路"], ["修路", "建桥"]]


DAYS = (JANUARY.last_day, FEBRUARY.last_day, tl.Month(2024, 3).last_day)


def test_nobody_asks_what_became_of_it() -> None:
    """An item that is no longer listed is asked for where the theme says what is done, and this is not; not of who is exempt."""
    before, after = read(JANUARY, *BOTH, "3,清淤,东区,否"), read(FEBRUARY, BOTH[0])
    gone = "本期免报，不再列出"
    assert SCHEME.differences(before, after).lines()[1:] == (
        f"任务 西区“建桥”：{gone}",
        "任务 东区“清淤”：不再列出",
    )
    book = tl.Rulebook("某办法", dt.date(2024, 1, 1), [evolve(THEME, done=lambda task: task.done)])
    assert evolve(SCHEME, rulebooks=book).differences(before, after).lines()[1:] == (
        f"任务 西区“建桥”：{gone}",
        "任务 东区“清淤”：不再列出，未办结，请核实去向",
    )
