"""核对过程: what the checks are handed while files are read, and what comes of it at the end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import evolve, frozen

from trafficlight.errors import Fault
from trafficlight.model.agency import OWN_SOURCES
from trafficlight.model.dates import StatedDate
from trafficlight.model.units import Roster
from trafficlight.rules.entry import Entry
from trafficlight.rules.rulebook import AnyTheme
from trafficlight.scheme import Scheme
from trafficlight.sheets.checks.checks import Checks, Severity
from trafficlight.sheets.checks.dates import as_of_of
from trafficlight.sheets.checks.tables import CheckedTable, Finding, Grounds, checked
from trafficlight.sheets.grid import Grid
from trafficlight.sheets.limits import Limits
from trafficlight.sheets.locate import Table
from trafficlight.sheets.rows import TableEntries


@frozen
class Outcome:
    """核对结果: the entries that no fault of a check refuses, the faults, and the warnings, by file, sheet and cell."""

    entries: tuple[Entry[Any], ...]
    faults: tuple[Fault, ...]
    warnings: tuple[Finding, ...]


class Checking:
    """One reading on its way through the checks."""

    def __init__(self, checks: Checks, grounds: Grounds, limits: Limits) -> None:
        self._checks, self._grounds, self._limits = checks, grounds, limits
        self._tables: list[CheckedTable] = []
        self._found: list[tuple[Severity, Finding]] = []

    def grid(self, grid: Grid) -> Grid:
        """The grid as it is to be read; what is seen in its texts is kept."""
        grid, found = self._checks.over_grid(grid, self._limits)
        self._found += found
        return grid

    def table(self, grid: Grid, table: Table, found: TableEntries) -> StatedDate | None:
        """One table more; of which day it speaks."""
        taken = checked(
            grid,
            table,
            found.entries,
            heading=found.heading,
            beside=(row for row, _ in found.beside),
            whole=not found.faults,
            unnumbered=found.unnumbered,
        )
        self._tables.append(taken)
        self._name_columns(grid, table)
        return as_of_of(taken)

    def _name_columns(self, grid: Grid, table: Table) -> None:
        """What was seen before a table was known gets the header words of its columns."""
        headers = {
            position: column.label
            for column, position in zip(table.theme.form.columns, table.positions, strict=True)
            if position is not None
        }
        # counted like the findings, from 1 below the words above the table
        rows = range(table.header + 1 - grid.places.above, table.end + 1 - grid.places.above)
        for index, (severity, finding) in enumerate(self._found):
            here = (finding.file, finding.sheet) == (grid.file, grid.sheet) and finding.row in rows
            if here and finding.column - 1 in headers:
                self._found[index] = severity, evolve(finding, header=headers[finding.column - 1])

    def outcome(self, entries: Iterable[Entry[Any]]) -> Outcome:
        """Run the checks over all tables."""
        self._found += self._checks.over(self._tables, self._grounds, self._limits)
        order = {(table.file, table.sheet): number for number, table in reversed(list(enumerate(self._tables)))}
        last = len(self._tables)
        found = sorted(
            self._found,
            key=lambda pair: (order.get((pair[1].file, pair[1].sheet), last), pair[1].row, pair[1].column),
        )
        faults = [finding for severity, finding in found if severity is Severity.FAULT]
        warnings = [finding for severity, finding in found if severity is Severity.WARNING]
        left = list(entries)
        if faults:
            refused = {(fault.file, fault.sheet, fault.row) for fault in faults}
            lines = {table.theme.key: len(table.theme.form.lines) for table in self._tables}
            left = [entry for entry in left if refused.isdisjoint(_rows(entry, lines[entry.theme]))]
        return Outcome(tuple(left), tuple(fault.fault for fault in faults), tuple(warnings))


def _rows(entry: Entry[Any], lines: int) -> list[tuple[str, str, int]]:
    origin = entry.origin
    return [] if origin is None else [(origin.file, origin.sheet, origin.row + line) for line in range(lines)]


def theme_grounds(themes: Iterable[AnyTheme], roster: Roster, scheme: Scheme | None, checks: Checks) -> Grounds:
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
    own = scheme.agency.own_sources if scheme else OWN_SOURCES
    return Grounds(roster, own, tuple(boards.items()))
