"""Judges of others find nothing in a compendium, and each is seen to find a fault that was planted."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.enum.section import WD_ORIENT
from made_articles import add_note, add_picture, changed, field, merged, saved, turn, with_body

from trafficlight.documents.wordprocessing.compose.valid import document_faults

LINK = '<w:p><w:hyperlink w:anchor="here"><w:r><w:t>见此</w:t></w:r></w:hyperlink></w:p>'
HERE = '<w:p><w:bookmarkStart w:id="7" w:name="here"/><w:bookmarkEnd w:id="7"/></w:p>'


@pytest.fixture(scope="module")
def whole() -> bytes:
    """A compendium of articles that hold all there is."""
    document = docx.Document()
    document.add_heading("标题", 1)
    document.add_paragraph("项", style="List Number")
    document.add_paragraph("点", style="List Bullet")
    document.add_paragraph("引", style="Intense Quote")
    document.add_table(2, 2, style="Light Grid Accent 1").cell(0, 0).text = "格"
    add_picture(document, 1)
    add_note(document, "footnote", "脚注")
    add_note(document, "endnote", "尾注")
    turn(document, WD_ORIENT.LANDSCAPE)
    document.add_paragraph("横排")
    rich = with_body(HERE + LINK + field("PAGEREF here", "1"), saved(document))
    return merged(rich, rich, rich).data


def audit(data: bytes, folder: Path) -> list[str]:
    """What openxml-audit finds."""
    module = pytest.importorskip("openxml_audit", reason="openxml-audit is not installed")
    path = folder / "judged.docx"
    path.write_bytes(data)
    return [str(error) for error in module.OpenXmlValidator().validate(path).errors]


def integrity(data: bytes, folder: Path) -> list[str]:
    """What ooxml-integrity finds."""
    module = pytest.importorskip("ooxml_integrity", reason="ooxml-integrity is not installed")
    path = folder / "judged.docx"
    path.write_bytes(data)
    return [str(finding) for finding in module.check(path)]


def own(data: bytes, folder: Path) -> list[str]:
    """What our four rules find."""
    return document_faults(data)


def plant(data: bytes, old: bytes, new: bytes) -> bytes:
    """The file with a fault in its text."""

    def put(document: bytes) -> bytes:
        assert old in document
        return document.replace(old, new, 1)

    return changed(data, {"word/document.xml": put})


@pytest.mark.parametrize("judge", [audit, integrity, own])
def test_nothing_is_found(judge: object, whole: bytes, tmp_path: Path) -> None:
    """No judge finds anything."""
    assert callable(judge)
    assert judge(whole, tmp_path) == []


PLANTED = {
    "an element out of order": (audit, b"<w:pPr>", b'<w:pPr><w:jc w:val="left"/><w:keepNext/>'),
    "a style that is not there": (integrity, b'<w:pStyle w:val="Body"/>', b'<w:pStyle w:val="Nowhere"/>'),
    "a list that is not there": (integrity, b'<w:numId w:val="1"/>', b'<w:numId w:val="999"/>'),
    "a bookmark never closed": (own, b"<w:bookmarkEnd ", b"<w:proofErr "),
    "two bookmarks of one name": (own, b'w:name="here_2"', b'w:name="HERE"'),
    "a field never ended": (own, b'w:fldCharType="end"', b'w:fldCharType="begin"'),
    "a cell that ends with a table": (
        own,
        b"</w:tc>",
        b"<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl></w:tc>",
    ),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found(fault: str, whole: bytes, tmp_path: Path) -> None:
    """Each judge finds the fault that is planted for it: its silence above proves something."""
    judge, old, new = PLANTED[fault]
    assert judge(plant(whole, old, new), tmp_path) != []
