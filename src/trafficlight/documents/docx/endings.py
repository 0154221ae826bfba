"""附件说明, 署名和成文日期, 版记: what ends an official document, at the standard's places (GB/T 9704-2012 §7.3, §7.4)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Final

from attrs import frozen

from trafficlight.documents.content import AttachmentList, Colophon, SignatureBlock
from trafficlight.documents.content._text_widths import characters
from trafficlight.documents.docx.paragraph_xml import Context, line, smallest
from trafficlight.documents.docx.word_xml import MM_PER_POINT, exact_spacing, right_tab, text_box, twips, twips_of_mm
from trafficlight.layout import OfficialProfile, Style
from trafficlight.messages import Words, said
from trafficlight.model._periods import date_words

_COLOPHON: Final = Words("版记", "Colophon")
_INDENT: Final = 2  # 字, of 附件说明 and from the right of 署名 (§7.3.4, §7.3.5.2)
SHORT_LIST: Final = 6  # names of 附件 that go over the page together, where the last must
_SEALED_RIGHT: Final = 4  # 字, from the right of a sealed date (§7.3.5.1)
_ROOM_FOR_SEAL: Final = 3  # lines; the seal's top is within a line of the text, its centre a little above the organ

# Programs put a quarter of a character between Chinese and digits, which would shift what is placed by its width. Word is
# told not to; LibreOffice does not listen, so a word joiner, which nobody sees, stands between them.
_NO_AUTOMATIC_SPACE: Final = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
_DIGIT_AND_HANZI: Final = re.compile(r"(?<=\d)(?=\D)|(?<=\D)(?=\d)")
_WORD_JOINER: Final = "\u2060"


def attachment_lines(block: AttachmentList, context: Context, *, keep: bool) -> Iterator[str]:
    """A line above, 2字 in; what wraps stands under the first character of its name."""
    rule = context.profile.style(Style.ATTACHMENT_NOTE)
    label = context.profile.labels.attachments
    together = keep and len(block.names) <= SHORT_LIST
    last = len(block.names) - 1
    for at, (number, name) in enumerate(block.numbered):
        before = label if at == 0 else ""
        left = _INDENT + characters(label + number)
        layout = exact_spacing(rule, context.profile, before=1 if at == 0 else 0) + _indent(
            context, Style.ATTACHMENT_NOTE, left=left, hanging=characters(before + number)
        )
        yield line(
            context,
            Style.ATTACHMENT_NOTE,
            before + number + name,
            keep=together or (keep and at == last),
            layout=layout,
        )


def signature_lines(block: SignatureBlock, context: Context, *, keep: bool) -> Iterator[str]:
    """Each line by the edge that the standard names; the other edge follows from its width."""
    profile = context.profile
    rule = profile.style(Style.SIGNATURE)
    date = date_words(block.date, profile.language)
    organ_width, date_width = characters(block.organ), characters(date)
    placed: tuple[tuple[Style, str, str, float], ...]
    if block.sealed:
        placed = (
            (Style.SIGNATURE, block.organ, "right", _SEALED_RIGHT + (date_width - organ_width) / 2),
            (Style.DATE, date, "right", _SEALED_RIGHT),
        )
    elif date_width > organ_width:
        placed = (
            (Style.SIGNATURE, block.organ, "right", _INDENT + date_width + _INDENT - organ_width),
            (Style.DATE, date, "right", _INDENT),
        )
    else:
        across = profile.page.text_width / MM_PER_POINT / (rule.size + rule.spacing)
        placed = (
            (Style.SIGNATURE, block.organ, "right", _INDENT),
            (Style.DATE, date, "left", across - organ_width),
        )
    before = _ROOM_FOR_SEAL if block.sealed else 1
    for style, text, side, indent in placed:
        # what stands at the left has room to run over the right margin, where a font's digits are wide
        left, right = (indent, -_INDENT) if side == "left" else (0, indent)
        layout = (
            _NO_AUTOMATIC_SPACE
            + exact_spacing(rule, profile, before=before)
            + _indent(context, style, left=max(left, 0), right=right)
            + f'<w:jc w:val="{side}"/>'
        )
        yield line(context, style, _DIGIT_AND_HANZI.sub(_WORD_JOINER, text), keep=keep, layout=layout)
        before = 0


def _indent(context: Context, style: Style, *, left: float, right: float = 0, hanging: float = 0) -> str:
    """`w:ind` in twips alone: a program that counts characters would take its own width for a digit."""
    rule = context.profile.style(style)
    width = rule.size + rule.spacing
    hang = f' w:hanging="{twips(hanging * width)}"' if hanging else ' w:firstLine="0"'
    sides = f'w:leftChars="0" w:left="{twips(left * width)}" w:rightChars="0" w:right="{twips(right * width)}"'
    return f'<w:ind {sides} w:firstLineChars="0"{hang}/>'


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
    rows = list(_rows(block, context.profile))
    heights = [_height(row, context) for row in rows]
    # the last rule lies on the lower edge of the text, so the foot goes below it
    height = sum(heights) + _FOOT
    box = text_box(
        _table(rows, heights, context, ruled=block.ruled) + smallest(),
        number=context.drawing_number(),
        name=said(_COLOPHON, context.profile.language),
        at=(page.left, page.height - page.bottom + _FOOT - height),
        size=(page.text_width, height),
        wrap="top_and_bottom",
    )
    return smallest(runs=box)


def _rows(block: Colophon, profile: OfficialProfile) -> Iterator[_Row]:
    labels = profile.labels
    for text in block.lines:
        yield _Row(text)
    if block.copies:
        yield _Row(labels.copies + block.sentence, hanging=characters(labels.copies))
    if block.issuer or block.date is not None:
        printed = "" if block.date is None else f"\t{date_words(block.date, profile.language)}{labels.printed}"
        yield _Row(block.issuer + printed, tab=True)


def _height(row: _Row, context: Context) -> float:
    """How tall a row is, in millimetres; it is set exactly, so that the last rule stands where it must."""
    rule = context.profile.style(Style.COLOPHON)
    room = context.profile.page.text_width / MM_PER_POINT / rule.size - rule.left - rule.right - row.hanging
    lines = 1 if row.tab else max(math.ceil((characters(row.text) - row.hanging) / math.floor(room)), 1)
    return lines * (rule.line or rule.size) * MM_PER_POINT + 2 * _PADDING


def _table(rows: list[_Row], heights: list[float], context: Context, *, ruled: bool) -> str:
    width = twips_of_mm(context.profile.page.text_width)
    caption = said(_COLOPHON, context.profile.language)
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
        f'<w:bottom w:w="{pad}" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar><w:tblCaption w:val="{caption}"/></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>{body}</w:tbl>'
    )


def _paragraph(row: _Row, context: Context, width: int) -> str:
    rule = context.profile.style(Style.COLOPHON)
    left, right, hang = (twips(length * rule.size) for length in (rule.left + row.hanging, rule.right, row.hanging))
    tabs = right_tab(width - right) if row.tab else ""
    indent = f'<w:ind w:leftChars="0" w:left="{left}" w:rightChars="0" w:right="{right}"'
    hanging = f' w:hangingChars="0" w:hanging="{hang}"/>' if row.hanging else "/>"
    return line(context, Style.COLOPHON, row.text, layout=tabs + indent + hanging)
