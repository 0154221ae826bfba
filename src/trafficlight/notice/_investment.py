"""招商引资 (A4-2.6): recognised investment, a project lead, or neither."""

from __future__ import annotations

import enum
from typing import Final, Unpack

from attrs import field, frozen

from trafficlight.errors import NoEvidence
from trafficlight.model._forms import Form, Says, column, serial
from trafficlight.model._items import says_none
from trafficlight.model._kinds import NOTHING, Choice, OneUnit
from trafficlight.model._units import Unit
from trafficlight.model._vocabulary import Vocabulary, fold, folded
from trafficlight.notice._shared import UnitOptions, clause, colours_note, reading, theme
from trafficlight.rules._themes import Theme
from trafficlight.rules._verdicts import Clause, Verdict, blue, red, unlit, yellow


class InvestmentProgress(enum.Enum):
    """招商引资的进度评价 (§3.14)."""

    RECOGNISED = "已办结"
    """认定纳统."""
    LEAD = "正常推进"
    """有项目线索."""
    NO_LEAD = "无项目线索"


INVESTMENT_PROGRESS: Final = Vocabulary(
    "进度评价",
    [(progress.value, progress) for progress in InvestmentProgress],
    {
        "已完成": InvestmentProgress.RECOGNISED,
        "办结": InvestmentProgress.RECOGNISED,
        "正常进行": InvestmentProgress.LEAD,
        "没有项目线索": InvestmentProgress.NO_LEAD,
    },
)
"""The words of 进度评价 in A4-2.6 (§3.14) and the other known wordings."""

_PLACE: Final = "附件4二6备注1"
_RECOGNISES: Final = "市投资促进局"
LEAD: Final = clause("A4-2.6.2", "有项目线索（正常推进）为黄色标识", _PLACE)
NEITHER: Final = clause("A4-2.6.3", "没有项目线索、无其他进展为红色标识", _PLACE)
ABSENT: Final = reading("R4", "没有报送的，视同没有项目线索、无其他进展，为红色标识")
PROGRESS_WITHOUT_LEAD: Final = reading("R6", "没有项目线索而有其他进展的，不标注颜色，提请专班研究")


@frozen
class Investment:
    """招商引资情况: a unit's activity (开展情况), results (主要成效) and progress (§3.14)."""

    unit: Unit
    leader: str
    activity: str
    results: str
    progress: InvestmentProgress


@frozen
class InvestmentRule:
    """RECOGNISED blue · LEAD yellow · NO_LEAD red, or unlit and flagged when 开展情况 or 主要成效 says something (§3.6, §3.14)."""

    recognised: Clause
    nothing: frozenset[str] = field(default=NOTHING, converter=folded)

    def __call__(self, record: Investment) -> Verdict:
        """The verdict. Raises `NoEvidence` without a progress."""
        if record.progress is InvestmentProgress.RECOGNISED:
            return blue(because=self.recognised)
        if record.progress is InvestmentProgress.LEAD:
            return yellow(because=LEAD)
        if record.progress is not InvestmentProgress.NO_LEAD:
            raise NoEvidence("进度评价", INVESTMENT_PROGRESS.allowed)
        told = (text for text in (record.activity, record.results) if text and fold(text) not in self.nothing)
        if not all(map(says_none, told)):
            return unlit(because=PROGRESS_WITHOUT_LEAD, flag="有进展无线索")
        return red(because=NEITHER)


def investment(
    *,
    authority: str = _RECOGNISES,
    progress: Vocabulary[InvestmentProgress] = INVESTMENT_PROGRESS,
    **options: Unpack[UnitOptions],
) -> Theme[Investment]:
    """招商引资 (A4-2.6): recognised (认定纳统) by `authority`; a unit of `boards` without a row is red (§3.4).

    办公室 is steward and `boards` the departments unless `options` say otherwise.

    >>> investment(authority="市商务局").clauses[0].words
    '在市商务局认定纳统后（已办结）为蓝色标识'
    """
    words = f"在{authority}认定纳统后（已办结）为蓝色标识"
    recognised = clause("A4-2.6.1", words, _PLACE, verbatim=authority == _RECOGNISES)
    form = Form(
        title="招商引资情况",
        columns=(
            serial(width=16),
            column("科室单位", "unit", kind=OneUnit(), width=44, required=True, centred=True),
            column("分管领导", "leader", width=30, centred=True, says=Says.LEADER),
            column("开展情况", "activity", width=60),
            column("主要成效", "results", width=48),
            column("进度评价", "progress", kind=Choice(progress), width=30, required=True, centred=True),
        ),
        notes=(colours_note(recognised, LEAD, NEITHER), "该项工作推进情况作为科室单位、个人评优评先的重要依据。"),
    )
    return theme(
        "investment",
        "招商引资",
        "办公室",
        Investment,
        InvestmentRule(recognised, options.get("nothing", NOTHING)),
        form,
        (recognised, LEAD, NEITHER, PROGRESS_WITHOUT_LEAD),
        ("progress", "activity", "results"),
        absent=ABSENT,
        usual_boards=("departments",),
        **options,
    )
