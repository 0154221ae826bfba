"""工作日: which days are worked, as an agency says or the official calendar does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Protocol

from attrs import field, frozen

from trafficlight.errors import CalendarUnknown
from trafficlight.model._checks import few
from trafficlight.model._field_types import typed


class WorkingDays(Protocol):
    """工作日历: anything that knows whether a day is worked. It raises `CalendarUnknown` rather than guess a year."""

    def is_working_day(self, date: dt.date) -> bool:
        """Whether the date is worked, holidays and make-up days considered."""


def _years(years: Iterable[int]) -> frozenset[int]:
    return frozenset(years)


def _dates(dates: Iterable[dt.date]) -> frozenset[dt.date]:
    return frozenset(dates)


@frozen(field_transformer=typed)
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
