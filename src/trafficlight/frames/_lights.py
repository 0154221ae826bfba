"""亮灯: a decision table as expressions; units without a row, decisions of the task force, and counts."""

from __future__ import annotations

import enum
import functools
import operator
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import narwhals as nw
from attrs import evolve

from trafficlight.errors import ThemeError
from trafficlight.frames._columns import (
    ALIKE,
    BOARD,
    CLAUSE,
    DISPUTED,
    MILLION,
    POSITION,
    SCORE,
    SCORED,
    SERIAL,
    THEME,
    UNIT,
    UNRATED,
    added,
    any_of,
    before_of,
    frame_of,
    light_of,
    lights_of,
    require_known,
    whole,
)
from trafficlight.model._marks import Mark, Palette
from trafficlight.model._periods import Period
from trafficlight.rules._decision_tables import Case, Compare, Condition, DecisionTable, Tabular
from trafficlight.rules._themes import Credit, Theme
from trafficlight.rules._verdicts import Verdict

if TYPE_CHECKING:
    from narwhals.typing import IntoFrameT

_LEAD: Final = "lead"
_FEW: Final = 100
"""So many marks of one verdict fit into a byte, which saves memory with a hundred million rows; sums are wider."""
_MOST_POINTS: Final = 10**9
"""The most points of one verdict: thousands of such scores, in millionths, fit into the integers that engines add."""

_COMPARED: Final = {
    Compare.AT_LEAST: operator.ge,
    Compare.MORE_THAN: operator.gt,
    Compare.AT_MOST: operator.le,
    Compare.LESS_THAN: operator.lt,
}


def lit(frame: IntoFrameT, theme: Theme[Any], *, palette: Palette, period: Period | None = None) -> IntoFrameT:
    """亮灯: the frame with the theme's key, a count for each mark of the palette (`light_blue` …) and the clause's id.

    If a verdict of the table has a score, `score_millionths` is the row's score in whole millionths of a point, and `scored`
    is 1 for a row whose verdict has one, else 0.

    A row is for one unit that the item marks (`unit`; partners, 配合, only with `Credit.PARTNERS`). Where the theme credits
    only the lead, a column `lead` says which rows count, and the others are left out. A fact that the rule compares with an
    enum is given by the enum's value (“已办结”).
    A row for which the table has no case has an empty `clause` and is `unrated`. `period` is the one that is rated: without
    it no case of a year's end holds.
    Raises `ThemeError` for a theme whose rule is no decision table, for columns that are missing or have no type (pandas'
    `object`), and for marks that are not in the palette.
    """
    table = _table(theme)
    leads = theme.credit is Credit.LEAD
    rows = frame_of(frame, UNIT, *table.fields, *((_LEAD,) if leads else ()))
    cases = [case for case in table.cases if case.stands_in(period)]
    require_known((mark for case in cases for mark in case.verdict.marks.marks), palette)
    schema = rows.collect_schema()
    untyped = [name for name in table.fields if schema[name] == nw.Object]
    if untyped:
        raise ThemeError(
            f'{"、".join(untyped)} 的类型不明，“是”与 1 分不开：请给该列定类型，pandas 中用 astype("boolean") 或 convert_dtypes()',
            f"{', '.join(untyped)} may hold anything, and a yes cannot be told from a 1: give the column a type, in pandas "
            'by astype("boolean") or convert_dtypes()',
        )
    scored = any(case.verdict.score is not None for case in table.cases)
    holds = [_holds(case, schema) for case in cases]
    alone = _each_alone(cases, holds)
    if leads:
        rows = rows.filter(nw.col(_LEAD))
    done: IntoFrameT = rows.with_columns(
        **{light_of(mark): _count(cases, alone, mark) for mark in palette},
        **{
            THEME: nw.lit(theme.key),
            CLAUSE: _clause(cases, alone),
            **({SCORE: _score(cases, alone), SCORED: _scored(cases, alone)} if scored else {}),
            UNRATED: nw.when(_rated(cases, holds, schema)).then(nw.lit(0)).otherwise(nw.lit(1)).cast(nw.Int8),
        },
    ).to_native()
    return done


def grouped(frame: IntoFrameT, theme: Theme[Any]) -> IntoFrameT:
    """归并: rows of one unit with the same facts joined into one; `rows_alike` says how many they were, and `tallied` counts them all.

    Where facts have few values, as in the status themes, a hundred million rows become some thousands.
    """
    table = _table(theme)
    keys = [UNIT, *table.fields, *((_LEAD,) if theme.credit is Credit.LEAD else ())]
    done: IntoFrameT = frame_of(frame, *keys).group_by(*keys).agg(nw.len().alias(ALIKE)).to_native()
    return done


def _table(theme: Theme[Any]) -> DecisionTable:
    if theme.looks_back:
        raise ThemeError(
            f"主题“{theme.key}”要看往期，数据框里没有：请逐条评定",
            f"theme {theme.key!r} asks for earlier periods, which no frame holds: rate it record by record",
        )
    rule: object = theme.rule
    if not isinstance(rule, Tabular):
        raise ThemeError(
            f"主题“{theme.key}”的规则是 Python 代码，没有引擎能运行：请写成 DecisionTable，或逐条评定",
            f"the rule of theme {theme.key!r} is Python, which no engine runs: say it as a DecisionTable, or rate it "
            "record by record",
        )
    return rule.decision_table


def _each_alone(cases: Sequence[Case], holds: Sequence[nw.Expr]) -> list[nw.Expr]:
    """For each case, whether it decides: it holds, and none before it. Cases that exclude each other need no such check."""
    alone = []
    for number, (case, condition) in enumerate(zip(cases, holds, strict=True)):
        before = [holds[at] for at in range(number) if not _apart(cases[at], case)]
        alone.append(nw.when(any_of(before)).then(nw.lit(value=False)).otherwise(condition) if before else condition)
    return alone


def _rated(cases: Sequence[Case], holds: Sequence[nw.Expr], schema: Mapping[str, Any]) -> nw.Expr:
    """Whether some case holds; where all compare one fact for equality, as one comparison with all values."""
    asked = [case.conditions[0] for case in cases if len(case.conditions) == 1]
    if len(asked) < len(cases) or {(one.field, one.compare) for one in asked} != {(asked[0].field, Compare.EQUALS)}:
        return any_of(holds)
    return _condition(evolve(asked[0], values=tuple(value for one in asked for value in one.values)), schema)


def _apart(one: Case, other: Case) -> bool:
    """Whether two cases ask one fact to be different things."""
    return any(
        mine.field == its.field
        and mine.compare is its.compare is Compare.EQUALS
        and not {_plain(value) for value in mine.values} & {_plain(value) for value in its.values}
        for mine in one.conditions
        for its in other.conditions
    )


def _count(cases: Sequence[Case], alone: Sequence[nw.Expr], mark: Mark) -> nw.Expr:
    """How often a mark is lit: as the deciding case says, else 0."""
    parts = [
        nw.when(decides).then(_times(case, case.verdict.marks[mark])).otherwise(nw.lit(0))
        for case, decides in zip(cases, alone, strict=True)
        if case.verdict.marks[mark]
    ]
    many = any(case.times or case.verdict.marks[mark] > _FEW for case in cases)
    return (added(parts) if parts else nw.lit(0)).cast(nw.Int64 if many else nw.Int8)


def _score(cases: Sequence[Case], alone: Sequence[nw.Expr]) -> nw.Expr:
    """The score of the case that decides, 0 where it has none."""
    score = nw.lit(0).cast(nw.Int64)
    for case, decides in zip(cases, alone, strict=True):
        score = nw.when(decides).then(nw.lit(_millionths(case.verdict)).cast(nw.Int64)).otherwise(score)
    return score


def _scored(cases: Sequence[Case], alone: Sequence[nw.Expr]) -> nw.Expr:
    """1 where the case that decides has a score."""
    decides = any_of(one for case, one in zip(cases, alone, strict=True) if case.verdict.score is not None)
    return nw.when(decides).then(nw.lit(1)).otherwise(nw.lit(0)).cast(nw.Int8)


def _millionths(verdict: Verdict) -> int:
    score = verdict.score or Decimal(0)
    if abs(score) >= _MOST_POINTS:
        raise ThemeError(
            f"得分 {score} 太大，不能在数据框中累计：请逐条评定",
            f"a score of {score} is too high to be added up in a frame: rate it record by record",
        )
    return int(score * MILLION)


def _clause(cases: Sequence[Case], alone: Sequence[nw.Expr]) -> nw.Expr:
    clause = nw.lit("")
    for case, decides in zip(cases, alone, strict=True):
        clause = nw.when(decides).then(nw.lit(case.verdict.because.id)).otherwise(clause)
    return clause


def _times(case: Case, count: int) -> nw.Expr:
    return whole(nw.col(case.times)) * count if case.times else nw.lit(count)


def _holds(case: Case, schema: Mapping[str, Any]) -> nw.Expr:
    conditions = [_condition(condition, schema) for condition in case.conditions]
    return functools.reduce(operator.and_, conditions) if conditions else nw.lit(value=True)


def _condition(condition: Condition, schema: Mapping[str, Any]) -> nw.Expr:
    """A condition as an expression; where the fact is missing it is null, which `when` takes for no."""
    fact = nw.col(condition.field)
    is_text, is_float = schema[condition.field] == nw.String, schema[condition.field].is_float()
    blank = fact.is_null() | (fact == "") if is_text else fact.is_null()
    if is_float:
        blank = blank | fact.is_nan()
    if condition.compare is Compare.BLANK:
        return blank
    if condition.compare is Compare.FILLED:
        return ~blank
    values = [_plain(value) for value in condition.values if not _of_another_kind(value, schema[condition.field])]
    if not values:
        return nw.lit(value=False)
    if condition.compare is Compare.EQUALS:
        # whole numbers and fractions are no list of one type, which polars asks of those that it looks for
        return fact.is_in(values) if is_text else any_of([fact == value for value in dict.fromkeys(values)])
    compared: nw.Expr = _COMPARED[condition.compare](fact, values[0])
    return ~blank & compared if is_text or is_float else compared  # some engines hold NaN to be more than any number


def _of_another_kind(value: object, kind: Any) -> bool:
    """Whether a yes or no is compared with numbers, or a number with yes or no: some engines hold yes to be 1."""
    yes_or_no = kind == nw.Boolean
    return bool(yes_or_no or kind.is_numeric()) and yes_or_no is not isinstance(value, bool)


def _plain(value: object) -> Any:
    """A value as engines hold it: an enum's own value, a decimal as a double, which keeps all its digits."""
    if isinstance(value, enum.Enum):
        return value.value
    return float(value) if isinstance(value, Decimal) else value


def absent(lights: IntoFrameT, units: IntoFrameT, theme: Theme[Any], *, palette: Palette) -> IntoFrameT:
    """无报送: the units without a row among the lights, each with the marks and the clause that the theme's absence has (§3.4).

    `units` has `unit` and `board` (`unit_rows`). Leave units out of it that are exempt, or whose row has a fault (§4.19): they
    are not absent. Raises `ThemeError` for a theme without an `absence`.
    """
    if theme.absence is None:
        raise ThemeError(
            f"主题“{theme.key}”没有规定无报送单位的标识", f"theme {theme.key!r} says nothing of a unit without a row"
        )
    verdict = theme.absence.verdict
    require_known(verdict.marks.marks, palette)
    asked = frame_of(units, UNIT, BOARD).filter(nw.col(BOARD).is_in(theme.absence.boards))
    rows: Any = asked.join(frame_of(lights, UNIT).select(UNIT), on=UNIT, how="anti")  # type: ignore[arg-type]
    done: IntoFrameT = (
        rows.select(UNIT)
        .unique()  # a unit may stand on two boards
        .with_columns(
            **{light_of(mark): nw.lit(verdict.marks[mark]).cast(nw.Int64) for mark in palette},
            **{
                THEME: nw.lit(theme.key),
                CLAUSE: nw.lit(verdict.because.id),
                UNRATED: nw.lit(0).cast(nw.Int64),
                **(
                    {}
                    if verdict.score is None
                    else {SCORE: nw.lit(_millionths(verdict)).cast(nw.Int64), SCORED: nw.lit(1).cast(nw.Int64)}
                ),
            },
        )
        .to_native()
    )
    return done


def determined(lights: IntoFrameT, decisions: IntoFrameT, *, palette: Palette) -> IntoFrameT:
    """研究确定: the lights with those that the task force decided, found by theme, number (`serial`) and unit (§4.33).

    `decisions` are made of `determination_rows`. A decision whose computed light is not the present one changes nothing: its
    row is `disputed`, where `trafficlight.determine` would refuse it.
    """
    keys = (THEME, SERIAL, UNIT)
    names = lights_of(palette)
    same_text = nw.col(THEME).cast(nw.String)  # Dask has several types of text, and warns where two meet
    found = frame_of(decisions, *keys, *names, *map(before_of, names)).with_columns(same_text)
    renamed = found.select(*keys, *map(before_of, names), *(nw.col(name).alias(_decided(name)) for name in names))
    rows: Any = frame_of(lights, *keys, *names).with_columns(same_text).join(renamed, on=keys, how="left")  # type: ignore[arg-type]
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

    If some of the lights have scores, there are also their sum (`score_millionths`) and how many rows it is of (`scored`): a
    unit with 0 of these has no score.

    `units` are made of `unit_rows`; lights of other units are dropped, since no table would print them.
    `counted` says which themes count on a board (`Scheme.counted`); on a board that it does not name all do.
    Raises `ThemeError` without lights.
    """
    if not lights:
        raise ThemeError(
            "没有可计数的：请给出 lit(…) 做出的一个或几个数据框",
            "nothing to count: give one or more frames of lights, as lit(…) makes them",
        )
    roster: Any = frame_of(units, UNIT, BOARD, POSITION)
    given = [frame_of(one, UNIT, THEME, UNRATED, *lights_of(palette)) for one in lights]
    scores = (SCORE, SCORED)
    scored = any(SCORE in one.collect_schema().names() for one in given)
    counts = [*lights_of(palette), *(scores if scored else ()), UNRATED]
    parts = [_times_rows(one, counts, alone=len(given) == 1) for one in given]
    rows = nw.concat(parts, how="vertical") if len(parts) > 1 else parts[0]
    keys = [UNIT]
    if counted:
        keys = [UNIT, BOARD]  # a unit on two boards has two counts
        rows = rows.join(roster.select(keys), on=UNIT, how="inner")
        for board, themes in dict(counted).items():
            rows = rows.filter((nw.col(BOARD) != board) | nw.col(THEME).is_in(list(themes)))
    sums = rows.group_by(keys).agg(*(nw.col(name).sum() for name in counts))
    done: IntoFrameT = (
        roster.join(sums, on=keys, how="left")
        .with_columns(*(whole(nw.col(name)).alias(name) for name in counts))
        .to_native()
    )
    return done


def _times_rows(lights: Any, counts: Sequence[str], *, alone: bool) -> Any:
    """The counts of lights, times the rows that each row stands for; frames that are joined need integers of one width."""
    have = lights.collect_schema().names()
    lacking = {SCORE, SCORED}.intersection(counts).difference(have)
    if lacking:
        lights = lights.with_columns(*(nw.lit(0).cast(nw.Int64).alias(name) for name in sorted(lacking)))
    if ALIKE in have:
        lights = lights.with_columns(*(whole(nw.col(name)) * whole(nw.col(ALIKE)) for name in counts))
    elif not alone:
        lights = lights.with_columns(*(nw.col(name).cast(nw.Int64) for name in counts))
    return lights.select(UNIT, THEME, *counts)
