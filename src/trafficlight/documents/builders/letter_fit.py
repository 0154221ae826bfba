"""函件排版 (fitting a letter): lines a little closer where the end of a letter would go over to a page of its own.

GB/T 9704 (5.2.3) has 22 lines on a page and lets them be adjusted where the case asks for it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from attrs import evolve

from trafficlight.documents.content import Block, Colophon, Heading, LetterHead, Paragraph, SignatureBlock
from trafficlight.documents.content._paragraphs import plain
from trafficlight.layout import OfficialProfile, Style

MM_PER_POINT: Final = 25.4 / 72
_CLOSEST: Final = 0.845  # of the profile's pitch: 24.5 points, 26 lines on a page
_STEPS: Final = 8
_SAFE: Final = 3  # mm
_SEALED, _UNSEALED = 5, 3  # lines of 署名 and date, with those above them
_HEAD: Final = 10.1  # mm, of the rules below the mark, and for what programs add there: measured
_COLOPHON: Final = 14  # mm, of a foot with 抄送


def fitted(profile: OfficialProfile, blocks: Sequence[Block]) -> OfficialProfile:
    """The profile with which a letter of these blocks stands on one page, if closer lines are enough; else the same."""
    available, pitch = _available(blocks, profile), profile.page.line_pitch
    if text_height(blocks, profile) <= available:
        return profile
    # a grid would put each line at a multiple of its pitch again
    styles = {key: evolve(rule, on_grid=False) for key, rule in profile.styles.items()}
    for step in range(1, _STEPS + 1):
        page = evolve(profile.page, line_pitch=pitch * (1 - (1 - _CLOSEST) * step / _STEPS))
        closer = evolve(profile, page=page, styles=styles)
        if text_height(blocks, closer) + _SAFE <= available:
            return closer
    return profile


def _available(blocks: Sequence[Block], profile: OfficialProfile) -> float:
    """Millimetres below the rules of the letter's head."""
    page, look = profile.page, profile.letter
    head = look.mark_top + profile.style(Style.LETTER_MARK).size * MM_PER_POINT + look.rule_below + _HEAD
    foot = _COLOPHON if any(isinstance(block, Colophon) for block in blocks) else 0
    return page.height - page.bottom - max(head, page.top) - foot


def text_height(blocks: Sequence[Block], profile: OfficialProfile) -> float:
    """How high a letter's blocks are together, in millimetres."""
    pitch = profile.page.line_pitch
    points = 0.0
    for block in blocks:
        if isinstance(block, LetterHead):
            corner = sum(bool(text) for _, text in block.corner)
            points += (max(corner, 1) + profile.red_head.around) * pitch
        elif isinstance(block, SignatureBlock):
            points += (_SEALED if block.sealed else _UNSEALED) * pitch
        elif isinstance(block, Paragraph | Heading):
            rule = profile.style(block.style if isinstance(block, Paragraph) else block.paragraph_style)
            across = math.floor(
                profile.page.text_width / MM_PER_POINT / (rule.size + rule.spacing) - rule.left - rule.right
            )
            count = lines(plain(block.text), across, rule.first_indent)
            points += count * (rule.line or pitch) + (rule.before + rule.after) * pitch
    return points * MM_PER_POINT


def lines(text: str, across: float, indent: float = 0) -> int:
    """How many lines of so many 字 a text takes; punctuation that may not begin a line takes up to one 字 of each."""
    wide = ((len(one) + len(one.encode())) / 4 + indent for one in text.split("\n"))
    return sum(max(math.ceil(one / max(across, 1)), 1) for one in wide)
