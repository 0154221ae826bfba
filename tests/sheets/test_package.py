"""安检: what is no workbook is refused by a typed error that tells the clerk what it is."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import pytest
from helpers.hostile_files import strings
from helpers.office_sheets import xlsx
from sheets.test_workbook import grids, repacked

import trafficlight as tl
from trafficlight.ooxml.archive import LIMITS, Limits
from trafficlight.ooxml.xml import transitional
from trafficlight.sheets.reading.hand_in_files import Meter
from trafficlight.sheets.reading.readers.xlsx import read_workbook

GOOD = xlsx(("表", [["x"]], []))
SHEET = "xl/worksheets/sheet1.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def refused(data: bytes, limits: Limits = LIMITS) -> str:
    """Why nothing is read of a workbook of one sheet: the fault of the file, or of its sheet."""
    try:
        (found,) = grids(data, limits)
    except tl.errors.FileFault as fault:
        found = fault
    assert isinstance(found, tl.errors.FileFault)
    return str(found.message)


def archive(**members: bytes) -> bytes:
    """A zip of some members; `__` stands for a slash in their names."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, data in members.items():
            package.writestr(name.replace("__", "/"), data)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "空"),
        (OLE, "旧版"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"\xef\xbb\xbf <HTML><table>", "网页"),
        (b"<?xml version='1.0'?><Workbook/>", "XML"),
        (b"{\\rtf1", "RTF"),
        (b"%PDF-1.7", "PDF"),
        ("序号,工作事项".encode(), "不是 Excel"),
        (GOOD[:-30], "不完整"),
        (GOOD[: len(GOOD) // 2], "不完整"),
        (archive(word__document=b"", **{"word__document.xml": b"<x/>"}), "Word"),
        (archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "OpenDocument"),
        (archive(**{"xl__workbook.bin": b""}), "xlsb"),
        (archive(a=b"b"), "没有工作簿"),
    ],
)
def test_what_is_no_workbook_is_called_by_its_name(data: bytes, word: str) -> None:
    """Wrong, encrypted, truncated or empty: each is a `FileFault` that says what came and what to do."""
    with pytest.raises(tl.errors.FileFault, match=word) as caught:
        grids(data)
    assert caught.value.file == "f.xlsx"
    assert caught.value.expected


@pytest.mark.parametrize(
    ("limits", "word"),
    [(Limits(entries=3), "部件"), (Limits(unpacked_bytes=100), "解压"), (Limits(ratio=2), "压缩比")],
)
def test_limits_are_told_from_the_directory(limits: Limits, word: str) -> None:
    """Number of members, unpacked size and ratio are checked before anything is unpacked."""
    big = repacked(GOOD, lambda name, part: part + b" " * 2**21 if name == SHEET else part)
    assert word in refused(big, limits)


def with_more(name: str) -> bytes:
    """The good workbook and one part more."""
    stream = io.BytesIO(GOOD)
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr(name, b"<a/>")
    return stream.getvalue()


def test_odd_members_are_refused() -> None:
    """Parts to be read that are twice there, encrypted or packed in an unknown way are refused."""
    assert "重名的部件 XL/Workbook.xml" in refused(with_more("XL/Workbook.xml"))
    # in the directory's entry: version, flags, method
    at = GOOD.rindex(SHEET.encode()) - 46
    assert GOOD[at : at + 4] == b"PK\x01\x02"
    assert "密码" in refused(GOOD[: at + 8] + b"\x01" + GOOD[at + 9 :])
    assert "压缩方法" in refused(GOOD[: at + 10] + b"\x63" + GOOD[at + 11 :])


def with_bomb(part: str, encoding: str) -> bytes:
    """The good workbook, one part of which asks for a file of this machine."""
    bomb = f'<?xml version="1.0" encoding="{encoding}"?><!-- x --><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    return repacked(GOOD, lambda name, old: bomb.encode(encoding) if name == part else old)


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "_rels/.rels"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_no_part_may_declare_a_doctype(part: str, encoding: str) -> None:
    """Entities, local, external or laughing, need a DOCTYPE; a part that has one is not parsed."""
    assert "DOCTYPE" in refused(with_bomb(part, encoding))


def test_a_part_that_nobody_reads_refuses_no_workbook() -> None:
    """What no reader opens may hold what it likes: the sheets are read all the same."""
    assert grids(with_bomb("docProps/app.xml", "utf-8")) == grids(GOOD)
    *read, named = read_workbook(with_more("docProps/APP.xml"), Meter("f.xlsx", LIMITS))
    assert read == grids(GOOD)
    assert "重名的部件 docProps/APP.xml" in str(named)


@pytest.mark.parametrize(
    "dropped", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "_rels/.rels", "[Content_Types].xml"]
)
def test_a_missing_part_is_a_typed_fault(dropped: str) -> None:
    """A package without a part that it needs gives a `FileFault`, not a crash, and not a sheet less."""
    data = repacked(GOOD, lambda name, part: None if name == dropped else part)
    try:
        found = grids(data)
    except tl.errors.FileFault as fault:
        found = [fault]
    assert [type(one) for one in found] == [tl.errors.FileFault]


STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/": b"http://purl.oclc.org/ooxml/officeDocument/",
}


def strict(data: bytes, only: str = "") -> bytes:
    """A workbook as Excel saves it as “Strict Open XML”: the same elements under other names, in all parts or in one."""

    def renamed(name: str, part: bytes) -> bytes:
        for old, new in STRICT.items() if only in {"", name} else ():
            part = part.replace(old, new)
        return part

    return repacked(data, renamed)


def test_strict_workbooks_are_read_the_same() -> None:
    """A reader need only know the namespaces: strings, dates, merges and formats of a Strict workbook are as ever."""
    rows: list[list[Any]] = [["共享", 0.5, dt.datetime.fromisoformat("2023-09-28")], [None, "<&>"]]
    data = xlsx(("表", rows, ["A1:A2"]))
    assert grids(strict(data)) == grids(data)


PARTS = ["xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", SHEET, "xl/_rels/workbook.xml.rels", "_rels/.rels"]


@pytest.mark.parametrize("part", PARTS)
def test_a_workbook_with_one_strict_part_is_read_and_marked_the_same(part: str) -> None:
    """Each part is told by its own names: files that several programs wrote mix them."""
    data = strings(b"<si><r><rPr><strike/></rPr><t>x</t></r></si><si><t>y</t></si>", "0", "1")
    mixed = strict(data, part)
    with zipfile.ZipFile(io.BytesIO(mixed)) as package:
        assert b"purl.oclc.org" in package.read(part)
    assert grids(mixed) == grids(data)
    told = [tl.errors.HeaderFault("缺少：任务来源；应为该列", file="f.xlsx", sheet="招商引资", row=1)]
    assert transitional_parts(tl.sheets.marked(mixed, told, file_name="f.xlsx")) == transitional_parts(
        tl.sheets.marked(data, told, file_name="f.xlsx")
    )


def transitional_parts(data: bytes) -> dict[str, bytes]:
    """The parts of a workbook under the names of every other."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: b"".join(transitional([package.read(name)])) for name in package.namelist()}


def test_a_strict_workbook_is_marked_and_stays_strict() -> None:
    """What is added speaks as the rest does: without the names, it is the ordinary workbook, marked."""
    fault = tl.errors.HeaderFault("缺少：任务来源；应为该列", file="f.xlsx", sheet="招商引资", row=1)
    marked = tl.sheets.marked(strict(GOOD), [fault], file_name="f.xlsx")
    with zipfile.ZipFile(io.BytesIO(marked)) as package:
        for name in ("xl/comments1.xml", "xl/worksheets/_rels/sheet1.xml.rels", SHEET, "xl/styles.xml"):
            assert not [old for old in STRICT if old in package.read(name)], name
            assert b"purl.oclc.org" in package.read(name)
    assert transitional_parts(marked) == transitional_parts(tl.sheets.marked(GOOD, [fault], file_name="f.xlsx"))
    assert grids(marked) == grids(GOOD)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"])
@pytest.mark.parametrize("garbage", [b"\x00\x01", b"<a/>", b"<a>"])
def test_garbage_in_a_part_is_a_typed_fault(part: str, garbage: bytes) -> None:
    """Parts that are no XML, or XML of something else, end in a `FileFault` with its cause."""
    assert refused(repacked(GOOD, lambda name, old: garbage if name == part else old))
