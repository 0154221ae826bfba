"""Ledger, extracts, letters and summary sentences of a theme that has nothing of the notice's (§4.35)."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import pytest
from attrs import evolve, field, frozen
from helpers.readword import tables, visible_text
from helpers.refusals import refused

import trafficlight as tl
from trafficlight.documents import (
    BulletinPlan,
    DueWhenLit,
    LedgerWords,
    LetterWords,
    Part,
    ThemeTable,
    bulletin,
    ledger,
    ledgers_by_leader,
    ledgers_by_unit,
    reminder_letters,
)
from trafficlight.errors import DocumentError, RatingsMixed
from trafficlight.model import Mark, OneUnit, Palette, Says, Text, Whole, column, serial
from trafficlight.ranking import Order, fewest
from trafficlight.rules import Level, Verdict, lit, unlit

AS_OF: Final = dt.date(2024, 3, 31)
GREEN, AMBER = Mark("green", "Green", "00A651"), Mark("amber", "Amber", "FFBF00")
NORTH, SOUTH = tl.Unit("North Hospital"), tl.Unit("South Hospital")
CLAUSE: Final = tl.Clause("H1", "A ward that waits longer than allowed is amber.")


@frozen
class Wait:
    """A ward's waiting time."""

    ward: str
    hospital: tl.Unit
    days: int
    sponsor: str = field(default="")


def judge(wait: Wait) -> Verdict:
    """Amber beyond 30 days, green up to 10."""
    if wait.days > 30:
        return lit(AMBER, because=CLAUSE)
    return lit(GREEN, because=CLAUSE) if wait.days <= 10 else unlit(because=CLAUSE)


FORM: Final = tl.Form(
    "Waiting times",
    (
        serial("No."),
        column("Ward", "ward", required=True),
        column("Hospital", "hospital", kind=OneUnit(), required=True),
        column("Days", "days", kind=Whole(), required=True),
        column("Sponsor", "sponsor", kind=Text()),
    ),
)
THEME: Final = tl.Theme(
    "waits", "Waiting times", Wait, judge, FORM, (CLAUSE,), facts=("ward", "days"), subject="ward", light="days"
)
BOOK: Final = tl.Rulebook("H2024", dt.date(2024, 1, 1), (THEME,))
SCHEME: Final = tl.Scheme(
    tl.Agency(
        "Health Board",
        "Board",
        "Health Board",
        tl.Roster([tl.Board("all", "Hospitals", [tl.RosterLine(NORTH), tl.RosterLine(SOUTH)])]),
    ),
    BOOK,
    order=Order(fewest(AMBER)),
    palette=Palette((GREEN, AMBER)),
)
WORDS: Final = LedgerWords(
    title="{agency}: {theme}",
    extract="{theme} of {name}",
    date="{date}",
    sentence="{subject}: {total} wards, {green} green, {amber} amber, {unlit} without a light.",
    no_leader="no sponsor",
)
WAITS: Final = (
    Wait("A1", NORTH, 40, "Ann"),
    Wait("A2", SOUTH, 5),
    Wait("A3", SOUTH, 20, "Bob"),
)


def rate(*waits: Wait, book: tl.Rulebook = BOOK) -> tl.rules.Ratings:
    """Ratings of these wards."""
    return book.rate([tl.Entry("waits", wait) for wait in waits], roster=SCHEME.roster)


RATINGS: Final = rate(*WAITS)


def rows(document: tl.documents.Document) -> list[list[str]]:
    """The rows below the header."""
    (table,) = tables(document.to_bytes())
    return table[1:]


def test_the_ledger_shows_the_light_in_the_themes_own_column_below_its_own_sentence() -> None:
    """No record of the notice's is asked for: the columns are the form's, the light stands where the theme says."""
    document = ledger(SCHEME, RATINGS, as_of=AS_OF, theme="waits", words=WORDS)
    assert [row[1:4] for row in rows(document)] == [
        ["A2", "South Hospital", "5（Green）"],
        ["A3", "South Hospital", "20"],
        ["A1", "North Hospital", "40（Amber）"],
    ]
    assert "Board: 3 wards, 1 green, 1 amber, 1 without a light." in visible_text(document.to_bytes())


def test_a_unit_that_handed_nothing_in_is_told_where_the_facts_would_stand() -> None:
    """未报送 stands in the columns of the theme's facts, and nowhere else, whatever the fields are called."""
    absent = tl.rules.Absence(lit(AMBER, because=CLAUSE), ("all",))
    theme = evolve(THEME, subject="", facts=("days",), absence=absent)
    book = BOOK.replacing(theme)
    came = tl.rules.Coverage.received([theme])
    ratings = book.rate([tl.Entry("waits", WAITS[0])], roster=SCHEME.roster, coverage=came)
    grid = tl.documents.rating_grid(theme, ratings)
    assert [str(getattr(cell, "text", cell)) for cell in list(grid.rows)[1]] == [
        "2",
        "",
        "South Hospital",
        "未报送（Amber）",
        "",
    ]


def test_extracts_go_by_the_fields_that_the_theme_and_the_caller_name() -> None:
    """Units are those that the theme credits; the leader's field is an argument, and one that is none is told."""
    by_unit = ledgers_by_unit(SCHEME, RATINGS, as_of=AS_OF, theme="waits", words=WORDS)
    assert {name: [row[1] for row in rows(one)] for name, one in by_unit.items()} == {
        "North Hospital": ["A1"],
        "South Hospital": ["A2", "A3"],
    }
    assert list(ledgers_by_leader(SCHEME, RATINGS, as_of=AS_OF, theme="waits", leader="sponsor", words=WORDS)) == [
        "Ann",
        "Bob",
        "no sponsor",
    ]
    with pytest.raises(DocumentError, match=r"leader.*ward、hospital、days、sponsor"):
        ledgers_by_leader(SCHEME, RATINGS, as_of=AS_OF, theme="waits", words=WORDS)


def test_a_sentence_without_words_of_its_own_counts_every_light_of_the_palette() -> None:
    """Without a template the lights are counted by their labels; one that asks for an unknown level is refused."""
    text = visible_text(ledger(SCHEME, RATINGS, as_of=AS_OF, theme="waits").to_bytes())
    assert "截至2024年3月31日，Waiting times共3项，其中Green1项、Amber1项、不标注颜色1项。" in text
    with pytest.raises(DocumentError, match="above"):
        ledger(SCHEME, RATINGS, as_of=AS_OF, theme="waits", words=evolve(WORDS, sentence="{above}"))


def test_a_sentence_counts_whose_tasks_they_are_where_the_theme_says() -> None:
    """{above} and {own} are by `Theme.level`; an item whose level is unknown is named, never guessed."""
    leveled = evolve(THEME, level=lambda wait: Level.OWN if wait.sponsor else Level.ABOVE)
    scheme = evolve(SCHEME, rulebooks=BOOK.replacing(leveled))
    words = evolve(WORDS, sentence="{above}+{own}={total}")
    text = visible_text(
        ledger(scheme, rate(*WAITS, book=scheme.rulebooks.latest), as_of=AS_OF, theme="waits", words=words).to_bytes()
    )
    assert "1+2=3" in text
    scheme = evolve(SCHEME, rulebooks=BOOK.replacing(evolve(THEME, level=lambda _: None)))
    with pytest.raises(DocumentError, match=r"A2.*A1"):
        ledger(scheme, rate(*WAITS, book=scheme.rulebooks.latest), as_of=AS_OF, theme="waits", words=words)


def test_what_a_column_says_is_found_under_any_name() -> None:
    """Where a column says that it has the leader or the state of things, extracts and letters need no names of fields."""
    columns = (*FORM.columns[:3], evolve(FORM.columns[3], says=Says.STATUS), evolve(FORM.columns[4], says=Says.LEADER))
    theme = evolve(THEME, form=evolve(FORM, columns=columns))
    book = BOOK.replacing(theme)
    scheme = evolve(SCHEME, rulebooks=book)
    ratings = rate(*WAITS, book=book)
    extracts = ledgers_by_leader(scheme, ratings, as_of=AS_OF, theme="waits", words=WORDS)
    assert list(extracts) == list(
        ledgers_by_leader(SCHEME, RATINGS, as_of=AS_OF, theme="waits", leader="sponsor", words=WORDS)
    )
    words = LetterWords(copies="copies: {leaders}", levels=("Amber",))
    named = evolve(words, leader="sponsor", facts=("days",))
    dates: Any = {"as_of": AS_OF, "deadline": dt.date(2024, 4, 5), "due": DueWhenLit([AMBER])}
    by_columns = reminder_letters(scheme, ratings, words=words, **dates)
    by_names = reminder_letters(SCHEME, RATINGS, words=named, **dates)
    assert [visible_text(one.document.to_bytes()) for one in by_columns] == [
        visible_text(one.document.to_bytes()) for one in by_names
    ]


def test_letters_name_the_subject_and_the_leader_by_the_themes_and_the_words_fields() -> None:
    """A light says who is due, and stands in the letter once; the words say which field is copied."""
    words = LetterWords(copies="copies: {leaders}", leader="sponsor", facts=("days",), levels=("Amber",))
    (paper,) = reminder_letters(
        SCHEME, RATINGS, as_of=AS_OF, deadline=dt.date(2024, 4, 5), due=DueWhenLit([AMBER]), words=words
    )
    assert paper.unit == NORTH
    assert "1.A1。Days：40；标识：Amber。" in visible_text(paper.document.to_bytes())


@pytest.mark.parametrize("period", [tl.model.Month(2024, 3), tl.model.Year(2024)])
def test_a_bulletin_takes_any_period_and_any_theme_with_its_sentence(period: tl.model.Period) -> None:
    """A month's or a year's bulletin, with the summary sentence of a theme that is no ledger of the notice's."""
    plan = BulletinPlan(
        "Wards",
        [Part("Waits", [ThemeTable("waits", summary=True)], year=False)],
        sentence="{total} wards, {amber} amber",
    )
    document = bulletin(SCHEME, RATINGS, period=period, as_of=AS_OF, plan=plan)
    assert document.subject == str(period)
    assert "3 wards, 1 amber" in visible_text(document.to_bytes())


# the rulebook of a document is that of its ratings (§4.34)


def builders(ratings: Any, **more: Any) -> None:
    """Every builder over these ratings."""
    ledger(SCHEME, ratings, as_of=AS_OF, theme="waits", words=WORDS, **more)
    bulletin(SCHEME, ratings, period=tl.model.Month(2024, 3), as_of=AS_OF, **more)
    reminder_letters(SCHEME, ratings, as_of=AS_OF, deadline=dt.date(2024, 4, 5), due=DueWhenLit([GREEN, AMBER]), **more)


def test_a_document_names_the_rulebook_that_rated_whatever_its_date() -> None:
    """Rated by the rules of January and dated in a year with new rules, it still says January's."""
    later = evolve(BOOK, id="H2025", effective=dt.date(2025, 1, 1))
    scheme = evolve(SCHEME, rulebooks=tl.Rulebooks((BOOK, later)))
    document = ledger(scheme, RATINGS, as_of=dt.date(2025, 6, 30), theme="waits", words=WORDS)
    assert tl.documents.provenance(document.to_bytes()).edition == BOOK.edition
    made = bulletin(scheme, RATINGS, period=tl.model.Year(2025), as_of=dt.date(2025, 6, 30))
    assert tl.documents.provenance(made.to_bytes()).edition == BOOK.edition


@pytest.mark.parametrize(
    "ratings",
    [
        pytest.param([*RATINGS, *rate(Wait("B", SOUTH, 1), book=evolve(BOOK, id="other"))], id="two editions"),
        pytest.param(rate(Wait("B", SOUTH, 1), book=evolve(BOOK, id="other")), id="an edition of no rulebook"),
        pytest.param([*RATINGS, *rate(Wait(" a1 ".upper(), NORTH, 3))], id="an item twice"),
        pytest.param([*RATINGS, *RATINGS], id="two lists joined"),
    ],
)
def test_mixed_and_doubled_ratings_are_refused_unless_told(ratings: Any) -> None:
    """Ratings of two editions, or one item twice, would print as one truth: `RatingsMixed`, or `mixed=True`."""
    with pytest.raises(RatingsMixed):
        ledger(SCHEME, ratings, as_of=AS_OF, theme="waits", words=WORDS)
    with pytest.raises(RatingsMixed):
        bulletin(SCHEME, ratings, period=tl.model.Month(2024, 3), as_of=AS_OF)
    builders(ratings, mixed=True)


def test_a_table_prints_no_rating_of_another_theme() -> None:
    """A table of one theme refuses another's ratings by a sentence, rather than print half a row or fail within."""
    other = evolve(THEME, key="other")
    grid = tl.documents.rating_grid(other, RATINGS)
    with refused(TypeError, match="prints no rating of Theme"):
        list(grid.rows)
