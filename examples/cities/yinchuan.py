"""银川重点项目“红黄绿灯” (2025): four lights a month, one of which looks back over three months.

The clauses say in our words what was reported on 26 March 2025 of the development commission's statement of 18 March. What
the report leaves open is an argument here, marked *assumed*, and its clause is a reading of ours.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

from attrs import frozen

import trafficlight as tl
from trafficlight.model import RED, YELLOW, YES_NO, Choice, OneUnit, Whole, collected
from trafficlight.rules import Consequence, Past, running

GREEN: Final = tl.Mark("green", "绿", "00A651")
SOURCE: Final = "银川市重点项目“红黄绿灯”推进机制"


def clause(id: str, words: str) -> tl.Clause:
    """What the report says."""
    return tl.Clause(id, words, SOURCE)


def assumed(id: str, words: str) -> tl.Clause:
    """What we assume where the report is silent."""
    return tl.Clause(id, words, SOURCE, reading=True)


FOLLOWS: Final = (
    Consequence("给予支持", running(GREEN), clause("C1", "亮绿灯的给予支持")),
    Consequence("责任单位牵头推进", running(YELLOW), clause("C2", "亮黄灯的由责任单位牵头推进")),
    Consequence(
        "重点督导，列时间表、路线图和责任人，发督办函",
        running(RED),
        clause("C3", "亮红灯的列入重点督导，明确时间表、路线图和责任人，并发督办函"),
    ),
)


@frozen
class Start:
    """开工: whether a project was to have started by this month, and has. A good reason (正当理由) is stated by a person."""

    project: str
    unit: tl.Unit
    due: bool
    started: bool
    reason: str = ""
    stated_by: str = ""

    @property
    def late(self) -> bool:
        """Should have started, has not, and nobody has stated a good reason with their name."""
        return self.due and not self.started and not (self.reason and self.stated_by)


@frozen
class StartRule:
    """Late is yellow; late for `months` running is red."""

    months: int = 3

    @property
    def clauses(self) -> tuple[tl.Clause, ...]:
        """Green, yellow, red, and what we assume of the rest."""
        return (
            clause("S1", "按计划开工的亮绿灯"),
            clause("S2", "当月应开工，无正当理由未开工的亮黄灯"),
            clause("S3", f"连续{self.months}个月应开工，无正当理由未开工的亮红灯"),
            assumed("S4", "未到计划开工月份、有正当理由未开工，或逾期后开工的，不亮灯"),
        )

    def __call__(self, record: Start, past: Past[Start]) -> tl.Verdict:
        """The verdict with the months that count."""
        green, yellow, red, none = self.clauses
        if record.started and any(one.record and one.record.due and not one.record.started for one in past):
            return tl.unlit(because=none, note="逾期后开工")
        if record.started:
            return tl.lit(GREEN, because=green)
        if not record.late:
            return tl.unlit(because=none, note=record.reason and f"正当理由：{record.reason}（{record.stated_by}）")
        before = past.run(lambda one: one.late)[1 - self.months :]
        if len(before) == self.months - 1:
            return tl.lit(RED, because=red, earlier=before)
        return tl.lit(YELLOW, because=yellow, earlier=before)


START_RULE: Final = StartRule()
START: Final = tl.Theme(
    key="start",
    title="开工",
    steward="市发改委",
    record=Start,
    rule=START_RULE,
    form=tl.Form(
        title="重点项目开工情况",
        columns=(
            tl.serial(),
            tl.column("项目名称", "project", width=60, required=True),
            tl.column("责任单位", "unit", kind=OneUnit(), width=30, required=True),
            tl.column("本月应开工", "due", kind=Choice(YES_NO), width=24, required=True),
            tl.column("已开工", "started", kind=Choice(YES_NO), width=20, required=True),
            tl.column("未开工正当理由", "reason", width=50),
            tl.column("陈述人", "stated_by", width=24),
        ),
    ),
    clauses=START_RULE.clauses,
    facts=("started", "due", "reason"),
    subject="project",
    light="started",
    consequences=FOLLOWS,
)


@frozen
class Progress:
    """进度: of the year's plan in per cent, as planned to date (序时进度) and as done."""

    project: str
    unit: tl.Unit
    planned: int
    done: int


@frozen
class ProgressRule:
    """Below 序时进度 by `near` to `far` percentage points is yellow, by more is red."""

    near: int = 10
    far: int = 30

    @property
    def clauses(self) -> tuple[tl.Clause, ...]:
        """Green, yellow, red, and what we assume of the rest."""
        return (
            clause("P1", "达到或超过序时进度的亮绿灯"),
            clause("P2", f"低于序时进度{self.near}至{self.far}个百分点的亮黄灯"),
            clause("P3", f"低于序时进度{self.far}个百分点以上的亮红灯"),
            assumed("P4", f"低于序时进度不足{self.near}个百分点的，不亮灯"),
        )

    def __call__(self, record: Progress) -> tl.Verdict:
        """The verdict with the gap."""
        green, yellow, red, none = self.clauses
        gap = record.planned - record.done
        if gap <= 0:
            return tl.lit(GREEN, because=green)
        note = f"低{gap}个百分点"
        if gap < self.near:
            return tl.unlit(because=none, note=note)
        return tl.lit(YELLOW if gap <= self.far else RED, because=yellow if gap <= self.far else red, note=note)


PROGRESS_RULE: Final = ProgressRule()
PROGRESS: Final = tl.Theme(
    key="progress",
    title="进度",
    steward="市发改委",
    record=Progress,
    rule=PROGRESS_RULE,
    form=tl.Form(
        title="重点项目投资进度情况",
        columns=(
            tl.serial(),
            tl.column("项目名称", "project", width=60, required=True),
            tl.column("责任单位", "unit", kind=OneUnit(), width=30, required=True),
            tl.column("序时进度（%）", "planned", kind=Whole(), width=30, required=True),
            tl.column("实际进度（%）", "done", kind=Whole(), width=30, required=True),
        ),
    ),
    clauses=PROGRESS_RULE.clauses,
    facts=("done", "planned"),
    subject="project",
    consequences=FOLLOWS,
)


@frozen
class Funds:
    """资金: what was planned to be paid, what the state or region demands (上级要求), and what was paid, in 10,000 yuan."""

    project: str
    unit: tl.Unit
    planned: int
    demanded: int
    paid: int


FUNDS_CLAUSES: Final = (
    clause("F1", "按计划支付的亮绿灯"),
    clause("F2", "低于国家或自治区要求的亮红灯"),
    assumed("F3", "未按计划支付而不低于上级要求的，不亮灯"),
)


def funds(record: Funds) -> tl.Verdict:
    """Red before green, *assumed*: a plan below what is demanded excuses nothing."""
    green, red, none = FUNDS_CLAUSES
    if record.paid < record.demanded:
        return tl.lit(RED, because=red)
    return tl.lit(GREEN, because=green) if record.paid >= record.planned else tl.unlit(because=none)


FUNDS: Final = tl.Theme(
    key="funds",
    title="资金",
    steward="市财政局",
    record=Funds,
    rule=funds,
    form=tl.Form(
        title="重点项目资金支付情况",
        measure="单位：万元",
        columns=(
            tl.serial(),
            tl.column("项目名称", "project", width=60, required=True),
            tl.column("责任单位", "unit", kind=OneUnit(), width=30, required=True),
            tl.column("计划支付", "planned", kind=Whole(), width=26, required=True),
            tl.column("上级要求", "demanded", kind=Whole(), width=26, required=True),
            tl.column("实际支付", "paid", kind=Whole(), width=26, required=True),
        ),
    ),
    clauses=FUNDS_CLAUSES,
    facts=("paid", "planned", "demanded"),
    subject="project",
    consequences=FOLLOWS,
)


@frozen
class Statistics:
    """入统: whether the project is entered in the statistics, and for how many whole months it has been under way."""

    project: str
    unit: tl.Unit
    months: int
    entered: bool
    reason: str = ""


@frozen
class StatisticsRule:
    """Not entered after `yellow_from` months is yellow, after more than `red_after` red."""

    yellow_from: int = 1
    red_after: int = 2

    @property
    def clauses(self) -> tuple[tl.Clause, ...]:
        """Green, yellow, red, and what we assume of the rest."""
        return (
            clause("T1", "已入统的亮绿灯"),
            clause("T2", f"开工满{self.yellow_from}个月，无正当理由未入统的亮黄灯"),
            clause("T3", f"开工超过{self.red_after}个月未入统的亮红灯"),
            assumed("T4", f"开工不满{self.yellow_from}个月，或有正当理由的，不亮灯"),
        )

    def __call__(self, record: Statistics) -> tl.Verdict:
        """A good reason spares the yellow alone, *assumed*."""
        green, yellow, red, none = self.clauses
        if record.entered:
            return tl.lit(GREEN, because=green)
        if record.months > self.red_after:
            return tl.lit(RED, because=red)
        if record.months < self.yellow_from or record.reason:
            return tl.unlit(because=none, note=record.reason)
        return tl.lit(YELLOW, because=yellow)


STATISTICS_RULE: Final = StatisticsRule()
STATISTICS: Final = tl.Theme(
    key="statistics",
    title="入统",
    steward="市统计局",
    record=Statistics,
    rule=STATISTICS_RULE,
    form=tl.Form(
        title="重点项目入统情况",
        columns=(
            tl.serial(),
            tl.column("项目名称", "project", width=60, required=True),
            tl.column("责任单位", "unit", kind=OneUnit(), width=30, required=True),
            tl.column("开工满月数", "months", kind=Whole(), width=24, required=True),
            tl.column("已入统", "entered", kind=Choice(YES_NO), width=20, required=True),
            collected("未入统正当理由", "reason", kind=tl.model.Text()),
        ),
    ),
    clauses=STATISTICS_RULE.clauses,
    facts=("entered", "months", "reason"),
    subject="project",
    consequences=FOLLOWS,
)

SCHEME: Final = tl.Scheme(
    tl.interchange.load_agency(Path(__file__).with_name("yinchuan.toml")),
    tl.Rulebook("银川2025", dt.date(2025, 1, 1), (START, PROGRESS, FUNDS, STATISTICS)),
    order=tl.Order(tl.most(GREEN), tl.fewest(RED), tl.fewest(YELLOW)),
    palette=tl.Palette([GREEN, YELLOW, RED]),
)
