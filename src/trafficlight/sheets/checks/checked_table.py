"""核对的对象与结果: what a check sees of the tables that were read, what it is checked against, and what it finds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final, Protocol

from attrs import evolve, field, frozen

from trafficlight.errors import UnknownName
from trafficlight.messages import Words
from trafficlight.model._boards import Board, Roster
from trafficlight.model._kinds import CellValue, Items, text_of
from trafficlight.model._periods import Period
from trafficlight.rules._entries import Entry
from trafficlight.rules._rulebooks import AnyTheme
from trafficlight.sheets._report import Finding
from trafficlight.sheets.reading.grid import SHEET, CellDoubt, Grid, Places
from trafficlight.sheets.reading.locate import Table
from trafficlight.sheets.reading.table_entries import TableEntries

SERIAL: Final = "序号"
"""The name under which `CheckedTable.at` finds a row's number; no field of a record is called so."""


_MOST_FACTS: Final = 1_000
"""Cells above and below a table that a check may see; an office writes a handful."""


def found_at(
    sheet: Grid | CheckedTable,
    row: int,
    column: int,
    header: str,
    value: str,
    expected: str,
    nearest: str | None = None,
) -> Finding:
    """A finding in a cell of a sheet; row and column count from 0."""
    number, cell = sheet.places.number(row), sheet.places.cell(row, column)
    return Finding(sheet.file, sheet.sheet, number, column + 1, cell, header, value, expected, nearest)


@frozen
class StatedFact:
    """表上所写: a cell beside the table: its row and column (from 0), what it says, and its label, if it has one."""

    row: int
    column: int
    value: CellValue
    label: str = ""


@frozen
class CheckedTable:
    """供核对的表: one table that was read, as a check sees it.

    `above` and `below` are the cells beside the table that no form knows; `heading` those that the form's heading lines
    were read from, by the name of their field. `whole` is False when a row was left out for a fault.
    """

    file: str
    sheet: str
    theme: AnyTheme
    entries: tuple[Entry[Any], ...]
    above: tuple[StatedFact, ...] = ()
    below: tuple[StatedFact, ...] = ()
    heading: tuple[tuple[str, StatedFact], ...] = ()
    whole: bool = True
    hidden: bool = False
    """Whether the sheet is hidden: often an old version."""
    unnumbered: frozenset[int] = frozenset()
    """Rows whose 序号 is not typed, but counted on."""
    silent: frozenset[int] = frozenset()
    """Rows in which nothing stands where items belong, not even 无."""
    breaks: tuple[int, ...] = ()
    """Rows within the table that hold no entry (section lines), as their origins count."""
    columns: tuple[tuple[str, int, int], ...] = field(default=(), repr=False)
    """Field, its column from 0 and its line; the serial's is called `SERIAL`."""
    places: Places = SHEET
    doubts: tuple[Finding, ...] = ()
    """What is doubtful about cells as they stand in the file: struck through, a comment, a picture, a number whose look cannot be told."""

    def at(self, entry: Entry[Any], name: str, expected: str, nearest: str | None = None) -> Finding:
        """A finding in the cell of an entry's field. Raises `LookupError` for a field that the table has no column for."""
        place = next(((column, line) for have, column, line in self.columns if have == name), None)
        if place is None:
            raise UnknownName(Words("这张表的栏目", "the table's columns"), name, [have for have, _, _ in self.columns])
        column, line = place
        row = (entry.origin.row if entry.origin else 0) + line - 1 + self.places.above
        form = self.theme.form
        if name == SERIAL:
            label, value = next(each.label for each in form.columns if each.is_serial), str(entry.serial)
        else:
            label, value = form.label_of(name), form.show(entry.record, name)
        return found_at(self, row, column, label, value, expected, nearest)

    def beside(self, fact: StatedFact, header: str, expected: str, nearest: str | None = None) -> Finding:
        """A finding in a cell beside the table."""
        value = "" if fact.value is None else str(fact.value)
        return found_at(self, fact.row, fact.column, header, value, expected, nearest)

    def has(self, name: str) -> bool:
        """Whether the table has a column for a field."""
        return any(have == name for have, _, _ in self.columns)


@frozen
class Grounds:
    """核对依据: what tables are checked against.

    The roster, for a theme's key the boards whose units may stand in it (a theme that is not named takes any unit), and the
    period that is read, if one was named.
    """

    roster: Roster
    period: Period | None = None
    boards: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def boards_of(self, theme: AnyTheme) -> tuple[Board, ...]:
        """The boards whose units may stand in a theme's tables."""
        keys = dict(self.boards).get(theme.key)
        return tuple(board for board in self.roster.boards if keys is None or board.key in keys)


def field_of(table: CheckedTable, *kinds: type[Any]) -> str | None:
    """The first field whose column is of one of these kinds."""
    form = table.theme.form
    return next(
        (name for name, _, _ in table.columns if name != SERIAL and isinstance(form.kind_of(name), kinds)), None
    )


class Check(Protocol):
    """核对: any pure function over all tables of a reading; what it doubts, it yields."""

    def __call__(self, tables: Sequence[CheckedTable], grounds: Grounds, /) -> Iterable[Finding]:
        """What is doubtful."""


def checked(grid: Grid, table: Table, found: TableEntries) -> CheckedTable:
    """What a check may see of a table that was read; of its grid, only the rows beside the table are kept."""
    number, rows = grid.places.number, sorted(row for row, _ in found.beside)
    labels = {line.name: line.label for line in table.theme.form.heading}
    return CheckedTable(
        grid.file,
        grid.sheet,
        table.theme,
        found.entries,
        above=tuple(islice(_facts(grid, (row for row in rows if row < table.header)), _MOST_FACTS)),
        below=tuple(islice(_facts(grid, (row for row in rows if row > table.header)), _MOST_FACTS)),
        heading=tuple((name, StatedFact(*spot, labels[name])) for name, spot in found.heading.spots.items()),
        whole=not found.faults,
        hidden=grid.hidden,
        unnumbered=frozenset(map(number, found.unnumbered)),
        silent=frozenset(_silent(grid, table, found.entries)),
        breaks=tuple(number(row) for row in rows if row > table.header),
        columns=tuple(_columns(table)),
        places=grid.places,
        doubts=tuple(_doubts(grid, table, found.doubts)),
    )


def _doubts(grid: Grid, table: Table, doubts: Iterable[tuple[int, int, CellDoubt]]) -> Iterator[Finding]:
    labels = {position: column.label for column, position in table.match.placed}
    for row, column, doubt in doubts:
        value = text_of(grid.shown(row, column))
        finding = found_at(
            grid, row, column, labels.get(column) or grid.places.column(column), value, doubt.expected, doubt.nearest
        )
        cover = grid.cover(row, column)
        cell = finding.cell if cover is None else grid.places.cell(cover.top, cover.left)
        yield evolve(finding, check=doubt.code, cell=cell)


def _silent(grid: Grid, table: Table, entries: Iterable[Entry[Any]]) -> Iterator[int]:
    form = table.theme.form
    places = [position for column, position in table.match.placed if isinstance(column.kind, Items)]
    for entry in entries if places else ():
        if entry.origin is not None:
            first = entry.origin.row - 1 + grid.places.above
            block = range(first, first + len(form.lines))
            if all(grid.cell(row, position) is None for row in block for position in places):
                yield entry.origin.row


def _facts(grid: Grid, rows: Iterable[int]) -> Iterator[StatedFact]:
    for row in rows:
        for column, value in enumerate(grid.original(row)):
            if value is not None:
                yield StatedFact(row, column, value)


def _columns(table: Table) -> Iterator[tuple[str, int, int]]:
    for column, position in table.match.placed:
        if column.is_serial:
            yield SERIAL, position, 0
        for line, name in enumerate(column.fields):
            if name is not None:
                yield name, position, line
