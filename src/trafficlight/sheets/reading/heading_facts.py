"""表头上方: the labelled facts above a header that hold for every row (包保领导：…), A4-4.2 and A4-4.3."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from attrs import field, frozen

from trafficlight.errors import CellFault, Fault, HeaderFault, UnreadableCell
from trafficlight.messages import Words
from trafficlight.model._boards import Roster
from trafficlight.model._forms import HeadingLine
from trafficlight.model._kinds import CellValue, is_blank
from trafficlight.model._vocabulary import fold
from trafficlight.sheets.reading.grid import Grid
from trafficlight.sheets.reading.limits import Meter
from trafficlight.sheets.reading.locate import Table


@frozen
class HeadingFacts:
    """表头上方的事项: the value of each field, the cell it came from (“A2”), and the rows that were used.

    `spots` holds, for each field, the row and column (from 0) that it was read from, and what stands there.
    """

    values: dict[str, Any]
    cells: dict[str, str]
    rows: frozenset[int]
    faults: tuple[Fault, ...] = ()
    spots: dict[str, tuple[int, int, CellValue]] = field(factory=dict)


@frozen
class _Spot:
    value: CellValue
    row: int
    column: int


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
                faults.append(
                    HeaderFault(
                        Words(
                            f"{place}表头上方缺少“{fold(line.label)}：”",
                            f"“{fold(line.label)}：” is missing above the header in {place.en}",
                        ),
                        file=grid.file,
                        sheet=grid.sheet,
                        expected=line.kind.expected,
                        row=grid.places.number(table.header) or None,
                    )
                )
            continue
        cells[line.name] = grid.places.cell(spot.row, spot.column)
        try:
            if (spot.row, spot.column) in broken:
                raise UnreadableCell(broken[spot.row, spot.column])
            values[line.name] = line.kind.parse(spot.value, roster)
        except UnreadableCell as refusal:
            faults.append(_cell_fault(grid, spot, line, refusal))
    where = {name: (spot.row, spot.column, spot.value) for name, spot in spots.items() if not is_blank(spot.value)}
    return HeadingFacts(values, cells, frozenset(spot.row for spot in spots.values()), tuple(faults), where)


def _cell_fault(grid: Grid, spot: _Spot, line: HeadingLine, refusal: UnreadableCell) -> CellFault:
    return CellFault(
        file=grid.file,
        sheet=grid.sheet,
        row=grid.places.number(spot.row),
        column=spot.column + 1,
        cell=grid.places.cell(spot.row, spot.column),
        header=fold(line.label),
        value=spot.value,
        expected=refusal.expected,
        nearest=refusal.nearest,
    )


def _pattern(lines: tuple[HeadingLine, ...]) -> re.Pattern[str]:
    """Any of the labels at the start of a line or after a blank, white space between its characters, then a colon."""
    labels = (r"\s*".join(map(re.escape, fold(line.label))) for line in lines)
    return re.compile("(?:^|(?<=\\s))(" + "|".join(labels) + r")\s*(?:[：:]|\Z)")


def _spots(grid: Grid, table: Table, lines: tuple[HeadingLine, ...], meter: Meter) -> Iterator[tuple[str, _Spot]]:
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
                    yield name, _Spot(value, row, column)
                elif end == len(cell):
                    yield name, _neighbour(cells, row, column)
                else:
                    yield name, _Spot(None, row, column)


def _neighbour(cells: tuple[CellValue, ...], row: int, column: int) -> _Spot:
    """The next filled cell to the right, unless it is a label itself; none leaves the label's own."""
    for right in range(column + 1, len(cells)):
        value = cells[right]
        if value is not None:
            is_label = isinstance(value, str) and value.rstrip().endswith(("：", ":"))
            return _Spot(None if is_label else value, row, right)
    return _Spot(None, row, column)
