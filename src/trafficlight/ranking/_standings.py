"""排名: places on a board, and the reason between neighbours."""

from __future__ import annotations

import enum
import itertools
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from attrs import Attribute, evolve, field, frozen

from trafficlight.errors import UnknownUnit
from trafficlight.messages import Language, bracketed, in_english, said
from trafficlight.model._boards import Board, RosterLine
from trafficlight.model._checks import check_kind, each_of, few, field_of
from trafficlight.model._collector import collector_paused
from trafficlight.model._field_types import typed
from trafficlight.model._marks import Tally
from trafficlight.model._units import Unit
from trafficlight.ranking._orders import Key, Order, Reason, phrase
from trafficlight.ranking._tallies import Tallies


class Ties(enum.Enum):
    """并列: how equal tallies are numbered. The notice is silent; equal counts share a place, 1-1-3 (§3.3)."""

    COMPETITION = "1-1-3"
    DENSE = "1-1-2"
    MODIFIED = "2-2-3"
    ORDINAL = "1-2-3"
    """No shared places: the roster's order decides."""


@frozen
class Standing:
    """名次: one unit's place, and why it does not stand before the one above (`reason` is None for the first)."""

    place: int
    line: RosterLine
    tally: Tally
    reason: Reason | None = None

    def __repr__(self) -> str:
        return f"Standing({self.place}, {self.unit.name!r}, {self.tally!r})"

    @property
    def unit(self) -> Unit:
        """Whose place this is."""
        return self.line.unit


class Placed:
    """排好的各行: lines with their tallies, the best first; each becomes a `Standing` with its reason when it is looked at."""

    def __init__(
        self, lines: Sequence[RosterLine], counts: Sequence[tuple[Tally, Key]], order: Order, ties: Ties
    ) -> None:
        self._lines, self._counts, self._order, self._ties = lines, counts, order, ties
        self._places = _places([key for _, key in counts], ties)

    def __iter__(self) -> Iterator[Standing]:
        reasons = [None, *itertools.starmap(self._order.reason_between, itertools.pairwise(self._counts))]
        if self._ties is Ties.ORDINAL:
            reasons = [reason and evolve(reason, by_roster=True) for reason in reasons]
        return map(Standing, self._places, self._lines, (marks for marks, _ in self._counts), reasons)


def _rows(rows: Iterable[Standing]) -> Iterable[Standing]:
    return rows if isinstance(rows, Placed) else tuple(rows)


def _standings_alone(owner: object, at: Attribute[Any], rows: Iterable[Standing]) -> None:
    if isinstance(rows, tuple):  # what `rank` placed makes nothing else
        each_of(field_of(owner, at), rows, Standing)


@frozen(field_transformer=typed)
class Standings:
    """排名表: a board's standings, best first; inside a tie the roster's order (建制顺序).

    Those of `rank` are made when they are looked at: places alone need no reasons.
    """

    board: Board
    order: Order
    _rows: Iterable[Standing] = field(alias="rows", converter=_rows, validator=_standings_alone, eq=tuple)
    ties: Ties = Ties.COMPETITION

    @cached_property
    def rows(self) -> tuple[Standing, ...]:
        """The standings, all made."""
        with collector_paused():
            return tuple(self._rows)

    def __iter__(self) -> Iterator[Standing]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return f"Standings({self.board.key!r}: {few(f'{row.place} {row.unit}' for row in self.rows)})"

    def of(self, unit: Unit) -> Standing:
        """The standing of a unit. Raises `UnknownUnit`."""
        for row in self.rows:
            if row.unit == unit:
                return row
        raise UnknownUnit(unit.name, [row.unit.name for row in self.rows])

    def lines(self, language: Language = "zh") -> tuple[str, ...]:
        """Printable lines: place, unit, tally, and the reason in brackets."""
        between, apart = (" ", ", ") if in_english(language) else ("", " ")
        return tuple(
            f"{row.place}. {row.unit} "
            + apart.join(
                [f"{mark.label}{between}{row.tally[mark]}" for mark in self.order.marks]
                + [said(phrase(each, row.tally), language) for each in self.order.others]
            )
            + bracketed(said(row.reason.words, language) if row.reason else "", language)
            for row in self.rows
        )


@collector_paused()
def rank(tallies: Tallies, *, board: Board, order: Order, ties: Ties = Ties.COMPETITION) -> Standings:
    r"""排名: rank a board's units by an order. Every unit of the board is placed, also one with no mark (§3.4).

    Raises `UnknownUnit` when the tallies lack a unit of the board.

    >>> from trafficlight.model import BLUE, RED, Board, RosterLine, Tally, Unit
    >>> from trafficlight.ranking import Order, Tallies, fewest, most
    >>> office, personnel = Unit("办公室"), Unit("人事科")
    >>> board = Board("departments", "科室", [RosterLine(office), RosterLine(personnel)])
    >>> tallies = Tallies([(office, Tally({BLUE: 1, RED: 1})), (personnel, Tally.of(BLUE))])
    >>> print(*rank(tallies, board=board, order=Order(most(BLUE), fewest(RED))).lines(), sep="\n")
    1. 人事科 蓝1 红0
    2. 办公室 蓝1 红1（同为蓝1，红0<1，少者在前）
    """
    check_kind("rank: tallies", tallies, Tallies)
    check_kind("rank: board=", board, Board)
    check_kind("rank: order=", order, Order)
    tallied = [tallies[line.unit] for line in board.lines]
    keys = list(map(order.key, tallied))
    numbers = sorted(range(len(keys)), key=keys.__getitem__)  # stable: roster order inside a tie
    counts = [(tallied[number], keys[number]) for number in numbers]
    return Standings(board, order, Placed([board.lines[number] for number in numbers], counts, order, ties), ties)


def _places(keys: Sequence[Key], ties: Ties) -> list[int]:
    """The places of sorted keys."""
    if ties is Ties.ORDINAL:
        return list(range(1, len(keys) + 1))
    if ties is Ties.MODIFIED:  # as many from the end as a shared place counts from the beginning
        return [len(keys) + 1 - place for place in reversed(_places(keys[::-1], Ties.COMPETITION))]
    places: list[int] = []
    above: Key | None = None
    for number, key in enumerate(keys, 1):
        if key == above:
            places.append(places[-1])
        else:
            places.append(places[-1] + 1 if ties is Ties.DENSE and places else number)
        above = key
    return places
