"""Rows of a workbook into records, beside plain openpyxl and in the same run.

    python tests/bench/sheets.py [--rows 100000] [--runs 3]

CPU seconds, medians; read the ratios. Fails when reading is not several times as fast as openpyxl's read-only iteration
over the same file in the same run: cells alone four times, records with all faults and doubts two and a half times.
"""

from __future__ import annotations

import argparse
import gc
import io
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any, Final

import openpyxl
from goals import Goals
from samples import SCHEME, ratings

import trafficlight as tl
from trafficlight.sheets.reading.hand_in_files import Meter
from trafficlight.sheets.reading.readers.word_tables import Lights
from trafficlight.sheets.reading.readers.xlsx import read_workbook

CELLS_SPEED: Final = 4.0
RECORDS_SPEED: Final = 2.5


def timed(make: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds and the result."""
    gc.collect()
    start = time.process_time()
    made = make()
    return time.process_time() - start, made


def by_openpyxl(data: bytes) -> int:
    """How many cells openpyxl yields when it is only asked for values."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    try:
        return sum(len(row) for row in book.worksheets[0].iter_rows(values_only=True))
    finally:
        book.close()


def plain(form: tl.Form, rows: list[tl.Rating[Any]]) -> list[list[Any]]:
    """The rows as openpyxl would be given them."""
    printer = form.printer(form.columns)
    return [[*line] for row in rows for line in printer(row.record, row.serial or 0)]


def written_by_openpyxl(header: list[str], rows: list[list[Any]]) -> bytes:
    """The same cells by openpyxl, without a look of any kind."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("表")
    for row in [header, *rows]:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def compare(ways: dict[str, Callable[[], Any]], runs: int) -> dict[str, float]:
    """Median CPU seconds of each way; the ways take turns."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(runs):
        for name, way in ways.items():
            seconds[name].append(timed(way)[0])
    return {name: statistics.median(taken) for name, taken in seconds.items()}


def reading(data: bytes, records: list[Any], runs: int) -> dict[str, float]:
    """Median CPU seconds of each way to read a workbook; what was read is compared with what was written."""

    def read() -> tl.sheets.Reading:
        return tl.sheets.read(data, scheme=SCHEME, file_name="重点工作.xlsx")

    lights = Lights(tl.BLUE_YELLOW_RED)
    if [entry.record for entry in read().entries] != records:
        sys.exit("what was read is not what was written")
    return compare(
        {
            "openpyxl read-only": lambda: by_openpyxl(data),
            "cells": lambda: list(read_workbook(data, Meter("x"), lights)),
            "records": read,
        },
        runs,
    )


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    rated: list[tl.Rating[Any]] = [*ratings(options.rows)]
    form = rated[0].theme.form
    cells = plain(form, rated)
    header = [column.header for column in form.columns]
    records = [rating.record for rating in rated]
    goals = Goals()
    for texts, data in {
        "texts in the cells": written_by_openpyxl(header, cells),
        "shared texts": tl.sheets.workbook(tl.sheets.Sheet(form, rated)),  # as Excel has them
    }.items():
        took = reading(data, records, options.runs)
        peer = took["openpyxl read-only"]
        print(f"reading {options.rows} rows × {len(header)} columns, {texts}")
        for name, seconds in took.items():
            print(f"  {name:<20} {seconds:>8.2f} s   {peer / seconds:>6.2f} × openpyxl read-only", flush=True)
        goals.told(f"{texts} into cells, faster than openpyxl read-only", peer / took["cells"], at_least=CELLS_SPEED)
        goals.told(
            f"{texts} into records, faster than openpyxl read-only", peer / took["records"], at_least=RECORDS_SPEED
        )
    goals.end()


if __name__ == "__main__":
    main()
