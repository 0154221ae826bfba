"""标识: marks, palettes and the counts of them. A mark is a value, not an enum: every agency has its own lights."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import field, frozen

from trafficlight.model._checks import few, not_empty, several
from trafficlight.model._colours import is_colour


def _colour(_mark: Mark, _attribute: object, value: str) -> None:
    if not is_colour(value):
        raise ValueError(f"colour must be six upper-case hexadecimal digits (RRGGBB), not {value!r}")


@frozen(order=False)
class Mark:
    """标识: one light. `key` is for programs, `label` for people, `colour` (RRGGBB) for paper.

    Two agencies may use the same key; marks are equal when all three agree.
    """

    key: str = field(validator=not_empty)
    label: str = field(validator=not_empty)
    colour: str = field(validator=_colour)

    def __str__(self) -> str:
        return self.label


BLUE: Final = Mark("blue", "蓝", "0070C0")
"""蓝色标识（完成）, A4-1.1 note 1."""
YELLOW: Final = Mark("yellow", "黄", "FFC000")
"""黄色标识（正常进行，为正向得分）, A4-1.1 note 1."""
RED: Final = Mark("red", "红", "C00000")
"""红色标识（负向得分）, A4-1.1 note 1."""


@frozen
class Palette:
    """标识体系: an agency's marks in the order in which its tables print them.

    Raises `ValueError` when it is empty or a key or label occurs twice.
    """

    marks: tuple[Mark, ...] = field(converter=tuple[Mark, ...], validator=several(Mark))

    def __attrs_post_init__(self) -> None:
        if not self.marks:
            raise ValueError("a palette needs at least one mark")
        for what in ("key", "label"):
            words = [getattr(mark, what) for mark in self.marks]
            if len(set(words)) != len(words):
                raise ValueError(f"a palette's marks must differ by {what}: {words}")

    def __iter__(self) -> Iterator[Mark]:
        return iter(self.marks)

    def __contains__(self, mark: object) -> bool:
        return mark in self.marks

    def __len__(self) -> int:
        return len(self.marks)

    def __getitem__(self, key: str) -> Mark:
        for mark in self.marks:
            if mark.key == key:
                return mark
        raise KeyError(key)

    def __repr__(self) -> str:
        return f"Palette({few(self.marks)})"


BLUE_YELLOW_RED: Final = Palette((BLUE, YELLOW, RED))
"""“蓝黄红”, the notice's palette (N4.1)."""


def _counts(counts: Mapping[Mark, int] | Iterable[tuple[Mark, int]]) -> tuple[tuple[Mark, int], ...]:
    pairs = counts.items() if isinstance(counts, Mapping) else counts
    total: dict[Mark, int] = {}
    for mark, count in pairs:
        if type(count) is not int or count < 0:
            raise ValueError(f"a count of marks must be a whole number from 0, not {count!r}")
        total[mark] = total.get(mark, 0) + count
    kept = ((mark, count) for mark, count in total.items() if count)
    return tuple(sorted(kept, key=lambda pair: (pair[0].key, pair[0].label, pair[0].colour)))


@frozen(order=False, cache_hash=True)
class Tally:
    """标识数量: how many of each mark. A multiset: `+` joins two, `Tally()` is neutral, absent marks count 0.

    It has no `<` on purpose: which count matters more belongs to an `Order`, not to the number.

    >>> from trafficlight.model._marks import BLUE, RED, Tally
    >>> Tally({BLUE: 2}) + Tally({BLUE: 1, RED: 1})
    Tally(蓝3 红1)
    """

    counts: tuple[tuple[Mark, int], ...] = field(default=(), converter=_counts)

    @classmethod
    def of(cls, mark: Mark, count: int = 1) -> Tally:
        """`count` marks of one kind."""
        return cls(((mark, count),))

    def __getitem__(self, mark: Mark) -> int:
        for have, count in self.counts:
            if have is mark or have == mark:
                return count
        return 0

    def __add__(self, other: Tally) -> Tally:
        if not isinstance(other, Tally):
            return NotImplemented
        return Tally(self.counts + other.counts)

    def __bool__(self) -> bool:
        return bool(self.counts)

    @property
    def total(self) -> int:
        """All marks together."""
        return sum(count for _, count in self.counts)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks that occur at least once."""
        return tuple(mark for mark, _ in self.counts)

    def __str__(self) -> str:
        return " ".join(f"{mark.label}{count}" for mark, count in self.counts) or "无标识"

    def __repr__(self) -> str:
        return f"Tally({self})"

    @staticmethod
    def sum(tallies: Iterable[Tally]) -> Tally:
        """Join any number of tallies at once."""
        return Tally(pair for tally in tallies for pair in tally.counts)
