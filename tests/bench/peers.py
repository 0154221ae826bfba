"""The same table by the neighbours: python-docx at its best idiom (cells cached), and docxtpl."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docxtpl import DocxTemplate

Rows = Sequence[tuple[tuple[str, ...], str]]
"""Texts of a row, and the fill of its light (empty for none)."""

LIGHT = 4


def _shading(fill: str) -> object:
    return parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{fill}"/>')


def by_python_docx(header: tuple[str, ...], rows: Rows) -> bytes:
    """python-docx: one table of the right size, its cells fetched once."""
    document = docx.Document()
    table = document.add_table(rows=len(rows) + 1, cols=len(header))
    table.style = "Table Grid"
    cells = table._cells
    width = len(header)
    for at, word in enumerate(header):
        cells[at].text = word
    for number, (texts, fill) in enumerate(rows, 1):
        for at, text in enumerate(texts):
            cells[number * width + at].text = text
        if fill:
            cells[number * width + LIGHT]._tc.get_or_add_tcPr().append(_shading(fill))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def template(header: tuple[str, ...]) -> bytes:
    """A docxtpl template: a header row, and a row that repeats; made once, as an office would."""
    document = docx.Document()
    table = document.add_table(rows=4, cols=len(header))
    table.style = "Table Grid"
    for at, word in enumerate(header):
        table.cell(0, at).text = word
        light = "{% cellbg row.fill %}" if at == LIGHT else ""
        table.cell(2, at).text = f"{light}{{{{ row.texts[{at}] }}}}"
    table.cell(1, 0).text = "{%tr for row in rows %}"
    table.cell(3, 0).text = "{%tr endfor %}"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def by_docxtpl(made: bytes, rows: Rows) -> bytes:
    """docxtpl: the template rendered."""
    document = DocxTemplate(io.BytesIO(made))
    document.render({"rows": [{"texts": texts, "fill": fill or "FFFFFF"} for texts, fill in rows]}, autoescape=True)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
