"""样式: what a style sheet says, and which style of the compendium stands for each of an article's."""

from __future__ import annotations

import pytest
from helpers.word_trees import inner, short, tree

from trafficlight.articles._grammar import Mender
from trafficlight.articles._styles import StyleMerger, StyleNumbering, StyleSheet, pure
from trafficlight.ooxml.xml import Element, w


def sheet(xml: str) -> StyleSheet:
    """A style sheet of these styles."""
    return StyleSheet(tree(xml, "w:styles"), xml.encode())


def style(name: str, inside: str = "", *, type_: str = "paragraph", shown: str | None = None, more: str = "") -> str:
    """A style; its name is its id unless another is given."""
    named = f'<w:name w:val="{name if shown is None else shown}"/>'
    return f'<w:style w:type="{type_}" w:styleId="{name}"{more}>{named}{inside}</w:style>'


def based(name: str) -> str:
    """What makes a style be based on another."""
    return f'<w:basedOn w:val="{name}"/>'


def numbered(number: int | None, level: int | None = None) -> str:
    """A style's own numbering."""
    said = "" if number is None else f'<w:numId w:val="{number}"/>'
    at = "" if level is None else f'<w:ilvl w:val="{level}"/>'
    return f"<w:pPr><w:numPr>{at}{said}</w:numPr></w:pPr>"


def test_the_first_of_an_id_counts() -> None:
    """A style without an id, or with one that was there, does not count; the default is the paragraph style that says so."""
    found = sheet(
        '<w:style w:type="paragraph"><w:name w:val="x"/></w:style>'
        + style("a", shown=" Heading 1,h1 ")
        + style("a", shown="other")
        + style("c", type_="character", more=' w:default="1"')
        + style("d", more=' w:default="on"')
        + '<w:style w:styleId="e"/>'
    )
    assert [name in found for name in ("a", "c", "d", "e", "x")] == [True, True, True, True, False]
    assert (found.name("a"), found.name("e"), found.type("e"), found.default) == ("heading 1", "e", "paragraph", "d")


def test_no_style_sheet_at_all() -> None:
    """An article without styles has none, and no default."""
    assert (StyleSheet(None).default, "a" in StyleSheet(None), StyleSheet(None).numbering("a")) == (None, False, None)


def test_a_circle_of_styles_ends() -> None:
    """Styles that are based on each other, or on nothing that is there, have an end."""
    found = sheet(style("a", based("b")) + style("b", based("a")) + style("c", based("gone")))
    assert found.lineage("a", {}) == ["a", "b"]
    assert found.lineage("a", {"b": None}) == ["a"]
    assert (found.lineage("c", {}), found.lineage("gone", {}), found.base("c")) == (["c"], [], None)


def test_numbering_is_inherited() -> None:
    """A list comes down from style to style; a style may move it to another level, or name another list."""
    found = sheet(
        style("a", numbered(3))
        + style("b", based("a"))
        + style("c", based("b") + numbered(None, 2))
        + style("d", based("c") + numbered(4, 1))
        + style("e", numbered(None, 5))
        + style("f")
    )
    assert found.numbering("c") == StyleNumbering("3", "2", "a")
    assert found.numbering("b") == found.numbering("a") == StyleNumbering("3", None, "a")
    assert found.numbering("d") == StyleNumbering("4", "1", "d")
    assert (found.numbering("e"), found.numbering("f"), found.numbering("gone")) == (None, None, None)


def test_only_wordprocessing_is_copied() -> None:
    """A copy has no element and no attribute of other makers; the original has them still."""
    element = tree('<w:p w:x="1" v:y="2" xml:space="preserve"><v:z/><w:r/></w:p>')[0]
    assert short(pure(element)) == '<w:p w:x="1" xml:space="preserve"><w:r/></w:p>'
    assert "v:z" in short(element)


OURS = style("Normal", more=' w:default="1"') + style("h1", shown="heading 1") + style("Hanzi", type_="character")


def merge(*articles: tuple[str, str], synonyms: dict[str, str] | None = None) -> tuple[list[str], Element]:
    """Texts of articles (body, styles) in the compendium's styles, and these."""
    root = tree(OURS, "w:styles")
    merger = StyleMerger(root, synonyms or {}, Mender(lambda _: None))
    bodies = []
    for body, styles in articles:
        text = tree(body)
        merger.map_references(text, sheet(styles))
        bodies.append(inner(text))
    return bodies, root


def used(name: str, tag: str = "pStyle") -> str:
    """A reference to a style."""
    return f'<w:{tag} w:val="{name}"/>'


def test_styles_of_one_name_are_one() -> None:
    """The compendium's own style stands for an article's of that name in any case, and for its synonyms."""
    (body,), root = merge(
        (used("1") + used("2") + used("3"), style("1", shown="Heading 1") + style("2", shown="正文") + style("3")),
        synonyms={"正文": "Normal"},
    )
    assert body == used("h1") + used("Normal") + used("3")
    assert len(root) == 4


@pytest.mark.parametrize("tag", ["pStyle", "rStyle", "tblStyle"])
def test_a_name_that_stands_for_nothing_goes(tag: str) -> None:
    """A style that the article does not have, or of another type, is named no more."""
    kinds = {"pStyle": "paragraph", "rStyle": "character", "tblStyle": "table"}
    styles = "".join(style(kind, type_=kind) for kind in kinds.values())
    (body,), _ = merge(("".join(used(name, tag) for name in (*kinds.values(), "gone")), styles))
    assert body == used(kinds[tag], tag)


def test_what_a_style_is_based_on_comes_along() -> None:
    """A chain of styles is copied from its root; one that is based on another type, or on nothing, is based on nothing."""
    styles = (
        style("a", based("b"))
        + style("b", based("c"))
        + style("c", based("x"))
        + style("x", type_="character")
        + style("y", based("gone"))
        + style("z", based("1"))
        + style("1", shown="Heading 1")
    )
    (body,), root = merge((used("a") + used("y") + used("z"), styles))
    assert body == used("a") + used("y") + used("z")
    assert [inner(one) for one in list(root)[3:]] == [
        '<w:name w:val="x"/>',
        '<w:name w:val="c"/>',
        '<w:name w:val="b"/><w:basedOn w:val="c"/>',
        '<w:name w:val="a"/><w:basedOn w:val="b"/>',
        '<w:name w:val="y"/>',
        '<w:name w:val="z"/><w:basedOn w:val="h1"/>',
    ]


def test_equal_styles_are_kept_once() -> None:
    """Equal styles of two articles are one, and others of that name get a number; what only Word's own use needs goes."""
    plain = style("案例", '<w:rPr><w:sz w:val="20"/></w:rPr>')
    noisy = style(
        "案例", '<w:next w:val="x"/><w:aliases w:val="y"/><w:rsid w:val="z"/><w:rPr><w:sz w:val="20"/></w:rPr>'
    )
    other = style("案例", '<w:rPr><w:sz w:val="40"/></w:rPr>')
    bodies, root = merge(*((used("案例"), styles) for styles in (plain, noisy, other)))
    assert bodies[0] == bodies[1] == used("案例")
    first, second = list(root)[3:]
    assert inner(first) == '<w:name w:val="案例"/><w:rPr><w:sz w:val="20"/></w:rPr>'
    assert inner(second) == '<w:name w:val="案例 2"/><w:rPr><w:sz w:val="40"/></w:rPr>'
    assert bodies[2] == used(second.get(w("styleId"), ""))
    assert second.get(w("customStyle")) == "1"


def test_a_style_without_a_name_gets_its_id() -> None:
    """What has no name is named by its id; its numbering and its default stay behind."""
    (body,), root = merge((used("q"), f'<w:style w:styleId="q" w:default="1">{numbered(3)}</w:style>'))
    assert body == used("q")
    assert short(root[3]) == '<w:style w:styleId="q"><w:name w:val="q"/><w:pPr/></w:style>'


def test_twins_name_each_other() -> None:
    """A paragraph style and its character twin stay linked; a link to what is no twin goes."""
    linked = '<w:link w:val="{}"/>'
    styles = (
        style("p", based("h") + linked.format("c"))
        + style("c", linked.format("p"), type_="character")
        + style("h", linked.format("gone"))
        + style("t", linked.format("p"), type_="table")
    )
    (body,), root = merge((used("p") + used("t", "tblStyle"), styles))
    assert body == used("p") + used("t", "tblStyle")
    assert {inner(one) for one in list(root)[3:]} == {
        '<w:name w:val="h"/>',
        '<w:name w:val="p"/><w:basedOn w:val="h"/><w:link w:val="c"/>',
        '<w:name w:val="c"/><w:link w:val="p"/>',
        '<w:name w:val="t"/>',
    }


def test_a_twin_that_is_ours_is_linked_to() -> None:
    """Where the compendium has the twin itself, the copy names it."""
    (_,), root = merge((used("p"), style("p", '<w:link w:val="1"/>') + style("1", type_="character", shown="Hanzi")))
    assert inner(root[3]) == '<w:name w:val="p"/><w:link w:val="Hanzi"/>'
