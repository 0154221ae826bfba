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
from trafficlight.messages import Words
from trafficlight.model._kinds import CellValue
from trafficlight.ooxml.text import first_unprintable
from trafficlight.sheets._cell_texts import CELLS, COLUMNS, ROWS, VISIBLE, no_more_than, too_long, unguard
from trafficlight.sheets.reading.grid import Grid
from trafficlight.sheets.reading.hand_in_files import Meter

DELIMITERS: Final = (",", ";", "\t", "|", "｜")
TRIED: Final = ("utf-8", "gb18030")
_BOMS: Final = (
    (codecs.BOM_UTF32_LE, ""),
    (codecs.BOM_UTF32_BE, ""),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHOICES: Final = Words(
    "UTF-8、GB18030 或带 BOM 的 UTF-16 编码的文本，或以 encoding= 指明编码",
    "text in UTF-8, GB18030, or UTF-16 with a BOM; or name its encoding by encoding=",
)
_HEAD: Final = 60
"""How many rows are looked through for header words in a trial."""

Score = Callable[[Iterable[Sequence[CellValue]]], int]
"""How many header words the best of some rows holds."""


def read_delimited(
    data: bytes, meter: Meter, score: Score, *, encoding: str | None = None, delimiter: str | None = None
) -> Grid:
    """The one sheet of a .csv, named by the file's stem. Raises `FileFault`; `LookupError` for an unknown `encoding`.

    A first line `sep=;` names the delimiter, as Excel has it.
    """
    limits = meter.limits
    trial = _Trial(score, delimiter, meter)
    text = trial.decode(data, encoding)
    cut = delimiter or trial.delimiter(text)
    rows: list[tuple[CellValue, ...]] = []
    filled = 0
    broken: list[tuple[int, int, str]] = []
    suspicious = first_unprintable(text) is not None
    try:
        for number, cells in enumerate(meter.each(_records(text, cut, meter))):
            if number >= limits.rows:
                raise _past(ROWS, limits.rows, meter)
            if len(cells) > limits.columns:
                raise _past(COLUMNS, limits.columns, meter)
            filled += len(cells)
            if filled > limits.cells:
                raise _past(CELLS, limits.cells, meter)
            row = tuple(None if not (plain := unguard(cell)) or plain.isspace() else plain for cell in cells)
            for column, value in enumerate(row):
                if value is not None and len(value) > limits.cell_characters:
                    broken.append((number, column, too_long(limits.cell_characters)))
                elif suspicious and value is not None and first_unprintable(value) is not None:
                    broken.append((number, column, VISIBLE))
            rows.append(row)
    except csv.Error as error:
        raise meter.fault(
            Words(
                f"第 {len(rows) + 1} 行起读不下去，可能有引号没有成对（{error}）",
                f"cannot be read from row {len(rows) + 1} on: a quotation mark may lack its other half ({error})",
            ),
            Words("完好的 .csv 文件", "a whole .csv file"),
        ) from error
    while rows and not any(cell is not None for cell in rows[-1]):
        rows.pop()
    return Grid(meter.file, PurePath(meter.file).stem, rows, broken=tuple(broken))


def _records(text: str, delimiter: str, meter: Meter) -> Iterator[list[str]]:
    lines = _Lines(text, delimiter, meter)
    records = csv.reader(lines, delimiter=delimiter, strict=True)
    first = next(records, None)
    if first is not None:
        yield [] if _named_delimiter(text) else first
    for record in records:
        lines.held = 0
        yield record


class _Lines:
    """The lines of a text; a record of more cells than may be held at once is refused before it is cut."""

    def __init__(self, text: str, delimiter: str, meter: Meter) -> None:
        self.held: int = 0
        self._lines, self._delimiter, self._meter = io.StringIO(text, newline=""), delimiter, meter

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.held += line.count(self._delimiter)
        self._meter.hold(self.held)
        return line


def _named_delimiter(text: str) -> str | None:
    start = text[:6].split("\n", maxsplit=1)[0].rstrip("\r")
    named = start[4] if len(start) == 5 and start.lower().startswith("sep=") else '"'
    return named if named != '"' and first_unprintable(named) is None else None


def _past(what: Words, limit: int, meter: Meter) -> FileFault:
    return meter.fault(
        Words(f"内容超过 {limit} {what}的限额", f"above the limit of {limit} {what.en}"), no_more_than(limit, what)
    )


class _Trial:
    """Which encoding and which delimiter show the most header words."""

    def __init__(self, score: Score, delimiter: str | None, meter: Meter) -> None:
        self._score, self._meter = score, meter
        self._delimiters = DELIMITERS if delimiter is None else (delimiter,)

    def decode(self, data: bytes, encoding: str | None) -> str:
        """The text. Raises `FileFault` when no encoding fits, or two do and differ."""
        if encoding is not None:
            # a BOM says no more than the caller, but is no part of the text
            return self._decoded(data, encoding).removeprefix("\ufeff")
        for bom, marked in _BOMS:
            if data.startswith(bom):
                if not marked:
                    raise self._undecided(Words("UTF-32 编码的文本", "text in UTF-32"))
                return self._decoded(data, marked)
        if b"\x00" in data:
            raise self._undecided(
                Words(
                    "文件含有 NUL 字节，可能是没有 BOM 的 UTF-16，也可能不是文本",
                    "the file holds NUL bytes: it may be UTF-16 without a BOM, or no text at all",
                )
            )
        texts = {name: text for name in TRIED if (text := _attempt(data, name)) is not None}
        if not texts:
            raise self._undecided(Words(f"不是 {' 或 '.join(TRIED)} 编码的文本", f"no text in {' or '.join(TRIED)}"))
        if len(set(texts.values())) == 1:
            return next(iter(texts.values()))
        words = {name: self.best(text)[0] for name, text in texts.items()}
        most = max(words.values())
        best = [name for name in texts if words[name] == most]
        if len(best) > 1:
            raise self._undecided(
                Words(
                    f"编码不明：{' 和 '.join(best)} 都读得通",
                    f"the encoding cannot be told: {' and '.join(best)} both fit",
                )
            )
        return texts[best[0]]

    def delimiter(self, text: str) -> str:
        """The delimiter that shows the most header words; a comma where none shows any."""
        return _named_delimiter(text) or self.best(text)[1]

    def best(self, text: str) -> tuple[int, str]:
        """Number of header words and delimiter of the best reading of the first rows."""
        scores = [(self._score(_head(text, delimiter, self._meter)), delimiter) for delimiter in self._delimiters]
        return max(scores, key=lambda pair: pair[0])

    def _decoded(self, data: bytes, encoding: str) -> str:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            at = error.start + 1
            raise self._undecided(
                Words(f"不是 {encoding} 编码的文本（第 {at} 个字节）", f"no text in {encoding} (at byte {at})")
            ) from error

    def _undecided(self, what: Words) -> FileFault:
        return self._meter.fault(what, _CHOICES)


def _attempt(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _head(text: str, delimiter: str, meter: Meter) -> Iterator[list[str]]:
    """The first rows as this delimiter cuts them, so far as it can: text cut by the wrong one may have any shape."""
    try:
        for record in islice(_records(text, delimiter, meter), _HEAD):
            yield record[: meter.limits.columns]
    except (csv.Error, FileFault):
        return
