"""版式套用: an article's paragraphs are set in the compendium's styles; what was set by hand goes, what says something stays."""

from __future__ import annotations

import pytest
from helpers.made_articles import R, W, merged, part, text, with_relation
from helpers.word_trees import inner, tree

from trafficlight.articles._restyle import restyle, runs_of
from trafficlight.documents.docx.style_sheet import style_id
from trafficlight.layout import Style

BODY, RIGHT, CENTRED = map(style_id, (Style.BODY, Style.RIGHT, Style.CENTERED))
LIST, TABLE, PICTURE = map(style_id, ("article_list", "article_table", "article_picture"))
FOOTNOTE, ENDNOTE = map(style_id, ("footnote_text", "endnote_text"))
GROWS = '<w:spacing w:line="240" w:lineRule="auto"/>'
INLINE = "<w:r><w:drawing><wp:inline/></w:drawing></w:r>"
FLOATING = "<w:r><w:drawing><wp:anchor/></w:drawing></w:r>"


CELL = "<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>"
NOTES = "<w:footnote>{}</w:footnote><w:endnote>{}</w:endnote>"


def restyled(xml: str) -> str:
    """A body in the compendium's styles."""
    body = tree(xml)
    restyle(body)
    return inner(body)


def p(style: str, inside: str = "", more: str = "") -> str:
    """A paragraph in a style."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{inside}</w:p>'


def run(words: str, look: str = "") -> str:
    """A run with a look of its own."""
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}<w:t>{words}</w:t></w:r>"


@pytest.mark.parametrize(
    ("xml", "after"),
    [
        (f"<w:p>{run('甲')}</w:p>", p(BODY, run("甲"))),
        (p("Normal", run("甲")), p(BODY, run("甲"))),
        (p("Theirs", run("甲"), '<w:jc w:val="right"/>'), p("Theirs", run("甲"), '<w:jc w:val="right"/>')),
        (f'<w:p><w:pPr><w:jc w:val="right"/></w:pPr>{run("甲")}</w:p>', p(RIGHT, run("甲"))),
        (f'<w:p><w:pPr><w:jc w:val="end"/></w:pPr>{run("甲")}</w:p>', p(RIGHT, run("甲"))),
        (f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{run("甲")}</w:p>', p(CENTRED, run("甲"))),
        (f'<w:p><w:pPr><w:jc w:val="both"/></w:pPr>{run("甲")}</w:p>', p(BODY, run("甲"))),
        (f"<w:p>{INLINE}</w:p>", p(PICTURE, INLINE, GROWS)),
        (f"<w:p>{run('甲')}{INLINE}</w:p>", p(BODY, run("甲") + INLINE, GROWS)),
        (f"<w:p>{FLOATING}</w:p>", p(BODY, FLOATING)),
        ("<w:ins><w:p/></w:ins>", "<w:ins><w:p/></w:ins>"),
        (CELL.format(f"<w:p>{run('甲')}</w:p>"), CELL.format(p(TABLE, run("甲")))),
        (NOTES.format("<w:p/>", "<w:p/>"), NOTES.format(p(FOOTNOTE), p(ENDNOTE))),
    ],
)
def test_each_paragraph_gets_a_style_of_ours(xml: str, after: str) -> None:
    """By where it stands, how it is aligned and what it holds; a style of the article's own stays, with all set beside it."""
    assert restyled(xml) == after


@pytest.mark.parametrize(
    ("look", "left"),
    [
        ('<w:rFonts w:ascii="Arial"/><w:color w:val="FF0000"/><w:sz w:val="40"/><w:b/>', "<w:b/>"),
        ('<w:rFonts w:ascii="Wingdings"/><w:sz w:val="40"/>', '<w:rFonts w:ascii="Wingdings"/>'),
        ('<w:rFonts w:hAnsi="MT Extra"/>', '<w:rFonts w:hAnsi="MT Extra"/>'),
        ("<w:u/><w:vertAlign/>", "<w:u/><w:vertAlign/>"),
    ],
)
def test_the_look_of_runs(look: str, left: str) -> None:
    """Face, size and colour are the style's; bold, underlines and fonts of symbols say something and stay."""
    kept = f"<w:rPr>{left}</w:rPr>"
    assert restyled(f"<w:p>{run('甲', look)}</w:p>") == p(BODY, f"<w:r>{kept}<w:t>甲</w:t></w:r>")
    before = f"<w:p><w:pPr><w:spacing w:before='9'/><w:ind w:left='9'/><w:keepNext/><w:rPr>{look}</w:rPr></w:pPr></w:p>"
    assert restyled(before) == p(BODY, "", f"<w:keepNext/>{kept}")
    in_link = f"<w:p><w:hyperlink>{run('甲', look)}</w:hyperlink></w:p>"
    assert kept in restyled(in_link)
    assert look in restyled(CELL.format(f"<w:p>{run('甲', look)}</w:p>"))


@pytest.mark.parametrize(("words", "left"), [("　　甲", "甲"), (" \t\u00a0甲", "甲"), ("甲　乙", "甲　乙"), ("", "")])
def test_blanks_that_indent_go(words: str, left: str) -> None:
    """The style indents by itself: blanks at the start of a paragraph of text go, those within stay, and those of others."""
    assert restyled(f"<w:p>{run(words)}</w:p>") == p(BODY, run(left) if left else "<w:r><w:t/></w:r>")
    assert words in restyled(f'<w:p><w:pPr><w:jc w:val="right"/></w:pPr>{run(words)}</w:p>')


@pytest.mark.parametrize(("level", "left"), [("", 0), ('<w:ilvl w:val="0"/>', 0), ('<w:ilvl w:val="2"/>', 2)])
def test_items_begin_where_paragraphs_do(level: str, left: int) -> None:
    """2字 in for each level, and wrapping flush: an indent set by hand goes."""
    numbered = f'<w:numPr>{level}<w:numId w:val="1"/></w:numPr>'
    indent = f'<w:ind w:leftChars="{200 * left}" w:left="{630 * left}" w:firstLineChars="200" w:firstLine="630"/>'
    before = f'<w:p><w:pPr>{numbered}<w:ind w:left="99" w:hanging="9"/></w:pPr></w:p>'
    assert restyled(before) == p(LIST, "", numbered + indent)


@pytest.mark.parametrize(
    ("spacing", "after"),
    [
        ('<w:spacing w:line="300" w:lineRule="exact"/>', '<w:spacing w:line="240" w:lineRule="auto"/>'),
        ('<w:spacing w:line="300" w:lineRule="auto"/>', '<w:spacing w:line="300" w:lineRule="auto"/>'),
        ('<w:spacing w:before="9"/>', '<w:spacing w:before="9" w:line="240" w:lineRule="auto"/>'),
    ],
)
def test_no_line_cuts_a_picture_off(spacing: str, after: str) -> None:
    """Where something higher than a line stands in it, the line grows; a picture in a box within it is the box's affair."""
    formula = "<m:oMath/>"
    assert restyled(p("Theirs", formula, spacing)) == p("Theirs", formula, after)
    boxed = f"<w:r><w:txbxContent>{p('Theirs', formula, spacing)}</w:txbxContent></w:r>"
    assert restyled(p("Theirs", boxed, '<w:spacing w:line="1" w:lineRule="exact"/>')) == p(
        "Theirs", boxed.replace(spacing, after), '<w:spacing w:line="1" w:lineRule="exact"/>'
    )


def test_runs_of_links_and_not_of_boxes() -> None:
    """The runs of a paragraph are its own and those of its links and fields."""
    box = "<w:txbxContent><w:p><w:r/></w:p></w:txbxContent>"
    (paragraph,) = tree(f'<w:p><w:pPr/><w:r w:n="1">{box}</w:r><w:hyperlink><w:r w:n="2"/></w:hyperlink></w:p>')
    assert [one.get(f"{W}n") for one in runs_of(paragraph)] == ["1", "2"]


def test_the_text_of_a_link_stays() -> None:
    """A link to an address becomes the words that it was shown by."""
    xml = f'<w:p><w:hyperlink xmlns:r="{R}" r:id="rIdX">{run("此处")}</w:hyperlink></w:p>'
    data = with_relation("hyperlink", "http://evil.invalid/", xml, external=True)
    root = part(merged(data).data)
    assert text(root).endswith("此处正文。")
    assert not [one for one in root.iter(f"{W}hyperlink") if text(one) == "此处"]
