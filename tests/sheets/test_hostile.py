"""Hostile and broken hand-ins: each gets a typed fault that says what is wrong, or is read rightly; the rest goes on."""

from __future__ import annotations

import io
import itertools
import re
import socket
import struct
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from helpers import hostile_files as hostile
from helpers.hostile_files import GOOD, Case
from helpers.office_sheets import SCHEME, saved
from helpers.word_parts import docx, p, tbl, zipped

import trafficlight as tl
from trafficlight.sheets import Limits
from trafficlight.sheets.reading.hand_in_files import Meter
from trafficlight.sheets.reading.readers.xlsx import read_workbook

LARGE = 300
"""Elements of the large cases; `python tests/fuzz` builds them a million large."""

WORKBOOKS = [*hostile.workbooks(LARGE), Case("a zip bomb that nobody reads", hostile.zip_bomb(300 * 2**20), "")]
ROW_3 = '<row r="3"><c r="A3"><v>1</v></c></row>'
TEXTS = list(hostile.texts())
_NAMES = "".join(
    f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in [("o", "office"), ("t", "table"), ("x", "text")]
)


def ods() -> bytes:
    """The good table as an OpenDocument spreadsheet."""
    cell = '<t:table-cell o:value-type="string"><x:p>{}</x:p></t:table-cell>'.format
    rows = (f"<t:table-row>{''.join(cell(one or '') for one in row)}</t:table-row>" for row in hostile.ROWS)
    body = f'<t:table t:name="招商引资">{"".join(rows)}</t:table>'
    content = f"<o:document-content{_NAMES}><o:body><o:spreadsheet>{body}</o:spreadsheet></o:body></o:document-content>"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": "<m/>"})


def hidden_in_ods() -> bytes:
    """The good table, and a hidden sheet of sixty rows."""
    row = '<t:table-row><t:table-cell o:value-type="string"><x:p>x</x:p></t:table-cell></t:table-row>'
    style = (
        '<o:automatic-styles><s:style xmlns:s="urn:oasis:names:tc:opendocument:xmlns:style:1.0" s:name="h" s:family="table">'
        '<s:table-properties t:display="false"/></s:style></o:automatic-styles><o:body>'
    )
    more = f'<t:table t:name="底稿" t:style-name="h">{row * 60}</t:table></o:spreadsheet>'
    content = zipfile.ZipFile(io.BytesIO(ods())).read("content.xml").decode()
    content = content.replace("<o:body>", style).replace("</o:spreadsheet>", more)
    return hostile.repacked({"content.xml": content.encode()}, ods())


def hidden_in_xls() -> bytes:
    """The same as a legacy workbook."""
    pytest.importorskip("xlrd", reason="trafficlight-rules[xls] is not installed")
    book: Any = pytest.importorskip("xlwt", reason="xlwt is not installed: no .xls can be made").Workbook()
    shown, hidden = book.add_sheet("招商引资"), book.add_sheet("底稿")
    hidden.visibility = 1
    for number, cells in enumerate(hostile.ROWS):
        for column, value in enumerate(cells):
            shown.write(number, column, value)
    for number in range(60):
        hidden.write(number, 0, "x")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


HIDDEN = {".ods": hidden_in_ods, ".xls": hidden_in_xls}
SOUND = {
    ".xlsx": GOOD,
    ".docx": docx(p("招商引资"), tbl(*([str(cell or "") for cell in row] for row in hostile.ROWS))),
    ".ods": ods(),
}


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


FAULT = tl.errors.HeaderFault("缺少：任务来源；应为该列", file="招商.xlsx", sheet="招商引资", row=1, column=1)


@pytest.mark.parametrize("suffix", [".xlsx", ".docx", ".ods"])
@pytest.mark.parametrize(
    ("offset", "value", "why"),
    [
        (8, b"\x01", "the archive is locked by a password"),
        (10, b"\x63\x00", "the part extra.bin is packed by an unknown method"),
        (24, struct.pack("<I", 2**30), "the part extra.bin is packed above the ratio of 500"),
    ],
    ids=["locked", "method", "bomb"],
)
def test_a_part_that_nobody_reads_refuses_nothing(suffix: str, offset: int, value: bytes, why: str) -> None:
    """The table beside it is read, and the report names the part and what is wrong with it; marking copies it as it lies."""
    stream = io.BytesIO(SOUND[suffix])
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr("extra.bin", b"x")
    made = bytearray(stream.getvalue())
    at = made.rindex(b"PK\x01\x02") + offset
    made[at : at + len(value)] = value
    reading = tl.sheets.read(bytes(made), scheme=SCHEME, file_name=f"招商{suffix}")
    assert len(reading.entries) == 1
    assert f"招商{suffix} [extra.bin]: not read, {why}" in reading.report.lines("en")
    if suffix == ".xlsx":
        marked = tl.sheets.marked(bytes(made), [FAULT], file_name="招商.xlsx")
        again = tl.sheets.read(marked, scheme=SCHEME, file_name="招商.xlsx")
        assert again.entries == reading.entries
        assert f"招商{suffix} [extra.bin]: not read, {why}" in again.report.lines("en")


BROKEN_SHEET = b"<worksheet><sheetData><row>"


def beside_the_table(name: str, *, hidden: bool, table: bool = True) -> tl.sheets.Reading:
    """A workbook of the good table, or none, and a sheet of a name that is damaged."""
    book = openpyxl.load_workbook(io.BytesIO(GOOD))
    if not table:
        book.worksheets[0].delete_rows(1, 9)
    book.create_sheet(name).sheet_state = "hidden" if hidden else "visible"
    data = hostile.repacked({"xl/worksheets/sheet2.xml": BROKEN_SHEET}, saved(book))
    return tl.sheets.read(data, scheme=SCHEME, file_name="招商.xlsx", collect=True)


@pytest.mark.parametrize(("name", "hidden"), [("Sheet2", True), ("填报说明", False), ("招商引资样表", True)])
def test_a_sheet_that_nobody_reads_refuses_nothing(name: str, hidden: bool) -> None:  # noqa: FBT001  # a parameter
    """Beside a table, a hidden sheet or a guide may be damaged: the table is read, and the report names the sheet."""
    reading = beside_the_table(name, hidden=hidden)
    assert len(reading.entries) == 1
    assert reading.report.faults == ()
    (told,) = (one for one in reading.report.skipped if one.sheet == name)
    assert "损坏" in told.reason


@pytest.mark.parametrize(
    ("name", "hidden", "table"), [("Sheet2", False, True), ("重点工作", True, True), ("Sheet2", True, False)]
)
def test_a_sheet_that_may_be_a_hand_in_is_a_fault(name: str, hidden: bool, table: bool) -> None:  # noqa: FBT001  # parameters
    """A sheet that shows, that a theme is called by, or beside which nothing was handed in, is never passed over."""
    (fault, *_) = beside_the_table(name, hidden=hidden, table=table).report.faults
    assert isinstance(fault, tl.errors.FileFault)
    assert fault.sheet == name


@pytest.mark.parametrize("suffix", [".ods", ".xls"])
def test_a_hidden_sheet_past_a_limit_refuses_nothing(suffix: str) -> None:
    """In other formats too: a hidden sheet of rows without end is named, and the table beside it is read."""
    reading = tl.sheets.read(
        HIDDEN[suffix](), scheme=SCHEME, file_name=f"招商{suffix}", collect=True, limits=Limits(rows=50)
    )
    assert len(reading.entries) == 1
    assert reading.report.faults == ()
    (told,) = (one for one in reading.report.skipped if one.sheet == "底稿")
    assert "50" in told.reason


def test_two_sheets_of_one_name_refuse_no_other() -> None:
    """A workbook that leads to no contents for a sheet, or twice to the same, is at fault for that sheet alone."""
    (shared,) = (case for case in WORKBOOKS if case.name == "two sheets of one part")
    reading = tl.sheets.read(shared.data, scheme=SCHEME, file_name="招商.xlsx", collect=True)
    assert len(reading.entries) == 1
    assert [fault.sheet for fault in reading.report.faults] == ["x"]


def test_a_manifest_that_is_damaged_locks_nothing() -> None:
    """It is looked into for a password alone: where it cannot be read, the report says so, and the table is read."""
    data = bytearray(SOUND[".ods"])
    at = data.rindex(b"META-INF/manifest.xml") - 46  # the entry of the directory; 16 in it: the check sum
    data[at + 16] ^= 1
    reading = tl.sheets.read(bytes(data), scheme=SCHEME, file_name="招商.ods")
    assert len(reading.entries) == 1
    assert any("META-INF/manifest.xml" in line and "损坏" in line for line in reading.report.lines())


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
        list(read_workbook(GOOD, meter))
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
