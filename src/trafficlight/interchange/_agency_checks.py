"""核对: what an agency file's parts say of each other: names used once, references that lead somewhere, paths that exist.

Works on the raw tables, and steps over whatever has the wrong type, so that all faults of a file come at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from trafficlight.interchange._faults import hint
from trafficlight.model._vocabulary import fold

Finding = tuple[str, str]


def findings(data: dict[str, Any]) -> tuple[Finding, ...]:
    """Every fault of this sort: (path in the file, what is wrong)."""
    units = _Units()
    return (
        *_boards(data),
        *units.gather(data),
        *_groups(data, units),
        *_assumed(data),
    )


def _tables(holder: Any, key: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for index, table in _list(holder, key):
        if isinstance(table, dict):
            yield index, table


def _texts(holder: Any, key: str) -> Iterator[tuple[int, str]]:
    for index, text in _list(holder, key):
        if isinstance(text, str) and text.strip():
            yield index, text


def _list(holder: Any, key: str) -> Iterator[tuple[int, Any]]:
    members = holder.get(key)
    yield from enumerate(members if isinstance(members, list) else ())


class _Units:
    """The units that the file lists, by every name they are known by."""

    def __init__(self) -> None:
        self._first: dict[str, tuple[str, str]] = {}
        self.names: list[str] = []

    def gather(self, data: dict[str, Any]) -> Iterator[Finding]:
        """Collect the names; one that stands for two units is a fault."""
        for at_board, board in _tables(data, "boards"):
            for at, unit in _list(board, "units"):
                path = f"boards[{at_board}].units[{at}]"
                if isinstance(unit, str):
                    yield from self._add(unit, path, path)
                elif isinstance(unit, dict):
                    name = unit.get("name")
                    if isinstance(name, str):
                        yield from self._add(name, path, f"{path}.name")
                    for index, alias in _texts(unit, "aliases"):
                        yield from self._add(alias, path, f"{path}.aliases[{index}]")

    def _add(self, name: str, unit: str, path: str) -> Iterator[Finding]:
        if not name.strip():
            return
        self.names.append(name)
        first_unit, first_path = self._first.setdefault(fold(name), (unit, path))
        if first_unit != unit:
            yield path, f"“{name}”已用于 {first_path}；单位的名称与别名不得重复"

    def find(self, name: str) -> str | None:
        """The path of the unit of a name or alias."""
        found = self._first.get(fold(name))
        return None if found is None else found[0]

    def unknown(self, name: str) -> str:
        """That no unit has this name, with the nearest."""
        return f"花名册（boards）中没有单位“{name}”{hint(name, self.names)}"


def _boards(data: dict[str, Any]) -> Iterator[Finding]:
    if data.get("boards") == []:
        yield "boards", "至少应有一个榜"
    yield from _once(data, "boards", "key", "榜")


def _once(data: dict[str, Any], tables: str, key: str, noun: str) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for index, table in _tables(data, tables):
        value = table.get(key)
        path = f"{tables}[{index}].{key}"
        if isinstance(value, str) and first.setdefault(value, path) != path:
            yield path, f"{noun}“{value}”已见于 {first[value]}"


def _groups(data: dict[str, Any], units: _Units) -> Iterator[Finding]:
    yield from _once(data, "groups", "name", "组")
    taken: dict[str, str] = {}
    for at, group in _tables(data, "groups"):
        own: dict[str, str] = {}
        for index, name in _texts(group, "units"):
            path, unit = f"groups[{at}].units[{index}]", units.find(name)
            if unit is None:
                yield path, units.unknown(name)
            elif taken.setdefault(unit, path) != path:
                yield path, f"“{name}”已属于 {taken[unit]}；一个单位只属于一组"
            own[unit or name] = name
        for at_member, member in _tables(group, "members"):
            for index, name in _texts(member, "covers"):
                path, unit = f"groups[{at}].members[{at_member}].covers[{index}]", units.find(name)
                if unit is None:
                    yield path, units.unknown(name)
                elif unit not in own:
                    yield path, f"“{name}”不是本组的包保单位；应为 {'、'.join(own.values())} 之一"


_STEP: Final = re.compile(r"(?:\A|\.)([^.\[\]]+)|\[(\d{1,9})\]")


def _assumed(data: dict[str, Any]) -> Iterator[Finding]:
    for index, path in _texts(data, "assumed"):
        fault = _missing(data, path)
        if fault:
            yield f"assumed[{index}]", fault


def _missing(data: Any, path: str) -> str:
    """Why a path leads nowhere; nothing when it exists."""
    node, done = data, 0
    while done < len(path):
        step = _STEP.match(path, done)
        if step is None:
            return f"“{path}”不是路径；写法如 boards[0].units[3].head"
        key, index = step.groups()
        if key is not None and isinstance(node, dict) and key in node:
            node = node[key]
        elif index is not None and isinstance(node, list) and int(index) < len(node):
            node = node[int(index)]
        else:
            return f"文件中没有“{path}”：{path[:done] or '最上层'} {_holds(node, key)}"
        done = step.end()
    return ""


def _holds(node: Any, key: str | None) -> str:
    if isinstance(node, dict):
        return f"只有 {'、'.join(node)}{hint(key, node) if key else ''}"
    if isinstance(node, list):
        return f"只有 {len(node)} 项（从 0 数起）"
    return "是一个值，没有下层"
