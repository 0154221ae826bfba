"""表格用语: the words that tables say beside their forms' own, as a value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import islice
from typing import Any, Final

from attrs import evolve, field, frozen

from trafficlight.documents.content import Cell, Grid, GridColumn, Heading, Paragraph, Row, Rows
from trafficlight.layout import Style
from trafficlight.model._forms import Column, Form, Role, columns_printer
from trafficlight.model._marks import Tally
from trafficlight.model._units import Unit
from trafficlight.rules._ratings import Rating
from trafficlight.rules._themes import Theme


def _strings(given: object) -> tuple[str, ...]:
    return tuple(given)  # type: ignore[arg-type]  # attrs hands over what the caller gave: any sequence of strings


@frozen(kw_only=True)
class TableWords:
    """表格用语: what is in braces is filled in.

    `note`      the notes below a table: {notes}.
    `absent`    what stands in the row of a unit that handed nothing in.
    `unlit`     what explanations say of a rating without a light.
    `explanations`, `explanation_header`    标注解释: its title, and its five header words.
    `determinations`, `determination_header`  专班研究确定情况: its title, and its seven header words.
    `groups`, `group_header`  督导帮扶组分组表 (A4-4.1): its title, and its five header words; `member` {person} and {role}.
    """

    note: str = "备注：{notes}"
    absent: str = "未报送"
    unlit: str = "不标注"
    explanations: str = "标注解释"
    explanation_header: tuple[str, ...] = field(default=("专题", "事项", "标识", "依据", "条款"), converter=_strings)
    determinations: str = "专班研究确定情况"
    determination_header: tuple[str, ...] = field(
        default=("专题", "事项", "原标识", "研究确定", "确定人", "日期", "理由"), converter=_strings
    )
    groups: str = "督导帮扶组分组表"
    group_header: tuple[str, ...] = field(
        default=("分组序号", "包保单位", "组  长", "副组长", "成  员"), converter=_strings
    )
    member: str = "{person}（{role}）"


NOTICE_TABLE_WORDS: Final = TableWords()
"""The notice's own words."""


# --- 评定表 -----------------------------------------------------------------------------------------------------------

_BATCH: Final = 64  # rows that are printed together


def grid_columns(form: Form) -> tuple[GridColumn, ...]:
    """The published columns of a form as columns of a grid; long text stands left, the rest centred."""
    return tuple(GridColumn(column.width, align="center" if column.centred else "left") for column in form.published)


def header_row(form: Form) -> tuple[str, ...]:
    """The header words, verbatim."""
    return tuple(column.header for column in form.published)


def note_lines(form: Form, words: TableWords = NOTICE_TABLE_WORDS) -> tuple[str, ...]:
    """备注: all notes run on in one paragraph, as the notice prints them."""
    return (words.note.format(notes="".join(form.notes)),) if form.notes else ()


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
    return _lit(text, marks, share)


@lru_cache(maxsize=256)
def _lit(text: str, marks: Tally, share: str) -> Cell:
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
    words: TableWords = NOTICE_TABLE_WORDS,
) -> Grid:
    """A theme's published table with its lights; units without a row stand at the end as 未报送.

    `ratings` may be any re-iterable; rows are made while they are written. With `renumber` the 序号 counts the rows.
    """
    return RatingTable(theme, words).grid(ratings, title=title, lead=lead, renumber=renumber)


class RatingTable:
    """评定表的样式: what all tables of a theme have in common; made once, it draws as many as are wanted."""

    def __init__(self, theme: Theme[Any], words: TableWords = NOTICE_TABLE_WORDS) -> None:
        form = theme.form
        self._theme = theme
        self._words = words
        self._form = form
        self._columns = grid_columns(form)
        self._header = (header_row(form),)
        self._lead = (Paragraph(form.measure, style=Style.TABLE_RIGHT),) if form.measure else ()
        self._notes = note_lines(form, words)
        self._alt_text = f"{form.title.replace(chr(10), '')}，每行一项，标识以底色和文字同时表示。"
        self._light = light_column(theme)
        self._share = "（{}）" if len(form.lines) == 1 else "\n{}"
        self._print = columns_printer(form.published, form.lines[0])

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
        return Grid(
            self._columns,
            Rows(partial(self._rows, ratings, renumber=renumber)),
            header=self._header,
            title=self._form.title if title is None else title,
            lead=(*self._lead, *lead),
            notes=self._notes,
            alt_text=self._alt_text,
        )

    def _rows(self, ratings: Iterable[Rating[Any]], *, renumber: bool) -> Iterator[Row]:
        light, several = self._light, len(self._form.lines) > 1
        lit = partial(light_cell, share=self._share)
        last = 0
        source = iter(ratings)
        while rated := tuple(islice(source, _BATCH)):
            numbers = range(last + 1, last + len(rated) + 1) if renumber else _serials(rated, last)
            last = max(last, *numbers)
            records = [rating.record for rating in rated]
            if several or True in [record is None for record in records]:
                yield from _one_by_one(self._form, light, lit, zip(rated, numbers, strict=True), self._words.absent)
                continue
            texts: list[list[Any]] = [*self._print(records, numbers)]
            marks = [rating.marks for rating in rated]
            lights = list(zip(texts[light], map(id, marks), strict=True))  # a theme repeats few words and marks
            different = dict(zip(lights, marks, strict=True))
            cells = {(text, at): lit(text, mark) for (text, at), mark in different.items()}
            texts[light] = [cells[one] for one in lights]
            yield from zip(*texts, strict=True)


def _serials(ratings: Sequence[Rating[Any]], last: int) -> list[int]:
    """The ratings' own 序号; one without is numbered on from the highest so far."""
    numbers: list[int] = []
    for rating in ratings:
        number = rating.serial if rating.serial is not None else last + 1
        last = max(last, number)
        numbers.append(number)
    return numbers


def _one_by_one(
    form: Form,
    light: int,
    lit: Callable[[str, Tally], str | Cell],
    ratings: Iterable[tuple[Rating[Any], int]],
    said: str,
) -> Iterator[Row]:
    """The rows of blocks of several lines, and of units that handed nothing in."""
    printer = form.printer()
    absent = _absent_printer(form, said)
    over = [column.is_shared for column in form.published]
    for rating, number in ratings:
        lines = absent(rating.units[0], number) if rating.record is None else printer(rating.record, number)
        first: list[str | Cell] = [*lines[0]]
        first[light] = lit(lines[0][light], rating.marks)
        if len(lines) == 1:
            yield first
            continue
        yield tuple(_merged(cell, "start") if over[at] else cell for at, cell in enumerate(first))
        for below in lines[1:]:
            yield tuple(Cell(merge="continue") if over[at] else text for at, text in enumerate(below))


def _merged(cell: str | Cell, merge: Any) -> Cell:
    return Cell(cell, merge=merge) if isinstance(cell, str) else evolve(cell, merge=merge)


def _absent_printer(form: Form, said: str) -> Callable[[Unit, int], list[list[str]]]:
    """Rows of a unit that handed nothing in: its number and name, and 未报送 where its work would stand."""
    columns = form.published
    unit_at = _unit_column(columns)

    def text(column: Column, at: int, line: int, unit: Unit, number: int) -> str:
        if column.role is Role.LINE:
            return form.lines[line]
        if line and column.is_shared:
            return ""
        if column.role is Role.SERIAL:
            return str(number)
        if at == unit_at:
            return unit.name
        return said if "leader" not in column.fields else ""

    def lines(unit: Unit, number: int) -> list[list[str]]:
        return [
            [text(column, at, line, unit, number) for at, column in enumerate(columns)]
            for line in range(len(form.lines))
        ]

    return lines
