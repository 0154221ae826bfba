"""部件: the parts of a workbook that is handed back: few are changed, formats get a fill, and the rest stays as it came."""

from __future__ import annotations

import copy
import io
import itertools
import posixpath
from collections.abc import Iterable
from typing import Any, Final

from lxml import etree

from trafficlight.ooxml.archive import Archive
from trafficlight.ooxml.file_kinds import FlawedFile
from trafficlight.ooxml.parts import TYPES_PART, Package, Relation, relations_part
from trafficlight.ooxml.xml import CONTENT_TYPES, RELATIONSHIPS, R, as_strict
from trafficlight.ooxml.zip_writer import ZipStream, deflated
from trafficlight.sheets.reading.readers.workbook_parts import MAIN

_LEVEL: Final = 6


class Parts(Package):
    """部件: the parts of a package that has been screened, and what is put in their place.

    What is not read here, or cannot be, goes on as it lies in the file. Relationships and content types that are damaged
    refuse nothing: no program reads them, and what is added is named in new relationships.
    """

    def __init__(self, archive: Archive) -> None:
        super().__init__(archive)
        self._new: dict[str, bytes] = {}
        self._declared: Any = None
        self._types_damaged = False
        self._numbers: dict[str, int] = {}
        self._used: dict[str, set[str]] = {}
        workbook = self.related("", "officeDocument")
        self._workbook = "" if workbook is None else workbook.target

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

    def relations(self, part: str) -> dict[str, Relation]:
        """A part's relationships by id, none where they are damaged."""
        try:
            return super().relations(part)
        except FlawedFile:
            return {}

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

    def relate(self, part: str, kind: str, target: str, identity: str = "") -> str:
        """Let a part name another, as the relationship of an id that it names already, if given; the id."""
        path = relations_part(part)
        root = self._relations_root(path)
        named = {element.get("Id"): element for element in root}
        if not identity:
            taken = named.keys() | self._used.get(part, set())
            identity = next(name for name in map("rId{}".format, itertools.count(1)) if name not in taken)
        if identity in named:
            root.remove(named[identity])
        relative = posixpath.relpath(target, posixpath.dirname(part) or ".")
        etree.SubElement(root, f"{{{RELATIONSHIPS}}}Relationship", Id=identity, Type=f"{R}/{kind}", Target=relative)
        self.put_tree(path, root)
        self.forget_relations(part)
        return identity

    def use(self, part: str, identities: Iterable[str]) -> None:
        """Let a part name ids of relationships, which may be damaged or missing: nothing new gets such an id."""
        self._used.setdefault(part, set()).update(identities)

    def _relations_root(self, path: str) -> Any:
        """A part of relationships to be added to."""
        try:
            return self.parse(path)
        except (KeyError, FlawedFile):
            # LibreOffice names the type of each part of relationships, and none for those that may be added
            self.declare_extension("rels", "application/vnd.openxmlformats-package.relationships+xml")
            return etree.fromstring(f'<Relationships xmlns="{RELATIONSHIPS}"/>')

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
        """The content types while they are added to; `to_bytes` writes them, unless they are damaged."""
        if self._declared is None:
            try:
                self._declared = self.parse(TYPES_PART)
            except FlawedFile:
                self._declared = etree.fromstring(f'<Types xmlns="{CONTENT_TYPES}"/>')
                self._types_damaged = True
        return self._declared

    def to_bytes(self) -> bytes:
        """The package, the same bytes each time."""
        if self._declared is not None and not self._types_damaged:
            self.put_tree(TYPES_PART, self._declared)
        stream = io.BytesIO()
        writer = ZipStream(stream, level=_LEVEL)
        for name in self.names:
            writer.add(name, deflated(self._spoken(name), _LEVEL) if name in self._new else self.archive.packed(name))
        # without its double a part would be read that is refused now
        replaced = {name.lower() for name in self._new}
        for name, part in self.archive.doubles():
            if name.lower() not in replaced:
                writer.add(name, part)
        writer.close()
        return stream.getvalue()

    def _spoken(self, part: str) -> bytes:
        """A part's new bytes, strict where the one was that it replaces, or where that one cannot be read, the workbook."""
        for old in (part, self._workbook):
            try:
                return as_strict(self._new[part], self.archive.read(old))
            except (KeyError, FlawedFile):
                continue
        return self._new[part]


_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_ORDER: Final = [f"{MAIN}{name}" for name in "numFmts fonts fills borders cellStyleXfs cellXfs".split()]
_EMPTY: Final = f"""<styleSheet xmlns="{MAIN[1:-1]}"><fonts count="1"><font/></fonts><fills count="2"><fill>\
<patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border>\
<left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" \
borderId="0"/></cellStyleXfs><cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""
"""What a workbook without a part for its formats looks like to Excel."""


class Fills:
    """底色: the formats of a workbook, and the same ones with a fill of one colour."""

    def __init__(self, parts: Parts, workbook: str) -> None:
        self._parts, self._workbook = parts, workbook
        styles = parts.related(workbook, "styles")
        self._part = styles.target if styles is not None else None
        self._root: Any = etree.fromstring(_EMPTY) if self._part is None else parts.parse(self._part)
        self._add_missing_lists()
        formats: Any = self._root.find(f"{MAIN}cellXfs")
        self._formats = formats
        self._known = {_written(element): number for number, element in reversed(list(enumerate(self._formats)))}
        self._filled: dict[tuple[int, str], int] = {}
        self._fills: dict[str, str] = {}

    def filled(self, style: int, colour: str) -> int:
        """The number of the same format with a fill of the colour (RRGGBB)."""
        if (style, colour) not in self._filled:
            self._filled[style, colour] = self._make(style, colour)
        return self._filled[style, colour]

    def save(self) -> None:
        """Put the formats back into the package, if there are new ones."""
        if not self._filled:
            return
        if self._part is None:
            usual = "xl/styles.xml"  # openpyxl looks nowhere else
            self._part = self._parts.free_name("xl/styles", ".xml") if usual in self._parts else usual
            self._parts.relate(self._workbook, "styles", self._part)
            self._parts.declare(self._part, _TYPE)
        self._parts.put_tree(self._part, self._root)

    def _make(self, style: int, colour: str) -> int:
        made = copy.deepcopy(self._formats[style if style < len(self._formats) else 0])
        made.tail = None
        made.set("fillId", self._fill(colour))
        made.set("applyFill", "1")
        number: int = self._known.setdefault(_written(made), len(self._formats))
        if number == len(self._formats):
            _append(self._formats, made)
        return number

    def _fill(self, colour: str) -> str:
        if colour not in self._fills:
            fills: Any = self._root.find(f"{MAIN}fills")
            made = etree.fromstring(
                f'<fill xmlns="{MAIN[1:-1]}"><patternFill patternType="solid"><fgColor rgb="FF{colour.upper()}"/>'
                '<bgColor indexed="64"/></patternFill></fill>'
            )
            known = [_written(fill) for fill in fills]
            if _written(made) in known:
                self._fills[colour] = str(known.index(_written(made)))
            else:
                self._fills[colour] = str(len(fills))
                _append(fills, made)
        return self._fills[colour]

    def _add_missing_lists(self) -> None:
        """Make the lists that a cell's format refers to, where they are missing or empty."""
        for usual in etree.fromstring(_EMPTY):
            if usual.tag not in _ORDER or len(self._root.findall(f"{usual.tag}/*")):
                continue
            for old in self._root.findall(usual.tag):
                self._root.remove(old)
            above = _ORDER[: _ORDER.index(usual.tag)]
            self._root.insert(sum(child.tag in above for child in self._root), usual)


def _append(elements: Any, made: Any) -> None:
    elements.append(made)
    elements.set("count", str(len(elements)))


def _written(element: Any) -> bytes:
    """An element's own words, whatever its neighbours declare."""
    return etree.tostring(element, method="c14n", exclusive=True, with_tail=False)
