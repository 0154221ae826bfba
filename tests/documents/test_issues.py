"""Bulletins as documents that go out: head, title, period, text, tables, 署名, date, 版记; and the papers of a meeting."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve
from helpers.every_document import every_rating
from helpers.office_ratings import AS_OF, SCHEME
from helpers.readword import tables, visible_text
from helpers.rendering import pages

import trafficlight as tl
from trafficlight.documents import (
    BulletinPlan,
    CountTable,
    Document,
    Issue,
    OwnBlocks,
    Part,
    ThemeTable,
    bulletin,
    coverage_report,
    flag_list,
)
from trafficlight.documents.content import (
    Block,
    Colophon,
    Grid,
    GridColumn,
    Heading,
    Paragraph,
    RedHead,
    SignatureBlock,
)
from trafficlight.errors import DocumentError
from trafficlight.layout import Style

QUARTER = tl.Quarter(2023, 3)
RED = Issue(
    organ="济宁市审计局文件",
    number="济审发〔2023〕9号",
    addressee="各科室单位：",
    text=("现将截至{date}的{period}情况通报如下。",),
    copies="局领导",
    issuer="济宁市审计局办公室",
)
COUNTS = Part("", [CountTable("departments")])
WIDE = Part("", [ThemeTable("key_work")])


def made(*parts: Part, issue: Issue = RED, cover: bool = False) -> Document:
    """A bulletin of these parts that goes out."""
    plan = BulletinPlan("关于{period}情况的通报", parts, contents="", cover=cover, issue=issue)
    return bulletin(SCHEME, every_rating(), period=QUARTER, as_of=AS_OF, plan=plan)


def kinds(document: Document) -> list[type[Block]]:
    """The blocks of a document by their kinds."""
    return [type(block) for block in document.blocks()]


def test_a_red_head_and_all_that_belongs_to_it() -> None:
    """Head, title, period, addressee, text, table, 署名 with the date, 版记, in this order, on upright pages."""
    document = made(COUNTS)
    assert kinds(document) == [RedHead, *[Paragraph] * 4, Grid, SignatureBlock, Colophon]
    text = visible_text(document.to_bytes())
    assert "关于2023年第三季度情况的通报" in text
    assert "现将截至2023年9月28日的2023年第三季度情况通报如下。" in text
    assert "抄送：局领导。" in text


def test_a_plain_head() -> None:
    """Without an organ's mark the title comes first; without copies and issuer there is no 版记."""
    document = made(COUNTS, issue=Issue(sealed=True, signature="督查工作专班"))
    assert kinds(document) == [Paragraph, Paragraph, Grid, SignatureBlock]
    (signature,) = (block for block in document.blocks() if isinstance(block, SignatureBlock))
    assert (signature.organ, signature.sealed, signature.date) == ("督查工作专班", True, AS_OF)


def test_a_title_alone() -> None:
    """A plan that says no period has no line for it between the title and the addressee."""
    plan = BulletinPlan("督查通报", (COUNTS,), period="", contents="", cover=False, issue=RED)
    document = bulletin(SCHEME, every_rating(), period=QUARTER, as_of=AS_OF, plan=plan)
    _, title, addressee, *_ = document.blocks()
    assert (title, addressee) == (Paragraph("督查通报", Style.TITLE), Paragraph("各科室单位：", Style.ADDRESSEE))


@pytest.mark.parametrize(("parts", "cover"), [((WIDE,), False), ((COUNTS,), True)])
def test_tables_on_their_sides_and_behind_a_cover_are_annexes(parts: tuple[Part, ...], *, cover: bool) -> None:
    """They follow the signed text, and page numbers go on through them."""
    document = made(*parts, cover=cover)
    found = kinds(document)
    assert found.index(SignatureBlock) < found.index(Grid) < found.index(Colophon)
    assert [section.setup.first_number for section in document.sections if section.setup.page_numbers][1:] in (
        [None],
        [None] * 2,
    )
    assert document.sections[-1].setup.orientation == "portrait"


def test_a_colophon_on_a_page_of_its_own() -> None:
    """Where the document would end on an odd page, 版记 goes onto the even one behind it."""
    document = made(COUNTS, issue=evolve(RED, colophon_apart=True))
    assert [type(block) for block in document.sections[-1].blocks] == [Colophon]


def test_own_blocks_stand_anywhere() -> None:
    """Text of the agency's own before, between and behind the tables, on its own page or on that of the table."""
    own = OwnBlocks([Heading("一、要求"), Paragraph("各单位抓好落实。")], new_page=False)
    wide = OwnBlocks([Paragraph("横排")], orientation="landscape")
    document = made(Part("", [own, CountTable("departments"), own, wide]))
    assert [section.setup.orientation for section in document.sections] == [
        "portrait",
        "portrait",
        "landscape",
        "portrait",
    ]
    text = visible_text(document.to_bytes())
    assert (
        text.index("各单位抓好落实。") < text.index("分管领导") < text.rindex("各单位抓好落实。") < text.index("横排")
    )


def test_own_tables_have_fitted_columns() -> None:
    """As all others have, each by itself; millimetres stay."""
    rows = [("长" * 300, "")]
    shares, millimetres = (Grid([GridColumn(50), GridColumn(50)], rows, widths=kind) for kind in ("share", "mm"))
    document = made(Part("", [OwnBlocks([shares, millimetres])]))
    fitted, kept = (block for block in document.blocks() if isinstance(block, Grid))
    assert fitted.columns[0].width > 2 * fitted.columns[1].width
    assert kept == millimetres


def test_words_that_cannot_be_filled_in_are_refused() -> None:
    """The error says what there is."""
    with pytest.raises(DocumentError, match="year、period、date、agency、publisher"):
        made(COUNTS, issue=evolve(RED, text=("{nothing}",)))


def test_the_flag_list() -> None:
    """提请研究清单: how many, and each with its theme, item, light and question; without any it says so."""
    text = visible_text(flag_list(SCHEME, every_rating(), period=QUARTER, as_of=AS_OF).to_bytes())
    count = len(list(every_rating().flagged()))
    assert count
    assert f"截至2023年9月28日，提请专班研究的事项共{count}项。" in text
    none = flag_list(SCHEME, (), period=QUARTER, as_of=AS_OF).to_bytes()
    assert "没有提请专班研究的事项" in visible_text(none)
    assert tables(none) == []


def test_the_coverage_report() -> None:
    """报送情况: how many themes were due and came, and a row for each; without a coverage there is nothing to say."""
    book = SCHEME.rulebooks.at(AS_OF)
    coverage = tl.rules.Coverage.received(book, period=QUARTER)
    document = coverage_report(SCHEME, period=QUARTER, as_of=AS_OF, coverage=coverage).to_bytes()
    assert coverage.lines()[0] in visible_text(document)
    (table,) = tables(document)
    assert len(table) == 1 + len(list(book))
    with pytest.raises(DocumentError, match="coverage="):
        coverage_report(SCHEME, period=QUARTER, as_of=AS_OF)
    rated = book.rate((), roster=SCHEME.roster, coverage=coverage, period=QUARTER)
    assert tables(coverage_report(SCHEME, rated, period=QUARTER, as_of=AS_OF).to_bytes()) == [table]


@pytest.mark.render
def test_a_signature_stands_with_its_table(tmp_path: Path) -> None:
    """署名 and date are never alone on a page: the note or the last row of the table before them is there, too."""
    for page in pages(made(COUNTS, issue=evolve(RED, text=("正文。",) * 9)).to_bytes(), tmp_path):
        lines = "".join(page.lines)
        assert "济宁市审计局办公室" not in lines or "科室" in lines or "备注" in lines
