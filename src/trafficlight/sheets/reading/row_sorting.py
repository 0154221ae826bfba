"""行: which rows of a table hold entries, how they make blocks, and what the other rows are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Final, NamedTuple

from attrs import frozen

from trafficlight.errors import CellFault, UnreadableCell
from trafficlight.messages import Words
from trafficlight.model._boards import Roster
from trafficlight.model._kinds import (
    AnyKind,
    CellValue,
    Choice,
    Items,
    OneUnit,
    ResponsibleUnits,
    Units,
    YesNo,
    is_blank,
    text_of,
)
from trafficlight.model._numbers import Serial
from trafficlight.model._vocabulary import fold, nearest, one_of
from trafficlight.sheets._cell_texts import is_note
from trafficlight.sheets.reading.grid import Grid, cell_fault
from trafficlight.sheets.reading.hand_in_files import Meter
from trafficlight.sheets.reading.header_words import HeaderMatch
from trafficlight.sheets.reading.locate import Table
from trafficlight.sheets.reading.questions import numbered_only, words_of
from trafficlight.sheets.reading.row_shapes import (
    are_column_numbers,
    are_hints,
    is_count,
    is_date,
    is_digits,
    is_ditto,
    is_example,
    is_numbered_section,
    is_page_turn,
    is_signature,
    is_sum,
)

_NUMBER: Final = Serial()
_NOBODY: Final = Roster(())
UNFILLED: Final = Words("只有序号，没有填写", "numbered, but not filled in")
_IN_A_SUM: Final = Words(
    "合计行的数；如果这一行是一项，请写明事项、单位，不要写“合计”",
    "the number of a sum; if the row is an item, name its matter and unit instead of calling it a sum",
)
_HEADER_AGAIN: Final = Words("重复的表头", "the header again")
_NOWHERE: Final = -1
"""The column of 序号, or of a block's lines, where the table has none."""


def _reads(kind: AnyKind, cell: CellValue, roster: Roster = _NOBODY) -> bool:
    try:
        return not is_blank(cell) and kind.parse(cell, roster) is not None
    except UnreadableCell:
        return False


def go_on(grid: Grid, match: HeaderMatch, roster: Roster) -> bool:
    """Whether a sheet without a header holds a row of a table before it: all that an entry needs can be read in its columns."""
    needed = [(column.kind, at) for column, at in match.placed if column.required]
    return len(needed) > 1 and any(
        all(at < len(cells) and _reads(kind, cells[at], roster) for kind, at in needed) for cells in grid.seen_rows
    )


@frozen
class SortedRows:
    """分行结果: the blocks (a tuple of row indexes each), rows beside the table with their text, and faults."""

    blocks: tuple[tuple[int, ...], ...]
    beside: tuple[tuple[int, str], ...]
    faults: tuple[CellFault, ...]


def sort_rows(grid: Grid, table: Table, roster: Roster, meter: Meter) -> SortedRows:
    """Tell the table's own rows from blank ones, notes and other text, and gather them into blocks.

    A note ends the table; a row of data below it is a fault, so that nothing is lost.
    """
    sorter = _Sorter(grid, table, roster, meter)
    rows = list(sorter.own_rows())
    blocks = tuple((row,) for row in rows) if sorter.label == _NOWHERE else tuple(sorter.blocks(rows))
    return SortedRows(blocks, tuple(sorted(sorter.beside)), tuple(sorter.faults))


class _Row(NamedTuple):
    """A row in which something stands: its place in the grid, its cells, and the columns that are filled."""

    place: int
    cells: Sequence[CellValue]
    filled: Sequence[int]

    @property
    def first(self) -> CellValue:
        """What stands in the first of them."""
        return self.cells[self.filled[0]]

    def in_order(self) -> list[CellValue]:
        """What stands in them."""
        return [self.cells[column] for column in self.filled]


class _Sorter:
    """One table's rows, and what is found on the way."""

    def __init__(self, grid: Grid, table: Table, roster: Roster, meter: Meter) -> None:
        self.beside: list[tuple[int, str]] = []
        self.faults: list[CellFault] = []
        self._grid, self._table, self._roster, self._meter = grid, table, roster, meter
        self._has_items = self._has_sections = self._in_sums = False
        placed = table.match.placed
        self._headers = {position: column.label for column, position in placed}
        self._serial = next((position for column, position in placed if column.is_serial), _NOWHERE)
        self.label: int = next((position for column, position in placed if column.is_line_label), _NOWHERE)
        self._substance = self._headers.keys() - {self._serial, self.label}
        self._needed = {position for column, position in placed if column.required}
        self._untrusted = {row for row, column, _ in grid.broken if column in self._substance}
        self._last_needed = max(self._needed, default=10**9)
        """The last of the columns that an entry needs; where none is needed, no row has so many cells."""
        self._of_needed = itemgetter(*(self._needed or {0}), 0)
        self._chosen = [
            (column.kind, position) for column, position in placed if isinstance(column.kind, (Choice, YesNo))
        ]
        named = (OneUnit, Units, ResponsibleUnits)
        self._deciding = {
            position
            for column, position in placed
            if position in self._substance and (column.required or isinstance(column.kind, (*named, Choice, Items)))
        }
        self._items = {position for column, position in placed if isinstance(column.kind, Items)}
        self._units = {position: column.kind for column, position in placed if isinstance(column.kind, named)}
        self._unit_texts: dict[tuple[int, str], bool] = {}

    def own_rows(self) -> Iterator[int]:
        """The rows that hold entries, or lines of one."""
        ended = False
        head = self._grid.original(self._table.header)
        for index in self._meter.each(range(self._table.header + 1, self._table.end)):
            cells = self._grid.original(index)
            if not ended and self._is_plainly_own(cells) and index not in self._table.again and cells != head:
                self._in_sums = False
                yield from self._whole(index)
                continue
            row = _Row(index, cells, [column for column, cell in enumerate(cells) if cell is not None])
            if not row.filled:
                continue
            if index in self._table.again or cells == head:
                ended = False
                self.beside.append((index, _HEADER_AGAIN))
            elif ended:
                self._after_the_end(row)
            elif self._is_note(row):
                ended = True
                self._set_beside(row)
            elif self._is_own(row):
                self._has_items = True
                yield from self._whole(index)
            elif list(row.filled) == [self._serial] and self._is_numbered(row):
                self.beside.append((index, UNFILLED))
            else:
                self.beside.append((index, self._beside(row)))
                if self._in_sums:
                    self._check_sum(row)

    def _whole(self, row: int) -> tuple[int, ...]:
        """The row, unless it shares its number with the one above."""
        return (row,) if self.label != _NOWHERE or not self._is_split(row) else ()

    def _is_plainly_own(self, cells: Sequence[CellValue]) -> bool:
        """Whether a row below the first entry is numbered and has what it needs, as nearly all do: nothing else looks so."""
        return (
            self._has_items
            and len(cells) > self._last_needed
            and cells[0] is not None
            and (not isinstance(cells[0], str) or cells[0].isdecimal())
            and None not in self._of_needed(cells)
        )

    def _is_note(self, row: _Row) -> bool:
        """备注：… as the row's only content, or the bare word where the number belongs."""
        if not isinstance(row.first, str) or not is_note(row.first):
            return False
        return len(row.filled) == 1 or row.filled[0] == self._serial

    def _is_own(self, row: _Row) -> bool:
        """Whether a row holds an entry: it names a unit, or two facts are filled in, and it is no sum, signature or hint."""
        numbered = not isinstance(row.first, str) or row.first.isdecimal()
        if self._has_items and numbered and self._has_needed(row):
            self._in_sums = False
            return True
        if self._is_known_beside(row):
            return False
        if self.label in row.filled:
            alone = len(row.filled) == 1 and isinstance(row.first, str)
            return not (alone and is_numbered_section(str(row.first)))  # the title of a section may stand in any column
        facts = self._substance.intersection(row.filled)
        # what an untrusted cell would say is not known: it is no section's title
        return (
            len(facts) > 1
            or self._goes_on(row, facts)
            or (len(facts) == 1 and (row.place in self._untrusted or not self._is_section(row, *facts)))
        )

    def _has_needed(self, row: _Row) -> bool:
        """Whether all that an entry needs stands in the row."""
        return bool(self._needed) and self._needed.issubset(row.filled)

    def _goes_on(self, row: _Row, facts: set[int]) -> bool:
        """Whether what an entry needs reaches down into the row from one above, by merged cells."""
        if not self._has_items:
            return False
        covers = {at: self._grid.cover(row.place, at) for at in self._needed}
        reached = {
            at for at, cover in covers.items() if cover is not None and self._table.header < cover.top < row.place
        }
        return bool(reached) and (bool(facts) or self._needed <= reached.union(row.filled))

    def _is_known_beside(self, row: _Row) -> bool:
        """Whether a row is none of the table's by its words: a page turn, a signature, a sum, a hint, an example."""
        texts = row.in_order()
        numbered = row.filled[0] == self._serial
        self._in_sums = self._is_sum(row)
        return (
            self._in_sums
            or all(is_page_turn(text) or is_date(text) for text in texts)
            or self._is_footer(row)
            or (
                is_signature(row.first)
                and not self._is_line(row)
                and not self._speaks(row)
                and (numbered or not self._is_meant(row))
            )
            or (numbered and is_example(row.first))
            or (
                not self._has_items
                and not self._names_unit(row)
                and not self._is_rated(row)
                and (are_hints(texts) or are_column_numbers(texts))
            )
        )

    def _is_meant(self, row: _Row) -> bool:
        """Whether a row names a unit, is rated, shares either with the row above, or has all that an entry needs in some words."""
        if self._names_unit(row) or self._is_rated(row) or self._goes_on(row, self._substance.intersection(row.filled)):
            return True
        return len(self._needed) > 1 and self._has_needed(row) and sum(map(is_signature, row.in_order())) < 2

    def _is_sum(self, row: _Row) -> bool:
        """小计 in the first cell and no unit beside it; in a block the lines below share the word."""
        return (
            self._in_sums
            if self._is_line(row, 1)
            else not self._names_unit(row) and not self._is_rated(row) and is_sum(row.first)
        )

    def _check_sum(self, row: _Row) -> None:
        """合计 beside words where an entry is decided: a sum, or an item called so, is not ours to guess."""
        for position in row.filled[1:]:
            if position in self._deciding and not is_count(row.cells[position]):
                self._fault(row.place, position, row.cells[position], _IN_A_SUM)
                return

    def _is_line(self, row: _Row, least: int = 0) -> bool:
        """Whether a row says which line of a block it is, counted from `least`."""
        if not 0 <= self.label < len(row.cells):
            return False
        return fold(text_of(row.cells[self.label])) in map(fold, self._table.theme.form.lines[least:])

    def _is_rated(self, row: _Row) -> bool:
        return any(_reads(kind, row.cells[at]) for kind, at in self._chosen if at in row.filled)

    def _names_unit(self, row: _Row) -> bool:
        return any(self._is_unit(at, row.cells[at]) for at in self._units if at in row.filled)

    def _is_unit(self, at: int, cell: CellValue) -> bool:
        """Whether a cell reads as a unit; each text of a column is read once."""
        known = self._unit_texts.get((at, cell)) if isinstance(cell, str) else None
        if known is None:
            known = _reads(self._units[at], cell, self._roster)
            if isinstance(cell, str):
                self._unit_texts[at, cell] = known
        return known

    def _is_section(self, row: _Row, position: int) -> bool:
        """一 | 重点工作: a text alone, or with a number, where an entry has more; what may be a unit is an entry's.

        Without a number the words may go on from the entry above: they make a section above the first entry, or where the
        table has had such sections before.
        """
        text = row.cells[position]
        if not isinstance(text, str) or len(self._substance) == 1 or is_ditto(text):
            return False
        merge = self._grid.merge_at(row.place, position)
        wide = range(position, position + 1) if merge is None else range(merge.left, merge.right + 1)
        # 已办结 over the whole table may be the title of those that are done
        if not self._substance.issubset(wide) and any(_reads(kind, text) for kind, at in self._chosen if at in wide):
            return False
        if position in self._units:
            if self._names_unit(row) or nearest(text, [unit.name for unit in self._roster]) is not None:
                return False
        elif self._needed and self._needed <= {position}:
            return False
        if len(wide) > 1 or is_numbered_section(text):
            return True
        if self._serial in row.filled:
            return position not in self._items  # 2 | … | 甲（已认定）: an item of which the unit was left out
        if position == min(self._substance) and (self._has_sections or not self._has_items):
            self._has_sections = True
            return True
        return False

    def _is_footer(self, row: _Row) -> bool:
        """填表人：…  审核人：… below a table: words with a colon where the number belongs, and no entry beside them."""
        return (
            row.filled[0] == self._serial
            and isinstance(row.first, str)
            and (":" in row.first or "：" in row.first)
            and not self._speaks(row)
        )

    def _is_numbered(self, row: _Row) -> bool:
        return self._serial in row.filled and _NUMBER.parse(row.cells[self._serial], _NOBODY) is not None

    def _set_beside(self, row: _Row) -> None:
        self.beside.append((row.place, words_of(row.cells)))

    def _beside(self, row: _Row) -> str:
        """What is told of a row among the entries that is none; it is asked about where it may have been meant as one."""
        if row.filled[0] == self._serial and is_digits(row.first) and not self._is_known_beside(row):
            return numbered_only(self._grid, row.place, row.cells)
        return words_of(row.cells)

    def _after_the_end(self, row: _Row) -> None:
        if self._serial == _NOWHERE or not self._is_data(row):
            self._set_beside(row)
            return
        expected = Words("备注以上的行；备注以下不再有数据", "a row above the notes; below them there is no more data")
        self._fault(row.place, self._serial, self._grid.cell(row.place, self._serial), expected)

    def _is_data(self, row: _Row) -> bool:
        """Whether a row below the notes is an entry: numbered and with what is needed or half full, or else one by its words."""
        whole = self._has_needed(row)
        full = 2 * len((self._substance | self._needed).intersection(row.filled)) >= len(self._substance)
        if self._is_numbered(row):
            return whole or full
        return self._speaks(row) or (whole and full and not self._chosen and not self._is_footer(row))

    def _speaks(self, row: _Row) -> bool:
        """Whether all that an entry needs stands here, what is chosen in the words for it: no line of words looks so."""
        return self._has_needed(row) and self._is_rated(row)

    def _is_split(self, row: int) -> bool:
        """Whether the row shares its number with the one above by a merge: one item or two is not ours to guess."""
        cover = None if self._serial == _NOWHERE else self._grid.cover(row, self._serial)
        if cover is None or cover.top <= self._table.header:
            return False
        value, top = self._grid.shown(row, self._serial), self._grid.places.number(cover.top)
        expected = Words(
            f"每个序号一行（与第 {top} 行合并了）", f"one row for each number (this one is merged with row {top})"
        )
        self._fault(row, self._serial, value, expected)
        return True

    def _fault(self, row: int, column: int, value: CellValue, expected: str, near: str | None = None) -> None:
        self.faults.append(cell_fault(self._grid, row, column, self._headers[column], value, expected, near))

    def blocks(self, rows: Sequence[int]) -> Iterator[tuple[int, ...]]:
        """Rows gathered by their labels, in the order of the form's lines; a block that lacks a line is a fault."""
        labels = self._table.theme.form.lines
        words = [fold(label) for label in labels]
        block: list[int] = []
        for row in rows:
            word = fold(text_of(self._label_cell(row)))
            if word not in words:
                self._unknown_label(row)
                block = []
                continue
            if word != words[len(block)]:
                self._lacks_line(block[-1] + 1 if block else row, labels[len(block)])
                block = []
                if word != words[0]:
                    continue
            block.append(row)
            if len(block) == len(words):
                yield from self._checked(tuple(block))
                block = []
        if block:
            self._lacks_line(block[-1] + 1, labels[len(block)])

    def _checked(self, block: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        filled = {column for row in block for column, cell in enumerate(self._grid.original(row)) if cell is not None}
        if self._substance.isdisjoint(filled):
            self.beside.append((block[0], UNFILLED))
        elif not self._is_split(block[0]):
            yield block

    def _label_cell(self, row: int) -> CellValue:
        cells = self._grid.original(row) if row < len(self._grid) else ()
        return cells[self.label] if self.label < len(cells) else None

    def _unknown_label(self, row: int) -> None:
        labels, cell = self._table.theme.form.lines, self._label_cell(row)
        self._fault(row, self.label, cell, one_of(labels), nearest(text_of(cell), labels))

    def _lacks_line(self, row: int, label: str) -> None:
        lines = self._table.theme.form.lines
        expected = Words(
            f"“{label}”一行；每个单位依次有 {'、'.join(lines)} 各一行",
            f"the line “{label}”; each unit has the lines {', '.join(lines)}, in this order",
        )
        self._fault(row, self.label, self._label_cell(row), expected)
