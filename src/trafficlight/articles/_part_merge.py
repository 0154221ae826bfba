"""部件并入 (part merge): pictures, charts and diagrams of articles get names and relationships of their own.

Equal pictures are kept once. Names and ids are counted, never searched for, so that the work grows with the articles.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from typing import Final

from docx.opc.packuri import PackURI
from docx.opc.part import Part

from trafficlight.articles._parts import DRAWN_AS
from trafficlight.articles._tree import attributes
from trafficlight.ooxml.xml import Element, R

_PREFIX: Final = f"{{{R}}}"
_DIGITS: Final = re.compile(r"\d*$")
_PICTURES: Final = frozenset({"image", "hdphoto"})


class PartMerger:
    """The parts of the compendium beside its text."""

    def __init__(self, main: Part, taken: set[str]) -> None:
        self._package = main.package
        self._names = {name.lower() for name in taken}
        self._numbers: dict[str, int] = {}
        self._pictures: dict[tuple[bytes, str], Part] = {}
        self._next_id: dict[Part, int] = {}
        self._related: dict[tuple[Part, Part], str] = {}

    def map_references(self, root: Element, source: Part, target: Part) -> None:
        """Let every reference of a text lead to a part of the compendium, related to `target`."""
        known: dict[str, str | None] = {}
        copies: dict[Part, Part] = {}
        for element in root.iterdescendants():
            for name, value in attributes(element):
                if not name.startswith(_PREFIX):
                    continue
                if value not in known:
                    known[value] = self._carry(value, source, target, copies)
                ours = known[value]
                if ours is None:
                    del element.attrib[name]
                else:
                    element.set(name, ours)

    def _carry(self, name: str, source: Part, target: Part, copies: dict[Part, Part]) -> str | None:
        relation = source.rels.get(name)
        if relation is None:
            return None
        if relation.is_external:
            made = self._id(target)
            target.rels.add_relationship(relation.reltype, relation.target_ref, made, is_external=True)
            return made
        part = self._copied(relation.target_part, relation.reltype, source, target, copies)
        known = self._related.get((target, part))
        if known is None:
            known = self._id(target)
            target.rels.add_relationship(relation.reltype, part, known)
            self._related[target, part] = known
        return known

    def _copied(self, part: Part, kind: str, source: Part, target: Part, copies: dict[Part, Part]) -> Part:
        if part in copies:
            return copies[part]
        extension = posixpath.splitext(part.partname)[1].lower()
        if kind.rpartition("/")[2] in _PICTURES:
            key = (hashlib.sha256(part.blob).digest(), extension)
            if key not in self._pictures:
                self._pictures[key] = Part(
                    self._name("/word/media/image", extension), part.content_type, part.blob, self._package
                )
            return self._pictures[key]
        stem = _DIGITS.sub("", posixpath.splitext(part.partname)[0])
        blob = part.blob
        drawn = DRAWN_AS.search(blob) if kind.endswith("/diagramData") else None
        if drawn is not None:
            ours = self._carry(drawn[2].decode(), source, target, copies)
            blob = blob[: drawn.start(2)] + (ours or "").encode() + blob[drawn.end(2) :]
        copy = Part(self._name(stem, extension), part.content_type, blob, self._package)
        copies[part] = copy
        for relation in part.rels.values():
            if not relation.is_external:
                inner = self._copied(relation.target_part, relation.reltype, part, copy, copies)
                copy.load_rel(relation.reltype, inner, relation.rId)
        return copy

    def _name(self, stem: str, extension: str) -> PackURI:
        while True:
            self._numbers[stem] = self._numbers.get(stem, 0) + 1
            name = f"{stem}{self._numbers[stem]}{extension}"
            if name.lower() not in self._names:
                self._names.add(name.lower())
                return PackURI(name)

    def _id(self, target: Part) -> str:
        number = self._next_id.get(target, len(target.rels)) + 1
        while f"rId{number}" in target.rels:
            number += 1
        self._next_id[target] = number
        return f"rId{number}"
