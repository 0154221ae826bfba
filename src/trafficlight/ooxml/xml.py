"""XML: namespaces, and a parser for strangers' XML that fetches nothing, expands no entities and keeps to limits."""

from __future__ import annotations

import codecs
import functools
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, Final

from lxml import etree

from trafficlight.messages import Words

Element = etree._Element  # noqa: SLF001  # lxml has no public name for the type of an element

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
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
WPS: Final = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"

DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


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

SAFE: Final[dict[str, Any]] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
}
"""The options of every parser of strangers' XML."""

PROLOGUE: Final = 2**16
"""Bytes at the beginning of a part within which its root element begins."""
_DECLARED: Final = re.compile(r"""<\?xml\s[^>]*?\bencoding\s*=\s*["']([^"'<>]*)["']""")
_BLANKS: Final = re.compile(r"\s*+")
_ENDS: Final = {"<?": "?>", "<!--": "-->"}
"""How an instruction and a comment begin and end."""
_UTF_16: Final = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_ENCODINGS: Final = frozenset(
    {"", "utf-8", "utf8", "utf-16", "us-ascii", "ascii", "iso-8859-1", "gb2312", "gbk", "gb18030"}
)
"""In other encodings "<" may be another byte, and the limits would count something else than is read."""


def parser(*, target: Any = None, bare: bool = False) -> etree.XMLParser:
    """A parser of strangers' XML, which calls a `target`, or builds trees.

    A `bare` tree has no comments, no instructions and no blank text between elements.
    """
    return etree.XMLParser(target=target, remove_blank_text=bare, remove_comments=bare, remove_pis=bare, **SAFE)


def odd_prologue(start: bytes, part: str) -> Words | None:
    """What the beginning of a part (its first 64 KiB) holds that no part of an office's file has.

    That is a DOCTYPE (without one there are no entities), or an encoding that other programs may read otherwise. What
    stands in the text, such as a CDATA section with “<!DOCTYPE”, is no part of the prologue.
    """
    encoding = next((name for mark, name in _UTF_16 if start.startswith(mark)), "utf-8")
    text = start.decode(encoding, "replace").removeprefix("\ufeff")
    found = _DECLARED.match(text)
    declared = found[1].lower() if found is not None else ""
    if declared not in _ENCODINGS:
        return Words(f"部件 {part} 的编码 {declared} 不受支持", f"the encoding {declared} of {part} is not supported")
    root = _from_root(text)
    if root.startswith("<!DOCTYPE"):
        return Words(f"部件 {part} 含有 DOCTYPE 声明，不予读取", f"the part {part} holds a DOCTYPE and is not read")
    if len(start) == PROLOGUE and not (root.startswith("<") and root[1:2] not in {"!", "?", ""}):
        return Words(f"部件 {part} 不是普通的 XML", f"the part {part} is no ordinary XML")
    return None


def _from_root(text: str) -> str:
    """What follows blanks, instructions and comments.

    A loop, since Python before 3.11.5 finds no match for a group with a possessive quantifier that holds a look-ahead.
    """
    at = 0
    while True:
        found = _BLANKS.match(text, at)
        at = found.end() if found is not None else at
        start = next((start for start in _ENDS if text.startswith(start, at)), None)
        after = -1 if start is None else text.find(_ENDS[start], at + len(start))
        if start is None or after < 0:
            return text[at:]
        at = after + len(_ENDS[start])


_STRICT, _USUAL = "http://purl.oclc.org/ooxml/", "http://schemas.openxmlformats.org/"
_STRICT_NAME: Final = re.compile(r"""(=\s{0,9}["'])http://purl\.oclc\.org/ooxml/([A-Za-z]++)/([A-Za-z]++)""")
_USUAL_NAME: Final = re.compile(
    r"""(=\s{0,9}["'])http://schemas\.openxmlformats\.org/([A-Za-z]++)/2006/([A-Za-z-]++)"""
)
_LONGEST_NAME: Final = 128
"""Characters of such a name, with the sign before it."""
_DASHED: Final = {"extendedProperties": "extended-properties", "customProperties": "custom-properties"}


def transitional(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """A part, block by block, in the namespaces that nearly every file has; one that has them already stays as it is.

    A program that saves as “Strict Open XML” gives the same elements other names (ISO/IEC 29500-1), and some files have
    parts of both kinds. The root's tag, which tells, stands in the first block.

    >>> b"".join(transitional([b'<w:p xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"/>']))
    b'<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
    """
    blocks = iter(blocks)
    first = next(blocks, b"")
    encoding = _bytewise(first)
    if _STRICT.encode(encoding) not in first:
        yield first
        yield from blocks
        return
    decoder = codecs.getincrementaldecoder(encoding)("surrogatepass" if encoding != "latin-1" else "strict")
    held = ""
    for block in chain([first], blocks):
        text = held + decoder.decode(block)
        # a name that the block cuts goes on in the next one
        cut = text.rfind("=", max(len(text) - _LONGEST_NAME, 0))
        text, held = (text, "") if cut < 0 else (text[:cut], text[cut:])
        yield _encoded(_STRICT_NAME.sub(_usual, text), encoding)
    yield _encoded(_STRICT_NAME.sub(_usual, held), encoding) + decoder.getstate()[0]


def as_strict(data: bytes, like: bytes) -> bytes:
    """A part in UTF-8 in the namespaces of one that may be strict: the way back of `transitional`, for what `like` names."""
    told = like.decode(_bytewise(like), "replace")
    known = {_usual(found)[len(found[1]) :]: found[0][len(found[1]) :] for found in _STRICT_NAME.finditer(told)}
    if not known:
        return data
    known.setdefault(R, f"{_STRICT}officeDocument/relationships")

    def strict(found: re.Match[str]) -> str:
        usual = found[0][len(found[1]) :]
        return found[1] + known.get(usual, usual)

    return _USUAL_NAME.sub(strict, data.decode("latin-1")).encode("latin-1")


def _usual(found: re.Match[str]) -> str:
    sign, family, name = found.groups()
    return f"{sign}{_USUAL}{family}/2006/{_DASHED.get(name, name)}"


def _bytewise(start: bytes) -> str:
    """An encoding in which a part's bytes can be looked through for ASCII, and come back the same."""
    if start.startswith((b"\xfe\xff", b"\0<")):
        return "utf-16-be"
    return "utf-16-le" if start.startswith((b"\xff\xfe", b"<\0")) else "latin-1"


def _encoded(text: str, encoding: str) -> bytes:
    return text.encode(encoding, "surrogatepass" if encoding != "latin-1" else "strict")
