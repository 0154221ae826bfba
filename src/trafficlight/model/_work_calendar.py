"""工作日: which days are worked, as an agency says or the official calendar does."""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Iterable
from typing import Any, Protocol

from attrs import field, frozen

from trafficlight.errors import CalendarUnknown, ExtraMissing
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


@frozen(field_transformer=typed)
class ChineseCalendar:
    """中国工作日历: working days of the years that the installed `chinesecalendar` knows (§3.11).

    `supplement` speaks for the years that it covers, before the library does: an office that has next year's official
    arrangement already passes it. Raises `CalendarUnknown` for a year that neither knows, and `ExtraMissing` without the
    extra `calendar`. A year's arrangement is never guessed.
    """

    supplement: WorkCalendar | None = None

    def is_working_day(self, date: dt.date) -> bool:
        """Whether the date is worked. Raises as the class says."""
        if self.supplement is not None and date.year in self.supplement.years:
            return self.supplement.is_working_day(date)
        library = _library()
        try:
            worked: bool = library.is_workday(date)
        except NotImplementedError:
            known = {day.year for day in library.holidays}
            if self.supplement is not None:
                known |= self.supplement.years
            raise CalendarUnknown(date.year, sorted(known)) from None
        return worked


def _library() -> Any:
    try:
        return importlib.import_module("chinese_calendar")
    except ImportError:
        raise ExtraMissing("chinesecalendar", "calendar") from None
