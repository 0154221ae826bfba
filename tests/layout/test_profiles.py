"""An agency's own look: what an office might want otherwise is a value of the profile, and reaches the paper."""

from __future__ import annotations

import datetime as dt
import functools
from pathlib import Path

import pytest
from attrs import evolve
from helpers.readword import part, visible_text
from helpers.rendering import RenderedPage, Rule, pages
from helpers.wordfile import W

from trafficlight.documents import BarChart, Document, Section, stylesheet, to_html
from trafficlight.documents.content import AttachmentList, Block, ChartSeries, Colophon, LetterHead, Paragraph, RedHead
from trafficlight.errors import WrongValue
from trafficlight.layout import (
    OFFICIAL,
    ChartLook,
    ColophonLook,
    Labels,
    LetterLook,
    OfficialProfile,
    RedHeadLook,
    TableLook,
)

HEAD = RedHead(organ="数据局", number="1号", signers="周明")
FOOT = Colophon(copies="各处", issuer="督查室", date=dt.date(2024, 6, 28))


def made(profile: OfficialProfile, *blocks: Block) -> bytes:
    """A document in that look."""
    return Document(sections=[Section([*blocks, Paragraph("正文")])], profile=profile).to_bytes()


def borders(document: bytes, side: str, name: str = "word/document.xml") -> list[tuple[str | None, ...]]:
    """Kind, weight, space and colour of every border on a side."""
    return [
        tuple(one.get(f"{W}{what}") for what in ("val", "sz", "space", "color"))
        for one in part(document, name).iter(f"{W}{side}")
        if one.get(f"{W}color") is not None
    ]


def test_the_red_rule_is_the_profiles() -> None:
    """Kind, weight, distance and colour of the rule below the number; the standard's unless an agency says otherwise."""
    assert borders(made(OFFICIAL, HEAD), "bottom") == [("single", "18", "6", "FF0000")]
    ours = evolve(OFFICIAL, red="9E1B1B", red_head=RedHeadLook(rule="double", rule_weight=1.5, rule_below=3))
    assert borders(made(ours, HEAD), "bottom") == [("double", "12", "3", "9E1B1B")]
    other = evolve(ours, red_head=RedHeadLook(rule_colour="#336699"))
    assert borders(made(other, HEAD), "bottom")[0][-1] == "336699"
    assert borders(made(evolve(OFFICIAL, red_head=RedHeadLook(rule_weight=0)), HEAD), "bottom") == []


def test_a_rule_of_no_known_kind_is_refused() -> None:
    """A kind that programs draw differently, or not at all, is an error that names those that can be had."""
    with pytest.raises(WrongValue, match="'single'、'double'"):
        RedHeadLook(rule="wave")  # type: ignore[arg-type]  # the very mistake


def test_the_letters_rules_are_the_profiles() -> None:
    """Weights and colour of the letter's rules, thick above thin at the top, thin above thick at the foot."""
    ours = evolve(OFFICIAL, letter=LetterLook(thick=4, thin=0.5, rule_colour="336699"))
    document = made(ours, LetterHead(organ="数据局"))
    assert [(one[1], one[3]) for one in borders(document, "bottom", "word/header2.xml")] == [
        ("32", "336699"),
        ("4", "336699"),
    ]


def test_labels_are_the_profiles() -> None:
    """签发人, 附件, 抄送 and 印发 are said in the agency's words, in Word as in HTML."""
    ours = evolve(OFFICIAL, labels=Labels(signers="核发：", attachments="附：", copies="分送：", printed="付印"))
    blocks = (HEAD, AttachmentList("清单"), FOOT)
    document = Document(sections=[Section(blocks)], profile=ours)
    for shown in (visible_text(document.to_bytes()), to_html(document)):
        for word in ("核发：", "附：清单", "分送：各处。", "付印"):
            assert word in shown
        for word in ("签发人", "附件：", "抄送", "印发"):
            assert word not in shown


def test_the_foots_rules_are_the_profiles() -> None:
    """Weights and colour of the rules of 版记."""
    ours = evolve(OFFICIAL, colophon=ColophonLook(thick=1.5, thin=0.5, colour="37474F"))
    document = made(ours, FOOT)
    assert [borders(document, side)[0][1::2] for side in ("top", "bottom", "insideH")] == [
        ("12", "37474F"),
        ("12", "37474F"),
        ("4", "37474F"),
    ]


def test_charts_follow_the_profile() -> None:
    """Colours of axes and edges and the gap between bars."""
    chart = BarChart(title="图", categories=["甲"], series=[ChartSeries("蓝", "0070C0", [1])], height=60)
    ours = evolve(OFFICIAL, chart=ChartLook(axis="90A4AE", edge="101010", gap=80))
    (space,) = part(made(ours, chart), "word/charts/chart1.xml").iter("{*}chartSpace")
    colours = {one.get("val") for one in space.iter("{*}srgbClr")}
    assert {"90A4AE", "101010"} <= colours
    assert "BFBFBF" not in colours
    assert [one.get("val") for one in space.iter("{*}gapWidth")] == ["80"]


def test_a_marks_own_colour_goes_before_the_red() -> None:
    """The organ mark takes its style's colour where it has one, in Word and in the style sheet."""
    style = evolve(OFFICIAL.style("organ_mark"), colour="123456")
    ours = OFFICIAL.restyled(organ_mark=style)
    runs = part(made(ours, HEAD), "word/document.xml").iter(f"{W}color")
    assert [one.get(f"{W}val") for one in runs] == ["123456"]
    assert ".tl-organ-mark{color:#FF0000}" in stylesheet()
    assert ".tl-organ-mark{color:#FF0000}" not in stylesheet(ours)


def test_a_dark_header_keeps_its_words_readable_on_the_web() -> None:
    """On a dark ground the header's words turn white unless the style says which colour they have."""
    assert "background-color:#37474F;color:#FFFFFF" in stylesheet(
        evolve(OFFICIAL, table=TableLook(header_fill="37474F"))
    )
    assert "background-color:#F2F2F2;color:#000000" in stylesheet()


@pytest.mark.render
def test_places_are_where_the_profile_says(tmp_path: Path) -> None:
    """Measured on the page, within a millimetre: mark and rule of a head, mark, rules and foot of a letter."""
    ours = evolve(
        OFFICIAL,
        red_head=RedHeadLook(mark_top=12, corner_lines=0, around=1, rule_below=7),
        letter=LetterLook(mark_top=24, rule_below=6, width=150, foot=15),
    )
    sections = (Section([HEAD, Paragraph("正文")]), Section([LetterHead(organ="数据局"), Paragraph("正文")]))
    head, letter = pages(Document(sections=sections, profile=ours).to_bytes(), tmp_path)
    near = functools.partial(pytest.approx, abs=1)

    (rule,) = red_rules(head)
    mark = head.ink(28, 30, 184, 75)
    number = head.ink(28, rule.top - 14, 184, rule.top - 1)
    assert mark is not None
    assert number is not None
    assert mark.top == near(37 + 12)
    assert rule.top - number.bottom == near(7)

    rules = red_rules(letter)
    mark = letter.ink(20, 10, 190, rules[0].top - 1)
    assert mark is not None
    assert mark.top == near(24)
    assert rules[0].top - mark.bottom == near(6)
    assert {(round(rule.left), round(rule.right)) for rule in rules} == {(30, 180)}
    assert rules[-1].top == near(297 - 15)


def red_rules(page: RenderedPage) -> list[Rule]:
    """The red rules of a page from the top, each once."""
    return sorted({rule for rule in page.rules if rule.colour == (1.0, 0.0, 0.0)}, key=lambda rule: rule.top)
