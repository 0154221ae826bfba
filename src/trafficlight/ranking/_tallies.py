"""计数: marks counted for every unit of the roster, those without any included."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from attrs import field, frozen

from trafficlight.errors import UnknownUnit
from trafficlight.model._checks import few
from trafficlight.model._marks import Tally
from trafficlight.model._units import Roster, Unit
from trafficlight.rules._ratings import Rating


@frozen
class Tallies:
    """标识数量情况: a tally for each unit, in roster order. A unit without a mark stands here with an empty tally (§3.4)."""

    rows: tuple[tuple[Unit, Tally], ...] = field(converter=tuple[tuple[Unit, Tally], ...])
    _index: dict[Unit, Tally] = field(init=False, eq=False, repr=False, hash=False)

    @_index.default
    def _make_index(self) -> dict[Unit, Tally]:
        index = dict(self.rows)
        if len(index) != len(self.rows):
            raise ValueError("a unit stands in the tallies twice")
        return index

    def __getitem__(self, unit: Unit) -> Tally:
        try:
            return self._index[unit]
        except KeyError:
            raise UnknownUnit(unit.name, [known.name for known in self._index]) from None

    def __contains__(self, unit: object) -> bool:
        return unit in self._index

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._index)

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return f"Tallies({few(f'{unit} {tally}' for unit, tally in self.rows)})"

    @property
    def total(self) -> Tally:
        """All units together."""
        return Tally.sum(tally for _, tally in self.rows)


def tally(
    ratings: Iterable[Rating[Any]], *, roster: Roster, counts: Callable[[Rating[Any], Unit], bool] | None = None
) -> Tallies:
    """Count the marks of every unit: each credited unit gets all marks of a rating (§3.8).

    `counts` says which ratings count for which unit (§3.9); without it all do. Raises `UnknownUnit`.
    """
    sums: dict[Unit, dict[Tally, int]] = {unit: {} for unit in roster}
    for rating in ratings:
        marks = rating.marks
        for unit in rating.units:
            if unit not in sums:
                raise UnknownUnit(unit.name, [known.name for known in sums])
            if marks and (counts is None or counts(rating, unit)):
                sums[unit][marks] = sums[unit].get(marks, 0) + 1
    return Tallies(
        (unit, Tally((mark, count * times) for marks, times in seen.items() for mark, count in marks.counts))
        for unit, seen in sums.items()
    )


def tally_by_theme(ratings: Iterable[Rating[Any]], *, roster: Roster) -> dict[str, Tallies]:
    """The same, apart for each theme (by key), in the order in which themes first occur."""
    groups: dict[str, list[Rating[Any]]] = {}
    for rating in ratings:
        groups.setdefault(rating.theme.key, []).append(rating)
    return {key: tally(group, roster=roster) for key, group in groups.items()}
