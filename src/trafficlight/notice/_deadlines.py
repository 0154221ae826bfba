"""逾期: which items are past their 完成时限 (§4.39)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any, Final, Protocol, TypeVar

from attrs import evolve

from trafficlight.messages import Words, english
from trafficlight.model._dates import StatedDate
from trafficlight.model._periods import HalfYear, Period, Quarter
from trafficlight.model._vocabulary import Progress, fold
from trafficlight.rules._verdicts import Verdict

_AFTER: Final = re.compile(r"(?:之?前|以前)?(?:完成|办结|结束|到位|落实)?[。；;]?\Z")
_PART: Final = re.compile(r"(?:(\d{4})年)?(?:第?([一二三四1-4])季度|(上|下)半年)[底末内]?\Z")
_WHOLE: Final = re.compile(r"(\d{4})年(?:度|内|全年)?\Z")
_NUMERALS: Final = "一二三四"


class _Carrier(Protocol):
    @property
    def record(self) -> Any: ...


T = TypeVar("T", bound=_Carrier)


def deadline_day(text: str, year: int) -> dt.date | None:
    """The last day of a 完成时限, a month, quarter or year ending with its own; None for what names no date (长期).

    `year` is that of a deadline without one.

    >>> deadline_day("年底前", 2023), deadline_day("2023年三季度", 2024), deadline_day("长期推进", 2023)
    (datetime.date(2023, 12, 31), datetime.date(2023, 9, 30), None)
    """
    plain = _AFTER.sub("", fold(text))
    if part := _PART.match(plain):
        own = int(part[1] or year)
        if part[3]:
            return HalfYear(own, 1 if part[3] == "上" else 2).last_day
        number = part[2]
        return Quarter(own, int(number) if number.isdigit() else _NUMERALS.index(number) + 1).last_day
    if whole := _WHOLE.match(plain):
        return dt.date(int(whole[1]), 12, 31)
    try:
        date = StatedDate.of(plain)
        return date.last or StatedDate(year, date.month, date.day).last
    except ValueError:
        return None


def overdue(items: Iterable[T], *, as_of: dt.date) -> tuple[T, ...]:
    """已过完成时限未办结的: those entries or ratings whose 完成时限 lies before a day, and whose 进度评价 is not 已办结.

    They get no light for it, since the notice gives none. Items without a 完成时限, or with one that is no date, are left out.
    """
    return tuple(item for item in items if item.record is not None and is_overdue(item.record, as_of))


def is_overdue(record: Any, as_of: dt.date) -> bool:
    """Whether a record is past its 完成时限 and not done."""
    deadline, progress = getattr(record, "deadline", ""), getattr(record, "progress", None)
    if not isinstance(deadline, str) or not isinstance(progress, Progress) or progress is Progress.DONE:
        return False
    day = deadline_day(deadline, as_of.year)
    return day is not None and day < as_of


_OVERDUE: Final = Words("已过完成时限而未办结", "past its 完成时限 and not done")


def doubted(verdict: Verdict, record: Any, period: Period | None) -> Verdict:
    """The verdict, flagged where the record is past its 完成时限 on the period's last day; what else it is flagged for stays."""
    if period is None or not is_overdue(record, period.last_day):
        return verdict
    flag = Words(f"{verdict.flag}；{_OVERDUE}", f"{english(verdict.flag)}; {_OVERDUE.en}") if verdict.flag else _OVERDUE
    return evolve(verdict, flag=flag)
