"""结构检查 (faults): rules that no schema holds. A text that breaks one of them is not whole."""

from __future__ import annotations

from collections.abc import Iterator

from trafficlight.articles._bookmarks import END, START
from trafficlight.articles._fields import FIELD_MARK, MARK_TYPE
from trafficlight.articles._tree import story_of
from trafficlight.ooxml.xml import ID, NAME, TBL, TC, Element, P


def structural_faults(root: Element) -> list[str]:
    """What is wrong with one part of text: bookmarks, fields and cells that are not whole."""
    return [*_bookmark_faults(root), *_field_faults(root), *_cell_faults(root)]


def _bookmark_faults(root: Element) -> Iterator[str]:
    names: set[str] = set()
    opened: dict[str, str] = {}
    closed: set[str] = set()
    for mark in root.iter(START, END):
        number = mark.get(ID, "")
        if mark.tag == END:
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
    for mark in root.iter(FIELD_MARK):
        stack = opened.setdefault(story_of(mark), [])
        kind = mark.get(MARK_TYPE, "")
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
