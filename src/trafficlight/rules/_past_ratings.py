"""往期评定: what items were, from the ratings of earlier periods, and what follows from that."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias, TypeVar

from attrs import evolve, frozen

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
from trafficlight.rules._rated import Columns, Index, Rating, Rows
from trafficlight.rules._themes import Theme
from trafficlight.rules._verdicts import Consequence, Verdict

R = TypeVar("R")
Item: TypeAlias = tuple[str, ...]


@frozen(eq=False)
class Stage:
    """一期: what items of a theme were in one earlier period, found by their identity.

    Of a run an item is the place of its entry, of which nothing is made before somebody asks; `fixed` are the places of those
    that were decided since. A rating that stands by itself, as these do, is told as what it was.
    """

    theme: Theme[Any]
    period: Period
    items: Mapping[Item, int | Earlier[Any]]
    entries: Sequence[Entry[Any]] = ()
    verdicts: Sequence[Verdict] = ()
    fixed: Collection[int] = ()

    def has(self, item: Item) -> bool:
        """Whether an item stood there."""
        found = self.items.get(item)
        return found is not None and not (isinstance(found, int) and found in self.fixed)

    def of(self, item: Item, *, in_run: bool = False) -> Earlier[Any] | None:
        """What an item was, if it stood there; `in_run` as of a run."""
        found = self.items.get(item)
        if not isinstance(found, int):
            return found.of_run() if in_run and found is not None else found
        if found in self.fixed:
            return None
        entry, verdict = self.entries[found], self.verdicts[found]
        cell = _light_cell(self.theme, entry.origin)
        return Earlier(self.period, entry.record, verdict.marks, entry.origin, cell, verdict.score, in_run=in_run)


def _light_cell(theme: Theme[Any], origin: Origin | None) -> str | None:
    return origin.cell(theme.light_field) if origin and theme.light_field else None


Before: TypeAlias = Mapping[str, Sequence[Stage]]
"""往期评定: the stages of each theme, by its key, oldest first."""


_set: Final = object.__setattr__


@frozen(eq=False)
class Memory:
    """记忆: what the items of a theme were before a period, and how a record is known again as one of them."""

    period: Period | None
    stages: Sequence[Stage]
    item_of: Callable[[Any], Item]

    def earlier(self, item: Item) -> tuple[Earlier[Any], ...]:
        """What an item was, oldest first."""
        return tuple([one for stage in self.stages if (one := stage.of(item)) is not None])

    def past(self, record: Any) -> Past[Any]:
        """The past of the item that a record is; looked up, and made, when somebody looks at it."""
        made = object.__new__(Remembered)
        _set(made, "_memory", self)
        _set(made, "_record", record)
        return made


class Pasts(Mapping[int, Past[Any]]):
    """往期: the past of each entry whose theme looks back, by its place; made when somebody asks for it."""

    def __init__(self, entries: Sequence[Entry[Any]], memories: Mapping[str, Memory]) -> None:
        self._entries, self._memories = entries, memories

    def __getitem__(self, at: int) -> Past[Any]:
        return self._memories[self._entries[at].theme].past(self._entries[at].record)

    def __iter__(self) -> Iterator[int]:
        return (at for at, entry in enumerate(self._entries) if entry.theme in self._memories)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (tuple(self.items()),)


class Remembered(Past[Any]):
    """往期: the past of one item among all that were rated, as `Memory.past` makes it."""

    __slots__ = ("_memory", "_record")

    def __new__(cls, period: Period | None = None, earlier: Iterable[Earlier[Any]] = ()) -> Past[Any]:  # type: ignore[misc]  # mypy wants a subclass
        """What `attrs.evolve` makes of it: a `Past` like any other."""
        return Past(period, earlier)

    def __getattr__(self, name: str) -> Any:
        if name not in ("period", "earlier"):
            raise AttributeError(name, name=name, obj=self)
        memory = self._memory
        value = memory.period if name == "period" else memory.earlier(memory.item_of(self._record))
        _set(self, name, value)
        return value

    def _backwards(self) -> Iterator[Earlier[Any]]:
        item = self._memory.item_of(self._record)
        for stage in reversed(self._memory.stages):
            one = stage.of(item, in_run=True)
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
def past_of(
    past: Iterable[Sequence[Rating[Any]]], themes: Iterable[Theme[Any]], roster: Roster, period: Period | None
) -> Before:
    """往期评定: from ratings of periods that lie before one, for themes that look back; units by their names of then.

    Raises `RatingsMixed` for an item that stands twice in a period, and `UnknownUnit` for a unit that the roster has never
    had: what its items were would be lost, and a consequence with it.
    """
    found = _Found([theme.key for theme in themes if theme.looks_back], roster, period)
    for rows in past:
        for rating in found.take_rows(rows) if isinstance(rows, Rows) else rows:
            found.take(rating)
    if found.strangers:
        raise _lost(found.strangers, roster)
    return {
        key: [stage for then in sorted(stages, key=lambda then: then.first_day) for stage in stages[then]]
        for key, stages in found.stages.items()
    }


class _Found:
    """What was found of earlier periods so far: the stages of the themes that look back."""

    def __init__(self, keys: Iterable[str], roster: Roster, period: Period | None) -> None:
        self.stages: dict[str, dict[Period, list[Stage]]] = {key: {} for key in keys}
        self.strangers: dict[str, Period] = {}
        self._roster, self._same = roster, functools.cache(roster.same)
        self._until = dt.date.max if period is None else period.first_day
        self._then: Period | None = None
        self._open: dict[tuple[int, int], tuple[dict[Item, Any], Callable[[Any], Item], list[Stage]]] = {}
        self._loose: dict[tuple[str, Period], dict[Item, Any]] = {}
        self._known: dict[dt.date, set[str]] = {}

    def take_rows(self, rows: Rows) -> Iterable[Rating[Any]]:
        """What a run said; those of its ratings that stand by themselves are given back."""
        columns, then, fixed = rows.columns, rows.columns.period, rows.columns.fixed
        if then is not None and self._turn_to(then):
            for key, index in self._indexes(rows, then).items():
                for unit in index.units.values():
                    self._meet(unit, then)
                together = self.stages[key].setdefault(then, [])
                stage = Stage(
                    columns.themes[key], then, index.items, columns.entries, columns.verdicts, frozenset(fixed)
                )
                for one in together:
                    for item in stage.items.keys() & one.items.keys():
                        if stage.has(item) and one.has(item):
                            raise _doubled(columns.rating(index.items[item]), then)
                together.append(stage)
        return fixed.values() if rows.are_all else [fixed[at] for at in rows.places if at in fixed]

    def _indexes(self, rows: Rows, then: Period) -> Mapping[str, Index]:
        """Where the items of the themes stand in a run: found once, for all periods that look back to it.

        It is found anew where a unit is called otherwise by then, and for a part of a run.
        """
        columns = rows.columns
        keys = [key for key in columns.themes if key in self.stages]
        if not rows.are_all:
            return _indexed(columns, keys, [at for at in rows.places if at not in columns.fixed], then, self._resolve)
        known = columns.indexes
        anew = [key for key in keys if key not in known or not known[key].holds(self._resolve)]
        if anew:
            known.update(_indexed(columns, anew, range(len(columns.entries)), then, self._resolve))
        return {key: known[key] for key in keys}

    def take(self, rating: Rating[Any]) -> None:
        """A rating that stands by itself."""
        theme, then, record = rating.theme, rating.period, rating.record
        if theme.key not in self.stages or then is None or not self._turn_to(then):
            return
        for unit in rating.units:
            self._meet(unit, then)
        if record is None and not theme.of_unit:  # a unit without a row in a theme of many rows
            return
        items, item_of, together = self._stage(theme, then)
        item = theme.item_of(self._resolve(rating.units[0])) if record is None else item_of(record)
        if item in items or (len(together) > 1 and any(one.has(item) for one in together)):
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

    def _stage(self, theme: Theme[Any], then: Period) -> tuple[dict[Item, Any], Callable[[Any], Item], list[Stage]]:
        """What items of a theme were in a period, how its records are known again, and what else is of that period."""
        known = id(theme), id(then)  # of the ratings, which are there as long as they are gone through
        found = self._open.get(known)
        if found is None:  # ratings that were read have each a period of its own, equal to the others'
            together, items = self.stages[theme.key].setdefault(then, []), self._loose.get((theme.key, then))
            if items is None:
                items = self._loose[theme.key, then] = {}
                together.append(Stage(theme, then, items))
            found = self._open[known] = items, theme.items(self._resolve), together
        return found

    def _meet(self, unit: Unit, then: Period) -> None:
        """Remember a unit that the roster has never had."""
        if unit.name not in self._met:
            self._met.add(unit.name)
            if self._roster.history(unit, then.last_day) is None:
                self.strangers[unit.name] = then


def _indexed(
    columns: Columns, keys: Iterable[str], places: Iterable[int], then: Period, resolve: Callable[[Unit], Unit]
) -> dict[str, Index]:
    """Where the items of some themes stand among entries. Raises `RatingsMixed` for one that stands twice."""
    indexes, names = {key: Index() for key in keys}, dict[str, tuple[Unit, Unit]]()

    def today(unit: Unit) -> Unit:
        if unit.name not in names:
            names[unit.name] = unit, resolve(unit)
        return names[unit.name][1]

    parts = {key: (one.items, one.units, columns.themes[key].items(today)) for key, one in indexes.items()}
    for at in places:
        entry = columns.entries[at]
        if entry.theme in parts:
            items, units, item_of = parts[entry.theme]
            for unit in columns.units[at]:
                if unit.name not in units:
                    units[unit.name] = unit
            if items.setdefault(item_of(entry.record), at) != at:
                raise _doubled(columns.rating(at), then)
    for one in indexes.values():
        one.names = names.values()
    return indexes


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
