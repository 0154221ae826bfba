"""PDF through LibreOffice: a program that may be missing, fail, lie or hang, and leaves nothing behind in any case."""

from __future__ import annotations

import http.server
import io
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pypdf
import pytest
from helpers.fake_office import WHOLE, fake_office
from helpers.processes import fresh
from helpers.rendering import office
from helpers.wordfile import every_block, one_section
from lxml import etree
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, PdfObject

from trafficlight.documents import Document, PageSetup, Section
from trafficlight.documents.content import BarChart, Heading, Paragraph
from trafficlight.documents.office.pdf import Archive, Source, save_pdf, to_pdf
from trafficlight.errors import DocumentError, OfficeFailed, OfficeMissing, UnprintableText

DOCUMENT = one_section(Heading("一、总体情况", bookmark="a"), Paragraph("正文"))
OOR = "{http://openoffice.org/2001/registry}"
SUCCEEDS = f'result.write_text("{WHOLE}")'


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The system's folder for temporary files, made anew: it must be empty afterwards."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


def test_missing(tmp_path: Path) -> None:
    """Without LibreOffice the error says which program was looked for; it is a `DocumentError` too."""
    missing = str(tmp_path / "soffice")
    with pytest.raises(OfficeMissing, match="LibreOffice") as caught:
        to_pdf(DOCUMENT, office=missing)
    assert caught.value.office == missing
    assert isinstance(caught.value, DocumentError)


def test_needs_no_office_to_import() -> None:
    """The library loads and documents are built on a machine without LibreOffice and without pypdf."""
    program = (
        "import sys; sys.modules['pypdf'] = None; "
        "import trafficlight.documents.office.pdf, trafficlight.documents.office.page_numbers, trafficlight.documents.builders.letters"
    )
    assert fresh(program, PATH="") == ""


def test_what_the_program_is_given(tmp_path: Path, temporary: Path) -> None:
    """The program gets the document under one name whatever its source, a profile of its own, and the fonts asked for."""
    does = """\
        profile = next(word for word in sys.argv if word.startswith("-env:UserInstallation="))
        fonts = os.environ["FONTCONFIG_FILE"]
        result.write_bytes(b"%PDF-" + source.read_bytes() + (profile + fonts + source.name).encode() + b"%%EOF")
        """
    path = tmp_path / "通报 1.docx"
    DOCUMENT.save(path, level=1)
    program = fake_office(tmp_path, does)
    results = [
        to_pdf(source, office=program, fontconfig=tmp_path / "fonts.conf") for source in (path, path.read_bytes())
    ]
    for result in results:
        assert path.read_bytes() in result
        assert result.endswith(f"{tmp_path / 'fonts.conf'}document.docx%%EOF".encode())
        assert f"UserInstallation={temporary.as_uri()}/".encode() in result
    assert results[0] != results[1], "two runs share a profile"


def test_the_program_is_told_to_trust_nobody(tmp_path: Path, temporary: Path) -> None:
    """Its profile forbids macros, links that fetch, and Java; headings, places and structure reach the PDF, in the form asked for."""
    does = """\
        profile = next(word for word in sys.argv if word.startswith("-env:UserInstallation=")).partition("file://")[2]
        told = (pathlib.Path(profile) / "user" / "registrymodifications.xcu").read_bytes()
        result.write_bytes(b"%PDF-" + told + b"%%EOF")
        """
    made = to_pdf(DOCUMENT, archive="PDF/A-3b", office=fake_office(tmp_path, does))
    told = made.removeprefix(b"%PDF-").removesuffix(b"%%EOF")
    settings = {
        f"{item.get(f'{OOR}path', '').rpartition('/')[2]}/{prop.get(f'{OOR}name')}": prop.findtext("value")
        for item in etree.fromstring(told).iter("item")
        for prop in item.iter("prop")
    }
    assert (
        settings.items()
        >= {
            "Scripting/BlockUntrustedRefererLinks": "true",
            "Scripting/DisableMacrosExecution": "true",
            "Scripting/MacroSecurityLevel": "3",
            "Update/Link": "2",
            "VirtualMachine/Enable": "false",
            "Export/ExportBookmarks": "true",
            "Export/ExportBookmarksToPDFDestination": "true",
            "Export/UseTaggedPDF": "true",
            "Export/SelectPdfVersion": "3",
        }.items()
    )


@pytest.mark.parametrize(
    ("does", "problem"),
    [
        ('print("source file could not be loaded")', "没有生成 PDF：source file could not be loaded"),
        ("sys.exit(3)", "没有生成 PDF"),
        ('result.write_text("%PDF-1.7 half a fi")', "生成的 PDF 不完整"),
        ('result.write_text("")', "生成的 PDF 不完整"),
        ('print("x" * 100_000 + "the end")', "the end"),
    ],
)
def test_failure(tmp_path: Path, temporary: Path, does: str, problem: str) -> None:
    """Whatever code the program returns, only a whole PDF counts; what it said stands in the error, in bounds."""
    with pytest.raises(OfficeFailed, match=problem) as caught:
        to_pdf(DOCUMENT, office=fake_office(tmp_path, does))
    assert len(caught.value.said) <= 500


def test_time_limit(tmp_path: Path, temporary: Path) -> None:
    """When the time is over the program ends, and so do its children: the real soffice is a child of a script."""
    pulse = tmp_path / "pulse"
    beat = f"import time\nwhile True:\n    open({str(pulse)!r}, 'a').write('.')\n    time.sleep(0.02)"
    does = f"""\
        child = subprocess.Popen([sys.executable, "-c", {beat!r}])
        child.wait()
        """
    start = time.monotonic()
    with pytest.raises(OfficeFailed, match=r"1\.5 秒"):
        to_pdf(DOCUMENT, office=fake_office(tmp_path, does), timeout=1.5)
    assert time.monotonic() - start < 10
    beats = pulse.stat().st_size
    assert beats, "the child never ran"
    time.sleep(0.3)
    assert pulse.stat().st_size == beats


def test_what_cannot_be_written(tmp_path: Path, temporary: Path) -> None:
    """A document that no file can hold is refused before the program starts."""
    with pytest.raises(UnprintableText):
        to_pdf(one_section(Paragraph("\x00")), office=fake_office(tmp_path, SUCCEEDS))
    with pytest.raises(FileNotFoundError):
        to_pdf(tmp_path / "none.docx", office=fake_office(tmp_path, SUCCEEDS))


def test_saving_is_whole_or_not_at_all(tmp_path: Path, temporary: Path) -> None:
    """A failure leaves the PDF of last week as it was; success replaces it and leaves nothing beside it."""
    target = tmp_path / "out" / "通报.pdf"
    target.parent.mkdir()
    target.write_bytes(b"old")
    with pytest.raises(OfficeFailed):
        save_pdf(DOCUMENT, target, office=fake_office(tmp_path, "pass"))
    assert target.read_bytes() == b"old"
    save_pdf(DOCUMENT, target, office=fake_office(tmp_path, SUCCEEDS))
    assert target.read_bytes().startswith(b"%PDF-")
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.render
def test_real_pdf(temporary: Path) -> None:
    """LibreOffice lays a document out: tagged, with its outline, its title and its bookmarks as named places."""
    document = Document(sections=DOCUMENT.sections, title="通报")
    data = to_pdf(document, office=office())
    reader: Any = pypdf.PdfReader(io.BytesIO(data))
    assert [entry.title for entry in reader.outline] == ["一、总体情况"]
    assert reader.metadata.title == "通报"
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert set(reader.named_destinations) == {"/a"}


@pytest.mark.render
def test_what_a_screen_reader_is_told() -> None:
    """The language is Chinese, and the box of a landscape page's number has a name: no figure is read as “figure”."""
    section = Section([Paragraph("横排")], PageSetup(orientation="landscape"))
    reader = pypdf.PdfReader(io.BytesIO(to_pdf(Document(sections=[section]))))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "zh-CN"
    figures = [one for one in _elements(root["/StructTreeRoot"]) if one.get("/S") == "/Figure"]
    assert [one.get("/Alt") for one in figures] == ["页码"]


def _elements(element: Any) -> Iterator[Any]:
    """The structure of a tagged PDF."""
    element = element.get_object()
    if isinstance(element, pypdf.generic.ArrayObject):
        for one in element:
            yield from _elements(one)
    elif isinstance(element, pypdf.generic.DictionaryObject):
        yield element
        yield from _elements(element.get("/K", pypdf.generic.ArrayObject()))


@pytest.mark.render
def test_real_time_limit_leaves_nothing(temporary: Path) -> None:
    """A real run that is ended leaves neither its folder nor the socket by which a second run would find it."""
    long = one_section(*(Paragraph("审" * 2000) for _ in range(3000)))
    places = [Path(place) for place in ("/tmp", "/var/tmp")]  # noqa: S108  # where LibreOffice puts its sockets

    def sockets() -> set[Path]:
        return {socket for place in places for socket in place.glob("OSL_PIPE_*") if _is_of(socket, started)}

    started = time.time()
    with pytest.raises(OfficeFailed, match="没有完成"):
        to_pdf(long, office=office(), timeout=2)
    assert not sockets()


def _is_of(socket: Path, started: float) -> bool:
    """Whether a socket is ours: other runs of the machine come and go, but one that is left has no process behind it."""
    try:
        if socket.stat().st_mtime < started:
            return False
    except FileNotFoundError:
        return False
    listening = Path("/proc/net/unix")
    return listening.exists() and str(socket) not in listening.read_text(encoding="utf-8")


@pytest.mark.render
def test_what_is_no_docx_fails() -> None:
    """A web page under a Word file's name is no document, though LibreOffice could open it."""
    with pytest.raises(OfficeFailed, match="没有生成"):
        to_pdf(b"<html><body><p>text</p></body></html>", office=office())


@pytest.mark.render
def test_no_network() -> None:
    """A picture that a stranger's file would fetch from elsewhere is not fetched."""
    asked: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815  # the names of the methods of HTTP

        def log_message(self, format: str, *_: object) -> None:  # noqa: A002  # the name that the base class has
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        data = to_pdf(_with_linked_picture(f"http://127.0.0.1:{server.server_port}/a.png"), office=office())
        server.shutdown()
        thread.join()
    assert data.startswith(b"%PDF-")
    assert asked == []


def _with_linked_picture(address: str) -> bytes:
    """A document with a picture by link."""
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    picture = (
        '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="720000" cy="720000"/><wp:docPr id="9" name="p"/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr>'
        '<pic:cNvPr id="9" name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:link="rId900"/>'
        '<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="720000" cy="720000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
    relation = f'<Relationship Id="rId900" Type="{kinds}/image" Target="{address}" TargetMode="External"/>'
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(DOCUMENT.to_bytes())) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name).decode()
            if name == "word/document.xml":
                data = data.replace("<w:sectPr", f"{picture}<w:sectPr")
            elif name == "word/_rels/document.xml.rels":
                data = data.replace("</Relationships>", f"{relation}</Relationships>")
            new.writestr(name, data)
    return made.getvalue()


def tagged(figures: int, *rows: Sequence[DictionaryObject]) -> bytes:
    """A PDF such as LibreOffice makes: so many figures, and a table of these rows of cells for each sequence."""

    def element(kind: str, *inner: PdfObject) -> DictionaryObject:
        return DictionaryObject({NameObject("/S"): NameObject(kind), NameObject("/K"): ArrayObject(inner)})

    writer, made = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Title": "通报"})
    tables = [
        element("/Table", element("/TR", *cells), element("/TR", *map(DictionaryObject, cells))) for cells in rows
    ]
    content = [element("/Figure", NumberObject(at)) for at in range(figures)]
    tree = DictionaryObject({NameObject("/K"): element("/Document", *content, *tables)})
    writer.root_object[NameObject("/StructTreeRoot")] = tree
    writer.write(made)
    return made.getvalue()


def cell(kind: str, *attributes: str) -> DictionaryObject:
    """A cell of a table, with its attributes' owners: none, one alone or several in a list."""
    owned = [DictionaryObject({NameObject("/O"): NameObject(owner)}) for owner in attributes]
    more = {NameObject("/A"): ArrayObject(owned) if len(owned) > 1 else owned[0]} if owned else {}
    return DictionaryObject({NameObject("/S"): NameObject(kind), **more})


def accessible(document: Source, pdf: bytes, folder: Path) -> bytes:
    """What is made of this PDF for a screen reader."""
    (folder / "made.pdf").write_bytes(pdf)
    program = fake_office(folder, f"result.write_bytes(pathlib.Path({str(folder / 'made.pdf')!r}).read_bytes())")
    return to_pdf(document, accessible=True, office=program)


CHARTS = one_section(*(block for block in every_block().blocks() if isinstance(block, BarChart)))


def test_charts_are_described(tmp_path: Path) -> None:
    """Each chart has the document's words; they are appended, so that all else stays, the title of the file too."""
    texts = [block.described for block in CHARTS.blocks() if isinstance(block, BarChart)]
    pdf = tagged(len(texts))
    made = accessible(CHARTS, pdf, tmp_path)
    reader = pypdf.PdfReader(io.BytesIO(made))
    assert [one.get("/Alt") for one in figures(reader.root_object["/StructTreeRoot"])] == texts
    assert made.startswith(pdf)
    assert b"/Info " in made[len(pdf) :]  # the last trailer, to which readers listen that are strict
    assert reader.metadata is not None
    assert reader.metadata.title == "通报"


def test_other_figures_get_no_charts_description(tmp_path: Path) -> None:
    """Where a figure more stands in the PDF, or the document is not known, none is described: wrong words are worse."""
    for document, pdf in ((CHARTS, tagged(3)), (CHARTS.to_bytes(), tagged(1))):
        assert accessible(document, pdf, tmp_path) == pdf


def test_the_first_cell_heads_a_row_without_a_head(tmp_path: Path) -> None:
    """In a table without header cells the first of each row says what the row is of; another table's cells stay."""
    bare = [cell("/TD", *owners) for owners in ((), ("/Layout",), ("/Layout", "/Table"))]
    headed = [cell("/TH"), cell("/TD")]
    made = accessible(DOCUMENT, tagged(0, bare[:2], bare[1:], bare[2:], headed), tmp_path)
    reader = pypdf.PdfReader(io.BytesIO(made))
    rows = [one["/K"] for one in _elements(reader.root_object["/StructTreeRoot"]) if one.get("/S") == "/TR"]
    told = [[(one["/S"], [at["/O"] for at in owned(one)]) for one in row] for row in rows]
    layout, both = ("/TH", ["/Layout", "/Table"]), ("/TH", ["/Layout", "/Table", "/Table"])
    first = [("/TH", ["/Table"]), ("/TD", ["/Layout"])]
    second = [layout, ("/TD", ["/Layout", "/Table"])]
    assert told == [first, first, second, second, [both], [both], *[[("/TH", []), ("/TD", [])]] * 2]
    assert {owned(row[0])[-1].get("/Scope") for row in rows[:6]} == {"/Row"}


def owned(one: Any) -> list[Any]:
    """A cell's attributes, as a list."""
    attributes = one.get("/A", [])
    return list(attributes) if isinstance(attributes, list) else [attributes]


def figures(node: Any) -> Iterator[Any]:
    """The figures of a PDF's structure tree."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from figures(child)
    elif isinstance(node, dict):
        if node.get("/S") == "/Figure":
            yield node
        if "/K" in node:
            yield from figures(node["/K"])


@pytest.mark.render
@pytest.mark.parametrize(("archive", "level"), [("PDF/A-2b", "2"), ("PDF/A-3b", "3")])
def test_a_pdf_for_an_archive_and_for_a_screen_reader(archive: Archive, level: str) -> None:
    """It says its language, title and form, embeds its fonts and its colours' meaning, is tagged, and describes its figures."""
    office()
    data = to_pdf(every_block(), archive=archive, accessible=True)
    reader = pypdf.PdfReader(io.BytesIO(data))
    root: Any = reader.root_object
    said = root["/Metadata"].get_object().get_data().decode()
    assert f"<pdfaid:part>{level}</pdfaid:part>" in said
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in said
    assert "<pdfuaid:part>1</pdfuaid:part>" in said
    assert "通报" in said
    assert b"/Info " in data[data.rfind(b"/XRef") :]  # the last trailer, to which readers listen that are strict
    assert reader.metadata is not None
    assert reader.metadata.title == "通报 & 通知"
    assert root["/Lang"] == "zh-CN"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert [one.get_object()["/S"] for one in root["/OutputIntents"]] == ["/GTS_PDFA1"]
    assert "/ID" in reader.trailer
    resources: list[Any] = [page["/Resources"] for page in reader.pages]
    fonts = [font.get_object() for one in resources for font in one.get("/Font", {}).values()]
    inner = [font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font for font in fonts]
    assert inner
    assert all(any(key.startswith("/FontFile") for key in font["/FontDescriptor"]) for font in inner)
    described = [figure.get("/Alt") for figure in figures(root["/StructTreeRoot"])]
    assert described
    assert all(described)
    assert next(block.described for block in every_block().blocks() if isinstance(block, BarChart)) in described


def test_an_unknown_archive_is_refused() -> None:
    """What there is stands in the error."""
    with pytest.raises(DocumentError, match="PDF/A-2b、PDF/A-3b"):
        to_pdf(DOCUMENT, archive="PDF/X")  # type: ignore[arg-type]
