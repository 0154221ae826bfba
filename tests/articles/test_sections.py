"""节: an article's sections get the compendium's page; what lies on its side, stands in columns or folds out stays so."""

from __future__ import annotations

import pytest
from helpers.word_trees import inner, short, tree

from trafficlight.articles._sections import SectionTemplates, close_section, is_landscape, set_sections, text_size
from trafficlight.ooxml.xml import Element

PORTRAIT = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2000" w:right="1400" w:bottom="-1900" w:left="1500"/>'
LANDSCAPE = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1500"/>'
NUMBER = '<w:pgNumType w:fmt="numberInDash"/>'


def section(inside: str) -> Element:
    """The properties of a section."""
    return tree(f"<w:sectPr>{inside}</w:sectPr>")[0]


def templates(number: str = NUMBER) -> SectionTemplates:
    """The compendium's own sections."""
    return SectionTemplates(section(PORTRAIT + number), section(LANDSCAPE + number))


def made(own: str | None, *, before: str | None = None, number: str | None = None) -> str:
    """What a section of an article becomes."""
    previous = None if before is None else section(before)
    return inner(templates().of(None if own is None else section(own), numbered_from=number, previous=previous))


@pytest.mark.parametrize(
    ("own", "becomes"),
    [
        (None, PORTRAIT + NUMBER),
        ("", PORTRAIT + NUMBER),
        ('<w:pgSz w:w="10000" w:h="14000"/><w:pgMar w:top="9"/>', PORTRAIT + NUMBER),
        ('<w:pgSz w:w="14000" w:h="10000"/>', LANDSCAPE + NUMBER),
        ('<w:pgSz w:w="10000" w:h="14000" w:orient="landscape"/>', LANDSCAPE + NUMBER),
        ('<w:pgSz w:w="14000"/>', PORTRAIT + NUMBER),
        ('<w:cols w:num="1"/>', PORTRAIT + NUMBER),
        ('<w:cols w:num="2"/>', PORTRAIT + NUMBER + '<w:cols w:num="2"/>'),
        ('<w:vAlign w:val="center"/><w:bidi/>', PORTRAIT + NUMBER + '<w:vAlign w:val="center"/><w:bidi/>'),
        (
            '<w:pgSz w:w="16838" w:h="23811"/><w:pgMar w:top="9"/>',
            '<w:pgSz w:w="16838" w:h="23811"/><w:pgMar w:top="9"/>' + NUMBER,
        ),
        ('<w:pgSz w:w="16838" w:h="23811"/>', PORTRAIT + NUMBER),
        ('<w:type w:val="continuous"/>', PORTRAIT + NUMBER),
    ],
)
def test_what_a_section_keeps(own: str | None, becomes: str) -> None:
    """Sheet and margins are ours, but for a sheet that folds out; columns, direction and alignment stay."""
    assert made(own) == becomes


def test_a_section_on_the_same_page() -> None:
    """A section that begins on the page of the last does so here, unless the sheets lie otherwise."""
    own = '<w:type w:val="continuous"/>'
    assert made(own, before=PORTRAIT) == own + PORTRAIT + NUMBER
    assert made(own, before=LANDSCAPE) == PORTRAIT + NUMBER
    assert made('<w:type w:val="nextPage"/>', before=PORTRAIT) == PORTRAIT + NUMBER


def test_the_first_section_may_number_anew() -> None:
    """Pages are numbered from where the compendium says; a template without numbers stays without."""
    assert made(None, number="1") == PORTRAIT + '<w:pgNumType w:fmt="numberInDash" w:start="1"/>'
    assert inner(templates("").of(None, numbered_from="1", previous=None)) == PORTRAIT


def test_measures() -> None:
    """The text's size is the sheet's without margins, of either sign; where one is not said there is none."""
    assert text_size(section(PORTRAIT)) == (11906 - 2900, 16838 - 3900)
    assert text_size(section('<w:pgSz w:w="1" w:h="2"/>')) == text_size(section("")) == (0, 0)
    assert [is_landscape(section(one)) for one in (PORTRAIT, LANDSCAPE, "")] == [False, True, False]


def test_every_section_of_an_article() -> None:
    """Each section but the last stands in its paragraph; the last is given back, and the article's own goes."""
    body = tree(
        f"<w:p><w:pPr><w:sectPr>{LANDSCAPE}</w:sectPr></w:pPr></w:p><w:p><w:pPr><w:sectPr/></w:pPr></w:p>"
        f"<w:sectPr/><w:sectPr>{LANDSCAPE}</w:sectPr>"
    )
    last = set_sections(body, templates(), numbered_from="5", endnotes=True)
    first, second = body
    numbered = NUMBER.replace("/>", ' w:start="5"/>')
    assert inner(first) == f"<w:pPr><w:sectPr>{LANDSCAPE}{numbered}<w:noEndnote/></w:sectPr></w:pPr>"
    assert inner(second) == f"<w:pPr><w:sectPr>{PORTRAIT}{NUMBER}<w:noEndnote/></w:sectPr></w:pPr>"
    assert inner(last) == LANDSCAPE + NUMBER


@pytest.mark.parametrize(
    ("body", "added"), [("<w:p/>", 0), ("<w:tbl/>", 1), ("<w:p><w:pPr><w:sectPr/></w:pPr></w:p>", 1), ("", 1)]
)
def test_a_section_ends_in_a_paragraph(body: str, added: int) -> None:
    """In the last one where it may, else in one so low that nobody sees it."""
    root = tree(body)
    before = len(root)
    close_section(root, section(PORTRAIT))
    assert len(root) == before + added
    assert short(root[-1]).endswith(f"<w:sectPr>{PORTRAIT}</w:sectPr></w:pPr></w:p>")
    assert ('w:line="20" w:lineRule="exact"' in short(root[-1])) == bool(added)
