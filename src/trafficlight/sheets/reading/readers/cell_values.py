"""单元格的值: numbers, dates and texts as a sheet stores them become values; every format of file reads them the same."""

from __future__ import annotations

import datetime as dt
import enum
import math
import re
from collections.abc import Callable
from decimal import Context, Decimal
from typing import Final

from attrs import frozen

from trafficlight.messages import Words, portable
from trafficlight.model._kinds import CellValue
from trafficlight.ooxml.archive import Limits
from trafficlight.ooxml.text import first_unprintable
from trafficlight.sheets._cell_texts import IN_RANGE, TRUSTWORTHY, VISIBLE, too_long, unescape

# What is opened and not closed goes to the end: a format of brackets alone is passed over once, and not from each of them.
_LITERAL: Final = re.compile(
    r'"[^"]*(?:"|\Z)|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*(?:\]|\Z)', re.IGNORECASE | re.DOTALL
)
"""What a number format prints as it stands, or does not print at all; [h] is a part of a duration."""
_ELAPSED: Final = re.compile(r"\[(?:h|m|s)", re.IGNORECASE)
_PART_OF_DATE: Final = re.compile("[dmhys]", re.IGNORECASE)
_BUILT_IN_DATES: Final = frozenset((*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)))
"""Formats that a file may name without spelling out; 27 to 36 and 50 to 58 are dates in Chinese Excel (ECMA-376 Part 1, 18.8.30)."""
_BUILT_IN_DURATION: Final = 46
BUILT_IN_FORMATS: Final = 164
"""From this number on a file has formats of its own."""
_BUILT_IN_PERCENTAGES: Final = frozenset({9, 10})
_INTEGER: Final = re.compile(r"-?[0-9]{1,15}\Z")
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?\Z")
_LONGEST_NUMBER: Final = 400
"""Characters; Excel writes 17 digits and an exponent."""
_DURATION: Final = re.compile(r"PT(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})(?:[.,][0-9]*)?S)?\Z")
_DATE: Final = Words("日期", "a date")
_FROM_1900: Final = dt.datetime(1899, 12, 30)  # noqa: DTZ001  # a sheet knows no zone
_FROM_1904: Final = dt.datetime(1904, 1, 1)  # noqa: DTZ001
_LEAP_1900: Final = 60
"""Excel takes 1900 for a leap year: below this number its days are one less."""
_DAY: Final = 24 * 3600
_EXACT: Final = Context(prec=40)
"""Of our own: a caller's context may round."""
_MOST: Final = 10**9
"""Past it nobody typed a percentage."""


def _time(text: str) -> dt.time:
    if ":" not in text:
        raise ValueError(text)  # a number alone is an hour to Python
    return dt.time.fromisoformat(text)


_READINGS: Final[tuple[Callable[[str], dt.date | dt.time], ...]] = (
    dt.date.fromisoformat,
    _time,
    dt.datetime.fromisoformat,
)


@frozen
class Untrusted:
    """A cell's printable text that cannot be taken for its value, and what is expected instead."""

    text: str
    expected: str


class NumberFormat(enum.Enum):
    """数字格式: as what a cell shows its number."""

    NUMBER = "number"
    DATE = "date"
    DURATION = "duration"
    PERCENTAGE = "percentage"


def number_format(code: str) -> NumberFormat:
    """What a format's code shows; a format of several sections is told by its first.

    >>> number_format('yyyy"年"m"月"'), number_format("[h]:mm"), number_format("0.0%"), number_format('0"days"').value
    (<NumberFormat.DATE: 'date'>, <NumberFormat.DURATION: 'duration'>, <NumberFormat.PERCENTAGE: 'percentage'>, 'number')
    """
    shown = _LITERAL.sub("", code).partition(";")[0]
    if _ELAPSED.search(shown):
        return NumberFormat.DURATION
    if _PART_OF_DATE.search(shown):
        return NumberFormat.DATE
    return NumberFormat.PERCENTAGE if "%" in shown else NumberFormat.NUMBER


def built_in_format(number: int) -> NumberFormat:
    """What a format shows that a file names by a number alone."""
    if number in _BUILT_IN_DATES:
        return NumberFormat.DATE
    if number == _BUILT_IN_DURATION:
        return NumberFormat.DURATION
    return NumberFormat.PERCENTAGE if number in _BUILT_IN_PERCENTAGES else NumberFormat.NUMBER


def number_value(text: str) -> float | Untrusted:
    """A number as XML spells it: an int where all its digits count, untrusted for what is none or not finite."""
    if _INTEGER.match(text):
        return int(text)
    number = float(text) if len(text) <= _LONGEST_NUMBER and _NUMBER.match(text) else math.nan
    return number if math.isfinite(number) else Untrusted(text[:100], TRUSTWORTHY)


def shown_number(number: float, shown: NumberFormat, *, from_1904: bool) -> CellValue | Untrusted:
    """A number as its format shows it: a date, a time of day, a duration as its text, a percentage as it was typed.

    Dates are counted in days from 1900 or 1904; one outside of the calendar is untrusted.
    """
    if shown is NumberFormat.NUMBER:
        return number
    if shown is NumberFormat.PERCENTAGE:
        return percentage(number)
    try:
        if shown is NumberFormat.DURATION:
            span = dt.timedelta(days=number)
            return str(dt.timedelta(seconds=span // dt.timedelta(seconds=1), microseconds=round(span.microseconds, -3)))
        return _moment(number, from_1904=from_1904)
    except (OverflowError, ValueError):
        return Untrusted(str(number), IN_RANGE)


def _moment(number: float, *, from_1904: bool) -> dt.datetime | dt.time:
    """A date; below one day a time of day. Raises `OverflowError` outside of the calendar."""
    days, fraction = divmod(number, 1)
    time = dt.timedelta(milliseconds=round(fraction * _DAY * 1000))
    if not days and time.days == 0:
        return (_FROM_1904 + time).time()
    if 0 < number < _LEAP_1900 and not from_1904:
        days += 1
    return (_FROM_1904 if from_1904 else _FROM_1900) + dt.timedelta(days=days) + time


def percentage(number: float) -> str | float:
    """The number as a percentage, all its digits kept: 75%.

    >>> percentage(0.75), percentage(1), percentage(0.0725)
    ('75%', '100%', '7.25%')
    """
    if abs(number) > _MOST:
        return number
    return f"{_EXACT.multiply(Decimal(repr(number)), Decimal(100)).normalize(_EXACT):f}%"


def iso_value(text: str) -> CellValue | Untrusted:
    """A date, time or duration as ISO 8601 spells it; a span of a day and more is its text, as in an .xlsx.

    >>> iso_value("2023-09-28"), iso_value("PT12H30M"), iso_value("PT30H")
    (datetime.date(2023, 9, 28), datetime.time(12, 30), '1 day, 6:00:00')
    """
    if match := _DURATION.match(text):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        whole = (hours * 60 + minutes) * 60 + seconds
        if whole < _DAY:
            return dt.time(whole // 3600, whole // 60 % 60, whole % 60)
        try:
            return str(dt.timedelta(seconds=whole))
        except OverflowError:
            return Untrusted(text[:100], IN_RANGE)
    for read in _READINGS:
        try:
            value = read(text)
        except ValueError:
            continue
        return value.replace(tzinfo=None) if isinstance(value, (dt.datetime, dt.time)) else value
    return Untrusted(text[:100], _DATE)


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
