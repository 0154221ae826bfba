"""写出 (writing): a package of python-docx as bytes that depend on nothing but its parts: no clock, no chance."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import quoteattr

from docx.opc.package import OpcPackage
from docx.opc.part import Part

from trafficlight.documents.wordprocessing.xml import DECLARATION
from trafficlight.documents.wordprocessing.zipped import ZipStream, deflated

_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_DENSE: Final = frozenset({"png", "jpg", "jpeg", "gif", "wdp"})
"""Pictures that are compressed already: packing them again costs time and gains nothing."""


def package_bytes(package: OpcPackage, *, level: int) -> bytes:
    """All parts that can be reached, each once, with their relationships."""
    stream = io.BytesIO()
    zipped = ZipStream(stream, level=level)
    parts = list(_parts(package))
    zipped.add("[Content_Types].xml", deflated(_content_types(parts), level))
    zipped.add("_rels/.rels", deflated(_bytes(package.rels.xml), level))
    for part in parts:
        dense = part.partname.ext.lower() in _DENSE
        zipped.add(part.partname.membername, deflated(part.blob, 0 if dense else level))
        if len(part.rels):
            zipped.add(part.partname.rels_uri.membername, deflated(_bytes(part.rels.xml), level))
    zipped.close()
    return stream.getvalue()


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


def _content_types(parts: list[Part]) -> bytes:
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
    return f'{DECLARATION}<Types xmlns="{_TYPES}">{rows}{"".join(overrides)}</Types>'.encode()
