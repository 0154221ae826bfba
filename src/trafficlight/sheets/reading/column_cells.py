"""栏的单元格: the cells of one column become values; each distinct text is read once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from trafficlight.errors import UnreadableCell
from trafficlight.model._boards import Roster
from trafficlight.model._forms import Column
from trafficlight.model._items import says_none
from trafficlight.model._kinds import CellValue, Items, Text, text_of
from trafficlight.model._vocabulary import fold
from trafficlight.sheets.reading.limits import Meter
from trafficlight.sheets.reading.row_shapes import LONGER_THAN_DITTO, is_ditto

_BATCH: Final = 256
"""Cells that are worked out between two looks at the clock."""


class TooManyFaults(Exception):
    """A column holds more different unreadable texts than the limits allow faults. It never leaves `read_table`."""


def _are_texts(values: tuple[Any, ...]) -> bool:
    return all(isinstance(one, str) for one in values)


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
        for text in dict.fromkeys(cell for cell in cells if type(cell) is str):
            if text not in known:
                known[text] = text_of(text) if takes_any and len(text) >= LONGER_THAN_DITTO else parse(text)
        return [known[cell] if type(cell) is str else blank if cell is None else parse(cell) for cell in cells]

    def retold(self) -> dict[str, str]:
        """The texts that were read as other words, each on one line: what is quoted before what it was read as (§4.32).

        Texts that are kept as such, and items, are quoted as they are; white space and full-width forms are no other words.
        """
        if type(self._kind) is Text:
            return {}
        show, told = self._kind.show, dict[str, str]()
        for text, value in self._known.items():
            if value is None or isinstance(value, str) or (isinstance(value, tuple) and _are_texts(value)):
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
    return any(column.is_line_label for column in facts) or not (
        says_none(text) or all(isinstance(column.kind, Items) and column.kind.is_none(text) for column in facts)
    )
