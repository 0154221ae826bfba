"""工作簿 (.xlsx) → 格网: its worksheets one by one, after what all of them share; each in one pass of lxml's C parser.

openpyxl's read-only mode does not tell merges, hidden rows, or a formula without its value from a blank; it trusts the
declared size, loses rows out of order, and takes the dates of Chinese Excel's own formats for numbers. Its full mode
knows merges at three times the time and fifty times the memory. So cells are read here; a test holds the two against
each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from trafficlight.errors import FileFault
from trafficlight.messages import Words
from trafficlight.ooxml.file_kinds import XLSX, FlawedFile
from trafficlight.sheets._cell_texts import TRUSTWORTHY, Question
from trafficlight.sheets._report import Skipped
from trafficlight.sheets.reading.grid import PICTURE, UNSURE, Grid, Merge, struck
from trafficlight.sheets.reading.hand_in_files import (
    Malformed,
    Meter,
    Metered,
    Package,
    Unread,
    border,
    screen,
    told,
    unread,
    whole,
)
from trafficlight.sheets.reading.readers.cell_values import (
    Doubted,
    Untrusted,
    Value,
    doubted,
    formatted,
    formatted_date,
    iso_value,
    number_value,
    text_value,
)
from trafficlight.sheets.reading.readers.comments_read import DAMAGE, LOST, sheet_comments
from trafficlight.sheets.reading.readers.plain_xml import UNUSUAL, NotPlain, PlainRows, PlainStrings
from trafficlight.sheets.reading.readers.sheet_builder import SheetBuilder
from trafficlight.sheets.reading.readers.word_tables import Lights
from trafficlight.sheets.reading.readers.workbook_parts import (
    MAIN,
    NO_CONTENTS,
    YES,
    Book,
    BookParts,
    SheetPart,
    book_parts,
    cell_looks,
    elements,
    pictures_over,
    string_value,
)

_REFERENCE: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})\Z")
_LAST_ROW: Final = 2**20
_ROW, _MERGE, _FORMULA, _HELD, _INLINE = (MAIN + tag for tag in ("row", "mergeCell", "f", "v", "is"))


def read_workbook(
    data: bytes, meter: Meter, lights: Lights | None = None
) -> Iterator[Grid | FileFault | Unread | Skipped]:
    """Every worksheet of an .xlsx in its order, hidden ones too; a sheet that cannot be read gives its fault instead.

    Raises `FileFault` when the file as a whole cannot be read.
    """
    package = screen(data, meter)
    with border(meter.file):
        parts = book_parts(package)
        strings = _strings(package, parts)
        book = Book(strings, cell_looks(package, parts, lights or Lights()), parts.from_1904)
    for part in parts.sheets:
        try:
            with border(meter.file, part.name):
                sheet: Grid | FileFault | Unread = SheetReader(package, part, book).read()
        except FileFault as fault:
            sheet = told(fault, hidden=part.hidden)
        yield sheet
    yield from unread(package)


def _strings(package: Package, parts: BookParts) -> list[Value]:
    """The strings that cells name by number. Raises `FileFault` past the limit, and foreign errors."""
    strings: list[Value] = []
    if parts.strings is None:
        return strings
    meter, before = package.meter, package.meter.tags
    plain = PlainStrings(package, parts.strings)
    try:
        if not any(elements(plain.read(), "si", root="sst")):
            return plain.strings
    except UNUSUAL:
        pass
    meter.tags, most = before, meter.limits.shared_strings
    for element in elements(package.open(parts.strings), "si", root="sst"):
        strings.append(string_value(element, meter.limits))
        if len(strings) > most:
            raise meter.fault(
                Words(f"共享字符串超过 {most} 条的限额", f"more than the limit of {most} shared strings"), XLSX.plain
            )
    return strings


def position(reference: str) -> tuple[int, int]:
    """Row and column from 0 of a reference. Raises `Malformed` for what is none.

    >>> position("AB12")
    (11, 27)
    """
    match = _REFERENCE.match(reference)
    if match is None:
        raise Malformed(f"bad cell reference {reference[:40]!r}")
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


class _Columns(dict[str, int]):
    """Letters → column from 0, each worked out once."""

    def __missing__(self, letters: str) -> int:
        column = self[letters] = position(f"{letters}1")[1]
        return column


class SheetReader:
    """One worksheet on its way. Raises `FileFault` past a limit, `Malformed` and lxml's errors for what is damaged."""

    def __init__(self, package: Package, part: SheetPart, book: Book) -> None:
        self._package, self._part, self._book, self._limits = package, part, book, package.meter.limits
        self._columns = _Columns()

    def read(self) -> Grid:
        """Read the sheet to its end."""
        package, meter = self._package, self._package.meter
        if not self._part.part:
            raise FileFault(NO_CONTENTS, file=meter.file, sheet=self._part.name, expected=XLSX.whole)
        if self._part.part not in package:
            raise Malformed(f"the part {self._part.part} is missing")
        before = meter.cells, meter.tags
        self._sheet = SheetBuilder(self._part.name, meter)
        plain = PlainRows(
            package,
            self._part.part,
            self._book,
            number=self._number_value,
            take_one=self._take_row,
            take_plain=self._take_plain,
        )
        try:
            self._take(plain.read(), rows=False)
        except UNUSUAL:
            # what there is to say of an unusual part, the pass says that reads every element
            meter.cells, meter.tags = before
            self._sheet = SheetBuilder(self._part.name, meter)
            self._take(package.open(self._part.part), rows=True)
        self._sheet.hidden = self._part.hidden
        return self._sheet.grid(remarks=(*self._cover_pictures(), *self._take_comments()))

    def _take_comments(self) -> Iterator[str]:
        """What is said of comments that are damaged: they are not seen, and the rows are read all the same."""
        try:
            for reference, text in sheet_comments(self._package, self._part.part):
                self._sheet.comment(*position(reference), text)
        except DAMAGE:
            yield LOST

    def _cover_pictures(self) -> Iterator[str]:
        """What is said of a drawing that is damaged: its pictures are not seen, and the rows are read all the same."""
        try:
            for row, column in pictures_over(self._package, self._part.part):
                self._sheet.cover(row, column)
        except FlawedFile as flawed:
            yield Question(
                f"{flawed.words}，看不到其中的图片：请核对空白的单元格",
                f"{flawed.words.en}, so that its pictures are not seen: look at the blank cells",
            )

    def _take(self, stream: Metered, *, rows: bool) -> None:
        """Everything in a part that is read; without `rows` there must be none, for they were read before."""
        for element in elements(stream, "row", "mergeCell", "col", root="worksheet"):
            if element.tag == _ROW:
                if not rows:
                    raise NotPlain
                self._take_row(element)
            elif element.tag == _MERGE:
                self._sheet.merge(merged_area(element.get("ref", "")))
            elif element.get("hidden") in YES:
                first, last = whole(element.get("min", "1")), whole(element.get("max", "0"))
                self._sheet.hide_columns(max(first - 1, 0), last - max(first - 1, 0))

    def _take_plain(self, numbers: Sequence[int], rows: Sequence[tuple[Value, ...]], hidden: Iterable[int]) -> None:
        if numbers[0] <= self._sheet.row:
            raise NotPlain
        for number in hidden:
            self._sheet.hide_rows(number - 1, 1)
        self._sheet.add_at([number - 1 for number in numbers], rows)

    def _take_row(self, row: Any) -> None:
        sheet, number = self._sheet, row.get("r")
        place = sheet.row if number is None else whole(number) - 1
        if place >= _LAST_ROW:
            raise Malformed(f"there is no row {place + 1}")
        if place < sheet.row:
            raise Malformed(f"row {place + 1} comes after row {sheet.row}")
        sheet.row = place
        if row.get("hidden") in YES:
            sheet.hide_rows(place, 1)
        sheet.add(self._cells(row, str(place + 1)))

    def _cells(self, row: Any, own: str) -> list[Value]:
        """The values of a row up to its last filled cell."""
        columns, special = self._columns, self._book.looks.special
        cells: list[Value] = []
        column = -1
        for cell in row:
            reference = cell.get("r")
            if reference is None:
                column += 1
            else:
                letters = reference.removesuffix(own)
                column = columns[letters] if letters != reference else position(reference)[1]
            if not len(cell):
                continue
            value = self._value(cell)
            if special and (style := cell.get("s")) in special:
                value = self._looked_at(value, style)
            if value is None:
                continue
            gap = column - len(cells)
            if gap < 0:
                raise Malformed(f"cell {reference} comes after column {len(cells)}")
            if gap:
                cells += [None] * gap
            cells.append(value)
        return cells

    def _value(self, cell: Any) -> Value:
        kind = cell.get("t")
        first = cell[0]
        if kind == "inlineStr":
            inline = first if first.tag == _INLINE else cell.find(_INLINE)
            return None if inline is None else string_value(inline, self._limits)
        held = first if first.tag == _HELD else cell.find(_HELD)
        text = held.text if held is not None else None
        if not text:
            # a formula that yields an empty text is stored so, and is not lost
            lost = kind != "str" and cell.find(_FORMULA) is not None
            return Untrusted(f"={cell.findtext(_FORMULA) or ''}", TRUSTWORTHY) if lost else None
        if kind == "s":
            number = whole(text)
            if not 0 <= number < len(self._book.strings):
                raise Malformed(f"there is no shared string {number}")
            return self._book.strings[number]
        if kind == "n" or kind is None:
            return self._number_value(text, cell.get("s", "0"))
        if kind == "e" and cell.get("vm") is not None:
            return Doubted(None, PICTURE)  # an image in a cell: programs that do not know it show the error
        if kind == "d":
            return formatted_date(iso_value(text), self._book.looks.formats.get(cell.get("s", "0")))
        return self._other_value(kind, text)

    def _number_value(self, text: str, style: str) -> Value:
        number = number_value(text)
        if isinstance(number, Untrusted):
            return number
        return formatted(number, self._book.looks.formats.get(style), from_1904=self._book.from_1904)

    def _looked_at(self, value: Value, style: str) -> Value:
        """A value as its cell's look has it: a text in a format for texts, and what is struck through doubted."""
        looks = self._book.looks
        if isinstance(value, str) and style in looks.formats:
            value = looks.formats[style].show_text(value) or Doubted(value, UNSURE)
        return doubted(value, struck()) if style in looks.struck else value

    def _other_value(self, kind: str, text: str) -> Value:
        if kind == "str":
            return text_value(text, self._limits)
        if kind == "b" and text in {"0", "1", "true", "false"}:
            return text in YES
        # error values (t="e"), and types that no standard knows
        return Untrusted(text[:100], TRUSTWORTHY)


def merged_area(reference: str) -> Merge:
    """The area of a reference: B2:C4. Raises `Malformed` for what is none."""
    first, _, last = reference.partition(":")
    (top, left), (bottom, right) = position(first), position(last or first)
    return Merge(min(top, bottom), min(left, right), max(top, bottom), max(left, right))
