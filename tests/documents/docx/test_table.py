"""Grids: what a reader of the file finds in the table."""

from __future__ import annotations

import datetime as dt
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

import pytest
from helpers.readword import note_rows
from helpers.rendering import pages
from helpers.wordfile import W, body, find_all, one_section, part, parts, plain_grid, texts, values
from hypothesis import given
from hypothesis import strategies as st

from trafficlight.documents.content import (
    Cell,
    Grid,
    GridColumn,
    Heading,
    PageBreak,
    PageSetup,
    Paragraph,
    Row,
    Rows,
    Run,
    SignatureBlock,
    plain,
)
from trafficlight.documents.docx.row_writer import CHUNK_ROWS, RowMaker
from trafficlight.errors import DocumentError
from trafficlight.layout import Style

ROWS = [["1", "甲"], ["2", "乙"], ["3", "丙"]]


def rows_of(grid: Grid) -> list[list[str]]:
    """The texts of a grid's rows, read back."""
    return [texts(row, ".//w:tc") for row in find_all(body(one_section(grid)), ".//w:tr")]


def test_header_and_rows_are_those_given() -> None:
    """Every cell stands where it was put, the header first."""
    assert rows_of(plain_grid(ROWS, header=(("序号", "单位"),))) == [["序号", "单位"], *ROWS]


def test_header_rows_repeat_and_rows_do_not_split() -> None:
    """Each header row repeats on every page; no row parts at a page's foot."""
    tree = body(one_section(plain_grid(ROWS, header=(("一", "二"), ("三", "四")))))
    rows = find_all(tree, ".//w:tr")
    assert [bool(find_all(row, "w:trPr/w:tblHeader")) for row in rows] == [True, True, False, False, False]
    assert all(find_all(row, "w:trPr/w:cantSplit") for row in rows)


def test_a_mark_has_fill_and_word_and_readable_ink() -> None:
    """A mark is ground and word; the ink is black or white by contrast unless the cell says which."""
    cells = [Cell("蓝", fill="1F6FB5"), Cell("黄", fill="#ffd800"), Cell("红", fill="C00000", colour="FFFF00")]
    tree = body(one_section(plain_grid([cells, cells], 3)))
    found = [one.get(f"{W}fill") for one in find_all(tree, ".//w:tcPr/w:shd")]
    assert found == ["1F6FB5", "FFD800", "C00000"] * 2
    assert values(tree, ".//w:tc//w:color") == ["FFFFFF", "000000", "FFFF00"] * 2
    assert texts(tree, ".//w:tc") == ["蓝", "黄", "红"] * 2


def test_marks_beyond_the_memory_of_the_writer() -> None:
    """A thousand different cells of a column come back as they were."""
    cells = [[Cell(str(number), fill="1F6FB5")] for number in range(1000)] * 2
    assert rows_of(plain_grid(cells, 1)) == [[cast(str, cell.text)] for (cell,) in cells]


CELLS = st.one_of(
    st.sampled_from(["甲", "", " 乙 ", "a<b>&c", "两\n行", "\n", ">", "\t"]),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff", min_codepoint=32)),
    st.builds(Cell, st.sampled_from(["蓝", "a\nb", ""]), fill=st.sampled_from([None, "1F6FB5"])),
)
LINES = st.one_of(
    st.lists(CELLS, min_size=3, max_size=3),
    st.just(["一", "二", "三"]),
    st.just([Cell("横", span=2), "三"]),
)


@given(
    rows=st.lists(LINES, max_size=3 * CHUNK_ROWS),
    repeated=st.lists(LINES, max_size=3),
    notes=st.booleans(),
    merged=st.booleans(),
)
def test_rows_together_are_rows_one_by_one(
    *, rows: list[list[str | Cell]], repeated: list[list[str | Cell]], notes: bool, merged: bool
) -> None:
    """Rows that are written many at a time give what each of them gives by itself, whatever stands in them."""
    block = [[Cell("并", merge="start"), "上", ""], [Cell(merge="continue"), "下", ""]] if merged else []
    grid = plain_grid([*rows, *repeated * CHUNK_ROWS, *block, *rows], 3, notes=("注",) if notes else ())
    together = parts(one_section(grid))["word/document.xml"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RowMaker, "_together", lambda *_: None)
        assert parts(one_section(grid))["word/document.xml"] == together


def test_a_column_of_anything() -> None:
    """Plain text, text to escape, blanks, marks and runs come back in any order down a column."""
    column: list[str | Cell] = [
        "甲",
        Cell("乙", fill="1F6FB5"),
        "a<b>&c",
        "",
        " 丙 ",
        Cell(["丁"]),
        "%s > %b",
        "戊\n己",
    ] * 3
    grid = plain_grid([["1", cell] for cell in column])
    assert rows_of(grid) == [["1", plain(cell.text) if isinstance(cell, Cell) else cell] for cell in column]


def test_merges_and_spans() -> None:
    """A downward merge restarts and continues; a span covers its columns."""
    rows = [[Cell("组", merge="start"), "甲"], [Cell(merge="continue"), "乙"], [Cell("合计", span=2)]]
    tree = body(one_section(plain_grid(rows)))
    assert values(tree, ".//w:vMerge") == ["restart", "continue"]
    assert values(tree, ".//w:gridSpan") == ["2"]
    grid = [int(one.get(f"{W}w", "")) for one in find_all(tree, ".//w:gridCol")]
    assert int(find_all(tree, ".//w:tr[3]/w:tc/w:tcPr/w:tcW")[0].get(f"{W}w", "")) == sum(grid)


def test_rows_of_a_merge_stay_on_one_page() -> None:
    """Every row of a merge but its last keeps with the next; rows outside do not."""
    start, on = Cell("组", merge="start"), Cell(merge="continue")
    rows = [["1", "甲"], [start, "乙"], [on, "丙"], [on, "丁"], [start, "戊"], [on, "己"], ["2", "庚"]]
    assert kept(plain_grid(rows)) == [False, True, True, False, True, False, False]


def test_a_long_merge_may_part() -> None:
    """A merge of more rows than a page should hold together is kept at its head only."""
    rows = [[Cell("组", merge="start"), "0"], *([Cell(merge="continue"), str(n)] for n in range(1, 30))]
    found = kept(plain_grid(rows))
    assert found[0]
    assert not any(found[10:])


def test_a_grid_kept_together() -> None:
    """Each row keeps with the next; the last one with the row of notes where there is one, so that they are not alone."""
    assert kept(plain_grid(ROWS, keep_together=True)) == [True, True, False]
    assert kept(plain_grid(ROWS, keep_together=True, notes=("备注：",))) == [True, True, True, False]
    assert kept(plain_grid(ROWS, notes=("备注：",))) == [False, False, True, False]


def test_notes_stand_in_a_last_row_without_lines() -> None:
    """They look as if they stood below the table, over its whole width, and no program parts them from its last row."""
    tree = body(one_section(plain_grid(ROWS, notes=("备注：1.甲。", "2.乙。"))))
    (row,) = note_rows(tree)
    assert texts(row, ".//w:p") == ["备注：1.甲。", "2.乙。"]
    assert values(row, ".//w:pStyle") == ["Note", "Note"]
    assert values(row, ".//w:gridSpan") == ["2"]
    assert find_all(row, "w:trPr/w:cantSplit")
    assert [one.get(f"{W}w") for one in find_all(row, ".//w:tcMar/*")] == ["0"] * 4
    assert texts(tree, "w:p") == [""]  # what a file needs behind a table


def test_notes_beyond_half_a_page_go_on_below() -> None:
    """A row that may not part is never taller; what does not fit into it are paragraphs, which may."""
    tree = body(one_section(plain_grid(ROWS, notes=("短。", Paragraph("长" * 3000, Style.LONG_NOTE), "尾。"))))
    (row,) = note_rows(tree)
    assert texts(row, ".//w:p") == ["短。"]
    assert texts(tree, "w:p") == ["长" * 3000, "尾。"]


def test_notes_of_a_narrow_table_are_measured_in_its_width() -> None:
    """A note that is short across the page is tall in a table of some millimetres, and goes on below where it is too tall."""
    columns, notes = [GridColumn(15), GridColumn(15)], ("短。", Paragraph("长" * 300, Style.NOTE))
    narrow = body(one_section(Grid(columns, ROWS, widths="mm", notes=notes)))
    wide = body(one_section(Grid(columns, ROWS, notes=notes)))
    assert [texts(note_rows(tree)[0], ".//w:p") for tree in (narrow, wide)] == [["短。"], ["短。", "长" * 300]]


def test_a_signature_has_the_last_note_with_it() -> None:
    """It never stands alone on a page, so the last note before it is a paragraph that keeps with it."""
    signed = SignatureBlock(organ="某市审计局", date=dt.date(2023, 9, 28))
    tree = body(one_section(plain_grid(ROWS, notes=("一。", "二。")), signed))
    (row,) = note_rows(tree)
    assert texts(row, ".//w:p") == ["一。"]
    assert texts(tree, "w:p")[0] == "二。"
    assert find_all(find_all(tree, "w:p")[0], "w:pPr/w:keepNext")


@pytest.mark.render
def test_notes_never_stand_on_a_page_of_their_own(tmp_path: Path) -> None:
    """Wherever the page ends, a row of the table is on each page of the notes, also where the last rows are merged."""
    note = Paragraph("备注：" + "说明。" * 120, Style.LONG_NOTE)
    last: list[Row] = [(Cell("末", merge="start"), "单位"), (Cell(merge="continue"), "单位")]
    tables = (
        plain_grid([*([str(at), "单位"] for at in range(count)), *last], header=(("序号", "名称"),), notes=(note,))
        for count in range(16, 26)
    )
    blocks = (block for table in tables for block in (table, PageBreak()))
    noted = [page for page in pages(one_section(*blocks).to_bytes(), tmp_path) if "说明" in "".join(page.lines)]
    assert len(noted) == 10
    assert all("单位" in "".join(page.lines) for page in noted)


def kept(grid: Grid) -> list[bool]:
    """Which rows keep with the next."""
    return [bool(find_all(row, ".//w:keepNext")) for row in find_all(body(one_section(grid)), ".//w:tr")]


def test_the_last_rows_keep_on_one_page() -> None:
    """So many of them as the table says, with the notes; those before may stand on the page before."""
    five = [["1", "甲"]] * 5
    assert kept(plain_grid(five, keep_last=2)) == [False, False, False, True, False]
    assert kept(plain_grid(five, keep_last=2, notes=("备注：",))) == [False, False, False, True, True, False]
    assert kept(plain_grid(five, keep_last=9)) == [True, True, True, True, False]
    with pytest.raises(DocumentError, match="应为 0 以上的整数"):
        plain_grid(five, keep_last=-1)


@pytest.mark.parametrize(("orientation", "width"), [("portrait", 156), ("landscape", 225)])
def test_shares_fill_the_text_width(orientation: str, width: float) -> None:
    """Shares of any size fill the width of the text to the twip."""
    grid = Grid([GridColumn(1), GridColumn(3.3), GridColumn(0.7)], [["1", "2", "3"]])
    setup = PageSetup(orientation="portrait" if orientation == "portrait" else "landscape")
    widths = [int(one.get(f"{W}w", "")) for one in find_all(body(one_section(grid, setup=setup)), ".//w:gridCol")]
    assert sum(widths) == round(width * 1440 / 25.4)
    assert widths[1] == pytest.approx(3.3 * widths[0], abs=2)


def test_millimetres_are_kept_or_refused() -> None:
    """Millimetres are what they say; more than the text's width is an error with both figures."""
    grid = Grid([GridColumn(20), GridColumn(30)], ROWS, widths="mm")
    tree = body(one_section(grid))
    assert [one.get(f"{W}w") for one in find_all(tree, ".//w:gridCol")] == ["1134", "1701"]
    with pytest.raises(DocumentError, match=r"160.*156"):
        one_section(Grid([GridColumn(80), GridColumn(80)], ROWS, widths="mm")).to_bytes()


def test_alignment_and_weight_of_columns_and_cells() -> None:
    """A column's alignment and weight hold for its text, not for its header; a cell may overrule both."""
    grid = Grid(
        [GridColumn(1, "left", bold=True), GridColumn(1)],
        [["甲", "乙"], [Cell("丙", align="center", bold=False), Cell("丁", align="right", bold=True)]],
        header=(("一", "二"),),
    )
    tree = body(one_section(grid))
    assert [values(row, ".//w:jc") for row in find_all(tree, ".//w:tr")] == [[], ["left"], ["right"]]
    assert [len(find_all(row, ".//w:b[not(@w:val)]")) for row in find_all(tree, ".//w:tr")] == [0, 1, 1]


def test_runs_in_a_cell_take_its_look() -> None:
    """A run in a cell keeps its own colour and takes the cell's where it has none."""
    cell = Cell(["甲", Run("乙", colour="00FF00"), Run("丙", face="hei")], fill="000080", bold=True)
    tree = body(one_section(plain_grid([[cell]], 1)))
    assert values(tree, ".//w:tc//w:color") == ["FFFFFF", "00FF00", "FFFFFF"]
    assert len(find_all(tree, ".//w:tc//w:b")) == 3


def test_a_table_without_lines_in_another_style() -> None:
    """A list of names is a grid without rules, in the style that it names."""
    tree = body(one_section(plain_grid(ROWS, ruled=False, style=Style.FLUSH)))
    (name,) = values(tree, ".//w:tblStyle")
    assert not find_all(part(one_section(), "word/styles.xml"), f"w:style[@w:styleId='{name}']//w:tblBorders")
    assert set(values(tree, ".//w:tc//w:pStyle")) == {"Flush"}


def test_what_a_blind_reader_is_told() -> None:
    """The title is heard once, as the paragraph above: no caption repeats it, and the description only where there is no other."""
    tree = body(one_section(plain_grid(ROWS, title="台账", alt_text="每行一项")))
    assert (values(tree, ".//w:tblCaption"), values(tree, ".//w:tblDescription")) == ([], ["每行一项"])
    assert values(body(one_section(plain_grid(ROWS, title="台账"))), ".//w:tblDescription") == ["台账"]


def test_title_and_lead_stay_with_the_table() -> None:
    """Whatever stands above the header keeps with the next paragraph, by its style or by itself."""
    grid = plain_grid(ROWS, title="台账", lead=(Paragraph("附言"), "摘要"), notes=("备注",))
    tree = body(one_section(grid))
    assert texts(tree, "w:p") == ["台账", "附言", "摘要", ""]
    assert values(tree, "w:p/w:pPr/w:pStyle") == ["TableTitle", "Body", "TableLead"]
    assert [bool(find_all(one, "w:pPr/w:keepNext")) for one in find_all(tree, "w:p")] == [False, True, False, False]


def test_a_title_stands_a_line_below_the_table_before() -> None:
    """Also where no table follows it, but that there is none; not at the head of a page of its own."""
    title = Heading("标注解释", 2, style=Style.TABLE_TITLE)
    before = [
        [int(one.get(f"{W}before", "0")) for one in find_all(body(one_section(*blocks)), "w:p/w:pPr/w:spacing")]
        for blocks in (
            (title, Paragraph("无。")),
            (plain_grid(ROWS, notes=("备注。",)), title, Paragraph("无。")),
            (plain_grid(ROWS, notes=("备注。",)), PageBreak(), title, Paragraph("无。")),
            (plain_grid(ROWS, notes=("备注。",)), PageBreak(), plain_grid(ROWS, title=title)),
            (plain_grid(ROWS, notes=("备注。",)), plain_grid(ROWS, title=title)),
            (Paragraph("无。"), title, Paragraph("无。")),
        )
    ]
    assert max(before[0], default=0) < 500 < max(before[1])
    assert max(before[2], default=0) < 500
    assert max(before[3], default=0) < 500 < min(max(before[4]), max(before[5]))


def test_tables_do_not_touch() -> None:
    """Between two tables, and behind the last, stands a paragraph: without it they would be one, or the file broken."""
    tree = body(one_section(plain_grid(ROWS), plain_grid(ROWS)))
    assert [one.tag.removeprefix(W) for one in find_all(tree, "*")] == ["tbl", "p", "tbl", "p", "sectPr"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["甲"]], "占 1 列：应为 2 列"),
        ([["甲", "乙"], ["甲", "乙", "丙"]], "第 2 行的单元格占 3 列"),
        ([[Cell("甲", span=3)]], "占 3 列"),
        ([["甲", Cell("乙", span=2)]], "占 3 列"),
        ([["甲", 3]], "第 2 列是 int"),
        ([["甲", None]], "第 2 列是 NoneType"),
        (["甲"], "是一段文字"),
        (["甲乙"], "是一段文字"),
        ([["甲", ["乙"]]], "第 2 列是 list"),
        ([[Cell(merge="continue"), "乙"]], "纵向续接"),
        ([[Cell("甲", merge="start"), "乙"], ["丙", "丁"], [Cell(merge="continue"), "戊"]], "第 3 行第 1 列纵向续接"),
        ([[Cell("甲", merge="start", span=2)], [Cell(merge="continue"), "乙"]], "纵向续接"),
        ([[Cell("甲", merge="start"), "乙"], [Cell("丙", merge="continue"), "丁"]], "“丙”不会显示"),
    ],
)
def test_rows_that_do_not_fit_are_refused(rows: list[list[object]], said: str) -> None:
    """A row that does not fill the columns, a merge from nowhere, a cell that is no text: refused, saying where."""
    with pytest.raises(DocumentError, match=said):
        one_section(plain_grid(rows, title="台账")).to_bytes()


class _Nowhere:
    """A stream that keeps nothing."""

    def __init__(self) -> None:
        self.size = 0

    def write(self, data: bytes) -> int:
        self.size += len(data)
        return len(data)


def test_memory_does_not_grow_with_the_rows() -> None:
    """Rows are read while they are written: 20,000 of them take less than 1 MiB above an empty table."""
    mark = Cell("已办结", fill="1F6FB5")

    def rows() -> Iterator[list[str | Cell]]:
        return ([str(n), f"推进第{n}号重点工作落地见效", "全市审计系统", mark] for n in range(20_000))

    document = one_section(plain_grid(Rows(rows), 4, header=(("甲", "乙", "丙", "丁"),)))
    one_section(plain_grid([["甲"]], 1)).to_bytes()
    stream = _Nowhere()
    tracemalloc.start()
    try:
        document.write(cast("IO[bytes]", stream))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert stream.size > 100_000
    assert peak < 1 << 20


@pytest.mark.parametrize("rows_before", [0, 70])
@pytest.mark.parametrize(
    ("cell", "may_split"),
    [
        ("甲" * 600, True),
        ("甲" * 60, False),
        ("\n".join("甲" * 40), True),
        ("\n".join("甲" * 5), False),
        ("a" * 1300, True),
        ("a" * 100, False),
        (Cell("甲" * 600, bold=True), True),
        (Cell("甲" * 60, bold=True), False),
        (Cell(["甲" * 300, Run("乙" * 300)]), True),
        (Cell("甲“引”" * 200), True),
    ],
)
def test_a_row_taller_than_half_a_page_may_split(cell: str | Cell, may_split: bool, rows_before: int) -> None:  # noqa: FBT001
    """Word cuts off a row that is taller than its page and may not split; short rows and headers never split."""
    rows: list[tuple[str, str | Cell]] = [("1", "短")] * rows_before + [("2", cell)] + [("3", "短")] * rows_before
    tree = body(one_section(plain_grid(rows, 2, header=(("序号", "甲" * 600),))))
    whole = [row.find(f"{W}trPr/{W}cantSplit") is not None for row in tree.iter(f"{W}tr")]
    assert whole == [True] * (rows_before + 1) + [not may_split] + [True] * rows_before
