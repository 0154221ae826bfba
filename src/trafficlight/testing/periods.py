"""期间: strategies for quarters, weeks and working-day calendars."""

from __future__ import annotations

import datetime as dt
from typing import Final

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from trafficlight.model.dates import StatedDate
from trafficlight.model.period import Quarter, Week, WorkCalendar

FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2099


def dates(*, first: int = FIRST_YEAR, last: int = LAST_YEAR) -> SearchStrategy[dt.date]:
    """日期: a date of this century, or of the given years."""
    return st.dates(dt.date(first, 1, 1), dt.date(last, 12, 31))


def stated_dates(*, whole: bool = False) -> SearchStrategy[StatedDate]:
    """所写日期: a date as an office states it; a `whole` one has year, month and day."""
    full = dates().map(StatedDate.of)
    if whole:
        return full
    year, month, day = st.none() | st.integers(FIRST_YEAR, LAST_YEAR), st.integers(1, 12), st.integers(1, 28)
    return (
        full
        | st.builds(StatedDate, year, month, st.none() | day)
        | st.builds(StatedDate, year, month, at_end=st.sampled_from([True]))
    )


def quarters(*, first: int = FIRST_YEAR, last: int = LAST_YEAR) -> SearchStrategy[Quarter]:
    """季度."""
    return dates(first=first, last=last).map(Quarter.of)


def weeks(*, first: int = FIRST_YEAR, last: int = LAST_YEAR) -> SearchStrategy[Week]:
    """周: also those that lie over the end of a year."""
    return dates(first=first, last=last).map(Week.of)


@st.composite
def calendars(draw: DrawFn, *, first: int = 2020, last: int = 2026) -> WorkCalendar:
    """工作日历: some years in a row, holidays on working days, make-up days at weekends; no day is both."""
    start = draw(st.integers(first, last))
    end = draw(st.integers(start, last))
    days = draw(st.sets(dates(first=start, last=end), max_size=20))
    holidays = {day for day in days if day.weekday() < 5}
    return WorkCalendar(range(start, end + 1), holidays, days - holidays)
