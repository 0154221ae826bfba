"""图的替代文字 (alternative texts of figures): what LibreOffice leaves out of its PDF is put in from the .docx."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from trafficlight.documents.content import BarChart, DocumentContent
from trafficlight.errors import ExtraMissing


def described(pdf: bytes, document: DocumentContent) -> bytes:
    """The PDF whose charts have the document's alternative texts; they are appended, and all else stays byte for byte.

    LibreOffice reads no alternative text of a chart. Raises `ExtraMissing` without pypdf, where there are charts.
    """
    texts = [block.described for block in document.blocks() if isinstance(block, BarChart)]
    if not texts:
        return pdf
    try:
        import pypdf
        from pypdf.generic import NameObject, TextStringObject
    except ImportError as cause:
        raise ExtraMissing("pypdf", "pdf") from cause
    writer = pypdf.PdfWriter(io.BytesIO(pdf), incremental=True)
    figures = [one for one in _figures(writer.root_object["/StructTreeRoot"]) if "/Alt" not in one]
    if len(figures) != len(texts):
        return pdf  # a figure of another kind stands among them, and a wrong description is worse than none
    for figure, text in zip(figures, texts, strict=True):
        figure[NameObject("/Alt")] = TextStringObject(text)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def _figures(node: Any) -> Iterator[Any]:
    """The figures of a structure tree, in reading order."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from _figures(child)
    elif isinstance(node, dict):
        if node.get("/S") == "/Figure":
            yield node
        if "/K" in node:
            yield from _figures(node["/K"])
