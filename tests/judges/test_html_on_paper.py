"""A page of HTML that is printed: paper does not scroll."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pdfplumber
import pytest
from helpers import browsing

from trafficlight.documents import Document, html_page
from trafficlight.documents.content import Block, Grid, GridColumn, Heading, PageBreak, Paragraph, Section

TEXT = "按序时进度推进，完成八成，正在协调其余事项。"


@pytest.mark.skipif(not browsing.browser(), reason="Chromium is not installed")
def test_a_table_of_many_columns_keeps_to_the_paper(tmp_path: Path) -> None:
    """Twelve columns of texts, and a word that no column is wide enough for, stand on a portrait page whole."""
    columns = [GridColumn(20, align="left")] * 12
    header = [tuple(f"第{number}栏" for number in range(12))]
    rows = [[*[TEXT] * 11, "Responsibilities-and-competences"]]
    page = html_page(Document(sections=[Section([Grid(columns=columns, header=header, rows=rows)])], title="表"))
    with pdfplumber.open(browsing.printed(page, tmp_path)) as pdf:
        said = "".join(pdf.pages[0].extract_text().split())
        (table,) = pdf.pages[0].find_tables()
        assert table.bbox[2] < pdf.pages[0].width
    assert said.count("第") == 12


@pytest.mark.skipif(not browsing.browser(), reason="Chromium is not installed")
def test_pages_begin_where_the_document_says(tmp_path: Path) -> None:
    """At a section, a page break, and a heading that begins a page, above a table too."""
    above = Heading("丁", page_break_before=True)
    blocks: list[Block] = [Paragraph("甲"), PageBreak(), Paragraph("乙"), Heading("丙", page_break_before=True)]
    table = Grid([GridColumn(1)], [["行"]], title=above)
    page = html_page(Document(sections=[Section([*blocks, table]), Section([Paragraph("戊")])], title="分页"))
    with pdfplumber.open(browsing.printed(page, tmp_path)) as pdf:
        made = [unicodedata.normalize("NFKC", "".join(one.extract_text().split())) for one in pdf.pages]
    assert [text[-2 if "丁" in text else -1 :] for text in made] == ["甲", "乙", "丙", "丁行", "戊"]
