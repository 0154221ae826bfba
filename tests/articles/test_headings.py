"""小标题: headings that an article sets by hand are headings of the compendium; other lines in bold stay text."""

from __future__ import annotations

import docx
import pytest
from docx.oxml.ns import qn
from docx.text.run import Run
from helpers.made_articles import W, merged, part, plain, saved, text

ADDED = "建立台账，压实责任"


def article(words: str, *, bold: bool = False, face: str = "", rest: str = "") -> bytes:
    """An article with one line between two of text; `rest` follows in the same line, not set apart."""
    document = docx.Document()
    document.add_paragraph("开头。")
    paragraph = document.add_paragraph()
    run = paragraph.add_run(words)
    run.bold = bold or None
    if face:
        set_face(run, face)
    if rest:
        paragraph.add_run(rest)
    document.add_paragraph("结尾。")
    return saved(document)


def set_face(run: Run, face: str) -> None:
    """The font of a run's Chinese text."""
    run.font.name = face
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


def styled(source: bytes, words: str) -> tuple[str, bool]:
    """The style of the paragraph with these words in the compendium, and whether any of it is bold."""
    (found,) = [one for one in part(merged(source).data).iter(f"{W}p") if text(one) == words]
    style = found.find(f"{W}pPr/{W}pStyle")
    assert style is not None
    return style.get(f"{W}val", ""), next(found.iter(f"{W}b"), None) is not None


@pytest.mark.parametrize(
    ("mark", "level"), [("一、", "Heading1"), ("十二、", "Heading1"), ("（一）", "Heading2"), ("（十一）", "Heading2")]
)
@pytest.mark.parametrize("face", ["", "黑体", "楷体_GB2312", "SimHei"])
def test_a_numbered_line_set_apart_is_a_heading(mark: str, level: str, face: str) -> None:
    """Bold, or in a heading's face: it gets the heading's style, kept with what follows, and no bold of its own."""
    words = mark + ADDED
    assert styled(article(words, bold=not face, face=face), words) == (level, False)


@pytest.mark.parametrize(
    ("words", "bold"),
    [
        (ADDED, True),
        ("一、" + ADDED, False),
        (f"一、{ADDED}。", True),
        (f"（一）{ADDED}：", True),
        ("一、" + "持续推进" * 10, True),
        ("一是" + ADDED, True),
        ("1." + ADDED, True),
    ],
)
def test_other_lines_stay_text(words: str, *, bold: bool) -> None:
    """Without a number, without emphasis, a whole sentence, or too long: body text, its emphasis kept."""
    assert styled(article(words, bold=bold), words) == ("Body", bold)


def test_a_line_that_goes_on_in_plain_type_stays_text() -> None:
    """“一、建立台账。每周调度…”: only its beginning is set apart."""
    source = article(f"一、{ADDED}", bold=True, rest="每周调度")
    assert styled(source, f"一、{ADDED}每周调度") == ("Body", True)


def test_bold_that_is_switched_off_is_none() -> None:
    """`w:b` with the value 0 is not bold."""
    document = docx.Document()
    document.add_paragraph().add_run("一、" + ADDED).bold = False
    assert styled(saved(document), "一、" + ADDED)[0] == "Body"


def test_cells_have_no_headings() -> None:
    """A bold “一、” in a table is the table's own."""
    document = docx.Document()
    document.add_paragraph("开头。")
    document.add_table(1, 1).cell(0, 0).paragraphs[0].add_run("一、" + ADDED).bold = True
    assert styled(saved(document), "一、" + ADDED) == ("ArticleTable", True)


def test_an_article_without_headings_is_as_before() -> None:
    """Plain text stays text."""
    assert styled(plain("正文。"), "正文。") == ("Body", False)
