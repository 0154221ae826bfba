"""A theme is checked when it is made: record, form, facts and credits must fit together."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve, field, frozen
from helpers.refusals import refused
from helpers.sample_records import key_work_item
from helpers.small_office import EFFECTIVE, OFFICE, PERSONNEL, ROSTER

from trafficlight import (
    BLUE,
    Clause,
    Entry,
    Form,
    Month,
    Rulebook,
    Tally,
    Theme,
    Unit,
    Verdict,
    column,
    notice,
    serial,
    tally,
)
from trafficlight.errors import ThemeError
from trafficlight.model import HeadingLine, OneUnit, Period, Progress, Responsibility, Whole
from trafficlight.rules import Credit, Earlier, Past, blue

DONE = Clause("P1", "全部办结为蓝色标识", "信访工作办法")


@frozen
class Petition:
    """信访事项."""

    unit: Unit
    received: int
    resolved: int
    remark: str = ""
    rate: float = field(init=False, default=0.0)


COLUMNS = (
    serial(),
    column("科室单位", "unit", kind=OneUnit(), required=True),
    column("受理数", "received", kind=Whole(), required=True),
    column("办结数", "resolved", kind=Whole(), required=True),
)
FORM = Form("信访办理情况", COLUMNS)


def petitions(**changes: Any) -> Theme[Petition]:
    """The theme, with some of its parts changed."""
    parts: dict[str, Any] = {
        "key": "petitions",
        "title": "信访办理",
        "record": Petition,
        "rule": lambda _: blue(because=DONE),
        "form": FORM,
        "clauses": (DONE,),
    }
    return Theme(**{**parts, **changes})


def test_a_theme_is_a_value() -> None:
    """No base class, no decorator, no registry: a record, a callable and a form, whose defaults may stay unfilled."""
    theme = petitions()
    assert theme.credited(Petition(OFFICE, 3, 3)) == (OFFICE,)
    assert theme.clauses == (DONE,)
    assert (theme.steward, theme.facts, theme.absence, theme.credit) == ("", (), None, Credit.ALL)


def _dated(record: Petition, *, period: Period) -> Verdict:
    return blue(because=DONE, note=f"{record.received}件，{period}")


def _dated_with_a_memory(record: Petition, past: Past[Petition], *, period: Period | None = None) -> Verdict:
    return blue(because=DONE, note=f"{len(past)}期，{period}")


@pytest.mark.parametrize(
    ("rule", "note"),
    [
        (_dated, "3件，2025年5月"),
        (_dated_with_a_memory, "1期，2025年5月"),
        (lambda record, period="一月": blue(because=DONE, note=period), "一月"),
        (functools.partial(_dated, period=Month(2025, 2)), "3件，2025年2月"),
    ],
)
def test_a_rule_may_ask_which_period_is_rated(rule: Any, note: str) -> None:
    """A keyword `period` is told; one that the rule's author has filled already stays what it is."""
    earlier: list[Earlier[Petition]] = [Earlier(Month(2025, 4), None, Tally())]
    assert petitions(rule=rule).judge(Petition(OFFICE, 3, 3), Past(Month(2025, 5), earlier)).note == note


@pytest.mark.parametrize("key", ["", "信 访", "a-b", "1a"])
def test_key(key: str) -> None:
    """A key is an identifier: programs write it."""
    with refused(ThemeError, match="identifier"):
        petitions(key=key)


def test_a_column_without_a_field() -> None:
    """A column that no attribute of the record takes would lose what is handed in."""
    form = evolve(FORM, columns=(*COLUMNS, column("满意度", "satisfaction")))
    with refused(ThemeError, match=r"form name fields that Petition lacks: \['satisfaction'\]"):
        petitions(form=form)


def test_a_computed_field_is_no_column() -> None:
    """A field that a record computes by itself cannot be filled."""
    with refused(ThemeError, match="rate"):
        petitions(form=evolve(FORM, columns=(*COLUMNS, column("办结率", "rate"))))


def test_a_field_without_a_column() -> None:
    """A field without a default that no column fills could never be read."""
    with refused(ThemeError, match=r"no column fills \['resolved'\] of Petition"):
        petitions(form=evolve(FORM, columns=COLUMNS[:-1]))


def test_a_heading_line_fills_a_field() -> None:
    """A fact above the table counts as a column, and may not be filled twice."""
    heading = (HeadingLine("办结数", "resolved", Whole(), required=True),)
    assert petitions(form=evolve(FORM, columns=COLUMNS[:-1], heading=heading)).form.heading == heading
    with refused(ThemeError, match=r"more than one cell fills \['resolved'\] of Petition"):
        petitions(form=evolve(FORM, heading=heading))


def test_a_field_of_two_columns() -> None:
    """Of two columns for one field, the second would silently win."""
    with refused(ThemeError, match="more than one cell fills"):
        petitions(form=evolve(FORM, columns=(*COLUMNS, column("办结数（季度）", "resolved", kind=Whole()))))


def test_facts_are_fields() -> None:
    """An explanation can quote only what the record has."""
    with refused(ThemeError, match="facts name fields that Petition lacks"):
        petitions(facts=("satisfaction",))


def test_clauses_differ_by_id() -> None:
    """A light names its clause by id."""
    with refused(ThemeError, match="differ by id"):
        petitions(clauses=(DONE, Clause("P1", "其余")))


@pytest.mark.parametrize("credit", [{}, {"credits": lambda record: (record.unit,)}])
def test_a_record_is_an_attrs_class(credit: dict[str, Any]) -> None:
    """Forms, JSON and explanations read a record's fields: it is an attrs class."""
    with refused(ThemeError, match="no attrs class: define it with @attrs.frozen"):
        petitions(record=dict, **credit)


@frozen
class Anonymous:
    """A record with two units, and nothing that says which it marks."""

    who: Unit
    whose: Unit
    received: int
    resolved: int


def test_whom_a_record_marks_must_be_said() -> None:
    """Where more than one field holds units, `credits` says whom a record marks; a field's name decides nothing."""
    columns = (column("单位", "who", kind=OneUnit()), column("对方", "whose", kind=OneUnit()))
    form = evolve(FORM, columns=(COLUMNS[0], *columns, *COLUMNS[2:]))
    with refused(ThemeError, match="say by credits= which units a Anonymous marks"):
        petitions(record=Anonymous, form=form)
    theme: Theme[Any] = petitions(record=Anonymous, form=form, credits=lambda record: [record.who])
    assert theme.credited(Anonymous(PERSONNEL, OFFICE, 1, 1)) == (PERSONNEL,)


@pytest.mark.parametrize(
    ("theme", "record"),
    [
        (notice.key_work(), key_work_item(Progress.DONE, OFFICE, PERSONNEL)),
        (evolve(notice.key_work(), credits=lambda _: [OFFICE, PERSONNEL, OFFICE]), key_work_item(Progress.DONE)),
    ],
)
def test_credit(theme: Theme[Any], record: Any) -> None:
    """All named units once each, or the lead alone (§3.8), whoever says which they are."""
    assert theme.credited(record) == (OFFICE, PERSONNEL)
    assert evolve(theme, credit=Credit.LEAD).credited(record) == (OFFICE,)


def test_partners_of_units_that_a_function_names_are_not_passed_over() -> None:
    """A function says whom a record marks and not who takes part: to ask for partners too would change nothing, unseen."""
    theme = evolve(notice.key_work(), credits=lambda _: [OFFICE])
    with refused(ThemeError, match="let it give them too"):
        evolve(theme, credit=Credit.PARTNERS)


@pytest.mark.parametrize(("credit", "marked"), [(Credit.ALL, 1), (Credit.LEAD, 1), (Credit.PARTNERS, 2)])
def test_who_takes_part_is_marked_by_a_value(credit: Credit, marked: int) -> None:
    """配合 units are shown and get no light of the item's, unless the agency says so (§4.26)."""
    record = evolve(key_work_item(Progress.DONE), responsible=Responsibility((OFFICE,), "张三", (PERSONNEL,)))
    theme = notice.key_work(credit=credit)
    rated = Rulebook("甲", EFFECTIVE, (theme,)).rate([Entry("key_work", record)], roster=ROSTER)
    counted = tally(rated, roster=ROSTER)
    assert counted[OFFICE] == Tally.of(BLUE)
    assert (OFFICE, PERSONNEL)[:marked] == rated[0].units
    assert counted[PERSONNEL] == (Tally.of(BLUE) if marked == 2 else Tally())


def test_with_form() -> None:
    """Another table over the same record is checked likewise."""
    form = evolve(FORM, title="信访办理推进情况")
    assert petitions().with_form(form).form.title == "信访办理推进情况"
    with pytest.raises(ThemeError):
        petitions().with_form(notice.key_work().form)


@pytest.mark.parametrize(
    "factory",
    [
        notice.key_work,
        notice.audit_projects,
        notice.three_firsts,
        notice.performance_assessment,
        notice.upward_funding_bureau,
        notice.upward_funding_county,
        notice.reform_bureau,
        notice.reform_county,
        notice.investment,
        notice.assistance,
        notice.appeals,
    ],
)
def test_the_notice_s_themes_are_values(factory: Callable[[], Theme[Any]]) -> None:
    """A factory gives equal themes that hash alike, so that ratings of two runs are equal too."""
    assert factory() == factory()
    assert hash(factory()) == hash(factory())


def test_responsibility_credits_its_units() -> None:
    """责任科室责任人 marks its units, the lead first."""
    record = key_work_item(Progress.DONE, responsible=Responsibility((PERSONNEL, OFFICE), "张三"))
    assert notice.key_work().credited(record) == (PERSONNEL, OFFICE)
