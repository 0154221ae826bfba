"""摘要 (digest): SHA-256 over a canonical text of values, the same in every process and on every machine.

Two lists of values of the same types have the same text when they are equal, and never otherwise: every piece says of what
kind it is and where it ends. A theme stands for its key, since a rule is code; which rulebook it belongs to is said beside
it. The text goes column by column — the same field of many values, then the next field — for then most of the work is
done by few calls that join many texts: a ledger's digest costs a tenth of the ledger.
"""

from __future__ import annotations

import datetime as dt
import enum
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from itertools import chain, islice
from operator import attrgetter
from typing import Any, Final, TypeAlias

import attrs

from trafficlight.errors import DocumentError
from trafficlight.rules._rated import Rating
from trafficlight.rules._themes import Theme

_BATCH: Final = 256  # values that are written together
_PART: Final = "\0"  # joins texts; one that holds it itself is told by its length

_Column: TypeAlias = Sequence[Any]
_Write: TypeAlias = Callable[[_Column], None]


def digest(values: Iterable[object]) -> str:
    """摘要: of entries, ratings or any other values of this library, in order, as 64 hexadecimal digits.

    Takes attrs values, enums, texts, numbers, dates, and sequences, mappings and sets of them; an iterator is used up.
    Raises `DocumentError` for anything else: code, for one, has no text that stays the same.
    """
    return _digest(values, lambda batch: (batch,))


def input_digest(ratings: Iterable[Rating[Any]]) -> str:
    """输入摘要: of what was handed in and decided: each rating's theme, 序号, record (or unit without one) and determination.

    Where a record came from does not count, nor what the rules made of it: the same input read from another file, or rated
    anew, has the same digest. Raises as `digest` does.
    """
    return _digest(ratings, _input)


def _input(ratings: Sequence[Rating[Any]]) -> Iterable[_Column]:
    records = [rating.record for rating in ratings]
    yield [rating.theme.key for rating in ratings]
    yield [rating.serial for rating in ratings]
    yield records
    yield [rating.units for rating, record in zip(ratings, records, strict=True) if record is None]
    yield [rating.determinations for rating in ratings]


def _digest(values: Iterable[Any], columns: Callable[[Sequence[Any]], Iterable[_Column]]) -> str:
    text = _Canonical()
    sha = hashlib.sha256()
    source = iter(values)
    while batch := list(islice(source, _BATCH)):
        for column in columns(batch):
            text.write(column)
        sha.update(text.taken().encode("utf-8", "surrogatepass"))
    return sha.hexdigest()


class _Canonical:
    """Makes canonical texts; how a class is written is found out once."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._writers: dict[type, _Write] = {
            str: lambda column: self._texts(column, _PART.join(column)),
            type(None): lambda column: self._out.append(f"n{len(column)};"),
            bool: self._by("t", str),
            int: self._by("i", str),
            float: self._by("d", float.hex),
            bytes: self._by("b", bytes.hex),
            dt.date: self._by("D", dt.date.isoformat),
            dt.datetime: self._by("T", dt.datetime.isoformat),
            dt.time: self._by("h", dt.time.isoformat),
            dt.timedelta: self._by("x", lambda value: f"{value.days}d{value.seconds}s{value.microseconds}"),
            Decimal: self._by("c", lambda value: str(value.normalize())),
            tuple: self._sequences,
            list: self._sequences,
            Theme: self._fields("Theme", ["key"]),
        }
        self._sets = self._members("{", lambda value: sorted(map(self._alone, value)))
        self._mappings = self._members("<", lambda value: sorted(map(self._alone, value.items())))

    def taken(self) -> str:
        """What was written since it was last taken."""
        text = "".join(self._out)
        self._out.clear()
        return text

    def write(self, column: _Column) -> None:
        if not column:
            self._out.append("0;")
            return
        try:
            joined = _PART.join(column)  # most columns are texts, and this is the quickest way to find out
        except TypeError:
            kinds = {*map(type, column)}
            if len(kinds) == 1:
                self._writer(kinds.pop())(column)
            else:
                self._mixed(column)
        else:
            self._texts(column, joined)

    def _mixed(self, column: _Column) -> None:
        """Which value is of which kind, then the values of each kind."""
        parted: dict[_Write, list[Any]] = {}
        numbers: list[str] = []
        places: dict[_Write, str] = {}
        for value in column:
            write = self._writer(type(value))
            parted.setdefault(write, []).append(value)
            numbers.append(places.setdefault(write, str(len(places))))
        if len(parted) > 1:
            self._out.append(f"m{','.join(numbers)};")
        for write, values in parted.items():
            write(values)

    def _writer(self, kind: type) -> _Write:
        write = self._writers.get(kind)
        if write is None:
            write = self._writers[kind] = self._found(kind)
        return write

    def _found(self, kind: type) -> _Write:
        if issubclass(kind, enum.Enum):
            return self._fields(f"e{kind.__qualname__}", ["_name_"])
        if attrs.has(kind):
            # the fields by which its values are equal
            return self._fields(kind.__qualname__, [at.name for at in attrs.fields(kind) if at.eq])
        if issubclass(kind, Mapping):
            return self._mappings
        if issubclass(kind, AbstractSet):
            return self._sets
        for base in (str, int, float, bytes, dt.datetime, dt.date, dt.time, dt.timedelta, Decimal, tuple, list):
            if issubclass(kind, base):
                return self._writers[base]
        raise DocumentError(
            f"{kind.__name__} 不能计入摘要：应为本库的值、文字、数、日期，或它们的序列。",
            f"{kind.__name__} has no digest: it should be a value of this library, a text, a number, a date, or a sequence of them.",
        )

    def _texts(self, column: Sequence[str], joined: str) -> None:
        if joined.count(_PART) < len(column):
            self._out.append(f"s{len(column)},{len(joined)}:{joined}")
        else:
            self._out.append(f"S{','.join([str(len(text)) for text in column])}:{joined}")

    def _by(self, mark: str, show: Callable[[Any], str]) -> _Write:
        """Values whose own texts hold no comma."""
        return lambda column: self._out.append(f"{mark}{','.join(map(show, column))};")

    def _fields(self, name: str, fields: Sequence[str]) -> _Write:
        getters = [attrgetter(field) for field in fields]

        def write(column: _Column) -> None:
            self._out.append(f"({name} {len(column)};")
            for get in getters:
                self.write(list(map(get, column)))
            self._out.append(")")

        return write

    def _sequences(self, column: Sequence[Sequence[object]]) -> None:
        lengths = list(map(len, column))
        alike = len({*lengths}) == 1  # as most are: each item has one responsible unit
        self._out.append(f"[{len(column)}*{lengths[0]};" if alike else f"[{','.join(map(str, lengths))};")
        self.write(list(chain.from_iterable(column)))

    def _members(self, mark: str, members: Callable[[Any], list[str]]) -> _Write:
        """Values whose members have no order of their own."""

        def write(column: _Column) -> None:
            self._out.append(mark)
            self._sequences([members(value) for value in column])

        return write

    def _alone(self, value: object) -> str:
        before, self._out = self._out, []
        self.write([value])
        text = self.taken()
        self._out = before
        return text
