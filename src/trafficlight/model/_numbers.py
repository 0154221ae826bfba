"""数: kinds of cell for numbers: whole ones, any, percentages, and a row's own number."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from decimal import Context, Decimal
from fractions import Fraction
from typing import ClassVar, Final, Literal

from attrs import field, frozen
from attrs.converters import optional

from trafficlight.errors import UnreadableCell, WrongValue
from trafficlight.messages import Words, counted, english
from trafficlight.model._boards import Roster
from trafficlight.model._field_types import typed
from trafficlight.model._items import number_of, says_none
from trafficlight.model._kinds import Bounds, CellValue, Filling, expected_words, text_of
from trafficlight.model._scores import shown
from trafficlight.model._shown_values import Shown, bare
from trafficlight.model._vocabulary import fold, has_marks

_TYPED: Final = re.compile(r"\A-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?\Z")
_SEEN: Final = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+|(?=\.[0-9]))(?:\.[0-9]*)?(?:E[+-]?[0-9]{1,3})?\Z")
"""A number as formats show it: “1.”, “.5” and “1.23E+04”, too."""
_ANY_UNIT: Final = re.compile(r"(?<=\d)[^\W\d_十百千万亿]{1,4}\Z")
"""项, 人, 天: what a format shows behind the number of a column that names no unit; it scales nothing."""
_QUOTED: Final = 50
"""Characters of what a cell shows, in a message."""
_DIGITS: Final = 15
"""A spreadsheet's cell keeps no more digits."""
_MANY_DIGITS: Final = 10**_DIGITS
_ASIDE: Final = Context(prec=40)
"""A context of our own, since the caller's may round."""


def _number(cell: CellValue, measure: str) -> Decimal | None:
    """The number in a cell, typed with thousands separators, full-width digits or its unit; None where it is none."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, float):
        return Decimal(f"{cell:.{_DIGITS}g}") if math.isfinite(cell) else None
    typed = text_of(bare(cell))
    text = unicodedata.normalize("NFKC", typed)
    if measure:
        text = text.removesuffix(fold(measure)).rstrip()
    if not _TYPED.match(text) or sum(map(str.isdigit, text)) > _DIGITS:
        return None
    if has_marks(typed[: len(text)]):  # up to the first of them, both count the same characters; a unit may be m²
        return None
    return Decimal(text.replace(",", ""))


def _seen(text: str, measure: str) -> Decimal | None:
    """The number that a cell's text shows, with as many places; None where more stands beside it than its unit."""
    unit, plain = fold(measure), fold(text)
    plain = plain.removesuffix(unit) if unit else _ANY_UNIT.sub("", plain)
    if not unit or unit.startswith("元"):
        plain = plain.replace("¥", "", 1)
    if plain.startswith("(") and plain.endswith(")"):
        plain = f"-{plain[1:-1]}"  # as accounts show what is below zero
    if _SEEN.match(plain):
        return Decimal(plain.replace(",", ""))
    numeral = number_of(plain)
    return None if numeral is None else Decimal(numeral)


def _rounds_to(number: Decimal, seen: Decimal) -> bool:
    """Whether a number is what is seen, up to the places that are seen."""
    exponent = seen.as_tuple().exponent
    return isinstance(exponent, int) and 2 * abs(Fraction(number) - Fraction(seen)) <= Fraction(10) ** exponent


def _shows(text: str, number: Decimal, measure: str) -> bool:
    """Whether a cell's text shows the number itself: not a thousandth of it, nor a number of other units."""
    if not text.strip("#") or (not number and says_none(fold(text).strip("¥"))):
        return True  # a column that is too narrow, and how formats show zero
    seen = _seen(text, measure)
    return seen is not None and _rounds_to(number, seen)


def _as_shown(cell: CellValue, measure: str, expected: Words) -> Decimal | None:
    """The number in a cell. Raises `UnreadableCell` where its format shows another amount."""
    number, look = _number(cell, measure), _look(cell)
    if number is not None and look is not None and not _shows(look, number, measure):
        raise _shown_otherwise(look, number, expected)
    return number


def _look(cell: object) -> str | None:
    """What a cell shows for its value by a format."""
    return cell.shown if isinstance(cell, Shown) else None


def _shown_otherwise(look: str, number: Decimal, expected: Words) -> UnreadableCell:
    text, value = look[:_QUOTED], shown(number)
    return UnreadableCell(
        Words(
            f"{expected}：单元格显示“{text}”，其值却是{value}，请按常规格式重填所指的数",
            f"{english(expected)}: the cell shows “{text}”, yet its value is {value}. "
            "Type the number that is meant, without such a format",
        )
    )


def _bound(value: Decimal | int) -> Decimal:
    if type(value) not in (Decimal, int) or not Decimal(value).is_finite():
        raise TypeError  # the field says where, and what it takes
    return Decimal(value)


def _check(least: Decimal | int | None, most: Decimal | int | None) -> None:
    if least is not None and most is not None and least > most:
        raise WrongValue(
            f"没有介于 {least} 和 {most} 之间的数：最小值大于最大值",
            f"no number is between {least} and {most}: the minimum is above the maximum",
        )


def _within(number: Decimal, least: Decimal | int | None, most: Decimal | int | None) -> bool:
    return (least is None or number >= least) and (most is None or number <= most)


def _places(number: Decimal) -> int:
    return len(shown(number).partition(".")[2])


def _range(noun: Words, least: str, most: str, further: Words) -> Words:
    """“0 至 100 的整数”: what is allowed, as it follows “应为”."""
    if least and most:
        zh, en = f"{least} 至 {most} 的{noun}", f"{noun.en} from {least} to {most}"
    elif least:
        zh, en = f"不小于 {least} 的{noun}", f"{noun.en} of at least {least}"
    elif most:
        zh, en = f"不大于 {most} 的{noun}", f"{noun.en} of at most {most}"
    else:
        zh, en = str(noun), noun.en
    return Words(f"{zh}{further}", f"{en}{further.en}")


def _further(measure: str, places: int | None = None) -> Words:
    """The unit, and how many decimals there may be."""
    zh = [f"单位：{measure}"] if measure else []
    en = [f"in {measure}"] if measure else []
    if places is not None:
        zh.append(f"至多 {places} 位小数")
        en.append(f"of at most {counted(places, 'decimal')}")
    return Words(f"（{'，'.join(zh)}）" if zh else "", f" ({', '.join(en)})" if en else "")


def _filling(expected: Words, bounds: Bounds) -> Filling:
    return Filling(Words(f"只写数字，应为{expected}。", f"Digits alone: {expected.en}."), bounds=bounds)


@frozen(field_transformer=typed)
class Whole:
    """整数: a whole number from `minimum` to `maximum`, typed with full-width digits, thousands separators or its unit.

    `measure` is the unit (“项”) that may stand behind the digits; the value is the number alone.

    >>> from trafficlight.model import Roster
    >>> Whole(measure="项").parse("1,200项", Roster([]))
    1200
    """

    minimum: int = 0
    maximum: int | None = None
    measure: str = ""
    blank: None = None

    is_number: ClassVar[bool] = True

    def __attrs_post_init__(self) -> None:
        _check(self.minimum, self.maximum)

    @property
    def expected(self) -> Words:
        """What is allowed."""
        most = "" if self.maximum is None else str(self.maximum)
        return _range(Words("整数", "a whole number"), str(self.minimum), most, _further(self.measure))

    def parse(self, cell: CellValue, roster: Roster) -> int | None:
        """The number. Raises `UnreadableCell` for a fraction, and for what is out of range."""
        number = _as_shown(cell, self.measure, self.expected)
        if number is None or number != int(number) or not _within(number, self.minimum, self.maximum):
            raise UnreadableCell(self.expected)
        return int(number)

    def show(self, value: int | None) -> str:
        """The digits; nothing for None."""
        return "" if value is None else str(value)

    def filling(self, units: Sequence[str], *, all_units: bool) -> Filling:
        """Digits within the bounds."""
        most = None if self.maximum is None else Decimal(self.maximum)
        return _filling(self.expected, Bounds("whole", Decimal(self.minimum), most))


@frozen(field_transformer=typed)
class Number:
    """数: a decimal number as a `Decimal`, exact to its last digit; the bounds are included, `places` the most decimals.

    `measure` is the unit (“万元”) that may stand behind the digits; the value is the number alone.

    >>> from trafficlight.model import Roster
    >>> Number(0, measure="万元").parse("2，000.50万元", Roster([]))
    Decimal('2000.50')
    """

    minimum: Decimal | None = field(default=None, converter=optional(_bound))
    maximum: Decimal | None = field(default=None, converter=optional(_bound))
    places: int | None = None
    measure: str = ""
    blank: None = None

    is_number: ClassVar[bool] = True
    _noun: ClassVar[Words] = Words("数", "a number")
    _sign: ClassVar[str] = ""
    _bounded: ClassVar[Literal["decimal", "percentage"]] = "decimal"

    def __attrs_post_init__(self) -> None:
        _check(self.minimum, self.maximum)
        if self.places is not None and self.places < 0:
            raise WrongValue(
                f"小数位数不能是 {self.places}：应为 0 以上的整数",
                f"the number of decimals is a whole number from 0, not {self.places}",
            )

    @property
    def expected(self) -> Words:
        """What is allowed."""
        least, most = ("" if bound is None else f"{shown(bound)}{self._sign}" for bound in (self.minimum, self.maximum))
        return _range(self._noun, least, most, _further(self.measure, self.places))

    def parse(self, cell: CellValue, roster: Roster) -> Decimal | None:
        """The number. Raises `UnreadableCell` for too many decimals, and for what is out of range; nothing is rounded."""
        return self._checked(_as_shown(cell, self.measure, self.expected))

    def _checked(self, number: Decimal | None) -> Decimal:
        if (
            number is None
            or not _within(number, self.minimum, self.maximum)
            or (self.places is not None and _places(number) > self.places)
        ):
            raise UnreadableCell(self.expected)
        return number

    def show(self, value: Decimal | None) -> str:
        """The number without zeros at its end; nothing for None."""
        return "" if value is None else f"{shown(value)}{self._sign}"

    def filling(self, units: Sequence[str], *, all_units: bool) -> Filling:
        """Digits within the bounds."""
        return _filling(self.expected, Bounds(self._bounded, self.minimum, self.maximum))


@frozen(field_transformer=typed)
class Percentage(Number):
    """百分比: a number of percent as a `Decimal` (75% is 75), from a cell that shows one, or typed with its sign or without.

    A bare number above 0 and up to 1 could be a share of 1 as well: it is asked about.

    >>> from trafficlight.model import Roster
    >>> kind = Percentage(0, 100)
    >>> kind.parse("７５％", Roster([])), kind.show(kind.parse(7.25, Roster([])))
    (Decimal('75'), '7.25%')
    """

    is_number: ClassVar[bool] = False  # in a cell it is a share of 1 with a format
    _noun: ClassVar[Words] = Words("百分比，如 75% 或 0.5%", "a percentage such as 75% or 0.5%")
    _sign: ClassVar[str] = "%"
    _bounded: ClassVar[Literal["decimal", "percentage"]] = "percentage"

    def parse(self, cell: CellValue, roster: Roster) -> Decimal | None:
        """The number of percent. Raises `UnreadableCell` as a number does."""
        text = cell.strip() if isinstance(cell, str) else ""
        signed = unicodedata.normalize("NFKC", text[-1:]) == "%"
        look = _look(cell)
        if look is not None and fold(look).endswith("%"):
            signed, number = True, self._signed(_number(cell, self.measure), fold(look))
        else:
            number = _as_shown(text[:-1].rstrip() if signed else cell, self.measure, self.expected)
        if number is not None and not signed and 0 < abs(number) <= 1:
            share, percent = shown(number.scaleb(2, _ASIDE)), shown(number)
            raise UnreadableCell(
                Words(
                    f"{self.expected}：看不出是{percent}%还是{share}%，请写百分号",
                    f"{english(self.expected)}: {percent}% or {share}%? Type the sign",
                )
            )
        return self._checked(number)

    def _signed(self, number: Decimal | None, look: str) -> Decimal | None:
        """A hundred times the share of 1 that a cell keeps; its value, where the sign that it shows is a mere text."""
        if number is None:
            return None
        seen = _seen(look[:-1], "")
        for percent in (number.scaleb(2, _ASIDE), number):
            if seen is not None and _rounds_to(percent, seen):
                return percent
        raise _shown_otherwise(look, number, self.expected)


@frozen(field_transformer=typed)
class Serial:
    """序号: read from digits, Chinese numerals, circled and bracketed ones; what is no number is no fault (§4.30).

    A row without a number counts on from the row above.
    """

    blank: None = None
    expected: str = expected_words(Words("序号", "a number"))

    is_number: ClassVar[bool] = True

    def parse(self, cell: CellValue, roster: Roster) -> int | None:
        """The number, or None."""
        if type(cell) is int and 0 < cell < _MANY_DIGITS:
            return cell
        text = "" if isinstance(cell, bool) else fold(text_of(bare(cell))).strip("()（）[]【】〔〕.、。第号")
        number = number_of(text)
        return number or None

    def show(self, value: int | None) -> str:
        """The digits; nothing for None."""
        return "" if value is None else str(value)
