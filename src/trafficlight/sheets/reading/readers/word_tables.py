"""Word 的表格: tables with their merged cells, the words around them, and the lights that our own documents print in them."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Mapping
from itertools import takewhile
from types import MappingProxyType
from typing import Final

from attrs import define, field

from trafficlight.model._marks import Mark
from trafficlight.sheets._cell_texts import is_note
from trafficlight.sheets.reading.grid import PICTURE, CellDoubt, Merge, struck
from trafficlight.sheets.reading.readers.word_styles import ALL_PARTS, parts_at

_ABOVE: Final = 10
"""Title, date, summary, the facts of a heading block: no table has more lines above it. What stands before is prose."""
_BELOW: Final = 30
_BEFORE_NOTES: Final = 3
_REPEATED: Final = 5
_NOT_PARTED: Final[Mapping[bool, str]] = MappingProxyType({})
_BESIDE: Final = re.compile(r'(?:"[^"]{0,20}"|\\.|[^\x00-\x7f]){1,30}+\Z')
"""Literals at the end of a number format, quoted or not."""
_NUMBERED: Final = re.compile(r"\s*[(（]?[\d０-９一二三四五六七八九十]+\s*[)）.．、]")


class Lights:
    """标识: a palette's marks, as a published table shows them: the cell's ground colour, and the word beside the text."""

    def __init__(self, marks: Iterable[Mark] = ()) -> None:
        marks = tuple(marks)
        labels = "|".join(re.escape(mark.label) for mark in sorted(marks, key=lambda mark: -len(mark.label)))
        self._colours = {mark.colour.upper() for mark in marks}
        # what has been matched is not tried another way: the time is that of the text's length
        self._words = re.compile(rf"(?:(?:{labels})[0-9]*+)++") if marks else None

    def without(self, text: str, fill: str) -> str:
        """The text without the light, if the cell has a mark's ground and ends with a mark's word.

        >>> from trafficlight.model._marks import BLUE, YELLOW
        >>> Lights([BLUE, YELLOW]).without("已办结（蓝）", "0070C0"), Lights([BLUE]).without("已办结（蓝）", "")
        ('已办结', '已办结（蓝）')
        """
        if self._words is None or fill.upper() not in self._colours:
            return text
        # the light stands in brackets at the end, or on a line of its own
        last, bracket = text.removesuffix("）"), text.rfind("（") if text.endswith("）") else -1
        start = bracket + 1 if bracket >= 0 else text.rfind("\n") + 1
        if not self._words.fullmatch(last, start):
            return text
        return text[: max(start - 1, 0)]

    def beside(self, code: str) -> str:
        r"""A number format without the light that our own workbooks show beside a cell's text, which is no part of it.

        >>> from trafficlight.model._marks import BLUE
        >>> Lights([BLUE]).beside(r"@\（\蓝\）"), Lights([BLUE]).beside('@"万元"')
        ('@', '@"万元"')
        """
        found = _BESIDE.search(code) if self._words is not None else None
        if found is None or self._words is None:
            return code
        light = found[0].replace("\\", "").replace('"', "")
        is_light = light.startswith("（") and light.endswith("）") and self._words.fullmatch(light, 1, len(light) - 1)
        return code[: found.start()] if is_light else code


@define(eq=False)
class WordRun:
    """文字段: its style, and the lines of which it says itself whether they go through it."""

    style: str = ""
    lines: dict[str, bool] = field(factory=dict)


@define(eq=False)
class WordParagraph:
    """段落: what it says so far, what of that is not struck through, its style, and the runs of it that are open."""

    parts: list[str] = field(factory=list)
    live: list[str] = field(factory=list)
    parted: dict[bool, list[str]] = field(factory=dict)
    """The same where the table's style strikes through a part of the table, and where it takes that off."""
    style: str = ""
    runs: list[WordRun] = field(factory=list)


@define(eq=False)
class WordCell:
    """单元格: its paragraphs so far, how far it reaches to the right, and how it is merged."""

    paragraphs: list[str] = field(factory=list)
    live: list[str] = field(factory=list)
    """The paragraphs without what is struck through."""
    parted: dict[bool, list[str]] = field(factory=dict)
    """The same where the table's style strikes through the part in which the cell lies, and where it takes that off."""
    has_picture: bool = False
    comments: list[str] = field(factory=list)
    size: int = 0
    is_cut: bool = False
    """Whether more than the longest text was met; what is kept is then longer than that, too."""
    span: int = 1
    fill: str = ""
    down: str | None = None
    right: str | None = None

    def add(self, text: str, most: int, *, live: str | None = None, parted: Mapping[bool, str] = _NOT_PARTED) -> None:
        """One paragraph more; past the longest text a cell may hold, the rest need not be kept."""
        if self.size <= most:
            for part, said in parted.items():
                self.parted.setdefault(part, []).append(said[: most + 1])
            self.paragraphs.append(text[: most + 1])
            self.live.append(text[: most + 1] if live is None else live[: most + 1])
            self.size += len(text)
            self.is_cut = self.size > most

    @property
    def text(self) -> str:
        """The paragraphs, one a line."""
        text = "\n".join(self.paragraphs)
        return text if self.is_cut else text.strip()

    def doubt(self, *, part: bool | None = None) -> CellDoubt | None:
        """What is doubtful about it: text that is struck through (`part`: by its part of the table), a picture and no text."""
        live = self.live if part is None else self.parted[part]
        if live != self.paragraphs and "".join(live).split() != "".join(self.paragraphs).split():
            return struck("\n".join(live).strip())
        return PICTURE if self.has_picture and not self.text else None


@define(eq=False)
class WordTable:
    """表格: its rows so far. `cell` is the one that is open."""

    number: int
    above: list[str]
    _lights: Lights
    goes_on: bool = field(kw_only=True)
    nested: bool = field(kw_only=True)
    lit: int = 0
    style: str = ""
    parts: dict[str, bool] = field(factory=dict)
    """Of which of its parts its style says whether they are struck through."""
    look: int = ALL_PARTS
    rows: list[list[str]] = field(factory=list)
    merges: list[Merge] = field(factory=list)
    below: list[str] = field(factory=list)
    hidden_rows: set[int] = field(factory=set)
    has_hidden_text: bool = False
    has_deleted_text: bool = False
    doubts: dict[tuple[int, int], CellDoubt] = field(factory=dict)
    comments: list[tuple[int, int, str]] = field(factory=list)
    covered_texts: int = 0
    cell: WordCell | None = None
    column: int = 0
    _parted: list[tuple[int, int, int, WordCell]] = field(init=False, factory=list)
    """Row, first and last column of the cells that may lie in such a part: which row is the last is known at the end."""
    _downward: dict[int, tuple[int, int, int, bool]] = field(init=False, factory=dict)
    """Column → (top, last column, bottom) of the area that ends there, and whether it may grow downwards."""

    @property
    def width(self) -> int:
        """How many columns."""
        return max(map(len, self.rows), default=0)

    def begin_row(self) -> None:
        """A row starts."""
        self.rows.append([])
        self.column = 0

    def hide_row(self) -> None:
        """The row is hidden."""
        self.hidden_rows.add(max(len(self.rows) - 1, 0))

    def end_row(self) -> None:
        """What comes now stands in no cell."""
        self.cell = None

    def begin_cell(self) -> None:
        """A cell starts."""
        if not self.rows:
            self.begin_row()
        self.cell = WordCell()

    def end_cell(self) -> None:
        """The open cell ends and takes its place."""
        cell = self.cell
        if cell is None:
            return
        self.cell = None
        row, left = len(self.rows) - 1, self.column
        right = left + cell.span - 1
        cells = self.rows[row]
        cells += [""] * (left - len(cells))
        text = self._lights.without(cell.text, cell.fill) if cell.fill else cell.text
        self.lit += text != cell.text
        cells += [text, *[""] * (cell.span - 1)]
        self.comments += ((row, left, comment) for comment in cell.comments)
        self.column = right + 1
        above = self._downward.get(left)
        if cell.down == "continue" and above is not None and above[2:] == (row - 1, True):
            self._downward[left] = (above[0], max(above[1], right), row, True)
            self.covered_texts += bool(cell.text)
        elif cell.right == "continue" and left:
            self._widen(row, left, right)
            self.covered_texts += bool(cell.text)
        else:
            if cell.parted:
                self._parted.append((row, left, right, cell))
            elif (doubt := cell.doubt()) is not None:
                self.doubts[row, left] = doubt
            self._settle(left)
            self._downward[left] = (row, right, row, cell.down is not None)

    def finish(self) -> None:
        """The table ends: every merged area is known."""
        for left in list(self._downward):
            self._settle(left)
        self.merges.sort(key=lambda merge: (merge.top, merge.left))
        for row, left, right, cell in self._parted:
            columns = left + 1 if right == self.width - 1 else self.width
            here = parts_at(self.look, row, len(self.rows), left, columns)
            part = next((self.parts[name] for name in here if name in self.parts), None)
            if (doubt := cell.doubt(part=part)) is not None:
                self.doubts[row, left] = doubt

    def join(self, other: WordTable) -> None:
        """Take the rows of a table that goes on where this one stopped; the header that it repeats becomes blank rows."""
        start = len(self.rows)
        repeated = self._repeats(other)
        self.rows += [[] if row < repeated else cells for row, cells in enumerate(other.rows)]
        self.merges += (
            Merge(merge.top + start, merge.left, merge.bottom + start, merge.right)
            for merge in other.merges
            if merge.top >= repeated
        )
        self.hidden_rows |= {row + start for row in other.hidden_rows}
        self.has_hidden_text |= other.has_hidden_text
        self.has_deleted_text |= other.has_deleted_text
        self.doubts |= {
            (row + start, column): doubt for (row, column), doubt in other.doubts.items() if row >= repeated
        }
        self.comments += ((row + start, column, text) for row, column, text in other.comments if row >= repeated)
        self.covered_texts += other.covered_texts
        self.lit += other.lit

    def text(self) -> str:
        """What a cell that holds this table says: a line a row."""
        return "\n".join(" ".join(filter(None, row)) for row in self.rows)

    def _repeats(self, other: WordTable) -> int:
        """How many rows at the start of another table are this one's header again."""
        first = other.rows[0] if other.rows else []
        for row, cells in enumerate(self.rows[:_REPEATED]):
            if cells == first and len({cell for cell in cells if cell}) > 2:
                deep = max((merge.bottom - merge.top for merge in other.merges if merge.top == 0), default=0) + 1
                return deep if self.rows[row : row + deep] == other.rows[:deep] else 1
        return 0

    def _widen(self, row: int, left: int, right: int) -> None:
        for start, (top, last, bottom, grows) in self._downward.items():
            if bottom == row and last == left - 1:
                self._downward[start] = (top, right, bottom, grows)
                return

    def _settle(self, left: int) -> None:
        area = self._downward.pop(left, None)
        if area is not None and (area[0], left) != (area[2], area[1]):
            self.merges.append(Merge(area[0], left, area[2], area[1]))


class Flow:
    """正文: the tables in the order of the text, with the words between them shared out above and below."""

    def __init__(self, lights: Lights) -> None:
        self._lights = lights
        self.tables: list[WordTable] = []
        self.remarks: dict[str, None] = {}
        self.count: int = 0
        self._last: WordTable | None = None
        self._after: list[str] = []
        self._before: deque[str] = deque(maxlen=_ABOVE)
        self._paragraphs = 0

    def add(self, text: str) -> None:
        """A paragraph outside of tables."""
        if not text or text.isspace():
            return
        self._paragraphs += 1
        if len(self._after) < _BELOW:
            self._after.append(text.strip())
        self._before.append(text.strip())

    def table(self, around: WordCell | None, outer: WordTable | None = None) -> WordTable:
        """A table starts, in the text or in a cell of another one; without words in that cell, those above the other hold."""
        self.count += 1
        if around is not None:
            lines = [line for line in around.paragraphs if line.strip()] or (outer.above if outer else [])
            return WordTable(self.count, lines[-_ABOVE:], self._lights, goes_on=False, nested=True)
        used = self._share_out()
        left = self._paragraphs - used
        above = list(self._before)[-left:] if left else []
        goes_on = self._last is not None and not self._paragraphs
        if goes_on and self._last is not None:
            above = self._last.above
        self._after, self._paragraphs = [], 0
        self._before.clear()
        return WordTable(self.count, above, self._lights, goes_on=goes_on, nested=False)

    def close(self, table: WordTable) -> None:
        """A table ends."""
        table.finish()
        if table.nested:
            self.tables.append(table)
        elif table.goes_on and self._last is not None and self._last.width == table.width:
            self._last.join(table)
        else:
            self.tables.append(table)
            self._last = table

    def finish(self) -> list[WordTable]:
        """Every table, in the order of the text."""
        self._share_out()
        return sorted(self.tables, key=lambda table: table.number)

    def _share_out(self) -> int:
        """Give the last table the notes that follow it; how many paragraphs they are."""
        notes = _notes(self._after)
        if self._last is None:
            return 0
        self._last.below = self._after[:notes]
        return notes


def _notes(paragraphs: list[str]) -> int:
    """How many of the paragraphs after a table belong to it: up to its notes, and what goes on with numbers."""
    first = next((number for number, text in enumerate(paragraphs[:_BEFORE_NOTES]) if is_note(text)), None)
    if first is None:
        return 0
    going_on = takewhile(lambda text: is_note(text) or _NUMBERED.match(text) is not None, paragraphs[first:])
    return first + sum(1 for _ in going_on)
