"""图表数据 (chart data): the workbook behind a chart, which Word opens when its reader edits the data.

The first column holds the categories, each further one a series with its label above; the same chart gives the same
bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from lxml import etree

from trafficlight.documents.content import BarChart
from trafficlight.ooxml.text import column_letters, element
from trafficlight.ooxml.xml import DECLARATION, R
from trafficlight.ooxml.zip_writer import ZipStream, deflated

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SHEET: Final = "Sheet1"
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

_SHEET_PART: Final = "xl/worksheets/sheet1.xml"
_STRINGS_PART: Final = "xl/sharedStrings.xml"
_NAMED: Final = (
    (
        "[Content_Types].xml",
        b"</Types>",
        (
            b'<Override PartName="/xl/sharedStrings.xml"'
            b' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
        ),
    ),
    (
        "xl/_rels/workbook.xml.rels",
        b"</Relationships>",
        f'<Relationship Id="sharedStrings" Type="{R}/sharedStrings" Target="sharedStrings.xml"/>'.encode(),
    ),
)

# openpyxl writes the parts of a font in an order that the schema forbids, and the time of writing
_SETTLED: Final = {
    "xl/styles.xml": (
        f'{DECLARATION}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
        '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ),
    "docProps/core.xml": (
        f"{DECLARATION}<cp:coreProperties"
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
    ),
}


def cells(column: int, first: int, last: int) -> str:
    """The address of a stretch of one column, as a chart names it; the column counts from 0, rows from 1."""
    letters = column_letters(column)
    return f"{SHEET}!${letters}${first}" + ("" if first == last else f":${letters}${last}")


def chart_workbook(chart: BarChart, *, level: int) -> bytes:
    """The workbook as bytes."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    _column(sheet, 1, ["", *chart.categories])
    for number, series in enumerate(chart.series, 2):
        _column(sheet, number, [series.label, *series.values])
    saved, stream = io.BytesIO(), io.BytesIO()
    book.save(saved)
    settled = ZipStream(stream, level=level)
    with zipfile.ZipFile(saved) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    parts |= {name: text.encode() for name, text in _SETTLED.items()}
    parts[_SHEET_PART], parts[_STRINGS_PART] = _shared(parts[_SHEET_PART])
    for name, end, named in _NAMED:
        parts[name] = parts[name].replace(end, named + end)
    for name, data in parts.items():
        settled.add(name, deflated(data, level))
    settled.close()
    return stream.getvalue()


def _shared(sheet: bytes) -> tuple[bytes, bytes]:
    """The sheet with a number for each text, and the table of the texts: Excel would make one at the next saving."""
    root = etree.fromstring(sheet)
    strings: dict[str, int] = {}
    for cell in root.iter(f"{{{_MAIN}}}c"):
        if cell.get("t") == "inlineStr":
            text = cell.findtext(f"{{{_MAIN}}}is/{{{_MAIN}}}t", "")
            cell[:] = []
            cell.set("t", "s")
            etree.SubElement(cell, f"{{{_MAIN}}}v").text = str(strings.setdefault(text, len(strings)))
    items = "".join(f'<si><t xml:space="preserve">{element(text)}</t></si>' for text in strings)
    table = f'{DECLARATION}<sst xmlns="{_MAIN}" uniqueCount="{len(strings)}">{items}</sst>'
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True), table.encode()


def _column(sheet: Worksheet, number: int, values: Sequence[str | int]) -> None:
    for row, value in enumerate(values, 1):
        if value == "":
            continue
        cell = sheet.cell(row, number, value)
        if isinstance(value, str):
            cell.data_type = "s"  # a name that begins with = is no formula
