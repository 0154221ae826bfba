"""重点审计项目 (N4.1): named by the notice without a sample table; it has the ledger's columns."""

from __future__ import annotations

from typing import Final

from attrs import frozen

from trafficlight.model.progress import PROGRESS, Progress
from trafficlight.model.words import Vocabulary
from trafficlight.rules.theme import Credit, Theme
from trafficlight.rules.themes.ledger import CLAUSES, LedgerItem, ProgressRule, ledger_form, steward_note

KEY: Final = "audit_projects"
TITLE: Final = "重点审计项目推进情况"


@frozen
class AuditProject(LedgerItem):
    """重点审计项目: one row, the ledger's columns."""


def audit_projects(
    *,
    steward: str = "办公室",
    agency: str = "市审计局",
    credit: Credit = Credit.ALL,
    progress: Vocabulary[Progress] = PROGRESS,
    notes: tuple[str, ...] = (),
) -> Theme[AuditProject]:
    """重点审计项目: coloured by 进度评价 as A2."""
    return Theme(
        key=KEY,
        title="重点审计项目",
        steward=steward,
        record=AuditProject,
        rule=ProgressRule(),
        form=ledger_form(TITLE, notes or (steward_note(agency, steward),), progress),
        clauses=CLAUSES,
        facts=("progress",),
        credit=credit,
    )
