"""列表与键值表: lists, tuples, sets and tables, each read as what it is: a text is no list of characters."""

from __future__ import annotations

import collections.abc
import dataclasses
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, NewType, Union, get_args, get_origin

from cattrs import BaseValidationError, Converter, IterableValidationError

from trafficlight.errors import InterchangeError
from trafficlight.interchange._faults import Misfit, at_index, expected, one_of
from trafficlight.interchange._plain import ROOT
from trafficlight.interchange._scalars import read_text

_LISTS: Final[dict[Any, Callable[[list[Any]], Any]]] = {
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

Reader = Callable[[Any, Any], Any]


def origin_of(into: Any) -> Any:
    """The class of a type: `tuple` of `tuple[int, ...]`, and a class itself."""
    origin: Any = get_origin(into)
    return into if origin is None else origin


def _gather(into: Any, values: Iterable[tuple[int | str, Any, Reader, Any]]) -> list[Any]:
    """Read every value by its own reader; all that fail come at once, each with its index."""
    read: list[Any] = []
    failed: list[Exception] = []
    for index, value, reader, kind in values:
        try:
            read.append(reader(value, kind))
        except (Misfit, BaseValidationError) as error:
            failed.append(at_index(error, index))
    if failed:
        message = f"while structuring {into}"
        raise IterableValidationError(message, failed, into)  # pyright: ignore[reportCallIssue]  # cattrs adds the third
    return read


def _list_reader(converter: Converter) -> Callable[[Any], Reader]:
    def factory(into: Any) -> Reader:
        make, arguments = _LISTS[origin_of(into)], get_args(into) or (Any,)
        fixed = origin_of(into) is tuple and arguments[1:] != (...,) and get_args(into) != ()
        kinds = arguments if fixed else arguments[:1]
        readers = [converter.get_structure_hook(kind) for kind in kinds]

        def read(value: Any, _into: Any) -> Any:
            if not isinstance(value, (list, tuple)):
                raise expected("列表", value)
            if fixed and len(value) != len(kinds):
                raise Misfit(f"应有 {len(kinds)} 项，而不是 {len(value)} 项")
            members = [
                (index, member, readers[index if fixed else 0], kinds[index if fixed else 0])
                for index, member in enumerate(value)
            ]
            return make(_gather(into, members))

        return read

    return factory


def _table_reader(converter: Converter) -> Callable[[Any], Reader]:
    def factory(into: Any) -> Reader:
        key_kind, value_kind = get_args(into) or (str, Any)
        read_key, read_value = converter.get_structure_hook(key_kind), converter.get_structure_hook(value_kind)

        def read(value: Any, _into: Any) -> Any:
            if not isinstance(value, Mapping):
                raise expected("键值表", value)
            names = [str(key) for key in value]
            keys = _gather(into, [(name, key, read_key, key_kind) for name, key in zip(names, value, strict=True)])
            if len(set(keys)) != len(keys):
                raise Misfit("不同的键代表同一个值")
            members = zip(names, value.values(), strict=True)
            return dict(zip(keys, _gather(into, [(n, v, read_value, value_kind) for n, v in members]), strict=True))

        return read

    return factory


def register_containers(converter: Converter) -> None:
    """Teach a fresh converter lists and tables; sets are written in a fixed order."""
    converter.register_structure_hook_factory(lambda into: origin_of(into) in _LISTS, _list_reader(converter))
    converter.register_structure_hook_factory(lambda into: origin_of(into) in _TABLES, _table_reader(converter))

    def write_list(value: Any) -> list[Any]:
        return [converter.unstructure(member) for member in value]

    def write_set(value: Any) -> list[Any]:
        return sorted(write_list(value), key=lambda member: json.dumps(member, ensure_ascii=False, default=str))

    def write_table(value: Any) -> dict[Any, Any]:
        written = {key: converter.unstructure(key) for key in value}
        table = {
            word if isinstance(word, str) else _NoWord(key): converter.unstructure(value[key])
            for key, word in written.items()
        }
        if len(table) != len(value):
            raise InterchangeError("JSON", [(ROOT, f"不同的键写成同一个词：{'、'.join(map(str, value))}")])
        return table

    converter.register_unstructure_hook_func(lambda into: _is_class(into, (list, tuple)), write_list)
    converter.register_unstructure_hook_func(lambda into: _is_class(into, (set, frozenset)), write_set)
    converter.register_unstructure_hook_func(lambda into: _is_class(into, (collections.abc.Mapping,)), write_table)


class _NoWord:
    """A key that is no word: JSON's writer would turn some into text by itself; this it refuses, and its place is told."""

    def __init__(self, key: object) -> None:
        self._key = key

    def __str__(self) -> str:
        return str(self._key)


def _is_class(into: Any, bases: tuple[type, ...]) -> bool:
    return isinstance(into, type) and issubclass(into, bases)


# --- 其余类型 ----------------------------------------------------------------------------------------------------------

_PLAIN: Final = (str, int, float, bool, NoneType)


def _members(into: Any) -> tuple[Any, ...]:
    """The members of a union, nothing for any other type."""
    return get_args(into) if get_origin(into) in (Union, UnionType) else ()


def _left_to_cattrs(into: Any) -> bool:
    """What cattrs only passes on to our own readers: X | None, Annotated, NewType, named tuples; and Any."""
    members = _members(into)
    return (
        into is Any
        or isinstance(into, NewType)
        or origin_of(into) is Annotated
        or (len(members) == 2 and NoneType in members)
        or (isinstance(into, type) and issubclass(into, tuple) and hasattr(into, "_fields"))
    )


def _refuse(into: Any, *_: Any) -> Any:
    raise Misfit(f"不支持的类型 {getattr(into, '__name__', into)}")


def _is_plain_union(into: Any) -> bool:
    members = _members(into)
    return bool(members) and set(members) <= set(_PLAIN) and not _left_to_cattrs(into)


def _read_plain_union(value: Any, into: Any) -> Any:
    members = _members(into)
    if type(value) is int and float in members and int not in members:
        return float(value)  # as it is written
    if type(value) not in members:
        raise expected(f"类型 {'、'.join(member.__name__ for member in members)} 之一", value)
    return read_text(value) if isinstance(value, str) else value


def _read_literal(value: Any, into: Any) -> Any:
    words = get_args(into)
    if not any(type(word) is type(value) and word == value for word in words):
        raise one_of(map(str, words), value)
    return value


def register_others(converter: Converter) -> None:
    """Teach a fresh converter; to be called before any other, since the last taught is asked first."""
    converter.register_structure_hook_factory(lambda into: not _left_to_cattrs(into), _refuse)
    converter.register_structure_hook_func(_is_plain_union, _read_plain_union)
    converter.register_structure_hook_func(lambda into: origin_of(into) is Literal, _read_literal)
    for cl in (bytes, Path):  # cattrs reads and writes them its own way
        converter.register_structure_hook(cl, lambda _, into: _refuse(into))
    converter.register_unstructure_hook(Path, lambda path: path)  # and JSON's writer refuses it
    converter.register_unstructure_hook_func(dataclasses.is_dataclass, lambda value: value)
