"""A Word file as a reader sees it: its tables, and its visible text in reading order. Knows nothing of the library."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from lxml import etree

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
R_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def part(document: bytes, name: str) -> etree._Element:
    """A part as a tree, without the fallbacks that repeat a shape for old programs."""
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        tree = etree.fromstring(package.read(name))
    for fallback in list(tree.iter(f"{MC}Fallback")):
        parent = fallback.getparent()
        assert parent is not None
        parent.remove(fallback)
    return tree


def text_of(element: etree._Element) -> str:
    """Runs of text, line breaks and tabs below an element."""
    marks = {f"{W}br": "\n", f"{W}tab": "\t"}
    found = element.iter(f"{W}t", f"{W}br", f"{W}tab")
    return "".join(
        marks.get(str(node.tag), node.text or "")
        for node in found
        if f"{W}tabs" != getattr(node.getparent(), "tag", None)
    ).replace("\u2060", "")  # a joiner without width


def tables(document: bytes) -> list[list[list[str]]]:
    """Every table as rows of cell texts, without the row of its notes (`note_rows`)."""
    body = part(document, "word/document.xml")
    notes = note_rows(body)
    return [
        [[text_of(cell) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr") if row not in notes]
        for table in body.iter(f"{W}tbl")
    ]


def note_rows(body: etree._Element) -> list[etree._Element]:
    """备注 in its table: each last row of one cell that has no line at its sides and its foot."""
    bare = {f"{W}{side}" for side in ("left", "bottom", "right")}
    return [
        row
        for table in body.iter(f"{W}tbl")
        for row in table.findall(f"{W}tr")[-1:]
        if {line.tag for line in row.iterfind(f"{W}tc/{W}tcPr/{W}tcBorders/*") if line.get(f"{W}val") == "nil"} == bare
    ]


def visible_text(document: bytes) -> str:
    """All text of the body in order; then the even and the odd page's foot of the last section."""
    body = part(document, "word/document.xml")
    feet = _feet(document, body)
    return "\n".join([text_of(body), *feet])


def _feet(document: bytes, body: etree._Element) -> list[str]:
    relations = part(document, "word/_rels/document.xml.rels")
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    kinds: dict[str, str] = {}
    for reference in body.iter(f"{W}footerReference"):
        kinds[reference.get(f"{W}type", "")] = targets[reference.get(R_ID)]
    return [text_of(part(document, f"word/{kinds[kind]}")) for kind in ("even", "default") if kind in kinds]
