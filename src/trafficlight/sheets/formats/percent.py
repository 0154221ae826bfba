"""百分数: 0.75 that a cell shows as 75% is read as it was typed; every format of file reads it the same."""

from __future__ import annotations

import re
from decimal import Context, Decimal
from typing import Final

_LITERAL: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
"""What a number format prints as it stands, or does not print at all."""
_EXACT: Final = Context(prec=40)
"""Of our own: a caller's context may round."""
_MOST: Final = 10**9
"""Past it nobody typed a percentage."""


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
