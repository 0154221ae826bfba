"""Hostile and broken hand-ins: each gets a typed fault that says what is wrong, or is read rightly; the rest goes on."""

from __future__ import annotations

import itertools
import re
import socket
from pathlib import Path

import pytest
from helpers import hostile_files as hostile
from helpers.hostile_files import GOOD, Case
from helpers.office_sheets import SCHEME

import trafficlight as tl
from trafficlight.sheets import Limits
from trafficlight.sheets.reading.limits import Meter
from trafficlight.sheets.reading.readers.xlsx import read_workbook

LARGE = 300
"""Elements of the large cases; `python tests/fuzz` builds them a million large."""

WORKBOOKS = [*hostile.workbooks(LARGE), Case("a zip bomb", hostile.zip_bomb(300 * 2**20), "限额")]
ROW_3 = '<row r="3"><c r="A3"><v>1</v></c></row>'
TEXTS = list(hostile.texts())


def judged(case: Case, reading: tl.sheets.Reading) -> bool:
    """Whether what came of a case is what must."""
    faults = " ".join(map(str, reading.report.faults))
    if case.word:
        return re.search(case.word, faults) is not None
    return not faults and [entry.record.unit.name for entry in reading.entries][:1] == ["办公室"]


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test here may reach the network."""

    def refused(*_: object) -> None:
        raise AssertionError("a reading asked for the network")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


@pytest.mark.parametrize(
    ("case", "name"),
    [*((case, "招商.xlsx") for case in WORKBOOKS), *((case, "招商.csv") for case in TEXTS)],
    ids=lambda value: value.name if isinstance(value, Case) else "",
)
def test_each_case(case: Case, name: str) -> None:
    """With `collect` nothing is raised for content: a fault says what is wrong, or the one entry is there."""
    reading = tl.sheets.read(case.data, scheme=SCHEME, file_name=name, collect=True)
    assert judged(case, reading), reading.report.lines()
    if case.word:
        with pytest.raises(tl.SheetFaults):
            tl.sheets.read(case.data, scheme=SCHEME, file_name=name)


def test_a_bad_file_does_not_sink_the_folder(tmp_path: Path) -> None:
    """In a folder of hostile files the good one is read, each bad one has its fault, and nothing is written."""
    bad = [case for case in WORKBOOKS if case.word]
    for number, case in enumerate(bad):
        (tmp_path / f"{number}.xlsx").write_bytes(case.data)
    (tmp_path / "好.xlsx").write_bytes(GOOD)
    before = sorted(tmp_path.iterdir())
    unchecked = tl.sheets.Checks.every(tl.sheets.Severity.OFF)
    reading = tl.sheets.read(tmp_path, scheme=SCHEME, collect=True, checks=unchecked)
    assert {fault.file for fault in reading.report.faults} == {f"{number}.xlsx" for number in range(len(bad))}
    assert "好.xlsx" in {entry.origin.file for entry in reading.entries if entry.origin}
    assert sorted(tmp_path.iterdir()) == before


def test_a_file_that_takes_too_long_is_refused() -> None:
    """The clock is looked at while a file is read; past `Limits.seconds` the file is a fault that names the limit."""
    ticks = itertools.count()
    meter = Meter("慢.xlsx", Limits(seconds=1), clock=lambda: next(ticks))
    with pytest.raises(tl.errors.FileFault, match="1 秒") as caught:
        list(read_workbook(GOOD, file="慢.xlsx", limits=Limits(), meter=meter))
    assert caught.value.file == "慢.xlsx"
    assert caught.value.expected


def test_rows_are_counted_against_the_clock() -> None:
    """Rows without a file behind them are held against the clock in batches."""
    now = 0
    meter = Meter("慢.csv", Limits(seconds=1), clock=lambda: now)
    rows = meter.each(range(10_000))
    next(rows)
    now = 5
    with pytest.raises(tl.errors.FileFault, match="1 秒"):
        for _ in rows:
            pass


@pytest.mark.parametrize(
    ("limits", "data"),
    [
        (Limits(held=50), hostile.sheet(f'<row r="9">{"<x/>" * 100}</row>')),
        (Limits(held=50), hostile.repacked({hostile.SHEET: hostile.inserted(b"</worksheet>", b"<x/>" * 100)})),
        (Limits(held=50), hostile.repacked({hostile.BOOK: hostile.inserted(b"</workbook>", b"<x/>" * 100)})),
        (Limits(tags=500), hostile.sheet("<row/>" * 600)),
        (Limits(broken=5), hostile.sheet(f'<row r="9">{"<c><f>1</f></c>" * 6}</row>')),
        (Limits(merged_cells=5), hostile.sheet("", after='<mergeCells><mergeCell ref="A1:C2"/></mergeCells>')),
        (Limits(cells=13), hostile.sheet(ROW_3, after='<mergeCells><mergeCell ref="A1:F3"/></mergeCells>')),
    ],
)
def test_what_is_held_in_memory_is_limited(limits: Limits, data: bytes) -> None:
    """Elements that nobody frees, cells that cannot be trusted and areas that are merged have limits that are values."""
    reading = tl.sheets.read(data, scheme=SCHEME, file_name="x.xlsx", collect=True, limits=limits)
    assert [type(fault) for fault in reading.report.faults] == [tl.errors.FileFault]
    assert "限额" in str(reading.report.faults[0])


@pytest.mark.parametrize("values", ['"甲",' * 40, "1," * 40])
def test_a_json_of_values_without_end_is_refused_unparsed(values: str) -> None:
    """Values are counted before a text is parsed: three hundred megabytes of them never come to be."""
    data = f'[[{values}""]]'.encode()
    reading = tl.sheets.read(data, scheme=SCHEME, file_name="x.json", collect=True, limits=Limits(cells=39))
    assert ["限额" in str(fault) for fault in reading.report.faults] == [True]
