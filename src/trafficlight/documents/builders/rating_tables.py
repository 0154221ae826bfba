"""评定表 (rating tables): a theme's published table with its lights, and the count table of a board."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import islice
from typing import Any, Final

from attrs import evolve

from trafficlight._scheme import Scheme
from trafficlight.documents.builders.table_words import TABLE_WORDS, TableWords
from trafficlight.documents.content import Cell, Grid, GridColumn, Heading, Paragraph, Row, Rows
from trafficlight.documents.content._grids import spread
from trafficlight.errors import WrongType
from trafficlight.layout import Style
from trafficlight.messages import Language, Words, in_english, joined, said
from trafficlight.model._forms import Column, Form, Role, columns_printer
from trafficlight.model._kinds import OneUnit, ResponsibleUnits, Units
from trafficlight.model._marks import Tally
from trafficlight.ranking._standings import Standings
from trafficlight.rules._coverage import Status
from trafficlight.rules._history import light_words
from trafficlight.rules._rated import Rating
from trafficlight.rules._rulebooks import HANDED_IN_WITH_FAULTS
from trafficlight.rules._themes import Theme

_SOME: Final = 200  # ratings by which columns are fitted
_LONG_NOTE: Final = 300  # characters
_BATCH: Final = 64  # rows that are printed together


def form_grid(
    form: Form,
    rows: Iterable[Row],
    *,
    said: str,
    columns: Sequence[Column] | None = None,
    title: str | Heading | Paragraph | None = None,
    above: Sequence[str | Paragraph] = (),
    lead: Sequence[str | Paragraph] = (),
    words: TableWords = TABLE_WORDS,
) -> Grid:
    """A table as its form prints it: header words, 单位 at the right, all notes in one paragraph below.

    `columns` are the published ones unless others are given; long text stands left, the rest centred. `above` stands
    before 单位, `lead` behind it; `said` tells who cannot see the table what it shows; the
    title stands above it.
    """
    shown = form.published if columns is None else columns
    measure = (Paragraph(form.measure, style=Style.TABLE_RIGHT),) if form.measure else ()
    note = words.note.format(notes=(" " if in_english(words.language) else "").join(form.notes))
    first = next((at for at, column in enumerate(shown) if column.role is Role.FIELD), None)
    return Grid(
        tuple(
            GridColumn(column.width, align="center" if column.centred else "left", heads_rows=at == first)
            for at, column in enumerate(shown)
        ),
        rows,
        header=(tuple(column.header for column in shown),),
        title=form.title if title is None else title,
        lead=(*above, *measure, *lead),
        notes=[Paragraph(note, Style.LONG_NOTE if len(note) > _LONG_NOTE else Style.NOTE)] if form.notes else (),
        alt_text=said,
        widths="fit",
    )


def titled(title: str, bookmark: str | None) -> Heading:
    """A table's title as an entry of the contents."""
    return Heading(title, 2, bookmark, style=Style.TABLE_TITLE)


def count_grid(
    scheme: Scheme, standings: Standings, *, bookmark: str | None = None, words: TableWords = TABLE_WORDS
) -> Grid:
    """标识数量情况: a board's standings as its count table, in ranked order with places (A4-1.1, A4-1.2)."""
    form = scheme.count_form(standings.board.key)
    printer = form.printer()
    grid = form_grid(
        form,
        [row for standing in standings for row in printer(standing, standing.place)],
        said=Words("各单位的名次和各色标识数量。", "Each unit's place and its counts of lights."),
        title=titled(form.title, bookmark),
        words=words,
    )
    # each mark's own column has the mark's colour
    colours = {mark.label: mark.colour for mark in scheme.palette}
    header = [Cell(word, fill=colours[word]) if word in colours else word for word in grid.header[0]]
    return evolve(grid, header=[header])


def merged_rows(lines: Sequence[Sequence[str | Cell]], columns: Sequence[Column]) -> Iterator[Row]:
    """The rows of a record that takes several lines: a cell that all of them share is merged over them."""
    if len(lines) == 1:
        yield lines[0]
        return
    for number, line in enumerate(lines):
        yield tuple(
            _merged(cell, number) if column.is_shared else cell for cell, column in zip(line, columns, strict=True)
        )


def _merged(cell: str | Cell, line: int) -> Cell:
    if line:
        return Cell(merge="continue")
    return Cell(cell, merge="start") if isinstance(cell, str) else evolve(cell, merge="start")


def light_cell(text: str, marks: Tally, *, share: str = "（{}）", language: Language = "zh") -> str | Cell:
    """标识: the colour as fill **and** as word, so that a grey print and a colour-blind reader lose nothing.

    The fill is that of the first mark; a text without marks stays as it is.
    """
    # by its looks: two agencies may show one mark in two colours
    return _lit(text, light_words(marks, language), marks.marks[0].colour, share) if marks else text


@lru_cache(maxsize=256)
def _lit(text: str, word: str, fill: str, share: str) -> Cell:
    shown = word if text in ("", word) else f"{text}{share.format(word)}"
    return Cell(shown, fill=fill)


def _light_column(theme: Theme[Any]) -> int:
    """Where a row shows its light: in the column that the theme says, else in the unit's cell."""
    column = theme.form.column_of(theme.light_field) if theme.light_field else None
    published = theme.form.published
    return published.index(column) if column in published else _unit_column(theme.form)


def _unit_column(form: Form) -> int:
    """The first column that holds units."""
    kinds = (OneUnit, Units, ResponsibleUnits)
    return next((at for at, column in enumerate(form.published) if isinstance(column.kind, kinds)), 0)


def rating_grid(
    theme: Theme[Any],
    ratings: Iterable[Rating[Any]],
    *,
    title: str | Heading | Paragraph | None = None,
    lead: Sequence[str | Paragraph] = (),
    renumber: bool = False,
    words: TableWords = TABLE_WORDS,
) -> Grid:
    """A theme's published table with its lights; units without a row stand at the end as 未报送, or as 报送有误 (§4.19).

    `ratings` may be any re-iterable; rows are made while they are written. With `renumber`, and where two of them have one
    number, the 序号 counts the rows. Raises `TypeError`, while it is written, for a rating of another theme.
    """
    return RatingTable(theme, words).grid(ratings, title=title, lead=lead, renumber=renumber)


class RatingTable:
    """评定表的样式: what all tables of a theme have in common; made once, it draws as many as are wanted."""

    def __init__(self, theme: Theme[Any], words: TableWords = TABLE_WORDS) -> None:
        form = theme.form
        self._theme = theme
        self._words = words
        self._form = form
        self._grid = form_grid(
            form,
            (),
            said=Words(
                "每行一项，标识以底色和文字同时表示。", "One item a row; the light is said by fill and by word."
            ),
            words=words,
        )
        self._light = _light_column(theme)
        self._unit = _unit_column(form)
        self._share = said(Words("（{}）", " ({})"), words.language) if len(form.lines) == 1 else "\n{}"
        self._print = columns_printer(form.published, form.lines[0])
        self._print_one = form.printer()

    def __reduce__(self) -> tuple[type[RatingTable], tuple[Theme[Any], TableWords]]:
        return RatingTable, (self._theme, self._words)  # printers are made anew

    def grid(
        self,
        ratings: Iterable[Rating[Any]],
        *,
        title: str | Heading | Paragraph | None = None,
        lead: Sequence[str | Paragraph] = (),
        renumber: bool = False,
    ) -> Grid:
        """As `rating_grid`."""
        renumber = renumber or _repeat(rating.serial for rating in ratings)
        return evolve(
            self._grid,
            rows=Rows(
                partial(self._rows, ratings, renumber=renumber),
                partial(self._some, ratings, renumber=renumber) if isinstance(ratings, Sequence) else None,
            ),
            title=self._grid.title if title is None else title,
            lead=(*self._grid.lead, *lead),
            notes=(*self._grid.notes, *self._decisions(ratings)),
        )

    def _decisions(self, ratings: Iterable[Rating[Any]]) -> Iterator[str]:
        """What the task force decided on the lights of these rows (§4.33)."""
        for rating in ratings:
            for decision in rating.determinations:
                language = self._words.language
                units = joined((unit.name for unit in rating.units), language)
                item = f"“{rating.matter}”" if rating.matter else units
                said = decision.say(language, unlit=self._words.own_unlit)
                yield self._words.decided.format(item=item, decision=said)

    def _some(self, ratings: Sequence[Rating[Any]], *, renumber: bool) -> Iterator[Row]:
        return self._rows(spread(ratings, _SOME), renumber=renumber)

    def _rows(self, ratings: Iterable[Rating[Any]], *, renumber: bool) -> Iterator[Row]:
        last = 0
        source = iter(ratings)
        while rated := tuple(islice(source, _BATCH)):
            for rating in rated:
                if rating.theme.key != self._theme.key:
                    raise WrongType(
                        f"“{self._theme.title}”的表不印“{rating.theme.title}”的评定",
                        f"a table of {self._theme!r} prints no rating of {rating.theme!r}",
                    )
            numbers = range(last + 1, last + len(rated) + 1) if renumber else _serials(rated, last)
            last = max(last, *numbers)
            if len(self._form.lines) > 1 or any(rating.record is None for rating in rated):
                for rating, number in zip(rated, numbers, strict=True):
                    yield from self._lines(rating, number)
            else:
                yield from self._batch(rated, numbers)

    def _batch(self, rated: Sequence[Rating[Any]], numbers: Sequence[int]) -> Iterator[Row]:
        """Rows of one line each, column by column."""
        texts: list[list[Any]] = [*self._print([rating.record for rating in rated], numbers)]
        marks = [rating.marks for rating in rated]
        lights = list(zip(texts[self._light], map(id, marks), strict=True))  # a theme repeats few words and marks
        different = dict(zip(lights, marks, strict=True))
        light = partial(light_cell, share=self._share, language=self._words.language)
        cells = {(text, at): light(text, mark) for (text, at), mark in different.items()}
        texts[self._light] = [cells[one] for one in lights]
        return zip(*texts, strict=True)

    def _lines(self, rating: Rating[Any], number: int) -> Iterator[Row]:
        """The rows of one record of several lines, or of a unit that handed nothing in."""
        absent = rating.record is None
        lines: list[list[Any]] = [*(self._absent(rating, number) if absent else self._print_one(rating.record, number))]
        lines[0][self._light] = light_cell(
            lines[0][self._light], rating.marks, share=self._share, language=self._words.language
        )
        return merged_rows(lines, self._form.published)

    def _absent(self, rating: Rating[Any], number: int) -> list[list[str]]:
        """The unit's number and name, and 未报送 where the facts would stand; of a row with faults 报送有误 (§4.19)."""
        form, unit = self._form, rating.units[0]
        is_faulty = rating.verdict.because == HANDED_IN_WITH_FAULTS
        absent = said(Status.FAULTY.words, self._words.language) if is_faulty else self._words.absent
        told = frozenset(self._theme.facts or form.fields)

        def text(at: int, column: Column, label: str) -> str:
            if column.is_line_label:
                return label
            if column.is_serial:
                return str(number)
            if at == self._unit:
                return unit.name
            return absent if told.intersection(column.fields) else ""

        return [[text(at, column, label) for at, column in enumerate(form.published)] for label in form.lines]


def _repeat(serials: Iterable[int | None]) -> bool:
    """Whether a number stands twice: two sheets of one table, each numbered from 1."""
    given = [serial for serial in serials if serial is not None]
    return len(set(given)) < len(given)


def _serials(ratings: Sequence[Rating[Any]], last: int) -> list[int]:
    """The ratings' own 序号; one without is numbered on from the highest so far."""
    numbers: list[int] = []
    for rating in ratings:
        number = rating.serial if rating.serial is not None else last + 1
        last = max(last, number)
        numbers.append(number)
    return numbers
