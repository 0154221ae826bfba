"""An agency's own head, drawn in Word: taken as it is, its fields filled in, and nothing lost in silence."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest
from attrs import evolve
from docx.shared import Pt
from helpers.judging import document_faults
from helpers.made_articles import add_picture
from helpers.readword import part, text_of, visible_text
from helpers.wordfile import W

from trafficlight.articles import head_template
from trafficlight.documents import Document, Section
from trafficlight.documents.content import Paragraph, RedHead
from trafficlight.errors import DocumentError, SubmissionRefused
from trafficlight.layout import OFFICIAL, HeadTemplate, OfficialProfile

NUMBER = "云督〔2024〕3号"


def drawn(*lines: str | tuple[str, ...]) -> Any:
    """A document of python-docx with a line for each text; a tuple is a line in several runs."""
    word = docx.Document()
    for line in lines:
        paragraph = word.add_paragraph()
        for piece in (line,) if isinstance(line, str) else line:
            paragraph.add_run(piece).font.size = Pt(20)
    return word


def saved(word: Any) -> bytes:
    """Its bytes."""
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def with_head(template: HeadTemplate, head: RedHead) -> bytes:
    """A document with that head."""
    profile: OfficialProfile = evolve(OFFICIAL, red_head=evolve(OFFICIAL.red_head, template=template))
    return Document(sections=[Section([head, Paragraph("正文")])], title="通报", profile=profile).to_bytes()


def paragraphs(document: bytes) -> list[str]:
    """The visible paragraphs."""
    return [text for one in part(document, "word/document.xml").iter(f"{W}p") if (text := text_of(one))]


def test_fields_are_filled_in() -> None:
    """What stands in braces becomes the document's own facts; all other words stay."""
    template = head_template(saved(drawn("云川市督查专报", "{发文字号}　签发人：{签发人}", "{密级}")))
    assert template.fields == ("发文字号", "签发人", "密级")
    document = with_head(
        template, RedHead(organ="不印", number=NUMBER, signers=("周明", "李远"), classification="内部")
    )
    assert paragraphs(document) == ["云川市督查专报", f"{NUMBER}　签发人：周明　李远", "内部", "正文"]


def test_a_field_that_word_has_split_is_found() -> None:
    """Word splits a text over runs as it likes; a field is put together where it begins, whatever stands around it."""
    template = head_template(saved(drawn(("甲{发", "文字", "号}乙{密", "级}丙"))))
    document = with_head(template, RedHead(organ="", number=NUMBER, classification="内部"))
    assert paragraphs(document) == [f"甲{NUMBER}乙内部丙", "正文"]


def test_facts_are_text_and_not_markup() -> None:
    """A number with a sign of XML in it is printed as it is."""
    document = with_head(head_template(saved(drawn("{发文字号}"))), RedHead(organ="", number="甲<乙>&丙"))
    assert paragraphs(document)[0] == "甲<乙>&丙"


def test_the_templates_look_stays_its_own() -> None:
    """Styles come under names of their own, so neither the head nor the rest of the document changes its look."""
    word = drawn("{发文字号}")
    word.styles["Normal"].font.name = "Georgia"
    word.paragraphs[0].style = word.styles["Heading 1"]
    document = with_head(head_template(saved(word)), RedHead(organ="", number=NUMBER))
    styles = part(document, "word/styles.xml")
    by_id = {one.get(f"{W}styleId"): one for one in styles.iter(f"{W}style")}
    plain = Document(sections=[Section([Paragraph("正文")])]).to_bytes()
    ours = {one.get(f"{W}styleId") for one in part(plain, "word/styles.xml").iter(f"{W}style")}
    assert by_id.keys() - ours == {"HeadBase", "HeadNormal", "HeadHeading1"}
    fonts = by_id["HeadNormal"].find(f".//{W}rFonts")
    assert fonts is not None
    assert fonts.get(f"{W}ascii") == "Georgia"
    assert document_faults(document) == []


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("云川市督查专报",), "没有 {发文字号}"),
        (("{发文字号}", "{文号}", "{日期}"), "不认识的字段 {文号}、{日期}；可用：{发文机关标志}"),
    ],
)
def test_a_template_that_could_not_be_filled_is_refused(lines: tuple[str, ...], said: str) -> None:
    """Without a place for the number, or with a field that nobody fills, it is refused when it is read."""
    with pytest.raises(DocumentError, match=said):
        head_template(saved(drawn(*lines)), name="版头.docx")


def test_a_fact_without_a_place_is_refused() -> None:
    """Who signed or how secret it is never goes missing because the template has no place for it."""
    template = head_template(saved(drawn("{发文字号}")))
    with pytest.raises(DocumentError, match=r"没有“\{签发人\}、\{密级\}”"):
        with_head(template, RedHead(organ="", number=NUMBER, signers="周明", classification="机密"))


def test_pictures_are_refused() -> None:
    """A head with a picture is refused in plain words, not printed without it."""
    word = drawn("{发文字号}")
    add_picture(word, 1)
    with pytest.raises(DocumentError, match="含有图片"):
        head_template(saved(word))


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    """A file that is no .docx is refused as a submission is, by its name."""
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04")
    with pytest.raises(SubmissionRefused, match=r"坏\.docx"):
        head_template(tmp_path / "坏.docx")


def test_same_template_same_bytes() -> None:
    """Same input, same bytes; a template is a value that compares by what it says."""
    data = saved(drawn("{发文字号}"))
    one, two = head_template(data), head_template(data)
    assert one == two
    head = RedHead(organ="", number=NUMBER)
    assert with_head(one, head) == with_head(two, head)
    assert NUMBER in visible_text(with_head(one, head))


def head_styles(word: Any) -> dict[str | None, Any]:
    """The styles that a template brings into a document, by id."""
    document = with_head(head_template(saved(word)), RedHead(organ="", number=NUMBER))
    assert document_faults(document) == []
    return {
        one.get(f"{W}styleId"): one
        for one in part(document, "word/styles.xml").iter(f"{W}style")
        if str(one.get(f"{W}styleId")).startswith("Head") and one.get(f"{W}customStyle") == "1"
    }


def value(style: Any, path: str, name: str = "val") -> str | None:
    """An attribute of an element within a style."""
    found = style.find("/".join(f"{W}{step}" for step in path.split("/")))
    return None if found is None else found.get(f"{W}{name}")


def test_what_a_template_does_not_say_is_words_own() -> None:
    """Where a template says neither font nor size, Word takes its own: the base of its styles says so, and leaves our grid."""
    word = drawn("{发文字号}")
    defaults = word.styles.element.find(f"{W}docDefaults")
    word.styles.element.remove(defaults)
    base = head_styles(word)["HeadBase"]
    assert value(base, "name") == "版头"
    assert [value(base, "rPr/rFonts", side) for side in ("ascii", "hAnsi", "eastAsia", "cs")] == [
        *["Times New Roman"] * 2,
        "宋体",
        "Times New Roman",
    ]
    assert (value(base, "rPr/sz"), value(base, "rPr/szCs"), value(base, "pPr/snapToGrid")) == ("20", "20", "0")


def test_what_a_template_says_stays() -> None:
    """Fonts and sizes of its defaults are kept, and completed; styles are based on one another, and on the base at last."""
    word = drawn("{发文字号}", "副题")
    fonts = word.styles.element.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}rFonts")
    fonts.attrib.clear()
    fonts.set(f"{W}ascii", "Georgia")
    word.paragraphs[0].style = word.styles["Heading 1"]
    name = word.styles["Heading 1"].element.find(f"{W}name")
    name.getparent().remove(name)
    nameless = word.paragraphs[1]._p.get_or_add_pPr()
    nameless.style = "Gone"
    found = head_styles(word)
    base, heading, normal = found["HeadBase"], found["HeadHeading1"], found["HeadNormal"]
    assert [value(base, "rPr/rFonts", side) for side in ("ascii", "hAnsi")] == ["Georgia", "Times New Roman"]
    assert value(heading, "name") == "版头 Heading1"
    assert [value(style, "basedOn") for style in (heading, normal, base)] == ["HeadNormal", "HeadBase", None]
    template = head_template(saved(word))
    assert 'w:val="HeadBase"' in template.body
    assert "Gone" not in template.body
