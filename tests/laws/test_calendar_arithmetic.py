"""“每周四之前更新完毕，每周五之前报” (N2.2), “一季度印发一次” (N4.3): weeks and quarters tile the days, deadlines are working days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from trafficlight import Quarter, Week
from trafficlight.errors import CalendarUnknown
from trafficlight.model import WorkCalendar
from trafficlight.testing import calendars, dates, quarters, weeks

DAY = dt.timedelta(days=1)


@given(dates())
def test_a_day_has_one_week_and_one_quarter(date: dt.date) -> None:
    """A date lies in its own week and quarter, and not in their neighbours."""
    week, quarter = Week.of(date), Quarter.of(date)
    assert date in week
    assert date in week.days
    assert date not in Week.of(week.monday - DAY)
    assert date in quarter
    assert date not in quarter.next
    assert date not in quarter.previous


@given(quarters())
def test_quarters_follow_each_other(quarter: Quarter) -> None:
    """The day after a quarter's last is the next one's first; a key reads back."""
    assert quarter.last_day + DAY == quarter.next.first_day
    assert quarter.next.previous == quarter
    assert quarter < quarter.next
    assert Quarter.parse(quarter.key) == quarter
    assert Quarter.of(quarter.first_day) == Quarter.of(quarter.last_day) == quarter


def _deadline(of: Callable[[WorkCalendar], dt.date], calendar: WorkCalendar) -> dt.date | None:
    try:
        return of(calendar)
    except CalendarUnknown:
        return None


def _last_worked(named: dt.date, calendar: WorkCalendar) -> dt.date | None:
    """The same from the calendar's own lists: the last worked day up to the named one; None once a year is not known."""
    for day in (named - number * DAY for number in range(400)):
        if day.year not in calendar.years:
            return None
        if day in calendar.make_up_days or (day.isoweekday() <= 5 and day not in calendar.holidays):
            return day
    raise AssertionError("a year without a working day")


@given(calendars(), st.data())
def test_deadlines_are_working_days(calendar: WorkCalendar, data: st.DataObject) -> None:
    """Thursday and Friday, or the last working day before them (§3.11); where a year is not known, nothing is guessed."""
    week = data.draw(weeks(first=min(calendar.years), last=max(calendar.years)))
    assert _deadline(week.update_by, calendar) == _last_worked(week.monday + 3 * DAY, calendar)
    assert _deadline(week.report_by, calendar) == _last_worked(week.monday + 4 * DAY, calendar)
