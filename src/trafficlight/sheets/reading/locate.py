"""定位: where the tables of a sheet are and whose, told by the header words of all themes at hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import Final

from attrs import field, frozen

from trafficlight.errors import AmbiguousTheme, Fault, HeaderFault
from trafficlight.messages import Words, english
from trafficlight.model._kinds import CellValue, text_of
from trafficlight.model._vocabulary import fold, nearest
from trafficlight.rules._rulebooks import AnyTheme
from trafficlight.sheets._texts import is_note
from trafficlight.sheets.reading.grid import Grid

_MOST: Final = 3
"""Whether most of a header is there is asked in thirds: two of three words."""
_NUMBERED: Final = re.compile(r"\s*[\d０-９]+\s*[.．、]")
_TITLE_ABOVE: Final = 50
"""Rows above a header in which a title may stand."""
_NO_HEADER: Final = Words("没有认得的表头", "no known header")
_NUMBER: Final = re.compile(r"[\d０-９]+\Z")


class _HeaderWords(dict[str, str]):
    """A cell's text → the header word that it is, or "". Each distinct text is folded once."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__()
        self.names = frozenset(names)
        # a typed header may carry spaces and line breaks between its characters
        self.longest = 3 * max(map(len, self.names), default=0) + 12

    def __missing__(self, text: str) -> str:
        word = fold(text)
        word = self[text] = word if word in self.names else ""
        return word


@frozen
class HeaderMatch:
    """表头相符程度: where a row has the columns of a theme's form; None for a column that it lacks."""

    theme: AnyTheme
    positions: tuple[int | None, ...]

    @property
    def found(self) -> int:
        """How many columns are there."""
        return sum(position is not None for position in self.positions)

    @property
    def missing(self) -> tuple[str, ...]:
        """Labels of the columns that must be there and are not."""
        return tuple(
            column.label
            for column, position in zip(self.theme.form.columns, self.positions, strict=True)
            if position is None and not column.optional_column
        )

    @property
    def has_most(self) -> bool:
        """Whether two in three of the columns that must be there are: the row is meant as this header."""
        needed = sum(not column.optional_column for column in self.theme.form.columns)
        return _MOST * (needed - len(self.missing)) >= (_MOST - 1) * needed


@frozen
class Catalogue:
    """表头索引 of the themes that a reading may meet."""

    themes: tuple[AnyTheme, ...]
    _words: _HeaderWords = field(init=False, eq=False, repr=False)
    _least: int = field(init=False, eq=False, repr=False)

    @_words.default
    def _make_words(self) -> _HeaderWords:
        return _HeaderWords(name for theme in self.themes for column in theme.form.columns for name in column.names)

    @_least.default
    def _make_least(self) -> int:
        return min((min(2, len(theme.form.columns)) for theme in self.themes), default=1)

    def word(self, cell: CellValue) -> str:
        """The header word that a cell is, folded, or ""."""
        return self._words[cell] if isinstance(cell, str) and len(cell) <= self._words.longest else ""

    def candidates(self, rows: Iterable[Sequence[CellValue]]) -> Iterator[int]:
        """Indexes of the rows that hold header words enough to be looked at."""
        words, longest, least = self._words, self._words.longest, self._least
        for index, row in enumerate(rows):
            hits = 0
            for cell in row:
                if type(cell) is str and len(cell) <= longest and words[cell]:
                    hits += 1
                    if hits >= least:
                        yield index
                        break

    def score(self, rows: Iterable[Sequence[CellValue]]) -> int:
        """How many different header words the best of some rows holds."""
        return max((len({word for cell in row if (word := self.word(cell))}) for row in rows), default=0)

    def matches(self, where: dict[str, int]) -> Iterator[HeaderMatch]:
        """How each theme fits a row, given as header word → position."""
        for theme in self.themes:
            yield HeaderMatch(
                theme,
                tuple(
                    next((where[name] for name in column.names if name in where), None) for column in theme.form.columns
                ),
            )


def title_words(theme: AnyTheme) -> frozenset[str]:
    """The words by which a title tells a theme, folded (§3.17)."""
    words = (theme.form.title, theme.title, *theme.form.title_words)
    return frozenset(word for word in map(fold, words) if word)


def told_by(texts: Iterable[str], themes: Sequence[AnyTheme]) -> list[AnyTheme]:
    """Those of the themes whose longest word in the texts is longest of all; every theme when no text tells any."""
    folded = [fold(text) for text in texts]
    lengths = [
        max((len(word) for word in title_words(theme) if any(word in text for text in folded)), default=0)
        for theme in themes
    ]
    most = max(lengths, default=0)
    return [theme for theme, length in zip(themes, lengths, strict=True) if length == most]


@frozen
class Table:
    """表: a theme's table in a sheet, rows and positions from 0.

    The lines above its header start at `top`; its rows go from below `header` to before `end`. `positions` follow the
    form's columns. `extras` are columns that no form knows, with their header.
    """

    theme: AnyTheme
    positions: tuple[int | None, ...]
    top: int
    header: int
    end: int
    extras: tuple[tuple[int, str], ...]


@frozen
class Located:
    """定位结果: the tables of a sheet from top to bottom, faults of headers, and why there is none at all."""

    tables: tuple[Table, ...]
    faults: tuple[Fault, ...]
    reason: str = ""


@frozen
class _Header:
    row: int
    contenders: tuple[HeaderMatch, ...]
    fault: HeaderFault | None = None

    @property
    def own_positions(self) -> tuple[int, ...]:
        """The columns of the table; empty when the header is at fault."""
        return tuple(position for match in self.contenders[:1] for position in match.positions if position is not None)

    @property
    def serial_position(self) -> int | None:
        """The column of 序号, if it has one."""
        for match in self.contenders[:1]:
            for column, position in zip(match.theme.form.columns, match.positions, strict=True):
                if column.is_serial:
                    return position
        return None


def locate(grid: Grid, catalogue: Catalogue) -> Located:
    """Find every table of a sheet; what is wrong with a header is a fault, a sheet without any has a reason."""
    headers, reason = _headers(grid, catalogue)
    faults: list[Fault] = []
    tables: list[Table] = []
    headers = list(_without_repeats(grid, headers))
    tops = [_top(grid, header.row, above) for above, header in zip([None, *headers], headers, strict=False)]
    for header, top, end in zip(headers, tops, [*tops[1:], len(grid)], strict=False):
        try:
            match = _decide(grid, header, top)
        except (HeaderFault, AmbiguousTheme) as fault:
            faults.append(fault)
        else:
            extras = _extras(grid, header.row, end, match)
            tables.append(Table(match.theme, match.positions, top, header.row, end, extras))
    return Located(tuple(tables), tuple(faults), "" if headers else reason)


def _headers(grid: Grid, catalogue: Catalogue) -> tuple[list[_Header], str]:
    headers: list[_Header] = []
    reason: str = _NO_HEADER
    for row in catalogue.candidates(grid.seen(index) for index in range(len(grid))):
        header, near = _header(grid, row, catalogue)
        if header is None:
            reason = near or reason
        elif headers and _continues(grid, headers[-1].row, row):
            headers[-1] = header
        else:
            headers.append(header)
    return headers, reason


def _without_repeats(grid: Grid, headers: list[_Header]) -> Iterator[_Header]:
    """The headers that open a table; one that merely repeats the words of the table above, as on a new page, does not."""
    above: _Header | None = None
    for header in headers:
        repeats = above is not None and grid.original(header.row) == grid.original(above.row)
        if not repeats or any(_titles(grid, _top(grid, header.row, above), header.row)):
            above = header
            yield header


def _continues(grid: Grid, above: int, row: int) -> bool:
    """Whether a header of two rows goes on: cells of the row above reach down by a merge."""
    if row != above + 1:
        return False
    covers = (grid.cover(row, column) for column in range(len(grid.seen(row))))
    return any(cover is not None and cover.top <= above for cover in covers)


def _header(grid: Grid, row: int, catalogue: Catalogue) -> tuple[_Header | None, str]:
    where: dict[str, int] = {}
    twice: list[tuple[str, int]] = []
    for column, cell in enumerate(grid.seen(row)):
        word = catalogue.word(cell)
        if word and where.setdefault(word, column) != column and grid.cover(row, column) is None:
            twice.append((word, column))
    matches = list(catalogue.matches(where))
    complete = [match for match in matches if not match.missing]
    if complete:
        most = max(match.found for match in complete)
        contenders = tuple(match for match in complete if match.found == most)
        fault = _twice(grid, row, contenders, twice)
        return _Header(row, contenders, fault), ""
    best = max(matches, key=lambda match: (match.has_most, match.found / len(match.positions)))
    if best.has_most:
        return _Header(row, (), _lacking(grid, row, best, catalogue)), ""
    if best.found < 2:
        return None, ""
    title, place = fold(best.theme.form.title), grid.places.row(row)
    return None, Words(
        f"没有认得的表头；{place}最接近“{title}”，缺少：{'、'.join(best.missing)}",
        f"no known header; {place.en} comes nearest to “{title}”, but lacks: {', '.join(best.missing)}",
    )


def _twice(
    grid: Grid, row: int, contenders: tuple[HeaderMatch, ...], twice: list[tuple[str, int]]
) -> HeaderFault | None:
    """A word twice in the header makes two columns of one; which one counts is not ours to guess."""
    own = {name for match in contenders for column in match.theme.form.columns for name in column.names}
    double = [(word, column) for word, column in twice if word in own]
    if not double:
        return None
    named = "、".join(f"“{word}”（{grid.places.cell(row, column)}）" for word, column in double)
    in_english = ", ".join(f"“{word}” ({english(grid.places.cell(row, column))})" for word, column in double)
    column, place = double[0][1], grid.places.row(row)
    return HeaderFault(
        Words(f"{place}的表头重复：{named}", f"the header in {place.en} has a word twice: {in_english}"),
        file=grid.file,
        sheet=grid.sheet,
        expected=Words("每栏一次的表头", "a header with each column once"),
        row=grid.places.number(row) or None,
        column=column + 1,
        cell=grid.places.cell(row, column),
    )


def _lacking(grid: Grid, row: int, match: HeaderMatch, catalogue: Catalogue) -> HeaderFault:
    strangers = [text_of(cell) for cell in grid.original(row) if cell is not None and not catalogue.word(cell)]
    near = [(stranger, word) for stranger in strangers if (word := nearest(stranger, match.missing)) is not None]
    hints = "".join(f"“{stranger}”是否“{word}”？" for stranger, word in near)
    in_english = "; ".join(f"is “{stranger}” meant as “{word}”?" for stranger, word in near)
    title, place = fold(match.theme.form.title), grid.places.row(row)
    return HeaderFault(
        Words(
            f"{place}的表头缺少：{'、'.join(match.missing)}" + (f"（{hints}）" if hints else ""),
            f"the header in {place.en} lacks: {', '.join(match.missing)}" + (f" ({in_english})" if hints else ""),
        ),
        file=grid.file,
        sheet=grid.sheet,
        expected=Words(f"“{title}”的全部表头", f"every header word of “{title}”"),
        row=grid.places.number(row) or None,
    )


def _extras(grid: Grid, row: int, end: int, match: HeaderMatch) -> tuple[tuple[int, str], ...]:
    known = frozenset(match.positions)
    width = max((len(grid.seen(index)) for index in range(row, end)), default=0)
    header = grid.seen(row)
    return tuple(
        (column, fold(text_of(header[column])) if column < len(header) else "")
        for column in range(width)
        if column not in known
    )


def _top(grid: Grid, row: int, above: _Header | None) -> int:
    """Where the lines above a header start: at the sheet's top, or below the rows and notes of the table above."""
    if above is None:
        return 0
    top = row
    while top > above.row + 1 and not _closes(grid, top - 1, above):
        top -= 1
    while top < row and _NUMBERED.match(_only_text(grid, top)):
        top += 1
    return top


def _closes(grid: Grid, row: int, above: _Header) -> bool:
    """Whether a row belongs to the table above: a note, or a row that is filled in."""
    if is_note(_only_text(grid, row)):
        return True
    cells = grid.original(row)
    own = above.own_positions or tuple(range(len(cells)))
    filled = sum(position < len(cells) and cells[position] is not None for position in own)
    number = above.serial_position
    if number is not None and number < len(cells) and _NUMBER.match(text_of(cells[number])):
        return filled > 1
    return filled > 1 and 2 * filled >= len(own)


def _only_text(grid: Grid, row: int) -> str:
    """The text of a row that holds a single text, or ""."""
    cells = [cell for cell in grid.original(row) if cell is not None]
    return cells[0] if len(cells) == 1 and isinstance(cells[0], str) else ""


def _decide(grid: Grid, header: _Header, top: int) -> HeaderMatch:
    """Which theme, where several share the header: by the lines above, the sheet's name, the file's (§3.17).

    Raises `AmbiguousTheme`, and the header's own fault.
    """
    if header.fault is not None:
        raise header.fault
    themes = [match.theme for match in header.contenders]
    for texts in (_titles(grid, top, header.row), [grid.sheet], [PurePath(grid.file).stem]):
        if len(themes) == 1:
            break
        themes = told_by(texts, themes)
    if len(themes) > 1:
        raise AmbiguousTheme(
            [theme.title for theme in themes],
            file=grid.file,
            sheet=grid.sheet,
            row=grid.places.number(header.row) or None,
        )
    return next(match for match in header.contenders if match.theme is themes[0])


def _titles(grid: Grid, top: int, header: int) -> Iterator[str]:
    for row in range(max(top, header - _TITLE_ABOVE), header):
        for cell in grid.original(row):
            if isinstance(cell, str):
                yield cell
