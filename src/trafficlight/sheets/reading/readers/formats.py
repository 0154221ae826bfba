"""格式: which door reads a file of which name; every door gives the same grids."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, Literal, TypeAlias

from attrs import field, frozen
from attrs.validators import in_

from trafficlight.errors import FileFault
from trafficlight.model._marks import Mark
from trafficlight.ooxml.archive import Limits, is_archive
from trafficlight.sheets._report import Skipped
from trafficlight.sheets.reading.grid import Grid
from trafficlight.sheets.reading.limits import Meter
from trafficlight.sheets.reading.readers.delimited import Score, read_delimited
from trafficlight.sheets.reading.readers.json_tables import read_json
from trafficlight.sheets.reading.readers.ods import read_ods
from trafficlight.sheets.reading.readers.word import read_word
from trafficlight.sheets.reading.readers.word_tables import Lights
from trafficlight.sheets.reading.readers.xls import read_legacy
from trafficlight.sheets.reading.readers.xlsx import read_workbook

Found: TypeAlias = Iterator[Grid | Skipped | FileFault]
"""The sheets of a file; a sheet that cannot be read is a fault, a file without any is skipped."""

Engine: TypeAlias = Literal["exact", "fast"]
"""How .xlsx is read: by a pass of our own, or by python-calamine where it reads the same."""


@frozen
class Manner:
    """读法: what a caller may say about how files are read."""

    limits: Limits
    score: Score
    encoding: str | None = None
    delimiter: str | None = None
    engine: Engine = field(default="exact", validator=in_(("exact", "fast")))
    marks: tuple[Mark, ...] = ()


_Door: TypeAlias = Callable[[bytes, str, Manner, Meter], Found]


def _workbook(data: bytes, name: str, manner: Manner, meter: Meter) -> Found:
    return read_workbook(data, file=name, limits=manner.limits, meter=meter, fast=manner.engine == "fast")


def _delimited(data: bytes, name: str, manner: Manner, meter: Meter) -> Found:
    yield read_delimited(
        data,
        file=name,
        limits=manner.limits,
        score=manner.score,
        encoding=manner.encoding,
        delimiter=manner.delimiter,
        meter=meter,
    )


def _word(data: bytes, name: str, manner: Manner, meter: Meter) -> Found:
    return read_word(data, file=name, limits=manner.limits, meter=meter, lights=Lights(manner.marks))


def _json(data: bytes, name: str, manner: Manner, meter: Meter) -> Found:
    return read_json(data, file=name, limits=manner.limits, meter=meter)


def _ods(data: bytes, name: str, manner: Manner, meter: Meter) -> Found:
    return read_ods(data, file=name, limits=manner.limits, meter=meter)


def _legacy(data: bytes, name: str, manner: Manner, meter: Meter) -> Found:
    return read_legacy(data, file=name, limits=manner.limits, meter=meter)


def _wps(data: bytes, name: str, manner: Manner, meter: Meter) -> Found:
    """WPS saves .et as an .xls, and in some editions as an .xlsx."""
    return (_workbook if is_archive(data) else _legacy)(data, name, manner, meter)


_DOORS: Final[dict[str, _Door]] = {
    ".xlsx": _workbook,
    ".xlsm": _workbook,
    ".xltx": _workbook,
    ".xls": _legacy,
    ".xlt": _legacy,
    ".et": _wps,
    ".ett": _wps,
    ".ods": _ods,
    ".ots": _ods,
    ".csv": _delimited,
    ".json": _json,
    ".docx": _word,
    ".docm": _word,
}

READ: Final = frozenset(_DOORS)
"""Extensions of files that may hold tables and are read."""
WORKBOOKS: Final = frozenset(suffix for suffix, door in _DOORS.items() if door is _workbook)
"""Those of .xlsx and its kin."""
PLAIN: Final = frozenset({".csv", ".json"})
"""Those of plain text."""


def sheets_of(data: bytes, *, name: str, suffix: str, manner: Manner, meter: Meter) -> Found:
    """The sheets of a file whose suffix is in `READ`. Raises `FileFault` when the file as a whole cannot be read."""
    return _DOORS[suffix](data, name, manner, meter)
