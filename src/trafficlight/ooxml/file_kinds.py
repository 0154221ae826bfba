"""文件种类: which kind of file is expected, which kind the first bytes tell, and what is wrong with a file."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from attrs import frozen

from trafficlight.errors import TrafficlightError
from trafficlight.messages import Words


class Flaw(StrEnum):
    """缺陷: why a file, or a part of it, is not read."""

    OTHER = "other"  # 是别的文件
    ENCRYPTED = "encrypted"  # 加密，或旧版 Office 文件
    BROKEN = "broken"  # 残缺或损坏
    TOO_LARGE = "too_large"  # 超过限额
    UNSAFE = "unsafe"  # DOCTYPE，或读法不定的编码


class FlawedFile(TrafficlightError, ValueError):
    """有缺陷的文件: `flaw` is its kind, `words` say what is wrong, `expected` what is due instead; both are `Words`."""

    def __init__(self, flaw: Flaw, words: Words, expected: Words) -> None:
        super().__init__(words)
        self.flaw = flaw
        self.words = words
        self.expected = expected


@frozen
class FileKind:
    """种类: the words for what is expected (`save_as`, `whole`, `plain`), and for files of another kind (`other`, `empty`).

    `needs` are the parts that every package of this kind has; `sealed` is a part and what it holds when a password
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


XLSX: Final = FileKind(
    "xlsx",
    save_as=Words(
        "Excel 工作簿（.xlsx），请在 Excel 或 WPS 中另存为 .xlsx",
        "an Excel workbook (.xlsx): save it as .xlsx in Excel or WPS",
    ),
    whole=Words("完好的 .xlsx 文件", "an undamaged .xlsx file"),
    plain=Words("普通的 .xlsx 文件", "an ordinary .xlsx file"),
    other=Words("这不是 Excel 工作簿", "this is no Excel workbook"),
    empty=Words("压缩包里没有工作簿", "the archive holds no workbook"),
)
DOCX: Final = FileKind(
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
ODS: Final = FileKind(
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

_BEGINNINGS: Final[tuple[tuple[bytes, Words], ...]] = (
    (b"%pdf", Words("这是 PDF 文件", "this is a PDF file")),
    (b"{\\rtf", Words("这是 RTF 文件", "this is an RTF file")),
    (b"<html", Words("这是网页（HTML）文件", "this is a web page (HTML)")),
    (b"<!doctype html", Words("这是网页（HTML）文件", "this is a web page (HTML)")),
    (b"<?xml", Words("这是 XML 文件", "this is an XML file")),
    (b"<", Words("这是网页（HTML）或 XML 文件", "this is a web page (HTML) or an XML file")),
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # a compound file: .xls, .doc, or a package behind a password
_ENCRYPTED_PACKAGE: Final = "EncryptedPackage".encode("utf-16-le")
LOCKED: Final = Words("文件有密码保护，不能读取", "the file is locked by a password")
_LEGACY: Final = Words("这是旧版 Office 文件（.xls 等）", "this is a legacy Office file (.xls or the like)")


def is_archive(data: bytes) -> bool:
    """Whether the bytes start as a zip does, which every .xlsx, .docx and .ods is."""
    return data.startswith(b"PK")


def is_ole(data: bytes) -> bool:
    """Whether the bytes start as a legacy Office file does."""
    return data.startswith(_OLE)


def is_locked(data: bytes) -> bool:
    """Whether a legacy container holds a file behind a password."""
    return _ENCRYPTED_PACKAGE in data


def what_else(data: bytes, other: Words) -> tuple[Flaw, Words]:
    """The kind of a file that is no zip, by its first bytes; `other` if they do not tell."""
    if not data:
        return Flaw.BROKEN, Words("文件是空的", "the file is empty")
    if is_ole(data):
        return Flaw.ENCRYPTED, LOCKED if is_locked(data) else _LEGACY
    start = data[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return Flaw.OTHER, next((what for magic, what in _BEGINNINGS if start.startswith(magic)), other)
