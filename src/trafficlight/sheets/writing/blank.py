"""空白表: collection workbooks that go out to departments and bureaus, and come back to `read`."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import field, frozen, validators

from trafficlight._files import distinct_names, write_whole
from trafficlight._scheme import Scheme, each_table
from trafficlight.model._forms import Form
from trafficlight.model._kinds import OneUnit
from trafficlight.model._units import Roster, RosterLine, Unit
from trafficlight.rules._entries import Entry
from trafficlight.rules._rulebooks import AnyTheme, by_steward, entries_by_theme
from trafficlight.rules._themes import Theme
from trafficlight.sheets._cell_texts import GUIDE_SHEET, WORD_SHEET
from trafficlight.sheets.writing.blank_guide import Guide, GuideTable
from trafficlight.sheets.writing.blank_sheet import BlankSheet, BlankWriter
from trafficlight.sheets.writing.layout import Sheet, one_line
from trafficlight.sheets.writing.look import Look
from trafficlight.sheets.writing.validation import Names, WordLists
from trafficlight.sheets.writing.workbook import sheet_names


def _units(units: Iterable[Unit]) -> tuple[Unit, ...]:
    return tuple(units)


@frozen
class BlankPlan:
    """空白表安排: how collection forms go out.

    `rows` is how many empty records stand below those that are filled in. `units` get a record of their own, name and
    leader filled in, in the tables in which a unit that hands in nothing is red (§3.4); all the units of a board, a
    roster, or one of them. Such a table has no empty rows beside. A record that comes back with nothing but its unit is
    read as nothing won and nothing planned (§3.17), with a warning (`Checks.items_missing`; as a fault it is refused); so
    nobody is listed unless it is asked for.

    `due` (“2023年10月9日前”), `hand_to` and `advice` stand in the guide, which `guide` leaves out. `dateline` stands at
    the right above the header of each table that states no facts there, and may be written on. Sheets are locked
    without a password unless one is given: it keeps fingers off, it is no secret. Raises `ValueError` for negative `rows`.
    """

    rows: int = field(default=15, validator=validators.ge(0))
    units: tuple[Unit, ...] = field(default=(), converter=_units)
    due: str = ""
    hand_to: str = ""
    advice: tuple[str, ...] = field(default=(), converter=tuple[str, ...])
    dateline: str = ""
    guide: bool = True
    password: str = ""


def blank(
    *what: Form | AnyTheme | Scheme,
    roster: Roster | None = None,
    entries: Iterable[Entry[Any]] = (),
    plan: BlankPlan | None = None,
    look: Look | None = None,
) -> bytes:
    """空白表: a collection workbook (.xlsx) with a sheet for each form or theme, or for each theme of a scheme.

    Header words are the notice's, with the collection's own columns at the right (§3.13). Cells have drop-downs, number
    and date checks and a word of advice; the names in them come from `roster` (the scheme's unless given). What nobody
    should type in is locked. `entries` stand in the sheet of their theme already, open to be changed. The same arguments
    give the same bytes. Raises `ValueError` without a form, `UnknownTheme` for entries of no theme here, `UnknownUnit`
    for units outside of the roster, and as `workbook` does for texts that no cell can hold.
    """
    plan, look = plan or BlankPlan(), look or Look()
    if roster is None:
        roster = next((one.roster for one in what if isinstance(one, Scheme)), Roster(()))
    tables = [_Table.of(one) for one in each_table(what)]
    if not tables:
        raise ValueError("a blank workbook needs a form, a theme or a scheme")
    given = entries_by_theme(entries, (table.key for table in tables if table.key))
    lines = {unit: roster[unit] for unit in plan.units}

    guide_name, list_name, *names = sheet_names((GUIDE_SHEET, WORD_SHEET, *(table.name for table in tables)))
    lists = WordLists()
    blanks = [table.blank(roster, given.get(table.key, []), lines, plan) for table in tables]
    from trafficlight.sheets.writing.book import Book

    with Book(one_line(tables[0].form.title), look) as book:
        if plan.guide:
            told = (
                GuideTable(table.form, table.theme, name, blank.names, units=bool(blank.units))
                for table, name, blank in zip(tables, names, blanks, strict=True)
            )
            protected = bool(plan.password)
            guide = Guide(tuple(told), due=plan.due, hand_to=plan.hand_to, advice=plan.advice, password=protected)
            guide.write(book, guide_name)
        for name, sheet in zip(names, blanks, strict=True):
            BlankWriter(book, name, sheet, lists).write()
        lists.write(book, list_name)
        return book.finish()


def blank_set(
    scheme: Scheme,
    *,
    date: dt.date | None = None,
    entries: Iterable[Entry[Any]] = (),
    plan: BlankPlan | None = None,
    look: Look | None = None,
) -> dict[str, bytes]:
    """成套空白表: a workbook for each steward (牵头科室), by the steward's name, with the themes that it hands in (N4.3).

    The themes are those in force on the date, or of the latest rulebook. Raises as `blank`.
    """
    in_force = scheme.themes(date)
    given = entries_by_theme(entries, (theme.key for theme in in_force))
    return {
        steward: blank(
            *themes,
            roster=scheme.roster,
            entries=[entry for theme in themes for entry in given[theme.key]],
            plan=plan,
            look=look,
        )
        for steward, themes in by_steward(in_force).items()
    }


def save_blank(
    path: str | os.PathLike[str],
    *what: Form | AnyTheme | Scheme,
    roster: Roster | None = None,
    entries: Iterable[Entry[Any]] = (),
    plan: BlankPlan | None = None,
    look: Look | None = None,
) -> None:
    """Write a collection workbook in one step. Raises as `blank`."""
    write_whole(path, blank(*what, roster=roster, entries=entries, plan=plan, look=look))


def save_blank_set(folder: str | os.PathLike[str], books: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write what `blank_set` made into a folder, which is made: a file a name, each in one step; safe names, in order."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    paths = tuple(Path(folder, f"{name}.xlsx") for name in distinct_names(books))
    for path, data in zip(paths, books.values(), strict=True):
        write_whole(path, data)
    return paths


@frozen
class _Table:
    """A form that goes out, with its theme if it has one."""

    form: Form
    theme: AnyTheme | None = None

    @classmethod
    def of(cls, what: Form | AnyTheme) -> _Table:
        return cls(what.form, what) if isinstance(what, Theme) else cls(what)

    @property
    def key(self) -> str:
        return self.theme.key if self.theme else ""

    @property
    def name(self) -> str:
        return self.theme.title if self.theme else self.form.title

    def blank(
        self, roster: Roster, entries: list[Entry[Any]], lines: Mapping[Unit, RosterLine], plan: BlankPlan
    ) -> BlankSheet:
        absence = self.theme.absence if self.theme else None
        boards = absence.boards if absence else ()
        names = Names(roster, boards)
        listed = [line for line in lines.values() if absence and roster.board_of(line.unit).key in boards]
        there = {value for entry in entries for value in self._units_of(entry)}
        missing = tuple(line for line in listed if line.unit not in there)
        return BlankSheet(
            Sheet(self.form, entries, dateline="" if self.form.heading else plan.dateline),
            names,
            units=missing,
            rows=0 if listed else plan.rows,
            password=plan.password,
        )

    def _units_of(self, entry: Entry[Any]) -> Iterator[Unit]:
        for column in self.form.columns:
            if isinstance(column.kind, OneUnit):
                yield from (getattr(entry.record, name) for name in column.fields if name is not None)
