"""工作簿 (.xlsx) → 格网: its worksheets one by one, after what all of them share."""

from __future__ import annotations

from collections.abc import Iterator

from trafficlight.errors import FileFault
from trafficlight.ooxml.archive import Limits
from trafficlight.sheets.reading.grid import Grid
from trafficlight.sheets.reading.limits import Meter
from trafficlight.sheets.reading.readers.archives import border, screen
from trafficlight.sheets.reading.readers.sheet_xml import Book, read_sheet
from trafficlight.sheets.reading.readers.workbook_parts import book_parts, cell_formats, shared_strings


def read_workbook(data: bytes, *, file: str, limits: Limits, meter: Meter | None = None) -> Iterator[Grid | FileFault]:
    """Every worksheet of an .xlsx in its order, hidden ones too; a sheet that cannot be read gives its fault instead.

    Raises `FileFault` when the file as a whole cannot be read.
    """
    package = screen(data, file=file, limits=limits, meter=meter)
    with border(file):
        parts = book_parts(package, file=file, limits=limits)
        strings = shared_strings(package, parts, file=file, limits=limits)
        book = Book(strings, cell_formats(package, parts), parts.from_1904, parts.main)
    for part in parts.sheets:
        try:
            with border(file, part.name):
                sheet: Grid | FileFault = read_sheet(package, part, book, file=file, limits=limits)
        except FileFault as fault:
            sheet = fault
        yield sheet
