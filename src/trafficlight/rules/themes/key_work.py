"""重点工作 (A2, A4-2.3): the ledger itself."""

from __future__ import annotations

from typing import Final

from attrs import frozen

from trafficlight.model.progress import PROGRESS, Progress
from trafficlight.model.words import Vocabulary
from trafficlight.rules.theme import Credit, Theme
from trafficlight.rules.themes.ledger import CLAUSES, LedgerItem, ProgressRule, ledger_form, steward_note

KEY: Final = "key_work"
TITLE: Final = "重点工作推进情况"


@frozen
class KeyWorkItem(LedgerItem):
    """重点工作事项: one row of annex 2 and of A4-2.3."""


def key_work(
    *,
    steward: str = "办公室",
    agency: str = "市审计局",
    credit: Credit = Credit.ALL,
    progress: Vocabulary[Progress] = PROGRESS,
    notes: tuple[str, ...] = (),
) -> Theme[KeyWorkItem]:
    """重点工作: coloured by 进度评价 as A2; each named unit is marked, or the lead alone by `credit` (§3.8)."""
    own = notes or (steward_note(agency, steward, "督导调度、标注颜色以及解释"),)
    return Theme(
        key=KEY,
        title="重点工作",
        steward=steward,
        record=KeyWorkItem,
        rule=ProgressRule(),
        form=ledger_form(TITLE, own, progress),
        clauses=CLAUSES,
        facts=("progress",),
        credit=credit,
    )
