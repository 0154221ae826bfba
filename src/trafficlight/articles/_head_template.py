"""版头模板 (head template): an agency's own red head, as a .docx that it drew itself, as a value."""

from __future__ import annotations

import copy
import os
import re
from pathlib import Path
from typing import Final

from lxml import etree

from trafficlight.articles._clean import clean
from trafficlight.articles._findings import DEFAULT_POLICY
from trafficlight.articles._styles import StyleSheet
from trafficlight.articles._submission import StyleSheets, Submission
from trafficlight.articles._tree import PARAGRAPH, RUN_LOOK, child_or_new, drop, drop_all, properties_of, put, take
from trafficlight.errors import DocumentError
from trafficlight.layout import HeadTemplate
from trafficlight.layout._profiles import FIELDS
from trafficlight.ooxml.archive import LIMITS
from trafficlight.ooxml.parts import WordPackage, refusing
from trafficlight.ooxml.xml import NAME, NUMPR, PPR, PSTYLE, RPR, SECTION, VAL, Element, P, R, w

_PREFIX: Final = "Head"
_BASE: Final = "HeadBase"
_DROPPED_OF_STYLES: Final = (w("link"), w("next"), w("aliases"), w("autoRedefine"), NUMPR)
_FIELD: Final = re.compile(r"\{([^{}]*)\}")
_STYLED: Final = (PSTYLE, w("rStyle"), w("tblStyle"))
_DROPPED: Final = (NUMPR, w("bookmarkStart"), w("bookmarkEnd"), SECTION)
# what Word takes where a file says nothing; our own file says something else
_WORDS_OWN: Final = {
    "ascii": "Times New Roman",
    "hAnsi": "Times New Roman",
    "eastAsia": "宋体",
    "cs": "Times New Roman",
}
_POINTS: Final = "20"
_GRID: Final = w("snapToGrid")
_TYPE: Final = w("type")
_STYLE_ID: Final = w("styleId")
_BASED_ON: Final = w("basedOn")


def head_template(source: str | os.PathLike[str] | bytes, *, name: str = "") -> HeadTemplate:
    """版头模板: read an agency's own head from a .docx: all of its text, tables, lines and text boxes, as they are.

    It stands where `RedHead` is, in the fonts and sizes that it has; what `FIELDS` names in braces is filled in. The
    page, its margins and its headers stay those of the profile. `name` is what errors call it. Raises `DocumentError` for
    a template without {发文字号}, with a field that is not known, or with pictures, `SubmissionRefused` for a file that is
    broken or unsafe, and `OSError`.
    """
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    name = name or ("版头模板" if isinstance(source, bytes) else Path(source).name)
    with refusing(name):
        package = WordPackage(data, file=name, limits=LIMITS)
        submission = Submission(package, DEFAULT_POLICY, StyleSheets())
        clean(submission)
    body = submission.content.body
    drop_all(body.iter(*_DROPPED))
    if any(str(attribute).startswith(f"{{{R}}}") for element in body.iter() for attribute in element.attrib):
        said = f"版头模板“{name}”含有图片：请改用线条、文字或文本框"
        raise DocumentError(said, f"the head template “{name}” holds pictures; use lines, text or text boxes")
    fields = _joined_fields(body)
    _check(fields, name)
    styles = _TemplateStyles(submission.content.styles)
    styles.rename(body)
    _own_fonts(body)
    return HeadTemplate("".join(map(_text, body)), styles.xml(), tuple(known for known in FIELDS if known in fields))


def _check(fields: set[str], name: str) -> None:
    strangers = sorted(fields - set(FIELDS))
    allowed = "、".join(f"{{{one}}}" for one in FIELDS)
    if strangers:
        found = "、".join(f"{{{one}}}" for one in strangers)
        raise DocumentError(
            f"版头模板“{name}”有不认识的字段 {found}；可用：{allowed}",
            f"the head template “{name}” has unknown fields {found}; allowed: {allowed}",
        )
    if "发文字号" not in fields:
        raise DocumentError(f"版头模板“{name}”没有 {{发文字号}}", f"the head template “{name}” has no {{发文字号}}")


def _joined_fields(body: Element) -> set[str]:
    """The fields of all paragraphs; one that Word has split over runs is put together in the first of them."""
    found: set[str] = set()
    for paragraph in body.iter(P):
        pieces = [one for one in paragraph.iter(w("t")) if next(one.iterancestors(P)) is paragraph]
        texts = [one.text or "" for one in pieces]
        whole = "".join(texts)
        owner = [number for number, text in enumerate(texts) for _ in text]
        for match in _FIELD.finditer(whole):
            found.add(match[1])
            owner[match.start() : match.end()] = [owner[match.start()]] * len(match[0])
        joined: dict[int, list[str]] = {}
        for number, letter in zip(owner, whole, strict=True):
            joined.setdefault(number, []).append(letter)
        for number, piece in enumerate(pieces):
            text = "".join(joined.get(number, ()))
            if text != texts[number]:
                piece.text = text
                piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return found


class _TemplateStyles:
    """The template's own styles, renamed, with what its defaults say at their root."""

    def __init__(self, sheet: StyleSheet) -> None:
        self._sheet = sheet
        self._used: dict[str, Element] = {}

    def rename(self, body: Element) -> None:
        """Point every paragraph, run and table at the renamed styles; a paragraph without a style gets the default."""
        for paragraph in body.iter(P):
            properties = properties_of(paragraph)
            if properties.find(PSTYLE) is None:
                properties.insert(0, properties.makeelement(PSTYLE, {VAL: self._sheet.default or ""}))
        for reference in list(body.iter(*_STYLED)):
            name = reference.get(VAL, "")
            if name in self._sheet:
                for one in self._sheet.lineage(name, self._used):
                    self._used[one] = self._renamed(one)
                reference.set(VAL, _PREFIX + name)
            elif reference.tag == PSTYLE:
                reference.set(VAL, _BASE)
            else:
                drop(reference)

    def _renamed(self, name: str) -> Element:
        style = copy.deepcopy(self._sheet.element(name))
        drop_all(style.iter(*_DROPPED_OF_STYLES))
        take(style, w("default"))
        _own_fonts(style)
        style.set(_STYLE_ID, _PREFIX + name)
        style.set(w("customStyle"), "1")
        shown = child_or_new(style, NAME)
        shown.set(VAL, f"版头 {shown.get(VAL, name)}")
        drop_all(style.iterchildren(_BASED_ON))
        base = self._sheet.base(name)
        if base is not None:
            shown.addnext(style.makeelement(_BASED_ON, {VAL: _PREFIX + base}))
        elif style.get(_TYPE) == "paragraph":
            shown.addnext(style.makeelement(_BASED_ON, {VAL: _BASE}))
        return style

    def xml(self) -> str:
        return "".join(map(_text, (self._base(), *self._used.values())))

    def _base(self) -> Element:
        base = etree.Element(w("style"), {_TYPE: "paragraph", w("customStyle"): "1", _STYLE_ID: _BASE})
        etree.SubElement(base, NAME, {VAL: "版头"})
        for tag in (PPR, RPR):
            given = None if self._sheet.root is None else self._sheet.root.find(f"{w('docDefaults')}/*/{tag}")
            properties = etree.Element(tag) if given is None else copy.deepcopy(given)
            if tag == RPR:
                _complete(properties)
                _own_fonts(properties)
            elif properties.find(_GRID) is None:
                # the grid of our page is not the template's, and would draw its lines apart
                put(properties, properties.makeelement(_GRID, {VAL: "0"}), PARAGRAPH)
            base.append(properties)
        return base


def _own_fonts(root: Element) -> None:
    """A font that is named by its place in the template's theme would be another in ours: that of the base is taken."""
    for fonts in root.iter(w("rFonts")):
        take(fonts, *(w(f"{side}Theme") for side in ("ascii", "hAnsi", "eastAsia")), w("cstheme"))


def _complete(properties: Element) -> None:
    """Say what Word would take where the template says nothing."""
    fonts = child_or_new(properties, w("rFonts"))
    for side, font in _WORDS_OWN.items():
        if w(side) not in fonts.attrib:
            fonts.set(w(side), font)
    for name in ("sz", "szCs"):
        if properties.find(w(name)) is None:
            put(properties, properties.makeelement(w(name), {VAL: _POINTS}), RUN_LOOK)


def _text(element: Element) -> str:
    alone = copy.deepcopy(element)
    etree.cleanup_namespaces(alone)
    return etree.tostring(alone, encoding="unicode", with_tail=False)
