"""“每周四之前更新完毕，每周五之前报” (N2.2), “一季度印发一次” (N4.3): weeks and quarters tile the days, deadlines are working days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from trafficlight import CalendarUnknown, Quarter, Week, WorkCalendar
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


def _known(deadline: Callable[[WorkCalendar], dt.date], calendar: WorkCalendar) -> dt.date | None:
    try:
        return deadline(calendar)
    except CalendarUnknown:
        return None


@given(calendars(), st.data())
def test_deadlines_are_working_days(calendar: WorkCalendar, data: st.DataObject) -> None:
    """Each deadline is a working day, its own weekday when that is worked, with none between the two (§3.11)."""
    week = data.draw(weeks(first=min(calendar.years), last=max(calendar.years)))
    for weekday, deadline in ((3, week.update_by), (4, week.report_by)):
        named = week.monday + weekday * DAY
        due = _known(deadline, calendar)
        if due is None:  # the days before lie in a year whose holidays are not known
            assert week.monday.year not in calendar.years or week.monday.year - 1 not in calendar.years
            continue
        assert due <= named
        assert calendar.is_working_day(due)
        between = [due + number * DAY for number in range(1, (named - due).days + 1)]
        assert not any(calendar.is_working_day(day) for day in between)
