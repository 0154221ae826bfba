"""分节排版 (fitting a section): lines a little closer where the end of an annex would go over to a page of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, TypeVar

from attrs import evolve

from trafficlight.documents.builders.fitting import MM_PER_POINT, lines, text_height
from trafficlight.documents.content import Block, DocumentContent, Grid, Heading, Paragraph
from trafficlight.documents.content._paragraphs import plain
from trafficlight.layout import OfficialProfile, Style

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
    return text_height(blocks, profile) + (sum(grids) + below_titles * profile.page.line_pitch) * MM_PER_POINT


def _rows(grid: Grid, profile: OfficialProfile) -> Iterator[float]:
    """The heights of a list's rows, in points."""
    rule, share = profile.style(grid.style), sum(column.width for column in grid.columns)
    across = [profile.page.text_width * column.width / share / MM_PER_POINT / rule.size for column in grid.columns]
    for row in grid.rows:
        tallest = max(
            lines(cell if isinstance(cell, str) else plain(cell.text), wide)
            for cell, wide in zip(row, across, strict=False)
        )
        yield tallest * (rule.line or profile.page.line_pitch)
