"""版头模板 (head template): an agency's own red head, as a .docx that it drew itself, as a value."""

from __future__ import annotations

import copy
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from lxml import etree

from trafficlight.articles._clean import cleaned
from trafficlight.articles._findings import DEFAULT_POLICY
from trafficlight.articles._submission import Sheets, Submission
from trafficlight.articles._tree import drop, take, tree_parser
from trafficlight.documents.docx.incoming import WordPackage, refusing
from trafficlight.errors import DocumentError
from trafficlight.layout import HeadTemplate
from trafficlight.layout._profiles import FIELDS
from trafficlight.messages import Words
from trafficlight.ooxml.archive import LIMITS
from trafficlight.ooxml.xml import NAME, NUMPR, PPR, PSTYLE, RPR, SECTION, VAL, Element, P, R, w


def head_template(source: str | os.PathLike[str] | bytes, *, name: str = "") -> HeadTemplate:
    """版头模板: read an agency's own head from a .docx: all of its text, tables, lines and text boxes, as they are.

    It stands where `RedHead` is, in the fonts and sizes that it has; what `FIELDS` names in braces is filled in. The
    page, its margins and its headers stay those of the profile. `name` is what errors call it. Raises `DocumentError` for
    a template without {发文字号}, with a field that is not known, or with pictures, `SubmissionRefused` for a file that is
    broken or unsafe, and `OSError`.
    """
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    return read_head(data, name=name or ("版头模板" if isinstance(source, bytes) else Path(source).name))


# --- 版头模板 (head template): read from the agency's .docx, cleaned as a submission is, its styles under nam ---

_PREFIX: Final = "Head"
_BASE: Final = "HeadBase"
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
_AFTER_SIZE: Final = tuple(
    "highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath".split()
)
_AFTER_GRID: Final = tuple(
    "spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl"
    " divId cnfStyle rPr sectPr pPrChange".split()
)
_GRID: Final = w("snapToGrid")
_TYPE: Final = w("type")
_STYLE_ID: Final = w("styleId")


def read_head(data: bytes, *, name: str) -> HeadTemplate:
    """The head that a .docx holds. Raises as `head_template` does."""
    with refusing(name):
        package = WordPackage(data, file=name, limits=LIMITS, tree_parser=tree_parser())
        submission = Submission(package, DEFAULT_POLICY, Sheets())
        styles = _Styles(submission)
        body: Element = cleaned(submission).element.body
    for element in list(body.iter(*_DROPPED)):
        drop(element)
    if any(str(attribute).startswith(f"{{{R}}}") for element in body.iter() for attribute in element.attrib):
        said = f"版头模板“{name}”含有图片：请改用线条、文字或文本框"
        raise DocumentError(Words(said, f"the head template “{name}” holds pictures; use lines, text or text boxes"))
    fields = _joined_fields(body)
    _check(fields, name)
    styles.rename(body)
    _own_fonts(body)
    return HeadTemplate("".join(map(_text, body)), styles.xml(), tuple(known for known in FIELDS if known in fields))


def _check(fields: set[str], name: str) -> None:
    strangers = sorted(fields - set(FIELDS))
    allowed = "、".join(f"{{{one}}}" for one in FIELDS)
    if strangers:
        found = "、".join(f"{{{one}}}" for one in strangers)
        raise DocumentError(
            Words(
                f"版头模板“{name}”有不认识的字段 {found}；可用：{allowed}",
                f"the head template “{name}” has unknown fields {found}; allowed: {allowed}",
            )
        )
    if "发文字号" not in fields:
        raise DocumentError(
            Words(f"版头模板“{name}”没有 {{发文字号}}", f"the head template “{name}” has no {{发文字号}}")
        )


def _joined_fields(body: Element) -> set[str]:
    """The fields of all paragraphs; one that Word has split over runs is put together in the first of them."""
    found: set[str] = set()
    for paragraph in body.iter(P):
        pieces = [one for one in paragraph.iter(w("t")) if next(one.iterancestors(P)) is paragraph]
        texts = [one.text or "" for one in pieces]
        whole = "".join(texts)
        # from the last, so that the places of those before stay true
        for match in reversed(list(_FIELD.finditer(whole))):
            found.add(match[1])
            _join(texts, match.start(), match.end(), match[0])
        for piece, text in zip(pieces, texts, strict=True):
            if piece.text != text:
                piece.text = text
                piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return found


def _join(texts: list[str], start: int, end: int, field: str) -> None:
    """Put what stands from `start` to `end` of all texts into the text where it starts."""
    at = 0
    first = True
    for number, text in enumerate(texts):
        left, right = max(start - at, 0), min(end - at, len(text))
        at += len(text)
        if left < right:
            texts[number] = text[:left] + (field if first else "") + text[right:]
            first = False


class _Styles:
    """The template's own styles, renamed, with what its defaults say at their root."""

    def __init__(self, submission: Submission) -> None:
        package = submission.package
        relation = package.related(package.main, "styles")
        self._root: Element | None = None if relation is None else package.parse(relation.target)
        self._known = {} if self._root is None else {one.get(_STYLE_ID, ""): one for one in self._root.iter(w("style"))}
        self._used: dict[str, Element] = {}

    def rename(self, body: Element) -> None:
        """Point every paragraph, run and table at the renamed styles; a paragraph without a style gets the default."""
        default = next(
            (name for name, one in self._known.items() if one.get(_TYPE) == "paragraph" and one.get(w("default"))), ""
        )
        for paragraph in body.iter(P):
            properties = paragraph.find(PPR)
            if properties is None:
                properties = paragraph.makeelement(PPR)
                paragraph.insert(0, properties)
            if properties.find(PSTYLE) is None:
                properties.insert(0, properties.makeelement(PSTYLE, {VAL: default}))
        for reference in list(body.iter(*_STYLED)):
            name = reference.get(VAL, "")
            if name in self._known:
                self._use(name)
                reference.set(VAL, _PREFIX + name)
            elif reference.tag == PSTYLE:
                reference.set(VAL, _BASE)
            else:
                drop(reference)

    def _use(self, name: str) -> None:
        if name in self._used or name not in self._known:
            return
        style = copy.deepcopy(self._known[name])
        self._used[name] = style
        for child in style.iter(w("link"), w("next"), NUMPR, w("autoRedefine")):
            drop(child)
        if w("default") in style.attrib:
            del style.attrib[w("default")]
        _own_fonts(style)
        style.set(_STYLE_ID, _PREFIX + name)
        style.set(w("customStyle"), "1")
        shown = style.find(NAME)
        if shown is not None:
            shown.set(VAL, f"版头 {shown.get(VAL, name)}")
        for alias in list(style.iter(w("aliases"))):
            drop(alias)
        base = style.find(w("basedOn"))
        if base is not None and base.get(VAL, "") in self._known:
            self._use(base.get(VAL, ""))
            base.set(VAL, _PREFIX + base.get(VAL, ""))
        elif style.get(_TYPE) == "paragraph" and shown is not None:
            if base is not None:
                drop(base)
            shown.addnext(style.makeelement(w("basedOn"), {VAL: _BASE}))

    def xml(self) -> str:
        """The styles as they stand in a styles part."""
        return "".join(map(_text, (self._base(), *self._used.values())))

    def _base(self) -> Element:
        base = etree.Element(w("style"), {_TYPE: "paragraph", w("customStyle"): "1", _STYLE_ID: _BASE})
        etree.SubElement(base, NAME, {VAL: "版头"})
        for tag in (PPR, RPR):
            given = None if self._root is None else self._root.find(f"{w('docDefaults')}/*/{tag}")
            properties = etree.Element(tag) if given is None else copy.deepcopy(given)
            if tag == RPR:
                _complete(properties)
                _own_fonts(properties)
            elif properties.find(_GRID) is None:
                # the grid of our page is not the template's, and would draw its lines apart
                _insert(properties, properties.makeelement(_GRID, {VAL: "0"}), _AFTER_GRID)
            base.append(properties)
        return base


def _own_fonts(root: Element) -> None:
    """A font that is named by its place in the template's theme would be another in ours: that of the base is taken."""
    for fonts in root.iter(w("rFonts")):
        take(fonts, *(w(f"{side}Theme") for side in ("ascii", "hAnsi", "eastAsia")), w("cstheme"))


def _complete(properties: Element) -> None:
    """Say what Word would take where the template says nothing."""
    fonts = properties.find(w("rFonts"))
    if fonts is None:
        fonts = properties.makeelement(w("rFonts"))
        properties.insert(0, fonts)
    for side, font in _WORDS_OWN.items():
        if w(side) not in fonts.attrib:
            fonts.set(w(side), font)
    for name in ("sz", "szCs"):
        if properties.find(w(name)) is None:
            later = _AFTER_SIZE if name == "szCs" else (*_AFTER_SIZE, "szCs")
            _insert(properties, properties.makeelement(w(name), {VAL: _POINTS}), later)


def _insert(properties: Element, one: Element, later: Sequence[str]) -> None:
    """Put a property in the schema's order: before the first of what may follow it."""
    names = set(map(w, later))
    following = next((child for child in properties if child.tag in names), None)
    if following is None:
        properties.append(one)
    else:
        following.addprevious(one)


def _text(element: Element) -> str:
    alone = copy.deepcopy(element)
    etree.cleanup_namespaces(alone)
    return etree.tostring(alone, encoding="unicode", with_tail=False)
