"""空白表: what a collection workbook offers to who fills it, and what it keeps from being changed."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve, frozen
from helpers.filled_forms import essence, filled, header_row, opened
from helpers.office_sheets import COUNTIES, DEPARTMENTS, ROSTER, SCHEME, THEMES, saved, theme
from helpers.processes import same_everywhere
from helpers.refusals import refused
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

import trafficlight as tl
from trafficlight.model._dates import Date
from trafficlight.model._vocabulary import fold
from trafficlight.notice import Investment, InvestmentProgress, KeyWorkItem, MutualHelpItem, Reform, UpwardFunding
from trafficlight.sheets import BlankPlan, Look

LEDGER = theme("key_work")
FUNDING = theme("upward_funding_bureau")
REFORM = theme("reform_county")
OFFICE = tl.Unit("办公室")
SECRET = "督查"  # noqa: S105  # a test's
LEADERS = tl.Roster(
    (
        tl.Board(
            "departments",
            "科室单位",
            (
                tl.RosterLine(OFFICE, leader=tl.model.Person("甲", "副局长")),
                tl.RosterLine(tl.Unit("人事科"), leader=tl.model.Person("乙", "副局长")),
                tl.RosterLine(tl.Unit("秘书科"), leader=tl.model.Person("甲", "副局长")),
            ),
            leader_header="分管领导",
        ),
        tl.Board(
            "counties",
            "县（市、区）审计局",
            (
                tl.RosterLine(tl.Unit("任城区审计局"), leader=tl.model.Person("丙")),
                tl.RosterLine(tl.Unit("兖州区审计局")),
            ),
            leader_header="包保领导",
        ),
    )
)
each_theme = pytest.mark.parametrize("one", THEMES, ids=lambda theme: theme.key)


COUNTED = tl.Clause("1", "Cases are counted.")


@frozen
class Ward:
    """A ward's row."""

    unit: tl.Unit
    count: str = ""


def item(matter: str) -> KeyWorkItem:
    """A row of the ledger."""
    return KeyWorkItem(
        matter, "目标", "情况", tl.model.Progress.SLOW, "甲", tl.model.Responsibility([OFFICE], "张三"), "局党组会议"
    )


def sheet_of(data: bytes, one: tl.Theme[Any]) -> Worksheet:
    """The sheet of a theme."""
    return opened(data)[one.title]


def column_at(one: tl.Theme[Any], header: str) -> int:
    """Where a column stands, from 1."""
    return next(at for at, column in enumerate(one.form.columns, 1) if column.label == header)


def checks_of(sheet: Worksheet) -> dict[str, DataValidation]:
    """The checks of a sheet, by the header (or the label at the left) of the cells that they are for."""
    found = {}
    for one in sheet.data_validations.dataValidation:
        one.errorStyle = one.errorStyle or "stop"  # what a file means that says nothing
        found[one.promptTitle or str(one.sqref)] = one
    return found


@each_theme
def test_a_blank_sheet_is_the_form_and_nothing_else(one: tl.Theme[Any]) -> None:
    """Title, the collection's own columns too (§3.13), numbered rows, notes; frozen and repeated header, A4 as the form says."""
    sheet = sheet_of(tl.sheets.blank(one, roster=ROSTER, plan=BlankPlan(rows=4)), one)
    header = header_row(sheet, one.form)
    assert sheet["A1"].value == one.form.title
    assert [sheet.cell(header, at).value for at in range(1, sheet.max_column + 1)] == [
        column.header for column in one.form.columns
    ]
    lines = len(one.form.lines)
    numbers = [sheet.cell(row, 1).value for row in range(header + 1, header + 1 + 4 * lines)]
    assert [number for number in numbers if number is not None] == [1, 2, 3, 4]
    assert sheet.cell(header + 1 + 4 * lines, 1).value == f"备注：{one.form.notes[0]}"
    assert (sheet.freeze_panes, sheet.print_title_rows) == (f"A{header + 1}", f"${header}:${header}")
    assert sheet.page_setup.orientation == ("landscape" if one.form.landscape else "portrait")
    assert str(sheet.page_setup.paperSize) == "9"
    assert sheet.oddFooter is not None
    assert sheet.oddFooter.center.text == "第 &P 页，共 &N 页"


@each_theme
def test_an_untouched_form_reads_as_nothing(one: tl.Theme[Any]) -> None:
    """No entry and no fault; the theme counts as handed in; the guide is named as no table."""
    reading = tl.sheets.read(tl.sheets.blank(one, roster=ROSTER), scheme=SCHEME, file_name="x.xlsx")
    assert reading.entries == ()
    assert reading.themes == (one.key,)
    empty = [remark.text for remark in reading.report.remarks if "没有填写" in remark.text]
    assert empty == ["只有序号，没有填写；以下还有 14 处也是"], "empty rows are told of once"
    (guide,) = reading.report.skipped
    assert (guide.sheet, guide.reason) == ("填表说明", "是填表说明，不是报送的表")


@each_theme
def test_only_what_a_clerk_fills_is_unlocked(one: tl.Theme[Any]) -> None:
    """Titles, headers, numbers, labels, cells without a field and notes are locked, without a password."""
    sheet = sheet_of(tl.sheets.blank(one, roster=ROSTER, plan=BlankPlan(rows=2)), one)
    form, header = one.form, header_row(sheet, one.form)
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    open_cells = {
        (cell.row, cell.column)
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell, Cell) and not cell.protection.locked
    }
    expected = {
        (header + 1 + number * len(form.lines) + line, at)
        for number in range(2)
        for line in range(len(form.lines))
        for at, column in enumerate(form.columns, 1)
        if column.field_on(line) is not None
    }
    assert {place for place in open_cells if place[0] > header} == expected
    assert len({row for row, _ in open_cells if row < header}) == len(form.heading)


def test_a_password_is_given_by_value() -> None:
    """Only who asks for a password gets one."""
    sheet = sheet_of(tl.sheets.blank(LEDGER, plan=BlankPlan(password=SECRET)), LEDGER)
    assert sheet.protection.password not in (None, SECRET)


def test_nobody_is_sent_to_a_drop_down_that_is_not_there() -> None:
    """Without a roster there is nothing to choose from: neither the cell nor the guide says so; what has words keeps its list."""
    for roster, most in ((tl.Roster(()), 1), (ROSTER, 9)):
        book = opened(tl.sheets.blank(LEDGER, roster=roster))
        told = [str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row if cell]
        checks = checks_of(book.worksheets[1]).values()
        listed = sum("下拉" in (check.prompt or "") for check in checks)
        assert listed == sum(check.type == "list" for check in checks) == sum("下拉列表" in text for text in told)
        assert 1 <= listed <= most


@pytest.mark.parametrize(("password", "said"), [("", "有保护而没有密码"), (SECRET, "有密码保护")])
def test_the_guide_knows_of_the_password(password: str, said: str) -> None:
    """Who is told that there is no password can take the protection off."""
    guide = opened(tl.sheets.blank(LEDGER, roster=ROSTER, plan=BlankPlan(password=password))).worksheets[0]
    assert sum(said in str(cell) for row in guide.iter_rows(values_only=True) for cell in row) == 1


def test_words_are_offered_and_others_refused() -> None:
    """进度评价, 类别, 是/否: a drop-down of the allowed words, which the refusal and the advice name in plain Chinese."""
    checks = checks_of(sheet_of(tl.sheets.blank(theme("three_firsts"), roster=ROSTER), theme("three_firsts")))
    assert {name: checks[name].formula1 for name in ("进度评价", "类别", "认定")} == {
        "进度评价": '"已办结,正常推进,推进缓慢,严重滞后"',
        "类别": '"争一流,争第一,争唯一"',
        "认定": '"是,否"',
    }
    progress = checks["进度评价"]
    assert (progress.type, progress.errorStyle, progress.showErrorMessage) == ("list", "stop", True)
    assert progress.error == "“进度评价”应为已办结、正常推进、推进缓慢、严重滞后 之一。"
    assert progress.prompt == "必填。从下拉列表中选：已办结、正常推进、推进缓慢、严重滞后。"
    assert not progress.showDropDown, "the attribute means that the arrow is hidden"
    assert str(progress.sqref) == "H3:H17"


def test_a_cell_of_several_units_only_asks() -> None:
    """What `read` takes may be typed: several units are asked about, units with a person are not even that."""
    units = checks_of(sheet_of(tl.sheets.blank(theme("three_firsts"), roster=ROSTER), theme("three_firsts")))
    both = checks_of(sheet_of(tl.sheets.blank(LEDGER, roster=ROSTER), LEDGER))
    several, with_person = units["责任部门/科室"], both["责任科室责任人"]
    assert (several.errorStyle, several.showErrorMessage) == ("warning", True)
    assert several.error is not None
    assert several.error.startswith("“责任部门/科室”应为花名册中的单位名称，多个单位以“、”分隔。")
    assert several.error.endswith("确定要这样填吗？")
    assert several.formula1 == with_person.formula1 == f'"{",".join(unit.name for unit in ROSTER)}"'
    assert not with_person.showErrorMessage
    assert with_person.prompt is not None
    assert "换行（Alt+Enter）后写责任人" in with_person.prompt


def test_units_of_the_table_are_offered() -> None:
    """A table of the county bureaus offers them alone; another unit of the roster is asked about, as it would be read."""
    check = checks_of(sheet_of(tl.sheets.blank(REFORM, roster=ROSTER), REFORM))["单位名称"]
    assert check.formula1 == f'"{",".join(f"{name}审计局" for name in COUNTIES)}"'
    assert check.errorStyle == "warning"
    assert "可选：任城区审计局、" in (check.error or "")
    alone = tl.Roster((ROSTER.board("counties"),))
    assert checks_of(sheet_of(tl.sheets.blank(REFORM, roster=alone), REFORM))["单位名称"].errorStyle == "stop"


def test_leaders_are_offered_by_their_header() -> None:
    """分管领导 of departments and 包保领导 of counties come from the roster, each once; another name is asked about."""
    funding = checks_of(sheet_of(tl.sheets.blank(FUNDING, roster=LEADERS), FUNDING))["分管领导"]
    assert (funding.formula1, funding.errorStyle) == ('"甲,乙"', "warning")
    assert funding.error == "“分管领导”不在名单中。可选：甲、乙。确定要这样填吗？"
    helping = theme("assistance")
    assert checks_of(sheet_of(tl.sheets.blank(helping, roster=LEADERS), helping))["包保领导"].formula1 == '"丙"'
    assert checks_of(sheet_of(tl.sheets.blank(LEDGER, roster=LEADERS), LEDGER))["分管负责人"].formula1 == '"甲,乙,丙"'
    # the county's own 分管领导 is nobody of the roster's 包保领导
    assert "分管领导" not in checks_of(sheet_of(tl.sheets.blank(REFORM, roster=LEADERS), REFORM))


def test_counts_are_checked() -> None:
    """认定数 is a whole number from 0 on the 已争取 line, 认定名次 one from 1."""
    count = checks_of(sheet_of(tl.sheets.blank(FUNDING, plan=BlankPlan(rows=2)), FUNDING))["认定数"]
    assert (count.type, count.operator, count.formula1, count.errorStyle) == (
        "whole",
        "greaterThanOrEqual",
        "0",
        "stop",
    )
    assert (count.error, str(count.sqref)) == ("“认定数”应为不小于 0 的整数。", "H3 H5")
    assessment = theme("performance_assessment")
    assert checks_of(sheet_of(tl.sheets.blank(assessment), assessment))["认定名次"].formula1 == "1"


def test_dates_are_checked_where_they_are_dates() -> None:
    """完成时限 is a text with a hint; a form that wants a whole date takes nothing but a date."""
    three = theme("three_firsts")
    hinted = checks_of(sheet_of(tl.sheets.blank(three), three))["完成时限"]
    assert (hinted.type, hinted.showErrorMessage) == (None, False)
    assert hinted.prompt == "写到日或到月，如 2023年12月31日、2023年12月底。"
    columns = [evolve(column, kind=Date()) if column.label == "完成时限" else column for column in three.form.columns]
    form = evolve(three.form, columns=columns)
    sheet = opened(tl.sheets.blank(form))[form.title]
    check = checks_of(sheet)["完成时限"]
    assert (check.type, check.errorStyle, check.formula1) == ("date", "stop", "32874")
    assert sheet["C3"].number_format == 'yyyy"年"m"月"d"日"'


@frozen
class Score:
    """分数: a kind that the library does not know."""

    blank: None = None
    expected: str = "0 到 100 的分数"

    def parse(self, cell: tl.model.CellValue, roster: tl.Roster) -> float | None:
        """Points as a float; None for an empty cell."""
        raise NotImplementedError

    def show(self, value: float | None) -> str:
        """Points as Python writes them; nothing for None."""
        return "" if value is None else str(value)


def test_an_agencys_own_kind_is_explained_by_what_it_expects() -> None:
    """What a kind says in its faults stands beside its cells; what it refuses is left to `read`."""
    form = tl.Form("考核", (tl.serial(), tl.column("得分", "score", kind=Score())))
    (check,) = opened(tl.sheets.blank(form))["考核"].data_validations.dataValidation
    assert (check.type, check.prompt, check.showErrorMessage) == (None, "应为0 到 100 的分数。", False)


def test_what_is_typed_stays_text() -> None:
    """A spreadsheet makes no date of 1-2 and no formula of =1: cells for text are of the text format."""
    sheet = sheet_of(tl.sheets.blank(theme("three_firsts")), theme("three_firsts"))
    formats = [sheet.cell(3, at).number_format for at in range(2, 11)]
    assert formats == ["@"] * 9


def test_long_lists_stand_in_a_hidden_sheet() -> None:
    """A list of more than 255 characters, or with a comma in a word, is referred to; its sheet is no table to `read`."""
    names = [f"第{number}审计处，综合科" for number in range(40)]
    roster = tl.Roster((tl.Board("departments", "科室", tuple(tl.RosterLine(tl.Unit(name)) for name in names)),))
    commas = tl.Roster((tl.Board("departments", "科室", (tl.RosterLine(tl.Unit("a,b")),)),))
    data = tl.sheets.blank(LEDGER, theme("three_firsts"), roster=roster)
    book = opened(data)
    words = book["词表"]
    assert (words.sheet_state, words.protection.sheet) == ("hidden", True)
    column = [cell.value for (cell,) in words.iter_rows()]
    assert column[:2] == ["〔责任科室责任人〕", names[0]]
    assert column[1:41] == names
    sources = {
        checks_of(book[one.title])[label].formula1
        for one, label in ((LEDGER, "责任科室责任人"), (theme("three_firsts"), "责任部门/科室"))
    }
    assert sources == {"'词表'!$A$2:$A$41"}, "the same words stand there once"
    assert (
        checks_of(sheet_of(tl.sheets.blank(LEDGER, roster=commas), LEDGER))["责任科室责任人"].formula1
        == "'词表'!$A$2:$A$2"
    )
    reading = tl.sheets.read(data, themes=THEMES, roster=roster, file_name="x.xlsx")
    assert [skipped.reason for skipped in reading.report.skipped] == [
        "是填表说明，不是报送的表",
        "是下拉列表的词表，不是报送的表",
    ]


@given(st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_drop_down_offers_every_unit_and_no_other(data: st.DataObject) -> None:
    """Over any roster, whatever stands in its names: the list in the check or in the hidden sheet is the roster's."""
    name = st.text("审计,、\"' a=", min_size=1, max_size=12).filter(str.strip)
    names = data.draw(st.lists(name, min_size=1, max_size=60, unique_by=fold))
    roster = tl.Roster((tl.Board("departments", "科室", tuple(tl.RosterLine(tl.Unit(name)) for name in names)),))
    book = opened(tl.sheets.blank(LEDGER, roster=roster, plan=BlankPlan(rows=1, guide=False)))
    source = checks_of(book[LEDGER.title])["责任科室责任人"].formula1 or ""
    if source.startswith('"'):
        assert len(source) <= 255
        offered = source[1:-1].split(",")
    else:
        sheet, area = source.split("!")
        offered = [str(cell.value) for (cell,) in book[sheet.strip("'")][area.replace("$", "")]]
    assert offered == names


def test_no_advice_is_longer_than_excel_takes() -> None:
    """255 characters for a message, 32 for its title, whatever an agency's words are."""
    words = tl.Vocabulary("进度评价", [(f"第{number}种很长的进度评价用语", number) for number in range(60)])
    form = tl.Form(
        "表",
        (
            tl.serial(),
            tl.column(
                "一个比三十二个字还要长得多得多得多得多得多得多得多得多的表头",
                "a",
                kind=tl.model.Choice(words),
                required=True,
            ),
        ),
    )
    (check,) = opened(tl.sheets.blank(form))["表"].data_validations.dataValidation
    for text, most in ((check.prompt, 255), (check.error, 255), (check.promptTitle, 32), (check.errorTitle, 32)):
        assert text
        assert len(text) <= most


def test_blocks_of_two_lines_are_merged_as_the_notice_has_them() -> None:
    """已争取 over 拟争取, the labels there and locked; number, unit and leader over both lines."""
    sheet = sheet_of(tl.sheets.blank(FUNDING, roster=ROSTER, plan=BlankPlan(rows=2)), FUNDING)
    assert [[cell.value for cell in row[:4]] for row in sheet["A3:D6"]] == [
        [1, None, None, "已争取"],
        [None, None, None, "拟争取"],
        [2, None, None, "已争取"],
        [None, None, None, "拟争取"],
    ]
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A3:A4", "B3:B4", "C3:C4", "A5:A6"} <= merged
    assert not {"E3:E4", "H3:H4"} & merged
    assert sheet["H4"].protection.locked
    assert sheet["H4"].fill.fgColor.rgb == "FFF2F2F2"


def test_units_stand_where_absence_speaks() -> None:
    """On request each unit of the table's board has a record of its own, and the leader where the column is named after him."""
    plan = BlankPlan(units=LEADERS)
    data = tl.sheets.blank(FUNDING, REFORM, LEDGER, roster=LEADERS, plan=plan)
    funding, reform, ledger = (sheet_of(data, one) for one in (FUNDING, REFORM, LEDGER))
    blocks = [[cell.value for cell in row] for row in funding["A3:C9"]]
    assert blocks[::2] == [
        [1, "办公室", "甲"],
        [2, "人事科", "乙"],
        [3, "秘书科", "甲"],
        ["备注：" + FUNDING.form.notes[0], None, None],
    ]
    assert [[cell.value for cell in row] for row in reform["A3:C4"]] == [
        [1, "任城区审计局", None],
        [2, "兖州区审计局", None],
    ]
    assert ledger["B3"].value is None, "in a ledger nobody is expected"
    assert ledger["A17"].value == 15
    assert (funding["B3"].protection.locked, funding["C3"].protection.locked) == (True, False)


def test_units_stand_in_a_table_of_one_row_a_unit() -> None:
    """Also where the theme says nothing of who hands in nothing: every unit of the plan is listed, and nobody is left out in silence."""
    form = tl.Form("Wards", (tl.column("Unit", "unit", kind=tl.model.OneUnit()), tl.column("Cases", "count")))
    wards = tl.Theme("wards", "Wards", Ward, lambda _: tl.unlit(because=COUNTED), form, (COUNTED,))
    sheet = sheet_of(
        tl.sheets.blank(wards, roster=ROSTER, plan=BlankPlan(units=[OFFICE, ROSTER.find("金乡县审计局")])), wards
    )
    assert [sheet.cell(row, 1).value for row in (3, 4, 5)] == ["办公室", "金乡县审计局", None]


def test_one_unit_gets_a_form_of_its_own() -> None:
    """`units` may be one unit: only its table has it; tables in which none of the units stands are empty forms."""
    data = tl.sheets.blank(FUNDING, REFORM, roster=ROSTER, plan=BlankPlan(units=[OFFICE], rows=1))
    assert sheet_of(data, FUNDING)["B3"].value == "办公室"
    assert str(sheet_of(data, FUNDING)["A5"].value).startswith("备注")
    assert [cell.value for (cell,) in sheet_of(data, REFORM)["A3:A3"]] == [1]
    assert sheet_of(data, REFORM)["B3"].value is None


def test_listed_units_are_told_to_write_none() -> None:
    """A record with nothing but its unit reads as nothing won or planned (§3.17): the guide says so, and `read` warns.

    With the check as a fault it is refused, so that no untouched row becomes a red.
    """
    data = tl.sheets.blank(FUNDING, roster=ROSTER, plan=BlankPlan(units=ROSTER))
    guide = [cell.value for (cell,) in opened(data)["填表说明"]["A1:A12"]]
    assert any("没有事项的也要写“无”" in str(text) for text in guide)
    reading = tl.sheets.read(data, scheme=SCHEME, file_name="x.xlsx")
    assert essence(reading.entries) == [
        (FUNDING.key, number, UpwardFunding(tl.Unit(name))) for number, name in enumerate(DEPARTMENTS, 1)
    ]
    assert [(one.check, one.cell) for one in reading.report.warnings] == [
        ("items_missing", f"E{3 + 2 * number}") for number in range(10)
    ]
    assert "没有的写“无”" in reading.report.warnings[0].text
    book = opened(data)
    book[FUNDING.title]["G4"] = "无"
    strict = tl.sheets.Checks(items_missing=tl.sheets.Severity.FAULT)
    some = tl.sheets.read(saved(book), scheme=SCHEME, file_name="x.xlsx", checks=strict, collect=True)
    assert [entry.record for entry in some.entries] == [UpwardFunding(OFFICE)], (
        "only who wrote 无 said that there is none"
    )
    assert len(some.report.faults) == 9
    investment = theme("investment")
    with pytest.raises(tl.SheetFaults, match="10 处"):
        tl.sheets.read(
            tl.sheets.blank(investment, roster=ROSTER, plan=BlankPlan(units=ROSTER)), scheme=SCHEME, file_name="x.xlsx"
        )


def test_what_is_missing_is_marked_as_it_is_typed() -> None:
    """A record that is begun has its empty required cells in a colour of no light; so have the items of a unit without any."""
    sheet = sheet_of(tl.sheets.blank(FUNDING, roster=ROSTER, plan=BlankPlan(rows=2)), FUNDING)
    marks = {str(area.sqref): area.rules[0] for area in sheet.conditional_formatting}
    begun = "COUNTA($B3:$C4,$E3:$H4)>0"
    none = "COUNTA($E3:$G4)=0"
    assert marks["B3 B5"].formula == [f"AND({begun},LEN(TRIM($B3))=0)"]
    assert [marks[area].formula for area in ("E3 E5", "E4 E6", "G4 G6")] == [[f"AND({begun},{none})"]] * 3
    fills = {mark.dxf.fill.bgColor.rgb for mark in marks.values() if mark.dxf and mark.dxf.fill}
    assert fills == {f"FF{Look().missing_fill}"}
    ledger = sheet_of(tl.sheets.blank(LEDGER), LEDGER)
    assert {str(area.sqref) for area in ledger.conditional_formatting} == {"B3:B17", "E3:E17", "G3:G17"}


def test_a_form_that_lists_units_is_calm_until_something_is_typed() -> None:
    """A record that went out with its unit and leader is begun by what a clerk types, not by what stands there already."""
    sheet = sheet_of(tl.sheets.blank(FUNDING, REFORM, roster=LEADERS, plan=BlankPlan(units=LEADERS)), FUNDING)
    formulas = [rule.formula[0] for area in sheet.conditional_formatting for rule in area.rules]
    assert formulas
    assert {formula.partition(",")[0] for formula in formulas} == {"AND(COUNTA($E3:$H4)>0"}, "neither unit nor leader"
    empty = sheet_of(tl.sheets.blank(FUNDING, roster=LEADERS), FUNDING)
    begun = {rule.formula[0].partition(">")[0] for area in empty.conditional_formatting for rule in area.rules}
    assert begun == {"AND(COUNTA($B3:$C4,$E3:$H4)"}


def test_rows_grow_with_what_is_typed() -> None:
    """An empty row starts with room for two lines, and its height is not fixed; a header's is."""
    data = tl.sheets.blank(LEDGER, plan=BlankPlan(rows=1, guide=False))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        rows = re.findall(rb"<row [^>]*>", package.read("xl/worksheets/sheet1.xml"))
    assert [b"customHeight" in row for row in rows] == [True, True, False, True]
    assert rows[2] == b'<row r="3" ht="34.5">'


def test_last_quarters_entries_go_out_with_the_form() -> None:
    """They stand open at the top with their numbers; empty rows go on counting; a unit that has a record is not listed again."""
    entries = [tl.Entry("key_work", item("甲事"), 7), tl.Entry("key_work", item("乙事"), 9)]
    sheet = sheet_of(tl.sheets.blank(LEDGER, roster=ROSTER, entries=entries, plan=BlankPlan(rows=2)), LEDGER)
    assert [[cell.value for cell in row] for row in sheet["A3:B6"]] == [
        [7, "甲事"],
        [9, "乙事"],
        [10, None],
        [11, None],
    ]
    assert not sheet["B3"].protection.locked
    won = tl.Entry(REFORM.key, Reform(tl.Unit("曲阜市审计局"), won=("试点",)), 3)
    listed = sheet_of(tl.sheets.blank(REFORM, roster=ROSTER, entries=[won], plan=BlankPlan(units=ROSTER)), REFORM)
    names = [listed.cell(row, 2).value for row in range(3, 14)]
    assert names == ["曲阜市审计局", *(f"{name}审计局" for name in COUNTIES if name != "曲阜市")]
    assert [listed.cell(row, 1).value for row in range(3, 6)] == [3, 4, 5]


def test_a_form_half_filled_is_completed() -> None:
    """What went out filled and what a clerk adds come back together."""
    investment = theme("investment")
    known = tl.Entry(investment.key, Investment(OFFICE, "甲", "洽谈", "", InvestmentProgress.LEAD), 1)
    data = tl.sheets.blank(investment, roster=ROSTER, entries=[known], plan=BlankPlan(rows=1))
    sheet_rows = [known.record, Investment(tl.Unit("人事科"), "乙", "", "", InvestmentProgress.NO_LEAD)]
    reading = tl.sheets.read(filled(data, investment, sheet_rows), scheme=SCHEME, file_name="x.xlsx")
    assert [entry.record for entry in reading.entries] == sheet_rows


def test_entries_of_several_groups_stand_in_several_tables() -> None:
    """Each group's facts stand above a table of its own, which has empty rows of its own, and all of it reads back."""
    helping = theme("assistance")
    items = [
        MutualHelpItem(str(number), tl.model.Responsibility([OFFICE]), "", "", tl.model.Progress.SLOW, leader=leader)
        for number, leader in enumerate("甲甲乙")
    ]
    entries = [tl.Entry(helping.key, record, number) for number, record in enumerate(items, 1)]
    data = tl.sheets.blank(helping, roster=ROSTER, entries=entries, plan=BlankPlan(rows=2))
    sheet = sheet_of(data, helping)
    leaders = [row[2].value for row in sheet.iter_rows() if str(row[0].value).startswith("包保领导")]
    assert leaders == ["甲", "乙"]
    assert str(checks_of(sheet)["进度评价"].sqref) == "F7:F10 F17:F19"
    assert essence(tl.sheets.read(data, scheme=SCHEME, file_name="x.xlsx").entries) == essence(entries)


def test_the_guide_says_who_what_and_why() -> None:
    """By when and to whom, each column by its kind, each colour by the clause's own words, the notes that say more."""
    plan = BlankPlan(due="2023年10月9日前", hand_to="督查工作专班办公室", advice=("联系人：张三",), dateline="日期：")
    book = opened(tl.sheets.blank(FUNDING, roster=ROSTER, plan=plan))
    assert book.sheetnames == ["填表说明", "对上争取（局）"]
    guide = book.worksheets[0]
    lines = [str(cell) for row in guide.iter_rows(values_only=True) for cell in row if cell]
    text = "\n".join(lines)
    assert guide.protection.sheet
    assert {"1．报送时限：2023年10月9日前。", "2．报送至：督查工作专班办公室。", "牵头单位：办公室"} <= set(lines)
    assert "联系人：张三" in text
    at = lines.index("“争资金”")
    assert lines[at + 1 : at + 3] == [
        "选填",
        "一项写一行，换行用 Alt+Enter；没有的填“无”。已经认定的，在该项末尾写“（已认定）”。",
    ]
    own = [clause.words for clause in FUNDING.clauses if not clause.reading]
    assert f"标识依据（{tl.notice.NOTICE}）：{'；'.join(f'“{words}”' for words in own)}。" in lines
    assert f"释义：{'；'.join(clause.words for clause in FUNDING.clauses if clause.reading)}。" in lines
    assert "备注：争取政策。主要包括" in text
    assert "该项工作由市审计局督查工作专班成员单位办公室负责" in text
    assert text.count(own[0]) == 1, "a note that repeats the clauses is not repeated"
    assert book.worksheets[1]["A2"].value == "日期："
    assert not book.worksheets[1]["A2"].protection.locked
    assert opened(tl.sheets.blank(FUNDING, plan=BlankPlan(guide=False))).sheetnames == ["对上争取（局）"]


def test_a_form_by_itself_needs_no_theme() -> None:
    """Any form can go out: no roster, no clause, its title as the sheet's name."""
    book = opened(tl.sheets.blank(LEDGER.form))
    assert book.sheetnames == ["填表说明", LEDGER.form.title]
    assert checks_of(book.worksheets[1])["责任科室责任人"].type is None


def test_a_scheme_goes_out_whole_or_by_stewards() -> None:
    """One workbook with a sheet for each theme; or one for each 牵头科室 with what it hands in (N4.3), by its name."""
    assert opened(tl.sheets.blank(SCHEME)).sheetnames == ["填表说明", *(one.title for one in THEMES)]
    entry = tl.Entry("key_work", item("甲事"), 1)
    books = tl.sheets.blank_set(SCHEME, entries=[entry])
    assert {name: opened(data).sheetnames[1:] for name, data in books.items()} == {
        "人事科": ["高质量发展", "三争", "上对下督帮", "下对上诉求"],
        "办公室": ["重点工作", "重点审计项目", "对上争取（局）", "对上争取（县市区）", "招商引资"],
        "秘书科": ["改革创新（局）", "改革创新（县市区）"],
    }
    assert sheet_of(books["办公室"], LEDGER)["B3"].value == "甲事"
    nobody = evolve(
        SCHEME, due=(), rulebooks=tl.Rulebook("x", SCHEME.rulebooks.latest.effective, [evolve(LEDGER, steward="")])
    )
    assert list(tl.sheets.blank_set(nobody)) == ["未定牵头单位"]


def test_forms_are_written_whole_under_safe_names(tmp_path: Path) -> None:
    """A file a name, in order; names of units never leave the folder."""
    paths = tl.sheets.save_blank_set(tmp_path, {"办公室": b"1", "../a": b"2", "A": b"3", "a": b"4"})
    assert [path.name for path in paths] == ["办公室.xlsx", "_a.xlsx", "A.xlsx", "a（2）.xlsx"]
    assert [path.read_bytes() for path in paths] == [b"1", b"2", b"3", b"4"]
    tl.sheets.save_blank(tmp_path / "表.xlsx", LEDGER, roster=ROSTER)
    assert (tmp_path / "表.xlsx").read_bytes() == tl.sheets.blank(LEDGER, roster=ROSTER)


def test_what_cannot_go_out_is_refused() -> None:
    """No form, entries of a theme that is not there, units that nobody knows, negative rows, control characters."""
    with refused(ValueError, match="needs a form"):
        tl.sheets.blank()
    with pytest.raises(tl.errors.UnknownTheme):
        tl.sheets.blank(FUNDING, entries=[tl.Entry("key_work", item("甲事"))])
    with pytest.raises(tl.errors.UnknownTheme):
        tl.sheets.blank_set(SCHEME, entries=[tl.Entry("petitions", item("甲事"))])
    with pytest.raises(tl.errors.UnknownUnit):
        tl.sheets.blank(FUNDING, roster=ROSTER, plan=BlankPlan(units=[tl.Unit("外单位")]))
    with refused(ValueError, match="rows"):
        BlankPlan(rows=-1)
    with pytest.raises(tl.errors.UnprintableText):
        tl.sheets.blank(FUNDING, plan=BlankPlan(due="\x00"))


def test_the_same_forms_are_the_same_bytes() -> None:
    """Also in another process with another seed of hashes."""
    same_everywhere(
        "import hashlib; from helpers.office_sheets import SCHEME, ROSTER; import trafficlight as tl;"
        "data = tl.sheets.blank(SCHEME, plan=tl.sheets.BlankPlan(rows=2, units=ROSTER));"
        "print(hashlib.sha256(data).hexdigest())"
    )


@pytest.mark.parametrize("rows", [0, 1, 3])
def test_openxml_audit_finds_nothing(tmp_path: Path, rows: int) -> None:
    """Every form of the notice, with long lists and listed units, is a valid workbook."""
    audit = pytest.importorskip("openxml_audit", reason="openxml-audit is not installed: files cannot be judged")
    names = [f"某某市第{number}审计处" for number in range(60)]
    departments = tl.Board("departments", "科室", tuple(tl.RosterLine(tl.Unit(name)) for name in names))
    roster = tl.Roster((departments, ROSTER.board("counties")))
    path = tmp_path / "x.xlsx"
    path.write_bytes(
        tl.sheets.blank(*THEMES, roster=roster, plan=BlankPlan(rows=rows, units=list(roster)[:3], password=SECRET))
    )
    assert not audit.OpenXmlValidator().validate(path).errors
