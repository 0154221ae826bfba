"""样式表: the parts that follow from the profile alone: styles.xml, with nothing that no block uses, font table and theme."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from trafficlight.documents.docx.word_xml import (
    JUSTIFICATION,
    exact_spacing,
    fonts,
    indents,
    right_tab,
    run_properties,
    table_margins,
    twips_of_mm,
)
from trafficlight.errors import DocumentError
from trafficlight.layout import OfficialProfile, Style, StyleRule
from trafficlight.layout._keys import FACES
from trafficlight.messages import Words, said
from trafficlight.ooxml.text import attribute
from trafficlight.ooxml.xml import DECLARATION, A, W

GRID_STYLE: Final = "Grid"
OPEN_GRID_STYLE: Final = "OpenGrid"
_OPEN_GRID: Final = Words("无线表格", "Open Grid")


@lru_cache(maxsize=256)
def style_id(key: str) -> str:
    """The id of a style in the file: `table_text` is `TableText`."""
    return attribute("".join(word[:1].upper() + word[1:] for word in key.split("_")))


@lru_cache(maxsize=16)
def styles_part(profile: OfficialProfile) -> str:
    """The whole part."""
    _refuse_equal_names(profile)
    body = profile.style(Style.BODY)
    half = round(body.size * 2)
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts(profile.fonts.of(body.face))}"
        f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
        f'<w:lang w:val="{profile.language_tag}" w:eastAsia="{profile.language_tag}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )
    rules = "".join(_paragraph_style(key, rule, profile) for key, rule in profile.styles.items())
    if profile.red_head.template is not None:
        rules += profile.red_head.template.styles
    return f'{DECLARATION}<w:styles xmlns:w="{W}">{defaults}{_base(profile)}{_grid_styles(profile)}{rules}</w:styles>'


def _refuse_equal_names(profile: OfficialProfile) -> None:
    """Word takes two styles of one name, without case, for one; so do programs with ids."""
    for what in ([rule.name for rule in profile.styles.values()], [style_id(key) for key in profile.styles]):
        folded = [name.casefold() for name in what]
        twice = sorted({name for name, fold in zip(what, folded, strict=True) if folded.count(fold) > 1})
        if twice:
            raise DocumentError(
                f"版式“{profile.name}”的样式重名：{'、'.join(twice)}。",
                f"styles of the profile “{profile.name}” have one name: {', '.join(twice)}",
            )


def _base(profile: OfficialProfile) -> str:
    """The styles that all others are based on.

    In a Chinese document Latin letters and digits have no language: as Chinese text LibreOffice would break their words and
    numbers anywhere (20|23年), and as English a screen reader would change its voice for each number.
    """
    no_language = '<w:rPr><w:lang w:val="x-none"/></w:rPr>' if profile.language == "zh" else ""
    return (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f'<w:pPr><w:widowControl w:val="0"/><w:jc w:val="both"/></w:pPr>{no_language}</w:style>{_OTHER_BASE}'
    )


_OTHER_BASE: Final = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/><w:unhideWhenUsed/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
    f"{table_margins(108, 0)}</w:tblPr></w:style>"
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/></w:style>'
)


def _grid_styles(profile: OfficialProfile) -> str:
    look = profile.table
    frame, rule = (
        f'w:val="single" w:sz="{round(weight * 8)}" w:space="0" w:color="{look.rule_colour}"'
        for weight in (look.frame, look.rule)
    )
    borders = (
        f"<w:tblBorders><w:top {frame}/><w:left {frame}/><w:bottom {frame}/><w:right {frame}/>"
        f"<w:insideH {rule}/><w:insideV {rule}/></w:tblBorders>"
    )
    # without rules rows are lines of the text, and follow its pitch
    closed, open_ = (table_margins(twips_of_mm(look.padding), above) for above in (twips_of_mm(look.padding_above), 0))
    return "".join(
        f'<w:style w:type="table"{custom} w:styleId="{name}"><w:name w:val="{shown}"/><w:basedOn w:val="TableNormal"/>'
        f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{lines}</w:tblPr>'
        '<w:tcPr><w:vAlign w:val="center"/></w:tcPr></w:style>'
        for name, shown, lines, custom in (
            (GRID_STYLE, "Table Grid", borders + closed, ""),
            (OPEN_GRID_STYLE, said(_OPEN_GRID, profile.language), open_, ' w:customStyle="1"'),
        )
    )


def _paragraph_style(key: str, rule: StyleRule, profile: OfficialProfile) -> str:
    page = profile.page
    properties = "".join(
        (
            "<w:keepNext/>" if rule.keep_next else "",
            right_tab(twips_of_mm(page.text_width), "dot") if rule.leader else "",
            "" if rule.on_grid else '<w:snapToGrid w:val="0"/>',
            exact_spacing(rule, profile, before=rule.before, after=rule.after),
            indents(rule),
            f'<w:jc w:val="{JUSTIFICATION[rule.align]}"/>',
            "" if rule.outline is None else f'<w:outlineLvl w:val="{rule.outline - 1}"/>',
        )
    )
    custom = (
        "" if rule.name.isascii() else ' w:customStyle="1"'
    )  # Word's own styles have English names in every language
    look = run_properties(
        font=profile.fonts.of(rule.face),
        bold=True if rule.bold else None,
        colour=rule.colour,
        spacing=rule.spacing or None,
        size=rule.size,
    )
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{style_id(key)}"><w:name w:val="{attribute(rule.name)}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{properties}</w:pPr>{look}</w:style>'
    )


_COLOURS: Final = (
    ("dk1", "000000"),
    ("lt1", "FFFFFF"),
    ("dk2", "44546A"),
    ("lt2", "E7E6E6"),
    ("accent1", "1F6FB5"),
    ("accent2", "FFC000"),
    ("accent3", "C00000"),
    ("accent4", "548235"),
    ("accent5", "7F7F7F"),
    ("accent6", "7030A0"),
    ("hlink", "0563C1"),
    ("folHlink", "954F72"),
)
_FILL: Final = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE: Final = f'<a:ln w="6350" cap="flat" cmpd="sng" algn="ctr">{_FILL}<a:prstDash val="solid"/></a:ln>'
_EFFECT: Final = "<a:effectStyle><a:effectLst/></a:effectStyle>"


@lru_cache(maxsize=16)
def theme_part(profile: OfficialProfile) -> str:
    """The whole part, with the profile's body and title fonts as its minor and major ones."""
    colours = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLOURS)
    fonts = "".join(
        f'<a:{which}Font><a:latin typeface="{attribute(font.latin)}"/><a:ea typeface="{attribute(font.chinese)}"/>'
        f'<a:cs typeface=""/></a:{which}Font>'
        for which, font in (("major", profile.fonts.xiaobiaosong), ("minor", profile.fonts.fangsong))
    )
    return (
        f'{DECLARATION}<a:theme xmlns:a="{A}" name="Office">'
        f'<a:themeElements><a:clrScheme name="Office">{colours}</a:clrScheme>'
        f'<a:fontScheme name="Office">{fonts}</a:fontScheme><a:fmtScheme name="Office">'
        f"<a:fillStyleLst>{_FILL * 3}</a:fillStyleLst><a:lnStyleLst>{_LINE * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{_EFFECT * 3}</a:effectStyleLst><a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst>"
        "</a:fmtScheme></a:themeElements></a:theme>"
    )


@lru_cache(maxsize=16)
def font_table_part(profile: OfficialProfile) -> str:
    """The fonts, each with the one to take where it is missing."""
    rows: dict[str, str] = {}
    for face in FACES:
        font = profile.fonts.of(face)
        other = f'<w:altName w:val="{attribute(font.fallback)}"/>' if font.fallback else ""
        rows[font.chinese] = f'<w:font w:name="{attribute(font.chinese)}">{other}<w:charset w:val="86"/></w:font>'
        rows.setdefault(font.latin, f'<w:font w:name="{attribute(font.latin)}"/>')
    return f'{DECLARATION}<w:fonts xmlns:w="{W}">{"".join(rows.values())}</w:fonts>'
