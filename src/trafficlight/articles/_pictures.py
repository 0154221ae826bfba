"""图片格式 (pictures): what a picture is, told by its first bytes. Endings and declared types are what a program says of it."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from trafficlight.ooxml.xml import PROLOGUE, odd_prologue, parser

_BEGINNINGS: Final = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"BM", "bmp"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"II\xbc", "wdp"),
    (b"\xd7\xcd\xc6\x9a", "wmf"),
    (b"\x01\0\x09\0", "wmf"),
    (b"\x02\0\x09\0", "wmf"),
)
_EMF: Final = (b"\x01\0\0\0", b" EMF", 40)
_PACKED: Final = b"\x1f\x8b"
_TYPES: Final = {
    "bmp": "image/bmp",
    "emf": "image/x-emf",
    "emz": "image/x-emz",
    "gif": "image/gif",
    "jpg": "image/jpeg",
    "png": "image/png",
    "svg": "image/svg+xml",
    "tiff": "image/tiff",
    "wdp": "image/vnd.ms-photo",
    "wmf": "image/x-wmf",
    "wmz": "image/x-wmz",
}
_STARTS_PROGRAMS: Final = frozenset({"script", "foreignObject"})
_FETCHES: Final = re.compile(r"@import|url\(\s*+['\"]?(?!#|data:)")


def picture_type(data: bytes, said: str) -> tuple[str, str] | None:
    """The ending and content type of a picture, or `None` for what Word does not draw.

    What the bytes leave open, whether a packed picture is an .emz or .wmz, and whether XML is an .svg, is told by what is
    `said`: the part's name and declared type.

    >>> picture_type(b"GIF89a", "image.tmp"), picture_type(b"MZ", "image.png")
    (('gif', 'image/gif'), None)
    """
    kind = next((kind for beginning, kind in _BEGINNINGS if data.startswith(beginning)), "")
    start, mark, place = _EMF
    if data.startswith(start) and data[place:].startswith(mark):
        kind = "emf"
    elif data.startswith(_PACKED):
        kind = "wmz" if "wmz" in said.lower() else "emz"
    elif not kind and "svg" in said.lower() and _is_harmless(data):
        kind = "svg"
    return (kind, _TYPES[kind]) if kind else None


def _is_harmless(svg: bytes) -> bool:
    """Whether a drawing starts no program and fetches nothing."""
    if odd_prologue(svg[:PROLOGUE], "") is not None:
        return False
    try:
        root = etree.fromstring(svg, parser())
    except (etree.XMLSyntaxError, ValueError, LookupError):
        return False
    for element in root.iter("*"):
        if etree.QName(element).localname in _STARTS_PROGRAMS or _FETCHES.search(element.text or ""):
            return False
        for name, value in element.attrib.items():
            refers = etree.QName(str(name)).localname == "href" and not str(value).startswith(("#", "data:"))
            if refers or _FETCHES.search(str(value)):
                return False
    return True
