"""所述: checks and forms find leader, deadline and source by what a column says, under any name of a record's field."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from attrs import evolve, frozen
from helpers.office_sheets import xlsx
from sheets.test_checks_leaders import LED

import trafficlight as tl
from trafficlight.model import PROGRESS, Choice, Column, Form, HeadingLine, OneUnit, Progress, Says, column, serial
from trafficlight.notice import LevelBySource
from trafficlight.rules import Clause, Level, Verdict, unlit
from trafficlight.sheets.writing.validation import Names

CLAUSE = Clause("X1", "一律不标注")
LEVEL = LevelBySource()


@frozen
class Task:
    """A task of another agency's, whose fields have names of their own."""

    what: str
    office: tl.Unit
    how: Progress
    boss: str = ""
    until: str = ""
    whence: str = ""


def judge(_: Task) -> Verdict:
    """No light."""
    return unlit(because=CLAUSE)


def whose(task: Task) -> Level | None:
    """By where the task comes from; None where that tells nothing."""
    return LEVEL.of(task.whence)


FORM = Form(
    "督查事项",
    (
        serial(),
        column("事项", "what", required=True),
        column("单位", "office", kind=OneUnit(), required=True),
        column("状态", "how", kind=Choice(PROGRESS), required=True),
        column("分管领导", "boss", says=Says.LEADER),
        column("何时完成", "until", says=Says.DEADLINE),
        column("来源", "whence", says=Says.SOURCE),
    ),
)
THEME: Any = tl.Theme(
    "tasks", "督查事项", Task, judge, FORM, (CLAUSE,), subject="what", light="how", level=whose, facts=("how",)
)


def found(theme: Any, *row: Any, head: Any = FORM) -> set[str]:
    """The codes of the doubts about a row, faults or warnings."""
    sheet = [["督查事项"], ["截至日期：2023年9月28日"], [one.header for one in head.columns], [1, *row]]
    reading = tl.sheets.read(
        xlsx(("督查", sheet, ())), themes=[theme], roster=LED.roster, file_name="督查.xlsx", collect=True,
        checks=tl.sheets.Checks.every(tl.sheets.Severity.WARNING),
    )  # fmt: skip
    assert not reading.report.faults
    return {one.check for one in reading.report.warnings}


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        (["甲事", "办公室", "正常推进", "张三", "2023年12月", "局党组会议"], set()),
        (["甲事", "办公室", "正常推进", "李四", "2023年12月", "局党组会议"], {"leaders"}),
        (["甲事", "秘书科", "正常推进", "李四副局长", "2023年12月", "局党组会议"], {"leader_titles"}),
        (["甲事", "办公室", "正常推进", "张三", "2023年8月", "局党组会议"], {"overdue"}),
        (["甲事", "办公室", "已办结", "张三", "2023年8月", "局党组会议"], set()),
        (["甲事", "办公室", "正常推进", "张三", "2023年12月", None], {"source_missing"}),
        (["甲事", "办公室", "正常推进", "张三", "2023年12月", "群众来信"], {"source_unknown"}),
    ],
)
def test_another_agencys_theme_is_checked_the_same(row: list[Any], codes: set[str]) -> None:
    """Whatever its fields are called; a form whose columns say nothing is not asked."""
    assert found(THEME, *row) == codes
    silent = evolve(FORM, columns=[evolve(one, says=None) for one in FORM.columns])
    assert found(THEME.with_form(silent), *row) == set()


def test_the_form_offers_the_rosters_leaders() -> None:
    """Where a column says that a leader stands there, and nowhere else."""
    names = Names(LED.roster, ())
    offered = {one.header: names.offer(one).words for one in FORM.columns if one.header not in {"单位", "状态"}}
    assert offered.pop("分管领导") == ("张三", "李四", "总审计师")
    assert not any(offered.values())


def test_items_planned_are_found_under_any_name() -> None:
    """A planned item that says it is recognised would change a light, by whatever field the record plans it (§4.21)."""
    theme = next(theme for theme in LED.themes(None) if theme.key == "reform_bureau")
    own = attrs.make_class(
        "Own",
        {"unit": attrs.field(), "leader": attrs.field(default=""), "won": attrs.field(default=()),
         "to_come": attrs.field(default=()), "recognised": attrs.field(default=None)},
        frozen=True,
    )  # fmt: skip
    own.planned = property(lambda record: record.to_come)  # type: ignore[attr-defined]
    columns = [
        evolve(one, fields=tuple("to_come" if name == "planned" else name for name in one.fields))
        for one in theme.form.columns
    ]
    form = evolve(theme.form, columns=columns)
    made: Any = evolve(theme, record=own, form=form, facts=("won", "to_come"), credits=lambda record: (record.unit,))
    sheet: list[list[Any]] = [
        ["改革创新"],
        [one.header for one in form.columns],
        [1, "办公室", None, "无", "试点（已认定）"],
    ]
    reading = tl.sheets.read(
        xlsx(("改革", sheet, ())), themes=[made], roster=LED.roster, file_name="改革.xlsx", collect=True
    )
    faults: Any = reading.report.faults
    assert [fault.cell for fault in faults] == ["E3"]


def test_no_two_cells_say_the_same() -> None:
    """A form with two leaders could not be asked for its leader."""
    with pytest.raises(ValueError, match=r"分管领导"):
        Form("表", (column("甲", "one", says=Says.LEADER),), heading=(HeadingLine("乙", "two", says=Says.LEADER),))
    with pytest.raises(TypeError):
        column("甲", "one", says="leader")  # type: ignore[arg-type]
    line = HeadingLine("包保领导", "boss", says=Says.LEADER)
    assert Form("表", (Column("甲", ("one",)),), heading=(line,)).field_saying(Says.LEADER) == "boss"
    assert FORM.field_saying(Says.STATUS) == ""
