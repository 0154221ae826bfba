"""单元格的值: a text that no cell may hold, and a percentage as it was typed; every format reads them the same."""

from __future__ import annotations

import re
from decimal import Context, Decimal
from typing import Final

from attrs import frozen

from trafficlight.messages import portable
from trafficlight.ooxml.archive import Limits
from trafficlight.ooxml.text import first_unprintable
from trafficlight.sheets._texts import VISIBLE, too_long, unescape

_LITERAL: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
"""What a number format prints as it stands, or does not print at all."""
_EXACT: Final = Context(prec=40)
"""Of our own: a caller's context may round."""
_MOST: Final = 10**9
"""Past it nobody typed a percentage."""


@frozen
class Untrusted:
    """A cell's printable text that cannot be taken for its value, and what is expected instead."""

    text: str
    expected: str


def text_value(raw: str, limits: Limits) -> str | Untrusted | None:
    """A text as a cell's value: None when it is blank, untrusted when it is too long or holds control characters."""
    if not raw or raw.isspace():
        return None
    if len(raw) > limits.cell_characters:
        return Untrusted(f"{raw[:100]}…", too_long(limits.cell_characters))
    if "_x" in raw:
        text = unescape(raw)
        return text if first_unprintable(text) is None else Untrusted(portable(text), VISIBLE)
    return raw


def is_percent_format(code: str) -> bool:
    """Whether a number format shows its number as a percentage.

    >>> is_percent_format("0.00%"), is_percent_format('0"%"')
    (True, False)
    """
    return "%" in _LITERAL.sub("", code.partition(";")[0])


def percentage(number: float) -> str | float:
    """The number as a percentage, all its digits kept: 75%.

    >>> percentage(0.75), percentage(1), percentage(0.0725)
    ('75%', '100%', '7.25%')
    """
    if abs(number) > _MOST:
        return number
    return f"{_EXACT.multiply(Decimal(repr(number)), Decimal(100)).normalize(_EXACT):f}%"
