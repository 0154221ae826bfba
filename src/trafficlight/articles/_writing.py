"""写出 (writing): the compendium as bytes that depend on nothing but its parts, and page numbers put into them afterwards."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from xml.sax.saxutils import quoteattr

from docx.opc.package import OpcPackage
from docx.opc.part import Part
from lxml import etree

from trafficlight.articles._fields import FIELD_MARK, INSTRUCTION, MARK_TYPE, target_of
from trafficlight.articles._tree import drop
from trafficlight.ooxml.parts import TYPES_PART, relations_part
from trafficlight.ooxml.xml import CONTENT_TYPES, DECLARATION, PPR, RUN, Element, P, parser, w
from trafficlight.ooxml.zip_writer import zipped

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
    overrides: list[str] = []
    for part in parts:
        extension = part.partname.ext.lower()
        if (
            part.content_type.startswith("image/")
            and pictures.setdefault(extension, part.content_type) == part.content_type
        ):
            continue
        overrides.append(
            f"<Override PartName={quoteattr(str(part.partname))} ContentType={quoteattr(part.content_type)}/>"
        )
    defaults = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
        **pictures,
    }
    rows = "".join(
        f"<Default Extension={quoteattr(extension)} ContentType={quoteattr(kind)}/>"
        for extension, kind in defaults.items()
    )
    return f'{DECLARATION}<Types xmlns="{CONTENT_TYPES}">{rows}{"".join(overrides)}</Types>'.encode()


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
