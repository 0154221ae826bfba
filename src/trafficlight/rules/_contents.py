"""内容摘要 (contents digest): what a rulebook says, as a short digest, so that two that differ never look the same."""

from __future__ import annotations

import enum
import functools
import hashlib
import inspect
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from types import CodeType
from typing import Any, Final

import attrs

LENGTH: Final = 12
"""Hexadecimal digits of a digest: 48 bits tell an agency's rulebooks apart."""


def contents_digest(value: object) -> str:
    """内容摘要: twelve hexadecimal digits over everything that a value holds, rules included.

    Values count by all their fields, looks too. A rule that is an attrs value counts by its class and its fields, one that
    is a function by its name, its source and what it closes over. The same contents have the same digest in every process.
    """
    text = "".join(_pieces(value, frozenset()))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:LENGTH]


def _pieces(value: Any, above: frozenset[int]) -> Iterator[str]:
    """A canonical text in pieces. `above` are the values that are being written: one within itself ends there."""
    if id(value) in above:
        yield "again;"
        return
    inner = above | {id(value)}
    match value:
        case None | bool() | int() | float() | str() | bytes() if not isinstance(value, enum.Enum):
            yield f"{type(value).__name__}{value!r};"
        case enum.Enum():
            yield f"{_name(type(value))}.{value.name};"
        case type():
            yield f"class {_name(value)};"
            yield from _fields(value) if attrs.has(value) else ()
        case Mapping():
            yield from sorted("".join(_pieces(pair, inner)) for pair in value.items())
        case AbstractSet():
            yield from sorted("".join(_pieces(one, inner)) for one in value)
        case tuple() | list():
            yield "["
            for one in value:
                yield from _pieces(one, inner)
            yield "];"
        case functools.partial():
            yield from _pieces((value.func, value.args, value.keywords), inner)
        case _ if attrs.has(type(value)):
            yield f"{_name(type(value))}("
            for at in attrs.fields(type(value)):
                if at.init:
                    yield f"{at.name}="
                    yield from _pieces(getattr(value, at.name), inner)
            yield ");"
        case _ if callable(value):
            yield from _function(value, inner)
        case _:
            yield f"{_name(type(value))}{value!s};"


def _fields(kind: type[attrs.AttrsInstance]) -> Iterator[str]:
    """The fields of a class with their types as the class declares them: those of attrs change once something resolves them."""
    declared: dict[str, Any] = {}
    for one in reversed(kind.__mro__):
        if "__attrs_attrs__" in vars(one):
            declared |= inspect.get_annotations(one)
    return (f"{at.name}:{declared.get(at.name, at.type)!s};" for at in attrs.fields(kind))


def _name(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


def _function(function: Any, above: frozenset[int]) -> Iterator[str]:
    """A function's name, its source (its code where no source is to be had), defaults and closure."""
    yield f"def {getattr(function, '__module__', '')}.{getattr(function, '__qualname__', _name(type(function)))}("
    yield from _pieces(getattr(function, "__self__", None), above)
    code = getattr(function, "__code__", None)
    if isinstance(code, CodeType):
        try:
            yield inspect.getsource(function)
        except (OSError, TypeError):
            yield from _code(code)
        cells = [cell.cell_contents for cell in getattr(function, "__closure__", None) or ()]
        yield from _pieces([cells, function.__defaults__, function.__kwdefaults__], above)
    else:  # a built-in, or an object with a __call__ of its own
        yield from _pieces(getattr(function, "__dict__", None), above)
    yield ");"


def _code(code: CodeType) -> Iterator[str]:
    yield f"{code.co_code.hex()}{code.co_names!r}"
    for constant in code.co_consts:
        yield from _code(constant) if isinstance(constant, CodeType) else repr(constant)
