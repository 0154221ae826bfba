"""快读: .xlsx by python-calamine (an extra: trafficlight-rules[fast]) where it reads the same as `sheet_xml`, and only there.

calamine takes an error, and a formula that was never calculated, for a blank; it knows neither hidden rows nor Excel's
escapes, and makes room for every cell up to the last. So each part is looked through first, at the speed of a search: where
anything stands that calamine would read otherwise, that sheet goes the exact way.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from trafficlight.errors import ExtraMissing, FileFault
from trafficlight.messages import Words
from trafficlight.model._kinds import CellValue
from trafficlight.ooxml.archive import Limits
from trafficlight.ooxml.text import first_unprintable
from trafficlight.sheets._texts import SHEETS, no_more_than
from trafficlight.sheets.reading.grid import Grid, Merge
from trafficlight.sheets.reading.limits import Meter, Package
from trafficlight.sheets.reading.readers.archives import border, screen
from trafficlight.sheets.reading.readers.sheet_build import touching
from trafficlight.sheets.reading.readers.sheet_xml import Book, position, read_sheet
from trafficlight.sheets.reading.readers.workbook_parts import (
    BookParts,
    SheetPart,
    book_parts,
    cell_formats,
    shared_strings,
)

if TYPE_CHECKING:
    import types


_MOST_BYTES: Final = 96 * 2**20
"""A part is held while it is looked through."""
_CELL: Final = (
    rb'<c r="[A-Z]\1"(?: s="[0-9]+")?'
    rb'(?:(?: t="n")?(?: ?/>|><v>[0-9.eE+-]+</v></c>|></c>)'
    rb'| t="s"(?: ?/>|></c>|><v>[0-9]+</v></c>)| t="b"><v>[01]</v></c>'
    rb'| t="inlineStr"(?: ?/>|></c>|><is><t(?: xml:space="preserve")?(?:>[^<]*</t>| ?/>)</is></c>))'
)
_ODD_ROW: Final = re.compile(
    rb'<row(?=[ />])(?! r="([1-9][0-9]{0,4}|1[0-9]{5})"[^>]*(?:/>|>(?:' + _CELL + rb")*+</row>)(?:<row |</sheetData>))"
)
"""A row that holds anything but plain cells of its own: a formula, an error, a number that is none, a place elsewhere.

Rows end at 199,999 and columns at Z, since calamine makes room for every cell up to the last.
"""
_ODD_STRING: Final = re.compile(
    rb'<si(?=[ />])(?!><t(?: xml:space="preserve")?(?:>[^<]*</t>| ?/>)</si>(?:<si>|</sst>))'
)
"""A shared string of several runs, or with more than a text."""
_STRINGS: Final = re.compile(rb"<sst(?: [^>]*)?(?:/>|>(?:<si>|</sst>))")
_SHEET_DATA: Final = re.compile(rb"<sheetData(?: ?/>|>(?:<row |</sheetData>))")
_BLANK_TEXTS: Final = (b"<t></t></is>", b"<t/></is>", b"<t /></is>")
_ODD_IN_SHEET: Final = (b"hidden=", b"AlternateContent")
_ODD_IN_STRINGS: Final = (b"_x", b"<!")
_ROW: Final = re.compile(rb'<row r="([0-9]+)"')
_MERGE: Final = re.compile(rb'<mergeCell ref="([A-Z]{1,3}[0-9]+):([A-Z]{1,3}[0-9]+)" ?/?>')
_PLAIN_DATES: Final = re.compile(r'[ymdhs年月日时分秒/:.\-\\ ";@]+\Z')
_NUMBERS: Final = re.compile(r'(?:General|@|[0#?.,_\-+()\\ ";])+\Z')
_BUILT_IN: Final = frozenset(map(str, (*range(9), *range(11, 23), *range(37, 41), 49)))
_FORMAT: Final = re.compile(rb"<numFmt [^>]*>")
_ATTRIBUTE: Final = re.compile(rb'([A-Za-z]+)="([^"]*)"')
_LOOKS: Final = re.compile(rb"<cellXfs[ >].*?</cellXfs>", re.DOTALL)
_USED: Final = re.compile(rb'<xf [^>]*?numFmtId="([0-9]+)"')


def calamine() -> types.ModuleType:
    """The library. Raises `ExtraMissing`."""
    try:
        import python_calamine
    except ImportError as cause:
        raise ExtraMissing("python-calamine", "fast") from cause
    return python_calamine


class FastBook:
    """快读的工作簿: the sheets of one workbook that calamine reads the same; `grid` gives None for any other."""

    def __init__(self, data: bytes, package: Package, parts: BookParts, *, file: str, limits: Limits) -> None:
        self._package, self._file, self._limits, self._meter = package, file, limits, package.meter
        self._library = calamine()
        self._book: Any = None
        if not parts.from_1904 and self._plain_strings(parts.strings) and self._plain_styles(parts.styles):
            self._book = self._attempt(lambda: self._library.load_workbook(io.BytesIO(data)))

    def grid(self, part: SheetPart) -> Grid | None:
        """The sheet, or None where the exact way has to read it. Raises `FileFault` past a limit."""
        if self._book is None:
            return None
        raw = self._held(part.part)
        merges = None if raw is None else self._merges(raw)
        if raw is None or merges is None or not self._is_plain(raw):
            return None
        filled = raw.count(b"</v></c>") + raw.count(b"</is></c>") - sum(map(raw.count, _BLANK_TEXTS))
        if filled > self._limits.cells - self._meter.cells:
            return None
        del raw
        self._meter.check()
        found = self._attempt(lambda: self._book.get_sheet_by_name(part.name).to_python(skip_empty_area=False))
        rows = None if found is None else self._rows(found, filled)
        if rows is None:
            return None
        self._meter.check()
        width = max(map(len, rows), default=0)
        place = {"file": self._file, "sheet": part.name}
        touched = tuple(touching(merges, len(rows), width, limits=self._limits, **place))
        return Grid(self._file, part.name, rows, touched, hidden=part.hidden)

    def _attempt(self, do: Any) -> Any:
        """What calamine gives, or None when it fails: the exact way then says what is wrong."""
        try:
            return do()
        except (KeyboardInterrupt, SystemExit, MemoryError):
            raise
        except BaseException:  # noqa: BLE001  # a panic of Rust is no Exception
            return None

    def _held(self, part: str) -> bytes | None:
        if part not in self._package or self._package.archive.size(part) > _MOST_BYTES:
            return None
        blocks, stream = [], self._package.open(part)
        while block := stream.read():
            stream.held = 0
            blocks.append(block)
        return b"".join(blocks)

    def _plain_strings(self, part: str | None) -> bool:
        if part is None:
            return True
        raw = self._held(part)
        return (
            raw is not None
            and _is_utf8(raw)
            and _are_plain_strings(raw)
            and len(_STRINGS.findall(raw)) == raw.count(b"<sst") == 1
            and _ODD_STRING.search(raw) is None
            and raw.count(b"<si>") <= self._limits.shared_strings
        )

    def _plain_styles(self, part: str | None) -> bool:
        """Whether every number format in use is one that both ways take for the same."""
        if part is None:
            return True
        raw = self._held(part)
        looks = None if raw is None else _LOOKS.search(raw)
        if raw is None or looks is None or not _is_utf8(raw):
            return False
        codes = {}
        for found in _FORMAT.findall(raw):
            attributes = dict(_ATTRIBUTE.findall(found))
            codes[attributes.get(b"numFmtId", b"").decode()] = attributes.get(b"formatCode", b"").decode()
        used = {identity.decode() for identity in _USED.findall(looks[0])}
        return all(
            _is_plain_format(codes[identity]) if identity in codes else identity in _BUILT_IN for identity in used
        )

    def _is_plain(self, raw: bytes) -> bool:
        numbers = list(map(int, _ROW.findall(raw)))
        return (
            _is_utf8(raw)
            and not any(odd in raw for odd in _ODD_IN_SHEET)
            and len(_SHEET_DATA.findall(raw)) == raw.count(b"<sheetData") == 1
            and all(above < below for above, below in pairwise(numbers))
            and (not numbers or numbers[-1] <= self._limits.rows)
            and self._limits.columns >= 26
            and _ODD_ROW.search(raw) is None
            and (b"inlineStr" not in raw or _are_plain_strings(raw))
        )

    def _merges(self, raw: bytes) -> list[Merge] | None:
        found = _MERGE.findall(raw)
        if len(found) != raw.count(b"<mergeCell") - raw.count(b"<mergeCells") or len(found) > self._limits.merges:
            return None
        merges = []
        for first, last in found:
            (top, left), (bottom, right) = position(first.decode()), position(last.decode())
            merges.append(Merge(min(top, bottom), min(left, right), max(top, bottom), max(left, right)))
        return merges

    def _rows(self, found: Sequence[list[Any]], filled: int) -> list[tuple[CellValue, ...]] | None:
        """The rows; None unless they hold as many cells as the part does, since of two in one place calamine keeps one."""
        rows: list[tuple[CellValue, ...]] = []
        for values in self._meter.each(found):
            cells = [None if value == "" else value for value in values]
            filled -= len(cells) - cells.count(None)
            if not _as_exact(cells, self._limits.cell_characters):
                return None
            while cells and cells[-1] is None:
                cells.pop()
            rows.append(tuple(cells))
        while rows and not rows[-1]:
            rows.pop()
        self._meter.cells += sum(map(len, rows))
        return None if filled else rows


def _as_exact(cells: list[Any], longest: int) -> bool:
    """Make of calamine's values what the exact way has; False where that is not to be told from them."""
    for column, value in enumerate(cells):
        if type(value) is str:
            if value.isspace():
                cells[column] = None
            elif len(value) > longest or not (value.isprintable() or first_unprintable(value) is None):
                return False
        elif isinstance(value, dt.timedelta) or (isinstance(value, dt.date) and value.year <= 1900):
            return False  # Excel's year 1900 has a day too many, and each reader its own way around it
        elif type(value) is dt.date:
            cells[column] = dt.datetime(value.year, value.month, value.day)  # noqa: DTZ001  # a sheet knows no zone
    return True


def _is_utf8(raw: bytes) -> bool:
    """Whether a part is in the one encoding in which it can be searched."""
    start = raw[:200].lower()
    return b"encoding=" not in start or b"utf-8" in start


def _are_plain_strings(raw: bytes) -> bool:
    return not any(odd in raw for odd in _ODD_IN_STRINGS)


def _is_plain_format(code: str) -> bool:
    code = code.replace("&quot;", '"')
    return _PLAIN_DATES.match(code) is not None or _NUMBERS.match(code) is not None


# --- 工作簿 (.xlsx) → 格网 ----------------------------------------------------------------------------------------------


def read_workbook(
    data: bytes, *, file: str, limits: Limits, meter: Meter | None = None, fast: bool = False
) -> Iterator[Grid | FileFault]:
    """Every worksheet of an .xlsx in its order, hidden ones too; a sheet that cannot be read gives its fault instead.

    With `fast`, python-calamine reads those that it reads the same. Raises `FileFault` when the file as a whole cannot be
    read, `ExtraMissing` for `fast` without python-calamine.
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
