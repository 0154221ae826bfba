"""XML of WordprocessingML: namespaces, units, the property elements with their children in the schema's order, text boxes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, Literal

from trafficlight.documents.content._text_widths import MM_PER_POINT
from trafficlight.layout import Align, Font, OfficialProfile, StyleRule
from trafficlight.ooxml.text import attribute, run_text
from trafficlight.ooxml.xml import DECLARATION, MC, RELATIONSHIPS, WP, WPS, A, R, V, W

# pandoc knows a prefix only where the root declares it
NAMESPACES: Final = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="{MC}" xmlns:wp="{WP}" xmlns:a="{A}" xmlns:wps="{WPS}" xmlns:v="{V}"'
)

JUSTIFICATION: Final[Mapping[Align, str]] = {
    "left": "left",
    "center": "center",
    "right": "right",
    "justify": "both",
    "distribute": "distribute",
}


def relationships(named: Iterable[tuple[str, str, str]]) -> str:
    """A part that says what another needs: the id, kind and target of each."""
    rows = "".join(f'<Relationship Id="{id}" Type="{kind}" Target="{target}"/>' for id, kind, target in named)
    return f'{DECLARATION}<Relationships xmlns="{RELATIONSHIPS}">{rows}</Relationships>'


def twips(points: float) -> int:
    """Points as twentieths of a point."""
    return round(points * 20)


def twips_of_mm(millimetres: float) -> int:
    """Millimetres as twentieths of a point."""
    return round(millimetres * 1440 / 25.4)


def emu(millimetres: float) -> int:
    """Millimetres as English metric units, the lengths of drawings."""
    return round(millimetres * 36000)


# 引号, 破折号, 省略号, ①, ×: what Word draws in the Latin face of its run unless the run says otherwise (MS-OI29500 §2.1.88)
_OF_BOTH_FACES: Final = re.compile("[¡¤§¨ª\xad¯-´¶-º¼-¿×÷\u0370-\u04ff\u2000-\u2bff]")
_CHINESE: Final = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_LATIN: Final = re.compile("[A-Za-z]")


def needs_hint(text: str) -> bool:
    """Whether a run of this text has to say that its quotes and dashes are Chinese."""
    if text.isascii() or _OF_BOTH_FACES.search(text) is None:
        return False
    return _CHINESE.search(text) is not None or _LATIN.search(text) is None


def fonts(font: Font) -> str:
    """`w:rFonts`: without `w:eastAsia` Chinese text would stand in the default face."""
    latin = attribute(font.latin)
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{attribute(font.chinese)}" w:cs="{latin}"/>'


def text_run(
    text: str,
    *,
    font: Font | None = None,
    bold: bool | None = None,
    colour: str | None = None,
    spacing: float | None = None,
    size: float | None = None,
) -> str:
    """文字段: a `w:r` of this text; nothing for none."""
    if not text:
        return ""
    properties = run_properties(font=font, bold=bold, colour=colour, spacing=spacing, size=size, hint=needs_hint(text))
    return f"<w:r>{properties}{run_text(text)}</w:r>"


def run_properties(
    *, font: Font | None = None, bold: bool | None = None, colour: str | None = None, spacing: float | None = None,
    size: float | None = None, hint: bool = False,
) -> str:  # fmt: skip
    """`w:rPr` with what is given, or nothing at all."""
    parts: list[str] = []
    if font is not None or hint:
        named = "<w:rFonts/>" if font is None else fonts(font)
        parts.append(named.replace("<w:rFonts", '<w:rFonts w:hint="eastAsia"') if hint else named)
    if bold is not None:
        parts.append("<w:b/><w:bCs/>" if bold else '<w:b w:val="0"/><w:bCs w:val="0"/>')
    if colour is not None:
        parts.append(f'<w:color w:val="{colour}"/>')
    if spacing is not None:
        parts.append(f'<w:spacing w:val="{twips(spacing)}"/>')
    if size is not None:
        half = round(size * 2)
        parts.append(f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>')
    return f"<w:rPr>{''.join(parts)}</w:rPr>" if parts else ""


def indents(rule: StyleRule) -> str:
    """`w:ind`, in 字 for Word and in twips for those that do not count characters."""
    width = rule.size + rule.spacing
    parts: list[str] = []
    for name, characters in (("left", rule.left), ("right", rule.right)):
        if characters:
            parts.append(f'w:{name}Chars="{round(characters * 100)}" w:{name}="{twips(characters * width)}"')
    if rule.first_indent:
        name = "firstLine" if rule.first_indent > 0 else "hanging"
        characters = abs(rule.first_indent)
        parts.append(f'w:{name}Chars="{round(characters * 100)}" w:{name}="{twips(characters * width)}"')
    return f"<w:ind {' '.join(parts)}/>" if parts else ""


def table_margins(beside: int, above: int) -> str:
    """`w:tblCellMar`: what stays free in each cell of a table, in twips."""
    return (
        f'<w:tblCellMar><w:top w:w="{above}" w:type="dxa"/><w:left w:w="{beside}" w:type="dxa"/>'
        f'<w:bottom w:w="{above}" w:type="dxa"/><w:right w:w="{beside}" w:type="dxa"/></w:tblCellMar>'
    )


def right_tab(position: int, leader: str = "") -> str:
    """`w:tabs` with one tab, in twips, at whose left side text ends; a `leader` fills the way to it."""
    filled = f' w:leader="{leader}"' if leader else ""
    return f'<w:tabs><w:tab w:val="right"{filled} w:pos="{position}"/></w:tabs>'


def exact_spacing(rule: StyleRule, profile: OfficialProfile, *, before: float = 0, after: float = 0) -> str:
    """`w:spacing` of a paragraph: exact lines of the rule's pitch, space around it in lines of the page."""
    pitch = profile.page.line_pitch
    line = rule.line if rule.line is not None else pitch
    return (
        f'<w:spacing w:before="{twips(before * pitch)}" w:after="{twips(after * pitch)}"'
        f' w:line="{twips(line)}" w:lineRule="exact"/>'
    )


# what a screen reader passes over; programs that do not know the word are told the shape's name
_DECORATIVE: Final = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative'
    ' xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)
_WRAPS: Final = {"square": '<wp:wrapSquare wrapText="bothSides"/>', "top_and_bottom": "<wp:wrapTopAndBottom/>"}


def text_box(
    paragraphs: str,
    *,
    number: int,
    name: str,
    at: tuple[float, float],
    size: tuple[float, float],
    turned: bool = False,
    decorative: bool = False,
    wrap: Literal["square", "top_and_bottom"] = "square",
) -> str:
    """文本框: a run with a text box whose top left corner stands at `at` on the page; all lengths in millimetres.

    `turned` sets its text a quarter turn clockwise; what is `decorative` no screen reader reads. `wrap` says whether the
    text makes room beside it or above and below.
    (With no wrapping at all LibreOffice leaves some boxes of a footer in the page's corner.)
    """
    across, down = (emu(length) for length in at)
    width, height = (emu(length) for length in size)
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="251658240" behindDoc="0"'
        ' locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{across}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{down}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f"{_WRAPS[wrap]}"
        f'<wp:docPr id="{number}" name="{attribute(name)}" descr="{attribute(name)}">'
        f"{_DECORATIVE if decorative else ''}</wp:docPr>"
        "<wp:cNvGraphicFramePr/>"
        f'<a:graphic><a:graphicData uri="{WPS}">'
        '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr>'
        f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>'
        f"<wps:txbx><w:txbxContent>{paragraphs}</w:txbxContent></wps:txbx>"
        f'<wps:bodyPr rot="0" vert="{"vert" if turned else "horz"}" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0"'
        ' anchor="t" anchorCtr="0"><a:noAutofit/></wps:bodyPr></wps:wsp></a:graphicData></a:graphic>'
        f"</wp:anchor></w:drawing></mc:Choice>{_fallback(paragraphs, name, at, size, turned=turned)}</mc:AlternateContent></w:r>"
    )


def _fallback(paragraphs: str, name: str, at: tuple[float, float], size: tuple[float, float], *, turned: bool) -> str:
    """The same box for programs that know no newer one, and for those that only take the text: pandoc, mammoth, AbiWord."""
    left, top, width, height = (f"{length / MM_PER_POINT:.1f}pt" for length in (*at, *size))
    flow = ' style="layout-flow:vertical"' if turned else ""
    return (
        f'<mc:Fallback><w:pict><v:rect alt="{attribute(name)}" stroked="f" filled="f"'
        f' style="position:absolute;margin-left:{left};margin-top:{top};width:{width};height:{height};z-index:1;'
        'mso-position-horizontal-relative:page;mso-position-vertical-relative:page">'
        f'<v:textbox inset="0,0,0,0"{flow}><w:txbxContent>{paragraphs}</w:txbxContent></v:textbox></v:rect></w:pict>'
        "</mc:Fallback>"
    )
