"""工作簿 (.xlsx) → 格网: its worksheets one by one, after what all of them share."""

from __future__ import annotations

from collections.abc import Iterator

from trafficlight.errors import FileFault
from trafficlight.messages import Words
from trafficlight.ooxml.archive import Limits
from trafficlight.sheets._texts import SHEETS, no_more_than
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
        parts = book_parts(package, file=file)
        if not parts.sheets:
            raise FileFault(
                Words("工作簿里没有工作表", "the workbook has no sheets"),
                file=file,
                expected=Words("至少一张工作表", "at least one sheet"),
            )
        if len(parts.sheets) > limits.sheets:
            raise FileFault(
                Words(
                    f"有 {len(parts.sheets)} 张工作表，超过 {limits.sheets} 张的限额",
                    f"{len(parts.sheets)} sheets, above the limit of {limits.sheets}",
                ),
                file=file,
                expected=no_more_than(limits.sheets, SHEETS),
            )
        strings = shared_strings(package, parts.strings, file=file, limits=limits)
        book = Book(strings, *cell_formats(package, parts.styles), parts.from_1904)
    for part in parts.sheets:
        try:
            with border(file, part.name):
                sheet: Grid | FileFault = read_sheet(package, part, book, file=file, limits=limits)
        except FileFault as fault:
            sheet = fault
        yield sheet
