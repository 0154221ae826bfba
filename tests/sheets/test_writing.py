"""制表: workbooks that print well, say what they mean, and are safe to open."""

from __future__ import annotations

import errno
import io
import itertools
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from attrs import evolve
from helpers.office_sheets import ROSTER, RULEBOOK, SCHEME, theme
from helpers.refusals import refused
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

import trafficlight as tl
from trafficlight.model._colours import ink_on
from trafficlight.notice import Investment, InvestmentProgress, KeyWorkItem, MutualHelpItem, Reform, UpwardFunding
from trafficlight.sheets import Look, Sheet
from trafficlight.sheets.reading.grid import Grid
from trafficlight.sheets.reading.hand_in_files import Meter
from trafficlight.sheets.reading.readers.xlsx import read_workbook
from trafficlight.sheets.writing.book import Book
from trafficlight.sheets.writing.layout import Paper
from trafficlight.sheets.writing.look import Style
from trafficlight.sheets.writing.workbook import sheet_names

OFFICE = tl.Unit("办公室")
LEDGER = theme("key_work").form


def item(matter: str = "事项", progress: tl.model.Progress = tl.model.Progress.DONE, **values: str) -> KeyWorkItem:
    """A row of the ledger."""
    texts = {"target": "目标", "status": "情况", "leader": "甲", "source": "局党组会议"} | values
    return KeyWorkItem(matter=matter, progress=progress, responsible=tl.model.Responsibility([OFFICE], "张三"), **texts)


def entry(key: str, record: Any, serial: int | None = None) -> tl.Entry[Any]:
    """An entry made by a program."""
    return tl.Entry(key, record, serial)


def opened(data: bytes) -> Worksheet:
    """The first sheet, as openpyxl sees it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return book.worksheets[0]


def values(sheet: Worksheet) -> list[list[Any]]:
    """All rows of a sheet."""
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def shown(cell: Any) -> str:
    """What a cell of text shows: its number format's “@” is the text, and what is escaped stands beside it."""
    pattern = "@" if cell.number_format == "General" else str(cell.number_format)
    return re.sub(r"\\(.)", r"\1", pattern.replace("@", str(cell.value)))


def test_a_ledger_is_laid_out_as_the_form_says() -> None:
    """Title, lines above, header, rows, notes; landscape A4, header repeated and frozen, one page wide."""
    sheet = opened(
        tl.sheets.workbook(
            Sheet(
                LEDGER,
                [entry("key_work", item(), 5), entry("key_work", item())],
                name="台账",
                title="重点工作台账",
                above=("日期：2023年9月28日",),
            )
        )
    )
    rows = values(sheet)
    assert [row[0] for row in rows] == ["重点工作台账", "日期：2023年9月28日", "序号", 5, 2, f"备注：{LEDGER.notes[0]}"]
    assert rows[2] == [column.header for column in LEDGER.columns]
    assert rows[3] == [5, "事项", "目标", "情况", "已办结", "甲", "办公室\n张三", "局党组会议", None]
    assert (sheet.title, sheet.freeze_panes, sheet.print_title_rows) == ("台账", "A4", "$3:$3")
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddFooter is not None
    assert sheet.oddFooter.center.text == "第 &P 页，共 &N 页"
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:I1", "A2:I2", "A6:I6"}
    cell = sheet["B4"]
    assert cell.alignment.wrap_text
    assert cell.border.left.style == cell.border.bottom.style == "thin"
    assert sheet["A3"].fill.fgColor.rgb == "FFD9E2F3"


def test_every_row_has_room_for_its_text() -> None:
    """Rows grow with their text, since not every program measures them; no row passes what a sheet can have."""
    long = [entry("key_work", item("长" * length)) for length in (2, 100, 5000)]
    sheet = opened(tl.sheets.workbook(Sheet(LEDGER, long)))
    low, high, highest = (sheet.row_dimensions[row].height or 0 for row in (3, 4, 5))
    assert 15 < low < high < highest == 408.75


def test_a_table_that_is_too_wide_is_narrowed_to_the_page() -> None:
    """Columns keep their proportions and fill the page rather than shrinking its letters."""
    for key, millimetres in (("key_work", 267), ("reform_bureau", 180)):
        sheet = opened(tl.sheets.workbook(Sheet(theme(key).form, [])))
        widths = [one.width * (int(one.max or 0) - int(one.min or 0) + 1) for one in sheet.column_dimensions.values()]
        width = sum(widths) * 7 / 96 * 25.4
        assert millimetres - 2 < width < millimetres + 2


def test_a_light_stands_on_one_line_with_its_word() -> None:
    """Its column is as wide as “严重滞后（红）” in the type that was asked for; the others give way."""
    rated = RULEBOOK.rate([entry("key_work", item(progress=tl.model.Progress.SEVERELY_DELAYED))], roster=ROSTER)
    for size in (11, 14):
        sheet = opened(tl.sheets.workbook(Sheet(LEDGER, rated), look=Look(size=size)))
        wide = sheet.column_dimensions["E"].width * 7 / 96 * 25.4
        assert wide > 7 * size * 25.4 / 72 + 2
        assert (sheet.row_dimensions[3].height or 0) < 2.9 * size * 1.35


def page_ends(sheet: Worksheet) -> list[int]:
    """The rows behind which a printed page ends because the library says so; none of the pages is too high."""
    ends = [int(one.id) for one in sheet.row_breaks.brk]
    for first, last in itertools.pairwise([0, *ends, sheet.max_row]):
        heights = (sheet.row_dimensions[row].height or 15 for row in range(first + 1, last + 1))
        assert sum(heights) <= 180 / 25.4 * 72
    return ends


def test_no_printed_page_parts_a_record() -> None:
    """A record of two lines goes to the next page whole."""
    records = [entry("upward_funding_bureau", UpwardFunding(OFFICE)) for _ in range(40)]
    form = evolve(theme("upward_funding_bureau").form, notes=())
    sheet = opened(tl.sheets.workbook(Sheet(form, records)))
    ends = page_ends(sheet)
    assert len(ends) >= 2
    merged = [(area.min_row, area.max_row) for area in sheet.merged_cells.ranges]
    assert [(top, end) for end in ends for top, bottom in merged if top <= end < bottom] == []


def of_groups(**sizes: int) -> Worksheet:
    """A sheet of groups, each with so many rows."""
    helped = [
        entry(
            "assistance",
            MutualHelpItem(
                f"事项{at}",
                tl.model.Responsibility([OFFICE]),
                "",
                "",
                tl.model.Progress.DONE,
                leader=leader,
                as_of="9月",
            ),
        )
        for leader, size in sizes.items()
        for at in range(size)
    ]
    return opened(tl.sheets.workbook(Sheet(theme("assistance").form, helped)))


def test_a_groups_table_that_fits_on_a_page_is_not_parted() -> None:
    """It begins a page, the facts above its header with it, and says its header itself."""
    sheet = of_groups(甲=12, 乙=12)
    (end,) = page_ends(sheet)
    assert sheet.cell(end + 1, 1).value == "包保领导：乙"
    assert sheet.print_title_rows is None


@pytest.mark.parametrize("sizes", [{"甲": 40, "乙": 2}, {"甲": 2, "乙": 40}])
def test_a_group_that_is_longer_than_a_page_has_its_header_on_each(sizes: dict[str, int]) -> None:
    """All groups have one header, so the first one's is repeated."""
    sheet = of_groups(**sizes)
    header = next(row for row in range(1, sheet.max_row) if sheet.cell(row, 1).value == "序号")
    assert sheet.print_title_rows == f"${header}:${header}"


def test_blocks_are_merged_over_their_lines() -> None:
    """Number, unit and leader share a cell over 已争取 and 拟争取; what differs by line keeps its own."""
    record = UpwardFunding(OFFICE, "甲", won_funds=("a", "b"), planned_projects=("c",), recognised=2)
    sheet = opened(
        tl.sheets.workbook(Sheet(theme("upward_funding_bureau").form, [entry("upward_funding_bureau", record)]))
    )
    assert values(sheet)[2:4] == [
        [1, "办公室", "甲", "已争取", "1.a\n2.b", None, None, 2],
        [None, None, None, "拟争取", None, None, "1.c", None],
    ]
    assert {"A3:A4", "B3:B4", "C3:C4"} <= {str(area) for area in sheet.merged_cells.ranges}
    assert "H3:H4" not in {str(area) for area in sheet.merged_cells.ranges}


def test_published_tables_leave_out_what_only_the_collection_has() -> None:
    """§3.13: the published table shows only the notice's columns."""
    form = theme("reform_bureau").form
    rows = [entry("reform_bureau", Reform(OFFICE, recognised=1))]
    assert values(opened(tl.sheets.workbook(Sheet(form, rows))))[1][-1] == "认定数"
    assert values(opened(tl.sheets.workbook(Sheet(form, rows, published=True))))[1][-1] == "拟争取事项"


def test_a_light_is_shown_by_fill_and_word() -> None:
    """Ratings colour the cell of the progress; letters on a dark fill are white; what is unlit stays plain."""
    progresses = [
        tl.model.Progress.DONE,
        tl.model.Progress.SLOW,
        tl.model.Progress.SEVERELY_DELAYED,
        tl.model.Progress.ON_TRACK,
    ]
    entries = [entry("key_work", item(progress=progress)) for progress in progresses]
    sheet = opened(tl.sheets.workbook(Sheet(LEDGER, RULEBOOK.rate(entries, roster=ROSTER))))
    cells = [sheet.cell(row, 5) for row in range(3, 7)]
    assert [cell.value for cell in cells] == ["已办结", "推进缓慢", "严重滞后", "正常推进"]
    assert [cell.fill.fgColor.rgb for cell in cells[:3]] == ["FF0070C0", "FFFFC000", "FFC00000"]
    assert [cell.font.color.rgb for cell in cells[:3] if cell.font.color] == ["FFFFFFFF", "FF000000", "FFFFFFFF"]
    assert cells[3].fill.fill_type is None
    assert [shown(cell) for cell in cells] == ["已办结（蓝）", "推进缓慢（黄）", "严重滞后（红）", "正常推进"]
    plain = opened(tl.sheets.workbook(Sheet(LEDGER, entries)))
    assert plain["E3"].fill.fill_type is None


@pytest.mark.parametrize("colour", ["00B050", "EF6C00", "FF0000", "00B0F0", "FFFFFF", "1F6FB5"])
def test_a_light_has_the_ink_that_documents_give_it(colour: str) -> None:
    """On any fill the word has the ink of the documents, at least 4.5 to 1: one mark looks the same on every paper."""
    (rating,) = RULEBOOK.rate([entry("key_work", item())], roster=ROSTER)
    marks = tl.Tally.of(tl.Mark("light", "亮", colour))
    cell = opened(tl.sheets.workbook(Sheet(LEDGER, [evolve(rating, verdict=evolve(rating.verdict, marks=marks))])))[
        "E3"
    ]
    assert (cell.fill.fgColor.rgb, cell.font.color.rgb) == (f"FF{colour}", f"FF{ink_on(colour)}")


def test_a_form_without_a_column_for_lights_gets_one() -> None:
    """对上争取 has no 进度评价: a column 标识 says 蓝2 on blue; units without a row have none here; reading passes it over."""
    entries = [
        entry("upward_funding_bureau", UpwardFunding(OFFICE, won_funds=("a",), recognised=2)),
        entry("upward_funding_bureau", UpwardFunding(tl.Unit("秘书科"))),
    ]
    came = tl.rules.Coverage.received([RULEBOOK.theme("upward_funding_bureau")])
    ratings = RULEBOOK.rate(entries, roster=ROSTER, coverage=came)
    assert len(ratings) == 10
    data = tl.sheets.workbook(Sheet(theme("upward_funding_bureau").form, ratings))
    sheet = opened(data)
    assert [sheet.cell(row, 9).value for row in range(2, 7)] == ["标识", "蓝2", None, "红1", None]
    assert sheet["I3"].fill.fgColor.rgb == "FF0070C0"
    assert "I3:I4" in {str(area) for area in sheet.merged_cells.ranges}, "one light for all lines of a record"
    reading = tl.sheets.read(data, scheme=SCHEME, file_name="x.xlsx")
    assert [again.record for again in reading.entries] == [one.record for one in entries]


def test_groups_with_their_own_facts_are_tables_of_their_own() -> None:
    """Rows whose facts above the header differ stand in tables below one another, each with its facts."""
    rows = [
        entry(
            "assistance",
            MutualHelpItem(
                f"事项{leader}", tl.model.Responsibility([OFFICE]), "", "", tl.model.Progress.DONE, leader=leader
            ),
        )
        for leader in ("甲", "甲", "乙")
    ]
    sheet = opened(tl.sheets.workbook(Sheet(theme("assistance").form, rows)))
    first = ["包保领导：甲", "责 任 人：", "责任科室：", "截至日期：", "序号", 1, 2]
    second = ["包保领导：乙", "责 任 人：", "责任科室：", "截至日期：", "序号", 3]
    assert [row[0] for row in values(sheet)][1:15] == [*first, None, *second]
    assert sheet.freeze_panes is None
    empty = opened(tl.sheets.workbook(Sheet(theme("assistance").form, [])))
    assert [row[0] for row in values(empty)][1:6] == ["包保领导：", "责 任 人：", "责任科室：", "截至日期：", "序号"]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@x",
        "\t=x",
        "\r=x",
        '=HYPERLINK("http://x")',
        "＝1+1",
        "\n=x",
        "<r>甲</r>",
        "<r><t>&amp;</t></r>",
        "<r>\r_x000D_x000D_ </r>",
        "{=1+1}",
        "http://x",
        "#N/A",
        "_x000D_",
        "_x005F_x000D_",
        "_x000D_x000D_",
        "1",
        " a",
        "'=1",
    ],
)
def test_a_text_leaves_and_comes_back_as_it_is(text: str) -> None:
    """What a spreadsheet would run, compute, unescape or take for an error is a text in the file and the same when read."""
    form = evolve(LEDGER, title=text if text.strip() else "x")
    data = tl.sheets.workbook(Sheet(form, [entry("key_work", item(matter=text))]))
    cell = opened(data)["B3"]
    assert isinstance(cell, Cell)
    assert cell.data_type == "s"
    assert bool(cell.quotePrefix) == (text[0] in "=+-@＝＋－＠\t\r\n")
    (grid,) = read_workbook(data, Meter("x"))
    assert isinstance(grid, Grid)
    assert grid.cell(2, 1) == text
    assert not grid.broken
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("text", ["a\x00", "\x1b[0m", "\ud800", "\uffff"])
def test_control_characters_are_refused_at_the_door(text: str) -> None:
    """No file is made of a text that none can hold; the error names the character."""
    for sheet in (
        Sheet(LEDGER, [entry("key_work", item(matter=text))]),
        Sheet(LEDGER, [], above=(text,)),
        Sheet(LEDGER, [], name=text),
    ):
        with pytest.raises(tl.errors.UnprintableText) as caught:
            tl.sheets.workbook(sheet)
        assert caught.value.text == text
    for write in (tl.sheets.to_csv, tl.sheets.dataset):
        with pytest.raises(tl.errors.UnprintableText):
            write(LEDGER, [entry("key_work", item(matter=text))])


def test_a_text_that_is_too_long_is_refused() -> None:
    """A cell holds 32,767 characters; cutting the rest off in silence is no answer."""
    with pytest.raises(tl.errors.DocumentError, match="32767"):
        tl.sheets.workbook(Sheet(LEDGER, [entry("key_work", item(matter="长" * 32_768))]))
    beyond = "\U00020000" * 16_384  # a spreadsheet counts each of these as two
    with pytest.raises(tl.errors.DocumentError, match="B3 的文字有 32768 字"):
        tl.sheets.workbook(Sheet(LEDGER, [entry("key_work", item(matter=beyond))]))
    tl.sheets.workbook(Sheet(LEDGER, [entry("key_work", item(matter=beyond[1:]))]))


def test_a_table_that_is_too_long_is_refused() -> None:
    """A sheet holds 1,048,576 rows; dropping the rest in silence is no answer."""
    with Book("", Look()) as book:
        page = book.add_page("表", Paper((20.0,)))
        page.put(1_048_575, 0, "甲", book.formats[Style.BODY])
        page.end_row(1_048_575, 15)
        with pytest.raises(tl.errors.DocumentError, match="第 1048577 行"):
            page.end_row(1_048_576, 15)


def test_texts_are_shared_and_rows_leave_memory() -> None:
    """A text stands in the file once, as Excel has it, and no cell of a row that is written is kept."""
    with Book("", Look()) as book:
        page = book.add_page("表", Paper((20.0,)))
        style = book.formats[Style.BODY]
        for row in range(3):
            page.put(row, 0, "甲", style)
            page.end_row(row, 15)
            assert not page.table
        data = book.finish()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.read("xl/sharedStrings.xml").count("甲".encode()) == 1
        assert package.read("xl/worksheets/sheet1.xml").count(b't="s"') == 3
    assert [cell.value for (cell,) in opened(data)["A1:A3"]] == ["甲"] * 3


def test_a_long_table_reads_back() -> None:
    """Rows are stored in portions, and a column's texts are forgotten in portions: every row stands where it belongs."""
    entries = [entry("key_work", item(f"第{number}项"), number) for number in range(1, 1501)]
    data = tl.sheets.workbook(Sheet(LEDGER, entries))
    reading = tl.sheets.read(data, scheme=SCHEME, file_name="x.xlsx")
    assert [(one.serial, one.record) for one in reading.entries] == [(one.serial, one.record) for one in entries]


def test_a_number_with_more_digits_than_a_sheet_keeps_is_a_text() -> None:
    """Excel keeps 15 digits and makes the others 0: a longer 序号 is not changed."""
    sheet = opened(
        tl.sheets.workbook(Sheet(LEDGER, [entry("key_work", item(), 10**15 - 1), entry("key_work", item(), 10**15)]))
    )
    assert [sheet.cell(row, 1).value for row in (3, 4)] == [10**15 - 1, str(10**15)]


def test_libraries_load_when_something_is_written() -> None:
    """Who only reads hand-ins pays for neither XlsxWriter nor tablib."""
    script = "import sys, trafficlight.sheets; print({'xlsxwriter', 'tablib'} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert ran.stdout.strip() == "set()"


def test_the_same_rows_are_the_same_bytes() -> None:
    """No time, no name of a machine, no order of chance gets into the file."""
    sheet = Sheet(LEDGER, RULEBOOK.rate([entry("key_work", item())], roster=ROSTER))
    data = tl.sheets.workbook(sheet)
    assert data == tl.sheets.workbook(sheet)
    package = zipfile.ZipFile(io.BytesIO(data))
    assert {member.date_time for member in package.infolist()} == {(1980, 1, 31, 0, 0, 0)}
    times = re.findall(rb"\d{4}-\d\d-\d\dT[^<]*", package.read("docProps/core.xml"))
    assert times == [b"1980-01-01T00:00:00Z"] * 2


def test_the_validator_finds_nothing(tmp_path: Path) -> None:
    """An Open XML validator finds nothing in our workbooks, and finds a fault that was planted."""
    audit = pytest.importorskip("openxml_audit", reason="openxml-audit is not installed: files cannot be judged")
    investment = entry("investment", Investment(OFFICE, "", "=1", "", InvestmentProgress.LEAD))
    rows = RULEBOOK.rate([entry("key_work", item()), investment], roster=ROSTER)
    keys = ("key_work", "investment", "assistance")
    path = tmp_path / "x.xlsx"
    tl.sheets.save(path, *(Sheet(theme(key).form, [row for row in rows if row.theme.key == key]) for key in keys))
    assert list(audit.OpenXmlValidator().validate(str(path)).errors) == []
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part.replace(b"<sheetData>", b"<sheetDatum/><sheetData>"))
    assert list(audit.OpenXmlValidator().validate(str(path)).errors)


def test_sheet_names_are_such_as_excel_takes() -> None:
    """Forbidden characters, length, case and the reserved word are seen to; no name comes twice."""
    names = ["a/b[1]:*?\\", "", "长" * 40, "长" * 40, "X", "x", "'y'", "History", "两\n行"]
    made = list(sheet_names(name or LEDGER.title for name in names))
    assert made == [
        "a_b_1_____",
        "重点工作推进情况",
        "长" * 31,
        "长" * 28 + "（2）",
        "X",
        "x（2）",
        "y",
        "History（2）",
        "两行",
    ]
    tl.sheets.workbook(*(Sheet(LEDGER, [], name=name) for name in names))


def test_a_workbook_needs_a_sheet() -> None:
    """No program opens a workbook without one."""
    with refused(ValueError, match="at least one sheet"):
        tl.sheets.workbook()


def test_an_agencys_own_look() -> None:
    """Faces, sizes and fills are a value that an agency replaces."""
    look = Look(body_font="仿宋_GB2312", size=12, header_fill="FFFFFF", margin=25.4)
    sheet = opened(tl.sheets.workbook(Sheet(LEDGER, [entry("key_work", item())]), look=look))
    assert (sheet["B3"].font.name, sheet["B3"].font.sz, sheet["A2"].fill.fgColor.rgb) == ("仿宋_GB2312", 12, "FFFFFFFF")
    margins = sheet.page_margins
    assert (margins.left, margins.right, margins.top, margins.bottom) == (1, 1, 1, 1)
    with refused(ValueError, match="margin"):
        Look(margin=-1)


def test_date_and_measure_are_printed_at_the_right() -> None:
    """The date stands below the title (A2), 单位：个 above the header, both at the right."""
    sheet = opened(tl.sheets.workbook(Sheet(evolve(LEDGER, measure="单位：个"), [], dateline="日期：x", above=("左",))))
    assert [sheet.cell(row, 1).value for row in (2, 3, 4)] == ["日期：x", "左", "单位：个"]
    assert [sheet.cell(row, 1).alignment.horizontal for row in (2, 3, 4)] == ["right", "left", "right"]


def test_saving_is_whole_or_nothing(tmp_path: Path) -> None:
    """A workbook that cannot be made leaves the old file as it was and nothing beside it."""
    path = tmp_path / "台账.xlsx"
    tl.sheets.save(path, Sheet(LEDGER, []))
    before = path.read_bytes()
    with pytest.raises(tl.errors.UnprintableText):
        tl.sheets.save(path, Sheet(LEDGER, [], title="\x00"))
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_for_temporary_files_is_an_os_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """XlsxWriter puts each part through a temporary file: where there is no room, no foreign error leaves, and no file."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(zipfile.ZipFile, "write", full)
        with pytest.raises(OSError, match="No space left") as caught:
            tl.sheets.save(tmp_path / "台账.xlsx", Sheet(LEDGER, [tl.Entry("key_work", item())]))
    assert isinstance(caught.value, OSError)
    assert not isinstance(caught.value.__cause__, OSError), "XlsxWriter's own error is chained"
    assert list(tmp_path.iterdir()) == [folder]
    assert list(folder.iterdir()) == []
    with pytest.raises(tl.errors.UnprintableText):
        tl.sheets.workbook(Sheet(LEDGER, [tl.Entry("key_work", item("\0"))]))
    assert list(folder.iterdir()) == [], "a workbook that cannot be made leaves nothing either"
