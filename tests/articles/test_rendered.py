"""The compendium as LibreOffice lays it out: each article on a new page, landscape pages landscape, page numbers true."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.enum.section import WD_ORIENT
from helpers.made_articles import add_note, add_picture, merged, plain, saved, turn

rendering = pytest.importorskip("helpers.rendering")


@pytest.mark.render
def test_pages(tmp_path: Path) -> None:
    """Cover, contents, then each article on pages of its own, lying as its sender laid them."""
    document = docx.Document()
    document.add_paragraph("竖排正文")
    add_picture(document, 1)
    add_note(document, "footnote", "脚注文字")
    add_note(document, "endnote", "尾注文字")
    turn(document, WD_ORIENT.LANDSCAPE)
    document.add_paragraph("横排正文")
    pages = rendering.pages(merged(saved(document), plain("第二篇正文")).data, tmp_path)
    words = ["".join(page.lines) for page in pages]
    wide = [page.width > page.height for page in pages]
    at = {
        name: next(n for n, one in enumerate(words) if name in one)
        for name in ("竖排正文", "横排正文", "第二篇正文", "脚注文字")
    }
    assert at["竖排正文"] == at["脚注文字"] == 2
    assert at["横排正文"] == 3
    assert wide[2:4] == [False, True]
    assert not wide[at["第二篇正文"]]
    assert at["第二篇正文"] > at["横排正文"]
    assert any("尾注文字" in one for one in words)
    assert "— 1 —" in "".join(pages[2].lines) or "—1—" in words[2].replace(" ", "")
