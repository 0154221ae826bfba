"""成书检查 (the finished book): what the articles were held to is asked of the compendium, too, before anybody gets it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from docx.opc.part import Part
from lxml import etree

from trafficlight.articles._bookmarks import structural_faults
from trafficlight.articles._findings import Reason
from trafficlight.articles._grammar import grammar
from trafficlight.articles._tree import values_of
from trafficlight.errors import InternalFault, SubmissionRefused
from trafficlight.ooxml.xml import BODY, ID, Element, R, parser, w

_TEXTS: Final = frozenset({w("document"), w("footnotes"), w("endnotes")})
_NUMBERED: Final = {w("style"): w("styleId"), w("abstractNum"): w("abstractNumId"), w("num"): w("numId")} | {
    w(name): ID for name in ("footnote", "endnote")
}
_SPACE: Final = R.encode()
_NAMED: Final = re.compile(rb' r:\w++="([^"]*+)"')
_REFERENCES: Final = etree.XPath("descendant-or-self::*/@r:*", namespaces={"r": R})


class SpoiltBook(Exception):
    """A compendium that is not whole; `article` is the place of the article that spoils it, where that is known."""

    def __init__(self, fault: str, article: int | None = None) -> None:
        super().__init__(fault)
        self.article = article


@contextmanager
def spoiling(article: int | None = None) -> Iterator[None]:
    """Whatever fails while a compendium is put together spoils it."""
    try:
        yield
    except (SpoiltBook, MemoryError):
        raise
    except Exception as error:
        raise SpoiltBook(f"{type(error).__name__}: {error}", article) from error


def internal(error: Exception, file: str) -> SubmissionRefused:
    """A refusal for a fault of this library, which says with what and where."""
    if isinstance(error, SpoiltBook) and isinstance(error.__cause__, Exception):
        error = error.__cause__
    fault = InternalFault(error, file=file)
    fault.__cause__ = error
    refused = SubmissionRefused(file, Reason.INTERNAL, fault.text)
    refused.__cause__ = fault
    return refused


def check_book(parts: Iterable[tuple[Part, bytes]], ends: Sequence[int]) -> None:
    """Raise `SpoiltBook` for a compendium that breaks a rule; `ends` say where in its body each article ends."""
    names: set[str] = set()
    for part, blob in parts:
        name = str(part.partname)
        if name.lower() in names:
            raise SpoiltBook(f"{name}：部件重名")
        names.add(name.lower())
        if not part.content_type.endswith("xml"):
            continue
        root: Element = etree.fromstring(blob, parser())
        for reference in _references(root, blob):
            if reference not in part.rels:
                raise SpoiltBook(f"{name}：引用 {reference[:40]} 没有着落")
        for one in _judged(root):
            if not grammar().fits(one):
                raise SpoiltBook(f"{name}：{etree.QName(one).localname} 不合文法", _article(one, ends))
        for fault in _faults(root):
            raise SpoiltBook(f"{name}：{fault}")


def _judged(element: Element) -> Iterator[Element]:
    """What the grammar knows, wherever it stands."""
    if element.tag in grammar().roots:
        yield element
    else:
        for child in element:
            yield from _judged(child)


def _article(body: Element, ends: Sequence[int]) -> int | None:
    """The article in which the body is not whole: what does not fit stands before its end."""
    place = grammar().misfit(body) if body.tag == BODY else None
    return None if place is None else next((number for number, end in enumerate(ends) if place < end), None)


def _faults(root: Element) -> Iterator[str]:
    numbers = Counter((one.tag, one.get(_NUMBERED[one.tag])) for one in root.iterchildren(*_NUMBERED))
    for (tag, number), count in numbers.items():
        if count > 1:
            yield f"{etree.QName(tag).localname} 的编号 {number} 重复"
    if root.tag in _TEXTS:
        yield from structural_faults(root)


def _references(root: Element, blob: bytes) -> set[str]:
    """What a part refers to by its relationships: looked for in its bytes, where one prefix alone stands for them."""
    if _SPACE not in blob:
        return set()
    if blob.count(_SPACE) == blob.count(b"xmlns:r=") == 1:
        return {found.decode() for found in _NAMED.findall(blob)}
    return {value for _, _, value in values_of(_REFERENCES, root)}
