"""逐行核对: units of other boards, items that are missing or miscounted, deadlines that are over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, Final

from attrs import evolve, fields

from trafficlight.messages import Words
from trafficlight.model._forms import Says
from trafficlight.model._kinds import Choice, Items, OneUnit, ResponsibleUnits, Units
from trafficlight.model._periods import chinese_date
from trafficlight.model._vocabulary import Progress
from trafficlight.notice._deadlines import deadline_day
from trafficlight.notice._recognised_items import recognitions, years_recognised
from trafficlight.notice._recognition import NOT_YET, RecognitionRule
from trafficlight.sheets._report import Finding
from trafficlight.sheets.checks.checked_table import CheckedTable, Grounds, field_of
from trafficlight.sheets.checks.stated import as_of_of

_ITEMS: Final = Words(
    "每行一项的事项；没有的写“无”（空着的按没有计）", "items, one a line, or “无” for none (a blank is read as none)"
)
_OF_ITEMS: Final = Words(
    "与已争取事项相符的数（请列出所认定的事项，或删去这个数）",
    "a number that fits the items won (list what was recognised, or strike the number)",
)


def outside_board(tables: Sequence[CheckedTable], grounds: Grounds) -> Iterator[Finding]:
    """榜外单位: a unit that the theme's tables are not for, such as a county bureau in a table of departments."""
    for table in tables:
        boards = grounds.boards_of(table.theme)
        name = field_of(table, OneUnit, Units, ResponsibleUnits)
        if name is None or len(boards) == len(grounds.roster.boards):
            continue
        own = {unit for board in boards for unit in board.units}
        titles = [f"“{board.title}”" for board in boards]
        expected = Words(f"{'、'.join(titles)}榜上的单位", f"a unit of the board {', '.join(titles)}")
        for entry in table.entries:
            if not own.issuperset(table.theme.credits(entry.record)):
                yield table.at(entry, name, expected)


def exempt_unit(tables: Sequence[CheckedTable], grounds: Grounds) -> Iterator[Finding]:
    """免报单位的行: a row of units that need not hand in anything: it would be lit all the same, with what follows from it.

    Only where the period is named: nobody is exempt for ever.
    """
    exempt = {} if grounds.period is None else grounds.roster.exempt
    for table in tables if exempt else ():
        name = field_of(table, OneUnit, Units, ResponsibleUnits)
        if name is None:
            continue
        for entry in table.entries:
            units = tuple(table.theme.credits(entry.record))
            if not grounds.roster.all_exempt(units):
                continue
            why = "、".join(dict.fromkeys(exempt[unit].why for unit in units))
            expected = Words(
                f"本期应报的单位（该单位免报：{why}），请删去该行，或改免报期限",
                f"a unit that is to hand in (this one is exempt: {why}): strike the row, or change "
                "until when it is exempt",
            )
            yield table.at(entry, name, expected)


def items_missing(tables: Sequence[CheckedTable], grounds: Grounds) -> Iterator[Finding]:
    """事项空白: a row that names a unit, with its items left blank; it is read as none (§3.17), although 无 is not written."""
    for table in tables:
        name = field_of(table, Items)
        for entry in table.entries if name is not None and table.silent else ():
            if name is not None and entry.origin is not None and entry.origin.row in table.silent:
                yield table.at(entry, name, _ITEMS)


def recognised_nothing(tables: Sequence[CheckedTable], grounds: Grounds) -> Iterator[Finding]:
    """认定无着: 认定数 without an item won, or a planned item that is said to be recognised (§4.21): it would change a light."""
    for table in tables:
        if not isinstance(table.theme.rule, RecognitionRule):
            continue
        planned = _feeding(table, "planned")
        for entry in table.entries:
            record = entry.record
            if record.recognised and not record.won and table.has("recognised"):
                yield table.at(entry, "recognised", _OF_ITEMS)
            for name in planned:
                if any(recognitions(item)[0] for item in getattr(record, name)):
                    yield table.at(entry, name, NOT_YET)


def recognised_earlier(tables: Sequence[CheckedTable], grounds: Grounds) -> Iterator[Finding]:
    """往年认定: an item won that says it was recognised in a year before the period: it counted then (§4.21, §4.28)."""
    if grounds.period is None:
        return
    first = grounds.period.first_day.year
    expected = Words(
        f"{first}年以来认定的事项（往年认定的已计入往年，请删去；写错年份的，请改正）",
        f"an item recognised since {first} (strike what counted in an earlier year; correct a wrong year)",
    )
    for table in tables:
        for name in _feeding(table, "won") if isinstance(table.theme.rule, RecognitionRule) else ():
            for entry in table.entries:
                counts = bool(entry.record.recognised)
                items = (item for item in getattr(entry.record, name) if counts or any(recognitions(item)))
                if any(year < first for item in items for year in years_recognised(item)):
                    yield table.at(entry, name, expected)


def _feeding(table: CheckedTable, attribute: str) -> list[str]:
    """The fields of the table's items of which a record makes one of its attributes, however they are called."""
    form, probe = table.theme.form, ("?",)
    items = [name for name in form.fields if isinstance(form.kind_of(name), Items) and table.has(name)]
    aliases = {at.name: at.alias for at in fields(table.theme.record)}
    some: Any = next((entry.record for entry in table.entries), None)
    empty: Any = some and evolve(some, **{aliases[name]: () for name in items})
    return [name for name in items if empty and getattr(evolve(empty, **{aliases[name]: probe}), attribute) == probe]


def recognised_counts(tables: Sequence[CheckedTable], grounds: Grounds) -> Iterator[Finding]:
    """认定数与事项不符: more recognised than items won, or another number than the items that say （已认定） (§3.13)."""
    for table in tables:
        if not (isinstance(table.theme.rule, RecognitionRule) and table.has("recognised")):
            continue
        for entry in table.entries:
            stated, won = entry.record.recognised, entry.record.won
            if stated is None:
                continue
            marked = sum(recognitions(item)[0] for item in won)
            if not won:
                continue  # `recognised_nothing` tells that
            if stated > len(won):
                yield table.at(
                    entry,
                    "recognised",
                    Words(f"不多于所列 {len(won)} 项的数", f"no more than the items listed: {len(won)}"),
                )
            elif marked and marked != stated:
                expected = Words(
                    f" {marked}，与标注“（已认定）”的项数相符",
                    f"{marked}, as many as items are marked “（已认定）”",
                )
                yield table.at(entry, "recognised", expected, str(marked))


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
                expected = Words(
                    f"未过的完成时限，或与“正常推进”不同的进度评价（至{chinese_date(day)}已过时限）",
                    f"a deadline to come, or another progress than 正常推进 (it is over by {day})",
                )
                yield table.at(entry, deadline, expected)


def _day(table: CheckedTable, grounds: Grounds) -> dt.date | None:
    stated = as_of_of(table)
    if stated is not None and stated.last is not None:
        return stated.last
    return None if grounds.period is None else grounds.period.last_day


def _is_on_track(record: object, rated: Sequence[str]) -> bool:
    return any(getattr(record, name) is Progress.ON_TRACK for name in rated)
