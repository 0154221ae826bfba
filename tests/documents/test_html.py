"""HTML fragments: what the document shows, for a host's page, in a form that a screen reader can walk through."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import tracemalloc
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from attrs import evolve
from helpers.wordfile import body, every_block, one_section, plain_grid, texts
from lxml import etree

import trafficlight as tl
from trafficlight.documents import Document
from trafficlight.documents.builders.rating_tables import light_cell
from trafficlight.documents.content import (
    AttachmentList,
    BarChart,
    Cell,
    ChartSeries,
    Colophon,
    Contents,
    ContentsEntry,
    Grid,
    GridColumn,
    Heading,
    LetterHead,
    PageReference,
    Paragraph,
    RedHead,
    Row,
    Rows,
    Run,
    SignatureBlock,
)
from trafficlight.documents.html.css import stylesheet
from trafficlight.documents.html.fragment import html_chunks, html_page, to_html
from trafficlight.errors import DocumentError, UnprintableText
from trafficlight.layout import OFFICIAL, Font, Style
from trafficlight.model._colours import contrast


def tree(content: Any, **more: Any) -> etree._Element:
    """The fragment as a tree; every element is closed, so an XML parser takes it."""
    return etree.fromstring(to_html(content, **more))


def find_all(content: Any, path: str, **more: Any) -> list[etree._Element]:
    """The elements at an XPath."""
    found = tree(content, **more).xpath(path)
    assert isinstance(found, list)
    return [one for one in found if isinstance(one, etree._Element)]


def text_of(element: etree._Element) -> str:
    """All text in an element."""
    return "".join(map(str, element.itertext()))


def folded(text: str) -> str:
    """A text without white space."""
    return re.sub(r"\s", "", text)


def test_it_shows_what_the_document_shows() -> None:
    """Every visible character of the Word file's body, the organ marks and rules aside, stands in the fragment, in order."""
    document = every_block()
    words = folded("".join(texts(body(document), ".//w:p[not(.//w:txbxContent)]")))
    html = to_html(document)
    shown = re.sub(r'<p class="tl-letter-mark">[^<]*</p>', "", html)  # which stands in the first page's header there
    shown = re.sub("<figure.*?</figure>", "", shown, flags=re.DOTALL)  # a chart is a part of its own there
    found = folded(text_of(etree.fromstring(shown)))
    for beside in (
        "签发人：",
        "甲某",
        "乙某",
        "丙某",
        "济审函〔2023〕1号",
    ):  # which stand beside other lines of the head there
        assert found.count(beside) == words.count(beside)
        found, words = found.replace(beside, ""), words.replace(beside, "")
    assert found == words


def test_all_is_chinese() -> None:
    """The fragment says of itself that it is Chinese, and what it is called."""
    root = tree(every_block())
    assert (root.tag, root.get("lang"), root.get("aria-label")) == ("article", "zh-CN", "通报 & 通知")


def test_headings_have_their_levels() -> None:
    """Under a title on the level that the host wants stand the headings, each a level below the one that holds it."""
    blocks = [
        Paragraph("题", Style.TITLE),
        Heading("一", 1),
        Heading("二", 2),
        Grid([GridColumn(1)], [], title=Heading("表", 2, style=Style.TABLE_TITLE)),
        Heading("四", 4),
    ]

    def levels(content: list[Any], **more: Any) -> list[str]:
        return [one.tag for one in tree(content, **more).iter("h1", "h2", "h3", "h4", "h5", "h6")]

    assert levels(blocks) == ["h2", "h3", "h4", "h4", "h6"]
    assert levels(blocks[1:]) == ["h2", "h3", "h3", "h5"]
    assert levels(blocks, level=1) == ["h1", "h2", "h3", "h3", "h5"]
    assert levels(blocks, level=6) == ["h6"] * 5


def test_tables_have_captions_and_scopes() -> None:
    """A table's title and lead lines are its caption; each header cell says what it heads; notes follow the table."""
    root = tree(every_block())
    (caption,) = root.iter("caption")
    assert [text_of(one) for one in caption] == ["对上争取情况", "单位：个", "截至2023年9月28日，共一项。"]
    heads = [(one.get("scope"), one.get("rowspan"), one.get("colspan"), text_of(one)) for one in root.iter("th")]
    assert heads == [
        ("col", "2", None, "序号"),
        ("colgroup", None, "2", "情况"),
        ("col", None, None, "类别"),
        ("col", None, None, "内容"),
    ]
    (notes,) = find_all(every_block(), "//div[@class='tl-notes']")
    assert [text_of(one) for one in notes] == ["备注：1.甲。", "2.乙 & <丙>。"]


def test_no_level_of_headings_is_skipped() -> None:
    """Where tables alone have headings, of the second level, they stand right below the title."""
    blocks = [Paragraph("题", Style.TITLE), Heading("表", 2, style=Style.TABLE_TITLE)]
    assert [one.tag for one in tree(blocks).iter("h2", "h3", "h4")] == ["h2", "h3"]


def test_rows_have_headers() -> None:
    """A cell that says what its row is about is a header of it, over all its rows, unless it is empty."""
    columns = [GridColumn(1), GridColumn(1, heads_rows=True)]
    rows: list[Row] = [("1", "甲"), ("2", " "), ("3", Cell("乙", merge="start")), ("4", Cell(merge="continue"))]
    heads = find_all([Grid(columns, rows)], "//th")
    assert [(text_of(one), one.get("scope"), one.get("rowspan")) for one in heads] == [
        ("甲", "row", None),
        ("乙", "rowgroup", "2"),
    ]


def test_a_documents_first_table_is_its_title_where_there_is_none() -> None:
    """A ledger, which is but a table, has a heading, too."""
    (title, *_) = find_all([plain_grid([["甲", "乙"]], title="台账")], "//caption/h2")
    assert text_of(title) == "台账"


def test_a_page_of_its_own() -> None:
    """A whole page has one main part and one heading of the first level, and knows narrow windows and dark readers."""
    page = html_page(every_block())
    assert page.count("<main>") == page.count("<h1") == 1
    assert 'name="viewport"' in page
    assert "color-scheme:light dark" in page
    bare = html_page(Document(title="无题", sections=one_section(Paragraph("文")).sections))
    assert '<h1 class="tl-title">无题</h1>' in bare


def test_a_colour_gives_way_to_a_dark_hosts() -> None:
    """Text of its own colour on the host's ground is drawn towards the host's text."""
    (run,) = find_all([Paragraph([Run("红", colour="C00000")])], "//span")
    assert run.get("style") == "color:#C00000;color:color-mix(in srgb,#C00000 60%,currentColor)"


def test_the_colour_of_a_style_gives_way_too() -> None:
    """An agency's dark red heading can be read in a host with light text."""
    ours = OFFICIAL.restyled(part=evolve(OFFICIAL.style(Style.PART), colour="7A1F1F"))
    assert "color:#7A1F1F;color:color-mix(in srgb,#7A1F1F 60%,currentColor)}" in stylesheet(ours)


def test_a_chart_draws_in_the_hosts_colour_and_long_names_closer() -> None:
    """A chart's text has the colour of the page around it; a name that is longer than its place stays within."""
    chart = BarChart(categories=["短", "长" * 30], series=[ChartSeries("蓝", "0070C0", [1, 1])])
    svg = "{http://www.w3.org/2000/svg}"
    (drawing,) = tree([chart]).iter(f"{svg}svg")
    assert drawing.get("fill") == "currentColor"
    assert [text_of(one) for one in drawing.iter(f"{svg}text") if one.get("textLength")] == ["长" * 30]


def test_short_names_leave_the_bars_more_of_a_small_screen() -> None:
    """Bars begin where the longest name ends, so that a screen of 390 pixels shows them and no blank space."""
    svg = "{http://www.w3.org/2000/svg}"
    for name, least, most in (("资源处", 42, 90), ("长" * 30, 260, 260)):
        chart = BarChart(categories=[name], series=[ChartSeries("蓝", "0070C0", [1])])
        (drawing,) = tree([chart]).iter(f"{svg}svg")
        (bar,) = (one for one in drawing.iter(f"{svg}rect") if one.get("stroke"))
        assert least <= float(bar.get("x", "")) <= most


def test_a_legend_of_many_marks_takes_several_lines() -> None:
    """What a colour means is written whole: a mark for which the line is too short stands on the next."""
    series = [ChartSeries(mark, "0070C0", [1]) for mark in "一二三四五六七八九十百千万亿兆京垓秭穰沟"]
    svg = "{http://www.w3.org/2000/svg}"
    (drawing,) = tree([BarChart(categories=["甲"], series=series)]).iter(f"{svg}svg")
    keys = [one for one in drawing.iter(f"{svg}text") if text_of(one) in {mark.label for mark in series}]
    places = [(float(one.get("y", "0")), float(one.get("x", "0"))) for one in keys]
    assert places == sorted(places)
    assert len({down for down, _ in places}) > 1
    assert max(across for _, across in places) < float(drawing.get("viewBox", "").split()[2])


def test_contents_without_title_are_named_all_the_same() -> None:
    """A list of parts that has no title of its own is announced as 目录, and shows none."""
    (contents,) = find_all([Contents((ContentsEntry("甲", "a"),), title=""), Heading("甲", bookmark="a")], "//nav")
    assert (contents.get("aria-label"), text_of(contents).strip()) == ("目录", "甲")
    assert [one.tag for one in contents] == ["ol"]


def test_a_colophon_without_copies() -> None:
    """版记 of an issuer alone has one line, its own."""
    lines = find_all([Colophon(issuer="市审计局办公室", date=dt.date(2023, 8, 3))], "//footer/*")
    assert ["抄送" in text_of(one) for one in lines] == [False]


def test_a_cell_of_a_colour_without_a_ground() -> None:
    """Its word has the colour, and its ground is the table's."""
    (one,) = find_all([plain_grid([[Cell("红", colour="C00000")]], 1)], "//td")
    assert one.get("style") == "color:#C00000"


def test_a_table_without_title_has_a_name() -> None:
    """What a reader who cannot see the table is told stands where a caption would."""
    (table,) = find_all([plain_grid([["甲", "乙"]], alt_text="名单 & 职务")], "//table")
    assert table.get("aria-label") == "名单 & 职务"
    assert table.find("caption") is None


def test_merged_cells() -> None:
    """Cells that go down or across say so, and no cell stands in a place that another fills."""
    rows = [
        (Cell("1", merge="start"), Cell("a", merge="start"), "b"),
        (Cell(merge="continue"), Cell(merge="continue"), "c"),
        (Cell(merge="continue"), Cell("d", merge="start"), "e"),
        (Cell("2", merge="start"), Cell(merge="continue"), "f"),
        (Cell("g", span=3),),
        (Cell("h", merge="start", span=2), "i"),
        (Cell(merge="continue", span=2), "j"),
    ]
    root = tree([plain_grid(rows, 3)])
    found = [[(text_of(cell), cell.get("rowspan"), cell.get("colspan")) for cell in row] for row in root.iter("tr")]
    assert found == [
        [("1", "3", None), ("a", "2", None), ("b", None, None)],
        [("c", None, None)],
        [("d", "2", None), ("e", None, None)],
        [("2", None, None), ("f", None, None)],
        [("g", None, "3")],
        [("h", "2", "2"), ("i", None, None)],
        [("j", None, None)],
    ]


def test_marks_are_fill_and_word() -> None:
    """A light is a ground and a word on it that can be read; an ink that cannot be read on its ground gives way."""
    cells = [light_cell("推进缓慢", tl.Tally.of(mark)) for mark in tl.BLUE_YELLOW_RED] + [
        Cell("字", fill="FFFFFF", colour="FFFF00"),
        Cell("字", fill="FFFFFF", colour="C00000"),
    ]
    found = find_all([plain_grid([[cell] for cell in cells], 1)], "//td")
    assert [text_of(one) for one in found[:3]] == ["推进缓慢（蓝）", "推进缓慢（黄）", "推进缓慢（红）"]
    grounds = []
    for one in found:
        match = re.fullmatch(r"background-color:#(\w{6});color:#(\w{6})", one.get("style", ""))
        assert match is not None
        grounds.append(match[1])
        assert contrast(match[1], match[2]) >= 4.5
    assert grounds[:3] == [mark.colour for mark in tl.BLUE_YELLOW_RED]
    assert "color:#C00000" in found[-1].get("style", "")


def test_a_host_that_forbids_style_attributes() -> None:
    """Without inline styles nothing but classes is left, and the style sheet has a rule for the ground of every mark."""
    document = one_section(
        plain_grid(
            [[light_cell("", tl.Tally.of(mark)), Cell([Run("红", colour="C00000")])] for mark in tl.BLUE_YELLOW_RED]
        )
    )
    html = to_html(document, inline_styles=False)
    assert "style=" not in html
    css = stylesheet(fills=["#1f6fb5"])
    for colour in (*(mark.colour for mark in tl.BLUE_YELLOW_RED), "1F6FB5"):
        assert re.search(rf"\.tl-fill-{colour}\{{background-color:#{colour};color:#\w{{6}}", css)
    assert all(f"tl-fill-{mark.colour}" in html for mark in tl.BLUE_YELLOW_RED)


def test_the_style_sheet_knows_every_class() -> None:
    """No class that the writer gives is without its rule, but for those that only name a part of the page."""
    classes = {name for one in find_all(every_block(), "//@class/..") for name in one.get("class", "").split()}
    css = stylesheet(fills=["1F6FB5", "FFD800"])
    plain = {"tl-section", "tl-portrait", "tl-landscape", "tl-contents", "tl-notes", "tl-page", "tl-signers"}
    assert {name for name in classes if not re.search(rf"\.{re.escape(name)}\b", css)} <= plain


def test_an_agencys_look() -> None:
    """The style sheet is made of the same profile as the document; no font's name gets out of its string."""
    fonts = evolve(OFFICIAL.fonts, kai=Font('恶"</style><i>\\', "Arial"))
    css = stylesheet(evolve(OFFICIAL, fonts=fonts, red="AA0000"))
    assert "#AA0000" in css
    assert '"Arial"' in css
    assert "<" not in css
    assert css.count('"') % 2 == 0


def test_an_agencys_table_and_margins() -> None:
    """A ground for the header, a style's indents and its weight are in the style sheet, where the profile has them."""
    indented = evolve(OFFICIAL.style(Style.BODY), left=2, right=1, bold=True)
    ours = evolve(OFFICIAL.restyled(**{Style.BODY: indented}), table=evolve(OFFICIAL.table, header_fill="1F3864"))
    (rule,) = re.findall(rf"\.tl-{Style.BODY}\{{([^}}]*)\}}", stylesheet(ours))
    assert "padding:0 1em 0 2em" in rule
    assert "font-weight:bold" in rule
    assert "background-color:#1F3864;color:#FFFFFF" in stylesheet(ours)
    plain = stylesheet(evolve(ours, table=evolve(ours.table, header_fill="")))
    assert "1F3864" not in plain


def test_a_mark_of_eight_characters_stands_on_a_phones_line() -> None:
    """“济宁市审计局文件” is no larger than 390 pixels have room for."""
    (rule,) = re.findall(r"\.tl-organ-mark\{font-size:min\([\d.]+em,(\d+)vw\)\}", stylesheet())
    assert 8 * int(rule) < 100 * (390 - 32) / 390


NASTY = "<script>alert('1')</script>&amp;\"'\u2028"


def test_everything_is_escaped() -> None:
    """What an office types is text everywhere: in paragraphs, cells, captions, names and lists."""
    document = Document(
        title=NASTY,
        sections=one_section(
            Contents((ContentsEntry(NASTY, "a"),), title=NASTY),
            Heading(NASTY, bookmark="a", style=NASTY),
            Paragraph([NASTY, Run(NASTY, bold=True)], NASTY),
            Grid(
                [GridColumn(1)], [[NASTY], [Cell(NASTY)]], title=NASTY, alt_text=NASTY, notes=[NASTY], header=[[NASTY]]
            ),
            plain_grid([["", NASTY]], alt_text=NASTY),
            *(block for section in _signed(NASTY).sections for block in section.blocks),
        ).sections,
        profile=OFFICIAL.restyled(**{NASTY: OFFICIAL.style(Style.BODY)}),
    )
    html = to_html(document)
    root = etree.fromstring(html)
    assert not {"script", "i"} & {one.tag for one in root.iter()}
    assert html.count("&lt;script&gt;") == html.count("alert(") > 15
    assert root.get("aria-label") == NASTY


def _signed(text: str) -> Document:
    """The elements of an official document, each with that text."""
    day = dt.date(2023, 8, 3)
    return one_section(
        RedHead(organ=text, number=text, signers=(text,), copy_number=text, classification=text, urgency=text),
        LetterHead(organ=text, number=text),
        AttachmentList((text, text)),
        SignatureBlock(organ=text, date=day),
        Colophon(lines=(text,), copies=text, issuer=text, date=day),
    )


def test_no_script_and_no_address() -> None:
    """A fragment holds nothing that runs and nothing that is fetched; its links stay on the page."""
    root = tree(every_block())
    tags = {one.tag for one in root.iter()}
    assert not tags & {"script", "style", "link", "img", "iframe", "form", "object"}
    names = {str(name) for one in root.iter() if "svg" not in str(one.tag) for name in one.attrib}
    assert names <= {
        "aria-label", "class", "colspan", "datetime", "href", "id", "lang", "role", "rowspan", "scope", "style", "tabindex",
    }  # fmt: skip
    ids = {one.get("id") for one in root.iter() if one.get("id")}
    assert {f"#{name}" for name in ids} >= {one.get("href") for one in root.iter("a")}


def test_charts_are_drawn_with_their_numbers() -> None:
    """A chart is drawn in the page, with its description, and beside each bar its numbers in words; nothing is too wide."""
    chart = BarChart(
        title="标识数量图",
        categories=["办公室", "人事科", NASTY],
        series=[ChartSeries("蓝", "0070C0", [3, 0, 1]), ChartSeries("红", "C00000", [1, 0, 2])],
        alt_text="办公室蓝3、红1",
    )
    svg = "{http://www.w3.org/2000/svg}"
    (figure,) = find_all([chart], "//figure")
    drawing = figure.find(f".//{svg}svg")
    assert drawing is not None
    assert (drawing.get("role"), drawing.get("aria-label")) == ("img", "办公室蓝3、红1")
    words = [text_of(one) for one in drawing.iter(f"{svg}text")]
    assert words == ["蓝", "红", "办公室", "蓝3 红1", "人事科", "蓝0 红0", NASTY, "蓝1 红2"]
    bars = [one for one in drawing.iter(f"{svg}rect") if one.get("stroke")]
    assert [one.get("fill") for one in bars] == ["#0070C0", "#C00000", "#0070C0", "#C00000"]
    first, second, third, _ = (float(one.get("width", "")) for one in bars)
    assert first == pytest.approx(3 * second, abs=0.5) == pytest.approx(3 * third, abs=0.5)
    assert max(float(one.get("x", "")) + float(one.get("width", "")) for one in bars) < 800
    empty = BarChart(categories=["办公室"], series=[ChartSeries("蓝", "0070C0", [0])])
    assert 'aria-label="蓝"' in to_html([empty])


def test_long_words_of_lights_make_a_drawing_wider() -> None:
    """Legend and numbers stand within the drawing whatever the lights are called; in English the word and the number are two."""
    words = (
        "Delivered in full",
        "In progress, at risk",
        "Seriously behind, escalated",
        "Withheld",
        "Stopped by the Board",
    )
    chart = BarChart(categories=["Office"], series=[ChartSeries(word, "0070C0", [3]) for word in words])
    content = evolve(one_section(chart), profile=OFFICIAL.speaking("en"))
    svg = "{http://www.w3.org/2000/svg}"
    (drawing,) = tree(content).iter(f"{svg}svg")
    texts = [(text_of(one), float(one.get("x", "")), float(one.get("y", ""))) for one in drawing.iter(f"{svg}text")]
    for text, left, base in texts:
        assert text == "Office" or left + 7 * len(text) < float(drawing.get("width", ""))
        assert base < float(drawing.get("height", ""))
    assert texts[-1][0].startswith("Delivered in full 3 In progress, at risk 3")
    assert len({(left, base) for _, left, base in texts}) == len(texts)


def test_two_fragments_on_one_page() -> None:
    """A prefix of the host's keeps ids of two fragments apart."""
    first, second = (
        {one.get("id") for one in find_all(every_block(), "//@id/..", prefix=prefix)} for prefix in ("one-", "two-")
    )
    assert first
    assert not first & second


def test_contents_are_lists_in_lists() -> None:
    """The contents are a navigation whose lists follow the levels, with the pages that are known."""
    document = Document(
        sections=one_section(
            Contents(depth=3),
            *(Heading(f"节{at}", level, f"h{at}") for at, level in enumerate((2, 1, 3, 3, 2, 1))),
        ).sections,
        pages={"h0": "1", "h3": "12"},
    )
    (navigation,) = find_all(document, "//nav")

    def outline(lists: etree._Element) -> list[Any]:
        found: list[Any] = []
        for item in lists:
            (link, *below) = item
            found.append((link.get("href"), text_of(link)))
            found.extend(map(outline, below))
        return found

    lists = [outline(one) for one in navigation.findall("ol")]
    assert list(itertools.chain.from_iterable(lists)) == [
        ("#tl-h0", "节0 1"),
        ("#tl-h1", "节1"),
        [("#tl-h2", "节2"), ("#tl-h3", "节3 12"), ("#tl-h4", "节4")],
        ("#tl-h5", "节5"),
    ]


def test_page_references_are_links() -> None:
    """A reference shows its page as a link; where the page is not known the link names what it leads to."""
    content = [Paragraph(["见", PageReference("a")]), Heading("一、总体\n情况", bookmark="a")]
    (link,) = find_all(content, "//p/a")
    assert (link.get("href"), link.get("aria-label"), link.text) == ("#tl-a", "一、总体情况", "→")
    (link,) = find_all(content, "//p/a", pages={"a": "3"})
    assert (link.get("aria-label"), link.text) == (None, "3")


def test_breaks_tabs_and_blanks() -> None:
    """Lines break where they break on paper, and the blanks between characters stay."""
    html = to_html([Paragraph("主  任\r\n副\t主任\n。")])
    assert "主\u00a0\u00a0任<br/>副\u2003主任<br/>。" in html


REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "control character": (lambda: to_html([Paragraph("\x07")]), "U\\+0007"),
    "lone surrogate in a cell": (lambda: to_html([plain_grid([["a", "\ud800"]])]), "U\\+D800"),
    "control character in a name": (lambda: to_html([plain_grid([], alt_text="\x00")]), "U\\+0000"),
    "short row": (lambda: to_html([plain_grid([["a", "b"], ["a"]], title="表")]), "表格“表”第 2 行的单元格占 1 列"),
    "row of text": (lambda: to_html([plain_grid(["ab"])]), "第 1 行是一段文字"),
    "cell of a number": (lambda: to_html([plain_grid([["a", 1]])]), "第 1 行第 2 列是 int"),
    "merge of nothing": (lambda: to_html([plain_grid([[Cell(merge="continue"), "a"]])]), "第 1 行第 1 列纵向续接"),
    "merge with text": (
        lambda: to_html([plain_grid([[Cell("a", merge="start"), ""], [Cell("b", merge="continue"), ""]])]),
        "第 2 行第 1 列纵向续接",
    ),
    "header": (lambda: to_html([plain_grid([], header=[["a"]])]), "表头第 1 行"),
    "bookmark nowhere": (lambda: to_html([Paragraph([PageReference("a")])]), "书签“a”"),
    "contents of nothing": (lambda: to_html([Contents((ContentsEntry("甲", "a"),))]), "书签“a”"),
    "level": (lambda: to_html([], level=0), "标题级别为 0"),
    "prefix": (lambda: to_html([], prefix='"><script>'), "标识前缀"),
}


@pytest.mark.parametrize(("make", "fault"), REFUSED.values(), ids=REFUSED)
def test_what_no_writer_takes(make: Callable[[], object], fault: str) -> None:
    """What the Word writer refuses, this one refuses too, and says where."""
    with pytest.raises(DocumentError, match=fault):
        make()


def test_unprintable_is_unprintable() -> None:
    """The error is the same as the Word writer's."""
    with pytest.raises(UnprintableText) as caught:
        to_html([Paragraph("ab\x07")])
    assert caught.value.position == 2


def test_long_tables_are_streamed() -> None:
    """The first rows leave before the last are made, and 20,000 rows never stand in memory together."""
    made = 0

    def rows() -> Iterator[tuple[str | Cell, ...]]:
        nonlocal made
        for made in range(1, 20_001):
            yield (str(made), Cell("推进缓慢（黄）", fill="FFC000"), "情况" * 20)

    tracemalloc.start()
    chunks = html_chunks([plain_grid(Rows(rows), 3)])
    assert any("推进缓慢" in chunk for chunk in itertools.islice(chunks, 12))
    assert made < 1000
    size = sum(map(len, chunks))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert made == 20_000
    assert size > 2_000_000
    assert peak < 1_000_000


def test_the_same_text_each_time() -> None:
    """The same content gives the same fragment."""
    assert to_html(every_block()) == to_html(every_block())


def test_the_profile_s_language() -> None:
    """An English office's page says so, and dates it so; what the agency worded itself stays."""
    block = SignatureBlock(organ="Audit Office", date=dt.date(2024, 6, 28))
    document = evolve(one_section(block), profile=OFFICIAL.speaking("en"))
    page = to_html(document)
    assert 'lang="en-GB"' in page
    assert ">28 June 2024</time>" in page
    assert 'lang="zh-CN"' in to_html(evolve(document, profile=OFFICIAL))
