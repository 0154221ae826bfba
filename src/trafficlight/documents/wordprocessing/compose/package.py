"""文件包检查 (package): content types, relationships and XML of a submission, read with every door closed.

No DOCTYPE, no entity, no network, no more elements than the limits allow; only relationships inside the file are
followed, and only when somebody asks for one.
"""

from __future__ import annotations

import posixpath
from typing import Final
from urllib.parse import unquote

from attrs import frozen
from docx.oxml.parser import element_class_lookup
from lxml import etree

from trafficlight.documents.submissions import Limits, Reason
from trafficlight.documents.wordprocessing.compose.archive import Archive
from trafficlight.documents.wordprocessing.compose.names import BODY, R, w

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
