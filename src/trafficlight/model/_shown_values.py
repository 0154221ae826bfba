"""所见的值: numbers, dates and times that know how their cells show them."""

from __future__ import annotations

import datetime as dt
from typing import Any, SupportsIndex, TypeVar, cast

T = TypeVar("T")


class Shown:
    """所见: a number, date or time with the text that its cell shows (§4.24); otherwise it behaves as the bare value."""

    shown: str
    bare: float | dt.datetime | dt.time

    def __repr__(self) -> str:
        return f"shown_as({self.bare!r}, {self.shown!r})"

    def __str__(self) -> str:
        return self.shown

    def __reduce_ex__(self, protocol: SupportsIndex, /) -> str | tuple[Any, ...]:
        return shown_as, (self.bare, self.shown)


class _ShownWhole(Shown, int):
    pass


class _ShownFloat(Shown, float):
    pass


class _ShownMoment(Shown, dt.datetime):
    pass


class _ShownTime(Shown, dt.time):
    pass


def shown_as(value: float | dt.datetime | dt.time, text: str) -> int | float | dt.datetime | dt.time:
    """A value with the text that its cell shows: `str` gives that text, and the value can be computed with as before.

    >>> cell = shown_as(0.33, "33%")
    >>> str(cell), cell == 0.33
    ('33%', True)
    """
    made: _ShownWhole | _ShownFloat | _ShownMoment | _ShownTime
    if isinstance(value, dt.datetime):
        made = _ShownMoment.combine(value.date(), value.time())
    elif isinstance(value, dt.time):
        made = _ShownTime(value.hour, value.minute, value.second, value.microsecond)
    else:
        made = {int: _ShownWhole, float: _ShownFloat}[type(value)](value)
    made.bare, made.shown = value, text
    return made


def bare(cell: T) -> T:
    """A cell without the look of its value."""
    look: object = cell
    return cast("T", look.bare) if isinstance(look, Shown) else cell
