"""排版: what a sheet prints, in whatever file format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from math import ceil, inf
from typing import Any, Final, TypeAlias

from attrs import evolve, field, frozen

from trafficlight.messages import Language, Words, joined, legible, said
from trafficlight.model._field_types import typed
from trafficlight.model._forms import Column, Form, columns_printer
from trafficlight.model._marks import Tally
from trafficlight.rules._entries import Entry
from trafficlight.rules._rated import Rating

Printable: TypeAlias = Entry[Any] | Rating[Any]
"""What a row is made of: an entry, or a rating, whose light is then shown."""

_BATCH: Final = 256  # rows that are printed together
_UNLIT: Final = Tally()

LIGHT_HEADER: Final = Words("标识", "Light")
"""The header of the column that shows the lights of a theme whose form has no column for them."""


def _rows(rows: Iterable[Printable]) -> tuple[Printable, ...]:
    """A unit that handed nothing in has a rating but no record, hence no row."""
    return tuple(row for row in rows if row.record is not None)


@frozen(field_transformer=typed)
class Sheet:
    """表页: a form, the rows to print in it, and the lines above.

    `name` is the sheet's (the form's title when empty), `title` replaces the form's. `dateline` stands below the title at
    the right (A2), `above` are lines below it: the summary sentence. With `published` the collection-only columns stay
    away (§3.13). Ratings show their light: the theme's light column is filled with the mark's colour beside its word; without
    such a column there is one more, 标识.
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
        column = self.form.column_of(rating.theme.light_field) if rating.theme.light_field else None
        return column if column in self.columns else None

    @property
    def shows_lights(self) -> bool:
        """Whether any row is a rating."""
        return any(isinstance(row, Rating) for row in self.rows)


@frozen
class Printed:
    """一条: the texts of a row's lines, and the marks that it shows."""

    lines: Sequence[Sequence[str]]
    marks: Tally = _UNLIT


@frozen
class Group:
    """一组: rows that share the facts above the header (of 包保领导, …), a table of their own, with their 序号.

    `which` names the sheet that it came from, where another group has the same facts.
    """

    heading: tuple[str, ...]
    rows: Sequence[Printable] = ()
    numbers: Sequence[int] = ()
    which: str = ""


def groups(sheet: Sheet) -> Iterator[Group]:
    """The tables of a sheet: one, or one for each run of rows with the same facts above the header, handed in together."""
    lines = sheet.form.heading

    def heading(numbered: tuple[int, Printable]) -> tuple[tuple[str, ...], str]:
        row = numbered[1]
        place = legible(f"{row.origin.file}〔{row.origin.sheet}〕") if row.origin else ""
        return tuple(line.kind.show(getattr(row.record, line.name)) for line in lines), place

    if not sheet.rows:
        yield Group(("",) * len(lines))
        return
    numbers = [number if row.serial is None else row.serial for number, row in enumerate(sheet.rows, 1)]
    if not lines:
        yield Group((), sheet.rows, numbers)
        return
    runs = [(key, [*run]) for key, run in groupby(zip(numbers, sheet.rows, strict=True), key=heading)]
    alike = Counter(facts for facts, _ in {key for key, _ in runs})
    for (facts, place), run in runs:
        own, rows = zip(*run, strict=True)
        yield Group(facts, rows, own, place if alike[facts] > 1 else "")


def print_rows(sheet: Sheet, group: Group) -> Iterator[Printed]:
    """The rows of a table as texts, made as they are asked for. Raises `TypeError` for records of another form."""
    form = sheet.form
    form.check_records(row.record for row in group.rows)
    printers = [columns_printer(sheet.columns, label, at) for at, label in enumerate(form.lines)]
    for start in range(0, len(group.rows), _BATCH):
        rows, numbers = group.rows[start : start + _BATCH], group.numbers[start : start + _BATCH]
        records = [row.record for row in rows]
        lines = [zip(*print_columns(records, numbers), strict=True) for print_columns in printers]
        for row, texts in zip(rows, zip(*lines, strict=True), strict=True):
            yield Printed(texts, row.marks if isinstance(row, Rating) else _UNLIT)


def notes(form: Form, language: Language = "zh") -> tuple[str, ...]:
    """The notes below a table; the first says so, and so ends the table for whoever reads it."""
    first = said(NOTE, language)
    return tuple(f"{first}{note}" if number == 0 else note for number, note in enumerate(form.notes))


NOTE: Final = Words("备注：", "Note: ")
_DECIDED: Final = Words("研究确定：{item}，{decision}。", "Decision: {item}, {decision}.")


def decisions(sheet: Sheet, language: Language = "zh") -> tuple[str, ...]:
    """What the task force decided on the lights that the sheet shows (§4.33), a line each."""
    rated = [row for row in sheet.rows if isinstance(row, Rating)]
    return tuple(
        said(_DECIDED, language).format(
            item=f"“{row.matter}”" if row.matter else joined((unit.name for unit in row.units), language),
            decision=decision.say(language),
        )
        for row in rated
        for decision in row.determinations
    )


def one_line(text: str) -> str:
    """A title or header as one line; its line breaks and the blanks beside them go."""
    return "".join(line.strip() for line in text.splitlines())


_ACROSS: Final = 210.0
_ALONG: Final = 297.0
"""Millimetres of an A4 page."""
_PADDING: Final = 2.5
_SLACK: Final = 0.5
"""Millimetres, for what programs round."""
_FILLED: Final = 0.96
"""Of a page's height: programs and printers differ in what they take."""
_MM_PER_POINT: Final = 0.3528
_MM_PER_PIXEL: Final = 25.4 / 96
_LINE: Final = 1.35
"""Height of a line, in sizes of its letters."""
_HIGHEST: Final = 409.0
"""Points; no row is higher."""


@frozen
class Paper:
    """纸面: the columns in millimetres, made to fit the page's width where they are wider together.

    `height` is how many points of rows stand on a page.
    """

    widths: tuple[float, ...]
    page_width: float = inf
    height: float = inf

    @classmethod
    def of(cls, columns: Sequence[Column], *, landscape: bool, margin: float) -> Paper:
        """Columns as the form wants them, narrowed in proportion where the page is too narrow."""
        wide, high = (_ALONG, _ACROSS) if landscape else (_ACROSS, _ALONG)
        page = wide - 2 * margin
        wanted = sum(column.width for column in columns)
        scale = min(1.0, page / wanted) if wanted else 1.0
        height = (high - 2 * margin) / _MM_PER_POINT * _FILLED
        return cls(tuple(column.width * scale for column in columns), page, height)

    def widened(self, at: int, texts: Iterable[str], size: float) -> Paper:
        """The same with one column in which each of these texts stands on a line, if it takes no more than a quarter."""
        most = max((ems(text) for text in texts), default=0)
        width = most * size * _MM_PER_POINT + _PADDING + _SLACK
        others = sum(self.widths) - self.widths[at]
        if not self.widths[at] < width < self.page_width / 4 or not others:
            return self
        scale = min(1.0, (self.page_width - width) / others)
        return evolve(self, widths=tuple(width if one == at else wide * scale for one, wide in enumerate(self.widths)))

    @property
    def pixels(self) -> tuple[int, ...]:
        """Column widths in a sheet's unit."""
        return tuple(round(width / _MM_PER_PIXEL) for width in self.widths)

    def across(self, text: str, size: float) -> float:
        """Height in points of a text over all columns."""
        return row_height(line_count(text, room(sum(self.widths), size)), size)

    def row(self, texts: Sequence[str], size: float) -> float:
        """Height in points of a row of texts, one a column."""
        counts = (line_count(text, room(width, size)) for text, width in zip(texts, self.widths, strict=True))
        return row_height(max(counts, default=1), size)


def room(width: float, size: float) -> float:
    """How many full-width characters of that size stand on a line of so many millimetres."""
    return max(width - _PADDING, 1.0) / (size * _MM_PER_POINT)


def line_count(text: str, most: float) -> int:
    """How many lines a text takes where so many characters stand on one."""
    if "\n" in text:
        return sum(line_count(line, most) for line in text.split("\n"))
    if len(text) <= most:
        return 1
    return max(1, ceil(ems(text) / most))


def ems(text: str) -> float:
    """How wide a text is in full-width characters; Latin letters and digits count about half."""
    return len(text) - 0.45 * len(text.encode("ascii", "ignore"))


def row_height(lines: int, size: float) -> float:
    """Height in points of a row of so many lines."""
    return min(round(lines * size * _LINE + 5, 1), _HIGHEST)
