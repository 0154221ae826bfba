"""The same table by the neighbours: python-docx at its best idiom, docxtpl, and a script that writes the text itself."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docxtpl import DocxTemplate

Rows = Sequence[tuple[tuple[str, ...], str]]
"""Texts of a row, and the fill of its light (empty for none)."""

LIGHT: Final = 4


def _shading(fill: str) -> object:
    return parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{fill}"/>')


def by_python_docx(header: tuple[str, ...], rows: Rows, above: Sequence[str] = (), below: Sequence[str] = ()) -> bytes:
    """python-docx: one table of the right size, row by row, each row's cells fetched once; paragraphs above and below.

    Faster than its `add_row`, its `cell(r, c)`, and than all cells fetched at once (`_cells`).
    """
    document = docx.Document()
    for text in above:
        document.add_paragraph(text)
    table = document.add_table(rows=len(rows) + 1, cols=len(header))
    table.style = "Table Grid"
    for row, (texts, fill) in zip(table.rows, [(header, ""), *rows], strict=True):
        cells = row.cells
        for cell, text in zip(cells, texts, strict=True):
            cell.text = text
        if fill:
            cells[LIGHT]._tc.get_or_add_tcPr().append(_shading(fill))
    for text in below:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_documented(header: tuple[str, ...], rows: Rows, above: Sequence[str] = (), below: Sequence[str] = ()) -> bytes:
    """python-docx as its documentation fills a table: a row is added, and its cells get their text."""
    document = docx.Document()
    for text in above:
        document.add_paragraph(text)
    table = document.add_table(rows=1, cols=len(header))
    table.style = "Table Grid"
    for cell, text in zip(table.rows[0].cells, header, strict=True):
        cell.text = text
    for texts, fill in rows:
        cells = table.add_row().cells
        for cell, text in zip(cells, texts, strict=True):
            cell.text = text
        if fill:
            cells[LIGHT]._tc.get_or_add_tcPr().append(_shading(fill))
    for text in below:
        document.add_paragraph(text)
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


_TYPES: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)
_BORDERS: Final = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_WIDTHS: Final = (571, 2190, 2189, 1809, 1047, 952, 1523, 1809, 666)


def by_hand(header: tuple[str, ...], rows: Rows, *, level: int = 6) -> bytes:
    """Text to zip, written by hand for this one table: no styles, no header that repeats, nothing checked."""
    cells = [
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>%s</w:tcPr><w:p><w:pPr><w:jc w:val="center"/>'
        '<w:rPr><w:sz w:val="21"/></w:rPr></w:pPr><w:r><w:rPr><w:sz w:val="21"/></w:rPr><w:t>%s</w:t></w:r></w:p></w:tc>'
        for width in _WIDTHS
    ]
    row = f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"
    plain = row % tuple(part for _ in cells for part in ("", "%s"))
    shading = '<w:shd w:val="clear" w:color="auto" w:fill="%s"/>'
    lit = row % tuple(part for at in range(len(cells)) for part in (shading if at == LIGHT else "", "%s"))
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in _WIDTHS)
    opening = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document'
        ' xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:tbl><w:tblPr>'
        f'<w:tblW w:w="{sum(_WIDTHS)}" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
    )
    pieces = [opening]
    for texts, fill in [(header, ""), *rows]:
        escaped = [escape(text).replace("\n", "</w:t><w:br/><w:t>") for text in texts]
        if fill:
            escaped.insert(LIGHT, fill)
            pieces.append(lit % tuple(escaped))
        else:
            pieces.append(plain % tuple(escaped))
    pieces.append(
        '</w:tbl><w:p/><w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr></w:body></w:document>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _RELATIONS)
        package.writestr("word/document.xml", "".join(pieces))
    return out.getvalue()
