"""The contracts that another agency calls in its own tests: a good theme keeps them, and each broken one is caught."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
from attrs import define, evolve, field, frozen
from helpers.refusals import refused
from helpers.small_office import ROSTER, RULEBOOK
from hypothesis import strategies as st

from trafficlight import YELLOW, Clause, Form, Roster, Theme, Unit, Verdict, Vocabulary, column, serial
from trafficlight.errors import NoEvidence, UnreadableCell
from trafficlight.model import Choice, Items, OneUnit, Period, Text, Whole
from trafficlight.model._kinds import CellValue, text_of
from trafficlight.rules import Absence, Past, blue, red, yellow
from trafficlight.testing import check_clauses, check_form, check_rule, check_theme
from trafficlight.testing._laws import hold

ALL = Clause("P1", "全部办结为蓝色标识", "信访工作办法")
SOME = Clause("P2", "未全部办结为黄色标识", "信访工作办法")


@frozen
class Petition:
    """信访事项: how many a unit received and resolved."""

    unit: Unit
    received: int
    resolved: int


def rate_petition(petition: Petition) -> Verdict:
    """Blue when all are resolved."""
    return blue(because=ALL) if petition.resolved >= petition.received else yellow(because=SOME)


FORM = Form(
    "信访办理情况",
    (
        serial(),
        column("科室单位", "unit", kind=OneUnit(), required=True),
        column("受理数", "received", kind=Whole(), required=True),
        column("办结数", "resolved", kind=Whole(), required=True),
    ),
)
PETITIONS = Theme("petitions", "信访办理", Petition, rate_petition, FORM, (ALL, SOME))


def test_a_good_theme_keeps_them() -> None:
    """Another agency's theme, of which the library knows nothing, keeps all contracts."""
    check_theme(PETITIONS, ROSTER)


def test_a_crash() -> None:
    """A rule that divides by what may be zero is not total."""
    theme = evolve(PETITIONS, rule=lambda petition: blue(1 + petition.resolved // petition.received, because=ALL))
    with pytest.raises(ZeroDivisionError):
        check_rule(theme, ROSTER)


def test_no_verdict() -> None:
    """A rule that forgets a case returns nothing, which is no verdict."""

    def forgetful(petition: Petition) -> Any:
        return blue(because=ALL) if petition.received else None

    with pytest.raises(AssertionError, match="returns no Verdict but None"):
        check_rule(evolve(PETITIONS, rule=forgetful), ROSTER)


def test_a_refusal_is_no_crash() -> None:
    """A rule may refuse a record whose facts contradict each other."""

    def careful(petition: Petition) -> Verdict:
        if petition.resolved > petition.received:
            raise NoEvidence("受理数")
        return rate_petition(petition)

    check_theme(evolve(PETITIONS, rule=careful), ROSTER)


def test_a_rule_with_a_mood() -> None:
    """A rule that answers differently the second time is not deterministic."""
    turn = itertools.count()
    theme = evolve(PETITIONS, rule=lambda _: blue(1 + next(turn), because=ALL))
    with pytest.raises(AssertionError, match="equal records, two verdicts"):
        check_rule(theme, ROSTER)


@define
class Changeable:
    """A record that is not frozen."""

    unit: Unit
    received: int
    resolved: int


def test_a_rule_that_changes_its_record() -> None:
    """A rule reads; what it is given stays as it was."""

    def greedy(record: Changeable) -> Verdict:
        record.resolved += 1
        return blue(because=ALL)

    theme = Theme("petitions", "信访办理", Changeable, greedy, FORM, (ALL,))
    with pytest.raises(AssertionError, match="the rule changes its record"):
        check_rule(theme, ROSTER)


def test_a_clause_that_is_not_declared() -> None:
    """A light on grounds that the theme does not declare."""
    with pytest.raises(AssertionError, match="does not declare the clause 信访工作办法P2"):
        check_rule(evolve(PETITIONS, clauses=(ALL,)), ROSTER)
    absent = evolve(PETITIONS, absence=Absence(red(because=Clause("P3", "未报送")), ("departments",)))
    check_rule(absent, ROSTER)
    with pytest.raises(AssertionError, match="does not declare the clause"):
        check_clauses(absent, ROSTER)


def test_a_dead_letter() -> None:
    """A clause on which no record ever stands."""
    dead = Clause("P9", "受理数为负的，为红色标识")
    with pytest.raises(AssertionError, match=r"no record reaches \['P9“受理数为负的，为红色标识”'\]"):
        check_clauses(evolve(PETITIONS, clauses=(ALL, SOME, dead)), ROSTER)


def test_facts_that_do_not_exist() -> None:
    """A verdict that quotes a fact which the form lacks could not be explained."""
    theme = evolve(PETITIONS, rule=lambda _: evolve(blue(because=ALL), facts=("satisfaction",)))
    with pytest.raises(AssertionError, match=r"facts that the form lacks: \['satisfaction'\]"):
        check_rule(theme, ROSTER)


@pytest.mark.parametrize(
    ("credits", "problem"), [((), "marks no unit"), ((Unit("信息科"),), "units that the roster lacks")]
)
def test_marks_that_nobody_gets(credits: tuple[Unit, ...], problem: str) -> None:  # noqa: A002  # the field's name
    """A record that marks nobody, or a stranger."""
    with pytest.raises(AssertionError, match=problem):
        check_rule(evolve(PETITIONS, credits=lambda _: credits), ROSTER)


@frozen
class Lossy(Text):
    """A kind that prints less than it was given."""

    def show(self, value: str) -> str:
        """The first three characters."""
        return value[:3]


@frozen
class Stubborn(Whole):
    """A kind that prints what it cannot read."""

    def show(self, value: int | None) -> str:
        """The number and a word."""
        return f"{value}件"


@frozen
class Mute(Whole):
    """A kind that prints nothing."""

    def show(self, value: int | None) -> str:
        """Nothing."""
        return ""


@frozen
class Note:
    """A record with a text."""

    unit: Unit
    received: int
    remark: str = ""


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        (column("备注", "remark", kind=Lossy()), "remark is printed as"),
        (column("受理数", "received", kind=Stubborn(), required=True), "Stubborn prints '0件' and cannot read it back"),
        (column("受理数", "received", kind=Mute(), required=True), "a required cell of kind Mute is printed blank"),
    ],
)
def test_a_form_that_does_not_read_back(changed: Any, problem: str) -> None:
    """What is printed must be read as the same record."""
    columns = [
        column("科室单位", "unit", kind=OneUnit(), required=True),
        column("受理数", "received", kind=Whole(), required=True),
    ]
    columns = [one for one in columns if one.header != changed.header]
    theme = Theme("notes", "备忘", Note, lambda _: blue(because=ALL), Form("备忘", (*columns, changed)), (ALL,))
    check_rule(theme, ROSTER)
    with pytest.raises(AssertionError, match=problem):
        check_form(theme, ROSTER)


@frozen
class Stars:
    """A foreign kind: ★ to ★★★."""

    blank: None = None
    expected: str = "一至三颗星"

    def parse(self, cell: CellValue, roster: Roster) -> int | None:
        """The number of stars."""
        text = text_of(cell)
        if text.strip("★") or len(text) > 3:
            raise UnreadableCell(self.expected)
        return len(text)

    def show(self, value: int | None) -> str:
        """As many stars."""
        return "★" * (value or 0)


@frozen
class Visit:
    """回访: a record with a private field, a foreign kind, items and a word."""

    units: tuple[Unit, ...]
    stars: int | None
    _found: tuple[str, ...] = field(default=())
    kind: str | None = None

    @property
    def found(self) -> tuple[str, ...]:
        """发现事项."""
        return self._found


VISITS = Theme(
    "visits",
    "回访",
    Visit,
    lambda _: blue(because=ALL),
    Form(
        "回访情况",
        (
            column("科室单位", "units", kind=OneUnit()),
            column("满意度", "stars", kind=Stars()),
            column("发现事项", "_found", kind=Items()),
            column("类别", "kind", kind=Choice(Vocabulary("类别", [("甲", "甲"), ("乙", "乙")]))),
        ),
    ),
    (ALL,),
    credits=lambda visit: [unit for unit in [visit.units] if isinstance(unit, Unit)] or [next(iter(ROSTER))],
)


def test_a_foreign_kind_is_given_its_strategy() -> None:
    """A kind that the library does not know needs a strategy for its fields; all else is drawn by the form."""
    with refused(TypeError, match="no strategy for the foreign kind Stars; give it a method strategy"):
        check_theme(VISITS, ROSTER)
    check_theme(VISITS, ROSTER, stars=st.none() | st.integers(1, 3))


def test_a_strategy_for_no_field() -> None:
    """A strategy for a field that the form does not fill is a slip of the pen."""
    with refused(TypeError, match="the form of 'petitions' fills no recieved"):
        check_theme(PETITIONS, ROSTER, recieved=st.just(1))


def test_the_notice_s_own_themes_keep_them_over_any_roster() -> None:
    """A roster of one unit a board will do."""
    small = Roster([evolve(board, lines=board.lines[:1]) for board in ROSTER.boards])
    check_theme(RULEBOOK.theme("three_firsts"), small)


def test_a_clause_of_the_year_s_end_is_reached() -> None:
    """A rule that asks which period is rated is shown one in the year and its last; what it lights wrongly in either is seen."""

    def at_the_end(petition: Petition, *, period: Period | None = None) -> Verdict:
        last = period is not None and period.last_day.month == 12
        return blue(because=ALL) if last else rate_petition(petition)

    check_theme(evolve(PETITIONS, rule=at_the_end), ROSTER)
    only_some = evolve(PETITIONS, rule=at_the_end, clauses=(SOME,))
    with pytest.raises(AssertionError, match="does not declare"):
        check_rule(only_some, ROSTER, received=st.just(2), resolved=st.just(1))


def test_a_rule_with_a_memory_is_shown_several_months() -> None:
    """What a rule says of a second month is seen, also behind one that it refused: its lights, its clauses, its own faults."""
    again = Clause("P3", "连续两月未全部办结为红色标识", "信访工作办法")

    def remembering(petition: Petition, past: Past[Petition]) -> Verdict:
        if petition.resolved > petition.received:
            raise NoEvidence("受理数")
        if past.running(YELLOW) and petition.resolved < petition.received:
            return red(because=again)
        return rate_petition(petition)

    theme = evolve(PETITIONS, rule=remembering, clauses=(ALL, SOME, again))
    check_theme(theme, ROSTER)
    with pytest.raises(AssertionError, match="does not declare the clause 信访工作办法P3"):
        check_rule(evolve(theme, clauses=(ALL, SOME)), ROSTER)


def test_a_rule_that_reads_more_than_it_says() -> None:
    """A rule of which equal facts are asked once must rest on these alone."""

    @frozen
    class Rule:
        reads: tuple[str, ...]

        def __call__(self, petition: Petition) -> Verdict:
            return rate_petition(petition)

    check_rule(evolve(PETITIONS, rule=Rule(("received", "resolved"))), ROSTER)
    with pytest.raises(AssertionError, match="alone, it says"):
        check_rule(evolve(PETITIONS, rule=Rule(("received",))), ROSTER)


@pytest.fixture
def forbearing() -> Iterator[None]:
    """A profile of the host's that minds nothing which is filtered out."""
    name = hypothesis.settings.get_current_profile_name()
    ours = hypothesis.settings(suppress_health_check=[hypothesis.HealthCheck.filter_too_much])
    hypothesis.settings.register_profile("forbearing", ours)
    hypothesis.settings.load_profile("forbearing")
    yield
    hypothesis.settings.load_profile(name)


@pytest.mark.usefixtures("forbearing")
def test_a_hosts_own_profile_is_kept() -> None:
    """What a host's profile of Hypothesis lets pass, the contracts let pass, too."""
    seldom = st.integers().filter(lambda number: number % 97 == 3)
    check_rule(PETITIONS, ROSTER, received=seldom)


def test_a_slow_machine_breaks_no_law() -> None:
    """An example that took longer than Hypothesis allows a test is no fault of the rule: the deadline of the profile is left out."""
    slow = iter([True])

    def law(_: int) -> None:
        if next(slow, False):
            time.sleep(0.3)

    with_deadline = hypothesis.settings(deadline=200, max_examples=5, database=None)
    usual = hypothesis.settings.get_current_profile_name()
    hypothesis.settings.register_profile("with a deadline", with_deadline)
    hypothesis.settings.load_profile("with a deadline")
    try:
        hold(law, st.integers())
    finally:
        hypothesis.settings.load_profile(usual)
