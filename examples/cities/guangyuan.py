"""广元环保督察整改“贴蓝签、挂黄牌、亮红灯” (2018): letters, points and talks that follow from how often a light was lit.

The clauses say in our words what the city's page of 21 June 2018 and China Environment News of 2 August 2018 reported.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, Final

from attrs import frozen

import trafficlight as tl
from trafficlight.model import BLUE, RED, YELLOW, YES_NO, Choice, OneUnit
from trafficlight.rules import Consequence, Past, running

SOURCE: Final = "广元市环保督察整改“贴蓝签、挂黄牌、亮红灯”办法"
BLUE_LABEL: Final = tl.Clause("G1", "按时序推进的贴蓝签", SOURCE)
YELLOW_PLATE: Final = tl.Clause("G2", "进度滞后或缺少环节，但预计能按期完成的挂黄牌", SOURCE)
RED_LIGHT: Final = tl.Clause("G3", "难以按期完成，或被省级以上、媒体通报曝光的亮红灯", SOURCE)


@frozen
class Task:
    """整改任务: how it goes; whether it will be done in time is what a named person expects (判断人)."""

    matter: str
    unit: tl.Unit
    on_time: bool
    expected: bool
    stated_by: str
    criticised: bool


def rate(task: Task) -> tl.Verdict:
    """Red before yellow before blue."""
    if task.criticised or not task.expected:
        return tl.lit(RED, because=RED_LIGHT, note=f"{task.stated_by}判断难以按期完成" if not task.expected else "")
    return tl.lit(BLUE, because=BLUE_LABEL) if task.on_time else tl.lit(YELLOW, because=YELLOW_PLATE)


@frozen
class Times:
    """第几次: lit this month for so many times in all, running or not: a consequence asks what it likes of the past."""

    mark: tl.Mark
    times: int

    def __call__(self, marks: tl.Tally, past: Past[Any]) -> bool:
        """Whether this is that time."""
        return marks[self.mark] > 0 and 1 + sum(one.marks[self.mark] > 0 for one in past) == self.times


TASKS: Final = tl.Theme(
    key="tasks",
    title="整改任务",
    steward="市整改办",
    record=Task,
    rule=rate,
    form=tl.Form(
        title="环保督察整改任务进展情况",
        columns=(
            tl.serial(),
            tl.column("整改任务", "matter", width=70, required=True),
            tl.column("责任单位", "unit", kind=OneUnit(), width=30, required=True),
            tl.column("按时序推进", "on_time", kind=Choice(YES_NO), width=26, required=True),
            tl.column("预计按期完成", "expected", kind=Choice(YES_NO), width=28, required=True),
            tl.column("判断人", "stated_by", width=24, required=True),
            tl.column("通报曝光", "criticised", kind=Choice(YES_NO), width=24, required=True),
        ),
    ),
    clauses=(BLUE_LABEL, YELLOW_PLATE, RED_LIGHT),
    facts=("on_time", "expected", "criticised"),
    subject="matter",
    consequences=(
        Consequence(
            "发督办函",
            Times(YELLOW, 2),
            tl.Clause("G4", "同一任务两次挂黄牌的，发督办函，年度考核扣1分", SOURCE),
            points=-1,
        ),
        # once for each run of red, assumed: the report does not say whether every further month costs points again
        Consequence(
            "约谈", running(RED, exactly=True), tl.Clause("G5", "亮红灯的，年度考核扣2分，并约谈", SOURCE), points=-2
        ),
    ),
)

SCHEME: Final = tl.Scheme(
    tl.interchange.load_agency(Path(__file__).with_name("guangyuan.toml")),
    tl.Rulebook("广元2018", dt.date(2018, 6, 1), (TASKS,)),
    order=tl.Order(tl.most(BLUE), tl.fewest(RED), tl.fewest(YELLOW)),
    palette=tl.model.BLUE_YELLOW_RED,
)
