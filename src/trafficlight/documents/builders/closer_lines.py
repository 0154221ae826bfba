"""紧排 (closer lines): where the end of a letter or an annex would go over to a page of its own, its lines stand a little closer.

GB/T 9704 (5.2.3) has 22 lines on a page and lets them be adjusted where the case asks for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, TypeVar

from attrs import evolve

from trafficlight.documents.content import (
    Block,
    Colophon,
    DocumentContent,
    Grid,
    Heading,
    Paragraph,
)
from trafficlight.documents.content._heights import text_height
from trafficlight.documents.content._text_widths import CLOSEST, MM_PER_POINT
from trafficlight.layout import OfficialProfile, Page, Style

_STEPS: Final = 8
_SAFE: Final = 3  # mm
_HEAD: Final = 3.5  # mm, of the rules below the mark, and of the air between them and the number: measured
_COLOPHON: Final = 14  # mm, of a foot with 抄送


def fitted_letter(profile: OfficialProfile, blocks: Sequence[Block]) -> OfficialProfile:
    """The profile with which a letter of these blocks stands on one page, if closer lines are enough; else the same."""
    available, pitch = _available(blocks, profile), profile.page.line_pitch
    if text_height(blocks, profile, profile.page) <= available:
        return profile
    for step in range(1, _STEPS + 1):
        page = evolve(profile.page, line_pitch=pitch * (1 - (1 - CLOSEST) * step / _STEPS))
        closer = evolve(profile, page=page)
        if text_height(blocks, closer, page) + _SAFE <= available:
            return closer
    return profile


def _available(blocks: Sequence[Block], profile: OfficialProfile) -> float:
    """Millimetres below the rules of the letter's head."""
    page, look = profile.page, profile.letter
    head = look.mark_top + profile.style(Style.LETTER_MARK).size * MM_PER_POINT + look.rule_below + _HEAD
    foot = _COLOPHON if any(isinstance(block, Colophon) for block in blocks) else 0
    return page.height - page.bottom - max(head, page.top) - foot


_CLOSER: Final[dict[str, str]] = {Style.BODY: Style.CLOSE_BODY, Style.FLUSH: Style.CLOSE_FLUSH}

D = TypeVar("D", bound=DocumentContent)


def on_one_page(document: D, section: int) -> D:
    """排成一页: the document with the text of that section (the first is 0) so close that it stands on one page.

    The profile's styles 紧排 say how close; the standard lets lines be adjusted where the case asks for it (GB/T 9704 §5.2.3).
    It is for annexes of paragraphs and lists of names. What stands on one page anyway, or not even then, stays as it is.
    """
    chosen, profile = document.sections[section], document.profile
    page = profile.page.oriented(chosen.setup.orientation)
    closer = [_closer(block) for block in chosen.blocks]
    if not _height(closer, profile, page) <= page.text_height < _height(chosen.blocks, profile, page):
        return document
    sections = list(document.sections)
    sections[section] = evolve(chosen, blocks=closer)
    return evolve(document, sections=sections)


def _closer(block: Block) -> Block:
    if isinstance(block, Paragraph | Grid):
        return evolve(block, style=_CLOSER.get(block.style, block.style))
    return block


def _height(blocks: Sequence[Block], profile: OfficialProfile, page: Page) -> float:
    """In millimetres; endless with blocks of which it is not known."""
    if not all(isinstance(block, Paragraph | Heading | Grid) for block in blocks):
        return float("inf")
    below_titles = sum(
        isinstance(one, Paragraph) and one.style == Style.TITLE and not isinstance(other, Heading)
        for one, other in pairwise(blocks)
    )
    return text_height(blocks, profile, page) + below_titles * page.line_pitch * MM_PER_POINT
