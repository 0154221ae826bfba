"""表格: an article's own tables break over pages as the compendium's do."""

from __future__ import annotations

import docx
import pytest
from docx.oxml.ns import qn
from helpers.made_articles import W, merged, part, saved, with_body


def rows(*texts: tuple[str, ...], header: bool = False) -> list[tuple[bool, bool]]:
    """Of each row of a submitted table: whether it repeats as a header, and whether it stays whole, in the compendium."""
    document = docx.Document()
    document.add_paragraph("开头。")
    table = document.add_table(0, len(texts[0]))
    for row in texts:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    if header:
        table.rows[1]._tr.get_or_add_trPr().append(table.rows[1]._tr.makeelement(qn("w:tblHeader")))
    document.add_paragraph("结尾。")
    return [
        (row.find(f"{W}trPr/{W}tblHeader") is not None, row.find(f"{W}trPr/{W}cantSplit") is not None)
        for row in part(merged(saved(document)).data).iter(f"{W}tr")
    ]


HEADER = ("月份", "完成数")
BODY = (("一月", "12"), ("二月", "15"))


def test_a_header_repeats_and_rows_stay_whole() -> None:
    """A row of short words above others is a header: it never stands alone at a page's foot, and each page shows it."""
    assert rows(HEADER, *BODY) == [(True, True), (False, True), (False, True)]


@pytest.mark.parametrize(
    "first",
    [("2023", "完成数"), ("", "完成数"), ("本月共完成审计项目十二个，比去年同期多出三个", "完成数")],
    ids=["a number", "an empty cell", "a sentence"],
)
def test_what_is_no_header_does_not_repeat(first: tuple[str, str]) -> None:
    """A first row that holds data, or a text, is not printed twice."""
    assert rows(first, *BODY)[0] == (False, True)


def test_an_articles_own_header_stays_the_only_one() -> None:
    """Where the article says itself which rows repeat, nothing is added."""
    assert [repeats for repeats, _ in rows(HEADER, *BODY, header=True)] == [False, True, False]


def test_a_row_of_a_pages_length_may_split() -> None:
    """A row that may need more than a page is not forced onto one, where programs would cut it off."""
    assert rows(HEADER, ("说明", "长" * 500), *BODY)[1] == (False, False)


def test_a_frame_is_no_table() -> None:
    """One or two rows are a frame around text: they are left alone."""
    assert rows(HEADER, BODY[0]) == [(False, False), (False, False)]


WIDE = """
<w:tbl><w:tblPr><w:tblW w:w="{named}" w:type="{kind}"/><w:tblInd w:w="700" w:type="dxa"/></w:tblPr>
<w:tblGrid><w:gridCol w:w="{first}"/><w:gridCol w:w="{second}"/></w:tblGrid>
<w:tr><w:tc><w:tcPr><w:tcW w:w="{first}" w:type="dxa"/></w:tcPr><w:p/></w:tc>
<w:tc><w:tcPr><w:tcW w:w="50" w:type="pct"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>
"""
TEXT = round(156 / 25.4 * 1440)


def measures(named: int, first: int, second: int, kind: str = "dxa") -> list[list[int]]:
    """Named width, columns, cells and indent of such a table in the compendium."""
    root = part(merged(with_body(WIDE.format(named=named, first=first, second=second, kind=kind))).data)
    return [
        [int(one.get(f"{W}w", "0")) for one in root.iter(f"{W}{name}")] for name in ("tblW", "gridCol", "tcW", "tblInd")
    ]


def test_a_table_as_wide_as_the_text_stays() -> None:
    """Up to two hundredths more than the text's width: Word's own tables stand out by the padding of their cells."""
    wide = TEXT * 51 // 50 - 2
    assert measures(wide, wide - 3000, 3000) == [[wide], [wide - 3000, 3000], [wide - 3000, 50], [700]]


def test_a_wider_table_shrinks_in_proportion() -> None:
    """Grid, cells and named width shrink alike, shares in percent stay, and the table starts at the margin."""
    (width,), columns, cells, indent = measures(TEXT * 2, TEXT, TEXT)
    assert width == pytest.approx(TEXT, abs=2)
    assert columns == pytest.approx([TEXT / 2, TEXT / 2], abs=2)
    assert cells == [columns[0], 50]
    assert indent == [0]


def test_the_wider_of_named_width_and_grid_counts() -> None:
    """A grid that is too wide is fitted where the named width is not; a width in percent says nothing in twips."""
    assert measures(TEXT, TEXT, TEXT)[0] == pytest.approx([TEXT], abs=2)
    assert measures(TEXT, TEXT, TEXT)[1] == pytest.approx([TEXT / 2] * 2, abs=2)
    assert measures(TEXT * 2, TEXT // 2, TEXT // 2)[1] == pytest.approx([TEXT / 4] * 2, abs=2)
    assert measures(TEXT * 103 // 100, 400, 400)[0] == pytest.approx([TEXT], abs=2)
    assert measures(99999, 400, 400, "pct") == [[99999], [400, 400], [400, 50], [700]]
