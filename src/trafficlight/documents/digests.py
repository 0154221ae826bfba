"""摘要 (digest): SHA-256 over a canonical text of values, the same in every process and on every machine.

Two values of the same types have the same text when they are equal, and never otherwise: every piece says of what kind it
is and where it ends. A theme stands for its key, since a rule is code; which rulebook it belongs to is said beside it.
"""

from __future__ import annotations

import datetime as dt
import enum
import hashlib
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from itertools import chain
from operator import attrgetter
from typing import Any, Final, TypeAlias

import attrs

from trafficlight.errors import DocumentError
from trafficlight.rules.rating import Rating
from trafficlight.rules.theme import Theme

_KEPT: Final = 4096  # texts of values that are met again and again: units, verdicts, clauses
_LONG: Final = 80  # characters; a longer text of such a value gives way to its own digest
_ROWS_OWN: Final = frozenset({"record", "origin"})  # fields that hold another value in every row: not worth keeping
_CHUNK: Final = 256

_Write: TypeAlias = Callable[[Any], str]


def digest(values: Iterable[object]) -> str:
    """摘要: of entries, ratings or any other values of this library, in order, as 64 hexadecimal digits.

    Takes attrs values, enums, texts, numbers, dates, and sequences, mappings and sets of them; an iterator is used up.
    Raises `DocumentError` for anything else: code, for one, has no text that stays the same.
    """
    text = _Canonical()
    sha = hashlib.sha256()
    pieces: list[str] = []
    for value in values:
        pieces.append(text.of(value))
        if len(pieces) == _CHUNK:
            sha.update(_encoded("".join(pieces)))
            pieces.clear()
    sha.update(_encoded("".join(pieces)))
    return sha.hexdigest()


def input_digest(ratings: Iterable[Rating[Any]]) -> str:
    """输入摘要: of what was handed in and decided: each rating's theme, 序号, record (or unit without one) and determination.

    Where a record came from does not count, nor what the rules made of it: the same input read from another file, or rated
    anew, has the same digest. Raises as `digest` does.
    """
    return digest(chain.from_iterable(map(_input, ratings)))


def _input(rating: Rating[Any]) -> tuple[object, ...]:
    units = rating.units if rating.record is None else None
    return (rating.theme.key, rating.serial, rating.record, units, rating.determination)


class _Canonical:
    """Makes canonical texts; how a class is written is found out once."""

    def __init__(self) -> None:
        self._plain: dict[type, _Write] = {
            str: _text,
            type(None): lambda _: "n;",
            bool: lambda value: "t;" if value else "f;",
            int: lambda value: f"i{value};",
            float: lambda value: f"d{value.hex()};",
            bytes: lambda value: f"b{value.hex()};",
            dt.date: lambda value: f"D{value.isoformat()};",
            dt.datetime: lambda value: f"T{value.isoformat()};",
        }
        self._writers: dict[type, _Write] = {
            **self._plain,
            tuple: self._sequence,
            list: self._sequence,
            Theme: lambda value: f"(Theme {_text(value.key)})",
        }
        self._kept: dict[int, tuple[object, str]] = {}

    def of(self, value: object) -> str:
        """The text of a value."""
        kind = type(value)
        write = self._writers.get(kind)
        if write is None:
            write = self._writers[kind] = self._writer(kind)
        return write(value)

    def _writer(self, kind: type) -> _Write:
        if issubclass(kind, enum.Enum):
            return lambda value: f"e{kind.__qualname__}.{value.name};"
        if attrs.has(kind):
            return self._attrs_writer(kind)
        if issubclass(kind, Mapping):
            return self._mapping
        if issubclass(kind, AbstractSet):
            return lambda value: f"{{{''.join(sorted(map(self.of, value)))}}}"
        for base in (str, int, float, bytes, dt.datetime, dt.date, tuple, list):
            if issubclass(kind, base):
                return self._writers[base]
        raise DocumentError(f"{kind.__name__} 不能计入摘要：应为本库的值、文字、数、日期，或它们的序列。")

    def _attrs_writer(self, kind: type) -> _Write:
        """The class's name and the fields by which its values are equal."""
        names = [at.name for at in attrs.fields(kind) if at.eq]
        head = f"({kind.__qualname__} "
        if not names:
            return lambda _: f"{head})"
        # attrgetter gives a bare value for one name and a tuple for several: the doubled name makes it always a tuple
        get = attrgetter(*names, names[0])
        ways = [self.of if name in _ROWS_OWN else self._member for name in names]
        known = self._kept.get

        def write(value: Any) -> str:
            # written out once more here what `_text` and `_member` do: calls would cost half of the time
            pieces = [
                f"s{len(member)}:{member}"
                if type(member) is str
                else kept[1]
                if (kept := known(id(member))) is not None
                else way(member)
                for way, member in zip(ways, get(value), strict=False)
            ]
            return f"{head}{''.join(pieces)})"

        return write

    def _member(self, value: object) -> str:
        """A value inside another: often the same object as in the row before."""
        kept = self._kept.get(id(value))
        if kept is not None:
            return kept[1]
        plain = self._plain.get(type(value))
        if plain is not None:
            return plain(value)
        text = self.of(value)
        if len(text) > _LONG:
            text = f"h{hashlib.sha256(_encoded(text)).hexdigest()};"
        if len(self._kept) >= _KEPT:
            self._kept.clear()
        self._kept[id(value)] = (value, text)  # holding the value keeps its number from being another's
        return text

    def _sequence(self, value: Iterable[object]) -> str:
        return f"[{''.join(map(self._member, value))}]"

    def _mapping(self, value: Mapping[object, object]) -> str:
        return f"<{''.join(sorted(self.of(key) + self.of(item) for key, item in value.items()))}>"


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _text(value: str) -> str:
    return f"s{len(value)}:{value}"
