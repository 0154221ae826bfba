"""重点工作台账: the themes that are coloured by 进度评价 alone, “as A2”.

重点工作 (A2, A4-2.3) · 重点审计项目 (N4.1, without a table of its own in the notice: it has the ledger's columns) ·
“上对下”督帮 (A4-4.2) · “下对上”诉求 (A4-4.3). With them the summary sentence above the ledger (汇总).
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import Final, Protocol, TypeVar, Unpack

from attrs import evolve, field, frozen

from trafficlight.errors import NoEvidence, WrongValue
from trafficlight.messages import Words
from trafficlight.model._agency import OWN_SOURCES
from trafficlight.model._field_types import typed
from trafficlight.model._forms import Form, HeadingLine, Prefill, Says, column, serial
from trafficlight.model._kinds import Choice, ResponsibleUnits
from trafficlight.model._periods import Period, chinese_date
from trafficlight.model._units import Responsibility
from trafficlight.model._vocabulary import PROGRESS, Progress, fold
from trafficlight.notice._deadlines import doubted
from trafficlight.notice._shared import DEADLINE_HINT, ItemOptions, clause, reading, theme
from trafficlight.rules._decision_tables import Case, DecisionTable, where
from trafficlight.rules._themes import Level, Theme
from trafficlight.rules._verdicts import Clause, Verdict, blue, red, unlit, yellow

R = TypeVar("R", bound="LedgerItem")

_PLACE: Final = "附件2表首"
DONE: Final = clause("A2.1", "已完成x项（蓝牌）", _PLACE)
ON_TRACK: Final = clause("A2.2", "正常推进x项（不标注颜色）", _PLACE)
SLOW: Final = clause("A2.3", "推进缓慢的x项（黄牌）", _PLACE)
SEVERELY_DELAYED: Final = clause("A2.4", "严重滞后x项（红牌）", _PLACE)
CLAUSES: Final = (DONE, ON_TRACK, SLOW, SEVERELY_DELAYED)

AS_THE_LEDGER: Final = tuple(
    reading(f"R40.{number}", f"照重点工作台账，{words}")
    for number, words in enumerate(
        ("已办结为蓝色标识", "正常推进不标注颜色", "推进缓慢为黄色标识", "严重滞后为红色标识"), 1
    )
)
"""What colours 重点审计项目 and the tables of 督帮 and 诉求, of which the notice says no colours (§4.40)."""


class HasProgress(Protocol):
    """Any record with a 进度评价."""

    @property
    def progress(self) -> Progress:
        """进度评价."""


def is_done(record: HasProgress) -> bool:
    """已办结的: whether a record's 进度评价 says so; such an item stays listed within its year (§4.36)."""
    return record.progress is Progress.DONE


@frozen(field_transformer=typed)
class ProgressRule:
    """按进度评价标识: 已办结 BLUE · 正常推进 no colour · 推进缓慢 YELLOW · 严重滞后 RED, each by a clause (A2).

    Where items have a 完成时限, `dated`, one that is past it and not done is flagged, by the last day of the period that is
    rated; no light follows, for the notice gives none (§4.39). Raises `NoEvidence` for a record without a progress.

    >>> from trafficlight.model import Progress, Responsibility, Unit
    >>> item = LedgerItem("事项", "", "", Progress.SLOW, "", Responsibility((Unit("办公室"),)), "局党组会议")
    >>> ProgressRule()(item).word
    '黄1'
    """

    done: Clause = DONE
    on_track: Clause = ON_TRACK
    slow: Clause = SLOW
    severely_delayed: Clause = SEVERELY_DELAYED
    dated: bool = field(default=False, kw_only=True)

    @cached_property
    def _verdicts(self) -> dict[Progress, Verdict]:
        return {
            Progress.DONE: blue(because=self.done),
            Progress.ON_TRACK: unlit(because=self.on_track),
            Progress.SLOW: yellow(because=self.slow),
            Progress.SEVERELY_DELAYED: red(because=self.severely_delayed),
        }

    @property
    def reads(self) -> tuple[str, ...]:
        """进度评价, and 完成时限 where there is one."""
        return ("progress", "deadline") if self.dated else ("progress",)

    @property
    def decision_table(self) -> DecisionTable:
        """The same rule as a table, for `trafficlight.frames`."""
        return DecisionTable(
            *(Case(verdict, where("progress").equals(progress)) for progress, verdict in self._verdicts.items())
        )

    def __call__(self, record: HasProgress, *, period: Period | None = None) -> Verdict:
        """The verdict of the record's progress."""
        try:
            verdict = self._verdicts[record.progress]
            return doubted(verdict, record, period) if self.dated else verdict
        except (KeyError, TypeError):  # TypeError: something unhashable stands in for a progress
            raise NoEvidence("进度评价", PROGRESS.allowed) from None


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


@frozen
class KeyWorkItem(LedgerItem):
    """重点工作事项: one row of annex 2 and of A4-2.3."""


@frozen
class AuditProject(LedgerItem):
    """重点审计项目: one row, in the ledger's columns."""


ABOVE_WORDS: Final = (
    *("市委", "市政府", "市人民政府", "市人大", "市政协", "市纪委", "市领导", "市长"),
    *("省委", "省政府", "省人民政府", "省人大", "省政协", "省纪委", "省领导", "省长", "审计厅"),
    *("党中央", "中央", "国务院", "中办", "国办", "国发", "全国人大", "审计署", "总书记", "政发", "政办", "上级"),
)
"""Bodies above a city's bureau, and what their documents are numbered by."""
_YEAR: Final = re.compile(r"[《“\"(]?(?:\d{2,4}年度?)?")


@frozen(field_transformer=typed)
class LevelBySource:
    """任务层面: whose task an item is, by its 任务来源 (§4.27).

    A word of `above` anywhere makes it 市委市政府及以上, also beside the bureau's own (“市委部署、局党组研究”); else one of
    `own` anywhere makes it the bureau's.

    >>> level = LevelBySource()
    >>> [level.of(text) for text in ("2023年局党组会议", "市委部署、局党组研究", "群众来信")]
    [<Level.OWN: '本级'>, <Level.ABOVE: '市委市政府及以上'>, None]
    """

    own: tuple[str, ...] = OWN_SOURCES
    above: tuple[str, ...] = ABOVE_WORDS

    def __call__(self, item: LedgerItem) -> Level:
        """The item's level; what cannot be told counts as set from above, as all that is not the bureau's own does (§3.16)."""
        return self.of(item.source) or Level.ABOVE

    def of(self, source: str) -> Level | None:
        """The level that a 任务来源 names; None for neither."""
        return _level(source, self.own, self.above)


@lru_cache(maxsize=1024)
def _level(source: str, own: tuple[str, ...], above: tuple[str, ...]) -> Level | None:
    text = fold(source)
    start = _YEAR.sub("", text, count=1)

    def names(words: tuple[str, ...]) -> bool:
        return any(word in text if len(word) > 1 else start.startswith(word) for word in map(fold, words))

    return Level.ABOVE if names(above) else Level.OWN if names(own) else None


BY_SOURCE: Final = LevelBySource()


def key_work(
    *, notes: tuple[str, ...] = (), level: LevelBySource = BY_SOURCE, **options: Unpack[ItemOptions]
) -> Theme[KeyWorkItem]:
    """重点工作 (A2, A4-2.3): coloured by 进度评价; every named unit is marked, or the lead alone by `credit` (§3.8).

    `notes` stand in for the note below the table; `level` says whose task an item is by its
    任务来源. 办公室 is steward unless `options` name another.

    >>> key_work(steward="督查室").form.notes
    ('该项工作由市审计局督查工作专班成员单位督查室负责督导调度、标注颜色以及解释。',)
    """
    return _ledger("key_work", "重点工作", KeyWorkItem, "督导调度、标注颜色以及解释", notes, level, **options)


def audit_projects(
    *, notes: tuple[str, ...] = (), level: LevelBySource = BY_SOURCE, **options: Unpack[ItemOptions]
) -> Theme[AuditProject]:
    """重点审计项目 (N4.1): coloured as `key_work`, with the same options."""
    return _ledger(
        "audit_projects", "重点审计项目", AuditProject, "标注颜色和解释", notes, level, AS_THE_LEDGER, **options
    )


def _ledger(
    key: str,
    title: str,
    record: type[R],
    doing: str,
    notes: tuple[str, ...],
    level: LevelBySource,
    clauses: tuple[Clause, ...] = CLAUSES,
    **options: Unpack[ItemOptions],
) -> Theme[R]:
    """A theme in the nine columns of annex 2, verbatim and in order.

    任务目标 and 任务来源 are set by who gave the task: on the next period's form they are locked.
    """
    form = Form(
        title=f"{title}推进情况",
        columns=(
            serial(),
            column("工作事项", "matter", width=46, required=True),
            column("任务目标", "target", width=46, prefill=Prefill.LOCKED, says=Says.TARGET),
            column("推进情况", "status", width=38, says=Says.STATUS),
            column("进度评价", "progress", kind=Choice(PROGRESS), width=22, required=True, centred=True),
            column("分管\n负责人", "leader", width=20, centred=True, says=Says.LEADER),
            column("责任科室\n责任人", "responsible", kind=ResponsibleUnits(), width=32, required=True, centred=True),
            column("任务来源", "source", width=38, prefill=Prefill.LOCKED, says=Says.SOURCE),
            column("备注", "remark", width=14, may_lack=True),
        ),
        landscape=True,
    )
    made = theme(
        key,
        title,
        "办公室",
        record,
        ProgressRule(*clauses),
        form,
        clauses,
        ("progress",),
        subject="matter",
        level=level,
        done=is_done,
        doing=doing,
        **options,
    )
    return made.with_form(evolve(made.form, notes=notes)) if notes else made


def summary_words(above: str, own: str) -> Words:
    """汇总句 (A2): the summary sentence as a template; `above` and `own` name the two levels."""
    return Words(
        f"截至{{as_of}}，{{subject}}共梳理重点工作{{total}}项，其中，{above}及以上层面{{above}}项，"
        f"{own}重点工作{{own}}项。已完成{{blue}}项（蓝牌），正常推进{{unlit}}项（不标注颜色），"
        "推进缓慢的{yellow}项（黄牌），严重滞后{red}项（红牌）。",
        "As of {as_of}, {whose}{theme}, {total} in all, of which {above} set from above and {own} of the bureau's own: {lights}.",
    )


@frozen(field_transformer=typed)
class Summary:
    """重点工作汇总: how many items, from where, and how they stand. Raises `ValueError` when the parts do not add up."""

    total: int
    above: int
    own: int
    done: int
    on_track: int
    slow: int
    severely_delayed: int = field()

    def __attrs_post_init__(self) -> None:
        if self.above + self.own != self.total:
            raise WrongValue(
                f"市委市政府及以上{self.above}项与局{self.own}项之和不等于{self.total}项",
                f"{self.above} set from above and {self.own} of the bureau's own do not add up to {self.total}",
            )
        if self.done + self.on_track + self.slow + self.severely_delayed != self.total:
            raise WrongValue(
                f"各进度项数之和不等于{self.total}项", f"the counts by progress do not add up to {self.total}"
            )

    def sentence(self, as_of: dt.date, *, agency: str = "市审计局", above: str = "市委市政府", own: str = "局") -> str:
        """“截至…，…共梳理重点工作x项，…。” in the notice's words; `above` and `own` name the two levels."""
        lights = {"blue": self.done, "unlit": self.on_track, "yellow": self.slow, "red": self.severely_delayed}
        counts = {"total": self.total, "above": self.above, "own": self.own, **lights}
        return summary_words(above, own).format(as_of=chinese_date(as_of), subject=agency, **counts)


def summarise(items: Iterable[LedgerItem], *, level: LevelBySource = BY_SOURCE) -> Summary:
    """Count items by source and progress; `level` says whose task an item is (§4.27).

    >>> import datetime as dt
    >>> from trafficlight.model import Responsibility, Unit
    >>> item = LedgerItem("事项", "", "", Progress.DONE, "", Responsibility((Unit("办公室"),)), "局党组会议")
    >>> summarise([item]).sentence(dt.date(2023, 9, 28))[:42]
    '截至2023年9月28日，市审计局共梳理重点工作1项，其中，市委市政府及以上层面0项'
    """
    given = ((id(item.progress), item.source) for item in items)  # members are looked up by id far sooner than by value
    progress: dict[int, int] = {}
    total = own = 0
    for (state, source), count in Counter(given).items():  # few different ones
        progress[state] = progress.get(state, 0) + count
        total += count
        if level.of(source) is Level.OWN:
            own += count
    return Summary(
        total=total,
        above=total - own,
        own=own,
        done=progress.get(id(Progress.DONE), 0),
        on_track=progress.get(id(Progress.ON_TRACK), 0),
        slow=progress.get(id(Progress.SLOW), 0),
        severely_delayed=progress.get(id(Progress.SEVERELY_DELAYED), 0),
    )


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


class MutualHelpOptions(ItemOptions, total=False):
    """“市县一体”督帮的选项: also `system`, which names the agency with its county bureaus (济宁审计系统)."""

    system: str


def assistance(**options: Unpack[MutualHelpOptions]) -> Theme[MutualHelpItem]:
    r"""“上对下”督帮 (A4-4.2): help for the county bureaus, a table for each group, coloured by 进度评价 as A2.

    人事科 is steward unless `options` name another.

    >>> assistance(system="云川审计系统").form.title
    '云川审计系统“市县一体”\n“上对下”督帮工作情况'
    """
    return _mutual_help("assistance", "上对下", "督帮", "督导帮扶事项", **options)


def appeals(**options: Unpack[MutualHelpOptions]) -> Theme[MutualHelpItem]:
    """“下对上”诉求 (A4-4.3): requests of the county bureaus, coloured as `assistance`, with the same options."""
    return _mutual_help("appeals", "下对上", "诉求", "诉求事项", **options)


def _mutual_help(
    key: str,
    way: str,
    what: str,
    matter_header: str,
    *,
    system: str = "济宁审计系统",
    **options: Unpack[ItemOptions],
) -> Theme[MutualHelpItem]:
    lead = "牵头科室（部门）\n牵头人"
    form = Form(
        title=f"{system}“市县一体”\n“{way}”{what}工作情况",
        columns=(
            serial(),
            column(matter_header, "matter", width=56, required=True),
            column(lead, "responsible", kind=ResponsibleUnits(), width=38, required=True, centred=True),
            column("推进情况", "status", width=56, says=Says.STATUS),
            column("完成时限", "deadline", width=26, centred=True, hint=DEADLINE_HINT, says=Says.DEADLINE),
            column("进度评价", "progress", kind=Choice(PROGRESS), width=22, required=True, centred=True),
            column("备 注", "remark", width=20, may_lack=True),
        ),
        heading=(
            HeadingLine("包保领导", "leader", says=Says.LEADER),
            HeadingLine("责 任 人", "officer"),
            HeadingLine("责任科室", "office"),
            HeadingLine("截至日期", "as_of", hint="如 2023年9月", prefill=Prefill.ANEW),
        ),
        landscape=True,
    )
    title = f"{way}{what}"
    return theme(
        key,
        title,
        "人事科",
        MutualHelpItem,
        ProgressRule(*AS_THE_LEDGER, dated=True),
        form,
        AS_THE_LEDGER,
        ("progress",),
        subject="matter",
        done=is_done,
        **options,
    )
