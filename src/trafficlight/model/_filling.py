"""填写: the advice, the drop-down and the limits of a cell of a blank form, as each kind of cell gives them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, Protocol, TypeAlias, runtime_checkable

from attrs import field, frozen

from trafficlight.messages import Words, english
from trafficlight.model._checks import strings
from trafficlight.model._field_types import typed

OtherWords: TypeAlias = Literal["refused", "asked", "taken"]
"""Whether a word that is not in the drop-down is refused, asked about, or taken."""


@frozen(field_transformer=typed)
class Limits:
    """限值: what a spreadsheet lets be typed: numbers or dates from `least` to `most`, both included; None is no limit.

    A percentage is given in percent: 100 is all.
    """

    of: Literal["whole", "decimal", "percentage", "date"]
    least: Decimal | dt.date | None = None
    most: Decimal | dt.date | None = None


@frozen(field_transformer=typed)
class Filling:
    """填写: the advice beside a cell (a sentence), and its drop-down (`words`) or its limits.

    >>> Filling("从下拉列表中选颗星。", ("★", "★★", "★★★"), "refused").words
    ('★', '★★', '★★★')
    """

    advice: str = ""
    words: tuple[str, ...] = field(default=(), converter=strings)
    other_words: OtherWords = "taken"
    limits: Limits | None = None


@runtime_checkable
class Fillable(Protocol):
    """可填写: the part of a kind of cell that helps who fills a blank form; a kind may lack it."""

    def filling(self, units: Sequence[str], *, all_units: bool) -> Filling:
        """The help for a cell. `units` are names of the roster to offer; `all_units` says that no other unit is allowed."""


def filling_of(kind: object, units: Sequence[str] = (), *, all_units: bool = True) -> Filling:
    """What helps to fill a cell of a kind; what it expects, where the kind has no `filling`."""
    if isinstance(kind, Fillable):
        return kind.filling(units, all_units=all_units)
    expected = getattr(kind, "expected", "")
    return Filling(Words(f"应为{expected}。", f"It takes {english(expected)}."))
