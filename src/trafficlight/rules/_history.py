"""往期 (history): what the same item was in earlier periods."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, Generic, TypeVar, overload

from attrs import field, frozen

from trafficlight.model._marks import Mark, Tally
from trafficlight.model._periods import Period
from trafficlight.rules._entries import Origin

R = TypeVar("R")


@frozen
class Earlier(Generic[R]):
    """往期评定: an item in an earlier period: its record (None where the unit handed in nothing), its lights, and where it stood.

    `cell` is the cell that the theme's first fact stood in.
    """

    period: Period
    record: R | None
    marks: Tally
    origin: Origin | None = None
    cell: str | None = None

    @property
    def word(self) -> str:
        """The lights in words: “黄1”, or 不标注颜色."""
        return str(self.marks) if self.marks else "不标注颜色"


def _in_order(earlier: Iterable[Earlier[R]]) -> tuple[Earlier[R], ...]:
    return tuple(sorted(earlier, key=lambda one: one.period.first_day))


@frozen
class Past(Sequence[Earlier[R]], Generic[R]):
    """往期: an item's earlier records and lights, oldest first; `period` is the one that is being rated.

    Empty in a first period. Rating month by month, each month handed on to the next, gives what all months at once give.
    """

    period: Period | None = None
    earlier: tuple[Earlier[R], ...] = field(default=(), converter=_in_order)

    @overload
    def __getitem__(self, index: int) -> Earlier[R]: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Earlier[R], ...]: ...
    def __getitem__(self, index: int | slice) -> Earlier[R] | tuple[Earlier[R], ...]:
        return self.earlier[index]

    def __len__(self) -> int:
        return len(self.earlier)

    def run(self, holds: Callable[[R], bool]) -> tuple[Earlier[R], ...]:
        """连续: the unbroken run of periods up to the one before this, oldest first, in whose records something holds.

        A period in which the item does not stand, or stands without a record, breaks the run.
        """
        return self._run(lambda one: one.record is not None and holds(one.record))

    def running(self, *marks: Mark) -> tuple[Earlier[R], ...]:
        """连续亮灯: the unbroken run of periods up to the one before this in which one of these lights was lit."""
        return self._run(lambda one: any(one.marks[mark] for mark in marks))

    def _run(self, holds: Callable[[Earlier[R]], bool]) -> tuple[Earlier[R], ...]:
        found: list[Earlier[R]] = []
        after = self.period
        for one in reversed(self.earlier):
            if after is None or one.period != after.previous or not holds(one):
                break
            found.append(one)
            after = one.period
        return tuple(reversed(found))


NOTHING_BEFORE: Final[Past[Any]] = Past()
"""无往期: the past of an item that is rated by itself."""
