"""定位: headers below titles, and whose table it is (reading §3.17)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from attrs import evolve
from helpers.office_sheets import SCHEME, THEMES, headers, theme

import trafficlight as tl
from trafficlight.sheets.reading import locate as locating
from trafficlight.sheets.reading.grid import Grid, Merge
from trafficlight.sheets.reading.header_words import Catalogue, RowWords, row_words
from trafficlight.sheets.reading.locate import Located, locate

LEDGER = headers("key_work")
ROW = [1, "事项", "目标", "情况", "已办结", "甲", "办公室", "局党组", None]


def find(
    rows: Iterable[Sequence[Any]],
    *,
    sheet: str = "Sheet1",
    file: str = "上报.xlsx",
    merges: tuple[Merge, ...] = (),
    themes: tuple[tl.Theme[Any], ...] = THEMES,
) -> Located:
    """The tables in some rows."""
    return locate(Grid(file, sheet, rows, merges), Catalogue(themes))


def keys(located: Located) -> list[str]:
    """The keys of the themes found."""
    assert not located.faults, located.faults
    return [table.theme.key for table in located.tables]


@pytest.mark.parametrize("key", [theme.key for theme in THEMES])
def test_each_theme_is_found_by_its_printed_title_and_header(key: str) -> None:
    """A published table of any theme, title above header, is that theme's and no other's."""
    located = find([[theme(key).form.title], [], headers(key), [1]])
    assert keys(located) == [key]
    (table,) = located.tables
    assert (table.top, table.header, table.end) == (0, 2, 4)


def test_header_words_are_compared_folded() -> None:
    """Line breaks, blanks and full-width forms in a header word change nothing."""
    typed = [
        " 序 号",
        "工作\n事项",
        "任务目标 ",
        "推进情况",
        "进 度 评 价",
        "分管负责人",
        "责任科室　责任人",
        "任务来源",
        "备  注",
    ]
    assert keys(find([["重点工作"], typed])) == ["key_work"]


def test_columns_may_stand_in_another_order() -> None:
    """Each column is found by its word; one that no form knows is told with its header."""
    located = find([["重点工作"], [*reversed(LEDGER), "联系电话"], [], [None] * 10 + ["x"]])
    (table,) = located.tables
    assert table.match.positions == (8, 7, 6, 5, 4, 3, 2, 1, 0)
    assert table.extras == ((9, "联系电话"), (10, ""))


@pytest.mark.parametrize(
    ("title", "sheet", "file", "key"),
    [
        ("2023年第三季度重点审计项目推进情况", "重点工作", "重点工作.xlsx", "audit_projects"),
        ("汇总表", "重点审计项目", "重点工作.xlsx", "audit_projects"),
        ("汇总表", "Sheet1", "办公室重点工作（9月）.xlsx", "key_work"),
    ],
)
def test_titles_tell_themes_that_share_a_header(title: str, sheet: str, file: str, key: str) -> None:
    """§3.17: from the title above the header, then the sheet's and file's name; the longest match wins."""
    assert keys(find([[title], LEDGER, ROW], sheet=sheet, file=file)) == [key]


def test_an_unclear_theme_is_an_error_that_names_the_candidates() -> None:
    """§3.17: still unclear is an error that names the candidates."""
    located = find([["汇总表"], LEDGER, ROW])
    (fault,) = located.faults
    assert isinstance(fault, tl.errors.AmbiguousTheme)
    assert fault.candidates == ("重点工作", "重点审计项目")
    assert not located.tables


def test_several_tables_below_one_another() -> None:
    """Each table has its own title region, rows and theme; a note between them belongs to the upper one."""
    rows: list[Sequence[Any]] = [
        ["重点工作推进情况"],
        LEDGER,
        ROW,
        ["备注：由办公室负责重点工作标注颜色。"],
        ["2.重点工作以台账为准。"],
        ["重点审计项目"],
        ["日期：2023年9月28日"],
        LEDGER,
        ROW,
        [],
        ["招商引资情况"],
        headers("investment"),
        [1, "办公室"],
    ]
    located = find(rows)
    assert keys(located) == ["key_work", "audit_projects", "investment"]
    assert [(table.top, table.header, table.end) for table in located.tables] == [(0, 1, 5), (5, 7, 9), (9, 11, 13)]


@pytest.mark.parametrize(
    ("row", "merged"),
    [
        ([None, None, "目标", None, None, None, "办公室", None, None], True),
        ([None, None, "目标", None, "已办结", None, None, None, None], False),
        ([None, None, "目标", "情况", None, "甲", None, None, None], False),
        ([None, None, None, None, "已否", None, "办公室", None, None], False),
        ([None, "另一事项", None, None, None, None, "办公室", None, None], False),
    ],
)
def test_a_row_that_lacks_much_is_no_title_of_the_table_below(row: list[Any], *, merged: bool) -> None:
    """What shares a cell with the entry above, is rated, or has several columns filled belongs to the table above.

    So does a unit beside one other thing that an entry needs: it was passed over as a line above the next table.
    """
    merges = (Merge(2, 0, 3, 0),) if merged else ()
    rows: list[Sequence[Any]] = [["重点工作"], LEDGER, ROW, row, ["招商引资情况"], headers("investment"), [1, "办公室"]]
    located = find(rows, merges=merges)
    assert [(table.top, table.end) for table in located.tables] == [(0, 4), (4, 7)]


def test_a_header_of_two_rows() -> None:
    """Words merged down two rows, or split under a common one, make one header."""
    upper = [*LEDGER[:3], "进展", None, *LEDGER[5:]]
    lower = [None, None, None, "推进情况", "进度评价", None, None, None, None]
    merges = (*(Merge(1, column, 2, column) for column in (0, 1, 2, 5, 6, 7, 8)), Merge(1, 3, 1, 4))
    located = find([["重点工作"], upper, lower, ROW], merges=merges)
    assert keys(located) == ["key_work"]
    assert located.tables[0].header == 2
    both = tuple(Merge(1, column, 2, column) for column in range(9))
    assert [table.header for table in find([["重点工作"], LEDGER, [None] * 9, ROW], merges=both).tables] == [2]


def test_a_header_that_lacks_columns_is_a_fault() -> None:
    """Most of a header is meant as that header: what is missing is listed, and what may be a slip is asked."""
    typed = ["进展评价" if word == "进度评价" else word for word in LEDGER if word != "任务来源"]
    (fault,) = find([["重点工作"], typed, ROW]).faults
    assert isinstance(fault, tl.errors.HeaderFault)
    assert "缺少：进度评价、任务来源" in fault.message
    assert "“进展评价”是否“进度评价”？" in fault.message
    assert "第2行" in fault.message


def test_a_header_word_twice_is_a_fault() -> None:
    """Which of two columns counts is not ours to guess; a word merged over two columns is one."""
    (fault,) = find([["重点工作"], [*LEDGER, "推进情况"], ROW]).faults
    assert isinstance(fault, tl.errors.HeaderFault)
    assert "“推进情况”（J2）" in fault.message
    wide = [*LEDGER[:2], None, *LEDGER[2:]]
    assert keys(find([["重点工作"], wide, ROW], merges=(Merge(1, 1, 1, 2),))) == ["key_work"]


def test_optional_columns_may_be_there_or_not() -> None:
    """§3.13: a hand-in may lack the collection-only columns."""
    for collected in (False, True):
        located = find([headers("reform_bureau", collected=collected), [1]])
        assert keys(located) == ["reform_bureau"]
        assert (located.tables[0].match.positions[-1] is None) == (not collected)


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        ([["填报说明"], ["1.请于季度末报办公室。"]], "没有认得的表头"),
        ([["序号", "姓名", "电话"], [1, "x", 2]], "没有认得的表头"),
        ([["序号", "科室单位", "蓝", "黄", "红", "负责人", "分管领导"], [1, "办公室"]], "缺少：已争取事项、拟争取事项"),
        ([], "没有认得的表头"),
    ],
)
def test_a_sheet_without_a_known_header_has_a_reason(rows: list[list[Any]], word: str) -> None:
    """§3.17: a sheet with no known header is reported as skipped, never silently; a near miss says what it lacks."""
    located = find(rows)
    assert (located.tables, located.faults) == ((), ())
    assert word in located.reason


def test_the_longer_header_wins() -> None:
    """Where one theme's header is part of another's, the one that explains more columns is meant."""
    short = theme("reform_bureau").form
    part = evolve(short, columns=short.columns[:3], title="花名册")
    little: tl.Theme[Any] = tl.Theme(
        key="little",
        title="小",
        record=theme("reform_bureau").record,
        rule=theme("reform_bureau").rule,
        form=part,
        clauses=(),
    )
    both = (little, theme("reform_bureau"))
    assert keys(find([headers("reform_bureau")], themes=both)) == ["reform_bureau"]
    assert keys(find([headers("reform_bureau")[:3]], themes=both)) == ["little"]


def test_header_words_of_a_scheme_are_its_own() -> None:
    """Aliases of a column are understood beside its header."""
    form = theme("investment").form
    columns = tuple(
        evolve(column, aliases=("处室",)) if column.header == "科室单位" else column for column in form.columns
    )
    other = theme("investment").with_form(evolve(form, columns=columns))
    words = ["处室" if word == "科室单位" else word for word in headers("investment")]
    assert keys(find([words], themes=(other,))) == ["investment"]
    assert not find([words], themes=SCHEME.themes()).tables


def test_words_of_different_tables_make_no_header() -> None:
    """A row that happens to hold a header word of one theme and another of a second is no header."""
    located = find([["认定名次", "争资金"], ["x", "y"]])
    assert located.reason == "没有认得的表头"


@pytest.mark.parametrize(("left_out", "meant"), [(3, True), (4, False)])
def test_half_of_the_words_are_meant_as_a_header(left_out: int, *, meant: bool) -> None:
    """Of the seven words that 重点工作 must have, four make a header with a fault, three a row that is merely named as near."""
    typed = LEDGER[: len(LEDGER) - 1 - left_out]
    located = find([["重点工作"], typed], themes=(theme("key_work"),))
    assert bool(located.faults) == meant
    assert bool(located.reason) != meant
    assert ("第2行最接近" in located.reason) != meant


def test_two_header_words_make_a_row_worth_a_look() -> None:
    """Where two words of a header stand, the row is named as the one that comes nearest; where one stands, none is."""
    assert "第2行最接近" in find([["重点工作"], ["工作事项", "推进情况"]]).reason
    assert find([["重点工作"], ["工作事项"]]).reason == "没有认得的表头"


def test_a_header_word_may_be_spaced_out() -> None:
    """Two blanks and a line break between any two characters of the longest word change nothing; a sentence is no word."""
    typed = ["  ".join(word) + "\n" for word in LEDGER]
    assert keys(find([["重点工作"], typed, ROW])) == ["key_work"]


def test_a_header_on_thousands_of_pages_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Header rows among the same rows are found once, and the table has all of them; a merged one is looked at by itself."""
    looked: list[int] = []

    def counted(grid: Grid, first: int, last: int, catalogue: Catalogue) -> RowWords:
        looked.append(first)
        return row_words(grid, first, last, catalogue)

    monkeypatch.setattr(locating, "row_words", counted)
    rows = [("重点工作推进情况",), *[tuple(LEDGER)] * 500]
    (table,) = find(rows).tables
    assert (table.header, table.again) == (1, frozenset(range(2, 501)))
    assert len(looked) < 50
    (upper, *_) = find(rows, merges=(Merge(250, 0, 250, 1),)).tables
    assert 249 in upper.again
    assert 250 not in upper.again
