"""日期: the spellings that offices use, read without a guess; what is no date is refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from helpers.refusals import refused
from helpers.small_office import ROSTER
from hypothesis import given

from trafficlight import testing
from trafficlight.errors import UnreadableCell
from trafficlight.messages import english
from trafficlight.model import Date, StatedDate
from trafficlight.model._dates import serial_date
from trafficlight.model._kinds import CellValue
from trafficlight.model._shown_values import shown_as

DAY = StatedDate(2023, 9, 28)


@pytest.mark.parametrize(
    "cell",
    [
        dt.date(2023, 9, 28),
        dt.datetime(2023, 9, 28, 17, 30),  # noqa: DTZ001  # as a sheet has it
        45197,
        pytest.param(45197.0, id="float"),
        pytest.param("45197", id="digits"),
        "２０２３年９月２８日",
        "2023 年 9 月 28 日",
        "二〇二三年九月二十八日",
        "二○二三年九月二十八日",
        "2023-09-28",
        "2023/9/28",
        "2023.9.28",
        "2023. 9. 28",
        "20230928",
        "23年9月28号",
        "截至2023年9月28日",
        "2023年9月28日前",
        "2023年9月28日（星期四）",
        "2023-09-28 00:00:00",
        "2023-09-28T17:30",
    ],
)
def test_spellings_of_one_day(cell: CellValue) -> None:
    """A date cell, Excel's number and every usual spelling are the same day; what was typed is kept beside it."""
    date = StatedDate.of(cell)
    assert date == DAY
    assert (str(date), date.first, date.last) == ("2023年9月28日", dt.date(2023, 9, 28), dt.date(2023, 9, 28))
    assert date.text == (cell if isinstance(cell, str) else "2023年9月28日" if isinstance(cell, dt.date) else "45197")


@pytest.mark.parametrize(
    ("text", "date", "shown"),
    [
        ("2023年9月", StatedDate(2023, 9), "2023年9月"),
        ("2023-09", StatedDate(2023, 9), "2023年9月"),
        ("2023年9月份", StatedDate(2023, 9), "2023年9月"),
        ("十月十日", StatedDate(None, 10, 10), "10月10日"),
        ("十二月三十一日", StatedDate(None, 12, 31), "12月31日"),
        ("9月底", StatedDate(None, 9, at_end=True), "9月底"),
        ("2023年12月末", StatedDate(2023, 12, at_end=True), "2023年12月底"),
        ("年底前", StatedDate(None, 12, at_end=True), "12月底"),
        ("2023年底", StatedDate(2023, 12, at_end=True), "2023年12月底"),
        ("2月29日", StatedDate(None, 2, 29), "2月29日"),
    ],
)
def test_dates_in_part(text: str, date: StatedDate, shown: str) -> None:
    """What is not stated stays open; 年底 is the end of December."""
    assert StatedDate.of(text) == date
    assert str(date) == shown


@pytest.mark.parametrize(
    "cell",
    [
        None,
        True,
        "",
        "年内",
        "长期",
        "13月",
        "2023年2月30日",
        "0年3月",
        "202x年x月x日",
        "2023/9-28",
        "十十月",
        "20231345",
        "99999",
        "451970",
        3,
        2.5,
        pytest.param(" " * 50_000 + "x", id="white space"),
        pytest.param("十" * 50_000, id="tens"),
    ],
)
def test_what_is_no_date(cell: CellValue) -> None:
    """Unknown words, days that do not exist, numbers outside of Excel's range for our years: refused, and at once."""
    with refused(ValueError, match=r"\w"):
        StatedDate.of(cell)


@pytest.mark.parametrize(
    "parts", [{"year": 2023, "month": 9, "day": 30, "at_end": True}, {"year": 203, "month": 9}, {"year": 1, "month": 0}]
)
def test_a_stated_date_exists(parts: Any) -> None:
    """A day beside 底, a year of three digits and a month 0 are no date."""
    with refused(ValueError, match=r"\w"):
        StatedDate(**parts)


def test_first_and_last_day() -> None:
    """A month may mean any of its days, its end only the last; without a year neither is known."""
    month, end, open_ = StatedDate(2024, 2), StatedDate(2024, 2, at_end=True), StatedDate(None, 2, 3)
    assert (month.first, month.last) == (dt.date(2024, 2, 1), dt.date(2024, 2, 29))
    assert (end.first, end.last) == (dt.date(2024, 2, 29), dt.date(2024, 2, 29))
    assert (open_.first, open_.last) == (None, None)


def test_dates_agree_in_what_both_state() -> None:
    """A month agrees with each of its days; two days, months or years do not."""
    assert DAY.agrees(StatedDate(2023, 9))
    assert StatedDate(None, 9, 28).agrees(DAY)
    assert not DAY.agrees(StatedDate(2023, 9, 27))
    assert not DAY.agrees(StatedDate(2022, 9))
    assert not StatedDate(None, 9, at_end=True).agrees(StatedDate(2023, 8))


def test_excel_numbers() -> None:
    """Five digits within 1990 to 2099 count days; anything else is no such number."""
    assert serial_date("45197") == dt.date(2023, 9, 28)
    assert serial_date("４５１９７") == dt.date(2023, 9, 28)
    assert serial_date("73050") == dt.date(2099, 12, 31)
    assert [serial_date(text) for text in ("32873", "73051", "4519", "45197.5", "")] == [None] * 5


def test_the_kind_demands_a_whole_date_or_takes_a_part() -> None:
    """`Date()` wants year, month and day; `Date(whole=False)` takes 9月底; both say what is allowed, in both languages."""
    assert Date().parse("2023-9-28", ROSTER) == DAY
    assert Date(whole=False).parse("9月底", ROSTER) == StatedDate(None, 9, at_end=True)
    for kind, cell in ((Date(), "9月28日"), (Date(), "2023年9月"), (Date(), "年内"), (Date(whole=False), "年内")):
        with pytest.raises(UnreadableCell) as caught:
            kind.parse(cell, ROSTER)
        assert caught.value.expected == kind.expected
    assert Date().expected == "日期，如 2023年9月28日"
    assert english(Date(whole=False).expected) == "a date such as 28 September 2023, or end of September"
    assert (Date().blank, Date().show(None)) == (None, "")


@given(testing.stated_dates())
def test_what_is_shown_is_read_back(date: StatedDate) -> None:
    """The one spelling of a date is read as the same date."""
    kind = Date(whole=False)
    assert kind.parse(kind.show(date), ROSTER) == date
    assert date.agrees(date)


@pytest.mark.parametrize(
    ("text", "shown", "zh"),
    [
        ("28 September 2023", "28 September 2023", "2023年9月28日"),
        ("28th Sept. 2023", "28 September 2023", "2023年9月28日"),
        ("Sep 28, 2023", "28 September 2023", "2023年9月28日"),
        ("28 september", "28 September", "9月28日"),
        ("End of June 2024", "end of June 2024", "2024年6月底"),
        ("May 2024", "May 2024", "2024年5月"),
        ("2023年9月28日", "28 September 2023", "2023年9月28日"),
    ],
)
def test_dates_in_english(text: str, shown: str, zh: str) -> None:
    """Read in either language, and said in the one that is asked for."""
    date = StatedDate.of(text)
    assert (date.say("en"), str(date)) == (shown, zh)
    assert Date(whole=False, language="en").show(date) == shown


@pytest.mark.parametrize(
    "text", ["31 June 2023", "Septembre 2023", "28 of September", "Marching 2023", "end of 28 May"]
)
def test_what_is_no_english_date(text: str) -> None:
    """Days that do not exist, and words that are no months."""
    with refused(ValueError, match=r"no date|no such day"):
        StatedDate.of(text)


@given(testing.stated_dates())
def test_english_dates_are_read_back(date: StatedDate) -> None:
    """What an English form shows is what it reads."""
    kind = Date(whole=False, language="en")
    assert kind.parse(kind.show(date), ROSTER) == date


def test_a_number_may_have_lost_its_zero() -> None:
    """A sheet keeps 2024.10 as 2024.1: asked about, unless the format shows the zero; a text is as it was typed."""
    kind = Date(whole=False)
    for cell in (2024.1, shown_as(2024.1, "2024.1年"), shown_as(2024.1, "2024.100")):
        with refused(UnreadableCell, match="看不出是2024年1月还是10月"):
            kind.parse(cell, ROSTER)
        with refused(ValueError, match="看不出是2024年1月还是10月"):
            StatedDate.of(cell)
    october, january = StatedDate(2024, 10), StatedDate(2024, 1)
    assert [kind.parse(cell, ROSTER) for cell in (shown_as(2024.1, "2024.10"), "2024.10")] == [october, october]
    assert [kind.parse(cell, ROSTER) for cell in ("2024.1", 2024.01, "2024.01")] == [january] * 3
    assert kind.parse(2024.2, ROSTER) == StatedDate(2024, 2)
    with refused(UnreadableCell, match="日期，如 2023年9月28日$"):
        Date().parse(2024.1, ROSTER)
