"""核对: what is doubtful although every cell can be read; each check is a fault, a warning or off, by a value."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from attrs import evolve, field, fields, frozen

from trafficlight.sheets.checks.dates import as_of, date_numbers
from trafficlight.sheets.checks.leaders import leaders
from trafficlight.sheets.checks.rows import (
    duplicate_rows,
    duplicate_serials,
    duplicate_units,
    items_missing,
    outside_board,
    recognised_counts,
)
from trafficlight.sheets.checks.summary import summary
from trafficlight.sheets.checks.tables import Check, CheckedTable, Finding, Grounds
from trafficlight.sheets.checks.texts import invisible, visible
from trafficlight.sheets.grid import Grid
from trafficlight.sheets.limits import Limits
from trafficlight.wording import Words, english


class Severity(enum.Enum):
    """轻重: what comes of a finding."""

    FAULT = "错误"
    """The row is refused, as one with an unreadable cell is."""
    WARNING = "提醒"
    """The row is read, and the report has the finding."""
    OFF = "不查"


_CHECKS: Final[Mapping[str, Check]] = {
    check.__name__: check
    for check in (
        duplicate_rows,
        duplicate_units,
        duplicate_serials,
        outside_board,
        leaders,
        items_missing,
        recognised_counts,
        summary,
        as_of,
        date_numbers,
    )
}


def _pairs(value: Iterable[tuple[Check, Severity]]) -> tuple[tuple[Check, Severity], ...]:
    return tuple(value)


def _boards(value: Mapping[str, Iterable[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((theme, tuple(boards)) for theme, boards in dict(value).items())


@frozen(kw_only=True)
class Checks:
    """核对项目: for each check whether what it finds is a fault, a warning in the report, or not looked for.

    `own` are an agency's own checks. `boards` names the boards whose units may stand in a theme's tables, by the theme's
    key; for other themes those of its `absence` and of the scheme's `counted` may. With `drop_invisible` the invisible
    characters are taken out of a cell before it is read. An unknown unit name is no check: without its unit a row cannot
    be rated, so it is always a fault.
    """

    duplicate_rows: Severity = Severity.WARNING
    """A row twice, over all files of a theme."""
    duplicate_units: Severity = Severity.WARNING
    """A unit twice where each has one row."""
    duplicate_serials: Severity = Severity.WARNING
    """A typed 序号 twice in a table."""
    outside_board: Severity = Severity.WARNING
    """A unit of another board than the theme's."""
    leaders: Severity = Severity.WARNING
    """A 分管领导 or 包保领导 who is not the roster's."""
    items_missing: Severity = Severity.WARNING
    """A unit whose items are left blank, where 无 would say that there are none, or are words for none that count as one."""
    recognised_counts: Severity = Severity.WARNING
    """认定数 that does not fit the items."""
    summary: Severity = Severity.WARNING
    """A summary sentence that does not add up, or does not fit the rows."""
    as_of: Severity = Severity.WARNING
    """A 截至日期 that is no date, or not that of the other tables."""
    date_numbers: Severity = Severity.WARNING
    """Excel's number of a day where a date was meant."""
    invisible: Severity = Severity.WARNING
    """Zero-width characters and marks of direction."""
    drop_invisible: bool = False
    own: tuple[tuple[Check, Severity], ...] = field(default=(), converter=_pairs)
    boards: tuple[tuple[str, tuple[str, ...]], ...] = field(default={}, converter=_boards)

    @classmethod
    def every(cls, severity: Severity) -> Checks:
        """Every check of the library's with the same severity."""
        same: dict[str, Any] = {at.name: severity for at in fields(cls) if isinstance(at.default, Severity)}
        return cls(**same)

    def listed(self) -> Iterator[tuple[str, Check, Severity]]:
        """The checks over tables that are on, with their names."""
        named = [(name, check, getattr(self, name)) for name, check in _CHECKS.items()]
        named += [
            (str(getattr(check, "__name__", type(check).__name__)), check, severity) for check, severity in self.own
        ]
        yield from (item for item in named if item[2] is not Severity.OFF)

    def over(
        self, tables: Sequence[CheckedTable], grounds: Grounds, limits: Limits
    ) -> Iterator[tuple[Severity, Finding]]:
        """What the checks find, each of them up to the limit of faults."""
        for name, check, severity in self.listed():
            for finding in _up_to(limits.faults, check(tables, grounds)):
                yield severity, evolve(finding, check=name)

    def over_grid(self, grid: Grid, limits: Limits) -> tuple[Grid, list[tuple[Severity, Finding]]]:
        """The grid as it is to be read, and what is found in its texts."""
        if self.invisible is Severity.OFF and not self.drop_invisible:
            return grid, []
        found = _up_to(limits.faults, invisible(grid))
        if not found:
            return grid, []
        told = [(self.invisible, evolve(finding, check="invisible")) for finding in found]
        return visible(grid) if self.drop_invisible else grid, told if self.invisible is not Severity.OFF else []


def _up_to(most: int, findings: Iterable[Finding]) -> list[Finding]:
    """The first findings; where there are more, the last one says so."""
    found = list(islice(findings, most + 1))
    if len(found) > most:
        del found[most:]
        expected = found[-1].expected
        more = Words(
            f"{expected}（同类的只列出前 {most} 处）",
            f"{english(expected)} (only the first {most} of this kind are listed)",
        )
        found[-1] = evolve(found[-1], expected=more)
    return found


CHECKS: Final = Checks()
"""Every check warns, and refuses nothing."""
