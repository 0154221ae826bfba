"""紧排 (closer lines): where the end of a letter or an annex would go over to a page of its own, its lines stand a little closer.

GB/T 9704 (5.2.3) has 22 lines on a page and lets them be adjusted where the case asks for it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, TypeVar

from attrs import evolve

from trafficlight.documents.content import (
    Block,
    Colophon,
    DocumentContent,
    Grid,
    Heading,
    LetterHead,
    Paragraph,
    SignatureBlock,
)
from trafficlight.documents.content._paragraphs import plain
from trafficlight.documents.content._text_widths import CLOSEST, characters
from trafficlight.layout import OfficialProfile, Style

_MM_PER_POINT: Final = 25.4 / 72
_STEPS: Final = 8
_SAFE: Final = 3  # mm
_SEALED, _UNSEALED = 5, 3  # lines of 署名 and date, with those above them
_HEAD: Final = 3.5  # mm, of the rules below the mark, and of the air between them and the number: measured
_COLOPHON: Final = 14  # mm, of a foot with 抄送


def fitted_letter(profile: OfficialProfile, blocks: Sequence[Block]) -> OfficialProfile:
    """The profile with which a letter of these blocks stands on one page, if closer lines are enough; else the same."""
    available, pitch = _available(blocks, profile), profile.page.line_pitch
    if text_height(blocks, profile) <= available:
        return profile
    for step in range(1, _STEPS + 1):
        page = evolve(profile.page, line_pitch=pitch * (1 - (1 - CLOSEST) * step / _STEPS))
        closer = evolve(profile, page=page)
        if text_height(blocks, closer) + _SAFE <= available:
            return closer
    return profile


def _available(blocks: Sequence[Block], profile: OfficialProfile) -> float:
    """Millimetres below the rules of the letter's head."""
    page, look = profile.page, profile.letter
    head = look.mark_top + profile.style(Style.LETTER_MARK).size * _MM_PER_POINT + look.rule_below + _HEAD
    foot = _COLOPHON if any(isinstance(block, Colophon) for block in blocks) else 0
    return page.height - page.bottom - max(head, page.top) - foot


def text_height(blocks: Sequence[Block], profile: OfficialProfile) -> float:
    """How high blocks are together, in millimetres."""
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
            # whole 字 only: punctuation that may not begin a line takes up to one 字 of it
            across = math.floor(
                profile.page.text_width / _MM_PER_POINT / (rule.size + rule.spacing) - rule.left - rule.right
            )
            count = _lines(plain(block.text), across, rule.first_indent)
            points += count * (rule.line or pitch) + (rule.before + rule.after) * pitch
    return points * _MM_PER_POINT


def _lines(text: str, across: float, indent: float = 0) -> int:
    """How many lines of `across` 字 a text takes, where each of its own lines is indented."""
    wide = (characters(one) + indent for one in text.split("\n"))
    return sum(max(math.ceil(one / max(across, 1)), 1) for one in wide)


_CLOSER: Final[dict[str, str]] = {Style.BODY: Style.CLOSE_BODY, Style.FLUSH: Style.CLOSE_FLUSH}

D = TypeVar("D", bound=DocumentContent)


def on_one_page(document: D, section: int) -> D:
    """排成一页: the document with the text of that section (the first is 0) so close that it stands on one page.

    The profile's styles 紧排 say how close; the standard lets lines be adjusted where the case asks for it (GB/T 9704 §5.2.3).
    It is for annexes of paragraphs and lists of names. What stands on one page anyway, or not even then, stays as it is.
    """
    chosen, profile = document.sections[section], document.profile
    available = profile.page.oriented(chosen.setup.orientation).text_height
    closer = [_closer(block) for block in chosen.blocks]
    if not _height(closer, profile) <= available < _height(chosen.blocks, profile):
        return document
    sections = list(document.sections)
    sections[section] = evolve(chosen, blocks=closer)
    return evolve(document, sections=sections)


def _closer(block: Block) -> Block:
    if isinstance(block, Paragraph | Grid):
        return evolve(block, style=_CLOSER.get(block.style, block.style))
    return block


def _height(blocks: Sequence[Block], profile: OfficialProfile) -> float:
    """In millimetres; endless with blocks of which it is not known."""
    if not all(isinstance(block, Paragraph | Heading | Grid) for block in blocks):
        return float("inf")
    below_titles = sum(
        isinstance(one, Paragraph) and one.style == Style.TITLE and not isinstance(other, Heading)
        for one, other in pairwise(blocks)
    )
    grids = (points for block in blocks if isinstance(block, Grid) for points in _rows(block, profile))
    return text_height(blocks, profile) + (sum(grids) + below_titles * profile.page.line_pitch) * _MM_PER_POINT


def _rows(grid: Grid, profile: OfficialProfile) -> Iterator[float]:
    """The heights of a list's rows, in points."""
    rule, share = profile.style(grid.style), sum(column.width for column in grid.columns)
    across = [profile.page.text_width * column.width / share / _MM_PER_POINT / rule.size for column in grid.columns]
    for row in grid.rows:
        tallest = max(
            _lines(cell if isinstance(cell, str) else plain(cell.text), wide)
            for cell, wide in zip(row, across, strict=False)
        )
        yield tallest * (rule.line or profile.page.line_pitch)
