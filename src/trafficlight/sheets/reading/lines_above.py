"""表上各行: where the table above ends and the lines above the next header start, its titles and facts."""

from __future__ import annotations

import re
from typing import Final

from attrs import frozen

from trafficlight.errors import HeaderFault
from trafficlight.model._forms import Column
from trafficlight.model._kinds import Choice, OneUnit, ResponsibleUnits, Units, text_of
from trafficlight.model._vocabulary import fold
from trafficlight.sheets._cell_texts import is_note
from trafficlight.sheets.reading.grid import Grid
from trafficlight.sheets.reading.header_words import HeaderMatch
from trafficlight.sheets.reading.row_shapes import is_date, is_numbered_section, is_page_turn, is_signature, is_sum
from trafficlight.sheets.reading.titles import told_by

_NUMBERED: Final = re.compile(r"\s*[\d０-９]+\s*[.．、]")
_NUMBER: Final = re.compile(r"[\d０-９]+\Z")


@frozen
class Header:
    """表头: its rows, first and last, and the themes that it fits."""

    first: int
    row: int
    contenders: tuple[HeaderMatch, ...]
    fault: HeaderFault | None = None
    again: frozenset[int] = frozenset()

    def repeats(self, above: Header) -> bool:
        """Whether the header has the columns of the one above, however its words are typed."""
        return bool(self.contenders) and [(match.theme.key, match.positions) for match in self.contenders] == [
            (match.theme.key, match.positions) for match in above.contenders
        ]

    @property
    def placed(self) -> tuple[tuple[Column, int], ...]:
        """The columns of the table, each with its position; none when the header is at fault."""
        return self.contenders[0].placed if self.contenders else ()


def top_of(grid: Grid, header: Header, above: Header | None) -> int:
    """Where the lines above a header start: at the sheet's top, or below the rows and notes of the table above."""
    if above is None:
        return 0
    top = header.first
    while top > above.row + 1:
        row = top - 1
        if _closes(grid, row, above) or _goes_on(grid, row, above, header) or _names_unit(grid, row, above, header):
            break
        top = row
    while top < header.first and _NUMBERED.match(_only_text(grid, top)):
        top += 1
    return top


def _closes(grid: Grid, row: int, above: Header) -> bool:
    """Whether a row belongs to the table above: a note, a sum, or a row that is filled in."""
    cells = grid.original(row)
    first = next((cell for cell in cells if cell is not None), None)
    if is_note(_only_text(grid, row)) or is_sum(first):
        return True
    if isinstance(first, str) and first.rstrip().endswith(("：", ":")):
        return False  # 包保领导：| 王五 stands above a table
    if any(_is_entry(grid, row, match) for match in above.contenders[:1]):
        return True
    own = [position for _, position in above.placed] or range(len(cells))
    filled = sum(position < len(cells) and cells[position] is not None for position in own)
    number = next((position for column, position in above.placed if column.is_serial), None)
    if number is not None and number < len(cells) and _NUMBER.match(text_of(cells[number])):
        return filled > 1
    return filled > 1 and 2 * filled >= len(own)


def _goes_on(grid: Grid, row: int, above: Header, below: Header) -> bool:
    """Whether a row is one of the table's above, though it lacks most of what an entry needs.

    It shares a cell with the entry above it, says how far a matter is, or has three columns of the table filled (two, where
    the same header comes next or where a unit stands beside what else an entry needs) by nothing that stands above a table:
    the name of one, a date, a fact of its group.
    """
    cells = grid.original(row)
    covers = (grid.cover(row, at) for _, at in above.placed)
    if any(cover is not None and cover.left == cover.right and above.row < cover.top < row for cover in covers):
        return True
    filled = [(column, text_of(cells[at])) for column, at in above.placed if at < len(cells) and cells[at] is not None]
    if len(filled) > 1 and any(
        column.kind.vocabulary.knows(text) for column, text in filled if isinstance(column.kind, Choice)
    ):
        return True
    themes = [match.theme for match in (*above.contenders, *below.contenders)]
    starts = labels(above) + labels(below)
    needed = [isinstance(column.kind, (OneUnit, Units, ResponsibleUnits)) for column, _ in filled if column.required]
    two = below.repeats(above) or (len(needed) > 1 and any(needed))
    return len(filled) > (1 if two else 2) and not any(
        is_date(text)
        or is_page_turn(text)
        or is_numbered_section(text)
        or is_signature(text)
        or told_by(text, themes)
        or fold(text).startswith(starts)
        or fold(text).endswith(":")
        for _, text in filled
    )


def _names_unit(grid: Grid, row: int, above: Header, below: Header) -> bool:
    """Whether the only text of a row stands below the one column that an entry needs, and where no title begins."""
    text, cells = _only_text(grid, row), grid.original(row)
    needed = [position for column, position in above.placed if column.required]
    if not text or len(needed) != 1 or not needed[0] or needed[0] >= len(cells) or cells[needed[0]] is None:
        return False
    themes = [match.theme for match in (*above.contenders, *below.contenders)]
    return not (is_date(text) or is_page_turn(text) or is_numbered_section(text) or told_by(text, themes))


def labels(header: Header) -> tuple[str, ...]:
    """How the lines begin that stand above a table of these themes."""
    return tuple(fold(line.label) for match in header.contenders for line in match.theme.form.heading)


def _is_entry(grid: Grid, row: int, match: HeaderMatch) -> bool:
    """Whether a row has what an entry needs, if only from above by merged cells, or says which line of a block it is."""
    cells, form = grid.original(row), match.theme.form
    needed: list[bool] = []
    for column, position in match.placed:
        value = cells[position] if position < len(cells) else None
        if column.is_line_label and isinstance(value, str) and fold(value) in map(fold, form.lines):
            return True
        if column.required:
            cover = grid.cover(row, position)
            needed.append(value is not None or (cover is not None and cover.left == cover.right and cover.top < row))
    filled = sum(cell is not None for cell in cells)
    least = 2 if len(needed) == 1 else 1  # a title alone may stand in the only column that is needed
    return bool(needed) and all(needed) and filled >= least


def _only_text(grid: Grid, row: int) -> str:
    """The text of a row that holds a single text, or ""."""
    cells = [cell for cell in grid.original(row) if cell is not None]
    return cells[0] if len(cells) == 1 and isinstance(cells[0], str) else ""
