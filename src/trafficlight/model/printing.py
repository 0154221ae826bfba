"""打印: the texts of a record's row. Compiled once for a table, since a ledger has a hundred thousand cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeAlias

from trafficlight.model.kinds import Text

if TYPE_CHECKING:
    from trafficlight.model.form import Column

Printer: TypeAlias = Callable[[Any, int | None], list[list[str]]]
"""From a record and its 序号 to the texts of its lines; the lists are the caller's own."""

ColumnsPrinter: TypeAlias = Callable[[Sequence[Any], Sequence[int]], list[list[str]]]
"""From many records and their 序号 to the texts of each column; the lists are the caller's own."""


def row_printer(columns: Sequence[Column], lines: Sequence[str]) -> Printer:
    """A printer over some columns of a form. A cell merged over a block's lines is printed on the first, empty below."""
    plan = [_line_printer(columns, at, label) for at, label in enumerate(lines)]
    if len(plan) == 1:
        (only,) = plan
        return lambda record, number: [only(record, number)]
    return lambda record, number: [line(record, number) for line in plan]


def columns_printer(columns: Sequence[Column], label: str) -> ColumnsPrinter:
    """As `row_printer` over a table whose records take one line each, for many records at once: a third of the time."""
    plan = [_column_printer(column, label) for column in columns]
    return lambda records, numbers: [column(records, numbers) for column in plan]


def _column_printer(column: Column, label: str) -> Callable[[Sequence[Any], Sequence[int]], list[str]]:
    name, show = column.field_on(0), column.kind.show
    if name is None:
        fixed = label if column.is_line_label else ""
        return lambda _, numbers: list(map(str, numbers)) if column.is_serial else [fixed] * len(numbers)
    get = attrgetter(name)
    if type(column.kind) is Text:
        return lambda records, _: list(map(get, records))

    def texts(records: Sequence[Any], _: Sequence[int]) -> list[str]:
        values = list(map(get, records))
        different = dict(zip(map(id, values), values, strict=True))
        if 2 * len(different) > len(values):
            return list(map(show, values))
        shown = {at: show(value) for at, value in different.items()}  # most columns repeat few values
        return [shown[id(value)] for value in values]

    return texts


def _line_printer(columns: Sequence[Column], line: int, label: str) -> Callable[[Any, int | None], list[str]]:
    names = [column.field_on(line) for column in columns]
    some = next(filter(None, names), None)
    fixed = [(at, label if columns[at].is_line_label else "") for at, name in enumerate(names) if name is None]
    serials = [at for at, column in enumerate(columns) if column.is_serial and line == 0]
    # a text is printed as it stands
    shows = [
        (at, column.kind.show)
        for at, column in enumerate(columns)
        if names[at] is not None and type(column.kind) is not Text
    ]
    # Any field holds the place of what is no field. attrgetter gives a bare value for one name and a tuple for several:
    # the doubled name makes it always a tuple.
    get = None if some is None else attrgetter(*(name or some for name in names), some)

    def texts(record: Any, number: int | None) -> list[str]:
        if get is None:
            row = [""] * len(names)
        else:
            *row, _ = get(record)
            for at, show in shows:
                row[at] = show(row[at])
        for at, text in fixed:
            row[at] = text
        if number is not None:
            for at in serials:
                row[at] = str(number)
        return row

    return texts
