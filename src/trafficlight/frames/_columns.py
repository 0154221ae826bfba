"""列: the names of the columns that this package reads and writes, and how it computes with them."""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

import narwhals as nw

from trafficlight.errors import ThemeError
from trafficlight.model._marks import Mark, Palette

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
