"""A wrong value is refused where it is made, by an error that says what is allowed: not later, and not in silence."""

from __future__ import annotations

import datetime as dt
import inspect
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import attrs
import pytest
from attrs import evolve
from helpers import public_values
from helpers.refusals import refused
from helpers.small_office import OFFICE, ROSTER
from hypothesis import Phase, find, settings

import trafficlight as tl
from trafficlight import (
    BLUE,
    RED,
    Agency,
    Board,
    Clause,
    Column,
    Determination,
    Form,
    Order,
    Palette,
    Quarter,
    Roster,
    RosterLine,
    Rulebook,
    Scheme,
    Tallies,
    Tally,
    Theme,
    Verdict,
    Vocabulary,
    Week,
    column,
    documents,
    most,
    notice,
    unlit,
)
from trafficlight.articles import Article
from trafficlight.documents import content
from trafficlight.errors import UnknownBoard
from trafficlight.model import Choice, HeadingLine, Items, Number, Parameter, Person, Span, Whole
from trafficlight.ranking import Count, CountWords, highest
from trafficlight.rules import Absence, Consequence, Coverage, Due, Ratings, Receipt, Status, red, running, where
from trafficlight.sheets import BlankPlan

AGENCY = Agency("云川市审计局", "市审计局", "办公室", ROSTER)
ONE: Any = "one"
WRONG_NUMBER: Any = 3
BECAUSE = Clause("X1", "一律")
WRONG: Any = "wrong"
DAY = dt.date(2023, 9, 28)
THEME = notice.key_work()
RECEIPT = Receipt("key_work", "重点工作", Status.MISSING)


QUICK = settings(max_examples=10, database=None, derandomize=True, phases=[Phase.generate])


def scheme(**changes: Any) -> Scheme:
    """The notice's rules under other lights."""
    given: dict[str, Any] = {"agency": AGENCY, "palette": notice.scheme(AGENCY).palette} | changes
    return Scheme(rulebooks=notice.rulebook(AGENCY), order=Order(most(BLUE)), **given)


CASES: list[tuple[Callable[[], object], type[Exception], str]] = [
    (lambda: Order(WRONG), TypeError, "most(BLUE)"),
    (lambda: Order(most), TypeError, "not <function most"),  # type: ignore[arg-type]
    (lambda: highest(""), ValueError, "Points.label must not be empty"),
    (lambda: Tally({"红": 1}), TypeError, "a tally counts marks, such as BLUE, not '红'"),  # type: ignore[arg-type]
    (lambda: Tally(score=0.1), TypeError, "Decimal('92.5'), not 0.1"),  # type: ignore[arg-type]
    (lambda: Tallies([("办公室", Tally())]), TypeError, "a roster finds a unit by its name"),  # type: ignore[list-item]
    (lambda: unlit(because=BECAUSE, score=WRONG), TypeError, "a score is a Decimal or an int"),
    (lambda: unlit(because=BECAUSE, score=True), TypeError, "not True"),
    (lambda: unlit(because=BECAUSE, score=Decimal("0.1234567")), ValueError, "round it by Decimal.quantize"),
    (lambda: unlit(because=BECAUSE, score=Decimal("NaN")), ValueError, "12 digits before the point"),
    (lambda: unlit(because=BECAUSE, score=10**12), ValueError, "12 digits before the point"),
    (lambda: Verdict(Tally(score=1), BECAUSE), ValueError, "score=…"),
    (lambda: Order(most(BLUE), 2), TypeError, "not 2"),  # type: ignore[arg-type]
    (Order, ValueError, "one or more criteria"),
    (lambda: Due("a", ONE), TypeError, "('one',)"),
    (lambda: Due("a", ("weak",)), ValueError, "was 'week' meant? Known: week, month, quarter"),
    (lambda: Due("a", ("month", "Quarterly")), ValueError, "was 'quarter' meant?"),
    (lambda: Coverage(WRONG, []), TypeError, "such as Quarter(2023, 3), not 'wrong'"),
    (lambda: Coverage(None, [WRONG]), TypeError, "Coverage.receipts takes values of Receipt"),
    (
        lambda: Coverage(None, [RECEIPT, evolve(RECEIPT, status=Status.RECEIVED)]),
        ValueError,
        "two receipts for one hand-in",
    ),
    (lambda: Receipt("a", "甲", WRONG), TypeError, "Status"),
    (lambda: Week(WRONG), TypeError, "Week.monday takes a date (such as datetime.date(2023, 9, 28)), not 'wrong'"),
    (lambda: Week(dt.datetime(2023, 9, 25, 8, tzinfo=dt.UTC)), TypeError, "takes a date"),
    (lambda: Span(DAY, WRONG), TypeError, "Span.last_day takes a date"),
    (lambda: Quarter(2024.5, 1), TypeError, "Quarter.year takes a whole number (such as 3), not 2024.5"),  # type: ignore[arg-type]
    (lambda: Quarter(2024, number=True), TypeError, "Quarter.number takes a whole number (such as 3), not True"),
    (lambda: documents.SignOff(WRONG, DAY), TypeError, "Person"),
    (lambda: documents.SignOff(Person("甲"), WRONG), TypeError, "SignOff.on takes a date"),
    (lambda: documents.Issue(text=ONE), TypeError, "('one',)"),
    (lambda: documents.Issue(signers=ONE), TypeError, "('one',)"),
    (lambda: documents.ExplanationTable(ONE), TypeError, "('one',)"),
    (
        lambda: documents.OwnBlocks([WRONG]),
        TypeError,
        "OwnBlocks.blocks takes a tuple, each of it one of Heading, Paragraph, Grid, ",
    ),
    (lambda: documents.OwnBlocks([], WRONG), ValueError, "'landscape'"),
    (lambda: documents.BulletinPlan("通报", [], issue=WRONG), TypeError, "Issue"),
    (lambda: scheme(due=(WRONG,)), TypeError, "Scheme.due takes values of Due"),
    (
        lambda: scheme(counted=(("departments", 3),)),
        TypeError,
        "Scheme.counted takes a tuple, each of it a tuple of (a text, ",
    ),
    (lambda: scheme(counted=(("departments",),)), TypeError, "not ('departments',)"),
    (lambda: Vocabulary("甲", ((3, 4),)), TypeError, "a tuple of (a text, anything), not (3, 4)"),  # type: ignore[arg-type]
    (
        lambda: Tallies([(OFFICE, WRONG)]),
        TypeError,
        "Tallies.rows takes a tuple, each of it a tuple of (a value of Unit, ",
    ),
    (lambda: Ratings([WRONG]), TypeError, "Ratings.rows takes several values of Rating, not 'wrong'"),
    (lambda: Ratings([], WRONG), TypeError, "takes a period"),
    (lambda: Ratings([], coverage=WRONG), TypeError, "Coverage"),
    (lambda: Clause(" ", "一律"), ValueError, "Clause.id must not be empty"),
    (lambda: Clause("X1", ""), ValueError, "Clause.words must not be empty"),
    (lambda: Clause(3, "一律"), TypeError, "Clause.id takes a text, not 3"),  # type: ignore[arg-type]
    (lambda: Vocabulary("词", {"　": 1}), ValueError, "a word must not be empty"),
    (lambda: Whole("3"), TypeError, "Whole.minimum takes a whole number (such as 3), not '3'"),  # type: ignore[arg-type]
    (lambda: Whole(0, maximum=True), TypeError, "Whole.maximum takes a whole number"),
    (lambda: Whole(None), TypeError, "Whole.minimum takes a whole number"),  # type: ignore[arg-type]
    (lambda: Number(places=WRONG), TypeError, "Number.places takes a whole number"),
    (lambda: Due("a", boards=ONE), TypeError, "('one',)"),
    (lambda: column("甲", "a", kind=Whole), TypeError, "such as Whole(), not <class"),  # type: ignore[arg-type]
    (lambda: column("甲", 3), TypeError, "a text or None, not 3"),  # type: ignore[arg-type]
    (lambda: HeadingLine("甲", "a", WRONG), TypeError, "takes a kind of cell"),
    (lambda: Form("表", (column("甲", "a"),), heading=(WRONG,)), TypeError, "values of HeadingLine"),
    (lambda: Choice(WRONG), TypeError, "Vocabulary"),
    (lambda: RosterLine(WRONG), TypeError, "Unit"),
    (lambda: Agency("某局", "局", "局", WRONG), TypeError, "Roster"),
    (lambda: evolve(THEME, rule=WRONG), TypeError, "callable"),
    (lambda: evolve(THEME, absence=WRONG), TypeError, "Absence"),
    (lambda: evolve(THEME, credit=WRONG), TypeError, "Credit"),
    (lambda: evolve(THEME, form=WRONG), TypeError, "Form"),
    (lambda: evolve(THEME, consequences=(WRONG,)), TypeError, "values of Consequence"),
    (lambda: Consequence("督办", WRONG, BECAUSE), TypeError, "callable"),
    (lambda: Consequence("督办", running(RED), WRONG), TypeError, "Clause"),
    (lambda: Consequence("扣分", running(RED), BECAUSE, WRONG), TypeError, "points"),
    (lambda: running(ONE), TypeError, "values of Mark"),
    (lambda: Rulebook("1", WRONG, []), TypeError, "date"),
    (lambda: Determination("a", Tally(), Tally(), WRONG, DAY, "因"), TypeError, "Person"),
    (lambda: Determination("a", Tally(), Tally(), Person("甲"), WRONG, "因"), TypeError, "date"),
    (lambda: Determination("a", Tally(), Tally(), Person("甲"), DAY, "因", unit=WRONG), TypeError, "Unit"),
    (lambda: scheme(ties=WRONG), TypeError, "Ties"),
    (lambda: scheme(count_words=WRONG), TypeError, "CountWords"),
    (lambda: scheme(agency=WRONG), TypeError, "Agency"),
    (lambda: documents.BulletinPlan("{office}", []), ValueError, "knows {year}, {period} in braces, not {office}"),
    (lambda: documents.BulletinPlan("通报", [], missing="{day}"), ValueError, "knows {date} in braces"),
    (lambda: documents.BulletinPlan("通报", [WRONG]), TypeError, "values of Part"),
    (lambda: documents.Part("一、", [WRONG]), TypeError, "CountTable"),
    (lambda: Count(("红",)), TypeError, "values of Mark, not '红'"),  # type: ignore[arg-type]
    (lambda: Count((RED,), WRONG), TypeError, "Better"),
    (lambda: Palette([BLUE, "红"]), TypeError, "Palette.marks takes values of Mark, not '红'"),  # type: ignore[list-item]
    (lambda: Absence(unlit(because=BECAUSE), ONE), TypeError, "('one',)"),
    (lambda: Absence(WRONG, ("counties",)), TypeError, "Verdict"),
    (lambda: unlit(because=WRONG), TypeError, "Clause"),
    (lambda: Column("序号", aliases=ONE), TypeError, "('one',)"),
    (lambda: column("序号", aliases=["编号", 3]), TypeError, "not 3"),  # type: ignore[list-item]
    (lambda: RosterLine(OFFICE, aliases=ONE), TypeError, "('one',)"),
    (lambda: Form("表", (column("甲", "a"),), notes=ONE), TypeError, "('one',)"),
    (lambda: Form("表", ("甲",)), TypeError, "values of Column, not '甲'"),  # type: ignore[arg-type]
    (lambda: Roster([ROSTER.boards[0], WRONG]), TypeError, "values of Board, not 'wrong'"),
    (lambda: Board("a", "甲", [WRONG]), TypeError, "values of RosterLine"),
    (lambda: Agency("某局", "局", "局", ROSTER, own_sources=ONE), TypeError, "('one',)"),
    (lambda: Rulebook("1", notice.rulebook(AGENCY).effective, [WRONG]), TypeError, "values of Theme"),
    (lambda: CountWords(title="{office}"), ValueError, "knows {board}, {marks} in braces, not {office}"),
    (lambda: CountWords(notes=("{order}", "{board}")), ValueError, "knows {order}, {agency} in braces"),
    (lambda: CountWords(notes=ONE), TypeError, "('one',)"),
    (lambda: CountWords(count="{count.real}"), ValueError, "not {count.real}"),
    (lambda: CountWords(count="{count"), ValueError, "a brace that is meant as a brace is doubled"),
    (lambda: scheme(palette=Palette([BLUE])), ValueError, "the palette has 蓝, and lacks 红"),
    (lambda: scheme(palette=WRONG), TypeError, "Palette"),
    (
        lambda: Vocabulary("进度", {"已办结": 1}, {"做完了": 2}),
        ValueError,
        "stands for 2, for which there is no word to print",
    ),
    (lambda: scheme(due=[Due("key_work", ["month"])] * 2), ValueError, "that “key_work” is due is said twice"),
    (lambda: scheme(due=[Due("key_works", ["month"])]), LookupError, "“key_works”"),
    (lambda: where("share").equals(1.5), TypeError, "or a value of Enum, not 1.5"),  # type: ignore[arg-type]
    (
        lambda: evolve(AGENCY, parameters=[Parameter("a", 1, DAY), Parameter("a", 2, DAY)]),
        ValueError,
        "“a” has two values from",
    ),
    (lambda: where("late").at_least("x"), TypeError, "asks for more or less, of a number or a date, not of 'x'"),
    (lambda: where("late").less_than(True), TypeError, "not of True"),  # noqa: FBT003
    (lambda: where("late").more_than(Status.MISSING), TypeError, "of a number or a date, not of <Status"),
    (lambda: BlankPlan(due=DAY), TypeError, "BlankPlan.due takes a text, not datetime.date(2023, 9, 28)"),  # type: ignore[arg-type]
    (lambda: Article(ONE, "题", "篇", b"", name=WRONG_NUMBER), TypeError, "Article.name takes a text, not 3"),
    (lambda: content.Paragraph(WRONG_NUMBER), TypeError, "texts, runs and page references, not 3"),
    (lambda: content.Cell([WRONG_NUMBER]), TypeError, "texts, runs and page references, not 3"),
    (lambda: documents.LetterWords(sealed=WRONG), TypeError, "LetterWords.sealed takes True or False"),
]


@pytest.mark.parametrize(("make", "kind", "says"), CASES, ids=map(str, range(len(CASES))))
def test_it_is_refused_when_made(make: Callable[[], object], kind: type[Exception], says: str) -> None:
    """Each is the error of Python that fits, and its words hold what is allowed."""
    with refused(kind, match=re.escape(says)):
        make()


class _Stranger:
    """A value of a type that no field of the library takes."""

    def __repr__(self) -> str:
        return "a stranger"


ANY_TYPE = {"record", "better_fact", "worse_fact", "subject", "was", "now"}
"""Fields of generic values, which take whatever a host has."""
BY_THE_THOUSAND = {tl.Tally, tl.Rating, tl.ranking.Standing, tl.ranking.Reason}
"""Values that the library makes, a few for each row: they are checked by their makers, for a look at each costs time."""
RECORDS = {notice.LedgerItem, *(theme.record for theme in notice.rulebook(AGENCY))}
"""Records are a host's own classes, the notice's among them: kinds of cell say what they hold."""
NOUNS = sorted(
    (noun for noun in public_values.CASES if noun not in BY_THE_THOUSAND and noun not in RECORDS),
    key=lambda noun: noun.__name__,
)


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_every_field_takes_its_type_alone(noun: Any) -> None:
    """Whatever noun, whatever field: a value of another type is refused when it is made, with class and field, in both languages."""
    value = find(public_values.CASES[noun].values, lambda _: True, settings=QUICK)
    taken = {at.alias for at in attrs.fields(type(value)) if at.init} - ANY_TYPE
    if isinstance(value, tl.Order):  # made of its criteria by place
        taken = set()
    for name in taken:
        with refused(TypeError, match=rf"{type(value).__name__}\.{name}( takes|:) .*not a stranger"):
            evolve(value, **{name: _Stranger()})


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_help_says_what_a_noun_takes(noun: Any) -> None:
    """help() and an editor show the type of each argument, as if it were not looked at when it comes."""
    shown = inspect.signature(noun).parameters
    declared = {at.alias: str(at.type) for at in attrs.fields(noun) if at.init and at.alias in shown}
    assert {name for name in declared if str(shown[name].annotation) == "Any" and "Any" not in declared[name]} == set()


NAMES = {"id", "key", "name", "title", "label", "header", "theme", "file", "short_name", "publisher"}
MAY_BE_EMPTY = {
    tl.rules.Flag,
    tl.rules.CellChange,
    tl.rules.Explanation,
    tl.rules.Listed,
    tl.model.TextTable,
    tl.rules.Receipt,
}
"""What the library makes of what it met, and a table that has a heading elsewhere."""


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@pytest.mark.parametrize("noun", [noun for noun in NOUNS if noun not in MAY_BE_EMPTY], ids=lambda noun: noun.__name__)
@pytest.mark.parametrize("empty", ["", "　 "])
def test_a_name_is_not_empty(noun: Any, empty: str) -> None:
    """Whatever noun: what it must be called is not blank."""
    value = find(public_values.CASES[noun].values, lambda _: True, settings=QUICK)
    needed = {at.alias for at in attrs.fields(type(value)) if at.init and at.default is attrs.NOTHING} & NAMES
    for name in needed:
        with refused(
            ValueError,
            match=rf"{type(value).__name__}\.{name} must not be empty|Edition.id must not be empty|identifier",
        ):
            evolve(value, **{name: empty})


def test_a_single_word_is_no_list_of_words() -> None:
    """A word where several go would be taken for its letters: it is refused, in a set of words too."""
    with refused(TypeError, match=r"\('one',\)"):
        Theme(THEME.key, THEME.title, THEME.record, THEME.rule, THEME.form, THEME.clauses, facts=ONE)
    with refused(TypeError, match=r"\('one',\)"):
        Items(nothing=ONE)


def test_absence_speaks_on_boards_that_the_roster_has() -> None:
    """A theme whose absence names an unknown board is refused with its scheme, which names those that there are."""
    rules = notice.rulebook(AGENCY).replacing(notice.reform_county(boards=("towns",)))
    with pytest.raises(UnknownBoard) as caught:
        notice.scheme(AGENCY, rules)
    assert (caught.value.name, caught.value.known) == ("towns", ("departments", "counties"))


def test_absence_lights_what_the_tables_print() -> None:
    """A scheme refuses an absence whose light no table of it would print."""
    assert red(because=BECAUSE).marks.marks == (RED,)
    with refused(ValueError, match="lacks 红"):
        scheme(palette=Palette([BLUE]))


def test_a_period_of_ones_own_may_be_due() -> None:
    """A kind of period that an agency brings is taken, though no list of ours has it: only a known one misspelt is refused."""
    for kind in ("fortnight", "half_month", "two_months", "旬", "semester"):
        assert Due("a", (kind, "week")).every == (kind, "week")
