"""A second comparator, written from the notice's sentence alone; it uses nothing of the library.

“蓝色标识（完成）数量进行排序，同等数量下，按照黄色标识（正常进行，为正向得分）数量排序，蓝黄数量相同情况下，按照红色标识（负向得分）
数量倒向排序。”
"""

from __future__ import annotations

from typing import NamedTuple


class Counts(NamedTuple):
    """The counts of one unit."""

    blue: int
    yellow: int
    red: int


def stands_before(unit: Counts, other: Counts) -> bool:
    """Whether the sentence puts `unit` before `other`."""
    if unit.blue > other.blue:  # 蓝色标识（完成）数量进行排序
        return True
    if unit.blue < other.blue:
        return False
    # 同等数量下
    if unit.yellow > other.yellow:  # 按照黄色标识（正常进行，为正向得分）数量排序
        return True
    if unit.yellow < other.yellow:
        return False
    # 蓝黄数量相同情况下
    return unit.red < other.red  # 按照红色标识（负向得分）数量倒向排序
