"""文字宽度 (text widths): how wide a text is in 字, and how many lines it takes, near enough for any of the usual faces."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Final

MM_PER_POINT: Final = 25.4 / 72

# beside Chinese characters and marks, those of both faces are set as wide as one: 引号, 破折号, ×, ①
_NARROW: Final = re.compile(
    "[^¡¤§¨ª\xad¯-´¶-º¼-¿×÷\u0370-\u04ff\u2000-\u2bff\u2e80-\uff60\uffe0-\uffe6\U00010000-\U0010ffff]"
)
_SEAM: Final = re.compile(r"(?<=[!-~])(?=[^ -~])|(?<=[^ -~])(?=[!-~])")
_LATIN: Final = "!-~\u00c0-\u024f"
LATIN_WORD: Final = re.compile(rf"[{_LATIN}]{{1,24}}")  # it does not break; so many letters are as wide as any column
_PIECE: Final = re.compile(rf"[{_LATIN}]+|[^{_LATIN}]")
_WORD: Final = re.compile("[A-Za-z\u00c0-\u024f]{2}")
_LETTERS: Final = ((re.compile("[fijlrtIJ]"), 0.42), (re.compile("[mwMW]"), 1.0), (re.compile("[A-Z]"), 0.8))
"""Widths of Latin letters in 字, as the broadest of the usual faces has them: an agency's may be any."""
LETTER: Final = 0.63
"""字 of any other letter."""
CLOSEST: Final = 0.845
"""Of the profile's pitch: 24.5 points, 26 lines on a page; GB/T 9704 (5.2.3) has 22, to be adjusted where the case asks for it."""


def characters(text: str) -> float:
    """How wide a text is in 字: Chinese characters and marks are one, digits and Latin letters half."""
    return len(text) / 2 if text.isascii() else (len(text) + len(_NARROW.sub("", text))) / 2


def across(text: str) -> float:
    """As `characters`, with the quarter of a 字 that programs put between Chinese and digits."""
    return characters(text) + (0 if text.isascii() else len(_SEAM.findall(text)) / 4)


@lru_cache(maxsize=1024)
def latin(word: str) -> float:
    """How wide a Latin word or a number is at most, in 字."""
    wide, left = 0.0, word
    for letters, width in _LETTERS:
        left, count = letters.subn("", left)
        wide += count * width
    return wide + len(left) * LETTER


def lines(text: str, room: float, *, indent: float = 0) -> int:
    """How many lines of so many 字 a text takes, each of its own begun so far in.

    Chinese and digits break anywhere, a Latin word where it has no room alone.
    """
    count = 0
    for line in text.split("\n"):
        if not _WORD.search(line):
            count += math.ceil((characters(line) + indent) / room) or 1
            continue
        count, used = count + 1, indent
        for piece in _PIECE.findall(line):
            wide = latin(piece) if len(piece) > 1 else characters(piece)
            if used and used + wide > room and piece != " ":
                count, used = count + 1, 0.0
            if wide > room:
                count += int(wide / room)
                wide %= room
            used += wide
    return count
