"""自查 (valid): four rules that no other judge checks. Together with a schema's they say whether a file is whole."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Final

from lxml import etree

from trafficlight.documents.wordprocessing.compose.names import ID, NAME, TBL, TC, P, w
from trafficlight.documents.wordprocessing.compose.tree import STORIES, Element

_START: Final = w("bookmarkStart")
_END: Final = w("bookmarkEnd")
_MARK: Final = w("fldChar")
_TEXTS: Final = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml", "word/header", "word/footer")


def structural_faults(root: Element) -> list[str]:
    """What is wrong with one part of text: bookmarks, fields and cells that are not whole."""
    return [*_bookmark_faults(root), *_field_faults(root), *_cell_faults(root)]


def document_faults(data: bytes) -> list[str]:
    """What is wrong with the texts of a .docx, each fault with its part."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return [
            f"{name}：{fault}"
            for name in opened.namelist()
            if name.startswith(_TEXTS) and name.endswith(".xml")
            for fault in structural_faults(etree.fromstring(opened.read(name)))
        ]


def _bookmark_faults(root: Element) -> Iterator[str]:
    names: set[str] = set()
    opened: dict[str, str] = {}
    closed: set[str] = set()
    for mark in root.iter(_START, _END):
        number = mark.get(ID, "")
        if mark.tag == _END:
            if opened.pop(number, None) is None:
                yield f"书签 {number} 只有结尾"
            closed.add(number)
            continue
        name = mark.get(NAME, "")
        if name.casefold() in names:
            yield f"书签名“{name}”重复"
        if number in opened or number in closed:
            yield f"书签编号 {number} 重复"
        names.add(name.casefold())
        opened[number] = name
    for name in opened.values():
        yield f"书签“{name}”没有结尾"


def _field_faults(root: Element) -> Iterator[str]:
    opened: dict[Element, list[str]] = {}
    for mark in root.iter(_MARK):
        story = next(mark.iterancestors(*STORIES), root)
        stack = opened.setdefault(story, [])
        kind = mark.get(w("fldCharType"), "")
        if kind == "begin":
            stack.append(kind)
        elif not stack:
            yield f"域没有开头，只有 {kind}"
        elif kind == "end":
            stack.pop()
        elif kind != "separate" or stack[-1] == "separate":
            yield "域的标记次序不对"
        else:
            stack[-1] = kind
    for stack in opened.values():
        for _ in stack:
            yield "域没有结尾"


def _cell_faults(root: Element) -> Iterator[str]:
    for cell in root.iter(TC):
        last = next(cell.iterchildren(P, TBL, reversed=True), None)
        if last is None or last.tag != P:
            yield "单元格不以段落结尾"
