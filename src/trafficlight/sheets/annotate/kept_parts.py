"""部件: the parts of a workbook that is handed back: what is changed in few of them, and the rest as it came."""

from __future__ import annotations

import itertools
import posixpath
from typing import Any

from lxml import etree

from trafficlight.ooxml.archive import Archive
from trafficlight.ooxml.parts import TYPES_PART, Package, relations_part
from trafficlight.ooxml.xml import CONTENT_TYPES, RELATIONSHIPS, R
from trafficlight.ooxml.zip_writer import zipped


class Parts(Package):
    """部件: the parts of a package that has been screened, and what is put in their place."""

    def __init__(self, archive: Archive) -> None:
        super().__init__(archive)
        self._new: dict[str, bytes] = {}
        self._declared: Any = None
        self._numbers: dict[str, int] = {}

    def __contains__(self, part: object) -> bool:
        return super().__contains__(part) or part in self._new

    @property
    def names(self) -> tuple[str, ...]:
        """Every part, in the order of the archive, new ones last."""
        return tuple(dict.fromkeys((*self.archive.names, *self._new)))

    def read(self, part: str) -> bytes:
        """A part's bytes as they are now. Raises `KeyError` for none."""
        return self._new[part] if part in self._new else super().read(part)

    def put(self, part: str, data: bytes) -> None:
        """Give a part new bytes, or add it."""
        self._new[part] = data

    def put_tree(self, part: str, root: Any) -> None:
        """Give a part the contents of a tree."""
        self.put(part, etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True))

    def free_name(self, stem: str, suffix: str) -> str:
        """A name that no part has: stem, number, suffix."""
        number = self._numbers.get(stem, 1)
        while f"{stem}{number}{suffix}" in self:
            number += 1
        self._numbers[stem] = number
        return f"{stem}{number}{suffix}"

    def relate(self, part: str, kind: str, target: str) -> str:
        """Let a part name another; the id of the relationship."""
        path = relations_part(part)
        if path in self:
            root = self.parse(path)
        else:
            root = etree.fromstring(f'<Relationships xmlns="{RELATIONSHIPS}"/>')
            # LibreOffice names the type of each part of relationships, and none for those that may be added
            self.declare_extension("rels", "application/vnd.openxmlformats-package.relationships+xml")
        taken = {element.get("Id") for element in root}
        identity = next(name for name in map("rId{}".format, itertools.count(1)) if name not in taken)
        relative = posixpath.relpath(target, posixpath.dirname(part) or ".")
        etree.SubElement(root, f"{{{RELATIONSHIPS}}}Relationship", Id=identity, Type=f"{R}/{kind}", Target=relative)
        self.put_tree(path, root)
        self.forget_relations(part)
        return identity

    def declare(self, part: str, content_type: str) -> None:
        """Name the content type of one new part."""
        etree.SubElement(
            self._types_root(), f"{{{CONTENT_TYPES}}}Override", PartName=f"/{part}", ContentType=content_type
        )

    def declare_extension(self, extension: str, content_type: str) -> None:
        """Name the content type of an extension, unless it is named."""
        root = self._types_root()
        known = {element.get("Extension", "").lower() for element in root.iterfind(f"{{{CONTENT_TYPES}}}Default")}
        if extension not in known:
            root.insert(0, etree.Element(f"{{{CONTENT_TYPES}}}Default", Extension=extension, ContentType=content_type))

    def _types_root(self) -> Any:
        """The content types while they are added to; `to_bytes` writes them."""
        if self._declared is None:
            self._declared = self.parse(TYPES_PART)
        return self._declared

    def to_bytes(self) -> bytes:
        """The package, the same bytes each time."""
        if self._declared is not None:
            self.put_tree(TYPES_PART, self._declared)
        return zipped(((name, self.read(name)) for name in self.names), level=6)
