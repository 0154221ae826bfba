"""空白表页: one form on its way into a collection workbook: what is filled in already, what a clerk fills, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from attrs import frozen
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.worksheet import Worksheet

from trafficlight.model._dates import Date
from trafficlight.model._forms import Column, Role
from trafficlight.model._kinds import Items, OneUnit, Whole
from trafficlight.model._units import RosterLine
from trafficlight.model._vocabulary import fold
from trafficlight.sheets.writing.layout import Group, Printed, Sheet
from trafficlight.sheets.writing.validation import PAGES, Names, WordLists, check, is_leader
from trafficlight.sheets.writing.workbook import Look, SheetWriter

_ROOM: Final = "字\n字"
"""An empty cell has room for two lines."""


@frozen
class BlankSheet:
    """空白表页: the table with what stands in it already, the units that get a row of their own, and the empty rows below."""

    sheet: Sheet
    names: Names
    units: tuple[RosterLine, ...] = ()
    rows: int = 0
    password: str = ""


class _Growing(RowDimension):
    """A row that grows with what is typed: its height is where it starts."""

    @property
    def customHeight(self) -> bool:  # noqa: N802  # openpyxl's name, which is the attribute's in the file
        """Whether the height stays as it is."""
        return False


class BlankWriter(SheetWriter):
    """One blank sheet on its way into the workbook."""

    _footer = PAGES

    def __init__(self, worksheet: Worksheet, blank: BlankSheet, look: Look, lists: WordLists) -> None:
        super().__init__(worksheet, blank.sheet, look)
        self._blank, self._lists = blank, lists
        self._lines = len(blank.sheet.form.lines)
        self._tables: list[tuple[int, int]] = []
        """First and last row of each table's entries."""

    def write(self) -> None:
        """The sheet, its checks, and its lock."""
        super().write()
        self._add_checks()
        self._mark_missing()
        self._lock()

    def _across(self, text: str, style: str, size: float | None = None) -> None:
        # the date of the table is the clerk's to write
        super()._across(text, "填表右" if style == "表右文字" and text == self._sheet.dateline else style, size)

    def _heading(self, facts: Sequence[str]) -> None:
        """Labels of the facts above the header, each with a cell beside it for the fact."""
        width = len(self._columns)
        beside = max(1, min(2, width - 1))
        for line, fact in zip(self._sheet.form.heading, facts, strict=True):
            label, _, value = fact.partition("：")
            self._put(self._row, 1, f"{label}：", "表右文字")
            self._merge(self._row, self._row, 1, beside)
            last = max(beside + 1, width // 2)
            for number in range(beside + 1, last + 1):
                self._put(self._row, number, value if number == beside + 1 else "", "填表上")
            self._merge(self._row, self._row, beside + 1, last)
            area = f"{get_column_letter(beside + 1)}{self._row}"
            made = check(line, [area], self._blank.names, self._lists)
            if made is not None:
                self._worksheet.add_data_validation(made)
            self._worksheet.row_dimensions[self._row].height = self._paper.across(fact, self._look.size)
            self._row += 1

    def _table(self, group: Group) -> None:
        super()._table(group)
        first = self._headers[-1] + 1
        number = max((int(text) for row in group.rows for text in self._serials(row)), default=0)
        for line in self._blank.units:
            number += 1
            self._add(number, line)
        for _ in range(self._blank.rows):
            number += 1
            self._add(number, None)
        if self._row > first:
            self._tables.append((first, self._row - 1))

    def _serials(self, row: Printed) -> Iterator[str]:
        for column, text in zip(self._columns, row.lines[0], strict=True):
            if column.is_serial and text:
                yield text

    def _add(self, number: int, unit: RosterLine | None) -> None:
        """An empty record, or one that holds its unit."""
        top = self._row
        self._block(
            Printed(
                [[self._given(column, line, number, unit) for column in self._columns] for line in range(self._lines)]
            )
        )
        for at, column in enumerate(self._columns, 1):
            cell = self._worksheet.cell(top, at)
            if unit is not None and isinstance(column.kind, OneUnit) and isinstance(cell, SheetCell):
                cell.style = "不填"

    def _set_height(self, row: int, texts: Sequence[str]) -> None:
        if len(self._headers) == len(self._tables):
            super()._set_height(row, texts)
            return
        height = self._paper.row([text or _ROOM for text in texts], self._look.size)
        self._worksheet.row_dimensions[row] = _Growing(self._worksheet, index=row, ht=height)

    def _given(self, column: Column, line: int, number: int, unit: RosterLine | None) -> str:
        """What stands in an empty record: its number, the words of its lines, and the unit that it is for."""
        if column.is_line_label:
            return self._sheet.form.lines[line]
        if line:
            return ""
        if column.is_serial:
            return str(number)
        if unit is None:
            return ""
        if isinstance(column.kind, OneUnit):
            return unit.unit.name
        return self._leader_of(column, unit)

    def _leader_of(self, column: Column, unit: RosterLine) -> str:
        """The roster's leader of a unit, where the column is named after him."""
        if not is_leader(column) or unit.leader is None:
            return ""
        own = any(
            unit in board.lines and fold(board.leader_header) in ("", column.label)
            for board in self._blank.names.roster.boards
        )
        return str(unit.leader) if own else ""

    def _style(self, column: Column, line: int) -> str:
        if not self._is_filled(column, line):
            return "不填"
        if isinstance(column.kind, Whole):
            return "填数"
        if isinstance(column.kind, Date) and column.kind.whole:
            return "填日期"
        return "填居中" if column.centred else "填文字"

    def _is_filled(self, column: Column, line: int) -> bool:
        """Whether a clerk fills the column's cell on a line of a block, by itself or as part of a merged one."""
        return column.role is Role.FIELD and (len(column.fields) == 1 or column.fields[line] is not None)

    def _add_checks(self) -> None:
        for at, column in enumerate(self._columns, 1):
            areas = [area for table in self._tables for area in self._areas(at, column, *table)]
            made = check(column, areas, self._blank.names, self._lists) if areas else None
            if made is not None:
                self._worksheet.add_data_validation(made)

    def _areas(self, at: int, column: Column, top: int, bottom: int) -> Iterator[str]:
        """Where a clerk fills a column: all of it, or some lines of each block."""
        letter = get_column_letter(at)
        filled = [self._is_filled(column, line) for line in range(self._lines)]
        if all(filled):
            yield f"{letter}{top}:{letter}{bottom}"
            return
        for row in range(top, bottom + 1):
            if filled[(row - top) % self._lines]:
                yield f"{letter}{row}"

    def _mark_missing(self) -> None:
        """Colour what still has to be filled in a record that is begun: a required cell, the items of a unit without any."""
        items = [at for at, column in enumerate(self._columns, 1) if isinstance(column.kind, Items)]
        every = [at for at, column in enumerate(self._columns, 1) if column.role is Role.FIELD]
        for top, bottom in self._tables:
            begun = f"COUNTA({self._block_at(top, every)})>0"
            for at, column in enumerate(self._columns, 1):
                if column.role is Role.FIELD and column.required:
                    blank = f"LEN(TRIM(${get_column_letter(at)}{top}))=0"
                    self._mark(at, range(top, bottom + 1, self._lines), f"AND({begun},{blank})")
                if at in items:
                    for line in range(self._lines):
                        none = f"COUNTA({self._block_at(top, items)})=0"
                        self._mark(at, range(top + line, bottom + 1, self._lines), f"AND({begun},{none})")

    def _block_at(self, top: int, columns: Sequence[int]) -> str:
        """The cells of some columns in the block that starts in a row."""
        runs: list[list[int]] = []
        for at in columns:
            if runs and at == runs[-1][-1] + 1:
                runs[-1].append(at)
            else:
                runs.append([at])
        bottom = top + self._lines - 1
        return ",".join(f"${get_column_letter(run[0])}{top}:${get_column_letter(run[-1])}{bottom}" for run in runs)

    def _mark(self, at: int, rows: range, formula: str) -> None:
        letter = get_column_letter(at)
        area = f"{letter}{rows[0]}:{letter}{rows[-1]}" if rows.step == 1 else " ".join(f"{letter}{row}" for row in rows)
        fill = PatternFill("solid", fgColor=f"FF{self._look.missing_fill}", bgColor=f"FF{self._look.missing_fill}")
        rule = Rule(type="expression", dxf=DifferentialStyle(fill=fill), formula=[formula])
        self._worksheet.conditional_formatting.add(area, rule)

    def _lock(self) -> None:
        protection = self._worksheet.protection
        protection.sheet = True
        protection.formatCells = protection.formatColumns = protection.formatRows = False
        if self._lines == 1:
            protection.insertRows = protection.deleteRows = protection.sort = False
        if self._blank.password:
            protection.password = self._blank.password
