"""成书 (the finished book): judged as its articles were before anybody gets it, written as bytes, its page numbers filled in."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

from docx.opc.package import OpcPackage
from docx.opc.part import Part
from lxml import etree

from trafficlight.articles._bookmarks import structural_faults
from trafficlight.articles._fields import FIELD_MARK, INSTRUCTION, MARK_TYPE, target_of
from trafficlight.articles._findings import Reason
from trafficlight.articles._grammar import grammar
from trafficlight.articles._tree import drop, values_of
from trafficlight.errors import InternalFault, SubmissionRefused
from trafficlight.ooxml.parts import TYPES_PART, content_types, relations_part
from trafficlight.ooxml.xml import BODY, ID, PPR, RUN, Element, P, R, parser, w
from trafficlight.ooxml.zip_writer import zipped

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


_TEXT: Final = w("t")
_MAIN: Final = "word/document.xml"


def blobs(package: OpcPackage) -> list[tuple[Part, bytes]]:
    """All parts that can be reached, each once, with their bytes."""
    return [(part, part.blob) for part in _parts(package)]


def package_bytes(package: OpcPackage, parts: Sequence[tuple[Part, bytes]], *, level: int) -> bytes:
    """A package of these parts, with their relationships."""
    return zipped(_named(package, parts), level=level)


def _named(package: OpcPackage, parts: Sequence[tuple[Part, bytes]]) -> Iterator[tuple[str, bytes]]:
    yield TYPES_PART, _content_types([part for part, _ in parts])
    yield relations_part(""), _bytes(package.rels.xml)
    for part, blob in parts:
        yield part.partname.membername, blob
        if len(part.rels):
            yield part.partname.rels_uri.membername, _bytes(part.rels.xml)


def _bytes(xml: str | bytes) -> bytes:
    """Relationships as bytes: python-docx says that they are text, and gives bytes."""
    return xml.encode() if isinstance(xml, str) else xml


def _parts(package: OpcPackage) -> Iterator[Part]:
    """The parts in the order in which relationships lead to them."""
    seen: set[Part] = set()
    waiting = [relation for relation in package.rels.values() if not relation.is_external][::-1]
    while waiting:
        part = waiting.pop().target_part
        if part not in seen:
            seen.add(part)
            yield part
            waiting.extend([relation for relation in part.rels.values() if not relation.is_external][::-1])


def _content_types(parts: Sequence[Part]) -> bytes:
    pictures: dict[str, str] = {}
    own: list[tuple[str, str]] = []
    for part in parts:
        is_picture = part.content_type.startswith("image/")
        if not is_picture or pictures.setdefault(part.partname.ext.lower(), part.content_type) != part.content_type:
            own.append((part.partname.membername, part.content_type))
    return content_types(pictures.items(), own).encode()


def with_pages(data: bytes, pages: Mapping[str, str], *, level: int = 6) -> bytes:
    """The same file, in which each reference to the page of a bookmark in `pages` shows that page."""
    folded = {name.casefold(): page for name, page in pages.items()}
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    root = etree.fromstring(parts[_MAIN], parser(bare=True))
    for instruction in root.iter(INSTRUCTION):
        _show(instruction, folded)
    parts[_MAIN] = etree.tostring(root, encoding="UTF-8", standalone=True, xml_declaration=True)
    return zipped(parts.items(), level=level)


def _show(instruction: Element, pages: Mapping[str, str]) -> None:
    """Put a page between the marks that part a field from its result and end it; all stand in one paragraph."""
    words = (instruction.text or "").strip()
    target = target_of(words) if words.upper().startswith("PAGEREF") else None
    page = None if target is None else pages.get(target.casefold())
    run = instruction.getparent()
    if page is None or run is None:
        return
    separator: Element | None = None
    result: list[Element] = []
    for following in run.itersiblings(RUN):
        kinds = {mark.get(MARK_TYPE, "") for mark in following.iterchildren(FIELD_MARK)}
        if "end" in kinds:
            break
        if separator is not None:
            result.append(following)
        elif "separate" in kinds:
            separator = following
    else:
        return
    if separator is None:
        return
    for old in [child for one in result for child in one.iterchildren(_TEXT)]:
        drop(old)
    shown = result[0] if result else separator.makeelement(RUN)
    if not result:
        separator.addnext(shown)
    text = shown.makeelement(_TEXT)
    text.text = page
    shown.append(text)
    if page:
        _lead(next(shown.iterancestors(P)))


def _lead(line: Element) -> None:
    """Give a line of the contents its style's leader: it had none as long as no number stood at its end."""
    for tabs in line.findall(f"{PPR}/{w('tabs')}"):
        if {tab.get(w("leader")) for tab in tabs} == {"none"}:
            drop(tabs)
