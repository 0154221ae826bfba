"""重点工作台账: what annex 2 and the tables “as A2” share: the item, its columns, and the colours of 进度评价."""

from __future__ import annotations

from typing import Final, Protocol

from attrs import field, frozen

from trafficlight.errors import NoEvidence
from trafficlight.model.form import Form, column, serial
from trafficlight.model.kinds import Choice, ResponsibleUnits
from trafficlight.model.marks import BLUE, RED, YELLOW
from trafficlight.model.progress import PROGRESS, Progress
from trafficlight.model.units import Responsibility
from trafficlight.model.words import Vocabulary
from trafficlight.rules.clause import Clause
from trafficlight.rules.verdict import Verdict, lit, unlit

DONE: Final = Clause("A2.1", "已完成x项（蓝牌）")
ON_TRACK: Final = Clause("A2.2", "正常推进x项（不标注颜色）")
SLOW: Final = Clause("A2.3", "推进缓慢的x项（黄牌）")
SEVERELY_DELAYED: Final = Clause("A2.4", "严重滞后x项（红牌）")
CLAUSES: Final = (DONE, ON_TRACK, SLOW, SEVERELY_DELAYED)

DEADLINE_HINT: Final = "写到日或到月，如 2023年12月31日、2023年12月底"


@frozen
class LedgerItem:
    """工作事项: one row of the ledger (A2): matter, target, how it goes, progress, who answers, and who gave it."""

    matter: str
    target: str
    status: str
    progress: Progress
    leader: str
    responsible: Responsibility
    source: str
    remark: str = ""


class HasProgress(Protocol):
    """Any record with a 进度评价."""

    @property
    def progress(self) -> Progress:
        """进度评价."""


@frozen
class ProgressRule:
    """As A2: 已办结 BLUE · 正常推进 no colour · 推进缓慢 YELLOW · 严重滞后 RED. Raises `NoEvidence` without a progress."""

    done: Clause = DONE
    on_track: Clause = ON_TRACK
    slow: Clause = SLOW
    severely_delayed: Clause = SEVERELY_DELAYED
    _verdicts: dict[Progress, Verdict] = field(init=False, repr=False, eq=False, hash=False)

    @_verdicts.default
    def _make_verdicts(self) -> dict[Progress, Verdict]:
        return {
            Progress.DONE: lit(BLUE, because=self.done),
            Progress.ON_TRACK: unlit(because=self.on_track),
            Progress.SLOW: lit(YELLOW, because=self.slow),
            Progress.SEVERELY_DELAYED: lit(RED, because=self.severely_delayed),
        }

    def __call__(self, record: HasProgress) -> Verdict:
        """The verdict of the record's progress."""
        try:
            return self._verdicts[record.progress]
        except (KeyError, TypeError):  # TypeError: something unhashable stands in for a progress
            raise NoEvidence("进度评价", PROGRESS.allowed) from None


def ledger_form(title: str, notes: tuple[str, ...], progress: Vocabulary[Progress] = PROGRESS) -> Form:
    """The nine columns of annex 2, verbatim and in order; landscape."""
    return Form(
        title=title,
        columns=(
            serial(),
            column("工作事项", "matter", width=46, required=True),
            column("任务目标", "target", width=46),
            column("推进情况", "status", width=38),
            column("进度评价", "progress", kind=Choice(progress), width=22, required=True, centred=True),
            column("分管\n负责人", "leader", width=20, centred=True),
            column("责任科室\n责任人", "responsible", kind=ResponsibleUnits(), width=32, required=True, centred=True),
            column("任务来源", "source", width=38),
            column("备注", "remark", width=14),
        ),
        notes=notes,
        landscape=True,
    )


def steward_note(agency: str, steward: str, doing: str = "标注颜色和解释") -> str:
    """“该项工作由…负责…。”, who colours and explains; `agency` is how the agency names itself (市审计局)."""
    return f"该项工作由{agency}督查工作专班成员单位{steward}负责{doing}。"
