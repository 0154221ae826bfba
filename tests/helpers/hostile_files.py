"""Hand-ins that no honest office sends, one builder a case; the names say what is wrong. Built small or large by size."""

from __future__ import annotations

import codecs
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from attrs import frozen

from helpers.office_sheets import headers, xlsx

HEADER = [header.replace("\n", "") for header in headers("investment")]
ROWS: list[list[Any]] = [HEADER, [1, "办公室", None, "洽谈", None, "正常推进"]]
GOOD = xlsx(("招商引资", ROWS, []))
TEXT = "\n".join(",".join(str(cell or "") for cell in row) for row in ROWS)
SHEET, BOOK, TYPES = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

Change = Callable[[bytes], bytes] | bytes | None


@frozen
class Case:
    """A file, and what must come of it: faults that say `word`, or with "" a right reading."""

    name: str
    data: bytes
    word: str


def repacked(changes: Mapping[str, Change], data: bytes = GOOD) -> bytes:
    """A workbook with parts changed, replaced, added, or (None) left out."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys([*old.namelist(), *changes]):
            change = changes[name] if name in changes else old.read(name)
            if change is not None:
                new.writestr(name, change if isinstance(change, bytes) else change(old.read(name)))
    return stream.getvalue()


def sheet(rows: str, *, before: str = "", after: str = "") -> bytes:
    """The good workbook with more rows below its own two, and what stands before and after the rows."""

    def change(part: bytes) -> bytes:
        text = part.decode().replace("</sheetData>", f"{rows}</sheetData>{after}")
        return re.sub("<dimension[^>]*>", "", text).replace("<sheetViews", f"{before}<sheetViews").encode()

    return repacked({SHEET: change})


def cell(xml: str) -> bytes:
    """The good workbook whose cell F2 (进度评价) is this."""
    return repacked({SHEET: lambda part: re.sub(rb'<c r="F2".*?</c>', xml.encode(), part)})


def inserted(mark: bytes, what: bytes) -> Callable[[bytes], bytes]:
    """A change that puts bytes before the last mark."""
    return lambda part: part[: part.rindex(mark)] + what + part[part.rindex(mark) :]


def strings(items: bytes, *cells: str) -> bytes:
    """The good workbook with shared strings, and a row of cells that name them."""
    relation = f'<Relationship Id="s" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'.encode()
    row = "".join(f'<c t="s"><v>{number}</v></c>' for number in cells)
    return repacked(
        {
            SHEET: inserted(b"</sheetData>", f'<row r="9">{row}</row>'.encode()),
            "xl/_rels/workbook.xml.rels": inserted(b"</Relationships>", relation),
            "xl/sharedStrings.xml": f"<sst {MAIN}>".encode() + items + b"</sst>",
        }
    )


def flagged(offset: int, value: bytes) -> bytes:
    """The good workbook with bytes changed at an offset into each entry of its directory."""
    made = bytearray(GOOD)
    at = made.find(b"PK\x01\x02")
    while at >= 0:
        made[at + offset : at + offset + len(value)] = value
        at = made.find(b"PK\x01\x02", at + 4)
    return bytes(made)


def overlapping() -> bytes:
    """The good workbook whose second member lies in the first."""
    made = bytearray(GOOD)
    second = made.find(b"PK\x01\x02", made.find(b"PK\x01\x02") + 4)
    made[second + 42 : second + 46] = struct.pack("<I", 4)
    return bytes(made)


def corrupt() -> bytes:
    """The good workbook with a byte of its sheet's packed data changed."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as package:
        at = package.getinfo(SHEET).header_offset + 30 + len(SHEET) + 40
    return GOOD[:at] + bytes([GOOD[at] ^ 0xFF]) + GOOD[at + 1 :]


def with_member(name: str) -> bytes:
    """The good workbook with one more member of that name."""
    stream = io.BytesIO(GOOD)
    with zipfile.ZipFile(stream, "a") as package:
        info = zipfile.ZipInfo("x")
        info.filename = name
        package.writestr(info, b"x")
    return stream.getvalue()


def doctype(declarations: str, text: str = "&e;") -> bytes:
    """The good workbook whose shared strings come with a DOCTYPE."""
    xml = f"<!DOCTYPE sst [{declarations}]><sst {MAIN}><si><t>{text}</t></si></sst>"
    return repacked({"xl/sharedStrings.xml": xml.encode()}, strings(b"<si><t>x</t></si>", "0"))


def laughs(count: int = 9) -> str:
    """Entities, each ten times the one before."""
    first = '<!ENTITY e0 "ha">'
    more = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, count + 1))
    return f'{first}{more}<!ENTITY e "&e{count};">'


def workbooks(many: int) -> Iterator[Case]:
    """The cases of .xlsx; `many` says how large the large ones are (a million is as bad as it gets)."""
    yield from _sizes(many)
    yield from _trees(many)
    yield from _xml()
    yield from _cells()
    yield from _parts()
    yield from _archives()


def _sizes(many: int) -> Iterator[Case]:
    past = "限额" if many >= 1_000_000 else ""
    big = b"<si><t>x</t></si>"
    yield Case("rows past the limit in a small zip", sheet('<row><c t="b"><v>1</v></c></row>' * many), past)
    yield Case("shared strings without end", strings(big * (20 * many), "0"), past)
    yield Case(
        "cell formats without end",
        repacked(
            {
                "xl/styles.xml": inserted(
                    b"</cellXfs>", b"".join(b'<xf numFmtId="%d"/>' % (n * n % 65_521) for n in range(many))
                )
            }
        ),
        "",
    )
    whole = '<mergeCells><mergeCell ref="A9:XFD1048576"/></mergeCells>'
    yield Case("a merge over the whole sheet", sheet("", after=whole), "")
    far = '<row r="199999"><c r="SR199999"><v>1</v></c></row>'
    yield Case("a merge over a sheet of two far cells", sheet(far, after=whole), "限额")
    rows = min(many, 190_000)
    wide = "".join(f'<row r="{n}"><c r="A{n}" t="b"><v>1</v></c></row>' for n in range(9, rows)) + far
    each = "".join(f'<mergeCell ref="SQ{n}:SR{n}"/>' for n in range(9, rows))
    yield Case(
        "merges that widen every row",
        sheet(wide, after=f"<mergeCells>{each}</mergeCells>"),
        "限额" if rows > 9999 else "",
    )
    yield Case("one cell at XFD1048576", sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "限额")
    blank = '<row r="1048576"><c r="A1048576"/></row>'
    yield Case("the last row, blank", sheet(blank), "")
    yield Case("the last row, filled", sheet('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'), "限额")
    yield Case("a dimension that lies small", sheet("", before='<dimension ref="A1"/>'), "")
    yield Case("a dimension that lies large", sheet("", before='<dimension ref="A1:XFD1048576"/>'), "")
    yield Case("a dimension that is none", sheet("", before='<dimension ref="&#x4E00;"/>'), "")


def _trees(many: int) -> Iterator[Case]:
    past = "限额" if many >= 1_000_000 else ""
    names = "".join(f'<definedName name="n{n}">A1</definedName>' for n in range(min(many, 100_000))).encode()
    yield Case(
        "100,000 defined names",
        repacked(
            {
                BOOK: lambda part: part.replace(b"<definedNames/>", b"").replace(
                    b"</sheets>", b"</sheets><definedNames>" + names + b"</definedNames>"
                )
            }
        ),
        "",
    )
    junk = b"<a/>" * (40 * many)
    yield Case("elements without end in the workbook", repacked({BOOK: inserted(b"</workbook>", junk)}), past)
    yield Case("elements without end in a sheet", repacked({SHEET: inserted(b"</worksheet>", junk)}), past)
    yield Case("elements without end in a row", sheet(f'<row r="9">{"<c/>" * (40 * many)}</row>'), past)
    yield Case("elements without end between rows", sheet("<row/><x/>" * (10 * many)), "限额|损坏" if past else "")
    attributes = " ".join(f'a{n}=""' for n in range(min(many, 900_000)))
    yield Case("attributes without end", sheet(f'<row r="9"><c {attributes}/></row>'), "")
    yield Case(
        "a comment without end",
        repacked({SHEET: lambda part: b"<!--" + b"x" * (70 * many) + b"-->" + part}),
        "XML|限额" if many * 70 > 2**16 else "",
    )
    yield Case("deep nesting", sheet(f'<row r="9">{"<x>" * 2000}{"</x>" * 2000}</row>'), "损坏")
    yield Case(
        "hidden rows without end", sheet('<row hidden="1"/>' * (2 * many)), "限额|损坏" if many >= 1_000_000 else ""
    )
    yield Case(
        "hidden columns from far below",
        sheet("", before=f'<cols><col min="{-(10**9)}" max="{10**9}" hidden="1"/></cols>'),
        "",
    )
    yield Case(
        "broken cells without end",
        sheet("".join(f"<row>{'<c><f>1</f></c>' * 100}</row>" for _ in range(many // 100))),
        "限额" if many >= 900_000 else "B3",
    )
    long = "".join(chr(0x4E00 + number * number % 20_000) for number in range(min(3 * many, 3_000_000)))
    yield Case(
        "a text of 3 million characters", sheet(f'<row r="9"><c t="inlineStr"><is><t>{long}</t></is></c></row>'), ""
    )


def _xml() -> Iterator[Case]:
    yield Case("billion laughs", doctype(laughs()), "DOCTYPE")
    yield Case("quadratic entities", doctype(f'<!ENTITY e "{"x" * 1000}">', "&e;" * 1000), "DOCTYPE")
    yield Case("an external entity", doctype('<!ENTITY e SYSTEM "file:///etc/passwd">'), "DOCTYPE")
    yield Case("a remote DTD", doctype('<!ENTITY % p SYSTEM "http://192.0.2.1/x.dtd"> %p;', "x"), "DOCTYPE")
    yield Case("an entity that nobody declared", cell('<c r="F2" t="str"><v>&e;</v></c>'), "损坏")
    ebcdic = f'<?xml version="1.0" encoding="cp037"?><sst {MAIN}/>'.encode("cp037")
    yield Case("EBCDIC", repacked({"xl/sharedStrings.xml": ebcdic}, strings(b"")), "XML")
    utf7 = f'<?xml version="1.0" encoding="UTF-7"?><sst {MAIN}/>'.encode()
    yield Case("UTF-7", repacked({"xl/sharedStrings.xml": utf7}, strings(b"")), "编码")
    yield Case(
        "UTF-16",
        repacked({SHEET: lambda part: b"\xff\xfe" + re.sub(rb"<\?.*?\?>", b"", part).decode().encode("utf-16-le")}),
        "",
    )


def _cells() -> Iterator[Case]:
    yield Case("a shared string out of range", cell('<c r="F2" t="s"><v>99</v></c>'), "损坏")
    yield Case("a shared string below zero", cell('<c r="F2" t="s"><v>-1</v></c>'), "损坏")
    yield Case(
        "a style out of range", repacked({SHEET: lambda part: part.replace(b'<c r="F2"', b'<c s="99999" r="F2"')}), ""
    )
    yield Case("a bad cell reference", cell('<c r="2F"><v>1</v></c>'), "损坏")
    yield Case("a garbage number", cell('<c r="F2"><v>1x</v></c>'), "F2")
    yield Case("a style that is no number", cell('<c r="F2" s="x"><v>1</v></c>'), "F2")
    dated = inserted(b"</cellXfs>", b'<xf numFmtId="14"/>')
    for name, value in {
        "date serial 10^10": "10000000000",
        "text in a date cell": "soon",
        "a date below zero": "-1e300",
    }.items():
        data = repacked({"xl/styles.xml": dated}, cell(f'<c r="F2" s="1"><v>{value}</v></c>'))
        yield Case(name, data, "F2")
    yield Case("a formula with its value", cell('<c r="F2" t="str"><f>"x"</f><v>正常推进</v></c>'), "")
    yield Case("a formula without its value", cell('<c r="F2"><f>A1</f></c>'), "F2")
    yield Case("an error", cell('<c r="F2" t="e"><v>#REF!</v></c>'), "F2")
    yield Case("a boolean", cell('<c r="F2" t="b"><v>1</v></c>'), "F2")
    yield Case(
        "a number with an underscore",
        repacked({SHEET: lambda part: part.replace(b'<c r="A2" t="n"><v>1<', b'<c r="A2"><v>1_0<')}),
        "",  # 序号 decides nothing (§4.30)
    )
    yield Case(
        "full-width digits in a text",
        repacked(
            {
                SHEET: lambda part: part.replace(
                    b'<c r="A2" t="n"><v>1</v>', '<c r="A2" t="inlineStr"><is><t>１</t></is>'.encode()
                )
            }
        ),
        "",
    )
    yield Case(
        "infinity", repacked({SHEET: lambda part: part.replace(b'<c r="A2" t="n"><v>1<', b'<c r="A2"><v>INF<')}), ""
    )
    yield Case(
        "a number past every float",
        repacked({SHEET: lambda part: part.replace(b'<c r="A2" t="n"><v>1<', b'<c r="A2"><v>1e999<')}),
        "",
    )
    yield Case(
        "the days of 1904",
        repacked({BOOK: lambda part: part.replace(b"<workbookPr/>", b'<workbookPr date1904="1"/>')}),
        "",
    )


def _parts() -> Iterator[Case]:
    yield Case("no workbook", repacked({BOOK: None}), "没有工作簿")
    yield Case("no content types", repacked({TYPES: None}), "没有工作簿")
    yield Case("no root relationships", repacked({"_rels/.rels": None}), "没有工作簿")
    yield Case("no relationships of the workbook", repacked({"xl/_rels/workbook.xml.rels": None}), "找不到内容")
    yield Case("no sheet part", repacked({SHEET: None}), "损坏")
    yield Case("zero sheets", repacked({BOOK: lambda part: re.sub(rb"<sheet [^>]*/>", b"", part)}), "没有工作表")
    twice = re.compile(rb"(<sheet [^>]*name=\")([^\"]*)(\"[^>]*/>)")
    shared = {
        BOOK: lambda part: twice.sub(
            rb'\1\2\3<sheet name="x" sheetId="9" r:id="rId1" xmlns:r="' + RELATIONS.encode() + rb'"/>', part
        )
    }
    yield Case("two sheets of one part", repacked(shared), "共用")
    macro = f'<sheet name="Macro1" sheetId="9" state="veryHidden" r:id="" xmlns:r="{RELATIONS}"/>'.encode()
    yield Case("an old macro sheet, which has no part", repacked({BOOK: inserted(b"</sheets>", macro)}), "")
    external = inserted(
        b"</Relationships>",
        f'<Relationship Id="e" Type="{RELATIONS}/externalLink" Target="externalLinks/externalLink1.xml"/>'.encode(),
    )
    yield Case("an external link without its part", repacked({"xl/_rels/workbook.xml.rels": external}), "")
    outside = inserted(
        b"</Relationships>",
        f'<Relationship Id="e" Type="{RELATIONS}/externalLinkPath" Target="http://192.0.2.1/x.xlsx" TargetMode="External"/>'.encode(),
    )
    yield Case("an address outside", repacked({"xl/_rels/workbook.xml.rels": outside}), "")
    away = {
        "xl/_rels/workbook.xml.rels": lambda part: part.replace(b"worksheets/sheet1.xml", b"../../../../etc/passwd")
    }
    yield Case("a target that leaves the package", repacked(away), "损坏")
    self_target = {"xl/_rels/workbook.xml.rels": lambda part: part.replace(b"worksheets/sheet1.xml", b"workbook.xml")}
    yield Case("a sheet that is the workbook", repacked(self_target), "损坏")


def _archives() -> Iterator[Case]:
    yield Case("truncated", GOOD[: len(GOOD) // 2], "不完整")
    yield Case("empty", b"", "空的")
    yield Case("only a signature", b"PK\x03\x04", "不完整")
    yield Case("HTML renamed", b"<html><table></table></html>", "网页")
    yield Case(".xls renamed", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧版")
    encrypted = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    yield Case("encrypted", encrypted, "密码")
    yield Case(".csv renamed", TEXT.encode(), "不是 Excel")
    yield Case("members marked as encrypted", flagged(8, b"\x01"), "密码")
    yield Case("method 99", flagged(10, b"\x63\x00"), "压缩方法")
    yield Case("a checksum that is wrong", flagged(16, bytes(4)), "损坏")
    yield Case("sizes that lie", flagged(24, struct.pack("<I", 77)), "损坏")
    yield Case("a corrupt middle", corrupt(), "损坏")
    yield Case("overlapping members", overlapping(), "重叠")
    yield Case("a backslash name", with_member("xl\\x.xml"), "")
    yield Case("a name that leaves the package", with_member("../x.xml"), "")
    yield Case("a name in two cases", with_member("XL/WORKBOOK.XML"), "重名")


def zip_bomb(size: int) -> bytes:
    """The good workbook with a member of so many zero bytes, packed a thousand to one."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join([*(packer.compress(bytes(2**20)) for _ in range(size >> 20)), packer.flush()])
    stream = io.BytesIO(GOOD)
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr("xl/media/image1.png", packed)
    made = stream.getvalue()
    at = made.rindex(b"PK\x01\x02")
    return made[: at + 10] + struct.pack("<H", 8) + made[at + 12 : at + 24] + struct.pack("<I", size) + made[at + 28 :]


def texts() -> Iterator[Case]:
    """The cases of .csv."""
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        yield Case(f"encoding {encoding}", TEXT.encode(encoding), "")
    yield Case("UTF-16 without BOM", TEXT.encode("utf-16-le"), "NUL")
    yield Case("UTF-32", codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), "UTF-32")
    yield Case("half a character", TEXT.encode()[:-1], "编码")
    yield Case("NUL", TEXT.encode() + b"\x00", "NUL")
    yield Case("NUL behind a BOM", TEXT.encode("utf-8-sig") + b"\n2,\x00", "B3")
    yield Case("ragged rows", f"{TEXT},,,,,\n\n2,秘书科,,,,已办结\n3\n".encode(), "")
    yield Case("a quote that never closes", f'{TEXT}\n2,"秘书科,,,,已办结\n3,人事科,,,,已办结'.encode(), "引号")
    yield Case("CR alone", TEXT.replace("\n", "\r").encode(), "")
    yield Case("a first column named sep=", f"sep=\n{TEXT}".encode(), "")
    yield Case("sep= with no known delimiter", f"sep=|\n{TEXT.replace(',', '|')}".encode(), "")
    yield Case("sep= with a quote", f'sep="\n{TEXT}'.encode(), "")
    yield Case("sep= with CR", f"sep=\r\n{TEXT}".encode(), "")
    yield Case("10 MB in a cell", f"{TEXT}\n2,秘书科,,{'长' * 3_400_000},,已办结".encode(), "引号|限额|字")
    yield Case("10 MB of delimiters in a row", f"{TEXT}\n{',' * 10_000_000}".encode(), "限额")
    yield Case("10 MB of quotes", TEXT.encode() + b"\n" + b'"' * 10_000_000, "引号")
    yield Case("10 MB of line breaks", f"{TEXT}{chr(10) * 10_000_000}".encode(), "限额")
    yield Case("a workbook renamed", GOOD, "Office")
