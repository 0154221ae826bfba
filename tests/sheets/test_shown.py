"""§4.24: a text column reads what the cell shows, in every format of file; pictures and struck text are asked about."""

from __future__ import annotations

import copy
import datetime as dt
import io
import zipfile
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from helpers.made_articles import png
from helpers.office_ratings import SCHEME
from helpers.word_parts import zipped
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

import trafficlight as tl
from trafficlight.errors import Fault, UnreadableCell
from trafficlight.model._boards import Roster
from trafficlight.model._kinds import Text, text_of
from trafficlight.model._numbers import Number, Percentage, Whole
from trafficlight.sheets import Checks
from trafficlight.sheets.checks.run import Severity
from trafficlight.sheets.reading.grid import Grid
from trafficlight.sheets.reading.hand_in_files import Meter
from trafficlight.sheets.reading.readers.number_formats import BUILT_IN, NumberFormat
from trafficlight.sheets.reading.readers.ods import read_ods
from trafficlight.sheets.reading.readers.xlsx import read_workbook

LEDGER = ["序号", "工作事项", "任务目标", "推进情况", "进度评价", "分管负责人", "责任科室责任人", "任务来源", "备注"]
ROW: list[Any] = [1, "修订制度", "年底前建成", "已印发", "已办结", "分管领导一", "人事科\n张三", "局党组会议", "无"]
WON = ["序号", "科室单位", "分管领导", "已争取事项", "拟争取事项"]


def book_of(*rows: list[Any], change: Callable[[Any], None] = lambda _: None) -> bytes:
    """An .xlsx of the rows, changed."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    change(sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(data: bytes, name: str = "重点工作.xlsx", **checks: Any) -> tl.sheets.Reading:
    """Read with all faults collected."""
    return tl.sheets.read(data, scheme=SCHEME, file_name=name, collect=True, checks=Checks(**checks))


def told(findings: tuple[Any, ...]) -> list[tuple[str, str]]:
    """Check and cell of findings; of faults their cell alone."""
    return [
        (getattr(one, "check", ""), one.cell) for one in findings if isinstance(one, Fault) or one.check != "leaders"
    ]


@pytest.mark.parametrize(
    ("code", "number", "text"),
    [
        ("General", 0.1 + 0.2, "0.3"),
        ("General", 1234567.891, "1234567.891"),
        ("General", 123456789012, "1.23457E+11"),
        ("General", 0.00001, "1E-05"),
        ("0", 2.5, "3"),
        ("0.00", 1.005, "1.01"),
        ("000", 7, "007"),
        ("#,##0.00", 1234567.891, "1,234,567.89"),
        ('#,##0.00"万元"', 500, "500.00万元"),
        ("0.0%", 0.3333, "33.3%"),
        ("0.00E+00", 12345, "1.23E+04"),
        ("# ?/?", 1.25, "1 1/4"),
        ("# ??/16", 0.3, "5/16"),
        ("#,##0,", 1234567, "1,235"),
        (r'0\.0,"万元"', 12345, "1.2万元"),
        ("0;-0;\\零", 0, "零"),
        ("#,##0.00;(#,##0.00)", -5.5, "(5.50)"),
        ('_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', 0, "-"),
        ('[>=10000]0.0,,"百万";[红色]0"元"', 123, "123元"),
        ("[$¥-804]#,##0.00", 12, "¥12.00"),
        ("00-00-00", 123456, "12-34-56"),
        ("[DBNum1][$-804]General", 10203, "一万〇二百〇三"),
        ("[DBNum2][$-804]G/通用格式", 120, "壹佰贰拾"),
        ("[DBNum1]0", 2023, "二〇二三"),
        ('yyyy"年"m"月"', 45261, "2023年12月"),
        ("yyyy/m/d;@", 45261, "2023/12/1"),
        ("yy-mm-dd hh:mm", 45261.5, "23-12-01 12:00"),
        ('[DBNum1][$-804]yyyy"年"m"月"d"日"', 45197, "二〇二三年九月二十八日"),
        ("[$-F800]dddd, mmmm dd, yyyy", 45197, "2023年9月28日"),
        ("aaaa", 45197, "星期四"),
        ("[$-804]aaa", 45197, "周四"),
        ('上午/下午h"时"mm"分"', 45197.75, "下午6时00分"),
        ("h:mm AM/PM", 0.5, "12:00 PM"),
        ("[h]:mm", 1.5, "36:00"),
        ("mm:ss.0", 0.5 + 0.1 / 86400, "00:00.1"),
        (BUILT_IN[14], 45197, "2023/9/28"),
        (BUILT_IN[57], 45197, "2023年9月"),
    ],
)
def test_a_format_shows_what_excel_shows(code: str, number: float, text: str) -> None:
    """Numbers, dates, Chinese ones, sections, conditions: as Chinese Excel shows them."""
    assert NumberFormat(code).show(number) == text


@pytest.mark.parametrize(
    ("code", "number"),
    [("[$-411]ggge", 45197), ("[$-404]e", 45197), ("# ?/?", 0.3556), ("[DBNum3]0", 5), ("0.0", -0.04), ("yyyy/m/d", -1),
     ("yyyy/m/d", 0.5), ("[<5]0", -3), ("b", 45197), ("0" * 400, 1), ("[$-804]mmm", 45197)],
)  # fmt: skip
def test_what_is_not_certain_is_not_shown(code: str, number: float) -> None:
    """Other calendars, fractions that are near, what no column is wide enough for: nobody guesses."""
    assert NumberFormat(code).show(number) is None


@pytest.mark.parametrize("number", [123456789012, 1.23456789012e11, 3.70800202312345678e17])
def test_a_long_number_that_general_shows_in_powers_of_ten_is_doubted(number: float) -> None:
    """Its digits are lost to the eye; however the file spells it: Excel itself writes 3.708E+17 for a number of eighteen digits."""
    reading = read(book_of(["重点工作推进情况"], LEDGER, [*ROW[:2], number, *ROW[3:]]))
    assert told(reading.report.warnings) == [("shown", "C3")]
    assert not read(book_of(["重点工作推进情况"], LEDGER, [*ROW[:2], 5000.0, *ROW[3:]])).report.warnings


def test_a_shown_value_is_the_value_to_who_needs_it() -> None:
    """Whole reads the number, a text what is shown; copies and equality are the value's."""
    (grid,) = read_workbook(
        book_of([3, 0.5, dt.date(2023, 12, 1)], change=_formats('0"项"', "0%", 'yyyy"年"m"月"')), Meter("x")
    )
    assert isinstance(grid, Grid)
    cells = grid.rows[0]
    assert cells == (3, 0.5, dt.datetime(2023, 12, 1))  # noqa: DTZ001
    assert [Text().parse(cell, Roster([])) for cell in cells] == ["3项", "50%", "2023年12月"]
    assert Whole().parse(cells[0], Roster([])) == 3
    assert Percentage().parse(cells[1], Roster([])) == 50
    copies: list[Any] = copy.deepcopy(list(cells))
    assert [text_of(cell) for cell in copies] == ["3项", "50%", "2023年12月"]
    assert tl.model.Date(whole=False).parse(cells[2], Roster([])) == tl.model.StatedDate(2023, 12)
    assert tl.model.Date().parse(cells[2], Roster([])) == tl.model.StatedDate(2023, 12, 1)


def _formats(*codes: str) -> Callable[[Any], None]:
    def change(sheet: Any) -> None:
        for column, code in enumerate(codes, 1):
            sheet.cell(1, column).number_format = code

    return change


def test_every_format_of_file_shows_the_same() -> None:
    """The same cells in an .xlsx and an .xls show the same; .csv, .json and .docx hold texts anyway."""
    xlwt = pytest.importorskip("xlwt")
    codes = ["0%", '0"项"', 'yyyy"年"m"月"', "#,##0.00", "[DBNum1]0", "[h]:mm", "General", '@"万元"']
    values: list[Any] = [0.33, 3, 45261, 1234.5, 2023, 1.5, 0.1 + 0.2, "五百"]
    (modern,) = read_workbook(book_of(values, change=_formats(*codes)), Meter("x"))
    book = xlwt.Workbook()
    sheet = book.add_sheet("一")
    for column, (value, code) in enumerate(zip(values, codes, strict=True)):
        sheet.write(0, column, value, xlwt.easyxf(num_format_str=code))
    stream = io.BytesIO()
    book.save(stream)
    from trafficlight.sheets.reading.readers.xls import read_legacy

    (legacy,) = read_legacy(stream.getvalue(), Meter("x"))
    assert isinstance(modern, Grid)
    assert isinstance(legacy, Grid)
    expected = ["33%", "3项", "2023年12月", "1,234.50", "二〇二三", "36:00", "0.3", "五百万元"]
    assert [text_of(cell) for cell in modern.rows[0]] == expected
    assert [text_of(cell) for cell in legacy.rows[0]] == expected


def test_a_number_is_what_every_format_of_file_shows() -> None:
    """A sign that is a mere text does not multiply, and a scaled number is refused: in an .xlsx, an .xls and an .ods."""
    xlwt = pytest.importorskip("xlwt")
    codes = ['0.0"%"', r"0.0\%", '0"%"', "0.0%", "0!.0,"]
    values = [0.5, 0.5, 98, 0.5, 3505000]
    shows = ["0.5%", "0.5%", "98%", "50.0%", "350.5"]
    book = xlwt.Workbook()
    sheet = book.add_sheet("一")
    for column, (value, code) in enumerate(zip(values, codes, strict=True)):
        sheet.write(0, column, value, xlwt.easyxf(num_format_str=code))
    stream = io.BytesIO()
    book.save(stream)
    names = "".join(f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for short, name in
                    [("o", "office"), ("t", "table"), ("x", "text")])  # fmt: skip
    cells = "".join(
        f'<t:table-cell o:value-type="float" o:value="{value}"><x:p>{text}</x:p></t:table-cell>'
        for value, text in zip(values, shows, strict=True)
    )
    content = (
        f"<o:document-content{names}><o:body><o:spreadsheet><t:table><t:table-row>{cells}</t:table-row></t:table>"
        "</o:spreadsheet></o:body></o:document-content>"
    )
    from trafficlight.sheets.reading.readers.xls import read_legacy

    mime = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}
    grids = [
        *read_workbook(book_of(values, change=_formats(*codes)), Meter("x")),
        *read_legacy(stream.getvalue(), Meter("x")),
        *read_ods(zipped({**mime, "content.xml": content, "META-INF/manifest.xml": "<m/>"}), Meter("x")),
    ]
    assert len(grids) == 3
    for grid in grids:
        assert isinstance(grid, Grid)
        *percentages, scaled = grid.rows[0]
        assert [Percentage().parse(cell, Roster([])) for cell in percentages] == [
            Decimal("0.5"),
            Decimal("0.5"),
            98,
            50,
        ]
        with pytest.raises(UnreadableCell, match=r"显示“350\.5”，其值却是3505000"):
            Number(measure="万元").parse(scaled, Roster([]))


def test_what_cannot_be_told_is_asked() -> None:
    """In a text column a warning at the cell, where it decides a fault."""
    row = [*ROW[:8], 45197]
    data = book_of(LEDGER, row, change=lambda sheet: setattr(sheet["I2"], "number_format", "[$-411]ggge"))
    reading = read(data)
    assert told(reading.report.warnings) == [("shown", "I2")]
    assert not reading.report.faults
    won = [1, "人事科", "甲乙", 45197, "无"]
    data = book_of(WON, won, change=lambda sheet: setattr(sheet["D2"], "number_format", "[$-411]ggge"))
    assert told(read(data, "改革创新（局）.xlsx").report.faults) == [("", "D2")]


def test_a_light_beside_a_text_is_no_part_of_it() -> None:
    """Our own workbooks show lights by a number format: what comes back is the text; another format's text is read."""
    codes = [r"@\（\蓝\）", '@"（黄）"', r"0\（\红\）", '@"万元"']
    for cell, code, read_as in zip("ECID", codes, ["已办结", "年底前", "3", "已印发万元"], strict=True):

        def change(sheet: Any, cell: str = cell, code: str = code) -> None:
            sheet["I2"] = 3
            sheet[f"{cell}2"].number_format = code

        data = book_of(LEDGER, [1, "修订制度", "年底前", "已印发", "已办结", *ROW[5:]], change=change)
        (entry,) = read(data).entries
        field = {"E": "progress", "C": "target", "I": "remark", "D": "status"}[cell]
        assert SCHEME.rulebooks.at(dt.date(2023, 9, 28)).theme("key_work").form.show(entry.record, field) == read_as


STRUCK = Font(strike=True)


def _strike(*cells: str) -> Callable[[Any], None]:
    def change(sheet: Any) -> None:
        for cell in cells:
            sheet[cell].font = STRUCK

    return change


def test_a_row_struck_through_is_a_fault() -> None:
    """One fault for the row; by a value a warning, or the row left out with a remark."""
    other = [2, "另一事项", *ROW[2:]]
    data = book_of(LEDGER, ROW, other, change=_strike(*(f"{letter}2" for letter in "ABCDEFGHI")))
    reading = read(data)
    assert told(reading.report.faults) == [("", "B2")]
    assert [entry.record.matter for entry in reading.entries] == ["另一事项"]
    assert "整行" in str(reading.report.faults[0])
    lenient = read(data, struck=Severity.WARNING)
    assert len(lenient.entries) == 2
    assert told(lenient.report.warnings)[0] == ("struck", "B2")
    dropped = read(data, drop_struck=True)
    assert [entry.record.matter for entry in dropped.entries] == ["另一事项"]
    assert not dropped.report.faults
    assert any("删除线" in remark.text and "B2" in remark.text for remark in dropped.report.remarks)


def test_a_cell_and_a_part_of_one_struck_through_are_faults() -> None:
    """The fault says what is left; it names each cell."""

    def change(sheet: Any) -> None:
        sheet["D2"].font = STRUCK
        sheet["C2"] = CellRichText("年底前", TextBlock(InlineFont(strike=True), "9月底"))

    data = book_of(LEDGER, ROW, change=change)
    faults: Any = read(data).report.faults
    assert [(fault.cell, fault.nearest) for fault in faults] == [("C2", "年底前"), ("D2", None)]
    (entry,) = read(data, drop_struck=True).entries
    assert (entry.record.target, entry.record.status) == ("年底前", "")


def test_struck_through_is_seen_in_old_workbooks() -> None:
    """The font of a cell, and of a run within it."""
    xlwt = pytest.importorskip("xlwt")
    book = xlwt.Workbook()
    sheet = book.add_sheet("重点工作")
    off = xlwt.easyxf("font: struck_out on")
    for column, (word, value) in enumerate(zip(LEDGER, ROW, strict=True)):
        sheet.write(0, column, word)
        if column != 2:
            sheet.write(1, column, value, off if column == 3 else xlwt.Style.default_style)
    sheet.write_rich_text(1, 2, ["年底前", ("9月底", off.font)])
    stream = io.BytesIO()
    book.save(stream)
    faults: Any = read(stream.getvalue(), "重点工作.xls").report.faults
    assert [(fault.cell, fault.nearest) for fault in faults] == [("C2", "年底前"), ("D2", None)]


_ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0">'
    '<office:automatic-styles><style:style style:name="s" style:family="table-cell"><style:text-properties'
    ' style:text-line-through-style="solid" style:text-line-through-type="single"/></style:style>'
    '</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="重点工作">{}</table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)


def _ods(*rows: list[str], styles: str = "") -> bytes:
    body = "".join(f"<table:table-row>{''.join(cells)}</table:table-row>" for cells in rows)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", _ODS.format(body))
        if styles:
            package.writestr("styles.xml", styles)
    return stream.getvalue()


def _text_cell(text: object, inside: str = "", style: str = "") -> str:
    look = f' table:style-name="{style}"' if style else ""
    lines = inside or "".join(f"<text:p>{line}</text:p>" for line in str(text).split("\n") if line)
    return f'<table:table-cell office:value-type="string"{look}>{lines}</table:table-cell>'


def test_struck_through_and_pictures_are_seen_in_open_documents() -> None:
    """A cell's style, a span's, and a frame in a cell without text."""
    cells = [_text_cell(value) for value in ROW]
    cells[2] = _text_cell("", '<text:p>年底前<text:span text:style-name="s">9月底</text:span></text:p>')
    cells[3] = _text_cell(ROW[3], style="s")
    cells[8] = "<table:table-cell><draw:frame/></table:table-cell>"
    reading = read(_ods([_text_cell(word) for word in LEDGER], cells), "重点工作.ods")
    faults: Any = reading.report.faults
    assert [(fault.cell, fault.nearest) for fault in faults] == [("C2", "年底前"), ("D2", None)]
    assert told(reading.report.warnings) == [("pictures", "I2")]


def test_a_named_style_strikes_through() -> None:
    """作废 as a style of the document, and one that stands on it; a style that takes the line off again does not."""
    styles = (
        '<office:document-styles xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"><office:styles>'
        '<style:style style:name="作废" style:family="table-cell"><style:text-properties'
        ' style:text-line-through-style="solid"/></style:style>'
        '<style:style style:name="ce1" style:family="table-cell" style:parent-style-name="作废"/>'
        '<style:style style:name="ce2" style:family="table-cell" style:parent-style-name="作废"><style:text-properties'
        ' style:text-line-through-style="none"/></style:style></office:styles></office:document-styles>'
    )
    cells = [_text_cell(value) for value in ROW]
    for column, style in ((2, "ce1"), (3, "ce2"), (8, "作废")):
        cells[column] = _text_cell(ROW[column], style=style)
    reading = read(_ods([_text_cell(word) for word in LEDGER], cells, styles=styles), "重点工作.ods")
    assert told(reading.report.faults) == [("", "C2"), ("", "I2")]


def _docx(*rows: list[str], styles: str = "", table: str = "", look: str = "") -> bytes:
    body = "".join(f"<w:tr>{''.join(f'<w:tc><w:p>{cell}</w:p></w:tc>' for cell in row)}</w:tr>" for row in rows)
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            'wordprocessingml.styles+xml"/>'
            '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            'wordprocessingml.document.main+xml"/></Types>',
        )
        package.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="'
            'http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
            "</Relationships>",
        )
        package.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{main}"><w:body><w:p><w:r><w:t>重点工作推进情况</w:t></w:r></w:p>'
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{table}"/>{look}</w:tblPr>{body}</w:tbl></w:body></w:document>',
        )
        package.writestr(
            "word/_rels/document.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="'
            'http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>'
            "</Relationships>",
        )
        package.writestr("word/styles.xml", f'<w:styles xmlns:w="{main}">{styles}</w:styles>')
    return stream.getvalue()


def _run(text: object, look: str = "") -> str:
    properties = f"<w:rPr><w:{look}/></w:rPr>" if look else ""
    return "<w:r><w:br/></w:r>".join(f"<w:r>{properties}<w:t>{line}</w:t></w:r>" for line in str(text).split("\n"))


@pytest.mark.parametrize("look", ["strike", "dstrike"])
def test_struck_through_and_pictures_are_seen_in_word_files(look: str) -> None:
    """Single and double lines, whole cells and parts; a picture without a word; deleted text is no text, and said so."""
    cells = [_run(value) for value in ROW]
    cells[2] = _run("年底前") + _run("9月底", look)
    cells[3] = _run(ROW[3], look)
    cells[5] += "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
    cells[8] = "<w:r><w:drawing/></w:r>"
    reading = read(_docx([_run(word) for word in LEDGER], cells), "重点工作.docx")
    faults: Any = reading.report.faults
    assert [(fault.cell, fault.nearest) for fault in faults] == [("C2", "年底前"), ("D2", None)]
    assert told(reading.report.warnings) == [("pictures", "I2")]
    assert any("修订" in remark.text for remark in reading.report.remarks)


STYLES = """
<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"/>
<w:style w:type="paragraph" w:styleId="Off"><w:basedOn w:val="Normal"/><w:rPr><w:strike/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Later"><w:basedOn w:val="Off"/></w:style>
<w:style w:type="paragraph" w:styleId="Loop"><w:basedOn w:val="Loop"/></w:style>
<w:style w:type="character" w:styleId="Cut"><w:rPr><w:strike w:val="true"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Twice"><w:rPr><w:dstrike/></w:rPr></w:style>
<w:style w:type="table" w:styleId="Withdrawn"><w:rPr><w:strike/></w:rPr></w:style>
<w:style w:type="table" w:styleId="Ended"><w:tblStylePr w:type="lastRow"><w:rPr><w:strike/></w:rPr></w:tblStylePr></w:style>
<w:style w:type="table" w:styleId="Striped"><w:basedOn w:val="Ended"/>
<w:tblStylePr w:type="band1Horz"><w:rPr><w:strike w:val="0"/></w:rPr></w:tblStylePr></w:style>
<w:style w:type="table" w:styleId="Headed"><w:tblStylePr w:type="firstRow"><w:rPr><w:strike/></w:rPr></w:tblStylePr></w:style>
"""


def _styled(text: str, paragraph: str = "", run: str = "", look: str = "") -> str:
    return (
        f'<w:pPr><w:pStyle w:val="{paragraph}"/></w:pPr><w:r><w:rPr><w:rStyle w:val="{run}"/>{look}</w:rPr>'
        f"<w:t>{text}</w:t></w:r>"
    )


@pytest.mark.parametrize(
    ("cell", "table", "struck"),
    [
        (_styled("年底前", "Off"), "", ["C2"]),
        (_styled("年底前", "Later"), "", ["C2"]),
        (_styled("年底前", "", "Cut"), "", ["C2"]),
        (_styled("年底前", "", "Twice"), "", ["C2"]),
        (_styled("年底前", "Normal"), "Withdrawn", ["C2"]),
        (_styled("年底前", "Normal"), "Ended", ["C2"]),
        (_styled("年底前", "Normal"), "Striped", ["C2"]),
        (_styled("年底前", "Loop", "Nowhere"), "Headed", []),
        (_styled("年底前", "Off", "", '<w:strike w:val="0"/>'), "", []),
        (_styled("年底前", "Off", "Cut"), "", []),  # two styles undo each other
        (_styled("年底前", "Off", "Cut", "<w:strike/>"), "", ["C2"]),
    ],
)
def test_a_style_of_word_strikes_through(cell: str, table: str, struck: list[str]) -> None:
    """By the style of a paragraph, a run or the table, or what it is based on, as Word shows it; what a run says itself wins.

    A table's style that strikes through some part of it but the header (its last row, every second one) is asked about.
    """
    cells = [_run(value) for value in ROW]
    cells[2] = cell
    if table not in {"", "Headed"}:  # in the other cells its line is taken off
        off = '<w:r><w:rPr><w:strike w:val="0"/></w:rPr>'
        cells = [text if text is cell else text.replace("<w:r>", off) for text in cells]
    reading = read(_docx([_run(word) for word in LEDGER], cells, styles=STYLES, table=table), "重点工作.docx")
    faults: Any = reading.report.faults
    assert [fault.cell for fault in faults] == struck


def _look(**parts: int) -> str:
    return "<w:tblLook " + " ".join(f'w:{part}="{shown}"' for part, shown in parts.items()) + "/>"


@pytest.mark.parametrize(
    ("style", "look", "struck"),
    [
        ("firstRow", _look(firstRow=1), []),
        ("firstCol", _look(firstColumn=1), []),  # 序号 decides nothing
        ("lastCol", _look(lastColumn=1), ["I2", "I3", "I4"]),
        ("lastRow", _look(lastRow=1), ["B4"]),
        ("lastRow", _look(lastRow=0), []),
        ("lastRow", '<w:tblLook w:val="0040"/>', ["B4"]),
        ("lastRow", '<w:tblLook w:val="04A0"/>', []),
        ("lastRow", "", ["B4"]),
        ("swCell", _look(lastRow=1, firstColumn=1), []),
        ("seCell", _look(lastRow=1, lastColumn=1), ["I4"]),
        ("seCell", _look(lastRow=1), []),
        ("band1Horz", _look(firstRow=1), ["B2", "B4"]),
        ("band2Horz", _look(firstRow=1), ["B3"]),
        ("band2Horz", _look(firstRow=1, noHBand=1), []),
        ("band2Vert", _look(firstRow=1), ["B", "D", "F", "H"]),
    ],
)
def test_a_table_style_strikes_through_parts(style: str, look: str, struck: list[str]) -> None:
    """Only the cells that it strikes through where the table shows that part are asked about; all of a row as one."""
    part = f'<w:tblStylePr w:type="{style}"><w:rPr><w:strike/></w:rPr></w:tblStylePr>'
    styles = f'<w:style w:type="table" w:styleId="Parts">{part}</w:style><w:style w:type="table" w:styleId="Later">'
    styles += '<w:basedOn w:val="Parts"/></w:style>'
    rows = [[1 + number, f"{ROW[1]}{number}", *ROW[2:]] for number in range(3)]
    table = [[_run(value) for value in row] for row in (LEDGER, *rows)]
    reading = read(_docx(*table, styles=styles, table="Later", look=look), "重点工作.docx")
    faults: Any = reading.report.faults
    cells = [fault.cell for fault in faults]
    expected = [f"{letter}{row}" for row in (2, 3, 4) for letter in struck] if style == "band2Vert" else struck
    assert sorted(cells) == sorted(expected)


def test_a_style_may_take_the_line_off_a_part() -> None:
    """And what a run says itself wins over the part."""
    styles = (
        '<w:style w:type="table" w:styleId="Off"><w:rPr><w:strike/></w:rPr><w:tblStylePr w:type="lastRow"><w:rPr>'
        '<w:strike w:val="0"/></w:rPr></w:tblStylePr></w:style>'
    )
    rows = [[1 + number, f"{ROW[1]}{number}", *ROW[2:]] for number in range(2)]
    table = [[_run(value) for value in row] for row in (LEDGER, *rows)]
    table[2][2] = _run(ROW[2], "strike")
    faults: Any = read(_docx(*table, styles=styles, table="Off", look=_look(lastRow=1)), "重点工作.docx").report.faults
    assert [fault.cell for fault in faults] == ["B2", "C3"]


def test_a_picture_that_was_set_into_a_cell_is_seen() -> None:
    """As Excel does it today; XlsxWriter leaves a part's name its slash, and no workbook is refused for that."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet = book.add_worksheet("重点工作")
    for number, row in enumerate((LEDGER, ROW[:8])):
        sheet.write_row(number, 0, row)
    sheet.embed_image(1, 8, "图.png", {"image_data": io.BytesIO(png())})
    book.close()
    with zipfile.ZipFile(made) as opened:
        assert any(name.startswith("/") for name in opened.namelist())
    reading = read(made.getvalue(), "重点工作.xlsx")
    assert told(reading.report.warnings) == [("pictures", "I2")]
    marked = tl.sheets.marked(made.getvalue(), reading.report.warnings, file_name="重点工作.xlsx")
    assert told(read(marked, "重点工作.xlsx").report.warnings) == [("pictures", "I2")]


@pytest.mark.parametrize("moves", [1, 2, 3])
def test_a_picture_that_lies_over_a_blank_cell_is_seen(moves: int) -> None:
    """However it is anchored: over a blank cell that is needed it is a fault, over words or beside the table nothing."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    sheet = book.add_worksheet("改革创新")
    for number, row in enumerate(
        (WON, [1, "人事科", "分管领导一", "甲事（已认定）"], [2, "办公室", None, None, "乙事"])
    ):
        sheet.write_row(number, 0, row)
    for row, column in ((1, 3), (1, 4), (2, 2), (2, 3), (6, 1), (0, 9)):
        image = {"image_data": io.BytesIO(png()), "object_position": moves, "x_offset": 9, "y_offset": 4}
        sheet.insert_image(row, column, "图.png", image)
    book.close()
    reading = read(made.getvalue(), "改革创新（局）.xlsx")
    assert told(reading.report.faults) == [("", "E2"), ("", "C3"), ("", "D3")]


@pytest.mark.parametrize("part", ["xl/worksheets/_rels/sheet1.xml.rels", "xl/drawings/drawing1.xml"])
@pytest.mark.parametrize("data", [b"", b"<x", b"<!DOCTYPE x><x/>"])
def test_a_damaged_drawing_takes_no_row(part: str, data: bytes) -> None:
    """Rows are read although it cannot be seen where pictures lie, and the report says so."""
    made, damaged = io.BytesIO(), io.BytesIO()
    book = xlsxwriter.Workbook(made)
    sheet = book.add_worksheet("重点工作")
    for number, row in enumerate((LEDGER, ROW)):
        sheet.write_row(number, 0, row)
    sheet.insert_image(9, 9, "图.png", {"image_data": io.BytesIO(png())})
    book.close()
    with zipfile.ZipFile(made) as sound, zipfile.ZipFile(damaged, "w") as changed:
        assert part in sound.namelist()
        for name in sound.namelist():
            changed.writestr(name, data if name == part else sound.read(name))
    reading = read(damaged.getvalue(), "重点工作.xlsx")
    assert (len(reading.entries), reading.report.faults) == (1, ())
    assert [part in remark.text for remark in reading.report.remarks if "图片" in remark.text] == [True]
    assert "look at the blank cells" in reading.report.remarks[0].say("en")


@pytest.mark.parametrize("formula", ['=DISPIMG("ID_1",1)', '=_xlfn.DISPIMG("ID_1",1)', '=IMAGE("https://a")'])
def test_a_picture_in_a_cell_is_blank_and_told(formula: str) -> None:
    """In a text column a warning, among items a fault that says what to do; in a .csv as in a workbook."""
    data = ("\n".join(",".join(map(str, row)) for row in (LEDGER, [*ROW[:6], "人事科 张三", ROW[7]]))).encode()
    quoted = formula.replace('"', '""')
    reading = read(data + f',"{quoted}"\n'.encode(), "重点工作.csv")
    assert told(reading.report.warnings) == [("pictures", "I2")]
    assert reading.entries[0].record.remark == ""
    won = f'序号,科室单位,分管领导,已争取事项,拟争取事项\n1,人事科,甲乙,"{quoted}",无\n'.encode()
    faults: Any = read(won, "改革创新（局）.csv").report.faults
    assert [fault.cell for fault in faults] == ["D2"]
    assert "图片" in str(faults[0])


@pytest.mark.parametrize("name", ["重点工作.csv", "重点工作.xlsx"])
def test_a_formula_as_a_text_is_asked_about(name: str) -> None:
    """In a text column a warning, among items a fault; =1+1 is a text like any other."""

    def change(sheet: Any) -> None:
        for cell in sheet[2]:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type

    def made(*rows: list[Any]) -> bytes:
        if name.endswith("csv"):
            return "\n".join(";".join(str(cell).replace("\n", " ") for cell in row) for row in rows).encode()
        return book_of(*rows, change=change)

    reading = read(made(LEDGER, [*ROW[:8], "=SUM(D3:D5)"]), name)
    assert told(reading.report.warnings) == [("formulas", "I2")]
    assert not told(read(made(LEDGER, [*ROW[:8], "=1+1"]), name).report.warnings)
    won = made(WON, [1, "人事科", "甲乙", "=VLOOKUP(A2,B:C,2)", "无"])
    assert told(read(won, name.replace("重点工作", "改革创新（局）")).report.faults) == [("", "D2")]


def test_an_image_of_excel_in_a_cell_is_told() -> None:
    """Excel keeps an image as a rich value, beside an error for programs that do not know it."""
    data = book_of(LEDGER, [*ROW[:8], "#VALUE!"])
    source, stream = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name in source.namelist():
            part = source.read(name)
            if name.endswith("sheet1.xml"):
                assert b'<c r="I2" t="e">' in part
                part = part.replace(b'<c r="I2" t="e">', b'<c r="I2" t="e" vm="1">')
            package.writestr(name, part)
    reading = read(stream.getvalue())
    assert told(reading.report.warnings) == [("pictures", "I2")]
    assert told(read(data).report.faults) == [("", "I2")]
