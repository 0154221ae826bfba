"""名称 (names): namespaces and element names that several rooms of this package speak of."""

from __future__ import annotations

import functools
from typing import Final

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"
A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
WP: Final = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
C: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
M: Final = "http://schemas.openxmlformats.org/officeDocument/2006/math"
DGM: Final = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
V: Final = "urn:schemas-microsoft-com:vml"
O: Final = "urn:schemas-microsoft-com:office:office"  # noqa: E741  # the prefix by which everyone knows it
W14: Final = "http://schemas.microsoft.com/office/word/2010/wordml"
WP14: Final = "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing"

OFFICE_DRAWINGS: Final = {
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "wpc": "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas",
}
"""Drawings of Word 2010: every program that we write for draws them."""

ROOT_NAMESPACES: Final = {
    "w": W,
    "r": R,
    "mc": MC,
    "wp": WP,
    "a": A,
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "c": C,
    "dgm": DGM,
    "m": M,
    "v": V,
    "o": O,
    "w10": "urn:schemas-microsoft-com:office:word",
    **OFFICE_DRAWINGS,
}
"""What the merged part declares at its root, so that no article declares it again and again."""


@functools.cache
def w(name: str) -> str:
    """A name of WordprocessingML."""
    return f"{{{W}}}{name}"


def r(name: str) -> str:
    """A name in the namespace of references to relationships."""
    return f"{{{R}}}{name}"


P: Final = w("p")
PPR: Final = w("pPr")
RUN: Final = w("r")
RPR: Final = w("rPr")
TBL: Final = w("tbl")
TR: Final = w("tr")
TC: Final = w("tc")
BODY: Final = w("body")
SECTION: Final = w("sectPr")
BOX: Final = w("txbxContent")
DRAWING: Final = w("drawing")
PICT: Final = w("pict")
OBJECT: Final = w("object")
VAL: Final = w("val")
ID: Final = w("id")
NAME: Final = w("name")
NUMPR: Final = w("numPr")
PSTYLE: Final = w("pStyle")
"""Names that are asked for often."""
