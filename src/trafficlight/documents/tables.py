"""评定表: ratings and a form become a grid. The one place where a form is drawn, whatever document it stands in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from attrs import evolve

from trafficlight.documents.grid import Cell, Grid, GridColumn, Row, Rows
from trafficlight.documents.inline import Style
from trafficlight.documents.paragraphs import Heading, Paragraph
from trafficlight.model.form import Column, Form, Role
from trafficlight.model.marks import Tally
from trafficlight.model.units import Unit
from trafficlight.rules.rating import Rating
from trafficlight.rules.theme import Theme

NOT_HANDED_IN: Final = "未报送"


def grid_columns(form: Form) -> tuple[GridColumn, ...]:
    """The published columns of a form as columns of a grid; long text stands left, the rest centred."""
    return tuple(GridColumn(column.width, align="center" if column.centred else "left") for column in form.published)


def header_row(form: Form) -> tuple[str, ...]:
    """The header words, verbatim."""
    return tuple(column.header for column in form.published)


def note_lines(form: Form) -> tuple[str, ...]:
    """备注: all notes run on in one paragraph, as the notice prints them."""
    return (f"备注：{''.join(form.notes)}",) if form.notes else ()


def light_column(theme: Theme[Any]) -> int:
    """Where a row shows its light: 进度评价 or the first fact that decides, where the table has it, else the unit's cell."""
    published = theme.form.published
    column = theme.form.first_published("progress", *theme.facts[:1])
    return _unit_column(published) if column is None else published.index(column)


def _unit_column(columns: Sequence[Column]) -> int:
    for number, column in enumerate(columns):
        if column.role is Role.FIELD and column.fields[0] in ("unit", "units", "responsible", "line.unit.name"):
            return number
    return 0


def light_cell(text: str, marks: Tally, *, share: str = "（{}）") -> str | Cell:
    """标识: the colour as fill **and** as word, so that a grey print and a colour-blind reader lose nothing.

    The fill is that of the first mark; a text without marks stays as it is.
    """
    if not marks:
        return text
    word = "".join(mark.label if count == 1 else f"{mark.label}{count}" for mark, count in marks.counts)
    shown = word if text in ("", word) else f"{text}{share.format(word)}"
    return Cell(shown, fill=marks.marks[0].colour)


def rating_grid(
    theme: Theme[Any],
    ratings: Iterable[Rating[Any]],
    *,
    title: str | Heading | Paragraph | None = None,
    lead: Sequence[str | Paragraph] = (),
    renumber: bool = False,
) -> Grid:
    """A theme's published table with its lights; units without a row stand at the end as 未报送.

    `ratings` may be any re-iterable; rows are made while they are written. With `renumber` the 序号 counts the rows.
    """
    form = theme.form
    return Grid(
        grid_columns(form),
        Rows(lambda: _rows(theme, ratings, renumber=renumber)),
        header=(header_row(form),),
        title=form.title if title is None else title,
        lead=(*((Paragraph(form.measure, style=Style.TABLE_RIGHT),) if form.measure else ()), *lead),
        notes=note_lines(form),
        alt_text=f"{form.title.replace(chr(10), '')}，每行一项，标识以底色和文字同时表示。",
    )


def _rows(theme: Theme[Any], ratings: Iterable[Rating[Any]], *, renumber: bool) -> Iterator[Row]:
    form = theme.form
    printer = form.printer()
    light = light_column(theme)
    block = len(form.lines) > 1
    over = [
        column.role is Role.SERIAL or (column.role is Role.FIELD and len(column.fields) == 1)
        for column in form.published
    ]
    absent = _absent_printer(form)
    last = 0
    cells: dict[tuple[str, Tally], str | Cell] = {}  # a theme repeats few words and marks
    for row, rating in enumerate(ratings, 1):
        number = row if renumber else rating.serial if rating.serial is not None else last + 1
        last = max(last, number)
        lines = absent(rating.units[0], number) if rating.record is None else printer(rating.record, number)
        first: list[str | Cell] = [*lines[0]]
        key = (lines[0][light], rating.marks)
        cell = cells.get(key)
        if cell is None:
            cell = cells[key] = light_cell(*key, share="\n{}" if block else "（{}）")
        first[light] = cell
        if not block:
            yield first
            continue
        yield tuple(_merged(cell, "start") if over[at] else cell for at, cell in enumerate(first))
        for below in lines[1:]:
            yield tuple(Cell(merge="continue") if over[at] else text for at, text in enumerate(below))


def _merged(cell: str | Cell, merge: Any) -> Cell:
    return Cell(cell, merge=merge) if isinstance(cell, str) else evolve(cell, merge=merge)


def _absent_printer(form: Form) -> Callable[[Unit, int], list[list[str]]]:
    """Rows of a unit that handed nothing in: its number and name, and 未报送 where its work would stand."""
    columns = form.published
    unit_at = _unit_column(columns)

    def text(column: Column, at: int, line: int, unit: Unit, number: int) -> str:
        if column.role is Role.LINE:
            return form.lines[line]
        if line and (column.role is Role.SERIAL or len(column.fields) == 1):
            return ""
        if column.role is Role.SERIAL:
            return str(number)
        if at == unit_at:
            return unit.name
        return NOT_HANDED_IN if "leader" not in column.fields else ""

    def lines(unit: Unit, number: int) -> list[list[str]]:
        return [
            [text(column, at, line, unit, number) for at, column in enumerate(columns)]
            for line in range(len(form.lines))
        ]

    return lines
