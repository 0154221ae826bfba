"""正文部件 (document.xml): sections, blocks and tables as text, in pieces, so that a long table never stands in memory whole."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from typing import Final, NamedTuple, assert_never

from trafficlight.documents.content import (
    AttachmentList,
    BarChart,
    Block,
    Colophon,
    Contents,
    Grid,
    GridColumn,
    Heading,
    LetterHead,
    PageBreak,
    Paragraph,
    RedHead,
    Row,
    Section,
    SignatureBlock,
)
from trafficlight.documents.content._column_widths import fit
from trafficlight.documents.content._heights import (
    RowRoom,
    around_rows,
    column_widths,
    least_row,
    paragraph_height,
    row_heights,
)
from trafficlight.documents.content._paragraphs import one_line
from trafficlight.documents.content._text_widths import MM_PER_POINT
from trafficlight.documents.docx.chart_xml import chart_paragraph
from trafficlight.documents.docx.elements import (
    SHORT_LIST,
    attachment_lines,
    colophon_paragraph,
    letter_lines,
    red_head,
    signature_lines,
)
from trafficlight.documents.docx.paragraph_xml import Context, contents_chunks, paragraph, smallest
from trafficlight.documents.docx.row_writer import WHOLE, CellMaker, RowHeight, RowMaker
from trafficlight.documents.docx.style_sheet import GRID_STYLE, OPEN_GRID_STYLE
from trafficlight.documents.docx.word_xml import NAMESPACES, twips_of_mm
from trafficlight.errors import DocumentError
from trafficlight.layout import Align, OfficialProfile, Page, Style
from trafficlight.messages import Language, said
from trafficlight.ooxml.text import attribute
from trafficlight.ooxml.xml import DECLARATION

_TWIPS_PER_MM: Final = 1440 / 25.4
_TITLES: Final = (Style.TABLE_TITLE, Style.PART)
_TEXT: Final = frozenset({Style.BODY, Style.FLUSH, Style.CLOSE_BODY, Style.CLOSE_FLUSH})


def body_chunks(context: Context, section_ends: Sequence[str]) -> Iterator[bytes]:
    """The whole part; `section_ends` are the sections' `w:sectPr`."""
    yield f"{DECLARATION}<w:document {NAMESPACES}><w:body>".encode()
    *earlier, last = context.document.sections
    for section, end in zip(earlier, section_ends[:-1], strict=True):
        yield from _Blocks(section, context, end).chunks()
    yield from _Blocks(last, context, "").chunks()
    yield f"{section_ends[-1]}</w:body></w:document>".encode()


def _belongs(block: Block, following: Block) -> bool:
    """Whether a page may not end between the two: a signature never stands without text, nor 附注 without a signature."""
    if isinstance(block, SignatureBlock):
        return isinstance(following, Paragraph) and following.style == Style.POSTSCRIPT
    if isinstance(following, AttachmentList):  # which goes over with the signature as a whole where it is short
        return len(following.names) <= SHORT_LIST
    return isinstance(following, SignatureBlock)


def _begins_text(block: Paragraph | Heading) -> bool:
    """Whether a block is text, which stands a line below its title where no 主送机关 is between (7.3.2)."""
    return block.style is None if isinstance(block, Heading) else block.style in _TEXT


class _Blocks:
    """The blocks of one section, one after another."""

    def __init__(self, section: Section, context: Context, end: str) -> None:
        self._section = section
        self._context = context
        self._page = context.profile.page.oriented(section.setup.orientation)
        self._end = end  # the section's properties, which stand in its last paragraph; the last section's do not
        self._break = False  # a page break waits for the next paragraph
        self._after_table = False
        self._after_text = False
        self._after_title = False
        self._used: float | None = 0  # millimetres of the page that are taken above, where it is known

    def chunks(self) -> Iterator[bytes]:
        """All blocks, and what a section needs behind them."""
        last = self._section.blocks[-1] if self._section.blocks else Paragraph()
        for block, following in pairwise(self._section.blocks):
            yield from self._block(block, keep=_belongs(block, following))
        if isinstance(last, Paragraph | Heading):
            apart = self._after_title and not self._break and _begins_text(last)
            yield paragraph(last, self._context, apart=apart, page_break=self._break, end=self._end).encode()
            return
        yield from self._block(last)
        if self._end or self._break or self._after_table:
            yield smallest(page_break=self._break, end=self._end).encode()

    def _block(self, block: Block, *, keep: bool = False) -> Iterator[bytes]:
        if isinstance(block, PageBreak):
            self._break = True
            return
        page_break, self._break = self._break, False
        # at the head of a page nothing stands above
        after_table = self._after_table and not page_break
        after_text = self._after_text and not page_break
        after_title = self._after_title and not page_break
        self._after_table = False
        self._after_text = isinstance(block, Paragraph) and block.style == Style.BODY
        self._after_title = isinstance(block, Paragraph) and block.style == Style.TITLE
        used, self._used = 0 if page_break else self._used, None
        if isinstance(block, Paragraph | Heading):
            apart = (after_title and _begins_text(block)) or ((after_table or after_text) and block.style in _TITLES)
            yield paragraph(block, self._context, keep=keep, apart=apart, page_break=page_break).encode()
            starts = isinstance(block, Heading) and block.page_break_before
            self._take(0 if starts else used, paragraph_height(block, self._context.profile, self._page), apart=apart)
        elif isinstance(block, Grid):
            block = fit(block, self._context.profile, self._section.setup.orientation)
            # a table without a title of its own is part of the text
            apart = after_table or after_title or (after_text and bool(block.title or block.lead))
            starts = isinstance(block.title, Heading) and block.title.page_break_before
            self._take(0 if starts else used, around_rows(block, self._context.profile, self._page), apart=apart)
            yield from self._grid(block, keep=keep, page_break=page_break, after_table=after_table, apart=apart)
        elif isinstance(block, BarChart):
            yield chart_paragraph(block, self._context, page=self._page, keep=keep, page_break=page_break).encode()
        elif isinstance(block, Contents):
            page = self._page if page_break or block is self._section.blocks[0] else None
            yield from map(str.encode, contents_chunks(block, self._context, page=page, page_break=page_break))
        else:
            if page_break:
                yield smallest(page_break=True).encode()
            yield from map(str.encode, _element_chunks(block, self._context, keep=keep))

    def _take(self, used: float | None, height: float, *, apart: bool) -> None:
        """What stands above the next block on its page, if this one ends on it."""
        if used is not None:
            used += height + (self._page.line_pitch * MM_PER_POINT if apart else 0)
            self._used = used if used <= self._page.text_height else None

    def _grid(self, grid: Grid, *, keep: bool, page_break: bool, after_table: bool, apart: bool) -> Iterator[bytes]:
        above = ([] if grid.title is None else [grid.title]) + list(grid.lead)
        for one in above:
            yield paragraph(one, self._context, keep=True, whole=True, page_break=page_break, apart=apart).encode()
            page_break = after_table = apart = False
        if not above and apart and not after_table:
            yield paragraph(Paragraph(style=Style.FLUSH), self._context, keep=True).encode()  # below a title
        elif not above and (page_break or after_table):
            yield smallest(page_break=page_break).encode()  # two tables that touch would be one
        within = _notes_within(grid, self._context.profile, self._page, keep=keep)
        profile, page = self._context.profile, self._page
        usual = least_row(grid, profile)
        room = 0 if self._used is None else page.text_height - self._used
        page_room = page.text_height - around_rows(grid, profile, page) if grid.keep_together else 0
        first: list[Row] = []
        rows = iter(grid.rows)
        heights = [*_within(row_heights(grid, _noted(rows, first), profile, page), max(room, page_room))]
        least = _closest(heights, usual, room)
        together = _total(heights, least) <= page_room
        self._take(self._used, _total(heights, least), apart=False)
        yield from _grid_chunks(
            grid, chain(first, rows), self._context, page, least=least, together=together, within=within, keep=keep
        )
        below = grid.notes[within:]
        for at, note in enumerate(below, 1):
            last = keep and at == len(below)
            yield paragraph(note, self._context, keep=last, whole=note.style != Style.LONG_NOTE).encode()
        self._after_table = not below


def _element_chunks(
    block: RedHead | LetterHead | AttachmentList | SignatureBlock | Colophon, context: Context, *, keep: bool = False
) -> Iterator[str]:
    """The paragraphs of an element; `keep` holds the attachments' or the signature's on the page of what follows."""
    if isinstance(block, RedHead):
        yield from red_head(block, context)
    elif isinstance(block, LetterHead):
        yield from letter_lines(block, context)
    elif isinstance(block, AttachmentList):
        yield from attachment_lines(block, context, keep=keep)
    elif isinstance(block, SignatureBlock):
        yield from signature_lines(block, context, keep=keep)
    elif isinstance(block, Colophon):
        yield colophon_paragraph(block, context)
    else:
        assert_never(block)


def _notes_within(grid: Grid, profile: OfficialProfile, page: Page, *, keep: bool) -> int:
    """How many of the notes stand in the table's last row, so that no program parts them from the row before.

    LibreOffice holds a row on the page of the next one, but never the last one with a paragraph. What is taller than half
    a page goes on below, as does a last note that is itself kept with what follows: a signature stands with it.
    """
    room = page.text_height / 2
    width = sum(column_widths(grid, page))
    for at, note in enumerate(grid.notes[:-1] if keep else grid.notes):
        room -= paragraph_height(note, profile, page, width)
        if room < 0:
            return at
    return len(grid.notes) - keep if grid.notes else 0


_STEPS: Final = 4
_SAFE: Final = 3  # mm


def _closest(heights: Sequence[float], usual: float, room: float) -> float:
    """How high rows are at least: less than usual where a table then ends on its page, and its last rows would not else."""
    for step in range(_STEPS if _total(heights, usual) > room >= _total(heights, 0) + _SAFE else 0):
        least = usual - (usual - min(heights)) * (step + 1) / _STEPS
        if _total(heights, least) + _SAFE <= room:
            return least
    return usual


def _within(heights: Iterable[float], room: float) -> Iterator[float]:
    """Heights until they have no room together; the rows of a long table are not all measured."""
    for height in heights:
        yield height
        room -= height
        if room < 0:
            return


def _noted(rows: Iterable[Row], seen: list[Row]) -> Iterator[Row]:
    """The rows, each noted as it is taken."""
    for row in rows:
        seen.append(row)
        yield row


def _total(heights: Iterable[float], least: float) -> float:
    return sum(max(high, least) for high in heights)


def _note_row(notes: Sequence[Paragraph], context: Context, columns: int, width: int) -> bytes:
    """备注: a last row over all columns, without lines and margins of its own."""
    bare = "".join(f'<w:{side} w:val="nil"/>' for side in ("left", "bottom", "right"))
    margins = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("top", "left", "bottom", "right"))
    lines = "".join(paragraph(note, context) for note in notes)
    return (
        f'<w:tr><w:trPr>{WHOLE}</w:trPr><w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:gridSpan w:val="{columns}"/>'
        f"<w:tcBorders>{bare}</w:tcBorders><w:tcMar>{margins}</w:tcMar></w:tcPr>{lines}</w:tc></w:tr>"
    ).encode()


def _grid_chunks(
    grid: Grid,
    rows: Iterable[Row],
    context: Context,
    page: Page,
    *,
    least: float,
    together: bool,
    within: int,
    keep: bool,
) -> Iterator[bytes]:
    """The `w:tbl` of a grid's rows on this page, each `least` mm high, with the first `within` of its notes.

    `together` keeps all rows on one page, `keep` the last with what follows.
    """
    profile = context.profile
    widths, measures, head_columns = _measured(grid, page.text_width, profile.style(Style.TABLE_HEAD).align)
    height = twips_of_mm(least)
    opening = f'<w:tr><w:trPr>{WHOLE}<w:trHeight w:val="{height}" w:hRule="atLeast"/>'
    yield f"{_opening(grid, sum(widths), profile.language)}{measures}".encode()
    if grid.header:
        head = CellMaker(context, head_columns, widths, Style.TABLE_HEAD, profile.table.header_fill)
        never_tall = RowHeight(sys.maxsize, _room(Style.TABLE_HEAD, widths, profile, page))
        header = RowMaker(grid.head_name, f"{opening}<w:tblHeader/></w:trPr>", head, never_tall)
        yield from header.chunks(grid.header, keep_all=False, keep_last=False)
    cells = CellMaker(context, grid.columns, widths, grid.style, None)
    room = _room(grid.style, widths, profile, page)
    body = RowMaker(grid.name, f"{opening}</w:trPr>", cells, RowHeight(room.most(page), room))
    # the last row keeps with the notes, so that they do not stand on a page by themselves
    if grid.keep_last:
        given = tuple(rows)
        earlier, rows = given[: -grid.keep_last], given[-grid.keep_last :]
        yield from body.chunks(earlier, keep_all=together, keep_last=together)
    yield from body.chunks(rows, keep_all=together or bool(grid.keep_last), keep_last=keep or bool(grid.notes))
    if within:
        yield _note_row(grid.notes[:within], context, len(widths), sum(widths))
    yield b"</w:tbl>"


def _room(style: str, widths: Sequence[int], profile: OfficialProfile, page: Page) -> RowRoom:
    return RowRoom.of(style, [width / _TWIPS_PER_MM for width in widths], profile, page)


class _Measured(NamedTuple):
    """What follows from the columns alone; short documents of one kind have the same."""

    widths: tuple[int, ...]  # in twips
    grid: str
    head_columns: tuple[GridColumn, ...]


def _measured(grid: Grid, width: float, align: Align) -> _Measured:
    """The columns in a text of this width. Raises `DocumentError` where millimetres exceed it."""
    if grid.widths == "mm" and (given := sum(column.width for column in grid.columns)) > width + 0.5:
        raise DocumentError(
            f"{grid.name}各列共宽 {given:g} 毫米，超过版心宽 {width:g} 毫米。",
            f"the columns of {grid.name.en} are {given:g} mm wide, more than the text's {width:g} mm",
        )
    return _measures(grid.columns, None if grid.widths == "mm" else width, align)


@lru_cache(maxsize=128)
def _measures(columns: tuple[GridColumn, ...], shared: float | None, align: Align) -> _Measured:
    """The columns share `shared` millimetres; where that is None each has its own width."""
    given = [column.width for column in columns]
    if shared is None:
        widths = [twips_of_mm(one) for one in given]
    else:
        total, whole = twips_of_mm(shared), sum(given)
        edges = [round(total * sum(given[:upto]) / whole) for upto in range(len(given) + 1)]
        widths = [right - left for left, right in pairwise(edges)]
    columns_xml = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    # a header stays as its style has it; only the text below follows its column
    head_columns = tuple(GridColumn(column.width, align) for column in columns)
    return _Measured(tuple(widths), f"<w:tblGrid>{columns_xml}</w:tblGrid>", head_columns)


def _opening(grid: Grid, width: int, language: Language) -> str:
    # the title stands above as a paragraph: in a caption too it would be heard once more
    described = said(grid.alt_text, language) or ("" if grid.title is None else one_line(grid.title.text))
    description = f'<w:tblDescription w:val="{attribute(described)}"/>' if described else ""
    first_row = int(bool(grid.header))
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{GRID_STYLE if grid.ruled else OPEN_GRID_STYLE}"/>'
        f'<w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="06{first_row * 2}0" w:firstRow="{first_row}" w:lastRow="0" w:firstColumn="0"'
        f' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>{description}</w:tblPr>'
    )
