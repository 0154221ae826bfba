"""核对: whether the parts of an agency file fit each other: names are used once, references and paths lead somewhere.

Works on the raw tables, and passes over whatever has the wrong type, so that all faults of a file are reported at once.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any, Final

from attrs import frozen

from trafficlight.interchange._misfits import Problem, hint
from trafficlight.messages import Words
from trafficlight.model._vocabulary import fold
from trafficlight.rules._dated_rulebooks import doubled

_HINTED: Final = 20
"""How many unknown names get a hint: with thousands of names the search for the nearest one takes long."""


def findings(data: dict[str, Any]) -> tuple[Problem, ...]:
    """Every fault of this sort."""
    units = _Units()
    return (*_boards(data), *units.gather(data), *_groups(data, units), *_assumed(data), *_parameters(data))


def _parameters(data: dict[str, Any]) -> Iterator[Problem]:
    """A figure that has two values from one day on."""
    stated = data.get("parameters")
    return doubled(
        (str(one.get("name")), str(one.get("since"))) if isinstance(one, dict) else None
        for one in (stated if isinstance(stated, list) else ())
    )


def _members(holder: Any, key: str, kind: type[Any]) -> Iterator[tuple[int, Any]]:
    """The members of a list that are of a type, each with its index; blank texts are reported elsewhere."""
    members = holder.get(key)
    for index, member in enumerate(members if isinstance(members, list) else ()):
        if isinstance(member, kind) and not (isinstance(member, str) and not member.strip()):
            yield index, member


@frozen
class _Bearer:
    """A name of a unit: the paths of unit and name, its first and last day, and whether it is the present name."""

    unit: str
    path: str
    first: dt.date
    last: dt.date
    own: bool = False


_SAID_ONCE: Final = ("aliases", "code", "since", "until", "into", "former", "exempt")
"""What may stand only in a unit's table on its first board."""


class _Units:
    """The units that the file lists, by every name they are known by."""

    def __init__(self) -> None:
        self._bearers: dict[str, list[_Bearer]] = {}
        self._names: list[str] = []
        self._into: list[tuple[str, str, dt.date]] = []
        self._strangers = 0

    def gather(self, data: dict[str, Any]) -> Iterator[Problem]:
        """Collect the names; it is a fault if two units have one at the same time, or if a unit is merged into an unknown one."""
        for at_board, board in _members(data, "boards", dict):
            for at, unit in _members(board, "units", object):
                path = f"boards[{at_board}].units[{at}]"
                if isinstance(unit, str):
                    yield from self._unit({"name": unit}, path, path)
                elif isinstance(unit, dict):
                    yield from self._unit(unit, path, f"{path}.name")
        for path, name, until in self._into:
            found, stranger = self.find(name)
            if found is None:
                yield f"{path}.into", stranger
            elif until < dt.date.max and all(one.last <= until for one in self._bearers[fold(name)]):
                told = f"“{name}”不晚于本单位撤销：并入的单位须存续"
                yield (
                    f"{path}.into",
                    Words(told, f"“{name}” ends no later than this unit, which cannot be merged into it"),
                )

    def _unit(self, unit: dict[str, Any], path: str, name_path: str) -> Iterator[Problem]:
        name = unit.get("name")
        if not isinstance(name, str) or not name.strip():
            return
        board = path.partition(".")[0]
        before = next((one for one in self._bearers.get(fold(name), ()) if one.own), None)
        if before is not None and before.unit.startswith(f"{board}."):
            yield name_path, _used(name, before.path)
            return
        if before is not None:
            for key in _SAID_ONCE:
                if key in unit:
                    told = f"“{name}”已列于 {before.unit}；这一项只写在那里"
                    yield f"{path}.{key}", Words(told, f"“{name}” stands at {before.unit}; this is said there alone")
            return
        start = first = _day(unit.get("since"), dt.date.min)
        last = _day(unit.get("until"), dt.date.max)
        former = [(index, one, _day(one.get("until"), start)) for index, one in _members(unit, "former", dict)]
        for index, one, until in sorted(former, key=lambda each: each[2]):
            at = f"{path}.former[{index}].name"
            yield from self._add(one.get("name"), _Bearer(path, at, start, until))
            start = until + dt.timedelta(until < dt.date.max)
        yield from self._add(name, _Bearer(path, name_path, start, last, own=True))
        for index, alias in _members(unit, "aliases", str):
            yield from self._add(alias, _Bearer(path, f"{path}.aliases[{index}]", first, last))
        yield from self._add(unit.get("code"), _Bearer(path, f"{path}.code", first, last))
        if isinstance(into := unit.get("into"), str) and into.strip():
            self._into.append((path, into, last))

    def _add(self, name: Any, bearer: _Bearer) -> Iterator[Problem]:
        if not isinstance(name, str) or not name.strip():
            return
        self._names.append(name)
        bearers = self._bearers.setdefault(fold(name), [])
        for one in bearers:
            if one.unit != bearer.unit and one.first <= bearer.last and bearer.first <= one.last:
                yield bearer.path, _used(name, one.path)
                break
        bearers.append(bearer)

    def find(self, name: str) -> tuple[str | None, Words]:
        """The path of the unit of a name or alias; or None, and that no unit has this name."""
        found = self._bearers.get(fold(name))
        if found:
            return found[0].unit, Words("", "")
        self._strangers += 1
        near = hint(name, self._names if self._strangers <= _HINTED else ())
        return None, Words(
            f"花名册（boards）中没有单位“{name}”{near}", f"the roster (boards) has no unit “{name}”{near.en}"
        )


def _used(name: str, path: str) -> Words:
    zh = f"“{name}”已用于 {path}；单位的名称与别名不得重复"
    return Words(zh, f"“{name}” stands at {path} already; names and aliases of units must differ")


def _day(value: Any, otherwise: dt.date) -> dt.date:
    return value if type(value) is dt.date else otherwise


def _boards(data: dict[str, Any]) -> Iterator[Problem]:
    if data.get("boards") == []:
        yield "boards", Words("至少应有一个榜", "at least one board is needed")
    yield from _once(data, "boards", "key", Words("榜", "board"))


def _once(data: dict[str, Any], tables: str, key: str, noun: Words) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for index, table in _members(data, tables, dict):
        value = table.get(key)
        path = f"{tables}[{index}].{key}"
        if isinstance(value, str) and first.setdefault(value, path) != path:
            before = first[value]
            yield path, Words(f"{noun}“{value}”已见于 {before}", f"the {noun.en} “{value}” stands at {before} already")


def _groups(data: dict[str, Any], units: _Units) -> Iterator[Problem]:
    yield from _once(data, "groups", "name", Words("组", "group"))
    taken: dict[str, str] = {}
    for at, group in _members(data, "groups", dict):
        own: dict[str, str] = {}
        for index, name in _members(group, "units", str):
            path, (unit, stranger) = f"groups[{at}].units[{index}]", units.find(name)
            if unit is None:
                yield path, stranger
            elif taken.setdefault(unit, path) != path:
                first = taken[unit]
                zh = f"“{name}”已属于 {first}；一个单位只属于一组"
                yield path, Words(zh, f"“{name}” belongs to {first} already; a unit belongs to one group only")
            own[unit or name] = name
        for at_member, member in _members(group, "members", dict):
            for index, name in _members(member, "covers", str):
                path, (unit, stranger) = f"groups[{at}].members[{at_member}].covers[{index}]", units.find(name)
                if unit is None:
                    yield path, stranger
                elif unit not in own:
                    zh = f"“{name}”不是本组的包保单位；应为 {'、'.join(own.values())} 之一"
                    yield path, Words(zh, f"“{name}” is no unit of this group, which has {', '.join(own.values())}")


_STEP: Final = re.compile(r"(?:\A|\.)([^.\[\]]+)|\[(\d{1,9})\]")


def _assumed(data: dict[str, Any]) -> Iterator[Problem]:
    for index, path in _members(data, "assumed", str):
        fault = _missing(data, path)
        if fault:
            yield f"assumed[{index}]", fault


def _missing(data: Any, path: str) -> Words | None:
    """Why a path leads nowhere."""
    node, done = data, 0
    while done < len(path):
        step = _STEP.match(path, done)
        if step is None:
            example = "boards[0].units[3].head"
            return Words(f"“{path}”不是路径；写法如 {example}", f"“{path}” is no path; write it like {example}")
        key, index = step.groups()
        if key is not None and isinstance(node, dict) and key in node:
            node = node[key]
        elif index is not None and isinstance(node, list) and int(index) < len(node):
            node = node[int(index)]
        else:
            holds = _holds(node, key)
            return Words(
                f"文件中没有“{path}”：{path[:done] or '最上层'} {holds}",
                f"the file has no “{path}”: {path[:done] or 'the top'} {holds.en}",
            )
        done = step.end()
    return None


def _holds(node: Any, key: str | None) -> Words:
    match node:
        case dict():
            near = hint(key or "", node)
            return Words(f"只有 {'、'.join(node)}{near}", f"holds {', '.join(node)}{near.en}")
        case list():
            return Words(f"只有 {len(node)} 项（从 0 数起）", f"holds {len(node)} members (counted from 0)")
        case _:
            return Words("是一个值，没有下层", "is a value that holds nothing")
