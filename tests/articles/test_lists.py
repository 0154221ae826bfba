"""项目编号: every paragraph says which list it belongs to, and no two articles share one."""

from __future__ import annotations

import pytest
from helpers.word_trees import inner, short, tree

from trafficlight.articles._grammar import Mender
from trafficlight.articles._lists import ListMerger, Numbering, number_explicitly
from trafficlight.articles._styles import StyleNumbering, StyleSheet
from trafficlight.ooxml.xml import Element


def level(number: int, inside: str = "", start: int | None = 1, form: str = "decimal") -> str:
    """A level of a definition."""
    first = "" if start is None else f'<w:start w:val="{start}"/>'
    return f'<w:lvl w:ilvl="{number}">{first}<w:numFmt w:val="{form}"/>{inside}</w:lvl>'


def definition(number: int, *levels: str, more: str = "") -> str:
    """A definition of lists."""
    return f'<w:abstractNum w:abstractNumId="{number}">{more}{"".join(levels)}</w:abstractNum>'


def a_list(number: int, abstract: int | None, inside: str = "") -> str:
    """`w:num` of an abstract list, with what stands in it."""
    named = "" if abstract is None else f'<w:abstractNumId w:val="{abstract}"/>'
    return f'<w:num w:numId="{number}">{named}{inside}</w:num>'


def numbering(xml: str, styles: str = "") -> Numbering:
    """The lists of an article."""
    return Numbering(tree(xml, "w:numbering"), StyleSheet(tree(styles, "w:styles")), f"{xml}{styles}".encode())


def list_style(name: str, number: int) -> str:
    """A numbering style that stands for a list."""
    return (
        f'<w:style w:type="numbering" w:styleId="{name}"><w:pPr><w:numPr><w:numId w:val="{number}"/></w:numPr></w:pPr>'
        "</w:style>"
    )


def test_lists_that_have_a_definition() -> None:
    """The first of an id counts; a list without a definition, or with one that is not there, is none."""
    found = numbering(
        definition(0, level(0)) + definition(0) + a_list(1, 0) + a_list(1, 9) + a_list(2, 9) + a_list(3, None)
    )
    assert list(found.lists) == ["1"]
    real = found.definition("1")
    assert real is not None
    assert len(real) == 1
    assert found.definition("4") is None


def test_a_link_to_a_numbering_style_is_followed() -> None:
    """A definition that is only a link leads to that of the style's own list; a circle, or a style that is not there, to none."""
    link = '<w:numStyleLink w:val="{}"/>'
    found = numbering(
        definition(0, more=link.format("outline"))
        + definition(1, level(0, form="upperRoman"))
        + definition(2, more=link.format("gone"))
        + definition(3, more=link.format("round"))
        + "".join(a_list(number + 10, number) for number in range(4)),
        list_style("outline", 11) + list_style("round", 13),
    )
    real = found.definition("10")
    assert real is not None
    assert real is found.definition("11")
    assert (found.definition("12"), found.definition("13")) == (None, None)


@pytest.mark.parametrize(
    ("asked", "at"),
    [
        (StyleNumbering("1", "3", "a"), "3"),
        (StyleNumbering("1", "9", "a"), "2"),
        (StyleNumbering("1", None, "a"), "2"),
        (StyleNumbering("1", None, "b"), "0"),
        (StyleNumbering("7", None, "a"), "0"),
    ],
)
def test_the_level_of_a_style(asked: StyleNumbering, at: str) -> None:
    """Its own, else that which names the style, else the first."""
    found = numbering(definition(0, level(0), level(2, '<w:pStyle w:val="a"/>')) + a_list(1, 0))
    assert found.level_of(asked) == found.level_of(asked) == at


STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="n"/>'
    '<w:style w:type="paragraph" w:styleId="item"><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
)
NUMBERED = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr>'


@pytest.mark.parametrize(
    ("properties", "said"),
    [
        ("", ""),
        ('<w:pStyle w:val="n"/>', ""),
        ('<w:pStyle w:val="item"/>', NUMBERED.format(1, 1)),
        ('<w:pStyle w:val="item"/>' + NUMBERED.format(2, 2), NUMBERED.format(2, 2)),
        ('<w:pStyle w:val="item"/>' + NUMBERED.format(2, 0), ""),
        ('<w:pStyle w:val="item"/><w:numPr><w:ilvl w:val="3"/></w:numPr>', NUMBERED.format(3, 1)),
        ('<w:numPr><w:ilvl w:val="3"/></w:numPr>', ""),
        ('<w:numPr><w:numId w:val="2"/></w:numPr>', NUMBERED.format(0, 2)),
        (NUMBERED.format(9, 2), NUMBERED.format(0, 2)),
        (NUMBERED.format(0, 77), ""),
    ],
)
def test_paragraphs_say_their_list_themselves(properties: str, said: str) -> None:
    """What comes from the style is written out; what belongs to no list that is there says nothing; levels are 0 to 8."""
    body = tree(f"<w:p><w:pPr>{properties}</w:pPr></w:p>" if properties else "<w:p/>")
    lists = numbering(definition(0, level(0)) + a_list(1, 0) + a_list(2, 0), STYLES)
    number_explicitly([body], StyleSheet(tree(STYLES, "w:styles")), lists)
    assert "".join(short(one) for one in body.iter("{*}numPr")) == said


def merge(own: str, *articles: tuple[str, Numbering]) -> tuple[list[str], Element]:
    """Bodies of articles with the compendium's lists, and these."""
    root = tree(own, "w:numbering")
    merger = ListMerger(root, Mender(lambda _: None))
    bodies = []
    for body, lists in articles:
        text = tree(body)
        merger.map_references([text], lists)
        bodies.append(inner(text))
    merger.finish()
    return bodies, root


def test_lists_come_behind_our_own() -> None:
    """New numbers go on from ours; definitions stand before lists; equal ones are kept once, without what is Word's alone."""
    one = numbering(
        definition(5, level(0), more='<w:nsid w:val="0"/><w:name w:val="x"/>') + a_list(8, 5) + a_list(9, 5)
    )
    two = numbering(definition(6, level(0)) + a_list(8, 6))
    bodies, root = merge(
        definition(3, level(0, form="none")) + a_list(4, 3),
        (NUMBERED.format(0, 8) + NUMBERED.format(0, 9) + NUMBERED.format(1, 8), one),
        (NUMBERED.format(0, 8), two),
    )
    assert bodies == [NUMBERED.format(0, 5) + NUMBERED.format(0, 6) + NUMBERED.format(1, 5), NUMBERED.format(0, 7)]
    assert [short(one) for one in list(root)[1:]] == [
        definition(4, level(0), more='<w:nsid w:val="10000004"/>'),
        a_list(4, 3),
        a_list(5, 4),
        a_list(6, 4),
        a_list(7, 4, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'),
    ]


def test_a_list_that_is_not_there_is_named_no_more() -> None:
    """A paragraph that names no list, or one that is not there, is in none."""
    (body,), root = merge("", ("<w:numPr/>" + NUMBERED.format(0, 3), numbering(definition(0, level(0)) + a_list(1, 0))))
    assert (body, len(root)) == ("", 0)


def test_a_list_that_goes_on_elsewhere_starts_anew() -> None:
    """Every level that counts starts at its own first number, once an article; bullets count nothing; exceptions stay."""
    levels = (level(0, start=3), level(1, start=None), level(2, form="bullet"), level(3), level(4))
    own = (
        '<w:lvlOverride w:ilvl="3"><w:startOverride w:val="7"/></w:lvlOverride>'
        f'<w:lvlOverride w:ilvl="4">{level(4, start=9)}</w:lvlOverride>'
        f'<w:lvlOverride w:ilvl="4">{level(4, start=8)}</w:lvlOverride>'
    )
    lists = numbering(definition(0, *levels) + a_list(1, 0, own) + a_list(2, 0))
    text = NUMBERED.format(0, 1) + NUMBERED.format(0, 2)
    _, root = merge("", (text, lists), (text, lists))
    kept = (
        '<w:lvlOverride w:ilvl="3"><w:startOverride w:val="7"/></w:lvlOverride>'
        f'<w:lvlOverride w:ilvl="4">{level(4, start=9)}</w:lvlOverride>'
    )
    anew = (
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/></w:lvlOverride>'
        '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="1"/></w:lvlOverride>'
    )
    assert [short(one) for one in list(root)[1:]] == [
        a_list(1, 0, kept),
        a_list(2, 0),
        a_list(3, 0, anew + kept),
        a_list(4, 0),
    ]
