"""期间: quarters, weeks and working days. No clock: every date is an argument."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Final, Protocol

from attrs import field, frozen

from trafficlight.errors import CalendarUnknown
from trafficlight.model._checks import few

_DAY = dt.timedelta(days=1)
_ORDINALS: Final = ("一", "二", "三", "四")
_QUARTER = re.compile(r"(\d{4})Q([1-4])\Z")


def chinese_date(date: dt.date) -> str:
    """成文日期 style: Arabic digits without leading zeros (GB/T 9704 7.3.5).

    >>> import datetime as dt
    >>> from trafficlight.model._periods import chinese_date
    >>> chinese_date(dt.date(2023, 9, 8))
    '2023年9月8日'
    """
    return f"{date.year}年{date.month}月{date.day}日"


@frozen(order=True)
class Quarter:
    """季度: the period of a bulletin and a compendium (N4.3).

    Raises `ValueError` for a number outside 1 to 4, or a year that no date can have.

    >>> import datetime as dt
    >>> from trafficlight.model._periods import Quarter
    >>> str(Quarter.of(dt.date(2023, 9, 28)))
    '2023年第三季度'
    """

    year: int = field()
    number: int = field()

    @year.validator
    def _check_year(self, _attribute: object, year: int) -> None:
        if not dt.MINYEAR <= year <= dt.MAXYEAR:
            raise ValueError(f"a year is {dt.MINYEAR} to {dt.MAXYEAR}, not {year!r}")

    @number.validator
    def _check(self, _attribute: object, number: int) -> None:
        if number not in (1, 2, 3, 4):
            raise ValueError(f"a quarter's number is 1 to 4, not {number!r}")

    @classmethod
    def of(cls, date: dt.date) -> Quarter:
        """The quarter in which a date lies."""
        return cls(date.year, (date.month + 2) // 3)

    @classmethod
    def parse(cls, text: str) -> Quarter:
        """Read “2023Q3”. Raises `ValueError`."""
        match = _QUARTER.match(text)
        if match is None:
            raise ValueError(f"a quarter is written like 2023Q3, not {text!r}")
        return cls(int(match[1]), int(match[2]))

    @property
    def first_day(self) -> dt.date:
        """The first of January, April, July or October."""
        return dt.date(self.year, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> dt.date:
        """季度末: its last day, when the lead departments hand in (N4.3)."""
        return dt.date(self.year, 3 * self.number, 31 if self.number in (1, 4) else 30)

    @property
    def next(self) -> Quarter:
        """The quarter after it."""
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)

    @property
    def previous(self) -> Quarter:
        """The quarter before it."""
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)

    @property
    def key(self) -> str:
        """“2023Q3”, as `parse` reads it."""
        return f"{self.year:04}Q{self.number}"

    def __contains__(self, date: dt.date) -> bool:
        return self.first_day <= date <= self.last_day

    def __str__(self) -> str:
        return f"{self.year}年第{_ORDINALS[self.number - 1]}季度"


class WorkingDays(Protocol):
    """工作日历: anything that knows whether a day is worked. It raises `CalendarUnknown` rather than guess a year."""

    def is_working_day(self, date: dt.date) -> bool:
        """Whether the date is worked, holidays and make-up days considered."""


def _years(years: Iterable[int]) -> frozenset[int]:
    return frozenset(years)


def _dates(dates: Iterable[dt.date]) -> frozenset[dt.date]:
    return frozenset(dates)


@frozen
class WorkCalendar:
    """工作日历: the official holidays (放假) and make-up working days (调休上班) of the years it covers, as data."""

    years: frozenset[int] = field(converter=_years)
    holidays: frozenset[dt.date] = field(default=frozenset(), converter=_dates)
    make_up_days: frozenset[dt.date] = field(default=frozenset(), converter=_dates)

    def is_working_day(self, date: dt.date) -> bool:
        """Monday to Friday but for holidays, and the make-up days. Raises `CalendarUnknown`."""
        if date.year not in self.years:
            raise CalendarUnknown(date.year, sorted(self.years))
        return date in self.make_up_days or (date.weekday() < 5 and date not in self.holidays)

    def __repr__(self) -> str:
        years, days = few(sorted(self.years)), len(self.holidays)
        return f"WorkCalendar({years}; {days} holidays, {len(self.make_up_days)} make-up days)"


def on_or_before(date: dt.date, calendar: WorkingDays) -> dt.date:
    """The date itself when it is worked, else the last working day before it (§3.11)."""
    while not calendar.is_working_day(date):
        date -= _DAY
    return date


@frozen(order=True)
class Week:
    """周: the period of the ledger (N2.2), known by its Monday. Raises `ValueError` for another weekday."""

    monday: dt.date = field()

    @monday.validator
    def _check(self, _attribute: object, monday: dt.date) -> None:
        if monday.weekday() != 0:
            raise ValueError(f"{monday.isoformat()} is not a Monday")

    @classmethod
    def of(cls, date: dt.date) -> Week:
        """The week in which a date lies, Monday to Sunday."""
        return cls(dt.date.fromordinal(date.toordinal() - date.weekday()))

    @property
    def days(self) -> tuple[dt.date, ...]:
        """Its seven days."""
        return tuple(self.monday + number * _DAY for number in range(7))

    def update_by(self, calendar: WorkingDays) -> dt.date:
        """每周四之前更新完毕: Thursday, or the last working day before it (N2.2, §3.11)."""
        return on_or_before(self.monday + 3 * _DAY, calendar)

    def report_by(self, calendar: WorkingDays) -> dt.date:
        """每周五之前报: Friday, or the last working day before it (N2.2, §3.11)."""
        return on_or_before(self.monday + 4 * _DAY, calendar)

    def __contains__(self, date: dt.date) -> bool:
        return self.monday <= date < self.monday + 7 * _DAY

    def __str__(self) -> str:
        return f"{chinese_date(self.monday)}当周"
