"""表格 (grids): a table's properties, its header rows and its rows, in pieces of some ten kilobytes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from trafficlight.documents.content import Grid, GridColumn
from trafficlight.documents.inline import Style, plain
from trafficlight.documents.wordprocessing.cells import CellMaker
from trafficlight.documents.wordprocessing.context import Context
from trafficlight.documents.wordprocessing.rows import RowMaker
from trafficlight.documents.wordprocessing.styles import GRID_STYLE, OPEN_GRID_STYLE
from trafficlight.documents.wordprocessing.text import attribute
from trafficlight.documents.wordprocessing.xml import twips_of_mm
from trafficlight.errors import DocumentError


def grid_chunks(grid: Grid, context: Context, width: float) -> Iterator[bytes]:
    """The `w:tbl` of a grid; `width` is the text's, in millimetres."""
    widths = column_widths(grid, width)
    profile = context.profile
    height = twips_of_mm(profile.table.row_height)
    opening = f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>'
    name = _name(grid)
    yield _opening(grid, widths).encode()
    if grid.header:
        # a header stays as its style has it; only the text below follows its column
        columns = [GridColumn(column.width, profile.style(Style.TABLE_HEAD).align) for column in grid.columns]
        head = CellMaker(context, columns, widths, Style.TABLE_HEAD, profile.table.header_fill)
        yield from RowMaker(f"{name}表头", f"{opening}<w:tblHeader/></w:trPr>", head).rows(grid.header)
    body = RowMaker(name, f"{opening}</w:trPr>", CellMaker(context, grid.columns, widths, grid.style, None))
    # the last row keeps with the notes, so that they do not stand on a page by themselves
    yield from body.chunks(grid.rows, keep_all=grid.keep_together, keep_last=bool(grid.notes))
    yield b"</w:tbl>"


def column_widths(grid: Grid, width: float) -> list[int]:
    """The columns' widths in twips. Raises `DocumentError` where millimetres exceed the text's width."""
    given = [column.width for column in grid.columns]
    if grid.widths == "mm":
        if sum(given) > width + 0.5:
            raise DocumentError(f"{_name(grid)}各列共宽 {sum(given):g} 毫米，超过版心宽 {width:g} 毫米。")
        return [twips_of_mm(one) for one in given]
    total, whole = twips_of_mm(width), sum(given)
    edges = [round(total * sum(given[:upto]) / whole) for upto in range(len(given) + 1)]
    return [right - left for left, right in pairwise(edges)]


def _name(grid: Grid) -> str:
    title = "" if grid.title is None else plain(grid.title.text)
    return f"表格“{title}”" if title else "表格"


def _opening(grid: Grid, widths: list[int]) -> str:
    title = "" if grid.title is None else plain(grid.title.text)
    described = grid.alt_text or title
    caption = f'<w:tblCaption w:val="{attribute(title)}"/>' if title else ""
    description = f'<w:tblDescription w:val="{attribute(described)}"/>' if described else ""
    first_row = int(bool(grid.header))
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{GRID_STYLE if grid.ruled else OPEN_GRID_STYLE}"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="06{first_row * 2}0" w:firstRow="{first_row}" w:lastRow="0" w:firstColumn="0"'
        f' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>{caption}{description}</w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>"
    )
