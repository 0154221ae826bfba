"""“市县一体”督帮 (A4-4.2 “上对下”, A4-4.3 “下对上”): help from above and requests from below, a table for each group."""

from __future__ import annotations

from typing import Final

from attrs import frozen

from trafficlight.model.form import Form, HeadingLine, column, serial
from trafficlight.model.kinds import Choice, ResponsibleUnits
from trafficlight.model.progress import PROGRESS, Progress
from trafficlight.model.units import Responsibility
from trafficlight.model.words import Vocabulary
from trafficlight.rules.theme import Credit, Theme
from trafficlight.rules.themes.ledger import CLAUSES, DEADLINE_HINT, ProgressRule, steward_note

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
