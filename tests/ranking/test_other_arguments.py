"""What stands in the wrong place of the stream is refused in words that say what goes there, in both languages."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from attrs import evolve
from helpers.small_office import OFFICE, ROSTER

import trafficlight as tl
from trafficlight import documents
from trafficlight.documents import content
from trafficlight.errors import DocumentError, InterchangeError, RatingsMixed, WrongType
from trafficlight.interchange import from_json, to_json
from trafficlight.model import Progress, Responsibility
from trafficlight.rules import Ratings
from trafficlight.sheets import BlankPlan

AGENCY = tl.Agency("Audit Office", "the Office", "the Office", ROSTER, language="en")
BOOK = tl.Rulebook("Order", dt.date(2023, 8, 3), [tl.notice.key_work()])
SCHEME = tl.Scheme(AGENCY, BOOK, order=tl.Order(tl.most(tl.BLUE)), palette=tl.Palette([tl.BLUE, tl.YELLOW, tl.RED]))
ITEM = tl.notice.KeyWorkItem("Fence", "", "", Progress.DONE, "", Responsibility((OFFICE,)), "局党组会议")
MAY, JUNE = tl.Month(2024, 5), tl.Month(2024, 6)
RATED = BOOK.rate([tl.Entry("key_work", ITEM, serial=1)], roster=ROSTER, period=MAY)
WRONG: Any = "wrong"
ANY_AGENCY: Any = AGENCY
ANY_RATED: Any = RATED
DAY = MAY.last_day
NUMBER: Any = 3
BOOKS: Any = [BOOK]
THEME: Any = BOOK.themes[0]
UNDATED: Any = SimpleNamespace(entries=(), coverage=tl.rules.Coverage.received([]))


def letters(scheme: Any, **options: Any) -> object:
    """Letters of a day."""
    return documents.reminder_letters(scheme, RATED, as_of=DAY, deadline=JUNE.last_day, **options)


HAN = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: evolve(SCHEME, rulebooks=BOOKS), "Scheme.rulebooks: a Rulebook goes here, or Rulebooks([…]), not [Rulebook("),
        (lambda: evolve(SCHEME, rulebooks=THEME), "a Rulebook goes here, or Rulebooks([…]), not Theme("),
        (lambda: SCHEME.rate(WRONG), "sheets.read(…) gave (entries of your own go to Rulebook.rate(entries, roster=…)), not 'wrong'"),
        (lambda: SCHEME.rank(WRONG, "departments"), "Scheme.rank: ratings takes several values of Rating, not 'wrong'"),
        (lambda: SCHEME.determine(RATED, WRONG), "Scheme.determine takes several values of Determination, not 'wrong'"),
        (lambda: SCHEME.determine(RATED, None), "Scheme.determine takes several values of Determination, not None"),  # type: ignore[arg-type]
        (lambda: SCHEME.rulebooks.at(WRONG), "Rulebooks.at takes a date, such as datetime.date(2023, 9, 28), not 'wrong'"),
        (lambda: tl.movement(ANY_RATED, ANY_RATED, order=SCHEME.order), "movement.before takes counts, such as scheme.tally"),
        (lambda: tl.movement({}, {}, order=WRONG), "movement.order takes a value of Order, not 'wrong'"),
        (lambda: tl.sheets.read("x.csv", scheme=ANY_AGENCY), "read: scheme= takes a value of Scheme, not Agency("),
        (lambda: from_json(tl.Mark, "{}", scheme=ANY_AGENCY), "from_json: scheme= takes a value of Scheme, not Agency("),
        (lambda: from_json(tl.Mark, None), "JSON takes a text, or bytes in UTF-8, not None"),  # type: ignore[arg-type]
        (lambda: documents.bulletin(SCHEME, RATED, period=WRONG, as_of=MAY.last_day), "a period goes here"),
        (lambda: documents.ledger(SCHEME, RATED, as_of=WRONG), "takes a date, such as datetime.date(2023, 9, 28), not 'wrong'"),
        (lambda: RATED.of(WRONG), "Ratings.of takes a Unit, such as roster.find(name), not 'wrong'"),
        (lambda: BOOK.rate(WRONG, roster=ROSTER), "rate: entries takes several values of Entry, not 'wrong'"),
        (lambda: BOOK.rate([ANY_AGENCY], roster=ROSTER), "rate: entries takes several values of Entry, not Agency("),
        (lambda: BOOK.rate([], roster=WRONG), "rate: roster= takes a value of Roster, not 'wrong'"),
        (lambda: BOOK.rate([], roster=ROSTER, coverage=WRONG), "rate: coverage= takes a value of Coverage, not 'wrong'"),
        (lambda: BOOK.rate([], roster=ROSTER, past=[WRONG]), "rate: past= takes several values of Rating, not 'wrong'"),
        (lambda: SCHEME.rate(UNDATED), "say by period= or date= which rulebook is in force"),
        (lambda: SCHEME.rate_all([UNDATED]), "each hand-in says of which period it is: read(…, period=)"),
        (lambda: SCHEME.rate_all(WRONG), "Scheme.rate_all takes what sheets.read(…) gave, not 'w'"),
        (lambda: SCHEME.differences(WRONG, WRONG), "Scheme.differences takes what sheets.read(…) gave, not 'wrong'"),
        (lambda: SCHEME.on(WRONG), "Scheme.on takes a date, such as datetime.date(2023, 9, 28), not 'wrong'"),
        (lambda: SCHEME.tally(ANY_RATED[0]), "Scheme.tally: ratings takes several values of Rating, not"),
        (lambda: SCHEME.ranked(WRONG), "Scheme.ranked: ratings takes several values of Rating, not 'wrong'"),
        (lambda: tl.rank(WRONG, board=ROSTER.boards[0], order=SCHEME.order), "rank: tallies takes a value of Tallies, not 'wrong'"),
        (lambda: tl.rank(SCHEME.tally(RATED), board=WRONG, order=SCHEME.order), "rank: board= takes a value of Board, not 'wrong'"),
        (lambda: tl.tally(RATED, roster=WRONG), "tally: roster= takes a value of Roster, not 'wrong'"),
        (lambda: tl.tally(WRONG, roster=ROSTER), "tally: ratings takes several values of Rating, not 'wrong'"),
        (lambda: tl.determine(RATED, WRONG), "determine: determinations takes several values of Determination, not 'wrong'"),
        (lambda: tl.rules.flags(WRONG), "flags: ratings takes several values of Rating, not 'wrong'"),
        (lambda: tl.rules.differences(WRONG, [], themes=BOOK), "differences: entries takes several values of Entry, not 'wrong'"),
        (lambda: tl.rules.Coverage.received(WRONG), "Coverage.received takes several values of Theme, not 'wrong'"),
        (lambda: tl.rules.Past(WRONG), "Past.period takes a period, such as Quarter(2023, 3), not 'wrong'"),
        (lambda: RATED.resting_on(ANY_AGENCY), "Ratings.resting_on takes a value of Clause, not Agency("),
        (lambda: ROSTER.find(ANY_AGENCY), "Roster.find takes a value of str, not Agency("),
        (lambda: ROSTER[WRONG], "Roster[…] takes a value of Unit, not 'wrong'"),
        (lambda: ROSTER.on(WRONG), "Roster.on takes a date, such as datetime.date(2023, 9, 28), not 'wrong'"),
        (lambda: tl.Tally(WRONG), "a tally is written like {BLUE: 2}, not 'wrong'"),
        (lambda: tl.lit(tl.RED, WRONG, because=BOOK.themes[0].clauses[0]), "lit: count takes a value of int, not 'wrong'"),
        (lambda: tl.Quarter.of(WRONG), "Quarter.of takes a date, such as datetime.date(2023, 9, 28), not 'wrong'"),
        (lambda: tl.Week.of(WRONG), "Week.of takes a date, such as datetime.date(2023, 9, 28), not 'wrong'"),
        (lambda: tl.sheets.read(b"", scheme=SCHEME, without=WRONG), "read: without= takes several values of str, not 'wrong'"),
        (lambda: tl.sheets.read(b"", themes=WRONG, roster=ROSTER), "read: themes= takes several values of Theme, not 'wrong'"),
        (lambda: tl.sheets.read(b"", themes=BOOK, roster=WRONG), "read: roster= takes a value of Roster, not 'wrong'"),
        (lambda: tl.sheets.read(b"", scheme=SCHEME, checks=WRONG), "read: checks= takes a value of Checks, not 'wrong'"),
        (lambda: tl.sheets.preview(WRONG), "preview takes a value of Reading, not 'wrong'"),
        (lambda: tl.sheets.blank(ANY_AGENCY), "blank takes a Form, a Theme or a Scheme, not Agency("),
        (lambda: tl.sheets.blank(SCHEME, previous=WRONG), "blank: previous= takes what sheets.read(…) gave, not 'wrong'"),
        (lambda: tl.sheets.blank(SCHEME, plan=WRONG), "blank: plan= takes a value of BlankPlan, not 'wrong'"),
        (lambda: tl.sheets.blank(SCHEME, entries=WRONG), "entries= takes several values of Entry, not 'wrong'"),
        (lambda: tl.sheets.blank_set(WRONG), "blank_set takes a value of Scheme, not 'wrong'"),
        (lambda: tl.sheets.workbook(WRONG), "workbook takes several values of Sheet, not 'wrong'"),
        (lambda: tl.sheets.blank_determinations(WRONG), "blank_determinations takes a value of Scheme, not 'wrong'"),
        (lambda: documents.bulletin(WRONG, RATED, period=MAY, as_of=DAY), "bulletin takes a value of Scheme, not 'wrong'"),
        (lambda: documents.bulletin(SCHEME, ANY_RATED[0], period=MAY, as_of=DAY), "bulletin: ratings takes several values of Rating"),
        (lambda: documents.bulletin(SCHEME, RATED, period=MAY, as_of=DAY, plan=WRONG), "bulletin: plan= takes a value of BulletinPlan"),
        (lambda: documents.ledger(WRONG, RATED, as_of=DAY), "ledger takes a value of Scheme, not 'wrong'"),
        (lambda: documents.ledger(SCHEME, RATED, as_of=DAY, words=WRONG), "ledger: words= takes a value of LedgerWords, not 'wrong'"),
        (lambda: documents.reminders(SCHEME, RATED, due=WRONG), "such as DueWhenLit([RED]), not 'wrong'"),
        (lambda: letters(WRONG), "reminder_letters takes a value of Scheme, not 'wrong'"),
        (lambda: letters(SCHEME, sign_off={WRONG: None}), "reminder_letters: sign_off= takes several values of Unit, not 'wrong'"),
        (lambda: documents.flag_list(WRONG, RATED, period=MAY, as_of=DAY), "flag_list takes a value of Scheme, not 'wrong'"),
        (lambda: documents.coverage_report(WRONG, RATED, period=MAY, as_of=DAY), "coverage_report takes a value of Scheme"),
        (lambda: documents.collection_forms(WRONG), "collection_forms takes a value of Scheme, not 'wrong'"),
        (lambda: documents.html_page(WRONG), "html_page takes a value of DocumentContent, not 'wrong'"),
        (lambda: tl.articles.compendium(WRONG, [], period=MAY, as_of=DAY), "compendium takes a value of Agency, not 'wrong'"),
        (lambda: tl.articles.compendium(AGENCY, WRONG, period=MAY, as_of=DAY), "compendium: articles takes several values of Article"),
        (lambda: content.LetterHead(organ=NUMBER), "LetterHead.organ takes a text, not 3"),
        (lambda: content.Section(WRONG), "SignatureBlock, Colophon of trafficlight.documents.content, not 'w'"),
        (lambda: documents.Part("", [WRONG]), "FlagTable, OwnBlocks of trafficlight.documents, not 'wrong'"),
        (lambda: content.Grid([NUMBER], []), "Grid.columns takes values of GridColumn, not 3"),
        (lambda: content.SignatureBlock(organ="Office", date=WRONG), "SignatureBlock.date takes a date"),
        (lambda: BlankPlan(advice=WRONG), "several texts go here, as ('wrong',), not the single 'wrong'"),
        (lambda: BlankPlan(rows=WRONG), "BlankPlan.rows takes a whole number (such as 3), not 'wrong'"),
    ],
)  # fmt: skip
def test_refused(call: Callable[[], object], words: str) -> None:
    """The error says what goes there; it is no `AttributeError` out of the depths."""
    with pytest.raises(WrongType) as caught:
        call()
    said = caught.value.say("en")
    assert words in said
    assert not HAN.search(said.split(", not ")[0])  # the value given may be anything


NOW: Any = dt.datetime(2024, 5, 31, 9, 30)  # noqa: DTZ001  # as `datetime.now()` gives it
"""A moment, which Python takes for a date, but compares with none."""


@pytest.mark.parametrize(
    "call",
    [
        lambda: evolve(SCHEME, since=BOOK.effective).on(NOW),
        lambda: SCHEME.rulebooks.at(NOW),
        lambda: ROSTER.on(NOW),
        lambda: documents.ledger(SCHEME, RATED, as_of=NOW),
        lambda: documents.bulletin(SCHEME, RATED, period=MAY, as_of=NOW),
    ],
    ids=["Scheme.on", "Rulebooks.at", "Roster.on", "ledger", "bulletin"],
)
def test_a_moment_is_no_day(call: Callable[[], object]) -> None:
    """Where days are compared `datetime.now()` is refused in words, not by Python's “can't compare”."""
    with pytest.raises(WrongType, match=r"应为一个日期.*而不是 datetime\.datetime\(2024, 5, 31, 9, 30\)"):
        call()


def test_a_moment_lies_in_a_period() -> None:
    """A period of a moment, and its words, are plain."""
    assert tl.Quarter.of(NOW) == tl.Quarter(2024, 2)
    assert tl.Week.of(NOW).monday == dt.date(2024, 5, 27)
    assert tl.model.date_words(NOW, "en") == "31 May 2024"


def test_doubled_item_in_english() -> None:
    """An item that stands twice is named in English to who asks for English."""
    with pytest.raises(RatingsMixed) as caught:
        documents.bulletin(SCHEME, [*RATED, *RATED], period=MAY, as_of=MAY.last_day)
    assert "1, 办公室 “Fence” and 1, 办公室 “Fence” are one item" in caught.value.say("en")


def test_bulletin_of_another_time() -> None:
    """May's lights under June's title would pass for June's; a quarter's bulletin takes its months', and `mixed` takes all."""
    with pytest.raises(DocumentError) as caught:
        documents.bulletin(SCHEME, RATED, period=JUNE, as_of=JUNE.last_day)
    assert "the ratings are of 2024M05 and the bulletin is of 2024M06" in caught.value.say("en")
    documents.bulletin(SCHEME, RATED, period=tl.Quarter(2024, 2), as_of=JUNE.last_day)
    documents.bulletin(SCHEME, RATED, period=JUNE, as_of=JUNE.last_day, mixed=True)


def test_letters_for_a_foreign_mark() -> None:
    """A mark that the palette lacks is never lit: nobody would be reminded, and nobody would know."""
    due = documents.DueWhenLit([tl.Mark("purple", "Purple", "800080")])
    with pytest.raises(DocumentError) as caught:
        documents.reminders(SCHEME, RATED, due=due)
    assert "the palette lacks Purple, by which no unit would be reminded; known: " in caught.value.say("en")


def test_forged_key_is_named() -> None:
    """A stored mark whose key alone was changed is told by its key, since the labels say the same on both sides."""
    stored = to_json(RATED).replace('"key":"blue"', '"key":"purple"')
    with pytest.raises(InterchangeError) as caught:
        from_json(Ratings, stored, scheme=SCHEME)
    said = caught.value.say("en")
    assert "[blue]" in said
    assert "[purple]" in said


def test_version_in_quotes() -> None:
    """A version that is a text is shown as one: “version 2 cannot be read: 1 to 2 can” would say nothing."""
    with pytest.raises(InterchangeError, match="'2'"):
        from_json(tl.Mark, '{"trafficlight": "2", "value": {}}')


def test_a_document_as_of_a_day_before_its_ratings() -> None:
    """A ledger as of a day on which its period had not begun would be dated falsely: a slip of the year."""
    early = dt.date(2023, 9, 28)
    builders: list[Callable[[], object]] = [
        lambda: documents.ledger(SCHEME, RATED, as_of=early),
        lambda: documents.bulletin(SCHEME, RATED, period=MAY, as_of=early),
    ]
    for build in builders:
        with pytest.raises(DocumentError) as caught:
            build()
        assert "a document as of 2023-09-28 has no ratings of 2024M05, which had not begun" in caught.value.say("en")
    documents.ledger(SCHEME, RATED, as_of=dt.date(2024, 5, 2))
    documents.ledger(SCHEME, RATED, as_of=early, mixed=True)
