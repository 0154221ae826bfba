"""“每周四之前更新完毕，每周五之前报” (N2.2), “一季度印发一次” (N4.3): weeks and quarters tile the days, deadlines are working days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from trafficlight import Quarter, Week
from trafficlight.errors import CalendarUnknown
from trafficlight.model import HalfYear, Month, Span, WorkCalendar, Year, period_of_key
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


PERIODS: tuple[type[Month | Quarter | HalfYear | Year], ...] = (Month, Quarter, HalfYear, Year)


@given(st.sampled_from(PERIODS), dates())
def test_every_kind_of_period_tiles_the_days(kind: type[Month | Quarter | HalfYear | Year], date: dt.date) -> None:
    """A date lies in one period of a kind, whose neighbours touch it; its key names it and no other kind's."""
    period = kind.of(date)
    assert date in period
    assert period.last_day + DAY == period.next.first_day
    assert period.next.previous == period
    assert period_of_key(period.key) == period
    assert period.year == date.year
    assert str(period) == period.title() != period.title("en")


@given(weeks(), st.integers(0, 400))
def test_weeks_and_spans_follow_each_other(week: Week, days: int) -> None:
    """A week's key is its number as ISO 8601 counts; a span's neighbours are as long as it is."""
    assert period_of_key(week.key) == week
    span = Span(week.first_day, week.first_day + days * DAY)
    assert period_of_key(span.key) == span
    assert span.last_day + DAY == span.next.first_day
    assert span.next.previous == span


def _deadline(of: Callable[[WorkCalendar], dt.date | None], calendar: WorkCalendar) -> dt.date | str | None:
    try:
        return of(calendar)
    except CalendarUnknown:
        return "unknown"


def _worked(week: Week, named: int, calendar: WorkCalendar) -> dt.date | str | None:
    """The same from the calendar's own lists, as §4.37 says it: backwards from the day, then forwards."""
    for number in (*range(named, -1, -1), *range(named + 1, 7)):
        day: dt.date = week.monday + number * DAY
        if day.year not in calendar.years:
            return "unknown"
        if day in calendar.make_up_days or (day.isoweekday() <= 5 and day not in calendar.holidays):
            return day
    return None


@given(calendars(), st.data())
def test_deadlines_are_working_days(calendar: WorkCalendar, data: st.DataObject) -> None:
    """Thursday and Friday, or the days that stand for them (§3.11, §4.37); where a year is not known, nothing is guessed."""
    week = data.draw(weeks(first=min(calendar.years), last=max(calendar.years)))
    assert _deadline(week.update_by, calendar) == _worked(week, 3, calendar)
    assert _deadline(week.report_by, calendar) == _worked(week, 4, calendar)
