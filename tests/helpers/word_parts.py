"""What the tests of .docx share: documents written by hand, element by element."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    "</Types>"
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId7" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="{target}"/>'
    "</Relationships>"
)


def zipped(members: dict[str, str | bytes]) -> bytes:
    """A zip of these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return stream.getvalue()


def members(body: str, *, main: str = "word/document.xml") -> dict[str, str | bytes]:
    """The members of a document with this body."""
    document = f'<w:document xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>{body}</w:body></w:document>'
    return {"[Content_Types].xml": _TYPES, "_rels/.rels": _RELATIONS.format(target=main), main: document}


def docx(*blocks: str) -> bytes:
    """A document of these blocks."""
    return zipped(members("".join(blocks)))


def p(text: str = "", properties: str = "") -> str:
    """A paragraph; line breaks and tabs as Word has them."""
    marked = escape(text).replace("\n", "</w:t><w:br/><w:t>").replace("\t", "</w:t><w:tab/><w:t>")
    run = f'<w:r>{properties}<w:t xml:space="preserve">{marked}</w:t></w:r>' if text else ""
    return f"<w:p>{run}</w:p>"


def tc(inner: str = "", properties: str = "") -> str:
    """A cell; plain text becomes a paragraph."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner if inner.startswith('<') else p(inner)}</w:tc>"


def tr(cells: Iterable[str]) -> str:
    """A row of texts and ready cells."""
    return f"<w:tr>{''.join(cell if cell.startswith('<w:tc>') else tc(cell) for cell in cells)}</w:tr>"


def tbl(*rows: Iterable[str]) -> str:
    """A table of rows of texts and ready cells."""
    return f"<w:tbl><w:tblPr/>{''.join(map(tr, rows))}</w:tbl>"


def down(text: str = "", *, start: bool = False) -> str:
    """A cell that is merged downwards: the first, or one below it."""
    return tc(text, '<w:vMerge w:val="restart"/>' if start else "<w:vMerge/>")


def across(text: str, count: int) -> str:
    """A cell over several columns."""
    return tc(text, f'<w:gridSpan w:val="{count}"/>')
