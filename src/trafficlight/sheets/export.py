"""导出: rows as a tablib `Dataset` for every format that tablib knows, and as .csv."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

import tablib

from trafficlight.model.form import Form
from trafficlight.sheets.layout import Printable, Sheet, groups, one_line
from trafficlight.sheets.texts import guard, printable


def dataset(form: Form, rows: Iterable[Printable], *, published: bool = False, guarded: bool = True) -> tablib.Dataset:
    """数据集: one row for each line of a record, as texts, under the form's header words.

    Facts above the header are columns of their own at the end. A text that a spreadsheet would run starts with an
    apostrophe (`guard`) unless `guarded` is false: tablib itself writes `=…` live. Raises `UnprintableText`.
    """
    sheet = Sheet(form, rows, published=published)
    headers = [column.label for column in sheet.columns] + [form.label_of(line.name) for line in form.heading]
    data = tablib.Dataset(headers=headers, title=one_line(form.title)[:31])
    for group in groups(sheet):
        facts = [fact.partition("：")[2] for fact in group.heading]
        for row in group.rows:
            for line in row.lines:
                cells = [printable(text) for text in (*line, *facts)]
                data.append([guard(cell) for cell in cells] if guarded else cells)
    return data


def to_csv(form: Form, rows: Iterable[Printable], *, published: bool = False, title: bool = True) -> bytes:
    """分隔文本: UTF-8 with a BOM, as Excel and WPS expect it, commas, CR LF.

    The title stands above the header unless `title` is false, since some tables are told apart by it alone (§3.17); the
    facts above a header make a table of their own for each run of rows that share them. A text that a spreadsheet would
    run is made safe by an apostrophe, which `read` takes away again (`guard`, `unguard`). Raises `UnprintableText`.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    for line in _lines(Sheet(form, rows, published=published), title=title):
        writer.writerow([guard(printable(text)) for text in line])
    return stream.getvalue().encode("utf-8-sig")


def _lines(sheet: Sheet, *, title: bool) -> Iterator[list[str]]:
    if title:
        yield [one_line(sheet.printed_title)]
    for number, group in enumerate(groups(sheet)):
        if number:
            yield []
        for fact in group.heading:
            yield [fact]
        yield [column.header for column in sheet.columns]
        for row in group.rows:
            yield from (list(line) for line in row.lines)
