"""图表数据 (chart data): the workbook behind a chart, which Word opens when its reader edits the data.

The first column holds the categories, each further one a series with its label above; the same chart gives the same
bytes.
"""

from __future__ import annotations

import datetime as dt
import io
from typing import Final

from trafficlight.documents.content import BarChart
from trafficlight.ooxml.text import column_letters, for_xlsxwriter

SHEET: Final = "Sheet1"
_DAY: Final = dt.datetime(1980, 1, 1)  # noqa: DTZ001  # the same in every zone: a file knows no moment of writing


def cells(column: int, first: int, last: int) -> str:
    """The address of a stretch of one column, as a chart names it; the column counts from 0, rows from 1."""
    letters = column_letters(column)
    return f"{SHEET}!${letters}${first}" + ("" if first == last else f":${letters}${last}")


def chart_workbook(chart: BarChart) -> bytes:
    """The workbook as bytes."""
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"created": _DAY})
        sheet = book.add_worksheet(SHEET)
        for row, category in enumerate(chart.categories, 1):
            if category:
                sheet.write_string(row, 0, for_xlsxwriter(category))
        for column, series in enumerate(chart.series, 1):
            sheet.write_string(0, column, for_xlsxwriter(series.label))
            for row, value in enumerate(series.values, 1):
                sheet.write_number(row, column, value)
    return stream.getvalue()
