"""提醒对象 (N2.3): which units are due for a reminder of which items, and the sign-off (审签) without which none is sent."""

from __future__ import annotations

import datetime as dt
import reprlib
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, TypeAlias

from attrs import field, frozen
from attrs.validators import instance_of

from trafficlight._scheme import Scheme
from trafficlight.messages import Language
from trafficlight.model._checks import a_day, several
from trafficlight.model._marks import Mark
from trafficlight.model._periods import date_words
from trafficlight.model._units import Person, Unit
from trafficlight.model._vocabulary import Progress
from trafficlight.rules._ratings import Rating

Due: TypeAlias = Callable[[Rating[Any]], str]
"""是否提醒: the level (“推进缓慢”) on which a rating is to be reminded of, or nothing."""


def slow_or_delayed(rating: Rating[Any]) -> str:
    """进展缓慢的: 推进缓慢 and 严重滞后 are due, whatever light the task force gave (N2.3)."""
    shown = rating.theme.light_field
    progress = getattr(rating.record, shown, None) if shown else None
    return progress.value if progress in (Progress.SLOW, Progress.SEVERELY_DELAYED) else ""


@frozen
class DueWhenLit:
    """亮灯提醒: due where one of these marks counts, with the mark's label as its level; for themes without 进度评价.

    >>> from trafficlight.model import RED, YELLOW
    >>> [mark.label for mark in DueWhenLit([RED, YELLOW]).marks]
    ['红', '黄']
    """

    marks: tuple[Mark, ...] = field(converter=tuple[Mark, ...], validator=several(Mark))

    def __call__(self, rating: Rating[Any]) -> str:
        """The label of the first of the marks that is lit."""
        return next((mark.label for mark in self.marks if mark in rating.marks), "")


@frozen
class SignOff:
    """审签: which leader signed a letter off, and when; the letter bears that date (GB/T 9704 §7.3.5)."""

    by: Person = field(validator=instance_of(Person))
    on: dt.date = field(validator=a_day)

    def say(self, language: Language = "zh") -> str:
        """Who, and when."""
        return f"{self.by}{', ' if language == 'en' else '　'}{date_words(self.on, language)}"

    def __str__(self) -> str:
        return self.say()


@frozen
class Reminder:
    """提醒事项: what one unit is reminded of: (level, rating), in the order of the ratings."""

    unit: Unit
    items: tuple[tuple[str, Rating[Any]], ...] = field(repr=reprlib.repr)


def reminders(
    scheme: Scheme,
    ratings: Iterable[Rating[Any]],
    *,
    themes: Collection[str] | None = None,
    due: Due = slow_or_delayed,
) -> tuple[Reminder, ...]:
    """提醒对象: the units that answer for a due item, in roster order; a joint item is each unit's.

    `themes` are the keys of those that count; all of them where it is not given.
    """
    ratings = ratings if isinstance(ratings, Sequence) else tuple(ratings)
    scheme = scheme.of(ratings)
    found: dict[Unit, list[tuple[str, Rating[Any]]]] = {unit: [] for unit in scheme.roster}
    for rating in ratings:
        if rating.record is None or (themes is not None and rating.theme.key not in themes):
            continue
        level = due(rating)
        if level:
            for unit in dict.fromkeys(rating.theme.credits(rating.record)):
                scheme.roster[unit]
                found[unit].append((level, rating))
    return tuple(Reminder(unit, tuple(items)) for unit, items in found.items() if items)
