"""文本框 (text boxes) at a place on the page, as DrawingML shapes without line or fill."""

from __future__ import annotations

from typing import Final, Literal

from trafficlight.documents.wordprocessing.text import attribute
from trafficlight.documents.wordprocessing.xml import emu

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
