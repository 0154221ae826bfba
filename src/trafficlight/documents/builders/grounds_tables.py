"""依据各表 (tables of grounds): why each light is lit, what follows, what was decided, what is asked, and what came in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from trafficlight.documents.builders.rating_tables import light_cell, titled
from trafficlight.documents.builders.table_words import TABLE_WORDS, TableWords
from trafficlight.documents.content import Cell, Grid, GridColumn, Row, Rows
from trafficlight.messages import Words, in_english, said
from trafficlight.model._marks import Tally
from trafficlight.model._periods import date_words
from trafficlight.model._scores import signed
from trafficlight.rules._coverage import Coverage, Receipt, Status
from trafficlight.rules._explanations import Explanation, subject_of
from trafficlight.rules._rated import Rating
from trafficlight.rules._ratings import Ratings

_left = partial(GridColumn, align="left")
_item = partial(GridColumn, align="left", heads_rows=True)


def explanation_grid(
    ratings: Iterable[Rating[Any]], *, bookmark: str | None = None, words: TableWords = TABLE_WORDS
) -> Grid:
    """标注解释: a row for each rating: theme, item, light, the clause, and on what it rests and what comes of it.

    That is the facts and their cells, earlier lights, score, notes, consequences and decisions.
    """
    return Grid(
        [GridColumn(22), _item(34), GridColumn(16), _left(60), _left(66)],
        Rows(partial(_explained, tuple(ratings), words)),
        header=(words.explanation_header,),
        title=titled(words.explanations, bookmark),
        alt_text=Words("每项评定的标识、依据和条款。", "The light, facts and clause of each rating."),
        widths="fit",
    )


def _explained(ratings: Iterable[Rating[Any]], words: TableWords) -> Iterator[Row]:
    for rating in ratings:
        grounds = rating.explain()
        light = _light(grounds.marks, words)
        language = words.language
        subject, clause = grounds.subject_in(language), grounds.clause.say(language)
        yield (grounds.theme, subject, light, _facts(grounds, words), clause)


def _facts(grounds: Explanation, words: TableWords) -> str:
    language, unlit = words.language, words.own_unlit
    comma, semicolon, source = (", ", "; ", "{}: ") if in_english(language) else ("，", "；", "〔{}〕")
    facts = comma.join(fact.say(language) for fact in grounds.facts)
    where = source.format(grounds.source) if grounds.source else ""
    rest, outcome = grounds.grounds(language, score=words.score, unlit=unlit), grounds.outcome(language, unlit=unlit)
    told = (f"{where}{facts}", *rest, *outcome)
    return semicolon.join(dict.fromkeys(filter(None, told)))


def consequence_grid(
    ratings: Iterable[Rating[Any]], *, bookmark: str | None = None, words: TableWords = TABLE_WORDS
) -> Grid:
    """处置情况: a row for each consequence of a light: theme, item, light, what follows, its points, and on which clause."""
    return Grid(
        [GridColumn(22), _item(44), GridColumn(16), GridColumn(28), GridColumn(16), _left(72)],
        Rows(partial(_consequences, tuple(ratings), words)),
        header=(words.consequence_header,),
        title=titled(words.consequences, bookmark),
        alt_text=Words(
            "每项评定的标识引起的处置、分值和条款。", "What follows from lights, the points and the clause."
        ),
        widths="fit",
    )


def _consequences(ratings: Iterable[Rating[Any]], words: TableWords) -> Iterator[Row]:
    for rating in ratings:
        for one in rating.consequences:
            light, clause = _light(rating.marks, words), one.because.say(words.language)
            points = signed(one.points) if one.points else ""
            yield (rating.theme.title, _subject(rating, words), light, said(one.title, words.language), points, clause)


def determination_grid(
    ratings: Iterable[Rating[Any]], *, bookmark: str | None = None, words: TableWords = TABLE_WORDS
) -> Grid:
    """专班研究确定: the ratings that the task force decided, the computed mark beside the decided one."""
    return Grid(
        [GridColumn(22), _item(40), *map(GridColumn, (16, 16, 24, 28)), _left(52)],
        Rows(partial(_determined, tuple(ratings), words)),
        header=(words.determination_header,),
        title=titled(words.determinations, bookmark),
        alt_text=Words(
            "原标识、确定的标识、确定人、日期和理由。", "Computed and decided lights, who decided, when and why."
        ),
        widths="fit",
    )


def coverage_grid(coverage: Coverage, *, bookmark: str | None = None, words: TableWords = TABLE_WORDS) -> Grid:
    """报送情况 (§4.19): a row for each theme's sheet that was due, and one for each unit whose row is not simply there."""
    return Grid(
        [_item(34), GridColumn(26), _left(34), GridColumn(26), _left(36)],
        Rows(partial(_received, tuple(coverage), words)),
        header=(words.coverage_header,),
        title=titled(words.coverage, bookmark),
        alt_text=Words("每个专题应报、已报和未收到的情况。", "What was due of each theme, what came and what did not."),
        widths="fit",
    )


def _received(receipts: Iterable[Receipt], words: TableWords) -> Iterator[Row]:
    stands = {
        Status.RECEIVED: words.received,
        Status.MISSING: words.not_received,
        Status.FAULTY: words.faulty,
        Status.EXEMPT: words.exempt,
    }
    for one in receipts:
        if one.unit is None or one.status is not Status.RECEIVED:
            unit = "" if one.unit is None else one.unit.name
            stand = stands[one.status].format(faults=one.faults)
            yield (one.title, one.steward, unit, stand, "\n".join(one.sources))


def flag_grid(ratings: Iterable[Rating[Any]], *, bookmark: str | None = None, words: TableWords = TABLE_WORDS) -> Grid:
    """提请研究事项 (§3.18): the ratings that need the task force's eye and on which it has not decided, with their lights."""
    return Grid(
        [GridColumn(14), _left(30), _item(50), GridColumn(16), _left(46)],
        Rows(partial(_flagged, Ratings(ratings).flagged(), words)),
        header=(words.flag_header,),
        title=titled(words.flags, bookmark),
        alt_text=Words("提请研究的事项、现有标识和问题。", "Items to be decided, their lights and questions."),
        widths="fit",
    )


def _flagged(ratings: Iterable[Rating[Any]], words: TableWords) -> Iterator[Row]:
    for number, rating in enumerate(ratings, 1):
        light = _light(rating.marks, words)
        flag = said(rating.verdict.flag, words.language)
        yield (str(number), rating.theme.title, _subject(rating, words), light, flag)


def _light(marks: Tally, words: TableWords) -> str | Cell:
    return light_cell("", marks, language=words.language) or words.unlit


def _subject(rating: Rating[Any], words: TableWords) -> str:
    return subject_of(rating.serial, rating.units, rating.matter, words.language)


def _determined(ratings: Iterable[Rating[Any]], words: TableWords) -> Iterator[Row]:
    for rating in ratings:
        for decision in rating.determinations:
            was, now = _light(decision.computed, words), _light(decision.decided, words)
            on = date_words(decision.on, words.language)
            yield (rating.theme.title, _subject(rating, words), was, now, str(decision.by), on, decision.reason)
