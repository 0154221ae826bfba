"""研究确定文件: the task force's decisions from a TOML file, a group for each."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any, Final

from trafficlight._determination_form import Decision, decision_theme
from trafficlight._scheme import Scheme
from trafficlight.errors import InterchangeError, UnreadableCell
from trafficlight.interchange._misfits import MOST, Problem, expected, hint, listed, no_such_key, step
from trafficlight.interchange._texts import parsed_toml, toml_text
from trafficlight.messages import Words, english
from trafficlight.model._forms import Column
from trafficlight.model._kinds import is_blank
from trafficlight.rules._explanations import Determination

_NAMELESS: Final = Words("研究确定文件", "file of decisions")
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
    text, name = toml_text(source, nameless=_NAMELESS, error=InterchangeError)
    data = parsed_toml(text, name, InterchangeError)
    form = decision_theme(scheme).form
    columns = {name: column for column in form.columns for name in column.fields if name}
    found = [*listed(((step("", key), no_such_key(key, [_GROUP])) for key in data if key != _GROUP), "")]
    decisions: list[Decision] = []
    groups = data.get(_GROUP, [])
    if not isinstance(groups, list):
        groups, told = [], expected("以 [[determination]] 分组", "groups [[determination]]", groups)
        found.append((_GROUP, told.words))
    for at, group in enumerate(groups):
        if len(found) > MOST:
            break
        path = step(_GROUP, at)
        if not isinstance(group, dict):
            found.append((path, expected("键值表", "a table", group).words))
            continue
        values: dict[str, Any] = {}
        faults = listed(_read(group, path, columns, scheme, values), path)
        found += faults
        if not faults:
            decisions.append(Decision(**values))
    if found:
        raise InterchangeError(name, listed(found, ""))
    return tuple(decision.determination() for decision in decisions)


def _read(
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
