"""部件: the parts of a workbook that is handed back: what is changed in few of them, and the rest as it came."""

from __future__ import annotations

import io
import itertools
import posixpath
import zipfile
from typing import Any, Final

from attrs import frozen
from lxml import etree

from trafficlight.sheets.reading.limits import Meter
from trafficlight.sheets.reading.readers.workbook_parts import parser

OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_CONTENT_TYPES: Final = "[Content_Types].xml"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


@frozen
class Relation:
    """关系: how one part names another. `target` is a name in the package."""

    id: str
    kind: str
    target: str


class Parts:
    """部件: reads the parts of a package that has been screened, and keeps what is put in their place."""

    def __init__(self, data: bytes, meter: Meter) -> None:
        self._package = zipfile.ZipFile(io.BytesIO(data))
        self._names = {name.lower(): name for name in self._package.namelist()}
        self._new: dict[str, bytes] = {}
        self._meter = meter

    def names(self) -> tuple[str, ...]:
        """Every part, in the order of the archive, new ones last."""
        return tuple(self._names.values())

    def has(self, name: str) -> bool:
        """Whether there is a part of that name."""
        return self._names.get(name.lower()) == name

    def read(self, name: str) -> bytes:
        """A part's bytes as they are now. Raises `KeyError`."""
        return self._new[name] if name in self._new else self._package.read(name)

    def put(self, name: str, data: bytes) -> None:
        """Give a part new bytes, or add it."""
        self._names.setdefault(name.lower(), name)
        self._new[name] = data

    def tree(self, name: str) -> Any:
        """The root element of a small part. Raises `FileFault` for one that is not small."""
        data = self.read(name)
        self._meter.hold(data.count(b"<") + data.count(b"="))
        return etree.fromstring(data, parser())

    def put_tree(self, name: str, root: Any) -> None:
        """Give a part the contents of a tree."""
        self.put(name, etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True))

    def free_name(self, stem: str, suffix: str) -> str:
        """A name that no part has: stem, number, suffix."""
        names = (f"{stem}{number}{suffix}" for number in itertools.count(1))
        return next(name for name in names if name.lower() not in self._names)

    def relations(self, part: str) -> list[Relation]:
        """How a part names others of the package; "" is the package itself."""
        path = _relations_path(part)
        if not self.has(path):
            return []
        folder = posixpath.dirname(part)
        return [
            Relation(
                element.get("Id", ""),
                element.get("Type", ""),
                posixpath.normpath(posixpath.join("/", folder, element.get("Target", ""))).lstrip("/"),
            )
            for element in self.tree(path).iterfind(f"{{{_RELATIONS}}}Relationship")
            if element.get("TargetMode") != "External"
        ]

    def related(self, part: str, kind: str) -> str | None:
        """The part that a part names first as its such-and-such (`comments`), if there."""
        found = (one.target for one in self.relations(part) if one.kind == f"{OFFICE}/{kind}")
        return next(filter(self.has, found), None)

    def relate(self, part: str, kind: str, target: str) -> str:
        """Let a part name another; the id of the relationship."""
        path = _relations_path(part)
        root = self.tree(path) if self.has(path) else etree.fromstring(f'<Relationships xmlns="{_RELATIONS}"/>')
        taken = {element.get("Id") for element in root}
        identity = next(name for name in map("rId{}".format, itertools.count(1)) if name not in taken)
        relative = posixpath.relpath(target, posixpath.dirname(part) or ".")
        etree.SubElement(root, f"{{{_RELATIONS}}}Relationship", Id=identity, Type=f"{OFFICE}/{kind}", Target=relative)
        self.put_tree(path, root)
        return identity

    def declare(self, part: str, content_type: str) -> None:
        """Name the content type of one new part."""
        root = self.tree(_CONTENT_TYPES)
        etree.SubElement(root, f"{{{_TYPES}}}Override", PartName=f"/{part}", ContentType=content_type)
        self.put_tree(_CONTENT_TYPES, root)

    def declare_extension(self, extension: str, content_type: str) -> None:
        """Name the content type of an extension, unless it is named."""
        root = self.tree(_CONTENT_TYPES)
        known = {element.get("Extension", "").lower() for element in root.iterfind(f"{{{_TYPES}}}Default")}
        if extension not in known:
            root.insert(0, etree.Element(f"{{{_TYPES}}}Default", Extension=extension, ContentType=content_type))
            self.put_tree(_CONTENT_TYPES, root)

    def to_bytes(self) -> bytes:
        """The package: parts in their old order under their old dates, new ones last, the same bytes each time."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as target:
            target.comment = self._package.comment
            for old in self._package.infolist():
                member = zipfile.ZipInfo(old.filename, old.date_time)
                member.compress_type, member.external_attr = old.compress_type, old.external_attr
                member.create_system, member.comment = old.create_system, old.comment
                target.writestr(member, self.read(old.filename))
            was_there = set(self._package.namelist())
            for name in self._new:
                if name not in was_there:
                    member = zipfile.ZipInfo(name, _EPOCH)
                    member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
                    target.writestr(member, self._new[name])
        return stream.getvalue()


def _relations_path(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
