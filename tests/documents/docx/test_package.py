"""The file as a whole: valid, the same each time, written whole or not at all."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from attrs import evolve
from helpers.processes import same_everywhere
from helpers.wordfile import W, body, every_block, find_all, one_section, part, parts, plain_grid, values
from lxml import etree

from trafficlight.documents import Document
from trafficlight.documents.content import Paragraph, Rows, Run, Section
from trafficlight.errors import DocumentError, UnprintableText
from trafficlight.layout import OFFICIAL, Font, StyleRule

TESTS = Path(__file__).parents[2]


def findings(path: Path) -> list[str]:
    """What openxml-audit says of a file, errors and warnings alike."""
    audit = pytest.importorskip("openxml_audit", reason="openxml-audit is not installed: files cannot be judged")
    result = audit.OpenXmlValidator(file_format=audit.FileFormat.MICROSOFT_365).validate(str(path))
    return [str(one) for one in result.errors]


def test_openxml_audit_finds_nothing(tmp_path: Path) -> None:
    """A document with every block, option and property has no finding."""
    path = tmp_path / "every.docx"
    every_block().save(path)
    assert findings(path) == []


def test_openxml_audit_finds_a_planted_fault(tmp_path: Path) -> None:
    """The judge is awake: properties in the wrong order are found."""
    path = tmp_path / "bad.docx"
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts(every_block()).items():
            package.writestr(name, data.replace(b"<w:cantSplit/>", b"<w:sz w:val='2'/><w:cantSplit/>"))
    assert findings(path)


def test_ooxml_integrity_finds_nothing(tmp_path: Path) -> None:
    """No style, part or relation is named that is not there."""
    pytest.importorskip("ooxml_integrity", reason="ooxml-integrity is not installed: files cannot be judged")
    path = tmp_path / "every.docx"
    every_block().save(path)
    command = [sys.executable, "-m", "ooxml_integrity", "check", str(path)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "0 error(s), 0 warning(s)" in result.stdout


def test_python_docx_opens_it() -> None:
    """A live document has the paragraphs, tables and properties that the content has."""
    live = every_block().to_docx()
    assert live.core_properties.title == "通报 & 通知"
    assert live.tables[-1].cell(2, 0).text == "1"
    assert "关于某事的通知" in [one.text for one in live.paragraphs]


def test_the_same_bytes_in_every_process() -> None:
    """Two processes with different hash seeds write the same bytes as this one."""
    printed = same_everywhere(
        "import hashlib; from helpers.wordfile import every_block;"
        "print(hashlib.sha256(every_block().to_bytes()).hexdigest())"
    )
    assert printed == hashlib.sha256(every_block().to_bytes()).hexdigest()


def unpacked(data: bytes) -> dict[str, object]:
    """Every part; the workbook behind a chart is a package too."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        files = {name: package.read(name) for name in package.namelist()}
    return {name: unpacked(part) if name.endswith(".xlsx") else part for name, part in files.items()}


@pytest.mark.parametrize("level", [0, 1, 9])
def test_levels_change_size_alone(level: int) -> None:
    """At every level of deflate the parts are the same; three ways of writing give the same bytes."""
    document = every_block()
    data = document.to_bytes(level=level)
    assert unpacked(data) == unpacked(document.to_bytes())
    stream = io.BytesIO()
    document.write(stream, level=level)
    assert stream.getvalue() == data


def test_saving_replaces_the_file_or_leaves_it(tmp_path: Path) -> None:
    """A document that cannot be written leaves what stood at the path, and no other file."""
    path = tmp_path / "通报.docx"
    document = one_section(Paragraph("甲"))
    document.save(path)
    assert path.read_bytes() == document.to_bytes()

    rows = Rows(lambda: ([str(n), "\x00" if n == 5000 else "乙"] for n in range(6000)))
    with pytest.raises(UnprintableText):
        one_section(plain_grid(rows)).save(path)
    assert path.read_bytes() == document.to_bytes()
    assert list(tmp_path.iterdir()) == [path]


def test_properties_of_the_file() -> None:
    """Title, author, time, language and custom properties are those given; no template has left any."""
    document = every_block()
    core = part(document, "docProps/core.xml")
    assert {etree.QName(one).localname: one.text for one in core} == {
        "title": "通报 & 通知",
        "subject": "督查",
        "creator": "办公室",
        "keywords": "蓝黄红",
        "lastModifiedBy": "办公室",
        "created": "2023-09-28T08:00:00Z",
        "modified": "2023-09-28T08:00:00Z",
        "language": "zh-CN",
    }
    (custom,) = part(document, "docProps/custom.xml")
    assert (custom.get("name"), custom.get("pid"), custom[0].text) == ("digest", "2", "a<b")
    assert find_all(part(document, "word/styles.xml"), ".//w:lang[@w:val='zh-CN'][@w:eastAsia='zh-CN']")


def test_nothing_is_said_that_was_not_given() -> None:
    """Without properties the file names no author, no time and no custom part."""
    document = one_section()
    assert [etree.QName(one).localname for one in part(document, "docProps/core.xml")] == ["language"]
    assert "docProps/custom.xml" not in parts(document)


@pytest.mark.parametrize(
    "document",
    [
        Document(sections=(Section(()),), created=dt.datetime(2023, 9, 28)),  # noqa: DTZ001 - the fault that is refused
        Document(sections=(Section(()),), properties={"Digest": "1", "digest": "2"}),
        Document(sections=(Section(()),), properties={"": "1"}),
    ],
    ids=["time without zone", "property twice", "property without name"],
)
def test_properties_that_no_file_holds_are_refused(document: Document) -> None:
    """A time without a zone would mean another moment elsewhere; a property needs a name of its own."""
    with pytest.raises(DocumentError):
        document.to_bytes()


def test_fields_update_on_request_alone() -> None:
    """Word asks its reader before it updates fields, so a file says so only when it should."""
    document = every_block()
    assert not find_all(part(document, "word/settings.xml"), "w:updateFields")
    assert find_all(part(evolve(document, update_fields=True), "word/settings.xml"), "w:updateFields")


def test_styles_come_from_the_profile() -> None:
    """Fonts, sizes and an agency's own styles stand in the file under their names."""
    fonts = evolve(OFFICIAL.fonts, fangsong=Font("仿宋 & Co", "Arial"))
    ours = evolve(OFFICIAL, fonts=fonts).restyled(quote=StyleRule(name="引文", size=15, bold=True, first_indent=-2))
    document = evolve(one_section(Paragraph([Run("甲", face="fangsong")], "quote")), profile=ours)
    styles = part(document, "word/styles.xml")
    (quote,) = find_all(styles, "w:style[@w:styleId='Quote']")
    assert quote.get(f"{W}customStyle") == "1"
    assert (values(quote, "w:name"), values(quote, ".//w:sz")) == (["引文"], ["30"])
    assert find_all(quote, ".//w:ind")[0].get(f"{W}hanging") == "600"
    assert find_all(body(document), ".//w:rFonts")[0].get(f"{W}eastAsia") == "仿宋 & Co"
    assert "仿宋 & Co" in [one.get(f"{W}name") for one in part(document, "word/fontTable.xml")]


@pytest.mark.parametrize("level", [-1, 10])
def test_levels_that_deflate_does_not_have(level: int) -> None:
    """A level is 0 to 9."""
    with pytest.raises(DocumentError):
        one_section().to_bytes(level=level)


@pytest.mark.parametrize(("key", "name"), [("quote", "TITLE"), ("tableText", "引文")])
def test_two_styles_of_one_name_are_refused(key: str, name: str) -> None:
    """Word takes styles whose names or ids differ in case alone for one, so a profile with both is refused."""
    ours = OFFICIAL.restyled(**{key: StyleRule(name=name)})
    with pytest.raises(DocumentError, match="重名"):
        evolve(one_section(), profile=ours).to_bytes()


def test_every_style_in_use_is_defined() -> None:
    """No paragraph or table names a style that the file does not have; ids and names are distinct."""
    document = every_block()
    styles = part(document, "word/styles.xml")
    defined = [one.get(f"{W}styleId") for one in find_all(styles, "w:style")]
    names = [name.casefold() for name in values(styles, "w:style/w:name")]
    assert len(set(defined)) == len(defined)
    assert len(set(names)) == len(names)
    used = set(values(body(document), ".//w:pStyle | .//w:tblStyle"))
    assert used <= set(defined)
