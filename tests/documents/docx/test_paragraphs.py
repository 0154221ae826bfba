"""Paragraphs, headings, page breaks, bookmarks and the contents."""

from __future__ import annotations

import pytest
from helpers.wordfile import W, body, every_block, find_all, one_section, plain_grid, texts, values

from trafficlight.documents import Document
from trafficlight.documents.content import (
    Block,
    Cell,
    Contents,
    ContentsEntry,
    Grid,
    GridColumn,
    Heading,
    PageBreak,
    PageReference,
    Paragraph,
    Run,
    Section,
)
from trafficlight.errors import DocumentError
from trafficlight.layout import Style


def instructions(document: Document) -> list[str]:
    """The instructions of all fields, in order."""
    return [(one.text or "").strip() for one in find_all(body(document), ".//w:instrText")]


def test_a_paragraph_has_its_style_and_runs_their_look() -> None:
    """Style by id; a run's face, weight, size and colour by properties, Chinese type included."""
    tree = body(one_section(Paragraph(["见", Run("甲", face="hei", bold=True, size=12, colour="c00000")], Style.NOTE)))
    assert values(tree, ".//w:pStyle") == ["Note"]
    (fonts,) = find_all(tree, ".//w:rFonts")
    assert fonts.get(f"{W}eastAsia") == "黑体"
    assert (values(tree, ".//w:sz"), values(tree, ".//w:color")) == (["24"], ["C00000"])


def test_headings_stand_in_the_outline() -> None:
    """A heading is known by its level's style, also where it looks like another."""
    tree = body(one_section(Heading("一、", 1), Heading("二、", 2, style=Style.PART), Heading("三、", 3)))
    assert values(tree, "w:p/w:pPr/w:pStyle") == ["Heading1", "Heading2", "Heading3"]
    assert [len(find_all(one, "w:pPr/w:jc")) for one in find_all(tree, "w:p")] == [0, 1, 0]
    assert values(tree, "w:p[2]/w:r/w:rPr/w:sz") == ["44"]
    assert values(tree, "w:p[2]/w:pPr/w:jc") == ["center"]


def test_a_heading_of_another_look_may_refer_to_a_page() -> None:
    """The number of a page is a field there, too, and the words around it keep the look."""
    heading = Heading(["见第", PageReference("a"), "页"], 2, bookmark="a", style=Style.PART)
    document = one_section(heading)
    assert instructions(document) == ["PAGEREF a \\h"]
    assert values(body(document), "w:p[1]/w:r[w:t='见第' or w:t='页']/w:rPr/w:sz") == ["44", "44"]


def test_a_page_break_holds_for_what_follows() -> None:
    """The next paragraph starts a page, whatever it belongs to; no empty line is left at its top."""
    grid = plain_grid([["甲", "乙"]])
    titled = plain_grid([["甲", "乙"]], title="台账")
    blocks: list[Block] = [Paragraph("前")]
    for block in (Paragraph("后"), grid, titled, Contents(title="目录")):
        blocks += [PageBreak(), block]
    tree = body(one_section(*blocks))
    broken = find_all(tree, "w:p[w:pPr/w:pageBreakBefore]")
    assert texts(tree, "w:p[w:pPr/w:pageBreakBefore]") == ["后", "", "台账", "目录"]
    assert find_all(broken[1], "following-sibling::*[1]")[0].tag == f"{W}tbl"
    assert not find_all(tree, ".//w:br")


def test_bookmarks_are_paired_and_numbered_apart() -> None:
    """Each bookmark is opened and closed once, under a number of its own."""
    tree = body(every_block())
    starts = [one.get(f"{W}id") for one in find_all(tree, ".//w:bookmarkStart")]
    ends = [one.get(f"{W}id") for one in find_all(tree, ".//w:bookmarkEnd")]
    assert starts == ends
    assert len(set(starts)) == len(starts) == 3


def test_a_bookmark_twice_is_refused() -> None:
    """Word compares names without case, and drops one of two that are equal: refused instead."""
    with pytest.raises(DocumentError, match="重复"):
        one_section(Heading("甲", bookmark="part"), Paragraph("乙", bookmark="Part")).to_bytes()


@pytest.mark.parametrize("block", [Paragraph([PageReference("none")]), Contents((ContentsEntry("甲", "none"),))])
def test_a_reference_to_nowhere_is_refused(block: Block) -> None:
    """A page reference without its bookmark would print as an error in Word."""
    with pytest.raises(DocumentError, match="none"):
        one_section(block).to_bytes()


def test_contents_gather_headings() -> None:
    """Headings with bookmarks down to the depth become lines with leader, link and page; a TOC field spans them."""
    document = Document(
        sections=(
            Section(
                (
                    Contents(depth=2),
                    Heading("一、甲\n篇", 1, "a"),
                    Heading("无书签", 1),
                    Heading("1.乙", 2, "b"),
                    Heading("（1）丙", 3, "c"),
                )
            ),
        ),
        pages={"a": "1", "b": "12"},
    )
    tree = body(document)
    assert texts(tree, "w:p")[:3] == ["目　　录", "一、甲篇\t1", "1.乙\t12"]
    assert values(tree, "w:p/w:pPr/w:pStyle")[:3] == ["ContentsTitle", "Contents1", "Contents2"]
    assert [one.get(f"{W}anchor") for one in find_all(tree, ".//w:hyperlink")] == ["a", "b"]
    assert instructions(document) == ['TOC \\o "1-2" \\h \\z \\u', "PAGEREF a \\h", "PAGEREF b \\h"]


def test_contents_of_given_lines_stay_as_given() -> None:
    """Lines that were given are no TOC field, and their own page goes before the document's."""
    entries = (ContentsEntry("甲", "a", 1, "7"), ContentsEntry("乙", "a", 3))
    document = Document(
        sections=(Section((Contents(entries, title=""), Heading("丙", bookmark="a"))),), pages={"a": "3"}
    )
    assert texts(body(document), "w:p")[:2] == ["甲\t7", "乙\t3"]
    assert instructions(document) == ["PAGEREF a \\h"] * 2


def test_every_field_ends() -> None:
    """In each part every field is begun, parted and ended in that order."""
    kinds = [one.get(f"{W}fldCharType") for one in find_all(body(every_block()), ".//w:fldChar")]
    open_fields = 0
    for kind in kinds:
        open_fields += {"begin": 1, "separate": 0, "end": -1}[kind or ""]
        assert open_fields >= 0
    assert open_fields == 0
    assert kinds.count("begin") == kinds.count("separate") == 6


def test_an_unknown_style_is_refused() -> None:
    """A style that the profile does not have is named in the error."""
    with pytest.raises(DocumentError, match="quote"):
        one_section(Paragraph("甲", "quote")).to_bytes()


def test_properties_stand_in_the_order_of_the_schema() -> None:
    """Word refuses a file whose properties stand in another order: pPr, rPr, tcPr, tblPr and sectPr are in order."""
    tree = body(every_block())
    for name, order in ORDERS.items():
        known = order.split()
        for element in find_all(tree, f".//w:{name}"):
            found = [known.index(child.tag.removeprefix(W)) for child in element]
            assert found == sorted(found), name


ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl pBdr tabs autoSpaceDE autoSpaceDN snapToGrid spacing"
    " ind jc outlineLvl rPr sectPr",
    "rPr": "rFonts b bCs color spacing sz szCs lang",
    "tcPr": "tcW gridSpan vMerge tcBorders shd tcMar vAlign",
    "tcBorders": "top left bottom right",
    "tcMar": "top left bottom right",
    "trPr": "cantSplit trHeight tblHeader",
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook tblCaption tblDescription",
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols titlePg docGrid",
}


@pytest.mark.parametrize(
    ("text", "hinted"),
    [
        ("“一个台账”", True),
        ("截至9月——共3项……", True),
        ("——", True),
        ("一般文字，；：！（）《》", False),
        ("plain", False),
        ("don’t “quote”", False),
        ("5×3项", True),
        ("①甲", True),
    ],
)
def test_quotes_and_dashes_of_chinese_text_keep_its_face(text: str, hinted: bool) -> None:  # noqa: FBT001
    """Word draws them in the Latin face unless their run says that they are Chinese; English text keeps its own."""
    rows: list[tuple[str | Cell, str]] = [(text, "甲"), (Cell(text, bold=True), "乙")] * 40
    grid = Grid([GridColumn(1), GridColumn(1)], rows, header=[(text, "丙")])
    document = one_section(Paragraph(text), Paragraph(["甲", Run(text, face="kai")]), grid, Paragraph(text))
    runs = [run for run in body(document).iter(f"{W}r") if "".join(map(str, run.itertext())) == text]
    hints = [[fonts.get(f"{W}hint") for fonts in run.iter(f"{W}rFonts")] for run in runs]
    assert len(runs) == 84
    assert all(("eastAsia" in hint) == hinted for hint in hints)
