"""批注: the comments of a sheet, others' kept, ours added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from lxml import etree

from trafficlight.sheets.formats.package_xml import MAIN, string_text
from trafficlight.sheets.grid import letters
from trafficlight.sheets.marking.parts import Parts
from trafficlight.sheets.marking.survey import Place
from trafficlight.sheets.texts import replaced_unprintable

_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_LONGEST: Final = 32_000
"""Characters of a comment; Excel takes a few more."""
_SHOWN: Final = 1_000
"""Characters of one line in it."""


def add_comments(parts: Parts, sheet: str, texts: Mapping[Place, Iterable[str]], author: str) -> dict[Place, str]:
    """Comment cells of a sheet, one line a text, under the author's name; the comments that are new there, by cell.

    A comment of somebody else's stays, with ours below it; one of the author's own is replaced.
    """
    part = parts.related(sheet, "comments")
    if part is None:
        part = parts.free_name("xl/comments", ".xml")
        parts.relate(sheet, "comments", part)
        parts.declare(part, _TYPE)
        space = MAIN[1:-1]
        root = etree.fromstring(f'<comments xmlns="{space}"><authors/><commentList/></comments>')
    else:
        root = parts.tree(part)
    book = _Comments(root, author)
    new = {place: text for place, lines in sorted(texts.items()) if (text := book.add(place, lines))}
    parts.put_tree(part, root)
    return new


class _Comments:
    """The comments of one sheet."""

    def __init__(self, root: Any, author: str) -> None:
        self._list = root.find(f"{MAIN}commentList")
        self._author = author
        authors = root.find(f"{MAIN}authors")
        names = [element.text or "" for element in authors]
        if author not in names:
            etree.SubElement(authors, f"{MAIN}author").text = author
            names.append(author)
        self._number = str(names.index(author))
        self._have = {element.get("ref"): element for element in self._list}

    def add(self, place: Place, lines: Iterable[str]) -> str:
        """Comment one cell; the text when the cell had no comment."""
        reference = f"{letters(place[1])}{place[0] + 1}"
        body = _body(lines)
        comment = self._have.get(reference)
        if comment is None:
            comment = etree.SubElement(self._list, f"{MAIN}comment", ref=reference, authorId=self._number, shapeId="0")
            self._write(etree.SubElement(comment, f"{MAIN}text"), body, "")
            return f"{self._author}\n{body}"
        text = comment.find(f"{MAIN}text")
        if comment.get("authorId") == self._number:
            text[:] = []
            self._write(text, body, "")
        elif f"{self._author}\n{body}" not in string_text(text):
            self._write(text, body, "\n")
        return ""

    def _write(self, text: Any, body: str, gap: str) -> None:
        """The author's name in bold, and the text below it."""
        after = sum(child.tag in {f"{MAIN}t", f"{MAIN}r"} for child in text)
        text.insert(after, _run(f"{gap}{self._author}\n", bold=True))
        text.insert(after + 1, _run(body, bold=False))


def _body(lines: Iterable[str]) -> str:
    shown = (line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…" for line in lines)
    return replaced_unprintable("\n".join(dict.fromkeys(shown)))[:_LONGEST]


def _run(text: str, *, bold: bool) -> Any:
    run = etree.Element(f"{MAIN}r")
    looks = etree.SubElement(run, f"{MAIN}rPr")
    if bold:
        etree.SubElement(looks, f"{MAIN}b")
    etree.SubElement(looks, f"{MAIN}sz", val="9")
    etree.SubElement(looks, f"{MAIN}color", indexed="81")
    etree.SubElement(looks, f"{MAIN}rFont", val="宋体")
    etree.SubElement(looks, f"{MAIN}charset", val="134")
    held = etree.SubElement(run, f"{MAIN}t")
    held.text = text
    held.set(_SPACE, "preserve")
    return run
