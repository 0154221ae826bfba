"""报来的文件: a table as an office typed it, written into a file of each format by others' writers."""

from __future__ import annotations

import csv
import datetime as dt
import importlib
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, TypeAlias
from xml.sax.saxutils import escape

import openpyxl
from attrs import evolve
from hypothesis import strategies as st

import trafficlight as tl
from helpers.word_parts import docx, tbl, tc, zipped
from trafficlight.model._kinds import CellValue, text_of
from trafficlight.sheets._cell_texts import guard
from trafficlight.testing import Typed, typings

_NAMES: Final = "".join(
    f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in [("o", "office"), ("t", "table"), ("x", "text")]
)

_DAY: Final = 'yyyy"年"m"月"d"日"'
"""How Chinese offices format a date: a text column reads what is shown."""


def as_xlsx(typed: Typed) -> bytes:
    """By openpyxl, with a guide before and a blank sheet behind the table."""
    book = openpyxl.Workbook()
    guide, sheet, _ = book.worksheets[0], book.create_sheet(typed.sheet), book.create_sheet("Sheet9")
    guide.title = "填报说明"
    guide.append(["请各单位于季度末前报送。"])
    for row, cells in enumerate(typed.rows, 1):
        for column, value in enumerate(cells, 1):
            if value is not None:
                cell = sheet.cell(row, column, value)
                if isinstance(value, str):
                    cell.data_type = "s"  # “=1+1” is a text
                elif isinstance(value, dt.date):
                    cell.number_format = _DAY
    for top, left, bottom, right in typed.merges:
        sheet.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def as_xls(typed: Typed) -> bytes:
    """By xlwt."""
    xlwt: Any = importlib.import_module("xlwt")

    book = xlwt.Workbook()
    sheet = book.add_sheet(typed.sheet, cell_overwrite_ok=True)  # a merge writes blanks first
    day = xlwt.easyxf(num_format_str=_DAY)
    for top, left, bottom, right in typed.merges:
        sheet.merge(top, bottom, left, right)
    for row, cells in enumerate(typed.rows):
        for column, value in enumerate(cells):
            if isinstance(value, dt.date):
                sheet.write(row, column, value, day)
            elif value is not None:
                sheet.write(row, column, value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _areas(typed: Typed) -> Mapping[tuple[int, int], tuple[int, int, int, int]]:
    return {
        (row, column): area
        for area in typed.merges
        for row in range(area[0], area[2] + 1)
        for column in range(area[1], area[3] + 1)
    }


def as_ods(typed: Typed) -> bytes:
    """As LibreOffice has it: covered cells in their places."""
    areas = _areas(typed)

    def cells(row: int) -> Iterator[str]:
        for column, value in enumerate(typed.rows[row]):
            area = areas.get((row, column))
            if area is not None and (row, column) != area[:2]:
                yield "<t:covered-table-cell/>"
                continue
            spans = (
                ""
                if area is None
                else f' t:number-rows-spanned="{area[2] - area[0] + 1}" t:number-columns-spanned="{area[3] - area[1] + 1}"'
            )
            yield f"<t:table-cell{_ods_value(value)}{spans}>{_ods_text(value)}</t:table-cell>"

    rows = "".join(f"<t:table-row>{''.join(cells(row))}</t:table-row>" for row in range(len(typed.rows)))
    body = f'<t:table t:name="{escape(typed.sheet)}">{rows}</t:table>'
    content = f"<o:document-content{_NAMES}><o:body><o:spreadsheet>{body}</o:spreadsheet></o:body></o:document-content>"
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": mime, "content.xml": content, "META-INF/manifest.xml": "<m/>"})


def _ods_value(value: CellValue) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return f' o:value-type="date" o:date-value="{value.isoformat()}"'
    if isinstance(value, (int, float)):
        return f' o:value-type="float" o:value="{value}"'
    return ' o:value-type="string"'


def _ods_text(value: CellValue) -> str:
    text = value if isinstance(value, str) else text_of(value)
    lines = (
        "".join("<x:s/>" if sign == " " else escape(sign) for sign in line)
        for line in text.split("\n")
        if value is not None
    )
    return "".join(f"<x:p>{line}</x:p>" for line in lines)


def as_docx(typed: Typed) -> bytes:
    """A Word table, as Word has merged cells: spans to the right, and a cell in each row of an area."""
    areas = _areas(typed)

    def cells(row: int) -> Iterator[str]:
        for column, value in enumerate(typed.rows[row]):
            area = areas.get((row, column))
            text = value if isinstance(value, str) else text_of(value)
            if area is None:
                yield tc(text)
            elif column == area[1]:
                start = ' w:val="restart"' if row == area[0] else ""
                down = f"<w:vMerge{start}/>" if area[2] > area[0] else ""
                yield tc(text, f'<w:gridSpan w:val="{area[3] - area[1] + 1}"/>{down}')

    return docx(tbl(*(list(cells(row)) for row in range(len(typed.rows)))))


def as_csv(typed: Typed) -> bytes:
    """By Python's csv, in UTF-8 with the mark that Excel writes; it knows no merged cells."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    for cells in typed.rows:
        writer.writerow(guard(value) if isinstance(value, str) else text_of(value) for value in cells)
    return stream.getvalue().encode("utf-8-sig")


def as_json(typed: Typed) -> bytes:
    """As a program writes it: an object for each row below the header, by header word."""
    header, *rows = typed.rows
    objects = [
        {
            word: value if isinstance(value, (str, int, float)) else text_of(value)
            for word, value in zip(header, cells, strict=True)
        }
        for cells in rows
    ]
    return json.dumps({"title": typed.sheet, "rows": objects}, ensure_ascii=False).encode()


def _fits(typed: Typed, ending: str) -> bool:
    """Whether a format can show what the office did: plain text knows no merged cells, and JSON has a header alone above the rows."""
    if ending == ".json":
        odd = {"titles", "header_rows", "pages", "columns"}
        return not typed.merges and not typed.habits & odd and isinstance(typed.rows[0][-1], str)
    return ending != ".csv" or not typed.merges


FORMATS: Final[Mapping[str, Callable[[Typed], bytes]]] = {
    ".xlsx": as_xlsx,
    ".docx": as_docx,
    ".ods": as_ods,
    ".xls": as_xls,
    ".csv": as_csv,
    ".json": as_json,
}
"""Ending → what writes such a file."""


Table: TypeAlias = tuple[Typed, str]
"""A typed table, and the ending of the file that it is handed in by."""


def file_of(typed: Typed, ending: str, mark: str = "") -> tuple[bytes, str]:
    """The file of a format, or a workbook where that cannot show what the office did; and its name."""
    usable = ending if _fits(typed, ending) else ".xlsx"
    return FORMATS[usable](typed), f"{typed.sheet}{mark}{usable}"


def moved(typed: Typed, down: int) -> Typed:
    """What is expected so many rows further down."""
    expected = tuple((row + down, record) for row, record in typed.expected)
    return evolve(typed, expected=expected, unclear={(row + down, column) for row, column in typed.unclear})


def stacked(upper: Typed, lower: Typed) -> Typed:
    """Two tables on one sheet, a blank row between them; records take as many lines in both."""
    width = max(len(upper.rows[0]), len(lower.rows[0]))
    title = [] if lower.sheet == "Sheet1" else [(lower.sheet,)]  # what the sheet's name told stands above the table
    down = len(upper.rows) + 1 + len(title)
    rows: list[tuple[CellValue, ...]] = [*upper.rows, (), *title, *lower.rows]
    below = moved(lower, down)
    return Typed(
        f"{upper.theme}+{lower.theme}",
        upper.sheet,
        tuple((*cells, *[None] * (width - len(cells))) for cells in rows),
        (*upper.merges, *((top + down, left, bottom + down, right) for top, left, bottom, right in lower.merges)),
        (*upper.expected, *below.expected),
        upper.lines,
        upper.unclear | below.unclear,
        upper.habits | lower.habits | {"stacked"},
    )


class Office:
    """What one reading knows: themes and roster; `fields` are what single fields hold, where the themes have them."""

    def __init__(self, themes: Iterable[tl.Theme[Any]], roster: tl.Roster, **fields: st.SearchStrategy[Any]) -> None:
        self.themes, self.roster, self._fields = tuple(themes), roster, fields

    def tables(self) -> st.SearchStrategy[Table]:
        """Typed tables of any of the themes, each with the format that it is to be handed in by."""
        typed = st.sampled_from(self.themes).flatmap(self._typings)
        return st.tuples(typed, st.sampled_from(tuple(FORMATS)))

    def stacks(self) -> st.SearchStrategy[Table]:
        """Two tables of different themes on one sheet; each is told by its header."""
        plain = [theme for theme in self.themes if len(theme.form.lines) == 1]
        pairs = st.permutations(plain).flatmap(lambda order: st.tuples(*map(self._typings, order[:2])))
        told = pairs.filter(lambda pair: {pair[0].sheet, pair[1].sheet} != {"Sheet1"})
        return st.tuples(told.map(lambda pair: stacked(*pair)), st.sampled_from((".xlsx", ".docx", ".ods")))

    def _typings(self, theme: tl.Theme[Any]) -> st.SearchStrategy[Typed]:
        fields = {name: drawn for name, drawn in self._fields.items() if name in theme.form.fields}
        return typings(theme, self.roster, beside=self.themes, fields=fields)

    def check(self, table: Table) -> None:
        """The law: what comes back from the file is what was meant, or is asked about. Raises `AssertionError`."""
        typed, ending = table
        data, name = file_of(typed, ending)
        reading = tl.sheets.read(data, themes=self.themes, roster=self.roster, file_name=name, collect=True)
        meant = moved(typed, -1) if name.endswith(".json") else typed  # its rows are counted below the header
        meant.check(reading.entries, reading.report.faults)
