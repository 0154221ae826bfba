"""What does not come along is told; what stays is whole."""

from __future__ import annotations

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from helpers.judging import document_faults
from helpers.made_articles import W, field, merged, part, plain, saved, text, with_body

from trafficlight.articles._findings import Finding, Kind, Policy


def found(data: bytes) -> dict[Kind, Finding]:
    """What is told of a file."""
    return {finding.kind: finding for finding in merged(data).report.taken[0].findings}


def body_text(data: bytes) -> str:
    """The text of the compendium behind the article's title."""
    return text(part(merged(data).data)).rpartition("题目0")[2]


def test_comments_are_listed() -> None:
    """Comments go, and the report says who said what."""
    document = docx.Document()
    run = document.add_paragraph().add_run("一句话。")
    document.add_comment(run, text="请核实。", author="李审", initials="李")
    data = saved(document)
    assert found(data)[Kind.COMMENTS] == Finding(Kind.COMMENTS, 1, ("李审：请核实。",))
    assert "李审：请核实。" in str(found(data)[Kind.COMMENTS])
    assert not list(part(merged(data).data).iter(f"{W}commentReference", f"{W}commentRangeStart"))
    assert body_text(data) == "一句话。"


def test_revisions_are_accepted() -> None:
    """Tracked changes are accepted and counted; text that was deleted goes, with rows and the ends of paragraphs."""
    data = with_body(
        '<w:p><w:ins w:id="1" w:author="a"><w:r><w:t>增</w:t></w:r></w:ins>'
        '<w:del w:id="2" w:author="a"><w:r><w:delText>删</w:delText></w:r></w:del></w:p>'
        '<w:p><w:pPr><w:rPr><w:del w:id="3" w:author="a"/></w:rPr></w:pPr><w:r><w:t>前</w:t></w:r></w:p>'
        "<w:p><w:r><w:t>后</w:t></w:r></w:p>"
        '<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:trPr><w:del w:id="4" w:author="a"/></w:trPr>'
        "<w:tc><w:p><w:r><w:t>行</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    assert found(data)[Kind.REVISIONS].count == 4
    assert body_text(data) == "增前后正文。"
    paragraphs = [text(one) for one in part(merged(data).data).iter(f"{W}p")]
    assert "前后" in paragraphs
    assert merged(data, plain(), policy=Policy(revisions="refuse")).report.refused


def test_hidden_text_does_not_come_along() -> None:
    """Hidden text goes and is told; a switch that is turned off hides nothing."""
    data = with_body(
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>暗语</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>明话</w:t></w:r></w:p>'
    )
    assert found(data)[Kind.HIDDEN].details == ("暗语",)
    assert body_text(data) == "明话正文。"


def test_content_controls_leave_their_content() -> None:
    """Content controls, custom XML and smart tags go; their content stays, at every level."""
    data = with_body(
        "<w:sdt><w:sdtPr/><w:sdtContent><w:p><w:r><w:t>块</w:t></w:r>"
        "<w:sdt><w:sdtContent><w:r><w:t>行</w:t></w:r></w:sdtContent></w:sdt></w:p></w:sdtContent></w:sdt>"
        '<w:customXml w:element="x"><w:customXmlPr/>'
        '<w:p><w:smartTag w:element="y"><w:r><w:t>标</w:t></w:r></w:smartTag></w:p></w:customXml>'
    )
    assert body_text(data) == "块行标正文。"
    assert found(data)[Kind.CONTROLS].count == 2


@pytest.mark.parametrize(
    "instruction", ["SEQ 图 \\* ARABIC", "DATE", 'TOC \\o "1-3"', "AUTHOR", "= 1 + 1", "", "REF nowhere"]
)
def test_fields_that_change_become_text(instruction: str) -> None:
    """A field that would show something else in the compendium leaves what it showed in the article."""
    data = with_body(field(instruction, "旧值"))
    assert body_text(data) == "旧值正文。"
    assert Kind.FIELDS in found(data)
    assert "SEQ" not in "".join(piece.text or "" for piece in part(merged(data).data).iter(f"{W}instrText"))


def test_references_inside_an_article_stay() -> None:
    """A reference to a bookmark of the same article stays; where two articles use one name, each keeps its own."""
    data = with_body(
        '<w:p><w:bookmarkStart w:id="7" w:name="here"/><w:r><w:t>此</w:t></w:r><w:bookmarkEnd w:id="7"/>'
        '<w:bookmarkStart w:id="8" w:name="unused"/><w:bookmarkEnd w:id="8"/></w:p>'
        + field("PAGEREF here \\h", "1")
        + '<w:p><w:hyperlink w:anchor="HERE"><w:r><w:t>见此</w:t></w:r></w:hyperlink></w:p>'
    )
    made = merged(data, data)
    assert document_faults(made.data) == []
    root = part(made.data)
    names = [mark.get(f"{W}name", "") for mark in root.iter(f"{W}bookmarkStart")]
    own = [name for name in names if name.startswith("here")]
    assert own == ["here", "here_2"]
    assert "unused" not in names
    said = [piece.text for piece in root.iter(f"{W}instrText") if "here" in (piece.text or "")]
    assert said == ["PAGEREF here \\h", "PAGEREF here_2 \\h"]
    anchors = [link.get(f"{W}anchor") for link in root.iter(f"{W}hyperlink") if text(link) == "见此"]
    assert [str(anchor).casefold() for anchor in anchors] == ["here", "here_2"]


BROKEN = {
    "a bookmark never closed": '<w:p><w:bookmarkStart w:id="1" w:name="a"/></w:p>',
    "a bookmark only closed": '<w:p><w:bookmarkEnd w:id="1"/></w:p>',
    "two bookmarks of one name": '<w:p><w:bookmarkStart w:id="1" w:name="a"/><w:bookmarkEnd w:id="1"/>'
    '<w:bookmarkStart w:id="2" w:name="A"/><w:bookmarkEnd w:id="2"/></w:p>',
    "bookmarks that cross": '<w:p><w:bookmarkStart w:id="1" w:name="a"/><w:bookmarkStart w:id="2" w:name="b"/>'
    '<w:bookmarkEnd w:id="1"/><w:bookmarkEnd w:id="2"/></w:p>' + field("REF a", "x") + field("REF b", "x"),
    "a field never ended": '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r></w:p>',
    "a field only ended": '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
    "a field in a field's instruction": '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    + field("PAGE", "1")[5:-6]
    + '<w:r><w:fldChar w:fldCharType="separate"/><w:t>值</w:t><w:fldChar w:fldCharType="end"/></w:r></w:p>',
    "a cell that ends with a table": "<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:tbl><w:tblPr/><w:tblGrid/>"
    "<w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>",
    "an empty cell": "<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc/></w:tr></w:tbl>",
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_broken_is_mended(case: str) -> None:
    """An article that is not whole in one of our own four rules gives a compendium that is."""
    data = with_body(BROKEN[case])
    assert document_faults(merged(data, data).data) == []
    assert body_text(data).endswith("正文。")


def test_alternate_contents_are_settled() -> None:
    """Of alternate contents the one that every program draws stays, and nothing stands there twice."""
    shape = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:n="http://schemas.microsoft.com/office/word/2010/wordprocessing{space}">'
        '<mc:Choice Requires="n"><w:t>新</w:t></mc:Choice><mc:Fallback><w:t>旧</w:t></mc:Fallback></mc:AlternateContent>'
    )
    data = with_body(f"<w:p><w:r>{shape.format(space='Shape')}{shape.format(space='Unknown')}</w:r></w:p>")
    assert body_text(data) == "新旧正文。"


def test_extensions_are_taken_off() -> None:
    """Ids that must be unique in a file, and effects that others may ignore, go; effects are counted."""
    data = with_body(
        '<w:p xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" w14:paraId="11111111">'
        '<w:r><w:rPr><w14:glow w14:rad="1"/></w:rPr><w:t>光</w:t></w:r></w:p>'
    )
    assert found(data)[Kind.EFFECTS].count == 1
    assert not [name for one in part(merged(data, data).data).iter() for name in one.attrib if "paraId" in str(name)]


VENDOR = 'xmlns:v9="http://vendor.example/2024" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


@pytest.mark.parametrize(
    ("xml", "left"),
    [
        (f'<w:p {VENDOR} mc:Ignorable="v9" v9:id="7"><w:r v9:x="1"><w:t>文</w:t></w:r></w:p>', "文"),
        (f'<w:p {VENDOR} mc:Ignorable="v9"><v9:box><w:r><w:t>藏</w:t></w:r></v9:box></w:p>', ""),
        (f'<w:p {VENDOR} mc:Ignorable="v9" mc:ProcessContent="v9:box"><v9:box><w:r><w:t>文</w:t></w:r></v9:box></w:p>', "文"),
        (f'<w:p {VENDOR} mc:Ignorable="v9" mc:ProcessContent="v9:*"><v9:box><w:r><w:t>文</w:t></w:r></v9:box></w:p>', "文"),
        (f'<w:p {VENDOR} mc:Ignorable="w none"><w:r><w:t>文</w:t></w:r></w:p>', "文"),
    ],
)  # fmt: skip
def test_what_may_be_ignored_goes_everywhere(xml: str, left: str) -> None:
    """Elements and attributes of a namespace that any element calls ignorable go with that word; processed content stays."""
    data = with_body(xml)
    assert body_text(data) == f"{left}正文。"
    known = [str(name) for one in part(merged(data).data).iter() for name in (one.tag, *one.attrib)]
    assert not [name for name in known if "vendor" in name or "markup-compatibility" in name]


def test_a_repeated_title_is_printed_once() -> None:
    """Where an article begins with its unit and title, the compendium prints them, and the report says what it left out."""
    made = merged(plain("单位0：", "题　目0", "正文。", "题目0"))
    said = text(part(made.data))
    assert said.endswith("单位0：题目0正文。题目0")
    assert made.report.taken[0].findings == (Finding(Kind.TITLE, 2, ("单位0：", "题　目0")),)


def test_headers_are_told() -> None:
    """Headers and footers of an article do not come along, and the report quotes them."""
    document = docx.Document()
    document.add_paragraph("正文。")
    document.sections[0].header.paragraphs[0].text = "内部资料"
    assert found(saved(document))[Kind.HEADERS].details == ("内部资料",)


def test_lists_start_anew() -> None:
    """Two articles with the same numbered style have lists of their own that share one definition."""
    document = docx.Document()
    document.add_paragraph("甲", style="List Number")
    document.add_paragraph("乙", style="List Number")
    data = saved(document)
    made = merged(data, data)
    used = [one.get(f"{W}val") for one in part(made.data).iter(f"{W}numId")]
    assert len(used) == 4
    assert used[0] == used[1] != used[2] == used[3]
    numbering = part(made.data, "word/numbering.xml")
    assert len(numbering.findall(f"{W}abstractNum")) == 1
    second = next(one for one in numbering.findall(f"{W}num") if one.get(f"{W}numId") == used[2])
    assert second.find(f"{W}lvlOverride/{W}startOverride") is not None


def test_styles_of_one_name_stay_apart() -> None:
    """Two articles with different styles of one name each keep their own; equal ones are kept once."""

    def styled(size: int) -> bytes:
        document = docx.Document()
        style = document.styles.add_style("案例", WD_STYLE_TYPE.PARAGRAPH)
        style.element.append(parse_xml(f'<w:rPr {nsdecls("w")}><w:sz w:val="{size}"/></w:rPr>'))
        document.add_paragraph("正文。", style=style)
        return saved(document)

    made = merged(styled(20), styled(40), styled(20))
    used = [
        style.get(f"{W}val")
        for paragraph in part(made.data).iter(f"{W}p")
        if text(paragraph) == "正文。"
        for style in paragraph.iter(f"{W}pStyle")
    ]
    assert used[0] == used[2] != used[1]
    sizes = {
        style.get(f"{W}styleId"): size.get(f"{W}val")
        for style in part(made.data, "word/styles.xml").iter(f"{W}style")
        for size in style.iter(f"{W}sz")
    }
    assert [sizes[name] for name in used] == ["20", "40", "20"]


def test_what_is_too_wide_is_fitted() -> None:
    """A table or picture wider than the compendium's text is made as wide as it, and the report says so."""
    data = with_body(
        '<w:tbl><w:tblPr><w:tblW w:w="20000" w:type="dxa"/></w:tblPr><w:tblGrid><w:gridCol w:w="15000"/><w:gridCol w:w="5000"/></w:tblGrid>'
        "<w:tr><w:tc><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    )
    assert found(data)[Kind.FITTED].count == 1
    widths = [int(column.get(f"{W}w", "0")) for column in part(merged(data).data).iter(f"{W}gridCol")]
    assert widths[0] == pytest.approx(3 * widths[1], rel=0.01)
    assert sum(widths) == pytest.approx(156 * 1440 / 25.4, rel=0.01)
