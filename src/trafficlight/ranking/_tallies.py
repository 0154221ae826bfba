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
    found: dict[tuple[str, date | None], dict[str, dict[Tally, int] | None]] = {}
    for key, period, marks, units in heaps(ratings):
        of_theme = found.setdefault((key, last_day_of(period)), {})
        for name, times in units.items():
            if not times:
                continue
            if name in of_theme:
                seen = of_theme[name]
            else:
                unit, seen = sums.of(name, period)
                seen = of_theme[name] = seen if counts is None or counts(key, unit) else None
            if seen is not None and marks:
                seen[marks] = seen.get(marks, 0) + times
    return sums.tallies(palette)


class _Sums:
    """For each unit of a roster its different tallies, and how often each occurs: far fewer than there are ratings."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._sums: list[tuple[Unit, dict[Tally, int]]] = [(unit, {}) for unit in roster]
        self._named = {pair[0].name: pair for pair in self._sums}

    def of(self, name: str, period: Period | None) -> tuple[Unit, dict[Tally, int]]:
        """The unit that bore a name in a period, and its tallies. Raises `UnknownUnit`."""
        if self._roster.is_dated or name not in self._named:
            unit = self._roster.resolve(Unit(name), last_day_of(period))
            self._roster[unit]
            name = unit.name
        return self._named[name]

    def tallies(self, palette: Palette | None) -> Tallies:
        """What each unit has, printed in the order of a palette; also of a unit that has nothing."""
        return Tallies((unit, _sum(seen, palette)) for unit, seen in self._sums)


def _sum(seen: dict[Tally, int], palette: Palette | None) -> Tally:
    counts = list[tuple[Mark, int]]()
    score: Decimal | None = None
    for marks, times in seen.items():
        counts += [(mark, count * times) for mark, count in marks.counts]
        for _ in range(times if marks.score else int(marks.has_score)):
            score = added(score, marks.score)
    return Tally(counts, score=score, palette=palette)


def tally_by_theme(ratings: Iterable[Rating[Any]], *, roster: Roster) -> dict[str, Tallies]:
    """分专题计数: as `tally`, apart for each theme (by key), in the order in which themes first occur."""
    several = ratings if isinstance(ratings, Ratings) else Ratings(ratings)
    return {key: tally(group, roster=roster) for key, group in several.by_theme().items()}
