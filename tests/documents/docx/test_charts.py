"""Charts: native, with the standings' numbers in the chart and in the workbook behind it."""

from __future__ import annotations

import hashlib
import io
import posixpath
import zipfile
from pathlib import Path
from typing import Final

import pytest
from attrs import evolve
from helpers.processes import fresh, same_everywhere
from helpers.rendering import pages
from helpers.small_office import DEPARTMENTS, OFFICE, PERSONNEL, SECRETARIAT
from helpers.wordfile import body, find_all, one_section, part, parts
from lxml import etree
from openpyxl import load_workbook

from trafficlight import Board, RosterLine, Unit
from trafficlight.documents import Document
from trafficlight.documents.content import (
    BarChart,
    ChartSeries,
    Heading,
    PageBreak,
    PageSetup,
    Paragraph,
    Section,
    standings_chart,
    standings_charts,
)
from trafficlight.errors import DocumentError, UnprintableText
from trafficlight.layout import OFFICIAL, Font, Style
from trafficlight.model._marks import BLUE, BLUE_YELLOW_RED, RED, YELLOW, Tally
from trafficlight.notice import ORDER
from trafficlight.ranking._standings import Standings, rank
from trafficlight.ranking._tallies import Tallies

TESTS: Final = Path(__file__).parents[2]
NS: Final = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "p": "http://schemas.openxmlformats.org/package/2006/relationships",
    "t": "http://schemas.openxmlformats.org/package/2006/content-types",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
}
COUNTS: Final = {
    OFFICE: Tally({BLUE: 2, RED: 1}),
    PERSONNEL: Tally({BLUE: 3, YELLOW: 12}),
    SECRETARIAT: Tally(),
}


def standings() -> Standings:
    """人事科 蓝3 黄12, 办公室 蓝2 红1, 秘书科 nothing."""
    return rank(Tallies(COUNTS.items()), board=DEPARTMENTS, order=ORDER)


def chart() -> BarChart:
    """The chart of these standings."""
    return standings_chart(BLUE_YELLOW_RED, standings())


def every_chart() -> Document:
    """Charts at every place of a section, upright and across; the first has no title."""
    first = evolve(chart(), title="", alt_text="无题 & <图>")
    last = evolve(chart(), title="甲\n乙", height=60)
    return Document(
        sections=(
            Section((Heading("图", bookmark="chart"), first, PageBreak(), chart(), last)),
            Section((Paragraph("横排"), chart(), last, PageBreak()), PageSetup(orientation="landscape")),
            Section((last,)),
        )
    )


def at(tree: etree._Element, path: str) -> list[str]:
    """All strings at an XPath that ends in text() or an attribute."""
    found = tree.xpath(path, namespaces=NS)
    assert isinstance(found, list)
    return [str(one) for one in found]


def audited(data: bytes, path: Path) -> list[str]:
    """What openxml-audit says of a file."""
    audit = pytest.importorskip("openxml_audit", reason="openxml-audit is not installed: files cannot be judged")
    path.write_bytes(data)
    result = audit.OpenXmlValidator(file_format=audit.FileFormat.MICROSOFT_365).validate(str(path))
    return [str(one) for one in result.errors]


def test_openxml_audit_finds_nothing(tmp_path: Path) -> None:
    """Neither a document with charts nor a chart's workbook has a finding."""
    document = every_chart()
    assert audited(document.to_bytes(), tmp_path / "charts.docx") == []
    assert audited(parts(document)["word/embeddings/chart1.xlsx"], tmp_path / "data.xlsx") == []


def test_each_chart_has_its_parts() -> None:
    """The body names each chart once and in order; every relation leads to a part, every part has a type."""
    document = every_chart()
    files = parts(document)
    relations = part(document, "word/_rels/document.xml.rels")
    targets = dict(zip(at(relations, "p:Relationship/@Id"), at(relations, "p:Relationship/@Target"), strict=True))
    named = at(body(document), "//c:chart/@*")
    assert [targets[name] for name in named] == [f"charts/chart{number}.xml" for number in range(1, 7)]
    overrides = at(part(document, "[Content_Types].xml"), "t:Override[contains(@ContentType, 'chart')]/@PartName")
    assert overrides == [f"/word/charts/chart{number}.xml" for number in range(1, 7)]
    assert at(part(document, "[Content_Types].xml"), "t:Default/@Extension").count("xlsx") == 1
    for number in range(1, 7):
        own = part(document, f"word/charts/_rels/chart{number}.xml.rels")
        (target,) = at(own, "p:Relationship/@Target")
        assert posixpath.normpath(f"word/charts/{target}") in files
        assert at(part(document, f"word/charts/chart{number}.xml"), "//c:externalData/@*") == at(own, "*/@Id")


def test_a_document_without_charts_has_no_trace_of_them() -> None:
    """No part, type or relation of a chart stands in a file that has none."""
    files = parts(one_section(Paragraph("甲")))
    assert not [name for name in files if "chart" in name or "embeddings" in name]
    assert b"xlsx" not in files["[Content_Types].xml"]
    assert b"chart" not in files["word/_rels/document.xml.rels"]


def test_chart_and_workbook_hold_the_standings() -> None:
    """Units in ranked order, a series for each mark in its colour, and the same counts in the chart and its workbook."""
    document = one_section(chart())
    tree = part(document, "word/charts/chart1.xml")
    expected = [(row.unit.name, *(row.tally[mark] for mark in BLUE_YELLOW_RED)) for row in standings()]
    assert expected == [("人事科", 3, 12, 0), ("办公室", 2, 0, 1), ("秘书科", 0, 0, 0)]
    series = find_all(tree, "//*[local-name()='ser']")
    assert [at(one, "c:tx//c:v/text()") for one in series] == [["蓝"], ["黄"], ["红"]]
    assert [at(one, "c:spPr/a:solidFill/a:srgbClr/@val") for one in series] == [
        [mark.colour] for mark in BLUE_YELLOW_RED
    ]
    names = at(series[0], "c:cat//c:v/text()")
    counts = [[int(count) for count in at(one, "c:val//c:v/text()")] for one in series]
    assert list(zip(names, *counts, strict=True)) == expected

    sheet = load_workbook(io.BytesIO(parts(document)["word/embeddings/chart1.xlsx"]))["Sheet1"]
    assert list(sheet.values) == [(None, "蓝", "黄", "红"), *expected]
    for formula, values in zip(at(tree, "//c:val//c:f/text()"), counts, strict=True):
        name, cells = formula.split("!")
        assert (name, [cell.value for (cell,) in sheet[cells]]) == ("Sheet1", values)
    assert at(tree, "//c:tx//c:f/text()") == ["Sheet1!$B$1", "Sheet1!$C$1", "Sheet1!$D$1"]
    assert set(at(tree, "//c:cat//c:f/text()")) == {"Sheet1!$A$2:$A$4"}


def test_stacked_with_the_best_at_the_top() -> None:
    """The bars lie, their pieces stand one after another, and the first category is the uppermost."""
    tree = part(one_section(chart()), "word/charts/chart1.xml")
    wanted = {"barDir": "bar", "grouping": "stacked", "overlap": "100", "catAx/c:scaling/c:orientation": "maxMin"}
    assert {name: at(tree, f"//c:{name}/@val") for name in wanted} == {name: [one] for name, one in wanted.items()}


def test_a_grey_print_keeps_the_words() -> None:
    """A piece shows its mark's word and its number, a piece of nothing neither; a narrow one's word stands behind the name."""
    one = BarChart(categories=["甲", "乙", "丙"], series=[ChartSeries("蓝", "0070C0", [90, 3, 0])], height=60)
    tree = part(one_section(one), "word/charts/chart1.xml")
    assert at(tree, "//c:ser/c:dLbls/c:numFmt/@formatCode") == ['"蓝"0;;']
    assert at(tree, "//c:dLbl/c:idx/@val") == ["1"]
    assert at(tree, "//c:dLbl/c:numFmt/@formatCode") == ["0;;"]
    assert at(tree, "//c:dLbls/c:txPr//a:srgbClr/@val") == ["FFFFFF"]
    assert at(tree, "//c:dPt/c:idx/@val") == ["2"]
    assert at(tree, "//c:dPt/c:spPr//a:srgbClr/@val") == []
    assert at(tree, "//c:cat//c:v/text()") == ["甲", "乙（蓝3）", "丙"]
    sheet = load_workbook(io.BytesIO(parts(one_section(one))["word/embeddings/chart1.xlsx"])).active
    assert sheet is not None
    assert [sheet.cell(row, 1).value for row in (2, 3, 4)] == ["甲", "乙（蓝3）", "丙"]


def test_a_number_that_has_no_room_stands_behind_the_name_alone() -> None:
    """It would run over its neighbours' pieces; one that has room, but not for its word, stays."""
    series = [ChartSeries("蓝", "0070C0", [900, 860]), ChartSeries("红", "C00000", [1, 40])]
    tree = part(one_section(BarChart(categories=["甲", "乙"], series=series, height=60)), "word/charts/chart1.xml")
    assert at(tree, "//c:dLbl/c:numFmt/@formatCode") == [";;;", "0;;"]
    assert at(tree, "(//c:cat)[1]//c:v/text()") == ["甲（红1）", "乙（红40）"]


@pytest.mark.parametrize("size", [6.2, 9.3, 10.5])
def test_no_word_is_smaller_than_six_points(size: float) -> None:
    """However many units there are, and whatever size an agency's tables have."""
    ours = OFFICIAL.restyled(table_text=evolve(OFFICIAL.style(Style.TABLE_TEXT), size=size))
    names = [f"第{at}科" * 15 for at in range(10, 30)]
    chart = BarChart(categories=names, series=[ChartSeries("蓝", "0070C0", [1] * 20)], height=110)
    tree = part(evolve(one_section(chart), profile=ours), "word/charts/chart1.xml")
    assert min(map(int, at(tree, "//@sz"))) == 600


NAME: Final = "市机关事务服务中心国有资产管理和政府采购审计处（代章）第"


def long_named(count: int, length: int) -> Standings:
    """A board of so many units, each with a name of so many characters and one red mark among many blue ones."""
    units = [Unit((NAME[: length - 2] + f"{number + 10}") + "字" * (length - len(NAME) - 2)) for number in range(count)]
    board = Board("sections", "市审计局", list(map(RosterLine, units)))
    return rank(Tallies((unit, Tally({BLUE: 60, RED: 1})) for unit in units), board=board, order=ORDER)


@pytest.mark.parametrize("length", [8, 17, 18, 26, 40])
def test_a_narrow_piece_has_its_word_beside_a_name_of_any_length(length: int) -> None:
    """Behind the name where they stand on one line, else on a line of its own; the bars have room for it."""
    (one,) = standings_charts(BLUE_YELLOW_RED, long_named(4, length))
    for name in at(part(one_section(one), "word/charts/chart1.xml"), "(//c:cat)[1]//c:v/text()"):
        assert name.endswith("（红1）")
    (short,) = standings_charts(BLUE_YELLOW_RED, long_named(4, 8))
    assert (one.height > short.height) is (length > 14)


@pytest.mark.render
@pytest.mark.parametrize("length", [12, 17, 20, 40])
def test_all_names_and_words_of_a_chart_are_seen(length: int, tmp_path: Path) -> None:
    """A name wraps within the margin, and none is left out because its word makes it taller than its place."""
    whole = long_named(30, length)
    blocks = [block for one in standings_charts(BLUE_YELLOW_RED, whole, title="") for block in (one, PageBreak())]
    made = pages(one_section(*blocks[:-1]).to_bytes(), tmp_path)
    text = "".join(line for page in made for line in page.lines).replace(" ", "")
    assert text.count("（红1）") == 30
    assert text.count("市机关") == 30
    names = [glyph for page in made for glyph in page.glyphs if glyph.text == "市"]
    assert min(glyph.left for glyph in names) > 27.5
    assert min(glyph.right - glyph.left for glyph in names) > 3  # nor is one drawn narrow


def test_a_legend_of_many_marks_stands_above_the_bars() -> None:
    """Eight long words take two lines or more, and the plot begins below them."""

    def top(count: int) -> float:
        series = [ChartSeries(f"第{number}种标识", "0070C0", [1]) for number in range(count)]
        tree = part(one_section(BarChart(categories=["甲"], series=series)), "word/charts/chart1.xml")
        return float(at(tree, "//c:manualLayout/c:y/@val")[0])

    assert top(8) - top(3) > 4 / 100  # a line of type is more than four of the chart's 100 millimetres


def crowded(count: int, name: str = "科室") -> Standings:
    """A board of so many units, with up to 22 marks each."""
    units = [Unit(f"{name}{chr(ord('A') + number // 10)}{number % 10}") for number in range(count)]
    board = Board("sections", "市审计局", list(map(RosterLine, units)))
    counts = [(unit, Tally({BLUE: 20 - at % 20, YELLOW: at % 3})) for at, unit in enumerate(units)]
    return rank(Tallies(counts), board=board, order=ORDER)


def test_a_chart_goes_on_over_pages() -> None:
    """A board of 130 units takes charts of a page each, all on one scale, with every unit once, best first."""
    whole = crowded(130)
    charts = standings_charts(BLUE_YELLOW_RED, whole)
    assert len(charts) > 3
    assert [name for one in charts for name in one.categories] == [row.unit.name for row in whole]
    assert {one.longest for one in charts} == {22}
    assert all(one.height / len(one.categories) > 5.8 for one in charts)
    assert standings_charts(BLUE_YELLOW_RED, standings()) == (chart(),)


@pytest.mark.render
def test_the_pages_show_every_unit_of_a_large_board(tmp_path: Path) -> None:
    """None of 60 names is left out, and none is set smaller than 9 points."""
    whole = crowded(60)
    blocks = [block for one in standings_charts(BLUE_YELLOW_RED, whole, title="") for block in (one, PageBreak())]
    made = pages(one_section(*blocks[:-1]).to_bytes(), tmp_path)
    text = "".join(line for page in made for line in page.lines).replace(" ", "")
    assert [row.unit.name for row in whole if row.unit.name not in text] == []


@pytest.mark.render
def test_names_of_several_lines_are_all_shown(tmp_path: Path) -> None:
    """Bars stand so far apart that no program leaves out a name that takes three lines."""
    whole = crowded(16, "Royal Lowland and Northern Marches Regional Hospital for Children and Respiratory Diseases ")
    blocks = [block for one in standings_charts(BLUE_YELLOW_RED, whole, title="") for block in (one, PageBreak())]
    made = pages(one_section(*blocks[:-1]).to_bytes(), tmp_path)
    text = "".join(line for page in made for line in page.lines)
    assert text.count("Royal") == 16


def test_alternative_text_says_what_the_chart_shows() -> None:
    """A screen reader gets units and counts; a chart without alternative text is read by its title."""
    document = one_section(chart(), evolve(chart(), alt_text=""))
    spoken, titled = at(body(document), "//wp:docPr/@descr")
    assert spoken == (
        "市审计局“蓝黄红”标识数量图，按名次由上至下：人事科蓝3、黄12、红0；办公室蓝2、黄0、红1；秘书科蓝0、黄0、红0。"
    )
    assert titled == "市审计局“蓝黄红”标识数量图"
    assert len(set(at(body(document), "//wp:docPr/@id"))) == 2


def test_fonts_come_from_the_profile() -> None:
    """Every text of the chart names the profile's Chinese font."""
    ours = evolve(OFFICIAL, fonts=evolve(OFFICIAL.fonts, fangsong=Font("我的仿宋", "Arial")))
    tree = part(evolve(one_section(evolve(chart(), title="")), profile=ours), "word/charts/chart1.xml")
    assert set(at(tree, "//a:ea/@typeface")) == {"我的仿宋"}
    assert len(at(tree, "//c:txPr")) == len(at(tree, "//a:latin[@typeface='Arial']/@typeface"))


def test_the_same_bytes_in_every_process() -> None:
    """Neither hash seeds nor the time of writing get into the file or the workbook inside."""
    printed = same_everywhere(
        "import hashlib; from documents.docx.test_charts import every_chart;"
        "print(hashlib.sha256(every_chart().to_bytes()).hexdigest())"
    )
    assert printed == hashlib.sha256(every_chart().to_bytes()).hexdigest()
    with zipfile.ZipFile(io.BytesIO(parts(every_chart())["word/embeddings/chart1.xlsx"])) as book:
        assert {one.date_time for one in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert book.read("docProps/core.xml").count(b">1980-01-01T00:00:00Z<") == 2, "no time of writing"


def test_xlsxwriter_loads_for_charts_alone() -> None:
    """A document without a chart does not pay for the library that makes workbooks."""
    code = (
        "import sys; from trafficlight.documents import Document, Section; from trafficlight.documents.content import Paragraph;"
        "Document(sections=[Section([Paragraph('甲')])]).to_bytes(); print('xlsxwriter' in sys.modules)"
    )
    assert fresh(code) == "False"


def test_names_are_no_formulas() -> None:
    """A unit whose name begins with = stays a name in the workbook."""
    one = BarChart(categories=["=1+1", "", "<r>_x000D_x000D_</r>"], series=[ChartSeries("+红", "#c00000", [1, 2, 3])])
    sheet = load_workbook(io.BytesIO(parts(one_section(one))["word/embeddings/chart1.xlsx"]))["Sheet1"]
    assert (sheet["A2"].value, sheet["A2"].data_type, sheet["B1"].value) == ("=1+1", "s", "+红")
    assert (sheet["A3"].value, sheet["A4"].value) == (None, "<r>_x000D_x000D_</r>")


def test_every_fault_of_a_chart_is_named_at_once() -> None:
    """A chart that cannot be drawn says everything that is wrong with it."""
    wrong = [ChartSeries("蓝", "0070C0", [1]), ChartSeries("蓝", "0070C0", [-1, 2, 3])]
    with pytest.raises(DocumentError) as caught:
        BarChart(title="图", categories=["甲", "乙"], series=wrong, height=0)
    message = str(caught.value)
    for fault in ("“蓝”重复", "有 1 个数，应与类别同为 2 个", "有 3 个数", "含有 -1", "高度为 0"):
        assert fault in message
    with pytest.raises(DocumentError, match=r"没有类别.*没有数据系列"):
        BarChart(categories=[], series=[])


def test_a_chart_higher_than_the_text_is_refused() -> None:
    """What would run over the foot of the page is refused, upright by 225 mm, across by 156."""
    tall = evolve(chart(), height=200)
    assert one_section(tall).to_bytes()
    with pytest.raises(DocumentError, match="超过版心高 156 毫米"):
        one_section(tall, setup=PageSetup(orientation="landscape")).to_bytes()


@pytest.mark.parametrize("where", ["title", "alt_text", "category", "label"])
def test_characters_that_no_file_holds_are_refused(where: str) -> None:
    """A control character is refused wherever a chart has text."""
    bad = "甲\x00"
    one = BarChart(
        title=bad if where == "title" else "",
        categories=[bad if where == "category" else "甲"],
        series=[ChartSeries(bad if where == "label" else "蓝", "0070C0", [1])],
        alt_text=bad if where == "alt_text" else "",
    )
    with pytest.raises(UnprintableText):
        one_section(one).to_bytes()


@pytest.mark.render
def test_the_page_shows_every_unit_in_ranked_order(tmp_path: Path) -> None:
    """The printed chart has the units from best to last, each with its words and numbers on its line."""
    (page,) = pages(one_section(chart()).to_bytes(), tmp_path)
    lines = [line.replace(" ", "") for line in page.lines]
    found = [line for line in lines if line.startswith(("人事科", "办公室", "秘书科"))]
    assert found == ["人事科蓝3黄12", "办公室蓝2红1", "秘书科"]
    assert lines[0] == "市审计局“蓝黄红”标识数量图"
    assert "蓝黄红" in lines


def test_an_english_chart_parts_words_and_numbers() -> None:
    """“Green 1”, not “Green1”, in a piece and behind a name."""
    one = BarChart(categories=["A", "B"], series=[ChartSeries("Green", "00B050", [90, 1])], height=60)
    tree = part(evolve(one_section(one), profile=evolve(OFFICIAL, language="en")), "word/charts/chart1.xml")
    assert at(tree, "//c:ser/c:dLbls/c:numFmt/@formatCode") == ['"Green "0;;']
    assert at(tree, "//c:cat//c:v/text()") == ["A", "B (Green 1)"]


@pytest.mark.render
def test_a_unit_without_a_mark_has_no_bar(tmp_path: Path) -> None:
    """Nor has it a thin line of the last mark's colour upon the axis."""
    nothing = [ChartSeries("蓝", "0070C0", [0, 0]), ChartSeries("红", "C00000", [0, 0])]
    (page,) = pages(one_section(BarChart(categories=["甲", "乙"], series=nothing, height=60)).to_bytes(), tmp_path)
    first, last = (next(glyph for glyph in page.glyphs if glyph.text == name) for name in "甲乙")
    assert page.ink(first.right + 1, first.top, 184, last.bottom) is None  # axis and grid are paler than ink


@pytest.mark.render
def test_many_units_are_all_named(tmp_path: Path) -> None:
    """Where bars are many their type is smaller, and no name is left out."""
    names = [f"科室{chr(ord('A') + number // 10)}{number % 10}" for number in range(40)]
    one = BarChart(categories=names, series=[ChartSeries("蓝", "0070C0", [5] * 40)], height=180)
    (page,) = pages(one_section(one).to_bytes(), tmp_path)
    text = "".join(page.lines).replace(" ", "")
    assert [name for name in names if name not in text] == []


@pytest.mark.parametrize(
    ("most", "step"), [(0, 1), (10, 1), (11, 2), (20, 2), (21, 5), (50, 5), (51, 10), (101, 20), (201, 50), (501, 100)]
)
def test_an_axis_counts_by_ones_twos_or_fives(most: int, step: int) -> None:
    """At most ten steps on the axis, each 1, 2 or 5 with zeros behind."""
    one = BarChart(categories=["甲", "乙"], series=[ChartSeries("红", "#c00000", [0, most])])
    tree = part(one_section(one), "word/charts/chart1.xml")
    assert at(tree, "//c:majorUnit/@val") == [str(step)]
