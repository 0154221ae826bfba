"""工作簿 (.xlsx) → 格网: its worksheets one by one, after what all of them share."""

from __future__ import annotations

from collections.abc import Iterator

from trafficlight.errors import FileFault
from trafficlight.messages import Words
from trafficlight.ooxml.archive import XLSX, Limits
from trafficlight.sheets._report import Skipped
from trafficlight.sheets.reading.grid import Grid
from trafficlight.sheets.reading.limits import Meter, Package
from trafficlight.sheets.reading.readers.archives import border, screen, unread
from trafficlight.sheets.reading.readers.cell_values import Value
from trafficlight.sheets.reading.readers.plain_xml import UNUSUAL, PlainStrings
from trafficlight.sheets.reading.readers.sheet_xml import read_sheet
from trafficlight.sheets.reading.readers.word_tables import Lights
from trafficlight.sheets.reading.readers.workbook_parts import (
    Book,
    BookParts,
    book_parts,
    cell_looks,
    elements,
    string_value,
)


def read_workbook(
    data: bytes, *, file: str, limits: Limits, meter: Meter | None = None, lights: Lights | None = None
) -> Iterator[Grid | FileFault | Skipped]:
    """Every worksheet of an .xlsx in its order, hidden ones too; a sheet that cannot be read gives its fault instead.

    Raises `FileFault` when the file as a whole cannot be read.
    """
    package = screen(data, file=file, limits=limits, meter=meter)
    with border(file):
        parts = book_parts(package, file=file, limits=limits)
        strings = _strings(package, parts, file=file, limits=limits)
        book = Book(strings, cell_looks(package, parts, lights or Lights()), parts.from_1904, parts.main)
    for part in parts.sheets:
        try:
            with border(file, part.name):
                sheet: Grid | FileFault = read_sheet(package, part, book, file=file, limits=limits)
        except FileFault as fault:
            sheet = fault
        yield sheet
    yield from unread(package, file)


def _strings(package: Package, parts: BookParts, *, file: str, limits: Limits) -> list[Value]:
    """The strings that cells name by number. Raises `FileFault` past the limit, and foreign errors."""
    strings: list[Value] = []
    if parts.strings is None:
        return strings
    before = package.meter.tags
    plain = PlainStrings(package, parts.strings, parts.main)
    try:
        if not any(elements(plain.read(), "si", root="sst", main=parts.main)):
            return plain.strings
    except UNUSUAL:
        pass
    package.meter.tags = before
    for element in elements(package.open(parts.strings), "si", root="sst", main=parts.main):
        strings.append(string_value(element, limits, parts.main))
        if len(strings) > limits.shared_strings:
            raise FileFault(
                Words(
                    f"共享字符串超过 {limits.shared_strings} 条的限额",
                    f"more than the limit of {limits.shared_strings} shared strings",
                ),
                file=file,
                expected=XLSX.plain,
            )
    return strings
