"""标注解释: the grounds of every light as a table, and what the task force determined (A4-1.1 note 2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, Final

from trafficlight.documents.builders.rating_tables import NOTICE_TABLE_WORDS, TableWords, light_cell
from trafficlight.documents.content import Cell, Grid, GridColumn, Heading, Row, Rows
from trafficlight.layout import Style
from trafficlight.model._periods import chinese_date
from trafficlight.rules._ratings import Explanation, Rating

_COLUMNS: Final = (
    GridColumn(22),
    GridColumn(34, "left"),
    GridColumn(16),
    GridColumn(60, "left"),
    GridColumn(66, "left"),
)
_DETERMINED_COLUMNS: Final = (
    GridColumn(22),
    GridColumn(40, "left"),
    GridColumn(16),
    GridColumn(16),
    GridColumn(24),
    GridColumn(28),
    GridColumn(52, "left"),
)


def explanation_grid(
    ratings: Iterable[Rating[Any]], *, bookmark: str | None = None, words: TableWords = NOTICE_TABLE_WORDS
) -> Grid:
    """标注解释: a row for each rating: theme, item, light, the facts and their cells, the clause."""
    kept = tuple(ratings)
    return Grid(
        _COLUMNS,
        Rows(partial(_explained, kept, words)),
        header=(words.explanation_header,),
        title=Heading(words.explanations, 2, bookmark, style=Style.TABLE_TITLE),
        alt_text=f"{words.explanations}：每项评定的标识、依据和条款。",
    )


def _explained(ratings: Iterable[Rating[Any]], words: TableWords) -> Iterator[Row]:
    for rating in ratings:
        grounds = rating.explain()
        yield (grounds.theme, grounds.subject, light_or_none(grounds, words), _facts(grounds), str(grounds.clause))


def light_or_none(grounds: Explanation, words: TableWords) -> str | Cell:
    """The light as fill and word; 不标注 where there is none."""
    return light_cell("", grounds.marks) if grounds.marks else words.unlit


def _facts(grounds: Explanation) -> str:
    facts = "，".join(map(str, grounds.facts))
    source = f"〔{grounds.source}〕" if grounds.source else ""
    return "；".join(dict.fromkeys(filter(None, (f"{source}{facts}", grounds.note, grounds.flag))))


def determination_grid(
    ratings: Iterable[Rating[Any]], *, bookmark: str | None = None, words: TableWords = NOTICE_TABLE_WORDS
) -> Grid:
    """专班研究确定: the ratings that the task force decided, the computed mark beside the decided one."""
    kept = tuple(rating for rating in ratings if rating.determination is not None)
    return Grid(
        _DETERMINED_COLUMNS,
        Rows(partial(_determined, kept, words)),
        header=(words.determination_header,),
        title=Heading(words.determinations, 2, bookmark, style=Style.TABLE_TITLE),
        alt_text=f"{words.determinations}：原标识、确定的标识、确定人、日期和理由。",
    )


def _determined(ratings: Iterable[Rating[Any]], words: TableWords) -> Iterator[Row]:
    for rating in ratings:
        decision = rating.determination
        if decision is not None:
            was, now = (
                light_cell("", marks) if marks else words.unlit for marks in (decision.computed, decision.decided)
            )
            when = chinese_date(decision.on)
            yield (rating.theme.title, rating.subject, was, now, str(decision.by), when, decision.reason)
