"""表头用语: which header word a cell is, however it is typed, and which themes a row of them fits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final

from attrs import frozen

from trafficlight.model._forms import Column
from trafficlight.model._kinds import CellValue, text_of
from trafficlight.model._vocabulary import fold, simpler
from trafficlight.rules._rulebooks import AnyTheme
from trafficlight.sheets.reading.grid import Grid

_MOST: Final = 3
"""Whether most of a header is there is asked in thirds: two of three words."""
_ADORNED: Final = re.compile(
    r"^[^\u4e00-\u9fff]|[(\[【〔<《{*※★☆▲△:;,.。、號項務標進況評價負責來備註單內總體時門類別認爭擬數稱領導資開幫訴牽頭縣區審計績點創結專實現處屬議辦]"
)
_BEFORE_WORDS: Final = " \n一二三四五六七八九十0123456789.、"
_BRACKETS: Final = re.compile(r"[(\[【〔<《{][^()\[\]【】〔〕<>《》{}]*[)\]】〕>》}]")
_LAST_BRACKET: Final = re.compile(rf"{_BRACKETS.pattern}\Z")
_AROUND: Final = re.compile(
    r"^(?:[*※★☆▲△●○◆#]|\d{1,2}[.、)]|\(\d{1,2}\)|[一二三四五六七八九十]{1,2}、){1,3}|[*※★☆▲△:;,.。、]{1,3}$"
)
_CIRCLED: Final = re.compile("[①-⑳]")
_NO_SLIP: Final = re.compile(
    r"(?:日期|时间|文件|文号|依据|单位|部门|机构|科室|人|电话|说明|理由|备注|级别|等级|层级|金额|批次)$"
)
_NEAR: Final = 0.6
_WORD: Final = 2
"""Characters of a Chinese word."""
_REMEMBERED: Final = 256
"""Rows of header words."""
_EMPTY: Final[Mapping[str, int]] = MappingProxyType({})


def bare(word: str) -> str:
    """A folded header word without stars, numbers and hints in brackets.

    >>> [bare(word) for word in ("*工作事项", "2.进度评价(已办结/推进缓慢)", "責任科室")]
    ['工作事项', '进度评价', '责任科室']
    """
    return _unsigned(_BRACKETS.sub("", simpler(word)))


def _unsigned(word: str) -> str:
    return _AROUND.sub("", word)


def in_brackets(word: str, names: Iterable[str]) -> list[str]:
    """What a folded header word says in brackets that are not those of its own names.

    >>> in_brackets("牵头科室(部门)牵头人(必填)", ["牵头科室(部门)牵头人"])
    ['必填']
    """
    plain = simpler(word)
    own = max((name for name in names if name in plain), key=len, default="")
    return [found[1:-1] for found in _BRACKETS.findall(plain.replace(own, "", 1))]


def nearly(header: str, column: Column) -> bool:
    """Whether an unknown header may be meant as a column: 认定项数数 as 认定数; 认定日期 is another thing.

    Of a column that the form collects beside the notice's own, its first Chinese word is enough: 发改委认定几项.
    """
    if len(header) < 2 or _NO_SLIP.search(header):
        return False
    return any(
        header in name
        or name in header
        or (not column.published and not name[:_WORD].isascii() and name[:_WORD] in header)
        or SequenceMatcher(None, header, name).ratio() >= _NEAR
        for name in column.names
        if len(header) <= 3 * len(name)
    )


class _HeaderWords(dict[str, str]):
    """A cell's text → the header word that it is, or "". Each distinct text is folded once."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__()
        self.names = frozenset(names)
        # a typed header may carry spaces and line breaks between its characters
        self.longest = 3 * max(map(len, self.names), default=0) + 12
        self._own = set("".join(self.names))
        self._passed_over = "".join(self._own - set("()[]")) + _BEFORE_WORDS
        self._foreign: set[str] = set()

    def __missing__(self, text: str) -> str:
        word = fold(text)
        if word not in self.names:
            word = fold(_CIRCLED.sub("", text))  # folding makes bare digits of them
            if _ADORNED.search(word):
                # a word may have brackets of its own, before those of a hint: 牵头科室（部门）牵头人（必填）
                plain = _unsigned(simpler(word))
                dressed = (plain, _unsigned(_LAST_BRACKET.sub("", plain)))
                word = next((each for each in dressed if each in self.names), bare(word))
        word = self[text] = word if word in self.names else ""
        return word

    def begun(self, texts: Iterable[str]) -> set[str]:
        """Those of the texts with which a header word begins that goes on in the row below."""
        beginnings = {name[:end] for name in self.names for end in range(1, len(name))}
        short = (text for text in texts if len(text) <= self.longest)
        return {text for text in short if _unsigned(simpler(fold(_CIRCLED.sub("", text)))) in beginnings}

    def among(self, texts: Iterable[str]) -> dict[str, str]:
        """Those of the texts that are header words, with the word that each is.

        Most are told by their first character that no word has and no bracket stands before: they are not looked at again.
        """
        found: dict[str, str] = {}
        longest, passed_over, foreign = self.longest, self._passed_over, self._foreign
        for text in texts:
            if len(text) > longest or text[:1] in foreign:
                continue
            first = text.strip(passed_over)[:1]
            if first in foreign:
                continue
            if "\u4e00" <= first <= "\u9fff" and simpler(fold(first)) not in self._own:
                foreign.add(first)
            elif word := self[text]:
                found[text] = word
        return found


@frozen
class HeaderMatch:
    """表头相符程度: where a row has the columns of a theme's form; None for a column that it lacks."""

    theme: AnyTheme
    positions: tuple[int | None, ...]

    @cached_property
    def placed(self) -> tuple[tuple[Column, int], ...]:
        """The columns that are there, each with its position."""
        pairs = zip(self.theme.form.columns, self.positions, strict=True)
        return tuple((column, position) for column, position in pairs if position is not None)

    @property
    def found(self) -> int:
        """How many columns are there."""
        return len(self.placed)

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

    @property
    def has_half(self) -> bool:
        """Whether half of the words that must be there are, one of them more than number, unit and leader: it resembles."""
        needed = [
            (column, position)
            for column, position in zip(self.theme.form.columns, self.positions, strict=True)
            if not column.optional_column and not column.is_serial
        ]
        found = [column for column, position in needed if position is not None]
        telling = any(column.required or set(column.fields) & set(self.theme.facts) for column in found[1:])
        return 2 * len(found) >= len(needed) and telling


@frozen
class Catalogue:
    """表头索引 of the themes that a reading may meet."""

    themes: tuple[AnyTheme, ...]

    @cached_property
    def _matches(self) -> dict[Any, tuple[HeaderMatch, ...]]:
        """What fits the words of the rows that were looked at last: a header stands again on every page."""
        return {}

    @cached_property
    def _words(self) -> _HeaderWords:
        return _HeaderWords(name for theme in self.themes for column in theme.form.columns for name in column.names)

    @cached_property
    def _least(self) -> int:
        return min((min(2, len(theme.form.columns)) for theme in self.themes), default=1)

    @cached_property
    def _serials(self) -> frozenset[str]:
        """How a column of numbers is called: no entry says so."""
        columns = (column for theme in self.themes for column in theme.form.columns if column.is_serial)
        return frozenset(name for column in columns for name in column.names)

    def word(self, cell: CellValue) -> str:
        """The header word that a cell is, folded, or ""."""
        return self._words[cell] if isinstance(cell, str) and len(cell) <= self._words.longest else ""

    def candidates(self, grid: Grid) -> Iterator[int]:
        """Indexes of the rows that hold different header words enough to be looked at; a title over all columns is one.

        So are those that do together with the row below: with 序号, or where all that stands below ends a word, 项目 over
        名称. Words that are all broken are looked for where there are no others.
        """
        words = self._words.among(grid.texts)
        found_any = False
        for index, row in enumerate(grid.seen_rows):
            if words.keys().isdisjoint(row):
                continue
            found = {words[cell] for cell in row if isinstance(cell, str) and cell in words}
            if len(found) >= self._least or (
                index + 1 < len(grid)
                and (not found.isdisjoint(self._serials) or is_completed_below(grid, index, self))
                and len(row_words(grid, index, index + 1, self).own) >= self._least
            ):
                found_any = True
                yield index
        begun = set() if found_any else self._words.begun(grid.texts)
        for index, row in enumerate(grid.rows[:-1] if begun else ()):
            if not begun.isdisjoint(row) and is_completed_below(grid, index, self):
                yield index

    def score(self, rows: Iterable[Sequence[CellValue]]) -> int:
        """How many different header words the best of some rows holds."""
        return max((len({word for cell in row if (word := self.word(cell))}) for row in rows), default=0)

    def matches(self, where: Mapping[str, int], above: Mapping[str, int] = _EMPTY) -> tuple[HeaderMatch, ...]:
        """How each theme fits a row, given as header word → position; words `above` others count where those do not."""
        key = (tuple(where.items()), tuple(above.items()))
        if key not in self._matches:
            if len(self._matches) >= _REMEMBERED:
                self._matches.clear()
            self._matches[key] = tuple(self._match(theme, where, above) for theme in self.themes)
        return self._matches[key]

    def _match(self, theme: AnyTheme, where: Mapping[str, int], above: Mapping[str, int]) -> HeaderMatch:
        columns = theme.form.columns
        positions = [next((where[name] for name in column.names if name in where), None) for column in columns]
        for index, column in enumerate(columns if above else ()):
            if positions[index] is None:
                places = (above[name] for name in column.names if name in above)
                positions[index] = next((place for place in places if place not in positions), None)
        return HeaderMatch(theme, tuple(positions))


@frozen
class RowWords:
    """Words of a header's rows → column: its own, those that stand above others, and those that stand twice."""

    own: dict[str, int]
    above: dict[str, int]
    twice: tuple[tuple[str, int], ...]


def row_words(grid: Grid, first: int, last: int, catalogue: Catalogue) -> RowWords:
    """The words of some rows that make one header: a word may go on below, or stand above several others."""
    own: dict[str, int] = {}
    above: dict[str, int] = {}
    twice: list[tuple[str, int]] = []
    rows = range(first, last + 1)
    seen, original = [grid.seen(row) for row in rows], [grid.original(row) for row in rows]
    for column in range(max(map(len, seen))):
        texts = [text_of(cells[column]) for cells in original if column < len(cells) and cells[column] is not None]
        lowest = seen[-1][column] if column < len(seen[-1]) else None
        joined = catalogue.word("".join(texts)) if len(texts) > 1 else ""
        word = joined or catalogue.word(lowest)
        if not word and lowest is None and texts:
            word = catalogue.word(texts[-1])
        if word and own.setdefault(word, column) != column and grid.cover(last, column) is None:
            twice.append((word, column))
        for row, cells in zip(rows, seen[:-1], strict=False):
            upper = catalogue.word(cells[column]) if column < len(cells) else ""
            # 单位 over 名称 is the beginning of one word, where it does not stand above further columns, too
            begins = bool(joined) and grid.cover(row, column) is None
            if upper and upper != word and not begins:
                above.setdefault(upper, column)
    return RowWords(own, above, tuple(twice))


def is_completed_below(grid: Grid, row: int, catalogue: Catalogue) -> bool:
    """Whether all that stands in the row below ends a header word: 单位 over 名称, where 单位 alone is a word, too."""
    if row + 1 >= len(grid):
        return False
    upper, lower = grid.original(row), grid.original(row + 1)
    filled = [column for column, cell in enumerate(lower) if cell is not None]
    return bool(filled) and all(
        column < len(upper)
        and upper[column] is not None
        and catalogue.word(text_of(upper[column]) + text_of(lower[column]))
        for column in filled
    )
