"""公文要素 (elements of an official document) as paragraphs at the standard's places (GB/T 9704-2012 §7.3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, assert_never

from trafficlight.documents.content import AttachmentList, Colophon, LetterHead, RedHead, SignatureBlock
from trafficlight.documents.docx.colophon import colophon_paragraph
from trafficlight.documents.docx.context import Context
from trafficlight.documents.docx.heads import letter_lines, red_head
from trafficlight.documents.docx.paragraph_xml import line
from trafficlight.documents.docx.xml import MM_PER_POINT, characters, exact_spacing, twips
from trafficlight.layout import Style
from trafficlight.model._periods import chinese_date

_INDENT: Final = 2  # 字, of 附件说明 and from the right of 署名 (§7.3.4, §7.3.5.2)
_SEALED_RIGHT: Final = 4  # 字, from the right of a sealed date (§7.3.5.1)
_ROOM_FOR_SEAL: Final = 3  # lines; the seal's top is within a line of the text, its centre a little above the organ

# programs put a quarter of a character between Chinese and digits, which would shift what is placed by its width
_NO_AUTOMATIC_SPACE: Final = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'


def element_chunks(
    block: RedHead | LetterHead | AttachmentList | SignatureBlock | Colophon, context: Context, *, keep: bool = False
) -> Iterator[str]:
    """The paragraphs of an element; `keep` holds the attachments' or the signature's on the page of what follows."""
    if isinstance(block, RedHead):
        yield from red_head(block, context)
    elif isinstance(block, LetterHead):
        yield from letter_lines(block, context)
    elif isinstance(block, AttachmentList):
        yield from _attachments(block, context, keep=keep)
    elif isinstance(block, SignatureBlock):
        yield from _signature(block, context, keep=keep)
    elif isinstance(block, Colophon):
        yield colophon_paragraph(block, context)
    else:
        assert_never(block)


def _attachments(block: AttachmentList, context: Context, *, keep: bool) -> Iterator[str]:
    """A line above, 2字 in; what wraps stands under the first character of its name."""
    rule = context.profile.style(Style.ATTACHMENT_NOTE)
    label = context.profile.labels.attachments
    for number, name in enumerate(block.names, 1):
        mark = f"{number}." if len(block.names) > 1 else ""
        shown = (label if number == 1 else "") + mark + name
        hang = characters(label) + characters(mark)
        first = 0 if number == 1 else characters(label)
        left = _INDENT + hang
        layout = exact_spacing(rule, context.profile, before=1 if number == 1 else 0) + _indent(
            context, Style.ATTACHMENT_NOTE, left=left, hanging=hang - first
        )
        keep_line = keep and number == len(block.names)
        yield line(context, Style.ATTACHMENT_NOTE, shown, keep=keep_line, layout=layout)


def _signature(block: SignatureBlock, context: Context, *, keep: bool) -> Iterator[str]:
    """Each line by the edge that the standard names; the other edge follows from its width."""
    profile = context.profile
    rule = profile.style(Style.SIGNATURE)
    date = chinese_date(block.date)
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
        yield line(context, style, text, keep=keep, layout=layout)
        before = 0


def _indent(context: Context, style: Style, *, left: float, right: float = 0, hanging: float = 0) -> str:
    """`w:ind` in twips alone: a program that counts characters would take its own width for a digit."""
    rule = context.profile.style(style)
    width = rule.size + rule.spacing
    hang = f' w:hanging="{twips(hanging * width)}"' if hanging else ' w:firstLine="0"'
    sides = f'w:leftChars="0" w:left="{twips(left * width)}" w:rightChars="0" w:right="{twips(right * width)}"'
    return f'<w:ind {sides} w:firstLineChars="0"{hang}/>'
