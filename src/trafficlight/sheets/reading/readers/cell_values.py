"""单元格的值: numbers, dates and texts as a sheet stores them become values; every format of file reads them the same."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from typing import Final, TypeAlias

from attrs import frozen

from trafficlight.messages import Words, portable
from trafficlight.model._kinds import CellValue, text_of
from trafficlight.model._shown_values import shown_as
from trafficlight.ooxml.archive import Limits
from trafficlight.ooxml.text import first_unprintable
from trafficlight.sheets._cell_texts import IN_RANGE, TRUSTWORTHY, VISIBLE, too_long, unescape
from trafficlight.sheets.reading.grid import UNSURE, CellDoubt
from trafficlight.sheets.reading.readers.format_codes import Worth
from trafficlight.sheets.reading.readers.number_formats import NumberFormat

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
_GENERAL: Final = NumberFormat("General")
_EXACTLY_SHOWN: Final = 10**11
"""Up to here General shows a whole number with all its digits."""


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

    def __str__(self) -> str:
        return self.text


@frozen
class Doubted:
    """A cell's value that is doubtful, and why."""

    value: CellValue
    doubt: CellDoubt


Value: TypeAlias = CellValue | Untrusted | Doubted
"""What a reader makes of a cell."""


def doubted(value: Value, doubt: CellDoubt) -> Value:
    """The value with a doubt, unless it is blank, or none that counts anyway."""
    bare = value.value if isinstance(value, Doubted) else value
    return value if bare is None or isinstance(bare, Untrusted) else Doubted(bare, doubt)


def number_value(text: str) -> float | Untrusted:
    """A number as XML spells it: an int where all its digits count, untrusted for what is none or not finite."""
    if _INTEGER.match(text):
        return int(text)
    number = float(text) if len(text) <= _LONGEST_NUMBER and _NUMBER.match(text) else math.nan
    return number if math.isfinite(number) else Untrusted(text[:100], TRUSTWORTHY)


def formatted(number: float, look: NumberFormat | None, *, from_1904: bool) -> Value:
    """A number in a format, General for None: a number, date, time or duration (in days from one on), and how it is shown.

    Days are counted from 1900 or 1904; one outside of the calendar is untrusted.
    """
    if look is None and isinstance(number, int) and -_EXACTLY_SHOWN < number < _EXACTLY_SHOWN:
        return number
    look = look or _GENERAL
    value: float | dt.datetime | dt.time = number
    try:
        if look.worth is Worth.DATE or (look.worth is Worth.DURATION and 0 <= number < 1):
            value = _moment(number, from_1904=from_1904)
    except (OverflowError, ValueError):
        return Untrusted(str(number), IN_RANGE)
    shown = as_shown(value, look.show(number, from_1904=from_1904))
    if look.is_general and isinstance(shown, (int, float)) and number == int(number) and "E+" in str(shown):
        return Doubted(shown, UNSURE)  # General shows a long number in powers of ten, which nobody typed
    return shown


def formatted_date(value: Value, look: NumberFormat | None) -> Value:
    """A date that the file spells out, in a format; without one it reads the Chinese way."""
    if look is None or look.worth is not Worth.DATE or not isinstance(value, dt.date):
        return value
    moment = value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())
    return as_shown(moment, look.show((moment - _FROM_1900) / dt.timedelta(days=1)))


def as_shown(value: float | dt.datetime | dt.time, text: str | None) -> Value:
    """The value with the text that its cell shows; doubted where that is not certain, nothing, or too wide for the cell."""
    if not text:
        return Doubted(value, UNSURE)
    if text == text_of(value):
        return value
    shown = shown_as(value, text)
    return Doubted(shown, UNSURE) if "##" in text else shown


def _moment(number: float, *, from_1904: bool) -> dt.datetime | dt.time:
    """A date; below one day a time of day. Raises `OverflowError` outside of the calendar."""
    days, fraction = divmod(number, 1)
    time = dt.timedelta(milliseconds=round(fraction * _DAY * 1000))
    if not days and time.days == 0:
        return (_FROM_1904 + time).time()
    if 0 < number < _LEAP_1900 and not from_1904:
        days += 1
    return (_FROM_1904 if from_1904 else _FROM_1900) + dt.timedelta(days=days) + time


def iso_value(text: str) -> float | dt.date | dt.time | Untrusted:
    """A date, time or duration as ISO 8601 spells it; a span of a day and more is worth its days, as in an .xlsx.

    >>> iso_value("2023-09-28"), iso_value("PT12H30M"), iso_value("PT30H")
    (datetime.date(2023, 9, 28), datetime.time(12, 30), 1.25)
    """
    if match := _DURATION.match(text):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        whole = (hours * 60 + minutes) * 60 + seconds
        if whole < _DAY:
            return dt.time(whole // 3600, whole // 60 % 60, whole % 60)
        return whole / _DAY
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
