"""Content is a value: frozen, comparable, and refused when it is made where it cannot be written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import attrs
import pytest
from helpers.wordfile import every_block

from trafficlight.documents import Document
from trafficlight.documents.content import (
    Cell,
    Contents,
    ContentsEntry,
    Grid,
    GridColumn,
    Heading,
    PageReference,
    PageSetup,
    Paragraph,
    Rows,
    Run,
    Section,
    plain,
)
from trafficlight.errors import DocumentError, WrongValue
from trafficlight.layout import GB33476, OFFICIAL, Style, StyleRule


def test_text_and_lists_are_frozen() -> None:
    """What a caller does to a list afterwards does not reach the content."""
    runs: list[str | Run | PageReference] = ["甲"]
    blocks: list[Paragraph] = [Paragraph(runs)]
    document = Document(sections=[Section(blocks)])
    runs.append("乙")
    blocks.clear()
    assert document.sections[0].blocks == (Paragraph(("甲",)),)


def test_equal_content_is_equal() -> None:
    """Two documents built alike are equal, and a changed copy is not."""
    document = Document(sections=(Section((Heading("一、", bookmark="a"),)),), title="通报")
    assert document == attrs.evolve(document)
    assert document != attrs.evolve(document, title="通知")


def test_headings_are_found_in_order() -> None:
    """Headings of blocks and of grids count, with or without a bookmark."""
    titles = [plain(heading.text) for heading in every_block().headings()]
    assert titles == ["第1级", "第2级", "第3级", "第4级", "一、另起一页", "一、总体情况", "对上争取情况"]


def test_rows_iterate_again() -> None:
    """`Rows` gives its rows as often as it is asked."""
    rows = Rows(lambda: iter([("甲",)]))
    assert list(rows) == list(rows) == [("甲",)]


def test_plain_text_of_runs() -> None:
    """The text without looks is what a reader sees."""
    assert plain(["见", Run("第"), PageReference("a", "3"), "页"]) == "见第3页"


REFUSED: dict[str, Callable[[], object]] = {
    "rows once": lambda: Grid([GridColumn(1)], iter([("甲",)])),
    "no columns": lambda: Grid([], []),
    "header of one row": lambda: Grid([GridColumn(1), GridColumn(1)], [], header=("序号", "单位")),
    "width zero": lambda: GridColumn(0),
    "width nan": lambda: GridColumn(float("nan")),
    "span zero": lambda: Cell("", span=0),
    "colour by name": lambda: Cell("", fill="blue"),
    "level zero": lambda: Heading("", 0),
    "level five": lambda: Heading("", 5),
    "bookmark with a digit first": lambda: Heading("", bookmark="1a"),
    "bookmark with a blank": lambda: Paragraph("", bookmark="a b"),
    "bookmark too long": lambda: PageReference("a" * 41),
    "contents level four": lambda: ContentsEntry("", "a", 4),
    "contents without a bookmark": lambda: Contents((ContentsEntry("", "a-b"),)),
    "no sections": lambda: Document(sections=()),
    "width without end": lambda: GridColumn(float("inf")),
    "alignment of a column": lambda: GridColumn(1, cast("Any", "middle")),
    "alignment of a cell": lambda: Cell("", align=cast("Any", "middle")),
    "merge": lambda: Cell("", merge=cast("Any", "restart")),
    "unit of widths": lambda: Grid([GridColumn(1)], [], widths=cast("Any", "cm")),
    "face": lambda: Run("", face=cast("Any", "heiti")),
    "face of a style": lambda: StyleRule(name="引文", face=cast("Any", "heiti")),
    "orientation": lambda: PageSetup(orientation=cast("Any", "upright")),
    "number format": lambda: PageSetup(number_format=cast("Any", "roman")),
    "first number": lambda: PageSetup(first_number=-1),
}


@pytest.mark.parametrize("make", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_written_is_refused_at_the_door(make: Callable[[], object]) -> None:
    """Misuse is an error of the library when the value is made, not when the file is written."""
    with pytest.raises((DocumentError, WrongValue)):
        make()


def test_every_style_has_its_rule() -> None:
    """Both profiles say how every named style looks."""
    assert set(OFFICIAL.styles) == set(GB33476.styles) == set(Style)


def test_a_profile_takes_styles_of_an_agency() -> None:
    """A style is added or replaced by key; an unknown one is refused with those there are."""
    ours = OFFICIAL.restyled(quote=StyleRule(name="引文", face="kai"))
    assert ours.style("quote").face == "kai"
    assert hash(ours) == hash(attrs.evolve(ours))
    with pytest.raises(DocumentError, match="quote"):
        OFFICIAL.style("quote")
