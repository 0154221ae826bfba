"""高度 (heights): how high texts, blocks and tables stand on a page, near enough for any of the usual faces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from trafficlight.documents.content._blocks import Block, LetterHead, SignatureBlock
from trafficlight.documents.content._grids import Cell, Grid, Row
from trafficlight.documents.content._paragraphs import Heading, Paragraph, plain
from trafficlight.documents.content._text_widths import MM_PER_POINT, lines
from trafficlight.layout import OfficialProfile, Page, Style, StyleRule

_SEALED, _UNSEALED = 5, 3  # lines of 署名 and date, with those above them


def line_height(rule: StyleRule, page: Page) -> float:
    """The pitch of a style's lines, in millimetres."""
    return (rule.line or page.line_pitch) * MM_PER_POINT


def per_line(rule: StyleRule, width: float) -> int:
    """How many 字 stand in a line of so many millimetres.

    Whole ones only: punctuation that may not begin a line takes up to one 字 of the line before.
    """
    return max(int(width / MM_PER_POINT / (rule.size + rule.spacing) - rule.left - rule.right), 1)


def text_lines(text: str, rule: StyleRule, width: float) -> int:
    """How many lines a text of a style takes in a width of millimetres."""
    return lines(text, per_line(rule, width), indent=max(rule.first_indent, 0))


def paragraph_height(one: Paragraph | Heading, profile: OfficialProfile, page: Page, width: float = 0) -> float:
    """In millimetres, with the space around it; as wide as the page's text unless it is in a table of a `width`."""
    rule = profile.style(one.style if isinstance(one, Paragraph) else one.paragraph_style)
    count = text_lines(plain(one.text), rule, width or page.text_width)
    # space is counted in lines of the page, whatever the style's own
    return count * line_height(rule, page) + (rule.before + rule.after) * page.line_pitch * MM_PER_POINT


def text_height(blocks: Iterable[Block], profile: OfficialProfile, page: Page) -> float:
    """How high blocks are together, in millimetres; what is no text, head, signature or table counts nothing."""
    return sum(_block_height(block, profile, page) for block in blocks)


def _block_height(block: Block, profile: OfficialProfile, page: Page) -> float:
    pitch = page.line_pitch * MM_PER_POINT
    if isinstance(block, Paragraph | Heading):
        return paragraph_height(block, profile, page)
    if isinstance(block, Grid):
        return grid_height(block, profile, page)
    if isinstance(block, LetterHead):
        corner = sum(bool(text) for _, text in block.corner)
        return (max(corner, 1) + profile.red_head.around) * pitch
    if isinstance(block, SignatureBlock):
        return (_SEALED if block.sealed else _UNSEALED) * pitch
    return 0


@frozen
class RowRoom:
    """行内容量: how many 字 each column of a table takes in a line of its style, and how high lines are."""

    per_line: tuple[int, ...]
    line: float  # millimetres
    around: float

    @classmethod
    def of(
        cls, style: str, widths: Sequence[float], profile: OfficialProfile, page: Page, *, ruled: bool = True
    ) -> RowRoom:
        """Of columns of these widths in millimetres."""
        rule, look = profile.style(style), profile.table
        inside = tuple(per_line(rule, width - 2 * look.padding) for width in widths)
        return cls(inside, line_height(rule, page), 2 * look.padding_above if ruled else 0)

    def lines(self, at: int, cell: str | Cell) -> int:
        """How many lines a cell takes that begins at a column."""
        text, span = (cell, 1) if isinstance(cell, str) else (plain(cell.text), cell.span)
        room = self.per_line[at] if span == 1 else sum(self.per_line[at : at + span])
        # no character is wider than a 字
        return 1 if len(text) <= room and "\n" not in text else lines(text, room)

    def most(self, page: Page) -> int:
        """How many lines stand on half a page; a taller row may split over two."""
        return int(page.text_height / 2 / self.line)

    def height(self, row: Row) -> float:
        """How high a row is for what it holds; whoever writes it refuses a cell that is none."""
        at, most = 0, 1
        for cell in row:
            if at >= len(self.per_line) or not isinstance(cell, str | Cell):
                break
            most = max(most, self.lines(at, cell))
            at += cell.span if isinstance(cell, Cell) else 1
        return most * self.line + self.around


def around_rows(grid: Grid, profile: OfficialProfile, page: Page) -> float:
    """How high the title of a table, the lines above it and its notes are together, in millimetres."""
    above = [one for one in (grid.title, *grid.lead) if one is not None]
    width = sum(column_widths(grid, page))
    notes = (paragraph_height(note, profile, page, width) for note in grid.notes)
    return text_height(above, profile, page) + sum(notes)


def row_heights(grid: Grid, rows: Iterable[Row], profile: OfficialProfile, page: Page) -> Iterator[float]:
    """How high the header's rows and these are for what they hold, in millimetres."""
    widths = column_widths(grid, page)
    for style, some in ((Style.TABLE_HEAD, grid.header), (grid.style, rows)):
        room = RowRoom.of(style, widths, profile, page, ruled=grid.ruled)
        yield from map(room.height, some)


def grid_height(grid: Grid, profile: OfficialProfile, page: Page) -> float:
    """How high a table is with all that belongs to it, in millimetres."""
    least = least_row(grid, profile)
    return around_rows(grid, profile, page) + sum(
        max(high, least) for high in row_heights(grid, grid.rows, profile, page)
    )


def least_row(grid: Grid, profile: OfficialProfile) -> float:
    """How high a row is at least, in millimetres; without rules rows are lines of the text."""
    return profile.table.row_height if grid.ruled else 0


def column_widths(grid: Grid, page: Page) -> list[float]:
    """The columns' widths on such a page, in millimetres."""
    given = [column.width for column in grid.columns]
    share = 1.0 if grid.widths == "mm" else page.text_width / sum(given)
    return [width * share for width in given]
