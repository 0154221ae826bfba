"""JSON → 格网: tables as objects whose rows are objects by header word. A cell is called by its path: rows[3].进度评价."""

from __future__ import annotations

import codecs
import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import PurePath
from typing import Any, Final, cast

from trafficlight.errors import FileFault
from trafficlight.messages import Words, counted, portable
from trafficlight.model._kinds import CellValue, text_of
from trafficlight.model._vocabulary import fold
from trafficlight.ooxml.text import first_unprintable
from trafficlight.sheets._cell_texts import CELLS, COLUMNS, ROWS, VISIBLE, too_long
from trafficlight.sheets._report import Skipped
from trafficlight.sheets.reading.grid import Grid, Places
from trafficlight.sheets.reading.hand_in_files import Meter
from trafficlight.sheets.reading.readers.cell_values import Untrusted

_LONGEST_NUMBER: Final = 300
_PLAIN_TYPES: Final = {str, int, float, bool, type(None)}
_KEYS: Final = ("title", "heading", "columns", "rows")
_SHAPES: Final = Words(
    "{“tables”: [{“title”: …, “heading”: {…}, “rows”: [{“序号”: 1, …}]}]}，或其中一张表，或只有各行的 [{…}]",
    "{“tables”: [{“title”: …, “heading”: {…}, “rows”: [{“序号”: 1, …}]}]}, or one table of it, or rows alone: [{…}]",
)
_UTF8: Final = Words("UTF-8 编码的 .json 文件", "a .json file in UTF-8")
_PLAIN: Final = Words("文字、数、true、false 或 null", "a text, a number, true, false or null")
_ONCE: Final = Words("只写一次的键", "a key that stands once")
NO_TABLE: Final = Words("JSON 里没有表", "the JSON holds no table")
_TABLES: Final = Words("张表", "tables")


class _Object(dict[str, Any]):
    """An object of the text; `twice` are the keys that stand in it more than once."""

    twice: tuple[str, ...] = ()


def read_json(data: bytes, meter: Meter) -> Iterator[Grid | Skipped | FileFault]:
    """Every table of a .json in its order, or its faults, or that there is none. Raises `FileFault` for what is no JSON."""
    reader = _Reader(meter)
    document = reader.parsed(data)
    stem = PurePath(meter.file).stem
    if isinstance(document, list):
        yield from reader.table(_Object(rows=document), "", stem)
    elif isinstance(document, _Object) and "rows" in document:
        yield from reader.table(document, "rows", stem)
    elif isinstance(document, _Object) and isinstance(document.get("tables"), list):
        yield from reader.strangers(document, ("tables",), "")
        tables = document["tables"]
        if len(tables) > meter.limits.sheets:
            raise meter.too_many(_TABLES, meter.limits.sheets)
        for number, table in enumerate(tables):
            place = f"tables[{number}]"
            if isinstance(table, _Object):
                yield from reader.table(table, "rows", place)
            else:
                yield reader.fault(place, Words("不是一张表", "is no table"), _SHAPES)
    else:
        yield Skipped(meter.file, None, NO_TABLE)


class _Reader:
    """One file on its way to grids."""

    def __init__(self, meter: Meter) -> None:
        self._file, self._limits, self._meter = meter.file, meter.limits, meter

    def parsed(self, data: bytes) -> Any:
        """The text as plain data. Raises `FileFault`."""
        encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            what = Words(
                f"不是 {encoding} 编码（第 {error.start + 1} 个字节）", f"not in {encoding} (byte {error.start + 1})"
            )
            raise self._meter.fault(what, _UTF8) from error
        self._meter.hold(text.count("{") + text.count("["))
        if max(text.count(":"), text.count(",")) > self._limits.cells:
            raise self._meter.too_many(CELLS, self._limits.cells)
        try:
            return json.loads(
                text,
                object_pairs_hook=partial(_object, _Keys()),
                parse_int=_integer,
                parse_float=_fraction,
                parse_constant=_constant,
            )
        except json.JSONDecodeError as error:
            what = Words(
                f"第 {error.lineno} 行第 {error.colno} 列不是合法的 JSON（{error.msg}）",
                f"line {error.lineno}, column {error.colno}: no valid JSON ({error.msg})",
            )
            raise self._meter.fault(what, _SHAPES) from error
        except RecursionError as error:
            raise self._meter.fault(Words("括号嵌套过深", "brackets nested too deep"), _SHAPES) from error

    def table(self, table: _Object, path: str, sheet: str) -> Iterator[Grid | FileFault]:
        """One table, or what is wrong with it."""
        faults = [*self.strangers(table, _KEYS, sheet), *self._misshapen(table, path, sheet)]
        yield from faults
        if not faults:
            yield self._grid(table, path, sheet)

    def strangers(self, table: _Object, allowed: tuple[str, ...], place: str) -> Iterator[FileFault]:
        """Keys that nobody reads, and keys that stand twice."""
        for key in table:
            if key not in allowed:
                what = Words(f"没有“{key}”这个键", f"there is no key “{key}”")
                keys = Words(f"{'、'.join(allowed)} 之一", f"one of {', '.join(allowed)}")
                yield self.fault(place, what, keys)
        for key in table.twice:
            yield self.fault(place, Words(f"键“{key}”出现不止一次", f"the key “{key}” stands more than once"), _ONCE)

    def fault(self, place: str, message: Words, expected: Words) -> FileFault:
        """A fault of the file at a place in it."""
        return self._meter.fault(message, expected, place or None)

    def _misshapen(self, table: _Object, path: str, sheet: str) -> Iterator[FileFault]:
        if not isinstance(table.get("title", ""), (str, type(None))):
            yield self.fault(sheet, Words("title 不是文字", "title is no text"), Words("文字", "a text"))
        if not isinstance(table.get("heading") or _Object(), _Object):
            yield self.fault(sheet, Words("heading 不是对象", "heading is no object"), _SHAPES)
        columns = table.get("columns") or []
        if not isinstance(columns, list) or not all(isinstance(column, str) for column in columns):
            texts = Words("表头的列表", "a list of header words")
            yield self.fault(sheet, Words("columns 不是文字的列表", "columns is no list of texts"), texts)
        rows = table.get("rows")
        if not isinstance(rows, list):
            yield self.fault(sheet, Words("rows 不是列表", "rows is no list"), _SHAPES)
            return
        if len(rows) > self._limits.rows:
            yield self._meter.too_many(ROWS, self._limits.rows)
            return
        bad = (number for number, row in enumerate(rows) if not isinstance(row, _Object))
        for number, _ in zip(bad, range(self._limits.faults), strict=False):
            pairs = Words("表头与值的对象", "an object of header words and values")
            yield self.fault(sheet, Words(f"{path}[{number}] 不是对象", f"{path}[{number}] is no object"), pairs)

    def _grid(self, table: _Object, path: str, sheet: str) -> Grid:
        rows: list[_Object] = table["rows"]
        columns: dict[str, str] = {}
        """Header words, folded, as they are first typed: ① is told from a 1 only there."""
        folded: dict[tuple[str, ...], list[str]] = {}
        """The keys of a row, folded: most rows have those of the first."""
        for word in table.get("columns") or ():
            columns.setdefault(fold(portable(word)), portable(word))
        for keys in self._meter.each(dict.fromkeys(map(tuple, rows))):
            folded[keys] = list(map(fold, keys))
            for name, word in zip(folded[keys], keys, strict=True):
                columns.setdefault(name, word)
            if len(columns) > self._limits.columns:
                raise self._meter.too_many(COLUMNS, self._limits.columns)
        self._meter.cells += sum(map(len, rows))
        if self._meter.cells > self._limits.cells:
            raise self._meter.too_many(CELLS, self._limits.cells)
        title, heading = table.get("title"), table.get("heading") or _Object()
        above = [[portable(title)]] if title else []
        above += [[self._fact(key, value, heading)] for key, value in heading.items()]
        broken: list[tuple[int, int, str]] = []
        cells = [
            tuple(self._cell(value, row, column, broken) for column, value in enumerate(values))
            for row, values in enumerate([*above, list(columns.values())])
        ]
        if list(folded.values()) == [list(columns)] and not any(row.twice for row in rows):
            below = [tuple(row.values()) for row in rows]
        else:
            below = [_by_column(row, folded[tuple(row)], columns) for row in rows]
        checked = [self._column(values, len(cells), at, broken) for at, values in enumerate(zip(*below, strict=True))]
        cells += zip(*checked, strict=True) if checked else below
        outside = (*(["title"] if title else ()), *(f"heading.{key}" for key in heading), "columns")
        places = Places(len(outside), outside=outside, columns=tuple(f"{path}[#].{column}" for column in columns))
        return Grid(self._file, sheet, cells, broken=tuple(sorted(broken)), places=places)

    def _column(
        self, values: Sequence[Any], top: int, column: int, broken: list[tuple[int, int, str]]
    ) -> Sequence[CellValue]:
        """The cells of a column from row `top` on. Where nothing is odd, as in nearly all, its texts are looked at together."""
        self._meter.check()
        kinds = set(map(type, values))
        if kinds <= _PLAIN_TYPES:
            texts = set(values) if kinds == {str} else {value for value in set(values) if type(value) is str}
            longest = max(map(len, texts), default=0)
            if longest <= self._limits.cell_characters and first_unprintable("".join(texts)) is None:
                blank = {"", *filter(str.isspace, texts)}
                return values if blank.isdisjoint(texts) else [None if cell in blank else cell for cell in values]
        return [self._cell(value, row, column, broken) for row, value in enumerate(values, top)]

    def _fact(self, label: str, value: Any, heading: _Object) -> Any:
        """A fact above the header as the line that a sheet has there."""
        if label in heading.twice:
            return Untrusted(f"{label}：{value}", _ONCE)
        value = self._scalar(value)
        if isinstance(value, Untrusted):
            return Untrusted(f"{label}：{value.text}", value.expected)
        return f"{label}：{text_of(value)}"

    def _cell(self, value: Any, row: int, column: int, broken: list[tuple[int, int, str]]) -> CellValue:
        scalar = self._scalar(value)
        if isinstance(scalar, Untrusted):
            broken.append((row, column, scalar.expected))
            return scalar.text
        return scalar

    def _scalar(self, value: object) -> CellValue | Untrusted:
        if not isinstance(value, str):
            if isinstance(value, (dict, list)):
                return Untrusted("{…}" if isinstance(value, dict) else "[…]", _PLAIN)
            # bool and int and float, None, and what is odd already: JSON knows no other
            return cast("CellValue | Untrusted", value)
        if len(value) > self._limits.cell_characters:
            return Untrusted(f"{value[:100]}…", too_long(self._limits.cell_characters))
        if first_unprintable(value) is not None:
            return Untrusted(portable(value), VISIBLE)
        return None if not value or value.isspace() else value


def _by_column(row: _Object, names: Sequence[str], columns: Iterable[str]) -> tuple[Any, ...]:
    """The values of a row, by its keys as they are compared, in the order of the columns; one that stands twice has none."""
    values: dict[str, Any] = dict(zip(names, row.values(), strict=True))
    if row.twice or len(values) < len(names):
        values = {}
        for (key, value), name in zip(row.items(), names, strict=True):
            values[name] = (
                Untrusted(f"{values.get(name, value)}、{value}", _ONCE) if name in values or key in row.twice else value
            )
    return tuple(map(values.get, columns))


class _Keys(dict[str, str]):
    """Keys as they are kept; each of a document is looked at once. `same` are those that are kept as they stand."""

    def __init__(self) -> None:
        super().__init__()
        self.same: set[str] = set()

    def __missing__(self, key: str) -> str:
        self[key] = kept = portable(key)
        if kept == key:
            self.same.add(key)
        return kept


def _object(keys: _Keys, pairs: list[tuple[str, Any]]) -> _Object:
    table = _Object(pairs)
    if len(table) == len(pairs) and keys.same.issuperset(table):  # as nearly all
        return table
    pairs = [(keys[key], value) for key, value in pairs]
    table = _Object(pairs)
    if len(table) != len(pairs):
        counted = Counter(key for key, _ in pairs)
        table.twice = tuple(key for key, count in counted.items() if count > 1)
    return table


def _integer(digits: str) -> int | Untrusted:
    if len(digits) > _LONGEST_NUMBER:
        return Untrusted(
            f"{digits[:20]}…",
            Words(f"不超过 {_LONGEST_NUMBER} 位的数", f"a number of up to {counted(_LONGEST_NUMBER, 'digit')}"),
        )
    return int(digits)


def _fraction(digits: str) -> float | Untrusted:
    number = float(digits)
    return number if math.isfinite(number) else _constant(digits[:100])


def _constant(word: str) -> Untrusted:
    return Untrusted(word, Words("有限的数", "a finite number"))
