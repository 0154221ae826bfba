"""版式套用 (restyle): an article's text is set in the compendium's styles; its tables and pictures keep their look.

“一、…” in bold or in 黑体 becomes a heading: most articles write their headings so, without a style.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from attrs import evolve

from trafficlight.articles._tree import (
    PARAGRAPH,
    child_of,
    child_or_new,
    drop,
    drop_all,
    is_on,
    properties_of,
    put,
    text_of,
)
from trafficlight.documents.docx.style_sheet import style_id
from trafficlight.layout import OfficialProfile, Style, StyleRule
from trafficlight.layout._profiles import POINTS
from trafficlight.ooxml.xml import BODY, BOX, DRAWING, NUMPR, PICT, PPR, PSTYLE, RPR, RUN, TC, VAL, WP, Element, M, P, w

UNIT_STYLE: Final = "article_unit"
TITLE_STYLE: Final = "article_title"
_LIST_STYLE: Final = "article_list"
_TABLE_STYLE: Final = "article_table"
_PICTURE_STYLE: Final = "article_picture"
_FOOTNOTE_STYLE: Final = "footnote_text"
_ENDNOTE_STYLE: Final = "endnote_text"

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
        style_id(_LIST_STYLE),
    ),
    **dict.fromkeys((f"heading {number}" for number in range(5, 10)), style_id(Style.HEADING4)),
}
"""Paragraph styles of others, by name, for which the compendium has its own."""

_BODY: Final = style_id(Style.BODY)
_LIST: Final = style_id(_LIST_STYLE)
_TABLE: Final = style_id(_TABLE_STYLE)
_PICTURE: Final = style_id(_PICTURE_STYLE)
_PLAIN: Final = frozenset({"", "Normal", _BODY})
_BY_ALIGNMENT: Final = {
    "center": style_id(Style.CENTERED),
    "right": style_id(Style.RIGHT),
    "end": style_id(Style.RIGHT),
}
_NOTES: Final = {w("footnote"): style_id(_FOOTNOTE_STYLE), w("endnote"): style_id(_ENDNOTE_STYLE)}
_HEADINGS: Final = (Style.HEADING1, Style.HEADING2, Style.HEADING3, Style.HEADING4)
_OURS: Final = frozenset(
    {_BODY, _LIST, _PICTURE, *_BY_ALIGNMENT.values(), *_NOTES.values(), *map(style_id, (*_HEADINGS, Style.TITLE))}
)
"""Styles that say all of a paragraph's look: what was set by hand beside them goes."""

_BY_HAND: Final = frozenset(
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

_NUMBERED: Final = (
    (re.compile("[一二三四五六七八九十]{1,3}、"), style_id(Style.HEADING1)),
    (re.compile("（[一二三四五六七八九十]{1,3}）"), style_id(Style.HEADING2)),
)
_LONGEST: Final = 40  # characters; a sentence in bold is no heading
_ENDS_A_SENTENCE: Final = tuple("。；：，、！？…")
_HEADING_FACES: Final = ("黑体", "楷体", "方正小标宋", "simhei", "kaiti")
_BOLD: Final = (w("b"), w("bCs"))


def article_profile(profile: OfficialProfile) -> OfficialProfile:
    """文章版式: the profile with styles for what articles hold: lists, tables, pictures, notes; headings one level deeper.

    A style that the profile has under one of these keys stays as it is.
    """
    body, table = profile.style(Style.BODY), profile.style(Style.TABLE_TEXT)
    note = StyleRule(name="footnote text", size=POINTS["小五"], line=13, on_grid=False)
    headings = {key: evolve(profile.style(key), outline=2 + number) for number, key in enumerate(_HEADINGS, 1)}
    own = {
        UNIT_STYLE: evolve(body, name="报送单位", face="kai", first_indent=0, align="left", keep_next=True),
        TITLE_STYLE: evolve(profile.style(Style.TITLE), name="文章标题", before=0.5, after=1),
        _LIST_STYLE: evolve(body, name="List Paragraph", first_indent=0),
        _TABLE_STYLE: evolve(table, name="文章表内文字", align="justify"),
        _PICTURE_STYLE: evolve(
            body, name="文章图片", first_indent=0, before=0.3, after=0.3, align="center", on_grid=False
        ),
        _FOOTNOTE_STYLE: note,
        _ENDNOTE_STYLE: evolve(note, name="endnote text"),
    }
    return profile.restyled(**headings, **{key: rule for key, rule in own.items() if key not in profile.styles})


def restyle(root: Element) -> None:
    """Set the paragraphs of a text in the compendium's styles; their references have been renamed before."""
    for paragraph in root.iter(P):
        holder = paragraph.getparent()
        if holder is None:
            continue
        given = _style(paragraph)
        style = _restyled(paragraph, given, holder)
        if style == _BODY and holder.tag == BODY:
            runs = list(runs_of(paragraph))
            heading = _heading_by_hand(paragraph, runs)
            if heading is not None:
                style = heading
                _unbold(runs)
        if style != given:
            _set_style(paragraph, style)
        if holder.tag not in {TC, BOX} and style in _OURS:
            _take_off(paragraph, style)
        if style == _LIST:
            _indent_list(paragraph)
        if _holds_tall(paragraph):
            _let_grow(paragraph)


def runs_of(paragraph: Element) -> Iterator[Element]:
    """The runs of a paragraph, those in links and fields too, but not those in its text boxes."""
    for child in paragraph:
        if child.tag == RUN:
            yield child
        elif child.tag != PPR:
            yield from child.iterchildren(RUN)


def _restyled(paragraph: Element, style: str, holder: Element) -> str:
    if style not in _PLAIN:
        return style
    if holder.tag in {TC, BOX}:
        return _TABLE
    if holder.tag in _NOTES:
        return _NOTES[holder.tag]
    if holder.tag != BODY:
        return style
    properties = child_of(paragraph, PPR)
    if properties is not None and child_of(properties, NUMPR) is not None:
        return _LIST
    if _holds_tall(paragraph) and not text_of(paragraph):
        return _PICTURE
    alignment = None if properties is None else child_of(properties, w("jc"))
    return _BODY if alignment is None else _BY_ALIGNMENT.get(alignment.get(VAL, ""), _BODY)


def _style(paragraph: Element) -> str:
    named = child_of(paragraph, PPR, PSTYLE)
    return "" if named is None else named.get(VAL, "")


def _set_style(paragraph: Element, style: str) -> None:
    properties = properties_of(paragraph)
    child_or_new(properties, PSTYLE).set(VAL, style)


def _indent_list(paragraph: Element) -> None:
    """An item of a list begins where a paragraph does, 2字 in for each level, and wraps flush (GB/T 9704 §7.3.3)."""
    properties = properties_of(paragraph)
    level = child_of(properties, NUMPR, w("ilvl"))
    deep = int(level.get(VAL, "0")) if level is not None else 0  # a digit: numbering was written out by us
    drop_all(properties.iterchildren(w("ind")))
    indent = put(properties, properties.makeelement(w("ind")), PARAGRAPH)
    for name, value in (("leftChars", 200 * deep), ("left", 630 * deep), ("firstLineChars", 200), ("firstLine", 630)):
        indent.set(w(name), str(value))


def _take_off(paragraph: Element, style: str) -> None:
    """Take off what was set by hand; only the alignment of a heading or title stays."""
    for child in list(properties_of(paragraph)):
        if child.tag in _BY_HAND:
            drop(child)
        elif child.tag == RPR:
            _take_off_run(child)
    runs = list(runs_of(paragraph))
    for run in runs:
        properties = child_of(run, RPR)
        if properties is not None:
            _take_off_run(properties)
    if style == _BODY and runs:
        first = next((child for child in runs[0] if child.tag != RPR), None)
        if first is not None and first.tag == w("t") and first.text:
            first.text = _LEADING.sub("", first.text)  # the style indents by itself


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
    properties = properties_of(paragraph)
    spacing = properties.find(w("spacing"))
    if spacing is None:
        spacing = put(properties, properties.makeelement(w("spacing")), PARAGRAPH)
    if spacing.get(w("lineRule"), "auto") != "auto" or spacing.get(w("line")) is None:
        spacing.set(w("line"), "240")
        spacing.set(w("lineRule"), "auto")


def _heading_by_hand(paragraph: Element, runs: Sequence[Element]) -> str | None:
    """The heading style (GB/T 9704 §7.3.3) of a numbered line that is all in bold or in a heading's face, if it is one."""
    words = text_of(paragraph)
    if not words or len(words) > _LONGEST or words.endswith(_ENDS_A_SENTENCE):
        return None
    style = next((style for mark, style in _NUMBERED if mark.match(words)), None)
    return style if style is not None and all(_stands_out(run) for run in runs if text_of(run)) else None


def _stands_out(run: Element) -> bool:
    properties = child_of(run, RPR)
    if properties is None:
        return False
    fonts = child_of(properties, w("rFonts"))
    face = "" if fonts is None else fonts.get(w("eastAsia"), "").lower()
    return is_on(child_of(properties, w("b"))) or face.startswith(_HEADING_FACES)


def _unbold(runs: Sequence[Element]) -> None:
    """Take the bold off that said that a line is a heading: now its style says it."""
    for run in runs:
        for properties in run.iterchildren(RPR):
            drop_all(properties.iterchildren(*_BOLD))
