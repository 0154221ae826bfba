"""Markup that Word writes seldom and others often: what it shows stays, and the compendium stays whole."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.enum.section import WD_SECTION
from helpers.judging import document_faults
from helpers.made_articles import W, changed, field, merged, part, plain, png, saved, text, with_body, with_relation
from helpers.word_trees import inner, short, tree

from trafficlight.articles._clean import accept_revisions, unwrap_controls
from trafficlight.articles._compatibility import settle_alternates
from trafficlight.articles._findings import Kind
from trafficlight.articles._sections import fit

XR = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def kinds(data: bytes) -> dict[Kind, tuple[str, ...]]:
    """What is told of an article."""
    return {finding.kind: finding.details for finding in merged(data).report.taken[0].findings}


def shown(data: bytes) -> str:
    """The text of the compendium behind the article's title."""
    made = merged(data).data
    assert document_faults(made) == []
    return text(part(made)).rpartition("题目0")[2]


def mark(kind: str, inside: str = "") -> str:
    """A mark of a field, in a run."""
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{inside}</w:fldChar></w:r>'


def said(words: str) -> str:
    """A piece of a field's instruction, in a run."""
    return f"<w:r><w:instrText>{words}</w:instrText></w:r>"


def run(words: str) -> str:
    """`w:r` with words."""
    return f"<w:r><w:t>{words}</w:t></w:r>"


# Fields.


DATE = mark("begin") + said("DATE") + mark("separate")


@pytest.mark.parametrize(
    ("xml", "left", "told"),
    [
        ('<w:fldSimple w:instr="PAGE"><w:r><w:t>3</w:t></w:r></w:fldSimple>', "3", set()),
        (f'<w:fldSimple w:instr="DATE"><w:fldData>eA==</w:fldData>{run("日")}</w:fldSimple>', "日", {Kind.FIELDS}),
        (f"<w:hyperlink>{run('此')}</w:hyperlink>", "此", set()),
        (f'<w:hyperlink w:anchor="gone">{run("此")}</w:hyperlink>', "此", set()),
        (field('HYPERLINK "http://evil.invalid/ 1" \\t x', "此")[5:-6], "此", {Kind.HYPERLINKS}),
        (field("HYPERLINK \\l gone", "此")[5:-6], "此", {Kind.FIELDS}),
        (DATE + run("甲") + mark("separate") + run("乙") + mark("end"), "甲乙", {Kind.FIELDS}),
        (DATE + said("stray") + run("甲") + mark("end"), "甲", {Kind.FIELDS}),
        (mark("other") + run("甲") + mark("separate") + mark("end"), "甲", set()),
        (mark("begin") + mark("other") + said("PAGE") + mark("separate") + run("3") + mark("end"), "3", set()),
    ],
)
def test_fields_show_what_they_showed(xml: str, left: str, told: set[Kind]) -> None:
    """Whatever a field looks like, its text stays; marks that belong to none go."""
    data = with_body(f"<w:p>{xml}</w:p>")
    assert shown(data) == f"{left}正文。"
    assert set(kinds(data)) == told


def test_an_address_is_told_without_its_options() -> None:
    """Of a link field the address is told."""
    assert kinds(with_body(field('HYPERLINK "http://evil.invalid/x" \\t y', "此"))) == {
        Kind.HYPERLINKS: ("http://evil.invalid/x",)
    }


def test_an_instruction_is_put_together() -> None:
    """An instruction in pieces is one text in the compendium."""
    data = with_body(f"<w:p>{mark('begin')}{said(' PA')}{said('GE ')}{mark('separate')}{run('3')}{mark('end')}</w:p>")
    found = [piece.text for piece in part(merged(data).data).iter(f"{W}instrText")]
    assert " PAGE " in found
    assert " PA" not in found


@pytest.mark.parametrize(
    ("state", "sign"),
    [
        ("", "☐"),
        ("<w:default/>", "☑"),
        ('<w:default w:val="0"/>', "☐"),
        ('<w:default w:val="1"/><w:checked w:val="0"/>', "☐"),
        ('<w:default w:val="0"/><w:checked/>', "☑"),
    ],
)
def test_a_check_box_shows_whether_it_is_checked(state: str, sign: str) -> None:
    """What somebody ticked in a form is text: ticked, or not; the default counts where nobody did."""
    box = mark("begin", f"<w:ffData><w:checkBox>{state}</w:checkBox></w:ffData>")
    assert shown(with_body(f"<w:p>{box}{said('FORMCHECKBOX')}{mark('separate')}{mark('end')}</w:p>")) == f"{sign}正文。"


def test_references_of_simple_fields_follow_too() -> None:
    """Where two articles use a bookmark of one name, simple fields and links inside the file follow their own."""
    data = with_body(
        '<w:p><w:bookmarkStart w:id="1" w:name="here"/><w:r><w:t>此</w:t></w:r><w:bookmarkEnd w:id="1"/>'
        '<w:fldSimple w:instr=" REF here \\h "><w:r><w:t>此</w:t></w:r></w:fldSimple>'
        '<w:fldSimple w:instr="PAGE"><w:r><w:t>3</w:t></w:r></w:fldSimple></w:p>' + field('HYPERLINK \\l "here"', "此")
    )
    root = part(merged(data, data).data)
    simple = [one.get(f"{W}instr") for one in root.iter(f"{W}fldSimple")]
    assert [words for words in simple if "REF" in str(words)] == [" REF here \\h ", " REF here_2 \\h "]
    links = [piece.text for piece in root.iter(f"{W}instrText") if "HYPERLINK" in (piece.text or "")]
    assert links == ['HYPERLINK \\l "here"', 'HYPERLINK \\l "here_2"']


def test_names_of_bookmarks_are_no_longer_than_word_reads() -> None:
    """Word reads forty characters of a bookmark's name: the names of a second article stay within them, and apart."""
    name = "长" * 40
    data = with_body(
        f'<w:p><w:bookmarkStart w:id="1" w:name="{name}"/>{run("此")}<w:bookmarkEnd w:id="1"/></w:p>{field(f"REF {name}", "此")}'
    )
    root = part(merged(data, data).data)
    own = [found for one in root.iter(f"{W}bookmarkStart") if (found := one.get(f"{W}name", "")).startswith("长")]
    assert own[0] == name
    assert len(set(own)) == 2
    assert max(map(len, own)) == 40
    assert [piece.text for piece in root.iter(f"{W}instrText") if "REF 长" in (piece.text or "")] == [
        f"REF {found}" for found in own
    ]


# Revisions, alternates, controls.

GONE = '<w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>'
LEFT = "<w:pPr><w:rPr/></w:pPr>"
RIGHT = '<w:pPr><w:jc w:val="right"/></w:pPr>'
ADDED, TAKEN = '<w:tr><w:trPr><w:ins w:id="1"/></w:trPr></w:tr>', '<w:tr><w:trPr><w:del w:id="2"/></w:trPr></w:tr>'


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        ('<w:r><w:rPr><w:b/><w:rPrChange w:id="1"/></w:rPr></w:r>', "<w:r><w:rPr><w:b/></w:rPr></w:r>", 1),
        (f"<w:p>{GONE}{run('甲')}</w:p><w:p>{RIGHT}{run('乙')}</w:p>", f"<w:p>{RIGHT}{run('甲')}{run('乙')}</w:p>", 1),
        (
            f"<w:p>{GONE}{run('甲')}{run('乙')}</w:p><w:p>{GONE}{run('丙')}</w:p><w:p>{run('丁')}</w:p>",
            f"<w:p>{run('甲')}{run('乙')}{run('丙')}{run('丁')}</w:p>",
            2,
        ),
        (f"<w:p>{GONE}</w:p><w:tbl><w:tr/></w:tbl>", f"<w:p>{LEFT}</w:p><w:tbl><w:tr/></w:tbl>", 1),
        (f"<w:p>{GONE}{run('甲')}</w:p>", f"<w:p>{LEFT}{run('甲')}</w:p>", 1),
        (
            '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr><w:sectPr/></w:pPr></w:p><w:p/>',
            "<w:p><w:pPr><w:rPr/><w:sectPr/></w:pPr></w:p><w:p/>",
            1,
        ),
        ('<w:p><w:pPr><w:rPr><w:ins w:id="1"/></w:rPr></w:pPr></w:p><w:p/>', f"<w:p>{LEFT}</w:p><w:p/>", 1),
        ('<w:pPr><w:numPr><w:ins w:id="1"/></w:numPr></w:pPr>', "<w:pPr><w:numPr/></w:pPr>", 1),
        ('<w:r><w:rPr><w:del w:id="1"/></w:rPr></w:r>', "<w:r><w:rPr/></w:r>", 1),
        (f"<w:tbl>{ADDED}{TAKEN}</w:tbl>", "<w:tbl><w:tr><w:trPr/></w:tr></w:tbl>", 2),
        (f"<w:tbl>{TAKEN}</w:tbl>", "", 1),
        ('<w:p><w:del w:id="1"><w:ins w:id="2"><w:r/></w:ins></w:del></w:p>', "<w:p/>", 2),
    ],
)
def test_changes_are_made(before: str, after: str, count: int) -> None:
    """What was changed, inserted, moved or deleted is as if accepted: text, ends of paragraphs, rows, whole tables."""
    body = tree(before)
    assert accept_revisions(body) == count
    assert inner(body) == after


CHOICE = '<mc:AlternateContent><mc:Choice Requires="{}"><w:t>甲</w:t></mc:Choice>{}</mc:AlternateContent>'


@pytest.mark.parametrize(
    ("requires", "fallback", "left"),
    [
        ("wps", "<mc:Fallback><w:t>乙</w:t></mc:Fallback>", "<w:t>甲</w:t>"),
        ("wps v", "<mc:Fallback><w:t>乙</w:t></mc:Fallback>", "<w:t>甲</w:t>"),
        ("wps x", "<mc:Fallback><w:t>乙</w:t></mc:Fallback>", "<w:t>乙</w:t>"),
        ("", "<mc:Fallback><w:t>乙</w:t></mc:Fallback>", "<w:t>乙</w:t>"),
        ("x", "", ""),
        (
            "x",
            '<mc:Choice Requires="wpg"><w:t>丙</w:t></mc:Choice><mc:Fallback><w:t>乙</w:t></mc:Fallback>',
            "<w:t>丙</w:t>",
        ),
    ],
)
def test_the_first_choice_that_is_understood(requires: str, fallback: str, left: str) -> None:
    """Every prefix that a choice requires must be understood; else the next choice, else the fallback, else nothing."""
    body = tree(CHOICE.format(requires, fallback))
    settle_alternates(body)
    assert inner(body) == left


def test_controls_without_content() -> None:
    """A control that holds nothing leaves nothing; wrappers lose their properties alone."""
    body = tree("<w:sdt><w:sdtPr/></w:sdt><w:smartTag><w:smartTagPr/><w:r/></w:smartTag>")
    assert unwrap_controls(body) == 1
    assert inner(body) == "<w:r/>"


def test_extensions_that_nobody_needs_go() -> None:
    """What a file calls ignorable goes, but for drawings that are understood; a prefix that is not declared is passed over."""
    xml = (
        '<w:p xmlns:x="urn:x" x:a="1"><x:more/><w:r><w:rPr><w:vanish/></w:rPr><w:pict/></w:r>'
        "<w:r><w:rPr><w:vanish/></w:rPr></w:r><w:r><w:t>甲</w:t></w:r></w:p>"
    )

    def ignorable(document: bytes) -> bytes:
        opened = document.index(b"<w:document ") + len(b"<w:document ")
        more = b'xmlns:x="urn:x" xmlns:mc2="http://schemas.openxmlformats.org/markup-compatibility/2006" mc2:Ignorable="x w nowhere" '
        return document[:opened] + more + document[opened:].replace(b'mc:Ignorable="w14 wp14"', b"")

    data = changed(with_body(xml), {"word/document.xml": ignorable})
    assert shown(data) == "甲正文。"
    assert "urn:x" not in short(part(merged(data).data))


# Notes.


def test_notes_are_referred_to_once_and_from_the_text() -> None:
    """A reference in a note, a second one to a note, and one to none go; so does a note that nothing refers to."""
    note = '<w:footnote w:id="{0}"><w:p><w:r><w:t>注{0}</w:t></w:r>{1}</w:p></w:footnote>'
    refer = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    blob = (
        f'<w:footnotes xmlns:w="{W[1:-1]}"><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
        f"{note.format(1, refer.format(2))}{note.format(2, '')}{note.format(1, '')}</w:footnotes>"
    ).encode()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    body = f"<w:p>{refer.format(1)}{refer.format(1)}{refer.format(-1)}</w:p>"
    data = with_relation("footnotes", "footnotes.xml", body, parts={"word/footnotes.xml": (kind, blob)})
    made = merged(data)
    notes = part(made.data, "word/footnotes.xml")
    assert text(notes) == "注1"
    assert not list(notes.iter(f"{W}footnoteReference"))
    assert len(list(part(made.data).iter(f"{W}footnoteReference"))) == 1
    assert Kind.MISSING in kinds(data)


# The file and its ends.


def test_a_file_of_three_parts() -> None:
    """An article without styles, numbering and settings is taken like any other."""
    with zipfile.ZipFile(io.BytesIO(plain())) as opened:
        document = opened.read("word/document.xml")
    package = "http://schemas.openxmlformats.org/package/2006"
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
            f'relationships+xml"/><Override PartName="/word/document.xml" ContentType="{word}"/></Types>',
        )
        made.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/'
            'officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        made.writestr("word/document.xml", document)
    assert shown(stream.getvalue()) == "正文。"


def test_empty_headers_are_not_told() -> None:
    """A header without text is nothing that was lost; settings inside the file are nothing foreign."""
    document = docx.Document()
    document.add_paragraph("正文。")
    document.sections[0].header.paragraphs[0].text = ""
    rows = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://x/y" Target="z.xml"/></Relationships>'
    )
    told = kinds(changed(saved(document), {"word/_rels/settings.xml.rels": rows.encode()}))
    assert not {Kind.HEADERS, Kind.EXTERNAL} & told.keys()


SPANNING = '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p/></w:tc>'


@pytest.mark.parametrize(
    "xml",
    [
        "<w:foo/>",
        "<w:p><w:foo><w:r><w:rPr/></w:r></w:foo></w:p>",
        f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid><w:tr>{SPANNING}</w:tr></w:tbl>",
    ],
)
def test_what_shows_nothing_sinks_nothing(xml: str) -> None:
    """Unknown elements, runs that lost all they held and wide cells are no reason to refuse a text."""
    assert shown(with_body(xml)) == "正文。"


def test_an_article_begins_under_its_title() -> None:
    """Empty paragraphs and breaks at both ends go; a section's end stays, and so does a picture beside a title."""
    switch = '<w:p><w:pPr><w:pageBreakBefore/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:br w:type="page"/><w:t>甲</w:t></w:r></w:p>'
    root = part(merged(with_body(f"<w:p/><w:p><w:r/></w:p>{switch}")).data)
    (opening,) = (one for one in root.iter(f"{W}p") if text(one) == "甲")
    assert opening.find(f"{W}pPr/{W}pageBreakBefore") is None
    assert list(opening.iter(f"{W}br")) == []
    document = docx.Document()
    document.add_paragraph("题目0").add_run().add_picture(io.BytesIO(png(1)))
    document.add_paragraph("正文。")
    data = saved(document)
    assert Kind.TITLE not in kinds(data)
    assert len(list(part(merged(data).data).iter("{*}blip"))) == 1
    document = docx.Document()
    document.add_section(WD_SECTION.CONTINUOUS)
    document.add_paragraph("正文。")
    assert shown(saved(document)) == "正文。"


# Pictures and tables that are too wide.

ROOM = '<w:sectPr><w:pgSz w:w="3000" w:h="4000"/><w:pgMar w:top="500" w:right="500" w:bottom="500" w:left="500"/>{}</w:sectPr>'
INLINE = '<w:p><w:r><w:drawing><wp:inline{}><wp:extent cx="{}" cy="{}"/>{}</wp:inline></w:drawing></w:r></w:p>'
DRAWN = '<a:graphic><a:xfrm><a:ext cx="{}" cy="{}"/></a:xfrm></a:graphic>'
TWIP = 635


def fitted(xml: str, columns: str = "") -> tuple[int, str]:
    """How many things were fitted into a text of 2,000 by 3,000 twips, and how they stand there."""
    body = tree(xml + ROOM.format(columns))
    count = fit(body, body[-1])
    return count, inner(body)[: -len(ROOM.format(columns))]


@pytest.mark.parametrize(
    ("wide", "high", "becomes"),
    [
        (2000, 3000, None),
        (2030, 3050, None),
        (4000, 3000, (2000, 1500)),
        (1000, 6000, (500, 3000)),
        (8000, 6000, (2000, 1500)),
        (0, 6000, (0, 3000)),
    ],
)
def test_pictures_fit_the_page(wide: int, high: int, becomes: tuple[int, int] | None) -> None:
    """Wider or higher than the text by more than two hundredths: both sides shrink alike, outside and inside."""
    size = (wide * TWIP, high * TWIP)
    count, left = fitted(INLINE.format("", *size, DRAWN.format(*size)))
    now = size if becomes is None else (becomes[0] * TWIP, becomes[1] * TWIP)
    air = ' distT="0" distB="0" distL="0" distR="0"'
    assert (count, left) == (int(becomes is not None), INLINE.format(air, *now, DRAWN.format(*now)))


def test_what_is_not_measured_is_left_alone() -> None:
    """A picture that says no size, one in columns, and one whose size is no number; air that is said stays."""
    assert fitted('<w:p><w:r><w:drawing><wp:inline distT="5"/></w:drawing></w:r></w:p>') == (
        0,
        '<w:p><w:r><w:drawing><wp:inline distT="5" distB="0" distL="0" distR="0"/></w:drawing></w:r></w:p>',
    )
    wide = INLINE.format("", 9_000_000, 9_000_000, "")
    assert fitted(wide, '<w:cols w:num="2"/>') == (0, wide)
    assert fitted(wide, '<w:cols w:num="1"/>')[0] == 1
    assert fitted(INLINE.format("", "x", "-9000000", ""))[0] == 0
    assert fitted("<w:p><w:r><w:drawing><wp:anchor/></w:drawing></w:r></w:p>")[0] == 0
    grid = '<w:tblGrid><w:gridCol w:w="{}"/></w:tblGrid>'
    assert fitted("<w:tbl><w:tblPr/><w:tr/></w:tbl>")[0] == 0
    assert fitted(f"<w:tbl><w:tblPr><w:tblpPr/></w:tblPr>{grid.format(9000)}<w:tr/></w:tbl>")[0] == 0
    assert fitted(f"<w:tbl>{grid.format(9000)}<w:tr/></w:tbl>")[0] == 0
    assert fitted(f"<w:tbl><w:tblPr/>{grid.format(9000)}<w:tr/></w:tbl>") == (
        1,
        f"<w:tbl><w:tblPr/>{grid.format(2000)}<w:tr/></w:tbl>",
    )


def test_each_section_has_its_own_room() -> None:
    """What stands before a section's end is fitted to that section."""
    wide = INLINE.format("", 3000 * TWIP, 100, "")
    own = (
        '<w:p><w:pPr><w:sectPr><w:pgSz w:w="9000" w:h="9000"/>'
        '<w:pgMar w:top="1" w:bottom="1" w:left="1" w:right="1"/></w:sectPr></w:pPr></w:p>'
    )
    assert fitted(wide + own + wide)[0] == 1
