"""列和行: the names of the columns that this package reads and writes, how it computes with them, and rows of what the library holds."""

from __future__ import annotations

import functools
import operator
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

import narwhals as nw

from trafficlight.errors import ThemeError
from trafficlight.model._boards import Board
from trafficlight.model._marks import Mark, Palette
from trafficlight.rules._explanations import Determination

if TYPE_CHECKING:
    from narwhals.typing import IntoFrameT

UNIT: Final = "unit"
BOARD: Final = "board"
POSITION: Final = "position"
THEME: Final = "theme"
SERIAL: Final = "serial"
CLAUSE: Final = "clause"
ALIKE: Final = "rows_alike"
UNRATED: Final = "unrated"
SCORE: Final = "score_millionths"
"""得分: whole millionths of a point, so that engines add them exactly; a score has at most six decimals."""
SCORED: Final = "scored"
"""How many rows the score is the sum of; with none there is no score, which is not a score of 0."""
MILLION: Final = 10**6
PLACE: Final = "place"
DECIDED_BY: Final = "decided_by"
DISPUTED: Final = "disputed"
MOVEMENT: Final = "movement"


def light_of(mark: Mark) -> str:
    """The column that counts a mark."""
    return f"light_{mark.key}"


def before_of(light: str) -> str:
    """The column with a light before it was decided."""
    return f"from_{light}"


def lights_of(palette: Iterable[Mark]) -> list[str]:
    """The columns that count the marks of a palette, in its order."""
    return [light_of(mark) for mark in palette]


def frame_of(native: IntoFrameT, *needed: str) -> nw.DataFrame[Any] | nw.LazyFrame[Any]:
    """A frame by narwhals' interface. Raises `ThemeError` where it lacks a column that is needed."""
    given: Any = native
    frame: nw.DataFrame[Any] | nw.LazyFrame[Any] = nw.from_native(given)
    have = frame.collect_schema().names()
    missing = [name for name in needed if name not in have]
    if missing:
        raise ThemeError(
            f"数据框缺少 {'、'.join(missing)}；现有 {'、'.join(have)}",
            f"the frame lacks {', '.join(missing)}; it has {', '.join(have)}",
        )
    return frame


def added(parts: Iterable[nw.Expr]) -> nw.Expr:
    """The sum of expressions."""
    return functools.reduce(operator.add, parts)


def any_of(parts: Iterable[nw.Expr]) -> nw.Expr:
    """That one of several conditions holds."""
    return functools.reduce(operator.or_, parts)


def whole(expression: nw.Expr) -> nw.Expr:
    """A count as an integer: null is 0, and so is undone what an engine makes of a sum (DuckDB: a decimal)."""
    return expression.fill_null(0).cast(nw.Int64)


def require_known(marks: Iterable[Mark], palette: Palette) -> None:
    """Raise `ThemeError` for a mark that the palette lacks: no column would count it."""
    strangers = [mark.label for mark in marks if mark not in palette]
    if strangers:
        raise ThemeError(
            f"标识体系缺少 {'、'.join(dict.fromkeys(strangers))}",
            f"the palette lacks {', '.join(dict.fromkeys(strangers))}",
        )


def unit_rows(*boards: Board) -> list[dict[str, Any]]:
    """花名册: unit, board and place in the establishment, a row for each unit of the boards.

    >>> from trafficlight.model import Board, RosterLine, Unit
    >>> unit_rows(Board("departments", "科室单位", [RosterLine(Unit("办公室"))]))
    [{'unit': '办公室', 'board': 'departments', 'position': 0}]
    """
    return [
        {UNIT: unit.name, BOARD: board.key, POSITION: position}
        for board in boards
        for position, unit in enumerate(board.units)
    ]


def determination_rows(determinations: Iterable[Determination], *, palette: Palette) -> list[dict[str, Any]]:
    """研究确定: a row for each decision: theme, number, unit, and the lights before and after (`from_light_red`, `light_red`).

    Raises `ThemeError` for a decision without a number or a unit, since a frame finds rows by both, and for two on one light.
    """
    decisions = list(determinations)
    vague = [str(one) for one in decisions if one.serial is None or one.unit is None]
    if vague:
        raise ThemeError(
            f"数据框上的研究确定要写明序号和单位；这些没有写：{'；'.join(vague)}",
            f"a decision on a frame names number and unit; these do not: {'; '.join(vague)}",
        )
    keys = Counter((one.theme, one.serial, one.unit) for one in decisions)
    twice = [str(one) for one in decisions if keys[one.theme, one.serial, one.unit] > 1]
    if twice:
        raise ThemeError(
            f"一个标识只确定一次；这些确定的是同一个：{'；'.join(twice)}",
            f"each light is decided once; these decide the same one: {'; '.join(twice)}",
        )
    return [
        {
            THEME: one.theme,
            SERIAL: one.serial,
            UNIT: one.unit.name if one.unit else "",
            **{before_of(light_of(mark)): one.computed[mark] for mark in palette},
            **{light_of(mark): one.decided[mark] for mark in palette},
        }
        for one in decisions
    ]
