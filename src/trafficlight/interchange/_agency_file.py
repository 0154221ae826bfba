"""机构文件: an agency's facts as a TOML file, made for people to write; docs/reference/agency-file.md describes it."""

from __future__ import annotations

import operator
import os
import re
import tomllib
from functools import partial
from pathlib import Path
from typing import Any, Final

from attrs import frozen
from cattrs import BaseValidationError, Converter

from trafficlight.errors import AgencyFileError
from trafficlight.interchange._agency_checks import findings
from trafficlight.interchange._classes import class_reader
from trafficlight.interchange._faults import NAME_OR_POST, TOO_DEEP, Misfit, expected, problems
from trafficlight.interchange._json import strict
from trafficlight.interchange._scalars import Filled, read_filled, read_text
from trafficlight.messages import Words
from trafficlight.model._agency import Agency, AssistanceGroup, GroupMember, TaskForce
from trafficlight.model._units import Board, Person, Roster, RosterLine, Unit
from trafficlight.ooxml.text import first_unprintable

_UNIT_HEADER: Final = Filled("单位名称")
_OWN_SOURCES: Final = (Filled("局"),)

# --- the file's tables -------------------------------------------------------------------------------------------------


@frozen
class _UnitTable:
    """A unit; in the file a bare text is its name."""

    name: Filled
    head: Person | None = None
    leader: Person | None = None
    aliases: tuple[Filled, ...] = ()

    def line(self) -> RosterLine:
        return RosterLine(Unit(self.name), self.head, self.leader, self.aliases)


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


@frozen
class _MemberTable:
    department: Filled
    name: str = ""
    post: str = ""
    role: str = "联络员"
    covers: tuple[Filled, ...] = ()

    def __attrs_post_init__(self) -> None:
        if not (self.name.strip() or self.post.strip()):
            raise Misfit(f"应满足：{NAME_OR_POST}")

    def member(self, roster: Roster) -> GroupMember:
        return GroupMember(
            self.department, Person(self.name, self.post), self.role, tuple(map(roster.find, self.covers))
        )


@frozen
class _GroupTable:
    name: Filled
    units: tuple[Filled, ...]
    leader: Person
    deputy: Person
    members: tuple[_MemberTable, ...] = ()

    def group(self, roster: Roster) -> AssistanceGroup:
        units = tuple(map(roster.find, self.units))
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
    task_force: TaskForce | None = None
    groups: tuple[_GroupTable, ...] = ()
    assumed: tuple[Filled, ...] = ()

    def agency(self) -> Agency:
        roster = Roster(board.board() for board in self.boards)
        return Agency(
            name=self.name,
            short_name=self.short_name,
            publisher=self.publisher,
            roster=roster,
            system=self.system,
            document_prefix=self.document_prefix,
            own_sources=self.own_sources,
            task_force=self.task_force,
            groups=tuple(group.group(roster) for group in self.groups),
            assumed=self.assumed,
        )


# --- reading -----------------------------------------------------------------------------------------------------------


def _read_printable(value: Any, into: Any) -> Any:
    text = read_text(value, into)
    position = first_unprintable(text)
    if position is not None:
        raise Misfit(f"文字含有不能写入文档的字符 U+{ord(text[position]):04X}：{text!r}")
    return text


def _read_filled(value: Any, into: Any) -> str:
    read_filled(value, into)
    text: str = _read_printable(value, str)
    return text


def _converter() -> Converter:
    """Strict, and friendly: a text stands for a unit's name or a person's."""
    converter = strict()
    converter.register_structure_hook(str, _read_printable)
    converter.register_structure_hook_func(lambda into: into is Filled, _read_filled)
    for cl in (Person, _UnitTable):
        read_table = class_reader(converter, cl)

        def read(value: Any, into: Any, cl: Any = cl, read_table: Any = read_table) -> Any:
            if isinstance(value, str):
                return cl(_read_filled(value, str))
            if not isinstance(value, dict):
                raise expected("名称或键值表", value)
            return read_table(value, into)

        converter.register_structure_hook_func(partial(operator.is_, cl), read)
    return converter


def load_agency(source: str | os.PathLike[str] | bytes) -> Agency:
    """机构: read from a TOML file (a path) or its bytes, which are UTF-8. For text see `loads_agency`.

    Raises `AgencyFileError` with all faults at once, each with its path in the file (`boards[0].units[3].name`), or line
    and column where the file is no TOML; also when the file cannot be opened, with the system's error as cause.
    """
    if isinstance(source, bytes):
        return _from_bytes(source, "机构文件")
    name = os.fspath(source)
    try:
        content = Path(name).read_bytes()
    except OSError as error:
        raise AgencyFileError(name, [("文件", f"打不开：{error.strerror or error}")]) from error
    return _from_bytes(content, name)


def _from_bytes(content: bytes, source: str) -> Agency:
    try:
        text = content.decode("utf-8-sig")  # some editors put a mark in front
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise AgencyFileError(source, [(f"第 {line} 行", "不是 UTF-8 编码；请以 UTF-8 另存")]) from error
    return loads_agency(text, source=source)


def loads_agency(text: str, *, source: str = "机构文件") -> Agency:
    """The same from TOML text; `source` is what an error calls it. Raises `AgencyFileError`."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise AgencyFileError(source, [_syntax(error, text)]) from error
    except ValueError as error:  # a number of more digits than Python reads
        why = str(error).partition(":")[0]
        told = Words(f"有读不出来的值（{why}）", f"a value cannot be read ({why})")
        raise AgencyFileError(source, [("文件", told)]) from error
    except RecursionError as error:
        raise AgencyFileError(source, [("文件", TOO_DEEP)]) from error
    cause: Exception | None = None
    shape: list[tuple[str, str]] = []
    table: _AgencyTable | None = None
    try:
        table = _converter().structure(data, _AgencyTable)
    except (Misfit, BaseValidationError) as error:
        cause, shape = error, list(problems(error, ""))
    found = [*shape, *findings(data)]
    if found or table is None:
        raise AgencyFileError(source, found) from cause
    return table.agency()


_PLACE: Final = re.compile(r"\(at line (\d+), column (\d+)\)\Z")


def _syntax(error: tomllib.TOMLDecodeError, text: str) -> tuple[str, str]:
    """Line and column, and what is wrong there."""
    message = str(error)
    found = _PLACE.search(message)
    if found:
        return f"第 {found[1]} 行第 {found[2]} 列", f"不是合法的 TOML（{message[: found.start()].strip()}）"
    last = text.count("\n") + 1
    reason = message.removesuffix("(at end of document)").strip()
    return f"第 {last} 行第 {len(text) - text.rfind(chr(10))} 列", f"不是合法的 TOML，文件在此结束（{reason}）"
