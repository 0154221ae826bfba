"""退回的表有人看: others' programs find nothing wrong in a marked workbook, and show its marks."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from helpers.broken_workbooks import opened
from helpers.hostile_files import SHEET, repacked
from helpers.judging import AUDIT, SDK, Judge
from helpers.made_articles import png
from helpers.office_sheets import ROSTER, SCHEME, THEMES, saved, xlsx
from helpers.rendering import office
from helpers.shared_data import SHARED, needs_shared
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment

import trafficlight as tl
from trafficlight.sheets import BlankPlan, Marking, marked

QUARTER = SHARED / "data" / "jining" / "2023Q3"
LIBREOFFICE_SECONDS = 120


def spoilt(data: bytes) -> bytes:
    """A workbook in which many a cell is wrong or blank."""
    book = opened(data)
    cells = [cell for sheet in book for row in sheet.iter_rows(min_row=3) for cell in row if isinstance(cell, Cell)]
    for number, cell in enumerate(cells):
        if cell.value is None and number % 5 == 0:
            cell.value = "推进很慢"
        elif cell.value is not None and number % 7 == 0:
            cell.value = None if number % 2 else "办公事"
    return saved(book)


def handed_back(data: bytes) -> bytes:
    """The workbook marked with all that is wrong in it; there must be something."""
    report = tl.sheets.read(data, file_name="x.xlsx", scheme=SCHEME, collect=True).report
    told: list[Marking] = [*report.faults, *report.warnings]
    assert told
    return marked(data, told, file_name="x.xlsx")


def found(judge: Judge, data: bytes, path: Path) -> list[str]:
    """What a judge finds in a workbook."""
    path.write_bytes(data)
    return judge.find([path])


@pytest.mark.parametrize("judge", [SDK, AUDIT], ids=lambda judge: judge.name)
@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.key)
def test_our_own_forms_marked_are_valid(theme: tl.Theme[Any], judge: Judge, tmp_path: Path) -> None:
    """A form of ours that comes back wrong is as valid marked as any workbook that Excel writes."""
    if judge.missing():
        pytest.skip(judge.missing())
    data = tl.sheets.blank(theme, roster=ROSTER, plan=BlankPlan(rows=4))
    broken = spoilt(data)
    before = found(judge, broken, tmp_path / "x.xlsx")
    assert found(judge, handed_back(broken), tmp_path / "x.xlsx") == before
    told: list[Marking] = [
        tl.errors.CellFault(
            file="x.xlsx",
            sheet=sheet,
            row=row,
            column=1 + row % 3,
            cell="",
            header="表头",
            value="错",
            expected="别的",
        )
        for sheet in opened(data).sheetnames
        for row in (1, 2, 3, 40)
    ]
    assert found(judge, marked(data, told, file_name="x.xlsx"), tmp_path / "x.xlsx") == []


@needs_shared
@pytest.mark.parametrize("judge", [SDK, AUDIT], ids=lambda judge: judge.name)
def test_hand_ins_marked_are_as_valid_as_before(judge: Judge, tmp_path: Path) -> None:
    """In the quarter's workbooks with planted faults a judge finds nothing that it did not find before the marks."""
    if judge.missing():
        pytest.skip(judge.missing())
    files = sorted(QUARTER.glob("*.xlsx"))
    assert files
    for file in files:
        data = spoilt(file.read_bytes())
        before = found(judge, data, tmp_path / "x.xlsx")
        assert found(judge, handed_back(data), tmp_path / "x.xlsx") == before, file.name


@pytest.mark.parametrize("judge", [SDK, AUDIT], ids=lambda judge: judge.name)
def test_others_comments_beside_ours_are_valid(judge: Judge, tmp_path: Path) -> None:
    """Comments that were there, extended or beside ours, leave the workbook valid."""
    if judge.missing():
        pytest.skip(judge.missing())
    book = opened(tl.sheets.workbook(tl.sheets.Sheet(THEMES[8].form, ())))
    sheet = book.worksheets[0]
    for place in ("A8", "B8"):
        sheet[place].comment = Comment("请核实", "科长")
    data = saved(book)
    told = [tl.errors.HeaderFault("缺少", file="x.xlsx", sheet=sheet.title, row=8, column=column) for column in (1, 3)]
    before = found(judge, data, tmp_path / "x.xlsx")
    assert found(judge, marked(data, told, file_name="x.xlsx"), tmp_path / "x.xlsx") == before


def furnished() -> bytes:
    """A workbook with all that Excel puts beside cells: pictures, boxes, a table, checks, comments, a sheet that is a chart."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("表")
    for row in range(9):
        sheet.write_row(row, 0, [f"格{row}{column}" for column in range(6)])
    picture = {"image_data": io.BytesIO(png())}
    sheet.set_header("&L&G", {"image_left": "x.png", "image_data_left": io.BytesIO(png())})
    sheet.insert_image("H1", "x.png", picture)
    sheet.insert_textbox(3, 7, "框")
    sheet.insert_button("H9", {})
    sheet.write_comment("B2", "请核实")
    sheet.add_sparkline("H12", {"range": "表!A1:E1"})
    sheet.add_table("A1:F9", {})
    sheet.conditional_format("A1:A9", {"type": "data_bar", "data_bar_2010": True})
    sheet.data_validation("C1", {"validate": "list", "source": ["甲"]})
    sheet.set_column(2, 3, 22, book.add_format({"italic": True}))
    book.close()
    return stream.getvalue()


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELS = b"application/vnd.openxmlformats-package.relationships+xml"
SPARSE = (
    f"<styleSheet {MAIN}><fonts><font/></fonts><fills><fill/></fills><borders><border/></borders>"
    "<cellXfs><xf/></cellXfs></styleSheet>"
)
FOREIGN = {
    "furnished": furnished(),
    "no list of formats for styles": repacked({"xl/styles.xml": SPARSE.encode()}),
    "empty styles": repacked({"xl/styles.xml": f"<styleSheet {MAIN}/>".encode()}),
    "no rows": repacked({SHEET: lambda part: re.sub(rb"<sheetData>.*</sheetData>", b"<sheetData/>", part)}),
    "each part of relationships declared by itself": repacked(
        {
            "[Content_Types].xml": lambda part: part.replace(
                b'<Default Extension="rels" ContentType="' + RELS + b'"/>',
                b"".join(
                    b'<Override PartName="/%s" ContentType="%s"/>' % (name, RELS)
                    for name in (b"_rels/.rels", b"xl/_rels/workbook.xml.rels")
                ),
            )
        }
    ),
}


@pytest.mark.parametrize("data", FOREIGN.values(), ids=FOREIGN)
def test_workbooks_of_other_programs_marked_are_as_valid_as_before(data: bytes, tmp_path: Path) -> None:
    """Whatever stands beside the cells, and whatever a program leaves out, the marks bring nothing new before the SDK."""
    if SDK.missing():
        pytest.skip(SDK.missing())
    sheet = "表" if data == FOREIGN["furnished"] else "招商引资"
    told = [
        tl.errors.HeaderFault("缺少", file="x.xlsx", sheet=sheet, row=row, column=column)
        for row, column in ((1, 1), (2, 2), (3, 5), (40, 2), (5, 9))
    ]
    before = found(SDK, data, tmp_path / "x.xlsx")
    assert found(SDK, marked(data, told, file_name="x.xlsx"), tmp_path / "x.xlsx") == before


@pytest.mark.render
def test_libreoffice_keeps_the_marks(tmp_path: Path) -> None:
    """Opened and saved by LibreOffice, a marked workbook has the same comments and fills, and the same faults."""
    rows: list[list[Any]] = [
        [*(column.header for column in THEMES[8].form.columns)],
        [1, "办公事", None, None, None, "推进很慢"],
    ]
    done = handed_back(xlsx(("招商", rows, [])))
    path = tmp_path / "x.xlsx"
    path.write_bytes(done)
    subprocess.run(
        [
            office(),
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(tmp_path / "out"),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=LIBREOFFICE_SECONDS,
    )
    after = (tmp_path / "out" / "x.xlsx").read_bytes()

    def marks(data: bytes) -> dict[str, tuple[str, str]]:
        cells = (cell for row in opened(data)["招商"].iter_rows() for cell in row)
        return {cell.coordinate: (cell.comment.text, str(cell.fill.fgColor.rgb)) for cell in cells if cell.comment}

    assert set(marks(done)) == {"B2", "F2"}
    assert marks(after) == marks(done)
    reports = [
        tl.sheets.read(data, file_name="x.xlsx", scheme=SCHEME, collect=True).report.faults for data in (done, after)
    ]
    assert [[fault.to_data() for fault in faults] for faults in reports[:1]] == [
        [fault.to_data() for fault in faults] for faults in reports[1:]
    ]
