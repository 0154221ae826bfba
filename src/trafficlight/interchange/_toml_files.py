"""TOML 文件: what people write by hand: an agency's facts (docs/reference/agency-file.md), and the task force's decisions."""

from __future__ import annotations

import datetime as dt
import functools
import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import attrs
from attrs import frozen
from cattrs import BaseValidationError, Converter

from trafficlight._determination_form import Decision, decision_theme
from trafficlight._scheme import Scheme
from trafficlight.errors import AgencyFileError, InterchangeError, UnreadableCell
from trafficlight.errors._base import told
from trafficlight.interchange._agency_checks import findings
from trafficlight.interchange._misfits import (
    MOST,
    TOO_DEEP,
    Misfit,
    Problem,
    expected,
    hint,
    listed,
    no_such_key,
    problems,
    step,
)
from trafficlight.interchange._plain_types import Filled, Reader, is_, plain_converter, read_filled, read_text
from trafficlight.interchange._texts import at
from trafficlight.interchange._values import class_reader, register_values
from trafficlight.messages import Language, Words, english
from trafficlight.model._agency import OWN_SOURCES, Agency, AssistanceGroup, GroupMember, Parameter, TaskForce
from trafficlight.model._boards import UNIT_HEADER, Board, Roster, RosterLine
from trafficlight.model._establishment import Exemption, FormerName
from trafficlight.model._forms import Column
from trafficlight.model._kinds import is_blank
from trafficlight.model._units import Person, Unit
from trafficlight.ooxml.text import first_unprintable
from trafficlight.rules._explanations import Determination

_FILE: Final = Words("文件", "file")
_LONGEST: Final = 1_000_000
"""In bytes, of a file; a hundred units take some 20,000."""

_TOO_MANY_PARTS: Final = re.compile(
    r"""(?:(?:(?<![\w-])[\w-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')[\ \t]*+\.[\ \t]*+){32}""", re.ASCII
)
"""A key of more parts (a.b.c …) than any file has: `tomllib` takes time and memory by the square of their number."""


def _toml_text(
    source: str | os.PathLike[str] | bytes, *, nameless: str, error: type[InterchangeError]
) -> tuple[str, str]:
    """The text of a file (a path) or of its bytes, which are UTF-8, and what an error calls it. Raises `error`."""
    if isinstance(source, bytes):
        return _decoded(source, nameless, error), nameless
    name = os.fspath(source)
    try:
        with Path(name).open("rb") as file:
            content = file.read(_LONGEST + 1)
    except OSError as fault:
        why = fault.strerror or fault
        raise error(name, [(_FILE, Words(f"打不开：{why}", f"it cannot be opened: {why}"))]) from fault
    return _decoded(content, name, error), name


def _decoded(content: bytes, source: str, error: type[InterchangeError]) -> str:
    _check_length(content, source, error)
    try:
        return content.decode("utf-8-sig")  # some editors put a mark in front
    except UnicodeDecodeError as fault:
        told = Words("不是 UTF-8 编码；请以 UTF-8 另存", "it is not UTF-8; save it as UTF-8")
        raise error(source, [(_line(content[: fault.start].count(b"\n")), told)]) from fault


def _line(before: int) -> Words:
    return Words(f"第 {before + 1} 行", f"line {before + 1}")


def _check_length(content: str | bytes, source: str, error: type[InterchangeError]) -> None:
    if len(content) > _LONGEST:
        told = Words(f"超过 {_LONGEST:,} 字节，不予读取", f"it has more than {_LONGEST:,} bytes, and is not read")
        raise error(source, [(_FILE, told)])


def _parsed(text: str, source: str, error: type[InterchangeError]) -> dict[str, Any]:
    """The tables of a TOML text. Raises `error`."""
    _check_length(text, source, error)
    too_many = _TOO_MANY_PARTS.search(text)
    if too_many:
        told = Words("键的层次过多", "a key has too many parts")
        raise error(source, [(_line(text.count("\n", 0, too_many.start())), told)])
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise error(source, [_syntax(fault, text)]) from fault
    except ValueError as fault:  # a number of more digits than Python reads
        why = str(fault).partition(":")[0]
        told = Words(f"有读不出来的值（{why}）", f"a value cannot be read ({why})")
        raise error(source, [(_FILE, told)]) from fault
    except RecursionError as fault:
        raise error(source, [(_FILE, TOO_DEEP)]) from fault


_PLACE: Final = re.compile(r"\(at line (\d+), column (\d+)\)\Z")


def _syntax(error: tomllib.TOMLDecodeError, text: str) -> Problem:
    """Line and column, and what is wrong there."""
    message = str(error)
    found = _PLACE.search(message)
    if found:
        reason = message[: found.start()].strip()
        return at(int(found[1]), int(found[2])), Words(f"不是合法的 TOML（{reason}）", f"it is no TOML ({reason})")
    reason = message.removesuffix("(at end of document)").strip()
    return at(text.count("\n") + 1, len(text) - text.rfind("\n")), Words(
        f"不是合法的 TOML，文件在此结束（{reason}）", f"it is no TOML; the file ends here ({reason})"
    )


_NAMELESS: Final = Words("机构文件", "agency file")
_FIGURE: Final[Any] = str | bool | int | float
"""What TOML has for the value of a parameter, which keeps a float as the decimal number that was written."""
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
        Person(self.name, self.post)  # refuses a member without either

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
    read_figure = class_reader(converter, Parameter, {"value": lambda value, _: converter.structure(value, _FIGURE)})
    converter.register_structure_hook_func(is_(Parameter), read_figure)
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
    text, name = _toml_text(source, nameless=_NAMELESS, error=AgencyFileError)
    return loads_agency(text, source=name)


def loads_agency(text: str, *, source: str = _NAMELESS) -> Agency:
    """The same from TOML text; `source` is what an error calls it. Raises `AgencyFileError`."""
    data = _parsed(text, source, AgencyFileError)
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


_DECISIONS: Final = Words("研究确定文件", "file of decisions")
_GROUP: Final = "determination"


def read_determinations(source: str | os.PathLike[str] | bytes, *, scheme: Scheme) -> tuple[Determination, ...]:
    """研究确定: read from a TOML file (a path) or its bytes, of groups such as this; the form's header words as keys do too.

        [[determination]]
        theme = "重点工作"        # its title or key
        number = 3               # its 序号; or matter, unit, sheet, as far as they are needed
        unit = "办公室"          # only where it decides for that unit alone
        computed = "黄"
        decided = "蓝"           # 蓝2黄1, 不标注颜色
        by = "陶可星"            # a leader who may sign off (`Agency.who_may_sign`)
        on = 2023-10-12
        reason = "现场核实已完成"

    Raises `InterchangeError` with all faults at once, each with its path (`determination[0].decided`). `Scheme.determine`
    attaches them to ratings.
    """
    text, name = _toml_text(source, nameless=_DECISIONS, error=InterchangeError)
    data = _parsed(text, name, InterchangeError)
    form = decision_theme(scheme).form
    columns = {name: column for column in form.columns for name in column.fields if name}
    found = [*listed(((step("", key), no_such_key(key, [_GROUP])) for key in data if key != _GROUP), "")]
    decisions: list[Decision] = []
    groups = data.get(_GROUP, [])
    if not isinstance(groups, list):
        groups, told = [], expected("以 [[determination]] 分组", "groups [[determination]]", groups)
        found.append((_GROUP, told.words))
    for number, group in enumerate(groups):
        if len(found) > MOST:
            break
        path = step(_GROUP, number)
        if not isinstance(group, dict):
            found.append((path, expected("键值表", "a table", group).words))
            continue
        values: dict[str, Any] = {}
        faults = listed(_read_decision(group, path, columns, scheme, values), path)
        found += faults
        if not faults:
            decisions.append(Decision(**values))
    if found:
        raise InterchangeError(name, listed(found, ""))
    return tuple(decision.determination() for decision in decisions)


def _read_decision(
    group: Mapping[str, Any], path: str, columns: Mapping[str, Column], scheme: Scheme, values: dict[str, Any]
) -> Iterator[Problem]:
    for key in group:
        if key not in columns:
            yield step(path, key), no_such_key(key, list(columns))
    for name, column in columns.items():
        value = group.get(name)
        if isinstance(value, dict | list):
            yield step(path, name), expected(column.kind.expected, english(column.kind.expected), value).words
        elif is_blank(value):
            if column.required:
                yield step(path, name), Words("缺少这一项", "it is missing")
        else:
            try:
                values[name] = column.kind.parse(value, scheme.roster)
            except UnreadableCell as fault:
                near = hint(str(value), [] if fault.nearest is None else [fault.nearest])
                told = expected(fault.expected.strip(), english(fault.expected), value).words
                yield step(path, name), Words(f"{told}{near}", f"{told.en}{near.en}")
