"""认定后办结的专题: blue only once somebody else certifies what is done: 高质量发展绩效考核 (A4-2.1), “三争”重点任务 (A4-2.2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Generic, TypeVar, Unpack

from attrs import evolve, frozen

from trafficlight.errors import NoEvidence
from trafficlight.messages import Words
from trafficlight.model._forms import Form, Prefill, Says, collected, column, serial
from trafficlight.model._kinds import YES_NO, Choice, Units
from trafficlight.model._numbers import Whole
from trafficlight.model._periods import Period
from trafficlight.model._units import Unit
from trafficlight.model._vocabulary import PROGRESS, Progress, Vocabulary
from trafficlight.notice._ledger import HasProgress, ProgressRule, is_done
from trafficlight.notice._shared import DEADLINE_HINT, ItemOptions, clause, colours_note, reading, theme
from trafficlight.rules._decision_tables import Case, Condition, DecisionTable, where
from trafficlight.rules._history import ends_with_year
from trafficlight.rules._themes import Theme
from trafficlight.rules._verdicts import Clause, Verdict, blue, unlit

R = TypeVar("R", bound=HasProgress)

_CERTIFIES: Final = "市主管部门"
_THREE_FIRSTS_CERTIFIES: Final = "市相关部门"
"""Who certifies, in the notice's words."""

CATEGORIES: Final = Vocabulary("类别", [(word, word) for word in ("争一流", "争第一", "争唯一")])
"""类别: the three that “三争” is named after."""


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
class _RankWithin:
    """Whether an indicator's rank is certified and within the limit, and what its light is printed with."""

    limit: int

    def __call__(self, record: AssessmentIndicator) -> tuple[bool, str]:
        rank = record.rank
        if rank is None:
            return False, "待认定"
        if type(rank) is not int or rank < 1:
            raise NoEvidence("认定名次", (Words("不小于 1 的整数", "a whole number from 1"),))
        return rank <= self.limit, f"第{rank}名"


_CERTIFIED: Final = where("certified").equals(True)  # noqa: FBT003  # the value that is asked for


def _said_yes(record: ThreeFirstsTask) -> tuple[bool, str]:
    if record.certified is not None and type(record.certified) is not bool:
        raise NoEvidence("认定", YES_NO.allowed)
    return (True, "") if record.certified else (False, "待认定")


@frozen
class CertifiedRule(Generic[R]):
    """BLUE only when done and certified; done otherwise is unlit and flagged (§3.7); the rest by progress.

    A certificate beside another progress is a contradiction, and is flagged (§4.32): the typed progress gives the light,
    except where the certificate is given at the year's end (`at_year_end`), which makes it BLUE in a period that ends with
    the year. `certificate` says whether a record is certified, and in which words; `certified` says the same as conditions.
    Raises `NoEvidence` without a progress, or with a certificate of a wrong type.
    """

    by_progress: ProgressRule
    pending: Clause
    certificate: Callable[[R], tuple[bool, str]]
    certified: tuple[Condition, ...]
    at_year_end: bool = False

    @property
    def reads(self) -> tuple[str, ...]:
        """进度评价, and the facts of the certificate."""
        return (*self.by_progress.reads, *dict.fromkeys(condition.field for condition in self.certified))

    @property
    def decision_table(self) -> DecisionTable:
        """The same lights as a table, for `trafficlight.frames`: `certified` are the conditions of the certificate."""
        done, rated = (where("progress").equals(*words) for words in ((Progress.DONE,), Progress))
        certified = blue(because=self.by_progress.done)
        return DecisionTable(
            *((Case(certified, rated, *self.certified, at_year_end=True),) if self.at_year_end else ()),
            Case(certified, done, *self.certified),
            Case(unlit(because=self.pending), done),
            *self.by_progress.decision_table.cases,
        )

    def __call__(self, record: R, *, period: Period | None = None) -> Verdict:
        """The verdict in a period."""
        certified, note = self.certificate(record)
        if record.progress is not Progress.DONE:
            verdict = self.by_progress(record, period=period)
            if not certified:
                return verdict
            flag = f"{note or '已认定'}，进度评价为{record.progress.value}"
            if self.at_year_end and ends_with_year(period):
                return blue(because=self.by_progress.done, flag=f"{flag}，年终以名次为准")
            return evolve(verdict, flag="；".join(filter(None, (flag, verdict.flag))))
        if not certified:
            return unlit(because=self.pending, flag=note)
        return blue(because=self.by_progress.done, note=note)


def performance_assessment(
    *, authority: str = _CERTIFIES, limit: int = 10, **options: Unpack[ItemOptions]
) -> Theme[AssessmentIndicator]:
    """高质量发展绩效考核 (A4-2.1): `authority` certifies the year-end result; the first `limit` ranks are blue.

    人事科 is steward unless `options` name another.

    >>> performance_assessment(limit=3).clauses[0].words
    '年终经市主管部门认定，考核结果排名前3名的为已办结（蓝色标识）'
    """
    words = f"年终经{authority}认定，考核结果排名前{limit}名的为已办结（蓝色标识）"
    clauses = _clauses("A4-2.1", "附件4二1备注1", words, verbatim=(authority, limit) == (_CERTIFIES, 10))
    pending = reading("R7", "已办结而未经认定，或认定名次在限额之外的，不标注颜色")
    form = Form(
        title="高质量发展绩效考核推进情况",
        columns=(
            serial(),
            column("考核指标内容", "indicator", width=42, required=True),
            column("考核单位", "assessor", width=26),
            column("任务目标", "target", width=36, prefill=Prefill.LOCKED, says=Says.TARGET),
            column("推进情况", "status", width=44, says=Says.STATUS),
            column("进度评价", "progress", kind=Choice(PROGRESS), width=20, required=True, centred=True),
            column("分管领导", "leader", width=20, centred=True, says=Says.LEADER),
            column("牵头科室", "units", kind=Units(), width=30, required=True, centred=True),
            column("责任人", "person", width=18, centred=True),
            collected("认定名次", "rank", kind=Whole(minimum=1), hint="年终认定的名次，尚未认定的不填"),
        ),
        notes=(colours_note(*clauses),),
        landscape=True,
    )
    return theme(
        "performance_assessment",
        "高质量发展",
        "人事科",
        AssessmentIndicator,
        CertifiedRule(
            ProgressRule(*clauses),
            pending,
            _RankWithin(limit),
            (where("rank").at_least(1), where("rank").at_most(limit)),
            at_year_end=True,
        ),
        form,
        (*clauses, pending),
        ("progress", "rank"),
        subject="indicator",
        done=is_done,
        **options,
    )


def three_firsts(
    *,
    authority: str = _THREE_FIRSTS_CERTIFIES,
    categories: Vocabulary[str] = CATEGORIES,
    **options: Unpack[ItemOptions],
) -> Theme[ThreeFirstsTask]:
    """“争一流、争第一、争唯一”重点任务 (A4-2.2): `authority` certifies what is done.

    人事科 is steward unless `options` name another.

    >>> three_firsts(authority="省厅").clauses[0].words
    '经省厅认定，已办结为蓝色标识'
    """
    own = authority == _THREE_FIRSTS_CERTIFIES
    clauses = _clauses("A4-2.2", "附件4二2备注1", f"经{authority}认定，已办结为蓝色标识", verbatim=own)
    pending = reading("R7", "已办结而未经认定的，不标注颜色")
    form = Form(
        title="“争一流、争第一、争唯一”重点任务推进情况",
        columns=(
            serial(),
            column("总体任务目标", "goal", width=56, required=True),
            column("完成时限", "deadline", width=26, centred=True, hint=DEADLINE_HINT, says=Says.DEADLINE),
            column("分  管\n负责人", "leader", width=20, centred=True, says=Says.LEADER),
            column("责任部门/科室", "units", kind=Units(), width=34, required=True, centred=True),
            column("类别", "category", kind=Choice(categories), width=18, centred=True),
            column("推进情况", "status", width=48, says=Says.STATUS),
            column("进度评价", "progress", kind=Choice(PROGRESS), width=20, required=True, centred=True),
            column("备注", "remark", width=16, may_lack=True),
            collected("认定", "certified", kind=Choice(YES_NO), hint=f"已办结的，{authority}是否认定"),
        ),
        notes=(colours_note(*clauses),),
        landscape=True,
    )
    return theme(
        "three_firsts",
        "三争",
        "人事科",
        ThreeFirstsTask,
        CertifiedRule(ProgressRule(*clauses, dated=True), pending, _said_yes, (_CERTIFIED,)),
        form,
        (*clauses, pending),
        ("progress", "certified"),
        subject="goal",
        done=is_done,
        **options,
    )


def _clauses(table: str, place: str, certified: str, *, verbatim: bool) -> tuple[Clause, ...]:
    """The clauses of 进度评价 in a table's own words."""
    progress = ("正常推进不标注颜色", "进展缓慢为黄色", "严重滞后为红色")
    return (
        clause(f"{table}.1", certified, place, verbatim=verbatim),
        *(clause(f"{table}.{number}", words, place) for number, words in enumerate(progress, 2)),
    )
