"""重点工作台账: what annex 2 and the tables “as A2” share: the item, its columns, and the colours of 进度评价."""

from __future__ import annotations

from typing import Final, Protocol

from attrs import field, frozen

from trafficlight.errors import NoEvidence
from trafficlight.model._forms import Form, HeadingLine, column, serial
from trafficlight.model._kinds import Choice, ResponsibleUnits
from trafficlight.model._marks import BLUE, RED, YELLOW
from trafficlight.model._units import Responsibility
from trafficlight.model._vocabulary import PROGRESS, Progress, Vocabulary
from trafficlight.rules._themes import Credit, Theme
from trafficlight.rules._verdicts import Clause, Verdict, lit, unlit

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


# --- 重点工作 (A2, A4-2.3): the ledger itself --------------------------------------------------------------------------

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


# --- 重点审计项目 (N4.1): named by the notice without a sample table; it has the ledger's columns ------------------------

KEY_AUDIT_PROJECTS: Final = "audit_projects"
TITLE_AUDIT_PROJECTS: Final = "重点审计项目推进情况"


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
        key=KEY_AUDIT_PROJECTS,
        title="重点审计项目",
        steward=steward,
        record=AuditProject,
        rule=ProgressRule(),
        form=ledger_form(TITLE_AUDIT_PROJECTS, notes or (steward_note(agency, steward),), progress),
        clauses=CLAUSES,
        facts=("progress",),
        credit=credit,
    )


# --- “市县一体”督帮 (A4-4.2 “上对下”, A4-4.3 “下对上”): help from above and requests from below, a table for each gro --------

ASSISTANCE: Final = "assistance"
APPEALS: Final = "appeals"


@frozen
class MutualHelpItem:
    """督帮、诉求事项: one row, with the facts above its table: 包保领导, 责任人, 责任科室, 截至日期."""

    matter: str
    responsible: Responsibility
    status: str
    deadline: str
    progress: Progress
    remark: str = ""
    leader: str = ""
    officer: str = ""
    office: str = ""
    as_of: str = ""


def _theme(
    key: str,
    *,
    title: str,
    printed: str,
    matter_header: str,
    steward: str,
    agency: str,
    system: str,
    credit: Credit,
    progress: Vocabulary[Progress],
) -> Theme[MutualHelpItem]:
    return Theme(
        key=key,
        title=title,
        steward=steward,
        record=MutualHelpItem,
        rule=ProgressRule(),
        form=Form(
            title=f"{system}“市县一体”\n{printed}",
            columns=(
                serial(),
                column(matter_header, "matter", width=56, required=True),
                column(
                    "牵头科室（部门）\n牵头人",
                    "responsible",
                    kind=ResponsibleUnits(),
                    width=38,
                    required=True,
                    centred=True,
                ),
                column("推进情况", "status", width=56),
                column("完成时限", "deadline", width=26, centred=True, hint=DEADLINE_HINT),
                column("进度评价", "progress", kind=Choice(progress), width=22, required=True, centred=True),
                column("备 注", "remark", width=20),
            ),
            heading=(
                HeadingLine("包保领导", "leader"),
                HeadingLine("责 任 人", "officer"),
                HeadingLine("责任科室", "office"),
                HeadingLine("截至日期", "as_of", hint="如 2023年9月"),
            ),
            notes=(steward_note(agency, steward),),
            landscape=True,
        ),
        clauses=CLAUSES,
        facts=("progress",),
        credit=credit,
    )


def assistance(
    *,
    steward: str = "人事科",
    agency: str = "市审计局",
    system: str = "济宁审计系统",
    credit: Credit = Credit.ALL,
    progress: Vocabulary[Progress] = PROGRESS,
) -> Theme[MutualHelpItem]:
    """“上对下”督帮, A4-4.2: coloured by 进度评价 as A2."""
    return _theme(
        ASSISTANCE,
        title="上对下督帮",
        printed="“上对下”督帮工作情况",
        matter_header="督导帮扶事项",
        steward=steward,
        agency=agency,
        system=system,
        credit=credit,
        progress=progress,
    )


def appeals(
    *,
    steward: str = "人事科",
    agency: str = "市审计局",
    system: str = "济宁审计系统",
    credit: Credit = Credit.ALL,
    progress: Vocabulary[Progress] = PROGRESS,
) -> Theme[MutualHelpItem]:
    """“下对上”诉求, A4-4.3: coloured by 进度评价 as A2."""
    return _theme(
        APPEALS,
        title="下对上诉求",
        printed="“下对上”诉求工作情况",
        matter_header="诉求事项",
        steward=steward,
        agency=agency,
        system=system,
        credit=credit,
        progress=progress,
    )
