"""A ledger of N rows as a workbook, beside plain XlsxWriter with the same contents and in the same run.

    python tests/bench/workbooks.py [--rows 100000] [--runs 3]

CPU seconds, medians of alternating runs; read the ratio. The peer is handed texts, heights and formats that are ready, and
writes the same cells: texts, counts, fills, borders, merges, widths. Both files are read back and compared. Fails when ours
takes more than 1.3 times as long, or when it needs more than 80 MiB above the ratings.
"""

from __future__ import annotations

import argparse
import gc
import io
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from typing import Any, Final

import openpyxl
import xlsxwriter
from attrs import frozen
from goals import Goals
from samples import ratings

import trafficlight as tl
from trafficlight.model._colours import ink_on
from trafficlight.sheets.writing.layout import Paper

MOST_TIME: Final = 1.3
MOST_MEMORY: Final = 80.0
FACE: Final = {"font_name": "宋体", "font_size": 11, "valign": "vcenter", "text_wrap": True}
BOX: Final = {"border": 1, "border_color": "#000000"}


@frozen
class Contents:
    """What a ledger holds, ready to be written: for each row its texts, its height, and the mark of its light."""

    form: tl.Form
    texts: list[list[str]]
    heights: list[float]
    marks: list[tl.Mark | None]
    widths: tuple[int, ...]

    @classmethod
    def of(cls, rated: list[tl.Rating[Any]]) -> Contents:
        """The contents of a ledger of these ratings."""
        form = rated[0].theme.form
        printer = form.printer(form.columns)
        texts = [line for number, one in enumerate(rated, 1) for line in printer(one.record, number)]
        paper = Paper.of(form.columns, landscape=form.landscape, margin=15)
        marks = [one.marks.marks[0] if one.marks else None for one in rated]
        return cls(form, texts, [paper.row(line, 11) for line in texts], marks, paper.pixels)


def by_xlsxwriter(contents: Contents) -> bytes:
    """The ledger by XlsxWriter alone."""
    form, stream = contents.form, io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("台账")
    last, light = len(form.columns) - 1, form.columns.index(form.first_published("progress"))
    plain = [book.add_format(FACE | BOX | {"align": "center" if one.centred else "left"}) for one in form.columns]
    lights = {
        mark: book.add_format(
            FACE
            | BOX
            | {"align": "center", "bg_color": f"#{mark.colour}", "font_color": f"#{ink_on(mark.colour)}"}
            | {"num_format": f'@"（{mark.label}）"'}
        )
        for mark in dict.fromkeys(filter(None, contents.marks))
    }
    for number, width in enumerate(contents.widths):
        sheet.set_column_pixels(number, number, width)
    sheet.merge_range(0, 0, 0, last, form.title, book.add_format(FACE | {"align": "center", "font_size": 18}))
    for at, column in enumerate(form.columns):
        sheet.write_string(1, at, column.header, book.add_format(FACE | BOX | {"bg_color": "#D9E2F3"}))
    for row, (texts, height, mark) in enumerate(zip(contents.texts, contents.heights, contents.marks, strict=True), 2):
        sheet.set_row(row, height)
        for at, text in enumerate(texts):
            chosen = lights[mark] if mark and at == light else plain[at]
            if not text:
                sheet.write_blank(row, at, None, chosen)
            elif at == 0:
                sheet.write_number(row, at, int(text), chosen)
            else:
                sheet.write_string(row, at, text, chosen)
    for row, note in enumerate(form.notes, len(contents.texts) + 2):
        sheet.merge_range(row, 0, row, last, f"备注：{note}", book.add_format(FACE | {"align": "left"}))
    book.close()
    return stream.getvalue()


def ours(rated: list[tl.Rating[Any]]) -> bytes:
    """The ledger by the library, from the ratings."""
    return tl.sheets.workbook(tl.sheets.Sheet(rated[0].theme.form, rated, name="台账"))


def cells(data: bytes) -> Iterator[list[Any]]:
    """What an independent reader finds."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    yield from map(list, book.worksheets[0].iter_rows(values_only=True))
    book.close()


def timed(make: Callable[[], bytes]) -> float:
    """CPU seconds."""
    gc.collect()
    start = time.process_time()
    make()
    return time.process_time() - start


def peak(make: Callable[[], bytes]) -> float:
    """The most MiB that were taken above what stood before."""
    gc.collect()
    tracemalloc.start()
    make()
    most = tracemalloc.get_traced_memory()[1] / 1024 / 1024
    tracemalloc.stop()
    return most


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    rated: list[tl.Rating[Any]] = [*ratings(options.rows)]
    contents = Contents.of(rated)
    ways: dict[str, Callable[[], bytes]] = {
        "XlsxWriter": lambda: by_xlsxwriter(contents),
        "trafficlight": lambda: ours(rated),
    }
    made = {name: way() for name, way in ways.items()}
    if list(cells(made["XlsxWriter"])) != list(cells(made["trafficlight"])):
        sys.exit("the two workbooks do not hold the same")
    took: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(options.runs):
        for name, way in ways.items():
            took[name].append(timed(way))
    seconds = {name: statistics.median(runs) for name, runs in took.items()}
    print(f"{options.rows} rows × {len(contents.form.columns)} columns as a workbook")
    for name, median in seconds.items():
        size = len(made[name]) / 1024 / 1024
        print(f"  {name:<14} {median:>7.2f} s   {median / seconds['XlsxWriter']:>5.2f} ×   {size:.1f} MiB", flush=True)
    memory = peak(ways["trafficlight"])
    goals = Goals()
    goals.told(
        "a workbook written, of plain XlsxWriter's time",
        seconds["trafficlight"] / seconds["XlsxWriter"],
        at_most=MOST_TIME,
    )
    goals.told("a workbook written, memory above the ratings", memory, at_most=MOST_MEMORY, unit=" MiB")
    goals.end()


if __name__ == "__main__":
    main()
