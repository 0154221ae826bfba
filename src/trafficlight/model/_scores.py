"""得分: exact decimal numbers, added and printed the same whatever decimal context the host program has set."""

from __future__ import annotations

from decimal import Context, Decimal, localcontext
from typing import Final, TypeAlias

from trafficlight.errors import WrongType, WrongValue
from trafficlight.messages import counted

Score: TypeAlias = Decimal | int
"""得分: a score as it is given. A binary fraction (`float`) is refused: its sums depend on who adds first."""

_PLACES: Final = 6
_DIGITS: Final = 12
_DIGITS_OF_A_SUM: Final = 30
_EXACT: Final = Context(prec=40)
"""Precise enough for any sum; used instead of the host program's context."""


def exact(value: Score, digits: int = _DIGITS) -> Decimal:
    """A score in its one spelling: 12.50 is 12.5.

    Raises `TypeError` for what is no `Decimal` or `int`, and `ValueError` for more than six decimals or twelve digits: how a
    score is rounded is the rule's to say (`Decimal.quantize`).
    """
    if type(value) not in (Decimal, int):
        raise WrongType(
            f"得分应为 Decimal 或 int，如 Decimal('92.5')，而不是 {value!r}",
            f"a score is a Decimal or an int, such as Decimal('92.5'), not {value!r}",
        )
    score = Decimal(value)
    if not score.is_finite() or abs(score) >= Decimal(10) ** digits:
        raise WrongValue(
            f"得分最多 {digits} 位整数，而不是 {value}",
            f"a score has at most {counted(digits, 'digit')} before the point, not {value}",
        )
    with localcontext(_EXACT):
        plain = score.normalize()
        if plain != round(plain, _PLACES):
            raise WrongValue(
                f"得分最多六位小数，而不是 {value}；请用 Decimal.quantize 取舍",
                f"a score has at most six decimals, not {value}; round it by Decimal.quantize",
            )
        return Decimal(shown(plain))


def summed(value: Score | None) -> Decimal | None:
    """A sum of scores, as `exact`, but for its digits; None where nothing was scored."""
    return None if value is None else exact(value, _DIGITS_OF_A_SUM)


def added(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    """The sum of two scores, of which either or both may be None."""
    if one is None or other is None:
        return one if other is None else other
    return _EXACT.add(one, other)


def shown(number: Decimal | int) -> str:
    """A number as it is printed: no exponent, no zeros at its end.

    >>> shown(Decimal("1200.50")), shown(Decimal("-0")), shown(3)
    ('1200.5', '0', '3')
    """
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def signed(number: Decimal | int) -> str:
    """Points as they are printed: +2, -0.5."""
    return f"{'+' if number > 0 else ''}{shown(number)}"
