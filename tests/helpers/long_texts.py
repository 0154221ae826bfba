"""Texts of the greatest length that a cell may have, each of one repeated unit: what grows with the square takes seconds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

LONGEST: Final = 32_767
"""Characters of a cell."""
MOMENT: Final = 0.25
"""Seconds within which an expression has gone over such a text."""
UNITS: Final = [
    *" \n　、，；：:（(（[【'\"%*_\\.+-=/x1１①一年月日无0<&",
    "、 ", " 、", "（蓝", "蓝1", "\n蓝", "（已认定", "已认定", "1.", "1、", "（1）", "一、", "截至", "截 ", "日期 ", "日 ", "梳理",
    "及以上", "局", "备 ", "合计", "x ", "无 ", "暂", "2023年", "2023年9月28日", "9月", "办公室、", "办公室 ", "法审科，", "[h", "[h]",
    "1e", "PT1H", "_x", "_x0041", "<o:idmap ", "<o:idmap data='1", "data='1", " a='1'", " a=", "encoding=", "_x0000_s1",
]  # fmt: skip


def filled() -> Iterator[str]:
    """Texts of the greatest length, each of one repeated unit."""
    return ((unit * (LONGEST // len(unit) + 1))[:LONGEST] for unit in UNITS)


def texts() -> Iterator[str]:
    """The same, as they are and with ends that let a match fail late."""
    for text in filled():
        yield text
        yield f"办公室{text[4:]}x"
        yield f"<?xml{text[6:]}）"
