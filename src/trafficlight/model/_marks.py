"""标识: marks, palettes and the counts of them. A mark is a value, not an enum: every agency has its own lights."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Final

from attrs import field, frozen

from trafficlight.errors import UnknownName, WrongType, WrongValue
from trafficlight.messages import Words
from trafficlight.model._checks import few, not_empty
from trafficlight.model._colours import is_colour
from trafficlight.model._field_types import typed
from trafficlight.model._scores import added, shown, summed


def _colour(_mark: Mark, _attribute: object, value: str) -> None:
    if not is_colour(value):
        raise WrongValue(
            f"颜色（colour）应为六位大写十六进制数（RRGGBB），而不是 {value!r}",
            f"colour must be six upper-case hexadecimal digits (RRGGBB), not {value!r}",
        )


@frozen(order=False, field_transformer=typed)
class Mark:
    """标识: one light. `key` is for programs, `label` for people, `colour` (RRGGBB) for paper.

    Marks are equal by their key: label and colour are looks. Counts that were stored before a hue was changed still count.
    Raises `ValueError` for an empty key or label, and for a colour that is not six upper-case hexadecimal digits.

    >>> Mark("red", "红", "C00000") == Mark("red", "Red", "FF0000")
    True
    """

    key: str = field(validator=not_empty)
    label: str = field(validator=not_empty, eq=False)
    colour: str = field(validator=_colour, eq=False)

    def __str__(self) -> str:
        return self.label


BLUE: Final = Mark("blue", "蓝", "0070C0")
"""蓝色标识（完成）, A4-1.1 note 1."""
YELLOW: Final = Mark("yellow", "黄", "FFC000")
"""黄色标识（正常进行，为正向得分）, A4-1.1 note 1."""
RED: Final = Mark("red", "红", "C00000")
"""红色标识（负向得分）, A4-1.1 note 1."""


@frozen(field_transformer=typed)
class Palette:
    """标识体系: an agency's marks in the order in which its tables print them; a mark is found by its key.

    Raises `ValueError` when it is empty or a key or label occurs twice.

    >>> from trafficlight.model import BLUE, RED
    >>> palette = Palette([BLUE, RED])
    >>> palette["red"].label, len(palette), RED in palette
    ('红', 2, True)
    """

    marks: tuple[Mark, ...] = field(converter=tuple[Mark, ...])

    def __attrs_post_init__(self) -> None:
        if not self.marks:
            raise WrongValue("标识体系至少要有一个标识", "a palette needs at least one mark")
        for what in ("key", "label"):
            words = [getattr(mark, what) for mark in self.marks]
            if len(set(words)) != len(words):
                raise WrongValue(
                    f"标识的 {what} 应各不相同：{'、'.join(words)}", f"a palette's marks must differ by {what}: {words}"
                )

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
        raise UnknownName(Words("标识体系", "the palette"), key, [mark.key for mark in self.marks])

    def __repr__(self) -> str:
        return f"Palette({few(self.marks)})"


BLUE_YELLOW_RED: Final = Palette((BLUE, YELLOW, RED))
"""“蓝黄红”, the notice's palette (N4.1)."""


def _counts(counts: Mapping[Mark, int] | Iterable[tuple[Mark, int]]) -> tuple[tuple[Mark, int], ...]:
    if not isinstance(counts, (list, tuple)) and isinstance(counts, Mapping):  # an abstract class is slow to ask
        counts = counts.items()
    given: object = counts  # by whoever does not check types
    if isinstance(given, str):
        raise WrongType(
            f"计数应写作 {{BLUE: 2}}，而不是 {given!r}", f"a tally is written like {{BLUE: 2}}, not {given!r}"
        )
    total: dict[str, tuple[Mark, int]] = {}
    for mark, count in counts:
        if type(count) is not int or count < 0:
            raise WrongValue(
                f"标识的数量应为 0 以上的整数，而不是 {count!r}",
                f"a count of marks must be a whole number from 0, not {count!r}",
            )
        first, so_far = total.get(_mark(mark).key, (mark, 0))
        total[mark.key] = first, so_far + count
    return tuple([total[key] for key in sorted(total) if total[key][1]])


_NOTHING: Final = Decimal(0)


def _mark(key: object) -> Mark:
    if not isinstance(key, Mark):
        raise WrongType(f"计数的是标识，如 BLUE，而不是 {key!r}", f"a tally counts marks, such as BLUE, not {key!r}")
    return key


@frozen(order=False, cache_hash=True)
class Tally(Mapping[Mark, int]):
    """标识数量: how many of each mark, and the sum of scores (得分) where the rules give any; no score is not a score of 0.

    A mapping from the marks that occur to their counts; a mark that does not occur counts 0. `+` joins two, `Tally()` is
    neutral. It has no `<` on purpose: which count matters more belongs to an `Order`, not to the number.
    Raises `TypeError` for a key that is no mark, `ValueError` for a count that is no whole number from 0.

    `counts` are in the order of the marks' keys; printed and iterated they are in the order of the `palette`, where it is known.

    >>> from trafficlight.model import BLUE, RED, YELLOW
    >>> both = Tally({BLUE: 2}) + Tally({BLUE: 1, RED: 1})
    >>> both, both[BLUE], both[YELLOW], RED in both, both.total
    (Tally(蓝3 红1), 3, 0, True, 4)
    >>> [(mark.label, count) for mark, count in both.items()]
    [('蓝', 3), ('红', 1)]
    """

    counts: tuple[tuple[Mark, int], ...] = field(default=(), converter=_counts)
    _score: Decimal | None = field(default=None, converter=summed, kw_only=True)
    palette: Palette | None = field(default=None, eq=False, kw_only=True)

    @property
    def score(self) -> Decimal:
        """得分: the sum of scores; 0 also where there is none, which `has_score` tells apart."""
        return _NOTHING if self._score is None else self._score

    @property
    def has_score(self) -> bool:
        """Whether anything was scored."""
        return self._score is not None

    @classmethod
    def of(cls, mark: Mark, count: int = 1) -> Tally:
        """`count` marks of one kind."""
        return cls(((mark, count),))

    def __getitem__(self, mark: Mark) -> int:
        for have, count in self.counts:
            if have is mark:
                return count
        key = _mark(mark).key
        for have, count in self.counts:
            if have.key == key:
                return count
        return 0

    def __contains__(self, mark: object) -> bool:
        return self[_mark(mark)] > 0

    def __iter__(self) -> Iterator[Mark]:
        return iter(self.marks)

    def __len__(self) -> int:
        return len(self.counts)

    def __add__(self, other: Tally) -> Tally:
        if not isinstance(other, Tally):
            return NotImplemented
        palette = self.palette or other.palette
        return Tally(self.counts + other.counts, score=added(self._score, other._score), palette=palette)

    def __bool__(self) -> bool:
        return bool(self.counts) or self.has_score

    @property
    def total(self) -> int:
        """All marks together."""
        return sum(count for _, count in self.counts)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks that occur at least once."""
        marks = tuple(mark for mark, _ in self.counts)
        if self.palette is None:
            return marks
        order = {mark: place for place, mark in enumerate(self.palette)}
        return tuple(sorted(marks, key=lambda mark: order.get(mark, len(order))))

    def __str__(self) -> str:
        parts = [f"{mark.label}{count}" for mark, count in self.items()]
        if self.has_score:
            parts.append(f"得分{shown(self.score)}")
        return " ".join(parts) or "无标识"

    def __repr__(self) -> str:
        return f"Tally({self})"

    @staticmethod
    def sum(tallies: Iterable[Tally]) -> Tally:
        """Join any number of tallies at once."""
        several = list(tallies)
        score = functools.reduce(added, [one.score if one.has_score else None for one in several], None)
        palette = next((tally.palette for tally in several if tally.palette is not None), None)
        return Tally((pair for tally in several for pair in tally.counts), score=score, palette=palette)
