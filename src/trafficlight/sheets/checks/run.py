"""核对: what is doubtful although every cell can be read; each check is a fault, a warning or off, by a value."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from attrs import evolve, field, fields, frozen

from trafficlight._scheme import Scheme
from trafficlight.errors import Fault
from trafficlight.messages import Words, english
from trafficlight.model._boards import Roster
from trafficlight.model._dates import StatedDate
from trafficlight.model._field_types import typed
from trafficlight.model._periods import Period
from trafficlight.ooxml.archive import Limits
from trafficlight.rules._entries import Entry
from trafficlight.rules._rulebooks import AnyTheme
from trafficlight.sheets._report import Finding
from trafficlight.sheets.checks import people, repeats, row_by_row, stale, stated, suspicious_texts
from trafficlight.sheets.checks.checked_table import Check, CheckedTable, Grounds, checked
from trafficlight.sheets.reading.grid import Grid
from trafficlight.sheets.reading.locate import Table
from trafficlight.sheets.reading.table_entries import TableEntries

_CHECK: Final = "check"


class Severity(enum.Enum):
    """轻重: what comes of a finding."""

    FAULT = "错误"
    """The row is refused, as one with an unreadable cell is."""
    WARNING = "提醒"
    """The row is read, and the report has the finding."""
    OFF = "不查"


def _by(check: Check) -> dict[str, Check]:
    """Metadata of a field: the check over tables whose findings it weighs."""
    return {_CHECK: check}


def _boards(value: Mapping[str, Iterable[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((theme, tuple(boards)) for theme, boards in dict(value).items())


@frozen(kw_only=True, field_transformer=typed)
class Checks:
    """核对项目: for each check whether what it finds is a fault, a warning in the report, or not looked for.

    `own` are an agency's own checks. `boards` names the boards whose units may stand in a theme's tables, by the theme's
    key; for other themes those of its `absence` and of the scheme's `counted` may. With `later_replaces` an item or unit that a
    later file or sheet has too (in the order in which they are read, a hidden sheet before all others) counts there
    alone (unless a unit would lose its row), and a file that comes twice is read once. With `drop_invisible` the invisible
    characters are taken out of a cell before it is read, with `drop_struck` what is struck through: a row of nothing else
    is left out, with a remark. An
    unknown unit name is no check: without its unit a row cannot be rated, so it is always a fault.
    """

    duplicate_items: Severity = field(default=Severity.FAULT, metadata=_by(repeats.duplicate_items))
    """An item that a second file or sheet has too (§4.25); a warning where, with `later_replaces`, the later one alone counts."""
    item_twice: Severity = field(default=Severity.FAULT, metadata=_by(repeats.item_twice))
    """An item in two rows of a sheet that tell it differently, or at all where a code names it or its past is asked for."""
    same_matter: Severity = field(default=Severity.WARNING, metadata=_by(repeats.same_matter))
    """An item's matter in another file under another lead unit."""
    duplicate_rows: Severity = field(default=Severity.FAULT, metadata=_by(repeats.duplicate_rows))
    """A row twice: both would count."""
    duplicate_units: Severity = field(default=Severity.FAULT, metadata=_by(repeats.duplicate_units))
    """A unit twice where each has one row: its absence speaks, or no subject tells several items of it apart."""
    duplicate_serials: Severity = field(default=Severity.WARNING, metadata=_by(repeats.duplicate_serials))
    """A typed 序号 twice in a table."""
    outside_board: Severity = field(default=Severity.WARNING, metadata=_by(row_by_row.outside_board))
    """A unit of another board than the theme's."""
    exempt_unit: Severity = field(default=Severity.WARNING, metadata=_by(row_by_row.exempt_unit))
    """A row of units that are exempt: lit, it would count and have its consequences."""
    leaders: Severity = field(default=Severity.WARNING, metadata=_by(people.leaders))
    """A 分管领导 or 包保领导 who is not the roster's."""
    items_missing: Severity = field(default=Severity.WARNING, metadata=_by(row_by_row.items_missing))
    """A unit whose items are left blank, where 无 would say that there are none."""
    recognised_counts: Severity = field(default=Severity.WARNING, metadata=_by(row_by_row.recognised_counts))
    """认定数 that does not fit the items."""
    recognised_nothing: Severity = field(default=Severity.FAULT, metadata=_by(row_by_row.recognised_nothing))
    """认定数 without an item, or a planned item that is said to be recognised: it would change a light (§4.21)."""
    recognised_earlier: Severity = field(default=Severity.FAULT, metadata=_by(row_by_row.recognised_earlier))
    """An item won that was recognised in a year before the period: it would count once more."""
    leader_titles: Severity = field(default=Severity.WARNING, metadata=_by(people.leader_titles))
    """A title beside a leader's name (§4.29)."""
    unit_beside: Severity = field(default=Severity.WARNING, metadata=_by(people.unit_beside))
    """A word like a unit's where the responsible person belongs (§4.26)."""
    source_missing: Severity = field(default=Severity.FAULT, metadata=_by(stated.source_missing))
    """A 任务来源 left blank: the summary sentence counts it (§4.27)."""
    source_unknown: Severity = field(default=Severity.WARNING, metadata=_by(stated.source_unknown))
    """A 任务来源 that names neither the agency nor a higher body."""
    summary: Severity = field(default=Severity.WARNING, metadata=_by(stated.summary))
    """A summary sentence that does not add up, or does not fit the rows."""
    as_of: Severity = field(default=Severity.WARNING, metadata=_by(stated.as_of))
    """A 截至日期 that is no date, or not that of the other tables."""
    stale: Severity = field(default=Severity.FAULT, metadata=_by(stale.stale))
    """A 截至日期, or a title's quarter, outside the period that is read (§4.28)."""
    samples: Severity = field(default=Severity.FAULT, metadata=_by(stated.samples))
    """A sheet or file called 示例 that holds rows, beside another of its theme; a row whose matter begins with 示例：."""
    overdue: Severity = field(default=Severity.WARNING, metadata=_by(row_by_row.overdue))
    """正常推进, and the 完成时限 is past (§4.39)."""
    date_numbers: Severity = field(default=Severity.WARNING, metadata=_by(suspicious_texts.date_numbers))
    """Excel's number of a day where a date was meant."""
    invisible: Severity = Severity.WARNING
    """Zero-width characters and marks of direction."""
    struck: Severity = field(default=Severity.FAULT, metadata=_by(suspicious_texts.as_found("struck")))
    """Text that is struck through: was it withdrawn?"""
    withdrawn: Severity = field(default=Severity.FAULT, metadata=_by(suspicious_texts.withdrawn))
    """A row of which 备注, a note at its name or a comment says that it was withdrawn: it would count."""
    comments: Severity = field(default=Severity.WARNING, metadata=_by(suspicious_texts.as_found("comments")))
    """A comment on a cell of a row: it was not read."""
    deciding_comments: Severity = field(
        default=Severity.FAULT, metadata=_by(suspicious_texts.as_found("deciding_comments"))
    )
    """A comment on a cell on which a light, a count or an identity hangs: it may say otherwise."""
    pictures: Severity = field(default=Severity.WARNING, metadata=_by(suspicious_texts.as_found("pictures")))
    """A picture in a cell of a text column; where it decides, it is always a fault."""
    formulas: Severity = field(default=Severity.WARNING, metadata=_by(suspicious_texts.as_found("formulas")))
    """A formula that stands in a text column as a text; where it decides, it is always a fault."""
    shown: Severity = field(default=Severity.WARNING, metadata=_by(suspicious_texts.as_found("shown")))
    """A number in a text column of which it cannot be told how its cell shows it; where it decides, always a fault."""
    drop_invisible: bool = False
    drop_struck: bool = False
    later_replaces: bool = False
    own: tuple[tuple[Check, Severity], ...] = field(default=(), converter=tuple[tuple[Check, Severity], ...])
    boards: tuple[tuple[str, tuple[str, ...]], ...] = field(default={}, converter=_boards)

    @classmethod
    def every(cls, severity: Severity) -> Checks:
        """Every check of the library's with the same severity."""
        same: dict[str, Any] = {at.name: severity for at in fields(cls) if isinstance(at.default, Severity)}
        return cls(**same)

    def listed(self) -> Iterator[tuple[str, Check, Severity]]:
        """The checks over tables that are on, with their names."""
        ours = [
            (at.name, at.metadata[_CHECK], getattr(self, at.name)) for at in fields(type(self)) if _CHECK in at.metadata
        ]
        own = [(str(getattr(check, "__name__", type(check).__name__)), check, severity) for check, severity in self.own]
        yield from (one for one in (*ours, *own) if one[2] is not Severity.OFF)

    def over(
        self,
        tables: Sequence[CheckedTable],
        grounds: Grounds,
        limits: Limits,
        *,
        versions: Sequence[CheckedTable],
    ) -> Iterator[tuple[Severity, Finding]]:
        """What the checks find, each of them up to the limit of faults; `versions` are the tables before one replaced another."""
        for name, check, given in self.listed():
            kept = _up_to(limits.faults, check(tables, grounds))
            for finding in kept:
                yield given, evolve(finding, check=name)
            if self.later_replaces and check is repeats.duplicate_items:
                asked = {_place(finding) for finding in kept}
                for finding in _up_to(limits.faults, check(versions, grounds)):
                    if _place(finding) not in asked:
                        yield Severity.WARNING, evolve(finding, check=name)

    def over_grid(self, grid: Grid, limits: Limits) -> tuple[Grid, list[tuple[Severity, Finding]]]:
        """The grid as it is to be read, and what is found in its texts."""
        grid = suspicious_texts.unstruck(grid) if self.drop_struck else grid
        if self.invisible is Severity.OFF and not self.drop_invisible:
            return grid, []
        found = _up_to(limits.faults, suspicious_texts.invisible(grid))
        if not found:
            return grid, []
        told = [(self.invisible, evolve(finding, check="invisible")) for finding in found]
        return suspicious_texts.visible(
            grid
        ) if self.drop_invisible else grid, told if self.invisible is not Severity.OFF else []


def _place(finding: Finding) -> tuple[str, str, int, int]:
    return finding.file, finding.sheet, finding.row, finding.column


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
"""The checks unless somebody says otherwise: most warn; what could change a light or a count is a fault."""


@frozen
class Outcome:
    """核对结果: the entries that count, those that a fault of a check refuses, the faults and warnings by file, sheet and cell."""

    entries: tuple[Entry[Any], ...]
    refused: tuple[Entry[Any], ...]
    faults: tuple[Fault, ...]
    warnings: tuple[Finding, ...]


class Checking:
    """The checks of one reading: tables come one by one, and are checked together."""

    def __init__(self, checks: Checks, grounds: Grounds, limits: Limits) -> None:
        self._checks, self._grounds, self._limits = checks, grounds, limits
        self._tables: list[CheckedTable] = []
        self._found: list[tuple[Severity, Finding]] = []

    @property
    def later_replaces(self) -> bool:
        """Whether the later of two versions stands for both."""
        return self._checks.later_replaces

    def grid(self, grid: Grid) -> Grid:
        """The grid as it is to be read; what is seen in its texts is kept."""
        grid, found = self._checks.over_grid(grid, self._limits)
        self._found += found
        return grid

    def table(self, grid: Grid, table: Table, found: TableEntries) -> StatedDate | None:
        """One table more; of which day it speaks."""
        taken = checked(grid, table, found)
        self._tables.append(taken)
        self._name_columns(grid, table)
        return stated.as_of_of(taken)

    def _name_columns(self, grid: Grid, table: Table) -> None:
        """What was seen before a table was known gets the header words of its columns."""
        headers = {position: column.label for column, position in table.match.placed}
        # counted like the findings, from 1 below the words above the table
        rows = range(table.header + 1 - grid.places.above, table.end + 1 - grid.places.above)
        for index, (severity, finding) in enumerate(self._found):
            here = (finding.file, finding.sheet) == (grid.file, grid.sheet) and finding.row in rows
            if here and finding.column - 1 in headers:
                self._found[index] = severity, evolve(finding, header=headers[finding.column - 1])

    def outcome(self, entries: Iterable[Entry[Any]]) -> Outcome:
        """Run the checks over all tables."""
        left, tables = list(entries), self._tables
        if self._checks.later_replaces:
            gone = repeats.superseded(tables)
            left = [entry for entry in left if id(entry) not in gone]
            tables = [_without(table, gone) for table in tables]
        self._found += self._checks.over(tables, self._grounds, self._limits, versions=self._tables)
        order = {(table.file, table.sheet): number for number, table in reversed(list(enumerate(self._tables)))}
        last = len(self._tables)
        found = sorted(
            self._found,
            key=lambda pair: (order.get((pair[1].file, pair[1].sheet), last), pair[1].row, pair[1].column),
        )
        faults = [finding for severity, finding in found if severity is Severity.FAULT]
        warnings = [finding for severity, finding in found if severity is Severity.WARNING]
        refused: list[Entry[Any]] = []
        if faults:
            rows = {(fault.file, fault.sheet, fault.row) for fault in faults}
            lines = {table.theme.key: len(table.theme.form.lines) for table in self._tables}
            refused = [entry for entry in left if not rows.isdisjoint(_rows(entry, lines[entry.theme]))]
            out = set(map(id, refused))
            left = [entry for entry in left if id(entry) not in out]
        told = tuple(fault.fault for fault in _told_once(faults))
        return Outcome(tuple(left), tuple(refused), told, tuple(_told_once(warnings)))


def _told_once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings; one about a merged cell is told in the first of the rows that see it, and refuses each of them."""
    rows: dict[tuple[str, ...], int] = {}
    for one in findings:
        if rows.setdefault((one.file, one.sheet, one.cell, one.check, one.expected), one.row) == one.row:
            yield one


def _without(table: CheckedTable, gone: set[int]) -> CheckedTable:
    left = tuple(entry for entry in table.entries if id(entry) not in gone)
    return table if len(left) == len(table.entries) else evolve(table, entries=left, whole=False)


def _rows(entry: Entry[Any], lines: int) -> list[tuple[str, str, int]]:
    origin = entry.origin
    return [] if origin is None else [(origin.file, origin.sheet, origin.row + line) for line in range(lines)]


def theme_grounds(
    themes: Iterable[AnyTheme], roster: Roster, scheme: Scheme | None, period: Period | None, checks: Checks
) -> Grounds:
    """What to check against: for each theme the boards that the checks name, of its absence, or where it counts (§3.9)."""
    counted = dict(scheme.counted) if scheme else {}
    boards: dict[str, tuple[str, ...]] = {}
    for theme in themes:
        if theme.absence is not None:
            boards[theme.key] = theme.absence.boards
        else:
            boards[theme.key] = tuple(
                board.key for board in roster.boards if theme.key in counted.get(board.key, (theme.key,))
            )
    boards.update(checks.boards)
    return Grounds(roster, period, tuple(boards.items()))
