"""文本框 (text boxes) at a place on the page, as DrawingML shapes without line or fill."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final, Literal

from attrs import frozen

from trafficlight.documents.content import Colophon
from trafficlight.documents.docx.context import Context
from trafficlight.documents.docx.paragraph_xml import line, smallest
from trafficlight.documents.docx.xml import MM_PER_POINT, characters, emu, twips, twips_of_mm
from trafficlight.layout import Labels, Style
from trafficlight.model._periods import chinese_date
from trafficlight.ooxml.text import attribute

_WRAPS: Final = {"square": '<wp:wrapSquare wrapText="bothSides"/>', "top_and_bottom": "<wp:wrapTopAndBottom/>"}


def text_box(
    paragraphs: str,
    *,
    number: int,
    name: str,
    at: tuple[float, float],
    size: tuple[float, float],
    turned: bool = False,
    wrap: Literal["square", "top_and_bottom"] = "square",
) -> str:
    """A run with a text box whose top left corner stands at `at` on the page; all lengths in millimetres.

    `turned` sets its text a quarter turn clockwise. `wrap` says whether the text makes room beside it or above and below.
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
        f'<wp:docPr id="{number}" name="{attribute(name)}"/><wp:cNvGraphicFramePr/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr>'
        f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>'
        f"<wps:txbx><w:txbxContent>{paragraphs}</w:txbxContent></wps:txbx>"
        f'<wps:bodyPr rot="0" vert="{"vert" if turned else "horz"}" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0"'
        ' anchor="t" anchorCtr="0"><a:noAutofit/></wps:bodyPr></wps:wsp></a:graphicData></a:graphic>'
        "</wp:anchor></w:drawing></mc:Choice><mc:Fallback/></mc:AlternateContent></w:r>"
    )


# --- 版记 (colophon): ruled lines at the foot of the text, in a text box at a place on the page (GB/T 9704- ---

_PADDING: Final = 1.2  # millimetres above and below the lines of a row
_FOOT: Final = 1 * MM_PER_POINT  # the paragraph that must follow a table


@frozen
class _Row:
    text: str
    hanging: float = 0  # 字
    tab: bool = False


def colophon_paragraph(block: Colophon, context: Context) -> str:
    """The paragraph that anchors the text box; it takes no room itself."""
    page = context.profile.page
    rows = list(_rows(block, context.profile.labels))
    heights = [_height(row, context) for row in rows]
    # the last rule lies on the lower edge of the text, so the foot goes below it
    height = sum(heights) + _FOOT
    box = text_box(
        _table(rows, heights, context, ruled=block.ruled) + smallest(),
        number=context.drawing_number(),
        name="版记",
        at=(page.left, page.height - page.bottom + _FOOT - height),
        size=(page.text_width, height),
        wrap="top_and_bottom",
    )
    return smallest(runs=box)


def _rows(block: Colophon, labels: Labels) -> Iterator[_Row]:
    for text in block.lines:
        yield _Row(text)
    if block.copies:
        ended = block.copies if block.copies.endswith("。") else f"{block.copies}。"
        yield _Row(labels.copies + ended, hanging=characters(labels.copies))
    if block.issuer or block.date is not None:
        printed = "" if block.date is None else f"\t{chinese_date(block.date)}{labels.printed}"
        yield _Row(block.issuer + printed, tab=True)


def _height(row: _Row, context: Context) -> float:
    """How tall a row is, in millimetres; it is set exactly, so that the last rule stands where it must."""
    rule = context.profile.style(Style.COLOPHON)
    room = context.profile.page.text_width / MM_PER_POINT / rule.size - rule.left - rule.right - row.hanging
    lines = 1 if row.tab else max(math.ceil((characters(row.text) - row.hanging) / math.floor(room)), 1)
    return lines * (rule.line or rule.size) * MM_PER_POINT + 2 * _PADDING


def _table(rows: list[_Row], heights: list[float], context: Context, *, ruled: bool) -> str:
    width = twips_of_mm(context.profile.page.text_width)
    look = context.profile.colophon
    thick, thin = (round(weight * 8) for weight in (look.thick, look.thin))
    pad = twips_of_mm(_PADDING)
    body = "".join(
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{twips_of_mm(height)}" w:hRule="exact"/></w:trPr>'
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{_paragraph(row, context, width)}</w:tc></w:tr>'
        for row, height in zip(rows, heights, strict=True)
    )
    borders = (
        "<w:tblBorders>"
        + "".join(
            f'<w:{side} w:val="single" w:sz="{weight}" w:space="0" w:color="{look.colour or "auto"}"/>'
            for side, weight in (("top", thick), ("bottom", thick), ("insideH", thin))
        )
        + "</w:tblBorders>"
        if ruled
        else ""
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>{borders}'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="{pad}" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>'
        f'<w:bottom w:w="{pad}" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar><w:tblCaption w:val="版记"/></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>{body}</w:tbl>'
    )


def _paragraph(row: _Row, context: Context, width: int) -> str:
    rule = context.profile.style(Style.COLOPHON)
    left, right, hang = (twips(length * rule.size) for length in (rule.left + row.hanging, rule.right, row.hanging))
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{width - right}"/></w:tabs>' if row.tab else ""
    indent = f'<w:ind w:leftChars="0" w:left="{left}" w:rightChars="0" w:right="{right}"'
    hanging = f' w:hangingChars="0" w:hanging="{hang}"/>' if row.hanging else "/>"
    return line(context, Style.COLOPHON, row.text, layout=tabs + indent + hanging)
