"""中国工作日历: the State Council's holidays and make-up days by `chinesecalendar`, an extra, behind our own protocol."""

from __future__ import annotations

import datetime as dt
import importlib
from typing import Any

from attrs import frozen

from trafficlight.errors import CalendarUnknown, ExtraMissing
from trafficlight.model._field_types import typed
from trafficlight.model._work_calendar import WorkCalendar


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
