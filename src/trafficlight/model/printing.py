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


def row_printer(columns: Sequence[Column], lines: Sequence[str]) -> Printer:
    """A printer over some columns of a form. A cell merged over a block's lines is printed on the first, empty below."""
    plan = [_line_printer(columns, at, label) for at, label in enumerate(lines)]
    if len(plan) == 1:
        (only,) = plan
        return lambda record, number: [only(record, number)]
    return lambda record, number: [line(record, number) for line in plan]


def _line_printer(columns: Sequence[Column], line: int, label: str) -> Callable[[Any, int | None], list[str]]:
    fixed = [label if column.is_line_label else "" for column in columns]
    serials = [at for at, column in enumerate(columns) if column.is_serial and line == 0]
    places: list[int] = []
    names: list[str] = []
    shows: list[Callable[[Any], str] | None] = []
    for at, column in enumerate(columns):
        name = column.field_on(line)
        if name is not None:
            places.append(at)
            names.append(name)
            shows.append(None if type(column.kind) is Text else column.kind.show)  # a text is printed as it stands
    # attrgetter gives a bare value for one name and a tuple for several: the doubled name makes it always a tuple
    get = attrgetter(*names, names[-1]) if names else None

    def texts(record: Any, number: int | None) -> list[str]:
        row = fixed.copy()
        if get is not None:
            for at, show, value in zip(places, shows, get(record), strict=False):
                row[at] = value if show is None else show(value)
        if number is not None:
            for at in serials:
                row[at] = str(number)
        return row

    return texts
