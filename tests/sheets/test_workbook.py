"""工作簿 → 格网: cells mean what Excel shows, and nothing is lost in silence."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from helpers.office_sheets import saved, xlsx
from helpers.refusals import refused
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import NamedStyle

import trafficlight as tl
from trafficlight.model._kinds import text_of
from trafficlight.ooxml.archive import LIMITS, Limits
from trafficlight.sheets.reading.grid import Grid, Merge
from trafficlight.sheets.reading.hand_in_files import Meter
from trafficlight.sheets.reading.readers.xlsx import read_workbook

SHEET = "xl/worksheets/sheet1.xml"


def moment(text: str) -> dt.datetime:
    """A moment as a sheet has it, of no zone."""
    return dt.datetime.fromisoformat(text)


def grids(data: bytes, limits: Limits = LIMITS) -> list[Grid | tl.errors.FileFault]:
    """The sheets of a workbook."""
    return [one for one in read_workbook(data, Meter("f.xlsx", limits)) if isinstance(one, (Grid, tl.errors.FileFault))]


def only(data: bytes, limits: Limits = LIMITS) -> Grid:
    """Its one sheet."""
    (grid,) = grids(data, limits)
    assert isinstance(grid, Grid), grid
    return grid


def fault(data: bytes, limits: Limits = LIMITS) -> tl.errors.FileFault:
    """The fault of its one sheet."""
    (found,) = grids(data, limits)
    assert isinstance(found, tl.errors.FileFault)
    return found


def repacked(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """A workbook whose parts went through `change`; None drops a part."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
    return stream.getvalue()


def with_sheet_data(xml: str, *, before: str = "", after: str = "") -> bytes:
    """A workbook of one sheet with these rows, and what stands before and after them."""

    def change(name: str, part: bytes) -> bytes:
        if name != SHEET:
            return part
        text = re.sub(rb"<sheetData.*?(</sheetData>|/>)", b"", part, flags=re.DOTALL).decode()
        return text.replace("<pageMargins", f"{before}<sheetData>{xml}</sheetData>{after}<pageMargins").encode()

    return repacked(xlsx(("表", [], [])), change)


def test_values_keep_their_types() -> None:
    """Texts, whole and broken numbers, yes and no, dates and times arrive as themselves, blanks as None."""
    row = ["文字", 3, 2.5, True, False, moment("2023-09-28"), dt.time(12, 30), None, " ", "尾"]
    assert only(xlsx(("表", [row], []))).rows == (
        ("文字", 3, 2.5, True, False, moment("2023-09-28"), dt.time(12, 30), None, None, "尾"),
    )


cell_values = (
    st.none()
    | st.booleans()
    | st.integers(-(10**14), 10**14)
    | st.floats(allow_nan=False, allow_infinity=False, width=32)
    | st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=8).filter(
        lambda text: "_x" not in text and not text.startswith(("=", "#"))
    )
    | st.datetimes(moment("1901-01-01"), moment("2200-01-01")).map(lambda drawn: drawn.replace(microsecond=0))
)


@given(st.lists(st.lists(cell_values, max_size=5), max_size=6))
def test_openpyxl_reads_the_same(rows: list[list[Any]]) -> None:
    """Whatever openpyxl reads in a cell that it wrote, we read too."""
    data = xlsx(("表", rows, []))
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    expected = [
        [None if isinstance(value, str) and not value.strip() else value for value in row]
        for row in book.worksheets[0].iter_rows(values_only=True)
    ]
    book.close()
    grid = only(data)
    for index, row in enumerate(expected):
        have = grid.rows[index] if index < len(grid) else ()
        assert [*have, *[None] * (len(row) - len(have))] == row


def test_every_sheet_is_read_and_hiding_is_told() -> None:
    """All sheets come in order; hidden sheets, rows and columns are read like others, and named."""
    book = openpyxl.Workbook()
    first, second = book.worksheets[0], book.create_sheet("藏")
    first.title = "显"
    first["A1"], first["B2"], first["C3"] = 1, 2, 3
    first.row_dimensions[2].hidden = True
    first.column_dimensions["B"].hidden = True
    second["A1"] = "x"
    second.sheet_state = "hidden"
    one, two = grids(saved(book))
    assert isinstance(one, Grid)
    assert isinstance(two, Grid)
    assert (one.sheet, one.hidden) == ("显", False)
    assert (list(one.hidden_rows), list(one.hidden_columns)) == ([1], [1])
    assert one.rows == ((1,), (None, 2), (None, None, 3))
    assert (two.sheet, two.hidden, two.rows) == ("藏", True, (("x",),))


def test_merges_are_known() -> None:
    """Merged areas come along with their corners."""
    grid = only(xlsx(("表", [["a", None], [None, None], ["b", "c"]], ["A1:B2"])))
    assert grid.merges == (Merge(0, 0, 1, 1),)
    assert grid.seen(1) == ("a", "a")


@pytest.mark.parametrize("reference", ["A1", "A1:XFD1048576"])
def test_the_declared_size_is_not_believed(reference: str) -> None:
    """A dimension that lies, small or large, neither hides cells nor makes any."""
    grid = only(
        with_sheet_data(
            '<row r="1"><c r="A1"><v>1</v></c><c r="C1"><v>3</v></c></row><row r="4"><c r="B4"><v>2</v></c></row>',
            before=f'<dimension ref="{reference}"/>',
        )
    )
    assert grid.rows == ((1, None, 3), (), (), (None, 2))


def test_formatted_but_blank_cells_are_no_content() -> None:
    """A clerk who formats whole columns down to the last row makes the sheet no bigger."""
    grid = only(
        with_sheet_data(
            '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="0"/></row><row r="1048576"><c r="A1048576"/></row>'
        )
    )
    assert grid.rows == ((1,),)


def test_a_formula_without_its_value_is_told_from_a_blank() -> None:
    """A formula with a stored value is that value; one that was never computed cannot be trusted; "" is a blank."""
    grid = only(
        with_sheet_data(
            '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>SUM(A1)</f><v></v></c><c r="C1"><f>A1</f></c>'
            '<c r="D1" t="str"><f>""</f><v></v></c><c r="E1" t="str"><f>"x"</f><v>x</v></c></row>'
        )
    )
    assert grid.rows == ((2, "=SUM(A1)", "=A1", None, "x"),)
    assert [(row, column) for row, column, _ in grid.broken] == [(0, 1), (0, 2)]


def test_an_error_is_told_from_a_text_that_reads_like_one() -> None:
    """#REF! as the outcome of a formula cannot be trusted; a clerk who types #N/A has typed a text."""
    grid = only(
        with_sheet_data(
            '<row r="1"><c r="A1" t="e"><v>#REF!</v></c><c r="B1" t="inlineStr"><is><t>#N/A</t></is></c></row>'
        )
    )
    assert grid.rows == (("#REF!", "#N/A"),)
    assert [(row, column) for row, column, _ in grid.broken] == [(0, 0)]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="A1"><v>1e3</v></c>', 1000.0),
        ('<c r="A1"><v>1_000</v></c>', "1_000"),
        ('<c r="A1"><v>INF</v></c>', "INF"),
        ('<c r="A1"><v>１２</v></c>', "１２"),
        ('<c r="A1" t="b"><v>2</v></c>', "2"),
        ('<c r="A1" t="d"><v>soon</v></c>', "soon"),
        ('<c r="A1" t="odd"><v>x</v></c>', "x"),
        ('<c r="A1" s="1"><v>99999999999</v></c>', "99999999999"),
    ],
)
def test_garbage_in_a_cell_is_that_cells_fault(cell: str, value: object) -> None:
    """A number, truth value or date that is none spoils its own cell, not the file, and is never guessed."""
    data = with_sheet_data(f'<row r="1">{cell}</row>')
    data = repacked(
        data,
        lambda name, part: (
            part.replace(b"</cellXfs>", b'<xf numFmtId="14"/></cellXfs>') if name == "xl/styles.xml" else part
        ),
    )
    grid = only(data)
    assert grid.cell(0, 0) == value
    assert bool(grid.broken) == isinstance(value, str)


def test_iso_dates_and_durations() -> None:
    """A date in words of ISO 8601 is a date; a duration is worth its days, and shows its hours."""
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = dt.timedelta(hours=26)
    book.iso_dates = True
    book.worksheets[0]["B1"] = moment("2023-09-28T08:00")
    book.worksheets[0]["C1"] = dt.date(2023, 9, 28)
    (a, b, c) = only(saved(book)).rows[0]
    assert isinstance(a, float)
    assert (round(a * 24, 9), b) == (26, moment("2023-09-28T08:00"))
    assert text_of(a) == "26:00:00"
    assert (c, text_of(c)) == (moment("2023-09-28"), "2023-09-28")


def test_references_in_small_letters_are_references() -> None:
    """Some programs write a1 and $a$1; the cell and the merged area are the same."""
    data = with_sheet_data(
        '<row r="1"><c r="a1"><v>1</v></c><c r="$b$1"><v>2</v></c></row>',
        after='<mergeCells><mergeCell ref="a1:a2"/></mergeCells>',
    )
    assert only(data).rows == ((1, 2),)
    assert only(data).merges == (Merge(0, 0, 1, 0),)


@pytest.mark.parametrize("number_format", [14, 31, 57])
@pytest.mark.parametrize(("from_1904", "day"), [(False, moment("2023-09-28")), (True, moment("2027-09-29"))])
def test_dates_of_chinese_excel_are_dates(number_format: int, *, from_1904: bool, day: dt.datetime) -> None:
    """Formats 27–36 and 50–58, which a Chinese Excel names without spelling them out, are dates; 1904 is heeded."""

    def change(name: str, part: bytes) -> bytes:
        if name == "xl/styles.xml":
            return part.replace(b"</cellXfs>", b'<xf numFmtId="%d"/></cellXfs>' % number_format)
        if name == "xl/workbook.xml" and from_1904:
            return part.replace(b"<workbookPr/>", b'<workbookPr date1904="1"/>')
        return part

    data = repacked(
        with_sheet_data('<row r="1"><c r="A1" s="1"><v>45197</v></c><c r="B1"><v>45197</v></c></row>'), change
    )
    assert only(data).rows == ((day, 45197),)


def test_shared_strings_and_runs() -> None:
    """Shared strings count like inline ones; runs are joined, phonetic guides are not read, escapes are undone."""
    strings = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>甲</t></si>'
        "<si><r><t>乙</t></r><r><t>丙</t></r><rPh sb='0' eb='1'><t>yi</t></rPh></si><si><t>a_x000D_b_x005F_x000D_</t></si>"
        "<si><t>坏_x0001_</t></si><si/></sst>"
    ).encode()
    cells = "".join(f'<c t="s"><v>{number}</v></c>' for number in range(5))
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    relation = f'<Relationship Id="s" Type="{kind}" Target="sharedStrings.xml"/>'.encode()
    data = repacked(
        with_sheet_data(f"<row>{cells}</row>"),
        lambda name, part: (
            part.replace(b"</Relationships>", relation + b"</Relationships>")
            if name.endswith("workbook.xml.rels")
            else part
        ),
    )
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr("xl/sharedStrings.xml", strings)
    grid = only(stream.getvalue())
    assert grid.rows == (("甲", "乙丙", "a\rb_x000D_", "坏\x01"),)
    assert [(row, column) for row, column, _ in grid.broken] == [(0, 3)]
    with pytest.raises(tl.errors.FileFault, match="共享字符串"):
        grids(stream.getvalue(), Limits(shared_strings=3))


@pytest.mark.parametrize(
    "xml",
    [
        '<row r="2"/><row r="1"/>',
        '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="1A"><v>1</v></c></row>',
        '<row r="x"/>',
        '<row r="1"><c r="A1" t="s"><v>7</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>',
        "<row>",
        '<row r="1">&xxe;</row>',
    ],
)
def test_a_broken_sheet_is_a_typed_fault(xml: str) -> None:
    """Whatever is wrong inside, out comes one `FileFault` that names file and sheet and chains its cause."""
    found = fault(with_sheet_data(xml))
    assert (found.file, found.sheet) == ("f.xlsx", "表")
    assert found.__cause__ is not None


def test_one_broken_sheet_does_not_sink_the_others() -> None:
    """The sheets beside a broken one are read."""
    data = xlsx(("坏", [["x"]], []), ("好", [["y"]], []))
    first, second = grids(repacked(data, lambda name, part: part[:-20] if name == SHEET else part))
    assert isinstance(first, tl.errors.FileFault)
    assert isinstance(second, Grid)
    assert second.rows == (("y",),)


def test_overlapping_merges_are_refused() -> None:
    """Areas that overlap, which no program makes, could cost rows × columns each."""
    merges = '<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="A1:B2"/></mergeCells>'
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="B2"><v>1</v></c></row>'
    assert "重叠" in fault(with_sheet_data(rows, after=merges)).message


@pytest.mark.parametrize(
    ("limits", "word"),
    [
        (Limits(rows=2), "行"),
        (Limits(columns=2), "列"),
        (Limits(sheets=1), "工作表"),
        (Limits(cells=4), "4 个单元格"),
        (Limits(merges=1), "1 个合并"),
    ],
)
def test_limits_of_a_sheet(limits: Limits, word: str) -> None:
    """Content past a limit of rows, columns, cells, merges or sheets is refused with the figure."""
    data = xlsx(("表", [[1, 2, 3], [1], [1]], ["A2:B2", "A3:B3"]), ("二", [[1]], []))
    try:
        found = grids(data, limits)[0]
    except tl.errors.FileFault as refused:
        found = refused
    assert isinstance(found, tl.errors.FileFault)
    assert word in found.message
    assert "限额" in found.message


def test_a_long_text_is_its_cells_fault() -> None:
    """A cell past the limit of characters is kept short and cannot be trusted."""
    grid = only(xlsx(("表", [["长" * 30, "短"]], [])), Limits(cell_characters=20))
    assert grid.cell(0, 1) == "短"
    assert [(row, column) for row, column, _ in grid.broken] == [(0, 0)]


def test_limits_are_positive() -> None:
    """A limit below 1 is a mistake of whoever sets it."""
    with refused(ValueError, match="rows"):
        Limits(rows=0)


def test_named_styles_do_not_count_as_cell_formats() -> None:
    """Only the formats of cells are counted for dates: a named date style does not shift them."""
    book = openpyxl.Workbook()
    book.add_named_style(NamedStyle("日期", number_format="yyyy-mm-dd"))
    book.worksheets[0]["A1"] = 45197
    book.worksheets[0]["B1"] = moment("2023-09-28")
    assert only(saved(book)).rows == ((45197, moment("2023-09-28")),)


def test_a_workbook_of_charts_alone_is_refused() -> None:
    """Chart sheets hold no cells; a workbook without any worksheet cannot be a hand-in."""
    book = openpyxl.Workbook()
    book.create_chartsheet("图")
    (grid,) = grids(saved(book))
    assert isinstance(grid, Grid)
    data = repacked(
        saved(book),
        lambda name, part: re.sub(rb"<sheet [^>]*Sheet[^>]*/>", b"", part) if name == "xl/workbook.xml" else part,
    )
    with pytest.raises(tl.errors.FileFault, match="没有工作表"):
        grids(data)


def test_a_workbook_without_styles_is_read() -> None:
    """Styles are optional in a package; without them no number is a date."""
    data = repacked(xlsx(("表", [[1]], [])), lambda name, part: None if name == "xl/styles.xml" else part)
    assert only(data).rows == ((1,),)


def test_a_merge_outside_of_the_content_is_nothing() -> None:
    """Merged areas where nothing stands are left out."""
    grid = only(
        with_sheet_data(
            '<row r="1"><c r="A1"><v>1</v></c></row>', after='<mergeCells><mergeCell ref="D9:E9"/></mergeCells>'
        )
    )
    assert grid.merges == ()
