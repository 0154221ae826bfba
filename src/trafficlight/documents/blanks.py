"""样表: a form without records, as a notice prints it and as an office fills it in by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from trafficlight.documents.grid import Cell, Grid, Row
from trafficlight.documents.inline import Style
from trafficlight.documents.paragraphs import Heading, Paragraph
from trafficlight.documents.tables import grid_columns, header_row, note_lines
from trafficlight.model.form import Column, Form, Role

DOTS: Final = "……"
GOES_ON: Final = "：\n：\n："


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
    for the facts above the table. Notes are the form's own.
    """
    given = dict(words or {})
    unknown = sorted(set(given) - {column.label for column in form.published})
    if unknown:
        raise ValueError(f"{form.title} has no columns {unknown}")
    return Grid(
        grid_columns(form),
        tuple(_rows(form, fill, given, goes_on)),
        header=(header_row(form),),
        title=form.title if title is None else title,
        lead=(*heading, *((Paragraph(form.measure, style=Style.TABLE_RIGHT),) if form.measure else ()), *lead),
        notes=note_lines(form),
        alt_text=f"{form.title.replace(chr(10), '')}（样表），待填写。",
    )


def _rows(form: Form, fill: str, words: Mapping[str, str], goes_on: str) -> Iterator[Row]:
    columns = form.published
    second = next((at for at, column in enumerate(columns) if column.role is Role.FIELD), None)
    for number in (1, 2):
        for line, label in enumerate(form.lines):
            row: list[str | Cell] = []
            for at, column in enumerate(columns):
                text = _text(column, number, line, label, fill, words)
                if number == 2 and at == second and line == 0:
                    text = goes_on
                row.append(_placed(column, text, line, len(form.lines)))
            yield row


def _text(column: Column, number: int, line: int, label: str, fill: str, words: Mapping[str, str]) -> str:
    if column.is_line_label:
        return label
    if column.is_serial:
        return str(number) if line == 0 else ""
    return words.get(column.label, fill) if number == 1 and column.field_on(line) is not None else ""


def _placed(column: Column, text: str, line: int, lines: int) -> str | Cell:
    over = lines > 1 and column.is_shared
    if not over:
        return text
    return Cell(text, merge="start") if line == 0 else Cell(merge="continue")
