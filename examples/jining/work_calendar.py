"""工作日历: which days are worked. 2023 stands here; other years come from the extra `calendar`, where it is installed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

import trafficlight as tl


def days(first: str, last: str) -> Iterator[dt.date]:
    """All days from the first to the last."""
    start, end = map(dt.date.fromisoformat, (first, last))
    return (dt.date.fromordinal(day) for day in range(start.toordinal(), end.toordinal() + 1))


YEAR_2023: Final = tl.model.WorkCalendar(
    years=[2023],
    holidays=[
        *days("2023-01-01", "2023-01-02"),  # 元旦
        *days("2023-01-21", "2023-01-27"),  # 春节
        *days("2023-04-05", "2023-04-05"),  # 清明节
        *days("2023-04-29", "2023-05-03"),  # 劳动节
        *days("2023-06-22", "2023-06-24"),  # 端午节
        *days("2023-09-29", "2023-10-06"),  # 中秋节、国庆节
    ],
    make_up_days=map(
        dt.date.fromisoformat,
        ("2023-01-28", "2023-01-29", "2023-04-23", "2023-05-06", "2023-06-25", "2023-10-07", "2023-10-08"),
    ),
)
"""国务院办公厅关于2023年部分节假日安排的通知（国办发明电〔2022〕16号）."""

CALENDAR: Final = tl.ChineseCalendar(supplement=YEAR_2023)
