"""How high things stand is reckoned in one way, near enough to what LibreOffice lays out that pages end where they should."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from attrs import evolve
from helpers.rendering import RenderedPage, pages
from helpers.wordfile import body, values

from trafficlight.documents import Document, PageSetup, Section
from trafficlight.documents.content import Block, Grid, GridColumn, PageBreak, Paragraph
from trafficlight.documents.content._heights import text_height
from trafficlight.documents.content._text_widths import lines
from trafficlight.layout import OFFICIAL, Style
from trafficlight.layout._keys import Orientation

FACTS = ("包保领导：第一组组长", "责 任 人：第一组联络员", "责任科室：办公室", "截至日期：2023年9月")
LONG = tuple(fact + "，负责联络县（市、区）审计局，协调解决督导帮扶中的问题" * 4 for fact in FACTS)


def group(which: int, rows: int, facts: Sequence[str]) -> Grid:
    """A group's table, kept together as a bulletin keeps short ones, each of its lines with the group's number."""
    return Grid(
        [GridColumn(1), GridColumn(9)],
        [[str(at), f"组{which}行{at}。"] for at in range(1, rows + 1)],
        header=(("序号", f"组{which}表头。"),),
        lead=[Paragraph("\n".join(f"组{which}事。{fact}" for fact in facts), Style.TABLE_FACT)],
        keep_together=rows <= 8,
    )


def stands(made: Sequence[RenderedPage], which: int, what: str) -> list[int]:
    """The pages on which lines of a group stand."""
    return [at for at, page in enumerate(made) for line in page.lines for _ in re.findall(f"组{which}{what}", line)]


@pytest.mark.render
@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
def test_facts_stand_with_each_other_and_with_their_table(orientation: Orientation, tmp_path: Path) -> None:
    """However many facts there are, how long they are and how many rows follow: no page ends among or behind them."""
    kinds = (FACTS[:2], FACTS, FACTS * 2, LONG)
    counts = ((8, 3, 1, 2), (6, 5, 3, 2), (8, 4, 1, 30))
    sets = [(facts, rows) for facts in kinds for rows in counts]
    blocks = [
        [group(10 * at + n, count, facts) for n, count in enumerate(rows)] for at, (facts, rows) in enumerate(sets)
    ]
    made = pages(
        Document(sections=[Section(own, PageSetup(orientation=orientation)) for own in blocks]).to_bytes(), tmp_path
    )
    parted = [
        (rows, len(facts), at, n, set(where))
        for at, (facts, rows) in enumerate(sets)
        for n in range(len(rows))
        if len(set(where := [*stands(made, 10 * at + n, "事。"), *stands(made, 10 * at + n, "行1。")])) > 1
    ]
    assert parted == []


@pytest.mark.render
def test_a_table_that_fits_on_no_page_is_not_kept_together(tmp_path: Path) -> None:
    """What stands above it would be left on a page by itself."""
    table = group(1, 300, LONG)
    made = pages(Document(sections=[Section([evolve(table, keep_together=True)])]).to_bytes(), tmp_path)
    assert {*stands(made, 1, "事。"), *stands(made, 1, "行1。")} == {0}


@pytest.mark.parametrize(
    ("text", "room", "indent", "count"),
    [
        ("", 10, 0, 1),
        ("字" * 10, 10, 0, 1),
        ("字" * 10, 10, 2, 2),
        ("字\n字", 10, 0, 2),
        ("2023" * 5, 10, 0, 1),  # digits are half as wide
        ("字" * 8 + "MMMM", 10, 0, 2),  # a word does not break
    ],
)
def test_lines_of_a_text(text: str, room: float, indent: float, count: int) -> None:
    """Chinese breaks anywhere, words and numbers go over whole, each line of a text is indented."""
    assert lines(text, room, indent=indent) == count


@pytest.mark.render
@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
def test_heights_are_those_of_the_page(orientation: Orientation, tmp_path: Path) -> None:
    """Text and table end where it was reckoned, within three millimetres a page."""
    blocks: list[Block] = [Paragraph("文" * 70, Style.FLUSH), Paragraph("题", Style.TABLE_LEAD), group(1, 6, FACTS)]
    (page,) = pages(Document(sections=[Section(blocks, PageSetup(orientation=orientation))]).to_bytes(), tmp_path)
    oriented = OFFICIAL.page.oriented(orientation)
    foot = max(rule.bottom for rule in page.rules)
    assert foot - oriented.top == pytest.approx(text_height(blocks, OFFICIAL, oriented), abs=1)


def table_of(rows: int, *before: Block) -> Document:
    """A list of units of so many rows, below what stands before it on its page."""
    listed = Grid([GridColumn(1), GridColumn(9)], [[str(at), "单位"] for at in range(rows)], header=(("序号", "名称"),))
    return Document(sections=[Section([*before, listed])])


NOTHING_CAME = [block for at in "一二" for block in (Paragraph(f"表{at}", Style.TABLE_TITLE), Paragraph("未收到。"))]


def least_row(document: Document) -> float:
    """How high a table's rows are at least, in millimetres."""
    (height,) = set(values(body(document), ".//w:trHeight"))
    return int(height) * 25.4 / 1440


@pytest.mark.parametrize(
    ("rows", "before", "usual"),
    [
        (26, [], True),  # fits
        (30, [], False),
        (60, [], True),  # never fits
        (19, NOTHING_CAME, True),
        (22, NOTHING_CAME, False),
        (22, [Paragraph(), PageBreak()], True),  # on a page of its own
        (30, [*NOTHING_CAME, PageBreak()], False),
    ],
)
def test_a_table_a_little_too_long_has_lower_rows(rows: int, before: list[Block], usual: bool) -> None:  # noqa: FBT001
    """No lower than their text needs, and only where the last of them would go over otherwise."""
    high = least_row(table_of(rows, *before))
    assert high == pytest.approx(8, abs=0.1) if usual else 6.6 < high < 7.9


@pytest.mark.render
@pytest.mark.parametrize(("rows", "before"), [(30, []), (22, NOTHING_CAME)])
def test_its_last_rows_take_no_page_of_their_own(rows: int, before: list[Block], tmp_path: Path) -> None:
    """Below the lines that say that nothing came, too."""
    assert len(pages(table_of(rows, *before).to_bytes(), tmp_path)) == 1
