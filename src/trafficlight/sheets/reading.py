"""收表: hand-ins → entries, with every fault of every file at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import takewhile
from typing import Any

from trafficlight.errors import Fault, FileFault, SheetFaults
from trafficlight.model.units import Roster
from trafficlight.rules.entry import Entry
from trafficlight.rules.rulebook import AnyTheme
from trafficlight.scheme import Scheme
from trafficlight.sheets.catalogue import Catalogue
from trafficlight.sheets.delimited import read_delimited
from trafficlight.sheets.grid import Grid, letters
from trafficlight.sheets.limits import LIMITS, Limits
from trafficlight.sheets.locate import Table, locate
from trafficlight.sheets.report import Reading, Remark, Report, Skipped, TableRead
from trafficlight.sheets.rows import read_table
from trafficlight.sheets.sources import DELIMITED, Incoming, Source, incoming
from trafficlight.sheets.workbook import read_workbook


def read(
    source: Source,
    *,
    scheme: Scheme | None = None,
    themes: Iterable[AnyTheme] | None = None,
    roster: Roster | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    limits: Limits = LIMITS,
    file_name: str | None = None,
    collect: bool = False,
) -> Reading:
    """收表: read hand-ins (.xlsx, .csv) into entries.

    `source` is the path of a file or of a folder, bytes (with `file_name`), or a binary stream. What the tables may be
    is said by a `scheme` (its latest themes) or by `themes` and `roster`. `encoding` and `delimiter` are for .csv and
    found by trial when not given. Every fault of every file is raised at once in `SheetFaults`; with `collect` the
    faults stand in the report instead, and the rows without a fault are entries. Raises `TypeError` for other arguments.
    """
    catalogue, units = _asked(scheme, themes, roster)
    reader = _Reader(catalogue, units, limits, encoding, delimiter)
    for file in incoming(source, file_name=file_name, limits=limits):
        reader.take(file)
    reading = reader.reading()
    if reading.report.faults and not collect:
        raise SheetFaults(f"收到的表有 {len(reading.report.faults)} 处错误", reading.report.faults)
    return reading


def _asked(scheme: Scheme | None, themes: Iterable[AnyTheme] | None, roster: Roster | None) -> tuple[Catalogue, Roster]:
    if scheme is not None and themes is None and roster is None:
        return Catalogue(scheme.themes()), scheme.roster
    if scheme is None and themes is not None and roster is not None:
        return Catalogue(tuple(themes)), roster
    raise TypeError("read() takes either scheme=, or themes= and roster=")


class _Reader:
    """What has been read so far."""

    def __init__(
        self, catalogue: Catalogue, roster: Roster, limits: Limits, encoding: str | None, delimiter: str | None
    ) -> None:
        self._catalogue, self._roster, self._limits = catalogue, roster, limits
        self._encoding, self._delimiter = encoding, delimiter
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
        try:
            for sheet in self._sheets(file):
                if isinstance(sheet, FileFault):
                    self._faults.append(sheet)
                else:
                    self._take_sheet(sheet)
        except FileFault as fault:
            self._faults.append(fault)

    def reading(self) -> Reading:
        """Everything together."""
        report = Report(tuple(self._read), tuple(self._skipped), tuple(self._remarks), tuple(self._faults))
        order = {theme.key: number for number, theme in enumerate(self._catalogue.themes)}
        entries = sorted(self._entries, key=lambda entry: order[entry.theme])
        return Reading(tuple(entries), tuple(sorted(self._found, key=order.__getitem__)), report)

    def _sheets(self, file: Incoming) -> Iterator[Grid | FileFault]:
        if file.suffix not in DELIMITED:
            yield from read_workbook(file.data, file=file.name, limits=self._limits)
            return
        yield read_delimited(
            file.data,
            file=file.name,
            limits=self._limits,
            score=self._catalogue.score,
            encoding=self._encoding,
            delimiter=self._delimiter,
        )

    def _take_sheet(self, grid: Grid) -> None:
        located = locate(grid, self._catalogue)
        self._faults += located.faults
        if located.reason:
            self._skipped.append(Skipped(grid.file, grid.sheet, "空白" if not len(grid) else located.reason))
            return
        for table in located.tables:
            self._take_table(grid, table)
        if located.tables:
            self._note_hidden(grid)

    def _take_table(self, grid: Grid, table: Table) -> None:
        found = read_table(grid, table, roster=self._roster, limits=self._limits)
        key = table.theme.key
        first = self._found.setdefault(key, grid.file)
        if first != grid.file:
            self._remark(grid, f"“{table.theme.title}”在“{first}”里也有，两份都已读取")
        self._entries += found.entries
        self._faults += found.faults
        self._read.append(TableRead(grid.file, grid.sheet, table.header + 1, key, len(found.entries)))
        self._remarks += (Remark(grid.file, grid.sheet, row + 1, text) for row, text in found.beside)
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
                self._remark(grid, f"{letters(position)} 列“{header}”不在表内，{used[position]} 个单元格未读")

    def _note_hidden(self, grid: Grid) -> None:
        if grid.hidden:
            self._remark(grid, "工作表是隐藏的，已照常读取")
        if grid.hidden_rows:
            self._remark(grid, f"第 {_ranges(grid.hidden_rows, lambda row: str(row + 1))} 行是隐藏的，已照常读取")
        if grid.hidden_columns:
            self._remark(grid, f"{_ranges(grid.hidden_columns, letters)} 列是隐藏的，已照常读取")

    def _remark(self, grid: Grid, text: str) -> None:
        self._remarks.append(Remark(grid.file, grid.sheet, None, text))


def _ranges(numbers: frozenset[int], name: Callable[[int], str]) -> str:
    """Numbers in words: 2、5–9."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(name(run[0]) if len(run) == 1 else f"{name(run[0])}–{name(run[-1])}" for run in runs)
