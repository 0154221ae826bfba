"""表头的写法: header words as offices type them, columns that nearly fit, and tables that go on (§4.31)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from helpers.office_sheets import ROSTER, THEMES, headers, theme, xlsx
from helpers.refusals import refused

import trafficlight as tl
from trafficlight.model import Text, collected
from trafficlight.sheets.reading.grid import Grid
from trafficlight.sheets.reading.header_words import Catalogue, nearly
from trafficlight.sheets.reading.locate import locate

HEAD = [word.replace("\n", "") for word in headers("key_work")]
ITEM = ["更新审计软件", "年内完成", "试运行", "已办结", "甲乙", "秘书科\n丙丁", "局党组会议", None]
TITLE = ["重点工作推进情况"]


def read(*rows: Sequence[Any], merges: Sequence[str] = (), sheet: str = "表") -> tl.sheets.Reading:
    """A sheet as an office hands it in."""
    data = xlsx((sheet, rows, merges))
    return tl.sheets.read(data, themes=THEMES, roster=ROSTER, file_name="报.xlsx", collect=True)


def texts(reading: tl.sheets.Reading) -> str:
    """Everything that is remarked."""
    return "\n".join(remark.text for remark in reading.report.remarks)


def renamed(**words: str) -> list[str]:
    """The ledger's header with some words typed otherwise."""
    return [words.get(word, word) for word in HEAD]


@pytest.mark.parametrize(
    ("word", "typed"),
    [
        ("工作事项", "＊工作事项"),
        ("工作事项", "2.工作事项"),
        ("工作事项", "②工作事项"),
        ("工作事项", "（2）工作事项"),
        ("工作事项", "工作事项★（必填）"),
        ("进度评价", "进度评价\n【已办结、正常推进、推进缓慢、严重滞后】"),
        ("进度评价", "進度評價："),
        ("责任科室责任人", "責任科室\n責任人"),
        ("责任科室责任人", "责任单位及责任人"),
        ("任务目标", "年度目标任务"),
        ("任务来源", "任務來源（文件名）"),
        ("推进情况", "工作进展\n情况"),
        ("分管负责人", "分管局领导"),
        ("序号", "编 号"),
    ],
)
def test_header_words_as_typed(word: str, typed: str) -> None:
    """Stars, numbers, hints in brackets, traditional characters and known other words are read, with a remark."""
    reading = read(TITLE, renamed(**{word: typed}), [1, *ITEM])
    assert not reading.report.faults, reading.report.faults
    assert [entry.record.matter for entry in reading.entries] == ["更新审计软件"]
    assert f"按“{word}”读" in texts(reading)


@pytest.mark.parametrize("gone", ["备注", "序号"])
def test_a_column_that_decides_nothing_may_lack(gone: str) -> None:
    """备注 and 序号 may be left out; what decides or is printed may not."""
    at = HEAD.index(gone)
    row = [1, *ITEM]
    reading = read(TITLE, [*HEAD[:at], *HEAD[at + 1 :]], [*row[:at], *row[at + 1 :]])
    assert not reading.report.faults, reading.report.faults
    assert len(reading.entries) == 1
    assert f"没有“{gone}”一栏" in texts(reading)
    (fault,) = read(TITLE, [word for word in HEAD if word != "任务来源"], row).report.faults
    assert isinstance(fault, tl.errors.HeaderFault)


@pytest.mark.parametrize("merged", [True, False])
def test_words_over_two_rows(*, merged: bool) -> None:
    """A word may go on in the row below, the others merged down beside it or blank beneath."""
    upper = [*HEAD[:5], "分管", "责任科室", *HEAD[7:]]
    lower = [None] * 5 + ["负责人", "责任人", None, None]
    merges = [f"{letter}2:{letter}3" for letter in "ABCDEHI"] if merged else []
    reading = read(TITLE, upper, lower, [1, *ITEM], merges=merges)
    assert not reading.report.faults, reading.report.faults
    assert [(entry.record.leader, entry.record.matter) for entry in reading.entries] == [("甲乙", "更新审计软件")]
    assert [table.header_row for table in reading.report.read] == [3]


def test_nearly_every_word_over_two_rows() -> None:
    """Where 序号 alone stands on a single row, the two rows make the header all the same."""
    upper, lower = ["序号", *(word[:1] for word in HEAD[1:])], [None, *(word[1:] for word in HEAD[1:])]
    reading = read(TITLE, upper, lower, [1, *ITEM])
    assert not reading.report.faults, reading.report.faults
    assert [entry.record.matter for entry in reading.entries] == ["更新审计软件"]


UPPER = [*HEAD[:6], "责任", None, *HEAD[7:]]
LOWER = [*[None] * 6, "科室", "人", None, None]
MERGED = ["G2:H2", *(f"{letter}2:{letter}3" for letter in "ABCDEFIJ")]


@pytest.mark.parametrize(
    ("heads", "merges"),
    [
        ([[*HEAD[:6], "责任科室", "责任人", *HEAD[7:]]], []),
        ([[*HEAD[:6], "责任单位", "2.具体责任人（姓名）", *HEAD[7:]]], []),
        ([[*HEAD[:7], None, *HEAD[7:]]], ["G2:H2"]),
        ([UPPER, LOWER], MERGED),
        ([[*HEAD[:7], None, *HEAD[7:]], [*[None] * 6, "责任科室", "责任人", None, None]], MERGED),
    ],
)
def test_units_and_persons_in_two_columns(heads: list[list[Any]], merges: list[str]) -> None:
    """责任科室 | 责任人 is 责任科室责任人 in two columns: the person is read, merged and 同上 too, and told of."""
    rows: list[list[Any]] = [
        [number, f"事项{number}", *ITEM[1:5], None, None, *ITEM[6:7], "备"] for number in range(1, 7)
    ]
    told = [
        ("秘书科", "丙丁"),
        ("人事科", "同上"),
        ("同上", "戊某"),
        ("秘书科", None),
        ("人事科", "—"),
        ("人事科", "无"),
    ]
    for row, said in zip(rows, told, strict=True):
        row[6:8] = said
    reading = read(TITLE, *heads, *rows, merges=merges)
    assert not reading.report.faults, reading.report.faults
    persons = [(entry.record.responsible.lead.name, entry.record.responsible.person) for entry in reading.entries]
    assert persons == [
        ("秘书科", "丙丁"),
        ("人事科", "丙丁"),
        ("人事科", "戊某"),
        *[(unit, "") for unit in ("秘书科", "人事科", "人事科")],
    ]
    assert "与责任科室合为一栏读" in texts(reading)
    assert "未读" not in texts(reading)
    assert {entry.record.remark for entry in reading.entries} == {"备"}


def test_another_person_beside_units_and_persons_is_not_theirs() -> None:
    """A 责任人 beside the column that holds persons is one of the office's own."""
    reading = read(TITLE, [*HEAD, "责任人"], [1, *ITEM, "庚某"])
    assert [entry.record.responsible.person for entry in reading.entries] == ["丙丁"]
    assert "1 个单元格未读" in texts(reading)


def test_words_under_a_common_one() -> None:
    """争取情况 over three columns and its own: the words below are the columns, the one above is what is left."""
    upper = ["序号", "科室单位", "分管领导", "争取情况", None, None, None]
    lower = [None, None, None, "分类", "争资金", "争政策", "争项目"]
    won = [1, "办公室", "甲", "已争取", "无", "政策（已认定）", "无"]
    planned = [None, None, None, "拟争取", "无", "无", "项目"]
    reading = read(["对上争取情况"], upper, lower, won, planned, merges=["A2:A3", "B2:B3", "C2:C3", "D2:G2"])
    assert not reading.report.faults, reading.report.faults
    assert [entry.record.won_policies for entry in reading.entries] == [("政策（已认定）",)]


@pytest.mark.parametrize("between", [[], [["续表"]], [["第1页 共2页"], ["（续表）"]], [["重点工作推进情况（续）"]]])
def test_a_header_again_belongs_to_the_table_above(between: list[list[Any]]) -> None:
    """However its words are typed the second time, and with page turns between, the rows below go on."""
    again = headers("key_work")
    reading = read(TITLE, HEAD, [1, *ITEM], *between, again, [2, "另一事项", *ITEM[1:]], sheet="重点审计项目")
    assert not reading.report.faults, reading.report.faults
    assert {entry.theme for entry in reading.entries} == {"key_work"}
    assert len(reading.entries) == 2


@pytest.mark.parametrize(
    ("key", "typed", "label"),
    [
        ("reform_bureau", "认定的数", "认定数"),
        ("upward_funding_bureau", "发改委认定几项", "认定数"),
        ("reform_county", "主管部门认定情况", "认定数"),
        ("performance_assessment", "认定的名次", "认定名次"),
        ("three_firsts", "已认定", "认定"),
    ],
)
def test_a_column_that_is_nearly_one_of_ours_is_asked_for(key: str, typed: str, label: str) -> None:
    """What decides a light is not lost for a word: the fault names cell and column; an empty column is only told of."""
    head = [*headers(key), typed]
    (fault,) = read([theme(key).form.title], head, [None] * (len(head) - 1) + [1]).report.faults
    assert isinstance(fault, tl.errors.HeaderFault)
    assert f"是否“{label}”？" in fault.message
    assert not read([theme(key).form.title], head).report.faults
    other = [*headers(key), "认定日期"]
    assert not read([theme(key).form.title], other, [None] * (len(head) - 1) + ["2023年"]).report.faults


@pytest.mark.parametrize("typed", ["Remarks", "Region", "Responsible person"])
def test_two_letters_are_no_word(typed: str) -> None:
    """What begins as Recognised does is another column; of Chinese two characters are a word."""
    assert not nearly(typed, collected("Recognised", "recognised", kind=Text()))
    assert nearly("Recognized", collected("Recognised", "recognised", kind=Text()))


@pytest.mark.parametrize(
    ("key", "value", "label"), [("reform_bureau", 2, "认定数"), ("three_firsts", "是", "认定"), ("key_work", 1, None)]
)
@pytest.mark.parametrize("header", [None, "  "])
def test_a_filled_column_without_a_header_is_asked_for(
    key: str, value: object, label: str | None, header: str | None
) -> None:
    """Numbers below no header beside 已争取 may be the 认定数 that decides; what can be no value of it is only told of."""
    head = [*headers(key), header]
    reading = read([theme(key).form.title], head, [None] * (len(head) - 1) + [value])
    assert [fault.cell for fault in reading.report.faults] == ([f"{chr(64 + len(head))}2"] if label else [])
    assert all(f"没有表头，下面却有内容（是否“{label}”？）" in str(fault) for fault in reading.report.faults)
    assert not read([theme(key).form.title], head, [None] * (len(head) - 1) + ["已核对"]).report.faults


@pytest.mark.parametrize("typed", ["认定项数", "认定数量"])
def test_a_count_under_another_word_is_read(typed: str) -> None:
    """认定项数 is 认定数."""
    head = [*headers("reform_bureau"), typed]
    (entry,) = read(["改革创新情况"], head, [1, "办公室", "甲", "试点（已认定）", "无", 1]).entries
    assert entry.record.recognised == 1


def test_two_words_for_one_column_are_a_fault() -> None:
    """进展情况 beside 完成情况: which is 推进情况 is not ours to guess; beside 推进情况 itself either is only told of."""
    (fault,) = read(TITLE, [*renamed(推进情况="进展情况"), "完成情况"], [1, *ITEM, "x"]).report.faults
    assert isinstance(fault, tl.errors.HeaderFault)
    assert not read(TITLE, [*HEAD, "完成情况"], [1, *ITEM, "x"]).report.faults


@pytest.mark.parametrize(
    "title", ["重点工作、重点审计项目推进情况", "重点审计项目和重点工作情况", "重点审计项目推进情况及重点工作推进情况"]
)
def test_a_title_that_names_two_themes_tells_neither(title: str) -> None:
    """It is asked which one is meant, whatever the sheet is called; the nearest line that names one alone decides."""
    (fault,) = read([title], HEAD, [1, *ITEM], sheet="重点工作").report.faults
    assert isinstance(fault, tl.errors.AmbiguousTheme)
    assert [entry.theme for entry in read([title], TITLE, HEAD, [1, *ITEM]).entries] == ["key_work"]


def test_a_row_that_resembles_a_header_is_a_fault() -> None:
    """Half of the words of a table, one that tells more than who: what lacks is said, and nothing is passed over."""
    typed = ["序号", "工作事项", "甲目标", "乙情况", "进度评价", "分管负责人", "丙方", "任务来源"]
    located = locate(Grid("报.xlsx", "表", [tuple(typed), (1, "x")]), Catalogue(THEMES))
    (fault,) = located.faults
    assert isinstance(fault, tl.errors.HeaderFault)
    assert "推进情况" in fault.message
    ranking: list[list[Any]] = [["序号", "科室单位", "蓝", "黄", "红", "负责人", "分管领导"], [1, "办公室"]]
    assert not locate(Grid("报.xlsx", "表", ranking), Catalogue(THEMES)).faults


def test_an_agency_adds_header_words_of_its_own() -> None:
    """`Form.with_aliases` extends the table of words; an unknown header or a word for two columns is refused."""
    form = theme("investment").form.with_aliases({"科室单位": ["处室"]})
    own = theme("investment").with_form(form)
    head = ["处室" if word == "科室单位" else word for word in headers("investment")]
    located = locate(Grid("报.xlsx", "表", [tuple(head), (1,)]), Catalogue((own,)))
    assert [table.theme.key for table in located.tables] == ["investment"]
    with refused(ValueError, match="no such header"):
        form.with_aliases({"处室": ["科"]})
    with refused(ValueError, match="two columns"):
        form.with_aliases({"分管领导": ["处室"]})


@pytest.mark.parametrize(
    "typed", ["*牵头科室（部门）\n牵头人", "牵头科室（部门）\n牵头人（必填）", "③牵头科室(部门)牵头人【可多个】"]
)
def test_brackets_of_a_headers_own_are_no_hint(typed: str) -> None:
    """A header that has brackets of its own is known with signs and a hint about it."""
    head = [typed if word.startswith("牵头科室") else word for word in headers("assistance")]
    reading = read(head, [1, "事项", "人事科", None, None, "已办结", None])
    assert not reading.report.faults, reading.report.faults
    assert [entry.theme for entry in reading.entries] == ["assistance"]


@pytest.mark.parametrize("merges", [(), ("A1:A2", "C1:C2", "D1:D2", "E1:E2")])
def test_a_word_over_two_rows_is_not_its_first_half(merges: tuple[str, ...]) -> None:
    """单位 over 名称 is the county bureaus' column, although 单位 alone may stand for the departments'."""
    upper, lower = ["序号", "单位", "分管领导", "已争取事项", "拟争取事项"], [None, "名称"]
    reading = read(upper, lower, [1, "任城区审计局", None, "无", "无"], merges=merges, sheet="改革创新（县市区）")
    assert not reading.report.faults, reading.report.faults
    assert [(entry.theme, entry.record.unit.name) for entry in reading.entries] == [("reform_county", "任城区审计局")]


@pytest.mark.parametrize("above", [0, 40])
@pytest.mark.parametrize("whole", ["分管领导", None])
def test_words_over_two_rows_without_a_number(whole: str | None, above: int) -> None:
    """A header is found where all its words go on in the row below, or all but one, and none is 序号; wherever it stands."""
    upper, lower = ["科室单", whole or "分管领", "开展情", "主要成", "进度评"], ["位", None, "况", "效", "价"]
    lower[1] = None if whole else "导"
    explained = [[f"{number}.请如实填写"] for number in range(above)]
    reading = read(*explained, upper, lower, ["办公室", "甲", "赴外招商", "签约", "已办结"])
    assert not reading.report.faults, reading.report.faults
    assert [entry.record.unit.name for entry in reading.entries] == ["办公室"]


def test_the_first_half_of_a_word_over_two_rows_names_no_theme() -> None:
    """单位 over 名称 is 单位名称, which one theme has: that 单位 may be another's column makes it no question."""
    upper = ["序号", "单位", "分管领导", "争取情况", "争资金", "争政", "争项目"]
    lower = [None, "名称", None, None, None, "策", None]
    won, planned = [1, "任城区审计局", None, "已争取", "甲", None, None], [None, None, None, "拟争取", None, "乙", None]
    reading = read(["对上争取情况"], upper, lower, won, planned, sheet="Sheet1")
    assert not reading.report.faults, reading.report.faults
    assert [entry.theme for entry in reading.entries] == ["upward_funding_county"]


def test_a_sparse_row_above_a_repeated_header_is_an_entry() -> None:
    """What stands above a header that is typed again, with what an entry needs and little more, is no title of another table."""
    sparse = ["另一事项", None, None, "正常推进", None, "秘书科", "局党组会议", None]
    reading = read(TITLE, HEAD[1:], ITEM, sparse, HEAD[1:], ["第三事项", *ITEM[1:]])
    assert [entry.record.matter for entry in reading.entries] == ["更新审计软件", "另一事项", "第三事项"]
    funding = headers("upward_funding_bureau")
    lines: list[list[Any]] = [
        [1, "办公室", None, "已争取", None, None, None],
        [None, None, None, "拟争取", None, "政策甲", None],
    ]
    again = read(funding, *lines, funding, [2, "秘书科", *lines[0][2:]], lines[1], sheet="对上争取（局）")
    assert not again.report.faults
    assert [entry.record.planned_policies for entry in again.entries] == [("政策甲",)] * 2


@pytest.mark.parametrize("between", [["小计（1项）", None, "1项"], ["填报人：甲", None, None, "审核人：乙"]])
def test_a_sum_above_a_repeated_header_is_no_title(between: list[Any]) -> None:
    """小计 or a signature at a page's end opens no other table: the facts above the first header hold on the next page, too."""
    head = headers("assistance")
    row = ["事项", "人事科", None, None, "正常推进", None]
    reading = read(["包保领导：王五"], head, [1, *row], between, ["转下页"], head, [2, "另一事项", *row[1:]])
    assert [(entry.serial, entry.record.leader) for entry in reading.entries] == [(1, "王五"), (2, "王五")]
    assert len(reading.report.read) == 1


def test_titles_below_a_table_of_units_are_the_next_tables() -> None:
    """Where an entry needs no more than its unit, title and facts above the next header are none."""
    upper, lower = headers("reform_bureau"), headers("assistance")
    facts: list[list[Any]] = [["“上对下”督帮工作情况"], ["包保领导：", "王五"], ["责任科室：", "人事科"]]
    row = [1, "事项", "人事科", None, None, "正常推进", None]
    for head, entry in ((upper, [1, "办公室", None, "无", "试点"]), (upper[1:], ["办公室", None, "无", "试点"])):
        reading = read(["改革创新（局）"], head, entry, *facts, lower, row)
        assert not reading.report.faults, reading.report.faults
        assert [one.theme for one in reading.entries] == ["reform_bureau", "assistance"]
        assert reading.entries[1].record.leader == "王五"


@pytest.mark.parametrize(
    "begun", [[None, "秘书科", None, "洽谈"], [2, "秘书科", None, "洽谈"], ["", None, "甲", "洽谈"]]
)
def test_an_entry_just_begun_above_a_repeated_header_is_asked_about(begun: list[Any]) -> None:
    """It was taken for a line above the next table, and its unit counted as one without a row; what has colons is none."""
    head, last = headers("investment"), [3, "人事科", *INVESTED[2:]]
    reading = read(["招商引资情况"], head, INVESTED, begun, head, last)
    assert [entry.serial for entry in reading.entries] == [1, 3]
    assert any("F4“进度评价”空白" in str(fault) for fault in reading.report.faults)
    signed = read(["招商引资情况"], head, INVESTED, [None, "填报人：甲", None, "审核人：乙"], head, last)
    assert not signed.report.faults
    assert len(signed.entries) == 2


@pytest.mark.parametrize("sheet", ["表", "重点工作", "重点审计项目"])
def test_a_section_above_a_repeated_header_is_no_title(sheet: str) -> None:
    """The title of a section that stands just above the header typed again opens no table, and no name of a sheet decides there."""
    reading = read(
        TITLE, HEAD, ["一、市里的任务"], [1, *ITEM], ["二、县里的任务"], HEAD, [2, "另一事项", *ITEM[1:]], sheet=sheet
    )
    assert not reading.report.faults, reading.report.faults
    assert [(entry.theme, entry.serial) for entry in reading.entries] == [("key_work", 1), ("key_work", 2)]
    assert len(reading.report.read) == 1


@pytest.mark.parametrize(
    ("title", "between", "themes"),
    [
        ("重点工作推进情况", "二、重点审计项目", ["key_work"]),
        ("重点工作推进情况", "县里的任务", ["key_work"]),
        ("重点工作推进情况", "重点审计项目推进情况", ["key_work", "audit_projects"]),
        ("一、重点工作推进情况", "二、重点审计项目推进情况", ["key_work", "audit_projects"]),
        ("重点工作推进情况", "（二）局重点工作", ["key_work", "key_work"]),
    ],
)
def test_what_may_be_a_title_or_a_section_is_asked_about(title: str, between: str, themes: list[str]) -> None:
    """A numbered line that names another theme below a title without a number, and one that names none where the sheet does."""
    reading = read([title], HEAD, [1, *ITEM], [between], HEAD, [2, "另一事项", *ITEM[1:]], sheet="重点审计项目")
    assert [entry.theme for entry in reading.entries] == themes
    faults = [fault for fault in reading.report.faults if isinstance(fault, tl.errors.AmbiguousTheme)]
    assert len(faults) == 2 - len(themes)


@pytest.mark.parametrize(
    ("title", "sheet", "file", "told"),
    [
        ("对上争取情况", "县市区", "报", "county"),
        ("对上争取情况", "县（市、区）", "报", "county"),
        ("对上争取情况", "局", "报", "bureau"),
        ("对上争取情况", "对上争取（局）", "对上争取（县市区）", "bureau"),
        ("对上争取情况", "对上争取", "对上争取（县市区）", "county"),
        ("县市区对上争取情况", "局", "报", "county"),
        ("市局对上争取情况", "表", "报", "bureau"),
        ("对上争取情况", "各县局", "报", ""),
        ("对上争取情况", "县市区、局", "报", ""),
        ("对上争取（局）、对上争取（县市区）情况", "局", "报", ""),
    ],
)
def test_a_title_of_two_sides_leaves_it_to_the_sheet(title: str, sheet: str, file: str, told: str) -> None:
    """对上争取情况 is both sides' title: under a header of both, the sheet's name tells which, then the file's; else it is asked."""
    head = ["序号", "单位", "分管领导", "争取情况", "争资金", "争政策", "争项目"]
    unit = "任城区审计局" if told == "county" else "办公室"
    rows: list[list[Any]] = [
        [title],
        head,
        [1, unit, None, "已争取", "无", "无", "无"],
        [None, None, None, "拟争取", "无", "无", "无"],
    ]
    reading = tl.sheets.read(
        xlsx((sheet, rows, ())), themes=THEMES, roster=ROSTER, file_name=f"{file}.xlsx", collect=True
    )
    assert [entry.theme for entry in reading.entries] == ([f"upward_funding_{told}"] if told else [])
    assert len(reading.report.faults) == (0 if told else 1)


INVESTED = [1, "办公室", "甲", "赴外招商", "签约", "正常推进"]


@pytest.mark.parametrize(
    ("title", "sheet", "file"),
    [
        ("重点审计项目推进情况", "表", "报"),
        ("", "改革创新（局）", "报"),
        ("", "Sheet1", "对上争取（局）"),
        ("改革创新情况", "招商引资", "招商引资"),
    ],
)
def test_a_title_of_another_theme_than_the_headers_is_asked_about(title: str, sheet: str, file: str) -> None:
    """The header is of one theme, the title above it, or else the name of sheet or file, of another: which is meant is asked."""
    rows: list[list[Any]] = [*([[title]] if title else []), headers("investment"), INVESTED]
    reading = tl.sheets.read(
        xlsx((sheet, rows, ())), themes=THEMES, roster=ROSTER, file_name=f"{file}.xlsx", collect=True
    )
    assert not reading.entries
    assert any("招商引资" in str(fault) and "却写的是" in str(fault) for fault in reading.report.faults)


@pytest.mark.parametrize(
    ("title", "sheet", "file"),
    [("对上争取情况（局）", "表", "报"), ("", "对上争取（局）", "报"), ("", "Sheet1", "对上争取-局")],
)
def test_a_title_of_the_other_side_than_the_headers_is_asked_about(title: str, sheet: str, file: str) -> None:
    """单位名称 is a column of the counties' table alone: below a title of the bureau's, which is meant is asked."""
    rows: list[list[Any]] = [
        *([[title]] if title else []),
        headers("upward_funding_county"),
        [1, "任城区审计局", None, "已争取", "无", "无", "无"],
        [None, None, None, "拟争取", "无", "无", "无"],
    ]
    reading = tl.sheets.read(
        xlsx((sheet, rows, ())), themes=THEMES, roster=ROSTER, file_name=f"{file}.xlsx", collect=True
    )
    assert not reading.entries
    assert any(
        "对上争取（县市区）" in str(fault) and "“对上争取（局）”" in str(fault) for fault in reading.report.faults
    )


@pytest.mark.parametrize(
    ("title", "sheet", "file"),
    [
        ("招商引资情况", "Sheet1", "重点工作"),
        ("重点工作——招商引资情况", "Sheet1", "报"),
        ("", "招商引资", "重点工作"),
        ("截至9月28日，共梳理重点工作3项", "Sheet1", "报"),
        ("某某市审计局情况表", "Sheet1", "报"),
        ("说明：改革创新情况另表填报", "Sheet1", "报"),
    ],
)
def test_a_title_that_names_its_theme_among_others_is_its_own(title: str, sheet: str, file: str) -> None:
    """A title of the table's own theme outweighs a file that is named after another; words that name none say nothing."""
    rows: list[list[Any]] = [*([[title]] if title else []), headers("investment"), INVESTED]
    reading = tl.sheets.read(
        xlsx((sheet, rows, ())), themes=THEMES, roster=ROSTER, file_name=f"{file}.xlsx", collect=True
    )
    assert [entry.theme for entry in reading.entries] == ["investment"]


def test_the_name_of_a_sheet_speaks_of_its_first_table() -> None:
    """A second table on the sheet may be of another theme than the one that the sheet is named after.

    Nor is the last entry above it taken for a line of its header, though it holds words that are some (目标, 情况).
    """
    item = [1, "事项", "目标", "情况", "已办结", "甲", "办公室", "局党组会议", None]
    rows: list[list[Any]] = [headers("key_work"), item, [None], headers("investment"), INVESTED]
    reading = tl.sheets.read(
        xlsx(("重点工作", rows, ())), themes=THEMES, roster=ROSTER, file_name="报.xlsx", collect=True
    )
    assert [entry.theme for entry in reading.entries] == ["key_work", "investment"]


@pytest.mark.parametrize("typed", ["是否认定", "认定项"])
def test_a_column_that_is_nearly_one_beside_it_is_asked_for(typed: str) -> None:
    """Where the column itself is blank in a row, what the other says of it would be lost: as with keys of JSON rows."""
    words = headers("three_firsts", collected=True)
    rows = [
        [1, "任务甲", "12月底", "甲", "办公室", "争一流", "情况", "已办结", None, "是"],
        [2, "任务乙", "12月底", "甲", "办公室", "争一流", "情况", "已办结", None, None, "是"],
    ]
    title = ["“争一流、争第一、争唯一”重点任务推进情况"]

    def read(*items: list[Any]) -> tl.sheets.Reading:
        data = xlsx(("三争", [title, [*words, typed], *items], ()))
        return tl.sheets.read(data, themes=THEMES, roster=ROSTER, file_name="报.xlsx", collect=True)

    assert ["“认定”" in str(fault) for fault in read(*rows).report.faults] == [True]
    assert not read(rows[0], [*rows[1][:9], "否", "是"]).report.faults


@pytest.mark.parametrize("between", [[], ["转下页"]])
def test_an_entry_that_lacks_most_is_asked_about_above_a_repeated_header(between: list[Any]) -> None:
    """A last row of a page without its 进度评价 is a fault at its cell, never taken for a title and lost."""
    sparse = ["另一事项", None, "情况", None, None, None, None, None]
    reading = read(TITLE, HEAD[1:], ITEM, sparse, between, HEAD[1:], ["第三事项", *ITEM[1:]])
    assert [entry.record.matter for entry in reading.entries] == ["更新审计软件", "第三事项"]
    assert {fault.row for fault in reading.report.faults} == {4}
    assert any("进度评价" in str(fault) for fault in reading.report.faults)


@pytest.mark.parametrize(
    "fact", [["责任科室：三争"], ["责任科室：", "三争"], ["包保领导：", None, "李某", "填报人：", "招商引资"]]
)
def test_a_fact_above_a_table_names_no_theme(fact: list[Any]) -> None:
    """责任科室：三争 is what the line says of the group, in one cell or two, though 三争 is a theme's title as well."""
    item = [1, "事项", "人事科", None, None, "正常推进", None]
    reading = read(fact, headers("assistance"), item, sheet="上对下督帮")
    assert not reading.report.faults, reading.report.faults
    assert [entry.theme for entry in reading.entries] == ["assistance"]


def test_what_stands_beside_the_word_title_is_one() -> None:
    """专题：| 重点审计项目 tells the theme; a fact beside another label does not."""
    item = [1, "事项", "目标", "情况", "已办结", "甲", "办公室", "局党组会议", None]
    reading = read(["专题：", "重点审计项目"], ["填报人：", "重点工作"], headers("key_work"), item)
    assert [entry.theme for entry in reading.entries] == ["audit_projects"]


@pytest.mark.parametrize(("alone", "units"), [("人事科", ["办公室", "人事科"]), ("改革创新（县市区）", ["办公室"])])
def test_a_unit_alone_above_the_next_table_is_an_entry(alone: str, units: list[str]) -> None:
    """A row that has its unit and nothing else is what the unit handed in, and no title of the table below."""
    reading = read(
        ["改革创新（局）"],
        headers("reform_bureau"),
        [1, "办公室", None, "无", "试点"],
        [None, alone],
        [],
        headers("assistance"),
        [1, "事项", "人事科", None, None, "正常推进", None],
    )
    assert [entry.record.unit.name for entry in reading.entries if entry.theme == "reform_bureau"] == units
