"""收表预览: what came in, file by file, before the period is rated; and text tables as workbooks, documents and web pages."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from helpers import sample_records as samples
from helpers.office_sheets import SCHEME, theme, xlsx
from helpers.readword import tables as word_tables
from helpers.refusals import refused
from lxml import html

import trafficlight as tl
from trafficlight.model import Progress, TextTable
from trafficlight.rules import Coverage, Receipt, Status

QUARTER = tl.Quarter(2023, 3)
ITEM = samples.key_work_item(Progress.SLOW)
MISSING = 10


def handed_in(folder: Path) -> tl.sheets.Reading:
    """A quarter of one good file, one with four faults and a doubt, one that is no table; ten themes are missing."""
    good = tl.sheets.Sheet(
        theme("audit_projects").form, [tl.Entry("audit_projects", samples.audit_project(Progress.SLOW))]
    )
    tl.sheets.save(folder / "审计项目.xlsx", good)
    rows: list[list[object]] = [["重点工作推进情况"], [*(column.header for column in theme("key_work").form.published)]]
    rows += [[n, f"事项{n}", "目标", "", "很慢<b>", "", "办公室", "市委", ""] for n in range(1, 5)]
    rows += [[5, "群众来信", "目标", "", "已办结", "", "办公室", "群众来信", ""]]
    (folder / "台账.xlsx").write_bytes(xlsx(("重点工作", rows, ())))
    (folder / "照片.jpg").write_bytes(b"x")
    return tl.sheets.read(folder, scheme=SCHEME, period=QUARTER, without=("investment",), collect=True)


def test_each_file_is_told_with_what_to_do(tmp_path: Path) -> None:
    """Theme, rows, faults, doubts and what was not read; the first few faults, and how many more there are."""
    preview = tl.sheets.preview(handed_in(tmp_path))
    good, bad, photo = sorted(preview.files, key=lambda file: -file.rows * (not file.faults))
    assert {file.file for file in preview.files} == {"审计项目.xlsx", "台账.xlsx", "照片.jpg"}
    assert (good.rows, len(good.faults), good.to_do) == (1, 0, "无需处理")
    assert (bad.rows, len(bad.faults), len(bad.doubts), bad.to_do) == (1, 4, 1, "逐条改正错误后重报")
    assert (photo.tables, len(photo.skipped)) == ((), 1)
    lines = preview.lines(first=2)
    at = next(number for number, line in enumerate(lines) if line.startswith("台账.xlsx"))
    assert lines[at] == "台账.xlsx：重点工作，1行；错误4处，疑点1处；逐条改正错误后重报"
    assert [line[:10] for line in lines[at + 1 : at + 5]] == [
        "  错误 重点工作 ",
        "  错误 重点工作 ",
        "  错误 另有2处",
        "  疑点〔sourc",
    ]
    assert any(line.startswith("照片.jpg：") and "没有读到表" in line for line in lines)


def test_remarks_that_ask_are_shown(tmp_path: Path) -> None:
    """What was not read, or read although it is hidden, is asked about: in the lines, and in each form of the tables."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["重点工作推进情况"],
        [*(column.header for column in theme("key_work").form.published), "电话"],
        [1, "修订制度", "目标", "情况", "已办结", "", "办公室", "市委", "", "12345"],
    ):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    book.save(tmp_path / "重点工作.xlsx")
    reading = tl.sheets.read(tmp_path, scheme=SCHEME)
    (asked,) = tl.sheets.preview(reading).files
    told = ["J 列“电话”不在表内，1 个单元格未读", "第 3 行是隐藏的，已照常读取"]
    assert [one.text for one in asked.questions] == told
    assert asked.to_do == "核对疑点；属实的不必改"
    lines = tl.sheets.preview(reading).lines()
    assert lines[1].startswith("重点工作.xlsx：重点工作，1行；错误0处，疑点0处；待核对2处；核对")
    assert [f"  核对 Sheet {text}" in lines for text in told] == [True, True]
    tables = tl.sheets.preview(reading).tables()
    assert [row[-1] for row in tables[1].rows] == told
    page = tl.documents.to_html(tl.documents.text_document(*tables))
    assert all(text in page for text in told)
    assert {one.to_data()["asks"] for one in reading.report.remarks} == {True, False}


def test_what_is_missing_is_told_with_what_to_do(tmp_path: Path) -> None:
    """A theme that is waited for is asked for; one that the agency goes on without says so; whether to rate stands last."""
    preview = tl.sheets.preview(handed_in(tmp_path))
    assert not preview.ready
    lines = preview.lines()
    assert lines[0] == "2023年第三季度应报11个专题：已报2个"
    assert "三争（人事科）：未报；请牵头单位补报；不等的，写明不等该专题" in lines
    assert "招商引资（办公室）：未报；不等该专题，通报中印“未收到”" in lines
    assert lines[-1] == "暂不能评定：有错误，或有应报未报的专题。"
    assert "investment" not in preview.waiting


def test_units_without_a_row_are_named(tmp_path: Path) -> None:
    """Absence is red (§3.4): who has no row in a theme of one row a unit is named before that is so."""
    form = theme("investment").form
    tl.sheets.save(
        tmp_path / "招商.xlsx",
        tl.sheets.Sheet(form, [tl.Entry("investment", samples.investment_of(tl.notice.InvestmentProgress.LEAD))]),
    )
    reading = tl.sheets.read(tmp_path, themes=[theme("investment")], roster=SCHEME.roster, period=QUARTER)
    preview = tl.sheets.preview(reading)
    assert preview.ready
    (line,) = [line for line in preview.lines() if line.startswith("招商引资（")]
    assert line.startswith("招商引资（办公室）：已报；未报的单位：秘书科、人事科、")
    assert line.endswith("；请这些单位补报；确实没有的，按未报送评定")
    assert preview.lines()[-1] == "没有错误，可以评定。"


def test_much_is_told_in_few_words() -> None:
    """Long lists end with how many more there are, so that every text fits into a cell."""
    units = [Receipt("a", "甲", Status.MISSING, unit=tl.Unit(f"单位{at}" + "长" * 400)) for at in range(500)]
    skipped = tuple(tl.sheets.Skipped("甲.xlsx", f"表{at}", "不是报送的表") for at in range(500))
    report = tl.sheets.Report(skipped=skipped)
    reading = tl.sheets.Reading((), (), report, Coverage(None, [Receipt("a", "甲", Status.RECEIVED), *units]))
    preview = tl.sheets.preview(reading)
    assert "  另有497处" in preview.lines()
    assert all("另有400处" in line for line in preview.lines() if line.startswith("甲 "))
    tables = preview.tables()
    assert tables[0].rows[0][-2].endswith("\n另有497处")
    assert len(tl.sheets.text_workbook(*tables)) > 0


def test_english_has_no_chinese_of_ours(tmp_path: Path) -> None:
    """Every word that is not the offices' own is English: the same lines with their names taken out."""
    preview = tl.sheets.preview(handed_in(tmp_path))
    ours = " ".join(line for line in preview.lines("en") if not line.startswith("  "))
    names = (
        [file.file for file in preview.files]
        + [receipt.title for receipt in preview.coverage]
        + ["办公室", "人事科", "秘书科"]
    )
    for name in sorted(names, key=len, reverse=True):
        ours = ours.replace(name, "")
    assert ours.isascii(), ours
    assert all(word.isascii() for table in preview.tables("en") for word in (table.title, *table.header))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_one_preview_is_text_workbook_document_and_web_page(tmp_path: Path, language: tl.messages.Language) -> None:
    """The same rows in each; what was typed stands there as text, whatever it looks like."""
    tables = tl.sheets.preview(handed_in(tmp_path)).tables(language, first=2)
    assert len(tables) == 3
    expected = [[tuple(table.header), *table.rows] for table in tables]
    data = tl.sheets.text_workbook(*tables)
    assert data == tl.sheets.text_workbook(*tables)
    book = openpyxl.load_workbook(io.BytesIO(data))
    found = [[tuple(cell or "" for cell in row) for row in list(sheet.values)[1:]] for sheet in book.worksheets]
    assert found == expected
    document = tl.documents.text_document(*tables)
    assert [[tuple(row) for row in table] for table in word_tables(document.to_bytes())] == expected
    fragment = tl.documents.to_html(document)
    assert "很慢&lt;b&gt;" in fragment
    assert "<b>" not in fragment
    page = html.fromstring(fragment)
    assert page.get("lang") == {"zh": "zh-CN", "en": "en-GB"}[language]
    rows = [
        [["".join(map(str, cell.itertext())) for cell in row.findall("td")] for row in one.iter("tr")]
        for one in page.iter("table")
    ]
    assert [[tuple(row) for row in one if row] for one in rows] == [
        [tuple(text.replace("\n", "") for text in row) for row in table.rows] for table in tables
    ]


def test_what_no_file_can_hold_is_shown_as_a_replacement() -> None:
    """A control character that somebody typed, and a text that looks like a formula."""
    table = TextTable("一览", ("甲", "乙"), [("\x00", "=1+1")])
    (sheet,) = openpyxl.load_workbook(io.BytesIO(tl.sheets.text_workbook(table))).worksheets
    assert [cell.value for cell in sheet[3]] == ["�", "=1+1"]
    assert [cell.data_type for cell in sheet[3]] == ["s", "s"]
    assert word_tables(tl.documents.text_document(table).to_bytes()) == [[["甲", "乙"], ["�", "=1+1"]]]


def test_a_table_has_a_text_for_each_column() -> None:
    """A row or widths that do not fit the header are refused when the table is made; so is no table at all."""
    with refused(ValueError, match="a row has 1 text for 2 columns"):
        TextTable("一览", ("甲", "乙"), [("一",)])
    with refused(ValueError, match="1 width for 2 columns"):
        TextTable("一览", ("甲", "乙"), (), (1.0,))
    with refused(ValueError, match="at least one table"):
        tl.sheets.text_workbook()
    with pytest.raises(tl.errors.DocumentError):
        tl.documents.text_document()
