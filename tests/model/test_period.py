"""Quarters, weeks and working days: no clock, every date is an argument."""

from __future__ import annotations

import datetime as dt

import pytest
from helpers.refusals import refused

from trafficlight import Quarter, Week
from trafficlight.errors import CalendarUnknown
from trafficlight.model import WorkCalendar, WorkingDays, chinese_date

# 国务院办公厅关于2023年部分节假日安排的通知: Mid-Autumn and National Day, made up for on 7 and 8 October; and Labour Day.
HOLIDAYS = [dt.date(2023, 9, 29), dt.date(2023, 9, 30), *(dt.date(2023, 10, day) for day in range(1, 7))]
CALENDAR = WorkCalendar([2023], HOLIDAYS, [dt.date(2023, 10, 7), dt.date(2023, 10, 8)])
MAY = WorkCalendar([2023], [dt.date(2023, 5, 1), dt.date(2023, 5, 2), dt.date(2023, 5, 3)], [dt.date(2023, 5, 6)])


def test_dates_the_chinese_way() -> None:
    """Arabic digits without leading zeros (GB/T 9704 7.3.5)."""
    assert chinese_date(dt.date(2023, 9, 8)) == "2023年9月8日"


# --- quarters (N4.3) --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "key", "words"),
    [
        (dt.date(2023, 1, 1), "2023Q1", "2023年第一季度"),
        (dt.date(2023, 6, 30), "2023Q2", "2023年第二季度"),
        (dt.date(2023, 9, 28), "2023Q3", "2023年第三季度"),
        (dt.date(2023, 12, 31), "2023Q4", "2023年第四季度"),
    ],
)
def test_quarter(date: dt.date, key: str, words: str) -> None:
    """“一季度印发一次” (N4.3): the quarter of a date, for programs and for print."""
    quarter = Quarter.of(date)
    assert (quarter.key, str(quarter)) == (key, words)
    assert Quarter.parse(key) == quarter


@pytest.mark.parametrize(("number", "last"), [(1, (3, 31)), (2, (6, 30)), (3, (9, 30)), (4, (12, 31))])
def test_the_end_of_a_quarter(number: int, last: tuple[int, int]) -> None:
    """“季度末报办公室汇总” (N4.3): its last day."""
    assert Quarter(2023, number).last_day == dt.date(2023, *last)


def test_neighbours() -> None:
    """Over the year's end too, and up to the last year that a date can have."""
    assert Quarter(2023, 4).next == Quarter(2024, 1)
    assert Quarter(2023, 1).next == Quarter(2023, 2)
    assert Quarter(2024, 1).previous == Quarter(2023, 4)
    assert Quarter(2024, 2).previous == Quarter(2024, 1)
    assert Quarter(9999, 4).last_day == dt.date.max
    assert Quarter(2023, 4) < Quarter(2024, 1)
    assert Quarter.parse(Quarter(987, 1).key) == Quarter(987, 1)


@pytest.mark.parametrize("number", [0, 5, -1])
def test_no_such_quarter(number: int) -> None:
    """A year has four."""
    with refused(ValueError, match="1 to 4"):
        Quarter(2023, number)


@pytest.mark.parametrize("year", [0, 10_000])
def test_no_such_year(year: int) -> None:
    """A year is one that a date can have."""
    with refused(ValueError, match="a year is 1 to 9999"):
        Quarter(year, 1)


@pytest.mark.parametrize("text", ["2023", "2023Q5", "2023q3", "23Q3", "2023Q3 ", "2023-Q3"])
def test_no_quarter(text: str) -> None:
    """A quarter is written one way."""
    with refused(ValueError, match="written like 2023Q3"):
        Quarter.parse(text)


def test_days_of_a_quarter() -> None:
    """Both ends belong to it."""
    quarter = Quarter(2023, 3)
    assert quarter.first_day in quarter
    assert quarter.last_day in quarter
    assert dt.date(2023, 10, 1) not in quarter


# --- weeks (N2.2) -----------------------------------------------------------------------------------------------------


def test_week() -> None:
    """Monday to Sunday, known by its Monday, whatever kind of date it is asked of."""
    week = Week.of(dt.date(2023, 9, 28))
    assert week.monday == dt.date(2023, 9, 25)
    assert week.days[0] == week.monday
    assert week.days[-1] == dt.date(2023, 10, 1)
    assert dt.date(2023, 10, 1) in week
    assert dt.date(2023, 10, 2) not in week
    assert str(week) == "2023年9月25日当周"
    assert Week.of(dt.datetime(2023, 9, 28, 23, 59)) == week  # noqa: DTZ001  # any date will do
    assert week < Week.of(dt.date(2023, 10, 2))


def test_a_week_begins_on_monday() -> None:
    """Another weekday names no week."""
    with refused(ValueError, match="2023-09-28 is not a Monday"):
        Week(dt.date(2023, 9, 28))


def test_an_ordinary_week() -> None:
    """“每周四之前更新完毕，每周五之前报” (N2.2)."""
    week = Week.of(dt.date(2023, 9, 18))
    assert week.update_by(CALENDAR) == dt.date(2023, 9, 21)
    assert week.report_by(CALENDAR) == dt.date(2023, 9, 22)


def test_a_holiday_friday() -> None:
    """Friday on a holiday: the last working day before it (§3.11), here Thursday itself."""
    week = Week.of(dt.date(2023, 9, 28))
    assert week.update_by(CALENDAR) == dt.date(2023, 9, 28)
    assert week.report_by(CALENDAR) == dt.date(2023, 9, 28)


def test_a_week_of_holidays() -> None:
    """Where neither Thursday nor a day before it is worked, the week's first working day is due: Saturday 7 October (§4.37)."""
    week = Week.of(dt.date(2023, 10, 5))
    assert week.update_by(CALENDAR) == dt.date(2023, 10, 7)
    assert week.report_by(CALENDAR) == dt.date(2023, 10, 7)


def test_a_week_in_which_nobody_works() -> None:
    """A week without a working day has no ledger (§4.37)."""
    nobody = WorkCalendar([2023], [dt.date(2023, 10, day) for day in range(2, 7)])
    assert Week.of(dt.date(2023, 10, 5)).update_by(nobody) is None


def test_the_days_are_values() -> None:
    """Thursday and Friday are the notice's; another agency names its own weekdays (§4.37)."""
    week = Week.of(dt.date(2023, 9, 18))
    assert week.update_by(CALENDAR, weekday=0) == dt.date(2023, 9, 18)
    assert week.report_by(CALENDAR, weekday=6) == dt.date(2023, 9, 22)


def test_make_up_days() -> None:
    """A Saturday made a working day is worked (§3.11); a Sunday that is not, is not."""
    assert CALENDAR.is_working_day(dt.date(2023, 10, 7))
    assert not CALENDAR.is_working_day(dt.date(2023, 10, 14))
    assert not CALENDAR.is_working_day(dt.date(2023, 10, 5))
    assert MAY.is_working_day(dt.date(2023, 5, 6))


def test_a_deadline_on_a_make_up_day() -> None:
    """A make-up Saturday is the only day of its week that is worked: what was due before is due then (§4.37)."""
    calendar = WorkCalendar([2023], [dt.date(2023, 5, day) for day in range(1, 6)], [dt.date(2023, 5, 6)])
    assert Week.of(dt.date(2023, 5, 4)).update_by(calendar) == dt.date(2023, 5, 6)


def test_an_unknown_year() -> None:
    """A year whose holidays are not known is an error; a holiday is never guessed."""
    with pytest.raises(CalendarUnknown, match="日历没有 2024 年的放假安排；已知年份：2023") as caught:
        Week.of(dt.date(2024, 3, 7)).update_by(CALENDAR)
    assert (caught.value.year, caught.value.known) == (2024, (2023,))
    with pytest.raises(CalendarUnknown, match="已知年份：无"):
        WorkCalendar([]).is_working_day(dt.date(2023, 1, 1))


def test_any_calendar_will_do() -> None:
    """A host brings its own calendar: anything that knows whether a day is worked."""

    class EveryDay:
        def is_working_day(self, date: dt.date) -> bool:
            return True

    calendar: WorkingDays = EveryDay()
    assert Week.of(dt.date(2023, 10, 5)).update_by(calendar) == dt.date(2023, 10, 5)
