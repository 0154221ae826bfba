"""往期 (history): what the same item was in earlier periods."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, Final, Generic, TypeVar, overload

from attrs import field, frozen

from trafficlight.messages import Language, in_english
from trafficlight.model._checks import check_period
from trafficlight.model._field_types import check_types, typed
from trafficlight.model._marks import Mark, Tally
from trafficlight.model._periods import Period
from trafficlight.rules._entries import Origin

R_co = TypeVar("R_co", covariant=True)


def light(marks: Tally, language: Language = "zh", *, unlit: str = "") -> str:
    """标识: marks in words: “蓝2”, “Red 1”; where there is none `unlit`, else 不标注颜色."""
    if in_english(language):
        return ", ".join(f"{mark.label} {count}" for mark, count in marks.items()) or unlit or "no light"
    return str(marks) if marks else unlit or "不标注颜色"


def light_words(marks: Tally, language: Language = "zh") -> str:
    """蓝, 蓝2黄; Blue 2, Yellow: the light in words, nothing where there is none; a single one needs no number."""
    between, joined = (" ", ", ") if in_english(language) else ("", "")
    return joined.join(mark.label if count == 1 else f"{mark.label}{between}{count}" for mark, count in marks.items())


@functools.lru_cache(maxsize=1024)  # few periods are asked about for each of many items
def runs_on(earlier: Period, later: Period) -> bool:
    """首尾相接: whether one period is the one before another: of its kind, it ends on the day before, however long it was."""
    touches = earlier.last_day.toordinal() + 1 == later.first_day.toordinal()
    return (touches and earlier.kind == later.kind) or earlier == later.previous


def ends_with_year(period: Period | None) -> bool:
    """年终: whether it is the last of its kind in its year; a week counts to the year of its Thursday."""
    if period is None:
        return False
    return period.last_day == dt.date(period.year, 12, 31) or (period.kind == "week" and period.next.year > period.year)


_ORIGIN: Final = (Origin, type(None))
_CELL: Final = (str, type(None))
_SCORE: Final = (Decimal, type(None))


@frozen
class Earlier(Generic[R_co]):
    """往期评定: an item in an earlier period: its record (None where the unit handed in nothing), its lights, and where it stood.

    `cell` is the cell that the theme's first fact stood in, `score` what its verdict scored, `decided` whether the lights are
    others than the rules gave, by a determination. `in_run` says of what `Past.run` and `running` gave that it is of a run, and
    is quoted as such; it tells no two of them apart.
    """

    period: Period = field(validator=check_period)
    record: R_co | None
    marks: Tally
    origin: Origin | None = None
    cell: str | None = None
    score: Decimal | None = None
    decided: bool = False
    in_run: bool = field(default=False, eq=False)

    def __attrs_post_init__(self) -> None:
        given: Any = self  # looked at here, for there is one for each item of each period
        if not (
            type(given.marks) is Tally
            and type(given.origin) in _ORIGIN
            and type(given.cell) in _CELL
            and type(given.score) in _SCORE
            and type(given.decided) is type(given.in_run) is bool
        ):
            check_types(self)

    @property
    def word(self) -> str:
        """The lights in words: “黄1”, or 不标注颜色."""
        return light(self.marks)

    def of_run(self) -> Earlier[R_co]:
        """The same, quoted as of a run."""
        return Earlier(
            self.period, self.record, self.marks, self.origin, self.cell, self.score, self.decided, in_run=True
        )


def _in_order(earlier: Iterable[Earlier[Any]]) -> tuple[Earlier[Any], ...]:
    given = tuple(earlier)
    return given if len(given) < 2 else tuple(sorted(given, key=lambda one: one.period.first_day))


@frozen(field_transformer=typed)
class Past(Sequence[Earlier[R_co]], Generic[R_co]):
    """往期: an item's earlier records and lights, oldest first; `period` is the one that is being rated.

    Empty in a first period. Periods that do not lie before this one are left out, so that rating a month again, with later
    months at hand, gives what it gave.
    """

    period: Period | None = field(default=None, validator=check_period)
    earlier: tuple[Earlier[R_co], ...] = field(default=(), converter=_in_order)

    @overload
    def __getitem__(self, index: int) -> Earlier[R_co]: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Earlier[R_co], ...]: ...
    def __getitem__(self, index: int | slice) -> Earlier[R_co] | tuple[Earlier[R_co], ...]:
        return self.earlier[index]

    def __len__(self) -> int:
        return len(self.earlier)

    def run(self, holds: Callable[[R_co], bool]) -> tuple[Earlier[R_co], ...]:
        """连续: the unbroken run of periods up to the one before this, oldest first, in whose records something holds.

        Each ends on the day before the next begins: spans need not be equally long. A period in which the item does not
        stand, or stands without a record, breaks the run.
        """
        return self._run(lambda one: one.record is not None and holds(one.record))

    def running(self, *marks: Mark) -> tuple[Earlier[R_co], ...]:
        """连续亮灯: the unbroken run of periods up to the one before this in which one of these lights was lit."""
        return self._run(lambda one: any(one.marks[mark] for mark in marks))

    def _run(self, holds: Callable[[Earlier[R_co]], bool]) -> tuple[Earlier[R_co], ...]:
        found: list[Earlier[R_co]] = []
        after = self.period
        for one in self._backwards():
            if after is None or not runs_on(one.period, after) or not holds(one):
                break
            found.append(one)
            after = one.period
        return tuple(found[::-1])

    def _backwards(self) -> Iterator[Earlier[R_co]]:
        """The earlier periods as of a run, the last one first."""
        return (one.of_run() for one in reversed(self.earlier))


NOTHING_BEFORE: Final[Past[Any]] = Past()
"""无往期: the past of an item that is rated by itself."""
