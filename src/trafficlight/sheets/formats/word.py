"""Word 文件 (.docx) → 格网: one for each table, with the paragraphs above it as its title rows.

A table is called by its place (第2个表格). Rows and columns are counted within it, so that F3 is the sixth cell of the
third row that a clerk sees; the paragraphs above and below have no number (`Places`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from trafficlight.errors import FileFault
from trafficlight.model.kinds import CellValue
from trafficlight.sheets.formats.lights import Lights
from trafficlight.sheets.formats.package import border, screen
from trafficlight.sheets.formats.package_kinds import DOCX
from trafficlight.sheets.formats.package_xml import relations_of
from trafficlight.sheets.formats.word_tables import WordTable
from trafficlight.sheets.formats.word_xml import read_flow
from trafficlight.sheets.grid import Grid, Merge, Places
from trafficlight.sheets.limits import Limits
from trafficlight.sheets.meter import Meter
from trafficlight.sheets.report import Skipped
from trafficlight.sheets.texts import too_long
from trafficlight.wording import Words

NO_TABLE: Final = Words("没有表格", "it holds no table")
_HIDDEN_TEXT: Final = Words("有隐藏的文字，已照常读取", "some text is hidden; it was read all the same")


def read_word(
    data: bytes, *, file: str, limits: Limits, meter: Meter | None = None, lights: Lights | None = None
) -> Iterator[Grid | Skipped]:
    """Every table of a .docx, those within cells too, or why there is none. Raises `FileFault`.

    `lights` are the marks that a published table shows beside a cell's word: they are the rules' and no part of it.
    Deleted text is not read, inserted and hidden text is. A table that goes on after nothing but blank paragraphs is one
    with the table above when it has as many columns.
    """
    with screen(data, file=file, limits=limits, meter=meter, kind=DOCX) as package, border(file, expected=DOCX.whole):
        office = [target for kind, target in relations_of(package, "").values() if kind.endswith("/officeDocument")]
        if not office or office[0] not in package.namelist():
            raise FileFault(DOCX.empty, file=file, expected=DOCX.plain)
        flow = read_flow(package, office[0], file=file, limits=limits, lights=lights or Lights())
        tables = flow.finish()
    if not tables:
        yield Skipped(file, None, NO_TABLE)
    for number, table in enumerate(tables, 1):
        yield _grid(table, number, file, limits, tuple(flow.remarks) if number == 1 else ())


def _grid(table: WordTable, number: int, file: str, limits: Limits, remarks: tuple[str, ...]) -> Grid:
    above, last = len(table.above), max(table.width - 1, 0)
    rows = [[text] for text in table.above] + table.rows + [[text] for text in table.below]
    below = above + len(table.rows)
    words = [*range(above), *range(below, len(rows))]
    if table.has_hidden_text:
        remarks = (*remarks, _HIDDEN_TEXT)
    if table.lit:
        remarks = (*remarks, _lit(table.lit))
    if table.covered_texts:
        remarks = (*remarks, _covered(table.covered_texts))
    broken = [
        (row, column, too_long(limits.cell_characters))
        for row, cells in enumerate(rows)
        for column, text in enumerate(cells)
        if len(text) > limits.cell_characters
    ]
    cut = {(row, column) for row, column, _ in broken}
    return Grid(
        file,
        Words(f"第{number}个表格", f"table {number}"),
        [
            [_cell(text, cut=(row, column) in cut) for column, text in enumerate(cells)]
            for row, cells in enumerate(rows)
        ],
        (
            *(Merge(row, 0, row, last) for row in words if last),
            *(Merge(one.top + above, one.left, one.bottom + above, one.right) for one in table.merges),
        ),
        frozenset(row + above for row in table.hidden_rows),
        broken=tuple(broken),
        places=Places(above, below),
        remarks=remarks,
    )


def _cell(text: str, *, cut: bool) -> CellValue:
    return f"{text[:100]}…" if cut else text or None


def _lit(count: int) -> Words:
    return Words(
        f"{count} 个单元格里的标识没有读，标识由规则得出", f"lights in cells, not read, since the rules light: {count}"
    )


def _covered(count: int) -> Words:
    return Words(
        f"{count} 个单元格的文字被合并单元格遮住，没有读",
        f"texts hidden under merged cells, not read: {count}",
    )
