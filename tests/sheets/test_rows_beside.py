"""表外的行: sections, sums, signatures, page turns and hints are known by their shape, and no entry is taken for one (§4.31)."""

from __future__ import annotations

from typing import Any

import pytest
from helpers.office_sheets import ROSTER, THEMES, headers, xlsx

import trafficlight as tl

HEAD = headers("key_work")
ITEM = ["更新审计软件", "年内完成", "试运行", "已办结", "甲乙", "秘书科\n丙丁", "局党组会议", None]
FUNDING = headers("upward_funding_bureau", collected=True)
WON = [1, "办公室", "甲", "已争取", "资金（已认定）", "无", "无", 1]
PLANNED = [None, None, None, "拟争取", "无", "无", "无", None]


def ledger(*rows: list[Any], head: list[str] = HEAD) -> tl.sheets.Reading:
    """A ledger as an office hands it in, under its title."""
    title = ["重点工作推进情况"] if head is HEAD else ["对上争取情况"]
    data = xlsx(("表", [title, head, *rows], ()))
    return tl.sheets.read(data, themes=THEMES, roster=ROSTER, file_name="报.xlsx", collect=True)


def remarked(reading: tl.sheets.Reading) -> list[int | None]:
    """The rows that are remarked below the header."""
    return [remark.row for remark in reading.report.remarks if remark.row is not None and remark.row > 2]


@pytest.mark.parametrize(
    "row",
    [
        ["二", "局机关的任务"],
        ["（三）", None, "县里的任务"],
        [2, "县里的任务"],
        [None, "（二）局机关的任务"],
        [None, "第二部分 局机关"],
        ["小计（3项）", None, None, None, "已办结3项"],
        ["本页累计", 3, None, None, 2],
        ["合计", "共3项", "—", "进展顺利", "蓝2、黄1", None, "/"],
        ["小计", "其中已办结1项，正常推进2项"],
        [None, "合 计", "共3项"],
        ["第 1 页　共 2 页"],
        [None, None, "第1页", None, "共2页"],
        [None, "续表"],
        ["（转下页）"],
        ["填报单位（盖章）", None, None, "2023年9月28日"],
        ["审核人", "甲乙", None, "填表人", "丙丁", "联系电话", "2967"],
        [None, "单位负责人签字", None, None, "填报日期"],
        [None, None, None, "2023年9月28日"],
    ],
)
def test_rows_beside_the_table_are_remarked(row: list[Any]) -> None:
    """Whatever stands between two entries and is none leaves both as they are, without a fault, and is told of."""
    reading = ledger([1, *ITEM], row, [2, "另一事项", *ITEM[1:]])
    assert not reading.report.faults, reading.report.faults
    assert [entry.record.matter for entry in reading.entries] == ["更新审计软件", "另一事项"]
    assert remarked(reading) == [4]


@pytest.mark.parametrize(
    "row",
    [
        [None, "填写事项名称", "填写目标", "不超过50字", "下拉选择", "填姓名", "科室+责任人"],
        ["示例", *ITEM],
        ["例1", *ITEM],
        ["（填写示例一）", *ITEM],
        ["样例：", *ITEM],
        [1, 2, 3, 4, 5, 6, 7, 8, 9],
        ["栏次", "（1）", "（2）", "（3）", "（4）"],
        [None, "市里部署的任务"],
    ],
)
def test_rows_between_header_and_first_entry(row: list[Any]) -> None:
    """Hints, an example that says so, numbers of columns, and a heading without a number stand above the first entry."""
    reading = ledger(row, [1, "另一事项", *ITEM[1:]])
    assert not reading.report.faults, reading.report.faults
    assert [entry.record.matter for entry in reading.entries] == ["另一事项"]
    assert remarked(reading) == [3]


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        (["合计", *ITEM], []),
        (["一", *ITEM], []),
        ([None, "审核人员培训", "年内", None, "已办结", None, None], ["G4"]),
        ([None, "审核意见", "年内", None, "已办结", None, None], ["G4"]),
        ([None, "累计", None, None, "推进缓慢", None, "秘书科", "局党组会议"], []),
        ([2, "事项", "目标"], ["E4", "G4"]),
        ([None, "和配套制度"], ["E4", "G4"]),
        ([None, None, "续写的目标"], ["B4", "E4", "G4"]),
    ],
)
def test_entries_are_not_taken_for_rows_beside(row: list[Any], cells: list[str]) -> None:
    """A row that names a unit, or with two facts, is an entry; words that may go on from the row above are asked for."""
    reading = ledger([1, "第一项", *ITEM[1:]], row)
    found = [fault.cell for fault in reading.report.faults if isinstance(fault, tl.errors.CellFault)]
    assert found == cells
    assert len(reading.entries) == (1 if cells else 2)


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        (["合计", "更新系统", "年底", "推进中", "很好", "甲乙", "法审处"], "B4"),
        (["合计", None, None, None, "很好"], "E4"),
        (["累计", "3项", None, None, "1项", None, "法审处\n丙丁"], "G4"),
        (["小计", "2023年12月底建成"], "B4"),
    ],
)
def test_a_sum_beside_words_is_asked_about(row: list[Any], cell: str) -> None:
    """Only counts and words for none may stand beside 合计 where an entry is decided: else an item would be lost in silence."""
    reading = ledger([1, "第一项", *ITEM[1:]], row, [2, "第二项", *ITEM[1:]])
    assert [fault.cell for fault in reading.report.faults if isinstance(fault, tl.errors.CellFault)] == [cell]
    assert len(reading.entries) == 2


def test_items_beside_a_sum_are_asked_about() -> None:
    """An item won in a row called 合计 belongs to somebody."""
    sums = ["合计", None, None, "已争取", "资金（已认定）"], [None, None, None, "拟争取", "1项"]
    reading = ledger(WON, PLANNED, *map(list, sums), head=FUNDING)
    assert [fault.cell for fault in reading.report.faults if isinstance(fault, tl.errors.CellFault)] == ["E5"]


@pytest.mark.parametrize("won", [True, False])
def test_an_item_without_its_unit_is_an_entry(*, won: bool) -> None:
    """A number and one text alone are a section, but not where the text is an item won or planned: its light would be lost."""
    cells = ["甲（已认定）", None] if won else [None, "乙"]
    rows: list[list[Any]] = [[1, "办公室", None, "丙", None], [2, None, None, *cells]]
    data = xlsx(("改革创新（局）", [headers("reform_bureau"), *rows], ()))
    reading = tl.sheets.read(data, themes=THEMES, roster=ROSTER, file_name="报.xlsx", collect=True)
    assert [fault.cell for fault in reading.report.faults if isinstance(fault, tl.errors.CellFault)] == ["B3"]


def test_a_unit_alone_is_an_entry() -> None:
    """In a table by unit a number and a unit's name are an entry, misspelt or not; other words are a section."""
    head = headers("investment")
    title = ["招商引资情况"]
    rows: list[list[Any]] = [[1, "办公宝"], ["一", "局里"], [2, "秘书科", "甲", None, None, "已办结"]]
    data = xlsx(("表", [title, head, *rows], ()))
    reading = tl.sheets.read(data, themes=THEMES, roster=ROSTER, file_name="报.xlsx", collect=True)
    assert [fault.cell for fault in reading.report.faults if isinstance(fault, tl.errors.CellFault)] == ["B3", "F3"]
    assert remarked(reading) == [4]


def test_sums_and_sections_of_a_table_of_blocks() -> None:
    """A sum has a line for won and one for planned, and belongs to no unit."""
    reading = ledger(
        ["一", "局里"],
        WON,
        PLANNED,
        ["合计", None, None, "已争取", "1项", None, None, 1],
        [None, None, None, "拟争取", "0项"],
        head=FUNDING,
    )
    assert not reading.report.faults, reading.report.faults
    assert [entry.record.recognised for entry in reading.entries] == [1]
    assert remarked(reading) == [3, 6, 7]


def test_a_section_in_the_column_of_a_blocks_lines() -> None:
    """Where the column that says which line it is comes first, the title of a section stands there, too."""
    order = [3, 0, 1, 2, 4, 5, 6, 7]
    rows: list[list[Any]] = [[row[at] for at in order] for row in (FUNDING, WON, PLANNED)]
    second: list[list[Any]] = [[row[at] for at in order] for row in ([2, "人事科", *WON[2:]], PLANNED)]
    reading = ledger(*rows[1:], ["二、其他科室"], *second, head=rows[0])
    assert not reading.report.faults, reading.report.faults
    assert [entry.record.unit.name for entry in reading.entries] == ["办公室", "人事科"]
    assert remarked(reading) == [5]


def test_a_number_that_is_a_formula_blocks_no_row() -> None:
    """序号 decides nothing: a formula that was never calculated there leaves the row as it is (§4.30)."""
    reading = ledger(["=ROW()-2", *ITEM], ["#REF!", "另一事项", *ITEM[1:]])
    assert not reading.report.faults, reading.report.faults
    assert [entry.serial for entry in reading.entries] == [1, 2]


def test_a_block_below_a_sum_is_whole() -> None:
    """Below 小计 the lines of the next block are its own."""
    reading = ledger(WON, PLANNED, ["小计（1项）"], [2, "秘书科", *WON[2:]], PLANNED, head=FUNDING)
    assert not reading.report.faults, reading.report.faults
    assert [entry.record.unit.name for entry in reading.entries] == ["办公室", "秘书科"]


def test_a_line_of_a_block_is_no_signature() -> None:
    """The second line of a block whose leader's cell reads like a signature or a sum is the block's, for it says which line it is."""
    for leader in ("填报人：甲", "合计"):
        planned = [None, None, leader, *PLANNED[3:]]
        reading = ledger([*WON[:2], leader, *WON[3:]], planned, head=FUNDING)
        assert not reading.report.faults, reading.report.faults
        assert len(reading.entries) == 1


def test_a_full_row_of_wrong_words_is_no_signature() -> None:
    """A row that has all an entry needs, none of it readable, is at fault at each cell, however its first words read."""
    reading = ledger([1, *ITEM], [None, "（盖章）", None, None, "正否", None, "法审科", "局党组", None])
    assert [fault.cell for fault in reading.report.faults] == ["E4", "G4"]


def test_a_row_that_shares_its_unit_is_no_signature() -> None:
    """An item whose unit and light are merged with those of the item above is one, though it is called 盖章."""
    below = [None, "（盖章）", "年内完成", *[None] * 6]
    areas = [f"{letter}3:{letter}4" for letter in "EGH"]
    data = xlsx(("表", [["重点工作推进情况"], HEAD, [1, *ITEM], below], areas))
    reading = tl.sheets.read(data, themes=THEMES, roster=ROSTER, file_name="报.xlsx", collect=True)
    assert [entry.record.matter for entry in reading.entries] == ["更新审计软件", "（盖章）"]
