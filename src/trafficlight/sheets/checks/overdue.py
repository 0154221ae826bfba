"""完成时限核对: items that are said to go on as planned, although their time is over (§4.39)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from trafficlight.messages import Words
from trafficlight.model._forms import Says
from trafficlight.model._kinds import Choice
from trafficlight.model._periods import chinese_date
from trafficlight.model._vocabulary import Progress
from trafficlight.notice._summary import deadline_day
from trafficlight.sheets._report import Finding
from trafficlight.sheets.checks.checked_table import CheckedTable, Grounds
from trafficlight.sheets.checks.stated import as_of_of


def overdue(tables: Sequence[CheckedTable], grounds: Grounds) -> Iterator[Finding]:
    """时限已过: 正常推进 beside a 完成时限 before the day of which the table speaks, or else before the period's end."""
    for table in tables:
        form = table.theme.form
        deadline = form.field_saying(Says.DEADLINE)
        rated = [name for name in form.fields if isinstance(form.kind_of(name), Choice)]
        day = _day(table, grounds)
        if day is None or not table.has(deadline):
            continue
        for entry in table.entries:
            said = getattr(entry.record, deadline)
            due = deadline_day(said, day.year) if isinstance(said, str) and _is_on_track(entry.record, rated) else None
            if due is not None and due < day:
                yield table.at(
                    entry,
                    deadline,
                    Words(
                        f"未过的完成时限，或与“正常推进”不同的进度评价（至{chinese_date(day)}已过时限）",
                        f"a deadline to come, or another progress than 正常推进 (it is over by {day})",
                    ),
                )


def _day(table: CheckedTable, grounds: Grounds) -> dt.date | None:
    stated = as_of_of(table)
    if stated is not None and stated.last is not None:
        return stated.last
    return None if grounds.period is None else grounds.period.last_day


def _is_on_track(record: object, rated: Sequence[str]) -> bool:
    return any(getattr(record, name) is Progress.ON_TRACK for name in rated)
