"""高质量发展绩效考核 (A4-2.1): blue only by the city authority's year-end rank."""

from __future__ import annotations

from typing import Final

from attrs import field, frozen

from trafficlight.errors import NoEvidence
from trafficlight.model._forms import Form, collected, column, serial
from trafficlight.model._kinds import YES_NO, Choice, Units, Whole
from trafficlight.model._marks import BLUE
from trafficlight.model._units import Unit
from trafficlight.model._vocabulary import PROGRESS, Progress, Vocabulary
from trafficlight.notice._ledger import DEADLINE_HINT, ProgressRule, steward_note
from trafficlight.rules._themes import Credit, Theme
from trafficlight.rules._verdicts import Clause, Verdict, lit, unlit

KEY: Final = "performance_assessment"

ON_TRACK: Final = Clause("A4-2.1.2", "正常推进不标注颜色")
SLOW: Final = Clause("A4-2.1.3", "进展缓慢为黄色")
SEVERELY_DELAYED: Final = Clause("A4-2.1.4", "严重滞后为红色")
PENDING: Final = Clause("R7", "已办结而未经认定，或认定名次在限额之外的，不标注颜色", reading=True)


@frozen
class AssessmentIndicator:
    """考核指标: one indicator (A4-2.1); `rank` is the certified year-end rank (认定名次), from 1, None before it is known."""

    indicator: str
    assessor: str
    target: str
    status: str
    progress: Progress
    leader: str
    units: tuple[Unit, ...]
    person: str = ""
    rank: int | None = None


@frozen
class AssessmentRule:
    """BLUE only when done and ranked within `limit`; done otherwise is unlit and flagged (§3.7); the rest by progress."""

    certified: Clause
    limit: int
    _others: ProgressRule = field(init=False, repr=False, eq=False, hash=False)

    @_others.default
    def _make_others(self) -> ProgressRule:
        return ProgressRule(self.certified, ON_TRACK, SLOW, SEVERELY_DELAYED)

    def __call__(self, record: AssessmentIndicator) -> Verdict:
        """The verdict. Raises `NoEvidence` without a progress, or with a rank that is none."""
        rank = record.rank
        if rank is not None and (type(rank) is not int or rank < 1):
            raise NoEvidence("认定名次", ("不小于 1 的整数",))
        if record.progress is not Progress.DONE:
            return self._others(record)
        if rank is None:
            return unlit(because=PENDING, flag="待认定")
        if rank > self.limit:
            return unlit(because=PENDING, flag=f"第{rank}名")
        return lit(BLUE, because=self.certified, note=f"第{rank}名")


def performance_assessment(
    *,
    authority: str = "市主管部门",
    limit: int = 10,
    steward: str = "人事科",
    agency: str = "市审计局",
    credit: Credit = Credit.ALL,
    progress: Vocabulary[Progress] = PROGRESS,
) -> Theme[AssessmentIndicator]:
    """高质量发展绩效考核: `authority` certifies the result, the first `limit` ranks are blue."""
    certified = Clause("A4-2.1.1", f"年终经{authority}认定，考核结果排名前{limit}名的为已办结（蓝色标识）")
    words = "；".join(clause.words for clause in (certified, ON_TRACK, SLOW, SEVERELY_DELAYED))
    return Theme(
        key=KEY,
        title="高质量发展",
        steward=steward,
        record=AssessmentIndicator,
        rule=AssessmentRule(certified, limit),
        form=Form(
            title="高质量发展绩效考核推进情况",
            columns=(
                serial(),
                column("考核指标内容", "indicator", width=42, required=True),
                column("考核单位", "assessor", width=26),
                column("任务目标", "target", width=36),
                column("推进情况", "status", width=44),
                column("进度评价", "progress", kind=Choice(progress), width=20, required=True, centred=True),
                column("分管领导", "leader", width=20, centred=True),
                column("牵头科室", "units", kind=Units(), width=30, required=True, centred=True),
                column("责任人", "person", width=18, centred=True),
                collected("认定名次", "rank", kind=Whole(minimum=1), hint="年终认定的名次，尚未认定的不填"),
            ),
            notes=(f"1.{words}。", f"2.{steward_note(agency, steward)}"),
            landscape=True,
        ),
        clauses=(certified, ON_TRACK, SLOW, SEVERELY_DELAYED, PENDING),
        facts=("progress", "rank"),
        credit=credit,
    )


# --- “争一流、争第一、争唯一” (A4-2.2): blue once the city department has certified it ----------------------------------------

KEY_THREE_FIRSTS: Final = "three_firsts"

ON_TRACK_THREE_FIRSTS: Final = Clause("A4-2.2.2", "正常推进不标注颜色")
SLOW_THREE_FIRSTS: Final = Clause("A4-2.2.3", "进展缓慢为黄色")
SEVERELY_DELAYED_THREE_FIRSTS: Final = Clause("A4-2.2.4", "严重滞后为红色")
PENDING_THREE_FIRSTS: Final = Clause("R7", "已办结而未经认定的，不标注颜色", reading=True)

CATEGORIES: Final = Vocabulary("类别", [(word, word) for word in ("争一流", "争第一", "争唯一")])
"""类别: the three that the theme is named after."""


@frozen
class ThreeFirstsTask:
    """“三争”重点任务: one task (A4-2.2); `certified` is the city department's word (认定), None when it is not given."""

    goal: str
    deadline: str
    leader: str
    units: tuple[Unit, ...]
    category: str | None
    status: str
    progress: Progress
    remark: str = ""
    certified: bool | None = None


@frozen
class ThreeFirstsRule:
    """BLUE only when done and certified; done otherwise is unlit and flagged (§3.7); the rest by progress."""

    certified: Clause
    _others: ProgressRule = field(init=False, repr=False, eq=False, hash=False)

    @_others.default
    def _make_others(self) -> ProgressRule:
        return ProgressRule(self.certified, ON_TRACK_THREE_FIRSTS, SLOW_THREE_FIRSTS, SEVERELY_DELAYED_THREE_FIRSTS)

    def __call__(self, record: ThreeFirstsTask) -> Verdict:
        """The verdict. Raises `NoEvidence` without a progress, or with a certification that is neither yes nor no."""
        if record.certified is not None and type(record.certified) is not bool:
            raise NoEvidence("认定", YES_NO.allowed)
        if record.progress is not Progress.DONE:
            return self._others(record)
        if not record.certified:
            return unlit(because=PENDING_THREE_FIRSTS, flag="待认定")
        return lit(BLUE, because=self.certified)


def three_firsts(
    *,
    authority: str = "市相关部门",
    steward: str = "人事科",
    agency: str = "市审计局",
    credit: Credit = Credit.ALL,
    progress: Vocabulary[Progress] = PROGRESS,
    categories: Vocabulary[str] = CATEGORIES,
) -> Theme[ThreeFirstsTask]:
    """“争一流、争第一、争唯一”重点任务: `authority` certifies what is done."""
    certified = Clause("A4-2.2.1", f"经{authority}认定，已办结为蓝色标识")
    words = "；".join(
        clause.words for clause in (certified, ON_TRACK_THREE_FIRSTS, SLOW_THREE_FIRSTS, SEVERELY_DELAYED_THREE_FIRSTS)
    )
    return Theme(
        key=KEY_THREE_FIRSTS,
        title="三争",
        steward=steward,
        record=ThreeFirstsTask,
        rule=ThreeFirstsRule(certified),
        form=Form(
            title="“争一流、争第一、争唯一”重点任务推进情况",
            columns=(
                serial(),
                column("总体任务目标", "goal", width=56, required=True),
                column("完成时限", "deadline", width=26, centred=True, hint=DEADLINE_HINT),
                column("分  管\n负责人", "leader", width=20, centred=True),
                column("责任部门/科室", "units", kind=Units(), width=34, required=True, centred=True),
                column("类别", "category", kind=Choice(categories), width=18, centred=True),
                column("推进情况", "status", width=48),
                column("进度评价", "progress", kind=Choice(progress), width=20, required=True, centred=True),
                column("备注", "remark", width=16),
                collected("认定", "certified", kind=Choice(YES_NO), hint=f"已办结的，{authority}是否认定"),
            ),
            notes=(f"1.{words}。", f"2.{steward_note(agency, steward)}"),
            landscape=True,
        ),
        clauses=(
            certified,
            ON_TRACK_THREE_FIRSTS,
            SLOW_THREE_FIRSTS,
            SEVERELY_DELAYED_THREE_FIRSTS,
            PENDING_THREE_FIRSTS,
        ),
        facts=("progress", "certified"),
        credit=credit,
    )
