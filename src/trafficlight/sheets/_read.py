"""收表: hand-ins → entries, with every fault of every file at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import takewhile
from typing import Any, Final

from trafficlight._scheme import Scheme
from trafficlight.errors import Fault, FileFault, SheetFaults
from trafficlight.messages import Words, english
from trafficlight.model._marks import BLUE_YELLOW_RED
from trafficlight.model._periods import Period
from trafficlight.model._units import Roster
from trafficlight.ooxml.archive import LIMITS, Limits
from trafficlight.ooxml.text import column_letters
from trafficlight.rules._coverage import Due
from trafficlight.rules._entries import Entry
from trafficlight.rules._rulebooks import AnyTheme
from trafficlight.sheets._received import Received, missing_themes
from trafficlight.sheets._report import Reading, Remark, Report, Skipped, TableRead
from trafficlight.sheets._sources import Incoming, Source, incoming
from trafficlight.sheets._texts import NO_TABLES
from trafficlight.sheets.checks.run import CHECKS, Checking, Checks, theme_grounds
from trafficlight.sheets.reading.grid import Grid
from trafficlight.sheets.reading.limits import Meter
from trafficlight.sheets.reading.locate import Catalogue, Table, locate
from trafficlight.sheets.reading.readers.formats import Options, sheets_of
from trafficlight.sheets.reading.row_sorting import UNFILLED
from trafficlight.sheets.reading.table_entries import read_table

_BLANK: Final = Words("空白", "blank")


def read(
    source: Source,
    *,
    scheme: Scheme | None = None,
    period: Period | None = None,
    without: Collection[str] = (),
    themes: Iterable[AnyTheme] | None = None,
    roster: Roster | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    limits: Limits = LIMITS,
    file_name: str | None = None,
    collect: bool = False,
    checks: Checks = CHECKS,
) -> Reading:
    """收表: read hand-ins (.xlsx, .docx, .csv, .json, .ods, and .xls with an extra) into entries.

    `source` is the path of a file or of a folder, bytes (with `file_name`), or a binary stream. What the tables may be
    is said by a `scheme` or by `themes` and `roster`. With a `period` the themes in force on its last day are read, and
    those that were due and did not come are faults, but for the keys in `without`. `encoding` and `delimiter` are for .csv and
    found by trial when not given. Every fault of every file is raised at once in `SheetFaults`; with `collect` the
    faults stand in the report instead, and the rows without a fault are entries. What can be read and is doubtful all the
    same is a warning in the report, or a fault, as `checks` says. Raises
    `TypeError` for other arguments.
    """
    catalogue, units = _asked(scheme, period, themes, roster)
    grounds = theme_grounds(catalogue.themes, units, scheme, checks)
    marks = BLUE_YELLOW_RED if scheme is None else scheme.palette
    options = Options(limits, catalogue.score, encoding, delimiter, tuple(marks))
    reader = _Reader(catalogue, units, options, Checking(checks, grounds, limits))
    for file in incoming(source, file_name=file_name, limits=limits):
        reader.take(file)
    due = scheme.due if scheme is not None and scheme.due else [Due(theme.key) for theme in catalogue.themes]
    reading = reader.reading(due, period, without)
    if reading.report.faults and not collect:
        count = len(reading.report.faults)
        raise SheetFaults(
            Words(f"收到的表有 {count} 处错误", f"errors in the tables that came in: {count}"), reading.report.faults
        )
    return reading


def _asked(
    scheme: Scheme | None, period: Period | None, themes: Iterable[AnyTheme] | None, roster: Roster | None
) -> tuple[Catalogue, Roster]:
    if scheme is not None and themes is None and roster is None:
        return Catalogue(scheme.themes(None if period is None else period.last_day)), scheme.roster
    if scheme is None and themes is not None and roster is not None:
        return Catalogue(tuple(themes)), roster
    raise TypeError("read() takes either scheme=, or themes= and roster=")


class _Reader:
    """What has been read so far."""

    def __init__(self, catalogue: Catalogue, roster: Roster, options: Options, checking: Checking) -> None:
        self._checking = checking
        self._catalogue, self._roster, self._options, self._limits = catalogue, roster, options, options.limits
        self._received = Received(catalogue.themes)
        self._entries: list[Entry[Any]] = []
        self._found: dict[str, str] = {}
        """Theme → the file in which its table was found first."""
        self._read: list[TableRead] = []
        self._skipped: list[Skipped] = []
        self._remarks: list[Remark] = []
        self._faults: list[Fault] = []

    def take(self, file: Incoming | Skipped | FileFault) -> None:
        """One file more."""
        if isinstance(file, Skipped):
            self._skipped.append(file)
            return
        if isinstance(file, FileFault):
            self._faults.append(file)
            return
        meter = Meter(file.name, self._limits)
        try:
            for sheet in sheets_of(file.data, name=file.name, suffix=file.suffix, options=self._options, meter=meter):
                if isinstance(sheet, FileFault):
                    self._faults.append(sheet)
                elif isinstance(sheet, Skipped):
                    self._skipped.append(sheet)
                else:
                    self._take_sheet(sheet, meter)
        except FileFault as fault:
            self._faults.append(fault)

    def reading(self, due: Sequence[Due], period: Period | None, without: Collection[str]) -> Reading:
        """Everything together."""
        outcome = self._checking.outcome(self._entries)
        left = {id(entry) for entry in outcome.entries}
        self._received.refused(entry for entry in self._entries if id(entry) not in left)
        coverage = self._received.coverage(due, period, self._roster, outcome.entries)
        missing = () if period is None else missing_themes(coverage, without)
        faults = (*self._faults, *outcome.faults, *missing)
        report = Report(tuple(self._read), tuple(self._skipped), tuple(self._remarks), faults, outcome.warnings)
        order = {theme.key: number for number, theme in enumerate(self._catalogue.themes)}
        entries = sorted(outcome.entries, key=lambda entry: order[entry.theme])
        found = tuple(sorted(self._found, key=order.__getitem__))
        return Reading(tuple(entries), found, report, coverage)

    def _take_sheet(self, grid: Grid, meter: Meter) -> None:
        grid = self._checking.grid(grid)
        located = locate(grid, self._catalogue)
        self._faults += located.faults
        if located.reason:
            reason = NO_TABLES.get(grid.sheet, located.reason) if len(grid) else _BLANK
            self._skipped.append(Skipped(grid.file, grid.sheet, reason))
            return
        for table in located.tables:
            meter.check()
            self._take_table(grid, table, meter)
        if located.tables:
            self._note_hidden(grid)

    def _take_table(self, grid: Grid, table: Table, meter: Meter) -> None:
        found = read_table(grid, table, roster=self._roster, meter=meter)
        key = table.theme.key
        first = self._found.setdefault(key, grid.file)
        if first != grid.file:
            self._remark(
                grid,
                Words(
                    f"“{table.theme.title}”在“{first}”里也有，两份都已读取",
                    f"“{table.theme.title}” is in “{first}” too; both were read",
                ),
            )
        self._entries += found.entries
        self._faults += found.faults
        self._received.table(table.theme, f"{grid.file}〔{grid.sheet}〕", found.unsure)
        as_of = self._checking.table(grid, table, found)
        header = grid.places.number(table.header)
        self._read.append(TableRead(grid.file, grid.sheet, header, key, len(found.entries), as_of))
        self._remarks += (
            Remark(grid.file, grid.sheet, grid.places.number(row) or None, text) for row, text in _told(found.beside)
        )
        self._note_extras(grid, table)

    def _note_extras(self, grid: Grid, table: Table) -> None:
        """Columns that no form knows, and how many cells in them were not read."""
        positions = [position for position, _ in table.extras]
        used: Counter[int] = Counter()
        for row in range(table.header + 1, table.end) if positions else ():
            cells = grid.original(row)
            for position in takewhile(len(cells).__gt__, positions):
                used[position] += cells[position] is not None
        for position, header in table.extras:
            if header or used[position]:
                self._remark(
                    grid,
                    Words(
                        f"{column_letters(position)} 列“{header}”不在表内，{used[position]} 个单元格未读",
                        f"column {column_letters(position)} “{header}” is none of the table's; cells not read: {used[position]}",
                    ),
                )

    def _note_hidden(self, grid: Grid) -> None:
        for text in grid.remarks:
            self._remark(grid, text)
        if grid.hidden:
            self._remark(grid, Words("工作表是隐藏的，已照常读取", "the sheet is hidden; it was read all the same"))
        if grid.hidden_rows:
            rows = _ranges(grid.hidden_rows, lambda row: str(grid.places.number(row)))
            self._remark(
                grid,
                Words(f"第 {rows} 行是隐藏的，已照常读取", f"hidden rows, read all the same: {english(rows)}"),
            )
        if grid.hidden_columns:
            columns = _ranges(grid.hidden_columns, column_letters)
            self._remark(
                grid,
                Words(f"{columns} 列是隐藏的，已照常读取", f"hidden columns, read all the same: {english(columns)}"),
            )

    def _remark(self, grid: Grid, text: str) -> None:
        self._remarks.append(Remark(grid.file, grid.sheet, None, text))


def _told(beside: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The rows beside a table; those of a blank form that nobody filled are told of once, at the first of them."""
    rows = list(beside)
    empty = [row for row, text in rows if text == UNFILLED]
    for row, text in rows:
        if text != UNFILLED or len(empty) == 1:
            yield row, text
        elif row == empty[0]:
            more = len(empty) - 1
            yield row, Words(f"{UNFILLED}；以下还有 {more} 处也是", f"{UNFILLED.en}; so are {more} more below")


def _ranges(numbers: frozenset[int], name: Callable[[int], str]) -> Words:
    """Numbers in words: 2、5–9."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    named = [name(run[0]) if len(run) == 1 else f"{name(run[0])}–{name(run[-1])}" for run in runs]
    return Words("、".join(named), ", ".join(named))
