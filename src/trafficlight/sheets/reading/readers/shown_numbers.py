"""所见的数和日期: what a section of a format shows, as Excel and WPS in Chinese show it.

What hangs on a setting that no file tells (other calendars, names of months in other languages) is not guessed: it is None.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import Final

from trafficlight.sheets.reading.readers.format_codes import PLAIN, UPPER, Section, Token, Worth

_FRACTION: Final = re.compile(r"(?P<whole>[#?]{1,9} {1,9})?[#?]{1,9}/(?P<below>[#?]{1,9}|[1-9][0-9]{0,3})\Z")
_CHINESE: Final = frozenset({"804", "0804", "zh-cn"})
_ENGLISH: Final = frozenset({"409", "0409", "en-us"})
_MONTHS: Final = "January February March April May June July August September October November December".split()
_WEEKDAYS: Final = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_WEEK: Final = "一二三四五六日"
_ASIDE: Final = Context(prec=60)
"""Of our own: a caller's context may round."""
_WIDEST: Final = 11
"""Characters that General shows, the sign apart."""
_SMALLEST: Final = Decimal("0.0001")
_MOST_PLACES: Final = 30
_SECOND: Final = 1000
_DAY: Final = 24 * 3600 * _SECOND
"""Milliseconds, as all times here."""
_LEAP_1900: Final = 60
"""Excel takes 1900 for a leap year, and shows days up to here as no calendar has them."""
_MINUTE: Final = 60 * _SECOND
_NOON: Final = 12
_TEN: Final = 10
_NO_MATTER: Final = Fraction(1, 10**9)


def general(number: Decimal) -> str:
    """常规: a number above zero as General shows it, in eleven characters.

    >>> general(Decimal("0.333333333333333")), general(Decimal(123456789012)), general(Decimal("0.00001"))
    ('0.333333333', '1.23457E+11', '1E-05')
    """
    if not number:
        return "0"
    if number >= _SMALLEST:
        whole = len(str(int(number)))
        if whole <= _WIDEST:
            shown = _plain(_rounded(number, max(_WIDEST - 1 - whole, 0)))
            if len(shown.partition(".")[0]) <= _WIDEST:
                return shown
    power = number.adjusted()
    mantissa = _rounded(number.scaleb(-power, _ASIDE), 5)
    if mantissa >= _TEN:
        mantissa, power = mantissa / _TEN, power + 1
    return f"{_plain(mantissa)}E{'-' if power < 0 else '+'}{abs(power):02}"


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _rounded(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _ASIDE)


def number_text(section: Section, number: Decimal) -> str | None:
    """A number without its sign."""
    tokens, kinds = section.tokens, section.kinds
    digits = section.numerals
    if "general" in kinds:
        if kinds - {"general", "literal"}:
            return None
        shown = general(number)
        if digits != PLAIN:
            if "E" in shown:
                return None
            whole, point, rest = shown.partition(".")
            shown = spelled(int(whole), digits) + point + _translated(rest, digits)
        return "".join(shown if token.kind == "general" else token.text for token in tokens)
    if "slash" in kinds:
        slash = next(index for index, token in enumerate(tokens) if token.kind == "slash")
        if any(token.kind == "digit" for token in tokens[:slash]):
            return _fraction("".join(token.text for token in tokens), number)
    if "text" in kinds:
        return None
    return _Digits(tokens, digits).text(number)


class _Digits:
    """The digit places of a section."""

    def __init__(self, tokens: Sequence[Token], numerals: str) -> None:
        self._tokens, self._numerals = tokens, numerals
        self._whole: list[int] = []
        self._below: list[int] = []
        self._power: list[int] = []
        self._sign = ""
        self._has_point = False
        places = self._whole
        for index, token in enumerate(tokens):
            if token.kind == "point":
                self._has_point, places = True, self._below
            elif token.kind == "exponent":
                self._sign, places = token.text[-1], self._power
            elif token.kind == "digit":
                places.append(index)
        self._percents = sum(token.kind == "percent" for token in tokens)
        numbers = self._whole + self._below
        commas = [index for index, token in enumerate(tokens) if token.kind == "comma"]
        self._grouped = bool(self._whole) and any(self._whole[0] < index < self._whole[-1] for index in commas)
        self._scale = 0
        for end in {self._whole[-1:][0] if self._whole else -1, numbers[-1] if numbers else -1} - {-1}:
            after = end + 1
            while after < len(tokens) and tokens[after].kind == "comma":
                self._scale, after = self._scale + 1, after + 1
        self._strange = len(commas) != self._scale + sum(
            bool(self._whole) and self._whole[0] < index < self._whole[-1] for index in commas
        )

    def text(self, number: Decimal) -> str | None:
        """A number in these places; None where a comma's meaning is not certain."""
        if self._strange or self._percents + self._scale + len(self._below) + len(self._power) > _MOST_PLACES:
            return None
        number = number.scaleb(2 * self._percents - 3 * self._scale, _ASIDE)
        shown: dict[int, str] = {}
        if self._sign:
            if not number and len(self._whole) > 1:
                return None
            number, power = self._normal(number)
            shown |= self._from_right(self._power, str(abs(power)), grouped=False)
            sign = "-" if power < 0 else "+" if self._sign == "+" else ""
        else:
            sign, number = "", _rounded(number, len(self._below))
        whole, _, below = f"{number:f}".partition(".")
        whole = whole.lstrip("0")
        shown |= self._from_right(self._whole, whole, grouped=self._grouped)
        shown |= self._from_left(below.rstrip("0"))
        return "".join(self._pieces(shown, sign, whole))

    def _pieces(self, shown: dict[int, str], sign: str, whole: str) -> Iterator[str]:
        for index, token in enumerate(self._tokens):
            if token.kind == "digit":
                yield shown.get(index, "")
            elif token.kind == "point":
                if not self._whole:
                    yield _translated(whole, self._numerals)
                yield "."
            elif token.kind == "exponent":
                yield f"E{sign}"
            elif token.kind != "comma":
                yield token.text

    def _normal(self, number: Decimal) -> tuple[Decimal, int]:
        """Mantissa and power; where there are several whole places, the power is a multiple of their count."""
        step = max(len(self._whole), 1)
        power = number.adjusted() // step * step if number else 0
        mantissa = _rounded(number.scaleb(-power, _ASIDE), len(self._below))
        if mantissa >= Decimal(_TEN) ** step:
            power += step
            mantissa = _rounded(number.scaleb(-power, _ASIDE), len(self._below))
        return mantissa, power

    def _from_right(self, places: Sequence[int], digits: str, *, grouped: bool) -> dict[int, str]:
        shown: dict[int, str] = {}
        for count, index in enumerate(reversed(places)):
            at = len(digits) - 1 - count
            filler = {"0": "0", "?": " "}.get(self._tokens[index].text, "")
            piece = filler if at < 0 else digits[: at + 1] if index == places[0] else digits[at]
            piece = _with_commas(piece, count) if grouped else piece
            shown[index] = _translated(piece, self._numerals)
        return shown

    def _from_left(self, digits: str) -> dict[int, str]:
        return {
            index: _translated(digits[count], self._numerals)
            if count < len(digits)
            else _translated({"0": "0", "?": " "}.get(self._tokens[index].text, ""), self._numerals)
            for count, index in enumerate(self._below)
        }


def _with_commas(digits: str, count: int) -> str:
    """Digits of which the last one stands `count` places from the right, a comma after every third."""
    pieces = [
        f"{digit},"
        if (count + len(digits) - 1 - at) % 3 == 0 and count + len(digits) - 1 - at and digit.isdigit()
        else digit
        for at, digit in enumerate(digits)
    ]
    return "".join(pieces)


def _translated(digits: str, numerals: str) -> str:
    return digits if numerals == PLAIN else "".join(numerals[int(one)] if one.isdigit() else one for one in digits)


def spelled(number: int, numerals: str) -> str:
    """A whole number in Chinese numerals, as [DBNum1] and [DBNum2] spell it.

    >>> lower = "〇一二三四五六七八九十百千"
    >>> spelled(10203, lower), spelled(12, lower), spelled(100, UPPER)
    ('一万〇二百〇三', '一十二', '壹佰')
    """
    if not number:
        return numerals[0]
    zero, ten, hundred, thousand = numerals[0], *numerals[10:13]
    text, gap = "", False
    for unit, value in (("亿", 10**8), ("万", 10**4), ("", 1)):
        group, number = divmod(number, value)
        for name, size in ((thousand, 1000), (hundred, 100), (ten, 10), ("", 1)):
            digit, group = divmod(group, size)
            if digit:
                text += f"{zero if gap and text else ''}{numerals[digit]}{name}"
            gap = not digit
            if not group:
                break
        gap = gap or size > 1
        text += unit if text and text[-1] not in "亿万" else ""
    return text


def _fraction(code: str, number: Decimal) -> str | None:
    match = _FRACTION.match(code.strip())
    if match is None:
        return None
    below = match["below"]
    whole = int(number) if match["whole"] else 0
    rest = Fraction(number) - whole
    if below.isdigit():
        under = int(below)
        over = int(_rounded(Decimal(rest.numerator) * under / rest.denominator, 0))
    else:
        near = rest.limit_denominator(10 ** len(below) - 1)
        if abs(near - rest) > _NO_MATTER:
            return None  # which of the fractions near it is shown, programs decide differently
        over, under = near.numerator, near.denominator
    if match["whole"]:
        if over == under:
            whole, over = whole + 1, 0
        if not over:
            return str(whole) if whole or not number else None
    return f"{whole} {over}/{under}" if whole else f"{over}/{under}"


def moment_text(number: float, section: Section, *, from_1904: bool) -> str | None:
    """A date, time or duration."""
    return _Moment(number, section, from_1904=from_1904).text()


class _Moment:
    """A date, a time or a duration in one section."""

    def __init__(self, number: float, section: Section, *, from_1904: bool) -> None:
        self._section, self._from_1904 = section, from_1904
        self._tokens = section.tokens
        self._marks = [
            (index, token.text) for index, token in enumerate(self._tokens) if token.kind in {"date", "elapsed"}
        ]
        unit = _SECOND // 10 ** min(len(self._fraction_places()), 3)
        self._has_seconds = any(text[0] == "s" for _, text in self._marks)
        time = round(number * _DAY)
        self._time = (time + unit // 2) // unit * unit if self._has_seconds else time
        self._twelve = any(token.kind == "noon" for token in self._tokens)

    def text(self) -> str | None:
        """The text; None where a part of it is not certain."""
        pieces: list[str] = []
        if self._section.worth is Worth.DURATION and not self._has_seconds and self._time % _MINUTE >= _MINUTE // 2:
            return None  # some programs round to the next minute
        fraction = self._fraction_places()
        for index, token in enumerate(self._tokens):
            if token.kind in {"literal", "slash", "comma", "percent"} or (
                token.kind == "point" and index + 1 not in fraction
            ):
                piece: str | None = token.text
            elif token.kind == "date":
                piece = self._part(index, token.text)
            elif token.kind == "elapsed":
                size = {"h": 3600, "m": 60, "s": 1}[token.text[0]] * _SECOND
                piece = str(self._time // size).zfill(len(token.text))
            elif token.kind == "noon":
                piece = self._noon(token.text)
            elif index in fraction:
                piece = f"{self._time % _SECOND:03}"[fraction.index(index)] if len(fraction) <= 3 else None
            elif token.kind == "point":
                piece = "."
            else:
                return None
            if piece is None:
                return None
            pieces.append(piece)
        return "".join(pieces).strip()

    def _fraction_places(self) -> list[int]:
        """The zeros after a point that follows seconds."""
        places: list[int] = []
        for index, token in enumerate(self._tokens[:-1]):
            before = self._tokens[index - 1] if index else Token("", "")
            if token.kind == "point" and before.kind in {"date", "elapsed"} and before.text[0] == "s":
                at = index + 1
                while at < len(self._tokens) and self._tokens[at] == Token("digit", "0"):
                    places.append(at)
                    at += 1
        return places

    def _part(self, index: int, text: str) -> str | None:
        letter, width = text[0], len(text)
        seconds = self._time // _SECOND
        if letter == "h":
            hour = seconds // 3600 % 24
            return self._digits((hour % _NOON or _NOON) if self._twelve else hour, width)
        if letter == "s":
            return self._digits(seconds % 60, width)
        if letter == "m" and self._is_minute(index):
            return self._digits(seconds // 60 % 60, width)
        date = self._date()
        return None if date is None else self._date_part(date, letter, width)

    def _date_part(self, date: dt.date, letter: str, width: int) -> str | None:
        locale, chinese = self._section.locale, self._section.locale in _CHINESE
        known = not locale or chinese or locale in _ENGLISH
        if letter == "y" or (letter == "e" and known and locale not in _ENGLISH):
            year = f"{date.year % 100:02}" if letter == "y" and width < 3 else str(date.year)
            return _translated(year, self._section.numerals) if self._section.numerals != UPPER else None
        if letter in "md" and width < 3:
            return self._digits(date.month if letter == "m" else date.day, width)
        if not known or letter in "egb" or self._section.numerals != PLAIN:
            return None
        if letter == "a":
            day = _WEEK[date.weekday()]
            if locale in _ENGLISH:
                return None
            return f"星期{day}" if width > 3 else f"周{day}" if chinese else day
        if chinese:
            return f"星期{_WEEK[date.weekday()]}" if (letter, width) == ("d", 4) else None
        name = _MONTHS[date.month - 1] if letter == "m" else _WEEKDAYS[date.weekday()]
        return name[:3] if width == 3 else name[0] if letter == "m" and width == 5 else name

    def _digits(self, number: int, width: int) -> str | None:
        numerals = self._section.numerals
        if numerals == PLAIN:
            return str(number).zfill(min(width, 2))
        if numerals == UPPER or (width > 1 and number < _TEN):
            return None
        return spelled(number, numerals).removeprefix("一" if _TEN <= number < 2 * _TEN else "")

    def _is_minute(self, index: int) -> bool:
        """Whether an m is one of minutes: after hours, or before seconds."""
        at = [place for place, _ in self._marks].index(index)
        before = self._marks[at - 1][1] if at else ""
        after = self._marks[at + 1][1] if at + 1 < len(self._marks) else ""
        return len(self._marks[at][1]) < 3 and (before[:1] == "h" or after[:1] == "s")

    def _date(self) -> dt.date | None:
        days = self._time // _DAY
        if days <= _LEAP_1900 and not self._from_1904:
            return None
        start = dt.date(1904, 1, 1) if self._from_1904 else dt.date(1899, 12, 30)
        try:
            return start + dt.timedelta(days)
        except OverflowError:
            return None

    def _noon(self, text: str) -> str | None:
        late = self._time % _DAY >= _DAY // 2
        if self._section.numerals == UPPER or (
            self._section.locale and self._section.locale not in _CHINESE | _ENGLISH
        ):
            return None
        if text.startswith("上"):
            return "下午" if late else "上午"
        if self._section.locale in _CHINESE:
            return ("下午" if late else "上午") if len(text) > 3 else None
        first, _, second = text.partition("/")
        return second if late else first
