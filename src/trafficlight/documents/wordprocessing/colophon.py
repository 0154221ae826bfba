"""版记 (colophon): ruled lines at the foot of the text, in a text box at a place on the page (GB/T 9704-2012 §7.4).

A floating table as wide as the text does not float in LibreOffice, and a frame at the foot stays where it was written;
a text box that holds the table stands right in Word and in LibreOffice.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from attrs import frozen

from trafficlight.documents.content import Colophon
from trafficlight.documents.inline import Style
from trafficlight.documents.looks import Labels
from trafficlight.documents.wordprocessing.context import Context
from trafficlight.documents.wordprocessing.paragraph import line, smallest
from trafficlight.documents.wordprocessing.shapes import text_box
from trafficlight.documents.wordprocessing.xml import MM_PER_POINT, characters, twips, twips_of_mm
from trafficlight.model.period import chinese_date

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
