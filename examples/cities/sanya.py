"""三亚推进项目建设“红黄绿”亮牌督办 (2022): a plan's course, a district's month, and talks that follow from runs of lights.

The clauses say in our words what Hainan Daily reported on 13 May 2022, page 7.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

from attrs import frozen

import trafficlight as tl
from trafficlight.model import RED, YELLOW, YES_NO, Choice, OneUnit, Whole
from trafficlight.rules import Consequence, Past, running

GREEN: Final = tl.Mark("green", "绿", "00A651")
SOURCE: Final = "三亚市推进项目建设红黄绿亮牌督办机制"


def clause(id: str, words: str) -> tl.Clause:
    """What the report says."""
    return tl.Clause(id, words, SOURCE)


@frozen
class Project:
    """项目: investment from January to the end of last month, as the year's plan has it to date and as done, in 10,000 yuan."""

    name: str
    unit: tl.Unit
    planned: int
    done: int


@frozen
class InvestmentRule:
    """Below 序时进度 by at most `most` per cent of it (*assumed*: of the plan to date) is yellow, by more is red."""

    most: int = 50

    @property
    def clauses(self) -> tuple[tl.Clause, ...]:
        """Green, yellow, red."""
        return (
            clause("P1", "1月至上月底完成投资达到年度计划序时进度的亮绿牌"),
            clause("P2", f"低于序时进度{self.most}%以内（含）的亮黄牌"),
            clause("P3", f"低于序时进度{self.most}%以上的亮红牌"),
        )

    def __call__(self, record: Project) -> tl.Verdict:
        """The verdict."""
        green, yellow, red = self.clauses
        if record.done >= record.planned:
            return tl.lit(GREEN, because=green)
        if (record.planned - record.done) * 100 <= self.most * record.planned:
            return tl.lit(YELLOW, because=yellow)
        return tl.lit(RED, because=red)


INVESTMENT_RULE: Final = InvestmentRule()
PROJECTS: Final = tl.Theme(
    key="projects",
    title="项目投资",
    steward="市发改委",
    record=Project,
    rule=INVESTMENT_RULE,
    form=tl.Form(
        title="1000万元以上项目投资完成情况",
        measure="单位：万元",
        columns=(
            tl.serial(),
            tl.column("项目名称", "name", width=60, required=True),
            tl.column("所在区", "unit", kind=OneUnit(), width=30, required=True),
            tl.column("序时计划", "planned", kind=Whole(), width=26, required=True),
            tl.column("完成投资", "done", kind=Whole(), width=26, required=True),
        ),
    ),
    clauses=INVESTMENT_RULE.clauses,
    facts=("done", "planned"),
    subject="name",
    consequences=(
        Consequence("约谈项目负责人", running(YELLOW, exactly=True), clause("C1", "首次亮黄牌的，约谈项目负责人")),
        Consequence(
            "分管副市长约谈业主单位和主管部门",
            running(YELLOW, 2),
            clause("C2", "连续第二次亮黄牌的，由分管副市长约谈业主单位和主管部门"),
        ),
        Consequence("市分管领导约谈", running(RED), clause("C3", "亮红牌的，由市分管领导约谈")),
    ),
)


@frozen
class DistrictMonth:
    """各区月度任务: whether a district fulfilled the month's task."""

    unit: tl.Unit
    task: str
    fulfilled: bool


@frozen
class DistrictRule:
    """Not fulfilled is yellow, not fulfilled for `months` running red."""

    months: int = 2

    @property
    def clauses(self) -> tuple[tl.Clause, ...]:
        """Green, yellow, red."""
        return (
            clause("D1", "完成月度任务的亮绿牌"),
            clause("D2", "未完成月度任务的亮黄牌"),
            clause("D3", f"连续{self.months}个月未完成月度任务的亮红牌"),
        )

    def __call__(self, record: DistrictMonth, past: Past[DistrictMonth]) -> tl.Verdict:
        """The verdict with the months that count."""
        green, yellow, red = self.clauses
        if record.fulfilled:
            return tl.lit(GREEN, because=green)
        before = past.run(lambda one: not one.fulfilled)[1 - self.months :]
        if len(before) == self.months - 1:
            return tl.lit(RED, because=red, earlier=before)
        return tl.lit(YELLOW, because=yellow)


DISTRICT_RULE: Final = DistrictRule()
DISTRICTS: Final = tl.Theme(
    key="districts",
    title="各区任务",
    steward="市发改委",
    record=DistrictMonth,
    rule=DISTRICT_RULE,
    form=tl.Form(
        title="各区月度任务完成情况",
        columns=(
            tl.serial(),
            tl.column("区", "unit", kind=OneUnit(), width=30, required=True),
            tl.column("月度任务", "task", width=70),
            tl.column("是否完成", "fulfilled", kind=Choice(YES_NO), width=24, required=True),
        ),
    ),
    clauses=DISTRICT_RULE.clauses,
    facts=("fulfilled",),
)

SCHEME: Final = tl.Scheme(
    tl.interchange.load_agency(Path(__file__).with_name("sanya.toml")),
    tl.Rulebook("三亚2022", dt.date(2022, 5, 1), (PROJECTS, DISTRICTS)),
    order=tl.Order(tl.most(GREEN), tl.fewest(RED), tl.fewest(YELLOW)),
    palette=tl.Palette([GREEN, YELLOW, RED]),
)
