"""工作簿 (.xlsx) → 格网: every sheet of a stranger's file, behind one border."""

from __future__ import annotations

from collections.abc import Iterator

from trafficlight.errors import FileFault
from trafficlight.sheets.grid import Grid
from trafficlight.sheets.limits import Limits
from trafficlight.sheets.package import border, screen
from trafficlight.sheets.package_xml import book_parts, date_formats, shared_strings
from trafficlight.sheets.sheet_xml import Book, read_sheet


def read_workbook(data: bytes, *, file: str, limits: Limits) -> Iterator[Grid | FileFault]:
    """Every worksheet of an .xlsx in its order, hidden ones too; a sheet that cannot be read gives its fault instead.

    Raises `FileFault` when the file as a whole cannot be read.
    """
    with screen(data, file=file, limits=limits) as package:
        with border(file):
            parts = book_parts(package, file=file)
            if not parts.sheets:
                raise FileFault("工作簿里没有工作表", file=file, expected="至少一张工作表")
            if len(parts.sheets) > limits.sheets:
                raise FileFault(
                    f"有 {len(parts.sheets)} 张工作表，超过 {limits.sheets} 张的限额",
                    file=file,
                    expected=f"不超过 {limits.sheets} 张工作表",
                )
            strings = shared_strings(package, parts.strings, file=file, limits=limits)
            dates, durations = date_formats(package, parts.styles)
        book = Book(strings, dates, durations, parts.from_1904)
        for part in parts.sheets:
            try:
                with border(file, part.name):
                    sheet: Grid | FileFault = read_sheet(package, part, book, file=file, limits=limits)
            except FileFault as fault:
                sheet = fault
            yield sheet
