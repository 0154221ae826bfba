"""压缩包的种类: the kinds of package that hold tables, and what is said of one that is broken or another."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Final
from xml.parsers import expat

from attrs import frozen

from trafficlight.errors import FileFault, TrafficlightError
from trafficlight.messages import Words
from trafficlight.sheets._texts import EMPTY_PACKAGE, NO_WORKBOOK, PLAIN_FILE, WHOLE_FILE
from trafficlight.sheets.reading.limits import Limits, Meter, Package


@frozen
class PackageKind:
    """种类: what is asked for (`save_as`, `whole`, `plain`) and what is said of bytes that are none (`other`, `empty`).

    `needs` are the members that every package of this kind has; `sealed` is a member and what it holds when a password
    locks the others.
    """

    key: str
    save_as: Words
    whole: Words
    plain: Words
    other: Words
    empty: Words
    sealed: tuple[str, bytes] | None = None
    needs: tuple[str, ...] = ("[Content_Types].xml", "_rels/.rels")


XLSX: Final = PackageKind(
    "xlsx",
    save_as=Words(
        "Excel 工作簿（.xlsx），请在 Excel 或 WPS 中另存为 .xlsx",
        "an Excel workbook (.xlsx): save it as .xlsx in Excel or WPS",
    ),
    whole=WHOLE_FILE,
    plain=PLAIN_FILE,
    other=NO_WORKBOOK,
    empty=EMPTY_PACKAGE,
)
DOCX: Final = PackageKind(
    "docx",
    save_as=Words(
        "Word 文档（.docx），请在 Word 或 WPS 中另存为 .docx",
        "a Word document (.docx): save it as .docx in Word or WPS",
    ),
    whole=Words("完好的 .docx 文件", "an undamaged .docx file"),
    plain=Words("普通的 .docx 文件", "an ordinary .docx file"),
    other=Words("这不是 Word 文件", "this is no Word document"),
    empty=Words("压缩包里没有 Word 正文", "the archive holds no Word document"),
)
ODS: Final = PackageKind(
    "ods",
    save_as=Words(
        "OpenDocument 电子表格（.ods），或在 LibreOffice 或 WPS 中另存为 .xlsx",
        "an OpenDocument spreadsheet (.ods), or save it as .xlsx in LibreOffice or WPS",
    ),
    whole=Words("完好的 .ods 文件", "an undamaged .ods file"),
    plain=Words("普通的 .ods 文件", "an ordinary .ods file"),
    other=Words("这不是 OpenDocument 电子表格", "this is no OpenDocument spreadsheet"),
    empty=Words("压缩包里没有电子表格", "the archive holds no spreadsheet"),
    sealed=("META-INF/manifest.xml", b"encryption-data"),
    needs=("mimetype", "content.xml"),
)

_TELLTALES: Final[tuple[tuple[str, str, Words], ...]] = (
    (
        "docx",
        "word/document.xml",
        Words("这是 Word 文件，不是 Excel 工作簿", "this is a Word file, not an Excel workbook"),
    ),
    ("ods", "mimetype", Words("这是 OpenDocument 文件（.ods 等）", "this is an OpenDocument file (.ods or the like)")),
    ("xlsb", "xl/workbook.bin", Words("这是二进制工作簿（.xlsb）", "this is a binary workbook (.xlsb)")),
    ("xlsx", "xl/workbook.xml", Words("这是 Excel 工作簿（.xlsx）", "this is an Excel workbook (.xlsx)")),
)


def other_contents(names: Collection[str], kind: PackageKind) -> str:
    """What a package is instead of its kind, told from its members; "" for one of its kind."""
    for key, member, what in _TELLTALES:
        if member in names and key != kind.key:
            return what
    return "" if all(member in names for member in kind.needs) else kind.empty


# --- 安检 ------------------------------------------------------------------------------------------------------------

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_PACKED: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_SMALL: Final = 2**20
_ENTRY: Final = b"PK\x01\x02"
_MANY: Final = 10
"""An archive within an archive brings entries that are not the outer one's; beyond so many times the limit it is no excuse."""
_LOCAL_HEADER: Final = 30
_PROLOGUE: Final = 2**16
_ENCODINGS: Final = frozenset(
    {"", "utf-8", "utf8", "utf-16", "us-ascii", "ascii", "iso-8859-1", "gb2312", "gbk", "gb18030"}
)
"""In others a "<" may be another byte, and what is counted would not be what is read."""
_BLANKS: Final = b"\xef\xbb\xbf \t\r\n"
_XML: Final = (".xml", ".rels")

_OTHERS: Final[tuple[tuple[bytes, Words], ...]] = (
    (b"%pdf", Words("这是 PDF 文件", "this is a PDF file")),
    (b"{\\rtf", Words("这是 RTF 文件", "this is an RTF file")),
    (b"<html", Words("这是网页（HTML）文件", "this is a web page (HTML)")),
    (b"<!doctype html", Words("这是网页（HTML）文件", "this is a web page (HTML)")),
    (b"<?xml", Words("这是 XML 文件", "this is an XML file")),
    (b"<", Words("这是网页（HTML）或 XML 文件", "this is a web page (HTML) or an XML file")),
)


_PROTECTED: Final = Words("文件有密码保护，不能读取", "the file is locked by a password")
_LEGACY: Final = Words("这是旧版 Office 文件（.xls 等）", "this is a legacy Office file (.xls or the like)")
_CUT: Final = Words("文件不完整，可能传输中断", "the file is not whole; the transfer may have been cut")


def is_package(data: bytes) -> bool:
    """Whether the bytes start as a zip does, which every .xlsx is."""
    return data.startswith(b"PK")


def is_ole(data: bytes) -> bool:
    """Whether the bytes start as a legacy Office file does."""
    return data.startswith(_OLE)


@contextmanager
def border(file: str, sheet: str | None = None, *, expected: str = XLSX.whole) -> Iterator[None]:
    """No foreign exception leaves this block: it becomes a `FileFault` with the foreign one as its cause."""
    try:
        yield
    except (TrafficlightError, MemoryError):
        raise
    except Exception as error:  # openpyxl, zipfile and lxml raise two dozen unrelated types on bad input
        raise FileFault(
            Words(
                f"文件已损坏，读不出来（{type(error).__name__}：{str(error)[:200]}）",
                f"the file is damaged and cannot be read ({type(error).__name__}: {str(error)[:200]})",
            ),
            file=file,
            sheet=sheet,
            expected=expected,
        ) from error


def screen(data: bytes, *, file: str, limits: Limits, meter: Meter | None = None, kind: PackageKind = XLSX) -> Package:
    """Open the zip of a file that is what its name says and keeps within the limits. Raises `FileFault`."""
    if not is_package(data):
        raise FileFault(what_else(data, kind.other), file=file, expected=kind.save_as)
    if data.count(_ENTRY) > _MANY * limits.entries:
        raise FileFault(_too_many_parts(data.count(_ENTRY), limits), file=file, expected=kind.plain)
    try:
        package = Package(data, meter or Meter(file, limits))
    except (
        zipfile.BadZipFile,
        ValueError,
        NotImplementedError,
        OSError,
        EOFError,
        OverflowError,
        struct.error,
    ) as error:
        raise FileFault(_CUT, file=file, expected=kind.whole) from error
    fault = _directory_fault(package, limits) or other_contents(package.namelist(), kind)
    if fault:
        raise FileFault(fault, file=file, expected=kind.plain)
    with border(file, expected=kind.whole):
        if _is_sealed(package, kind):
            raise FileFault(_PROTECTED, file=file, expected=kind.plain)
        for name in package.namelist():
            if name.endswith(_XML) and (odd := _odd_prologue(package, name)):
                raise FileFault(odd, file=file, expected=kind.plain)
    return package


def _is_sealed(package: Package, kind: PackageKind) -> bool:
    if kind.sealed is None or kind.sealed[0] not in package.namelist():
        return False
    with package.open(kind.sealed[0]) as stream:
        return kind.sealed[1] in stream.read(_PROLOGUE)


def what_else(data: bytes, other: Words) -> str:
    """What bytes are that are no zip; `other` when nothing tells."""
    if not data:
        return Words("文件是空的", "the file is empty")
    if is_ole(data):
        return _PROTECTED if _ENCRYPTED in data else _LEGACY
    start = data[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return next((what for magic, what in _OTHERS if start.startswith(magic)), other)


def _directory_fault(package: zipfile.ZipFile, limits: Limits) -> str:
    members = package.infolist()
    if len(members) > limits.entries:
        return _too_many_parts(len(members), limits)
    if len({member.filename.lower() for member in members}) != len(members):
        return Words("压缩包内有重名的部件", "the archive holds two parts of one name")
    total = sum(member.file_size for member in members)
    if total > limits.unpacked_bytes:
        return Words(
            f"解压后有 {total} 字节，超过 {limits.unpacked_bytes} 字节的限额",
            f"{total} bytes when unpacked, above the limit of {limits.unpacked_bytes}",
        )
    for member in members:
        name = member.filename
        if member.flag_bits & 0x1:
            return Words("压缩包加了密码，不能读取", "the archive is locked by a password")
        if member.compress_type not in _PACKED:
            return Words(f"部件 {name} 的压缩方法不受支持", f"the part {name} is packed by an unknown method")
        if "\\" in name or name.startswith("/") or ".." in name.split("/"):
            return Words(f"部件名 {name!r} 不合规范", f"a part may not be named {name!r}")
        if member.file_size > _SMALL and member.file_size > limits.ratio * max(member.compress_size, 1):
            return Words(
                f"部件 {name} 的压缩比超过 {limits.ratio} 的限额",
                f"the part {name} is packed above the ratio of {limits.ratio}",
            )
    return _overlap(members)


def _overlap(members: Sequence[zipfile.ZipInfo]) -> str:
    end = 0
    for member in sorted(members, key=lambda one: one.header_offset):
        if member.header_offset < end:
            return Words(
                f"部件 {member.filename} 与别的部件重叠", f"the part {member.filename} overlaps another in the archive"
            )
        end = member.header_offset + _LOCAL_HEADER + member.compress_size
    return ""


def _too_many_parts(count: int, limits: Limits) -> str:
    return Words(
        f"压缩包内有 {count} 个部件，超过 {limits.entries} 个的限额",
        f"the archive holds {count} parts, above the limit of {limits.entries}",
    )


class _Seen(Exception):  # no error: it stops the parser
    """The prologue is over: something odd stood in it, or the root element began."""

    def __init__(self, odd: str = "") -> None:
        super().__init__()
        self.odd = odd


def _odd_prologue(package: zipfile.ZipFile, name: str) -> str:
    """What a part's prologue holds that no part of a workbook has; entities cannot come without a DOCTYPE."""

    def on_declaration(_version: str, encoding: str | None, _standalone: int) -> None:
        if (encoding or "").lower() not in _ENCODINGS:
            raise _Seen(
                Words(f"部件 {name} 的编码 {encoding} 不受支持", f"the encoding {encoding} of {name} is not supported")
            )

    def on_doctype(*_: object) -> None:
        raise _Seen(
            Words(f"部件 {name} 含有 DOCTYPE 声明，不予读取", f"the part {name} holds a DOCTYPE and is not read")
        )

    def on_root(*_: object) -> None:
        raise _Seen

    parser = expat.ParserCreate()
    parser.XmlDeclHandler = on_declaration
    parser.StartDoctypeDeclHandler = on_doctype
    parser.StartElementHandler = on_root
    with package.open(name) as stream:
        start = stream.read(_PROLOGUE)
    try:
        parser.Parse(start, False)  # noqa: FBT003  # expat takes it by place only
    except _Seen as seen:
        return seen.odd
    except expat.ExpatError:
        plain = start.startswith((b"\xff\xfe", b"\xfe\xff")) or start.lstrip(_BLANKS).startswith(b"<")
        if plain or not start:
            return ""  # not well-formed; whoever needs the part says so
    return Words(f"部件 {name} 不是普通的 XML", f"the part {name} is no ordinary XML") if start else ""
