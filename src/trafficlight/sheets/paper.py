"""纸面: how wide the columns are on A4, and how high a row must be for its texts."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Final

from attrs import frozen

from trafficlight.model.form import Column

MARGIN: Final = 15.0
"""Millimetres of margin on every side."""
_PORTRAIT: Final = 210 - 2 * MARGIN
_LANDSCAPE: Final = 297 - 2 * MARGIN
_PADDING: Final = 2.5
_MM_PER_POINT: Final = 0.3528
_MM_PER_CHARACTER: Final = 1.85
"""One digit of the default face: the unit in which a sheet's column widths are counted."""
_LINE: Final = 1.35
"""Height of a line, in sizes of its letters."""
_HIGHEST: Final = 409.0
"""Points; no row is higher."""


@frozen
class Paper:
    """纸面: the columns in millimetres, made to fit the page's width where they are wider together."""

    widths: tuple[float, ...]

    @classmethod
    def of(cls, columns: Sequence[Column], *, landscape: bool) -> Paper:
        """Columns as the form wants them, narrowed in proportion where the page is too narrow."""
        page = _LANDSCAPE if landscape else _PORTRAIT
        wanted = sum(column.width for column in columns)
        scale = min(1.0, page / wanted) if wanted else 1.0
        return cls(tuple(column.width * scale for column in columns))

    @property
    def characters(self) -> tuple[float, ...]:
        """Column widths in a sheet's unit."""
        return tuple(round(width / _MM_PER_CHARACTER, 2) for width in self.widths)

    def across(self, text: str, size: float) -> float:
        """Height in points of a text over all columns."""
        return _points(_lines(text, sum(self.widths), size), size)

    def row(self, texts: Sequence[str], size: float) -> float:
        """Height in points of a row of texts, one a column."""
        return _points(max(_lines(text, width, size) for text, width in zip(texts, self.widths, strict=True)), size)


def _lines(text: str, width: float, size: float) -> int:
    room = max(width - _PADDING, 1.0)
    return sum(max(1, ceil(_extent(line) * size * _MM_PER_POINT / room)) for line in text.split("\n"))


def _extent(line: str) -> float:
    """Length in full-width characters; Latin letters and digits are taken for half ones."""
    return len(line) - 0.45 * sum(map(str.isascii, line))


def _points(lines: int, size: float) -> float:
    return min(round(lines * size * _LINE + 5, 1), _HIGHEST)
