"""花名册: the roster: units with their boards, and as they were on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final

from attrs import evolve, field, frozen

from trafficlight.errors import UnknownBoard, UnknownUnit, WrongValue
from trafficlight.messages import Words, counted
from trafficlight.model._checks import check_day, check_kind, few, not_empty, strings
from trafficlight.model._establishment import (
    Exemption,
    FormerName,
    after_since,
    by_day,
    gone_words,
    not_yet_words,
    spans,
)
from trafficlight.model._field_types import typed
from trafficlight.model._units import Person, Unit
from trafficlight.model._vocabulary import fold

UNIT_HEADER: Final = Words("单位名称", "Unit")
"""What a count table calls a unit where its board does not say."""


@frozen(field_transformer=typed)
class RosterLine:
    """建制: one unit with its head (负责人), its leader (分管领导 or 包保领导), the short names it is known by, and its history.

    `code` is a number that stays when the name changes; sheets may give it for the name. The unit stands from `since` until
    `until`, both days included; `into` names the one into which it was merged on the day after. `former` are its earlier
    names, oldest first, `exempt` when it need not hand in. Raises `ValueError` where these contradict each other.

    >>> import datetime as dt
    >>> line = RosterLine(Unit("县中心医院"), code="H07", former=[FormerName("县人民医院", dt.date(2024, 3, 31))])
    >>> line.on(dt.date(2024, 3, 31)).unit.name, line.on(dt.date(2024, 4, 1)).unit.name
    ('县人民医院', '县中心医院')
    """

    unit: Unit
    head: Person | None = None
    leader: Person | None = None
    aliases: tuple[str, ...] = field(default=(), converter=strings)
    code: str = ""
    since: dt.date | None = None
    until: dt.date | None = field(default=None, validator=after_since)
    into: str = ""
    former: tuple[FormerName, ...] = field(default=(), converter=by_day)
    exempt: tuple[Exemption, ...] = field(default=(), converter=tuple[Exemption, ...])

    def __attrs_post_init__(self) -> None:
        if self.into and self.until is None:
            raise WrongValue(
                f"“{self.unit}”并入“{self.into}”：请用 until= 写明其最后一天",
                f"“{self.unit}” is merged into “{self.into}”: say by until= which day was its last",
            )
        days = [one.until for one in self.former]
        if len({*days}) < len(days):
            raise WrongValue(
                f"“{self.unit}”有两个曾用名止于同一天", f"two former names of “{self.unit}” end on one day"
            )
        for one in self.former:
            if not spans(self.since, self.until, one.until) or one.until == self.until:
                raise WrongValue(
                    f"“{self.unit}”的曾用名“{one.name}”不止于该单位存续期间",
                    f"the former name “{one.name}” of “{self.unit}” does not end while the unit stands",
                )

    def on(self, day: dt.date) -> RosterLine | None:
        """The line as it was on a day: the name of that day, the exemptions that hold; None before and after the unit stood."""
        if not spans(self.since, self.until, day):
            return None
        name = next((one.name for one in self.former if day <= one.until), self.unit.name)
        exempt = tuple(one for one in self.exempt if one.holds(day))
        if name == self.unit.name and exempt == self.exempt:
            return self
        return evolve(self, unit=Unit(name), exempt=exempt)

    def spells(self) -> Iterator[tuple[str, dt.date, dt.date]]:
        """Every name that the unit goes by, its code included, with the first and the last day of it."""
        first, last = self.since or dt.date.min, self.until or dt.date.max
        start = first
        for one in self.former:
            yield one.name, start, one.until
            start = one.until + dt.timedelta(1)
        yield self.unit.name, start, last
        for name in (*self.aliases, *filter(None, (self.code,))):
            yield name, first, last


@frozen(field_transformer=typed)
class Board:
    """榜: units that are ranked against each other (N4.2), in the order of the establishment (建制顺序).

    The headers are what its count table calls a unit, its head and its leader; an empty one leaves that column out.

    >>> board = Board("departments", "科室单位", [RosterLine(Unit("办公室")), RosterLine(Unit("人事科"))])
    >>> len(board), Unit("人事科") in board
    (2, True)
    """

    key: str = field(validator=not_empty)
    title: str = field(validator=not_empty)
    lines: tuple[RosterLine, ...] = field(converter=tuple[RosterLine, ...])
    unit_header: str = UNIT_HEADER
    head_header: str = ""
    leader_header: str = ""

    @property
    def units(self) -> tuple[Unit, ...]:
        """The board's units in roster order."""
        return tuple(line.unit for line in self.lines)

    def __contains__(self, unit: object) -> bool:
        return any(line.unit == unit for line in self.lines)

    def __len__(self) -> int:
        return len(self.lines)

    def __repr__(self) -> str:
        return f"Board({self.key!r}, {self.title!r}, {counted(len(self), 'unit')})"


def _with_facts_said_once(boards: Iterable[Board]) -> tuple[Board, ...]:
    """A unit's line on a second board takes over what its first line says, except head and leader where it has its own."""
    given = tuple(boards)
    if not all(isinstance(board, Board) for board in given):
        return given  # refused by their types
    first: dict[Unit, RosterLine] = {}
    made: list[Board] = []
    for board in given:
        lines = [_taken_over(line, first.get(line.unit)) for line in board.lines]
        for line in lines:
            first.setdefault(line.unit, line)
        made.append(board if lines == [*board.lines] else evolve(board, lines=lines))
    return tuple(made)


def _taken_over(line: RosterLine, first: RosterLine | None) -> RosterLine:
    if first is None or evolve(line, head=None, leader=None) != RosterLine(line.unit):
        return line
    return evolve(first, head=line.head or first.head, leader=line.leader or first.leader)


@frozen
class _Spell:
    """A name as one unit bore it; `line` is the unit's own, undated line."""

    line: RosterLine
    first: dt.date
    last: dt.date


@frozen(field_transformer=typed)
class Roster:
    """花名册: every board of an agency, on a day. No two units bear one name, alias or code at the same time.

    A unit may stand on several boards, and is ranked on each. Its aliases, code and days are written on the first board;
    the others have its name alone, or with another head or leader. Without a `day` all changes that the roster knows have
    happened; `on` gives the boards, names and exemptions of a day. Names are compared without white space and with
    full-width forms folded. Raises `ValueError` where names or days contradict each other.

    >>> import datetime as dt
    >>> office, county = Unit("办公室"), Unit("金乡县审计局")
    >>> roster = Roster(
    ...     [
    ...         Board("departments", "科室单位", [RosterLine(office, head=Person("张三", "主任"))]),
    ...         Board(
    ...             "counties",
    ...             "县（市、区）审计局",
    ...             [RosterLine(county, aliases=["金乡县"], since=dt.date(2023, 7, 1))],
    ...         ),
    ...     ]
    ... )
    >>> roster.find("金 乡 县") == county, roster[office].head.name, roster.boards_of(county)[0].title
    (True, '张三', '县（市、区）审计局')
    >>> county in roster.on(dt.date(2023, 6, 30))
    False
    """

    _whole: tuple[Board, ...] = field(alias="boards", converter=_with_facts_said_once)
    day: dt.date | None = None

    def __attrs_post_init__(self) -> None:
        self._spells  # noqa: B018  # raises where names or days contradict each other

    @cached_property
    def boards(self) -> tuple[Board, ...]:
        """The boards of the day."""
        made: list[Board] = []
        for board in self._whole:
            lines = [line for line in (line.on(self._day) for line in board.lines) if line is not None]
            made.append(board if lines == [*board.lines] else evolve(board, lines=lines))
        return tuple(made)

    @cached_property
    def _own(self) -> dict[Unit, RosterLine]:
        keys = [board.key for board in self._whole]
        if len(set(keys)) != len(keys):
            raise WrongValue(f"各榜的键（key）应不同：{'、'.join(keys)}", f"boards must differ by key: {keys}")
        own: dict[Unit, RosterLine] = {}
        for board in self._whole:
            if len({*board.units}) < len(board):
                twice = next(unit for unit in board.units if board.units.count(unit) > 1)
                raise WrongValue(
                    f"“{twice}”在榜“{board.key}”上写了两次", f"“{twice}” stands on the board {board.key!r} twice"
                )
            for line in board.lines:
                first = own.setdefault(line.unit, line)
                if line is not first and evolve(line, head=first.head, leader=first.leader) != first:
                    raise WrongValue(
                        f"“{line.unit}”在几个榜上的名称、代码或日期不同：只在第一个榜上写，其他榜上只写名称、负责人和领导",
                        f"“{line.unit}” stands on several boards with other names, codes or days: say these on the first "
                        "board alone, and its name, head and leader on the others",
                    )
        return own

    @cached_property
    def _spells(self) -> dict[str, list[_Spell]]:
        spells: dict[str, list[_Spell]] = {}
        for line in self._own.values():
            for name, first, last in line.spells():
                if not fold(name):
                    raise WrongValue(f"“{line.unit}”有一个空的别名：请删去", f"“{line.unit}” has an empty alias")
                same = spells.setdefault(fold(name), [])
                for other in same:
                    if other.line is not line and other.first <= last and first <= other.last:
                        raise WrongValue(f"“{name}”代表两个单位", f"“{name}” stands for two units")
                same.append(_Spell(line, first, last))
        for line in self._own.values():
            into = [spell.line for spell in spells.get(fold(line.into), ())]
            later = (one.until is None or (line.until is not None and line.until < one.until) for one in into)
            if line.into and not any(later):
                raise WrongValue(
                    f"“{line.unit}”并入“{line.into}”，而该日之后花名册中没有它",
                    f"“{line.unit}” is merged into “{line.into}”, which the roster lacks after that day",
                )
        return spells

    @cached_property
    def _lines(self) -> dict[Unit, RosterLine]:
        lines: dict[Unit, RosterLine] = {}
        for board in self.boards:
            for line in board.lines:
                lines.setdefault(line.unit, line)
        return lines

    @cached_property
    def _today(self) -> dict[Unit, Unit]:
        today = ((line.unit, line.on(self._day)) for line in self._own.values())
        return {unit: line.unit for unit, line in today if line is not None}

    @cached_property
    def _found(self) -> dict[str, Unit]:
        bearers = ((name, self._spell(name, self._day)) for name in self._spells)
        found = ((name, self._today.get(spell.line.unit)) for name, spell in bearers if spell is not None)
        return {name: unit for name, unit in found if unit is not None}

    @cached_property
    def _order(self) -> dict[Unit, int]:
        return {unit: index for index, unit in enumerate(self._lines)}

    @cached_property
    def is_dated(self) -> bool:
        """Whether anything in it changes with the day."""
        return any(line.since or line.until or line.former or line.exempt for line in self._own.values())

    @property
    def _day(self) -> dt.date:
        return self.day or dt.date.max

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)

    def __contains__(self, unit: object) -> bool:
        return unit in self._lines

    def __getitem__(self, unit: Unit) -> RosterLine:
        try:
            return self._lines[unit]
        except KeyError:
            check_kind("Roster[…]", unit, Unit)
            raise self._unknown(unit.name) from None

    def __repr__(self) -> str:
        return f"Roster({few(self.boards)}{f', {self.day}' if self.day else ''})"

    def on(self, day: dt.date | None) -> Roster:
        """The roster as it was on a day; without one, after all changes that it knows."""
        if day is not None:
            check_day("Roster.on", day)
        return evolve(self, day=day) if self.is_dated and day != self.day else self

    def position(self, unit: Unit) -> int:
        """建制顺序: the unit's place in the establishment, from 0. Raises `UnknownUnit`."""
        self[unit]
        return self._order[unit]

    def find(self, name: str) -> Unit:
        """The unit of the day that a name, an alias, a code or a former name stands for.

        Raises `UnknownUnit`, which tells whether the unit was dissolved or merged, or is founded later.
        """
        check_kind("Roster.find", name, str)
        unit = self._found.get(fold(name))
        if unit is None:
            raise self._unknown(name)
        return unit

    def history(self, unit: Unit, then: dt.date | None = None) -> RosterLine | None:
        """The whole history of the unit that had a name `then` (without one, on the roster's day), whether it still exists or not."""
        spell = self._spell(unit.name, then or self._day)
        return None if spell is None else spell.line

    def resolve(self, unit: Unit, then: dt.date | None = None) -> Unit:
        """The unit under its name on the roster's day, so that what was stored under an older name still counts for it.

        The name may be a present, earlier or later name of the unit, or its code; where two units had the name one after
        the other, the one that had it `then` is meant. A merged unit becomes the one that took it in. A dissolved unit,
        and one that the roster does not know, is returned as it is.
        """
        line = self.history(unit, then)
        while line is not None and line.unit not in self._today and line.until is not None and line.into:
            line = self.history(Unit(line.into), line.until + dt.timedelta(1))
        return unit if line is None else self._today.get(line.unit, unit)

    def same(self, unit: Unit, then: dt.date | None = None) -> Unit:
        """As `resolve`, but a merged unit stays itself: items are told apart by it."""
        line = self.history(unit, then)
        return unit if line is None else self._today.get(line.unit, unit)

    def knows(self, name: str) -> bool:
        """Whether the name, alias, code or former name stands for a unit of the day."""
        return fold(name) in self._found

    def board(self, key: str) -> Board:
        """The board of that key. Raises `UnknownBoard`."""
        for board in self.boards:
            if board.key == key:
                return board
        raise UnknownBoard(key, [board.key for board in self.boards])

    def ranked(self, key: str) -> Board:
        """The board of that key without the units that are exempt on the day. Raises `UnknownBoard`."""
        board = self.board(key)
        lines = [line for line in board.lines if not line.exempt]
        return board if len(lines) == len(board) else evolve(board, lines=lines)

    def boards_of(self, unit: Unit) -> tuple[Board, ...]:
        """The boards on which a unit stands, in order. Raises `UnknownUnit`."""
        self[unit]
        return tuple(board for board in self.boards if unit in board)

    @property
    def exempt(self) -> Mapping[Unit, Exemption]:
        """免报: the units that are exempt on the day, each with its exemption."""
        return {unit: line.exempt[0] for unit, line in self._lines.items() if line.exempt}

    def all_exempt(self, units: Iterable[Unit]) -> bool:
        """Whether some units, at least one, need not hand in anything on the day."""
        lines = [self._lines.get(unit) for unit in units]
        return bool(lines) and all(line is not None and line.exempt for line in lines)

    def _spell(self, name: str, day: dt.date) -> _Spell | None:
        """Who bears a name on a day, else who bore it last."""
        spells = self._spells.get(fold(name))
        if not spells:
            return None
        return next((one for one in spells if one.first <= day <= one.last), max(spells, key=lambda one: one.last))

    def _unknown(self, name: str) -> UnknownUnit:
        spell = self._spell(name, self._day)
        known = [unit.name for unit in self._lines]
        line = None if spell is None else spell.line
        if line is not None and line.until is not None and line.until < self._day:
            return UnknownUnit(name, known, why=gone_words(name, line.until, line.into), nearest=line.into or None)
        if line is not None and line.since is not None and line.since > self._day:
            return UnknownUnit(name, known, why=not_yet_words(name, line.since))
        return UnknownUnit(name, known)
