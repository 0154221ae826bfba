"""OpenDocument 电子表格: .ods becomes the same grids as .xlsx: merged areas, hidden rows, errors and dates included."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from helpers.office_sheets import SCHEME, headers
from helpers.word_parts import zipped

import trafficlight as tl
from trafficlight.model._kinds import text_of
from trafficlight.model._marks import BLUE
from trafficlight.ooxml.archive import LIMITS, Limits
from trafficlight.sheets.reading.grid import Grid, Merge
from trafficlight.sheets.reading.hand_in_files import Meter
from trafficlight.sheets.reading.readers.ods import read_ods
from trafficlight.sheets.reading.readers.word_tables import Lights

MIME = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = "".join(
    f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in [("o", "office"), ("t", "table"), ("x", "text"), ("s", "style"), ("d", "drawing")]
)
CALC = ' xmlns:c="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
SQUARE = ' t:number-rows-spanned="2" t:number-columns-spanned="2"'
EMPTY_TAIL = (
    '<t:table-row t:number-rows-repeated="1048000"><t:table-cell t:number-columns-repeated="16384"/></t:table-row>'
)


def document(*tables: str, before: str = "") -> str:
    """content.xml with these tables."""
    body = "".join(tables)
    return f"<o:document-content{NAMES}{CALC}>{before}<o:body><o:spreadsheet>{body}</o:spreadsheet></o:body></o:document-content>"


def ods(*tables: str, before: str = "") -> bytes:
    """A package with these tables."""
    return zipped({"mimetype": MIME, "content.xml": document(*tables, before=before), "META-INF/manifest.xml": "<m/>"})


def table(*rows: str, name: str = "表", columns: str = "") -> str:
    """A table of ready rows."""
    return f'<t:table t:name="{name}">{columns}{"".join(rows)}{EMPTY_TAIL}</t:table>'


def row(*cells: str, attributes: str = "") -> str:
    """A row of ready cells, or of texts."""
    made = (cell if cell.startswith("<") else text(cell) for cell in cells)
    return f"<t:table-row{attributes}>{''.join(made)}</t:table-row>"


def text(content: str = "", attributes: str = "") -> str:
    """A cell with a text, or a blank one."""
    if not content:
        return f"<t:table-cell{attributes}/>"
    return f'<t:table-cell o:value-type="string"{attributes}><x:p>{content}</x:p></t:table-cell>'


def value(kind: str, stored: str, *, shown: str = "?", attributes: str = "") -> str:
    """A cell with a typed value."""
    name = {"date": "date-value", "time": "time-value", "boolean": "boolean-value"}.get(kind, "value")
    return f'<t:table-cell o:value-type="{kind}" o:{name}="{stored}"{attributes}><x:p>{shown}</x:p></t:table-cell>'


def grids(data: bytes, limits: Limits = LIMITS) -> list[Grid | tl.errors.FileFault]:
    """The sheets of a file."""
    return [one for one in read_ods(data, Meter("f.ods", limits)) if isinstance(one, (Grid, tl.errors.FileFault))]


def only(data: bytes, limits: Limits = LIMITS) -> Grid:
    """Its one sheet."""
    (grid,) = grids(data, limits)
    assert isinstance(grid, Grid), grid
    return grid


def test_values_keep_their_types() -> None:
    """What the file stores is the value, and what it shows goes with it; times of day and longer spans are told apart."""
    cells = [
        value("float", "3"),
        value("float", "2.5"),
        value("percentage", "0.5", shown="50%"),
        value("boolean", "true"),
        value("date", "2023-09-28", shown="9月28日"),
        value("date", "2023-09-28T12:00:00"),
        value("time", "PT12H30M00S"),
        value("time", "PT30H00M00S"),
        value("date", "20230-01-01"),
        value("float", "NaN"),
    ]
    grid = only(ods(table(row(*cells))))
    assert grid.rows == (
        (
            3,
            2.5,
            0.5,
            True,
            dt.datetime.fromisoformat("2023-09-28"),
            dt.datetime.fromisoformat("2023-09-28T12:00"),
            dt.time(12, 30),
            1.25,
            "20230-01-01",
            "NaN",
        ),
    )
    assert [text_of(cell) for cell in grid.rows[0][2:5:2]] == ["50%", "9月28日"]
    assert [(row, column) for row, column, _ in grid.broken] == [(0, 8), (0, 9)]


def test_texts_are_what_a_reader_sees() -> None:
    """Paragraphs and breaks are lines, wrapped white space is one blank, comments and pictures are no text."""
    cell = (
        '<t:table-cell o:value-type="string"><o:annotation><x:p>批注</x:p></o:annotation><d:frame><x:p>图</x:p></d:frame>'
        "<x:p>一 \n  二<x:s x:c='3'/>三<x:tab/><x:span>四</x:span><x:line-break/>五</x:p><x:p/><x:p>六</x:p></t:table-cell>"
    )
    grid = only(ods(table(row(cell, text(" "), text("<x:s/>"), "尾"))))
    assert grid.rows == (("一 二   三\t四\n五\n\n六", None, None, "尾"),)


def test_the_light_that_a_format_shows_beside_a_text_is_none_of_it() -> None:
    """A ledger of ours shows 已办结（蓝） by its number format, and as .ods keeps 已办结 beside what is shown: that is the value."""
    shown = text("已办结（蓝）", attributes=' o:string-value="已办结"')
    (grid,) = read_ods(ods(table(row(shown))), Meter("x.ods"), Lights([BLUE]))
    assert isinstance(grid, Grid)
    assert grid.cell(0, 0) == "已办结"


N = 'xmlns:n="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"'
TEXT_FORMATS = f"""<o:automatic-styles {N}>
<s:style s:name="about" s:family="table-cell" s:data-style-name="N1"/><s:style s:name="child" s:parent-style-name="money"/>
<s:style s:name="loop" s:family="table-cell" s:parent-style-name="loop"/>
<s:style s:name="money" s:family="table-cell" s:data-style-name="N2"/>
<s:style s:name="none" s:family="table-cell" s:data-style-name="N3"/>
<s:style s:name="light" s:family="table-cell" s:data-style-name="N4"/>
<n:text-style s:name="N1"><n:text>约</n:text><n:text-content/></n:text-style>
<n:text-style s:name="N2"><n:text-content/><n:text>万元</n:text></n:text-style><n:text-style s:name="N3"/>
<n:text-style s:name="N4"><n:text-content/><n:text>（蓝）</n:text></n:text-style>
</o:automatic-styles>"""


@pytest.mark.parametrize(
    ("cell", "read", "doubts"),
    [
        (text("500", ' t:style-name="money"'), "500万元", 0),
        (text("500", ' t:style-name="child"'), "500万元", 0),
        (text("无", ' t:style-name="about"'), "约无", 0),
        (text("500万元", ' t:style-name="money" o:string-value="500"'), "500万元", 0),
        (text("500万元", ' o:string-value="500"'), "500万元", 0),
        (text("五百", ' o:string-value="500"'), "五百", 0),
        (text("已办结", ' t:style-name="light"'), "已办结", 0),
        (text("甲", ' t:style-name="loop"'), "甲", 0),
        ('<t:table-cell o:value-type="string" t:style-name="none" o:string-value="乙"><x:p/></t:table-cell>', "乙", 1),
        (text("500万元", ' t:style-name="money"'), "500万元", 1),
    ],
)
def test_a_text_is_read_as_its_format_shows_it(cell: str, read: str, doubts: int) -> None:
    """@"万元" shows 500万元 (§4.24), by the cell's style or one that it stands on; what cannot be told is doubted."""
    data = ods(table(row(cell)), before=TEXT_FORMATS)
    (grid,) = read_ods(data, Meter("x.ods"), Lights([BLUE]))
    assert isinstance(grid, Grid)
    assert (grid.cell(0, 0), len(grid.doubts)) == (read, doubts)


def test_merged_repeated_and_hidden() -> None:
    """Merged areas come with their corners; repeated cells and rows are all there; what is hidden is told."""
    rows = [
        row(
            text("甲", ' t:number-rows-spanned="2" t:number-columns-spanned="2"'),
            "<t:covered-table-cell/>",
            text("乙", ' t:number-columns-repeated="2"'),
        ),
        row('<t:covered-table-cell t:number-columns-repeated="2"/>', "丙", attributes=' t:visibility="collapse"'),
        row(text("", ' t:number-columns-repeated="3"'), attributes=' t:number-rows-repeated="2"'),
        row("丁", attributes=' t:number-rows-repeated="2" t:visibility="filter"'),
    ]
    columns = '<t:table-column t:number-columns-repeated="2"/><t:table-column t:visibility="collapse" t:number-columns-repeated="16000"/>'
    grid = only(ods(table(f"<t:table-header-rows>{rows[0]}</t:table-header-rows>", *rows[1:], columns=columns)))
    assert grid.rows == (("甲", None, "乙", "乙"), (None, None, "丙"), (), (), ("丁",), ("丁",))
    assert grid.merges == (Merge(0, 0, 1, 1),)
    assert grid.seen(1) == ("甲", "甲", "丙")
    assert (sorted(grid.hidden_rows), sorted(grid.hidden_columns)) == ([1, 4, 5], [2, 3])


def test_errors_and_formulas_never_calculated_are_no_blanks() -> None:
    """LibreOffice marks errors, others only show them; a formula that yields an empty text is blank."""
    cells = [
        '<t:table-cell t:formula="of:=1/0" o:value-type="string" c:value-type="error"><x:p>#DIV/0!</x:p></t:table-cell>',
        '<t:table-cell t:formula="of:=A" o:value-type="float" o:value="0"><x:p>Err:502</x:p></t:table-cell>',
        '<t:table-cell t:formula="of:=1+1"/>',
        '<t:table-cell t:formula="of:=A1" o:value-type="string" o:string-value=""><x:p></x:p></t:table-cell>',
        '<t:table-cell t:formula="of:=A1" o:value-type="string" o:string-value="值"/>',
        text("#1 号楼"),
        '<t:table-cell t:formula="of:=IF(1;&quot;&quot;)"><x:p/></t:table-cell>',
        '<t:table-cell t:formula="of:=A1" o:value-type="string"/>',
    ]
    grid = only(ods(table(row(*cells))))
    assert grid.rows == (("#DIV/0!", "Err:502", "of:=1+1", None, "值", "#1 号楼", None, "of:=A1"),)
    assert [column for _, column, _ in grid.broken] == [0, 1, 2, 7]


def test_every_sheet_is_read() -> None:
    """Sheets come in order, hidden ones are named so, and what was changed before is not read."""
    style = (
        '<o:automatic-styles><s:style s:name="ta2" s:family="table"><s:table-properties t:display="false"/></s:style>'
        "</o:automatic-styles>"
    )
    hidden = table(row("藏")).replace("<t:table ", '<t:table t:style-name="ta2" ')
    changes = f"<t:tracked-changes>{row('旧')}</t:tracked-changes>"
    shown, second = grids(ods(changes, table(row("显"), name="一"), hidden, before=style))
    assert isinstance(shown, Grid)
    assert isinstance(second, Grid)
    assert [(one.sheet, one.rows, one.hidden) for one in (shown, second)] == [
        ("一", (("显",),), False),
        ("表", (("藏",),), True),
    ]


def test_entries_and_faults() -> None:
    """A hand-in in .ods gives entries and faults as one in .xlsx does."""
    good = ["办公室", "", "", "", "正常推进"]
    rows = [row(*headers("investment")), row(value("float", "1"), *good), row("2", "办公室", "", "", "", "很慢")]
    reading = tl.sheets.read(ods(table(*rows)), scheme=SCHEME, file_name="招商.ODS", collect=True)
    assert [entry.serial for entry in reading.entries] == [1]
    (fault,) = reading.report.faults
    assert (fault.sheet, fault.cell) == ("表", "F3")


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        (row("x", attributes=' t:number-rows-repeated="1000000000"'), "行"),
        (row(text("x", ' t:number-columns-repeated="1000000000"')), "列"),
        (row(text("", ' t:number-columns-repeated="999999"'), "x"), "列"),
        (row(text("", ""), attributes=' t:number-rows-repeated="300000"') + row("x"), "行"),
        (row(*["x"] * 500, attributes=' t:number-rows-repeated="100000"'), "单元格"),
        (row(text("x", SQUARE), "y") + row(text("z", SQUARE), "w"), "重叠"),
        (row(value("float", "NaN"), attributes=' t:number-rows-repeated="150000"'), "出错"),
    ],
    ids=["rows", "columns", "gap", "far", "cells", "overlap", "broken"],
)
def test_a_sheet_past_a_limit_is_a_fault_and_the_next_is_read(rows: str, word: str) -> None:
    """A repetition costs what it would fill, and never more than the limits allow."""
    fault, grid = grids(ods(table(rows), table(row("好"))))
    assert isinstance(fault, tl.errors.FileFault)
    assert word in fault.message
    assert isinstance(grid, Grid)
    assert grid.rows == (("好",),)


def test_the_rest_of_the_limits() -> None:
    """Sheets, tags, unpacked bytes; a text past the limit is a fault of its cell, however it was made long."""
    with pytest.raises(tl.errors.FileFault, match="1 张工作表"):
        grids(ods(table(), table()), Limits(sheets=1))
    with pytest.raises(tl.errors.FileFault, match="元素"):
        grids(ods(table(*[row("x")] * 10)), Limits(tags=20))
    with pytest.raises(tl.errors.FileFault, match="解压"):
        grids(ods(table()), Limits(unpacked_bytes=100))
    for long in ("甲" * 40_000, '甲<x:s x:c="1000000000"/>乙', "甲<x:span/>" * 40_000):
        assert [cell[:2] for cell in only(ods(table(row(long, "乙")))).broken] == [(0, 0)]


GOOD = ods(table(row("x")))
PARTS = {"mimetype": MIME, "content.xml": document(table(row("x")))}


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "空"),
        (b"%PDF-", "PDF"),
        (GOOD[:-30], "不完整"),
        (zipped({"a": "b"}), "没有电子表格"),
        (zipped({**PARTS, "mimetype": "application/vnd.oasis.opendocument.text"}), "不是 OpenDocument"),
        (zipped({**PARTS, "content.xml": "<a/>"}), "没有电子表格"),
        (zipped({**PARTS, "content.xml": "<a>"}), "损坏"),
        (zipped({**PARTS, "content.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "DOCTYPE"),
        (zipped({**PARTS, "content.xml": b"\x00\x01", "META-INF/manifest.xml": "<m:encryption-data/>"}), "密码"),
        (zipped({**PARTS, "content.xml": document(table(row(text("x", ' t:number-columns-repeated="y"'))))}), "损坏"),
        (zipped({**PARTS, "content.xml": "<a>" * 3000 + "</a>" * 3000}), "没有电子表格"),
        (zipped({"word/document.xml": ""}), "Word"),
    ],
)
def test_what_is_no_ods_is_called_by_its_name(data: bytes, word: str) -> None:
    """Wrong, cut, locked, with entities: each is a `FileFault` that says what came and what to do."""
    with pytest.raises(tl.errors.FileFault, match=re.escape(word)) as caught:
        grids(data)
    assert caught.value.file == "f.ods"
    assert ".ods" in caught.value.expected
