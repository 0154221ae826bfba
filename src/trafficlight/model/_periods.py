"""期间: weeks, months, quarters and other periods, and working days. No clock: every date is an argument."""

from __future__ import annotations

import calendar
import contextlib
import datetime as dt
import re
from typing import Any, ClassVar, Final, Protocol, Self, TypeAlias

from attrs import field, frozen

from trafficlight.errors import WrongType, WrongValue
from trafficlight.messages import Language, Words, in_english, said
from trafficlight.model._checks import check_day
from trafficlight.model._field_types import typed
from trafficlight.model._work_calendar import WorkingDays

_DAY = dt.timedelta(days=1)
MONTH_NAMES: Final = ("January February March April May June July August September October November December").split()


def chinese_date(date: dt.date) -> str:
    """成文日期 style: Arabic digits without leading zeros (GB/T 9704 7.3.5).

    >>> import datetime as dt
    >>> chinese_date(dt.date(2023, 9, 8))
    '2023年9月8日'
    """
    return f"{date.year}年{date.month}月{date.day}日"


def english_date(date: dt.date) -> str:
    """28 September 2023."""
    return f"{date.day} {MONTH_NAMES[date.month - 1]} {date.year}"


def date_words(date: dt.date, language: Language = "zh") -> str:
    """A date as documents print it in a language. Raises `WrongType` for what is no date."""
    check_day("date_words", date, moments=True)
    return english_date(date) if in_english(language) else chinese_date(date)


class Period(Protocol):
    """期间 (period): what a hand-in, a rating and a document are of. Week, Month, Quarter, HalfYear, Year and Span are some.

    `kind` names the kind (`week`, `month` …), `key` the period in a file name or in JSON, as `period_of_key` reads it.
    `title` is what documents print. Periods of one kind follow each other without a gap.
    """

    @property
    def kind(self) -> str:
        """Which kind: `week`, `month`, `quarter`, `half_year`, `year`, `span`, or an agency's own."""

    @property
    def key(self) -> str:
        """“2023Q3”: one word for one period."""

    @property
    def first_day(self) -> dt.date:
        """The day with which it begins."""

    @property
    def last_day(self) -> dt.date:
        """The day with which it ends, on which what is due in it is due."""

    @property
    def year(self) -> int:
        """The year to which it counts."""

    @property
    def previous(self) -> Period:
        """The period before it."""

    @property
    def next(self) -> Period:
        """The period after it."""

    def title(self, language: Language = "zh") -> str:
        """“2023年第三季度”, “third quarter of 2023”."""

    def __contains__(self, date: dt.date, /) -> bool: ...

    def __hash__(self) -> int: ...


class _Days:
    """What every period of ours does by its first and its last day."""

    __slots__ = ()

    def __contains__(self: Period, date: dt.date) -> bool:
        return self.first_day <= date <= self.last_day

    def __str__(self: Period) -> str:
        return self.title()


def last_day_of(period: Period | None) -> dt.date | None:
    """The day whose roster and rules a period takes; None without a period. Raises `TypeError` for anything else, such as its key."""
    given: Any = period  # by whoever does not check types
    if given is not None and not hasattr(given, "last_day"):
        raise WrongType(
            f"这里应为一个周期，如 Month(2025, 3)，而不是 {given!r}；period_of_key 读周期的键",
            f"a period goes here, such as Month(2025, 3), not {given!r}; period_of_key reads a period's key",
        )
    return None if period is None else period.last_day


def _check_year(_instance: object, _attribute: object, year: int) -> None:
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise WrongValue(
            f"年份应在 {dt.MINYEAR} 至 {dt.MAXYEAR} 之间，而不是 {year!r}",
            f"a year is {dt.MINYEAR} to {dt.MAXYEAR}, not {year!r}",
        )


@frozen(order=True, field_transformer=typed)
class _PartOfYear(_Days):
    """One of the equal parts into which a year's months are divided; the subclasses say how many, and how it is written."""

    year: int = field(validator=_check_year)
    number: int = field(default=1)
    kind: ClassVar[str]
    parts: ClassVar[int]
    letter: ClassVar[str]

    @number.validator
    def _check(self, _attribute: object, number: int) -> None:
        if not 1 <= number <= self.parts:
            raise WrongValue(
                f"{self.kind} 的序数应为 1 至 {self.parts}，而不是 {number!r}",
                f"the number of a {self.kind} is 1 to {self.parts}, not {number!r}",
            )

    @classmethod
    def of(cls, date: dt.date) -> Self:
        """The one in which a date lies."""
        check_day(f"{cls.__name__}.of", date, moments=True)
        return cls(date.year, (date.month - 1) * cls.parts // 12 + 1)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a key: “2023Q3”, “2023M09”, “2023H2”, “2023”. Raises `ValueError`."""
        found = re.fullmatch(rf"(\d{{4}}){cls.letter}(\d{{1,2}})" if cls.letter else r"(\d{4})()", text)
        if found is None or not 1 <= int(found[2] or 1) <= cls.parts:
            raise WrongValue(
                f"{cls.kind} 应写作 {cls(2023, max(1, 3 * cls.parts // 4)).key}，而不是 {text!r}",
                f"a {cls.kind} is written like {cls(2023, max(1, 3 * cls.parts // 4)).key}, not {text!r}",
            )
        return cls(int(found[1]), int(found[2] or 1))

    @property
    def key(self) -> str:
        """“2023Q3”, as `parse` reads it."""
        return f"{self.year:04}{self.letter}{self.number:0{len(str(self.parts))}}" if self.letter else f"{self.year:04}"

    @property
    def first_day(self) -> dt.date:
        """The day with which it begins."""
        return dt.date(self.year, (self.number - 1) * 12 // self.parts + 1, 1)

    @property
    def last_day(self) -> dt.date:
        """Its last day, when the lead departments hand in (N4.3)."""
        month = self.number * 12 // self.parts
        return dt.date(self.year, month, calendar.monthrange(self.year, month)[1])

    @property
    def next(self) -> Self:
        """The one after it."""
        return type(self)(self.year + 1, 1) if self.number == self.parts else type(self)(self.year, self.number + 1)

    @property
    def previous(self) -> Self:
        """The one before it."""
        return type(self)(self.year - 1, self.parts) if self.number == 1 else type(self)(self.year, self.number - 1)


class Month(_PartOfYear):
    """月: a month.

    >>> print(Month(2024, 7), Month(2024, 7).title("en"), Month(2024, 7).key)
    2024年7月 July 2024 2024M07
    """

    __slots__ = ()
    kind: ClassVar[str] = "month"
    parts: ClassVar[int] = 12
    letter: ClassVar[str] = "M"

    def title(self, language: Language = "zh") -> str:
        """“2024年7月”."""
        return said(Words(f"{self.year}年{self.number}月", f"{MONTH_NAMES[self.number - 1]} {self.year}"), language)


class Quarter(_PartOfYear):
    """季度: the period of a bulletin and a compendium (N4.3). Raises `ValueError` for a number outside 1 to 4.

    >>> import datetime as dt
    >>> print(Quarter.of(dt.date(2023, 9, 28)), Quarter(2023, 3).title("en"))
    2023年第三季度 third quarter of 2023
    """

    __slots__ = ()
    kind: ClassVar[str] = "quarter"
    parts: ClassVar[int] = 4
    letter: ClassVar[str] = "Q"

    def title(self, language: Language = "zh") -> str:
        """“2023年第三季度”."""
        which = ("first", "second", "third", "fourth")[self.number - 1]
        return said(
            Words(f"{self.year}年第{'一二三四'[self.number - 1]}季度", f"{which} quarter of {self.year}"), language
        )


class HalfYear(_PartOfYear):
    """半年: the first half of a year (上半年) or the second (下半年)."""

    __slots__ = ()
    kind: ClassVar[str] = "half_year"
    parts: ClassVar[int] = 2
    letter: ClassVar[str] = "H"

    def title(self, language: Language = "zh") -> str:
        """“2023年上半年”."""
        which = ("first", "second")[self.number - 1]
        return said(Words(f"{self.year}年{'上下'[self.number - 1]}半年", f"{which} half of {self.year}"), language)


class Year(_PartOfYear):
    """年度: a whole year."""

    __slots__ = ()
    kind: ClassVar[str] = "year"
    parts: ClassVar[int] = 1
    letter: ClassVar[str] = ""

    def title(self, language: Language = "zh") -> str:
        """“2023年度”."""
        return f"{self.year}" if in_english(language) else f"{self.year}年度"


@frozen(order=True, field_transformer=typed)
class Span(_Days):
    """时段: from a day to a day, both included. Raises `ValueError` where the last lies before the first.

    The span before it is as long, and ends on the day before.
    """

    first_day: dt.date
    last_day: dt.date
    kind: ClassVar[str] = "span"

    def __attrs_post_init__(self) -> None:
        if self.last_day < self.first_day:
            raise WrongValue(
                f"时段的末日不能早于首日 {self.first_day}，而不是 {self.last_day}",
                f"a span ends on or after its first day {self.first_day}, not {self.last_day}",
            )

    @classmethod
    def parse(cls, text: str) -> Span:
        """Read “2023-07-01/2023-09-15”. Raises `ValueError`."""
        first, _, last = text.partition("/")
        return cls(dt.date.fromisoformat(first), dt.date.fromisoformat(last))

    @property
    def key(self) -> str:
        """“2023-07-01/2023-09-15”, as `parse` reads it."""
        return f"{self.first_day}/{self.last_day}"

    @property
    def year(self) -> int:
        """The year of its last day."""
        return self.last_day.year

    @property
    def _length(self) -> dt.timedelta:
        return self.last_day - self.first_day + _DAY

    @property
    def previous(self) -> Span:
        """As many days, up to the day before."""
        return Span(self.first_day - self._length, self.first_day - _DAY)

    @property
    def next(self) -> Span:
        """As many days, from the day after."""
        return Span(self.last_day + _DAY, self.last_day + self._length)

    def title(self, language: Language = "zh") -> str:
        """“2023年7月1日至2023年9月15日”."""
        first, last = (date_words(day, language) for day in (self.first_day, self.last_day))
        return f"{first} to {last}" if in_english(language) else f"{first}至{last}"


@frozen(order=True, field_transformer=typed)
class Week(_Days):
    """周: the period of the ledger (N2.2), known by its Monday. Raises `ValueError` for another weekday.

    It counts to the year of its Thursday, as ISO 8601 has it.
    """

    monday: dt.date = field()
    kind: ClassVar[str] = "week"

    @monday.validator
    def _check(self, _attribute: object, monday: dt.date) -> None:
        if monday.weekday() != 0:
            raise WrongValue(
                f"{monday.isoformat()} 不是星期一：一周从星期一算起，可用 Week.of(日期)",
                f"{monday.isoformat()} is not a Monday",
            )

    @classmethod
    def of(cls, date: dt.date) -> Week:
        """The week in which a date lies, Monday to Sunday."""
        check_day("Week.of", date, moments=True)
        return cls(dt.date.fromordinal(date.toordinal() - date.weekday()))

    @classmethod
    def parse(cls, text: str) -> Week:
        """Read “2023W39”, a week's number as ISO 8601 counts. Raises `ValueError`."""
        found = re.fullmatch(r"(\d{4})W(\d{2})", text)
        if found is None:
            raise WrongValue(f"一周应写作 2023W39，而不是 {text!r}", f"a week is written like 2023W39, not {text!r}")
        return cls(dt.date.fromisocalendar(int(found[1]), int(found[2]), 1))

    @property
    def key(self) -> str:
        """“2023W39”, as `parse` reads it."""
        year, number, _ = self.monday.isocalendar()
        return f"{year:04}W{number:02}"

    @property
    def year(self) -> int:
        """The year of its Thursday."""
        return self.monday.isocalendar().year

    @property
    def first_day(self) -> dt.date:
        """Its Monday."""
        return self.monday

    @property
    def last_day(self) -> dt.date:
        """Its Sunday."""
        return self.monday + 6 * _DAY

    @property
    def previous(self) -> Week:
        """The week before it."""
        return Week(self.monday - 7 * _DAY)

    @property
    def next(self) -> Week:
        """The week after it."""
        return Week(self.monday + 7 * _DAY)

    @property
    def days(self) -> tuple[dt.date, ...]:
        """Its seven days."""
        return tuple(self.monday + number * _DAY for number in range(7))

    def _due(self, weekday: int, calendar: WorkingDays) -> dt.date | None:
        """到期日: the weekday (Monday is 0) on which something is due; None for a week in which nobody works (§3.11, §4.37).

        Where that day is not worked, the last working day before it; where none is left in the week, its first working day.
        """
        # The days behind are asked only when needed: their year may not be known yet.
        days = (*reversed(self.days[: weekday + 1]), *self.days[weekday + 1 :])
        return next((day for day in days if calendar.is_working_day(day)), None)

    def update_by(self, calendar: WorkingDays, *, weekday: int = 3) -> dt.date | None:
        """每周四之前更新完毕: Thursday, or the day that stands for it (N2.2, §4.37); 之前 includes the day."""
        return self._due(weekday, calendar)

    def report_by(self, calendar: WorkingDays, *, weekday: int = 4) -> dt.date | None:
        """每周五之前报: Friday, or the day that stands for it (N2.2, §4.37)."""
        return self._due(weekday, calendar)

    def title(self, language: Language = "zh") -> str:
        """“2023年9月25日当周”."""
        return f"week of {english_date(self.monday)}" if in_english(language) else f"{chinese_date(self.monday)}当周"


_OwnPeriod: TypeAlias = Week | Month | Quarter | HalfYear | Year | Span
KINDS_OF_PERIOD: Final[tuple[type[_OwnPeriod], ...]] = (Week, Month, Quarter, HalfYear, Year, Span)


def period_of_key(key: str) -> _OwnPeriod:
    """The period that a key names: “2023Q3”, “2023M09”, “2023W39”, “2023H2”, “2023”, “2023-07-01/2023-09-15”.

    Raises `ValueError`, which says how each kind is written.
    """
    for kind in KINDS_OF_PERIOD:
        with contextlib.suppress(ValueError):
            return kind.parse(key)
    raise WrongValue(
        f"{key!r} 不是周期；应写作 2023W39（周）、2023M09（月）、2023Q3（季度）、2023H2（半年）、2023（年）、"
        "2023-07-01/2023-09-15（时段）",
        f"{key!r} names no period; written are 2023W39 (week), 2023M09 (month), 2023Q3 (quarter), 2023H2 (half year), "
        "2023 (year), 2023-07-01/2023-09-15 (span)",
    )
