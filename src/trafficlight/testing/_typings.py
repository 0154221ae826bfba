"""报法: tables as offices type them, drawn over the records of any theme: what is read back is what was meant, or is asked about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Final, TypeVar

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from trafficlight.errors import Fault, WrongValue
from trafficlight.model._boards import Roster
from trafficlight.model._kinds import CellValue, OneUnit, is_blank
from trafficlight.ooxml.archive import LIMITS
from trafficlight.rules._entries import Entry
from trafficlight.rules._themes import Theme
from trafficlight.sheets.checks.repeats import is_one_task
from trafficlight.sheets.reading.grid import Grid, Merge
from trafficlight.sheets.reading.hand_in_files import Meter
from trafficlight.sheets.reading.header_words import Catalogue
from trafficlight.sheets.reading.locate import locate
from trafficlight.sheets.reading.table_entries import read_table
from trafficlight.testing._drawn_records import records, values_of
from trafficlight.testing._laws import hold, require
from trafficlight.testing._typed_cells import Hand, cell_strategies
from trafficlight.testing._typed_sheets import Sheet

R = TypeVar("R")

HABITS: Final[Mapping[str, str]] = {
    "padding": "white space around what is typed, and cells of white space alone",
    "widths": "digits, letters and brackets of the other width",
    "blanks": "blanks and line breaks within a word",
    "aliases": "units and words by their aliases",
    "separators": "several units divided by “，”, “；”, line breaks or blanks",
    "parts": "who leads and who takes part: 牵头：甲 配合：乙, 甲（牵头）、乙（配合）, 甲牵头，乙配合",
    "numbering": "items numbered 1. 1、 （1） ① 一、 （一） 一是, each on its line or all on one",
    "lead_ins": "“共2项：” above the items",
    "wrapped": "an item over two lines, “（已认定）” on the next",
    "none_words": "无, —, 0项 and their like where there are no items",
    "names": "blanks between the two characters of a name",
    "numbers": "numbers and dates as a spreadsheet keeps them",
    "spellings": "dates as 2023-09-28, 2023.9.28, 20230928, 二〇二三年九月二十八日",
    "serials": "序号 as 1、 （1） ① 一 01, counted on from any number, or left out",
    "header_words": "headers by their aliases",
    "header_blanks": "headers with blanks and line breaks in other places",
    "header_signs": "stars, numbers, colons and hints about a header, traditional characters in it",
    "header_rows": "headers over two rows, some of them below a common one",
    "columns": "columns in another order, blank ones between, ones of the office's own, and none for what is blank anyway",
    "titles": "the agency, the theme, a date, a unit of measure above the header",
    "blank_rows": "blank rows between the entries",
    "sections": "“一、…” above some of the entries",
    "sums": "小计 and 合计",
    "hints": "how to fill it in, or the columns' numbers, below the header",
    "pages": "page turns with signatures, and the header typed again",
    "endings": "a note, who filled it in, and a date below the table",
    "merged": "equal neighbours merged downwards",
    "dittos": "同上 and 〃 for what the cell above has",
    "sideways": "a cell merged over two columns, which is unclear",
    "unclear": "cells that cannot be told for certain, and a number merged over two entries",
}
"""习惯: what an office may do, by name; `typings(habits=…)` takes some of them."""


def _spots(value: Iterable[tuple[int, int]]) -> frozenset[tuple[int, int]]:
    return frozenset(value)


@attrs.frozen
class Typed:
    """报来的表: one sheet as an office typed it, rows and columns from 0.

    `merges` are areas (top, left, bottom, right), corners included. `expected` holds the records with the row that each
    stands in, the values as the sheet has them; `lines` is how many rows a record takes. `unclear` are the cells that were
    made so: a fault may stand there and nowhere else. `habits` tell what the office did.
    """

    theme: str
    sheet: str
    rows: tuple[tuple[CellValue, ...], ...]
    merges: tuple[tuple[int, int, int, int], ...]
    expected: tuple[tuple[int, Any], ...]
    lines: int
    unclear: frozenset[tuple[int, int]] = attrs.field(converter=_spots)
    habits: frozenset[str]

    def check(self, entries: Iterable[Entry[Any]], faults: Iterable[Fault]) -> None:
        """读回律: each record is read as it was meant, or one of its cells that were made unclear is at fault.

        Takes what `read(…, collect=True)` found in this sheet. Raises `AssertionError` for anything else.
        """
        spots = {(fault.row or 0) - 1: fault for fault in faults}
        strangers = [
            str(fault) for fault in faults if ((fault.row or 0) - 1, (fault.column or 0) - 1) not in self.unclear
        ]
        require(not strangers, f"faults where nothing is unclear: {strangers}\n{self}")
        found = {(entry.origin.row if entry.origin else 0) - 1: entry.record for entry in entries}
        for row, record in self.expected:
            asked = any(line in spots for line in range(row, row + self.lines))
            have = found.pop(row, None)
            require(have is None or not asked, f"row {row + 1} has a fault, and is read as {have!r}\n{self}")
            require(asked or have == record, f"row {row + 1} is read as {have!r}\nnot as {record!r}\n{self}")
        require(not found, f"rows that hold no record are read as {found}\n{self}")

    def __str__(self) -> str:
        rows = (f"{number:>3} {list(cells)!r}" for number, cells in enumerate(self.rows, 1))
        return "\n".join((f"{self.theme} 〔{self.sheet}〕 {sorted(self.habits)} merges {self.merges}", *rows))


def typings(
    theme: Theme[R],
    roster: Roster,
    *,
    beside: Iterable[Theme[Any]] = (),
    habits: Collection[str] = tuple(HABITS),
    max_records: int = 4,
    fields: Mapping[str, SearchStrategy[Any]] = MappingProxyType({}),
) -> SearchStrategy[Typed]:
    """报法: records of a theme as offices type them. `beside` are the other themes that the same reading knows.

    `habits` are those of `HABITS` that may show; `fields` replaces what single fields hold, as for `records`. A theme that
    is red by absence has a row for each unit, so no two of its records name the same; of other themes no two are one task.
    Raises `ValueError` for a habit that there is not.
    """
    strange = sorted(set(habits) - HABITS.keys())
    if strange:
        raise WrongValue(
            f"没有这样的填写习惯：{'、'.join(strange)}；可用：{'、'.join(HABITS)}",
            f"no such habits: {strange}; there are {list(HABITS)}",
        )
    others = tuple(other for other in beside if other.key != theme.key)
    return _typings(theme, roster, others, tuple(habits), max_records, fields)


def _told_apart(theme: Theme[Any], drawn: list[Any], unique: str | None) -> list[Any]:
    """The records without those that no row tells from an earlier one: twice in a table, an item is asked about."""
    if unique is not None:
        return drawn
    kept: list[Any] = []
    for record in drawn:
        if not any(is_one_task(theme, record, other) for other in kept):
            kept.append(record)
    return kept


@st.composite
def _typings(
    draw: DrawFn,
    theme: Theme[Any],
    roster: Roster,
    others: tuple[Theme[Any], ...],
    habits: tuple[str, ...],
    max_records: int,
    fields: Mapping[str, SearchStrategy[Any]],
) -> Typed:
    some = draw(st.sets(st.sampled_from(habits), max_size=6)) if habits else set()
    hand = Hand(draw, roster, frozenset(some))
    given = cell_strategies(theme.form, fields) | dict(fields)
    for line in theme.form.heading:  # the same above all records
        value = draw(given[line.name] if line.name in given else values_of(line.kind, roster, required=line.required))
        given[line.name] = st.just(value)
    is_of_unit = theme.absence is not None or theme.of_unit
    own = next((c for c in theme.form.columns if is_of_unit and isinstance(c.kind, OneUnit)), None)
    name = own.fields[0] if own is not None else None
    some_records = st.lists(
        records(theme, roster, **given),
        min_size=1,
        max_size=max_records,
        unique_by=None if name is None else attrgetter(name),
    )
    sheet = Sheet(hand, theme, others, _told_apart(theme, draw(some_records), name), name)
    sheet.type()
    return Typed(
        theme.key,
        sheet.name,
        sheet.grid(),
        tuple(sheet.merges),
        tuple(sheet.expected),
        len(theme.form.lines),
        frozenset(sheet.unclear),
        hand.habits,
    )


def check_typings(
    theme: Theme[Any],
    roster: Roster,
    *,
    beside: Iterable[Theme[Any]] = (),
    habits: Collection[str] = tuple(HABITS),
    fields: Mapping[str, SearchStrategy[Any]] = MappingProxyType({}),
) -> None:
    """报法契约: a table as an office types it is read as it was meant, or is asked about at a cell that is unclear.

    The arguments are those of `typings`. The tables are read as every file's are, once it is open; no check of doubts runs.
    Raises `AssertionError` with a small table that is read as something else.
    """
    catalogue = Catalogue((theme, *(other for other in beside if other.key != theme.key)))

    def law(typed: Typed) -> None:
        blanked = (tuple(None if is_blank(cell) else cell for cell in cells) for cells in typed.rows)
        grid = Grid("typed", typed.sheet, blanked, tuple(Merge(*area) for area in typed.merges))
        located = locate(grid, catalogue)
        read = [read_table(grid, table, roster=roster, meter=Meter(grid.file, LIMITS)) for table in located.tables]
        faults = [*located.faults, *(fault for table in read for fault in table.faults)]
        typed.check([entry for table in read for entry in table.entries], faults)

    hold(law, typings(theme, roster, beside=beside, habits=habits, fields=fields))
