"""同榜 (peers): what the other units of a board handed in in the same period, for rules on places."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Generic, Protocol, TypeVar, overload

from attrs import field, frozen

from trafficlight.model._boards import Roster
from trafficlight.model._field_types import typed
from trafficlight.model._units import Unit
from trafficlight.rules._history import Past
from trafficlight.rules._verdicts import Verdict

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)
R_contra = TypeVar("R_contra", contravariant=True)


@frozen(field_transformer=typed)
class Peers(Sequence[R_co], Generic[R_co]):
    """同榜各单位: the records of a theme in one period whose lead units stand on one `board` (key), the judged one among them.

    Exempt units are left out, as they are of the ranking: one that hands in all the same stands by itself, and its light is
    flagged. What did not come, or has a fault, cannot be among them, and each light is flagged then.

    >>> from attrs import make_class
    >>> Growth = make_class("Growth", ["rate"], frozen=True)
    >>> peers = Peers([Growth(7), Growth(9), Growth(7), Growth(None)])
    >>> [peers.place(one, "rate") for one in peers], [peers.place(one, "rate", lowest=True) for one in peers]
    ([2, 1, 2, None], [1, 3, 1, None])
    """

    records: tuple[R_co, ...] = field(default=(), converter=tuple)
    board: str = ""
    _sorted: dict[str, list[Any]] = field(init=False, factory=dict, eq=False, repr=False)

    @overload
    def __getitem__(self, index: int) -> R_co: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[R_co, ...]: ...
    def __getitem__(self, index: int | slice) -> R_co | tuple[R_co, ...]:
        return self.records[index]

    def __len__(self) -> int:
        return len(self.records)

    def place(self, record: object, fact: str, *, lowest: bool = False) -> int | None:
        """位次: a record's place by a fact, the highest first, or the lowest first: so the last of all is 1 (倒数).

        Equal ones share a place, as in the ranking (1-1-3). None for a record without the fact, which takes no place from
        another either. Raises `AttributeError` for a fact that records lack.
        """
        mine = getattr(record, fact)
        if mine is None:
            return None
        values = self._sorted.get(fact)
        if values is None:
            values = sorted(value for one in self.records if (value := getattr(one, fact)) is not None)
            self._sorted[fact] = values
        return 1 + (bisect_left(values, mine) if lowest else len(values) - bisect_right(values, mine))


class ComparingRule(Protocol[R_contra]):
    """比较同榜的规则: a rule that asks for the other units' records by a keyword `peers`."""

    def __call__(self, record: R_contra, /, *, peers: Peers[Any]) -> Verdict:
        """The verdict of a record among its peers."""


class ComparingRuleWithPast(Protocol[R_contra]):
    """比较同榜、又看往期的规则."""

    def __call__(self, record: R_contra, past: Past[Any], /, *, peers: Peers[Any]) -> Verdict:
        """The verdict of a record among its peers, by its past."""


def by_unit(records: Iterable[tuple[Unit, R]], roster: Roster) -> Mapping[Unit, Peers[R]]:
    """Unit → the peers on its board, the first of several; units that stand on none, or are exempt, have none."""
    of_board: dict[str, dict[Unit, list[R]]] = {}
    boards = {unit: board.key for board in reversed(roster.boards) for unit in roster.ranked(board.key).units}
    for unit, record in records:
        board = boards.get(roster.same(unit))
        if board is not None:
            of_board.setdefault(board, {}).setdefault(unit, []).append(record)
    found: dict[Unit, Peers[R]] = {}
    for board, of_units in of_board.items():
        peers = Peers([record for some in of_units.values() for record in some], board)
        found |= dict.fromkeys(of_units, peers)
    return found
