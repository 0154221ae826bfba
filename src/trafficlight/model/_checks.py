"""检查: what is refused when a value is made, and how much of a long one is shown."""

from __future__ import annotations

import datetime as dt
import string
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Final, TypeAlias, TypeVar

import attrs

T = TypeVar("T")
_MOST_SHOWN = 6

IN_MEMORY: Final = {"in memory": True}
"""Metadata of a field that a program works with and that no text holds."""


Strings: TypeAlias = tuple[str, ...] | list[str]
"""Several texts. `Iterable[str]` would let type checkers pass a single one."""

StringSet: TypeAlias = Strings | AbstractSet[str]
"""As `Strings`, where their order does not matter."""


def strings(values: StringSet) -> tuple[str, ...]:
    """A converter for several texts. Raises `TypeError` for a single text, whose letters Python would take for them."""
    given: Any = values  # by whoever does not check types
    if isinstance(given, str):
        raise TypeError(f"several texts go here, as ({given!r},), not the single {given!r}")
    made: tuple[Any, ...] = tuple(given)
    for each in made:
        if not isinstance(each, str):
            raise TypeError(f"several texts go here, not {each!r}")
    return made


def several(kind: type[T]) -> Callable[[object, attrs.Attribute[Any], Sequence[T]], None]:
    """A validator for a field of several values of one type. Raises `TypeError` that names the first stranger."""

    def check(owner: object, at: attrs.Attribute[Any], values: Sequence[T]) -> None:
        for each in values:
            if not isinstance(each, kind):
                raise TypeError(f"{type(owner).__name__}.{at.alias} takes values of {kind.__name__}, not {each!r}")

    return check


def template(*names: str) -> Callable[[object, attrs.Attribute[Any], str | tuple[str, ...]], None]:
    """A validator for texts in whose braces stand some of these names, and nothing else. Raises `ValueError`."""

    def check(owner: object, at: attrs.Attribute[Any], value: str | tuple[str, ...]) -> None:
        for text in (value,) if isinstance(value, str) else value:
            where = f"{type(owner).__name__}.{at.name} {text!r}"
            try:
                fields = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
            except ValueError as error:
                raise ValueError(f"{where}: {error}; a brace that is meant as a brace is doubled") from None
            strangers = [name for name in fields if name not in names]
            if strangers:
                known = ", ".join(f"{{{name}}}" for name in names) or "nothing"
                raise ValueError(f"{where} knows {known} in braces, not {{{strangers[0]}}}")

    return check


def not_empty(owner: object, at: attrs.Attribute[Any], value: str) -> None:
    """A validator for a text with something in it. Raises `TypeError` for what is no text, else `ValueError`."""
    if not isinstance(value, str):
        raise TypeError(f"{type(owner).__name__}.{at.name} takes a text, not {value!r}")
    if not value.strip():
        raise ValueError(f"{type(owner).__name__}.{at.name} must not be empty")


def a_day(owner: object, at: attrs.Attribute[Any], value: object) -> None:
    """A validator for a date without a time: one with a time is equal to no date. Raises `TypeError`."""
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        raise TypeError(f"{type(owner).__name__}.{at.name} takes a date, such as dt.date(2023, 9, 28), not {value!r}")


def check_period(owner: object, at: attrs.Attribute[Any], value: object) -> None:
    """A validator for a period, or none. Raises `TypeError`."""
    if value is not None and not all(
        hasattr(value, name) for name in ("kind", "key", "first_day", "last_day", "title")
    ):
        raise TypeError(f"{type(owner).__name__}.{at.name} takes a period, such as Quarter(2023, 3), not {value!r}")


def few(values: Iterable[object]) -> str:
    """The first of many values as a `repr` lists them, and how many more there are."""
    texts = [str(value) for value in values]
    more = len(texts) - _MOST_SHOWN
    return ", ".join(texts if more <= 1 else [*texts[:_MOST_SHOWN], f"… {more} more"])
