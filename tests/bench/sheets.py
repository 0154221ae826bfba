"""Rows of a workbook into records, beside plain openpyxl and a loop by hand, in the same run.

    python tests/bench/sheets.py [--rows 100000] [--runs 3]

CPU seconds, medians; read the ratios. Fails when reading is not several times as fast as openpyxl's read-only iteration
over the same file in the same run: cells alone four times, records with all faults and doubts two and a half times. What
comes above the cells, of a workbook and of JSON, stands beside a loop that is written for this one table.
"""

from __future__ import annotations

import argparse
import gc
import io
import json
import re
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any, Final

import openpyxl
from goals import Goals
from samples import SCHEME, ratings

import trafficlight as tl
from trafficlight.model import Progress, Responsibility
from trafficlight.notice import KeyWorkItem
from trafficlight.sheets.reading.hand_in_files import Meter
from trafficlight.sheets.reading.readers.word_tables import Lights
from trafficlight.sheets.reading.readers.xlsx import read_workbook

CELLS_SPEED: Final = 4.0
RECORDS_SPEED: Final = 2.5
STRUCTURING: Final = 1.5
"""What it may take above the cells, of a loop by hand."""
_SIGNS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_UNITS: Final = {unit.name: unit for unit in SCHEME.roster}
_WORDS: Final = {one.value: one for one in Progress}


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


def by_hand(rows: list[list[Any]]) -> list[tl.Entry[KeyWorkItem]]:
    """The same entries by a loop for this one table: it looks at blanks, signs, words, units and items that stand twice."""
    made: list[tl.Entry[KeyWorkItem]] = []
    known: dict[str, Responsibility] = {}
    seen: set[tuple[str, tuple[tl.Unit, ...]]] = set()
    for at, (serial, matter, target, status, progress, leader, who, source, remark) in enumerate(rows, 2):
        texts = [matter, target, status, leader, source]
        if not (all(texts) and progress and who) or any(map(_SIGNS.search, [*texts, remark])):
            raise ValueError(at)
        if who not in known:
            names, _, person = who.partition("\n")
            known[who] = Responsibility(tuple(_UNITS[name] for name in names.split("、")), person)
        item = (matter, known[who].units)
        if item in seen:
            raise ValueError(at)
        seen.add(item)
        record = KeyWorkItem(
            matter.strip(),
            target.strip(),
            status.strip(),
            _WORDS[progress],
            leader.strip(),
            known[who],
            source.strip(),
            remark.strip(),
        )
        made.append(tl.Entry("key_work", record, serial=int(serial)))
    return made


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


def above_the_cells(form: tl.Form, rows: list[list[Any]], took: dict[str, float], runs: int) -> dict[str, float]:
    """How many times as long as the loop by hand it takes from cells to records, of a workbook (as `took` says) and of JSON."""
    entries = by_hand(rows)
    text = tl.sheets.to_json(form, entries)
    if [one.record for one in _read_json(text).entries] != [one.record for one in entries]:
        sys.exit("what was read of JSON is not what the loop made")
    hand = compare({"hand": lambda: by_hand(rows)}, runs)["hand"]
    of_json = compare({"cells": lambda: json.loads(text), "records": lambda: _read_json(text)}, runs)
    return {
        "workbook": (took["records"] - took["cells"]) / hand,
        "JSON": (of_json["records"] - of_json["cells"]) / hand,
    }


def _read_json(text: bytes) -> tl.sheets.Reading:
    return tl.sheets.read(text, scheme=SCHEME, file_name="重点工作.json")


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
    took: dict[str, float] = {}
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
    for name, times in above_the_cells(form, cells, took, options.runs).items():
        goals.told(f"{name} above the cells, of a loop by hand", times, at_most=STRUCTURING)
    goals.end()


if __name__ == "__main__":
    main()
