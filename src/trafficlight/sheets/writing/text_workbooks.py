"""一览表 (text tables) as a workbook: a sheet for each, its header frozen and repeated."""

from __future__ import annotations

from trafficlight.model._forms import Column
from trafficlight.model._text_tables import TextTable
from trafficlight.ooxml.text import replaced_unprintable
from trafficlight.sheets.writing.layout import Paper, one_line
from trafficlight.sheets.writing.look import Look, Style
from trafficlight.sheets.writing.workbook import RowWriter, sheet_names

_ACROSS = 260.0
"""Millimetres of the columns together, on a landscape page."""


def text_workbook(*tables: TextTable, look: Look | None = None) -> bytes:
    """一览表: a workbook (.xlsx) with a sheet for each table; the same tables give the same bytes.

    What no file can hold (a control character that somebody typed) is shown as �; no text is a formula. Raises `ValueError`
    without a table, `DocumentError` for a text that no cell can hold.
    """
    if not tables:
        raise ValueError("a workbook needs at least one table")
    from trafficlight.sheets.writing.book import Book

    look = look or Look()
    titles = [replaced_unprintable(table.title) for table in tables]
    with Book(one_line(titles[0]), look) as book:
        for table, title, name in zip(tables, titles, sheet_names(titles), strict=True):
            unit = _ACROSS / sum(table.shares)
            columns = [
                Column(header, width=share * unit) for header, share in zip(table.header, table.shares, strict=True)
            ]
            paper = Paper.of(columns, landscape=True, margin=look.margin)
            page = book.add_page(name, paper, landscape=True)
            writer = RowWriter(book, page, paper, len(columns))
            writer.across(title, Style.TITLE)
            writer.line(table.header, [Style.HEADER] * len(columns))
            for row in table.rows:
                writer.line([*map(replaced_unprintable, row)], [Style.BODY] * len(columns))
            page.repeat_rows(1)
            page.freeze_panes(2, 0)
        return book.finish()
