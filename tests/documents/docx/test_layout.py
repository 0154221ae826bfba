"""Pages as LibreOffice lays them out, measured against GB/T 9704-2012: every place within one millimetre."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise
from pathlib import Path

import pytest
from helpers.rendering import MM_PER_POINT, RenderedPage, Rule, pages

from trafficlight.documents import Document
from trafficlight.documents.content import (
    AttachmentList,
    Colophon,
    Contents,
    Grid,
    GridColumn,
    Heading,
    LetterHead,
    PageSetup,
    Paragraph,
    RedHead,
    Section,
    SignatureBlock,
)
from trafficlight.layout import GB33476, Style

pytestmark = pytest.mark.render

HANZI = "审" * 28 * 22
LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0  # 版心
NUMBER_HEIGHT = 269.0  # the dash of the number: 7 mm below the text
EM_16, EM_14 = 16 * 25.4 / 72, 14 * 25.4 / 72


def near(length: float) -> object:
    """A length within a millimetre."""
    return pytest.approx(length, abs=1)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> list[RenderedPage]:
    """Two pages and a line of Hanzi; then two landscape pages."""
    table = Grid(
        [GridColumn(1)] * 3,
        [[str(number), "推进", "完成"] for number in range(1, 25)],
        header=(("序号", "推进情况", "进度评价"),),
    )
    document = Document(
        sections=(
            Section((Paragraph(HANZI * 2, Style.BODY),)),
            Section((table,), PageSetup(orientation="landscape")),
        )
    )
    return pages(document.to_bytes(), tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="module")
def official(tmp_path_factory: pytest.TempPathFactory) -> list[RenderedPage]:
    """A notice with its head and foot, then a letter of two pages."""
    notice = (
        RedHead(organ="济宁市审计局文件", number="济审办发〔2023〕5号"),
        Paragraph("关于某事的通知", Style.TITLE),
        Paragraph("正文。"),
        SignatureBlock(organ="济宁市审计局", date=dt.date(2023, 8, 3)),
        Colophon(copies="市委办公室" * 8, issuer="济宁市审计局办公室", date=dt.date(2023, 8, 3)),
    )
    letter = (LetterHead(organ="济宁市审计局", number="济审函〔2023〕1号"), Paragraph(HANZI))
    document = Document(sections=(Section(notice), Section(letter)))
    return pages(document.to_bytes(), tmp_path_factory.mktemp("official"))


def test_22_lines_of_28_characters(plain: list[RenderedPage]) -> None:
    """A page of pure Hanzi holds 22 lines of 28 characters (§5.2.4)."""
    lines = [line for line in plain[1].lines if set(line) == {"审"}]
    assert [len(line) for line in lines] == [28] * 22


def test_margins(plain: list[RenderedPage]) -> None:
    """The text stands 28 mm from the left, 26 from the right, 37 from the top and within 35 from the foot (§5.2.2)."""
    ink = plain[1].ink(0, 0, 210, 263)
    assert ink is not None
    assert (ink.left, ink.right) == (near(LEFT), near(RIGHT))
    assert TOP <= ink.top <= TOP + 10.2 - EM_16 + 1  # the first line's pitch leaves room above its characters
    assert ink.bottom <= BOTTOM


def test_page_numbers_odd_right_even_left(plain: list[RenderedPage]) -> None:
    """The number's dash is 7 mm below the text, one character in: at the right of odd pages, left of even ones (§7.5)."""
    odd, even = (plain[at].ink(0, BOTTOM + 1, 210, 297) for at in (0, 1))
    assert odd is not None
    assert even is not None
    assert odd.right == near(RIGHT - EM_14)
    assert even.left == near(LEFT + EM_14)
    for number in (odd, even):
        assert (number.top + number.bottom) / 2 == near(NUMBER_HEIGHT)


def test_landscape_numbers_stand_where_the_others_do(plain: list[RenderedPage]) -> None:
    """Turned back upright, a landscape page carries its number at the place of the portrait pages (§8)."""
    landscape = [page for page in plain if page.width > page.height]
    for page in landscape:
        # the sheet is turned clockwise: its left edge is the foot of the upright page, its top the left
        number = page.ink(0, 0, 34, 210)
        assert number is not None
        odd = (plain.index(page) + 1) % 2 == 1
        assert 297 - (number.left + number.right) / 2 == near(NUMBER_HEIGHT)
        assert (number.bottom if odd else number.top) == near(RIGHT - EM_14 if odd else LEFT + EM_14)
    assert len({plain.index(page) % 2 for page in landscape}) == 2


def test_a_document_may_begin_with_a_landscape_page(tmp_path: Path) -> None:
    """Its number stands where the others do, too, also where such sections are short and follow each other."""
    wide = PageSetup(orientation="landscape")
    sections = [Section([Paragraph("横")], wide), Section([Paragraph("竖")]), Section([Paragraph("横")], wide)]
    found = pages(Document(sections=sections).to_bytes(), tmp_path)
    for page in (found[0], found[2]):
        number = page.ink(0, 0, 34, 210)
        assert number is not None
        assert 297 - (number.left + number.right) / 2 == near(NUMBER_HEIGHT)
        assert number.bottom == near(RIGHT - EM_14)


def test_rows_do_not_split(tmp_path: Path) -> None:
    """A row that does not fit goes to the next page whole."""
    rows = [[f"第{number}行\n" + "甲\n" * 4 + "末"] for number in range(20)]
    found = pages(Document(sections=[Section([Grid([GridColumn(1)], rows)])]).to_bytes(), tmp_path)
    assert len(found) > 1
    for page in found:
        text = "".join(line for line in page.lines if not line.startswith("—"))
        assert text.startswith("第")
        assert text.endswith("末")


def test_annex(tmp_path: Path) -> None:
    """“附件1” stands on the first line, the annex's title on the third (§7.3.7)."""
    blocks = [Paragraph("附件1", Style.ATTACHMENT_MARK), Paragraph("名单", Style.TITLE), Paragraph(HANZI)]
    (page, *_) = pages(Document(sections=[Section(blocks)]).to_bytes(), tmp_path)
    mark, title = (next(glyph for glyph in page.glyphs if glyph.text == text) for text in "附名")
    pitch = 28.95 * MM_PER_POINT
    assert TOP <= mark.top <= TOP + pitch
    assert TOP + 2 * pitch <= (title.top + title.bottom) / 2 <= TOP + 3 * pitch + 1
    assert mark.left == near(LEFT)
    assert (title.left + page.glyphs[page.glyphs.index(title) + 1].right) / 2 == near((LEFT + RIGHT) / 2)


def test_landscape_tables_fill_the_text_and_repeat_their_header(plain: list[RenderedPage]) -> None:
    """A landscape table is 225 mm wide, 28 mm from its top, and each of its pages begins with the header."""
    landscape = [page for page in plain if page.width > page.height]
    assert len(landscape) == 2
    for page in landscape:
        ink = page.ink(34.5, 0, 297, 210)
        assert ink is not None
        assert (ink.left, ink.right, ink.top) == (near(35), near(260), near(28))
        assert "序号推进情况进度评价" in page.lines[0] + page.lines[1]


def test_red_head(official: list[RenderedPage]) -> None:
    """The mark's upper edge is 35 mm below the text's; the red rule is 4 mm below the number, 156 mm wide (§7.2)."""
    page = official[0]
    mark = page.ink(LEFT, TOP + 20, RIGHT, TOP + 60)
    (rule,) = red_rules(page)
    number = page.ink(LEFT, rule.top - 12, RIGHT, rule.top - 1)
    assert mark is not None
    assert number is not None
    assert mark.top == near(TOP + 35)
    assert (rule.left, rule.right) == (near(LEFT), near(RIGHT))
    assert rule.top - number.bottom == near(4)


def test_signature(official: list[RenderedPage]) -> None:
    """The organ ends 2 characters from the right; the date begins 2 right of the organ's first character (§7.3.5.2)."""
    glyphs = official[0].glyphs
    text = "".join(glyph.text for glyph in glyphs)
    organ = text.index("济宁市审计局2023年8月3日")
    width = EM_16 - 0.25 * 25.4 / 72
    assert glyphs[organ + 5].right == near(RIGHT - 2 * width)
    assert glyphs[organ + 6].left == near(glyphs[organ].left + 2 * width)
    date = glyphs[organ + 6 : organ + 15]
    # a space that a program puts between digits and Hanzi is 1.4 mm wide, and five of them push 日 past the margin
    assert max(after.left - before.right for before, after in pairwise(date)) < 0.5


def test_colophon(official: list[RenderedPage]) -> None:
    """The last rule lies on the text's lower edge, all are as wide as the text, first and last thicker (§7.4)."""
    rules = sorted(
        (rule for rule in official[0].rules if rule.top > 200 and rule not in red_rules(official[0])),
        key=lambda one: one.top,
    )
    assert {(round(rule.left), round(rule.right)) for rule in rules} == {(28, 184)}
    assert rules[-1].top == near(BOTTOM)
    assert [rule.weight for rule in rules] == pytest.approx([0.35, 0.25, 0.35], abs=0.03)  # the standard's own, §7.4.1
    assert rules[-1].top - rules[0].top == near(3 * 7.06 + 4 * 1.2)  # two lines of 抄送, one of 印发


def test_letter(official: list[RenderedPage]) -> None:
    """Mark 30 mm from the edge, double rules 170 mm wide 4 mm below it and 20 mm from the foot, no number (§10.1)."""
    page = official[1]
    upper, lower = ([rule for rule in red_rules(page) if low < rule.top < high] for low, high in ((0, 100), (200, 297)))
    assert len(upper) == len(lower) == 2
    assert {(round(rule.left), round(rule.right)) for rule in upper + lower} == {(20, 190)}
    mark = page.ink(20, 20, 190, upper[0].top - 1)
    assert mark is not None
    assert mark.top == near(30)
    assert upper[0].top - mark.bottom == near(4)
    assert lower[1].top == near(277)
    assert page.ink(0, 278, 210, 297) is None
    assert page.ink(0, BOTTOM + 1, 210, lower[0].top - 1) is None
    following = official[2].ink(0, BOTTOM + 1, 210, 297)
    assert following is not None
    assert (following.top + following.bottom) / 2 == near(NUMBER_HEIGHT)


def test_contents_show_their_pages(tmp_path: Path) -> None:
    """The page numbers that were given show behind their headings at the text's right edge."""
    document = Document(sections=(Section((Contents(), Heading("一、总体情况", bookmark="a"))),), pages={"a": "1"})
    (page,) = pages(document.to_bytes(), tmp_path)
    (entry,) = [line for line in page.lines if line.startswith("一、总体情况.")]
    assert entry.endswith("1")


def test_the_word_processors_profile(tmp_path: Path) -> None:
    """The values of GB/T 33476.2 give 22 lines of 28 too, over 225 mm."""
    document = Document(sections=(Section((Paragraph(HANZI * 2),)),), profile=GB33476)
    found = pages(document.to_bytes(), tmp_path)[1]
    assert [len(line) for line in found.lines if set(line) == {"审"}] == [28] * 22
    ink = found.ink(0, 0, 210, 264)
    assert ink is not None
    assert ink.bottom - ink.top == near(21 * 29.6 * 25.4 / 72 + EM_16)


def red_rules(page: RenderedPage) -> list[Rule]:
    """The red rules of a page from the top, each once."""
    found = {rule for rule in page.rules if rule.colour == (1.0, 0.0, 0.0)}
    return sorted(found, key=lambda rule: rule.top)


def test_a_latin_mark_stands_on_one_line(tmp_path: Path) -> None:
    """Its letters are broader than half a character: measured so, the mark would break."""
    organ = "Lowland Health Commission"
    head = LetterHead(organ=organ, number="LHC/2025/1")
    (page,) = pages(Document(sections=[Section([head, Paragraph("Text")])]).to_bytes(), tmp_path)
    assert page.lines[0].replace(" ", "") == organ.replace(" ", "")


def test_numbers_and_words_stay_whole(tmp_path: Path) -> None:
    """Wherever a line ends, no year, amount or Latin word goes on on the next one."""
    text = "下达资金2023年共1234.56万元，见Sheet1，完成95%（Blue）"
    blocks = [
        block
        for half in range(60, 100)
        for block in (Grid([GridColumn(half / 2, "left")], [[text]], widths="mm"), Paragraph("长" * (half - 60) + text))
    ]
    made = pages(Document(sections=[Section(blocks)]).to_bytes(), tmp_path)
    found = {word for page in made for line in page.lines for word in re.findall("[0-9A-Za-z.]+", line)}
    assert found - {"—"} <= {"2023", "1234.56", "Sheet1", "95", "Blue", *map(str, range(1, len(made) + 1))}


def test_an_attachments_name_wraps_under_its_first_character(tmp_path: Path) -> None:
    """With a number and without, in the usual type (§7.3.4)."""
    for names in (("长" * 40, "短"), ("长" * 40,)):
        (page,) = pages(Document(sections=[Section([AttachmentList(names)])]).to_bytes(), tmp_path)
        lefts = [glyph.left for glyph in page.glyphs if glyph.text == "长"]
        assert min(lefts) == pytest.approx(lefts[0], abs=0.5)


@pytest.mark.parametrize("style", [Style.TABLE_FACT, Style.TABLE_RIGHT, Style.TABLE_LEAD])
def test_the_lines_above_a_table_do_not_touch_its_rule(style: Style, tmp_path: Path) -> None:
    """As much air is left below the last of them as within a cell."""
    grid = Grid([GridColumn(1)], [["一"]], lead=[Paragraph("包保领导：组长\n截至日期：2023年", style)])
    (page,) = pages(Document(sections=[Section([grid])]).to_bytes(), tmp_path)
    rule = min(rule.top for rule in page.rules)
    ink = page.ink(0, TOP, 210, rule - 0.4)
    assert ink is not None
    assert rule - ink.bottom > 1.4
