"""A second reading of 济审办发〔2023〕5号, written from its text and the readings §3 and §4; it uses nothing of the library's rules.

Records are looked at as plain facts. Lights are (blue, yellow, red) by unit name.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from typing import Any

from helpers.naive_ranking import Counts, stands_before

NONE = ("", "无", "暂无", "—", "没有")
"""What is drawn where an office has nothing to tell."""


def lights(theme: str, record: Any) -> dict[str, Counts]:
    """What one row earns, and for whom."""
    if theme in ("key_work", "audit_projects", "assistance", "appeals"):
        # 已完成（蓝牌），正常推进（不标注颜色），推进缓慢的（黄牌），严重滞后（红牌）
        return dict.fromkeys(_names(record.responsible.units), _by_progress(record.progress.value))
    if theme == "performance_assessment":
        # 年终经市主管部门认定，考核结果排名前10名的为已办结（蓝色标识）
        certified = record.rank is not None and record.rank <= 10
        return dict.fromkeys(_names(record.units), _by_progress(record.progress.value, certified=certified))
    if theme == "three_firsts":
        # 经市相关部门认定，已办结为蓝色标识
        certified = record.certified is True
        return dict.fromkeys(_names(record.units), _by_progress(record.progress.value, certified=certified))
    if theme == "investment":
        return {record.unit.name: _investment(record)}
    if theme.startswith("upward_funding"):
        won = (*record.won_funds, *record.won_policies, *record.won_projects)
        planned = (*record.planned_funds, *record.planned_policies, *record.planned_projects)
        return {record.unit.name: _recognised(won, planned, record.recognised)}
    return {record.unit.name: _recognised(record.won, record.planned, record.recognised)}


def _names(units: Iterable[Any]) -> list[str]:
    return [unit.name for unit in units]


def _by_progress(word: str, *, certified: bool = True) -> Counts:
    return {
        "已办结": Counts(1 if certified else 0, 0, 0),
        "正常推进": Counts(0, 0, 0),
        "推进缓慢": Counts(0, 1, 0),
        "严重滞后": Counts(0, 0, 1),
    }[word]


def _investment(record: Any) -> Counts:
    # 认定纳统后（已办结）为蓝色标识；有项目线索（正常推进）为黄色标识；没有项目线索、无其他进展为红色标识
    if record.progress.value == "已办结":
        return Counts(1, 0, 0)
    if record.progress.value == "正常推进":
        return Counts(0, 1, 0)
    return Counts(0, 0, 1 if record.activity in NONE and record.results in NONE else 0)


def _recognised(won: Sequence[str], planned: Sequence[str], stated: int | None) -> Counts:
    # 认定几项，负责科室单位同等数量蓝色标识；没有已争取事项，但有拟争取事项，该单位为黄色标识；均没有，该单位为红色标识
    count = sum(map(says_recognised, won)) if stated is None else stated
    if count:
        return Counts(count, 0, 0)
    return Counts(0, 1, 0) if won or planned else Counts(0, 0, 1)


def says_recognised(item: str) -> bool:
    """Whether the last brackets of an item say that it was recognised, and none of the words that deny it stands there."""
    if item[-1] not in "）)】］〕":
        return False
    said = item[max(item.rfind(sign) for sign in "（(【［〔") :]
    return "认定" in said and not any(word in said for word in ("未", "待", "拟", "不予", "申请"))


ABSENT = {
    "departments": ("upward_funding_bureau", "reform_bureau", "investment"),
    "counties": ("upward_funding_county", "reform_county"),
}
"""The themes in which a unit of the board without a row has neither won nor planned anything (§3.4)."""


def tallies(boards: dict[str, list[str]], tables: Iterable[tuple[str, Sequence[Any]]]) -> dict[str, Counts]:
    """What every unit has in the end: its rows', and red where a table came without it."""
    total = {unit: [0, 0, 0] for units in boards.values() for unit in units}

    def add(unit: str, counts: Counts) -> None:
        for at, count in enumerate(counts):
            total[unit][at] += count

    for theme, records in tables:
        named = set()
        for record in records:
            for unit, counts in lights(theme, record).items():
                add(unit, counts)
                named.add(unit)
        for board, themes in ABSENT.items():
            for unit in boards[board] if theme in themes else ():
                if unit not in named:
                    add(unit, Counts(0, 0, 1))
    return {unit: Counts(*counts) for unit, counts in total.items()}


def places(units: Sequence[str], counts: dict[str, Counts]) -> list[tuple[int, str]]:
    """The board, best first: equal counts share a place, and stand in the roster's order (§3.3)."""

    def compare(unit: str, other: str) -> int:
        if stands_before(counts[unit], counts[other]):
            return -1
        return 1 if stands_before(counts[other], counts[unit]) else 0

    ranked = sorted(units, key=functools.cmp_to_key(compare))
    return [(1 + sum(stands_before(counts[other], counts[unit]) for other in units), unit) for unit in ranked]
