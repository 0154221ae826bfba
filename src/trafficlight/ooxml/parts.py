"""部件 (parts): what the parts of a package say of themselves and of one another (OPC, ISO/IEC 29500-2); a .docx as such a package."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from typing import Final
from urllib.parse import unquote
from xml.sax.saxutils import quoteattr

from attrs import frozen
from lxml import etree

from trafficlight.errors import SubmissionRefused
from trafficlight.messages import Words
from trafficlight.ooxml.archive import Archive, Limits
from trafficlight.ooxml.file_kinds import DOCX, Flaw, FlawedFile
from trafficlight.ooxml.xml import (
    BODY,
    CONTENT_TYPES,
    DECLARATION,
    PROLOGUE,
    RELATIONSHIPS,
    Element,
    odd_prologue,
    parser,
    transitional,
    w,
)

TYPES_PART: Final = "[Content_Types].xml"


RELATIONS_TYPE: Final = "application/vnd.openxmlformats-package.relationships+xml"


def content_types(endings: Iterable[tuple[str, str]], parts: Iterable[tuple[str, str]]) -> str:
    """The part that names all content types: by the endings of names, beside those of XML, and by the names of parts."""
    usual = (("rels", RELATIONS_TYPE), ("xml", "application/xml"))
    rows = [f"<Default Extension={quoteattr(one)} ContentType={quoteattr(kind)}/>" for one, kind in (*usual, *endings)]
    rows += [f"<Override PartName={quoteattr(f'/{name}')} ContentType={quoteattr(kind)}/>" for name, kind in parts]
    return f'{DECLARATION}<Types xmlns="{CONTENT_TYPES}">{"".join(rows)}</Types>'


@frozen
class Relation:
    """关系: how a part names another: `target` is a part's name, or an address when `external`."""

    id: str
    type: str
    target: str
    external: bool

    @property
    def kind(self) -> str:
        """The last word of its type: image, hyperlink, footnotes …"""
        return self.type.rpartition("/")[2]


def relations_part(part: str) -> str:
    """The name of the part that holds a part's relationships; "" is the package itself.

    >>> relations_part("xl/workbook.xml"), relations_part("")
    ('xl/_rels/workbook.xml.rels', '_rels/.rels')
    """
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


class Package:
    """文件包: the parts of an archive as trees, with their content types and relationships; names are those of the archive.

    Parts of “Strict Open XML” are read in the usual namespaces. A `bare` one has trees without comments, instructions
    and blanks between elements. Raises `FlawedFile` for a part that is damaged, is no XML, has an odd prologue, or is too large to be held.
    """

    def __init__(self, archive: Archive, *, bare: bool = False) -> None:
        self.archive = archive
        self._parser = parser(bare=bare)
        self._relations: dict[str, dict[str, Relation]] = {}
        self._types: tuple[dict[str, str], dict[str, str]] | None = None

    def __contains__(self, part: object) -> bool:
        return part in self.archive

    def read(self, part: str) -> bytes:
        """A part's bytes. Raises `KeyError` for none."""
        return self.archive.read(part)

    def parse(self, part: str) -> Element:
        """A part's root element. Raises `KeyError` for none."""
        return self.parsed(part, self.read(part))

    def parsed(self, part: str, data: bytes) -> Element:
        """The root element of what was read of a part."""
        limits, flawed = self.archive.limits, self.archive.flawed
        if len(data) > limits.part_bytes:
            raise flawed(
                Flaw.TOO_LARGE,
                f"部件 {part} 有 {len(data)} 字节，超过 {limits.part_bytes} 字节的限额",
                f"the part {part} has {len(data)} bytes, above the limit of {limits.part_bytes}",
            )
        if (odd := odd_prologue(data[:PROLOGUE], part)) is not None:
            raise flawed(Flaw.UNSAFE, odd)
        data = b"".join(transitional([data]))
        if data.count(b"<") + data.count(b"=") > limits.held:
            raise flawed(
                Flaw.TOO_LARGE,
                f"部件 {part} 的内容过于庞杂，超过 {limits.held} 个元素的限额",
                f"the part {part} holds more than the limit of {limits.held} elements",
            )
        try:
            return etree.fromstring(data, self._parser)
        except (etree.XMLSyntaxError, ValueError, LookupError) as cause:
            raise flawed(
                Flaw.BROKEN, f"部件 {part} 已损坏，不是完好的 XML", f"the part {part} is damaged: it is no whole XML"
            ) from cause

    def xml_blocks(self, part: str) -> Iterator[bytes]:
        """A part of XML of any length, block by block; an odd prologue is refused. Raises `KeyError` for none."""
        blocks = self.archive.blocks(part)
        first = next(blocks, b"")
        if (odd := odd_prologue(first, part)) is not None:
            raise self.archive.flawed(Flaw.UNSAFE, odd)
        yield from transitional(chain([first], blocks))

    def content_type(self, part: str) -> str:
        """What a part says that it is, or nothing."""
        if self._types is None:
            self._types = self._content_types()
        defaults, overrides = self._types
        named = overrides.get(part.lower())
        return named if named is not None else defaults.get(posixpath.splitext(part)[1][1:].lower(), "")

    def relations(self, part: str) -> dict[str, Relation]:
        """A part's relationships by id, none where it has none; "" is the package itself."""
        known = self._relations.get(part)
        if known is None:
            source = relations_part(part)
            known = self._relations[part] = self._read_relations(source, part) if source in self else {}
        return known

    def forget_relations(self, part: str) -> None:
        """Drop what was read of a part's relationships, so that they are read anew."""
        self._relations.pop(part, None)

    def related(self, part: str, kind: str) -> Relation | None:
        """The first relationship of that kind to a part that is there."""
        found = (one for one in self.relations(part).values() if one.kind == kind and self.has(one))
        return next(found, None)

    def has(self, relation: Relation) -> bool:
        """Whether a relationship leads to a part of this file."""
        return not relation.external and relation.target in self

    def _content_types(self) -> tuple[dict[str, str], dict[str, str]]:
        defaults: dict[str, str] = {}
        overrides: dict[str, str] = {}
        for element in self.parse(TYPES_PART):
            kind = element.get("ContentType", "")
            if element.tag == f"{{{CONTENT_TYPES}}}Default":
                defaults[element.get("Extension", "").lower()] = kind
            elif element.tag == f"{{{CONTENT_TYPES}}}Override":
                overrides[element.get("PartName", "").lstrip("/").lower()] = kind
        return defaults, overrides

    def _read_relations(self, source: str, part: str) -> dict[str, Relation]:
        found: dict[str, Relation] = {}
        for element in self.parse(source).iterfind(f"{{{RELATIONSHIPS}}}Relationship"):
            name, target = element.get("Id", ""), element.get("Target", "")
            external = element.get("TargetMode", "").lower() == "external"
            if not external:
                target = self._resolved(posixpath.dirname(part), target)
            found[name] = Relation(name, element.get("Type", ""), target, external)
        return found

    def _resolved(self, folder: str, target: str) -> str:
        path = target.replace("\\", "/").partition("#")[0]
        name = posixpath.normpath(posixpath.join("/", folder, path)).lstrip("/") if path else ""
        if name not in self:
            name = unquote(name)
        return self.archive.name(name) if name in self.archive else name


_MAIN: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_MAIN_TYPES: Final = (f"{_MAIN}.document.main+xml", f"{_MAIN}.template.main+xml")


@contextmanager
def refusing(file: str) -> Iterator[None]:
    """What is wrong with a .docx becomes a `SubmissionRefused` that names the file."""
    try:
        yield
    except FlawedFile as flawed:
        reason = "not_word" if flawed.flaw is Flaw.OTHER else flawed.flaw.value
        detail = Words(f"{flawed.words}；应为{flawed.expected}", f"{flawed.words.en}; expected is {flawed.expected.en}")
        raise SubmissionRefused(file, reason, detail) from flawed


class WordPackage(Package):
    """Word 文件包: a package whose main part is a Word document. Its trees are bare.

    Raises `FlawedFile` for anything else.
    """

    def __init__(self, data: bytes, *, file: str, limits: Limits) -> None:
        super().__init__(Archive(data, kind=DOCX, limits=limits), bare=True)
        self.file: str = file
        self.main: str = self._main_part()

    @property
    def macro_enabled(self) -> bool:
        """Whether the file says of itself that it holds macros, or holds a part of them."""
        parts = (self.content_type(name).lower() for name in self.archive.names)
        return any("macroenabled" in part or "vbaproject" in part or "vbadata" in part for part in parts)

    def document(self) -> Element:
        """The main part, which has a body."""
        root = self.parse(self.main)
        if root.tag != w("document"):
            raise self.archive.flawed(Flaw.OTHER, DOCX.other)
        if root.find(BODY) is None:
            raise self.archive.flawed(Flaw.BROKEN, Words("主文档没有正文", "the main part has no body"))
        return root

    def _main_part(self) -> str:
        relation = self.related("", "officeDocument")
        if relation is None:
            raise self.archive.flawed(Flaw.OTHER, DOCX.empty)
        kind = self.content_type(relation.target)
        if kind not in _MAIN_TYPES and "macroenabled" not in kind.lower():
            other = Words(
                f"主文档的类型是“{kind or '未声明'}”，不是 Word 文档",
                f"the main part is of the type “{kind or 'not declared'}”, not a Word document",
            )
            raise self.archive.flawed(Flaw.OTHER, other)
        return relation.target
