"""计数: marks counted for every unit of the roster, those without any included."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from attrs import field, frozen

from trafficlight.errors import UnknownUnit, WrongType, WrongValue
from trafficlight.model._boards import Roster
from trafficlight.model._checks import check_kind, few
from trafficlight.model._field_types import typed
from trafficlight.model._marks import Mark, Palette, Tally
from trafficlight.model._periods import Period, last_day_of
from trafficlight.model._scores import added
from trafficlight.model._units import Unit
from trafficlight.rules._rated import Rating
from trafficlight.rules._ratings import Ratings, heaps


def _rows(rows: Iterable[tuple[Unit, Tally]]) -> tuple[tuple[Unit, Tally], ...]:
    made = tuple(rows)
    for unit, *_ in made:
        _unit(unit)
    return made


@frozen(field_transformer=typed)
class Tallies(Mapping[Unit, Tally]):
    """标识数量情况: a tally for each unit, in roster order. A unit without a mark stands here with an empty tally (§3.4).

    `+` joins two, unit by unit. Raises `ValueError` when a unit stands here twice, `UnknownUnit` (a `KeyError`) for one that
    does not, and `TypeError` for what is no unit.

    >>> from trafficlight.model import BLUE, RED, Unit
    >>> office = Unit("办公室")
    >>> july, august = Tallies([(office, Tally.of(BLUE))]), Tallies([(office, Tally.of(RED))])
    >>> (july + august)[office]
    Tally(蓝1 红1)
    """

    rows: tuple[tuple[Unit, Tally], ...] = field(converter=_rows)
    _index: dict[Unit, Tally] = field(init=False, eq=False, repr=False, hash=False)

    @_index.default
    def _make_index(self) -> dict[Unit, Tally]:
        index = dict(self.rows)
        if len(index) != len(self.rows):
            raise WrongValue("同一单位在标识数量中写了两次", "a unit stands in the tallies twice")
        return index

    def __getitem__(self, unit: Unit) -> Tally:
        try:
            return self._index[_unit(unit)]
        except KeyError:
            raise UnknownUnit(unit.name, [known.name for known in self._index]) from None

    def __contains__(self, unit: object) -> bool:
        return _unit(unit) in self._index

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._index)

    def __len__(self) -> int:
        return len(self.rows)

    def __add__(self, other: Tallies) -> Tallies:
        if not isinstance(other, Tallies):
            return NotImplemented
        units = dict.fromkeys([*self, *other])
        return Tallies((unit, self.get(unit, Tally()) + other.get(unit, Tally())) for unit in units)

    def __repr__(self) -> str:
        return f"Tallies({few(f'{unit} {tally}' for unit, tally in self.rows)})"

    def under(self, roster: Roster) -> Tallies:
        """The same under the names of the roster's day, so that what was stored under older names still counts (`Roster.resolve`)."""
        sums: dict[Unit, Tally] = {}
        for unit, counted in self.rows:
            now = roster.resolve(unit)
            sums[now] = sums[now] + counted if now in sums else counted
        return Tallies(sums.items())

    @property
    def total(self) -> Tally:
        """All units together."""
        return Tally.sum(tally for _, tally in self.rows)


def _unit(key: object) -> Unit:
    if not isinstance(key, Unit):
        raise WrongType(
            f"标识数量属于单位，而不是 {key!r}；按名称找单位请用花名册",
            f"tallies are of units, not of {key!r}; a roster finds a unit by its name",
        )
    return key


def tally(
    ratings: Iterable[Rating[Any]],
    *,
    roster: Roster,
    counts: Callable[[str, Unit], bool] | None = None,
    palette: Palette | None = None,
) -> Tallies:
    """计数: the marks and scores of every unit: each credited unit gets all marks of a rating (§3.8).

    `counts` says which theme, by its key, counts for which unit (§3.9); without it all do. `palette` is the order in which
    the marks are printed. Ratings under an earlier name or a code of a unit count for it, and those of a merged unit for
    the one that took it in. Raises `UnknownUnit`.
    """
    check_kind("tally: roster=", roster, Roster)
    sums = _Sums(roster)
    found: dict[tuple[str, date | None], dict[str, int | None]] = {}
    for key, period, marks, units in heaps(ratings):
        places = found.setdefault((key, last_day_of(period)), {})
        columns, score = sums.parts[marks]
        for name, times in units.items():
            if not times:
                continue
            if name not in places:
                at = sums.place(name, period)
                places[name] = at if counts is None or counts(key, sums.units[at]) else None
            place = places[name]
            if place is not None:
                for column, count in columns:
                    column[place] += count * times
                if score is not None:
                    scores = sums.scores[place]
                    scores[score] = scores.get(score, 0) + times
    return sums.tallies(palette)


class _Parts(dict[Tally, tuple[list[tuple[list[int], int]], Decimal | None]]):
    """Where each mark of a tally is counted, how many it has of them, and its score; of tallies there are few."""

    def __init__(self, units: int) -> None:
        super().__init__()
        self.marks: dict[Mark, list[int]] = {}
        self._units = units

    def __missing__(self, tally: Tally) -> tuple[list[tuple[list[int], int]], Decimal | None]:
        columns = [(self.marks.setdefault(mark, [0] * self._units), count) for mark, count in tally.counts]
        self[tally] = columns, tally.score if tally.has_score else None
        return self[tally]


class _Sums:
    """For each unit of a roster, by its place there: how many it has of each mark, and how often each score."""

    def __init__(self, roster: Roster) -> None:
        self.units = tuple(roster)
        self._roster, self._places = roster, {unit.name: at for at, unit in enumerate(self.units)}
        self.parts = _Parts(len(self.units))
        self.scores: list[dict[Decimal, int]] = [{} for _ in self.units]

    def place(self, name: str, period: Period | None) -> int:
        """The place of the unit that bore a name in a period. Raises `UnknownUnit`."""
        if self._roster.is_dated or name not in self._places:
            unit = self._roster.resolve(Unit(name), last_day_of(period))
            self._roster[unit]
            name = unit.name
        return self._places[name]

    def tallies(self, palette: Palette | None) -> Tallies:
        """What each unit has, printed in the order of a palette; also of a unit that has nothing."""
        return Tallies((unit, self._sum(at, palette)) for at, unit in enumerate(self.units))

    def _sum(self, at: int, palette: Palette | None) -> Tally:
        counts = [(mark, column[at]) for mark, column in self.parts.marks.items() if column[at]]
        score: Decimal | None = None
        for one, times in self.scores[at].items():
            for _ in range(times if one else 1):
                score = added(score, one)
        return Tally(counts, score=score, palette=palette)


def tally_by_theme(ratings: Iterable[Rating[Any]], *, roster: Roster) -> dict[str, Tallies]:
    """分专题计数: as `tally`, apart for each theme (by key), in the order in which themes first occur."""
    several = ratings if isinstance(ratings, Ratings) else Ratings(ratings)
    return {key: tally(group, roster=roster) for key, group in several.by_theme().items()}
