"""小标题 (headings set by hand): “一、…” in bold or in 黑体 is a heading, as most articles write it, without its style."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from trafficlight.articles._tree import drop, text_of
from trafficlight.documents.docx.style_sheet import style_id
from trafficlight.layout import Style
from trafficlight.ooxml.xml import (
    BODY,
    BOX,
    DRAWING,
    NUMPR,
    PICT,
    PPR,
    PSTYLE,
    RPR,
    RUN,
    SECTION,
    TC,
    VAL,
    WP,
    Element,
    M,
    P,
    w,
)

_LEVELS: Final = (
    (re.compile("[一二三四五六七八九十]{1,3}、"), style_id(Style.HEADING1)),
    (re.compile("（[一二三四五六七八九十]{1,3}）"), style_id(Style.HEADING2)),
)
_LONGEST: Final = 40  # characters; a sentence in bold is no heading
_ENDS_A_SENTENCE: Final = tuple("。；：，、！？…")
_FACES: Final = ("黑体", "楷体", "方正小标宋", "simhei", "kaiti")
_BOLD: Final = (w("b"), w("bCs"))
_OFF: Final = frozenset({"0", "false", "off"})


def heading_by_hand(paragraph: Element, runs: Sequence[Element]) -> str | None:
    """The house's heading style (GB/T 9704 §7.3.3) of a numbered line that is all in bold or in a heading's face, if it is one."""
    words = text_of(paragraph)
    if not words or len(words) > _LONGEST or words.endswith(_ENDS_A_SENTENCE):
        return None
    style = next((style for mark, style in _LEVELS if mark.match(words)), None)
    return style if style is not None and all(_stands_out(run) for run in runs if text_of(run)) else None


def unbold(runs: Sequence[Element]) -> None:
    """Take the bold off that said that a line is a heading: now its style says it."""
    for run in runs:
        for properties in run.iterchildren(RPR):
            for bold in list(properties.iterchildren(*_BOLD)):
                drop(bold)


def _stands_out(run: Element) -> bool:
    properties = run.find(RPR)
    if properties is None:
        return False
    bold = properties.find(w("b"))
    fonts = properties.find(w("rFonts"))
    face = "" if fonts is None else fonts.get(w("eastAsia"), "").lower()
    return (bold is not None and bold.get(VAL, "1") not in _OFF) or face.startswith(_FACES)


# --- 版式套用 (look): an article's text is set in the house's styles; what its tables and pictures look like  ---

LIST_STYLE: Final = "article_list"
TABLE_STYLE: Final = "article_table"
PICTURE_STYLE: Final = "article_picture"
FOOTNOTE_STYLE: Final = "footnote_text"
ENDNOTE_STYLE: Final = "endnote_text"

SYNONYMS: Final = {
    **dict.fromkeys(
        (
            "no spacing;plain text;normal (web);body text indent;body text indent 2;body text indent 3;body text 2;body text 3;"
            "body text first indent;body text first indent 2;normal indent;text body;default;block text;正文缩进;纯文本"
        ).split(";"),
        style_id(Style.BODY),
    ),
    **dict.fromkeys(
        (
            f"list{kind}{number}"
            for kind in ("", " bullet", " number", " continue")
            for number in ("", " 2", " 3", " 4", " 5")
        ),
        style_id(LIST_STYLE),
    ),
    **dict.fromkeys((f"heading {number}" for number in range(5, 10)), style_id(Style.HEADING4)),
}
"""Paragraph styles of others, by name, for which the house has its own."""

_LIST_STYLE: Final = style_id(LIST_STYLE)
_BODY_STYLE: Final = style_id(Style.BODY)
_PLAIN: Final = frozenset({"", "Normal", _BODY_STYLE})
_BY_ALIGNMENT: Final = {
    "center": style_id(Style.CENTERED),
    "right": style_id(Style.RIGHT),
    "end": style_id(Style.RIGHT),
}
_NOTES: Final = {w("footnote"): style_id(FOOTNOTE_STYLE), w("endnote"): style_id(ENDNOTE_STYLE)}
_HOUSE: Final = frozenset(
    {
        _BODY_STYLE,
        _LIST_STYLE,
        style_id(PICTURE_STYLE),
        *_BY_ALIGNMENT.values(),
        *_NOTES.values(),
        *(style_id(key) for key in (Style.HEADING1, Style.HEADING2, Style.HEADING3, Style.HEADING4, Style.TITLE)),
    }
)
_SET_BY_HAND: Final = frozenset(
    map(
        w,
        (
            "spacing ind contextualSpacing mirrorIndents snapToGrid jc textAlignment shd adjustRightInd autoSpaceDE"
            " autoSpaceDN topLinePunct wordWrap kinsoku overflowPunct"
        ).split(),
    )
)
_RUN_BY_HAND: Final = frozenset(map(w, "rFonts color spacing w kern position sz szCs lang fitText shd".split()))
_SYMBOLS: Final = ("symbol", "wingdings", "webdings", "mt extra")
_TALL: Final = (DRAWING, PICT, f"{{{M}}}oMath", w("ruby"))
_INLINE: Final = f"{{{WP}}}inline"
_LEADING: Final = re.compile("^[ \t\u3000\u00a0]+")
_AFTER_SPACING: Final = frozenset(
    map(
        w,
        (
            "ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl"
            " divId cnfStyle rPr sectPr pPrChange"
        ).split(),
    )
)


_AFTER_INDENT: Final = _AFTER_SPACING - {w("ind")}


def dress(root: Element) -> None:
    """Set the paragraphs of a text in the house's styles; style names are the compendium's by now."""
    for paragraph in root.iter(P):
        holder = paragraph.getparent()
        if holder is None:
            continue
        style = _style(paragraph)
        dressed = _dressed(paragraph, style, holder)
        if dressed == _BODY_STYLE and holder.tag == BODY:
            runs = list(_runs(paragraph))
            heading = heading_by_hand(paragraph, runs)
            if heading is not None:
                dressed = heading
                unbold(runs)
        if dressed != style:
            _set_style(paragraph, dressed)
        if holder.tag not in {TC, BOX} and dressed in _HOUSE:
            _take_off(paragraph, dressed)
        if dressed == _LIST_STYLE:
            _indent_list(paragraph)
        if _holds_tall(paragraph):
            _let_grow(paragraph)


def _indent_list(paragraph: Element) -> None:
    """An item of a list begins where a paragraph does, 2字 in for each level, and wraps flush (GB/T 9704 §7.3.3)."""
    properties = _properties(paragraph)
    level = properties.find(f"{NUMPR}/{w('ilvl')}")
    deep = int(level.get(VAL, "0")) if level is not None else 0  # a digit: numbering was written out by us
    for stale in list(properties.iterchildren(w("ind"))):
        drop(stale)
    values = {"leftChars": 200 * deep, "left": 630 * deep, "firstLineChars": 200, "firstLine": 630}
    indent = properties.makeelement(w("ind"), {w(name): str(value) for name, value in values.items()})
    properties.insert(sum(1 for child in properties if child.tag not in _AFTER_INDENT), indent)


def _dressed(paragraph: Element, style: str, holder: Element) -> str:
    if style not in _PLAIN:
        return style
    if holder.tag in {TC, BOX}:
        return style_id(TABLE_STYLE)
    if holder.tag in _NOTES:
        return _NOTES[holder.tag]
    if holder.tag != BODY:
        return style
    properties = paragraph.find(PPR)
    if properties is not None and properties.find(NUMPR) is not None:
        return _LIST_STYLE
    if _holds_tall(paragraph) and not text_of(paragraph):
        return style_id(PICTURE_STYLE)
    alignment = None if properties is None else properties.find(w("jc"))
    return _BODY_STYLE if alignment is None else _BY_ALIGNMENT.get(alignment.get(VAL, ""), _BODY_STYLE)


def _style(paragraph: Element) -> str:
    named = paragraph.find(f"{PPR}/{PSTYLE}")
    return "" if named is None else named.get(VAL, "")


def _set_style(paragraph: Element, style: str) -> None:
    properties = _properties(paragraph)
    named = properties.find(PSTYLE)
    if named is None:
        named = properties.makeelement(PSTYLE)
        properties.insert(0, named)
    named.set(VAL, style)


def _properties(paragraph: Element) -> Element:
    properties = paragraph.find(PPR)
    if properties is None:
        properties = paragraph.makeelement(PPR)
        paragraph.insert(0, properties)
    return properties


def _take_off(paragraph: Element, style: str) -> None:
    """Take off what was set by hand; only the alignment of a heading or title stays."""
    for child in list(_properties(paragraph)):
        if child.tag in _SET_BY_HAND:
            drop(child)
        elif child.tag == RPR:
            _take_off_run(child)
    runs = list(_runs(paragraph))
    for run in runs:
        properties = run.find(RPR)
        if properties is not None:
            _take_off_run(properties)
    if style == _BODY_STYLE and runs:
        first = next((child for child in runs[0] if child.tag != RPR), None)
        if first is not None and first.tag == w("t") and first.text:
            first.text = _LEADING.sub("", first.text)  # the house indents by itself


def _runs(paragraph: Element) -> Iterator[Element]:
    """The runs of a paragraph, those in links and fields too, but not those in its text boxes."""
    for child in paragraph:
        if child.tag == RUN:
            yield child
        elif child.tag != PPR:
            yield from child.iterchildren(RUN)


def _take_off_run(properties: Element) -> None:
    for child in list(properties):
        if child.tag in _RUN_BY_HAND and not (child.tag == w("rFonts") and _is_symbol(child)):
            drop(child)


def _is_symbol(fonts: Element) -> bool:
    return any(str(name).lower().startswith(_SYMBOLS) for name in fonts.attrib.values())


def _holds_tall(paragraph: Element) -> bool:
    """Whether something stands in the line that is higher than a line: exact spacing would cut it off."""
    for found in paragraph.iter(*_TALL):
        floats = found.tag == DRAWING and found.find(_INLINE) is None
        if not floats and next(found.iterancestors(P)) is paragraph:
            return True
    return False


def _let_grow(paragraph: Element) -> None:
    properties = _properties(paragraph)
    spacing = properties.find(w("spacing"))
    if spacing is None:
        spacing = properties.makeelement(w("spacing"))
        before = sum(1 for child in properties if child.tag not in _AFTER_SPACING)
        properties.insert(before, spacing)
    if spacing.get(w("lineRule"), "auto") != "auto" or spacing.get(w("line")) is None:
        spacing.set(w("line"), "240")
        spacing.set(w("lineRule"), "auto")


def trim(body: Element) -> None:
    """Take empty paragraphs and page breaks off both ends of an article: it starts under its title, and ends where it ends."""
    for step in (iter(list(body)), iter(list(body)[::-1])):
        for child in step:
            if child.tag == SECTION:
                continue
            if child.tag != P or child.find(f"{PPR}/{SECTION}") is not None or not _is_empty(child):
                break
            drop(child)
    first = next((child for child in body if child.tag == P), None)
    if first is not None and first is next(iter(body), None):
        for switch in list(first.iterchildren(PPR)):
            for before in list(switch.iterchildren(w("pageBreakBefore"))):
                drop(before)
        opening = next(_runs(first), None)
        found = None if opening is None else next((child for child in opening if child.tag != RPR), None)
        if found is not None and found.tag == w("br") and found.get(w("type")) == "page":
            drop(found)


def _is_empty(paragraph: Element) -> bool:
    return all(
        child.tag in {PPR, RUN}
        and (
            child.tag == PPR
            or all(
                inner.tag in {RPR, w("br")} or (not (inner.text or "").strip() and inner.tag == w("t"))
                for inner in child
            )
        )
        for child in paragraph
    )
