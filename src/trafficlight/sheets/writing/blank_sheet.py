"""空白表页: a form as a sheet of a collection workbook: what is filled in already, and what a clerk fills."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from attrs import field, frozen

from trafficlight.messages import Bilingual, Language, Words, labelled, said
from trafficlight.model._boards import RosterLine
from trafficlight.model._checks import between, strings
from trafficlight.model._field_types import typed
from trafficlight.model._forms import Column, Form, HeadingLine, Prefill, Printer, Role
from trafficlight.model._kinds import Items, OneUnit, filling_of
from trafficlight.model._units import Unit
from trafficlight.model._vocabulary import fold
from trafficlight.ooxml.text import column_letters
from trafficlight.rules._rulebooks import AnyTheme
from trafficlight.sheets.writing.layout import Group, Sheet, groups, one_line
from trafficlight.sheets.writing.look import CellFormat, Style
from trafficlight.sheets.writing.validation import Cell, Names, WordLists, add_check, is_leader
from trafficlight.sheets.writing.workbook import SheetWriter

if TYPE_CHECKING:
    from trafficlight.sheets.writing.book import Book

_STYLES: Final = {
    "whole": Style.FILL_COUNT,
    "decimal": Style.FILL_NUMBER,
    "percentage": Style.FILL_PERCENTAGE,
    "date": Style.FILL_DATE,
}
_ROOM: Final = 2
"""Lines for which every row of a blank form has room."""


@frozen(field_transformer=typed)
class BlankPlan:
    """空白表安排: how collection forms go out.

    `rows` is how many empty records stand below those that are filled in. `units` get a record of their own, name and
    leader filled in, in the tables of one row a unit; where the theme has an `absence` (§3.4), those of its boards. They
    may be all the units of a board, a roster, or one of them. Such a table has no empty rows beside. A record that comes
    back with nothing but its unit is read as nothing won and nothing planned (§3.17), with a warning
    (`Checks.items_missing`; as a fault it is refused); so nobody is listed unless it is asked for.

    `due` (“2023年10月9日前”), `hand_to` and `advice` stand in the guide, which `guide` leaves out; `steward` is how it calls
    who collects a theme (牵头科室). `dateline` stands at the right above the header of each table that states no facts there,
    and may be written on. Sheets are locked, without a password unless one is given: it prevents mistakes, and is no secret.
    `keep_done` says whether the items of an earlier period that were done stay listed, as they do within a year (§4.36).
    Raises `WrongValue` for negative `rows`.
    """

    rows: int = field(default=15, validator=between(0))
    units: tuple[Unit, ...] = field(default=(), converter=tuple[Unit, ...])
    due: str = ""
    hand_to: str = ""
    advice: tuple[str, ...] = field(default=(), converter=strings)
    dateline: str = ""
    guide: bool = True
    password: str = ""
    keep_done: bool = True
    steward: str = Words("牵头单位", "Responsible")


@frozen
class Burden(Bilingual):
    """填报负担: how many cells a table asks of who fills it in, and how many of these are known and stand there already.

    Every field of every row that stands there is asked, and the facts above the header; empty rows below ask nothing until
    one is begun, which then asks `each`.
    """

    title: str
    rows: int
    each: int
    asked: int
    known: int

    @property
    def open(self) -> int:
        """待填: the cells that are still blank."""
        return self.asked - self.known

    @property
    def words(self) -> Words:
        """The figures in both languages."""
        return Words(
            f"已列{self.rows}行，每行{self.each}格，共问{self.asked}格；其中已知并预填{self.known}格，待填{self.open}格",
            f"rows listed: {self.rows}, cells a row: {self.each}, cells asked: {self.asked}; of these known already: "
            f"{self.known}, still to be filled in: {self.open}",
        )

    def say(self, language: Language = "zh") -> str:
        """The table and its figures in one line, in Chinese or English."""
        return f"{self.title}{': ' if language == 'en' else '：'}{said(self.words, language)}"


@frozen
class BlankSheet:
    """空白表页: the table with what stands in it already, the units that get a row of their own, and the empty rows below.

    The first `known` rows are of an earlier period, of which the theme says what stands in each cell.
    """

    sheet: Sheet
    names: Names
    theme: AnyTheme | None = None
    known: int = 0
    units: tuple[RosterLine, ...] = ()
    rows: int = 0
    password: str = ""

    @property
    def form(self) -> Form:
        """The form that goes out."""
        return self.sheet.form

    def printers(self) -> tuple[Printer, Printer]:
        """What prints a row of an earlier period, without what is asked anew, and what prints any other."""
        form = self.form
        new = form.printer(form.columns)
        return new if self.theme is None else form.printer(self.theme.prefilled(form.columns)), new

    def locks(self, cell: Column | HeadingLine) -> bool:
        """Whether what is known in a cell may not be changed."""
        return self.theme is not None and self.theme.prefill(cell) is Prefill.LOCKED

    def fact(self, line: HeadingLine, text: str) -> str:
        """What stands beside a label above the header."""
        anew = self.known and self.theme is not None and self.theme.prefill(line) is Prefill.ANEW
        return "" if anew else text

    def given(self, column: Column, unit: RosterLine) -> str:
        """What stands in the row of a unit that has none yet: its name, and its leader where the column is named after him."""
        if isinstance(column.kind, OneUnit):
            return unit.unit.name
        if not is_leader(column) or unit.leader is None:
            return ""
        own = any(
            unit in board.lines and fold(board.leader_header) in ("", fold(column.label))
            for board in self.names.roster.boards
        )
        return str(unit.leader) if own else ""

    @property
    def burden(self) -> Burden:
        """How many cells it asks, and how many of these are filled in."""
        form, rows = self.form, self.sheet.rows
        asked = [column for column in form.columns if column.role is Role.FIELD]
        each = sum(column.cells for column in asked)
        known = sum(bool(self.given(column, unit)) for unit in self.units for column in asked)
        old, new = self.printers()
        for number, row in enumerate(rows):
            for line, texts in enumerate((old if number < self.known else new)(row.record, None)):
                known += sum(
                    text != "" and column.field_on(line) is not None
                    for text, column in zip(texts, form.columns, strict=True)
                )
        tables = [group.heading for group in groups(self.sheet)]
        facts = [self.fact(*pair) for heading in tables for pair in zip(form.heading, heading, strict=True)]
        listed = len(rows) + len(self.units)
        filled = known + sum(map(bool, facts))
        return Burden(self.sheet.name or one_line(form.title), listed, each, listed * each + len(facts), filled)


class BlankWriter(SheetWriter):
    """空白表页的制作: writes one blank sheet. Rows of `_tables` count from 1, as formulas do."""

    def __init__(self, book: Book, name: str, blank: BlankSheet, lists: WordLists) -> None:
        super().__init__(book, name, blank.sheet)
        self._blank, self._lists = blank, lists
        count = len(blank.form.lines)
        self._fills = [[self._formats[self._style(column, line)] for column in self._columns] for line in range(count)]
        self._given = [
            [
                self._formats[Style.LOCKED] if isinstance(column.kind, OneUnit) else cell
                for column, cell in zip(self._columns, line, strict=True)
            ]
            for line in self._fills
        ]
        self._locks = [
            (self._formats[Style.LOCKED if column.centred else Style.LOCKED_TEXT]) if blank.locks(column) else None
            for column in self._columns
        ]
        """For each column the format of what is known and may not be changed."""
        self._old, self._new = blank.printers()
        self._old_left = blank.known
        self._tables: list[tuple[int, int]] = []
        """First and last row of each table's entries."""
        self._missing = self._formats.fill(self._look.missing_fill)

    def write(self) -> None:
        """The sheet, its checks, and its lock."""
        super().write()
        self._add_checks()
        self._mark_missing()
        free = ["format_cells", "format_columns", "format_rows"]
        if len(self._fills) == 1:
            free += ["insert_rows", "delete_rows", "sort"]
        self._page.protect(self._blank.password, dict.fromkeys(free, True))

    def _dateline(self) -> None:
        # the date of the table is the clerk's to write
        if self._sheet.dateline:
            self.across(self._sheet.dateline, Style.FILL_RIGHT)

    def _heading(self, facts: Sequence[str]) -> None:
        """Labels of the facts above the header, each with a cell beside it for the fact."""
        beside = max(1, min(2, self._width - 1))
        end = max(beside + 1, self._width // 2)
        label_format = self._formats[Style.RIGHT]
        for line, given in zip(self._sheet.form.heading, facts, strict=True):
            label, value = line.label, self._blank.fact(line, given)
            locked = self._blank.known and value and self._blank.locks(line)
            fact_format = self._formats[Style.LOCKED if locked else Style.FILL_ABOVE]
            for at in range(end):
                text = labelled(label, "", self._look.language) if at == 0 else value if at == beside else ""
                self._page.put(self._row, at, text, label_format if at < beside else fact_format)
            self._page.span(self._row, self._row, 0, beside - 1)
            self._page.span(self._row, self._row, beside, end - 1)
            self._end(self._paper.across(labelled(label, value, self._look.language), self._look.size))
            self._check(line, [f"{column_letters(beside)}{self._row}"])

    def _table(self, group: Group) -> None:
        self._start(group)
        first = self._row + 1
        for row, serial in zip(group.rows, group.numbers, strict=True):
            known, self._old_left = self._old_left > 0, self._old_left - 1
            lines = (self._old if known else self._new)(row.record, serial)
            self._write_lines(lines, self._locked(lines) if known else self._fills, lines_at_least=_ROOM)
        number = max(group.numbers, default=0)
        for line in (*self._blank.units, *[None] * self._blank.rows):
            number += 1
            self._write_lines(self._empty(number, line), self._given if line else self._fills, lines_at_least=_ROOM)
        if self._row >= first:
            self._tables.append((first, self._row))

    def _locked(self, lines: Sequence[Sequence[str]]) -> list[list[CellFormat]]:
        """The formats of a known row: what may not be changed is locked, unless it was blank.

        A cell that is merged over a block's lines is locked as a whole.
        """
        return [
            [
                lock if lock and (lines[0] if column.is_shared else texts)[at] else fill
                for at, (column, lock, fill) in enumerate(zip(self._columns, self._locks, fills, strict=True))
            ]
            for texts, fills in zip(lines, self._fills, strict=True)
        ]

    def _empty(self, number: int, unit: RosterLine | None) -> list[list[str]]:
        """The lines of an empty record, or of one that holds its unit."""
        lines = range(len(self._fills))
        return [[self._text(column, line, number, unit) for column in self._columns] for line in lines]

    def _text(self, column: Column, line: int, number: int, unit: RosterLine | None) -> str:
        """What stands in an empty record: its number, the words of its lines, and the unit that it is for."""
        if column.is_line_label:
            return self._sheet.form.lines[line]
        if line:
            return ""
        if column.is_serial:
            return str(number)
        if unit is None:
            return ""
        return self._blank.given(column, unit)

    def _style(self, column: Column, line: int) -> Style:
        if not self._is_filled(column, line):
            return Style.LOCKED
        bounds = filling_of(column.kind).bounds
        if bounds is not None:
            return _STYLES[bounds.of]
        return Style.FILL_CENTRED if column.centred else Style.FILL_TEXT

    def _is_filled(self, column: Column, line: int) -> bool:
        """Whether a clerk fills the column's cell on a line of a block, by itself or as part of a merged one."""
        return column.role is Role.FIELD and (len(column.fields) == 1 or column.fields[line] is not None)

    def _add_checks(self) -> None:
        for at, column in enumerate(self._columns):
            areas = [area for table in self._tables for area in self._areas(at, column, *table)]
            if areas:
                self._check(column, areas)

    def _check(self, cell: Cell, areas: Sequence[str]) -> None:
        add_check(self._page, cell, areas, self._blank.names, self._lists, self._look.language)

    def _areas(self, at: int, column: Column, top: int, bottom: int) -> Iterator[str]:
        """Where a clerk fills a column: all of it, or some lines of each block."""
        letter, count = column_letters(at), len(self._fills)
        filled = [self._is_filled(column, line) for line in range(count)]
        if all(filled):
            yield f"{letter}{top}:{letter}{bottom}"
            return
        for row in range(top, bottom + 1):
            if filled[(row - top) % count]:
                yield f"{letter}{row}"

    def _mark_missing(self) -> None:
        """Colour what still has to be filled in a record that is begun: a required cell, the items of a unit without any.

        A record that went out with its unit is begun when something else is typed into it.
        """
        columns = list(enumerate(self._columns))
        items = [at for at, column in columns if isinstance(column.kind, Items)]
        typed = [at for at, column in columns if column.role is Role.FIELD and not self._is_given(column)]
        for top, bottom in self._tables:
            begun = f"COUNTA({self._block_at(top, typed)})>0"
            for at, column in columns:
                if column.role is Role.FIELD and column.required:
                    blank = f"LEN(TRIM(${column_letters(at)}{top}))=0"
                    self._mark(at, range(top, bottom + 1, len(self._fills)), f"AND({begun},{blank})")
                if at in items:
                    for line in range(len(self._fills)):
                        none = f"COUNTA({self._block_at(top, items)})=0"
                        self._mark(at, range(top + line, bottom + 1, len(self._fills)), f"AND({begun},{none})")

    def _is_given(self, column: Column) -> bool:
        """Whether units stand in the column already, or their leaders."""
        units = self._blank.units
        return any(self._blank.given(column, unit) for unit in units)

    def _block_at(self, top: int, columns: Sequence[int]) -> str:
        """The cells of some columns in the block that starts in a row."""
        runs: list[list[int]] = []
        for at in columns:
            if runs and at == runs[-1][-1] + 1:
                runs[-1].append(at)
            else:
                runs.append([at])
        bottom = top + len(self._fills) - 1
        return ",".join(f"${column_letters(run[0])}{top}:${column_letters(run[-1])}{bottom}" for run in runs)

    def _mark(self, at: int, rows: range, formula: str) -> None:
        letter = column_letters(at)
        area = f"{letter}{rows[0]}:{letter}{rows[-1]}"
        if rows.step > 1:
            area = " ".join(f"{letter}{row}" for row in rows)
        self._page.conditional_format(
            rows[0] - 1,
            at,
            rows[-1] - 1,
            at,
            {"type": "formula", "criteria": f"={formula}", "format": self._missing, "multi_range": area},
        )
