"""examples/own_look: one agency restyles everything without touching the library."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final

import pytest
from helpers.judging import document_faults
from helpers.readword import visible_text
from helpers.scripts import run

FILES: Final = {
    "亮灯通报.docx",
    "亮灯通报.html",
    "提示单.docx",
    "案例选编.docx",
    "清单.docx",
    "清单.xlsx",
    "签批笺.docx",
    "通报件.docx",
    "通报件（自绘版头）.docx",
}
NOT_THEIRS: Final = (
    "济宁",
    "蓝",
    "黄牌",
    "目　　录",
    "提醒函",
    "签发人：{",
    "附件：",
    "抄送",
    "台账",
    "一、",
    "标识数量",
    "备注：",
)
"""Words of the notice and of the library's defaults; none may be left."""
FONTS_NOT_THEIRS: Final = ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "Times New Roman")


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All papers of the made-up agency."""
    folder = tmp_path_factory.mktemp("own_look")
    run("own_look/own_look.py", "--out", folder, folder=folder)
    return folder


def test_every_kind_of_document_is_made(papers: Path) -> None:
    """Notice, ledger, bulletin, letter, sheet, compendium, workbook and web page."""
    assert {path.name for path in papers.iterdir()} == FILES


def test_no_word_of_another_agency_is_left(papers: Path) -> None:
    """Wording and numbering are the agency's throughout; the compendium's articles are others' own text."""
    for path in papers.glob("*.docx"):
        text = visible_text(path.read_bytes())
        if path.stem != "案例选编":
            assert [word for word in NOT_THEIRS if word in text] == [], path.name
    compendium = visible_text((papers / "案例选编.docx").read_bytes())
    for word in (
        "2024年案例选编",
        "2024.06",
        "要　目",
        "第1编　机关篇",
        "1) 以周调度促落实，以小台账管大事（办公室）",
        "【办公室】",
    ):
        assert word in compendium


def test_no_font_or_colour_of_the_standard_is_left(papers: Path) -> None:
    """Fonts and reds come from the agency's profile; the drawn head has its own."""
    for path in papers.glob("*.docx"):
        with zipfile.ZipFile(path) as package:
            xml = "".join(package.read(name).decode() for name in package.namelist() if name.endswith(".xml"))
        assert "FF0000" not in xml, path.name
        if "自绘" not in path.stem:
            assert [font for font in FONTS_NOT_THEIRS if font in xml] == [], path.name


def test_both_heads_say_the_same(papers: Path) -> None:
    """Laid out from values, or drawn in Word: number and signer stand in both."""
    for name, mark in (("通报件", "云川市数据局督查专报"), ("通报件（自绘版头）", "云川市督查专报")):
        text = visible_text((papers / f"{name}.docx").read_bytes())
        for word in (mark, "云数督〔2024〕6号", "周明"):
            assert word in text
        assert "{" not in text


def test_judges_find_nothing(papers: Path, tmp_path: Path) -> None:
    """Neither openxml-audit nor ooxml-integrity nor our own rules find a fault in any of them."""
    audit = pytest.importorskip("openxml_audit", reason="openxml-audit is not installed")
    integrity = pytest.importorskip("ooxml_integrity", reason="ooxml-integrity is not installed")
    for path in papers.glob("*.docx"):
        copy = tmp_path / "judged.docx"  # a plain name, for judges that know no other
        copy.write_bytes(path.read_bytes())
        assert [str(error) for error in audit.OpenXmlValidator().validate(copy).errors] == [], path.name
        assert [str(finding) for finding in integrity.check(copy)] == [], path.name
        assert document_faults(path.read_bytes()) == [], path.name


def test_same_input_same_bytes(papers: Path, tmp_path: Path) -> None:
    """Two runs write the same files to the byte."""
    run("own_look/own_look.py", "--out", tmp_path, folder=tmp_path)
    for name in sorted(FILES):
        assert (papers / name).read_bytes() == (tmp_path / name).read_bytes(), name
