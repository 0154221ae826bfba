"""核对: what can be read and is doubtful all the same is a warning, a fault or nothing, as a value says."""

from __future__ import annotations

import json
from typing import Any

import pytest
from attrs import evolve, fields
from helpers.office_sheets import ROSTER, SCHEME, THEMES, headers, theme, xlsx

import trafficlight as tl
from trafficlight.messages import english
from trafficlight.sheets import CHECKS, Checks, Severity

LEDGER = headers("key_work")
INVESTMENT = headers("investment")
FUNDING = headers("upward_funding_bureau", collected=True)
REFORM = headers("reform_bureau", collected=True)
TITLE = ["重点工作推进情况"]
WARN = Checks(duplicate_rows=Severity.WARNING)


def item(number: int | None, matter: str = "甲", unit: str = "办公室", **cells: str) -> list[Any]:
    """A row of the ledger."""
    leader, source = cells.get("leader", "分管领导一"), cells.get("source", "局党组会议")
    return [number, matter, "目标", "情况", cells.get("progress", "正常推进"), leader, unit, source, None]


def read(*files: list[Any], scheme: tl.Scheme = SCHEME, **options: Any) -> tl.sheets.Reading:
    """Read several workbooks of one sheet from one folder of bytes."""
    readings = xlsx(*((f"表{number}", rows, ()) for number, rows in enumerate(files, 1)))
    return tl.sheets.read(readings, scheme=scheme, file_name="报.xlsx", **{"collect": True, **options})


def found(reading: tl.sheets.Reading) -> list[tuple[str, str, str, str]]:
    """Check, sheet, cell and expectation of each warning."""
    return [(one.check, one.sheet, one.cell, one.expected) for one in reading.report.warnings]


def test_a_row_that_stands_there_twice_is_doubted() -> None:
    """The same record in a table, numbers apart, is refused from its second time on, for both would count; the first is named."""
    reading = read([TITLE, LEDGER, item(1), item(2, "乙"), item(3)], [TITLE, LEDGER, item(2, "丙")])
    assert [(one.sheet, one.cell, one.expected) for one in reading.report.faults] == [
        ("表1", "B5", "与其他行不同的内容（与报.xlsx〔表1〕第3行重复），请只留一行")
    ]
    assert len(reading.entries) == 3
    assert not reading.report.warnings


def test_a_likeness_is_no_repetition() -> None:
    """Rows of other units, and equal rows of different themes, are not doubted."""
    other = [TITLE, LEDGER, item(1), item(2, unit="人事科"), item(3, "乙", progress="推进缓慢")]
    reading = read(other, [["重点审计项目推进情况"], LEDGER, item(1)])
    assert found(reading) == []
    assert not reading.report.faults


def test_a_finding_names_its_cell_like_a_fault() -> None:
    """File, sheet, row, column, cell, header, value, expected and nearest: what marks faults in a workbook marks findings too."""
    (one,) = read([TITLE, LEDGER, item(1), item(2)], checks=WARN).report.warnings
    assert (one.file, one.sheet, one.row, one.column, one.cell) == ("报.xlsx", "表1", 4, 2, "B4")
    assert (one.header, one.value, one.nearest) == ("工作事项", "甲", None)
    assert str(one) == "报.xlsx 表1：B4“工作事项”“甲”：应为与其他行不同的内容（与报.xlsx〔表1〕第3行重复），请只留一行"
    assert one.say("en").startswith("报.xlsx 表1: B4 “工作事项” is “甲”: expected a row unlike any other")
    assert english(one.text).startswith("B4 “工作事项” is “甲”")
    assert isinstance(one.fault, tl.errors.CellFault)
    assert [getattr(one.fault, name) for name in ("cell", "header", "value", "expected")] == [
        getattr(one, name) for name in ("cell", "header", "value", "expected")
    ]
    data = one.to_data()
    assert json.loads(json.dumps(data)) == data
    assert (data["kind"], data["check"], data["cell"]) == ("finding", "duplicate_rows", "B4")


def test_warnings_stand_in_the_report() -> None:
    """They are among its lines, in both languages, and in its data; nothing is raised for them."""
    reading = read([TITLE, LEDGER, item(1), item(2)], collect=False, checks=WARN)
    (one,) = reading.report.warnings
    assert str(one) in reading.report.lines()
    assert one.say("en") in reading.report.lines("en")
    assert reading.report.to_data()["warnings"] == [one.to_data()]


def test_a_finding_speaks_of_cells_as_the_file_does() -> None:
    """In .json and .csv a finding names the place by which an entry of the row names it."""
    entries = [tl.Entry("key_work", read([TITLE, LEDGER, item(1)]).entries[0].record, number) for number in (1, 2)]
    form = theme("key_work").form
    for name, data in (
        ("重点工作.json", tl.sheets.to_json(form, entries)),
        ("重点工作.csv", tl.sheets.to_csv(form, entries)),
    ):
        reading = tl.sheets.read(data, scheme=SCHEME, file_name=name, checks=WARN)
        (one,) = reading.report.warnings
        second = reading.entries[1].origin
        assert second is not None
        assert (one.file, one.cell, one.row) == (name, second.cell("matter"), second.row)


def test_a_check_can_refuse_the_row() -> None:
    """As a fault the finding is raised with all others; with `collect` its row is no entry, and the first one stays."""
    rows = [TITLE, LEDGER, item(1), item(2), item(3, "乙")]
    reading = read(rows)
    assert [entry.serial for entry in reading.entries] == [1, 3]
    assert [str(fault) for fault in reading.report.faults] == [str(read(rows, checks=WARN).report.warnings[0])]
    assert reading.report.warnings == ()
    with pytest.raises(tl.SheetFaults) as caught:
        read(rows, collect=False)
    assert [fault.cell for fault in caught.value.faults] == ["B4"]


def test_a_check_can_be_off() -> None:
    """A check that is off finds nothing; `Checks.every` sets all of the library's at once."""
    rows = [TITLE, LEDGER, item(1), item(1)]
    assert {check for check, *_ in found(read(rows, checks=WARN))} == {"duplicate_rows", "duplicate_serials"}
    assert found(read(rows, checks=Checks(duplicate_rows=Severity.OFF)))[0][0] == "duplicate_serials"
    assert found(read(rows, checks=Checks.every(Severity.OFF))) == []
    assert len(read(rows, checks=Checks.every(Severity.FAULT)).report.faults) == 2
    warn = Severity.WARNING
    faults = [at.name for at in fields(Checks) if at.default is Severity.FAULT]
    assert faults == [
        "duplicate_items",
        "item_twice",
        "duplicate_rows",
        "duplicate_units",
        "recognised_nothing",
        "recognised_earlier",
        "source_missing",
        "stale",
        "samples",
        "struck",
        "withdrawn",
        "deciding_comments",
    ]
    milder: dict[str, Any] = dict.fromkeys(faults, warn)
    lenient = evolve(CHECKS, **milder)
    assert Checks.every(Severity.WARNING) == lenient != CHECKS == Checks()


def test_findings_of_one_check_end_at_the_limit() -> None:
    """A table of nothing but repetitions does not fill the report without end; the last finding says that there are more."""
    rows = [TITLE, LEDGER, *(item(number) for number in range(1, 40))]
    found = read(rows, limits=tl.sheets.Limits(faults=5), checks=WARN).report.warnings
    assert [one.cell for one in found] == ["B4", "B5", "B6", "B7", "B8"]
    assert [one.expected.endswith("（同类的只列出前 5 处）") for one in found] == [False] * 4 + [True]
    assert english(found[-1].expected).endswith("(only the first 5 of this kind are listed)")
    few = read(rows[:8], limits=tl.sheets.Limits(faults=5), checks=WARN).report.warnings
    assert len(few) == 5
    assert not few[-1].expected.endswith("处）")


def test_a_unit_has_one_row_where_its_lack_speaks() -> None:
    """In 招商引资, 对上争取 and 改革创新 a second row of a unit is a fault, over all files; in a ledger units may repeat."""
    first = [INVESTMENT, [1, "办公室", None, "洽谈", None, "正常推进"], [2, "秘书科", None, "考察", None, "正常推进"]]
    again = [INVESTMENT, [1, "办公室", None, "签约", None, "已办结"]]
    ledger = [TITLE, LEDGER, item(1), item(2, "乙")]
    (fault,) = read(first, again, ledger).report.faults
    assert (
        str(fault) == "报.xlsx 表2：B2“科室单位”“办公室”：应为每个单位一行（报.xlsx〔表1〕第2行已有该单位），请只留一行"
    )


def test_a_number_is_typed_once() -> None:
    """A repeated 序号 is doubted; below a section line numbers start anew, and a number that nobody typed is not doubted."""
    rows = [
        TITLE,
        LEDGER,
        item(1),
        item(2, "乙"),
        item(2, "丙"),
        ["二、其他"],
        item(1, "丁"),
        item(None, "戊"),
        item(2, "己"),
    ]
    reading = read(rows)
    assert [entry.serial for entry in reading.entries] == [1, 2, 2, 1, 2, 2]
    assert found(reading) == [
        ("duplicate_serials", "表1", "A5", "不重复的序号（第4行已用）"),
        ("duplicate_serials", "表1", "A9", "不重复的序号（第8行已用）"),
    ]
    assert found(read([TITLE, LEDGER, item(2, "乙"), item(1, "甲"), item(None, "丙")])) == []


def test_units_of_another_board() -> None:
    """A county bureau in a table of departments is doubted: by the theme's absence, the scheme's `counted`, or the checks."""
    county = [INVESTMENT, [1, "任城区审计局", None, "洽谈", None, "正常推进"]]
    ledger = [TITLE, LEDGER, item(1, unit="办公室、任城区审计局")]
    assert found(read(county, ledger)) == [("outside_board", "表1", "B2", "“科室单位”榜上的单位")]
    counted = evolve(SCHEME, counted={"counties": ["appeals"]})
    expected = ("outside_board", "表2", "G3", "“科室单位”榜上的单位")
    assert found(read(county, ledger, scheme=counted))[1:] == [expected]
    named = Checks(boards={"key_work": ["departments"], "investment": ["departments", "counties"]})
    assert found(read(county, ledger, checks=named)) == [expected]


def test_units_without_a_scheme() -> None:
    """Themes and a roster are enough; what only a scheme says is not looked at."""
    rows: list[Any] = [INVESTMENT, [1, "任城区审计局", None, "洽谈", None, "正常推进"]]
    data = xlsx(("表", rows, ()))
    reading = tl.sheets.read(data, themes=THEMES, roster=ROSTER, file_name="报.xlsx")
    assert [one.check for one in reading.report.warnings] == ["outside_board"]


@pytest.mark.parametrize("typed", ["无人机航拍审计", "无纸化办公", "0号项目", "现代审计", "未来社区项目", "空天产业"])
def test_an_item_that_only_starts_like_none_is_not_doubted(typed: str) -> None:
    """A whole word for none is doubted, never the start of an item's name."""
    assert found(read([REFORM, [1, "办公室", None, "无", typed, None]])) == []


@pytest.mark.parametrize(
    ("won", "stated", "expected"),
    [
        ("1.甲\n2.乙", 3, "不多于所列 2 项的数"),
        ("1.甲（已认定）\n2.乙", 2, " 1，与标注“（已认定）”的项数相符"),
        ("1.甲（已认定）\n2.乙", 1, None),
        ("1.甲\n2.乙", 2, None),
        ("1.甲", 0, None),
        ("1.甲", None, None),
    ],
)
def test_counts_fit_the_items(won: str, stated: int | None, expected: str | None) -> None:
    """§3.13: 认定数 is no more than the items listed, and as many as say （已认定） where any does."""
    reform = read([REFORM, [1, "办公室", None, won, None, stated]])
    assert found(reform) == ([] if expected is None else [("recognised_counts", "表1", "F2", expected)])
    lines = [[1, "办公室", None, "已争取", won, None, None, stated], [None, None, None, "拟争取"]]
    funding = read([FUNDING, *lines])
    assert found(funding) == ([] if expected is None else [("recognised_counts", "表1", "H2", expected)])


@pytest.mark.parametrize(
    ("won", "cell"),
    [
        ("1.甲（已认定）\n2.乙（2022年12月已认定）", "D2"),
        ("甲【发改委2022年认定】", "D2"),
        ("甲（2022.12已认定）", "D2"),
        ("甲（2022-12-01已认定）", "D2"),
        ("甲（去年已认定）", "D2"),
        ("甲（上年度已认定）", "D2"),
        ("甲（22年12月已认定）", "D2"),
        ("甲（已认定，2022年）", "D2"),
        ("甲（2022年12月，已认定）", "D2"),
        ("甲（已认定）（2022）", "D2"),
        ("甲（已认定，鲁发改〔2022〕3号）", "D2"),
        ("甲，已认定，2022年", "D2"),
        ("甲已认定（2022）", "D2"),
        ("甲 2022年已认定", "D2"),
        ("甲已于2022年认定", "D2"),
        ("甲（已认定，去年）", "D2"),
        ("高新技术企业认定（2022年）（已认定）", None),
        ("甲（2022年）（已认定）", None),
        ("甲（已认定，2022万元）", None),
        ("甲（已认定，依据国发〔2021〕5号）", None),
        ("甲（2022年申报时材料不全，2023年8月已认定）", None),
        ("甲认定（2022）", None),
        ("甲（2023.1已认定）", None),
        ("甲（2023年1月已认定）", None),
        ("2022年认定的试点复评（已认定）", None),
        ("甲（2022年启动，已认定）", None),
        ("甲（2022年未认定）", None),
    ],
)
def test_what_was_recognised_in_an_earlier_year_counted_then(won: str, cell: str | None) -> None:
    """An item that says so is asked about: it would be blue once more (§4.21). 2022 may also be part of its name."""
    reading = read([REFORM, [1, "办公室", None, won, None, None]], period=tl.Quarter(2023, 3))
    cells = [fault.cell for fault in reading.report.faults if isinstance(fault, tl.errors.CellFault)]
    assert cells == ([cell] if cell else [])


def test_a_count_beside_it_makes_it_tell() -> None:
    """认定数 makes an item blue that does not say 已认定 itself: 认定（2022）."""
    for stated, cells in ((None, []), (1, ["D2"])):
        reading = read([REFORM, [1, "办公室", None, "甲认定（2022）", None, stated]], period=tl.Quarter(2023, 3))
        assert [fault.cell for fault in reading.report.faults if isinstance(fault, tl.errors.CellFault)] == cells


def test_a_number_without_items_is_a_fault() -> None:
    """认定数 1 beside no item won would be a light without an item: refused at its cell, before anything is rated (§4.21)."""
    reading = read([REFORM, [1, "办公室", None, "无", None, 1]])
    assert reading.entries == ()
    assert [fault.cell for fault in reading.report.faults] == ["F2"]


def test_a_planned_item_that_is_recognised_is_a_fault() -> None:
    """“已认定” on the line 拟争取 contradicts it: refused at its cell (§4.21); in a block of two lines, too."""
    block = [[1, "办公室", None, "已争取", "无"], [None, None, None, "拟争取", None, "甲（已认定）"]]
    assert [fault.cell for fault in read([FUNDING, *block]).report.faults] == ["F3"]
    reform = read([REFORM, [1, "办公室", None, "无", "甲（已认定）", None]])
    assert [fault.cell for fault in reform.report.faults] == ["E2"]


def test_a_doubted_block_is_refused_whole() -> None:
    """A finding on the second line of a block refuses the entry of both lines."""
    block = [[1, "办公室", None, "已争取", "甲"], [None, None, None, "拟争取", "乙\u200b"]]
    reading = read([FUNDING, *block], checks=Checks(invisible=Severity.FAULT))
    assert reading.entries == ()
    assert [fault.cell for fault in reading.report.faults] == ["E3"]
