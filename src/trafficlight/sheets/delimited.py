"""分隔文本 (.csv) → 格网: encoding and delimiter are found by trial, the header words being the judge.

tablib reads .csv too, but drops blank rows, so that a fault would name the wrong row, and gives up on ragged ones; hence
the standard library's `csv`.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import PurePath
from typing import Final

from trafficlight.errors import FileFault
from trafficlight.model.kinds import CellValue
from trafficlight.sheets.grid import Grid
from trafficlight.sheets.limits import Limits
from trafficlight.sheets.texts import VISIBLE, first_unprintable, unguard

DELIMITERS: Final = (",", ";", "\t")
TRIED: Final = ("utf-8", "gb18030")
_BOMS: Final = (
    (codecs.BOM_UTF32_LE, ""),
    (codecs.BOM_UTF32_BE, ""),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHOICES: Final = "UTF-8、GB18030 或带 BOM 的 UTF-16 编码的文本，或以 encoding= 指明编码"
_HEAD: Final = 60
"""How many rows are looked through for header words in a trial."""

Score = Callable[[Iterable[Sequence[CellValue]]], int]
"""How many header words the best of some rows holds."""


def read_delimited(
    data: bytes, *, file: str, limits: Limits, score: Score, encoding: str | None = None, delimiter: str | None = None
) -> Grid:
    """The one sheet of a .csv, named by the file's stem. Raises `FileFault`; `LookupError` for an unknown `encoding`.

    A first line `sep=;` names the delimiter, as Excel has it.
    """
    trial = _Trial(file, score, delimiter)
    text = trial.decode(data, encoding)
    cut = delimiter or trial.delimiter(text)
    rows: list[tuple[CellValue, ...]] = []
    filled = 0
    broken: list[tuple[int, int, str]] = []
    suspicious = first_unprintable(text) is not None
    try:
        for number, cells in enumerate(_records(text, cut)):
            if number >= limits.rows:
                raise _past("行", limits.rows, file)
            if len(cells) > limits.columns:
                raise _past("列", limits.columns, file)
            filled += len(cells)
            if filled > limits.cells:
                raise _past("个单元格", limits.cells, file)
            row = tuple(None if not cell or cell.isspace() else unguard(cell) for cell in cells)
            for column, value in enumerate(row):
                if value is not None and len(value) > limits.cell_characters:
                    broken.append((number, column, f"不超过 {limits.cell_characters} 字的内容"))
                elif suspicious and value is not None and first_unprintable(value) is not None:
                    broken.append((number, column, VISIBLE))
            rows.append(row)
    except csv.Error as error:
        raise FileFault(
            f"第 {len(rows) + 1} 行起读不下去，可能有引号没有成对（{error}）", file=file, expected="完好的 .csv 文件"
        ) from error
    while rows and not any(cell is not None for cell in rows[-1]):
        rows.pop()
    return Grid(file, PurePath(file).stem, rows, broken=tuple(broken))


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    first = next(records, None)
    if first is not None:
        yield [] if _named_delimiter(text) else first
    yield from records


def _named_delimiter(text: str) -> str | None:
    start = text[:6].split("\n", maxsplit=1)[0].rstrip("\r")
    return start[4] if len(start) == 5 and start.lower().startswith("sep=") else None


def _past(what: str, limit: int, file: str) -> FileFault:
    return FileFault(f"内容超过 {limit} {what}的限额", file=file, expected=f"不超过 {limit} {what}")


class _Trial:
    """Which encoding and which delimiter show the most header words."""

    def __init__(self, file: str, score: Score, delimiter: str | None) -> None:
        self._file, self._score = file, score
        self._delimiters = DELIMITERS if delimiter is None else (delimiter,)

    def decode(self, data: bytes, encoding: str | None) -> str:
        """The text. Raises `FileFault` when no encoding fits, or two do and differ."""
        if encoding is not None:
            # a BOM says no more than the caller, but is no part of the text
            return self._decoded(data, encoding).removeprefix("\ufeff")
        for bom, marked in _BOMS:
            if data.startswith(bom):
                if not marked:
                    raise self._undecided("UTF-32 编码的文本")
                return self._decoded(data, marked)
        if b"\x00" in data:
            raise self._undecided("文件含有 NUL 字节，可能是没有 BOM 的 UTF-16，也可能不是文本")
        texts = {name: text for name in TRIED if (text := _attempt(data, name)) is not None}
        if not texts:
            raise self._undecided(f"不是 {' 或 '.join(TRIED)} 编码的文本")
        if len(set(texts.values())) == 1:
            return next(iter(texts.values()))
        words = {name: self.best(text)[0] for name, text in texts.items()}
        most = max(words.values())
        best = [name for name in texts if words[name] == most]
        if len(best) > 1:
            raise self._undecided(f"编码不明：{' 和 '.join(best)} 都读得通")
        return texts[best[0]]

    def delimiter(self, text: str) -> str:
        """The delimiter that shows the most header words; a comma where none shows any."""
        return _named_delimiter(text) or self.best(text)[1]

    def best(self, text: str) -> tuple[int, str]:
        """Number of header words and delimiter of the best reading of the first rows."""
        scores = [(self._score(_head(text, delimiter)), delimiter) for delimiter in self._delimiters]
        return max(scores, key=lambda pair: pair[0])

    def _decoded(self, data: bytes, encoding: str) -> str:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            raise self._undecided(f"不是 {encoding} 编码的文本（第 {error.start + 1} 个字节）") from error

    def _undecided(self, what: str) -> FileFault:
        return FileFault(what, file=self._file, expected=_CHOICES)


def _attempt(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _head(text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        yield from islice(_records(text, delimiter), _HEAD)
    except csv.Error:
        return
