"""列宽 (column widths): as the form has them, unless words would be torn or one column's text makes the rows tall."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Final

from attrs import evolve, frozen

from trafficlight.documents.content._grids import Cell, Grid, Row, Rows, spread
from trafficlight.documents.content._heights import RowRoom
from trafficlight.documents.content._paragraphs import plain
from trafficlight.documents.content._text_widths import LATIN_WORD, LETTER, MM_PER_POINT, across, latin
from trafficlight.layout import OfficialProfile, Style
from trafficlight.layout._keys import Orientation

_SLACK: Final = 0.5  # mm, for what programs round
_LEAST_SLACK: Final = 0.1  # where all would stand on one line but for the slack
_SAMPLE: Final = 200  # rows of each table that are measured
_WHOLE: Final = 10  # 字: what is no longer is a name, a date or a word, and should stand on one line
_LEAST_SHARE: Final = 0.6  # of its width in the form; what a column keeps, if it has the text for it
_MOST_LINES: Final = 1000
_END: Final = re.compile(r"[。；\n]")
_SENTENCE: Final = re.compile("[，。；]")
_BREAK: Final = re.compile(
    r"(?<![!-~\u00c0-\u024f])|(?![ -~\u00c0-\u024f])"
)  # where a line may end: in no word or number
_WIDE: Final = re.compile("[\u2e80-\uffff]")  # Chinese, which breaks anywhere
_NAME: Final = re.compile(rf"{_WIDE.pattern}|^\d{{1,2}} [A-Z][a-z]+ \d{{4}}$")  # or a date in English


def fit(grid: Grid, profile: OfficialProfile, orientation: Orientation) -> Grid:
    """The grid as a writer takes it: with columns that fit such a page where it asks for it (`widths="fit"`)."""
    return fitted([grid], profile, orientation)[0] if grid.widths == "fit" else grid


def fitted(grids: Sequence[Grid], profile: OfficialProfile, orientation: Orientation) -> list[Grid]:
    """The same tables with columns that fit their words and texts on such a page, alike in all of them.

    A column keeps its width in the form where everything stands on one line there. Else each is at least as wide as its
    header, its words, its names and its dates, and the rest goes where it makes the tallest row or all rows together
    low; no column is wider than its longest line. The tables have the columns of one form; their widths are shares.
    """
    if not grids:
        return []
    width = profile.page.oriented(orientation).text_width
    columns = [_Column(profile) for _ in grids[0].columns]
    for grid in grids:
        for row in grid.header:
            for column, cell in _single(columns, row) if _is_sound(row, len(columns)) else ():
                column.head(cell)
    _measure(columns, [row for grid in grids for row in _some(grid.rows)])
    shares = [column.width for column in grids[0].columns]
    widths = _widths(columns, [share * width / sum(shares) for share in shares], width)
    rooms = tuple(_Room.of(wide, profile, orientation) for wide in widths)
    return [
        evolve(
            grid,
            widths="share",
            columns=[evolve(one, width=wide) for one, wide in zip(grid.columns, widths, strict=True)],
            rows=Rows(partial(_parted, grid.rows, rooms)),
        )
        for grid in grids
    ]


@frozen
class _Room:
    """What a cell may hold that is no taller than half a page: so many lines of so many 字."""

    lines: int
    per_line: int

    @classmethod
    def of(cls, width: float, profile: OfficialProfile, orientation: Orientation) -> _Room:
        page = profile.page.oriented(orientation)
        room = RowRoom.of(Style.TABLE_TEXT, [width], profile, page)
        return cls(max(room.most(page) - 1, 1), room.per_line[0])

    def cut(self, text: str) -> int:
        """How many characters of a text stand in it; each line takes as much as a whole one at worst."""
        if len(text) / self.per_line + text.count("\n") + 1 <= self.lines:
            return len(text)
        per_line = self._characters(text)
        left, at = self.lines, 0
        for line in text.split("\n"):
            takes = math.ceil(len(line) / per_line) or 1
            if takes > left:
                return at + left * per_line
            left, at = left - takes, at + len(line) + 1
        return len(text)

    def lines_of(self, text: str) -> int:
        """How many lines a text takes, each character as wide as `cut` has it."""
        per_line = self._characters(text)
        return sum(math.ceil(len(line) / per_line) or 1 for line in text.split("\n"))

    def _characters(self, text: str) -> int:
        """How many of a text's characters stand in a line; words without Chinese are narrower."""
        return self.per_line if _WIDE.search(text) else max(int(self.per_line / LETTER), 1)


def _parted(rows: Iterable[Row], rooms: Sequence[_Room]) -> Iterator[Row]:
    """The rows; one that is taller than half a page goes on in rows that have its number and its light again.

    It would split at the page's foot otherwise, or be cut off, and what stands on the next page would belong to nobody.
    """
    for row in rows:
        for cell, room in zip(row, rooms, strict=False):
            # fewer characters than lines are never taller, whatever breaks there are
            if isinstance(cell, str) and len(cell) > room.lines and room.cut(cell) < len(cell):
                break
        else:
            yield row
            continue
        pieces = [_pieces(cell, room) if isinstance(cell, str) else [] for cell, room in zip(row, rooms, strict=False)]
        if len(row) != len(rooms) or any(isinstance(cell, Cell) and (cell.merge or cell.span > 1) for cell in row):
            yield row
            continue
        for number in range(max(map(len, pieces))):
            yield tuple(
                (own[number] if number < len(own) else "")
                if len(own) > 1
                # 序号 and what is lit say which row goes on
                else cell
                if number == 0 or at == 0 or isinstance(cell, Cell)
                else ""
                for at, (cell, own) in enumerate(zip(row, pieces, strict=True))
            )


def _pieces(text: str, room: _Room) -> list[str]:
    """A text in as few pieces as have room, about equally long, so that no word or two stand in a row by themselves."""
    pieces = _cut(text, room)
    for lines in range(math.ceil(room.lines_of(text) / len(pieces)), room.lines):
        equal = _cut(text, evolve(room, lines=lines))
        if len(equal) == len(pieces):
            return equal
    return pieces


def _cut(text: str, room: _Room) -> list[str]:
    """A text in pieces that have room, each up to the end of a sentence or line if there is one in its last third.

    Else it ends between words, unless one word takes the third.
    """
    pieces = []
    while (most := room.cut(text)) < len(text):
        third = most * 2 // 3
        ends = [at.end() for at in _END.finditer(text, third, most)]
        ends = ends or [at.start() for at in _BREAK.finditer(text, third, most + 1) if at.start() <= most]
        cut = ends[-1] if ends else most
        pieces.append(text[:cut].rstrip("\n"))
        text = text[cut:]
    return [*pieces, text]


def _some(rows: Iterable[Row]) -> Iterator[Row]:
    """Rows from all of a table, as far as that is known: the first of a ranked one are unlike the last."""
    if isinstance(rows, Sequence):
        return spread(rows, _SAMPLE)
    return islice(rows.some() if isinstance(rows, Rows) else rows, _SAMPLE)


def _measure(columns: Sequence[_Column], rows: Iterable[Row]) -> None:
    """Take the rows' texts in, as far as they stand in one column each."""
    whole: list[Row] = []
    for row in rows:
        if not _is_sound(row, len(columns)):
            continue
        if len(row) == len(columns):
            whole.append(row)
            continue
        for column, text in _single(columns, row):
            column.text(text)
    for column, cells in zip(columns, zip(*whole, strict=True), strict=False):
        column.texts(cells)  # none where no row is whole


def _is_sound(row: Row, columns: int) -> bool:
    """Whether cells fill the columns: whoever writes the table refuses any other row, and says which it is."""
    cells: Sequence[object] = () if isinstance(row, str) else row
    spans = [cell.span if isinstance(cell, Cell) else isinstance(cell, str) for cell in cells]
    return all(spans) and sum(spans) == columns


def _single(columns: Sequence[_Column], row: Row) -> Iterator[tuple[_Column, str]]:
    """The texts of a row that stand in one column each."""
    at = 0
    for cell in row:
        if isinstance(cell, str):
            yield columns[at], cell
            at += 1
        else:
            if cell.span == 1:
                yield columns[at], plain(cell.text)
            at += cell.span


def _words(text: str) -> float:
    """How wide, in 字, the widest Latin word or number of a text is; one too long for any column, as far as it is kept whole."""
    return min(max(map(latin, LATIN_WORD.findall(text)), default=0), _WHOLE)


def _names(text: str) -> Iterator[float]:
    """How wide, in 字, the names and dates of a text are, which stand best on one line."""
    for line in text.split("\n"):
        # a character takes half a 字 at least
        if len(line) <= 2 * _WHOLE and _NAME.search(line) and not _SENTENCE.search(line):
            wide = across(line)
            if wide <= _WHOLE:
                yield wide


class _Column:
    """What a column's cells need, in millimetres."""

    def __init__(self, profile: OfficialProfile) -> None:
        self._head, self._text = (
            profile.style(style).size * MM_PER_POINT for style in (Style.TABLE_HEAD, Style.TABLE_TEXT)
        )
        self.around = 2 * profile.table.padding + _SLACK
        self._names: set[float] = set()
        self.cells: list[tuple[float, ...]] = []
        self.words = self._header = self.longest = self.around
        self.most = 0.0

    def head(self, text: str) -> None:
        """Take a header word in."""
        # offices pad words with blanks (“备  注”), which stretch
        chinese = max((min(len(line), _WHOLE) for line in text.split("\n") if _WIDE.search(line)), default=0)
        self._header = max(self._header, chinese * self._head + self.around)
        self.words = max(self.words, _words(text) * self._head + self.around)

    def texts(self, cells: Iterable[str | Cell]) -> None:
        """Take the cells of rows in, one after another."""
        known = {cell: self.text(cell if isinstance(cell, str) else plain(cell.text)) for cell in {*cells}}
        self.cells += [known[cell] for cell in cells]

    def text(self, text: str) -> tuple[float, ...]:
        """Take a cell in; how long each of its lines is."""
        self._names.update(_names(text))
        self.words = max(self.words, _words(text) * self._text + self.around)
        lines = tuple(across(line) * self._text for line in text.split("\n"))
        self.longest = max(self.longest, max(lines) + self.around)
        self.most = max(self.most, sum(lines))
        return lines

    def least(self, in_form: float, whole: int) -> float:
        """The width below which it does not go, where names of so many 字 stay whole.

        A Chinese name that breaks can be read, a Latin word cannot: that stays whole in any case.
        """
        names = max((piece for piece in self._names if piece <= whole), default=0) * self._text + self.around
        return max(self._header, self.words, names, min(_LEAST_SHARE * in_form, self.longest))

    def mean(self) -> float:
        """How long its cells are."""
        return sum(map(sum, self.cells)) / (len(self.cells) or 1)


def _widths(columns: Sequence[_Column], in_form: Sequence[float], width: float) -> list[float]:
    both = list(zip(columns, in_form, strict=True))
    for whole in range(_WHOLE, -1, -1):  # where columns are many, the longest names give way first
        least = [column.least(share, whole) for column, share in both]
        if sum(least) <= width:
            found = _low(columns, least, width)
            break
    else:
        found = _lowered([column.words for column in columns], width)
    rest = width - sum(found)
    short = [max(share - one, 0) for share, one in zip(in_form, found, strict=True)]
    return [one + rest * gap / (sum(short) or 1) for one, gap in zip(found, short, strict=True)]


def _lowered(wide: Sequence[float], width: float) -> list[float]:
    """As they are where they have room together; else the widest are made alike, so that the shorter words stay whole."""
    most, left = width, width
    for at, one in enumerate(sorted(wide)):
        most = left / (len(wide) - at)
        if one > most:
            break
        left -= one
    else:
        return list(wide)
    return [min(one, most) for one in wide]


def _low(columns: Sequence[_Column], least: Sequence[float], width: float) -> list[float]:
    """The widths, not below the least, in which the rows are low: the tallest of them, or all together, whichever is better."""
    whole = [max(low, column.longest) for low, column in zip(least, columns, strict=True)]
    over = max(sum(whole) - width, 0) / len(whole)
    if over <= _SLACK - _LEAST_SLACK:
        return [one - over for one in whole]
    tallest, all_together = [column.most for column in columns], [column.mean() for column in columns]
    found = (_shared(texts, columns, least, width) for texts in (tallest, all_together))
    return min(found, key=lambda widths: _lines(columns, widths))


def _shared(texts: Sequence[float], columns: Sequence[_Column], least: Sequence[float], width: float) -> list[float]:
    """The width shared so that texts of these lengths take equally many lines."""

    def wide(lines: float) -> list[float]:
        return [
            max(low, min(text / lines + column.around, column.longest))
            for low, text, column in zip(least, texts, columns, strict=True)
        ]

    few, many = 1 / _MOST_LINES, float(_MOST_LINES)
    while sum(wide(many)) > width:  # a text of very many pages
        many *= 2
    for _ in range(40):
        middle = (few + many) / 2
        few, many = (middle, many) if sum(wide(middle)) > width else (few, middle)
    return wide(many)


def _lines(columns: Sequence[_Column], widths: Sequence[float]) -> int:
    """How many lines the rows take together."""
    each = (
        [sum(math.ceil(line / room) or 1 for line in cell) for cell in column.cells]
        for column, room in ((one, max(wide - one.around, _SLACK)) for one, wide in zip(columns, widths, strict=True))
    )
    return sum(map(max, zip(*each, strict=True)))
