"""公文要素 (elements): 版头, 信函格式, 附件说明, 署名和成文日期, 版记 at the standard's places (GB/T 9704-2012 §7.2 to §7.4, §10.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from attrs import frozen

from trafficlight.documents.content import AttachmentList, Colophon, LetterHead, RedHead, Run, SignatureBlock, Text
from trafficlight.documents.content._heights import line_height, per_line
from trafficlight.documents.content._text_widths import MM_PER_POINT, characters, lines
from trafficlight.documents.docx.paragraph_xml import Context, line, smallest
from trafficlight.documents.docx.word_xml import (
    exact_spacing,
    right_tab,
    run_properties,
    table_margins,
    text_box,
    twips,
    twips_of_mm,
)
from trafficlight.errors import DocumentError
from trafficlight.layout import HeadTemplate, OfficialProfile, Style
from trafficlight.messages import Words, said
from trafficlight.model._periods import date_words
from trafficlight.ooxml.text import element

_DRAWING: Final = re.compile(r'(<wp:docPr\b[^>]*?\bid=")[^"]*(")')
_FULL_SPACE: Final = "\u3000"


def filled(template: HeadTemplate, block: RedHead, context: Context) -> str:
    """The template's paragraphs, with this head's facts. Raises `DocumentError` for a fact that it has no field for."""
    facts = _facts(block)
    lost = [name for name, text in facts.items() if text and name not in template.fields and name != "发文机关标志"]
    if lost:
        raise DocumentError(
            f"版头模板没有“{'、'.join(f'{{{name}}}' for name in lost)}”，填不进“{'、'.join(facts[name] for name in lost)}”",
            f"the head template has no place for {', '.join(f'{{{name}}}' for name in lost)}",
        )
    xml = _DRAWING.sub(lambda found: f"{found[1]}{context.drawing_number()}{found[2]}", template.body)
    for name, text in facts.items():
        xml = xml.replace(f"{{{name}}}", element(text))
    return xml


def _facts(block: RedHead) -> Mapping[str, str]:
    return {
        "发文机关标志": _FULL_SPACE.join(block.organ),
        "发文字号": block.number,
        "签发人": _FULL_SPACE.join(block.signers),
        "份号": block.copy_number,
        "密级": block.classification,
        "紧急程度": block.urgency,
    }


# mm that a font leaves between its characters and the foot of the line, where a border's own space begins: 1.3 to 2.5
_BELOW_INK: Final = 1.883
_MOST_SPACE: Final = 31  # points; Word allows no more between a line and its border
# where the ink of Chinese characters begins and ends above the foot of an exact line, in parts of their size: measured
_INK_TOP: Final = 1.08
_INK_FOOT: Final = 0.155
_BELOW_RULE: Final = 7 / 8  # 字, from a letter's rule to what stands below it (§10.1)


def red_head(block: RedHead, context: Context) -> Iterator[str]:
    """版头: corner lines, organ mark 35 mm below the top of the text, number, rule; or the agency's own template."""
    profile = context.profile
    look = profile.red_head
    if look.template is not None:
        yield filled(look.template, block, context)
        return
    corner = [(style, text) for style, text in block.corner if text]
    corner += [(Style.COPY_NUMBER, "")] * (look.corner_lines - len(corner))
    for style, text in corner:
        yield line(context, style, text)
    before = look.mark_top / MM_PER_POINT - len(corner) * profile.page.line_pitch
    widest = max(map(_broad, block.organ), default=0)  # organs that issue jointly are set alike
    for organ in block.organ:
        yield _mark(organ, Style.ORGAN_MARK, context, before=before, widest=widest)
        before = 0
    yield from _number(block, context)


def _mark(organ: str, style: Style, context: Context, *, before: float, widest: float = 0) -> str:
    """An organ mark in red, made smaller where its line would not take it; its upper edge is `before` points below.

    `widest` is the longest mark, in 字, that is to have the same size.
    """
    profile = context.profile
    rule = profile.style(style)
    room = profile.page.text_width / MM_PER_POINT
    size = min(rule.size, int(2 * room / max(_broad(organ), widest, 1)) / 2)
    above = max(before - _above_ink(rule.line or size, size), 0)
    layout = exact_spacing(rule, profile, before=above / profile.page.line_pitch)
    return line(context, style, [Run(organ, size=size, colour=rule.colour or profile.red)], layout=layout)


def _broad(text: str) -> float:
    """How wide a text is in 字 at most: Latin letters as broad as the broadest of the usual faces has them."""
    return characters(text) + sum(0.3 if one.isupper() else 0.1 for one in text if one.isascii() and one.isalpha())


def _above_ink(line_height: float, size: float) -> float:
    """How many points an exact line leaves above the ink of Chinese characters of a size."""
    return max(line_height - size * _INK_TOP, 0)


def _number(block: RedHead, context: Context) -> Iterator[str]:
    """发文字号, with 签发人 at the right where there are any, two a line; the red rule below."""
    profile = context.profile
    rule = profile.style(Style.DOCUMENT_NUMBER)
    around = profile.red_head.around
    lines = _signer_lines(block, profile.labels.signers)
    for at, text in enumerate(lines):
        last = at == len(lines) - 1
        border = _red_rule(profile) if last else ""
        tab = twips_of_mm(profile.page.text_width) - twips(rule.size)
        tabs = right_tab(tab) if block.signers else ""
        spacing = exact_spacing(rule, profile, before=around if at == 0 else 0, after=around if last else 0)
        side = '<w:jc w:val="left"/>' if block.signers else ""
        yield line(context, Style.DOCUMENT_NUMBER, text, layout=border + tabs + spacing + side)


def _red_rule(profile: OfficialProfile) -> str:
    """The border below the number: as wide as the text."""
    look = profile.red_head
    if not look.rule_weight:
        return ""
    space = min(max(round((look.rule_below - _BELOW_INK) / MM_PER_POINT), 0), _MOST_SPACE)
    colour = look.rule_colour or profile.red
    drawn = f'w:val="{look.rule}" w:sz="{_eighths(look.rule_weight)}" w:space="{space}" w:color="{colour}"'
    return f"<w:pBdr><w:bottom {drawn}/></w:pBdr>"


def _eighths(points: float) -> int:
    """A weight as Word counts it: eighths of a point, from 2 to 96."""
    return min(max(round(points * 8), 2), 96)


def _signer_lines(block: RedHead, label: str) -> list[Text]:
    if not block.signers:
        return [block.number]
    pairs = [block.signers[at : at + 2] for at in range(0, len(block.signers), 2)]
    lines: list[Text] = []
    for at, pair in enumerate(pairs):
        number = f"{_FULL_SPACE}{block.number}" if at == len(pairs) - 1 else ""
        before = label if at == 0 else _FULL_SPACE * len(label)
        names = _FULL_SPACE.join(pair)
        lines.append([f"{number}\t{before}", Run(names, face="kai")])
    return lines


def letter_lines(block: LetterHead, context: Context) -> Iterator[str]:
    """信函格式: the lines below the first rule; mark and rules stand in the first page's header and footer."""
    profile = context.profile
    rule = profile.style(Style.DOCUMENT_NUMBER)
    left = [(style, text) for style, text in block.corner if text]
    tab = right_tab(twips_of_mm(profile.page.text_width))
    rows = max(len(left), 1)
    pitch = profile.page.line_pitch
    before = max(rule.size * _BELOW_RULE - _above_ink(rule.line or pitch, rule.size), 0) / pitch
    for at in range(rows):
        style, text = left[at] if at < len(left) else (Style.COPY_NUMBER, "")
        shown: Text = [f"{text}\t", Run(block.number, face="fangsong")] if at == 0 and block.number else text
        spacing = exact_spacing(rule, profile, before=before, after=profile.red_head.around if at == rows - 1 else 0)
        yield line(context, style, shown, layout=tab + spacing)
        before = 0


def letter_header_distance(profile: OfficialProfile) -> float:
    """Where the first page's header begins so that the mark's upper edge is 30 mm from the page's."""
    rule = profile.style(Style.LETTER_MARK)
    return profile.letter.mark_top - _above_ink(rule.line or rule.size, rule.size) * MM_PER_POINT


def letter_header(block: LetterHead, context: Context) -> str:
    """The first page's header: the mark, and 4 mm below it a thick rule above a thin one, 170 mm wide."""
    profile = context.profile
    look = profile.letter
    # the rule's own paragraph is a point high
    gap = look.rule_below / MM_PER_POINT - profile.style(Style.LETTER_MARK).size * _INK_FOOT - 1
    mark = _mark(block.organ, Style.LETTER_MARK, context, before=0)
    return mark + _rule(profile, look.thick, before=gap) + _rule(profile, look.thin)


def letter_footer(profile: OfficialProfile) -> str:
    """The first page's footer: a thin rule above a thick one, 20 mm from the page's edge."""
    return _rule(profile, profile.letter.thin) + _rule(profile, profile.letter.thick)


def _rule(profile: OfficialProfile, weight: float, *, before: float = 0) -> str:
    page, look = profile.page, profile.letter
    beyond = (page.width - look.width) / 2
    colour = look.rule_colour or profile.red
    left, right = twips_of_mm(beyond - page.left), twips_of_mm(beyond - page.right)
    return (
        f'<w:p><w:pPr><w:pBdr><w:bottom w:val="single" w:sz="{_eighths(weight)}" w:space="0" w:color="{colour}"/></w:pBdr>'
        f'<w:snapToGrid w:val="0"/><w:spacing w:before="{twips(before)}" w:after="0" w:line="20" w:lineRule="exact"/>'
        f'<w:ind w:left="{left}" w:right="{right}"/>'
        f"{run_properties(size=1)}</w:pPr></w:p>"
    )


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
    label: str = ""  # before the text, which hangs behind it
    tab: bool = False

    @property
    def hanging(self) -> float:
        """In 字."""
        return characters(self.label)


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
        yield _Row(block.sentence, label=labels.copies)
    if block.issuer or block.date is not None:
        printed = "" if block.date is None else f"\t{date_words(block.date, profile.language)}{labels.printed}"
        yield _Row(block.issuer + printed, tab=True)


def _height(row: _Row, context: Context) -> float:
    """How tall a row is, in millimetres; it is set exactly, so that the last rule stands where it must."""
    rule = context.profile.style(Style.COLOPHON)
    page = context.profile.page
    room = per_line(rule, page.text_width - row.hanging * rule.size * MM_PER_POINT)
    return (1 if row.tab else lines(row.text, room)) * line_height(rule, page) + 2 * _PADDING


def _table(rows: list[_Row], heights: list[float], context: Context, *, ruled: bool) -> str:
    width = twips_of_mm(context.profile.page.text_width)
    caption = said(_COLOPHON, context.profile.language)
    look = context.profile.colophon
    thick, thin = (round(weight * 8) for weight in (look.thick, look.thin))
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
        f'<w:tblLayout w:type="fixed"/>{table_margins(0, twips_of_mm(_PADDING))}<w:tblCaption w:val="{caption}"/></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>{body}</w:tbl>'
    )


def _paragraph(row: _Row, context: Context, width: int) -> str:
    rule = context.profile.style(Style.COLOPHON)
    left, right, hang = (twips(length * rule.size) for length in (rule.left + row.hanging, rule.right, row.hanging))
    tabs = right_tab(width - right) if row.tab else ""
    indent = f'<w:ind w:leftChars="0" w:left="{left}" w:rightChars="0" w:right="{right}"'
    hanging = f' w:hangingChars="0" w:hanging="{hang}"/>' if row.hanging else "/>"
    return line(context, Style.COLOPHON, row.label + row.text, layout=tabs + indent + hanging)
