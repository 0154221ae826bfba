"""共用部分: what an agency may change in any theme of the notice, where it is applied, and how offices call the columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypedDict, TypeVar

from attrs import evolve

from trafficlight.model._checks import StringSet
from trafficlight.model._forms import Form
from trafficlight.model._kinds import Choice, Items
from trafficlight.model._vocabulary import Progress, Vocabulary
from trafficlight.rules._themes import Absence, Credit, Level, Theme
from trafficlight.rules._verdicts import Clause, Verdict, red

R = TypeVar("R")

NOTICE: Final = "济审办发〔2023〕5号"
"""The notice 《关于进一步强化精准督导持续抓好工作落实的通知》."""
DEADLINE_HINT: Final = "写到日或到月，如 2023年12月31日、2023年12月底"


class ThemeOptions(TypedDict, total=False):
    """专题选项: what every theme of the notice takes.

    `steward` is the department that collects and colours (牵头科室), `agency` how the agency names itself (市审计局).
    """

    steward: str
    agency: str


class ItemOptions(ThemeOptions, total=False):
    """工作事项类专题的选项: also `credit`, whom a joint item marks (§3.8), and `progress`, the words of 进度评价 (§3.12)."""

    credit: Credit
    progress: Vocabulary[Progress]


class UnitOptions(ThemeOptions, total=False):
    """逐单位报送类专题的选项: also `boards`, where a unit without a row is red (§3.4), and `nothing`, the words for none (§3.17)."""

    boards: tuple[str, ...]
    nothing: StringSet


def clause(id: str, words: str, place: str, *, verbatim: bool = True) -> Clause:
    """A clause in the notice's own words, at its place there; a reading where an agency has changed the words (§4.40)."""
    return Clause(id, words, NOTICE, not verbatim, place if verbatim else "")


def reading(id: str, words: str) -> Clause:
    """What we decided where the notice is silent (§3)."""
    return Clause(id, words, NOTICE, reading=True)


def colours_note(*clauses: Clause) -> str:
    """The note that says how a table is coloured."""
    return f"{'；'.join(clause.words for clause in clauses)}。"


def theme(
    key: str,
    title: str,
    usual_steward: str,
    record: type[R],
    rule: Callable[[R], Verdict],
    form: Form,
    clauses: tuple[Clause, ...],
    facts: tuple[str, ...],
    *,
    subject: str = "",
    level: Callable[[R], Level | None] | None = None,
    done: Callable[[R], bool] | None = None,
    doing: str = "标注颜色和解释",
    absent: Clause | None = None,
    usual_boards: tuple[str, ...] = (),
    steward: str | None = None,
    agency: str = "市审计局",
    credit: Credit = Credit.ALL,
    progress: Vocabulary[Any] | None = None,
    boards: tuple[str, ...] | None = None,
    nothing: StringSet | None = None,
) -> Theme[R]:
    """A theme of the notice with what an agency changes in it: the one place where the options above are applied.

    Below the table stand the form's notes and who colours; several are numbered. A unit without a row is red by `absent`,
    a reading: the notice is silent about it (§4.40).
    """
    who = usual_steward if steward is None else steward
    notes = (*form.notes, f"该项工作由{agency}督查工作专班成员单位{who}负责{doing}。")
    if len(notes) > 1:
        notes = tuple(f"{number}.{note}" for number, note in enumerate(notes, 1))
    columns = tuple(
        evolve(each, kind=Choice(progress))
        if progress is not None and each.fields == ("progress",)
        else evolve(each, kind=evolve(each.kind, nothing=nothing))
        if nothing is not None and isinstance(each.kind, Items)
        else each
        for each in form.columns
    )
    return Theme(
        key=key,
        title=title,
        steward=who,
        record=record,
        rule=rule,
        form=with_usual_aliases(evolve(form, columns=columns, notes=notes)),
        clauses=clauses if absent is None else (*clauses, absent),
        facts=facts,
        subject=subject,
        level=level,
        done=done,
        credit=credit,
        absence=None if absent is None else Absence(red(because=absent), usual_boards if boards is None else boards),
    )


ALIASES: Final[Mapping[str, tuple[str, ...]]] = {
    "序号": ("编号", "序"),
    "工作事项": (
        "重点工作事项", "重点工作", "重点工作任务", "重点任务", "事项", "事项名称", "工作内容", "工作任务", "工作名称",
        "工作事项名称", "任务名称", "重点工作内容", "项目名称", "审计项目", "审计项目名称", "重点审计项目",
    ),
    "任务目标": ("工作目标", "目标任务", "年度目标", "目标", "目标要求", "工作目标任务", "年度任务目标", "年度目标任务"),
    "推进情况": (
        "进展情况", "工作进展", "工作进展情况", "推进落实情况", "落实情况", "完成情况", "工作推进情况", "工作完成情况",
        "目前进展", "目前进展情况", "进展", "工作开展情况",
    ),
    "进度评价": ("进度评定", "推进评价", "工作进度评价", "评价", "进展评定", "完成进度"),
    "分管负责人": ("分管领导", "分管局领导", "局分管领导", "责任领导", "分管责任人"),
    "分管领导": ("分管负责人", "分管局领导", "局分管领导", "责任领导"),
    "责任科室责任人": (
        "责任科室", "责任单位", "责任部门", "牵头科室", "承办科室", "责任科室及责任人", "责任科室和责任人", "责任科室、责任人",
        "责任科室/责任人", "责任科室负责人", "责任科室及负责人", "责任单位责任人", "责任单位及责任人", "责任单位和责任人",
    ),
    "任务来源": ("来源", "工作来源", "事项来源", "任务出处", "部署来源", "交办来源"),
    "备注": ("备注说明", "备考"),
    "科室单位": ("科室", "科室名称", "科室(单位)", "科室、单位", "科室/单位", "单位", "报送单位", "填报单位"),
    "单位名称": ("县市区", "县区", "县(市、区)", "县市区审计局", "县区审计局", "单位", "报送单位", "填报单位"),
    "争取情况": ("争取类别",),
    "争资金": ("争取资金", "资金"),
    "争政策": ("争取政策", "政策"),
    "争项目": ("争取项目", "项目"),
    "已争取事项": ("已争取", "已争取情况", "已争取项目"),
    "拟争取事项": ("拟争取", "拟争取情况", "拟争取项目"),
    "认定数": ("认定项数", "认定个数", "认定数量", "已认定数", "已认定项数", "认定项目数"),
    "认定名次": ("名次", "排名", "认定排名", "考核名次", "考核排名", "年终名次", "年终排名"),
    "认定": ("是否认定", "是否已认定", "认定情况", "认定与否"),
    "考核指标内容": ("考核指标", "指标内容", "考核内容", "指标名称"),
    "考核单位": ("考核部门", "考核主体"),
    "牵头科室": ("责任科室", "牵头责任科室", "牵头部门", "牵头单位"),
    "责任人": ("责任人姓名", "具体责任人"),
    "总体任务目标": ("任务目标", "总体目标", "总体目标任务", "总体任务"),
    "完成时限": ("完成时间", "时限", "办结时限", "完成期限", "时限要求"),
    "责任部门/科室": ("责任科室", "责任部门", "责任部门科室", "责任部门、科室", "责任科室/部门"),
    "类别": ("类型", "事项类别"),
    "开展情况": ("工作开展情况", "招商开展情况", "活动开展情况"),
    "主要成效": ("工作成效", "取得成效", "成效"),
    "督导帮扶事项": ("督帮事项", "帮扶事项"),
    "诉求事项": ("诉求", "诉求内容"),
}  # fmt: skip
"""Header → the words that mean the same, as the forms of other years and bureaus have them; `Form.with_aliases` adds more."""


def with_usual_aliases(form: Form) -> Form:
    """The form, its columns understood under their usual other words."""
    labels = {column.label for column in form.columns}
    return form.with_aliases({label: words for label, words in ALIASES.items() if label in labels})
