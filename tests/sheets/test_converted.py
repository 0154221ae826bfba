"""LibreOffice 转换: the quarter's hand-ins, saved by LibreOffice as .ods, .xls and .xlsx, read as the same entries."""

from __future__ import annotations

import subprocess
from itertools import product
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from helpers.office_sheets import SCHEME, THEMES
from helpers.rendering import TIMEOUT, office
from openpyxl.comments import Comment

import trafficlight as tl
from trafficlight.model._kinds import text_of
from trafficlight.sheets._report import Reading
from trafficlight.sheets.reading.grid import Grid
from trafficlight.sheets.reading.hand_in_files import Meter
from trafficlight.sheets.reading.readers.ods import read_ods
from trafficlight.sheets.reading.readers.xlsx import read_workbook

EXAMPLE = Path(__file__).parents[2] / "examples" / "jining" / "2023Q3"


def converted(folder: Path, suffix: str) -> Path:
    """The hand-ins as LibreOffice saves them in another format."""
    convert(folder, suffix, *sorted(EXAMPLE.glob("*.xlsx")))
    return folder / suffix


def convert(folder: Path, suffix: str, *sources: Path) -> None:
    """Have LibreOffice save files in another format, into a folder of its name."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    out = str(folder / suffix)
    command = [office(), profile, "--headless", "--convert-to", suffix, "--outdir", out, *map(str, sources)]
    subprocess.run(command, check=True, capture_output=True, timeout=TIMEOUT)


def essence(reading: Reading) -> list[tuple[Any, ...]]:
    """Entries with their cells, without the ending of the file's name."""
    return [
        (entry.theme, entry.serial, entry.record, Path(origin.file).stem, origin.sheet, origin.row, origin.columns)
        for entry in reading.entries
        if (origin := entry.origin) is not None
    ]


@pytest.mark.render
@pytest.mark.parametrize("suffix", ["ods", "xls", "xlsx"])
def test_saved_in_another_format_the_entries_are_the_same(tmp_path: Path, suffix: str) -> None:
    """Records, numbers and cells of eleven workbooks with merged leaders and two-line blocks come through unchanged."""
    if suffix == "xls":
        pytest.importorskip("xlrd", reason="trafficlight-rules[xls] is not installed")
    before = tl.sheets.read(EXAMPLE, themes=THEMES, roster=SCHEME.roster, collect=True)
    after = tl.sheets.read(converted(tmp_path, suffix), themes=THEMES, roster=SCHEME.roster, collect=True)
    assert len(before.entries) > 50
    assert essence(after) == essence(before)
    assert after.themes == before.themes
    assert len(after.report.faults) == len(before.report.faults)


@pytest.mark.render
@pytest.mark.parametrize("suffix", ["ods", "xls", "xlsx"])
def test_comments_are_seen_as_libreoffice_saves_them(tmp_path: Path, suffix: str) -> None:
    """On the same cell, with the same words."""
    if suffix == "xls":
        pytest.importorskip("xlrd", reason="trafficlight-rules[xls] is not installed")
    (path,) = EXAMPLE.glob("重点工作*.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    (cell, *_) = (cell for row in sheet.iter_rows() for cell in row if cell.value == "正常推进")
    cell.comment = Comment("应为\n推进缓慢", "甲")
    book.save(tmp_path / path.name)
    convert(tmp_path, suffix, tmp_path / path.name)
    (fault,) = tl.sheets.read(tmp_path / suffix, scheme=SCHEME, collect=True).report.faults
    assert isinstance(fault, tl.errors.CellFault)
    assert fault.cell == cell.coordinate
    assert "批注“应为 推进缓慢”" in str(fault)


CODES = (
    "General", "0", "0.00", "#,##0", "#,##0.00", "0%", "0.0%", "0.00E+00", "##0.0E+0", "000", '0"项"', '#,##0.00"万元"',
    "#,##0;-#,##0", "#,##0.00;(#,##0.00)", '0;-0;"零"', '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "#,##0,",
    "yyyy/m/d", "yyyy-mm-dd", 'yyyy"年"m"月"d"日"', 'yyyy"年"m"月"', '[DBNum1][$-804]yyyy"年"m"月"d"日"', "[$-804]aaaa;@",
    "yyyy/m/d h:mm", "h:mm", "[h]:mm", "mm:ss", "00-00-00", r'0\.0,"万元"', "# ?/8", "[$¥-804]#,##0.00", '[>=10000]0.0,"k";0',
)  # fmt: skip
NUMBERS = (0, 3, 100, 1234, 10203, 45197, 45197.75, 0.3333, 1.25, 12345.678, -5.5, 29999.5, 7654.321)


@pytest.mark.render
def test_what_a_format_shows_is_what_libreoffice_shows(tmp_path: Path) -> None:
    """The text that LibreOffice keeps in an .ods for each number and format is ours, where ours is certain."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row, (code, number) in enumerate(product(CODES, NUMBERS), 1):
        sheet.cell(row, 1, number).number_format = code
    path = tmp_path / "格式.xlsx"
    book.save(path)
    convert(tmp_path, "ods", path)
    (ours,) = read_workbook(path.read_bytes(), Meter("x"))
    (theirs,) = read_ods((tmp_path / "ods" / "格式.ods").read_bytes(), Meter("x"))
    assert isinstance(ours, Grid)
    assert isinstance(theirs, Grid)
    unsure = {row for row, _, _ in (*ours.doubts, *ours.broken)}
    shown = {
        pair: (text_of(one[0]), text_of(other[0]))
        for row, (pair, one, other) in enumerate(zip(product(CODES, NUMBERS), ours.rows, theirs.rows, strict=True))
        if row not in unsure
    }
    assert len(shown) > 300
    assert {pair: texts for pair, texts in shown.items() if texts[0] != " ".join(texts[1].split())} == {}
