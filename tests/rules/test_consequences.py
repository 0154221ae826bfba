"""处置: what an agency's own condition does wrong is told with its theme, and a theme that looks back says so."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve, frozen

import trafficlight as tl
from trafficlight.errors import RatingFaults, ThemeError
from trafficlight.rules import Consequence, running

OFFICE = tl.Unit("办公室")
ROSTER = tl.Roster([tl.Board("departments", "科室", [tl.RosterLine(OFFICE)])])
CLAUSE = tl.Clause("1", "未完成的亮红灯", "某办法")
MAY = tl.Month(2025, 5)


@frozen
class Task:
    """A task of a unit."""

    matter: str
    unit: tl.Unit


def book(consequence: Consequence) -> tl.Rulebook:
    """A rulebook whose rule looks at no past, with a consequence."""
    form = tl.Form("任务表", (tl.column("任务", "matter"), tl.column("单位", "unit", kind=tl.model.OneUnit())))
    rule = lambda _: tl.lit(tl.RED, because=CLAUSE)  # noqa: E731
    theme: tl.Theme[Any] = tl.Theme("t", "月度任务", Task, rule, form, (CLAUSE,), subject="matter")
    return tl.Rulebook("某办法", tl.Month(2025, 1).first_day, [evolve(theme, consequences=[consequence])])


ENTRIES = [tl.Entry("t", Task("修路", OFFICE))]


def test_a_condition_that_fails_is_told_as_a_rule_is() -> None:
    """The record, the theme and the consequence are named, and the cause is chained; nothing raw comes out."""
    broken = book(Consequence("约谈", lambda _, past: past[-1].marks[tl.RED] > 0, CLAUSE))
    with pytest.raises(RatingFaults) as caught:
        broken.rate(ENTRIES, roster=ROSTER, period=MAY, past=())
    (fault,) = caught.value.exceptions
    for part in ("修路", "专题“月度任务”", "处置“约谈”", "IndexError"):
        assert part in str(fault)


def test_a_theme_whose_consequences_look_back_says_so() -> None:
    """By its title, and that it may be a consequence: its rule asks for nothing."""
    with pytest.raises(ThemeError, match="专题“月度任务”的规则或处置要看往期：请以 past="):
        book(Consequence("约谈", running(tl.RED), CLAUSE)).rate(ENTRIES, roster=ROSTER, period=MAY)
    with pytest.raises(ThemeError, match="请以 period= 写明本期"):
        book(Consequence("约谈", running(tl.RED), CLAUSE)).rate(ENTRIES, roster=ROSTER, past=())
