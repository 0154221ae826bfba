"""字段的值: what the cells of a column, and the labelled facts above a header, are worth to the fields of a record."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from attrs import field, fields, frozen

from trafficlight.errors import Fault, UnreadableCell
from trafficlight.messages import Words
from trafficlight.model._boards import Roster
from trafficlight.model._forms import Column, HeadingLine
from trafficlight.model._items import says_none
from trafficlight.model._kinds import CellValue, Choice, Items, Text, is_blank, text_of
from trafficlight.model._vocabulary import fold
from trafficlight.rules._rulebooks import AnyTheme
from trafficlight.sheets.reading.grid import FORMULA, CellDoubt, Grid, cell_fault, header_fault
from trafficlight.sheets.reading.hand_in_files import Meter
from trafficlight.sheets.reading.locate import Table
from trafficlight.sheets.reading.row_shapes import LONGER_THAN_DITTO, is_ditto

_BATCH: Final = 256
"""Cells that are worked out between two looks at the clock."""


class TooManyFaults(Exception):
    """A column holds more different unreadable texts than the limits allow faults. It never leaves `read_table`."""


class ColumnReader:
    """Reads the cells of one column of a form; what cannot be read is worth None and has a refusal."""

    def __init__(self, column: Column, roster: Roster, meter: Meter) -> None:
        self._kind, self._required, self._roster, self._meter = column.kind, column.required, roster, meter
        self._parsed = 0
        self.has_dittos: bool = False
        """Whether a cell has held 同上, which is worth what the cell above is: that is for who knows the rows."""
        self._known: dict[str, Any] = {}
        """Text → value: a column repeats few texts (progress, unit, leader), and each is worked out once."""
        self._refusals: dict[tuple[type, CellValue], UnreadableCell] = {}

    def values(self, cells: Sequence[CellValue]) -> list[Any]:
        """The value of each cell, in order; blank ones are worth the kind's `blank`. Raises `TooManyFaults`."""
        known, parse, blank = self._known, self._parse, self._kind.blank
        if self._required and None in cells:
            self._refusals[type(None), None] = UnreadableCell(self._kind.expected)
        takes_any = type(self._kind) is Text
        for text in dict.fromkeys(cells):
            if type(text) is str and text not in known:
                known[text] = text_of(text) if takes_any and len(text) >= LONGER_THAN_DITTO else parse(text)
        return [known[cell] if type(cell) is str else blank if cell is None else parse(cell) for cell in cells]

    def retold(self) -> dict[str, str]:
        """The texts that were read as other words, each on one line: what is quoted before what it was read as (§4.40).

        Texts that are kept as such, and items, are quoted as they are; white space and full-width forms are no other words.
        """
        if type(self._kind) is Text:
            return {}
        show, told = self._kind.show, dict[str, str]()
        for text, value in self._known.items():
            parts = value if isinstance(value, tuple) else (value,)
            if value is None or all(isinstance(one, str) for one in parts):
                continue
            if fold(text) != fold(show(value)):
                told[text] = " ".join(text.split())
        return told

    def refused(self, cells: Sequence[CellValue]) -> Iterator[tuple[int, UnreadableCell]]:
        """Which of the cells cannot be read, and why."""
        if self._refusals:
            for index, cell in enumerate(cells):
                refusal = self._refusals.get((type(cell), cell))
                if refusal is not None:
                    yield index, refusal

    def _parse(self, cell: CellValue) -> Any:
        if not self._parsed % _BATCH:
            self._meter.check()
        self._parsed += 1
        if is_ditto(cell):
            self.has_dittos = True
            return None
        try:
            return self._kind.parse(cell, self._roster)
        except UnreadableCell as refusal:
            if len(self._refusals) >= self._meter.limits.faults:
                raise TooManyFaults from None
            # the type is part of the key, since 1 == True
            self._refusals[type(cell), cell] = refusal
            return None


def divides_facts(columns: Sequence[Column], text: str) -> bool:
    """Whether the columns under one text are several that a text would be counted or printed in."""
    facts = [column for column in columns if not column.is_serial or text.strip().isdigit()]
    if len(facts) < 2:
        return False
    choices = [column.kind.vocabulary for column in facts if isinstance(column.kind, Choice)]
    if len(text.strip()) > 1 and any(words.knows(text) for words in choices):
        return True  # 无项目线索 says how far a matter is; a bare 无 says it of every column
    return any(column.is_line_label for column in facts) or not (
        says_none(text) or all(isinstance(column.kind, Items) and column.kind.is_none(text) for column in facts)
    )


class Spot(NamedTuple):
    """A cell above a header: its row and column, from 0, and what stands there for a label."""

    row: int
    column: int
    value: CellValue


@frozen
class HeadingFacts:
    """表头上方的事项: of each field its value, the cell it came from (“A2”) and what stands there; and the rows that were used."""

    values: dict[str, Any]
    cells: dict[str, str]
    rows: frozenset[int]
    faults: tuple[Fault, ...] = ()
    spots: dict[str, Spot] = field(factory=dict)


def read_heading_facts(grid: Grid, table: Table, roster: Roster, meter: Meter) -> HeadingFacts:
    """The heading lines of a table's form: label and value in one cell, divided by a colon, or in neighbouring ones."""
    lines = table.theme.form.heading
    spots = dict(_spots(grid, table, lines, meter)) if lines else {}
    values: dict[str, Any] = {}
    cells: dict[str, str] = {}
    faults: list[Fault] = []
    broken = {(row, column): expected for row, column, expected in grid.broken}
    place = grid.places.row(table.header)
    for line in lines:
        spot = spots.get(line.name)
        if spot is None or is_blank(spot.value):
            values[line.name] = line.kind.blank
            if line.required:
                label = fold(line.label)
                missing = Words(
                    f"{place}表头上方缺少“{label}：”", f"“{label}：” is missing above the header in {place.en}"
                )
                faults.append(header_fault(grid, table.header, missing, line.kind.expected))
            continue
        cells[line.name] = grid.places.cell(spot.row, spot.column)
        try:
            if (spot.row, spot.column) in broken:
                raise UnreadableCell(broken[spot.row, spot.column])
            values[line.name] = line.kind.parse(spot.value, roster)
        except UnreadableCell as refusal:
            faults.append(
                cell_fault(grid, spot.row, spot.column, fold(line.label), spot.value, refusal.expected, refusal.nearest)
            )
    filled = {name: spot for name, spot in spots.items() if not is_blank(spot.value)}
    return HeadingFacts(values, cells, frozenset(spot.row for spot in spots.values()), tuple(faults), filled)


def _pattern(lines: tuple[HeadingLine, ...]) -> re.Pattern[str]:
    """Any of the labels at the start of a line or after a blank, white space between its characters, then a colon."""
    labels = (r"\s*".join(map(re.escape, fold(line.label))) for line in lines)
    return re.compile("(?:^|(?<=\\s))(" + "|".join(labels) + r")\s*(?:[：:]|\Z)")


def _spots(grid: Grid, table: Table, lines: tuple[HeadingLine, ...], meter: Meter) -> Iterator[tuple[str, Spot]]:
    pattern = _pattern(lines)
    names = {fold(line.label): line.name for line in lines}
    for row in meter.each(range(table.top, table.header)):
        cells = grid.original(row)
        for column, cell in enumerate(cells):
            if not isinstance(cell, str):
                continue
            found = list(pattern.finditer(cell))
            starts = [match.start() for match in found]
            for match, end in zip(found, [*starts[1:], len(cell)], strict=False):
                name = names[fold(match[1])]
                value = cell[match.end() : end].strip()
                if value:
                    yield name, Spot(row, column, value)
                elif end == len(cell):
                    yield name, _neighbour(cells, row, column)
                else:
                    yield name, Spot(row, column, None)


def _neighbour(cells: tuple[CellValue, ...], row: int, column: int) -> Spot:
    """The next filled cell to the right, unless it is a label itself; none leaves the label's own."""
    for right in range(column + 1, len(cells)):
        value = cells[right]
        if value is not None:
            is_label = isinstance(value, str) and value.rstrip().endswith(("：", ":"))
            return Spot(row, right, None if is_label else value)
    return Spot(row, column, None)


def with_person(unit: CellValue, person: CellValue) -> CellValue:
    """One cell of a unit's and a person's: the person on a line below. A merged cell is both, and “—” nobody."""
    if unit is None or person in (None, unit) or says_none(text_of(person)):
        return unit
    return f"{text_of(unit)}\n{text_of(person)}"


def record_maker(record: type[Any], names: tuple[str, ...]) -> tuple[Callable[..., Any], tuple[str, ...]]:
    """A function that makes a record from values, and the order of fields in which it takes them."""
    own = [at for at in fields(record) if at.init]
    head = own[: len(names)]
    if {at.name for at in head} == set(names) and not any(at.kw_only for at in head):
        return record, tuple(at.name for at in head)
    aliases = {at.name: at.alias for at in own}
    keys = tuple(aliases[name] for name in names)
    return (lambda *values: record(**dict(zip(keys, values, strict=True)))), names


def decides(theme: AnyTheme, column: Column, doubt: CellDoubt) -> bool:
    """Whether a light, a count or an identity may hang on a cell: on a text, where a blank or a strange look would tell."""
    if isinstance(column.kind, Text):
        return doubt is not FORMULA and (column.required or theme.absence is not None)
    return True
