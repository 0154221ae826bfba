"""空白表: workbooks that go out to be filled in and come back: collection forms, and the form for decisions (§4.33)."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from trafficlight._determination_form import decision_theme, wanted_decisions
from trafficlight._files import distinct_names, write_whole
from trafficlight._scheme import HandedIn, Scheme, check_handed_in, each_table
from trafficlight.errors import WrongValue
from trafficlight.messages import Words, said
from trafficlight.model._boards import Roster, RosterLine
from trafficlight.model._checks import check_ending, check_kind
from trafficlight.model._forms import Form
from trafficlight.model._kinds import OneUnit
from trafficlight.model._units import Unit
from trafficlight.rules._entries import Entry
from trafficlight.rules._rated import Rating
from trafficlight.rules._ratings import Ratings
from trafficlight.rules._rulebooks import AnyTheme, by_steward, carried, entries_by_theme
from trafficlight.rules._themes import Theme
from trafficlight.sheets._cell_texts import GUIDE_SHEET, WORD_SHEET
from trafficlight.sheets.writing.blank_guide import write_guide
from trafficlight.sheets.writing.blank_sheet import BlankPlan, BlankSheet, BlankWriter, Burden
from trafficlight.sheets.writing.layout import Sheet, one_line
from trafficlight.sheets.writing.look import Look
from trafficlight.sheets.writing.validation import Names, WordLists
from trafficlight.sheets.writing.workbook import sheet_names


def blank(
    *what: Form | AnyTheme | Scheme,
    roster: Roster | None = None,
    date: dt.date | None = None,
    entries: Iterable[Entry[Any]] = (),
    previous: HandedIn | None = None,
    plan: BlankPlan | None = None,
    look: Look | None = None,
) -> bytes:
    """空白表: a collection workbook (.xlsx) with a sheet for each form or theme, or for each theme of a scheme.

    Of a scheme the themes and the roster of the `date` are taken, of the latest without one; who is exempt gets no record.

    Header words are the notice's, with the collection's own columns at the right (§3.13). Cells have drop-downs, number
    and date checks and a word of advice; the names in them come from `roster` (the scheme's unless given). What nobody
    should type in is locked. `entries` stand in the sheet of their theme already, open to be changed.

    只报一次: with `previous`, what came in an earlier period (of `sheets.read`, or a host's own store), every item that was
    handed in for a theme here stands in its sheet with all that is known of it. `Theme.prefill` says which of its cells are
    locked, which may be changed and which are asked anew; `Scheme.differences` says of what comes back what changed, and
    `burden` how much is asked.

    The same arguments give the same bytes. Raises `ValueError` without a form, `UnknownTheme` for entries of no theme here,
    `UnknownUnit` for units outside of the roster, and as `workbook` does for texts that no cell can hold.
    """
    check_kind("blank: look=", look, Look, optional=True)
    plan, look = plan or BlankPlan(), look or Look()
    look = look.speaking(next((one.agency.language for one in what if isinstance(one, Scheme)), look.language))
    tables = _tables(what, date, roster, entries, previous, plan)
    own_sheets = (said(one, look.language) for one in (GUIDE_SHEET, WORD_SHEET))
    titles = (table.sheet.name or table.sheet.printed_title for table in tables)
    guide_name, list_name, *names = sheet_names((*own_sheets, *titles))
    lists = WordLists(list_name)
    from trafficlight.sheets.writing.book import Book

    with Book(one_line(tables[0].form.title), look) as book:
        if plan.guide:
            write_guide(book, guide_name, dict(zip(names, tables, strict=True)), plan)
        for name, table in zip(names, tables, strict=True):
            BlankWriter(book, name, table, lists).write()
        lists.write(book, list_name)
        return book.finish()


def burden(
    *what: Form | AnyTheme | Scheme,
    roster: Roster | None = None,
    date: dt.date | None = None,
    entries: Iterable[Entry[Any]] = (),
    previous: HandedIn | None = None,
    plan: BlankPlan | None = None,
) -> tuple[Burden, ...]:
    """填报负担: for each table of the workbook that `blank` makes of the same arguments, how many cells it asks. Raises as `blank`."""
    return tuple(table.burden for table in _tables(what, date, roster, entries, previous, plan or BlankPlan()))


def blank_set(
    scheme: Scheme,
    *,
    date: dt.date | None = None,
    entries: Iterable[Entry[Any]] = (),
    previous: HandedIn | None = None,
    plan: BlankPlan | None = None,
    look: Look | None = None,
) -> dict[str, bytes]:
    """成套空白表: a workbook for each steward (牵头科室), by the steward's name, with the themes that it hands in (N4.3).

    The themes are those in force on the date, or of the latest rulebook. Raises as `blank`.
    """
    check_kind("blank_set", scheme, Scheme)
    scheme, in_force = scheme.on(date), scheme.themes(date)
    look = (look or Look()).speaking(scheme.agency.language)
    given = entries_by_theme(entries, (theme.key for theme in in_force))
    return {
        steward: blank(
            *themes,
            roster=scheme.roster,
            entries=[entry for theme in themes for entry in given[theme.key]],
            previous=previous,
            plan=plan,
            look=look,
        )
        for steward, themes in by_steward(in_force, scheme.agency.language).items()
    }


def save_blank(
    path: str | os.PathLike[str],
    *what: Form | AnyTheme | Scheme,
    roster: Roster | None = None,
    date: dt.date | None = None,
    entries: Iterable[Entry[Any]] = (),
    previous: HandedIn | None = None,
    plan: BlankPlan | None = None,
    look: Look | None = None,
) -> None:
    """Write a collection workbook in one step. Raises as `blank`."""
    check_ending(path, ".xlsx")
    write_whole(path, blank(*what, roster=roster, date=date, entries=entries, previous=previous, plan=plan, look=look))


def save_blank_set(folder: str | os.PathLike[str], books: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write what `blank_set` made into a folder, which is made: a file a name, each in one step; safe names, in order."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    paths = tuple(Path(folder, f"{name}.xlsx") for name in distinct_names(books))
    for path, data in zip(paths, books.values(), strict=True):
        write_whole(path, data)
    return paths


_DECISIONS = BlankPlan(
    rows=5,
    advice=(
        Words(
            "一行一项，只对一个单位确定的填“确定单位”。",
            "One item a row; “For the unit” only where it is for one unit alone.",
        ),
        Words("不需研究确定的，整行清空。", "Empty the row of what needs no decision."),
    ),
)


def blank_determinations(
    scheme: Scheme, ratings: Iterable[Rating[Any]] = (), *, plan: BlankPlan = _DECISIONS, look: Look | None = None
) -> bytes:
    """研究确定表 (.xlsx): a row for each flagged rating, with its computed lights; who, when, why and the lights are filled in.

    Drop-downs offer the lights, and the leaders who may sign off (§4.38). `read_determinations` takes it back.
    """
    check_kind("blank_determinations", scheme, Scheme)
    ratings = Ratings(ratings) if not isinstance(ratings, Ratings) else ratings
    scheme = scheme.of(ratings)
    look = (look or Look()).speaking(scheme.agency.language)
    return blank(decision_theme(scheme), roster=scheme.roster, entries=wanted_decisions(ratings), plan=plan, look=look)


def _tables(
    what: Iterable[Form | AnyTheme | Scheme],
    date: dt.date | None,
    roster: Roster | None,
    entries: Iterable[Entry[Any]],
    previous: HandedIn | None,
    plan: BlankPlan,
) -> list[BlankSheet]:
    """The tables that go out, each with what stands in it."""
    asked = list(what)
    check_kind("blank: roster=", roster, Roster, optional=True)
    check_kind("blank: plan=", plan, BlankPlan)
    if previous is not None:
        check_handed_in("blank: previous=", previous)
    if roster is None:
        roster = next((one.on(date).roster for one in asked if isinstance(one, Scheme)), Roster(()))
    tables = list(each_table(asked, date))
    if not tables:
        raise WrongValue(
            "空白表要有一张表、一个专题或一个督查方案", "a blank workbook needs a form, a theme or a scheme"
        )
    given = entries_by_theme(entries, (table.key for table in tables if isinstance(table, Theme)))
    lines = [roster[unit] for unit in plan.units]
    known = () if previous is None else previous.entries
    return [
        _blank_theme(table, given[table.key], known, roster, lines, plan)
        if isinstance(table, Theme)
        else BlankSheet(_sheet(table, (), plan), Names(roster), rows=plan.rows, password=plan.password)
        for table in tables
    ]


def _sheet(form: Form, entries: Sequence[Entry[Any]], plan: BlankPlan, name: str = "") -> Sheet:
    return Sheet(form, entries, name, dateline="" if form.heading else plan.dateline)


def _blank_theme(
    theme: AnyTheme,
    entries: Sequence[Entry[Any]],
    previous: Iterable[Entry[Any]],
    roster: Roster,
    lines: Sequence[RosterLine],
    plan: BlankPlan,
) -> BlankSheet:
    boards = theme.absence.boards if theme.absence else ()
    known = carried(previous, theme, done=plan.keep_done, roster=roster)
    everywhere = theme.of_unit and theme.absence is None
    listed = [
        line
        for line in lines
        if not line.exempt and (everywhere or any(board.key in boards for board in roster.boards_of(line.unit)))
    ]
    there = {unit for entry in (*known, *entries) for unit in _units_of(theme.form, entry)}
    return BlankSheet(
        _sheet(theme.form, (*known, *entries), plan, theme.title),
        Names(roster, boards),
        theme,
        known=len(known),
        units=tuple(line for line in listed if line.unit not in there),
        rows=0 if listed else plan.rows,
        password=plan.password,
    )


def _units_of(form: Form, entry: Entry[Any]) -> Iterator[Unit]:
    for column in form.columns:
        if isinstance(column.kind, OneUnit):
            yield from (getattr(entry.record, name) for name in column.fields if name is not None)
