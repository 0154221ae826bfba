"""单位: persons, units, boards and the roster."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import attrs
from attrs import field, frozen

from trafficlight.errors import UnknownBoard, UnknownUnit
from trafficlight.model._checks import few, not_empty, several, strings
from trafficlight.model._vocabulary import fold


@frozen(order=False)
class Person:
    """人员: a name, a post, or both. Raises `ValueError` without either."""

    name: str = ""
    post: str = ""

    def __attrs_post_init__(self) -> None:
        if not (self.name.strip() or self.post.strip()):
            raise ValueError("a person needs a name or a post")

    def __str__(self) -> str:
        return self.name or self.post


_POST: Final = re.compile("长$|主任$|书记$|师$|员$|同志$|主管$|[）)]$|^[（(]")
"""How a post ends that stands beside a name."""
_BETWEEN: Final = re.compile(r"[、,，;；/／]+(?![^（(]*[）)])")


def person_names(text: str) -> tuple[str, ...]:
    """The names in a cell, blanks within a name dropped: two-character names are padded to the width of three (§4.29).

    >>> person_names("甲  乙"), person_names("甲乙、丙丁戊"), person_names("甲乙 丙丁戊")
    (('甲乙',), ('甲乙', '丙丁戊'), ('甲乙', '丙丁戊'))
    """
    names: list[str] = []
    for piece in _BETWEEN.split(text):
        words = piece.split()
        several = all(len(word) > 1 and not word.isascii() and not _POST.search(word) for word in words)
        names += words if several else [(" " if piece.isascii() else "").join(words)]
    return tuple(dict.fromkeys(filter(None, names)))


@frozen(order=False)
class Unit:
    """单位: a department (科室单位) or a county bureau (县（市、区）审计局), known by its full name."""

    name: str = field(validator=not_empty)

    def __str__(self) -> str:
        return self.name


@frozen
class RosterLine:
    """建制: one unit with its head (负责人), its leader (分管领导 or 包保领导) and the short names it is known by."""

    unit: Unit
    head: Person | None = None
    leader: Person | None = None
    aliases: tuple[str, ...] = field(default=(), converter=strings)


@frozen
class Board:
    """榜: units that are ranked against each other (N4.2), in the order of the establishment (建制顺序).

    The headers are what its count table calls a unit, its head and its leader; an empty one leaves that column out.

    >>> board = Board("departments", "科室单位", [RosterLine(Unit("办公室")), RosterLine(Unit("人事科"))])
    >>> len(board), Unit("人事科") in board
    (2, True)
    """

    key: str = field(validator=not_empty)
    title: str = field(validator=not_empty)
    lines: tuple[RosterLine, ...] = field(converter=tuple[RosterLine, ...], validator=several(RosterLine))
    unit_header: str = "单位名称"
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
        return f"Board({self.key!r}, {self.title!r}, {len(self)} units)"


@frozen
class Roster:
    """花名册: every board of an agency. Each unit stands on one board; no two units share a name or an alias.

    Raises `ValueError` otherwise. Names are compared without white space and with full-width forms folded.

    >>> office, county = Unit("办公室"), Unit("金乡县审计局")
    >>> roster = Roster(
    ...     [
    ...         Board("departments", "科室单位", [RosterLine(office, head=Person("张三", "主任"))]),
    ...         Board("counties", "县（市、区）审计局", [RosterLine(county, aliases=["金乡县"])]),
    ...     ]
    ... )
    >>> roster.find("金 乡 县") == county, roster[office].head.name, roster.board_of(county).title
    (True, '张三', '县（市、区）审计局')
    """

    boards: tuple[Board, ...] = field(converter=tuple[Board, ...])
    _lines: dict[Unit, RosterLine] = field(init=False, eq=False, repr=False)
    _names: dict[str, Unit] = field(init=False, eq=False, repr=False)
    _order: dict[Unit, int] = field(init=False, eq=False, repr=False)

    @_lines.default
    def _make_lines(self) -> dict[Unit, RosterLine]:
        several(Board)(self, attrs.fields(Roster).boards, self.boards)
        keys = [board.key for board in self.boards]
        if len(set(keys)) != len(keys):
            raise ValueError(f"boards must differ by key: {keys}")
        lines: dict[Unit, RosterLine] = {}
        for board in self.boards:
            for line in board.lines:
                if line.unit in lines:
                    raise ValueError(f"“{line.unit}” stands in the roster twice")
                lines[line.unit] = line
        return lines

    @_names.default
    def _make_names(self) -> dict[str, Unit]:
        names: dict[str, Unit] = {}
        for line in self._lines.values():
            for name in (line.unit.name, *line.aliases):
                if not fold(name):
                    raise ValueError(f"“{line.unit}” has an empty alias")
                if names.setdefault(fold(name), line.unit) != line.unit:
                    raise ValueError(f"“{name}” stands for two units")
        return names

    @_order.default
    def _make_order(self) -> dict[Unit, int]:
        return {unit: index for index, unit in enumerate(self._lines)}

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
            raise UnknownUnit(unit.name, [known.name for known in self._lines]) from None

    def __repr__(self) -> str:
        return f"Roster({few(self.boards)})"

    def position(self, unit: Unit) -> int:
        """建制顺序: the unit's place in the establishment, from 0. Raises `UnknownUnit`."""
        self[unit]
        return self._order[unit]

    def find(self, name: str) -> Unit:
        """The unit of a name or alias. Raises `UnknownUnit`."""
        try:
            return self._names[fold(name)]
        except KeyError:
            raise UnknownUnit(name, [unit.name for unit in self._lines]) from None

    def resolve(self, unit: Unit) -> Unit:
        """The unit as the roster has it today: itself, or the one that bears its name as an alias; a stranger as it is."""
        return unit if unit in self._lines else self._names.get(fold(unit.name), unit)

    def knows(self, name: str) -> bool:
        """Whether the name or alias stands for a unit."""
        return fold(name) in self._names

    def board(self, key: str) -> Board:
        """The board of that key. Raises `UnknownBoard`."""
        for board in self.boards:
            if board.key == key:
                return board
        raise UnknownBoard(key, [board.key for board in self.boards])

    def board_of(self, unit: Unit) -> Board:
        """The board on which a unit stands. Raises `UnknownUnit`."""
        self[unit]
        return next(board for board in self.boards if unit in board)


_SEPARATORS = re.compile(r"[、，,；;]")


def split_units(text: str) -> tuple[str, ...]:
    """Split “办公室、人事科” at 顿号, comma or semicolon; blanks between separators are dropped."""
    return tuple(part for part in (piece.strip() for piece in _SEPARATORS.split(text)) if part)


@frozen
class Responsibility:
    """责任科室责任人: the units that answer for an item, the lead (牵头) first, and the person (§3.15).

    Raises `ValueError` without a unit, or with one twice.

    >>> print(Responsibility((Unit("办公室"), Unit("人事科")), "张三"))
    办公室、人事科
    张三
    """

    units: tuple[Unit, ...] = field(converter=tuple[Unit, ...], validator=several(Unit))
    person: str = ""

    def __attrs_post_init__(self) -> None:
        if not self.units:
            raise ValueError("an item needs a responsible unit")
        if len(set(self.units)) != len(self.units):
            raise ValueError("a responsible unit is named twice")

    @property
    def lead(self) -> Unit:
        """牵头: the first unit."""
        return self.units[0]

    def __str__(self) -> str:
        several = len(self.units) > 1
        units = "、".join([unit.name for unit in self.units]) if several else self.units[0].name
        return f"{units}\n{self.person}" if self.person else units
