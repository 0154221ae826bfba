"""督查方案: an agency with its rules, its lights and its order: what readers and builders are handed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from attrs import field, frozen
from attrs.validators import instance_of

from trafficlight.errors import NotSignedOff, ThemeError, UnknownTheme
from trafficlight.model._agency import Agency
from trafficlight.model._checks import Strings, few, strings
from trafficlight.model._forms import Form
from trafficlight.model._marks import Palette
from trafficlight.model._periods import Period
from trafficlight.model._units import Board, Roster, Unit
from trafficlight.ranking._count_table import CountWords, count_form
from trafficlight.ranking._orders import Key, Order
from trafficlight.ranking._standings import Standings, Ties, rank
from trafficlight.ranking._tallies import Tallies, tally
from trafficlight.rules._coverage import Coverage, Due
from trafficlight.rules._determinations import determine, target
from trafficlight.rules._differences import Differences, differences
from trafficlight.rules._entries import Entry
from trafficlight.rules._explanations import Determination
from trafficlight.rules._ratings import Rating, Ratings
from trafficlight.rules._rulebooks import AnyTheme, Rulebook, Rulebooks


def _rulebooks(value: Rulebooks | Rulebook) -> Rulebooks:
    return Rulebooks((value,)) if isinstance(value, Rulebook) else value


def _counted(value: Mapping[str, Strings]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((board, strings(themes)) for board, themes in dict(value).items())


class HandedIn(Protocol):
    """收件: entries and their coverage, as `sheets.read` gives them, or a host's own store."""

    @property
    def entries(self) -> Sequence[Entry[Any]]:
        """One entry for each row that was read without a fault."""

    @property
    def coverage(self) -> Coverage:
        """What was due, what came, and what is missing."""


@frozen
class Scheme:
    """督查方案: agency, dated rulebooks, palette, order, and which themes count on which board.

    `due` says which themes are due in which kind of period and from whom (§4.19); without it every theme is due in each.
    `counted` maps a board's key to the keys of the themes that count there (§3.9); a board that it does not name counts
    every theme whose rows name one of its units. `trafficlight.notice.scheme` makes that of the notice.
    Raises `UnknownBoard` and `UnknownTheme` for keys that do not exist, those of a theme's absence included, and
    `ValueError` when the order or an absence needs a mark that the palette lacks.
    """

    agency: Agency
    rulebooks: Rulebooks = field(converter=_rulebooks)
    order: Order = field(validator=instance_of(Order))
    palette: Palette = field(validator=instance_of(Palette))
    ties: Ties = Ties.COMPETITION
    count_words: CountWords = field(factory=CountWords)
    counted: tuple[tuple[str, tuple[str, ...]], ...] = field(default={}, converter=_counted)
    due: tuple[Due, ...] = field(default=(), converter=tuple[Due, ...])

    def __attrs_post_init__(self) -> None:
        themes = [theme for book in self.rulebooks.editions for theme in book]
        absences = [theme.absence for theme in themes if theme.absence is not None]
        needed = [*self.order.marks, *(mark for absence in absences for mark in absence.verdict.marks.marks)]
        strangers = [mark for mark in needed if mark not in self.palette]
        if strangers:
            raise ValueError(f"the palette has {few(self.palette)}, and lacks {few(dict.fromkeys(strangers))}")
        for board in {board for absence in absences for board in absence.boards}:
            self.roster.board(board)
        known = {theme.key for theme in themes}
        for board, keys in self.counted:
            self.roster.board(board)
            for key in keys:
                if key not in known:
                    raise UnknownTheme(key, sorted(known))
        for due in self.due:
            if due.theme not in known:
                raise UnknownTheme(due.theme, sorted(known))
            for board in due.boards:
                self.roster.board(board)

    def __repr__(self) -> str:
        return f"Scheme({self.agency!r}, {self.rulebooks!r}, {self.order!r}, {self.palette!r})"

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

    def rate(
        self,
        handed_in: HandedIn,
        *,
        period: Period | None = None,
        date: dt.date | None = None,
        past: Iterable[Rating[Any]] | None = None,
    ) -> Ratings:
        """Rate what `sheets.read` gave by the rulebook in force on a date, or on the period's last day.

        What came and what is missing goes along (§4.19); `past` are the ratings of earlier periods. Raises as
        `Rulebook.rate` does, and `TypeError` where neither reading nor arguments say of when.
        """
        period = handed_in.coverage.period if period is None else period
        day = date if date is not None else None if period is None else period.last_day
        if day is None:
            raise TypeError("say by period= or date= which rulebook is in force")
        book = self.rulebooks.at(day)
        return book.rate(handed_in.entries, roster=self.roster, coverage=handed_in.coverage, period=period, past=past)

    def determine(self, ratings: Iterable[Rating[Any]], determinations: Iterable[Determination]) -> Ratings:
        """研究确定, signed off: as `trafficlight.determine`, and `NotSignedOff` for one by nobody whom the agency names (§4.38)."""
        decisions = tuple(determinations)
        for one in decisions:
            if not self.agency.may_sign(one.by):
                allowed = list(map(str, self.agency.who_may_sign))
                raise NotSignedOff.by(str(one.by), allowed, unit=target(one), decision=True)
        return determine(ratings, decisions)

    def rate_all(self, handed_in: Iterable[HandedIn], *, past: Iterable[Rating[Any]] = ()) -> tuple[Ratings, ...]:
        """Rate what came in several periods, oldest first, each period handed on to the next.

        The same as `rate` period by period. Raises as `rate` does, and `ValueError` for two hand-ins of one period.
        """
        before, rated, done = list(past), list[Ratings](), set[str]()
        given = [(one.coverage.period, one) for one in handed_in]
        dated = [(period, one) for period, one in given if period is not None]
        if len(dated) < len(given):
            raise TypeError("each hand-in says of which period it is: read(…, period=)")
        for period, one in sorted(dated, key=lambda pair: pair[0].first_day):
            if period.key in done:
                raise ValueError(f"two hand-ins are of {period.key}: rate one of them, or read both at once")
            done.add(period.key)
            rated.append(self.rate(one, past=before))
            before += rated[-1]
        return tuple(rated)

    def differences(self, before: HandedIn, after: HandedIn) -> Differences:
        """变动: what came otherwise than the last time, item by item and cell by cell, as `trafficlight.rules.differences`."""
        period = after.coverage.period
        themes = self.themes(None if period is None else period.last_day)
        return differences(before.entries, after.entries, themes=themes, roster=self.roster, coverage=after.coverage)

    def tally(self, ratings: Iterable[Rating[Any]]) -> Tallies:
        """Count marks for every unit, by what counts on its board.

        Raises `ThemeError` for marks that the palette lacks: no table would print them.
        """
        counted = {board: frozenset(themes) for board, themes in self.counted}
        board_of = {unit: board.key for board in self.boards for unit in board.units}

        def counts(rating: Rating[Any], unit: Unit) -> bool:
            allowed = counted.get(board_of[unit])
            return allowed is None or rating.theme.key in allowed

        tallies = tally(ratings, roster=self.roster, counts=counts if counted else None, palette=self.palette)
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
        marks = [item.tally for item in items]
        different = {id(one): one for one in marks}  # by far fewer than items, and found by id sooner than by value
        keys = {one: self.order.key(one) for one in {*different.values()}}
        placed: dict[Key, list[Rating[Any]]] = {key: [] for key in sorted(keys.values())}
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
