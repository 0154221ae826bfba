"""每周四之前更新完毕，每周五之前报 (N2.2) by the official calendar with its make-up days (§3.11)."""

from __future__ import annotations

import datetime as dt
import sys

import pytest

import trafficlight as tl

pytest.importorskip("chinese_calendar", reason="the extra `calendar` is not installed")


def test_national_day_moves_both_deadlines() -> None:
    """In the week of 2 October 2023 Monday to Friday are holidays: what is due is due on Saturday, which is worked (§4.37)."""
    week = tl.Week.of(dt.date(2023, 10, 4))
    calendar = tl.ChineseCalendar()
    assert week.update_by(calendar) == week.report_by(calendar) == dt.date(2023, 10, 7)


def test_a_make_up_sunday_is_worked() -> None:
    """Saturday and Sunday, 7 and 8 October 2023, were made working days; Mid-Autumn's Friday was not one."""
    calendar = tl.ChineseCalendar()
    assert [calendar.is_working_day(dt.date(2023, 10, day)) for day in (6, 7, 8)] == [False, True, True]
    assert not calendar.is_working_day(dt.date(2023, 9, 29))


def test_an_unknown_year_is_refused() -> None:
    """No year's holidays are guessed; the error names the years that are known."""
    with pytest.raises(tl.errors.CalendarUnknown) as caught:
        tl.ChineseCalendar().is_working_day(dt.date(2099, 1, 1))
    assert 2023 in caught.value.known


def test_an_offices_own_arrangement_comes_first() -> None:
    """A supplement speaks for its years alone."""
    ours = tl.model.WorkCalendar([2099], holidays=[dt.date(2099, 1, 1)])
    calendar = tl.ChineseCalendar(ours)
    assert not calendar.is_working_day(dt.date(2099, 1, 1))
    assert calendar.is_working_day(dt.date(2099, 1, 2))
    assert not calendar.is_working_day(dt.date(2023, 10, 2))


def test_without_the_extra_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """`chinesecalendar` is imported only when asked."""
    monkeypatch.setitem(sys.modules, "chinese_calendar", None)
    with pytest.raises(tl.errors.ExtraMissing, match=r"trafficlight-rules\[calendar\]"):
        tl.ChineseCalendar().is_working_day(dt.date(2023, 10, 2))
