"""颜色 (colours): six hexadecimal digits, and the ink that can be read on a fill.

A mark is shown as fill *and* word, so the word must stay readable on the fill, on screen and on a grey print.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from trafficlight.errors import DocumentError

BLACK: Final = "000000"
WHITE: Final = "FFFFFF"
_HEX: Final = re.compile(r"#?([0-9A-Fa-f]{6})")
_STORED: Final = re.compile(r"[0-9A-F]{6}")


def is_colour(text: str) -> bool:
    """Whether a text is a colour as it is stored: six upper-case hexadecimal digits (RRGGBB)."""
    return _STORED.fullmatch(text) is not None


def hex_colour(text: str) -> str:
    """颜色值: `#1f6fb5` or `1F6FB5` as six upper-case hexadecimal digits.

    Raises `DocumentError` for anything else: a colour by name would look different in every program.
    """
    found = _HEX.fullmatch(text)
    if found is None:
        raise DocumentError(
            f"颜色“{text}”无法识别：应为六位十六进制数，例如 1F6FB5。",
            f"no colour “{text}”: it should be six hexadecimal digits such as 1F6FB5",
        )
    return found[1].upper()


def _linear(channel: int) -> float:
    share = channel / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def luminance(colour: str) -> float:
    """相对亮度 (relative luminance) of a colour, 0 for black to 1 for white, as WCAG 2.2 defines it."""
    digits = hex_colour(colour)
    red, green, blue = (_linear(int(digits[at : at + 2], 16)) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """对比度 (contrast ratio) of two colours, 1 to 21, as WCAG 2.2 defines it; text wants at least 4.5."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=256)
def ink_on(fill: str) -> str:
    """底色上的字色: black or white, whichever reads better on the fill (at least 4.58 : 1 on any fill)."""
    return BLACK if contrast(BLACK, fill) >= contrast(WHITE, fill) else WHITE
