"""计数: marks counted for every unit of the roster, those without any included."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from attrs import evolve, field, frozen

from trafficlight.errors import UnknownUnit
from trafficlight.model._boards import Roster
from trafficlight.model._checks import few
from trafficlight.model._marks import Palette, Tally
from trafficlight.model._scores import NO_SCORE, added
from trafficlight.model._units import Unit
from trafficlight.rules._ratings import Rating


@frozen
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

    rows: tuple[tuple[Unit, Tally], ...] = field(converter=tuple[tuple[Unit, Tally], ...])
    _index: dict[Unit, Tally] = field(init=False, eq=False, repr=False, hash=False)

    @_index.default
    def _make_index(self) -> dict[Unit, Tally]:
        index = {_unit(unit): tally for unit, tally in self.rows}
        if len(index) != len(self.rows):
            raise ValueError("a unit stands in the tallies twice")
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
        """The same under the roster's names of its day, so that what was stored earlier goes on counting (`Roster.resolve`)."""
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
        raise TypeError(f"tallies are of units, not of {key!r}; a roster finds a unit by its name")
    return key


def tally(
    ratings: Iterable[Rating[Any]],
    *,
    roster: Roster,
    counts: Callable[[Rating[Any], Unit], bool] | None = None,
    palette: Palette | None = None,
) -> Tallies:
    """计数: the marks and scores of every unit: each credited unit gets all marks of a rating (§3.8).

    `counts` says which ratings count for which unit (§3.9); without it all do. `palette` is the order in which the marks are
    printed. Ratings under a name or code that a unit once had count for it, and those of a unit that was merged for the one
    that took it in. Raises `UnknownUnit`.
    """
    sums: dict[Unit, dict[Tally, int]] = {unit: {} for unit in roster}
    for rating in ratings:
        marks = rating.tally
        for named in rating.units:
            if rating.determinations:
                marks = rating.tally_of(named)
            unit = named
            if roster.is_dated or unit not in sums:
                unit = roster.resolve(named, None if rating.period is None else rating.period.last_day)
                roster[unit]
            if marks and (counts is None or counts(rating, unit)):
                sums[unit][marks] = sums[unit].get(marks, 0) + 1
    return Tallies((unit, evolve(_sum(seen), palette=palette)) for unit, seen in sums.items())


def _sum(seen: dict[Tally, int]) -> Tally:
    """Tallies, each with how often it occurs: by far fewer than ratings."""
    scores = (marks.score for marks, times in seen.items() for _ in range(times if marks.score else 0))
    return Tally(
        ((mark, count * times) for marks, times in seen.items() for mark, count in marks.counts),
        score=functools.reduce(added, scores, NO_SCORE),
    )


def tally_by_theme(ratings: Iterable[Rating[Any]], *, roster: Roster) -> dict[str, Tallies]:
    """分专题计数: as `tally`, apart for each theme (by key), in the order in which themes first occur."""
    groups: dict[str, list[Rating[Any]]] = {}
    for rating in ratings:
        groups.setdefault(rating.theme.key, []).append(rating)
    return {key: tally(group, roster=roster) for key, group in groups.items()}
