"""文字: what may stand in a cell, and how a text that would be taken for a formula leaves and comes back unchanged."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from trafficlight.errors import DocumentError
from trafficlight.messages import Words
from trafficlight.ooxml.text import column_letters, for_xlsxwriter, printable

GUIDE_SHEET: Final = Words("填表说明", "How to fill in")
"""The sheet that tells how a blank workbook is filled in."""
WORD_SHEET: Final = Words("词表", "Word lists")
"""The sheet that holds the words of long drop-downs."""

_GUIDE: Final = Words("是填表说明，不是报送的表", "it is the guide, no table")
_LISTS: Final = Words("是下拉列表的词表，不是报送的表", "it holds the words of the drop-downs, no table")
NO_TABLES: Final[Mapping[str, Words]] = {
    GUIDE_SHEET: _GUIDE,
    GUIDE_SHEET.en: _GUIDE,
    WORD_SHEET: _LISTS,
    WORD_SHEET.en: _LISTS,
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


class Question(Words):
    """待核对: a remark that asks somebody to look: something was not read, or was read that may not be meant."""

    __slots__ = ()


def no_more_than(limit: int, what: Words) -> Words:
    """不超过…: what a limit allows."""
    return Words(f"不超过 {limit} {what}", f"no more than {limit} {what.en}")


def too_long(limit: int) -> Words:
    """What is expected of a text that is longer than the limit."""
    return Words(f"不超过 {limit} 字的内容", f"no more than {limit} characters")


_LONGEST: Final = 32_767
"""Characters in a cell, counted as Excel does (UTF-16)."""
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LIVE: Final = tuple("=+-@＝＋－＠\t\r\n")


def utf16_length(text: str) -> int:
    """How long a spreadsheet takes a text to be: a character beyond U+FFFF counts twice."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def unescape(text: str) -> str:
    r"""Undo the escapes of ECMA-376 Part 1, 22.9.2.19 (ST_Xstring).

    >>> unescape("a_x000D_b"), unescape("_x005F_x000D_")
    ('a\rb', '_x000D_')
    """
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def stored_text(text: str, row: int, column: int) -> str:
    """A text as XlsxWriter takes it for the cell in a row and a column, both from 0.

    Raises `UnprintableText`, and `DocumentError` for a text that no cell can hold: XlsxWriter would cut it off and say nothing.
    """
    stored = text if text.isprintable() and "_x" not in text and text[:1] != "<" else for_xlsxwriter(printable(text))
    if len(stored) > _LONGEST // 2 and utf16_length(stored) > _LONGEST:
        cell = f"{column_letters(column)}{row + 1}"
        raise DocumentError(
            f"{cell} 的文字有 {utf16_length(stored)} 字，一个单元格最多 {_LONGEST} 字",
            f"the text in {cell} has {utf16_length(stored)} characters, and a cell holds {_LONGEST}",
        )
    return stored


_NUMBER: Final = re.compile(r"\A-?[0-9]+(\.[0-9]+)?\Z")
_DIGITS: Final = 15
"""A spreadsheet keeps no more digits of a number."""


def stored_number(kind: object, text: str) -> int | float | None:
    """What a cell shows as the number that is stored for it; None for a text, and where a sheet would lose digits."""
    if not getattr(kind, "is_number", False) or not _NUMBER.match(text) or sum(map(str.isdigit, text)) > _DIGITS:
        return None
    return float(text) if "." in text else int(text)


def is_live(text: str) -> bool:
    """Whether a spreadsheet may take the text for a formula: it starts with = + - @, one of these in full width, tab, CR, LF."""
    return text.startswith(_LIVE)


def guard(text: str) -> str:
    """A text for .csv: an apostrophe goes before what `is_live`, and before apostrophes that stand before such a text.

    >>> guard("=1+1"), guard("＝1+1"), guard("'=1+1"), guard("it's")
    ("'=1+1", "'＝1+1", "''=1+1", "it's")
    """
    return f"'{text}" if is_live(text.lstrip("'")) else text


def unguard(text: str) -> str:
    """The text that `guard` made safe; any other text stays as it is.

    >>> unguard("'=1+1"), unguard("''=1+1"), unguard("'twas"), unguard("=1+1")
    ('=1+1', "'=1+1", "'twas", '=1+1')
    """
    return text[1:] if text[:1] == "'" and is_live(text.lstrip("'")) else text


_NOTE: Final = re.compile(r"(备\s*注|附\s*注|注|说\s*明|填[报表]说明|[Nn]otes?)\s*([：:\d（(]|\Z)")


def is_note(text: str) -> bool:
    """Whether a text starts as a note below a table does: 备注：, 注：, 说明 …"""
    return _NOTE.match(text.strip()) is not None


AUTHOR: Final = Words("收表核对", "Sheet check")
"""Whose name our own comments bear, in a workbook that is handed back."""
