"""只报一次: forms that go out with what is known (`blank(previous=…)`), and what comes of them when they come back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest
from attrs import evolve
from helpers import sample_records as samples
from helpers.filled_forms import header_row, opened
from helpers.office_sheets import ROSTER, SCHEME, THEMES, saved
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

import trafficlight as tl
from trafficlight import testing
from trafficlight.model import OneUnit, Person, Prefill, Progress, Text
from trafficlight.model._forms import Role
from trafficlight.rules import Coverage
from trafficlight.sheets import BlankPlan, Reading, Report

UNCHECKED = tl.sheets.Checks.every(tl.sheets.Severity.OFF)
each_theme = pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.key)
few_draws = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
KEY_WORK = next(theme for theme in THEMES if theme.key == "key_work")
ASSISTANCE = next(theme for theme in THEMES if theme.key == "assistance")
INVESTMENT = next(theme for theme in THEMES if theme.key == "investment")


def came(theme: tl.Theme[Any], *records: Any) -> Reading:
    """What came in an earlier period."""
    entries = tuple(tl.Entry(theme.key, record, 3 * number) for number, record in enumerate(records, 1))
    return Reading(entries, (theme.key,), Report(), Coverage.received([theme]))


def back(data: bytes, theme: tl.Theme[Any], name: str = "x.xlsx", roster: tl.Roster = ROSTER) -> Reading:
    """The form as it is read when it comes back."""
    return tl.sheets.read(data, themes=[theme], roster=roster, file_name=name, collect=True, checks=UNCHECKED)


def kept(theme: tl.Theme[Any], record: Any) -> Any:
    """The record without what its form asks anew."""
    cells = [(line, (line.name,)) for line in theme.form.heading]
    cells += [(column, column.fields) for column in theme.form.columns]  # type: ignore[misc]
    anew = {
        name: cell.kind.blank for cell, names in cells if theme.prefill(cell) is Prefill.ANEW for name in names if name
    }
    return evolve(record, **anew)


@each_theme
@given(data=st.data())
@few_draws
def test_a_form_that_comes_back_untouched_is_the_last_period(theme: tl.Theme[Any], data: st.DataObject) -> None:
    """`blank(previous=r)` read back is r's records, in their order, and nothing differs; in Word just as in a workbook."""

    def known(record: Any) -> str:
        return repr(kept(theme, record))

    previous = came(theme, *data.draw(st.lists(testing.records(theme, ROSTER), max_size=3, unique_by=known)))
    expected = [kept(theme, entry.record) for entry in previous.entries]
    book = tl.sheets.blank(theme, roster=ROSTER, previous=previous, plan=BlankPlan(rows=2))
    paper = tl.documents.collection_form(theme, previous=previous, rows=1).to_bytes()
    for name, data_of in (("x.xlsx", book), ("x.docx", paper)):
        reading = back(data_of, theme, name)
        assert [entry.record for entry in reading.entries] == expected
        assert not tl.rules.differences(previous.entries, reading.entries, themes=[theme])


def test_twin_rows_go_out_once() -> None:
    """What differs in nothing but what is asked anew is one row of the next form: as two, locked, it would come back a fault."""
    first = samples.key_work_item(Progress.SLOW)
    twins = came(KEY_WORK, first, evolve(first, target="另一目标"), first)
    reading = back(tl.sheets.blank(KEY_WORK, roster=ROSTER, previous=twins), KEY_WORK)
    assert [entry.record for entry in reading.entries] == [
        kept(KEY_WORK, first),
        kept(KEY_WORK, evolve(first, target="另一目标")),
    ]


def test_records_of_another_theme_are_refused() -> None:
    """A host's own store may give them; what is wrong is said, and no AttributeError comes from within."""
    stray = tl.Entry("investment", samples.key_work_item(Progress.SLOW), 1)
    reading = Reading((stray,), ("investment",), Report(), Coverage.received([INVESTMENT]))
    with pytest.raises(TypeError, match="KeyWorkItem"):
        tl.sheets.blank(INVESTMENT, roster=ROSTER, previous=reading)
    with pytest.raises(TypeError, match="KeyWorkItem"):
        tl.documents.collection_form(INVESTMENT, previous=reading)


RECORDS: dict[str, Any] = {
    "performance_assessment": samples.indicator(Progress.DONE, 3),
    "three_firsts": samples.task(Progress.SLOW),
    "key_work": samples.key_work_item(Progress.SLOW),
    "audit_projects": samples.audit_project(Progress.ON_TRACK),
    "upward_funding_bureau": samples.funding(("甲", "乙"), ("丙",), 1),
    "upward_funding_county": samples.funding(("甲",), (), None, tl.Unit("金乡县审计局")),
    "reform_bureau": samples.reform(("甲",), (), 1),
    "reform_county": samples.reform((), ("试点",), None, tl.Unit("金乡县审计局")),
    "investment": samples.investment_of(tl.notice.InvestmentProgress.NO_LEAD, "洽谈"),
    "assistance": evolve(samples.mutual_help_item(Progress.SLOW), leader="甲", as_of="2023年9月"),
    "appeals": samples.mutual_help_item(Progress.SLOW),
}


@each_theme
def test_a_change_is_named_by_its_cell(theme: tl.Theme[Any]) -> None:
    """One open cell of text typed over by the clerk is exactly one change, at that cell, for each such column."""
    previous = came(theme, RECORDS[theme.key])
    form = tl.sheets.blank(theme, roster=ROSTER, previous=previous)
    names = [
        (at, name)
        for at, column in enumerate(theme.form.columns)
        for name in column.fields
        if name and isinstance(column.kind, Text) and theme.prefill(column) is Prefill.OPEN
    ]
    assert names
    for at, name in names:
        book = opened(form)
        sheet = book[theme.title]
        cell = sheet.cell(header_row(sheet, theme.form) + 1, at + 1)
        assert not cell.protection.locked
        cell.value = "改过"
        reading = back(saved(book), theme)
        found = tl.rules.differences(previous.entries, reading.entries, themes=[theme])
        (change,) = found.changes
        assert (change.name, change.after, change.cell, change.locked) == (name, "改过", cell.coordinate, False)
        assert (found.entered, found.left) == ((), ())


def locked(sheet: Worksheet, form: tl.Form, row: int) -> dict[str, bool]:
    """Whether each field's cell in a row is locked, by field."""
    below = header_row(sheet, form) + row
    return {
        column.fields[0]: sheet.cell(below, at).protection.locked
        for at, column in enumerate(form.columns, 1)
        if column.role is Role.FIELD and column.fields[0]
    }


@each_theme
def test_what_tells_the_item_apart_is_locked_and_the_rest_is_open(theme: tl.Theme[Any]) -> None:
    """The matter, in a theme of one row a unit the unit, and what the form says is set by others; empty rows are open."""
    book = opened(
        tl.sheets.blank(theme, roster=ROSTER, previous=came(theme, RECORDS[theme.key]), plan=BlankPlan(rows=1))
    )
    sheet = book[theme.title]
    assert sheet.protection.sheet
    fast = {name for name, is_locked in locked(sheet, theme.form, 1).items() if is_locked}
    expected = {theme.subject} if theme.subject else {"unit"}
    if "source" in theme.form.fields:
        expected |= {"source"}
    if "target" in theme.form.fields:
        expected |= {"target"}
    assert fast == expected
    assert not any(locked(sheet, theme.form, 1 + len(theme.form.lines)).values())


def test_a_cell_that_was_blank_is_open() -> None:
    """What is not known is asked, whatever the form says of it."""
    book = opened(
        tl.sheets.blank(
            KEY_WORK, roster=ROSTER, previous=came(KEY_WORK, samples.key_work_item(Progress.SLOW, target=""))
        )
    )
    assert not locked(book["重点工作"], KEY_WORK.form, 1)["target"]


def test_what_is_asked_anew_is_blank() -> None:
    """截至日期 of last quarter would be a fault in this one (§4.28); the other facts above the header stand."""
    book = opened(tl.sheets.blank(ASSISTANCE, roster=ROSTER, previous=came(ASSISTANCE, RECORDS["assistance"])))
    facts = [[cell.value for cell in row if cell.value] for row in book["上对下督帮"]["A2:F5"]]
    assert facts == [["包保领导：", "甲"], ["责 任 人："], ["责任科室："], ["截至日期："]]


def test_each_table_is_numbered_anew() -> None:
    """Below each group's facts from 1, the empty rows on from there, so that no number stands twice in a table."""
    groups = [
        evolve(RECORDS["assistance"], leader=leader, matter=leader + number) for leader in "甲乙" for number in "一二"
    ]
    form = tl.sheets.blank(ASSISTANCE, roster=ROSTER, previous=came(ASSISTANCE, *groups), plan=BlankPlan(rows=1))
    numbers = [row[0].value for row in opened(form)["上对下督帮"].iter_rows() if isinstance(row[0].value, int)]
    assert numbers == [1, 2, 3, 1, 2, 3]
    paper = tl.documents.collection_form(ASSISTANCE, previous=came(ASSISTANCE, *groups), rows=0).to_bytes()
    assert [entry.serial for entry in back(paper, ASSISTANCE, "x.docx").entries] == [1, 2, 1, 2]


def test_what_was_done_stays_or_goes() -> None:
    """§4.36: “items done earlier in the year stay listed”; a plan of a new year drops them, in a workbook as in Word."""
    items = [
        samples.key_work_item(progress, matter=word)
        for word, progress in (("甲", Progress.DONE), ("乙", Progress.SLOW))
    ]
    previous = came(KEY_WORK, *items)
    for keep, matters in ((True, ["甲", "乙"]), (False, ["乙"])):
        book = tl.sheets.blank(KEY_WORK, roster=ROSTER, previous=previous, plan=BlankPlan(keep_done=keep))
        paper = tl.documents.collection_form(KEY_WORK, previous=previous, keep_done=keep).to_bytes()
        for name, data in (("x.xlsx", book), ("x.docx", paper)):
            entries = back(data, KEY_WORK, name).entries
            assert [(entry.record.matter, entry.serial) for entry in entries] == [
                (matter, number) for number, matter in enumerate(matters, 1)
            ]


def test_a_scheme_asks_each_steward_once() -> None:
    """`blank_set` and `collection_forms` hand each steward what is known of its themes; nothing that was read is lost."""
    previous = Reading(
        tuple(tl.Entry(key, record) for key, record in RECORDS.items()),
        tuple(RECORDS),
        Report(),
        Coverage.received(THEMES),
    )
    books = tl.sheets.blank_set(SCHEME, previous=previous)
    papers = tl.documents.collection_forms(SCHEME, previous=previous)
    files = {f"{name}.xlsx": data for name, data in books.items()} | {
        f"{name}.docx": paper.to_bytes() for name, paper in papers.items()
    }
    for suffix in (".xlsx", ".docx"):
        found = [
            entry
            for name, data in files.items()
            if name.endswith(suffix)
            for entry in tl.sheets.read(data, scheme=SCHEME, file_name=name, checks=UNCHECKED).entries
        ]
        assert {entry.theme for entry in found} == set(RECORDS)
        assert not tl.rules.differences(previous.entries, found, themes=THEMES)


def test_units_that_are_known_are_not_listed_again() -> None:
    """Who handed in has its row with what it said; who did not, an empty one with its name and leader."""
    plan = BlankPlan(units=ROSTER.board("departments").units)
    book = opened(
        tl.sheets.blank(INVESTMENT, roster=ROSTER, previous=came(INVESTMENT, RECORDS["investment"]), plan=plan)
    )
    sheet = book["招商引资"]
    top = header_row(sheet, INVESTMENT.form) + 1
    rows = [[cell.value for cell in row[:4]] for row in sheet.iter_rows(min_row=top, max_row=top + 9)]
    assert rows[0] == [1, "办公室", "副局长", "洽谈"]
    assert [row[1] for row in rows] == [unit.name for unit in ROSTER.board("departments").units]


def test_units_are_called_as_on_the_day_of_the_form() -> None:
    """A unit that was renamed stands under its new name, in a workbook as in Word, and that is no difference."""
    before, day = tl.Unit("办公室"), dt.date(2023, 10, 1)
    old = [tl.model.FormerName("办公室", dt.date(2023, 9, 30))]
    lines = [tl.RosterLine(tl.Unit("综合科"), former=old), tl.RosterLine(tl.Unit("信访科"), until=dt.date(2023, 9, 30))]
    roster = tl.Roster([tl.Board("departments", "科室", lines)])
    previous = Reading(
        (
            tl.Entry("key_work", samples.key_work_item(Progress.SLOW, before)),
            tl.Entry("three_firsts", samples.task(Progress.SLOW, None, before)),
            tl.Entry("investment", samples.investment_of(tl.notice.InvestmentProgress.LEAD, unit=before)),
            tl.Entry("investment", samples.investment_of(tl.notice.InvestmentProgress.LEAD, unit=tl.Unit("信访科"))),
        ),
        ("key_work", "three_firsts", "investment"),
        Report(),
        Coverage.received(THEMES),
    )
    themes = [theme for theme in THEMES if theme.key in previous.themes]
    book = tl.sheets.blank(*themes, roster=roster.on(day), previous=previous)
    paper = tl.documents.collection_form(*themes, roster=roster.on(day), previous=previous).to_bytes()
    for name, data in (("x.xlsx", book), ("x.docx", paper)):
        reading = tl.sheets.read(data, themes=themes, roster=roster.on(day), file_name=name, checks=UNCHECKED)
        assert {unit.name for entry in reading.entries for unit in units_of(entry)} == {"综合科"}
        found = tl.rules.differences(previous.entries, reading.entries, themes=themes, roster=roster.on(day))
        assert (found.changes, [item.units[0].name for item in found.left]) == ((), ["信访科"])


def units_of(entry: tl.Entry[Any]) -> tuple[tl.Unit, ...]:
    """Whom an entry marks."""
    return next(theme for theme in THEMES if theme.key == entry.theme).credited(entry.record)


@attrs.frozen
class Well:
    """A record of an agency's own."""

    code: str
    name: str
    unit: tl.Unit
    depth: str = ""
    reading: str = ""


OWN = tl.Clause("W", "no light", "own")
WELLS: tl.Theme[Well] = tl.Theme(
    "wells",
    "Wells",
    Well,
    lambda _record: tl.unlit(because=OWN),
    tl.Form(
        "Wells",
        (
            tl.serial("No."),
            tl.column("Code", "code", required=True),
            tl.column("Name", "name", prefill=Prefill.OPEN),
            tl.column("Unit", "unit", kind=OneUnit(), required=True),
            tl.column("Depth", "depth", prefill=Prefill.LOCKED),
            tl.column("Reading", "reading", prefill=Prefill.ANEW),
        ),
    ),
    (OWN,),
    subject="name",
    identity="code",
    done=lambda record: record.depth == "full",
)


def test_a_theme_of_an_agencys_own_says_by_value_what_is_known() -> None:
    """Its form locks, opens and asks anew whatever it likes, whatever its fields are called."""
    wells = [Well("W1", "A", ROSTER.find("办公室"), "5", "12"), Well("W2", "B", ROSTER.find("人事科"), "full", "13")]
    previous = came(WELLS, *wells)
    data = tl.sheets.blank(WELLS, roster=ROSTER, previous=previous, plan=BlankPlan(keep_done=False))
    sheet = opened(data)["Wells"]
    assert locked(sheet, WELLS.form, 1) == {"code": True, "name": False, "unit": False, "depth": True, "reading": False}
    assert [entry.record for entry in back(data, WELLS).entries] == [evolve(wells[0], reading="")]


def unlocked_and_filled(sheet: Worksheet, form: tl.Form, rows: int) -> tuple[int, int]:
    """By counting cells: the fields of the first rows below the header, and how many of them hold something."""
    top = header_row(sheet, form) + 1
    cells = [
        sheet.cell(top + row * len(form.lines) + line, at)
        for row in range(rows)
        for line in range(len(form.lines))
        for at, column in enumerate(form.columns, 1)
        if column.field_on(line) is not None
    ]
    return len(cells), sum(cell.value is not None for cell in cells)


@pytest.mark.parametrize("theme", [theme for theme in THEMES if not theme.form.heading], ids=lambda theme: theme.key)
@pytest.mark.parametrize("listed", [False, True])
def test_the_burden_is_what_a_count_of_cells_gives(theme: tl.Theme[Any], *, listed: bool) -> None:
    """Cells asked and cells known, as they stand in the workbook; a table without rows says what one row asks."""
    leader = Person("张三")
    boards = [
        tl.Board(board.key, board.title, [tl.RosterLine(line.unit, leader=leader) for line in board.lines])
        for board in ROSTER.boards
    ]
    roster = tl.Roster(boards)
    plan = BlankPlan(units=roster if listed else ())
    previous = came(theme, RECORDS[theme.key])
    (burden,) = tl.sheets.burden(theme, roster=roster, previous=previous, plan=plan)
    sheet = opened(tl.sheets.blank(theme, roster=roster, previous=previous, plan=plan))[theme.title]
    assert (burden.asked, burden.known) == unlocked_and_filled(sheet, theme.form, burden.rows)
    assert burden.rows >= 1
    (empty,) = tl.sheets.burden(theme, roster=roster)
    assert (empty.rows, empty.asked, empty.known, empty.each) == (0, 0, 0, burden.each)


def test_the_burden_counts_the_facts_above_the_header() -> None:
    """包保领导, 责任人, 责任科室 and 截至日期 are asked once a table; the last is asked anew."""
    (burden,) = tl.sheets.burden(ASSISTANCE, roster=ROSTER, previous=came(ASSISTANCE, RECORDS["assistance"]))
    assert (burden.rows, burden.each, burden.asked, burden.known, burden.open) == (1, 6, 10, 6, 4)
    assert str(burden) == "上对下督帮：已列1行，每行6格，共问10格；其中已知并预填6格，待填4格"
    assert burden.say("en") == (
        "上对下督帮: rows listed: 1, cells a row: 6, cells asked: 10; of these known already: 6, still to be filled in: 4"
    )


def test_the_guide_says_how_much_is_asked_and_what_is_known() -> None:
    """The clerk reads it before the first cell."""
    book = opened(tl.sheets.blank(KEY_WORK, roster=ROSTER, previous=came(KEY_WORK, RECORDS["key_work"])))
    said = [str(row[0].value) for row in book["填表说明"].iter_rows() if row[0].value]
    assert any("灰色格不必改动；白色格请逐格核对" in line for line in said)
    assert "已列1行，每行8格，共问8格；其中已知并预填7格，待填1格。" in said
