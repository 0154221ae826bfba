"""压缩包检查 (archive): the zip's directory is checked before anything is unpacked; parts are read one by one.

Every way in which a file can be no whole .docx ends in `SubmissionRefused`: what `zipfile` and `zlib` raise stays here.
"""

from __future__ import annotations

import hashlib
import io
import posixpath
import struct
import zipfile
import zlib
from typing import Final
from urllib.parse import unquote

from attrs import frozen
from docx.oxml.parser import element_class_lookup
from lxml import etree

from trafficlight.errors import SubmissionRefused
from trafficlight.ooxml.findings import Limits, Reason
from trafficlight.ooxml.xml_tree import BODY, R, w

_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # an OLE compound file: .doc, or a .docx behind a password
_LOCAL: Final = struct.Struct("<4s5H3I2H")
_ENCRYPTED: Final = 0x1
_RATIO_MATTERS: Final = 1 << 20
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Archive:
    """The parts of one file, by name; names differ in more than case (OPC §6.3.5)."""

    def __init__(self, data: bytes, *, file: str, limits: Limits) -> None:
        self.file = file
        self.limits = limits
        if len(data) > limits.file_size:
            raise self.refused(Reason.TOO_LARGE, f"文件大小 {len(data)} 字节，超过限额 {limits.file_size} 字节")
        self._data = data
        self._entries = self._checked(self._directory())

    def refused(self, reason: Reason, detail: str) -> SubmissionRefused:
        """An error that names this file."""
        return SubmissionRefused(self.file, reason, detail)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts, in the directory's order."""
        return tuple(entry.filename for entry in self._entries.values())

    def read(self, name: str) -> bytes:
        """One part, unpacked; no more is unpacked than the directory promised, and its checksum fits."""
        entry = self._entries[name.lower()]
        packed = self._packed(entry)
        if entry.compress_type == zipfile.ZIP_STORED:
            data = packed
        else:
            unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
            try:
                data = unpacker.decompress(packed, entry.file_size + 1)
            except zlib.error as cause:
                raise self.refused(Reason.BROKEN, f"部件“{entry.filename}”已损坏，不能解压") from cause
        if len(data) != entry.file_size or zlib.crc32(data) != entry.CRC:
            raise self.refused(Reason.BROKEN, f"部件“{entry.filename}”已损坏：大小或校验和不符")
        return data

    def digest(self, name: str) -> bytes:
        """A digest of one part as it lies in the file: equal ones are equal parts."""
        entry = self._entries[name.lower()]
        return hashlib.sha256(b"%d:%d:" % (entry.compress_type, entry.file_size) + self._packed(entry)).digest()

    def _directory(self) -> list[zipfile.ZipInfo]:
        if not self._data:
            raise self.refused(Reason.BROKEN, "文件是空的")
        if self._data.startswith(_COMPOUND):
            raise self.refused(Reason.ENCRYPTED, "文件加了密码，或是旧版 .doc：请取消密码，另存为 .docx")
        if not self._data.startswith(b"PK"):
            raise self.refused(Reason.NOT_WORD, "文件不是 .docx（可能是改了扩展名的其他文件）：请另存为 .docx")
        try:
            with zipfile.ZipFile(io.BytesIO(self._data)) as opened:
                return opened.infolist()
        except (
            zipfile.BadZipFile,
            struct.error,
            ValueError,
            EOFError,
            OverflowError,
            OSError,
            NotImplementedError,
        ) as cause:
            raise self.refused(Reason.BROKEN, "文件残缺或损坏，压缩包的目录读不出来") from cause

    def _checked(self, entries: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
        limits = self.limits
        if len(entries) > limits.entries:
            raise self.refused(Reason.TOO_LARGE, f"文件含 {len(entries)} 个部件，超过限额 {limits.entries} 个")
        unpacked = sum(entry.file_size for entry in entries)
        if unpacked > limits.unpacked:
            raise self.refused(Reason.TOO_LARGE, f"解压后有 {unpacked} 字节，超过限额 {limits.unpacked} 字节")
        checked: dict[str, zipfile.ZipInfo] = {}
        end = 0
        for entry in sorted(entries, key=lambda one: one.header_offset):
            if entry.header_offset < end:
                raise self.refused(Reason.BROKEN, f"部件“{entry.filename}”与别的部件重叠")
            end = entry.header_offset + _LOCAL.size + entry.compress_size
            self._check(entry)
        for entry in entries:
            key = entry.filename.lower()
            if key in checked:
                raise self.refused(Reason.BROKEN, f"部件“{entry.filename}”重复")
            if not entry.is_dir():
                checked[key] = entry
        return checked

    def _check(self, entry: zipfile.ZipInfo) -> None:
        # `orig_filename` is the name as it stands in the file; zipfile cuts at NUL and turns separators
        name = entry.orig_filename
        if "\\" in name or "\0" in name or name.startswith("/") or ".." in name.split("/"):
            raise self.refused(Reason.BROKEN, f"部件名“{name}”不合规")
        if entry.flag_bits & _ENCRYPTED:
            raise self.refused(Reason.ENCRYPTED, "文件的部件加了密码：请取消密码后再报送")
        if entry.compress_type not in _METHODS:
            raise self.refused(Reason.BROKEN, f"部件“{name}”的压缩方法 {entry.compress_type} 不能识别")
        if entry.file_size > _RATIO_MATTERS and entry.file_size > self.limits.ratio * max(entry.compress_size, 1):
            raise self.refused(Reason.TOO_LARGE, f"部件“{name}”的压缩比超过限额 {self.limits.ratio}")

    def _packed(self, entry: zipfile.ZipInfo) -> bytes:
        start = entry.header_offset
        header = self._data[start : start + _LOCAL.size]
        if len(header) < _LOCAL.size or not header.startswith(b"PK\x03\x04"):
            raise self.refused(Reason.BROKEN, f"部件“{entry.filename}”残缺")
        fields = _LOCAL.unpack(header)
        begin = start + _LOCAL.size + fields[-2] + fields[-1]
        packed = self._data[begin : begin + entry.compress_size]
        if len(packed) != entry.compress_size:
            raise self.refused(Reason.BROKEN, f"部件“{entry.filename}”残缺")
        return packed


# --- 文件包检查 (package): content types, relationships and XML of a submission, read with every door closed ------------

_TYPES: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONSHIPS: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_MAIN: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_MAIN_TYPES: Final = (f"{_MAIN}.document.main+xml", f"{_MAIN}.template.main+xml")
_DOCTYPES: Final = tuple("<!DOCTYPE".encode(code) for code in ("ascii", "utf-16-le", "utf-16-be"))


def parser() -> etree.XMLParser:
    """A parser that fetches nothing and expands nothing; its elements are python-docx's own."""
    made = etree.XMLParser(
        remove_blank_text=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    made.set_element_class_lookup(element_class_lookup)
    return made


@frozen
class Relation:
    """A relationship: `kind` is the last word of its type, `target` a part's name, or an address when `external`."""

    id: str
    type: str
    target: str
    external: bool

    @property
    def kind(self) -> str:
        """image, hyperlink, footnotes …"""
        return self.type.rpartition("/")[2]


class WordPackage:
    """A file whose main part is a Word document; anything else is refused when it is opened."""

    def __init__(self, data: bytes, *, file: str, limits: Limits) -> None:
        self.archive: Archive = Archive(data, file=file, limits=limits)
        self._parser = parser()
        self._relations: dict[str, dict[str, Relation]] = {}
        self._defaults, self._overrides = self._content_types()
        self.main: str = self._main_part()
        self.main_type: str = self.content_type(self.main)

    @property
    def macro_enabled(self) -> bool:
        """Whether the file says of itself that it holds macros, or holds a part of them."""
        parts = (self.content_type(name).lower() for name in self.archive.names)
        return any("macroenabled" in part or "vbaproject" in part or "vbadata" in part for part in parts)

    def content_type(self, part: str) -> str:
        """What a part says that it is, or nothing."""
        named = self._overrides.get(part.lower())
        return named if named is not None else self._defaults.get(posixpath.splitext(part)[1][1:].lower(), "")

    def parse(self, part: str) -> etree._Element:
        """A part's root element."""
        data = self.archive.read(part)
        limits = self.archive.limits
        if len(data) > limits.part:
            raise self.archive.refused(
                Reason.TOO_LARGE, f"部件“{part}”有 {len(data)} 字节，超过限额 {limits.part} 字节"
            )
        if any(mark in data for mark in _DOCTYPES):
            raise self._unsafe(part)
        if data.count(b"<") > 2 * limits.tags:
            raise self.archive.refused(Reason.TOO_LARGE, f"部件“{part}”的元素超过限额 {limits.tags} 个")
        try:
            root = etree.fromstring(data, self._parser)
        except (etree.XMLSyntaxError, ValueError, LookupError) as cause:
            raise self.archive.refused(Reason.BROKEN, f"部件“{part}”不是完好的 XML") from cause
        if root.getroottree().docinfo.internalDTD is not None:
            raise self._unsafe(part)
        return root

    def relations(self, part: str) -> dict[str, Relation]:
        """A part's relationships by id; a part without any has none."""
        known = self._relations.get(part)
        if known is None:
            folder, _, name = part.rpartition("/")
            source = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
            known = self._read_relations(source, folder) if source in self.archive else {}
            self._relations[part] = known
        return known

    def related(self, part: str, kind: str) -> Relation | None:
        """The first relationship of that kind to a part that exists."""
        for relation in self.relations(part).values():
            if relation.kind == kind and self.has(relation):
                return relation
        return None

    def has(self, relation: Relation) -> bool:
        """Whether a relationship leads to a part of this file."""
        return not relation.external and relation.target in self.archive

    def document(self) -> etree._Element:
        """The main part, which has a body."""
        root = self.parse(self.main)
        if root.tag != w("document"):
            strict = "purl.oclc.org" in etree.QName(root).namespace if etree.QName(root).namespace else False
            if strict:
                raise self._strict()
            raise self.archive.refused(Reason.NOT_WORD, "主文档部件不是 Word 文档")
        if root.find(BODY) is None:
            raise self.archive.refused(Reason.BROKEN, "主文档没有正文")
        return root

    def _unsafe(self, part: str) -> Exception:
        return self.archive.refused(Reason.UNSAFE, f"部件“{part}”含有 DOCTYPE 声明，可能引用外部内容")

    def _strict(self) -> Exception:
        return self.archive.refused(Reason.STRICT, "文件是“严格 Open XML”格式：请另存为普通的 Word 文档 (.docx)")

    def _content_types(self) -> tuple[dict[str, str], dict[str, str]]:
        if "[Content_Types].xml" not in self.archive:
            raise self.archive.refused(Reason.NOT_WORD, "压缩包里没有内容类型表，不是 .docx")
        defaults: dict[str, str] = {}
        overrides: dict[str, str] = {}
        for element in self.parse("[Content_Types].xml"):
            kind = element.get("ContentType", "")
            if element.tag == f"{_TYPES}Default":
                defaults[element.get("Extension", "").lower()] = kind
            elif element.tag == f"{_TYPES}Override":
                overrides[element.get("PartName", "").lstrip("/").lower()] = kind
        return defaults, overrides

    def _main_part(self) -> str:
        relations = self._read_relations("_rels/.rels", "") if "_rels/.rels" in self.archive else {}
        for relation in relations.values():
            if relation.kind != "officeDocument" or not self.has(relation):
                continue
            if not relation.type.startswith(R):
                raise self._strict()
            kind = self.content_type(relation.target)
            if kind in _MAIN_TYPES or "macroenabled" in kind.lower():
                return relation.target
            raise self.archive.refused(Reason.NOT_WORD, f"主文档的类型是“{kind or '未声明'}”，不是 Word 文档")
        raise self.archive.refused(Reason.NOT_WORD, "压缩包里找不到 Word 主文档")

    def _read_relations(self, source: str, folder: str) -> dict[str, Relation]:
        found: dict[str, Relation] = {}
        for element in self.parse(source):
            if element.tag != f"{_RELATIONSHIPS}Relationship":
                continue
            name, target = element.get("Id", ""), element.get("Target", "")
            external = element.get("TargetMode", "").lower() == "external"
            if not external:
                target = self._resolved(folder, target)
            found[name] = Relation(name, element.get("Type", ""), target, external)
        return found

    def _resolved(self, folder: str, target: str) -> str:
        path = target.partition("#")[0]
        joined = posixpath.normpath(path[1:] if path.startswith("/") else posixpath.join(folder, path)) if path else ""
        return joined if joined in self.archive else unquote(joined)
