"""合并与同上: a cell merged sideways is asked for, and 同上 is the cell above (§4.22, §4.23)."""

from __future__ import annotations

from typing import Any

import pytest
from helpers.office_sheets import ROSTER, THEMES, headers, xlsx

import trafficlight as tl
from trafficlight.sheets.reading import table_entries
from trafficlight.sheets.reading.grid import cell_fault

LEDGER = headers("key_work")
ITEM = [1, "更新审计软件", "年内完成", "试运行", "已办结", "甲乙", "秘书科\n丙丁", "局党组会议", None]
FUNDING = headers("upward_funding_bureau", collected=True)
PLANNED = [None, None, None, "拟争取", "无", "无", "无", None]


def read(*rows: list[Any], merges: tuple[str, ...] = ()) -> tl.sheets.Reading:
    """A sheet as an office hands it in."""
    data = xlsx(("表", rows, merges))
    return tl.sheets.read(data, themes=THEMES, roster=ROSTER, file_name="报.xlsx", collect=True)


def cells(reading: tl.sheets.Reading) -> list[str]:
    """The cells at fault."""
    return [fault.cell for fault in reading.report.faults if isinstance(fault, tl.errors.CellFault)]


@pytest.mark.parametrize("count", [None, 1])
def test_items_merged_sideways_are_asked_for(count: int | None) -> None:
    """One item over 争资金:争项目 counts for one column, and which is not told: a fault that names the range, and no doubt beside it."""
    won = [1, "办公室", "甲", "已争取", "资金（已认定）", None, None, count]
    reading = read(["对上争取情况"], FUNDING, won, PLANNED, merges=("A3:A4", "E3:G3", "E4:G4", "H3:H4"))
    assert cells(reading) == ["E3:G3"]
    assert not reading.report.warnings
    assert not reading.entries


def test_none_merged_sideways_is_none_in_all() -> None:
    """无 over all three columns says that there is nothing in any of them."""
    won = [1, "办公室", "甲", "已争取", "暂无", None, None, None]
    reading = read(["对上争取情况"], FUNDING, won, PLANNED, merges=("E3:G3", "E4:G4"))
    assert not reading.report.faults
    assert [entry.record.won_projects for entry in reading.entries] == [()]


@pytest.mark.parametrize(("area", "at"), [("C3:D3", "C3:D3"), ("D3:E3", "D3:E3"), ("B3:D3", "B3:D3")])
def test_facts_merged_sideways_are_asked_for(area: str, at: str) -> None:
    """What stands in two columns of facts would be printed twice."""
    assert cells(read(["重点工作推进情况"], LEDGER, ITEM, merges=(area,))) == [at]


def test_a_word_of_a_light_that_begins_with_none_is_no_word_for_none() -> None:
    """无项目线索 over 主要成效 and 进度评价 says how far the matter is, not that there is nothing in both."""
    item = [1, "办公室", "甲", "赴外招商", "无项目线索", None]
    (cell,) = cells(read(["招商引资情况"], headers("investment"), item, merges=("E3:F3",)))
    assert cell == "E3:F3"


@pytest.mark.parametrize("column", [4, 5])
def test_a_rating_alone_is_no_section(column: int) -> None:
    """A row in which nothing but its light's word stands, merged or not, has lost its unit, and is no title."""
    row: list[Any] = [None] * 6
    row[column] = "已办结"
    found = read(["招商引资情况"], headers("investment"), row, merges=("E3:F3",) if column == 4 else ())
    assert found.report.faults
    over_all = read(["招商引资情况"], headers("investment"), ["已办结", *[None] * 5], merges=("A3:F3",))
    assert not over_all.report.faults  # a title of those that are done


def test_a_merge_downwards_counts_for_each_row() -> None:
    """Downwards each row has the value, as before; also a merge of a header's own width is none of facts."""
    second = [2, "另一事项", *ITEM[2:]]
    reading = read(["重点工作推进情况"], LEDGER, ITEM, second, merges=("F3:F4", "C3:C4"))
    assert not cells(reading)
    assert [entry.record.leader for entry in reading.entries] == ["甲乙", "甲乙"]


@pytest.mark.parametrize("mark", ["同上", "〃", '"', "同 前", "同上。", "″"])
def test_a_ditto_mark_is_the_cell_above(mark: str) -> None:
    """Each 同上 is the value above it, through any number of rows, and is remarked with what it was read as."""
    rows = [[number, f"事项{number}", "目标", "情况", mark, "甲乙", mark, mark, None] for number in (2, 3)]
    reading = read(["重点工作推进情况"], LEDGER, ITEM, *rows)
    assert not cells(reading)
    assert {(entry.record.source, entry.record.responsible.person) for entry in reading.entries} == {
        ("局党组会议", "丙丁")
    }
    told = [remark.text for remark in reading.report.remarks if remark.row == 5]
    assert len(told) == 3
    assert any("读作“局党组会议”" in text for text in told)


def test_a_ditto_mark_with_nothing_above_is_a_fault() -> None:
    """In the first row, below a blank, and between the lines of a block there is nothing that it could mean."""
    first = [1, "事项", "目标", "情况", "已办结", "甲", "秘书科", "同上", None]
    assert cells(read(["重点工作推进情况"], LEDGER, first, [2, "事项二", *first[2:]])) == ["H3", "H4"]
    blank = [*ITEM[:2], None, *ITEM[3:]]
    assert cells(read(["重点工作推进情况"], LEDGER, blank, [2, "二", "同上", *ITEM[3:]])) == ["C4"]
    won = [1, "办公室", "甲", "已争取", "资金", "无", "无", None]
    planned = [None, None, None, "拟争取", "同上", "无", "无", None]
    assert cells(read(["对上争取情况"], FUNDING, won, planned)) == ["E4"]


def test_a_ditto_mark_below_what_cannot_be_read_is_at_fault_too() -> None:
    """The cell above is refused: so is the one that repeats it."""
    wrong = [*ITEM[:4], "差不多", *ITEM[5:]]
    reading = read(["重点工作推进情况"], LEDGER, wrong, [2, "二", "目标", "情况", "同上", *ITEM[5:]])
    assert cells(reading) == ["E3", "E4"]


def test_what_reaches_down_makes_the_row_an_entry() -> None:
    """A row that shares what an entry needs by merged cells, with little of its own, is an entry and no section's title.

    As one of the item above, it is asked about.
    """
    both = read(
        ["重点工作推进情况"], LEDGER, ITEM, [2, None, None, None, "正常推进"], merges=("B3:B4", "G3:G4", "H3:H4")
    )
    assert cells(both) == ["B4"]
    assert [entry.serial for entry in both.entries] == [1]
    alone = read(["重点工作推进情况"], LEDGER, ITEM, [2], merges=("B3:B4", "E3:E4", "G3:G4", "H3:H4"))
    assert cells(alone) == ["B4"]
    assert [entry.serial for entry in alone.entries] == [1]


def test_ditto_below_a_refused_row_is_that_rows() -> None:
    """同上 means the cell right above, also where its row is refused for the number that it shares."""
    other = [None, "另一事项", *ITEM[2:]]
    reading = read(["重点工作推进情况"], LEDGER, ITEM, other, [3, "〃", *ITEM[2:]], merges=("A3:A4",))
    assert cells(reading) == ["A4"]
    assert [entry.record.matter for entry in reading.entries] == ["更新审计软件", "另一事项"]


def test_ditto_alone_is_no_section() -> None:
    """A number and 〃 for the unit are an entry: it is the unit above, and in the first row it is asked for."""
    first = read(headers("reform_bureau"), [1, "〃", None, None, None])
    assert cells(first) == ["B2"]


@pytest.mark.parametrize("column", [4, 6])
def test_a_ditto_mark_in_the_first_row_is_told_as_such(column: int) -> None:
    """Where a cell must be filled, 同上 with nothing above is quoted and asked, and not called blank."""
    first = [*ITEM[:column], "同上", *ITEM[column + 1 :]]
    reading = read(["重点工作推进情况"], LEDGER, first, [2, "二", *ITEM[2:]])
    (fault,) = reading.report.faults
    assert isinstance(fault, tl.errors.CellFault)
    assert (fault.value, fault.cell) == ("同上", f"{'ABCDEFG'[column]}3")
    assert "同上" in fault.expected
    assert [entry.record.matter for entry in reading.entries] == ["二"]


def test_a_ditto_mark_in_the_second_line_of_a_block_is_the_first_line() -> None:
    """A unit that is 同上 beside 拟争取, where others merge the cells, is told in a remark; what other text stands there is a fault."""
    won = [1, "办公室", "甲", "已争取", "资金（已认定）", None, None, 1]
    reading = read(["对上争取情况"], FUNDING, won, [None, "同上", "〃", *PLANNED[3:]])
    assert not cells(reading)
    (entry,) = reading.entries
    assert entry.record.unit.name == "办公室"
    assert [remark.text for remark in reading.report.remarks if "同上" in remark.text] == [
        "B4“同上”按上一行读作“办公室”"
    ]
    assert cells(read(["对上争取情况"], FUNDING, won, [None, "人事科", *PLANNED[2:]])) == ["B4"]


def test_a_block_whose_first_line_ends_early() -> None:
    """What stands in the second line of a block is at fault where the first line has no such cell at all."""
    won = [1, "办公室", "甲", "已争取", "资金（已认定）"]
    reading = read(["对上争取情况"], FUNDING, won, [None, None, None, "拟争取", None, None, None, "一项"])
    assert cells(reading) == ["H4"]
    assert not any(isinstance(fault, tl.errors.InternalFault) for fault in reading.report.faults)


def test_faults_of_one_wording_end_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same wrong word in every row is a fault of each; they are not all made, of which a thousand are listed."""
    made: list[int] = []
    make = cell_fault

    def counted(*args: Any, **more: Any) -> tl.errors.CellFault:
        made.append(1)
        return make(*args, **more)

    monkeypatch.setattr(table_entries, "cell_fault", counted)
    text = "\n".join(
        [
            "重点工作推进情况",
            ",".join(LEDGER).replace("\n", ""),
            *(f"{at},事项{at},年底,推进中,很慢,甲,办公室,局党组," for at in range(1, 12_001)),
        ]
    )
    found = tl.sheets.read(text.encode(), themes=THEMES, roster=ROSTER, file_name="台账.csv", collect=True)
    assert len(found.report.faults) == 1_001
    assert len(made) < 12_000


def test_a_merge_of_all_rows_that_a_sheet_may_have() -> None:
    """A merge may reach far below the content: the rows that are not there cost nothing, and the range is named as it is."""
    assert cells(read(["重点工作推进情况"], LEDGER, ITEM, merges=("C3:D1048576",))) == ["C3:D1048576"]
