"""工作簿 (.xlsx) → 格网: every sheet of a stranger's file, behind one border."""

from __future__ import annotations

from collections.abc import Iterator

from trafficlight.errors import FileFault
from trafficlight.sheets.formats.fast import FastBook
from trafficlight.sheets.formats.package import border, screen
from trafficlight.sheets.formats.package_xml import BookParts, SheetPart, book_parts, cell_formats, shared_strings
from trafficlight.sheets.formats.sheet_xml import Book, read_sheet
from trafficlight.sheets.grid import Grid
from trafficlight.sheets.limits import Limits
from trafficlight.sheets.meter import Meter, Package
from trafficlight.sheets.texts import SHEETS, no_more_than
from trafficlight.wording import Words


def read_workbook(
    data: bytes, *, file: str, limits: Limits, meter: Meter | None = None, fast: bool = False
) -> Iterator[Grid | FileFault]:
    """Every worksheet of an .xlsx in its order, hidden ones too; a sheet that cannot be read gives its fault instead.

    With `fast`, python-calamine reads those that it reads the same. Raises `FileFault` when the file as a whole cannot be
    read, `ExtraMissing` for `fast` without python-calamine.
    """
    with screen(data, file=file, limits=limits, meter=meter) as package:
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
            quick = FastBook(data, package, parts, file=file, limits=limits) if fast else None
            book = None if quick else _shared(package, parts, file, limits)
        for part in parts.sheets:
            try:
                with border(file, part.name):
                    sheet: Grid | FileFault | None = quick.grid(part) if quick else None
            except FileFault as fault:
                sheet = fault
            if sheet is None:
                with border(file):
                    book = book or _shared(package, parts, file, limits)
                sheet = _exact(package, part, book, file, limits)
            yield sheet


def _shared(package: Package, parts: BookParts, file: str, limits: Limits) -> Book:
    """What all sheets share."""
    strings = shared_strings(package, parts.strings, file=file, limits=limits)
    return Book(strings, *cell_formats(package, parts.styles), parts.from_1904)


def _exact(package: Package, part: SheetPart, book: Book, file: str, limits: Limits) -> Grid | FileFault:
    """One sheet, or its fault."""
    try:
        with border(file, part.name):
            return read_sheet(package, part, book, file=file, limits=limits)
    except FileFault as fault:
        return fault
