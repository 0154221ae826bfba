"""压缩包的种类: the kinds of package that hold tables, and what is said of one that is broken or another."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from attrs import frozen

from trafficlight.sheets.texts import EMPTY_PACKAGE, NO_WORKBOOK, PLAIN_FILE, WHOLE_FILE
from trafficlight.wording import Words


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
