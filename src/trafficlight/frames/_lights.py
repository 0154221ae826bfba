"""亮灯: a decision table as expressions, what is absent, what was decided, and the counts of it all."""

from __future__ import annotations

import enum
import functools
import operator
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import narwhals as nw

from trafficlight.errors import ThemeError
from trafficlight.frames._columns import (
    BOARD,
    CLAUSE,
    DISPUTED,
    POSITION,
    SERIAL,
    THEME,
    UNIT,
    UNRATED,
    before_of,
    frame_of,
    light_of,
    lights_of,
    require_known,
    whole,
)
from trafficlight.model._marks import Palette
from trafficlight.rules._decision_tables import Case, Compare, Condition, DecisionTable, Tabular
from trafficlight.rules._themes import Credit, Theme

if TYPE_CHECKING:
    from narwhals.typing import IntoFrameT

_LEAD: Final = "lead"

_COMPARED: Final = {
    Compare.AT_LEAST: operator.ge,
    Compare.MORE_THAN: operator.gt,
    Compare.AT_MOST: operator.le,
    Compare.LESS_THAN: operator.lt,
}


def lit(frame: IntoFrameT, theme: Theme[Any], *, palette: Palette) -> IntoFrameT:
    """亮灯: the frame with the theme's key, a count for each mark of the palette (`light_blue` …) and the clause's id.

    A row stands for one unit of one item (`unit`); where the theme credits the lead alone, a column `lead` says whose rows
    count, and the others are left out. A fact that a rule compares with an enum holds the enum's value (“已办结”).
    A row for which the table has no case has an empty `clause`; `tallied` counts it as `unrated`.
    Raises `ThemeError` for a theme whose rule is no decision table, for columns that lack, and for marks not in the palette.
    """
    table = _table(theme)
    leads = theme.credit is Credit.LEAD
    rows = frame_of(frame, UNIT, *table.fields, *((_LEAD,) if leads else ()))
    require_known((mark for case in table.cases for mark in case.verdict.marks.marks), palette)
    holds = [_holds(case, rows.collect_schema()) for case in table.cases]
    counts = {
        light_of(mark): _first(
            holds,
            [_times(case, case.verdict.marks[mark]) for case in table.cases],
            nw.lit(0),
        ).cast(nw.Int64)
        for mark in palette
    }
    clause = _first(holds, [nw.lit(case.verdict.because.id) for case in table.cases], nw.lit(""))
    if leads:
        rows = rows.filter(nw.col(_LEAD))
    done: IntoFrameT = rows.with_columns(**counts, **{THEME: nw.lit(theme.key), CLAUSE: clause}).to_native()
    return done


def _table(theme: Theme[Any]) -> DecisionTable:
    if theme.looks_back:
        raise ThemeError(
            f"theme {theme.key!r} asks for earlier periods, which no frame holds: rate it record by record"
        )
    rule: object = theme.rule
    if not isinstance(rule, Tabular):
        raise ThemeError(
            f"the rule of theme {theme.key!r} is Python, which no engine runs: say it as a DecisionTable, or rate it "
            "record by record"
        )
    return rule.decision_table


def _first(holds: Sequence[nw.Expr], then: Sequence[nw.Expr], otherwise: nw.Expr) -> nw.Expr:
    """The value of the first case that holds."""
    for condition, value in zip(reversed(holds), reversed(then), strict=True):
        otherwise = nw.when(condition).then(value).otherwise(otherwise)
    return otherwise


def _times(case: Case, count: int) -> nw.Expr:
    return whole(nw.col(case.times)) * count if case.times and count else nw.lit(count)


def _holds(case: Case, schema: Mapping[str, Any]) -> nw.Expr:
    conditions = [_condition(condition, schema) for condition in case.conditions]
    return functools.reduce(operator.and_, conditions) if conditions else nw.lit(True)  # noqa: FBT003  # a literal


def _condition(condition: Condition, schema: Mapping[str, Any]) -> nw.Expr:
    fact = nw.col(condition.field)
    blank = fact.is_null()
    if schema[condition.field] == nw.String:
        blank = blank | (fact == "")
    if condition.compare is Compare.BLANK:
        return blank
    if condition.compare is Compare.FILLED:
        return ~blank
    values = [_plain(value) for value in condition.values]
    if condition.compare is Compare.EQUALS:
        compared = functools.reduce(operator.or_, [fact == value for value in values])
    else:
        compared = _COMPARED[condition.compare](fact, values[0])
    return nw.all_horizontal(~blank, compared, ignore_nulls=True)


def _plain(value: object) -> Any:
    """A value as engines hold it: an enum's own value, a decimal as a double, which keeps all its digits."""
    if isinstance(value, enum.Enum):
        return value.value
    return float(value) if isinstance(value, Decimal) else value


def absent(lights: IntoFrameT, units: IntoFrameT, theme: Theme[Any], *, palette: Palette) -> IntoFrameT:
    """无报送: the units without a row among the lights, each with the marks and the clause that the theme's absence has (§3.4).

    `units` has `unit` and `board` (`unit_rows`), and only those of whom a row is missing may be asked for: leave out of it
    who is exempt, or whose row has a fault (§4.19). Raises `ThemeError` for a theme whose absence says nothing.
    """
    if theme.absence is None:
        raise ThemeError(f"theme {theme.key!r} says nothing of a unit without a row")
    verdict = theme.absence.verdict
    require_known(verdict.marks.marks, palette)
    asked = frame_of(units, UNIT, BOARD).filter(nw.col(BOARD).is_in(theme.absence.boards))
    rows: Any = asked.join(frame_of(lights, UNIT).select(UNIT), on=UNIT, how="anti")  # type: ignore[arg-type]
    done: IntoFrameT = (
        rows.select(UNIT)
        .with_columns(
            **{light_of(mark): nw.lit(verdict.marks[mark]).cast(nw.Int64) for mark in palette},
            **{THEME: nw.lit(theme.key), CLAUSE: nw.lit(verdict.because.id)},
        )
        .to_native()
    )
    return done


def determined(lights: IntoFrameT, decisions: IntoFrameT, *, palette: Palette) -> IntoFrameT:
    """研究确定: the lights with those that the task force decided, found by theme, number (`serial`) and unit (§4.33).

    `decisions` are made of `determination_rows`. A decision about a light that is another by now changes nothing: its row
    is `disputed`, where `trafficlight.determine` would refuse it.
    """
    keys = (THEME, SERIAL, UNIT)
    names = lights_of(palette)
    found = frame_of(decisions, *keys, *names, *map(before_of, names))
    renamed = found.select(*keys, *map(before_of, names), *(nw.col(name).alias(_decided(name)) for name in names))
    rows: Any = frame_of(lights, *keys, *names).join(renamed, on=keys, how="left")  # type: ignore[arg-type]
    met = nw.col(_decided(names[0])).is_null()
    same = functools.reduce(operator.and_, [whole(nw.col(before_of(name))) == nw.col(name) for name in names])
    done: IntoFrameT = (
        rows.with_columns(**{DISPUTED: ~met & ~same})
        .with_columns(
            **{
                name: nw.when(met | nw.col(DISPUTED))
                .then(nw.col(name))
                .otherwise(whole(nw.col(_decided(name))))
                .cast(nw.Int64)
                for name in names
            }
        )
        .drop(*map(before_of, names), *map(_decided, names))
        .to_native()
    )
    return done


def _decided(name: str) -> str:
    return f"decided_{name}"


def tallied(
    units: IntoFrameT,
    *lights: IntoFrameT,
    palette: Palette,
    counted: Mapping[str, Sequence[str]] | None = None,
) -> IntoFrameT:
    """计数: for every unit its marks over all lights, 0 for none, and how many of its rows no rule could rate (`unrated`).

    `units` are made of `unit_rows`; a light of a unit that is not among them is dropped, as no table would print it.
    `counted` says which themes count on a board (`Scheme.counted`); a board that it does not name counts all.
    """
    names = lights_of(palette)
    roster: Any = frame_of(units, UNIT, BOARD, POSITION)
    parts: list[Any] = [
        frame_of(one, UNIT, THEME, CLAUSE, *names).select(UNIT, THEME, CLAUSE, *names) for one in lights
    ]
    rows = nw.concat(parts, how="vertical") if len(parts) > 1 else parts[0]
    if counted:
        rows = rows.join(roster.select(UNIT, BOARD), on=UNIT, how="inner")
        for board, themes in dict(counted).items():
            rows = rows.filter((nw.col(BOARD) != board) | nw.col(THEME).is_in(list(themes)))
    sums = (
        rows.with_columns(**{UNRATED: (nw.col(CLAUSE) == "").cast(nw.Int64)})
        .group_by(UNIT)
        .agg(*(nw.col(name).sum() for name in (*names, UNRATED)))
    )
    done: IntoFrameT = (
        roster.join(sums, on=UNIT, how="left")
        .with_columns(*(whole(nw.col(name)).alias(name) for name in (*names, UNRATED)))
        .to_native()
    )
    return done
