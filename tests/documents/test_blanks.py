"""Blank forms (样表)."""

from __future__ import annotations

from helpers.readword import tables
from helpers.refusals import refused

import trafficlight as tl
from trafficlight.documents import Document, Section, blank_grid, collection_form


def blank(form: tl.Form, **words: str) -> list[list[str]]:
    """The blank form as rows of texts."""
    (table,) = tables(Document(sections=[Section([blank_grid(form, words=words)])]).to_bytes())
    return table


def test_a_plain_form_has_a_row_of_dots_and_goes_on() -> None:
    """样表: the notice's header, a first row to show what belongs where, a second that says that it goes on."""
    assert blank(tl.notice.reform_bureau().form) == [
        ["序号", "科室单位", "分管领导", "已争取事项", "拟争取事项"],
        ["1", "……", "……", "……", "……"],
        ["2", "：\n：\n：", "", "", ""],
    ]


def test_collection_only_columns_are_not_printed() -> None:
    """§3.13: “the published table shows only the notice's columns”: 认定名次 stands on the hand-in only."""
    assert "认定名次" not in blank(tl.notice.performance_assessment().form)[0]


def test_a_block_prints_its_lines() -> None:
    """A4-2.4: 已争取 and 拟争取 stand below each other for each unit."""
    table = blank(tl.notice.upward_funding_bureau().form)
    assert [row[3] for row in table[1:]] == ["已争取", "拟争取", "已争取", "拟争取"]
    assert table[2] == ["", "", "", "拟争取", "……", "……", "……"]


def test_words_replace_the_dots_of_a_column() -> None:
    """进度评价 lists its choices, as the sample tables do."""
    assert blank(tl.notice.investment().form, 进度评价="已办结/正常推进")[1][-1] == "已办结/正常推进"


def test_words_for_a_column_that_is_not_there_are_refused() -> None:
    """A misspelt header is an error."""
    with refused(ValueError, match="进度"):
        blank(tl.notice.reform_bureau().form, 进度="…")


def test_a_form_that_asks_for_nothing_has_its_numbers() -> None:
    """A form without a field to fill in, as one is while it is drawn up, is printed with the numbers of its rows."""
    form = tl.Form("清单", (tl.serial(),))
    assert blank(form) == [["序号"], ["1"], ["2"]]
    (sent,) = tables(collection_form(form, rows=1).to_bytes())
    assert sent == [["序号"], ["1"]]
