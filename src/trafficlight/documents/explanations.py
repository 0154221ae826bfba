"""标注解释: the grounds of every light as a table, and what the task force determined (A4-1.1 note 2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from trafficlight.documents.grid import Cell, Grid, GridColumn, Row, Rows
from trafficlight.documents.inline import Style
from trafficlight.documents.paragraphs import Heading
from trafficlight.documents.tables import light_cell
from trafficlight.model.period import chinese_date
from trafficlight.rules.rating import Explanation, Rating

_HEADER: Final = ("专题", "事项", "标识", "依据", "条款")
_COLUMNS: Final = (
    GridColumn(22),
    GridColumn(34, "left"),
    GridColumn(16),
    GridColumn(60, "left"),
    GridColumn(66, "left"),
)
_DETERMINED: Final = ("专题", "事项", "原标识", "研究确定", "确定人", "日期", "理由")
_DETERMINED_COLUMNS: Final = (
    GridColumn(22),
    GridColumn(40, "left"),
    GridColumn(16),
    GridColumn(16),
    GridColumn(24),
    GridColumn(28),
    GridColumn(52, "left"),
)


def explanation_grid(ratings: Iterable[Rating[Any]], *, bookmark: str | None = None) -> Grid:
    """标注解释: a row for each rating: theme, item, light, the facts and their cells, the clause."""
    kept = tuple(ratings)
    return Grid(
        _COLUMNS,
        Rows(lambda: _explained(kept)),
        header=(_HEADER,),
        title=Heading("标注解释", 2, bookmark, style=Style.TABLE_TITLE),
        alt_text="标注解释：每项评定的标识、依据和条款。",
    )


def _explained(ratings: Iterable[Rating[Any]]) -> Iterator[Row]:
    for rating in ratings:
        grounds = rating.explain()
        yield (grounds.theme, grounds.subject, light_or_none(grounds), _facts(grounds), str(grounds.clause))


def light_or_none(grounds: Explanation) -> str | Cell:
    """The light as fill and word; 不标注 where there is none."""
    return light_cell("", grounds.marks) if grounds.marks else "不标注"


def _facts(grounds: Explanation) -> str:
    facts = "，".join(map(str, grounds.facts))
    source = f"〔{grounds.source}〕" if grounds.source else ""
    return "；".join(dict.fromkeys(filter(None, (f"{source}{facts}", grounds.note, grounds.flag))))


def determination_grid(ratings: Iterable[Rating[Any]], *, bookmark: str | None = None) -> Grid:
    """专班研究确定: the ratings that the task force decided, the computed mark beside the decided one."""
    kept = tuple(rating for rating in ratings if rating.determination is not None)
    return Grid(
        _DETERMINED_COLUMNS,
        Rows(lambda: _determined(kept)),
        header=(_DETERMINED,),
        title=Heading("专班研究确定情况", 2, bookmark, style=Style.TABLE_TITLE),
        alt_text="专班研究确定情况：原标识、确定的标识、确定人、日期和理由。",
    )


def _determined(ratings: Iterable[Rating[Any]]) -> Iterator[Row]:
    for rating in ratings:
        decision = rating.determination
        if decision is not None:
            was, now = (light_cell("", marks) if marks else "不标注" for marks in (decision.computed, decision.decided))
            when = chinese_date(decision.on)
            yield (rating.theme.title, rating.subject, was, now, str(decision.by), when, decision.reason)
