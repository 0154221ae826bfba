"""评定: a record's light and its grounds, and the columns of which it is made when it is looked at."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any, Final, Generic, TypeAlias, TypeVar, overload

from attrs import define, evolve, field, frozen

from trafficlight.messages import Words, legible
from trafficlight.model._checks import IN_MEMORY
from trafficlight.model._marks import Tally
from trafficlight.model._periods import Period
from trafficlight.model._units import Unit
from trafficlight.rules._entries import Entry, Origin
from trafficlight.rules._explanations import Determination, EarlierLight, Edition, Explanation, Fact, subject_of
from trafficlight.rules._history import Earlier, Past
from trafficlight.rules._themes import Theme
from trafficlight.rules._verdicts import Consequence, Verdict

R = TypeVar("R")


@frozen
class Rating(Generic[R]):
    """评定: the verdict on one record, or on a unit without a row (`record` is None), and all that it stands on.

    `marks` is what counts: the determination's where there is one, else the verdict's; `marks_of` says it for a unit.
    `period` is the one that was rated, `consequences` what follows from the run of lights. `past` is the item's past where
    its theme asks for one; it stands in memory alone, for `determine`, and is neither compared nor written.
    """

    theme: Theme[R]
    edition: Edition
    units: tuple[Unit, ...]
    verdict: Verdict
    record: R | None = None
    serial: int | None = None
    origin: Origin | None = None
    determinations: tuple[Determination, ...] = ()
    period: Period | None = None
    consequences: tuple[Consequence, ...] = ()
    past: Past[R] | None = field(default=None, eq=False, repr=False, metadata=IN_MEMORY)

    @property
    def marks(self) -> Tally:
        """The marks that count for the lead unit, and so for the item (§4.33)."""
        return self.marks_of(self.units[0]) if self.determinations else self.verdict.marks

    def marks_of(self, unit: Unit) -> Tally:
        """The marks that count for one of its units."""
        for decision in self.determinations:
            if decision.unit in (None, unit):
                return decision.decided
        return self.verdict.marks

    @property
    def matter(self) -> str:
        """工作事项: what the rating is about; empty in a theme of one row a unit."""
        return "" if self.record is None else self.theme.matter(self.record)

    @property
    def tally(self) -> Tally:
        """The marks that count with the rule's score: what the rating adds to a unit's sum."""
        return self.tally_of(self.units[0]) if self.determinations else self.verdict.tally

    def tally_of(self, unit: Unit) -> Tally:
        """The same for one of its units."""
        marks, score = self.marks_of(unit), self.verdict.score
        return marks if score is None else evolve(marks, score=score)

    @property
    def subject(self) -> str:
        """Number, units and 工作事项, as a list names the rating."""
        return subject_of(self.serial, self.units, self.matter)

    def __repr__(self) -> str:
        return f"Rating({self.theme.key!r}, {self.subject!r}, {self.marks!r})"

    def explain(self) -> Explanation:
        """凭什么？ The facts used, the cells they came from, the clause and its words, since when, and who decided."""
        return Explanation(
            theme=self.theme.title,
            units=self.units,
            marks=self.marks,
            facts=self._facts(),
            clause=self.verdict.because,
            edition=self.edition,
            note=self.verdict.note,
            flag=self.verdict.flag,
            source=_source(self.origin),
            determinations=self.determinations,
            earlier=tuple(self._earlier(one) for one in self.verdict.earlier),
            steward=self.theme.steward,
            period=self.period,
            score=self.verdict.score,
            serial=self.serial,
            matter=self.matter,
            consequences=tuple(one.measure for one in self.consequences),
        )

    def _facts(self) -> tuple[Fact, ...]:
        if self.record is None:
            return (Fact(_HANDED_IN, self.verdict.flag or _NOTHING_CAME),)
        names, origin = self._names, self.origin
        told = self._told(self.record, origin)
        if told or not names:
            return told
        where = Words("所填各栏", "all columns") if origin is None else Words(f"第{origin.row}行", f"row {origin.row}")
        return (Fact(where, Words("均为空白", "blank")),)

    @property
    def _names(self) -> Sequence[str]:
        return self.verdict.facts if self.verdict.facts is not None else self.theme.facts or self.theme.form.fields

    def _told(self, record: Any, origin: Origin | None) -> tuple[Fact, ...]:
        """The facts that decide, of this period's record or of an earlier one's; a blank one is not quoted (§4.40)."""
        form = self.theme.form
        facts = (
            Fact(
                form.label_of(name),
                form.show(record, name),
                origin.cell(name) if origin else None,
                origin.as_typed(name) if origin else "",
            )
            for name in self._names
        )
        return tuple(fact for fact in facts if fact.value)

    def _earlier(self, one: Earlier[Any]) -> EarlierLight:
        came = one.record is not None
        facts = self._told(one.record, one.origin) if came else (Fact(_HANDED_IN, _NOTHING_CAME),)
        source = _source(one.origin) if came else ""
        return EarlierLight(one.period, one.marks, facts, source, one.in_run, one.decided)


_HANDED_IN: Final = Words("报送情况", "hand-in")
_NOTHING_CAME: Final = Words("该单位未报送", "the unit handed in nothing")


def _source(origin: Origin | None) -> str:
    """File and sheet, or the file alone that is named like its sheet."""
    if origin is None:
        return ""
    return legible(origin.file if PurePath(origin.file).stem == origin.sheet else f"{origin.file} {origin.sheet}")


Counts: TypeAlias = dict[Tally, dict[str, int]]
"""How often units, by their names, have each tally."""
Heap: TypeAlias = tuple[str, Period | None, Tally, Mapping[str, int]]
"""Marks that count alike: of a theme (by key), in a period, and how often for which units (by name)."""
Outline: TypeAlias = tuple[tuple[Unit, ...], Verdict, bool]
"""Units and verdict of a rating, and whether it was determined."""


@define(eq=False)
class Index:
    """索引: where the items of a theme stand among entries, the units that these mark (by name), and what units were called."""

    items: dict[tuple[str, ...], int] = field(factory=dict)
    units: dict[str, Unit] = field(factory=dict)
    names: Collection[tuple[Unit, Unit]] = ()

    def holds(self, resolve: Callable[[Unit], Unit]) -> bool:
        """Whether the units are still called so."""
        return all(resolve(unit) == name for unit, name in self.names)


@define(eq=False)
class Columns:
    """评定栏: what one run of a rulebook said, a column for each thing; a row becomes a `Rating` when it is looked at.

    `numbers` says the how manieth of its theme an entry is; `past` and `consequences` are those of the rows that have any.
    `fixed` are ratings that stand as they are: those of units without a row, behind the entries, and determined ones.
    `counts` are those of all entries, by theme, as far as somebody has counted them, and `indexes` say where its items
    stand, as far as a later period has looked back to them.
    """

    themes: Mapping[str, Theme[Any]]
    edition: Edition
    period: Period | None
    entries: Sequence[Entry[Any]]
    verdicts: Sequence[Verdict]
    units: Sequence[tuple[Unit, ...]]
    numbers: Sequence[int]
    past: Mapping[int, Past[Any]]
    consequences: Mapping[int, tuple[Consequence, ...]]
    counts: dict[str, Counts]
    fixed: Mapping[int, Rating[Any]] = field(factory=dict)
    indexes: dict[str, Index] = field(factory=dict, init=False)
    _made: dict[int, Rating[Any]] = field(factory=dict, init=False)
    _all: Sequence[Rating[Any]] = field(default=(), init=False)

    def __len__(self) -> int:
        return len(self.entries) + sum(at >= len(self.entries) for at in self.fixed)

    def rating(self, at: int) -> Rating[Any]:
        """The rating of a row, the same one each time."""
        if self._all:
            return self._all[at]
        made = self.fixed.get(at) or self._made.get(at)
        if made is not None:
            return made
        entry = self.entries[at]
        made = Rating(
            self.themes[entry.theme],
            self.edition,
            self.units[at],
            self.verdicts[at],
            entry.record,
            self.numbers[at] if entry.serial is None else entry.serial,
            entry.origin,
            (),
            self.period,
            self.consequences.get(at, ()),
            self.past.get(at),
        )
        return self._made.setdefault(at, made)

    def all(self) -> Sequence[Rating[Any]]:
        """The ratings of all rows."""
        if not self._all:
            self._all = tuple(map(self.rating, range(len(self))))
            self._made = {}
        return self._all

    def outline(self, at: int) -> Outline:
        """What a row says, without its rating."""
        fixed = self.fixed.get(at)
        return (self.units[at], self.verdicts[at], False) if fixed is None else outline_of(fixed)

    def key(self, at: int) -> str:
        """The key of a row's theme."""
        return self.fixed[at].theme.key if at in self.fixed else self.entries[at].theme

    def present(self, key: str) -> set[str]:
        """The names of the units that an entry of a theme marks."""
        return {name for units in self._counted()[key].values() for name, times in units.items() if times}

    def heaps(self) -> Iterator[Heap]:
        """What all rows count for."""
        for key, counts in self._counted().items():
            yield from ((key, self.period, marks, units) for marks, units in counts.items())
        for at, rating in self.fixed.items():
            if at < len(self.entries):  # it was counted as the rule said
                units = {unit.name: -1 for unit in self.units[at]}
                yield rating.theme.key, self.period, self.verdicts[at].tally, units
            yield from heaps_of(rating)

    def _counted(self) -> dict[str, Counts]:
        missing: dict[str, Counts] = {key: {} for key in self.themes if key not in self.counts}
        if missing:
            tables = {
                key: dict[int, dict[str, int]]() for key in missing
            }  # found by the verdict's id sooner than by its tally
            for entry, units, verdict in zip(self.entries, self.units, self.verdicts, strict=True):
                of_theme = tables.get(entry.theme)
                if of_theme is not None:
                    table = of_theme.get(id(verdict))
                    if table is None:
                        table = missing[entry.theme].setdefault(verdict.tally, defaultdict(int))
                        of_theme[id(verdict)] = table
                    for unit in units:
                        table[unit.name] += 1
            self.counts.update(missing)
        return self.counts


def outline_of(rating: Rating[Any]) -> Outline:
    """What a rating says."""
    return rating.units, rating.verdict, bool(rating.determinations)


def heaps_of(rating: Rating[Any]) -> Iterator[Heap]:
    """What a rating counts for."""
    for unit in rating.units:
        yield rating.theme.key, rating.period, rating.tally_of(unit), {unit.name: 1}


class Rows(Sequence[Rating[Any]]):
    """评定的各行: some rows of columns, in order."""

    __slots__ = ("columns", "places")

    def __init__(self, columns: Columns, places: Sequence[int]) -> None:
        self.columns, self.places = columns, places

    @overload
    def __getitem__(self, index: int) -> Rating[Any]: ...
    @overload
    def __getitem__(self, index: slice) -> Rows: ...
    def __getitem__(self, index: int | slice) -> Rating[Any] | Rows:
        if isinstance(index, slice):
            return Rows(self.columns, self.places[index])
        return self.columns.rating(self.places[index])

    def __len__(self) -> int:
        return len(self.places)

    def __iter__(self) -> Iterator[Rating[Any]]:
        return iter(self.columns.all()) if self.are_all else map(self.columns.rating, self.places)

    def __reduce__(self) -> tuple[Any, ...]:
        """Whole columns are sent as they are; a part of them as its ratings, so that nothing else goes along."""
        return (Rows, (evolve(self.columns), self.places)) if self.are_all else (tuple, (tuple(self),))

    @property
    def are_all(self) -> bool:
        """Whether these are all rows of the columns, in their order."""
        return self.places == range(len(self.columns))

    def where(self, holds: Callable[[int], bool]) -> Rows:
        """The rows of whose place something holds."""
        return Rows(self.columns, [at for at in self.places if holds(at)])

    def replaced(self, others: Mapping[int, Rating[Any]]) -> Rows:
        """The same with other ratings in some rows, by their number."""
        fixed = {self.places[number]: rating for number, rating in others.items()}
        return Rows(evolve(self.columns, fixed={**self.columns.fixed, **fixed}), self.places)

    def heaps(self) -> Iterator[Heap]:
        """What the rows count for."""
        return self.columns.heaps() if self.are_all else itertools.chain.from_iterable(map(heaps_of, self))
