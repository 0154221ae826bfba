"""True page numbers: what the contents show is what the pages print, whatever the sections do to the numbering."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import textwrap
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pypdf
import pytest
from attrs import evolve
from helpers.fake_office import A_PAGE_A_PARAGRAPH, fake_office
from helpers.rendering import office
from helpers.small_office import RULEBOOK
from helpers.wordfile import W, find_all, one_section, part, texts
from lxml import etree

import trafficlight as tl
from trafficlight.documents import Document
from trafficlight.documents.builders.bulletins import bulletin
from trafficlight.documents.content import (
    Contents,
    ContentsEntry,
    Grid,
    GridColumn,
    Heading,
    PageBreak,
    PageSetup,
    Paragraph,
    Section,
    plain,
)
from trafficlight.documents.office.page_numbers import page_numbers, paged
from trafficlight.documents.office.pdf import to_pdf
from trafficlight.errors import ExtraMissing, OfficeFailed, OfficeMissing, SubmissionRefused

SMALL = one_section(Contents(), Heading("一、", bookmark="a"))


def test_missing_office() -> None:
    """Without LibreOffice the error says so; a document without it is complete all the same."""
    with pytest.raises(OfficeMissing):
        paged(SMALL, office="no such program")
    with pytest.raises(OfficeMissing):
        page_numbers(SMALL.to_bytes(), office="no such program")


def test_missing_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pypdf the error names the extra that brings it, and is an `ImportError`."""
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(ExtraMissing, match=r"trafficlight-rules\[pdf\]") as caught:
        paged(SMALL)
    assert isinstance(caught.value, ImportError)


def test_nothing_to_number() -> None:
    """A document without bookmarks comes back as it is; no program is started for it."""
    document = one_section(Paragraph("正文"))
    assert paged(document, office="no such program") == document


def test_what_is_no_docx() -> None:
    """Bytes that are no .docx are refused before the program starts."""
    with pytest.raises(SubmissionRefused):
        page_numbers(b"%PDF-1.7", office="no such program")


def test_a_bookmark_that_the_pdf_lacks(tmp_path: Path) -> None:
    """A PDF that says nothing about a bookmark is an error, not a page that shows no number."""
    writer, made = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(made)
    with pytest.raises(OfficeFailed, match="书签的页码：a"):
        paged(SMALL, office=writes(tmp_path, made.getvalue()))


def writes(folder: Path, pdf: bytes) -> str:
    """A program that makes this PDF of anything."""
    (folder / "made.pdf").write_bytes(pdf)
    return fake_office(folder, f"result.write_bytes(pathlib.Path({str(folder / 'made.pdf')!r}).read_bytes())")


def test_a_place_on_no_page_is_no_number(tmp_path: Path) -> None:
    """A PDF that names a place without a page says nothing of that bookmark; what it says of others counts."""
    writer = pypdf.PdfWriter()
    for _ in range(2):
        writer.add_blank_page(100, 100)
    writer.add_named_destination("trafficlightanchor2", 1)
    nowhere = pypdf.generic.ArrayObject([pypdf.generic.NullObject(), pypdf.generic.NameObject("/Fit")])
    writer.add_named_destination_array(pypdf.generic.TextStringObject("trafficlightanchor3"), nowhere)
    made = io.BytesIO()
    writer.write(made)
    # the first number is that of a bookmark of our own, the next two those of the anchors beside “a” and “b”
    document = one_section(Heading("一", bookmark="a"), Heading("二", bookmark="b"))
    assert page_numbers(document, office=writes(tmp_path, made.getvalue())) == {"a": "2"}


def test_each_section_numbers_its_pages(tmp_path: Path) -> None:
    """A section begins anew at its own number or goes on, and writes its numbers in its own way; a cover counts as page 1."""
    numerals = ["三", "四"]
    document = Document(
        sections=[
            Section([Paragraph("封面", bookmark="cover")], PageSetup(page_numbers=False)),
            Section([Paragraph("前言", bookmark="front")], PageSetup(number_format="lower_roman", first_number=4)),
            Section([Paragraph(text, bookmark=text) for text in numerals], PageSetup(number_format="upper_roman")),
            Section([Paragraph("正文", bookmark="body")], PageSetup(number_format="lower_roman", first_number=0)),
            Section([Paragraph("附表", bookmark="after")], PageSetup(orientation="landscape")),
            Section([Paragraph("末", bookmark="tail")], PageSetup(first_number=50)),
        ]
    )
    found = page_numbers(document, office=fake_office(tmp_path, A_PAGE_A_PARAGRAPH))
    expected = {"cover": "1", "front": "iv", "三": "V", "四": "VI", "body": "0", "after": "1", "tail": "50"}
    assert found == expected


def test_bookmarks_of_other_programs(tmp_path: Path) -> None:
    """A bookmark between paragraphs is that of the next one; those without a name or in a box, and former sections, count nothing."""
    document = one_section(Paragraph("一", bookmark="a"), Paragraph("二"), Paragraph("三", bookmark="c"))
    tree = part(document, "word/document.xml")
    body, paragraphs = find_all(tree, "//w:body")[0], find_all(tree, "//w:p")
    space = body.nsmap["w"]
    for name in ("between", ""):
        body.insert(1, etree.fromstring(f'<w:bookmarkStart xmlns:w="{space}" w:id="70" w:name="{name}"/>'))
    paragraphs[2].append(etree.fromstring(f'<w:bookmarkStart xmlns:w="{space}" w:id="72" w:name=""/>'))
    box = f'<w:txbxContent xmlns:w="{space}"><w:p><w:bookmarkStart w:id="71" w:name="box"/></w:p></w:txbxContent>'
    etree.SubElement(etree.SubElement(paragraphs[0], f"{W}r"), f"{W}pict").append(etree.fromstring(box))
    properties = etree.SubElement(paragraphs[1], f"{W}pPr")
    paragraphs[1].insert(0, properties)
    was = '<w:sectPr xmlns:w="{}"><w:pgNumType w:start="9"/></w:sectPr>'
    etree.SubElement(properties, f"{W}sectPrChange").append(etree.fromstring(was.format(space)))
    now = etree.fromstring(was.format(space).replace('"9"', '"first"'))  # no number: the pages are numbered on
    body.remove(find_all(body, "./w:sectPr")[0])
    body.append(now)
    program = fake_office(tmp_path, A_PAGE_A_PARAGRAPH)
    assert page_numbers(_with_body(document, etree.tostring(tree)), office=program) == {
        "a": "1",
        "between": "2",
        "c": "3",
    }


def test_numbers_are_sought_until_they_stay(tmp_path: Path) -> None:
    """Numbers that are wider than those before are laid out once more; the document then has them all."""
    document = one_section(Contents(), *[Heading(f"{at}", bookmark=f"h_{at}") for at in range(12)])
    ready = paged(document, office=fake_office(tmp_path, A_PAGE_A_PARAGRAPH))
    first = int(ready.pages["h_0"])
    assert dict(ready.pages) == {f"h_{at}": str(first + at) for at in range(12)}
    assert ready.sections == document.sections


def test_numbers_that_never_settle(tmp_path: Path) -> None:
    """A bookmark that goes to and fro between page 1 and page 11 is an error, not a wrong number."""
    turn = f"""
        turn = pathlib.Path({str(tmp_path / "turn")!r})
        turn.write_text(turn.read_text() + "." if turn.exists() else ".")
        writer = pypdf.PdfWriter()
        for _ in range(11):
            writer.add_blank_page(100, 100)
        for number in range(9):
            writer.add_named_destination(f"trafficlightanchor{{number}}", 10 * (len(turn.read_text()) % 2))
        writer.write(result)
        """
    with pytest.raises(OfficeFailed, match="页码不稳定"):
        paged(SMALL, office=fake_office(tmp_path, "import pypdf\n" + textwrap.dedent(turn)))


def headings(prefix: str, count: int) -> list[Heading]:
    """Headings that each start a page."""
    return [Heading(f"{prefix}{at}", 1, f"{prefix}_{at}", page_break_before=at > 0) for at in range(count)]


@pytest.fixture(scope="module")
def ready() -> Document:
    """Cover, roman contents over two pages, a body of 12 pages, a landscape one that goes on, and one that begins at 50."""
    entries = [ContentsEntry(f"第{at}项", f"body_{at % 12}") for at in range(40)]
    table = Grid([GridColumn(1)], [[str(at)] for at in range(60)], title=Heading("宽表", 1, "wide"), notes=("备注。",))
    document = Document(
        sections=[
            Section([Paragraph("封面", bookmark="cover")], PageSetup(page_numbers=False)),
            Section([Contents(entries), Paragraph("目录毕", bookmark="front")], ROMAN),
            Section(headings("body", 12), PageSetup(first_number=1)),
            Section([table, PageBreak(), Paragraph("附表", bookmark="after")], PageSetup(orientation="landscape")),
            Section(headings("tail", 3), PageSetup(first_number=50)),
        ]
    )
    return paged(document, office=office())


ROMAN = PageSetup(number_format="lower_roman", first_number=1)


@pytest.mark.render
def test_sections_and_their_numbers(ready: Document) -> None:
    """Each bookmark has the number that its page prints: roman in front, anew in the body, on over landscape pages."""
    pages = ready.pages
    assert pages["cover"] == "1"
    assert pages["front"] == "ii"
    assert [pages[f"body_{at}"] for at in range(12)] == [str(at + 1) for at in range(12)]
    assert pages["wide"] == "13"
    assert int(pages["after"]) > 14
    assert [pages[f"tail_{at}"] for at in range(3)] == ["50", "51", "52"]


@pytest.mark.render
def test_the_first_opening_shows_them_and_asks_nothing(ready: Document) -> None:
    """The numbers are the fields' own text; nothing in the file makes Word ask whether it should update fields."""
    body = part(ready, "word/document.xml")
    lines = [text for text in texts(body) if re.match(r"第\d+项", text)]
    assert lines == [f"第{at}项\t{at % 12 + 1}" for at in range(40)]
    assert find_all(part(ready, "word/settings.xml"), "//w:updateFields") == []
    assert find_all(body, "//w:fldChar[@w:dirty]") == []


@pytest.mark.render
def test_numbers_that_push_the_contents_over() -> None:
    """Entries that wrap once two digits stand behind them make the contents a page longer; the numbers are right for that."""
    heads = [Heading(f"{'题' * 26}{at % 10}", 1, f"h_{at}", page_break_before=True) for at in range(18)]
    document = one_section(Contents(), *heads)
    assert page_numbers(document, office=office())["h_0"] == "2"
    ready = paged(document, office=office())
    assert ready.pages["h_0"] == "3"
    assert page_numbers(ready, office=office()) == {**ready.pages}


@pytest.mark.render
def test_a_paragraph_over_two_pages() -> None:
    """A bookmark's page is that on which it begins, at the beginning of a long paragraph and in the midst of one."""
    long = "审" * 28 * 30  # a page holds 22 lines
    document = one_section(Paragraph(long, bookmark="begin"), Paragraph(long), Paragraph("末", bookmark="end"))
    tree = part(document, "word/document.xml")
    paragraph = find_all(tree, "//w:p")[1]
    mark = '<w:bookmark{} xmlns:w="{}" w:id="70" w:name="midst"/>'
    for which in ("Start", "End"):
        paragraph.append(etree.fromstring(mark.format(which, paragraph.nsmap["w"])))
    paragraph.append(etree.fromstring(f'<w:r xmlns:w="{paragraph.nsmap["w"]}"><w:t>{long}</w:t></w:r>'))
    numbers = page_numbers(_with_body(document, etree.tostring(tree)), office=office())
    assert numbers == {"begin": "1", "midst": "3", "end": "5"}


@pytest.mark.render
def test_pages_that_are_left_blank() -> None:
    """A section that must begin on an odd page leaves a page blank, and that page counts."""
    document = Document(sections=[Section([Heading("一", bookmark="a")]), Section([Heading("二", bookmark="b")])])
    tree = part(document, "word/document.xml")
    kind = find_all(tree, "//w:sectPr/w:type")[-1]
    kind.set(f"{W}val", "oddPage")
    assert page_numbers(_with_body(document, etree.tostring(tree)), office=office()) == {"a": "1", "b": "3"}


@pytest.mark.render
def test_a_file_of_any_origin(tmp_path: Path) -> None:
    """Bookmarks with names of any script, between paragraphs and in tables have their pages, in bytes and in files."""
    document = one_section(
        Heading("一", bookmark="第一节"),
        Grid([GridColumn(1)], [["甲"]], title=Heading("二", bookmark="_b2", page_break_before=True)),
        Paragraph("三"),
    )
    tree = part(document, "word/document.xml")
    body = find_all(tree, "//w:body")[0]
    mark = '<w:bookmark{} xmlns:w="{}" w:id="70" w:name="between"/>'
    for at, which in enumerate(("Start", "End")):
        body.insert(2 + at, etree.fromstring(mark.format(which, body.nsmap["w"])))
    path = tmp_path / "a.docx"
    path.write_bytes(_with_body(document, etree.tostring(tree)))
    expected = {"第一节": "1", "_b2": "2", "between": "2"}
    assert page_numbers(path, office=office()) == page_numbers(path.read_bytes(), office=office()) == expected


def _with_body(document: Document, body: bytes) -> bytes:
    """The document's file with another main part."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document.to_bytes())) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, body if name == "word/document.xml" else old.read(name))
    return made.getvalue()


@pytest.mark.render
def test_a_bulletin_of_many_pages(many_pages: tuple[Document, Mapping[int, str]]) -> None:
    """Every line of a bulletin's contents shows the number that is printed on the page with its heading."""
    document, printed = many_pages
    assert len(printed) > 15
    by_number: dict[str, str] = {}
    for text in list(printed.values())[2:]:  # behind cover and contents
        found = re.search(r"—(\d+)—", text)
        assert found is not None
        by_number[found[1]] = text
    titles = {heading.bookmark or "": re.sub(r"\s", "", plain(heading.text)) for heading in document.headings()}
    assert set(titles) == set(document.pages)
    for bookmark, title in titles.items():
        assert title in by_number[document.pages[bookmark]]
        if sum(title in other for other in titles.values()) == 1:
            assert document.pages[bookmark] == next(number for number, text in by_number.items() if title in text)
    contents = printed[2]
    for bookmark, title in titles.items():
        assert re.search(rf"{re.escape(title)}\.*{document.pages[bookmark]}(?!\d)", contents), title


@pytest.fixture(scope="module")
def many_pages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Document, Mapping[int, str]]:
    """A bulletin with its true page numbers, and the text of each of its pages as pdftotext finds it."""
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("pdftotext is not installed: the pages cannot be read by another program")
    folder = tmp_path_factory.mktemp("bulletin")
    ready = paged(_bulletin(), office=office())
    (folder / "b.pdf").write_bytes(to_pdf(ready, office=office()))
    done = subprocess.run([reader, "-raw", folder / "b.pdf", "-"], capture_output=True, encoding="utf-8", check=True)
    return ready, {
        number: re.sub(r"\s", "", text) for number, text in enumerate(done.stdout.rstrip("\f").split("\f"), 1)
    }


def _bulletin() -> Document:
    """All themes of the notice, with rows enough for many pages."""
    from helpers.sample_records import audit_project, funding, key_work_item, mutual_help_item, task
    from helpers.small_office import JINXIANG, OFFICE, PERSONNEL, ROSTER

    progress = list(tl.model.Progress)
    records = [
        *(("key_work", key_work_item(progress[at % 4], OFFICE, matter=f"重点事项{at}" * 9)) for at in range(30)),
        *(
            ("audit_projects", audit_project(progress[at % 4], PERSONNEL, matter=f"审计{at}", target="目标" * 60))
            for at in range(16)
        ),
        *(("three_firsts", evolve(task(progress[at % 4], None, PERSONNEL), goal=f"目标{at}")) for at in range(12)),
        *(("assistance", evolve(mutual_help_item(progress[at % 4], JINXIANG), matter=f"帮扶{at}")) for at in range(20)),
        ("upward_funding_bureau", funding(("资金甲（已认定）",))),
    ]
    scheme = tl.notice.scheme(tl.Agency("济宁市审计局", "市审计局", "济宁市审计局办公室", ROSTER), RULEBOOK)
    ratings = RULEBOOK.rate((tl.Entry(theme, record) for theme, record in records), roster=ROSTER)
    quarter = tl.Quarter(2023, 3)
    return bulletin(scheme, ratings, period=quarter, as_of=quarter.last_day)
