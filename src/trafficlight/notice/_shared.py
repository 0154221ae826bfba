"""共用部分: what an agency may change in any theme of the notice, and where it is applied."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypedDict, TypeVar

from attrs import evolve

from trafficlight.model._checks import StringSet
from trafficlight.model._forms import Form
from trafficlight.model._kinds import Choice, Items
from trafficlight.model._vocabulary import Progress, Vocabulary
from trafficlight.notice._headers import with_usual_aliases
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
    """A clause in the notice's own words, at its place there; a reading where an agency has changed the words (§4.32)."""
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
