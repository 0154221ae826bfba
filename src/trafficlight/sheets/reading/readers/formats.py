"""格式: which reader takes a file of which name; every reader gives the same grids."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from attrs import frozen

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

Sheets: TypeAlias = Iterator[Grid | Skipped | FileFault]
"""The sheets of a file; a sheet that cannot be read is a fault, a file without any is skipped."""
PLAIN: Final = frozenset({".csv", ".json"})
"""Those of plain text."""


@frozen
class Options:
    """读法: what a caller may say about how files are read."""

    limits: Limits
    score: Score
    encoding: str | None = None
    delimiter: str | None = None
    marks: tuple[Mark, ...] = ()


_Reader: TypeAlias = Callable[[bytes, str, Options, Meter], Sheets]


def _workbook(data: bytes, name: str, options: Options, meter: Meter) -> Sheets:
    return read_workbook(data, file=name, limits=options.limits, meter=meter, lights=Lights(options.marks))


def _delimited(data: bytes, name: str, options: Options, meter: Meter) -> Sheets:
    yield read_delimited(
        data,
        file=name,
        limits=options.limits,
        score=options.score,
        encoding=options.encoding,
        delimiter=options.delimiter,
        meter=meter,
    )


def _word(data: bytes, name: str, options: Options, meter: Meter) -> Sheets:
    return read_word(data, file=name, limits=options.limits, meter=meter, lights=Lights(options.marks))


def _json(data: bytes, name: str, options: Options, meter: Meter) -> Sheets:
    return read_json(data, file=name, limits=options.limits, meter=meter)


def _ods(data: bytes, name: str, options: Options, meter: Meter) -> Sheets:
    return read_ods(data, file=name, limits=options.limits, meter=meter)


def _legacy(data: bytes, name: str, options: Options, meter: Meter) -> Sheets:
    return read_legacy(data, file=name, limits=options.limits, meter=meter, lights=Lights(options.marks))


def _wps(data: bytes, name: str, options: Options, meter: Meter) -> Sheets:
    """WPS saves .et as an .xls, and in some editions as an .xlsx."""
    return (_workbook if is_archive(data) else _legacy)(data, name, options, meter)


_READERS: Final[dict[str, _Reader]] = {
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

READ: Final = frozenset(_READERS)
"""Extensions of files that may hold tables and are read."""
WORKBOOKS: Final = frozenset(suffix for suffix, reader in _READERS.items() if reader is _workbook)
"""Those of .xlsx and its kin."""


def sheets_of(data: bytes, *, name: str, suffix: str, options: Options, meter: Meter) -> Sheets:
    """The sheets of a file whose suffix is in `READ`. Raises `FileFault` when the file as a whole cannot be read."""
    return _READERS[suffix](data, name, options, meter)
