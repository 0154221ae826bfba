"""Tables that grow in one dimension, in every format that is read, and workbooks that are handed back."""

from __future__ import annotations

import contextlib
import io
import json
import struct
from collections.abc import Callable, Mapping
from typing import Any, Final

from helpers import hostile_files
from helpers.hostile_files import MAIN, RELATIONS, SHEET, inserted
from helpers.office_sheets import SCHEME, headers, xlsx
from helpers.word_parts import docx, down, members, p, tbl, tc, zipped

import trafficlight as tl
from growth import Case

HEADER: Final = headers("key_work")
_LISTED: Final = headers("three_firsts")
_LONGEST: Final = 32_767
_GOOD: Final = xlsx(("重点工作", [HEADER], []))


def _row(number: int, matter: object = "", *, progress: str = "已办结") -> list[object]:
    return [number, matter or f"事项{number}", "年底前", "推进中", progress, "", "办公室", "局党组", ""]


def repacked(changes: Mapping[str, hostile_files.Change], data: bytes = _GOOD) -> bytes:
    """A workbook of a header with parts changed, replaced or added."""
    return hostile_files.repacked(changes, data)


def sheet(rows: str, *, before: str = "", after: str = "") -> bytes:
    """A workbook of a header with these rows below it, and what stands before and after the rows."""

    def change(part: bytes) -> bytes:
        text = part.decode().replace("</sheetData>", f"{rows}</sheetData>{after}")
        return text.replace("<sheetViews", f"{before}<sheetViews", 1).encode()

    return repacked({SHEET: change})


def read(suffix: str, data: bytes) -> None:
    """Hand a file in."""
    tl.sheets.read(data, scheme=SCHEME, file_name=f"重点工作{suffix}", collect=True).report.lines()


def _reading(suffix: str, make: Callable[[int], bytes]) -> Callable[[int], Callable[[], object]]:
    def prepare(count: int) -> Callable[[], object]:
        data = make(count)
        return lambda: read(suffix, data)

    return prepare


def cells(number: int, *values: object) -> str:
    """A row of a sheet, below the header."""
    made = "".join(f'<c t="inlineStr"><is><t>{value}</t></is></c>' if value != "" else "<c/>" for value in values)
    return f'<row r="{number + 2}">{made}</row>'


def rows(count: int, matter: str = "", *, progress: str = "已办结") -> str:
    """So many rows, of another matter each unless it is given."""
    return "".join(cells(number, *_row(number, matter, progress=progress)) for number in range(count))


def _wide(count: int) -> bytes:
    return sheet("".join(cells(number, *_row(number), *"x" * count) for number in range(300)))


def _long(unit: str) -> Callable[[int], bytes]:
    return lambda count: sheet("".join(cells(row, *_row(row, unit * count), unit * count) for row in range(40)))


def _styles(count: int) -> bytes:
    formats = "".join(f'<numFmt numFmtId="{200 + at}" formatCode="0.0&quot;{at}&quot;"/>' for at in range(count))
    looks = "".join(f'<xf numFmtId="{200 + at}"/>' for at in range(count))
    return repacked(
        {"xl/styles.xml": lambda old: b"<styleSheet %s><numFmts>%s</numFmts><cellXfs><xf/>%s</cellXfs></styleSheet>"
            % (MAIN.encode(), formats.encode(), looks.encode())},
        sheet("".join(f'<row r="{at + 2}"><c r="A{at + 2}" s="{at + 1}"><v>{at}</v></c></row>' for at in range(count))),
    )  # fmt: skip


def _format_length(unit: str) -> Callable[[int], bytes]:
    return lambda count: repacked(
        {"xl/styles.xml": inserted(b"<fonts", f'<numFmts><numFmt numFmtId="200" formatCode="{unit * count}"/></numFmts>'.encode())}
    )  # fmt: skip


def _merges(count: int) -> bytes:
    areas = "".join(f'<mergeCell ref="B{at + 2}:C{at + 2}"/>' for at in range(count))
    return sheet(rows(count), after=f"<mergeCells>{areas}</mergeCells>")


def _merged_down(count: int) -> bytes:
    return sheet(rows(count), after=f'<mergeCells><mergeCell ref="B2:B{count + 1}"/></mergeCells>')


def _named(count: int) -> bytes:
    names = "".join(f'<definedName name="n{number}">A1</definedName>' for number in range(count)).encode()
    whole = b"</sheets><definedNames>" + names + b"</definedNames>"
    return repacked(
        {"xl/workbook.xml": lambda part: part.replace(b"<definedNames/>", b"").replace(b"</sheets>", whole)}
    )


def many_sheets(count: int) -> bytes:
    """A workbook of so many copies of its sheet."""
    names = "".join(
        f'<sheet name="表{at}" sheetId="{at + 9}" r:id="r{at}" xmlns:r="{RELATIONS}"/>' for at in range(count)
    )
    targets = "".join(
        f'<Relationship Id="r{at}" Type="{RELATIONS}/worksheet" Target="worksheets/more{at}.xml"/>'
        for at in range(count)
    )
    types = "".join(
        f'<Override PartName="/xl/worksheets/more{at}.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'spreadsheetml.worksheet+xml"/>' for at in range(count)
    )  # fmt: skip
    row = (
        f"<worksheet {MAIN}><sheetData>{cells(0, *HEADER)}{cells(1, *_row(1, progress='很慢'))}</sheetData></worksheet>"
    )
    return repacked(
        {
            "xl/workbook.xml": inserted(b"</sheets>", names.encode()),
            "xl/_rels/workbook.xml.rels": inserted(b"</Relationships>", targets.encode()),
            "[Content_Types].xml": inserted(b"</Types>", types.encode()),
            **{f"xl/worksheets/more{at}.xml": row.encode() for at in range(count)},
        }
    )


def _parts(count: int) -> bytes:
    return repacked({f"xl/media/image{number}.png": b"x" for number in range(count)})


def _tables(count: int) -> bytes:
    return sheet("".join(cells(3 * at, *HEADER) + cells(3 * at + 1, *_row(at)) for at in range(count)))  # fmt: skip


def _items(count: int) -> bytes:
    listed = "&#10;".join(f"{number}.争先事项{number}（已认定）" for number in range(1, count + 1))
    wide = [*("办公室" if "科室" in word else listed for word in _LISTED)]
    return sheet("".join(cells(5 * at, *_LISTED) + cells(5 * at + 1, *wide) for at in range(3)))


def _strings(items: str) -> bytes:
    return hostile_files.strings(items.encode(), "0")


def _runs(count: int) -> bytes:
    return _strings(f"<si>{'<r><t>x</t></r>' * count}</si>")


def _hidden(count: int) -> bytes:
    columns = "".join(f'<col min="{at}" max="{at + 1}" hidden="1"/>' for at in range(count))
    hidden = "".join(f'<row r="{at + 2}" hidden="1"/>' for at in range(count))
    return sheet(hidden, before=f"<cols>{columns}</cols>")


XLSX: Final[dict[str, tuple[Callable[[int], bytes], int]]] = {
    "rows": (lambda count: sheet(rows(count)), 10**5),
    "rows alike": (lambda count: sheet(rows(count, "同一事项")), 10**5),
    "rows at fault": (lambda count: sheet(rows(count, progress="很慢")), 10**5),
    "rows above the table": (
        lambda count: repacked({SHEET: b"<worksheet %s><sheetData>%s%s</sheetData></worksheet>" % (
            MAIN.encode(), "".join(cells(at, f"说明{at}") for at in range(count)).encode(), cells(count, *HEADER).encode())}),
        10**5,
    ),
    "columns": (_wide, 500),
    "cell length": (_long("x "), _LONGEST // 2),
    "blanks in a cell": (_long(" "), _LONGEST),
    "separators in a cell": (_long("、"), _LONGEST),
    "items in a cell": (_items, 2000),
    "shared strings": (lambda count: _strings("".join(f"<si><t>{at}</t></si>" for at in range(count))), 10**6),
    "runs of a string": (_runs, 2 * 10**5),
    "styles and formats": (_styles, 60_000),
    "brackets in a format": (_format_length("["), 10**6),
    "quotes in a format": (_format_length("&quot;0_-"), 10**6),
    "merges": (_merges, 5 * 10**4),
    "a merge over rows": (_merged_down, 10**5),
    "names": (_named, 2 * 10**5),
    "sheets": (many_sheets, 250),
    "parts": (_parts, 3_900),
    "tables in a sheet": (_tables, 10**5),
    "hidden rows and columns": (_hidden, 10**5),
    "nesting": (lambda count: sheet(f'<row r="9">{"<x>" * count}{"</x>" * count}</row>'), 10**5),
}  # fmt: skip


def _line(number: int, matter: str = "", *, progress: str = "已办结") -> str:
    return ",".join(map(str, _row(number, matter, progress=progress)))


def _csv(*lines: str) -> bytes:
    return "\n".join((",".join(HEADER), *lines)).encode()


CSV: Final[dict[str, tuple[Callable[[int], bytes], int]]] = {
    "rows": (lambda count: _csv(*(_line(at) for at in range(count))), 10**5),
    "rows at fault": (lambda count: _csv(*(_line(at, progress="很慢") for at in range(count))), 10**5),
    "columns": (lambda count: _csv(*(_line(at) + ",x" * count for at in range(300))), 500),
    "cell length": (lambda count: _csv(*(_line(at, "x " * count) for at in range(40))), _LONGEST // 2),
    "quotes": (lambda count: _csv(*(_line(at, f'"{chr(34) * 2 * count}"') for at in range(40))), _LONGEST),
    "a quote that never closes": (lambda count: _csv('1,"办公室', *["x,y"] * count), 10**6),
    "lines of a cell": (lambda count: _csv(_line(1, f'"{chr(10) * count}"')), _LONGEST),
    "blank lines": (lambda count: _csv(*[""] * count), 190_000),
}  # fmt: skip


def _json(rows: object) -> bytes:
    return json.dumps(rows, ensure_ascii=False).encode()


def record(number: int, **more: object) -> dict[str, object]:
    """A row as an object by header words."""
    values = dict(zip(HEADER, _row(number), strict=True))
    return values | more


JSON: Final[dict[str, tuple[Callable[[int], bytes], int]]] = {
    "rows": (lambda count: _json([record(at) for at in range(count)]), 10**5),
    "rows at fault": (lambda count: _json([record(at) | {"进度评价": "很慢"} for at in range(count)]), 10**5),
    "columns": (lambda count: _json([record(at, **dict.fromkeys(map(str, range(count)), 1)) for at in range(100)]), 500),
    "cell length": (lambda count: _json([record(at) | {HEADER[1]: "x " * count} for at in range(40)]), _LONGEST // 2),
    "escapes": (lambda count: _json([record(1)]).replace(b'"\xe4\xba\x8b', b'"' + rb"\u4e8b" * count + b"\xe4\xba\x8b"), 10**6),
    "tables": (lambda count: _json({"tables": [{"title": "重点工作", "rows": [record(at)]} for at in range(count)]}), 10**5),
    "nesting": (lambda count: b"[" * count + b"]" * count, 10**6),
    "digits": (lambda count: _json([record(1)]).replace(b": 1,", b": " + b"1" * count + b","), 10**6),
}  # fmt: skip

_OPEN: Final = "".join(
    f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in [("o", "office"), ("t", "table"), ("x", "text"), ("s", "style"), ("n", "datastyle")]
)


def _ods(body: str, *, styles: str = "", parts: int = 0) -> bytes:
    content = (
        f"<o:document-content{_OPEN}><o:automatic-styles>{styles}</o:automatic-styles><o:body><o:spreadsheet>{body}"
        "</o:spreadsheet></o:body></o:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    more: dict[str, str | bytes] = {f"Pictures/{at}.png": b"x" for at in range(parts)}
    return zipped(more | {"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": "<m/>"})


def _ods_row(*values: object, look: str = "") -> str:
    made = (f'<t:table-cell o:value-type="string"{look}><x:p>{value}</x:p></t:table-cell>' for value in values)
    return f"<t:table-row>{''.join(made)}</t:table-row>"


def _ods_table(*rows: str, name: object = 1) -> str:
    return f'<t:table t:name="表{name}">{_ods_row(*HEADER)}{"".join(rows)}</t:table>'


def _ods_rows(count: int, *more: object, look: str = "") -> list[str]:
    return [_ods_row(*_row(at), *more, look=look) for at in range(count)]


def _ods_formats(count: int) -> bytes:
    styles = "".join(
        f'<n:text-style s:name="n{at}"><n:text>{at}</n:text><n:text-content/></n:text-style>'
        f'<s:style s:name="a{at}" s:family="table-cell" s:data-style-name="n{at}"/>'
        for at in range(count)
    )
    return _ods(_ods_table(*(_ods_row("x", look=f' t:style-name="a{at}"') for at in range(count))), styles=styles)


_SPANNED: Final = ' t:number-columns-spanned="2" t:number-rows-spanned="{}"'
_PERCENT: Final = '<s:style s:name="a{0}" s:family="table-cell" s:parent-style-name="a{1}"/>'
ODS: Final[dict[str, tuple[Callable[[int], bytes], int]]] = {
    "rows": (lambda count: _ods(_ods_table(*_ods_rows(count))), 10**5),
    "columns": (lambda count: _ods(_ods_table(*_ods_rows(300, *"x" * count))), 500),
    "cell length": (lambda count: _ods(_ods_table(*[_ods_row(1, "x " * count)] * 40)), _LONGEST // 2),
    "paragraphs of a cell": (lambda count: _ods(_ods_table(_ods_row(1, "<x:span>x</x:span><x:s/>" * count))), _LONGEST),
    "repeated blanks": (lambda count: _ods(_ods_table(*[_ods_row(1, f'<x:s x:c="{count}"/>x')] * 40)), 10**9),
    "repeated cells": (lambda count: _ods(_ods_table(*[f'<t:table-row t:number-rows-repeated="{count}">{_ods_row("x")[13:]}'])), 10**9),
    "styles": (lambda count: _ods(_ods_table(*_ods_rows(9)), styles="".join(_PERCENT.format(at, at - 1) for at in range(count))), 10**6),
    "formats": (_ods_formats, 10**5),
    "parts": (lambda count: _ods(_ods_table(*_ods_rows(9)), parts=count), 3_900),
    "merges": (lambda count: _ods(_ods_table(*_ods_rows(count, look=' t:number-columns-spanned="2"'))), 10**5),
    "rows that a merge spans": (lambda count: _ods(_ods_table(*_ods_rows(9), _ods_row(*_row(9), look=_SPANNED.format(count)))), 10**12),
    "tables": (lambda count: _ods("".join(_ods_table(*_ods_rows(1), name=at) for at in range(count))), 250),
    "names": (lambda count: _ods(f"{_ods_table()}<t:named-expressions>{'<t:named-range/>' * count}</t:named-expressions>"), 10**6),
    "nesting": (lambda count: _ods(f"{'<x:x>' * count}{'</x:x>' * count}"), 10**6),
}  # fmt: skip


def _word(*blocks: str, **parts: str) -> bytes:
    made = members("".join(blocks))
    if parts:
        kinds = "".join(f'<Relationship Id="m{kind}" Type="{RELATIONS}/{kind}" Target="{kind}.xml"/>' for kind in parts)
        made["word/_rels/document.xml.rels"] = (
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{kinds}</Relationships>'
        )
        made |= {f"word/{kind}.xml": xml for kind, xml in parts.items()}
    return zipped(made)


def _word_rows(count: int, matter: str = "") -> list[list[str]]:
    return [list(map(str, _row(at, matter))) for at in range(count)]


def _nested(depth: int) -> str:
    return f"<w:p/>{tbl([tc(_nested(depth - 1))])}<w:p/>" if depth else "<w:p/>"


def _word_styles(count: int) -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    chain = "".join(
        f'<w:style w:type="paragraph" w:styleId="S{at}"><w:name w:val="S{at}"/><w:basedOn w:val="S{at - 1}"/></w:style>'
        for at in range(count)
    )
    body = "".join(f'<w:p><w:pPr><w:pStyle w:val="S{at}"/></w:pPr></w:p>' for at in reversed(range(count)))
    return _word(body, tbl(HEADER, *_word_rows(2)), styles=f"<w:styles {space}>{chain}</w:styles>")


_BEGIN, _SEPARATE, _END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
DOCX: Final[dict[str, tuple[Callable[[int], bytes], int]]] = {
    "rows": (lambda count: docx(tbl(HEADER, *_word_rows(count))), 10**5),
    "columns": (lambda count: docx(tbl(HEADER, *(row + ["x"] * count for row in _word_rows(100)))), 500),
    "cell length": (lambda count: docx(tbl(HEADER, *_word_rows(40, "x " * count))), _LONGEST // 2),
    "runs of a cell": (lambda count: docx(tbl(HEADER, ["1", f"<w:p>{'<w:r><w:t>x</w:t></w:r>' * count}</w:p>"])), 10**5),
    "tables": (lambda count: docx(*(tbl(HEADER, *_word_rows(1, f"事项{at}")) for at in range(count))), 250),
    "tables in tables": (lambda count: docx(_nested(count)), 60),
    "merges": (lambda count: docx(tbl(HEADER, *([str(at), down(start=at % 9 == 0)] for at in range(count)))), 10**5),
    "paragraphs above": (lambda count: docx(*(p(f"说明{at}") for at in range(count)), tbl(HEADER, *_word_rows(2))), 10**5),
    "styles": (_word_styles, 10**5),
    "names": (lambda count: docx(*(f'<w:bookmarkStart w:id="{at}" w:name="b{at}"/>' for at in range(count)), tbl(HEADER)), 10**5),
    "parts": (lambda count: _word(tbl(HEADER, *_word_rows(9)), **{f"n{at}": "<a/>" for at in range(count)}), 3_900),
    "cells across": (lambda count: docx(tbl(HEADER, *([tc("x", '<w:gridSpan w:val="2"/>')] for _ in range(count)))), 10**5),
    "fields": (lambda count: docx(f"<w:p>{_BEGIN * count}{_SEPARATE * count}{_END * count}</w:p>", tbl(HEADER)), 10**6),
}  # fmt: skip


def _xls(fill: Callable[[Any, int], None]) -> Callable[[int], bytes]:
    def make(count: int) -> bytes:
        import xlwt

        book: Any = xlwt.Workbook(style_compression=2)
        fill(book, count)
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    return make


def _xls_rows(book: Any, count: int, more: int = 0, length: int = 0) -> Any:
    made = book.add_sheet("重点工作")
    for number, row in enumerate([HEADER, *_word_rows(count)]):
        for column, value in enumerate([*row, *"x" * more, *(["x " * length] if length else [])]):
            made.write(number, column, value)
    return made


def _xls_merges(book: Any, count: int) -> None:
    made = _xls_rows(book, 1)
    for number in range(count):
        made.write_merge(number + 9, number + 9, 1, 2, "x")


def _xls_formats(book: Any, count: int) -> None:
    import xlwt

    made = _xls_rows(book, 1)
    for number in range(count):
        look: Any = xlwt.XFStyle()
        look.num_format_str = f'0.0"{number}"'
        made.write(number + 9, 1, 1.5, look)


def _xls_names(count: int) -> bytes:
    """Names of a workbook, each of a number; xlwt writes none itself."""
    import xlwt

    class Named(xlwt.Workbook):  # type: ignore[misc]  # xlwt has no types
        """A workbook with records of names where its links stand."""

        def _Workbook__all_links_rec(self) -> bytes:  # noqa: N802  # xlwt's own name for it
            names = (f"n{at}".encode() for at in range(count))
            return b"".join(
                struct.pack("<HHHBBHHHBBBBB", 0x18, 15 + len(name) + 3, 0, 0, len(name), 3, 0, 0, 0, 0, 0, 0, 0)
                + name + struct.pack("<BH", 0x1E, 1) for name in names
            )  # fmt: skip

    book: Any = Named()
    _xls_rows(book, 1)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _xls_sheets(book: Any, count: int) -> None:
    for number in range(count):
        book.add_sheet(f"表{number}").write(0, 0, "x")


XLS: Final[dict[str, tuple[Callable[[int], bytes], int]]] = {
    "rows": (_xls(_xls_rows), 60_000),
    "columns": (_xls(lambda book, count: _xls_rows(book, 100, more=count)), 240),
    "cell length": (_xls(lambda book, count: _xls_rows(book, 20, length=count)), _LONGEST // 2),
    "merges": (_xls(_xls_merges), 60_000),
    "formats": (_xls(_xls_formats), 3_000),
    "names": (_xls_names, 10**5),
    "sheets": (_xls(_xls_sheets), 250),
}


def _fault(row: int, column: int = 1, page: str = "重点工作") -> tl.errors.Fault:
    return tl.errors.HeaderFault("缺少", file="x.xlsx", sheet=page, row=row, column=column)


def _marking(
    make: Callable[[int], bytes], faults: Callable[[int], list[tl.errors.Fault]] = lambda _: [_fault(1), _fault(2, 3)]
) -> Callable[[int], Callable[[], object]]:
    def prepare(count: int) -> Callable[[], object]:
        data, told = make(count), faults(count)

        def do() -> None:
            with contextlib.suppress(tl.errors.FileFault):
                tl.sheets.marked(data, told, file_name="x.xlsx")

        return do

    return prepare


def _commented(count: int) -> bytes:
    """So many rows that bear a comment already, as this library writes it."""
    return tl.sheets.marked(
        sheet(rows(count)), [_fault(at + 2) for at in range(count)], file_name="x.xlsx", author="别人"
    )


MARKED: Final[dict[str, tuple[Callable[[int], Callable[[], object]], int]]] = {
    "rows": (_marking(XLSX["rows"][0]), 10**5),
    "marks": (_marking(XLSX["rows"][0], lambda count: [_fault(at + 2, 1 + at % 5) for at in range(count)]), 10**5),
    "marks below the table": (_marking(lambda _: sheet(""), lambda count: [_fault(at + 2) for at in range(count)]), 10**5),
    "marks of a cell": (_marking(lambda _: sheet(""), lambda count: [_fault(1)] * count), 10**5),
    "marks of sheets": (_marking(many_sheets, lambda count: [_fault(3, 2, f"表{at}") for at in range(count)]), 250),
    "comments of others": (_marking(_commented, lambda count: [_fault(at + 2) for at in range(count)]), 10**5),
    "columns": (_marking(_wide), 500),
    "cell length": (_marking(_long("x ")), _LONGEST // 2),
    "styles and formats": (_marking(_styles, lambda count: [_fault(at + 2) for at in range(count)]), 60_000),
    "merges": (_marking(_merges, lambda count: [_fault(at + 2, 3) for at in range(count)]), 5 * 10**4),
    "names": (_marking(_named), 2 * 10**5),
    "parts": (_marking(_parts), 3_900),
    "nesting": (_marking(lambda count: sheet(f'<row r="9">{"<x>" * count}{"</x>" * count}</row>')), 10**5),
    "hidden rows and columns": (_marking(_hidden, lambda count: [_fault(at + 2, at % 500 + 1) for at in range(count)]), 10**5),
}  # fmt: skip


def cases() -> list[Case]:
    """All of them."""
    formats = {"xlsx": XLSX, "csv": CSV, "json": JSON, "ods": ODS, "docx": DOCX, "xls": XLS}
    read_in = [
        Case(f"read .{name}", dimension, _reading(f".{name}", make), most)
        for name, dimensions in formats.items()
        for dimension, (make, most) in dimensions.items()
    ]
    return [*read_in, *(Case("marked", dimension, *how) for dimension, how in MARKED.items())]
