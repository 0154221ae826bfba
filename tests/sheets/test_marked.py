"""退回: the same workbook with its bad cells marked and commented, and nothing else in it changed."""

from __future__ import annotations

import copy
import io
from typing import Any

import openpyxl
import pytest
from helpers.broken_workbooks import MAIN, cell, faults, opened, packed, parts, plain, unmarked
from helpers.office_sheets import SCHEME, headers, saved, xlsx
from helpers.refusals import refused
from lxml import etree
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

import trafficlight as tl
from trafficlight.messages import Words
from trafficlight.sheets import AUTHOR, Finding, Marking, hand_back, marked

SHEET = "xl/worksheets/sheet1.xml"
X = "{urn:schemas-microsoft-com:office:excel}"
ROWS: list[list[Any]] = [
    ["招商引资情况"],
    headers("investment"),
    [1, "办公事", None, None, None, "推进很慢"],
    [2, "秘书科", None, None, None, None],
]
BROKEN = xlsx(("招商", ROWS, ["A1:F1"]), ("说明", [["填报说明"]], []))


def comments(data: bytes, sheet: str = "招商") -> dict[str, str]:
    """The comments of a sheet, by cell."""
    cells = (cell for row in opened(data)[sheet].iter_rows() for cell in row)
    return {cell.coordinate: cell.comment.text for cell in cells if cell.comment is not None}


def fills(data: bytes, sheet: str = "招商") -> dict[str, str]:
    """The cells that have a fill, and its colour."""
    cells = (cell for row in opened(data)[sheet].iter_rows() for cell in row)
    return {cell.coordinate: str(cell.fill.fgColor.rgb) for cell in cells if cell.fill.fill_type == "solid"}


def test_bad_cells_are_filled_and_commented() -> None:
    """Each faulty cell, a blank one too, has the fill and a comment that says what is wrong, under the office's name."""
    found = faults(BROKEN)
    done = marked(BROKEN, found.faults, file_name="招商.xlsx")
    assert fills(done) == dict.fromkeys(("B3", "F3", "F4"), "FFFFC7CE")
    assert comments(done) == {
        "B3": "收表核对\nB3“科室单位”“办公事”：应为花名册中的单位名称（是否“办公室”？）",
        "F3": "收表核对\nF3“进度评价”“推进很慢”：应为 已办结、正常推进、无项目线索 之一（是否“正常推进”？）",
        "F4": "收表核对\nF4“进度评价”空白：应为 已办结、正常推进、无项目线索 之一",
    }
    assert {comment.author for row in opened(done)["招商"] for c in row if (comment := c.comment)} == {AUTHOR}
    assert comments(done, "说明") == {}


def test_language_author_and_colour_are_values() -> None:
    """Comments are English when asked for, under any name and colour; what is no colour is refused."""
    found = faults(BROKEN)
    done = marked(BROKEN, found.faults, file_name="招商.xlsx", language="en", colour="00ff00")
    assert set(fills(done).values()) == {"FF00FF00"}
    assert comments(done)["F4"] == ("Sheet check\nF4 “进度评价” is blank: expected one of 已办结, 正常推进, 无项目线索")
    named = marked(BROKEN, found.faults, file_name="招商.xlsx", author="督查专班")
    assert comments(named)["F4"].startswith("督查专班\nF4")
    for colour in ("red", "FFC7CE00", "FFC7C", ""):
        with refused(ValueError, match="颜色"):
            marked(BROKEN, found.faults, file_name="招商.xlsx", colour=colour)
        with refused(ValueError, match="颜色"):
            marked(BROKEN, found.faults, file_name="招商.xlsx", warning_colour=colour)


def test_nothing_else_is_changed() -> None:
    """Every part but those that must speak of marks is the same bytes; the sheet has other styles and no other change."""
    done, old = parts(marked(BROKEN, faults(BROKEN).faults, file_name="招商.xlsx")), parts(BROKEN)
    assert list(done)[: len(old)] == list(old)
    assert {name for name in old if old[name] != done[name]} == {SHEET, "[Content_Types].xml", "xl/styles.xml"}
    assert set(done) - set(old) == {
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
        "xl/worksheets/_rels/sheet1.xml.rels",
    }
    assert unmarked(done[SHEET], old[SHEET]) == plain(old[SHEET])
    head, tail = old[SHEET].split(b"<sheetData>")[0], old[SHEET].split(b"</sheetData>")[1].removesuffix(b"</worksheet>")
    assert done[SHEET].startswith(head)
    assert tail in done[SHEET]


def formats(styles: bytes) -> list[Any]:
    """The formats of cells."""
    root: Any = etree.fromstring(styles)
    return list(root.find(f"{MAIN}cellXfs"))


def test_a_marked_cell_keeps_its_format() -> None:
    """Number format, font, border and alignment of a marked cell are as before; only its fill is another."""
    book = opened(BROKEN)
    c = book["招商"]["F3"]
    c.font, c.number_format, c.fill = Font(bold=True, name="黑体"), "yyyy-mm-dd", PatternFill("solid", "FF00FFFF")
    data = saved(book)
    done = marked(data, faults(data).faults, file_name="招商.xlsx")
    after = opened(done)["招商"]["F3"]
    assert (after.font.b, after.font.name, after.number_format, after.fill.fgColor.rgb) == (
        True,
        "黑体",
        "yyyy-mm-dd",
        "FFFFC7CE",
    )
    root: Any = etree.fromstring(parts(done)["xl/styles.xml"])
    fills_of = root.find(f"{MAIN}fills")
    old, new = formats(parts(data)["xl/styles.xml"]), formats(parts(done)["xl/styles.xml"])
    assert [etree.tostring(xf, method="c14n") for xf in new[: len(old)]] == [
        etree.tostring(xf, method="c14n") for xf in old
    ]
    for xf in new[len(old) :]:
        bare = copy.deepcopy(xf)
        bare.attrib.pop("applyFill")
        fill = bare.attrib.pop("fillId")
        alike = [dict(one.attrib) for one in old]
        for one in alike:
            one.pop("fillId")
            one.pop("applyFill", None)
        assert dict(bare.attrib) in alike
        assert fill == str(len(fills_of) - 1)


def test_several_faults_of_a_cell_share_a_comment() -> None:
    """A cell with two faults has one comment with both lines, the same line once."""
    told = [cell(3, 2, expected="甲"), cell(3, 2, expected="乙"), cell(3, 2, expected="甲")]
    done = marked(BROKEN, told, file_name="招商.xlsx")
    assert comments(done) == {"B3": "收表核对\nB3“表头”“错”：应为甲\nB3“表头”“错”：应为乙"}


def test_a_merged_area_is_marked_in_its_first_cell() -> None:
    """A fault within a merged area is filled and told where the area's value stands."""
    data = xlsx(("招商", ROWS, ["B3:B4", "C3:D4"]))
    done = marked(data, [cell(4, 2), cell(4, 4), cell(3, 6)], file_name="招商.xlsx")
    assert set(comments(done)) == set(fills(done)) == {"B3", "C3", "F3"}


def test_rows_and_cells_that_are_not_there_are_made() -> None:
    """A blank cell of which the file says nothing is made where it belongs, in the style of its row or column."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "招商"
    sheet["B2"], sheet["D2"], sheet["B6"] = 1, 2, 3
    sheet.column_dimensions["C"].font = Font(bold=True)
    data = saved(book)
    places = [(2, 1), (2, 3), (2, 9), (4, 3), (4, 1), (9, 2), (1, 1)]
    done = marked(data, [cell(*place) for place in places], file_name="招商.xlsx")
    root = etree.fromstring(parts(done)[SHEET])
    made = [[c.get("r") for c in row] for row in root.iter(f"{MAIN}row")]
    assert made == [["A1"], ["A2", "B2", "C2", "D2", "I2"], ["A4", "C4"], ["B6"], ["B9"]]
    assert set(fills(done)) == {"A1", "A2", "C2", "I2", "A4", "C4", "B9"}
    assert opened(done)["招商"]["C4"].font.b
    assert not opened(done)["招商"]["A4"].font.b


def test_headers_sheets_and_files_have_their_place() -> None:
    """A header's fault stands at its first word, one of a sheet or a file on A1, which stays without a fill."""
    header = [None, *headers("investment")[:-1]]
    data = xlsx(("说明", [["填报说明"]], []), ("招商", [["招商引资情况"], header], []))
    (lacking,) = faults(data).faults
    done = marked(data, [lacking], file_name="招商.xlsx")
    assert comments(done) == {"B2": "收表核对\n第2行的表头缺少：进度评价；应为“招商引资情况”的全部表头"}
    assert set(fills(done)) == {"B2"}
    whole = [
        tl.errors.FileFault(Words("太大", "too big"), file="招商.xlsx"),
        tl.errors.FileFault(Words("错误过多", "too many errors"), file="招商.xlsx", sheet="招商"),
        tl.errors.FileFault("没有了", file="招商.xlsx", sheet="第三张"),
    ]
    done = marked(data, whole, file_name="招商.xlsx", language="en")
    assert comments(done, "说明") == {"A1": "Sheet check\ntoo big\n第三张: 没有了"}
    assert comments(done) == {"A1": "Sheet check\ntoo many errors"}
    assert fills(done) == fills(done, "说明") == {}


def test_what_is_of_no_sheet_stands_where_it_is_seen() -> None:
    """A fault of the whole file is told on the first sheet that is not hidden."""
    book = opened(BROKEN)
    book.worksheets[0].sheet_state = "hidden"
    done = marked(saved(book), [tl.errors.FileFault("太大", file="招商.xlsx")], file_name="招商.xlsx")
    assert (comments(done), comments(done, "说明")) == ({}, {"A1": "收表核对\n太大"})


def test_warnings_have_a_colour_of_their_own() -> None:
    """A report's warning is marked like a fault in its own colour; a cell with both shows the fault's."""
    doubt = Finding("招商.xlsx", "招商", 3, 3, "C3", "分管领导", "张三", Words("李四", "Li Si"))
    both = Finding("招商.xlsx", "招商", 3, 6, "F3", "进度评价", "推进很慢", "别的")
    done = marked(BROKEN, [both, *faults(BROKEN).faults, doubt, both], file_name="招商.xlsx")
    assert fills(done) == {"B3": "FFFFC7CE", "C3": "FFFFEB9C", "F3": "FFFFC7CE", "F4": "FFFFC7CE"}
    assert comments(done)["C3"] == "收表核对\n提醒：C3“分管领导”“张三”：应为李四"
    assert "warning: C3" in comments(marked(BROKEN, [doubt], file_name="招商.xlsx", language="en"))["C3"]


def commented() -> bytes:
    """A workbook in which somebody has commented two cells, one of them bad."""
    book = opened(BROKEN)
    for place, text in (("F3", "请核实"), ("B4", "已问过")):
        book["招商"][place].comment = Comment(text, "科长")
    return saved(book)


def test_comments_of_others_stay() -> None:
    """Others' comments keep text and author, ours comes below; their boxes stay, and new ones have other numbers."""
    data = commented()
    done = marked(data, faults(BROKEN).faults, file_name="招商.xlsx")
    told = comments(done)
    assert told["B4"] == "已问过"
    assert told["F3"].startswith("请核实\n收表核对\nF3“进度评价”“推进很慢”：应为")
    assert set(told) == {"B3", "B4", "F3", "F4"}
    authors = {c.coordinate: c.comment.author for row in opened(done)["招商"] for c in row if c.comment}
    assert authors == {"B3": AUTHOR, "B4": "科长", "F3": "科长", "F4": AUTHOR}
    (drawing,) = (part for name, part in parts(data).items() if name.endswith(".vml"))
    (drawn,) = (part for name, part in parts(done).items() if name.endswith(".vml"))
    start, end = drawing.rsplit(b"</xml>", 1)
    assert drawn.endswith(b"</xml>" + end)
    assert drawn.startswith(start.replace(b'data="1"', b'data="1,2"'))
    shapes = [shape.get("id") for shape in etree.fromstring(drawn).iter("{urn:schemas-microsoft-com:vml}shape")]
    assert len(shapes) == len(set(shapes)) == 4
    assert parts(done)["[Content_Types].xml"].count(b"vml") == parts(data)["[Content_Types].xml"].count(b"vml")


def test_marking_twice_is_marking_once() -> None:
    """A workbook that comes back unchanged and is marked again is the same bytes; with other faults ours are replaced."""
    data = commented()
    told = faults(data).faults
    once = marked(data, told, file_name="招商.xlsx")
    assert marked(once, told, file_name="招商.xlsx") == once
    other = comments(marked(once, [cell(4, 6, expected="别的")], file_name="招商.xlsx"))
    assert other["F4"] == "收表核对\nF4“表头”“错”：应为别的"


def test_threaded_comments_are_left_alone() -> None:
    """The parts of threaded comments, and whatever else a later Excel puts beside a sheet, are the same bytes."""
    book = parts(commented())
    book["xl/threadedComments/threadedComment1.xml"] = b"<ThreadedComments/>"
    book["xl/persons/person.xml"] = b"<personList/>"
    data = packed(book)
    done = parts(marked(data, faults(data).faults, file_name="招商.xlsx"))
    for name in ("xl/threadedComments/threadedComment1.xml", "xl/persons/person.xml"):
        assert done[name] == book[name]


def test_the_same_bytes_each_time() -> None:
    """Marking is a function: neither the order in which faults are given nor the hour shows in the bytes."""
    told = faults(BROKEN).faults
    first = marked(BROKEN, told, file_name="招商.xlsx")
    assert marked(io.BytesIO(BROKEN), iter(told), file_name="招商.xlsx") == first
    assert marked(BROKEN, reversed(told), file_name="招商.xlsx") == first


def test_marked_is_read_with_the_same_faults_and_corrected_without() -> None:
    """The marked workbook has the faults it had; once the clerk has corrected the cells it is read without any."""
    told = faults(BROKEN)
    done = marked(BROKEN, told.faults, file_name="招商.xlsx")
    assert faults(done).to_data() == told.to_data()
    book = opened(done)
    book["招商"]["B3"], book["招商"]["F3"], book["招商"]["F4"] = "办公室", "正常推进", "已办结"
    reading = tl.sheets.read(saved(book), file_name="招商.xlsx", scheme=SCHEME)
    assert [entry.record.unit.name for entry in reading.entries] == ["办公室", "秘书科"]


def test_no_fault_no_mark() -> None:
    """Without faults the file is handed back as it came; with those of other files alone, somebody is mistaken."""
    assert marked(BROKEN, [], file_name="招商.xlsx") == BROKEN
    with refused(ValueError, match=r"no fault is of '别的.xlsx'"):
        marked(BROKEN, faults(BROKEN).faults, file_name="别的.xlsx")
    told = [*faults(BROKEN).faults, cell(1, 1, file="别的.xlsx")]
    assert marked(BROKEN, told, file_name="招商.xlsx") == marked(BROKEN, told[:-1], file_name="招商.xlsx")


@pytest.mark.parametrize("name", ["招商.csv", "招商.docx"])
def test_only_workbooks_can_be_marked(name: str) -> None:
    """A .csv or a Word file holds no marks: that is a fault of the file, in both languages."""
    with pytest.raises(tl.errors.FileFault) as caught:
        marked(b"a,b", [cell(1, 1, file=name)], file_name=name)
    if name.endswith(".csv"):
        assert caught.value.say() == "招商.csv：这种文件不能批注；应为 Excel 工作簿（.xlsx）"
        assert (
            caught.value.say("en")
            == "招商.csv: a file of this kind cannot be marked; expected an Excel workbook (.xlsx)"
        )


def test_broken_files_are_refused() -> None:
    """What cannot be read cannot be marked: a typed fault, whatever part is broken of those that are read."""
    told = faults(BROKEN).faults
    for data in (b"%PDF", BROKEN[:1000], b""):
        with pytest.raises(tl.errors.FileFault):
            marked(data, told, file_name="招商.xlsx")
    for name in ("xl/styles.xml", "xl/workbook.xml"):
        with pytest.raises(tl.errors.FileFault):
            marked(packed(parts(BROKEN) | {name: b"<worksheet><row"}), told, file_name="招商.xlsx")


def test_a_folder_is_no_file(tmp_path: Any) -> None:
    """A folder has a function of its own."""
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_bytes(b"")
    with refused(ValueError, match="hand_back"):
        marked(tmp_path, [])


STRANGE = {"control": "控制\x01字符", "surrogate": "半个\ud800", "long": "很长" * 40_000, "markup": "<b>&amp;"}
"""Values that no comment can hold as they are."""


@pytest.mark.parametrize("value", list(STRANGE.values()), ids=list(STRANGE))
def test_any_value_can_be_told(value: str) -> None:
    """A comment says of any value what can be said: what no sheet may hold is shown as �, a long text is cut."""
    done = marked(BROKEN, [cell(3, 2, value=value)], file_name="招商.xlsx")
    told = comments(done)["B3"]
    assert told.startswith("收表核对\nB3“表头”“")
    assert len(told) < 1_100
    assert ("\N{REPLACEMENT CHARACTER}" in told) == (not value.isprintable() or "\ud800" in value)


def test_a_folder_is_handed_back(tmp_path: Any) -> None:
    """Each workbook with faults is written under its own name, marked; the others are not; a .csv is named."""
    source, target = tmp_path / "来", tmp_path / "回" / "九月"
    source.mkdir()
    (source / "招商.xlsx").write_bytes(BROKEN)
    (source / "好.xlsx").write_bytes(xlsx(("招商", [ROWS[1], [1, "办公室", None, None, None, "正常推进"]], [])))
    (source / "坏.csv").write_bytes(b"\xe5\xba\x8f")
    (source / "表.csv").write_bytes(
        "序号,科室单位,分管领导,开展情况,主要成效,进度评价\n1,秘书,,,,已办结\n".encode("utf-8-sig")
    )
    (source / "断.xlsx").write_bytes(BROKEN[:2000])
    (source / "notes.txt").write_bytes(b"x")
    report = tl.sheets.read(source, scheme=SCHEME, collect=True).report
    told: list[Marking] = [*report.faults, *report.warnings]
    done = hand_back(source, told, target)
    assert done.written == (target / "招商.xlsx",)
    assert [path.name for path in target.iterdir()] == ["招商.xlsx"]
    own = [thing for thing in told if thing.file == "招商.xlsx"]
    assert (target / "招商.xlsx").read_bytes() == marked(source / "招商.xlsx", own)
    assert {fault.file for fault in done.unmarked} == {fault.file for fault in report.faults} - {"招商.xlsx"}
    with refused(ValueError, match="need another"):
        hand_back(source, report.faults, source)
    with refused(ValueError, match="need another"):
        hand_back(source / "招商.xlsx", report.faults, source)


@pytest.mark.parametrize("widths", [{}, {"G": 20.0, "H": 3.0}, {"G": 60.0}])
def test_a_comments_box_is_as_wide_as_it_says(widths: dict[str, float]) -> None:
    """250 pixels to the right of its cell, however wide the columns are that it covers, and high enough for its lines."""
    book = opened(BROKEN)
    for letter, width in widths.items():
        book["招商"].column_dimensions[letter].width = width
    data = saved(book)
    done = parts(marked(data, [cell(3, 6, expected="别的" * 20)], file_name="招商.xlsx"))
    (drawing,) = (part for name, part in done.items() if name.endswith(".vml"))
    shape = next(etree.fromstring(drawing).iter("{urn:schemas-microsoft-com:vml}shape"))
    style = dict(part.split(":") for part in shape.get("style", "").split(";"))
    pixels = {
        6 + at: round(widths.get(letter, 0) * 7 + 5) if letter in widths else 64 for at, letter in enumerate("GHIJKL")
    }
    left, offset, top, above, right, into, bottom, below = map(int, str(shape.findtext(f".//{X}Anchor")).split(","))
    assert (left, offset) == (6, 15)
    assert sum(pixels[at] for at in range(left, right)) - offset + into == 250
    assert style["width"] == "187.5pt"
    assert 20 * (bottom - top) - above + below == pytest.approx(float(style["height"].removesuffix("pt")) / 0.75, abs=1)
    assert float(style["height"].removesuffix("pt")) == (4 * 17 + 10) * 0.75
