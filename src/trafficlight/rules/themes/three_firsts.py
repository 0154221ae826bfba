"""“争一流、争第一、争唯一” (A4-2.2): blue once the city department has certified it."""

from __future__ import annotations

from typing import Final

from attrs import field, frozen

from trafficlight.errors import NoEvidence
from trafficlight.model.form import Form, collected, column, serial
from trafficlight.model.kinds import YES_NO, Choice, Units
from trafficlight.model.marks import BLUE
from trafficlight.model.progress import PROGRESS, Progress
from trafficlight.model.units import Unit
from trafficlight.model.words import Vocabulary
from trafficlight.rules.clause import Clause
from trafficlight.rules.theme import Credit, Theme
from trafficlight.rules.themes.ledger import DEADLINE_HINT, ProgressRule, steward_note
from trafficlight.rules.verdict import Verdict, lit, unlit

KEY: Final = "three_firsts"

ON_TRACK: Final = Clause("A4-2.2.2", "正常推进不标注颜色")
SLOW: Final = Clause("A4-2.2.3", "进展缓慢为黄色")
SEVERELY_DELAYED: Final = Clause("A4-2.2.4", "严重滞后为红色")
PENDING: Final = Clause("R7", "已办结而未经认定的，不标注颜色", reading=True)

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
        return ProgressRule(self.certified, ON_TRACK, SLOW, SEVERELY_DELAYED)

    def __call__(self, record: ThreeFirstsTask) -> Verdict:
        """The verdict. Raises `NoEvidence` without a progress, or with a certification that is neither yes nor no."""
        if record.certified is not None and type(record.certified) is not bool:
            raise NoEvidence("认定", YES_NO.allowed)
        if record.progress is not Progress.DONE:
            return self._others(record)
        if not record.certified:
            return unlit(because=PENDING, flag="待认定")
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
    words = "；".join(clause.words for clause in (certified, ON_TRACK, SLOW, SEVERELY_DELAYED))
    return Theme(
        key=KEY,
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
        clauses=(certified, ON_TRACK, SLOW, SEVERELY_DELAYED, PENDING),
        facts=("progress", "certified"),
        credit=credit,
    )
