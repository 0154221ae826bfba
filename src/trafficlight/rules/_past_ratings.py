"""往期评定: what items were, from the ratings of earlier periods, and what follows from that."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias, TypeVar

from attrs import evolve, field, frozen

from trafficlight.errors import RatingsMixed, ThemeError, UnknownUnit
from trafficlight.messages import Words
from trafficlight.model._boards import Roster
from trafficlight.model._collector import collector_paused
from trafficlight.model._marks import Tally
from trafficlight.model._periods import Period
from trafficlight.model._units import Unit
from trafficlight.rules._entries import Entry, Origin
from trafficlight.rules._explanations import subject_of
from trafficlight.rules._history import Earlier, Past
from trafficlight.rules._rated import Columns, Rating, Rows
from trafficlight.rules._themes import Theme
from trafficlight.rules._verdicts import Consequence, Verdict

R = TypeVar("R")
Item: TypeAlias = tuple[str, ...]
_Items: TypeAlias = dict[Item, int | Earlier[Any]]


@frozen(eq=False)
class Stage:
    """一期: what the items of a theme were in one earlier period, found by their identity.

    An item is the number of its entry, of which nothing is made before somebody asks, or what it was.
    """

    theme: Theme[Any]
    period: Period
    entries: Sequence[Entry[Any]] = ()
    verdicts: Sequence[Verdict] = ()
    items: _Items = field(factory=dict)

    def of(self, item: Item, *, in_run: bool = False) -> Earlier[Any] | None:
        """What an item was, if it stood there; `in_run` as of a run."""
        found = self.items.get(item)
        if not isinstance(found, int):
            return found.of_run() if in_run and found is not None else found
        entry, verdict = self.entries[found], self.verdicts[found]
        cell = _light_cell(self.theme, entry.origin)
        return Earlier(self.period, entry.record, verdict.marks, entry.origin, cell, verdict.score, in_run=in_run)


def _light_cell(theme: Theme[Any], origin: Origin | None) -> str | None:
    return origin.cell(theme.light_field) if origin and theme.light_field else None


Before: TypeAlias = Mapping[str, Sequence[Stage]]
"""往期评定: the stages of each theme, by its key, oldest first."""


_set: Final = object.__setattr__


class Remembered(Past[Any]):
    """往期: the past of one item among all that were rated: looked up, and made, when somebody looks at it."""

    __slots__ = ("_item", "_stages")

    def __new__(  # type: ignore[misc]  # mypy wants a subclass
        cls,
        period: Period | None = None,
        stages: Sequence[Stage] = (),
        item: Item = (),
        *,
        earlier: Iterable[Earlier[Any]] | None = None,
    ) -> Past[Any]:
        """The past of an item; where the earlier periods are given, as `attrs.evolve` does, it is a `Past` like any other."""
        if earlier is not None:
            return Past(period, earlier)
        made = object.__new__(cls)
        _set(made, "period", period)
        _set(made, "_stages", stages)
        _set(made, "_item", item)
        return made

    def __init__(self, *_: Any) -> None:
        pass  # what attrs would write here is looked up when it is asked for

    def __getattr__(self, name: str) -> Any:
        if name != "earlier":
            raise AttributeError(name, name=name, obj=self)
        made = tuple([one for stage in self._stages if (one := stage.of(self._item)) is not None])
        _set(self, "earlier", made)
        return made

    def _backwards(self) -> Iterator[Earlier[Any]]:
        for stage in reversed(self._stages):
            one = stage.of(self._item, in_run=True)
            if one is not None:
                yield one

    def _alone(self) -> Past[Any]:
        """The same without the items beside it."""
        return Past(self.period, self.earlier)

    def __eq__(self, other: object) -> bool:
        return self._alone() == other

    def __hash__(self) -> int:
        return hash(self._alone())

    def __repr__(self) -> str:
        return repr(self._alone())

    def __reduce__(self) -> tuple[Any, ...]:
        return Past, (self.period, self.earlier)


@collector_paused()
def past_of(past: Iterable[Rating[Any]], themes: Iterable[Theme[Any]], roster: Roster, period: Period | None) -> Before:
    """往期评定: from ratings of periods that lie before one, for themes that look back; units by their names of then.

    Raises `RatingsMixed` for an item that stands twice in a period, and `UnknownUnit` for a unit that the roster has never
    had: what its items were would be lost, and a consequence with it.
    """
    found = _Found([theme.key for theme in themes if theme.looks_back], roster, period)
    loose = past
    if isinstance(past, Rows):
        columns, places = past.columns, past.places
        loose = [columns.fixed[at] for at in places if at in columns.fixed]
        found.take_entries(columns, [at for at in places if at not in columns.fixed] if loose else places)
    for rating in loose:
        found.take(rating)
    if found.strangers:
        raise _lost(found.strangers, roster)
    return {key: sorted(stages, key=lambda one: one.period.first_day) for key, stages in found.stages.items()}


class _Found:
    """What was found of earlier periods so far: the stages of the themes that look back."""

    def __init__(self, keys: Iterable[str], roster: Roster, period: Period | None) -> None:
        self.stages: dict[str, list[Stage]] = {key: [] for key in keys}
        self.strangers: dict[str, Period] = {}
        self._roster, self._same = roster, functools.cache(roster.same)
        self._until = dt.date.max if period is None else period.first_day
        self._then: Period | None = None
        self._open: dict[tuple[int, int], tuple[_Items, Callable[[Any], Item]]] = {}
        self._known: dict[dt.date, set[str]] = {}

    def take_entries(self, columns: Columns, places: Iterable[int]) -> None:
        """The entries of a run, by their places in its columns."""
        then, entries, units = columns.period, columns.entries, columns.units
        if then is None or not self._turn_to(then):
            return
        stages = {
            key: self._stage(theme, then, entries, columns.verdicts)
            for key, theme in columns.themes.items()
            if key in self.stages
        }
        for at in places:
            entry = entries[at]
            if entry.theme in stages:
                items, item_of = stages[entry.theme]
                for unit in units[at]:
                    if unit.name not in self._met:
                        self._meet(unit, then)
                if items.setdefault(item_of(entry.record), at) != at:
                    raise _doubled(columns.rating(at), then)

    def take(self, rating: Rating[Any]) -> None:
        """A rating that stands by itself."""
        theme, then, record = rating.theme, rating.period, rating.record
        if theme.key not in self.stages or then is None or not self._turn_to(then):
            return
        for unit in rating.units:
            self._meet(unit, then)
        if record is None and not theme.of_unit:  # a unit without a row in a theme of many rows
            return
        items, item_of = self._stage(theme, then)
        item = theme.item_of(self._resolve(rating.units[0])) if record is None else item_of(record)
        if item in items:
            raise _doubled(rating, then)
        cell, marks, said = _light_cell(theme, rating.origin), rating.marks, rating.verdict
        items[item] = Earlier(then, record, marks, rating.origin, cell, said.score, marks != said.marks)

    def _turn_to(self, then: Period) -> bool:
        """Whether a period lies before; of these there are by far fewer than ratings."""
        if then is not self._then:
            self._then, day = then, then.last_day
            self._lies_before = day < self._until
            self._resolve = functools.partial(_then, self._same, day)
            self._met = self._known.setdefault(day, set())
        return self._lies_before

    def _stage(self, theme: Theme[Any], then: Period, *columns: Any) -> tuple[_Items, Callable[[Any], Item]]:
        """What the items of a theme were in a period, and how its records are known again."""
        known = id(theme), id(then)  # of the ratings, which are there as long as they are gone through
        found = self._open.get(known)
        if found is None:
            stages = self.stages[theme.key]
            stage = next((one for one in stages if one.period == then), None)
            if stage is None:
                stages.append(stage := Stage(theme, then, *columns))
            found = self._open[known] = stage.items, theme.items(self._resolve)
        return found

    def _meet(self, unit: Unit, then: Period) -> None:
        """Remember a unit that the roster has never had."""
        if unit.name not in self._met:
            self._met.add(unit.name)
            if self._roster.history(unit, then.last_day) is None:
                self.strangers[unit.name] = then


def _doubled(rating: Rating[Any], then: Period) -> RatingsMixed:
    theme = rating.theme
    return RatingsMixed(
        Words(
            f"{theme.title} {rating.subject}在{then}中不止一条，分不清是哪一条",
            f"{theme.title} {subject_of(rating.serial, rating.units, rating.matter, 'en')} stands more than once in "
            f"{then.title('en')}; which one goes on cannot be told",
        )
    )


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
