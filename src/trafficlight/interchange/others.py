"""其余类型: unions, literals and the like; whatever no strict reader knows is refused rather than left to a lenient one."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, NewType, Union, get_args, get_origin

from cattrs import Converter

from trafficlight.interchange.containers import origin_of
from trafficlight.interchange.faults import Misfit, expected, one_of
from trafficlight.interchange.scalars import read_text

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
