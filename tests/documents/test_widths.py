"""Column widths: by content, within the form's proportions; and tables that belong together stand together."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from helpers.office_ratings import AS_OF, SCHEME, help_item, rate
from helpers.readword import W, part, tables, visible_text
from helpers.rendering import pages
from helpers.sample_records import key_work_item
from helpers.small_office import OFFICE, PERSONNEL

import trafficlight as tl
from trafficlight.documents import (
    BulletinPlan,
    Document,
    Part,
    ThemeTable,
    bulletin,
    default_plan,
    ledger,
    text_document,
    to_html,
)
from trafficlight.documents.content import Cell, Grid, GridColumn, PageSetup, Row, Section
from trafficlight.documents.content._column_widths import fitted
from trafficlight.errors import DocumentError
from trafficlight.layout import OFFICIAL

CHARACTER = 10.5 * 25.4 / 72
BROADEST = {"Orange": 3.8, "Computed": 5.0, "Remarks": 4.5, "WWWWW": 5.0}
"""How wide they are in 字, in Noto's serif type."""


def widths(*rows: Sequence[str], shares: Sequence[float] = (1, 1), header: Sequence[str] = ("甲", "乙")) -> list[float]:
    """The widths in millimetres of a table on a portrait page."""
    grid = Grid([GridColumn(share) for share in shares], rows, header=(header,))
    (made,) = fitted([grid], OFFICIAL, "portrait")
    whole = sum(column.width for column in made.columns)
    return [column.width * 156 / whole for column in made.columns]


def test_what_fits_keeps_the_forms_proportions() -> None:
    """A form's widths stand where everything has room."""
    assert widths(("短", "短"), shares=(2, 1)) == pytest.approx([104, 52])


def test_a_long_text_takes_the_room_that_others_leave() -> None:
    """An empty column gives way, to its header, so that the tallest cell is as low as it can be."""
    long, empty = widths(("长" * 300, ""))
    assert long > 140
    assert empty > CHARACTER


@pytest.mark.render
def test_a_name_does_not_wrap_for_the_slack_of_others(tmp_path: Path) -> None:
    """Where all columns stand on one line but for what is kept free between text and rule, they do."""
    row = ("市经济责任审计工作联席会议办公室", "经济责任审计科负责人", "分管领导之一", "蓝二", "黄一", "红一")
    grid = Grid([GridColumn(1)] * 6, [row], widths="fit")
    texts = sum(map(len, row)) * CHARACTER + 12 * OFFICIAL.table.padding
    assert texts + 0.6 < 156 < texts + 3
    (page,) = pages(Document(sections=[Section([grid])]).to_bytes(), tmp_path)
    assert page.lines[:1] == ["".join(row)]


def test_a_name_stays_on_one_line() -> None:
    """“电子数据审计科” never leaves “科” on a line of its own, nor does a date break."""
    _, name = widths(("长" * 300, "电子数据审计科"), shares=(20, 1))
    assert name > 7 * CHARACTER
    _, english = widths(("长" * 300, "31 May 2025"), shares=(20, 1))
    assert english > 5.5 * CHARACTER
    _, date = widths(("长" * 300, "2023年12月"), shares=(20, 1))
    assert date > 5.5 * CHARACTER


@pytest.mark.parametrize("word", ["Orange", "Computed", "Remarks", "WWWWW"])
def test_a_latin_word_is_never_torn(word: str) -> None:
    """Neither a header nor a cell breaks within a word, whichever of the usual faces it is set in."""
    _, head = widths(("长" * 300, ""), shares=(20, 1), header=("甲", word))
    _, cell = widths(("长" * 300, word), shares=(20, 1))
    assert min(head, cell) > BROADEST[word] * CHARACTER


def test_chinese_gives_way_before_latin_words() -> None:
    """Where columns are many, headers that can break do; no word that cannot is torn."""
    header = [*["审计工作推进情况说明"] * 8, *["Computed"] * 4]
    found = widths([""] * 12, shares=[1] * 12, header=header)
    assert sum(found) == pytest.approx(156)
    assert min(found[8:]) > BROADEST["Computed"] * CHARACTER


def test_only_the_longest_words_are_torn() -> None:
    """Where not even the words have room, the short ones among them stay whole."""
    long = "Featherstonehaugh-Cholmondeley"
    found = widths(["Orange", *[long] * 5], shares=[1] * 6, header=["Place", *["Director"] * 5])
    assert sum(found) == pytest.approx(156)
    assert found[0] > BROADEST["Orange"] * CHARACTER
    assert max(found[1:]) == pytest.approx(min(found[1:]))


def test_the_lines_of_a_list_are_measured_one_by_one() -> None:
    """An item of a list stands on one line where another column can spare the room, and no column is wider than its lines."""
    item = "1.审计整改联动机制（已认定）1"
    wanted, other = widths(("\n".join([item] * 8), "1.拟申报改革试点"), ("长" * 24, ""), shares=(1, 9))
    assert wanted > 24 * CHARACTER
    assert other > 8 * CHARACTER
    wide, narrow, last = widths(("\n".join([item] * 8), "长" * 90, "短"), shares=(1, 9, 1), header=("甲", "乙", "丙"))
    assert 14.5 * CHARACTER < wide < 18 * CHARACTER
    assert narrow > last


def test_other_tables_are_fitted_as_well() -> None:
    """A table of differences and the sheet for a signature have columns by their content, too."""
    table = tl.model.TextTable("Changes", ("A", "B"), (("Computed", "b"), ("b", "c " * 400)), (1, 30), "en")
    ((first, _),) = columns_of(text_document(table))
    assert first > BROADEST["Computed"] * CHARACTER


@pytest.mark.parametrize(
    "written", [lambda one: columns_of(one)[0], lambda one: shares_of(to_html(one))], ids=["docx", "html"]
)
def test_a_table_put_straight_into_a_document_is_fitted_too(written: Callable[[Document], list[float]]) -> None:
    """It looks as in a ledger or bulletin: the columns of the same items are as wide, the tall row's pieces have its number."""
    items = [
        evolve(key_work_item(tl.model.Progress.SLOW, OFFICE), status="推进情况" * 100 * at, matter=f"事项{at}")
        for at in (1, 8)
    ]
    ratings = rate(*(tl.Entry("key_work", item, at) for at, item in enumerate(items, 1)))
    grid = tl.documents.rating_grid(ratings[0].theme, ratings)
    straight = Document(sections=[Section([grid], PageSetup(orientation="landscape"))])
    assert written(straight) == written(ledger(SCHEME, ratings, as_of=AS_OF))
    assert max(written(straight)) > 0.3 * sum(written(straight))
    (table,) = tables(straight.to_bytes())
    assert [row[0] for row in table].count("2") > 1


def test_a_sample_shows_the_form_as_it_is() -> None:
    """What a column may say does not take the room that is to be written in."""
    form = SCHEME.rulebooks.latest.theme("key_work").form
    sample = tl.documents.blank_grid(form, words={"进度评价": "已办结/正常推进/推进缓慢/严重滞后"})
    (made,) = columns_of(Document(sections=[Section([sample], PageSetup(orientation="landscape"))]))
    wide = [column.width for column in form.published]
    assert made == pytest.approx([225 * one / sum(wide) for one in wide], abs=0.1)


def test_widths_of_an_agencys_own_table_are_its_own() -> None:
    """Shares stay as they are given; who wants them fitted says so."""
    own = Grid([GridColumn(1), GridColumn(1)], [("长" * 300, "短")])
    (kept,) = columns_of(Document(sections=[Section([own])]))
    (fit,) = columns_of(Document(sections=[Section([evolve(own, widths="fit")])]))
    assert kept == pytest.approx([78, 78], abs=0.1)
    assert fit[0] > 140


def shares_of(html: str) -> list[float]:
    """The widths of the first table's columns, in percent."""
    return [float(width) for width in re.findall(r"<col style=.width:([\d.]+)%", html)]


def columns_of(document: Document) -> list[list[float]]:
    """The widths of each table in a file, in millimetres."""
    tree = part(document.to_bytes(), "word/document.xml")
    return [
        [int(one.get(f"{W}w", "0")) / 20 * 25.4 / 72 for one in grid.iter(f"{W}gridCol")]
        for grid in tree.iter(f"{W}tblGrid")
    ]


def test_tables_of_one_theme_are_alike() -> None:
    """Groups' tables have the same columns, whatever each holds."""
    one, other = (Grid([GridColumn(1), GridColumn(1)], [row]) for row in (("长" * 300, ""), ("", "")))
    first, second = fitted([one, other], OFFICIAL, "portrait")
    assert first.columns == second.columns


def test_no_tables_no_widths() -> None:
    """Nothing comes of nothing."""
    assert fitted([], OFFICIAL, "portrait") == []


def test_a_ledger_of_long_items_gives_them_its_width() -> None:
    """Five items of 400 characters do not stand in a seventh of the page."""
    items = [
        evolve(key_work_item(tl.model.Progress.SLOW, OFFICE), status="推进情况" * 100, matter=f"事项{at}")
        for at in range(5)
    ]
    ratings = rate(*(tl.Entry("key_work", item, at) for at, item in enumerate(items, 1)))
    made = ledger(SCHEME, ratings, as_of=AS_OF).to_bytes()
    columns = [int(one.get(f"{W}w", "0")) for one in part(made, "word/document.xml").iter(f"{W}gridCol")]
    assert max(columns) > 0.3 * sum(columns)


def test_many_short_rows_are_worth_more_than_one_tall() -> None:
    """Where one text is long and another column's are all of some length, the table as a whole is low."""
    usual, _ = widths(*[("长" * 40, "短" * 10)] * 50, ("长" * 40, "短" * 400))
    alone, _ = widths(("长" * 40, "短" * 400))
    assert alone < 60 < usual


def test_the_last_rows_count_as_the_first() -> None:
    """A ledger begins with what is done, in few words; what is late stands at its end, and has room as well."""
    first, _ = widths(*[("短", "长" * 30)] * 300, *[("长" * 300, "短")] * 100)
    assert first > 100


def grouped(count: int) -> bytes:
    """A bulletin with so many groups' tables."""
    entries = [tl.Entry("assistance", help_item(f"组长{at}"), at) for at in range(1, count + 1)]
    plan = BulletinPlan("通报", [Part("部分", [ThemeTable("assistance")])], cover=False, contents="")
    return bulletin(SCHEME, rate(*entries), period=tl.Quarter(2023, 3), as_of=AS_OF, plan=plan).to_bytes()


def test_groups_share_one_title_and_one_note() -> None:
    """The theme's title stands above the first table, its note below the last."""
    text = visible_text(grouped(3))
    title = SCHEME.rulebooks.latest.theme("assistance").form.title.replace("\n", "")
    assert text.replace("\n", "").count(title) == 1
    assert text.count("备注：") == 1
    assert len(tables(grouped(3))) == 3


@pytest.mark.render
def test_groups_stand_together_on_pages(tmp_path: Path) -> None:
    """Six groups of one row each take at most four pages, and a table never touches what is above it."""
    made = pages(grouped(6), tmp_path)
    assert len(made) <= 4
    for page in made:
        tops = [rule.top for rule in page.rules]
        for above in (glyph for glyph in page.glyphs if glyph.text == "截"):
            table = min(top for top in tops if top > above.bottom - 1)
            ink = page.ink(above.left, above.top, above.right, table - 0.4)
            assert ink is not None
            assert ink.bottom < table - 1.5


def test_numbers_that_repeat_are_counted_anew() -> None:
    """Two sheets of one table, each numbered from 1, are printed as 1, 2, 3, 4."""
    items = [
        key_work_item(tl.model.Progress.SLOW, unit, matter=f"事项{at}")
        for at, unit in enumerate((OFFICE, PERSONNEL) * 2)
    ]
    ratings = rate(*(tl.Entry("key_work", item, 1 + at % 2) for at, item in enumerate(items)))
    made = Document(sections=[Section([tl.documents.rating_grid(ratings[0].theme, ratings)])])
    (table,) = tables(made.to_bytes())
    assert [row[0] for row in table[1:]] == ["1", "2", "3", "4"]


def test_two_tables_of_one_part_never_have_one_title() -> None:
    """对上争取 of the bureau and of the counties say whose they are, in the contents too."""
    book = SCHEME.rulebooks.at(AS_OF)
    made = bulletin(SCHEME, (), period=tl.Quarter(2023, 3), as_of=AS_OF, plan=default_plan(SCHEME, book))
    titles = [str(heading.text) for heading in made.headings()]
    assert len(set(titles)) == len(titles)


def test_contents_have_no_dots_that_lead_nowhere() -> None:
    """Until page numbers are known there is no leader; with them there is the style's."""
    book = SCHEME.rulebooks.at(AS_OF)
    made = bulletin(SCHEME, (), period=tl.Quarter(2023, 3), as_of=AS_OF, plan=default_plan(SCHEME, book))
    assert len(leaders(made)) == len(made.bookmarks())
    known = evolve(made, pages=dict.fromkeys(made.bookmarks(), "1"))
    assert leaders(known) == []


def leaders(document: Document) -> list[str]:
    """The tabs of contents that say themselves whether dots lead to them."""
    tree = part(document.to_bytes(), "word/document.xml")
    return [tab.get(f"{W}leader", "") for tab in tree.iter(f"{W}tab") if tab.get(f"{W}leader")]


def test_a_tall_row_goes_on_with_its_number_and_light() -> None:
    """What is taller than half a page stands in rows that each say which item it is of and how it is lit; no text is lost."""
    text = "推进情况正常。" * 400
    light = Cell("黄", fill="FFC000")
    rows: list[Row] = [("1", "短", light, "甲"), ("2", text, light, "乙"), ("3", "短", light, "丙")]
    columns = [GridColumn(width) for width in (1, 8, 2, 2)]
    (made,) = fitted([Grid(columns, rows)], OFFICIAL, "landscape")
    shown = list(made.rows)
    assert len(shown) > 4
    assert [row[0] for row in shown] == ["1", *["2"] * (len(shown) - 2), "3"]
    assert all(row[2] == light for row in shown)
    assert "".join(str(row[1]) for row in shown[1:-1]) == text
    assert all(str(row[1]).endswith("。") for row in shown[1:-1])
    assert [row[3] for row in shown] == ["甲", "乙", *[""] * (len(shown) - 3), "丙"]


def test_a_tall_list_goes_on_with_its_number_and_light() -> None:
    """Thirty short lines are as tall as a long text: their second page says which item they are of, and how it is lit."""
    lines = [f"{at}.甲" for at in range(1, 31)]
    light = Cell("黄", fill="FFC000")
    (made,) = fitted(
        [Grid([GridColumn(1), GridColumn(8), GridColumn(2)], [("1", "\n".join(lines), light)])], OFFICIAL, "landscape"
    )
    shown = list(made.rows)
    assert len(shown) > 1
    assert all((row[0], row[2]) == ("1", light) for row in shown)
    assert [line for row in shown for line in str(row[1]).split("\n")] == lines
    # about as many in each row: none has a line or two alone
    counts = [str(row[1]).count("\n") + 1 for row in shown]
    assert max(counts) - min(counts) <= 1


def test_english_is_parted_between_words() -> None:
    """No word or number is torn where a row goes on, and a text is not parted before it is tall: letters are narrow."""
    columns = [GridColumn(1), GridColumn(2), GridColumn(4)]
    text = "The score is 88.7 (12 to 6.5), complaints are answered within ten days, " * 40
    rows: list[Row] = [("1", text[:320], "x"), ("2", text, "x")]
    (made,) = fitted([Grid(columns, rows, widths="share")], OFFICIAL, "landscape")
    shown = [str(row[1]) for row in made.rows]
    assert shown[0] == rows[0][1]
    assert len(shown) > 2
    assert "".join(shown[1:]) == text
    assert [word for piece in shown[1:] for word in piece.split()] == text.split()


def test_a_tall_row_of_merged_cells_stays_as_it_is() -> None:
    """A merge holds rows together that the text alone would part."""
    rows: list[Row] = [(Cell("1", merge="start"), "长" * 4000), (Cell(merge="continue"), "短")]
    (made,) = fitted([Grid([GridColumn(1), GridColumn(1)], rows)], OFFICIAL, "portrait")
    assert list(made.rows) == rows


@pytest.mark.render
def test_every_page_of_a_tall_row_has_its_number(tmp_path: Path) -> None:
    """No page of the ledger begins with text of an item that is named on another."""
    item = evolve(key_work_item(tl.model.Progress.SLOW, OFFICE), status="推进情况正常。" * 500, matter="事项")
    for page in pages(ledger(SCHEME, rate(tl.Entry("key_work", item, 1)), as_of=AS_OF).to_bytes(), tmp_path):
        text = "".join(page.lines)
        if "推进情况正常" in text:
            assert "推进缓慢（黄）" in text.replace(" ", "")


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ((), ["甲", "乙", "丙"]),
        ((), ["甲"]),
        ((), ["甲" * 3000, "乙", "丙"]),
        ((), ["甲", ["乙"]]),
        ((), ["甲", ("乙",)]),
        ((), ["甲", None]),
        ((("一", "二", "三"),), ["甲", "乙"]),
    ],
)
def test_rows_that_do_not_fit_are_refused_alike(header: Any, row: Any) -> None:
    """A table that is fitted refuses what is no row of it in the same words as one that is not."""
    said = []
    share = Grid([GridColumn(1), GridColumn(1)], [row], header=header)
    for grid in (share, evolve(share, widths="fit")):
        for write in (Document.to_bytes, to_html):
            with pytest.raises(DocumentError, match="第 1 行") as caught:
                write(Document(sections=[Section([grid])], title="表"))
            said.append(str(caught.value))
    assert len(set(said)) == 1


def test_a_text_of_very_many_pages_fits() -> None:
    """A cell of more than a thousand lines leaves its neighbour a width, too."""
    grid = Grid([GridColumn(1)] * 2, [["1", "字" * 100_000]], widths="fit")
    (made,) = fitted([grid], OFFICIAL, "portrait")
    assert sum(column.width for column in made.columns) == pytest.approx(OFFICIAL.page.text_width)
    assert "".join(str(row[1]) for row in made.rows) == "字" * 100_000
