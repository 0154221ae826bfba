"""格式: which reader takes a file of which name; every reader gives the same grids."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeAlias

from attrs import frozen

from trafficlight.errors import FileFault
from trafficlight.model._marks import Mark
from trafficlight.ooxml.file_kinds import is_archive
from trafficlight.sheets._report import Skipped
from trafficlight.sheets.reading.grid import Grid
from trafficlight.sheets.reading.hand_in_files import Meter, Unread
from trafficlight.sheets.reading.readers.delimited import Score, read_delimited
from trafficlight.sheets.reading.readers.json_tables import read_json
from trafficlight.sheets.reading.readers.ods import read_ods
from trafficlight.sheets.reading.readers.word import read_word
from trafficlight.sheets.reading.readers.word_tables import Lights
from trafficlight.sheets.reading.readers.xls import read_legacy
from trafficlight.sheets.reading.readers.xlsx import read_workbook

Sheets: TypeAlias = Iterator[Grid | Skipped | Unread | FileFault]
"""The sheets of a file; one that cannot be read is a fault, or `Unread` where it is hidden; a file without any is skipped."""

WORKBOOKS: Final = frozenset({".xlsx", ".xlsm", ".xltx"})
"""Extensions of .xlsx and its kin."""
PLAIN: Final = frozenset({".csv", ".json"})
"""Those of plain text."""
_LEGACY: Final = frozenset({".xls", ".xlt"})
_WPS: Final = frozenset({".et", ".ett"})
"""WPS saves them as an .xls, and in some editions as an .xlsx."""
_OPEN_DOCUMENT: Final = frozenset({".ods", ".ots"})
TEXTS: Final = frozenset({".docx", ".docm"})
"""Those whose tables stand in one text."""
READ: Final = WORKBOOKS | PLAIN | _LEGACY | _WPS | _OPEN_DOCUMENT | TEXTS
"""Those of files that may hold tables and are read."""


@frozen
class Options:
    """读法: what a caller may say about how files are read."""

    score: Score
    encoding: str | None = None
    delimiter: str | None = None
    marks: tuple[Mark, ...] = ()


def sheets_of(data: bytes, suffix: str, options: Options, meter: Meter) -> Sheets:
    """The sheets of a file whose suffix is in `READ`. Raises `FileFault` when the file as a whole cannot be read."""
    if suffix == ".csv":
        grid = read_delimited(data, meter, options.score, encoding=options.encoding, delimiter=options.delimiter)
        return iter((grid,))
    if suffix == ".json":
        return read_json(data, meter)
    lights = Lights(options.marks)
    if suffix in _OPEN_DOCUMENT:
        return read_ods(data, meter, lights)
    if suffix in TEXTS:
        return read_word(data, meter, lights)
    is_new = suffix in WORKBOOKS or (suffix in _WPS and is_archive(data))
    return (read_workbook if is_new else read_legacy)(data, meter, lights)
