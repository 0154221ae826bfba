"""严格读写: plain types, read as what they are: an int is no text, “3” no number, True no int, a text no list.

cattrs' own hooks are lenient (`int("3")`, a text as a list of its characters, 1 for `Literal[True]`), and so are its
strategies for unions, which pass values on to them. So every plain type has a strict hook here, and a type that has none
is refused, rather than read leniently.
"""

from __future__ import annotations

import collections.abc
import dataclasses
import datetime as dt
import enum
import json
import math
import operator
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import lru_cache, partial
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, NewType, TypeAlias, Union, get_args, get_origin

from cattrs import BaseValidationError, Converter, IterableValidationError

from trafficlight.errors import InterchangeError
from trafficlight.interchange._misfits import MOST, Misfit, at_index, expected, one_of
from trafficlight.interchange._texts import ROOT, SURROGATE, half_character
from trafficlight.messages import Words
from trafficlight.model._colours import is_colour
from trafficlight.model._scores import Score

Reader: TypeAlias = Callable[[Any, Any], Any]
"""A hook of cattrs: the value, and the type as which it is read."""

Filled = NewType("Filled", str)
"""A text that is not blank."""
Colour = NewType("Colour", str)
"""RRGGBB."""
Count = NewType("Count", int)
"""A whole number from 0."""


def origin_of(into: Any) -> Any:
    """The class of a type: `tuple` of `tuple[int, ...]`, and a class itself."""
    return get_origin(into) or into


def is_(cl: Any) -> Callable[[Any], bool]:
    """Whether a type is this one."""
    return partial(operator.is_, cl)


# texts, numbers, dates


def is_words(value: Any) -> bool:
    """Whether a value is a text in Chinese and English."""
    return (
        isinstance(value, dict) and value.keys() == {"zh", "en"} and all(isinstance(one, str) for one in value.values())
    )


def read_text(value: Any, _into: Any = str) -> Any:
    """Text without half characters; one in two languages is a table of both."""
    if is_words(value):
        return Words(read_text(value["zh"]), read_text(value["en"]))
    if not isinstance(value, str):
        raise expected("文字", "a text", value)
    if SURROGATE.search(value):
        told = half_character(Words("文字", "a text"), value)
        raise Misfit(told, told.en)
    return value


def read_filled(value: Any, _into: Any = None) -> str:
    """Text that is not blank."""
    text: str = read_text(value)
    if not text.strip():
        raise Misfit("不得为空白", "it must not be blank")
    return text


def _exactly(kind: type[Any], zh: str, en: str) -> Reader:
    def read(value: Any, _into: Any) -> Any:
        if type(value) is not kind:
            raise expected(zh, en, value)
        return value

    return read


_read_int: Final = _exactly(int, "整数", "a whole number")


def _read_count(value: Any, into: Any) -> int:
    count: int = _read_int(value, into)
    if count < 0:
        raise expected("不小于 0 的整数", "a whole number from 0", value)
    return count


def _read_float(value: Any, _into: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise expected("数", "a number", value)
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise Misfit("应为有限的数", "expected a finite number")
    return number


_DATE: Final = r"\d{4}-\d\d-\d\d"
_TIME: Final = r"\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d(:\d\d)?)?"


def _written_as(pattern: str, parse: Callable[[str], Any], zh: str, en: str) -> Reader:
    """A reader of texts of one pattern."""
    compiled = re.compile(pattern, re.ASCII)

    def read(value: Any, _into: Any) -> Any:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            raise expected(zh, en, value)
        try:
            return parse(value)
        except ValueError as error:  # the thirty-first of February
            raise expected(zh, en, value) from error

    return read


_SCALARS: Final[dict[type[Any], Reader]] = {
    str: read_text,
    int: _read_int,
    bool: _exactly(bool, " true 或 false", "true or false"),
    float: _read_float,
    NoneType: _exactly(NoneType, "空（null）", "null"),
    dt.date: _written_as(_DATE, dt.date.fromisoformat, "日期，如 2023-08-03", "a date such as 2023-08-03"),
    dt.time: _written_as(_TIME, dt.time.fromisoformat, "时间，如 17:30", "a time such as 17:30"),
    dt.datetime: _written_as(
        f"{_DATE}T{_TIME}",
        dt.datetime.fromisoformat,
        "时刻，如 2023-08-03T17:30",
        "a moment such as 2023-08-03T17:30",
    ),
    Decimal: _written_as(r"-?\d+(\.\d+)?(E[+-]?\d+)?", Decimal, "十进制数，如 12.50", "a decimal number such as 12.50"),
}


def _read_colour(value: Any, _into: Any) -> str:
    text: str = read_text(value)
    if not is_colour(text):
        raise expected("六位大写十六进制数（RRGGBB）", "six upper-case hexadecimal digits (RRGGBB)", value)
    return text


# enums


def is_enum(into: Any) -> bool:
    """Whether a type is an enum."""
    return isinstance(into, enum.EnumMeta)


@lru_cache(maxsize=256)  # a member occurs in every row; classes made on the way are not kept for good
def words_of(members: type[enum.Enum]) -> dict[str, enum.Enum]:
    """The words by which members are written: their names in lower case, or as they are where that would clash."""
    lowered = {member.name.lower(): member for member in members}
    return lowered if len(lowered) == len(members) else {member.name: member for member in members}


def _read_member(value: Any, into: type[enum.Enum]) -> enum.Enum:
    words = words_of(into)
    if not isinstance(value, str) or value not in words:
        raise one_of(words, value)
    return words[value]


def _write_member(value: enum.Enum) -> str:
    return next((word for word, member in words_of(type(value)).items() if member is value), str(value.name))


def _or_member(read: Reader) -> Reader:
    """For enums of texts or numbers: cattrs takes the hook of their base class before it looks for one of enums."""
    return lambda value, into: _read_member(value, into) if is_enum(into) else read(value, into)


def _write_text(value: str) -> str:
    return _write_member(value) if isinstance(value, enum.Enum) else value


_EXACT: Final = 2.0**53


def _write_float(value: float) -> float:
    """A whole float as a whole number, so that equal values (20 and 20.0) are the same text."""
    return int(value) if value.is_integer() and abs(value) <= _EXACT else value


# lists and tables

LISTS: Final[dict[Any, Callable[[list[Any]], Any]]] = {
    list: list,
    tuple: tuple,
    set: set,
    frozenset: frozenset,
    collections.abc.Sequence: tuple,
    collections.abc.Iterable: tuple,
    collections.abc.Collection: tuple,
    collections.abc.Set: frozenset,
}
_TABLES: Final = (dict, collections.abc.Mapping, collections.abc.MutableMapping)


def _gather(into: Any, values: Iterable[tuple[int | str, Any, Reader, Any]]) -> list[Any]:
    """Read every value by its own reader; what fails comes at once, each with its index, and no more than are listed."""
    read: list[Any] = []
    failed: list[Exception] = []
    for index, value, reader, kind in values:
        try:
            read.append(reader(value, kind))
        except (Misfit, BaseValidationError) as error:
            failed.append(at_index(error, index))
            if len(failed) > MOST:
                break
    if failed:
        message = f"while structuring {into}"
        raise IterableValidationError(message, failed, into)  # pyright: ignore[reportCallIssue]  # cattrs adds the third
    return read


def _list_reader(into: Any, converter: Converter) -> Reader:
    make, kinds = LISTS[origin_of(into)], get_args(into) or (Any, ...)
    fixed = origin_of(into) is tuple and kinds[1:] != (...,)
    readers = [(converter.get_structure_hook(kind), kind) for kind in (kinds if fixed else kinds[:1])]

    def read(value: Any, _into: Any) -> Any:
        if not isinstance(value, (list, tuple)):
            raise expected("列表", "a list", value)
        if fixed and len(value) != len(readers):
            raise Misfit(
                f"应有 {len(readers)} 项，而不是 {len(value)} 项", f"expected {len(readers)} members, not {len(value)}"
            )
        return make(
            _gather(into, ((at, member, *readers[at if fixed else 0]) for at, member in enumerate(value))),
        )

    return read


def _table_reader(into: Any, converter: Converter) -> Reader:
    key_kind, value_kind = get_args(into) or (str, Any)
    read_key, read_value = converter.get_structure_hook(key_kind), converter.get_structure_hook(value_kind)

    def read(value: Any, _into: Any) -> Any:
        if not isinstance(value, Mapping):
            raise expected("键值表", "a table", value)
        keys = _gather(into, ((str(key), key, read_key, key_kind) for key in value))
        if len(set(keys)) != len(keys):
            raise Misfit("不同的键代表同一个值", "different keys mean the same value")
        members = _gather(into, ((str(key), member, read_value, value_kind) for key, member in value.items()))
        return dict(zip(keys, members, strict=True))

    return read


class _NoWord:
    """A key that is not text. JSON's writer would silently turn some keys into text; this one it refuses, with its place."""

    def __init__(self, key: object) -> None:
        self._key = key

    def __str__(self) -> str:
        return str(self._key)


def _write_list(value: Iterable[Any], converter: Converter) -> list[Any]:
    return [converter.unstructure(member) for member in value]


def _write_set(value: Iterable[Any], converter: Converter) -> list[Any]:
    """In a fixed order."""
    return sorted(_write_list(value, converter), key=lambda member: json.dumps(member, ensure_ascii=False, default=str))


def _write_table(value: Mapping[Any, Any], converter: Converter) -> dict[Any, Any]:
    written = {key: converter.unstructure(key) for key in value}
    table = {
        word if isinstance(word, str) else _NoWord(key): converter.unstructure(value[key])
        for key, word in written.items()
    }
    if len(table) != len(value):
        names = "、".join(map(str, value))
        told = Words(f"不同的键写成同一个词：{names}", f"different keys are written alike: {names}")
        raise InterchangeError("JSON", [(ROOT, told)])
    return table


# unions, literals, and what is refused


def union_members(into: Any) -> tuple[Any, ...]:
    """The members of a union, nothing for any other type."""
    return get_args(into) if get_origin(into) in (Union, UnionType) else ()


def _left_to_cattrs(into: Any) -> bool:
    """Types that cattrs only unwraps, for the hooks of this module: X | None, Annotated, NewType, named tuples; and Any."""
    members = union_members(into)
    return (
        into is Any
        or isinstance(into, NewType)
        or origin_of(into) is Annotated
        or (len(members) == 2 and NoneType in members)
        or (isinstance(into, type) and issubclass(into, tuple) and hasattr(into, "_fields"))
    )


def _refused(_: Any, into: Any) -> Any:
    name = getattr(into, "__name__", into)
    raise Misfit(f"不支持的类型 {name}", f"the type {name} is not supported")


_PLAIN: Final = frozenset({str, int, float, bool, NoneType})


def _is_plain_union(into: Any) -> bool:
    members = union_members(into)
    return bool(members) and _PLAIN.issuperset(members) and not _left_to_cattrs(into)


def _read_plain_union(value: Any, into: Any) -> Any:
    members = union_members(into)
    if type(value) is int and float in members and int not in members:
        return float(value)  # as it is written
    if is_words(value) and str in members:
        return read_text(value)
    if type(value) not in members:
        names = [member.__name__ for member in members]
        raise expected(f"类型 {'、'.join(names)} 之一", f"one of the types {', '.join(names)}", value)
    return read_text(value) if isinstance(value, str) else value


Texts: TypeAlias = str | tuple[str, ...]
"""One text, or several."""


def _read_texts(value: Any, _into: Any, *, converter: Converter) -> Any:
    return converter.structure(value, tuple[str, ...]) if isinstance(value, list) else read_text(value)


def _read_score(value: Any, into: Any) -> Any:
    return _SCALARS[Decimal if isinstance(value, str) else int](value, into)


def _read_literal(value: Any, into: Any) -> Any:
    words = get_args(into)
    if not any(type(word) is type(value) and word == value for word in words):
        raise one_of(map(str, words), value)
    return value


# the converter


def _is_class(*bases: type) -> Callable[[Any], bool]:
    return lambda into: isinstance(into, type) and issubclass(into, bases)


def plain_converter(*, ignore_unknown: bool = False) -> Converter:
    """A new converter for plain types only. What is registered last is tried first."""
    converter = Converter(detailed_validation=True, forbid_extra_keys=not ignore_unknown, use_alias=True)
    read, read_if = converter.register_structure_hook, converter.register_structure_hook_func
    # refused only when such a value occurs: a class with a field for a function can be read while it holds none
    converter.register_structure_hook_factory(lambda into: not _left_to_cattrs(into), lambda _: _refused)
    read_if(_is_plain_union, _read_plain_union)
    read_if(lambda into: origin_of(into) is Literal, _read_literal)
    for refused in (bytes, Path):  # cattrs reads them its own way
        read(refused, _refused)
    for scalar, reader in _SCALARS.items():
        read(scalar, _or_member(reader))
    read_if(is_enum, _read_member)
    for narrowed, reader in ((Filled, read_filled), (Colour, _read_colour), (Count, _read_count)):
        read_if(is_(narrowed), reader)
    read_if(lambda into: into == Score, _read_score)
    read_if(lambda into: into == Texts, partial(_read_texts, converter=converter))
    converter.register_structure_hook_factory(lambda into: origin_of(into) in LISTS, _list_reader)
    converter.register_structure_hook_factory(lambda into: origin_of(into) in _TABLES, _table_reader)

    write, write_if = converter.register_unstructure_hook, converter.register_unstructure_hook_func
    write(Path, lambda path: path)  # cattrs would write it as text; JSON's writer refuses it, as it does a dataclass
    write_if(dataclasses.is_dataclass, lambda value: value)
    write(str, _write_text)
    write(Words, lambda words: {"zh": str(words), "en": words.en})
    write_if(is_(float), _write_float)
    for timed in (dt.date, dt.time, dt.datetime):
        write(timed, lambda value: value.isoformat())
    write(Decimal, str)
    write_if(is_enum, _write_member)
    write_if(_is_class(list, tuple), partial(_write_list, converter=converter))
    write_if(_is_class(set, frozenset), partial(_write_set, converter=converter))
    write_if(_is_class(Mapping), partial(_write_table, converter=converter))
    return converter
