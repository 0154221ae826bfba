"""排版: what a sheet will print, before anybody knows in which file format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from math import ceil
from typing import Any, Final, TypeAlias

from attrs import field, frozen

from trafficlight.model._forms import Column, Form
from trafficlight.model._marks import Mark
from trafficlight.rules._entries import Entry
from trafficlight.rules._ratings import Rating

Printable: TypeAlias = Entry[Any] | Rating[Any]
"""What a row is made of: an entry, or a rating, whose light is then shown."""

LIGHT_HEADER: Final = "标识"
"""The header of the column that shows the lights of a theme whose form has no column for them."""


def _rows(rows: Iterable[Printable]) -> tuple[Printable, ...]:
    """A unit that handed nothing in has a rating but no record, hence no row."""
    return tuple(row for row in rows if row.record is not None)


@frozen
class Sheet:
    """表页: a form, the rows to print in it, and the lines above.

    `name` is the sheet's (the form's title when empty), `title` replaces the form's. `dateline` stands below the title at
    the right (A2), `above` are lines below it: the summary sentence. With `published` the collection-only columns stay
    away (§3.13). Ratings show their light: the cell of the progress (or of the first fact that decides) is filled with
    the mark's colour beside its word; a form without such a column gets one more, 标识.
    """

    form: Form
    rows: tuple[Printable, ...] = field(converter=_rows)
    name: str = ""
    title: str = ""
    dateline: str = ""
    above: tuple[str, ...] = ()
    published: bool = False

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns to print."""
        return self.form.published if self.published else self.form.columns

    @property
    def printed_title(self) -> str:
        """The title above the table."""
        return self.title or self.form.title

    @property
    def light(self) -> Column | None:
        """The column whose cells show the light; None when one more is needed, or nothing is rated."""
        rating = next((row for row in self.rows if isinstance(row, Rating)), None)
        if rating is None:
            return None
        return self.form.first_published("progress", *rating.theme.facts[:1])

    @property
    def shows_lights(self) -> bool:
        """Whether any row is a rating."""
        return any(isinstance(row, Rating) for row in self.rows)


@frozen
class Printed:
    """一条: the texts of a row's lines, its light in words, and the mark that colours it."""

    lines: Sequence[Sequence[str]]
    word: str = ""
    mark: Mark | None = None


@frozen
class Group:
    """一组: rows that share the facts above the header (包保领导：…), printed as a table of their own."""

    heading: tuple[str, ...]
    rows: tuple[Printed, ...]


def groups(sheet: Sheet) -> Iterator[Group]:
    """The tables of a sheet: one, or one for each run of rows with the same facts above the header."""
    form = sheet.form
    printer = form.printer(sheet.columns)

    def heading(numbered: tuple[int, Printable]) -> tuple[str, ...]:
        return tuple(f"{line.label}：{line.kind.show(getattr(numbered[1].record, line.name))}" for line in form.heading)

    def printed(number: int, row: Printable) -> Printed:
        lines = printer(row.record, number if row.serial is None else row.serial)
        if isinstance(row, Rating):
            return Printed(lines, str(row.marks) if row.marks else "", next(iter(row.marks.marks), None))
        return Printed(lines)

    if not sheet.rows:
        yield Group(tuple(f"{line.label}：" for line in form.heading), ())
    for facts, run in groupby(enumerate(sheet.rows, 1), key=heading):
        yield Group(facts, tuple(printed(number, row) for number, row in run))


def notes(form: Form) -> tuple[str, ...]:
    """The notes below a table; the first says so, and so ends the table for whoever reads it."""
    return tuple(f"备注：{note}" if number == 0 else note for number, note in enumerate(form.notes))


def one_line(text: str) -> str:
    """A title or header as one line; its line breaks and the blanks beside them go."""
    return "".join(line.strip() for line in text.splitlines())


# --- 纸面 ------------------------------------------------------------------------------------------------------------

MARGIN: Final = 15.0
"""Millimetres of margin on every side."""
_PORTRAIT: Final = 210 - 2 * MARGIN
_LANDSCAPE: Final = 297 - 2 * MARGIN
_PADDING: Final = 2.5
_MM_PER_POINT: Final = 0.3528
_MM_PER_CHARACTER: Final = 1.85
"""One digit of the default face: the unit in which a sheet's column widths are counted."""
_LINE: Final = 1.35
"""Height of a line, in sizes of its letters."""
_HIGHEST: Final = 409.0
"""Points; no row is higher."""


@frozen
class Paper:
    """纸面: the columns in millimetres, made to fit the page's width where they are wider together."""

    widths: tuple[float, ...]

    @classmethod
    def of(cls, columns: Sequence[Column], *, landscape: bool) -> Paper:
        """Columns as the form wants them, narrowed in proportion where the page is too narrow."""
        page = _LANDSCAPE if landscape else _PORTRAIT
        wanted = sum(column.width for column in columns)
        scale = min(1.0, page / wanted) if wanted else 1.0
        return cls(tuple(column.width * scale for column in columns))

    @property
    def characters(self) -> tuple[float, ...]:
        """Column widths in a sheet's unit."""
        return tuple(round(width / _MM_PER_CHARACTER, 2) for width in self.widths)

    def across(self, text: str, size: float) -> float:
        """Height in points of a text over all columns."""
        return _points(_lines(text, sum(self.widths), size), size)

    def row(self, texts: Sequence[str], size: float) -> float:
        """Height in points of a row of texts, one a column."""
        return _points(max(_lines(text, width, size) for text, width in zip(texts, self.widths, strict=True)), size)


def _lines(text: str, width: float, size: float) -> int:
    room = max(width - _PADDING, 1.0)
    return sum(max(1, ceil(_extent(line) * size * _MM_PER_POINT / room)) for line in text.split("\n"))


def _extent(line: str) -> float:
    """Length in full-width characters; Latin letters and digits are taken for half ones."""
    return len(line) - 0.45 * sum(map(str.isascii, line))


def _points(lines: int, size: float) -> float:
    return min(round(lines * size * _LINE + 5, 1), _HIGHEST)
