"""正文部件 (document.xml): sections, blocks and tables as text, in pieces, so that a long table never stands in memory whole."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
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
from trafficlight.documents.content._paragraphs import one_line, plain
from trafficlight.documents.content._text_widths import characters
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
from trafficlight.documents.docx.word_xml import MM_PER_POINT, NAMESPACES, twips_of_mm
from trafficlight.errors import DocumentError
from trafficlight.layout import Align, OfficialProfile, Page, Style
from trafficlight.messages import Language, said
from trafficlight.ooxml.text import attribute
from trafficlight.ooxml.xml import DECLARATION

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
        if isinstance(block, Paragraph | Heading):
            apart = (after_title and _begins_text(block)) or ((after_table or after_text) and block.style in _TITLES)
            yield paragraph(block, self._context, keep=keep, apart=apart, page_break=page_break).encode()
        elif isinstance(block, Grid):
            block = fit(block, self._context.profile, self._section.setup.orientation)
            # a table without a title of its own is part of the text
            apart = after_table or after_title or (after_text and bool(block.title or block.lead))
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

    def _grid(self, grid: Grid, *, keep: bool, page_break: bool, after_table: bool, apart: bool) -> Iterator[bytes]:
        above = ([] if grid.title is None else [grid.title]) + list(grid.lead)
        for one in above:
            yield paragraph(one, self._context, keep=True, page_break=page_break, apart=apart).encode()
            page_break = after_table = apart = False
        if not above and apart and not after_table:
            yield paragraph(Paragraph(style=Style.FLUSH), self._context, keep=True).encode()  # below a title
        elif not above and (page_break or after_table):
            yield smallest(page_break=page_break).encode()  # two tables that touch would be one
        within = _notes_within(grid, self._context.profile, self._page, keep=keep)
        yield from _grid_chunks(grid, self._context, self._page, within=within, keep=keep)
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
    across = sum(column.width for column in grid.columns) if grid.widths == "mm" else page.text_width
    for at, note in enumerate(grid.notes[:-1] if keep else grid.notes):
        rule = profile.style(note.style)
        per_line = across / ((rule.size + rule.spacing) * MM_PER_POINT)
        lines = sum(max(math.ceil(characters(line) / per_line), 1) for line in plain(note.text).split("\n"))
        room -= (lines + rule.before + rule.after) * (rule.line or page.line_pitch) * MM_PER_POINT
        if room < 0:
            return at
    return len(grid.notes) - keep if grid.notes else 0


def _note_row(notes: Sequence[Paragraph], context: Context, columns: int, width: int) -> bytes:
    """备注: a last row over all columns, without lines and margins of its own."""
    bare = "".join(f'<w:{side} w:val="nil"/>' for side in ("left", "bottom", "right"))
    margins = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("top", "left", "bottom", "right"))
    lines = "".join(paragraph(note, context) for note in notes)
    return (
        f'<w:tr><w:trPr>{WHOLE}</w:trPr><w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:gridSpan w:val="{columns}"/>'
        f"<w:tcBorders>{bare}</w:tcBorders><w:tcMar>{margins}</w:tcMar></w:tcPr>{lines}</w:tc></w:tr>"
    ).encode()


def _grid_chunks(grid: Grid, context: Context, page: Page, *, within: int = 0, keep: bool = False) -> Iterator[bytes]:
    """The `w:tbl` of a grid on this page, with the first `within` of its notes; `keep` keeps its last row with what follows."""
    profile = context.profile
    widths, measures, head_columns = _measured(grid, page.text_width, profile.style(Style.TABLE_HEAD).align)
    height = twips_of_mm(profile.table.row_height) if grid.ruled else 0
    opening = f'<w:tr><w:trPr>{WHOLE}<w:trHeight w:val="{height}" w:hRule="atLeast"/>'
    yield f"{_opening(grid, sum(widths), profile.language)}{measures}".encode()
    if grid.header:
        head = CellMaker(context, head_columns, widths, Style.TABLE_HEAD, profile.table.header_fill)
        never_tall = RowHeight(sys.maxsize, (1.0,) * len(widths))
        rows = RowMaker(grid.head_name, f"{opening}<w:tblHeader/></w:trPr>", head, never_tall)
        yield from rows.chunks(grid.header, keep_all=False, keep_last=False)
    cells = CellMaker(context, grid.columns, widths, grid.style, None)
    body = RowMaker(grid.name, f"{opening}</w:trPr>", cells, _row_height(grid.style, widths, profile, page))
    # the last row keeps with the notes, so that they do not stand on a page by themselves
    last: Iterable[Row] = grid.rows
    if grid.keep_last:
        given = tuple(grid.rows)
        earlier, last = given[: -grid.keep_last], given[-grid.keep_last :]
        yield from body.chunks(earlier, keep_all=grid.keep_together, keep_last=grid.keep_together)
    together = grid.keep_together or bool(grid.keep_last)
    yield from body.chunks(last, keep_all=together, keep_last=keep or bool(grid.notes))
    if within:
        yield _note_row(grid.notes[:within], context, len(widths), sum(widths))
    yield b"</w:tbl>"


def _row_height(style: str, widths: tuple[int, ...], profile: OfficialProfile, page: Page) -> RowHeight:
    rule = profile.style(style)
    line, character = (rule.line or page.line_pitch) * MM_PER_POINT, (rule.size + rule.spacing) * MM_PER_POINT
    inside = [width / twips_of_mm(1) - 2 * profile.table.padding for width in widths]
    return RowHeight(int(page.text_height / 2 / line), tuple(max(width / character, 1) for width in inside))


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
