"""行 → 条目: what offices type, read without a guess; every fault with its cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import attrs
import pytest
from helpers.office_sheets import ROSTER, SCHEME, THEMES, headers, theme, xlsx

import trafficlight as tl
from trafficlight.notice import Investment, InvestmentProgress, UpwardFunding
from trafficlight.ooxml.archive import Limits
from trafficlight.sheets.reading.grid import Grid, Merge
from trafficlight.sheets.reading.hand_in_files import Meter

INVESTMENT = headers("investment")
FUNDING = headers("upward_funding_bureau", collected=True)
OFFICE = tl.Unit("办公室")


def hand_in(
    *rows: Sequence[Any],
    merges: Iterable[str] = (),
    collect: bool = True,
    themes: Iterable[tl.Theme[Any]] = THEMES,
    **options: Any,
) -> tl.sheets.Reading:
    """Read a workbook of one sheet."""
    data = xlsx(("表", rows, merges))
    return tl.sheets.read(data, themes=themes, roster=ROSTER, file_name="报.xlsx", collect=collect, **options)


def faults(reading: tl.sheets.Reading) -> list[tuple[str, str]]:
    """Cell and expectation of each fault."""
    found = []
    for fault in reading.report.faults:
        assert isinstance(fault, tl.errors.CellFault), fault
        assert (fault.file, fault.sheet) == ("报.xlsx", "表")
        found.append((fault.cell, fault.expected))
    return found


def beside(reading: tl.sheets.Reading) -> list[tuple[int | None, str]]:
    """Row and text of each remark."""
    return [(remark.row, remark.text) for remark in reading.report.remarks]


def test_a_row_becomes_an_entry_that_knows_its_cells() -> None:
    """Record, serial and origin are those of the row; the origin names the cell of each field."""
    reading = hand_in(["招商引资情况"], INVESTMENT, ["２", " 办公室 ", "甲", "洽谈\r\n一次", None, "正常 进行"])
    (entry,) = reading.entries
    assert entry.theme == "investment"
    assert entry.record == Investment(OFFICE, "甲", "洽谈\n一次", "", InvestmentProgress.LEAD)
    assert entry.serial == 2
    assert str(entry.origin) == "报.xlsx〔表〕第3行"
    assert entry.origin is not None
    assert entry.origin.cell("progress") == "F3"
    assert entry.origin.cell("unit") == "B3"


def test_every_fault_of_a_table_at_once() -> None:
    """Unknown words, unknown units, blanks where something is needed: all named with cell, allowed words and the nearest."""
    reading = hand_in(
        INVESTMENT,
        [1, "办公宝", None, None, None, "正常推进"],
        ["一", "秘书科", None, None, None, "推进很慢"],
        [3, "人事科", None, None, None, None],
        [4, "机关党委", None, None, None, "正常推进"],
    )
    assert faults(reading) == [
        ("B2", "花名册中的单位名称"),
        ("F3", " 已办结、正常推进、无项目线索 之一"),
        ("F4", " 已办结、正常推进、无项目线索 之一"),
    ]
    assert [entry.serial for entry in reading.entries] == [4]
    first, third, fourth = reading.report.faults
    assert isinstance(first, tl.errors.CellFault)
    assert (first.row, first.column, first.header, first.value, first.nearest) == (2, 2, "科室单位", "办公宝", "办公室")
    assert (
        str(third) == "报.xlsx 表：F3“进度评价”“推进很慢”：应为 已办结、正常推进、无项目线索 之一（是否“正常推进”？）"
    )
    assert str(fourth) == "报.xlsx 表：F4“进度评价”空白：应为 已办结、正常推进、无项目线索 之一"


def test_faults_are_raised_unless_collected() -> None:
    """Without `collect` nothing comes back but one group of all faults, whose lines are plain Chinese."""
    with pytest.raises(tl.SheetFaults) as caught:
        hand_in(INVESTMENT, [1, "甲科", None, None, None, "慢"], collect=False)
    assert len(caught.value.lines()) == 2
    assert caught.value.lines()[0].startswith("报.xlsx 表：B2“科室单位”“甲科”：应为花名册中的单位名称")


def test_a_missing_number_runs_on() -> None:
    """A row without 序号 is numbered after the one above."""
    rest = [None, None, None, "正常推进"]
    rows: list[list[Any]] = [[None, "办公室", *rest], [7, "秘书科", *rest], [None, "人事科", *rest]]
    assert [entry.serial for entry in hand_in(INVESTMENT, *rows).entries] == [1, 7, 8]


def test_blank_rows_and_words_are_no_entries() -> None:
    """Blank rows, rows that only a merge reaches, section lines, prepared numbers, footers and notes are passed over and told."""
    row = ["办公室", "甲", None, None, "正常推进"]
    reading = hand_in(
        ["招商引资情况"],
        INVESTMENT,
        ["一、局机关"],
        [1, *row],
        [],
        [2, "秘书科", *row[1:]],
        [3],
        [None, "（以下空白）"],
        ["填表人：张三", None, None, None, "审核人：李四"],
        ["备注：1.不填无关内容。"],
        ["2.第二条。"],
        merges=["C4:C6", "B8:F8"],
    )
    assert [(entry.serial, entry.record.leader) for entry in reading.entries] == [(1, "甲"), (2, "甲")]
    assert beside(reading) == [
        (1, "招商引资情况"),
        (3, "一、局机关"),
        (7, "只有序号，没有填写"),
        (8, "（以下空白）"),
        (9, "填表人：张三 审核人：李四"),
        (10, "备注：1.不填无关内容。"),
        (11, "2.第二条。"),
    ]


@pytest.mark.parametrize(
    "note", ["备注：x", "备 注: x", "注：x", "说明：x", "备注", "备注1.x", "注（一）x", "填表说明"]
)
def test_words_that_open_a_note(note: str) -> None:
    """备注, 注, 说明 end the table; a word that merely begins like one does not."""
    row = ["办公室", None, None, None, "正常推进"]
    reading = hand_in(INVESTMENT, [1, *row], [note], ["尾"])
    assert not reading.report.faults
    assert [text for _, text in beside(reading)] == [note, "尾"]
    data = [1, "办公室", None, "注册企业一家", None, "正常推进"]
    assert len(hand_in(INVESTMENT, data, [2, "秘书科", *data[2:]]).entries) == 2


def test_a_row_of_data_below_the_notes_is_a_fault() -> None:
    """After a note the table has ended; a filled row below would be lost, so it is refused."""
    row = ["办公室", None, None, None, "正常推进"]
    reading = hand_in(INVESTMENT, [1, *row], ["备注：x"], [2, *row])
    assert faults(reading) == [("A4", "备注以上的行；备注以下不再有数据")]


def test_a_row_below_the_notes_that_lacks_its_number_or_its_rating_is_a_fault() -> None:
    """An entry is told by its words or by how much of it stands there; a line of contacts below the notes is none."""
    first, note = [1, "办公室", None, None, None, "正常推进"], ["备注：x"]
    unnumbered = hand_in(INVESTMENT, first, note, [None, "秘书科", None, None, None, "正常推进"])
    assert faults(unnumbered) == [("A4", "备注以上的行；备注以下不再有数据")]
    unrated = hand_in(INVESTMENT, first, note, [2, "秘书科", "甲", "走访", None, None])
    assert faults(unrated) == [("A4", "备注以上的行；备注以下不再有数据")]
    contacts = hand_in(INVESTMENT, first, note, ["填表人：", "张三", "电话", "123", "审核人", "李四"])
    assert not contacts.report.faults
    assert len(contacts.entries) == 1


def test_a_number_with_a_colon_makes_no_footer_of_an_entry() -> None:
    """“1：” where the number belongs is no footer when all else of an entry stands beside it, and never blocks it (§4.30)."""
    reading = hand_in(INVESTMENT, ["1：", "办公室", None, None, None, "正常推进"])
    assert not faults(reading)
    assert len(reading.entries) == 1


def test_a_row_with_one_forgotten_rest_is_a_fault() -> None:
    """A matter without anything else is an unfinished row, not a line of words."""
    assert [cell for cell, _ in faults(hand_in(INVESTMENT, [None, "办公室"]))] == ["F2"]


def test_a_merged_value_counts_for_each_row() -> None:
    """Vertically merged leaders are the leader of every row that they reach; blanks are never filled by guess."""
    reading = hand_in(
        INVESTMENT,
        [1, "办公室", "甲", None, None, "正常推进"],
        [2, "秘书科", None, None, None, "正常推进"],
        [3, "人事科", None, None, None, "正常推进"],
        merges=["C2:C3"],
    )
    assert [entry.record.leader for entry in reading.entries] == ["甲", "甲", ""]


def test_a_number_merged_over_two_rows_is_a_fault() -> None:
    """One item or two? Not ours to guess."""
    row = ["办公室", None, None, None, "正常推进"]
    reading = hand_in(INVESTMENT, [1, *row], [None, *row], merges=["A2:A3"])
    assert faults(reading) == [("A3", "每个序号一行（与第 2 行合并了）")]


def test_columns_in_another_order_and_unknown_ones() -> None:
    """The order of columns is the clerk's; what stands in a column that no form knows is counted and told."""
    reading = hand_in(
        [*reversed(INVESTMENT), "电话"], ["正常推进", None, None, None, "办公室", 1, "123"], [None] * 7 + ["x"]
    )
    (entry,) = reading.entries
    assert (entry.record.unit, entry.serial) == (OFFICE, 1)
    assert beside(reading) == [
        (3, "x"),
        (None, "G 列“电话”不在表内，1 个单元格未读"),
        (None, "H 列“”不在表内，1 个单元格未读"),
    ]


WON = [1, "办公室", "甲", "已争取", "1.资金（已认定）", "1、政策\n2、试点", "/", 1]
PLANNED = [None, None, None, "拟争取", "无", None, "1.项目", None]


def test_a_block_of_two_lines_is_one_entry() -> None:
    """已争取 and 拟争取 make one record; what both share is merged, or left blank on the second line."""
    expected = UpwardFunding(OFFICE, "甲", ("资金（已认定）",), ("政策", "试点"), (), (), (), ("项目",), 1)
    for merges in ((), ("A2:A3", "B2:B3", "C2:C3", "H2:H3")):
        reading = hand_in(
            FUNDING, WON, PLANNED, [2, "秘书科", None, "已争取"], [None, None, None, "拟争取"], merges=merges
        )
        first, second = reading.entries
        assert first.record == expected
        assert second.record == UpwardFunding(tl.Unit("秘书科"))
        assert first.origin is not None
        assert [first.origin.cell(name) for name in ("won_funds", "planned_projects", "unit")] == ["E2", "G3", "B2"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([WON], [("D3", "“拟争取”一行；每个单位依次有 已争取、拟争取 各一行")]),
        ([WON, WON, PLANNED], [("D3", "“拟争取”一行；每个单位依次有 已争取、拟争取 各一行")]),
        ([PLANNED], [("D2", "“已争取”一行；每个单位依次有 已争取、拟争取 各一行")]),
        ([WON, [None, None, None, "拟定", "x"]], [("D3", " 已争取、拟争取 之一")]),
        ([WON, [None, None, None, None, "x"]], [("D3", " 已争取、拟争取 之一")]),
        ([WON, [None, "秘书科", *PLANNED[2:]]], [("B3", "空白，“科室单位”写在“已争取”一行")]),
        ([WON, [*PLANNED[:-1], 1]], [("H3", "空白，“认定数”写在“已争取”一行")]),
    ],
)
def test_a_block_that_is_not_whole_is_a_fault(rows: list[list[Any]], expected: list[tuple[str, str]]) -> None:
    """A line that is missing, out of order, unknown, or holds what belongs to the other is named."""
    assert faults(hand_in(FUNDING, *rows)) == expected


def test_a_block_may_repeat_what_its_lines_share() -> None:
    """A program that repeats number, unit and leader on the second line means the same."""
    (entry,) = hand_in(FUNDING, WON, [*WON[:3], *PLANNED[3:]]).entries
    assert entry.record.unit == OFFICE


def test_cells_merged_over_both_lines_are_a_fault() -> None:
    """Won or planned? Items merged over both lines would count twice."""
    assert faults(hand_in(FUNDING, WON, PLANNED, merges=["E2:E3"])) == [
        ("E3", "已争取、拟争取分行填写，不得合并单元格")
    ]


def test_a_block_that_is_only_prepared_is_no_entry() -> None:
    """Numbers and labels that the office printed in advance are nobody's hand-in."""
    reading = hand_in(FUNDING, WON, PLANNED, [2, None, None, "已争取"], [None, None, None, "拟争取"])
    assert len(reading.entries) == 1
    assert beside(reading) == [(4, "只有序号，没有填写")]


def test_a_number_merged_over_two_blocks_is_a_fault() -> None:
    """Two units under one number: which is meant?"""
    reading = hand_in(FUNDING, WON, PLANNED, [None, "秘书科", None, "已争取"], PLANNED, merges=["A2:A5"])
    assert faults(reading) == [("A4", "每个序号一行（与第 2 行合并了）")]


HELP = headers("assistance")
HELP_ROW = [1, "事项", "办公室\n张三", "情况", "年底前", "已办结", None]
HEADED = tuple(line.name for line in theme("assistance").form.heading)


@pytest.mark.parametrize(
    "lines",
    [
        [["包保领导：甲"], ["责 任 人：乙"], ["责任科室：人事科"], ["截至日期：2023年9月"]],
        [["包保领导：", "甲"], ["责任人", None, "乙"], ["责任科室:人事科"], ["截至日期", "2023年9月"]],
        [["包保领导：甲  责任人：乙"], ["责任科室：人事科\n截至日期：2023年9月"]],
        [["包保领导：甲", None, None, "责任人：乙"], ["责任科室：人事科", None, "截至日期：2023年9月"]],
    ],
)
def test_facts_above_the_header(lines: list[list[Any]]) -> None:
    """包保领导：…, in one cell or in neighbouring ones, one a row or several, holds for every row of the table."""
    reading = hand_in(["“上对下”督帮工作情况"], *lines, HELP, HELP_ROW)
    (entry,) = reading.entries
    assert [getattr(entry.record, name) for name in HEADED] == ["甲", "乙", "人事科", "2023年9月"]
    assert beside(reading) == [(1, "“上对下”督帮工作情况")]
    assert entry.origin is not None
    assert entry.origin.cell("leader") in {"A2", "B2"}


def test_a_fact_that_is_left_blank() -> None:
    """A label without a value, or no label at all, leaves the field blank."""
    (entry,) = hand_in(["包保领导：", "责任人："], HELP, HELP_ROW).entries
    assert [getattr(entry.record, name) for name in HEADED] == ["", "", "", ""]


def test_groups_below_one_another_have_their_own_facts() -> None:
    """The facts above a second table on the sheet are its own, and no rows of the first."""
    reading = hand_in(
        ["包保领导：", "甲"],
        ["责任科室：", "人事科"],
        HELP,
        HELP_ROW,
        ["包保领导：", "乙"],
        ["责任科室：", "秘书科"],
        HELP,
        HELP_ROW,
    )
    assert [(entry.record.leader, entry.record.office) for entry in reading.entries] == [
        ("甲", "人事科"),
        ("乙", "秘书科"),
    ]


def test_facts_of_a_kind_are_read_by_it() -> None:
    """A heading line is read by its kind; what it refuses, and what is required and missing, is a fault."""
    form = theme("assistance").form
    heading = (tl.model.HeadingLine("包保领导", "leader", kind=tl.model.OneUnit(), required=True), *form.heading[1:])
    other = theme("assistance").with_form(attrs.evolve(form, heading=heading))
    reading = hand_in(["包保领导：办公宝"], HELP, HELP_ROW, [*HELP_ROW[:5], "慢", None], themes=(other,))
    assert [cell for cell, _ in faults(reading)] == ["A1", "F4"]
    assert not reading.entries
    (fault,) = hand_in(HELP, HELP_ROW, themes=(other,)).report.faults
    assert isinstance(fault, tl.errors.HeaderFault)
    assert "包保领导" in fault.message


def test_cells_that_cannot_be_trusted_are_faults_where_they_are_used() -> None:
    """A formula without its value in a column of the form is a fault, for each row that it reaches; elsewhere it is nothing."""
    row = ["办公室", None, None, None, "正常推进"]
    reading = hand_in(
        [*INVESTMENT, "小计"],
        [1, *row, "=SUM(A1)"],
        [2, "=B2", *row[1:]],
        [3, "办公室", "=C1", None, None, "正常推进"],
        [4, *row],
        merges=["C4:C5"],
    )
    expected = "实际内容，而不是出错或未经计算的公式"
    assert faults(reading) == [("B3", expected), ("C4", expected), ("C5", expected)]
    assert [entry.serial for entry in reading.entries] == [1]


def test_too_many_faults_stop_the_table() -> None:
    """Past the limit the rest is not listed, but said to exist."""
    rows = [[number, f"甲{number}科", None, None, None, "慢"] for number in range(1, 9)]
    reading = hand_in(INVESTMENT, *rows, limits=Limits(faults=3))
    assert not reading.entries
    *listed, last = reading.report.faults
    assert len(listed) == 3
    assert isinstance(last, tl.errors.FileFault)
    assert "其余未列" in last.message
    same = [[number, "甲科", None, None, None, "正常推进"] for number in range(1, 9)]
    assert len(hand_in(INVESTMENT, *same, limits=Limits(faults=3)).report.faults) == 4


def test_yes_is_not_one() -> None:
    """TRUE and 1 are different cells, even though Python calls them equal."""
    head = headers("reform_bureau", collected=True)
    reading = hand_in(
        head, [1, "办公室", "甲", "试点（已认定）", "无", 1], [2, "秘书科", "甲", "试点（已认定）", "无", True]
    )
    assert faults(reading) == [("F3", "不小于 0 的整数")]


@attrs.frozen(kw_only=True)
class Petition:
    """信访事项: an agency's own record, with a check of its own and a private field."""

    unit: tl.Unit
    _received: int | None = None
    resolved: int | None = attrs.field(default=None)
    remark: str = "默认"

    @resolved.validator
    def _check(self, _attribute: object, resolved: int | None) -> None:
        if (resolved or 0) > (self._received or 0):
            raise ValueError("办结多于受理")


PETITIONS = tl.Theme(
    key="petitions",
    title="信访办理",
    record=Petition,
    rule=lambda petition: tl.unlit(because=tl.Clause("X1", "x")),
    form=tl.Form(
        title="信访办理情况",
        columns=(
            tl.column("承办科室", "unit", kind=tl.model.OneUnit(), required=True),
            tl.column("受理数", "_received", kind=tl.model.Whole()),
            tl.column("办结数", "resolved", kind=tl.model.Whole()),
        ),
    ),
    clauses=(tl.Clause("X1", "x"),),
)


def test_another_agencys_theme_is_read_like_ours() -> None:
    """Keyword-only and private fields, no 序号, and a record that refuses itself: the reader copes, the fault is typed."""
    reading = hand_in(["承办科室", "受理数", "办结数"], ["办公室", 3, 2], ["秘书科", 1, 2], themes=(PETITIONS,))
    (entry,) = reading.entries
    assert entry.record == Petition(unit=OFFICE, received=3, resolved=2)
    assert entry.serial == 1
    assert faults(reading) == [("A3", "合规的记录（办结多于受理）")]


def test_a_grid_can_be_made_by_hand() -> None:
    """The raw layer is open: a host may locate and read tables in a grid of its own."""
    from trafficlight.sheets.reading.header_words import Catalogue
    from trafficlight.sheets.reading.locate import locate
    from trafficlight.sheets.reading.table_entries import read_table

    grid = Grid("内存", "表", [INVESTMENT, (1, "办公室", None, None, None, "已办结")], (Merge(1, 2, 1, 2),))
    (table,) = locate(grid, Catalogue(SCHEME.themes())).tables
    found = read_table(grid, table, roster=ROSTER, meter=Meter(grid.file, Limits()))
    assert [entry.record.progress for entry in found.entries] == [InvestmentProgress.RECOGNISED]


def test_a_fact_above_the_header_that_cannot_be_trusted() -> None:
    """A formula without its value is no fact; a label that another label follows has none."""
    reading = hand_in(["包保领导：", "=A9"], ["责任人： 责任科室：人事科"], HELP, HELP_ROW)
    assert faults(reading) == [("B1", "实际内容，而不是出错或未经计算的公式")]
    (entry,) = hand_in(["责任人： 责任科室：人事科"], HELP, HELP_ROW).entries
    assert (entry.record.officer, entry.record.office) == ("", "人事科")
