"""旧版工作簿 (.xls, .et) → 格网, by xlrd, an extra: trafficlight-rules[xls].

python-calamine reads .xls too, and ten times faster, but gives an error cell as a blank and knows no hidden rows; in an
.xls of at most 65,536 rows that is a poor bargain.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from trafficlight.errors import ExtraMissing, FileFault
from trafficlight.messages import Words
from trafficlight.model._kinds import CellValue
from trafficlight.ooxml.archive import LOCKED, Limits, is_archive, is_locked, is_ole, what_else
from trafficlight.ooxml.text import first_unprintable
from trafficlight.sheets._texts import IN_RANGE, SHEETS, TRUSTWORTHY, VISIBLE, no_more_than, too_long
from trafficlight.sheets.reading.grid import Grid, Merge
from trafficlight.sheets.reading.limits import Meter
from trafficlight.sheets.reading.readers.archives import border
from trafficlight.sheets.reading.readers.cell_values import Untrusted, is_percent_format, percentage
from trafficlight.sheets.reading.readers.sheet_builder import SheetBuilder

if TYPE_CHECKING:
    import types

_WHOLE: Final = Words(
    "完好的 .xls 文件，或另存为 .xlsx 再报", "a whole .xls file, or save it as .xlsx and send it again"
)
_NO_BOOK: Final = Words("这不是 Excel 工作簿", "this is no Excel workbook")
_SAVE_AS: Final = Words(
    "旧版 Excel 工作簿（.xls），或另存为 .xlsx 再报",
    "a legacy Excel workbook (.xls), or save it as .xlsx and send it again",
)
_RENAMED: Final = Words("扩展名是 .xls，内容却是新版工作簿", "named .xls, but a newer kind of workbook inside")


def read_legacy(data: bytes, *, file: str, limits: Limits, meter: Meter | None = None) -> Iterator[Grid | FileFault]:
    """Every worksheet of an .xls in its order, hidden ones too.

    Raises `FileFault`, also when xlrd is not installed (its cause is an `ExtraMissing`), so that other files are read.
    """
    if not is_ole(data):
        what = _RENAMED if is_archive(data) else what_else(data, _NO_BOOK)[1]
        raise FileFault(what, file=file, expected=_SAVE_AS)
    if is_locked(data):
        raise FileFault(LOCKED, file=file, expected=_SAVE_AS)
    xlrd = _library(file)
    meter = meter or Meter(file, limits)
    with border(file, expected=_WHOLE):
        book = xlrd.open_workbook(
            file_contents=data, logfile=io.StringIO(), on_demand=True, formatting_info=True, ragged_rows=True
        )
        if not book.nsheets:
            raise FileFault(Words("工作簿里没有工作表", "the workbook holds no sheet"), file=file, expected=_WHOLE)
        if book.nsheets > limits.sheets:
            raise FileFault(
                Words(f"有 {book.nsheets} 张工作表，超过限额", f"{book.nsheets} sheets, above the limit"),
                file=file,
                expected=no_more_than(limits.sheets, SHEETS),
            )
    for number, name in enumerate(book.sheet_names()):
        try:
            with border(file, name, expected=_WHOLE):
                sheet: Grid | FileFault = _grid(
                    book, number, xlrd, SheetBuilder(name, file=file, limits=limits, meter=meter), limits
                )
        except FileFault as fault:
            sheet = fault
        meter.check()
        yield sheet


def _library(file: str) -> types.ModuleType:
    try:
        import xlrd
    except ImportError as cause:
        missing = ExtraMissing("xlrd", "xls")
        missing.__cause__ = cause
        raise FileFault(
            Words(
                "没有装读 .xls 的组件 trafficlight-rules[xls]",
                "what reads .xls is not installed: trafficlight-rules[xls]",
            ),
            file=file,
            expected=Words("另存为 .xlsx 的文件，或装上该组件", "a file saved as .xlsx, or the extra installed"),
        ) from missing
    library: types.ModuleType = xlrd
    return library


def _grid(book: Any, number: int, xlrd: types.ModuleType, builder: SheetBuilder, limits: Limits) -> Grid:
    sheet = book.sheet_by_index(number)
    builder.hidden = sheet.visibility != 0
    for row in range(sheet.nrows):
        builder.add([_value(cell, book, xlrd, limits) for cell in sheet.row(row)])
    for top, bottom, left, right in sheet.merged_cells:
        builder.merge(Merge(top, left, bottom - 1, right - 1))
    for row, look in sheet.rowinfo_map.items():
        if look.hidden:
            builder.hide_rows(row, 1)
    for column, look in sheet.colinfo_map.items():
        if look.hidden:
            builder.hide_columns(column, 1)
    grid = builder.grid()
    book.unload_sheet(number)
    return grid


def _value(cell: Any, book: Any, xlrd: types.ModuleType, limits: Limits) -> CellValue | Untrusted:
    kind, value = cell.ctype, cell.value
    if kind in {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK}:
        return None
    if kind == xlrd.XL_CELL_TEXT:
        text: str = value
        if not text or text.isspace():
            return None
        if len(text) > limits.cell_characters:
            return Untrusted(f"{text[:100]}…", too_long(limits.cell_characters))
        return text if first_unprintable(text) is None else Untrusted(text, VISIBLE)
    if kind == xlrd.XL_CELL_NUMBER:
        number: float = value
        exact = int(number) if number.is_integer() and abs(number) < 10**15 else number
        return percentage(exact) if _is_percent(cell, book) else exact
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind == xlrd.XL_CELL_DATE:
        return _moment(value, book.datemode, xlrd)
    error: str = xlrd.error_text_from_code.get(value, "#?")
    return Untrusted(error, TRUSTWORTHY)


def _is_percent(cell: Any, book: Any) -> bool:
    form = book.format_map.get(book.xf_list[cell.xf_index].format_key) if cell.xf_index is not None else None
    return form is not None and is_percent_format(form.format_str)


def _moment(value: float, datemode: int, xlrd: types.ModuleType) -> CellValue | Untrusted:
    """A date; below one day a time of day, as .xlsx has it."""
    try:
        moment: dt.datetime = xlrd.xldate_as_datetime(value, datemode)
    except (xlrd.XLDateError, OverflowError, ValueError):
        return Untrusted(str(value), IN_RANGE)
    return moment.time() if 0 <= value < 1 else moment
