"""样式与编号的出处 (sources): an article's style sheet and lists as parts of its document, already read.

The composer asks any document of python-docx for these; a document that was opened the usual way has them read here.
"""

from __future__ import annotations

import hashlib

from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.package import Package
from lxml import etree

from trafficlight.documents.wordprocessing.compose.package import parser
from trafficlight.documents.wordprocessing.compose.sheet import StyleSheet
from trafficlight.documents.wordprocessing.compose.tree import Element


class StyleSource(Part):
    """A styles part that was read before."""

    def __init__(self, package: Package, digest: bytes, sheet: StyleSheet) -> None:
        super().__init__(PackURI("/word/styles.xml"), CONTENT_TYPE.WML_STYLES, None, package)
        self.digest = digest
        self.sheet = sheet


class NumberingSource(Part):
    """A numbering part that was read before."""

    def __init__(self, package: Package, digest: bytes, root: Element) -> None:
        super().__init__(PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, None, package)
        self.digest = digest
        self.root = root


def style_source(document: WordDocument) -> tuple[bytes, StyleSheet]:
    """A document's style sheet and its digest."""
    part = _part(document, RELATIONSHIP_TYPE.STYLES)
    if isinstance(part, StyleSource):
        return part.digest, part.sheet
    digest, root = _read(part)
    return digest, StyleSheet(root)


def numbering_source(document: WordDocument) -> tuple[bytes, Element | None]:
    """A document's numbering part and its digest."""
    part = _part(document, RELATIONSHIP_TYPE.NUMBERING)
    if isinstance(part, NumberingSource):
        return part.digest, part.root
    return _read(part)


def _part(document: WordDocument, kind: str) -> Part | None:
    for relation in document.part.rels.values():
        if relation.reltype == kind and not relation.is_external:
            part: Part = relation.target_part
            return part
    return None


def _read(part: Part | None) -> tuple[bytes, Element | None]:
    if part is None:
        return b"", None
    blob = part.blob
    return hashlib.sha256(blob).digest(), etree.fromstring(blob, parser())
