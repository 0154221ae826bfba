"""Word 文件 (.docx) → 格网: one pass over the text that keeps no tree; what is not part of a cell is gone when it has been read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from lxml import etree

from trafficlight.messages import Words
from trafficlight.model._kinds import CellValue
from trafficlight.ooxml.file_kinds import DOCX, FlawedFile
from trafficlight.ooxml.xml import MC, M, w
from trafficlight.sheets._cell_texts import CELLS, COLUMNS, ROWS, Question, too_long
from trafficlight.sheets._report import Skipped
from trafficlight.sheets.reading.grid import Grid, Merge, Places
from trafficlight.sheets.reading.hand_in_files import (
    Attributes,
    Malformed,
    Meter,
    Package,
    Target,
    border,
    feed,
    screen,
    unread,
    whole,
)
from trafficlight.sheets.reading.readers.comments_read import DAMAGE, LOST, commented, word_comments
from trafficlight.sheets.reading.readers.word_styles import WordStyles, is_on, look_of, value
from trafficlight.sheets.reading.readers.word_tables import Flow, Lights, WordCell, WordParagraph, WordRun, WordTable

_CODE: Final = re.compile(r"[0-9A-Fa-f]{1,4}\Z")
"""A character, as `w:sym` names it."""
_NESTED: Final = 8
"""Tables within tables, and text boxes within text boxes; each level's text is held once more."""
_DELETED: Final = frozenset({w("del"), w("moveFrom")})
_UNREAD: Final = ("del", "moveFrom", "rt", "pPrChange", "rPrChange", "tblPrChange", "trPrChange", "tcPrChange")
"""Deleted text, phonetic guides, and how things looked before a change."""

EMBEDDED: Final = Question("文件里嵌入的其他文件没有读", "a file embedded in this one was not read")
_TOO_DEEP: Final = Words(
    f"表格或文本框里层层相套，超过 {_NESTED} 层", f"tables or text boxes within each other, more than {_NESTED} deep"
)
NO_TABLE: Final = Words("没有表格", "it holds no table")
_HIDDEN_TEXT: Final = Question("有隐藏的文字，已照常读取", "some text is hidden; it was read all the same")

_NO_STYLES: Final = Question(
    "样式部件已损坏，看不到样式所画的删除线：请核对",
    "the part of the styles is damaged, so that what a style strikes through is not seen: look at the texts",
)
_DELETED_TEXT: Final = Question(
    "有修订删去的文字尚未接受，按删去读取",
    "text that a tracked change deletes was read as deleted, though nobody accepted it",
)


class _Body(Target):
    """The parser's target: elements come and go, and what belongs to a table stays in it."""

    def __init__(self, meter: Meter, lights: Lights, styles: WordStyles) -> None:
        super().__init__()
        self.flow = Flow(lights)
        self.is_document = False
        self.comments: dict[str, str] = {}
        """By their ids, those that have not been met."""
        self._limits, self._meter = meter.limits, meter
        self._merged = 0
        self._reading = False
        self._open: list[WordTable] = []
        self._styles = styles
        self._paragraphs: list[WordParagraph] = []
        begin: dict[str, Callable[[Attributes], None]] = {
            "document": self._document,
            "tbl": self._begin_table,
            "tr": self._begin_row,
            "tc": self._begin_cell,
            "gridSpan": self._span,
            "gridBefore": self._before,
            "vMerge": self._down,
            "hMerge": self._right,
            "shd": self._fill,
            "hidden": self._hide_row,
            "vanish": self._hide_text,
            "p": self._begin_paragraph,
            "r": self._begin_run,
            "tblStyle": self._style_table,
            "tblLook": self._look,
            "pStyle": self._style_paragraph,
            "rStyle": self._style_run,
            "strike": lambda attributes: self._strike("strike", attributes),
            "dstrike": lambda attributes: self._strike("dstrike", attributes),
            "drawing": self._picture,
            "pict": self._picture,
            "object": self._picture,
            "t": lambda _: self._read(reading=True),
            "tab": lambda _: self._append("\t"),
            "ptab": lambda _: self._append("\t"),
            "cr": lambda _: self._append("\n"),
            "br": self._break,
            "noBreakHyphen": lambda _: self._append("-"),
            "sym": self._symbol,
            "commentRangeStart": self._comment,
            "commentReference": self._comment,
            "altChunk": lambda _: self.flow.remarks.setdefault(EMBEDDED),
            "subDoc": lambda _: self.flow.remarks.setdefault(EMBEDDED),
        }
        finish: dict[str, Callable[[], None]] = {
            "tbl": self._end_table,
            "tr": self._end_row,
            "tc": self._end_cell,
            "p": self._end_paragraph,
            "r": self._end_run,
            "t": lambda: self._read(reading=False),
        }
        self.begin = {w(name): do for name, do in begin.items()}
        self.finish = {w(name): do for name, do in finish.items()}
        self.begin[f"{{{M}}}t"], self.finish[f"{{{M}}}t"] = begin["t"], finish["t"]
        self.unread = frozenset(map(w, _UNREAD)) | {f"{{{MC}}}Fallback"}

    def is_unread(self, tag: str | bytes) -> bool:
        """Whether an element, with all in it, is passed over."""
        if self._open and tag in _DELETED:
            self._open[-1].has_deleted_text = True
        return super().is_unread(tag)

    def take(self, text: str) -> None:
        """Text, or white space between elements."""
        if self._reading:
            self._append(text)

    @property
    def _cell(self) -> WordCell | None:
        return self._open[-1].cell if self._open else None

    def _document(self, _: Attributes) -> None:
        self.is_document = True

    @property
    def _run(self) -> WordRun | None:
        return self._paragraphs[-1].runs[-1] if self._paragraphs and self._paragraphs[-1].runs else None

    def _begin_run(self, _: Attributes) -> None:
        if self._paragraphs:
            self._paragraphs[-1].runs.append(WordRun())

    def _end_run(self) -> None:
        if self._run is not None:
            self._paragraphs[-1].runs.pop()

    def _style_table(self, attributes: Attributes) -> None:
        if self._open:
            self._open[-1].style = value(attributes)
            self._open[-1].parts = self._styles.parts_of(value(attributes))

    def _look(self, attributes: Attributes) -> None:
        if self._open and not self._open[-1].rows:
            self._open[-1].look = look_of(attributes)

    def _style_paragraph(self, attributes: Attributes) -> None:
        if self._paragraphs:
            self._paragraphs[-1].style = value(attributes)

    def _style_run(self, attributes: Attributes) -> None:
        if (run := self._run) is not None:
            run.style = value(attributes)

    def _strike(self, line: str, attributes: Attributes) -> None:
        if (run := self._run) is not None:
            run.lines[line] = is_on(attributes)

    def _is_struck(self, paragraph: WordParagraph, *, part: bool | None = None) -> bool:
        strikes, table = self._styles.strikes, self._open[-1].style if self._open else ""
        return any(strikes(run.lines, run.style, paragraph.style, table, part=part) for run in paragraph.runs)

    @property
    def _parts(self) -> tuple[bool, ...]:
        """What the style of the open table may say of the part in which a text lies."""
        return (False, True) if self._open and self._open[-1].parts else ()

    def _picture(self, _: Attributes) -> None:
        if (cell := self._cell) is not None:
            cell.has_picture = True

    def _comment(self, attributes: Attributes) -> None:
        """A comment stands where it begins; one that began before the table, on the first cell that it reaches."""
        if (cell := self._cell) is not None and (text := self.comments.pop(value(attributes, "id"), None)) is not None:
            cell.comments.append(text)

    def _read(self, *, reading: bool) -> None:
        self._reading = reading

    def _append(self, text: str) -> None:
        # a tab stop of a paragraph's format is no text: it stands outside of runs
        paragraph = self._paragraphs[-1] if self._paragraphs else None
        if paragraph is not None and (paragraph.runs or self._reading):
            paragraph.parts.append(text)
            if not self._is_struck(paragraph):
                paragraph.live.append(text)
            for part in self._parts:
                if not self._is_struck(paragraph, part=part):
                    paragraph.parted.setdefault(part, []).append(text)

    def _break(self, attributes: Attributes) -> None:
        if value(attributes, "type") not in {"page", "column"}:
            self._append("\n")

    def _symbol(self, attributes: Attributes) -> None:
        code = value(attributes, "char") or "3F"
        if not _CODE.match(code):
            raise Malformed(f"{code[:40]!r} is no character's code")
        self._append(chr(int(code, 16)))

    def _begin_paragraph(self, _: Attributes) -> None:
        if len(self._paragraphs) >= _NESTED:
            raise self._meter.fault(_TOO_DEEP, DOCX.plain)
        self._paragraphs.append(WordParagraph())

    def _end_paragraph(self) -> None:
        paragraph = self._paragraphs.pop()
        text, live = "".join(paragraph.parts), "".join(paragraph.live)
        cell = self._cell
        if cell is not None:
            parted = {part: "".join(paragraph.parted.get(part, ())) for part in self._parts}
            cell.add(text, self._limits.cell_characters, live=live, parted=parted)
        elif not self._open:
            self.flow.add(text[: self._limits.cell_characters + 1])

    def _begin_table(self, _: Attributes) -> None:
        if len(self._open) >= _NESTED:
            raise self._meter.fault(_TOO_DEEP, DOCX.plain)
        if self.flow.count >= self._limits.sheets:
            raise self._meter.too_many(Words("个表格", "tables"), self._limits.sheets)
        self._open.append(self.flow.table(self._cell, self._open[-1] if self._open else None))
        self._style_table({})

    def _end_table(self) -> None:
        table = self._open.pop()
        self.flow.close(table)
        cell = self._cell
        if cell is not None:
            cell.add(table.text(), self._limits.cell_characters, parted=dict.fromkeys(self._parts, table.text()))

    def _begin_row(self, _: Attributes) -> None:
        if self._open:
            self._open[-1].begin_row()

    def _end_row(self) -> None:
        if self._open:
            table = self._open[-1]
            table.end_row()
            if len(table.rows) > self._limits.rows:
                raise self._meter.too_many(ROWS, self._limits.rows)

    def _begin_cell(self, _: Attributes) -> None:
        if self._open:
            self._open[-1].begin_cell()

    def _end_cell(self) -> None:
        cell = self._cell
        if cell is None:
            return
        table = self._open[-1]
        if table.column + cell.span > self._limits.columns:
            raise self._meter.too_many(COLUMNS, self._limits.columns)
        self._meter.cells += 1
        if self._meter.cells > self._limits.cells:
            raise self._meter.too_many(CELLS, self._limits.cells)
        if cell.span > 1 or cell.down is not None or cell.right is not None:
            self._merged += cell.span
            if self._merged > self._limits.merged_cells:
                raise self._meter.too_many(Words("个被合并的单元格", "merged cells"), self._limits.merged_cells)
        table.end_cell()

    def _span(self, attributes: Attributes) -> None:
        if (cell := self._cell) is not None:
            cell.span = max(whole(value(attributes) or "1"), 1)

    def _before(self, attributes: Attributes) -> None:
        if self._open:
            gap = max(whole(value(attributes) or "0"), 0)
            if gap > self._limits.columns:
                raise self._meter.too_many(COLUMNS, self._limits.columns)
            self._open[-1].column = gap

    def _down(self, attributes: Attributes) -> None:
        if (cell := self._cell) is not None:
            cell.down = value(attributes) or "continue"

    def _right(self, attributes: Attributes) -> None:
        if (cell := self._cell) is not None:
            cell.right = value(attributes) or "continue"

    def _fill(self, attributes: Attributes) -> None:
        # a ground below a paragraph or a run is not the cell's
        if (cell := self._cell) is not None and not self._paragraphs:
            cell.fill = value(attributes, "fill")

    def _hide_row(self, attributes: Attributes) -> None:
        if self._open and is_on(attributes):
            self._open[-1].hide_row()

    def _hide_text(self, attributes: Attributes) -> None:
        if self._open and self._run is not None and is_on(attributes):
            self._open[-1].has_hidden_text = True


def read_word(data: bytes, meter: Meter, lights: Lights | None = None) -> Iterator[Grid | Skipped]:
    """Every table of a .docx, those within cells too, or why there is none. Raises `FileFault`.

    `lights` are the marks that a published table shows beside a cell's word: they are the rules' and no part of it.
    Deleted text is not read, inserted and hidden text is. A table that goes on after nothing but blank paragraphs is one
    with the table above when it has as many columns.
    """
    package = screen(data, meter, DOCX)
    with border(meter.file, expected=DOCX.whole):
        main = package.related("", "officeDocument")
        if main is None:
            raise meter.fault(DOCX.empty, DOCX.plain)
        styles = _styles(package, main.target)
        body = _Body(meter, lights or Lights(), styles or WordStyles())
        if styles is None:
            body.flow.remarks.setdefault(_NO_STYLES)
        try:
            body.comments = word_comments(package, main.target)
        except DAMAGE:
            body.flow.remarks.setdefault(LOST)
        feed(package, main.target, body)
        if not body.is_document:
            raise Malformed("the main part is no Word document")
        tables = body.flow.finish()
    if not tables:
        yield Skipped(meter.file, None, NO_TABLE)
    for number, table in enumerate(tables, 1):
        yield _grid(table, number, meter, tuple(body.flow.remarks) if number == 1 else ())
    yield from unread(package)


def _styles(package: Package, main: str) -> WordStyles | None:
    """The styles of a document; None where they are damaged, which hides no text."""
    styles = WordStyles()
    try:
        if (named := package.related(main, "styles")) is not None:
            feed(package, named.target, styles)
    except (FlawedFile, etree.LxmlError):
        return None
    return styles


def _grid(table: WordTable, number: int, meter: Meter, remarks: tuple[str, ...]) -> Grid:
    most = meter.limits.cell_characters
    above, last = len(table.above), max(table.width - 1, 0)
    rows = [[text] for text in table.above] + table.rows + [[text] for text in table.below]
    below = above + len(table.rows)
    words = [*range(above), *range(below, len(rows))]
    broken = [
        (row, column, too_long(most))
        for row, cells in enumerate(rows)
        for column, text in enumerate(cells)
        if len(text) > most
    ]
    cut = {(row, column) for row, column, _ in broken}
    return Grid(
        meter.file,
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
        remarks=(*remarks, *_remarks(table)),
        doubts=(
            *((row + above, column, doubt) for (row, column), doubt in table.doubts.items()),
            *(
                (row + above, column, doubt)
                for row, column, text in table.comments
                if (doubt := commented(text)) is not None
            ),
        ),
    )


def _cell(text: str, *, cut: bool) -> CellValue:
    return f"{text[:100]}…" if cut else text or None


def _remarks(table: WordTable) -> Iterator[Words]:
    if table.has_hidden_text:
        yield _HIDDEN_TEXT
    if table.has_deleted_text:
        yield _DELETED_TEXT
    if lit := table.lit:
        yield Words(
            f"{lit} 个单元格里的标识没有读，标识由规则得出", f"lights in cells, not read, since the rules light: {lit}"
        )
    if covered := table.covered_texts:
        yield Question(
            f"{covered} 个单元格的文字被合并单元格遮住，没有读", f"texts hidden under merged cells, not read: {covered}"
        )
