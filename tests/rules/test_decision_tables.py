"""判定表: the first row that holds decides; what cannot be told is refused, when it is made or when it is asked."""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal
from typing import Any

import pytest
from attrs import frozen
from helpers.small_office import RULEBOOK
from hypothesis import given
from hypothesis import strategies as st

from trafficlight import BLUE, Clause, Quarter, Rulebook, Tally
from trafficlight.errors import NoEvidence
from trafficlight.model import Form, Unit, column
from trafficlight.rules import Case, Condition, DecisionTable, Past, Theme, blue, red, unlit, where, yellow

GOOD, BAD, REST = Clause("1", "好为蓝"), Clause("2", "差为红"), Clause("3", "其余不标注")


class Grade(enum.Enum):
    """等次."""

    A = "甲"
    B = "乙"


@frozen
class Report:
    """A record with a fact of each type."""

    days: int | None = None
    rate: Decimal | None = None
    grade: Grade | None = None
    done: bool | None = None
    due: dt.date | None = None
    text: str = ""


HOLDS = [
    (where("days").equals(3, 4), Report(days=4), Report(days=5)),
    (where("days").at_least(3), Report(days=3), Report(days=2)),
    (where("days").more_than(3), Report(days=4), Report(days=3)),
    (where("rate").at_most(Decimal("0.5")), Report(rate=Decimal("0.50")), Report(rate=Decimal("0.51"))),
    (where("rate").less_than(Decimal("0.5")), Report(rate=Decimal("0.49")), Report(rate=Decimal("0.5"))),
    (where("grade").equals(Grade.A), Report(grade=Grade.A), Report(grade=Grade.B)),
    (where("due").less_than(dt.date(2023, 9, 1)), Report(due=dt.date(2023, 8, 31)), Report(due=dt.date(2023, 9, 1))),
    (where("done").equals(True), Report(done=True), Report(done=False)),  # noqa: FBT003  # the value that is asked for
    (where("text").is_filled(), Report(text="有"), Report()),
    (where("text").is_blank(), Report(), Report(text="有")),
]


@pytest.mark.parametrize(("condition", "met", "unmet"), HOLDS, ids=lambda value: str(value)[:20])
def test_a_condition_holds_at_its_threshold(condition: Condition, met: Report, unmet: Report) -> None:
    """Each comparison holds on its own side of the threshold and not on the other."""
    assert condition.holds(met)
    assert not condition.holds(unmet)


@pytest.mark.parametrize("condition", [condition for condition, _, _ in HOLDS[:-1]], ids=str)
def test_a_blank_fact_is_nothing(condition: Condition) -> None:
    """A fact that is not there equals nothing, and is neither more nor less than anything: no light by what nobody said."""
    assert not condition.holds(Report())


def test_yes_is_not_one() -> None:
    """A yes is no number: `True` equals 1 in Python, and no condition."""
    assert not where("done").equals(1).holds(Report(done=True))
    assert not where("days").equals(True).holds(Report(days=1))  # noqa: FBT003  # the value that is asked for


def test_the_first_row_decides() -> None:
    """Rows are tried in order, the last may hold always."""
    table = DecisionTable(
        Case(red(because=BAD), where("days").at_least(10)),
        Case(blue(because=GOOD), where("days").at_least(3), where("text").is_filled()),
        Case(unlit(because=REST)),
    )
    assert [
        table(Report(days, text=text)).because.id for days, text in ((12, "有"), (3, "有"), (3, ""), (None, "有"))
    ] == [
        "2",
        "1",
        "3",
        "3",
    ]
    assert table.fields == ("days", "text")


def test_as_many_marks_as_a_field_says() -> None:
    """“认定几项，负责科室单位同等数量蓝色标识”: the marks are counted so often, and 0 is no light."""
    table = DecisionTable(Case(blue(because=GOOD), times="days"), Case(red(because=BAD)))
    assert table(Report(days=3)).marks == Tally.of(BLUE, 3)
    assert table(Report(days=0)).because == table(Report()).because == BAD


def test_a_row_of_the_year_s_end() -> None:
    """“年终” rows hold in a period that ends with the year alone; a theme tells its table which period is rated."""
    table = DecisionTable(Case(blue(because=GOOD), at_year_end=True), Case(red(because=BAD)))
    form = Form("逾期", [column("单位", "unit", required=True), column("天数", "late", required=True)])
    theme: Theme[Any] = Theme("late", "逾期", Late, table, form, [GOOD, BAD])
    late = Late(Unit("办公室"), 1)
    periods = (Quarter(2023, 3), Quarter(2023, 4), None)
    assert [theme.judge(late, Past(period)).because for period in periods] == [BAD, GOOD, BAD]


def test_no_row_holds() -> None:
    """A record of which no row holds gets no light: the rule names the facts and what it would have taken."""
    table = DecisionTable(Case(blue(because=GOOD), where("days").at_least(3)))
    with pytest.raises(NoEvidence, match="days≥3"):
        table(Report(days=2))


def test_what_a_row_would_have_taken_is_told_in_both_languages() -> None:
    """What is blank, and the conditions of one row beside each other, are said in English, too."""
    table = DecisionTable(Case(blue(because=GOOD), where("days").at_least(3), where("days").is_blank()))
    with pytest.raises(NoEvidence, match=r"days≥3，days空") as caught:
        table(Report(days=2))
    assert caught.value.say("en").endswith("expected one of days≥3 and days is blank")


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: where("days").equals(0.5), id="float"),  # type: ignore[arg-type]
        pytest.param(lambda: where("days").equals(None), id="none"),  # type: ignore[arg-type]
        pytest.param(lambda: where("days").equals(), id="nothing"),
        pytest.param(lambda: where("text").equals(""), id="blank"),
        pytest.param(lambda: where("rate").at_least(Decimal("0.1234567890123456")), id="too many digits"),
        pytest.param(lambda: where("rate").at_least(Decimal("NaN")), id="no number"),
        pytest.param(lambda: where(""), id="no field"),
        pytest.param(lambda: Case("blue"), id="no verdict"),  # type: ignore[arg-type]
        pytest.param(lambda: Case(blue(because=GOOD), "days"), id="no condition"),  # type: ignore[arg-type]
        pytest.param(lambda: DecisionTable(), id="no row"),  # noqa: PLW0108  # it raises when it is made
        pytest.param(lambda: DecisionTable(Case(blue(because=GOOD)), Case(red(because=BAD))), id="row never reached"),
        pytest.param(lambda: DecisionTable(Case(blue(because=GOOD), at_year_end=True)), id="no row before the end"),
        lambda: DecisionTable(blue(because=GOOD)),  # type: ignore[arg-type]
    ],
)
def test_refused_when_made(make: Any) -> None:
    """A float, a blank, more digits than an engine keeps, a row behind one that always holds: said where it is written."""
    with pytest.raises((TypeError, ValueError)):
        make()


@given(days=st.integers(-5, 15), limit=st.integers(1, 9))
def test_a_theme_takes_it_as_its_rule(days: int, limit: int) -> None:
    """A table is a rule as any other, and its threshold is part of the edition's digest (§4.34)."""

    def book(least: int) -> Rulebook:
        table = DecisionTable(Case(red(because=BAD), where("late").at_least(least)), Case(yellow(because=GOOD)))
        form = Form("逾期", [column("单位", "unit", required=True), column("天数", "late", required=True)])
        theme: Theme[Any] = Theme("late", "逾期", Late, table, form, [GOOD, BAD])
        return Rulebook("逾期", dt.date(2023, 1, 1), [theme])

    (theme,) = book(limit)
    assert (theme.judge(Late(Unit("办公室"), days)).because == BAD) == (days >= limit)
    assert book(limit).edition.digest == book(limit).edition.digest != book(limit + 1).edition.digest


@frozen
class Late:
    """A unit and its days late."""

    unit: Unit
    late: int


@pytest.mark.parametrize(
    "theme", [theme for theme in RULEBOOK if theme.key == "three_firsts"], ids=lambda theme: theme.key
)
def test_the_notice_says_its_rules_as_tables(theme: Theme[Any]) -> None:
    """A4-2.2 as rows: certified and done, done alone, and the rest by 进度评价."""
    rule: Any = theme.rule
    assert [str(case.conditions[-1]) for case in rule.decision_table.cases] == [
        "certified=True",
        "progress=已办结",
        "progress=已办结",
        "progress=正常推进",
        "progress=推进缓慢",
        "progress=严重滞后",
    ]
