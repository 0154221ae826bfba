"""收表: hand-ins → entries, with every fault of every file at once."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import takewhile
from pathlib import Path, PurePath
from typing import Any, Final

from trafficlight._determination_form import decision_theme
from trafficlight._scheme import Scheme
from trafficlight.errors import Fault, FileFault, InternalFault, SheetFaults, WrongType
from trafficlight.messages import Words, english
from trafficlight.model._boards import Roster
from trafficlight.model._checks import check_kind, each_of
from trafficlight.model._collector import collector_paused
from trafficlight.model._marks import BLUE_YELLOW_RED
from trafficlight.model._periods import Period, last_day_of
from trafficlight.ooxml.archive import LIMITS, Limits
from trafficlight.ooxml.text import column_letters
from trafficlight.rules._coverage import Due
from trafficlight.rules._entries import Entry
from trafficlight.rules._explanations import Determination
from trafficlight.rules._rulebooks import AnyTheme
from trafficlight.rules._themes import Theme
from trafficlight.sheets._cell_texts import NO_TABLES, Question
from trafficlight.sheets._received import Received, missing_themes, not_due
from trafficlight.sheets._report import Reading, Remark, Report, Skipped, TableRead
from trafficlight.sheets._sources import Incoming, Source, incoming
from trafficlight.sheets.checks.run import CHECKS, Checking, Checks, theme_grounds
from trafficlight.sheets.reading.grid import Grid
from trafficlight.sheets.reading.hand_in_files import Meter, Unread
from trafficlight.sheets.reading.header_words import Catalogue
from trafficlight.sheets.reading.locate import Table, locate
from trafficlight.sheets.reading.readers.formats import TEXTS, Options, sheets_of
from trafficlight.sheets.reading.row_sorting import UNFILLED, go_on
from trafficlight.sheets.reading.table_entries import read_table
from trafficlight.sheets.reading.titles import TableAbove, named_themes

_BLANK: Final = Words("空白", "blank")
_A_TABLE: Final = Words(
    "表头与样表一致的表，请另存为 .xlsx 或 .docx 再报",
    "a table with the header of the blank form: save it as .xlsx or .docx and send it again",
)
_GUIDE: Final = re.compile("说明|词表|样表|模板|目录|封面")
"""Sheets beside a table that are no hand-in, whatever they are called after."""
_TOLD: Final = 3
"""So many reasons are told where a whole source holds nothing."""


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
    folders: bool = True,
    collect: bool = False,
    checks: Checks = CHECKS,
) -> Reading:
    """收表: read hand-ins (.xlsx, .docx, .csv, .json, .ods, and .xls with an extra) into entries.

    `source` is the path of a file or of a folder, bytes (with `file_name`), or a binary stream; a .zip is unpacked, and a
    folder in a folder is read, or is a fault without `folders`. A source without any table, a file named after a theme in
    which none was found, and a file that came twice are faults (§4.19, §4.25). What the tables may be
    is said by a `scheme` or by `themes` and `roster`. With a `period` the scheme in force on its last day is read by, and
    those that were due and did not come are faults, but for the keys in `without`. `encoding` and `delimiter` are for .csv and
    found by trial when not given. Every fault of every file is raised at once in `SheetFaults`; with `collect` the
    faults stand in the report instead, and the rows without a fault are entries. What can be read and is doubtful all the
    same is a warning in the report, or a fault, as `checks` says. Raises
    `TypeError` for other arguments.
    """
    for name, value, kind in (("scheme", scheme, Scheme), ("roster", roster, Roster)):
        check_kind(f"read: {name}=", value, kind, optional=True)
    check_kind("read: checks=", checks, Checks)
    check_kind("read: limits=", limits, Limits)
    without = each_of("read: without=", without, str)
    day = last_day_of(period)
    if scheme is not None:
        scheme = scheme.on(day)
    catalogue, units = _asked(scheme, day, themes, roster)
    grounds = theme_grounds(catalogue.themes, units, scheme, period, checks)
    marks = BLUE_YELLOW_RED if scheme is None else scheme.palette
    options = Options(catalogue.score, encoding, delimiter, tuple(marks))
    reader = _Reader(catalogue, units, options, Checking(checks, grounds, limits), limits)
    for file in incoming(source, file_name=file_name, limits=limits, folders=folders):
        reader.take(file)
    reader.close(source)
    due = scheme.due if scheme is not None and scheme.due else [Due(theme.key) for theme in catalogue.themes]
    reading = reader.reading(due, period, without)
    if reading.report.faults and not collect:
        count = len(reading.report.faults)
        raise SheetFaults(
            Words(f"收到的表有 {count} 处错误", f"errors in the tables that came in: {count}"), reading.report.faults
        )
    return reading


def read_determinations(
    source: Source, *, scheme: Scheme, file_name: str | None = None, limits: Limits = LIMITS
) -> tuple[Determination, ...]:
    """研究确定: read from the form that came back; any format that `read` takes. `Scheme.determine` attaches them to ratings.

    Raises `SheetFaults` with every fault at its cell: a light that the palette lacks, a leader who may not sign off,
    a blank reason.
    """
    check_kind("read_determinations: scheme=", scheme, Scheme)
    reading = read(source, themes=[decision_theme(scheme)], roster=scheme.roster, file_name=file_name, limits=limits)
    return tuple(entry.record.determination() for entry in reading.entries)


def _asked(
    scheme: Scheme | None, day: dt.date | None, themes: Iterable[AnyTheme] | None, roster: Roster | None
) -> tuple[Catalogue, Roster]:
    if scheme is not None and themes is None and roster is None:
        return Catalogue(scheme.themes(day)), scheme.roster
    if scheme is None and themes is not None and roster is not None:
        return Catalogue(each_of("read: themes=", themes, Theme)), roster
    raise WrongType(
        "read() 或给 scheme=，或给 themes= 和 roster=", "read() takes either scheme=, or themes= and roster="
    )


class _Reader:
    """What has been read so far."""

    def __init__(
        self, catalogue: Catalogue, roster: Roster, options: Options, checking: Checking, limits: Limits
    ) -> None:
        self._checking = checking
        self._catalogue, self._roster, self._options, self._limits = catalogue, roster, options, limits
        self._received = Received(catalogue.themes)
        self._titles = {theme.key: theme.title for theme in catalogue.themes}
        self._file = ""
        self._contents: dict[bytes, str] = {}
        """Digest → the file that came with these bytes first."""
        self._last: Table | None = None
        """The table before, in the same file."""
        self._above: TableAbove | None = None
        self._is_text = False
        """Whether the tables of the file stand in one text."""
        self._entries: list[Entry[Any]] = []
        self._found: dict[str, str] = {}
        """Theme → the file in which its table was found first."""
        self._read: list[TableRead] = []
        self._skipped: list[Skipped] = []
        self._remarks: list[Remark] = []
        self._faults: list[Fault] = []
        self._doubtful: list[FileFault] = []
        """Of the file at hand, the sheets that cannot be read and that nobody may need."""

    def take(self, file: Incoming | Skipped | FileFault) -> None:
        """One file more."""
        if isinstance(file, Incoming):
            same = self._contents.setdefault(hashlib.sha256(file.data).digest(), file.name)
            if same == file.name:
                self._take_file(file)
            else:
                self._take_again(file.name, same)
            return
        named = self._named(file.file)
        if isinstance(file, FileFault):
            self._unreadable(file, named)
        elif named:
            self._unreadable(_unread(file.file, named, file.reason), named)
        else:
            self._skipped.append(file)

    def close(self, source: object) -> None:
        """Nothing more comes: a source without a single table is none (§4.19)."""
        if not self._read and not self._faults:
            name = Path(source).name if isinstance(source, (str, os.PathLike)) else self._file
            why = "；".join(dict.fromkeys(skipped.reason for skipped in self._skipped[:_TOLD]))
            in_english = "; ".join(dict.fromkeys(english(skipped.reason) for skipped in self._skipped[:_TOLD]))
            self._faults.append(
                FileFault(
                    Words(
                        f"没有读到任何报送的表{f'（{why}）' if why else ''}",
                        f"no table was found{f' ({in_english})' if why else ''}",
                    ),
                    file=name,
                    expected=_A_TABLE,
                )
            )

    def _take_file(self, file: Incoming) -> None:
        self._file = file.name
        meter = Meter(file.name, self._limits)
        read, faulty, skipped = len(self._read), len(self._faults), len(self._skipped)
        try:
            with collector_paused():
                self._take_sheets(file, meter)
        except FileFault as fault:
            self._faults.append(fault)
        self._settle_doubtful(beside_tables=len(self._read) > read)
        if len(self._read) > read:
            return
        named = self._named(file.name)
        if len(self._faults) > faulty:
            self._received.unreadable(named, file.name)
        elif named:
            reasons = self._skipped[skipped:]
            self._unreadable(_unread(file.name, named, reasons[0].reason if reasons else _BLANK), named)

    def _take_sheets(self, file: Incoming, meter: Meter) -> None:
        self._last = self._above = None
        self._is_text = file.suffix in TEXTS
        for sheet in sheets_of(file.data, file.suffix, self._options, meter):
            if isinstance(sheet, Unread):
                self._doubtful.append(sheet.fault)
            elif isinstance(sheet, FileFault):
                (self._doubtful if _is_guide(sheet) else self._faults).append(sheet)
            elif isinstance(sheet, Skipped):
                self._skipped.append(sheet)
            else:
                self._take_sheet(sheet, meter)

    def _settle_doubtful(self, *, beside_tables: bool) -> None:
        """A hidden sheet, or a guide, that cannot be read is passed over where the file holds tables all the same."""
        for fault in self._doubtful:
            if beside_tables and (_is_guide(fault) or not named_themes(fault.sheet or "", self._catalogue.themes)):
                self._skipped.append(Skipped(fault.file, fault.sheet, fault.message))
            else:
                self._faults.append(fault)
        self._doubtful.clear()

    def _take_again(self, name: str, same: str) -> None:
        if self._checking.later_replaces:
            self._skipped.append(
                Skipped(name, None, Words(f"与“{same}”内容完全相同", f"the very same contents as “{same}”"))
            )
            return
        themes = "、".join(
            dict.fromkeys(
                self._titles[table.theme] for table in self._read if table.file == same and table.theme in self._titles
            )
        )
        matter = Words(f"（{themes}）", f" ({themes})") if themes else Words("", "")
        self._faults.append(
            FileFault(
                Words(
                    f"与“{same}”内容完全相同{matter}，同一份表报了两次",
                    f"the very same contents as “{same}”{matter.en}: one hand-in twice",
                ),
                file=name,
                expected=Words("不重复的表，请只留一份", "one of the two: take the other away"),
            )
        )

    def _unreadable(self, fault: FileFault, named: Sequence[AnyTheme]) -> None:
        self._faults.append(fault)
        self._received.unreadable(named, fault.file)

    def _named(self, file: str) -> tuple[AnyTheme, ...]:
        """The themes that the name of a file names."""
        return named_themes(PurePath(file).name, self._catalogue.themes)

    def reading(self, due: Sequence[Due], period: Period | None, without: Collection[str]) -> Reading:
        """Everything together."""
        outcome = self._checking.outcome(self._entries)
        self._received.refused(outcome.refused)
        coverage = self._received.coverage(due, period, self._roster, outcome.entries)
        missing = () if period is None else missing_themes(coverage, without)
        faults = (*self._faults, *outcome.faults, *missing)
        remarks = (*self._remarks, *not_due(self._read, due, period))
        report = Report(tuple(self._read), tuple(self._skipped), remarks, faults, outcome.warnings)
        order = {theme.key: number for number, theme in enumerate(self._catalogue.themes)}
        entries = sorted(outcome.entries, key=lambda entry: order[entry.theme])
        found = tuple(sorted(self._found, key=order.__getitem__))
        return Reading(tuple(entries), found, report, coverage)

    def _take_sheet(self, grid: Grid, meter: Meter) -> None:
        grid = self._checking.grid(grid.with_formulas_doubted())
        located = locate(grid, self._catalogue, meter, self._above if self._is_text else None)
        self._faults += located.faults
        self._received.unreadable(located.unread, f"{grid.file} {grid.sheet}")
        self._above = located.above
        if located.reason:
            reason = NO_TABLES.get(grid.sheet, located.reason) if len(grid) else _BLANK
            named = (
                () if not len(grid) or _GUIDE.search(grid.sheet) else named_themes(grid.sheet, self._catalogue.themes)
            )
            if named:
                self._unreadable(_unread(grid.file, named, reason, grid.sheet), named)
            elif self._last is not None and go_on(grid, self._last.match, self._roster):
                theme = self._last.theme
                self._unreadable(
                    FileFault(_without_header(theme), file=grid.file, sheet=grid.sheet, expected=_A_TABLE), [theme]
                )
            else:
                self._skipped.append(Skipped(grid.file, grid.sheet, reason))
            return
        for table in located.tables:
            meter.check()
            self._take_table(grid, table, meter)
            self._last = table
        if located.tables:
            self._note_hidden(grid)

    def _take_table(self, grid: Grid, table: Table, meter: Meter) -> None:
        found = read_table(grid, table, roster=self._roster, meter=meter)
        key = table.theme.key
        first = self._found.setdefault(key, grid.file)
        if first != grid.file:
            title = table.theme.title
            self._ask(
                grid,
                f"“{title}”在“{first}”里也有，两份都已读取：同一份报了两次的，请删去一份",
                f"“{title}” is in “{first}” too; both were read: take one away where they are the same",
            )
        self._entries += found.entries
        self._faults += found.faults
        self._received.table(table.theme, f"{grid.file} {grid.sheet}", found.unsure)
        as_of = self._checking.table(grid, table, found)
        header = grid.places.number(table.header)
        self._read.append(TableRead(grid.file, grid.sheet, header, key, len(found.entries), as_of, table.theme.title))
        self._remarks += (
            Remark(grid.file, grid.sheet, grid.places.number(row) or None, text) for row, text in _told(found.beside)
        )
        for text in table.remarks:
            self._remarks.append(Remark(grid.file, grid.sheet, None, text))
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
                told = (Question if used[position] else Words)(
                    f"{column_letters(position)} 列“{header}”不在表内，{used[position]} 个单元格未读",
                    f"column {column_letters(position)} “{header}” is none of the table's; cells not read: {used[position]}",
                )
                self._remarks.append(Remark(grid.file, grid.sheet, None, told))

    def _note_hidden(self, grid: Grid) -> None:
        for text in grid.remarks:
            self._remarks.append(Remark(grid.file, grid.sheet, None, text))
        if grid.hidden:
            self._ask(grid, "工作表是隐藏的，已照常读取", "the sheet is hidden; it was read all the same")
        if grid.hidden_rows:
            rows = _ranges(grid.hidden_rows, lambda row: str(grid.places.number(row)))
            self._ask(grid, f"第 {rows} 行是隐藏的，已照常读取", f"hidden rows, read all the same: {english(rows)}")
        if grid.hidden_columns:
            columns = _ranges(grid.hidden_columns, column_letters)
            self._ask(
                grid, f"{columns} 列是隐藏的，已照常读取", f"hidden columns, read all the same: {english(columns)}"
            )

    def _ask(self, grid: Grid, zh: str, en: str) -> None:
        self._remarks.append(Remark(grid.file, grid.sheet, None, Question(zh, en)))


def _is_guide(fault: FileFault) -> bool:
    """Whether a sheet that cannot be read is no hand-in by its name."""
    return not isinstance(fault, InternalFault) and fault.sheet is not None and bool(_GUIDE.search(fault.sheet))


def _without_header(theme: AnyTheme) -> Words:
    return Words(
        f"没有表头，却有“{theme.title}”的行，像是上一张表的续表",
        f"no header, but rows of “{theme.title}”: it seems to go on with the table before",
    )


def _unread(file: str, named: Sequence[AnyTheme], reason: str, sheet: str | None = None) -> FileFault:
    titles = "、".join(theme.title for theme in named)
    return FileFault(
        Words(
            f"名称是“{titles}”，却没有读到它的表：{reason}",
            f"named after “{titles}”, but without its table: {english(reason)}",
        ),
        file=file,
        sheet=sheet,
        expected=_A_TABLE,
    )


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
