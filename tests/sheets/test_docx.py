"""Word 文件: tables inside .docx become the same grids as sheets do, and their cells are called as a clerk finds them."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from helpers.office_sheets import SCHEME, headers, theme
from helpers.word_parts import across, docx, down, members, p, tbl, tc, tr, zipped

import trafficlight as tl
from trafficlight.messages import english
from trafficlight.ooxml.archive import LIMITS, Limits
from trafficlight.sheets._report import Skipped
from trafficlight.sheets.reading.grid import Grid
from trafficlight.sheets.reading.hand_in_files import Meter
from trafficlight.sheets.reading.readers.word import read_word

KEY_WORK = headers("key_work")
ROW = ["1", "建设平台", "年底前", "推进中", "已办结", "分管领导", "办公室", "局党组", ""]
INVESTMENT = headers("investment")


def grids(data: bytes, limits: Limits = LIMITS) -> list[Grid]:
    """The tables of a document."""
    found = list(read_word(data, Meter("f.docx", limits)))
    assert all(isinstance(grid, Grid) for grid in found), found
    return [grid for grid in found if isinstance(grid, Grid)]


def reading(data: bytes) -> tl.sheets.Reading:
    """What is read from a document."""
    return tl.sheets.read(data, scheme=SCHEME, file_name="f.docx", collect=True)


def numbered(row: list[str], number: int) -> list[str]:
    """The same row under another number and matter."""
    return [str(number), f"{row[1]}{number}", *row[2:]]


def test_the_title_above_tells_the_theme_and_does_not_shift_the_cells() -> None:
    """Paragraphs above a table are its title rows (§3.17); a fault is in the row of the table that a clerk counts."""
    bad = [*ROW[:4], "很慢", *ROW[5:]]
    data = docx(p("重点审计项目推进情况"), tbl(KEY_WORK, ROW), p("重点工作推进情况"), p(), tbl(KEY_WORK, ROW, bad))
    found = reading(data)
    assert [(table.sheet, table.header_row, table.theme) for table in found.report.read] == [
        ("第1个表格", 1, "audit_projects"),
        ("第2个表格", 1, "key_work"),
    ]
    (fault,) = found.report.faults
    assert (fault.sheet, fault.cell, fault.row) == ("第2个表格", "E3", 3)
    assert str(fault).startswith("f.docx 第2个表格：E3“进度评价”“很慢”")
    origin = found.entries[0].origin
    assert origin is not None
    assert (origin.row, origin.cell("progress")) == (2, "E2")


def test_the_facts_above_and_the_notes_below() -> None:
    """包保领导：… may stand in paragraphs above the table or in its first rows; 备注： below ends it and is told."""
    form = theme("assistance").form
    words = [column.header for column in form.columns]
    row = ["1", "共享数据", "办公室", "推进中", "年底", "正常推进", ""]
    facts = ["包保领导：甲某", "责任人：乙某\t责任科室：办公室", "截至日期：2023年9月28日"]
    inside = [[across(fact, len(words))] for fact in facts]
    data = docx(
        p("“上对下”督帮工作情况"),
        *map(p, facts),
        tbl(words, row),
        p("填表人：丙某"),
        p("备注：一季度一报"),
        p("2.另行通知"),
        tbl([across("“上对下”督帮工作情况", len(words))], *inside, words, ["1", "共享专家", *row[2:]]),
    )
    found = reading(data)
    assert not found.report.faults
    first, second = found.entries
    assert first.record == evolve(second.record, matter="共享数据")
    assert theme("assistance").form.show(first.record, theme("assistance").form.heading[0].name) == "甲某"
    told = [(remark.sheet, remark.row, remark.text) for remark in found.report.remarks]
    assert ("第1个表格", None, "备注：一季度一报") in told
    assert ("第1个表格", None, "2.另行通知") in told


def test_merged_cells_are_those_of_a_sheet() -> None:
    """gridSpan, vMerge and rows that start further right make the merged areas that a sheet would have."""
    late = "<w:tr><w:trPr><w:gridBefore w:val='2'/></w:trPr>" + tc("晚") + "</w:tr>"
    table = tbl(
        [down("甲", start=True), across("乙", 2)], [down(), "丙", "丁"], [down("遮"), "戊", "己"], ["庚", "辛", "壬"]
    )
    (grid,) = grids(docx(table.replace("</w:tbl>", late + "</w:tbl>")))
    assert grid.seen(0) == ("甲", "乙", "乙")
    assert grid.seen(2) == ("甲", "戊", "己")
    assert grid.original(2) == (None, "戊", "己")
    assert grid.rows[4] == (None, None, "晚")
    assert sorted((one.top, one.left, one.bottom, one.right) for one in grid.merges) == [(0, 0, 2, 0), (0, 1, 0, 2)]
    assert list(map(english, grid.remarks)) == ["texts hidden under merged cells, not read: 1"]


def test_rows_that_share_a_number_are_called_as_a_clerk_counts_them() -> None:
    """A number merged over two rows is a fault that names the row above by its place in the table, titles apart."""
    table = tbl(KEY_WORK, [down("1", start=True), *ROW[1:]], [down(), *ROW[1:]])
    (fault,) = reading(docx(p("重点工作推进情况"), p("日期"), table)).report.faults
    assert isinstance(fault, tl.errors.CellFault)
    assert (fault.cell, fault.expected) == ("A3", "每个序号一行（与第 2 行合并了）")


def test_a_cell_below_no_merged_one_stands_for_itself() -> None:
    """An orphan vMerge, at the top or below a plain cell, loses nothing."""
    (grid,) = grids(docx(tbl([down("甲"), "乙"], [down(), "丙"], ["丁", down("戊")])))
    assert grid.seen(1) == ("甲", "丙")
    assert grid.seen(2) == ("丁", "戊")


def test_what_is_text_in_a_cell_and_what_is_not() -> None:
    """Paragraphs and breaks are lines; fields, links, content controls and insertions are text; deletions are none."""
    cell = (
        "<w:p><w:pPr><w:tabs><w:tab w:val='left' w:pos='9'/></w:tabs></w:pPr><w:r><w:t>一</w:t></w:r>"
        "<w:ins w:id='1'><w:r><w:t>二</w:t></w:r></w:ins><w:del w:id='2'><w:r><w:delText>删</w:delText><w:t>去</w:t></w:r></w:del>"
        "<w:hyperlink><w:r><w:t>三</w:t></w:r></w:hyperlink><w:sdt><w:sdtContent><w:r><w:t>四</w:t></w:r></w:sdtContent></w:sdt>"
        "<w:r><w:br/><w:t>五</w:t><w:tab/><w:t>六</w:t><w:br w:type='page'/><w:noBreakHyphen/><w:sym w:char='2713'/></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:ruby><w:rt><w:r><w:t>yin</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>音</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        "<mc:AlternateContent><mc:Choice><w:r><w:t>七</w:t></w:r></mc:Choice><mc:Fallback><w:r><w:t>七</w:t></w:r></mc:Fallback>"
        "</mc:AlternateContent></w:p>" + p("八") + p()
    )
    before = "<w:tcPrChange><w:tcPr><w:gridSpan w:val='9'/></w:tcPr></w:tcPrChange>"
    (grid,) = grids(docx(tbl([tc(cell, before), " ", "尾"])))
    assert grid.rows == (("一二三四\n五\t六-✓音七\n八", None, "尾"),)


def test_hidden_text_and_rows_are_read_and_told() -> None:
    """Nothing is left out because it is hidden, and the report says so."""
    hidden = tc(p("招商", "<w:rPr><w:vanish/></w:rPr>"))
    row = tr(["1", "办公室", "", hidden, "", "正常推进"]).replace("<w:tr>", "<w:tr><w:trPr><w:hidden/></w:trPr>")
    shown = tc(p("x", "<w:rPr><w:vanish w:val='0'/></w:rPr>"))
    found = reading(docx(tbl(INVESTMENT).replace("</w:tbl>", row + "</w:tbl>"), p("题"), tbl(["a", shown])))
    assert found.entries[0].record.activity == "招商"
    assert [remark.text for remark in found.report.remarks] == [
        "有隐藏的文字，已照常读取",
        "第 2 行是隐藏的，已照常读取",
    ]


def test_a_table_split_in_pieces_is_one() -> None:
    """Pieces with nothing but blank paragraphs between are one table; the header that a piece repeats is no row of it."""
    second = [KEY_WORK, numbered(ROW, 2), numbered(ROW, 3)]
    data = docx(p("重点工作"), tbl(KEY_WORK, ROW), p(), p(" "), tbl(*second), tbl(numbered(ROW, 4)))
    found = reading(data)
    assert not found.report.faults
    assert [entry.serial for entry in found.entries] == [1, 2, 3, 4]
    last = found.entries[-1].origin
    assert last is not None
    assert (last.sheet, last.row) == ("第1个表格", 6)


def test_a_table_of_another_width_after_nothing_is_another() -> None:
    """A narrower table is no continuation, but it has the same words above it."""
    found = reading(docx(p("重点工作"), tbl(KEY_WORK, ROW), tbl(INVESTMENT, ["1", "办公室", "", "", "", "正常推进"])))
    assert [(table.sheet, table.theme) for table in found.report.read] == [
        ("第1个表格", "key_work"),
        ("第2个表格", "investment"),
    ]


def test_the_title_above_a_layout_table_tells_the_theme_of_the_table_in_it() -> None:
    """A form in the only cell of a layout table has the words above that table for its title (§3.17)."""
    found = reading(docx(p("重点审计项目推进情况"), tbl([tc(tbl(KEY_WORK, ROW) + p())])))
    assert [(table.sheet, table.theme, table.rows) for table in found.report.read] == [
        ("第2个表格", "audit_projects", 1)
    ]
    assert not found.report.faults


def test_tables_within_cells_are_tables_and_text() -> None:
    """A form within a layout table is found; the cell around it says what it says."""
    inner = tbl(INVESTMENT, ["1", "办公室", "", "", "", "正常推进"])
    data = docx(tbl([tc(p("招商引资情况") + inner + p())]), p("末"), tbl(["x"]))
    outer, nested, last = grids(data)
    assert outer.rows[0][0] == "招商引资情况\n" + " ".join(INVESTMENT) + "\n1 办公室 正常推进"
    assert nested.rows[0] == ("招商引资情况",)
    assert [grid.sheet for grid in (outer, nested, last)] == ["第1个表格", "第2个表格", "第3个表格"]
    (entry,) = reading(data).entries
    assert entry.origin is not None
    assert entry.origin.cell("unit") == "B2"


def test_prose_above_is_not_carried_along() -> None:
    """Only the last ten paragraphs before a table are its lines above."""
    (grid,) = grids(docx(*(p(f"第{number}段") for number in range(1, 40)), tbl(["x", "y"])))
    assert [row[0] for row in grid.rows[:-1]] == [f"第{number}段" for number in range(30, 40)]


def test_without_a_table_the_file_is_skipped_and_says_why(tmp_path: Any) -> None:
    """An article among hand-ins is no fault; neither is a table of something else, and an old Word file is named."""
    (tmp_path / "甲.docx").write_bytes(docx(p("经验做法"), p("正文")))
    (tmp_path / "乙.docx").write_bytes(docx(tbl(["姓名", "电话"])))
    (tmp_path / "丙.doc").write_bytes(b"x")
    report = tl.sheets.read(tmp_path, scheme=SCHEME, collect=True).report
    assert [str(skipped) for skipped in report.skipped] == [
        "丙.doc：未读，旧版或其他格式的文字文件，其中若有表格，请另存为 .docx 再报（.doc）",
        "乙.docx〔第1个表格〕：未读，没有认得的表头",
        "甲.docx：未读，没有表格",
    ]


def test_embedded_files_are_told() -> None:
    """A piece of another file is not opened, and nobody is left to think that it was."""
    (grid,) = grids(docx("<w:altChunk/>", tbl(["x"])))
    assert grid.remarks == ("文件里嵌入的其他文件没有读",)
    assert [type(one) for one in read_word(docx("<w:altChunk/>"), Meter("f"))] == [Skipped]


def test_the_main_part_may_have_any_name_and_the_strict_namespace() -> None:
    """The relationships say which part it is."""
    parts = members(tbl(["x"]), main="word/document2.xml")
    body = str(parts["word/document2.xml"])
    parts["word/document2.xml"] = body.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    (grid,) = grids(zipped(parts))
    assert grid.rows == (("x",),)


_NAMED = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="s" Target="styles.xml"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"/></Relationships>'
)


@pytest.mark.parametrize(
    ("part", "damaged"),
    [
        ("word/styles.xml", b"<w:styles"),
        ("word/styles.xml", b""),
        ("word/styles.xml", b"\0\x01"),
        ("word/styles.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        ("word/styles.xml", b'<?xml version="1.0" encoding="koi8-r"?><a/>'),
        ("word/_rels/document.xml.rels", b"<Relationships>"),
    ],
    ids=["cut off", "empty", "no XML", "DOCTYPE", "encoding", "relationships"],
)
def test_styles_that_are_damaged_lose_their_look_alone(part: str, damaged: bytes) -> None:
    """What styles strike through is not seen then, which is told; every text is read."""
    parts = members(p("重点工作推进情况") + tbl(KEY_WORK, ROW)) | {
        "word/_rels/document.xml.rels": _NAMED,
        "word/styles.xml": b"<a/>",
    }
    sound = reading(zipped(parts))
    found = reading(zipped(parts | {part: damaged}))
    assert found.entries == sound.entries
    assert len(found.entries) == 1
    assert found.report.faults == ()
    assert any("样式部件已损坏" in line for line in found.report.lines())
    assert any("styles is damaged" in line for line in found.report.lines("en"))
    assert not any("样式部件" in line for line in sound.report.lines())


@pytest.mark.parametrize(
    "body",
    [
        tbl([across("x", 10**9)]),
        tbl([across("x", 200)] * 3),
        tbl(["x"]).replace("<w:tr>", "<w:tr><w:trPr><w:gridBefore w:val='1000000000'/></w:trPr>"),
        tbl(["x"]) * 300,
        tbl([across("x", 512)]) + tbl(*[[across("x", 500)]] * 2100),
        "<w:tbl><w:tr><w:tc>" * 9 + p("x") + "</w:tc></w:tr></w:tbl>" * 9,
        "<w:p>" * 2000 + "</w:p>" * 2000,
        tbl([tc("x", '<w:gridSpan w:val="x"/>')]),
        tbl(["x"]) + "<w:p>",
        "&b;",
    ],
    ids=["span", "columns", "gap", "tables", "merged", "nested", "deep", "number", "open", "entity"],
)
def test_hostile_bodies_end_in_a_typed_fault(body: str) -> None:
    """Spans of a thousand million, tables in tables in tables, elements without end: a `FileFault`, and at once."""
    parts = members(body)
    with pytest.raises(tl.errors.FileFault) as caught:
        list(read_word(zipped(parts), Meter("f.docx")))
    assert caught.value.file == "f.docx"
    assert ".docx" in caught.value.expected or "不超过" in caught.value.expected


@pytest.mark.parametrize(
    ("limits", "word"),
    [
        (Limits(rows=2), "2 行"),
        (Limits(columns=1), "1 列"),
        (Limits(cells=5), "5 个单元格"),
        (Limits(sheets=1), "1 个表格"),
        (Limits(tags=20), "元素"),
        (Limits(unpacked_bytes=100), "解压"),
    ],
)
def test_limits_are_values(limits: Limits, word: str) -> None:
    """What is too much is for the caller to say."""
    with pytest.raises(tl.errors.FileFault, match=word):
        grids(docx(tbl(*[["a", "b"]] * 3), p("x"), tbl(["c"])), limits)


def test_a_cell_too_long_is_a_fault_of_its_own() -> None:
    """The rest of the table is read."""
    for long in ("甲" * 40_000, " " * 40_000 + "甲", "甲\n" * 20_000):
        (grid,) = grids(docx(tbl([long, "乙"])))
        assert grid.broken == ((0, 0, "不超过 32767 字的内容"),)
        assert grid.rows[0][1] == "乙"


GOOD = docx(tbl(["x"]))


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "空"),
        (b"{\\rtf1", "RTF"),
        (b"<html>", "网页"),
        ("序号".encode(), "不是 Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧版"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (GOOD[:-30], "不完整"),
        (zipped({"a": "b"}), "没有 Word"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "OpenDocument"),
        (zipped({"xl/workbook.xml": ""}), "Excel"),
        (zipped({**members(""), "_rels/.rels": "<Relationships/>"}), "没有 Word"),
        (zipped({**members(""), "word/document.xml": "<a/>"}), "损坏"),
        (zipped({**members(""), "word/document.xml": "<!DOCTYPE a><a/>"}), "DOCTYPE"),
    ],
)
def test_what_is_no_word_file_is_called_by_its_name(data: bytes, word: str) -> None:
    """Wrong, encrypted, truncated, empty, with entities: each is a `FileFault` that says what came."""
    (fault,) = reading(data).report.faults
    assert isinstance(fault, tl.errors.FileFault)
    assert word in fault.message
    assert fault.expected


def test_thirty_lines_of_notes_below() -> None:
    """Notes go on with their numbers, thirty lines at most; what comes after is prose."""
    notes = ["备注：甲", *(f"{number}.乙" for number in range(2, 50))]
    (grid,) = grids(docx(tbl(KEY_WORK, ROW), *map(p, notes)))
    assert [grid.original(row)[0] for row in range(2, len(grid))] == notes[:30]


@pytest.mark.parametrize(("lines", "repeats"), [(4, True), (5, False)])
def test_a_piece_repeats_the_header_below_the_title(lines: int, *, repeats: bool) -> None:
    """A piece of a table may begin with the header again that stands in its first five rows, below a title in the table."""
    titles = [[f"第{number}行", *[""] * (len(KEY_WORK) - 1)] for number in range(lines)]
    (grid,) = grids(docx(tbl(*titles, KEY_WORK, ROW), p(), tbl(KEY_WORK, numbered(ROW, 2))))
    assert (not grid.rows[lines + 2]) == repeats


@pytest.mark.parametrize(("deep", "read"), [(8, True), (9, False)])
def test_eight_tables_within_each_other(deep: int, *, read: bool) -> None:
    """Tables within tables are read eight deep; deeper ones are no office's, and a fault of the file."""
    inside = p("底")
    for _ in range(deep):
        inside = f"<w:tbl><w:tr><w:tc>{inside}<w:p/></w:tc></w:tr></w:tbl>"
    if read:
        assert len(grids(docx(inside))) == deep
    else:
        with pytest.raises(tl.errors.FileFault, match="超过 8 层"):
            grids(docx(inside))


NEXT = ["2", "另一事项", *ROW[2:]]


@pytest.mark.parametrize("between", ["二、县里的任务", "续表", "第2页", ""])
@pytest.mark.parametrize("name", ["f.docx", "重点审计项目.docx"])
def test_a_table_goes_on_below_a_section_or_a_page_turn(between: str, name: str) -> None:
    """Tables of one text are the same theme's where nothing but such a line stands between; the file's name says nothing then."""
    data = docx(p("重点工作推进情况"), tbl(KEY_WORK, ROW), p(between), tbl(KEY_WORK, NEXT))
    found = tl.sheets.read(data, scheme=SCHEME, file_name=name, collect=True)
    assert [entry.theme for entry in found.entries] == ["key_work", "key_work"]


def test_below_a_title_that_tells_nothing_it_is_asked() -> None:
    """A line that is no section's may be another table's title: neither the table above nor the file's name is certain."""
    data = docx(p("重点工作推进情况"), tbl(KEY_WORK, ROW), p("县里的任务"), tbl(KEY_WORK, NEXT))
    found = tl.sheets.read(data, scheme=SCHEME, file_name="重点审计项目.docx", collect=True)
    assert [entry.theme for entry in found.entries] == ["key_work"]
    assert [type(fault) for fault in found.report.faults] == [tl.errors.AmbiguousTheme]


def test_rows_without_a_header_are_no_stranger() -> None:
    """A further table with rows of the one before it is a fault, for its rows would be lost; any other is passed over."""
    data = docx(p("重点工作推进情况"), tbl(KEY_WORK, ROW), p("续表"), tbl(NEXT))
    (fault,) = reading(data).report.faults
    assert isinstance(fault, tl.errors.FileFault)
    assert fault.sheet == "第2个表格"
    assert "重点工作" in fault.message
    signed = docx(
        p("重点工作推进情况"), tbl(KEY_WORK, ROW), p("签字"), tbl(["1", "甲", "乙", "丙", "丁", "戊", "己", "庚", ""])
    )
    assert not reading(signed).report.faults
