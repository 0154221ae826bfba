"""机构文件: an agency's facts as a TOML file, made for people to write; docs/reference/agency-file.md describes it."""

from __future__ import annotations

import datetime as dt
import functools
import os
from collections.abc import Iterable
from typing import Any, Final

import attrs
from attrs import frozen
from cattrs import BaseValidationError, Converter

from trafficlight.errors import AgencyFileError
from trafficlight.errors._base import told
from trafficlight.interchange._agency_checks import findings
from trafficlight.interchange._misfits import Misfit, Problem, expected, problems
from trafficlight.interchange._plain_types import Filled, Reader, is_, plain_converter, read_filled, read_text
from trafficlight.interchange._texts import parsed_toml, toml_text
from trafficlight.interchange._values import class_reader, register_values
from trafficlight.messages import Language, Words
from trafficlight.model._agency import OWN_SOURCES, Agency, AssistanceGroup, GroupMember, Parameter, TaskForce
from trafficlight.model._boards import UNIT_HEADER, Board, Roster, RosterLine
from trafficlight.model._establishment import Exemption, FormerName
from trafficlight.model._units import Person, Unit
from trafficlight.ooxml.text import first_unprintable

_NAMELESS: Final = Words("机构文件", "agency file")
_UNIT_HEADER: Final = Filled(UNIT_HEADER)
_OWN_SOURCES: Final = tuple(map(Filled, OWN_SOURCES))


@frozen
class _UnitTable:
    """A unit; in the file a bare text is its name."""

    name: Filled
    head: Person | None = None
    leader: Person | None = None
    aliases: tuple[Filled, ...] = ()
    code: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    into: str = ""
    former: tuple[FormerName, ...] = ()
    exempt: tuple[Exemption, ...] = ()

    def __attrs_post_init__(self) -> None:
        try:
            self.line()
        except ValueError as error:
            words = told(error)
            raise Misfit(f"沿革前后矛盾（{words}）", words.en) from error

    def line(self) -> RosterLine:
        facts = {at.name: getattr(self, at.name) for at in attrs.fields(_UnitTable) if at.name != "name"}
        return RosterLine(Unit(self.name), **facts)


@frozen
class _BoardTable:
    key: Filled
    title: Filled
    units: tuple[_UnitTable, ...]
    unit_header: Filled = _UNIT_HEADER
    head_header: str = ""
    leader_header: str = ""

    def board(self) -> Board:
        lines = tuple(unit.line() for unit in self.units)
        return Board(self.key, self.title, lines, self.unit_header, self.head_header, self.leader_header)


def _named(names: Iterable[str], roster: Roster) -> tuple[Unit, ...]:
    """The units of names, standing or not; that the roster knows them was checked."""
    lines = [roster.history(Unit(name)) for name in names]
    return tuple(line.unit for line in lines if line is not None)


@frozen
class _MemberTable:
    department: Filled
    name: str = ""
    post: str = ""
    role: str = "联络员"
    covers: tuple[Filled, ...] = ()

    def __attrs_post_init__(self) -> None:
        Person(self.name, self.post)  # refuses nobody

    def member(self, roster: Roster) -> GroupMember:
        return GroupMember(self.department, Person(self.name, self.post), self.role, _named(self.covers, roster))


@frozen
class _GroupTable:
    name: Filled
    units: tuple[Filled, ...]
    leader: Person
    deputy: Person
    members: tuple[_MemberTable, ...] = ()

    def group(self, roster: Roster) -> AssistanceGroup:
        units = _named(self.units, roster)
        return AssistanceGroup(
            self.name, units, self.leader, self.deputy, tuple(member.member(roster) for member in self.members)
        )


@frozen
class _AgencyTable:
    name: Filled
    short_name: Filled
    publisher: Filled
    boards: tuple[_BoardTable, ...]
    system: str = ""
    document_prefix: str = ""
    own_sources: tuple[Filled, ...] = _OWN_SOURCES
    above_sources: tuple[Filled, ...] = ()
    language: Language = "zh"
    task_force: TaskForce | None = None
    groups: tuple[_GroupTable, ...] = ()
    assumed: tuple[Filled, ...] = ()
    signers: tuple[Person, ...] = ()
    parameters: tuple[Parameter, ...] = ()

    def agency(self) -> Agency:
        roster = Roster(board.board() for board in self.boards)
        facts = {at.name: getattr(self, at.name) for at in attrs.fields(_AgencyTable) if at.name != "boards"}
        facts["groups"] = tuple(group.group(roster) for group in self.groups)
        return Agency(roster=roster, **facts)


def _read_printable(value: Any, into: Any) -> Any:
    text = read_text(value, into)
    position = first_unprintable(text)
    if position is not None:
        code = f"U+{ord(text[position]):04X}"
        raise Misfit(
            f"文字含有不能写入文档的字符 {code}：{text!r}", f"no document can hold the character {code}: {text!r}"
        )
    return text


def _read_filled(value: Any, into: Any) -> str:
    text: str = _read_printable(read_filled(value), into)
    return text


def _read_day(value: Any, _into: Any) -> dt.date:
    """A date of TOML, which stands without quotes."""
    if type(value) is not dt.date:
        raise expected("日期，不加引号，如 2024-04-01", "a date without quotes such as 2024-04-01", value)
    return value


@functools.cache
def _converter() -> Converter:
    """Strict, and friendly: a text stands for a unit's name or a person's."""
    converter = plain_converter()
    register_values(converter)
    converter.register_structure_hook(str, _read_printable)
    converter.register_structure_hook_func(is_(Filled), _read_filled)
    converter.register_structure_hook(dt.date, _read_day)
    value = converter.get_structure_hook(str | bool | int | float)
    converter.register_structure_hook_func(is_(Parameter), class_reader(converter, Parameter, {"value": value}))
    for cl in (Person, _UnitTable):
        read_table = class_reader(converter, cl)

        def read(value: Any, into: Any, read_table: Reader = read_table) -> Any:
            if isinstance(value, str):
                return into(_read_filled(value, str))
            if not isinstance(value, dict):
                raise expected("名称或键值表", "a name or a table", value)
            return read_table(value, into)

        converter.register_structure_hook_func(is_(cl), read)
    return converter


def load_agency(source: str | os.PathLike[str] | bytes) -> Agency:
    """机构: read from a TOML file (a path) or its bytes, which are UTF-8. For text see `loads_agency`.

    Raises `AgencyFileError` with all faults at once, each with its path in the file (`boards[0].units[3].name`), or line
    and column where the file is no TOML; also for a file of more than 1 MB, and when it cannot be opened, with the
    system's error as cause.
    """
    text, name = toml_text(source, nameless=_NAMELESS, error=AgencyFileError)
    return loads_agency(text, source=name)


def loads_agency(text: str, *, source: str = _NAMELESS) -> Agency:
    """The same from TOML text; `source` is what an error calls it. Raises `AgencyFileError`."""
    data = parsed_toml(text, source, AgencyFileError)
    cause: Exception | None = None
    shape: tuple[Problem, ...] = ()
    table: _AgencyTable | None = None
    try:
        table = _converter().structure(data, _AgencyTable)
    except (Misfit, BaseValidationError) as error:
        cause, shape = error, problems(error, "")
    found = [*shape, *findings(data)]
    if found or table is None:
        raise AgencyFileError(source, found) from cause
    return table.agency()
