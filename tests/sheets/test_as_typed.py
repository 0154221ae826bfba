"""收来的表: tables as offices type them, item by item, read like the neat ones."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl
import pytest
from helpers.office_sheets import ROSTER, SCHEME, THEMES, headers, xlsx

import trafficlight as tl
from trafficlight import notice
from trafficlight.sheets import Checks, Severity

LEDGER = headers("key_work")
ASSISTANCE = headers("assistance")
FIRSTS = headers("three_firsts", collected=True)
QUIET = Checks.every(Severity.OFF)


def read(*rows: Sequence[Any], merges: Iterable[str] = (), **options: Any) -> tl.sheets.Reading:
    """Read a workbook of one sheet."""
    return tl.sheets.read(
        xlsx(("表", rows, merges)), scheme=SCHEME, file_name="报.xlsx", **{"collect": True, **options}
    )


def records(reading: tl.sheets.Reading) -> list[Any]:
    """What was read; nothing is at fault."""
    assert reading.report.faults == ()
    return [entry.record for entry in reading.entries]


def item(number: Any, matter: str, **cells: Any) -> list[Any]:
    """A row of the ledger."""
    row = {
        "target": "目标",
        "status": "情况",
        "progress": "正常推进",
        "leader": "甲",
        "units": "办公室",
        "source": "局党组",
    }
    row |= cells
    return [number, matter, *row.values(), None]


def test_a_sheet_with_everything_is_read_like_the_neat_one() -> None:
    """Title, date, summary, blank rows, odd headers, sections, page headers, sums, notes: the same records, nothing at fault."""
    neat = [
        ["重点工作推进情况"],
        LEDGER,
        item(1, "甲"),
        item(2, "乙", progress="推进缓慢"),
        item(3, "丙", progress="已办结"),
    ]
    head = [
        "序　号",
        "工作\n事项",
        "任务 目标",
        "推进情况 ",
        "进度\r\n评价",
        "分管负责人",
        "责任科室 责任人",
        "任务\n来源",
        "备    注",
    ]
    typed: list[list[Any]] = [
        ["济宁市审计局"],
        ["重点工作推进情况"],
        [None] * 8 + ["日期：2023年9月28日"],
        ["截至2023年9月28日，市审计局共梳理重点工作3项，其中，市委市政府及以上层面0项，局重点工作3项。"],
        [],
        head,
        ["一、党组部署的工作"],
        item("１", "甲", leader=" 甲 ", units="办公室\n"),
        [],
        item(2, "乙", progress="进展 缓慢"),
        head,
        item(3.0, "丙", progress="已 完成", units=" 办公室 "),
        ["合 计", None, None, "3 项"],
        [],
        ["备注：该项工作由办公室负责。"],
        ["填表人：张三", None, None, None, None, None, "审核人：李四"],
    ]
    merges = ["A1:I1", "A2:I2", "A4:I4", "A7:I7", "A13:B13", "A15:I15"]
    reading = read(*typed, merges=merges)
    assert records(reading) == records(read(*neat))
    assert [entry.serial for entry in reading.entries] == [1, 2, 3]
    assert reading.report.warnings == ()
    assert reading.report.read[0].as_of == tl.model.StatedDate(2023, 9, 28)
    told = [(remark.row, remark.text) for remark in reading.report.remarks]
    assert [row for row, _ in told] == [1, 2, 3, 4, 7, 11, 13, 15, 16]
    assert (11, "重复的表头") in told


def test_brackets_and_strokes_in_header_words() -> None:
    """Full-width and half-width brackets and strokes in a header word are the same."""
    half = [word.replace("（", "(").replace("）", ")") for word in ASSISTANCE]
    assert half != ASSISTANCE
    assert len(records(read(half, [1, "事项", "人事科", "情况", None, "正常推进", None]))) == 1
    full = [word.replace("/", "／") for word in FIRSTS]
    assert full != FIRSTS
    assert len(records(read(full, [1, "目标", None, None, "人事科", "争一流", None, "正常推进", None, None]))) == 1


@pytest.mark.parametrize("between", [[], [[]], [["备注：同上页。"]], [["备注：同上页。"], []]])
def test_a_header_on_every_page_is_one_table(between: list[list[Any]]) -> None:
    """A header that repeats, below rows, blanks or a note, goes on with the table: its theme and the facts above it hold."""
    rows = [[1, "甲", "人事科", None, "9月底", "正常推进", None], [2, "乙", "秘书科", None, None, "已办结", None]]
    reading = read(["包保领导：王五"], ASSISTANCE, rows[0], *between, ASSISTANCE, rows[1])
    assert [(one.matter, one.leader) for one in records(reading)] == [("甲", "王五"), ("乙", "王五")]
    assert [table.rows for table in reading.report.read] == [2]
    ledger = read(["重点审计项目推进情况"], LEDGER, item(1, "甲"), *between, LEDGER, item(2, "乙"))
    assert {entry.theme for entry in ledger.entries} == {"audit_projects"}
    assert len(records(ledger)) == 2


def test_a_title_between_makes_two_tables() -> None:
    """The same header below another title opens another table."""
    reading = read(["重点工作推进情况"], LEDGER, item(1, "甲"), ["重点审计项目推进情况"], LEDGER, item(1, "乙"))
    assert [entry.theme for entry in reading.entries] == ["key_work", "audit_projects"]


@pytest.mark.parametrize("word", ["合计", "合  计", "总计", "小计", "共计"])
def test_a_row_of_sums_is_no_entry(word: str) -> None:
    """合计 in the first cell of a row, whatever follows, is told beside the table; the word elsewhere is a text."""
    for sums in ([word, None, "2 项"], [None, word, "2 项", None, "1"]):
        reading = read(["重点工作推进情况"], LEDGER, item(1, "甲"), sums)
        assert len(records(reading)) == 1
        assert any(remark.row == 4 and word in remark.text for remark in reading.report.remarks)
    assert records(read(["重点工作推进情况"], LEDGER, item(1, "合计")))[0].matter == "合计"


def test_merged_units_and_leaders_are_seen_in_every_row() -> None:
    """A department, a leader or a source that is merged down over rows is that of each of them."""
    rows = [item(1, "甲", units="人事科\n张三"), item(2, "乙", leader=None, units=None, source=None), item(3, "丙")]
    reading = read(["重点工作推进情况"], LEDGER, *rows, merges=["F3:F4", "G3:G4", "H3:H4"])
    first, second, third = records(reading)
    assert (second.leader, second.responsible, second.source) == (first.leader, first.responsible, first.source)
    assert str(first.responsible) == "人事科\n张三"
    assert str(third.responsible) == "办公室"


def test_a_table_of_each_group_on_a_sheet_of_its_own() -> None:
    """A4-4.2 comes as one sheet a group: each has the facts above its own table, and all are entries of the theme."""
    row = [1, "事项", "人事科", None, None, "已办结", None]
    sheets: list[tuple[str, list[Any], tuple[str, ...]]] = [
        (
            name,
            [["“上对下”督帮工作情况"], [f"包保领导：{leader}"], ASSISTANCE, row],
            (),
        )
        for name, leader in (("第一组", "甲"), ("第二组", "乙"), ("第三组", "丙"))
    ]
    reading = tl.sheets.read(xlsx(*sheets), scheme=SCHEME, file_name="督帮.xlsx", checks=QUIET)
    assert [(entry.origin.sheet, entry.record.leader) for entry in reading.entries if entry.origin] == [
        ("第一组", "甲"),
        ("第二组", "乙"),
        ("第三组", "丙"),
    ]
    assert {entry.theme for entry in reading.entries} == {"assistance"}


def test_tables_beside_one_another_are_not_mixed() -> None:
    """Two tables side by side share header words; which column is whose is not guessed, but told as a fault."""
    left, right = headers("investment"), headers("reform_bureau")
    reading = read(
        [*left, None, *right], [1, "办公室", None, None, None, "正常推进", None, 1, "人事科", None, "甲", None]
    )
    assert [type(fault).__name__ for fault in reading.report.faults] == ["HeaderFault"]
    assert reading.entries == ()


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("办公室、人事科", "办公室、人事科"),
        ("办公室，人事科", "办公室、人事科"),
        ("办公室; 人事科", "办公室、人事科"),
        ("办公室 、\n人事科", "办公室、人事科"),
        ("内部审计\n指导中心", None),
        ("办公室、人事处", None),
    ],
)
def test_several_departments_in_one_cell(typed: str, names: str | None) -> None:
    """Divided by 顿号, comma or semicolon, blanks and line breaks about; a name that the roster lacks is a fault."""
    reading = read(["重点工作推进情况"], LEDGER, item(1, "甲", units=typed))
    if names is None:
        assert [fault.cell for fault in reading.report.faults] == ["G3"]
    else:
        assert str(records(reading)[0].responsible) == names


@pytest.mark.parametrize("typed", ["办公室、人事科", "办公室\n人事科", "办公室 人事科", "办公室，\n人事科"])
def test_departments_below_one_another(typed: str) -> None:
    """Where a cell holds departments alone, a line break divides them as well (A4-2.1, A4-2.2)."""
    reading = read(FIRSTS, [1, "目标", None, None, typed, "争一流", None, "正常推进", None, None])
    assert [unit.name for unit in records(reading)[0].units] == ["办公室", "人事科"]


@pytest.mark.parametrize(
    ("typed", "progress"),
    [
        ("已完成", tl.model.Progress.DONE),
        ("办结", tl.model.Progress.DONE),
        ("进展缓慢", tl.model.Progress.SLOW),
        ("正常\n推进", tl.model.Progress.ON_TRACK),
        ("　严重滞后　", tl.model.Progress.SEVERELY_DELAYED),
    ],
)
def test_other_wordings_of_progress(typed: str, progress: tl.model.Progress) -> None:
    """§3.12: known other wordings, blanks and line breaks are understood."""
    assert records(read(["重点工作推进情况"], LEDGER, item(1, "甲", progress=typed)))[0].progress is progress


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("年底前", "年底前"),
        ("9月底", "9月底"),
        ("２０２３年９月", "２０２３年９月"),
        ("2023-09-28", "2023-09-28"),
        (dt.date(2023, 9, 28), "2023-09-28"),
        (dt.datetime(2023, 9, 28, 9, 30), "2023-09-28 9:30:00"),  # noqa: DTZ001  # as a sheet has it
    ],
)
def test_a_deadline_is_what_was_typed(cell: Any, text: str) -> None:
    """完成时限 holds words as well as dates: a text stays as typed, a date is what its format shows (openpyxl's, here)."""
    row = [1, "目标", cell, None, "人事科", "争一流", None, "正常推进", None, None]
    assert records(read(FIRSTS, row))[0].deadline == text


def test_a_number_with_a_date_format_is_a_date() -> None:
    """Excel keeps a date as a number with a format: with it what it shows is read, without it the digits."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(FIRSTS)
    for number, form in enumerate(["yyyy-mm-dd", 'yyyy"年"m"月"d"日"', "General"], 1):
        sheet.append([number, "目标", 45197, None, "人事科", "争一流", None, "正常推进", None, None])
        sheet.cell(number + 1, 3).number_format = form
    stream = io.BytesIO()
    book.save(stream)
    reading = tl.sheets.read(stream.getvalue(), scheme=SCHEME, file_name="三争.xlsx")
    assert [record.deadline for record in records(reading)] == ["2023-09-28", "2023年9月28日", "45197"]
    assert [(one.check, one.cell) for one in reading.report.warnings if one.check == "date_numbers"] == [
        ("date_numbers", "C4")
    ]


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (0.75, "0%", "75%"),
        (1, "0.00%", "100.00%"),
        (0.0725, "0%", "7%"),
        (0.0725, "0.0#%", "7.25%"),
        (0, "0%", "0%"),
        (-0.1, "0%;[Red]-0%", "-10%"),
        (0.75, "General", "0.75"),
        (0.75, '0.00"%"', "0.75%"),
        (3, "0.00_%", "3.00"),
    ],
)
def test_a_percentage_is_read_as_it_is_shown(number: float, form: str, text: str) -> None:
    """Excel keeps 75% as 0.75 with a format; a text reads what the cell shows (§4.24)."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(FIRSTS)
    sheet.append([1, "目标", None, None, "人事科", "争一流", number, "正常推进", None, None])
    sheet["G2"].number_format = form
    stream = io.BytesIO()
    book.save(stream)
    reading = tl.sheets.read(stream.getvalue(), scheme=SCHEME, file_name="三争.xlsx")
    assert [record.status for record in records(reading)] == [text]


def test_digits_of_full_width() -> None:
    """序号 and 认定数 in full-width digits, as text or as a number with a fraction of nought, are numbers."""
    header = headers("reform_bureau", collected=True)
    reading = read(header, ["１", "办公室", None, "1．甲\n２．乙", "无", "２"], ["2", "人事科", None, "甲", None, 1.0])
    assert [(record.won, record.recognised) for record in records(reading)] == [(("甲", "乙"), 2), (("甲",), 1)]
    assert [entry.serial for entry in reading.entries] == [1, 2]


def test_other_words_for_nothing() -> None:
    """§4.22 knows 无, 暂无 and their like; an agency whose offices write 同往年 says so, for items and for 开展情况."""
    reform, invest = headers("reform_bureau"), headers("investment")
    rows: list[Any] = [
        reform,
        [1, "办公室", None, "同 往年", "—"],
        [],
        ["招商引资情况"],
        invest,
        [1, "办公室", None, "同往年", None, "无项目线索"],
    ]
    nothing = {"同往年"}
    own: list[tl.Theme[Any]] = [notice.reform_bureau(nothing=nothing), notice.investment(nothing=nothing)]
    data = xlsx(("表", rows, ()))
    mine = tl.sheets.read(data, themes=own, roster=ROSTER, file_name="报.xlsx")
    theirs = tl.sheets.read(data, themes=THEMES, roster=ROSTER, file_name="报.xlsx")
    assert {entry.theme: entry.record for entry in mine.entries}["reform_bureau"].won == ()
    assert {entry.theme: entry.record for entry in theirs.entries}["reform_bureau"].won == ("同 往年",)
    book = tl.Rulebook("甲", dt.date(2023, 1, 1), own)
    ratings = book.rate(mine.entries, roster=ROSTER)
    office = {rating.theme.key: rating.marks[tl.RED] for rating in ratings if tl.Unit("办公室") in rating.units}
    assert office == {"reform_bureau": 1, "investment": 1}


def test_hidden_rows_and_columns_are_read_and_told() -> None:
    """What a filter or a clerk has hidden counts like the rest, and the report says which rows and columns."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "重点工作"
    for row in (["重点工作推进情况"], LEDGER, item(1, "甲"), item(2, "乙"), item(3, "丙")):
        sheet.append(row)
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["F"].hidden = True
    stream = io.BytesIO()
    book.save(stream)
    reading = tl.sheets.read(stream.getvalue(), scheme=SCHEME, file_name="报.xlsx")
    assert [(record.matter, record.leader) for record in records(reading)] == [("甲", "甲"), ("乙", "甲"), ("丙", "甲")]
    told = [remark.text for remark in reading.report.remarks]
    assert "第 4 行是隐藏的，已照常读取" in told
    assert "F 列是隐藏的，已照常读取" in told
