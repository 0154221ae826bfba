"""Kinds of cell in forms: numbers, percentages, yes or no, and a kind of an agency's own, out as a blank form and in again."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from attrs import frozen
from helpers.filled_forms import opened
from helpers.office_sheets import saved
from helpers.small_office import OFFICE, ROSTER
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.datavalidation import DataValidation

import trafficlight as tl
from trafficlight import testing
from trafficlight.errors import UnreadableCell
from trafficlight.messages import Words
from trafficlight.model import CellValue, Filling, Number, OneUnit, Percentage, Whole, YesNo

ALL = tl.Clause("W1", "达标的为蓝色标识", "医院考核办法")


@frozen
class Runs:
    """准点情况: a record whose header has two words."""

    unit: tl.Unit
    late: int


@frozen
class Stars:
    """星级: a kind that the library does not know; it brings its drop-down, its words and its strategy."""

    blank: None = None
    expected: str = Words("一至三颗★", "one to three ★")

    def parse(self, cell: CellValue, roster: tl.Roster) -> int | None:
        """The number of stars."""
        text = str(cell).strip()
        if text.strip("★") or len(text) > 3:
            raise UnreadableCell(self.expected)
        return len(text)

    def show(self, value: int | None) -> str:
        """As many stars."""
        return "★" * (value or 0)

    def filling(self, units: Sequence[str], *, all_units: bool) -> Filling:
        """The three."""
        return Filling(Words("选星级。", "Choose the stars."), ("★", "★★", "★★★"), "refused")

    def strategy(self, roster: tl.Roster) -> st.SearchStrategy[int]:
        """One to three."""
        return st.integers(1, 3)


@frozen
class Ward:
    """科室考核: a cell of each kind."""

    unit: tl.Unit
    beds: int | None
    cost: Decimal | None
    share: Decimal | None
    open: bool | None
    stars: int | None


FORM = tl.Form(
    "科室考核情况",
    (
        tl.serial(),
        tl.column("单位", "unit", kind=OneUnit(), required=True),
        tl.column("床位", "beds", kind=Whole(0, 500, "张")),
        tl.column("费用", "cost", kind=Number(0, measure="万元")),
        tl.column("占比", "share", kind=Percentage(0, 100)),
        tl.column("开放", "open", kind=YesNo()),
        tl.column("星级", "stars", kind=Stars()),
    ),
)
WARDS = tl.Theme("wards", "科室考核", Ward, lambda _: tl.rules.blue(because=ALL), FORM, (ALL,))


def test_a_theme_of_all_kinds_keeps_the_contracts() -> None:
    """The kind of the agency's own is drawn by its own strategy, and typed as it shows itself; nothing is passed for it."""
    testing.check_theme(WARDS, ROSTER)
    testing.check_typings(WARDS, ROSTER)


def test_a_blank_form_offers_and_checks() -> None:
    """Limits for numbers, the two answers, and the list that the own kind brings; what may be typed is said beside the cell."""
    sheet = opened(tl.sheets.blank(WARDS, roster=ROSTER))["科室考核"]
    checks: dict[str, DataValidation] = {one.promptTitle: one for one in sheet.data_validations.dataValidation}

    def told(label: str) -> tuple[Any, ...]:
        one = checks[label]
        return one.type, one.operator or "between", one.formula1, one.formula2

    assert told("床位") == ("whole", "between", "0", "500")
    assert told("费用") == ("decimal", "greaterThanOrEqual", "0", None)
    assert told("占比") == ("decimal", "between", "0", "1")
    assert told("开放")[::2] == ("list", '"是,否"')
    assert told("星级")[::2] == ("list", '"★,★★,★★★"')
    assert checks["星级"].prompt == "选星级。"
    assert checks["星级"].error == "“星级”应为一至三颗★。可选：★、★★、★★★。"
    assert checks["床位"].error == "“床位”应为0 至 500 的整数（单位：张）。"
    assert [sheet.cell(3, at).number_format for at in range(3, 8)] == ["0", "General", "0.00%", "@", "@"]


@given(st.lists(testing.records(WARDS, ROSTER), min_size=1, max_size=4))
@settings(max_examples=20, deadline=None)
def test_printed_and_read_back(records: list[Ward]) -> None:
    """As a workbook and as JSON: the same records, numbers stored as numbers."""
    checks = tl.sheets.Checks.every(tl.sheets.Severity.OFF)
    entries = [tl.Entry("wards", record, at) for at, record in enumerate(records, 1)]
    book = tl.sheets.workbook(tl.sheets.Sheet(FORM, entries))
    for data, name in ((book, "a.xlsx"), (tl.sheets.to_json(FORM, entries), "a.json")):
        reading = tl.sheets.read(data, themes=[WARDS], roster=ROSTER, file_name=name, checks=checks)
        assert [entry.record for entry in reading.entries] == records


def test_a_cell_shown_as_a_percentage() -> None:
    """What a clerk types into a cell of that format is read as what it shows; out of range it is a fault at its cell."""
    book = opened(tl.sheets.blank(WARDS, roster=ROSTER))
    sheet = book["科室考核"]
    typed: tuple[Any, ...] = (OFFICE.name, 12, 3.5, 0.725, "是", "★★")
    for at, value in enumerate(typed, 2):
        sheet.cell(3, at).value = value
    sheet.cell(4, 2).value, sheet.cell(4, 5).value = OFFICE.name, 1.2
    reading = tl.sheets.read(saved(book), themes=[WARDS], roster=ROSTER, file_name="a.xlsx", collect=True)
    (entry,) = reading.entries
    assert entry.record == Ward(OFFICE, 12, Decimal("3.5"), Decimal("72.5"), open=True, stars=2)
    (fault,) = reading.report.faults
    assert "E4" in str(fault)
    assert "应为0% 至 100% 的百分比" in str(fault)
    assert fault.say("en").count("from 0% to 100%") == 1


def test_numbers_are_stored_as_numbers() -> None:
    """Who opens the workbook can add them up."""
    record = Ward(OFFICE, 1200, Decimal("0.5"), Decimal(7), open=False, stars=1)
    sheet = opened(tl.sheets.workbook(tl.sheets.Sheet(FORM, [tl.Entry("wards", record, 1)]))).worksheets[0]
    assert [sheet.cell(3, at).value for at in range(1, 8)] == [1, "办公室", 1200, 0.5, "7%", "否", "★"]


def test_an_english_form_comes_back_without_a_remark_on_its_own_header() -> None:
    """A header of several words is read as itself: its blanks are no other wording."""
    form = tl.Form("Runs", (tl.column("Depot", "unit", kind=OneUnit()), tl.column("Late runs", "late", kind=Whole())))
    theme = tl.Theme("runs", "Runs", Runs, lambda runs: tl.lit(tl.BLUE, because=ALL), form, (ALL,))
    sheet = tl.sheets.workbook(tl.sheets.Sheet(form, [tl.Entry("runs", Runs(OFFICE, 3))]))
    report = tl.sheets.read(sheet, themes=[theme], roster=ROSTER, file_name="runs.xlsx").report
    assert [remark.text for remark in report.remarks if "表头" in remark.text] == []


def test_a_listed_unit_without_items_is_told_to_fill_its_row() -> None:
    """Only where blank items say something does the guide speak of 已争取: other rows are to be filled in."""
    form = tl.Form(
        "Runs", (tl.column("Depot", "unit", kind=OneUnit()), tl.column("Late", "late", kind=Whole(), required=True))
    )
    absence = tl.rules.Absence(tl.lit(tl.RED, because=ALL), [ROSTER.boards[0].key])
    theme = tl.Theme("runs", "Runs", Runs, lambda runs: tl.lit(tl.BLUE, because=ALL), form, (ALL,), absence=absence)
    book = opened(tl.sheets.blank(theme, roster=ROSTER, plan=tl.sheets.BlankPlan(units=ROSTER)))
    guide = [str(row[0].value) for row in book["填表说明"].iter_rows() if row[0].value]
    assert any("必填的格留空的，该行按报送有误退回" in line for line in guide)
    assert not any("已争取" in line for line in guide)
