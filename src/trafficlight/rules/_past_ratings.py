"""往期评定: what items were, from the ratings of earlier periods, and what follows from that."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

from attrs import evolve

from trafficlight.errors import RatingsMixed, ThemeError, UnknownUnit
from trafficlight.messages import Words
from trafficlight.model._boards import Roster
from trafficlight.model._collector import collector_paused
from trafficlight.model._marks import Tally
from trafficlight.model._periods import Period
from trafficlight.model._units import Unit
from trafficlight.rules._explanations import subject_of
from trafficlight.rules._history import Earlier, Past
from trafficlight.rules._rated import Rating
from trafficlight.rules._themes import Theme
from trafficlight.rules._verdicts import Consequence

R = TypeVar("R")

Before: TypeAlias = Mapping[tuple[str, tuple[str, ...]], Sequence[Earlier[Any]]]
"""往期评定: what each item was, by its theme's key and its identity."""


@collector_paused()
def past_of(past: Iterable[Rating[Any]], themes: Iterable[Theme[Any]], roster: Roster, period: Period | None) -> Before:
    """往期评定: from ratings of periods that lie before one, for themes that look back; units by their names of then.

    Raises `RatingsMixed` for an item that stands twice in a period, and `UnknownUnit` for a unit that the roster has never
    had: what its items were would be lost, and a consequence with it.
    """
    looking = {theme.key for theme in themes if theme.looks_back}
    same, known, strangers = functools.cache(roster.same), set[tuple[str, dt.date]](), dict[str, Period]()
    found: dict[tuple[str, tuple[str, ...]], list[Earlier[Any]]] = {}
    then, day, lies_before, resolve = None, dt.date.max, False, functools.partial(_then, same, dt.date.max)
    for rating in past:
        theme = rating.theme
        if rating.period is not then:  # of which there are by far fewer than ratings
            then = rating.period
            day = dt.date.max if then is None else then.last_day
            lies_before = then is not None and (period is None or day < period.first_day)
            resolve = functools.partial(_then, same, day)
        if then is None or not lies_before or theme.key not in looking:
            continue
        for unit in rating.units:
            if (unit.name, day) in known:
                continue
            known.add((unit.name, day))
            if roster.history(unit, day) is None:
                strangers[unit.name] = then
        item = _item(rating, resolve)
        if item is None:
            continue
        earlier = found.setdefault((theme.key, item), [])
        if any(one.period == then for one in earlier):
            raise RatingsMixed(
                Words(
                    f"{theme.title} {rating.subject}在{then}中不止一条，分不清是哪一条",
                    f"{theme.title} {subject_of(rating.serial, rating.units, rating.matter, 'en')} stands more than once in "
                    f"{then.title('en')}; which one goes on cannot be told",
                )
            )
        cell = rating.origin.cell(theme.light_field) if rating.origin and theme.light_field else None
        verdict, marks = rating.verdict, rating.marks
        earlier.append(
            Earlier(then, rating.record, marks, rating.origin, cell, verdict.score, decided=marks != verdict.marks)
        )
    if strangers:
        raise _lost(strangers, roster)
    return found


def _item(rating: Rating[Any], resolve: Callable[[Unit], Unit]) -> tuple[str, ...] | None:
    """The item that a rating is of; None for a unit without a row in a theme of many rows."""
    if rating.record is not None:
        return rating.theme.item(rating.record, resolve)
    return rating.theme.item_of(rating.units[0], resolve) if rating.theme.of_unit else None


def _lost(strangers: Mapping[str, Period], roster: Roster) -> UnknownUnit:
    zh, en = "、".join(strangers), ", ".join(strangers)
    then = next(iter(strangers.values()))
    why = Words(
        f"往期（{then}等）评定中的“{zh}”不在花名册中，其往期情况会丢失：改名的请写明曾用名，撤销的请写明建制至何日",
        f"units of earlier periods ({then.title('en')} …) are not in the roster: {en}; what they were would be lost: say of "
        "one that was renamed its former name, of one that was dissolved until when it stood",
    )
    return UnknownUnit(next(iter(strangers)), [unit.name for unit in roster], why=why)


def _then(same: Callable[[Unit, dt.date | None], Unit], day: dt.date, unit: Unit) -> Unit:
    return same(unit, day)


def following(theme: Theme[Any], marks: Tally, past: Past[Any]) -> tuple[Consequence, ...]:
    """处置: what follows from the lights that count and from the item's past. Raises `ThemeError` where its condition fails."""
    return tuple(one for one in theme.consequences if _follows(theme, one, marks, past))


def _follows(theme: Theme[Any], one: Consequence, marks: Tally, past: Past[Any]) -> bool:
    try:
        return one.after(marks, past)
    except Exception as crash:  # a foreign function may raise anything; the cause is chained
        what = f"{type(crash).__name__}: {crash}"
        raise ThemeError(
            Words(
                f"专题“{theme.title}”：处置“{one.title}”的条件出错 {what}",
                f"theme “{theme.title}”: the condition of consequence “{one.title}” failed with {what}",
            )
        ) from crash


def with_consequences(rating: Rating[R]) -> Rating[R]:
    """A rating with what follows from it, where its past is known."""
    if rating.past is None:
        return rating
    follows = following(rating.theme, rating.marks, rating.past)
    return rating if follows == rating.consequences else evolve(rating, consequences=follows)
