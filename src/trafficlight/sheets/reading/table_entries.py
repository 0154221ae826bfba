"""行 → 条目: the cells of a located table become values, column by column, and the values entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product, repeat
from typing import Any, Final

from attrs import frozen

from trafficlight.errors import Fault, FileFault, UnreadableCell
from trafficlight.errors._base import told
from trafficlight.messages import Words, english
from trafficlight.model._boards import Roster
from trafficlight.model._dates import Date
from trafficlight.model._forms import Column
from trafficlight.model._kinds import CellValue, ResponsibleUnits, text_of
from trafficlight.model._numbers import Number
from trafficlight.model._units import Responsibility, Unit
from trafficlight.rules._entries import Entry, Origin
from trafficlight.sheets.reading.field_values import (
    ColumnReader,
    HeadingFacts,
    TooManyFaults,
    decides,
    divides_facts,
    read_heading_facts,
    record_maker,
    with_person,
)
from trafficlight.sheets.reading.grid import STRUCK_ROW, UNSURE, CellDoubt, Grid, Row, cell_fault
from trafficlight.sheets.reading.hand_in_files import Meter
from trafficlight.sheets.reading.locate import Table
from trafficlight.sheets.reading.questions import asked, words_of
from trafficlight.sheets.reading.row_shapes import is_ditto
from trafficlight.sheets.reading.row_sorting import sort_rows

_NOTHING_ABOVE: Final = Words(
    "具体内容（上一行没有可以“同上”的内容）", "the content itself (there is none above that it could repeat)"
)
_WHOLE_ROW: Final = Words("整行", "the whole row")


@frozen
class TableEntries:
    """一张表的条目: entries of the rows without a fault, the faults, and the rows beside the table (index, text).

    `heading` are the facts above the header; `unnumbered` the rows whose 序号 was counted on from the row above; `unsure`
    holds, for each row with a fault, the units that could be read in it.
    """

    entries: tuple[Entry[Any], ...]
    faults: tuple[Fault, ...]
    beside: tuple[tuple[int, str], ...]
    heading: HeadingFacts
    unnumbered: frozenset[int]
    unsure: tuple[tuple[Unit, ...], ...] = ()
    doubts: tuple[tuple[int, int, CellDoubt], ...] = ()
    """Cells of its rows (row, column) that can be read and may mean another thing."""


def read_table(grid: Grid, table: Table, *, roster: Roster, meter: Meter) -> TableEntries:
    """Read a located table: whatever is wrong in it is among the faults, ordered by cell.

    Raises `FileFault` when the time for the file is up.
    """
    heading = read_heading_facts(grid, table, roster, meter)
    own = sort_rows(grid, table, roster, meter)
    reader = _TableReader(grid, table, own.blocks, roster, meter)
    for fault in own.faults:
        reader.faults[fault.row - 1 + grid.places.above, fault.column - 1] = fault
    try:
        entries = reader.entries(heading)
    except TooManyFaults:
        entries = ()
        reader.overflow = True
    titles = ((row, words_of(grid.original(row))) for row in range(table.top, table.header) if row not in heading.rows)
    among = range(own.blocks[0][0], own.blocks[-1][-1]) if own.blocks else range(table.header, table.header)
    beside = tuple(asked(grid, table.match, among, (*((row, text) for row, text in titles if text), *own.beside)))
    beside = tuple(sorted((*beside, *reader.remarks), key=lambda told: told[0])) if reader.remarks else beside
    faults = (*heading.faults, *reader.all_faults())
    unsure = ((),) if heading.faults or reader.overflow else reader.unsure()
    return TableEntries(entries, faults, beside, heading, frozenset(reader.unnumbered), unsure, tuple(reader.doubts))


class _TableReader:
    """One table on its way to entries."""

    def __init__(
        self, grid: Grid, table: Table, blocks: Sequence[tuple[int, ...]], roster: Roster, meter: Meter
    ) -> None:
        self.faults: dict[tuple[int, int], Fault] = {}
        self.overflow = False
        self._grid, self._table, self._blocks, self._most = grid, table, blocks, meter.limits.faults
        self._form = table.theme.form
        self.unnumbered: list[int] = []
        self.remarks: list[tuple[int, str]] = []
        self.doubts: list[tuple[int, int, CellDoubt]] = []
        self._read_fields: dict[str, list[Any]] = {}
        self._typed: dict[int, list[tuple[str, str]]] = {}
        """For each block in which any was read as other words: the fields, and what was typed."""
        self._bad: set[int] = set()
        """Blocks with a fault."""
        self._block_of = {row: index for index, block in enumerate(blocks) for row in block}
        places = (*table.match.positions, table.persons)
        width = max((position + 1 for position in places if position is not None), default=0)
        seen = grid.seen_rows
        self._rows = [[_padded(seen[block[line]], width) for block in blocks] for line in range(len(self._form.lines))]
        self._readers = [ColumnReader(column, roster, meter) for column in self._form.columns]

    def entries(self, heading: HeadingFacts) -> tuple[Entry[Any], ...]:
        """An entry for each block without a fault, none when a fact above the header is at fault. Raises `TooManyFaults`."""
        fields = {name: self._field(name, heading) for name in self._form.fields}
        self._read_fields = {name: values for name, values in fields.items() if isinstance(values, list)}
        serials = self._serials()
        if len(self._form.lines) > 1:
            self._check_blocks()
        self._check_broken()
        self._check_doubts()
        self._check_sideways()
        if len(self.faults) > self._most:
            raise TooManyFaults
        if heading.faults:
            return ()
        theme, grid = self._table.theme, self._grid
        number = grid.places.number
        records = list(self._records(fields))
        columns = (*self._origin_columns(), *((name, cell, -1) for name, cell in heading.cells.items()))
        origins = map(
            Origin,
            repeat(grid.file),
            repeat(grid.sheet),
            (number(block[0]) for block in self._blocks),
            repeat(columns),
            (tuple(self._typed.get(index, ())) for index in range(len(self._blocks))) if self._typed else repeat(()),
        )
        made = map(Entry, repeat(theme.key), records, serials, origins)
        if not self._bad:
            return tuple(made)
        return tuple(entry for index, entry in enumerate(made) if index not in self._bad)

    def unsure(self) -> tuple[tuple[Unit, ...], ...]:
        """For each row with a fault the units that could be read in it; none where the fault stands beside the rows."""
        rows = [self._units_of(index) for index in sorted(self._bad)]
        beside = any(row not in self._block_of for row, _ in self.faults)
        return (*rows, ()) if beside else tuple(rows)

    def _units_of(self, index: int) -> tuple[Unit, ...]:
        found: list[Unit] = []
        for values in self._read_fields.values():
            match values[index]:
                case Unit() as unit:
                    found.append(unit)
                case Responsibility(units=units):
                    found += units
                case tuple() as several:
                    found += (one for one in several if isinstance(one, Unit))
                case _:
                    pass
        return tuple(found)

    def all_faults(self) -> tuple[Fault, ...]:
        """The faults by row and column, up to the limit."""
        found = [fault for _, fault in sorted(self.faults.items(), key=lambda pair: pair[0])]
        if len(found) <= self._most and not self.overflow:
            return tuple(found)
        rest = FileFault(
            Words(
                f"错误过多，只列出前 {min(len(found), self._most)} 处，其余未列",
                f"too many errors: only the first {min(len(found), self._most)} are listed",
            ),
            file=self._grid.file,
            sheet=self._grid.sheet,
        )
        return (*found[: self._most], rest)

    def _field(self, name: str, heading: HeadingFacts) -> Iterable[Any]:
        column = self._form.column_of(name)
        if column is None:
            return repeat(heading.values.get(name), len(self._blocks))
        index = self._form.columns.index(column)
        position = self._table.match.positions[index]
        if position is None:
            return repeat(column.kind.blank, len(self._blocks))
        return self._values(index, column, position, column.fields.index(name))

    def _values(self, index: int, column: Column, position: int, line: int) -> list[Any]:
        cells = [row[position] for row in self._rows[line]]
        if self._table.persons is not None and isinstance(column.kind, ResponsibleUnits):
            cells = self._with_persons(column, position, self._table.persons, line)
        reader = self._readers[index]
        try:
            values = reader.values(cells)
            if reader.has_dittos and not column.is_serial:
                cells = self._with_dittos(column, position, line, cells)
                values = reader.values(cells)
            name = column.field_on(line)
            if name is not None and (retold := reader.retold()):
                for number, cell in enumerate(cells):
                    if type(cell) is str and cell in retold:
                        self._typed.setdefault(number, []).append((name, retold[cell]))
            return values
        finally:
            # those that were found before there were too many count, too
            for number, refusal in reader.refused(cells):
                self._refuse(self._blocks[number][line], position, column, cells[number], refusal)

    def _with_persons(self, column: Column, position: int, persons: int, line: int) -> list[CellValue]:
        """责任科室 and 责任人 of two columns, as one cell has them: the person on a line of its own."""
        units, people = (
            self._with_dittos(column, at, line, [row[at] for row in self._rows[line]]) for at in (position, persons)
        )
        return list(map(with_person, units, people))

    def _with_dittos(self, column: Column, position: int, line: int, cells: Sequence[CellValue]) -> list[CellValue]:
        """The cells with 同上 replaced by what stands above (§4.22); where nothing does, or another line, it is a fault."""
        own = {block[line]: cell for block, cell in zip(self._blocks, cells, strict=True)}
        # a row that is refused as no entry has cells all the same
        others = {row for row, _ in self.faults if row not in self._block_of}
        full: list[CellValue] = []
        above: CellValue = None
        for row in sorted(own.keys() | others):
            if row not in own:
                value = self._grid.shown(row, position)
                above = above if value is None or is_ditto(value) else value
                continue
            cell = own[row]
            if is_ditto(cell):
                cell = self._above(above if len(column.fields) < 2 else None, row, column, position, cell)
            full.append(cell)
            above = None if is_ditto(cell) else cell
        return full

    def _above(self, above: CellValue, row: int, column: Column, position: int, cell: CellValue) -> CellValue:
        """What 同上 in a cell means, with a remark; where that is nothing, a fault, and the cell as it is."""
        if above is None:
            self._refuse(row, position, column, cell, UnreadableCell(_NOTHING_ABOVE))
            return cell
        said, place = text_of(above), self._grid.places.cell(row, position)
        told = Words(
            f"{place}“{text_of(cell)}”按上一行读作“{said}”",
            f"{english(place)} “{text_of(cell)}” is read as the cell above: “{said}”",
        )
        self.remarks.append((row, told))
        return above

    def _refuse(
        self, row: int, position: int, column: Column, value: CellValue, refusal: UnreadableCell, *, at: str = ""
    ) -> None:
        self._bad.add(self._block_of[row])
        self.faults[row, position] = cell_fault(
            self._grid, row, position, column.label, value, refusal.expected, refusal.nearest, at=at
        )
        if len(self.faults) > 10 * self._most:  # enough for the first by row to be listed
            raise TooManyFaults

    def _serials(self) -> list[int]:
        """序号 of each block; a missing one is the last plus one."""
        numbers: list[int | None] = [None] * len(self._blocks)
        for index, (column, position) in enumerate(zip(self._form.columns, self._table.match.positions, strict=True)):
            if column.is_serial and position is not None:
                numbers = self._values(index, column, position, 0)
        serials: list[int] = []
        last = 0
        for index, number in enumerate(numbers):
            if number is None:
                self.unnumbered.append(self._blocks[index][0])
            last = last + 1 if number is None else number
            serials.append(last)
        return serials

    def _origin_columns(self) -> Iterator[tuple[str, str, int]]:
        for column, position in self._table.match.placed:
            for line, name in enumerate(column.fields):
                if name is not None:
                    yield name, self._grid.places.column(position), line

    def _records(self, fields: dict[str, Iterable[Any]]) -> Iterator[Any]:
        """Records, made by position where the class allows it. A record that its class refuses is a fault."""
        make, order = record_maker(self._table.theme.record, tuple(fields))
        rows = zip(*(fields[name] for name in order), strict=True)
        for index, values in enumerate(rows):
            if index in self._bad:
                yield None
                continue
            try:
                yield make(*values)
            except (TypeError, ValueError) as refusal:
                self._bad.add(index)
                row = self._blocks[index][0]
                position = self._table.match.placed[0][1]
                self.faults[row, position] = cell_fault(
                    self._grid, row, position, _WHOLE_ROW, self._grid.shown(row, position), _sound(refusal)
                )
                yield None

    def _check_broken(self) -> None:
        """Cells whose value cannot be trusted, where they are used."""
        columns = self._used_columns()
        for row, position, expected in self._grid.broken:
            for reached in self._reach(row, position) if position in columns else ():
                value = self._grid.cell(row, position)
                self._refuse(reached, position, columns[position], value, UnreadableCell(expected))

    def _check_doubts(self) -> None:
        """Cells that may mean another thing: where they decide, they are not read; elsewhere they are told of."""
        columns, theme = self._used_columns() if self._grid.doubts else {}, self._table.theme
        off: dict[int, list[tuple[int, CellDoubt]]] = {}
        for row, position, doubt in self._grid.doubts:
            if doubt.is_comment:
                is_deciding = position in columns and decides(theme, columns[position], doubt)
                told = doubt.deciding if is_deciding else doubt
                self.doubts += ((reached, position, told) for reached in self._reach(row, position))
                continue
            for reached in self._reach(row, position) if position in columns else ():
                column = columns[position]
                if doubt.code == STRUCK_ROW.code:
                    off.setdefault(reached, []).append((position, doubt))
                elif doubt is UNSURE and (
                    isinstance(column.kind, (Date, Number)) or getattr(column.kind, "is_number", False)
                ):
                    continue  # the value counts, however it is shown
                elif decides(theme, column, doubt):
                    self._refuse(
                        reached, position, column, self._grid.cell(row, position), UnreadableCell(doubt.expected)
                    )
                else:
                    self.doubts.append((reached, position, doubt))
        for row, found in off.items():
            filled = {position for position, cell in enumerate(self._grid.seen(row)) if cell is not None}
            whole = filled & columns.keys() <= {position for position, doubt in found if doubt.nearest is None}
            self.doubts += [(row, found[0][0], STRUCK_ROW)] if whole else [(row, *one) for one in found]

    def _used_columns(self) -> dict[int, Column]:
        """The columns by their place, but 序号, which decides nothing."""
        columns = {position: column for column, position in self._table.match.placed if not column.is_serial}
        if self._table.persons is not None:
            own = (column for column, _ in self._table.match.placed if isinstance(column.kind, ResponsibleUnits))
            columns[self._table.persons] = next(own)
        return columns

    def _check_sideways(self) -> None:
        """A cell merged over several columns of facts: to which it belongs is not ours to guess, unless it says none (§4.23)."""
        last = len(self._grid) - 1  # a file may merge rows by the million below its content
        for merge in self._grid.merges:
            if merge.left == merge.right:
                continue
            rows = [row for row in range(merge.top, min(merge.bottom, last) + 1) if row in self._block_of]
            covered = [pair for pair in self._table.match.placed if merge.left <= pair[1] <= merge.right]
            value = self._grid.cell(merge.top, merge.left)
            text = text_of(value)
            if value is None or not rows or not divides_facts([column for column, _ in covered], text):
                continue
            for row, (_, position) in product(rows, covered):
                self.faults.pop((row, position), None)
            place = ":".join(map(self._grid.places.cell, (merge.top, merge.bottom), (merge.left, merge.right)))
            column, position = covered[0]
            self._bad.update(self._block_of[row] for row in rows)
            self._refuse(rows[0], position, column, value, _not_merged([each for each, _ in covered]), at=place)

    def _reach(self, row: int, position: int) -> list[int]:
        """The rows of entries in which a cell is seen: its own, and those of its merged area."""
        merge = self._grid.merge_at(row, position)
        rows = range(row, min(merge.bottom if merge else row, len(self._grid) - 1) + 1)
        return [reached for reached in rows if reached in self._block_of]

    def _check_blocks(self) -> None:
        """What a block may not hide: a cell merged over lines that differ, and content where its line has no field."""
        for column, position in self._table.match.placed:
            for block in () if column.is_line_label else self._blocks:
                for line, row in enumerate(block[1:], 1):
                    fault = self._block_fault(column, position, block[0], row, line)
                    if fault:
                        value = self._grid.shown(row, position)
                        self._refuse(row, position, column, value, UnreadableCell(fault))

    def _block_fault(self, column: Column, position: int, first: int, row: int, line: int) -> str:
        lines = self._form.lines
        cover = self._grid.cover(row, position)
        if len(column.fields) > 1 and column.fields[line] is not None:
            merged = cover is not None and cover.top < row
            return _in_lines_of_their_own(lines) if merged else ""
        cells = self._grid.original(row)
        value = cells[position] if position < len(cells) else None
        if value is None:
            return ""
        own = self._grid.shown(first, position)
        if len(column.fields) < 2 and value == own:
            return ""
        if len(column.fields) < 2 and is_ditto(value):
            self._above(own, row, column, position, value)
            return ""
        return Words(
            f"空白，“{column.label}”写在“{lines[0]}”一行",
            f"nothing here: “{column.label}” goes into the line “{lines[0]}”",
        )


def _sound(refusal: Exception) -> Words:
    words = told(refusal)
    return Words(f"合规的记录（{words}）", f"a sound record ({words.en})")


def _not_merged(columns: Sequence[Column]) -> UnreadableCell:
    labels = [column.label for column in columns]
    words = Words(
        f"{'、'.join(labels)}分栏填写，不得合并单元格；都没有的写“无”",
        f"a cell of its own for each of {', '.join(labels)}, not merged; “无” where there is none of them",
    )
    return UnreadableCell(words)


def _in_lines_of_their_own(lines: Sequence[str]) -> Words:
    return Words(
        f"{'、'.join(lines)}分行填写，不得合并单元格", f"a cell of its own for each of {', '.join(lines)}, not merged"
    )


def _padded(row: Row, width: int) -> Row:
    return row if len(row) >= width else row + (None,) * (width - len(row))
