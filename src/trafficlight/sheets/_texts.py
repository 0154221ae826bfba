"""文字: what may stand in a cell, and how a text that would be taken for a formula leaves and comes back unchanged."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from trafficlight.messages import Words

GUIDE_SHEET: Final = "填表说明"
"""The sheet that tells how a blank workbook is filled in."""
WORD_SHEET: Final = "词表"
"""The sheet that holds the words of long drop-downs."""

NO_TABLES: Final[Mapping[str, Words]] = {
    GUIDE_SHEET: Words("是填表说明，不是报送的表", "it is the guide, no table"),
    WORD_SHEET: Words("是下拉列表的词表，不是报送的表", "it holds the words of the drop-downs, no table"),
}
"""Why these sheets of a workbook that comes back are not read."""

TRUSTWORTHY: Final = Words(
    "实际内容，而不是出错或未经计算的公式", "a real value, not an error or a formula that was never calculated"
)
VISIBLE: Final = Words("不含控制字符的文字", "text without control characters")
ROWS: Final = Words("行", "rows")
COLUMNS: Final = Words("列", "columns")
CELLS: Final = Words("个单元格", "cells")
SHEETS: Final = Words("张工作表", "sheets")
IN_RANGE: Final = Words("日期范围内的日期", "a date within the calendar")


def no_more_than(limit: int, what: Words) -> Words:
    """不超过…: what a limit allows."""
    return Words(f"不超过 {limit} {what}", f"no more than {limit} {what.en}")


def too_long(limit: int) -> Words:
    """What is expected of a text that is longer than the limit."""
    return Words(f"不超过 {limit} 字的内容", f"no more than {limit} characters")


_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LOOKS_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LIVE: Final = re.compile(r"[=+\-@\t\r]")
_GUARDED: Final = re.compile(r"'*[=+\-@\t\r]")


def unescape(text: str) -> str:
    r"""Undo the escapes of ECMA-376 Part 1, 22.9.2.19 (ST_Xstring).

    >>> unescape("a_x000D_b"), unescape("_x005F_x000D_")
    ('a\rb', '_x000D_')
    """
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def escape(text: str) -> str:
    """A text that reads like such an escape, so that it comes back as it is.

    >>> escape("_x000D_")
    '_x005F_x000D_'
    """
    return _LOOKS_ESCAPED.sub("_x005F_", text) if "_x" in text else text


def is_live(text: str) -> bool:
    """Whether a spreadsheet would take the text for a formula or a command: it starts with = + - @, a tab or CR."""
    return _LIVE.match(text) is not None


def guard(text: str) -> str:
    """A text for .csv: an apostrophe goes before = + - @ tab CR, and before apostrophes that stand before one of these.

    >>> guard("=1+1"), guard("'=1+1"), guard("it's")
    ("'=1+1", "''=1+1", "it's")
    """
    return f"'{text}" if _GUARDED.match(text) else text


def unguard(text: str) -> str:
    """The text that `guard` made safe; any other text stays as it is.

    >>> unguard("'=1+1"), unguard("''=1+1"), unguard("'twas"), unguard("=1+1")
    ('=1+1', "'=1+1", "'twas", '=1+1')
    """
    return text[1:] if text[:1] == "'" and _GUARDED.match(text) else text


_NOTE: Final = re.compile(r"(备\s*注|附\s*注|注|说\s*明|填[报表]说明)\s*([：:\d（(]|\Z)")


def is_note(text: str) -> bool:
    """Whether a text starts as a note below a table does: 备注：, 注：, 说明 …"""
    return _NOTE.match(text.strip()) is not None
