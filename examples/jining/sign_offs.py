"""审签结果: who signed which unit's reminder letter off, and when, from a small file that the office keeps."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from jining import AGENCY, JINING
from telling import stop

import trafficlight as tl
from trafficlight.documents import SignOff

HERE = Path(__file__).parent
FIELDS = ("unit", "by", "on")
KINDS = {"unit": (str, "单位名称"), "by": (str, "审签人姓名"), "on": (dt.date, "日期，如 2023-09-28")}


def read_sign_offs(path: Path) -> dict[tl.Unit, SignOff]:
    """The sign-offs by unit; all faults of the file at once, and the script ends there."""
    try:
        lines = tomllib.loads(path.read_text(encoding="utf-8")).get("signed")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        stop(f"读不了审签文件 {path}：{error}；应为 UTF-8 编码的 TOML 文件，写法见 {HERE / '审签.toml'}")
    if not isinstance(lines, list) or not all(isinstance(line, dict) for line in lines):
        stop(f"审签文件 {path} 应由 [[signed]] 组成，每组写明 {'、'.join(FIELDS)}")
    problems = list(faults(lines))
    if problems:
        stop(f"审签文件 {path} 有误：", *problems)
    return {JINING.roster.find(line["unit"]): SignOff(person(line["by"]), line["on"]) for line in lines}


def faults(lines: list[Mapping[str, object]]) -> Iterator[str]:
    """What is wrong, line by line."""
    units: set[object] = set()
    for number, line in enumerate(lines, 1):
        where = f"  第{number}组"
        for field in FIELDS:
            kind, wanted = KINDS[field]
            # a time of day is a date too, in Python; a letter is dated by the day
            if not line.get(field) or not isinstance(line[field], kind) or isinstance(line[field], dt.datetime):
                yield f"{where}：{field} 应为{wanted}，现为 {line.get(field)!r}"
        yield from (f"{where}：没有“{field}”这一项；可用：{'、'.join(FIELDS)}" for field in line if field not in FIELDS)
        unit = line.get("unit")
        if isinstance(unit, str) and unit:
            try:
                named = JINING.roster.find(unit)
            except tl.errors.UnknownUnit as error:
                yield f"{where}：{error}"
                continue
            if named in units:
                yield f"{where}：“{unit}”重复"
            units.add(named)


def person(name: str) -> tl.model.Person:
    """The leader with the post that the agency's task force gives."""
    task_force = AGENCY.task_force
    known = () if task_force is None else (task_force.director, *task_force.deputies)
    return next((one for one in known if one.name == name), tl.model.Person(name))
