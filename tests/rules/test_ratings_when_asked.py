"""评定结果: a rating is made when it is looked at, and whoever looks sees what he would see of ratings made at once."""

from __future__ import annotations

import datetime as dt
import pickle
from typing import Any

import pytest
from attrs import evolve, frozen
from helpers.sample_records import key_work_item, task
from helpers.small_office import DEPARTMENTS, OFFICE, PERSONNEL, ROSTER, RULEBOOK
from hypothesis import given
from hypothesis import strategies as st

from trafficlight import (
    BLUE,
    RED,
    YELLOW,
    Clause,
    Entry,
    Rulebook,
    Tally,
    Theme,
    Unit,
    Verdict,
    determine,
    notice,
)
from trafficlight.errors import RatingFaults, ThemeError
from trafficlight.model import Form, Progress, Units, Whole, column
from trafficlight.notice._assessments import CertifiedRule
from trafficlight.ranking import tally, tally_by_theme
from trafficlight.rules import Case, Coverage, Credit, DecisionTable, Ratings, blue, flags, red, where
from trafficlight.testing import determinations, entries, ratings

SOME, MORE = Clause("1", "不足三件为红"), Clause("2", "三件及以上为蓝")


@frozen
class Count:
    """How much some units did."""

    units: tuple[Unit, ...]
    number: Any


def counting(rule: Any, **options: Any) -> Rulebook:
    """A rulebook of one theme over `Count`."""
    form = Form("办件", [column("单位", "units", kind=Units(), required=True), column("件数", "number", kind=Whole())])
    theme: Theme[Any] = Theme("counts", "办件", Count, rule, form, [SOME, MORE], **options)
    return Rulebook("办件", dt.date(2023, 1, 1), [theme])


def lights(book: Rulebook, *records: Count) -> list[Tally]:
    """The lights of records."""
    return [one.marks for one in book.rate([Entry("counts", record) for record in records], roster=ROSTER)]


@given(ratings(RULEBOOK, ROSTER), st.data())
def test_all_questions_have_the_same_answers(drawn: Ratings, data: st.DataObject) -> None:
    """What is asked of ratings that are made when asked is answered as of the same ratings in a list."""
    drawn = determine(drawn, data.draw(determinations(drawn)))
    made = Ratings(list(drawn), drawn.period, drawn.coverage)
    assert drawn == made
    assert (hash(drawn), repr(drawn), drawn.rows, len(drawn)) == (hash(made), repr(made), made.rows, len(made))
    assert (drawn.editions, drawn.flagged(), flags(drawn)) == (made.editions, made.flagged(), flags(made))
    assert (drawn[1:3], drawn[::-2]) == (made[1:3], made[::-2])
    assert dict(drawn.by_theme()) == dict(made.by_theme())
    assert [*drawn.by_theme()] == [*made.by_theme()]
    for unit in ROSTER:
        assert drawn.of(unit) == made.of(unit)
        assert drawn.of(unit).flagged() == made.of(unit).flagged()
    for rating in made[:2]:
        clause = rating.verdict.because
        assert drawn.resting_on(clause) == made.resting_on(clause)
    assert pickle.loads(pickle.dumps(drawn)) == made  # noqa: S301  # our own
    assert pickle.loads(pickle.dumps(drawn[1:])) == made[1:]  # noqa: S301
    assert tally(drawn, roster=ROSTER) == tally(made, roster=ROSTER)
    assert tally(drawn[1:], roster=ROSTER) == tally(made[1:], roster=ROSTER)
    assert tally_by_theme(drawn, roster=ROSTER) == tally_by_theme(made, roster=ROSTER)
    assert tally(drawn, roster=ROSTER, counts=lambda _, unit: unit in ROSTER) == tally(made, roster=ROSTER)


@given(st.lists(st.one_of([entries(theme, ROSTER) for theme in RULEBOOK]), max_size=8))
def test_each_theme_is_numbered_by_itself(given_entries: list[Entry[Any]]) -> None:
    """Entries of several themes, in any order: an entry without a number has that of its place in its theme."""
    came = [evolve(entry, serial=None) for entry in given_entries]
    try:
        rated = RULEBOOK.rate(came, roster=ROSTER)
    except RatingFaults:
        return
    for key, group in rated.by_theme().items():
        assert [one.serial for one in group] == list(range(1, len(group) + 1))
        assert [one.record for one in group] == [entry.record for entry in came if entry.theme == key]


def test_a_rating_is_made_once() -> None:
    """Who looks twice sees the same object, by itself, in a part and in passing: programs mark what they saw by its identity."""
    rated = RULEBOOK.rate([Entry("key_work", key_work_item(word)) for word in Progress], roster=ROSTER)
    assert rated[2] is rated[2]
    assert [*rated][2] is rated[2] is rated[2:][0] is rated.of(OFFICE)[2] is rated.rows[2]


def test_a_part_takes_nothing_else_along() -> None:
    """An extract that is sent to another process holds its own ratings alone."""
    rated = RULEBOOK.rate([Entry("key_work", key_work_item(Progress.SLOW)) for _ in range(500)], roster=ROSTER)
    assert len(pickle.dumps(rated[:1])) < len(pickle.dumps(rated)) / 2


def test_of_equal_facts_a_rule_is_asked_once() -> None:
    """A rule that says on which facts it rests is asked once of each; another is asked of every record."""

    @frozen
    class Asked:
        asked: list[Any]

        def __call__(self, record: Count) -> Verdict:
            self.asked.append(record.number)
            return blue(because=MORE)

    class OfFacts(Asked):
        reads = ("number",)

    few = [Count((OFFICE,), number) for number in (1, 2, 1, None, 2, 1)]
    for kind, times in ((Asked, 6), (OfFacts, 3)):
        rule = kind([])
        assert lights(counting(rule), *few) == [Tally.of(BLUE)] * 6
        assert len(rule.asked) == times


def test_what_a_rule_reads_exists() -> None:
    """A rule that says that it reads a fact which no record has is refused with its theme."""

    class OfNothing(DecisionTable):
        reads = ("nummer",)

    with pytest.raises(ThemeError, match="nummer"):
        counting(OfNothing(Case(blue(because=MORE))))


def test_a_subclass_that_judges_otherwise_is_asked_itself() -> None:
    """What a class reads says nothing of a subclass with a judgement of its own."""

    @frozen
    class Stricter(CertifiedRule[Any]):
        def __call__(self, record: Any, *, period: Any = None) -> Verdict:
            return red(because=self.pending) if record.remark else super().__call__(record, period=period)

    rule: Any = notice.three_firsts().rule
    parts = (rule.by_progress, rule.pending, rule.certificate, rule.certified)
    theme = evolve(notice.three_firsts(), rule=Stricter(*parts))
    given_tasks = [task(Progress.SLOW), evolve(task(Progress.SLOW), remark="违规")]
    book = Rulebook("更严", dt.date(2023, 1, 1), [theme])
    rated = book.rate([Entry(theme.key, one) for one in given_tasks], roster=ROSTER)
    assert [one.marks for one in rated] == [Tally.of(YELLOW), Tally.of(RED)]


TABLE = DecisionTable(
    Case(blue(because=MORE), where("number").at_least(3)), Case(red(because=SOME), where("number").less_than(3))
)


def test_more_facts_than_are_kept() -> None:
    """Numbers may all be different: each has its own light, however many there are, and the counts are theirs."""
    records = [Count((OFFICE, PERSONNEL), 1000 + number) for number in range(5000)]
    records += [Count((OFFICE,), number) for number in (1, 2, 3)]
    rated = counting(TABLE).rate([Entry("counts", one) for one in records], roster=ROSTER)
    assert [one.marks for one in rated[4999:]] == [Tally.of(BLUE), Tally.of(RED), Tally.of(RED), Tally.of(BLUE)]
    assert tally(rated, roster=ROSTER)[OFFICE] == Tally({BLUE: 5001, RED: 2})
    assert tally(rated, roster=ROSTER)[PERSONNEL] == Tally({BLUE: 5000})


def test_more_tallies_than_are_counted_on_the_way() -> None:
    """As many marks as a field says: each count is right, also where there are more kinds than fit beside the rating."""
    table = DecisionTable(Case(blue(because=MORE), times="number"), Case(red(because=SOME)))
    rated = counting(table).rate([Entry("counts", Count((OFFICE,), at)) for at in range(100)], roster=ROSTER)
    assert tally(rated, roster=ROSTER)[OFFICE] == Tally({BLUE: sum(range(100)), RED: 1})


def test_yes_is_not_one_where_facts_are_kept() -> None:
    """What a rule said of 1 is not said of True, and the other way round."""
    table = DecisionTable(Case(blue(because=MORE), where("number").equals(1)), Case(red(because=SOME)))
    given_records = [Count((OFFICE,), number) for number in (1, True, 1, True)]
    assert lights(counting(table), *given_records) == [Tally.of(BLUE), Tally.of(RED)] * 2


@pytest.mark.parametrize("credit", Credit)
def test_units_are_marked_once_each(credit: Credit) -> None:
    """A unit that is named twice is marked once; with the lead alone, the first."""
    records = [Count(units, 3) for units in ((OFFICE, OFFICE), (PERSONNEL, OFFICE), (OFFICE,))]
    rated = counting(TABLE, credit=credit).rate([Entry("counts", one) for one in records], roster=ROSTER)
    named = [(OFFICE,), (PERSONNEL, OFFICE), (OFFICE,)]
    assert [one.units for one in rated] == [units[:1] if credit is Credit.LEAD else units for units in named]
    counted = tally(rated, roster=ROSTER)
    assert counted[OFFICE][BLUE] == (2 if credit is Credit.LEAD else 3)


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        (Count((Unit("外单位"),), 3), "花名册中没有“外单位”"),
        (Count((OFFICE, Unit("外单位")), 3), "花名册中没有“外单位”"),
        (Count((), 3), "未指明责任单位"),
        (Count((OFFICE,), None), "number"),
        (Count((OFFICE,), "三"), "TypeError"),
        ("no record", "记录应为 Count"),
    ],
)
def test_what_is_wrong_is_said_as_before(wrong: Any, problem: str) -> None:
    """Behind good records with the same facts a wrong one is refused, with its number; all faults come at once."""
    good = Count((OFFICE,), 3)
    given_entries = [Entry("counts", one) for one in (good, good, wrong, good, wrong)]
    with pytest.raises(RatingFaults) as caught:
        counting(TABLE).rate(given_entries, roster=ROSTER)
    faults = caught.value.exceptions
    assert [getattr(fault, "serial", None) for fault in faults] == [3, 5]
    assert all(problem in str(fault) for fault in faults)


def test_absence_sees_who_came() -> None:
    """A unit with a row is not absent, whichever way its row was judged; units without one stand behind the entries."""
    entry = Entry("upward_funding_bureau", notice.UpwardFunding(OFFICE, won_funds=("甲",)))
    came = Coverage.received(RULEBOOK.themes)
    rated = RULEBOOK.rate([entry], roster=ROSTER, coverage=came).by_theme()["upward_funding_bureau"]
    assert [one.units for one in rated] == [(unit,) for unit in DEPARTMENTS.units]
    assert [one.record is None for one in rated] == [unit != OFFICE for unit in DEPARTMENTS.units]
