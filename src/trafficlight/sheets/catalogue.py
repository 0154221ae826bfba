"""表头索引: the header words of all themes at hand, and how well a row fits them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from attrs import field, frozen

from trafficlight.model.kinds import CellValue
from trafficlight.model.words import fold
from trafficlight.rules.rulebook import AnyTheme

_MOST: Final = 3
"""Whether most of a header is there is asked in thirds: two of three words."""


class _Words(dict[str, str]):
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
    _words: _Words = field(init=False, eq=False, repr=False)
    _least: int = field(init=False, eq=False, repr=False)

    @_words.default
    def _make_words(self) -> _Words:
        return _Words(name for theme in self.themes for column in theme.form.columns for name in column.names)

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
