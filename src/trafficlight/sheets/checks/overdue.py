"""完成时限核对: items that are said to go on as planned, although their time is over (§4.39)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from trafficlight.messages import Words
from trafficlight.model._periods import chinese_date
from trafficlight.model._vocabulary import Progress
from trafficlight.notice._summary import is_overdue
from trafficlight.sheets._report import Finding
from trafficlight.sheets.checks.checked_table import CheckedTable, Grounds
from trafficlight.sheets.checks.stated import as_of_of

_DEADLINE: Final = "deadline"


def overdue(tables: Sequence[CheckedTable], grounds: Grounds) -> Iterator[Finding]:
    """时限已过: 正常推进 beside a 完成时限 before the day of which the table speaks, or else before the period's end."""
    for table in tables:
        if not table.has(_DEADLINE):
            continue
        stated = as_of_of(table)
        day = (stated and stated.last) or (grounds.period and grounds.period.last_day)
        for entry in table.entries if day else ():
            if day and entry.record.progress is Progress.ON_TRACK and is_overdue(entry.record, day):
                yield table.at(
                    entry,
                    _DEADLINE,
                    Words(
                        f"未过的完成时限，或与“正常推进”不同的进度评价（至{chinese_date(day)}已过时限）",
                        f"a deadline to come, or another progress than 正常推进 (it is over by {day})",
                    ),
                )
