"""表格 (grids): a table's properties, its header rows and its rows, in pieces of some ten kilobytes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from trafficlight.documents.content import Grid, GridColumn
from trafficlight.documents.content._paragraphs import one_line
from trafficlight.documents.docx.cells import CellMaker
from trafficlight.documents.docx.paragraph_xml import Context
from trafficlight.documents.docx.row_writer import WHOLE, RowHeight, RowMaker
from trafficlight.documents.docx.style_sheet import GRID_STYLE, OPEN_GRID_STYLE
from trafficlight.documents.docx.word_xml import MM_PER_POINT, twips_of_mm
from trafficlight.errors import DocumentError
from trafficlight.layout import Align, OfficialProfile, Page, Style
from trafficlight.messages import Language, said
from trafficlight.ooxml.text import attribute


def grid_chunks(grid: Grid, context: Context, page: Page, *, keep: bool = False) -> Iterator[bytes]:
    """The `w:tbl` of a grid on such a page; `keep` holds its last row on the page of what follows."""
    profile = context.profile
    widths, measures, head_columns = _measured(grid, page.text_width, profile.style(Style.TABLE_HEAD).align)
    height = twips_of_mm(profile.table.row_height) if grid.ruled else 0
    opening = f'<w:tr><w:trPr>{WHOLE}<w:trHeight w:val="{height}" w:hRule="atLeast"/>'
    yield f"{_opening(grid, sum(widths), profile.language)}{measures}".encode()
    if grid.header:
        head = CellMaker(context, head_columns, widths, Style.TABLE_HEAD, profile.table.header_fill)
        never_tall = RowHeight(sys.maxsize, (1.0,) * len(widths))
        rows = RowMaker(f"{grid.name}表头", f"{opening}<w:tblHeader/></w:trPr>", head, never_tall)
        yield from rows.chunks(grid.header, keep_all=False, keep_last=False)
    cells = CellMaker(context, grid.columns, widths, grid.style, None)
    body = RowMaker(grid.name, f"{opening}</w:trPr>", cells, _row_height(grid.style, widths, profile, page))
    # the last row keeps with the notes, so that they do not stand on a page by themselves
    yield from body.chunks(grid.rows, keep_all=grid.keep_together, keep_last=keep or bool(grid.notes))
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
        raise DocumentError(f"{grid.name}各列共宽 {given:g} 毫米，超过版心宽 {width:g} 毫米。")
    return _measures(grid.columns, None if grid.widths == "mm" else width, align)


@lru_cache(maxsize=128)
def _measures(columns: tuple[GridColumn, ...], shared: float | None, align: Align) -> _Measured:
    """The columns share so many millimetres, or, without them, have their own widths."""
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
