"""安检: what a stranger's file is, told from its first bytes and its zip directory, before anything is unpacked."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Final
from xml.parsers import expat

from trafficlight.errors import FileFault, TrafficlightError
from trafficlight.sheets.limits import Limits

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_PACKED: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_SMALL: Final = 2**20
_XML: Final = (".xml", ".rels")

_OTHERS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"%pdf", "这是 PDF 文件"),
    (b"{\\rtf", "这是 RTF 文件"),
    (b"<html", "这是网页（HTML）文件"),
    (b"<!doctype html", "这是网页（HTML）文件"),
    (b"<?xml", "这是 XML 文件"),
    (b"<", "这是网页（HTML）或 XML 文件"),
)


def is_package(data: bytes) -> bool:
    """Whether the bytes start as a zip does, which every .xlsx is."""
    return data.startswith(b"PK")


def is_ole(data: bytes) -> bool:
    """Whether the bytes start as a legacy Office file does."""
    return data.startswith(_OLE)


@contextmanager
def border(file: str, sheet: str | None = None) -> Iterator[None]:
    """No foreign exception leaves this block: it becomes a `FileFault` with the foreign one as its cause."""
    try:
        yield
    except (TrafficlightError, MemoryError):
        raise
    except Exception as error:  # openpyxl, zipfile and lxml raise two dozen unrelated types on bad input
        raise FileFault(
            f"文件已损坏，读不出来（{type(error).__name__}：{str(error)[:200]}）",
            file=file,
            sheet=sheet,
            expected="完好的 .xlsx 文件",
        ) from error


def screen(data: bytes, *, file: str, limits: Limits) -> zipfile.ZipFile:
    """Open the zip of an .xlsx that is what its name says and keeps within the limits. Raises `FileFault`."""
    if not is_package(data):
        raise FileFault(_what_else(data), file=file, expected="Excel 工作簿（.xlsx），请在 Excel 或 WPS 中另存为 .xlsx")
    try:
        package = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise FileFault("文件不完整，可能传输中断", file=file, expected="完好的 .xlsx 文件") from error
    fault = _directory_fault(package, limits) or _contents_fault(package)
    if fault:
        raise FileFault(fault, file=file, expected="普通的 .xlsx 文件")
    with border(file):
        for name in package.namelist():
            if name.endswith(_XML) and _declares_doctype(package, name):
                raise FileFault(f"部件 {name} 含有 DOCTYPE 声明，不予读取", file=file, expected="普通的 .xlsx 文件")
    return package


def _what_else(data: bytes) -> str:
    if not data:
        return "文件是空的"
    if is_ole(data):
        return "文件有密码保护，不能读取" if _ENCRYPTED in data else "这是旧版 Office 文件（.xls 等）"
    start = data[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return next((what for magic, what in _OTHERS if start.startswith(magic)), "这不是 Excel 工作簿")


def _directory_fault(package: zipfile.ZipFile, limits: Limits) -> str:
    members = package.infolist()
    if len(members) > limits.entries:
        return f"压缩包内有 {len(members)} 个部件，超过 {limits.entries} 个的限额"
    if len({member.filename.lower() for member in members}) != len(members):
        return "压缩包内有重名的部件"
    total = sum(member.file_size for member in members)
    if total > limits.unpacked_bytes:
        return f"解压后有 {total} 字节，超过 {limits.unpacked_bytes} 字节的限额"
    for member in members:
        name = member.filename
        if member.flag_bits & 0x1:
            return "压缩包加了密码，不能读取"
        if member.compress_type not in _PACKED:
            return f"部件 {name} 的压缩方法不受支持"
        if "\\" in name or name.startswith("/") or ".." in name.split("/"):
            return f"部件名 {name!r} 不合规范"
        if member.file_size > _SMALL and member.file_size > limits.ratio * max(member.compress_size, 1):
            return f"部件 {name} 的压缩比超过 {limits.ratio} 的限额"
    return ""


def _contents_fault(package: zipfile.ZipFile) -> str:
    names = set(package.namelist())
    if "word/document.xml" in names:
        return "这是 Word 文件，不是 Excel 工作簿"
    if "mimetype" in names:
        return "这是 OpenDocument 文件（.ods 等）"
    if "xl/workbook.bin" in names:
        return "这是二进制工作簿（.xlsb）"
    if "[Content_Types].xml" not in names or "_rels/.rels" not in names:
        return "压缩包里没有工作簿"
    return ""


class _Seen(Exception):  # no error: it stops the parser
    """The prologue is over: a DOCTYPE stood there, or the root element began."""

    def __init__(self, *, doctype: bool) -> None:
        super().__init__()
        self.doctype = doctype


def _declares_doctype(package: zipfile.ZipFile, name: str) -> bool:
    """Whether a part's prologue holds a DOCTYPE; no part of a workbook has one, and entities cannot come without."""

    def on_doctype(*_: object) -> None:
        raise _Seen(doctype=True)

    def on_root(*_: object) -> None:
        raise _Seen(doctype=False)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = on_doctype
    parser.StartElementHandler = on_root
    try:
        with package.open(name) as stream:
            parser.ParseFile(stream)
    except _Seen as seen:
        return seen.doctype
    except expat.ExpatError:
        return False  # not well-formed; whoever needs the part says so
    return False
