"""收表表样 (collection forms): a form without records, as a notice prints it, and as it goes out to be filled in by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Any, Final

from attrs import evolve, frozen

from trafficlight._scheme import HandedIn, Scheme, each_table
from trafficlight.documents._document import Document
from trafficlight.documents.builders.rating_tables import form_grid, merged_rows
from trafficlight.documents.builders.table_words import TABLE_WORDS, TableWords
from trafficlight.documents.content import Grid, Heading, PageSetup, Paragraph, Row, Rows, Section
from trafficlight.documents.content._column_widths import fitted
from trafficlight.documents.content._paragraphs import one_line
from trafficlight.errors import DocumentError, WrongValue
from trafficlight.layout import OFFICIAL, OfficialProfile, Style
from trafficlight.layout._profiles import profile_in
from trafficlight.messages import Words, labelled
from trafficlight.model._boards import Roster
from trafficlight.model._checks import check_kind
from trafficlight.model._forms import Column, Form, Prefill, Role
from trafficlight.rules._entries import Entry
from trafficlight.rules._rulebooks import AnyTheme, by_steward, carried, entries_by_theme
from trafficlight.rules._themes import Theme

DOTS: Final = "……"
GOES_ON: Final = "：\n：\n："

_TWO_LINES: Final = "\n"  # an empty row has room for two lines of text


def blank_grid(
    form: Form,
    *,
    fill: str = DOTS,
    words: Mapping[str, str] | None = None,
    goes_on: str = GOES_ON,
    title: str | Heading | Paragraph | None = None,
    lead: Sequence[str | Paragraph] = (),
    heading: Sequence[str | Paragraph] = (),
) -> Grid:
    """样表: the header, a first row of `fill`, and a second row that says that it goes on.

    `words` says by header (on one line, without blanks) what a column of the first row holds instead. `heading` stands
    for the facts above the table. Notes are the form's own. Raises `ValueError` for words of a column that is not there.
    """
    given = dict(words or {})
    unknown = sorted(set(given) - {column.label for column in form.published})
    if unknown:
        raise WrongValue(f"{form.title}没有栏目 {'、'.join(unknown)}", f"{form.title} has no columns {unknown}")
    filled = _empty(form, form.published, 1)
    for line, texts in enumerate(filled):
        for at, column in enumerate(form.published):
            if column.field_on(line) is not None:
                texts[at] = given.get(column.label, fill)
    below = _empty(form, form.published, 2)
    first = next((at for at, column in enumerate(form.published) if column.role is Role.FIELD), None)
    if first is not None:
        below[0][first] = goes_on
    sample = form_grid(
        form,
        [row for lines in (filled, below) for row in merged_rows(lines, form.published)],
        said=Words("样表，待填写。", "A sample, to be filled in."),
        title=title,
        above=heading,
        lead=lead,
    )
    return evolve(sample, widths="share")  # it shows the form as it is


def _empty(form: Form, columns: Sequence[Column], number: int) -> list[list[str]]:
    """The lines of a record that is still to be filled in: its number, and the words of its lines."""
    return [
        [label if column.is_line_label else str(number) if column.is_serial and line == 0 else "" for column in columns]
        for line, label in enumerate(form.lines)
    ]


def collection_form(
    *what: Form | AnyTheme | Scheme,
    entries: Iterable[Entry[Any]] = (),
    previous: HandedIn | None = None,
    keep_done: bool = True,
    roster: Roster | None = None,
    rows: int = 6,
    published: bool = False,
    dateline: str = "",
    author: str = "",
    profile: OfficialProfile = OFFICIAL,
) -> Document:
    """收表表样: a Word document with a table for each form or theme, those of a scheme too, each on its own pages.

    `entries` stand in their theme's table, one for each run that shares the facts above the header; below them `rows`
    numbered empty rows; no lights are shown. The collection's own columns are there (§3.13) unless `published`.
    `dateline` stands above a header without facts; `author` is the file's, else a scheme's publisher.
    只报一次: the items of `previous` stand first, with what `Theme.prefill` does not ask anew, done ones only with
    `keep_done` (§4.36); units are called as on the day of the `roster`, a scheme's unless given.
    Raises `DocumentError` without a form or for negative `rows`, `UnknownTheme` for entries of no theme here.
    """
    profile = profile_in(profile, next((one.agency.language for one in what if isinstance(one, Scheme)), None))
    words = TABLE_WORDS.speaking(profile.language)
    tables = [
        _Table(one.form, one, words) if isinstance(one, Theme) else _Table(one, None, words) for one in each_table(what)
    ]
    publisher = next((one.agency.publisher for one in what if isinstance(one, Scheme)), "")
    if not tables:
        raise DocumentError(
            "没有要制作的表：至少给出一张表、一个专题或一个督查方案",
            "nothing to make: give a form, a theme or a scheme",
        )
    if rows < 0:
        raise DocumentError(
            f"空白行数为 {rows}：应为 0 以上的整数。", f"{rows} empty rows: it should be a whole number from 0"
        )
    given = entries_by_theme(entries, (table.theme.key for table in tables if table.theme))
    roster = roster or next((one.roster for one in what if isinstance(one, Scheme)), None)
    earlier = () if previous is None else previous.entries
    sections: list[Section] = []
    for table in tables:
        theme, setup = table.theme, PageSetup(orientation="landscape" if table.form.landscape else "portrait")
        known = carried(earlier, theme, done=keep_done, roster=roster) if theme else []
        own = given[theme.key] if theme else []
        grids = list(table.grids(known, own, rows, dateline, published=published))
        sections += (Section([grid], setup) for grid in fitted(grids, profile, setup.orientation))
    title = one_line(tables[0].form.title)
    return Document(sections=sections, title=title, author=author or publisher, profile=profile)


def collection_forms(
    scheme: Scheme,
    *,
    date: dt.date | None = None,
    entries: Iterable[Entry[Any]] = (),
    previous: HandedIn | None = None,
    keep_done: bool = True,
    rows: int = 6,
    published: bool = False,
    dateline: str = "",
    profile: OfficialProfile = OFFICIAL,
) -> dict[str, Document]:
    """成套收表表样: a document for each steward (牵头科室), by its name, with the tables that it hands in (N4.3).

    The themes are those in force on the date, or of the latest rulebook. Raises as `collection_form`.
    """
    check_kind("collection_forms", scheme, Scheme)
    scheme, in_force = scheme.on(date), scheme.themes(date)
    profile = profile_in(profile, scheme.agency.language)
    given = entries_by_theme(entries, (theme.key for theme in in_force))
    return {
        steward: collection_form(
            *themes,
            entries=[entry for theme in themes for entry in given[theme.key]],
            previous=previous,
            keep_done=keep_done,
            roster=scheme.roster,
            rows=rows,
            published=published,
            dateline=dateline,
            author=scheme.agency.publisher,
            profile=profile,
        )
        for steward, themes in by_steward(in_force, scheme.agency.language).items()
    }


@frozen
class _Row:
    """A row that stands in a form already: its entry, its number, and the columns that print it."""

    entry: Entry[Any]
    number: int
    columns: Sequence[Column]


@frozen
class _Table:
    """A form that goes out, and its theme if it has one."""

    form: Form
    theme: AnyTheme | None
    words: TableWords

    def grids(
        self, known: list[Entry[Any]], entries: list[Entry[Any]], rows: int, dateline: str, *, published: bool
    ) -> Iterator[Grid]:
        """A grid for each run of entries under the same facts, or an empty one."""
        columns = self.form.published if published else self.form.columns
        kept = self.theme.prefilled(columns) if self.theme else columns
        numbered = [
            _Row(entry, number if entry.serial is None else entry.serial, kept if number <= len(known) else columns)
            for number, entry in enumerate((*known, *entries), 1)
        ]
        runs = [(facts, list(run)) for facts, run in groupby(numbered, key=lambda row: self._facts(row.entry))]
        for facts, run in runs or [(self._facts(None), [])]:
            yield self._grid(columns, self._asked_anew(facts) if known else facts, run, rows, dateline)

    def _facts(self, entry: Entry[Any] | None) -> tuple[str, ...]:
        form = self.form
        shown = ("" if entry is None else form.show(entry.record, line.name) for line in form.heading)
        language = self.words.language
        return tuple(labelled(line.label, text, language) for line, text in zip(form.heading, shown, strict=True))

    def _asked_anew(self, facts: Sequence[str]) -> tuple[str, ...]:
        """The facts of an earlier period, without those that are asked anew."""
        return tuple(
            labelled(line.label, "", self.words.language)
            if self.theme and self.theme.prefill(line) is Prefill.ANEW
            else fact
            for line, fact in zip(self.form.heading, facts, strict=True)
        )

    def _grid(
        self,
        columns: Sequence[Column],
        facts: Sequence[str],
        entries: Sequence[_Row],
        rows: int,
        dateline: str,
    ) -> Grid:
        above = [Paragraph(text, style=Style.TABLE_FACT) for text in facts]
        if dateline and not facts:
            above.append(Paragraph(dateline, style=Style.TABLE_RIGHT))
        return form_grid(
            self.form,
            Rows(partial(_filled_and_empty, self.form, columns, entries, rows)),
            said=Words("收表用，每行一项。", "To be filled in, one item a row."),
            columns=columns,
            above=above,
            words=self.words,
        )


def _filled_and_empty(form: Form, columns: Sequence[Column], entries: Sequence[_Row], rows: int) -> Iterator[Row]:
    """The entries, and below them empty rows whose numbers go on."""
    printers = {id(row.columns): form.printer(row.columns) for row in entries}
    for row in entries:
        yield from merged_rows(printers[id(row.columns)](row.entry.record, row.number), columns)
    spacious = next((at for at, column in enumerate(columns) if column.field_on(len(form.lines) - 1) is not None), None)
    last = max((row.number for row in entries), default=0)
    for number in range(last + 1, last + 1 + rows):
        lines = _empty(form, columns, number)
        if spacious is not None:
            for line in lines:
                line[spacious] = _TWO_LINES
        yield from merged_rows(lines, columns)
