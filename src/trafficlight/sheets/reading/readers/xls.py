"""旧版工作簿 (.xls, .et) → 格网, by xlrd, and by python-calamine what xlrd gives up: an extra, trafficlight-rules[xls].

python-calamine alone would be faster, but it gives an error cell as a blank and knows neither formats nor hidden rows:
a sheet that it had to read bears a remark.
"""

from __future__ import annotations

import datetime as dt
import io
import struct
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

from trafficlight.errors import ExtraMissing, FileFault
from trafficlight.messages import Words, counted
from trafficlight.model._kinds import CellValue
from trafficlight.ooxml.archive import Limits
from trafficlight.ooxml.file_kinds import LOCKED, is_archive, is_locked, is_ole, what_else
from trafficlight.ooxml.text import first_unprintable
from trafficlight.sheets._cell_texts import SHEETS, TRUSTWORTHY, VISIBLE, Question, no_more_than, too_long
from trafficlight.sheets.reading.grid import UNCALCULATED, UNSURE, Grid, Merge, struck
from trafficlight.sheets.reading.hand_in_files import Meter, Unread, border, told
from trafficlight.sheets.reading.readers.cell_values import Doubted, Untrusted, Value, doubted, formatted
from trafficlight.sheets.reading.readers.number_formats import BUILT_IN, NumberFormat
from trafficlight.sheets.reading.readers.ole import whole_container
from trafficlight.sheets.reading.readers.sheet_builder import SheetBuilder
from trafficlight.sheets.reading.readers.word_tables import Lights

if TYPE_CHECKING:
    import types

_T = TypeVar("_T")
_WHOLE: Final = Words(
    "完好的 .xls 文件，或另存为 .xlsx 再报", "a whole .xls file, or save it as .xlsx and send it again"
)
_NO_BOOK: Final = Words("这不是 Excel 工作簿", "this is no Excel workbook")
_SAVE_AS: Final = Words(
    "旧版 Excel 工作簿（.xls），或另存为 .xlsx 再报",
    "a legacy Excel workbook (.xls), or save it as .xlsx and send it again",
)
_RENAMED: Final = Words("扩展名是 .xls，内容却是新版工作簿", "named .xls, but a newer kind of workbook inside")
_SECOND_READER: Final = Question(
    "文件不规范，出错的单元格读成空白，数和日期显示的格式、删除线、隐藏的行列看不出来；请核对，或另存为 .xlsx 再报",
    "an irregular file: cells with errors were read as blank; how numbers and dates are shown, and what is struck through or "
    "hidden, is not told; "
    "check it, or save it as .xlsx and send it again",
)
_WITH_OFFSETS: Final = 50
"""From this version on (Excel 5) a workbook says where its sheets begin."""
_EXACT: Final = 10**15
"""Up to here every whole number is a float of its own."""


def read_legacy(data: bytes, meter: Meter, lights: Lights | None = None) -> Iterator[Grid | FileFault | Unread]:
    """Every worksheet of an .xls in its order, hidden ones too.

    Raises `FileFault`, also when xlrd is not installed (its cause is an `ExtraMissing`), so that other files are read.
    """
    if not is_ole(data):
        what = _RENAMED if is_archive(data) else what_else(data, _NO_BOOK)[1]
        raise meter.fault(what, _SAVE_AS)
    if is_locked(data):
        raise meter.fault(LOCKED, _SAVE_AS)
    try:
        yield from _by_xlrd(data, _xlrd(meter), meter, lights or Lights())
    except _GivenUp as first:
        try:
            yield from _by_calamine(data, meter)
        except (_GivenUp, ImportError):
            raise first.fault from first.fault.__cause__


class _GivenUp(Exception):
    """A library failed before it gave any sheet."""

    def __init__(self, fault: FileFault) -> None:
        super().__init__()
        self.fault = fault


def _opened(meter: Meter, do: Callable[[], Any]) -> Any:
    """What a library gives for the file. Raises `_GivenUp`, and `FileFault` for a locked one."""
    try:
        with border(meter.file, expected=_WHOLE, foreign=True):
            return _without_panic(do)
    except FileFault as fault:
        if "encrypted" in str(fault.__cause__).lower():
            raise meter.fault(LOCKED, _SAVE_AS) from fault
        raise _GivenUp(fault) from fault


def _check_count(sheets: int, meter: Meter) -> None:
    """Raise `FileFault` for none, or more than the limit."""
    if not sheets:
        raise meter.fault(Words("工作簿里没有工作表", "the workbook holds no sheet"), _WHOLE)
    if sheets > meter.limits.sheets:
        raise meter.fault(
            Words(f"有 {sheets} 张工作表，超过限额", f"{counted(sheets, 'sheet')}, above the limit"),
            no_more_than(meter.limits.sheets, SHEETS),
        )


def _xlrd(meter: Meter) -> types.ModuleType:
    try:
        import xlrd
    except ImportError as cause:
        missing = ExtraMissing("xlrd", "xls")
        missing.__cause__ = cause
        raise meter.fault(
            Words(
                "没有装读 .xls 的组件 trafficlight-rules[xls]",
                "what reads .xls is not installed: trafficlight-rules[xls]",
            ),
            Words("另存为 .xlsx 的文件，或装上该组件", "a file saved as .xlsx, or the extra installed"),
        ) from missing
    library: types.ModuleType = xlrd
    return library


def _by_xlrd(data: bytes, xlrd: types.ModuleType, meter: Meter, lights: Lights) -> Iterator[Grid | FileFault | Unread]:
    file = meter.file
    book = _opened(
        meter,
        lambda: xlrd.open_workbook(
            file_contents=data, logfile=io.StringIO(), on_demand=True, formatting_info=True, ragged_rows=True
        ),
    )
    _check_count(book.nsheets, meter)
    looks = _Looks(book, lights)
    for number, name in enumerate(book.sheet_names()):
        try:
            with border(file, name, expected=_WHOLE, foreign=True):
                sheet = book.sheet_by_index(number)
            with border(file, name, expected=_WHOLE):
                found: Grid | FileFault | Unread = _grid(sheet, xlrd, looks, SheetBuilder(name, meter), meter.limits)
        except FileFault as fault:
            found = told(fault, hidden=book._sheet_visibility[number] != 0)  # noqa: SLF001  # a sheet that fails tells nothing
        book.unload_sheet(number)
        meter.check()
        yield found


class _Looks:
    """What the cell formats and fonts of a workbook look like, each worked out once."""

    def __init__(self, book: Any, lights: Lights) -> None:
        self._lights = lights
        self.from_1904: bool = bool(book.datemode)
        self._book = book
        self._uncalculated: dict[int, frozenset[tuple[int, int]]] = {}
        self._formats: dict[int, NumberFormat | None] = {}
        self._may_have_pictures: bool | None = None

    def format_of(self, index: int | None) -> NumberFormat | None:
        """The number format of a cell format; None for General."""
        if index is None or not 0 <= index < len(self._book.xf_list):
            return None
        if index not in self._formats:
            key = self._book.xf_list[index].format_key
            own = self._book.format_map.get(key)
            code = own.format_str if own is not None else ""
            code = self._lights.beside(code)
            look = NumberFormat(code if code and code != "General" else BUILT_IN.get(key, "General"))
            self._formats[index] = None if look.is_general else look
        return self._formats[index]

    def pictures(self, sheet: int) -> Iterator[tuple[int, int]]:
        """The cells (row, column) of a sheet on which a picture lies."""
        book = self._book
        if self._may_have_pictures is None:  # most files have none, and need not be gone through record by record
            self._may_have_pictures = book.biff_version >= _WITH_OFFSETS and may_have_pictures(book.mem)
        return pictures_over(book.mem, book.base, sheet) if self._may_have_pictures else iter(())

    def uncalculated(self, sheet: int) -> frozenset[tuple[int, int]]:
        """The cells of a sheet whose formula was never worked out."""
        if sheet not in self._uncalculated:
            book = self._book
            known = book.biff_version >= _WITH_OFFSETS
            self._uncalculated[sheet] = never_calculated(book.mem, book.base, sheet) if known else frozenset()
        return self._uncalculated[sheet]

    def is_struck(self, index: int | None) -> bool:
        """Whether a cell format strikes through."""
        known = index is not None and 0 <= index < len(self._book.xf_list)
        return known and self._is_off(self._book.xf_list[index].font_index)

    def live(self, text: str, runs: list[tuple[int, int]], index: int | None) -> str:
        """What a text says without its struck runs: each has a font from a character on."""
        starts = [(0, self._book.xf_list[index].font_index if index is not None else 0), *runs]
        ends = [start for start, _ in starts[1:]] + [len(text)]
        return "".join(
            text[start:end] for (start, font), end in zip(starts, ends, strict=True) if not self._is_off(font)
        )

    def _is_off(self, font: int) -> bool:
        return 0 <= font < len(self._book.font_list) and bool(self._book.font_list[font].struck_out)


def _grid(sheet: Any, xlrd: types.ModuleType, looks: _Looks, builder: SheetBuilder, limits: Limits) -> Grid:
    builder.hidden = sheet.visibility != 0
    results = {xlrd.XL_CELL_TEXT, xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE}
    for row in range(sheet.nrows):
        cells: list[Value] = []
        for column, cell in enumerate(sheet.row(row)):
            value, runs = _value(cell, looks, xlrd, limits), sheet.rich_text_runlist_map.get((row, column), [])
            if cell.value in {"", 0} and cell.ctype in results and (row, column) in looks.uncalculated(sheet.number):
                value = Doubted(cell.value or None, UNCALCULATED)
            is_off = runs or looks.is_struck(cell.xf_index)
            cells.append(_without_struck(value, runs, cell.xf_index, looks) if is_off else value)
        builder.add(cells)
    for top, bottom, left, right in sheet.merged_cells:
        builder.merge(Merge(top, left, bottom - 1, right - 1))
    for row, look in sheet.rowinfo_map.items():
        if look.hidden:
            builder.hide_rows(row, 1)
    for column, look in sheet.colinfo_map.items():
        if look.hidden:
            builder.hide_columns(column, 1)
    _take_beside(sheet, looks, builder)
    return builder.grid()


def _take_beside(sheet: Any, looks: _Looks, builder: SheetBuilder) -> None:
    """Pictures and comments."""
    for row, column in looks.pictures(sheet.number):
        builder.cover(row, column)
    for (row, column), note in sheet.cell_note_map.items():
        builder.comment(row, column, note.text)


def _value(cell: Any, looks: _Looks, xlrd: types.ModuleType, limits: Limits) -> Value:
    kind, value = cell.ctype, cell.value
    if kind in {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK}:
        return None
    if kind == xlrd.XL_CELL_TEXT:
        look = looks.format_of(cell.xf_index)
        if look is not None and look.changes_texts and value.strip():
            return _text(look.show_text(value), limits) or Doubted(value, UNSURE)
        return _text(value, limits)
    if kind in {xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE}:
        return formatted(_exact(value), looks.format_of(cell.xf_index), from_1904=looks.from_1904)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    error: str = xlrd.error_text_from_code.get(value, "#?")
    return Untrusted(error, TRUSTWORTHY)


def _without_struck(value: Value, runs: list[tuple[int, int]], index: int | None, looks: _Looks) -> Value:
    """A value that is struck through in whole or in part, doubted."""
    if not isinstance(value, str):
        return doubted(value, struck())
    live = looks.live(value, runs, index)
    return doubted(value, struck(live.strip())) if live.strip() != value.strip() else value


def _exact(number: float) -> float:
    return int(number) if number.is_integer() and abs(number) < _EXACT else number


def _text(text: str, limits: Limits) -> CellValue | Untrusted:
    if not text or text.isspace():
        return None
    if len(text) > limits.cell_characters:
        return Untrusted(f"{text[:100]}…", too_long(limits.cell_characters))
    return text if first_unprintable(text) is None else Untrusted(text, VISIBLE)


def _by_calamine(data: bytes, meter: Meter) -> Iterator[Grid | FileFault | Unread]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum, load_workbook

    book = _opened(meter, lambda: load_workbook(io.BytesIO(whole_container(data))))
    sheets = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    _check_count(len(sheets), meter)
    for about in sheets:
        hidden = about.visible != SheetVisibleEnum.Visible
        try:
            with border(meter.file, about.name, expected=_WHOLE, foreign=True):
                # the rows above the first filled one are told only when asked for
                sheet = _without_panic(partial(book.get_sheet_by_name, about.name))
                rows, merges = sheet.to_python(skip_empty_area=False), sheet.merged_cell_ranges or ()
            builder = SheetBuilder(about.name, meter)
            builder.hidden = hidden
            for values in rows:
                builder.add([_plain(value, meter.limits) for value in values])
            for (top, left), (bottom, right) in merges:
                builder.merge(Merge(top, left, bottom, right))
            found: Grid | FileFault | Unread = builder.grid(remarks=(_SECOND_READER,))
        except FileFault as fault:
            found = told(fault, hidden=hidden)
        meter.check()
        yield found


def _without_panic(do: Callable[[], _T]) -> _T:
    """What a function gives; a panic of Rust, which is no `Exception`, becomes one."""
    try:
        return do()
    except (Exception, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as panic:
        raise RuntimeError(str(panic)) from panic


def _plain(value: Any, limits: Limits) -> CellValue | Untrusted:
    if isinstance(value, str):
        return _text(value, limits)
    if isinstance(value, float):
        return _exact(value)
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime.combine(value, dt.time())
    return value / dt.timedelta(days=1) if isinstance(value, dt.timedelta) else value


_FORMULA: Final = frozenset({0x0006, 0x0206, 0x0406})
_SHEET: Final = 0x0085
_END: Final = 0x000A
_RECALCULATED: Final = 0x01C1
_NO_TEXT: Final = b"\x03\x00\x00\x00\x00\x00\xff\xff"
"""The result of a formula that gave no text; programs that work none out write it as well."""
_NOTHING: Final = bytes(8)
_ON_LOAD: Final = 2
"""The flag of a formula that is to be worked out when somebody opens the file."""


def never_calculated(stream: bytes, base: int, sheet: int) -> frozenset[tuple[int, int]]:
    """The cells (row, column) of a worksheet whose formula was probably never worked out, of which xlrd says nothing.

    Their result is 0 and is still to come, or is no text in a file that no program has calculated, for one that has says
    so ([MS-XLS] 2.4.127). `stream` holds the workbook from `base` on; sheets count from 0 among the worksheets.
    """
    is_calculated = any(kind == _RECALCULATED for kind, _ in _records(stream, base))
    return frozenset(
        struct.unpack_from("<HH", data)
        for kind, data in _sheet_records(stream, base, sheet)
        if kind in _FORMULA
        and len(data) > 15
        and ((data[6:14] == _NOTHING and data[14] & _ON_LOAD) or (data[6:14] == _NO_TEXT and not is_calculated))
    )


def _sheet_records(stream: bytes, base: int, sheet: int) -> Iterator[tuple[int, bytes]]:
    """The records of a worksheet; none where it is not there."""
    starts = [
        base + struct.unpack_from("<I", data)[0]
        for kind, data in _records(stream, base)
        if kind == _SHEET and len(data) > 5 and not data[5]
    ]
    yield from _records(stream, starts[sheet]) if sheet < len(starts) else ()


_OBJECT: Final = 0x005D
_OLD_OBJECT: Final = struct.Struct("<IHHH8H")
"""Of Excel 5: a count, what it is, its number, flags; then column and row, each with a distance, of two corners."""
_IS_PICTURE: Final = 8
_DRAWING: Final = 0x00EC
_CONTINUED: Final = 0x003C
_SHAPE: Final = 0xF00A
_ANCHOR: Final = 0xF010
_PICTURE_FRAME: Final = 75
_CONTAINER: Final = 0xF


def may_have_pictures(stream: bytes) -> bool:
    """Whether the kinds of record that place a picture stand in a stream at all, if only as part of another."""
    return any(struct.pack("<H", kind) in stream for kind in (_OBJECT, _DRAWING))


def pictures_over(stream: bytes, base: int, sheet: int) -> Iterator[tuple[int, int]]:
    """The cells (row, column) on which the pictures of a worksheet lie, by their upper left corner ([MS-XLS] 2.4.170)."""
    drawing = bytearray()
    goes_on = False
    for kind, data in _sheet_records(stream, base, sheet):
        goes_on = kind == _DRAWING or (goes_on and kind == _CONTINUED)
        if goes_on:
            drawing += data
        elif kind == _OBJECT and len(data) >= _OLD_OBJECT.size:
            _, what, _, _, column, _, row, *_ = _OLD_OBJECT.unpack_from(data)
            if what == _IS_PICTURE:
                yield row, column
    yield from _framed(bytes(drawing))


def _framed(drawing: bytes) -> Iterator[tuple[int, int]]:
    """Where the picture frames of a drawing are anchored: containers are entered, all else is a shape, its anchor, or passed."""
    at, is_picture = 0, False
    while at + 8 <= len(drawing):
        version, kind, length = struct.unpack_from("<HHI", drawing, at)
        at += 8
        if version & 0xF == _CONTAINER:
            continue
        if kind == _SHAPE:
            is_picture = version >> 4 == _PICTURE_FRAME
        elif kind == _ANCHOR and is_picture and length >= 10 and at + 10 <= len(drawing):
            _, column, _, row, _ = struct.unpack_from("<5H", drawing, at)
            yield row, column
        at += length


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records of a part of the stream, up to the one that ends it."""
    while start + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, start)
        if kind == _END:
            return
        yield kind, stream[start + 4 : start + 4 + length]
        start += 4 + length
