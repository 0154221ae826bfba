"""督查方案: an agency with its rules and its order: what a shore is handed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import field, frozen

from trafficlight.errors import ThemeError, UnknownTheme
from trafficlight.model._agency import Agency
from trafficlight.model._forms import Form
from trafficlight.model._marks import BLUE_YELLOW_RED, Palette
from trafficlight.model._units import Board, Roster, Unit
from trafficlight.ranking._count_table import NOTICE_COUNT_WORDS, CountWords, count_form
from trafficlight.ranking._orders import NOTICE_ORDER, Order
from trafficlight.ranking._standings import Standings, Ties, rank
from trafficlight.ranking._tallies import Tallies, tally
from trafficlight.rules._ratings import Rating
from trafficlight.rules._rulebooks import AnyTheme, Rulebook, Rulebooks


def _rulebooks(value: Rulebooks | Rulebook) -> Rulebooks:
    return Rulebooks((value,)) if isinstance(value, Rulebook) else value


def _counted(value: Mapping[str, Iterable[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((board, tuple(themes)) for board, themes in dict(value).items())


@frozen
class Scheme:
    """督查方案: agency, dated rulebooks, palette, order, and which themes count on which board.

    `counted` maps a board's key to the keys of the themes that count there (§3.9); a board that it does not name counts
    every theme whose rows name one of its units. Raises `UnknownBoard` and `UnknownTheme` for keys that do not exist, and
    `ValueError` when the order counts a mark that the palette lacks.
    """

    agency: Agency
    rulebooks: Rulebooks = field(converter=_rulebooks)
    order: Order = NOTICE_ORDER
    palette: Palette = BLUE_YELLOW_RED
    ties: Ties = Ties.COMPETITION
    count_words: CountWords = NOTICE_COUNT_WORDS
    counted: tuple[tuple[str, tuple[str, ...]], ...] = field(default={}, converter=_counted)

    def __attrs_post_init__(self) -> None:
        strangers = [mark.label for mark in self.order.marks if mark not in self.palette]
        if strangers:
            raise ValueError(f"the order counts marks that the palette lacks: {strangers}")
        known = {theme.key for book in self.rulebooks.editions for theme in book}
        for board, themes in self.counted:
            self.roster.board(board)
            for theme in themes:
                if theme not in known:
                    raise UnknownTheme(theme, sorted(known))

    @property
    def roster(self) -> Roster:
        """The agency's roster."""
        return self.agency.roster

    @property
    def boards(self) -> tuple[Board, ...]:
        """The boards that are ranked apart (N4.2)."""
        return self.roster.boards

    def board(self, key: str) -> Board:
        """The board of that key. Raises `UnknownBoard`."""
        return self.roster.board(key)

    def themes(self, date: dt.date | None = None) -> tuple[AnyTheme, ...]:
        """The themes in force on a date, or those of the latest rulebook."""
        return (self.rulebooks.latest if date is None else self.rulebooks.at(date)).themes

    def tally(self, ratings: Iterable[Rating[Any]]) -> Tallies:
        """Count marks for every unit, by what counts on its board.

        Raises `ThemeError` for marks that the palette lacks: no table would print them.
        """
        counted = {board: frozenset(themes) for board, themes in self.counted}
        board_of = {unit: board.key for board in self.boards for unit in board.units}

        def counts(rating: Rating[Any], unit: Unit) -> bool:
            allowed = counted.get(board_of[unit])
            return allowed is None or rating.theme.key in allowed

        tallies = tally(ratings, roster=self.roster, counts=counts if counted else None)
        strangers = [mark.label for mark in tallies.total.marks if mark not in self.palette]
        if strangers:
            raise ThemeError(f"themes light marks that the palette lacks: {strangers}")
        return tallies

    def rank(self, ratings: Iterable[Rating[Any]], board: str) -> Standings:
        """The standings of one board."""
        return rank(self.tally(ratings), board=self.board(board), order=self.order, ties=self.ties)

    def ranked(self, ratings: Iterable[Rating[Any]]) -> list[Rating[Any]]:
        """Items by their lights, as the order says, equal ones as they came: the weekly ledger's 蓝黄红排名 (N2.2)."""
        items = list(ratings)
        marks = [item.marks for item in items]
        different = {id(one): one for one in marks}  # by far fewer than items, and found by id sooner than by value
        keys = {one: self.order.key(one) for one in {*different.values()}}
        placed: dict[tuple[int, ...], list[Rating[Any]]] = {key: [] for key in sorted(keys.values())}
        place_of = {at: placed[keys[one]] for at, one in different.items()}
        for item, one in zip(items, marks, strict=True):
            place_of[id(one)].append(item)
        return [item for place in placed.values() for item in place]

    def count_form(self, board: str) -> Form:
        """The count table of one board (A4-1.1, A4-1.2)."""
        return count_form(
            self.board(board),
            palette=self.palette,
            order=self.order,
            agency=self.agency.short_name,
            words=self.count_words,
        )


def each_table(what: Iterable[Form | AnyTheme | Scheme]) -> Iterator[Form | AnyTheme]:
    """各表: forms and themes as they are given, and in the place of a scheme the themes of its latest rulebook."""
    for one in what:
        if isinstance(one, Scheme):
            yield from one.themes()
        else:
            yield one
