"""Sections: pages upright and turned, numbers, headers and footers."""

from __future__ import annotations

import posixpath

from attrs import evolve
from helpers.wordfile import NS, W, body, every_block, find_all, one_section, part, parts, plain_grid, texts, values
from lxml import etree

from trafficlight.documents import Document
from trafficlight.documents.content import PageSetup, Paragraph, Section
from trafficlight.layout import GB33476, OFFICIAL

PORTRAIT = Section((Paragraph("甲"),))
LANDSCAPE = Section((Paragraph("乙"),), PageSetup(orientation="landscape"))
COVER = Section((Paragraph("封面"),), PageSetup(page_numbers=False))


def numbers(element: etree._Element) -> dict[str, int]:
    """An element's attributes as numbers, twips mostly."""
    pairs = ((str(name).removeprefix(W), str(value)) for name, value in element.attrib.items())
    return {name: int(value) for name, value in pairs if value.isdigit()}


def mm(length: float) -> int:
    """Millimetres in twips."""
    return round(length * 1440 / 25.4)


def test_a_page_of_the_standard() -> None:
    """A4 with 37/35/28/26 mm, a grid of 28.95 pt lines."""
    (section,) = find_all(body(Document(sections=(PORTRAIT,))), "w:sectPr")
    assert numbers(find_all(section, "w:pgSz")[0]) == {"w": mm(210), "h": mm(297)}
    margins = numbers(find_all(section, "w:pgMar")[0])
    assert [margins[side] for side in ("top", "bottom", "left", "right")] == [mm(37), mm(35), mm(28), mm(26)]
    assert numbers(find_all(section, "w:docGrid")[0]) == {"linePitch": 579}


def test_a_landscape_page_is_the_portrait_page_turned() -> None:
    """Its binding edge is at the top (§8), so each margin moves on by one side and the text is 225 × 156 mm."""
    (section,) = find_all(body(Document(sections=(LANDSCAPE,))), "w:sectPr")
    assert numbers(find_all(section, "w:pgSz")[0]) == {"w": mm(297), "h": mm(210)}
    margins = numbers(find_all(section, "w:pgMar")[0])
    assert [margins[side] for side in ("top", "right", "bottom", "left")] == [mm(28), mm(37), mm(26), mm(35)]


def test_each_section_ends_in_its_last_paragraph() -> None:
    """A section's properties stand in its last paragraph, or in a tiny one behind a table; no page is added."""
    table = Section((plain_grid([["甲", "乙"]]),))
    tree = body(Document(sections=(PORTRAIT, table, LANDSCAPE)))
    assert texts(tree, "w:p") == ["甲", "", "乙"]
    assert len(find_all(tree, "w:p/w:pPr/w:sectPr")) == 2
    assert find_all(tree, "*")[-1].tag == f"{W}sectPr"


def test_odd_pages_right_even_pages_left() -> None:
    """— 1 — stands at the right of odd pages and at the left of even ones, one character in (§7.5)."""
    document = Document(sections=(PORTRAIT,))
    assert find_all(part(document, "word/settings.xml"), "w:evenAndOddHeaders")
    sides = {which: footer(document, which) for which in ("default", "even")}
    for which, side in (("default", "right"), ("even", "left")):
        assert texts(sides[which]) == ["— 1 —" if which == "default" else "— 2 —"]
        assert values(sides[which], ".//w:jc") == [side]
        assert numbers(find_all(sides[which], ".//w:ind")[0])[f"{side}Chars"] == 100
        assert [one.text for one in find_all(sides[which], ".//w:instrText")] == [" PAGE "]


def test_landscape_numbers_stand_in_a_turned_box() -> None:
    """The number of a landscape page is in a box turned clockwise at the left edge (§8), odd and even."""
    document = Document(sections=(LANDSCAPE,))
    for which, side in (("default", "right"), ("even", "left")):
        tree = footer(document, which)
        (box,) = find_all(tree, ".//wps:bodyPr")
        assert box.get("vert") == "vert"
        assert values(tree, ".//w:txbxContent//w:jc") == [side]
        (shape,) = tree.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr")
        assert shape.get("descr") == "页码"
        assert [one.get("val") for one in shape.iter("{*}decorative")] == ["1"]  # screen readers pass over it


def test_a_cover_has_no_number_and_numbering_restarts() -> None:
    """A section without numbers has blank footers of its own; the next starts at the number it names."""
    document = Document(
        sections=(COVER, Section(PORTRAIT.blocks, PageSetup(first_number=1, number_format="upper_roman")))
    )
    assert texts(footer(document, "default", 0)) == [""]
    assert texts(footer(document, "default", 1)) == ["— 1 —"]
    found = find_all(body(document), ".//w:pgNumType")
    assert [dict(one.attrib) for one in found] == [
        {f"{W}fmt": "decimal"},
        {f"{W}fmt": "upperRoman", f"{W}start": "1"},
    ]


def test_every_section_names_all_its_footers() -> None:
    """A footer that a section left out would come from the section before it; equal footers are one part."""
    document = Document(sections=(PORTRAIT, COVER, LANDSCAPE, PORTRAIT))
    for section in find_all(body(document), ".//w:sectPr"):
        assert [one.get(f"{W}type") for one in find_all(section, "w:footerReference")] == ["default", "even"]
    assert sum(name.startswith("word/footer") for name in parts(document)) == 5


def test_first_page_and_running_head() -> None:
    """A running head stands on every page of its section but a different first one; sections without get blank heads."""
    setup = PageSetup(running_head="督查通报", different_first=True)
    document = Document(sections=(Section(PORTRAIT.blocks, setup), PORTRAIT))
    first, second = find_all(body(document), ".//w:sectPr")
    assert find_all(first, "w:titlePg")
    assert not find_all(second, "w:titlePg")
    heads = {one.get(f"{W}type"): reference(document, one) for one in find_all(first, "w:headerReference")}
    assert {which: texts(tree) for which, tree in heads.items()} == {
        "default": ["督查通报"],
        "even": ["督查通报"],
        "first": [""],
    }
    assert [texts(reference(document, one)) for one in find_all(second, "w:headerReference")] == [[""], [""]]


def test_every_relation_leads_to_a_part_with_a_type() -> None:
    """Each relation has its part, each part its content type, and nothing else is in the file."""
    files = parts(every_block())
    types = etree.fromstring(files["[Content_Types].xml"])
    kinds = {one.get("Extension", "") for one in types} - {"", "rels", "xml"}
    named = {one.get("PartName", "").lstrip("/") for one in types if one.get("PartName")}
    named |= {name for name in files if name.rpartition(".")[2] in kinds}
    targets = {
        posixpath.normpath(name.partition("_rels/")[0] + (one.get("Target") or ""))
        for name in files
        if name.endswith(".rels")
        for one in etree.fromstring(files[name])
    }
    assert named == targets == {name for name in files if not name.endswith(".rels") and name != "[Content_Types].xml"}


def test_a_profile_changes_page_and_numbers() -> None:
    """Margins, pitch, mirrored pages and the dashes of the number come from the profile."""
    ours = evolve(
        OFFICIAL,
        page=evolve(OFFICIAL.page, left=30, mirrored=True),
        page_number=evolve(OFFICIAL.page_number, before="第 ", after=" 页"),
    )
    document = Document(sections=(PORTRAIT,), profile=ours)
    assert numbers(find_all(body(document), ".//w:pgMar")[0])["left"] == mm(30)
    assert find_all(part(document, "word/settings.xml"), "w:mirrorMargins")
    assert texts(footer(document, "default")) == ["第 1 页"]
    other = body(Document(sections=(PORTRAIT,), profile=GB33476))
    assert numbers(find_all(other, ".//w:docGrid")[0]) == {"linePitch": 592}


def test_an_empty_section_is_an_empty_page() -> None:
    """A section without blocks still has the paragraph that a page needs."""
    assert texts(body(one_section()), "w:p") == [""]


def footer(document: Document, which: str, section: int = 0) -> etree._Element:
    """The footer of a section for odd ("default") or even pages."""
    (found,) = find_all(find_all(body(document), ".//w:sectPr")[section], f"w:footerReference[@w:type='{which}']")
    return reference(document, found)


def reference(document: Document, element: etree._Element) -> etree._Element:
    """The part that a header or footer reference names."""
    name = element.get(f"{{{NS['r']}}}id")
    (target,) = [one.get("Target") for one in part(document, "word/_rels/document.xml.rels") if one.get("Id") == name]
    return part(document, f"word/{target}")
