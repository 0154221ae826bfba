"""工作簿 (workbook): XlsxWriter with rows that leave memory as they are written, and no trace of time or machine."""

from __future__ import annotations

import datetime as dt
import io
import re
import tempfile
import traceback
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self, cast

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.theme import THEME_XML_2007

from trafficlight.errors import DocumentError
from trafficlight.messages import Words, counted, said
from trafficlight.sheets._cell_texts import is_live, stored_text
from trafficlight.sheets.writing.layout import Paper
from trafficlight.sheets.writing.look import CellFormat, Formats, Look

if TYPE_CHECKING:

    class Worksheet:
        """XlsxWriter's, which has no marker of types: type checkers would take a page for one of anything."""

        def __getattr__(self, name: str) -> Any: ...
else:
    from xlsxwriter.worksheet import Worksheet

_DAY: Final = dt.datetime(1980, 1, 1)  # noqa: DTZ001  # a file says the same in every zone: it knows no moment of writing
_MOST_ROWS: Final = 1_048_576
_PIXEL: Final = 0.75
"""Points; heights are whole pixels."""
_MANY: Final = 65_536
"""Characters of rows that are stored together."""
_A4: Final = 9
_FOOTER: Final = Words("&C第 &P 页，共 &N 页", "&CPage &P of &N")
_FACES: Final = re.compile(r'<a:font script="[^"]*" typeface="[^"]*"/>')
"""The faces that Office's own theme names for other scripts, in their own words."""


class Page(Worksheet):
    """工作表 (worksheet): written row by row from the top; a row that has ended cannot be changed any more.

    XlsxWriter itself offers either rows that leave memory (`constant_memory`), with every text in its cell, or texts that
    are shared, as Excel has them, with every cell in memory until the end. Here rows leave and texts are shared. That, and
    rows that grow with what is typed, needs two of its private methods: `_write_single_row` and `_write_row`.
    """

    _row_attributes: tuple[tuple[str, object], ...] = ()

    def start_rows(self) -> None:
        """Share texts from here on, and keep rows until there are many to write."""
        self.constant_memory: bool = False
        self._rows = io.StringIO()
        self.fh: Any = self._rows

    def end_row(self, row: int, height: float, *, grows: bool = False) -> None:
        """Write a row whose cells are all there, counted from 0, so many points high, or with `grows` at least so many.

        Raises `DocumentError` for a row that no sheet can hold.
        """
        if row >= _MOST_ROWS:
            raise DocumentError(
                f"第 {row + 1} 行超出工作表：一张工作表最多 {_MOST_ROWS} 行，请分成几张",
                f"row {row + 1} lies beyond the sheet, which has {counted(_MOST_ROWS, 'row')}: divide it",
            )
        attributes = (("r", row + 1), ("ht", f"{round(height / _PIXEL) * _PIXEL:g}"))
        self._row_attributes = attributes if grows else (*attributes, ("customHeight", 1))
        self.previous_row = row
        self._write_single_row(row + 1)
        if self._rows.tell() > _MANY:
            self._store_rows()

    def end_rows(self) -> None:
        """Leave the rows to XlsxWriter, which puts what surrounds them before and after."""
        self._store_rows()
        self.constant_memory = True

    def _store_rows(self) -> None:
        stored: Any = self.row_data_fh
        stored.write(self._rows.getvalue())
        self._rows.seek(0)
        self._rows.truncate()

    def _write_row(self, row: int, spans: object, *_: object) -> None:
        self._xml_start_tag_unencoded("row", self._row_attributes)

    def put(self, row: int, column: int, text: str, style: CellFormat) -> None:
        """Write a text, which is never a formula. Raises as `stored_text`."""
        if text:
            self.write_string(row, column, stored_text(text, row, column), style.live if is_live(text) else style.plain)
        else:
            self.write_blank(row, column, None, style.plain)

    def span(self, top: int, bottom: int, left: int, right: int) -> None:
        """Merge cells that are all written by themselves; none may stand in another merge."""
        if (top, left) != (bottom, right):
            self.merge.append((top, left, bottom, right))

    def close_rows(self) -> None:
        """Let go of the file of rows that a workbook which is never finished leaves open."""
        rows: Any = self.row_data_fh
        rows.close()


class Book:
    """一个工作簿: made in a `with` block, whose end takes its temporary files away. `finish` gives the bytes."""

    def __init__(self, title: str, look: Look) -> None:
        look = look.speaking(look.language)
        self._folder = tempfile.TemporaryDirectory(prefix="trafficlight-", ignore_cleanup_errors=True)
        self._stream = io.BytesIO()
        self._book = Workbook(self._stream, {"constant_memory": True, "tmpdir": self._folder.name})
        self._book.use_zip64()
        if look.language != "zh":
            self._book.use_custom_theme(io.StringIO(_FACES.sub("", THEME_XML_2007)))
        self._book.set_properties({"title": title, "created": _DAY})
        self._pages: list[Page] = []
        self.look = look
        self.formats: Formats = Formats(self._book, look)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for page in self._pages:
            page.close_rows()
        self._folder.cleanup()

    def add_page(self, name: str, paper: Paper, *, landscape: bool = False, hidden: bool = False) -> Page:
        """Add a sheet: A4, as wide as the page, any number of pages long, its pages numbered."""
        page = cast("Page", self._book.add_worksheet(name, Page))
        page.start_rows()
        self._pages.append(page)
        if hidden:
            page.hide()
        for number, width in enumerate(paper.pixels):
            page.set_column_pixels(number, number, width)
        if landscape:
            page.set_landscape()
        page.set_paper(_A4)
        page.fit_to_pages(1, 0)
        page.center_horizontally()
        margin = self.look.margin / 25.4
        page.set_margins(margin, margin, margin, margin)
        page.set_header("", {"margin": margin / 2})
        page.set_footer(said(_FOOTER, self.look.language), {"margin": margin / 2})
        return page

    def finish(self) -> bytes:
        """The workbook's bytes: the same for the same cells. Raises `OSError` where the disk for temporary files is full."""
        for page in self._pages:
            page.end_rows()
        try:
            self._book.close()
        except FileCreateError as error:
            full: OSError = error.args[0]
            traceback.clear_frames(full.__traceback__)  # the archive that was begun closes while its stream is open
            raise OSError(f"{self._folder.name}: {error}") from error
        return self._stream.getvalue()
