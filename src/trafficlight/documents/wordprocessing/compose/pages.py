"""页码 (pages): the numbers that references to pages show until a program updates them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from trafficlight.documents.wordprocessing.compose.fields import FIELD_MARK, INSTRUCTION, target_of
from trafficlight.documents.wordprocessing.compose.names import RUN, w
from trafficlight.documents.wordprocessing.compose.package import parser
from trafficlight.documents.wordprocessing.compose.tree import Element, drop
from trafficlight.documents.wordprocessing.zipped import ZipStream, deflated

_TEXT: Final = w("t")
_MAIN: Final = "word/document.xml"


def with_pages(data: bytes, pages: Mapping[str, str], *, level: int = 6) -> bytes:
    """The same file, in which each reference to the page of a bookmark in `pages` shows that page."""
    folded = {name.casefold(): page for name, page in pages.items()}
    stream = io.BytesIO()
    made = ZipStream(stream, level=level)
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        for name in opened.namelist():
            part = opened.read(name)
            if name == _MAIN:
                root = etree.fromstring(part, parser())
                for instruction in root.iter(INSTRUCTION):
                    _show(instruction, folded)
                part = etree.tostring(root, encoding="UTF-8", standalone=True, xml_declaration=True)
            made.add(name, deflated(part, level))
    made.close()
    return stream.getvalue()


def _show(instruction: Element, pages: Mapping[str, str]) -> None:
    words = (instruction.text or "").strip()
    target = target_of(words) if words.upper().startswith("PAGEREF") else None
    page = None if target is None else pages.get(target.casefold())
    marks = dict(_marks(instruction))
    separator, end = marks.get("separate"), marks.get("end")
    if page is None or separator is None or end is None or separator is end:
        return
    between = set(end.itersiblings(RUN, preceding=True))
    result = [run for run in separator.itersiblings(RUN) if run in between]
    for old in [child for run in result for child in run.iterchildren(_TEXT)]:
        drop(old)
    shown = result[0] if result else separator.makeelement(RUN)
    if not result:
        separator.addnext(shown)
    text = shown.makeelement(_TEXT)
    text.text = page
    shown.append(text)


def _marks(instruction: Element) -> Iterator[tuple[str, Element]]:
    """The marks that part a field from its result and end it, with their runs; all stand in one paragraph."""
    run = instruction.getparent()
    for following in () if run is None else run.itersiblings(RUN):
        for mark in following.iterchildren(FIELD_MARK):
            kind = mark.get(w("fldCharType"), "")
            yield kind, following
            if kind == "end":
                return
