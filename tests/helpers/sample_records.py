"""One plain record of each theme; a test states only what it is about."""

from __future__ import annotations

from typing import Any

from helpers.small_office import OFFICE
from trafficlight import Unit
from trafficlight.model import Progress, Responsibility
from trafficlight.notice import (
    AssessmentIndicator,
    AuditProject,
    Investment,
    InvestmentProgress,
    KeyWorkItem,
    MutualHelpItem,
    Reform,
    ThreeFirstsTask,
    UpwardFunding,
)

LEDGER: dict[str, Any] = {
    "matter": "事项",
    "target": "目标",
    "status": "情况",
    "leader": "副局长",
    "source": "市委市政府",
}


def key_work_item(progress: Progress | None, *units: Unit, **changes: Any) -> KeyWorkItem:
    """重点工作事项."""
    return KeyWorkItem(**{**LEDGER, "progress": progress, "responsible": Responsibility(units or (OFFICE,)), **changes})


def audit_project(progress: Progress, *units: Unit, **changes: Any) -> AuditProject:
    """重点审计项目."""
    return AuditProject(
        **{**LEDGER, "progress": progress, "responsible": Responsibility(units or (OFFICE,)), **changes}
    )


def mutual_help_item(progress: Progress, *units: Unit) -> MutualHelpItem:
    """督帮、诉求事项."""
    return MutualHelpItem("事项", Responsibility(units or (OFFICE,)), "情况", "2023年底", progress)


def indicator(progress: Progress, rank: int | None = None, *units: Unit) -> AssessmentIndicator:
    """考核指标."""
    return AssessmentIndicator("指标", "市委组织部", "目标", "情况", progress, "副局长", units or (OFFICE,), "", rank)


def task(progress: Progress, certified: bool | None = None, *units: Unit) -> ThreeFirstsTask:  # noqa: FBT001  # 认定: 是/否
    """“三争”重点任务."""
    return ThreeFirstsTask("目标", "2023年底", "副局长", units or (OFFICE,), "争一流", "情况", progress, "", certified)


def investment_of(progress: InvestmentProgress, activity: str = "", unit: Unit = OFFICE) -> Investment:
    """招商引资情况."""
    return Investment(unit, "副局长", activity, "", progress)


def funding(
    won: tuple[str, ...] = (), planned: tuple[str, ...] = (), recognised: int | None = None, unit: Unit = OFFICE
) -> UpwardFunding:
    """对上争取情况, all of it funds."""
    return UpwardFunding(unit, won_funds=won, planned_funds=planned, recognised=recognised)


def reform(
    won: tuple[str, ...] = (), planned: tuple[str, ...] = (), recognised: int | None = None, unit: Unit = OFFICE
) -> Reform:
    """改革创新情况."""
    return Reform(unit, won=won, planned=planned, recognised=recognised)
