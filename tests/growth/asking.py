"""What goes out again and what came in, growing in one dimension: forms with what is known, differences, previews, a past."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, Final

from attrs import evolve
from helpers import sample_records as samples
from helpers.office_sheets import ROSTER, THEMES

import trafficlight as tl
from growth import Case
from trafficlight.model import Progress
from trafficlight.rules import Coverage, Receipt, Status
from trafficlight.sheets import Finding, Reading, Report, TableRead

KEY_WORK: Final = next(theme for theme in THEMES if theme.key == "key_work")
_BECAUSE: Final = tl.Clause("1", "往期")
_PERSONNEL: Final = tl.Unit("人事科")

Entries = Sequence[tl.Entry[Any]]


def _items(count: int, *units: tl.Unit, matter: str = "事项{}", status: str = "情况") -> Entries:
    return [
        tl.Entry("key_work", samples.key_work_item(Progress.SLOW, *units, matter=matter.format(at), status=status))
        for at in range(count)
    ]


def _compared(make: Callable[[int], tuple[Entries, Entries]]) -> Callable[[int], Callable[[], object]]:
    def prepare(count: int) -> Callable[[], object]:
        before, after = make(count)
        return lambda: tl.rules.differences(before, after, themes=[KEY_WORK]).table()

    return prepare


def _previewed(report: Callable[[int], Report], units: int = 0) -> Callable[[int], Callable[[], object]]:
    def prepare(count: int) -> Callable[[], object]:
        rows = [Receipt("a", "甲", Status.MISSING, unit=tl.Unit(f"单位{at}")) for at in range(units * count)]
        coverage = Coverage(None, [Receipt("a", "甲", Status.RECEIVED), *rows])
        reading = Reading((), (), report(count), coverage)

        def do() -> None:
            preview = tl.sheets.preview(reading)
            preview.lines()
            preview.tables()

        return do

    return prepare


def _blank(count: int) -> Callable[[], object]:
    previous = Reading(tuple(_items(count)), ("key_work",), Report(), Coverage.received([KEY_WORK]))
    return lambda: tl.sheets.blank(KEY_WORK, roster=ROSTER, previous=previous)


def _looks_back(_: object, past: tl.rules.Past[Any]) -> tl.Verdict:
    return tl.lit(tl.RED if past else tl.YELLOW, because=_BECAUSE)


def _past(count: int) -> Callable[[], object]:
    """Ratings of a period each with a value of its own for it, as they are read from JSON."""
    book = tl.Rulebook("往期", dt.date(2023, 1, 1), [evolve(KEY_WORK, rule=_looks_back, clauses=[_BECAUSE])])
    entries = _items(count)
    april = book.rate(entries, roster=ROSTER, period=tl.Month(2025, 4), past=())
    past = [evolve(rating, period=tl.Month(2025, 4)) for rating in april]
    return lambda: book.rate(entries, roster=ROSTER, period=tl.Month(2025, 5), past=past)


def _doubt(file: str) -> Finding:
    return Finding(file, "表", 3, 1, "A3", "序号", "", "数")


DIFFERENCES: Final[dict[str, Callable[[int], tuple[Entries, Entries]]]] = {
    "items": lambda count: (_items(count), _items(count, status="改过")),
    "rows of one item": lambda count: (_items(count, matter="甲"), _items(count, matter="甲", status="改过")),
    "items handed over": lambda count: (_items(count), _items(count, _PERSONNEL)),
    "items that left": lambda count: (_items(count), _items(count, matter="别的{}")),
}
REPORTS: Final[dict[str, Callable[[int], Report]]] = {
    "files": lambda count: Report(read=tuple(TableRead(f"{at}.xlsx", "表", 1, "a", 1) for at in range(count))),
    "doubts of a file": lambda count: Report(warnings=(_doubt("甲.xlsx"),) * count),
    "doubts of files": lambda count: Report(warnings=tuple(_doubt(f"{at}.xlsx") for at in range(count))),
}


def cases() -> list[Case]:
    """All of them."""
    return [
        *(Case("differences", dimension, _compared(make), 50_000) for dimension, make in DIFFERENCES.items()),
        *(Case("preview", dimension, _previewed(make), 50_000) for dimension, make in REPORTS.items()),
        Case("preview", "units without a row", _previewed(lambda _: Report(), units=1), 50_000),
        Case("rate", "ratings of an earlier period", _past, 20_000),
        Case("blank", "items of an earlier period", _blank, 20_000),
    ]
