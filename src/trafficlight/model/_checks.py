"""检查: validators and converters of fields, and how much of a long value a message shows."""

from __future__ import annotations

import datetime as dt
import os
import reprlib
import string
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any, Final, TypeAlias, TypeVar

import attrs

from trafficlight.errors import WrongType, WrongValue
from trafficlight.messages import Words, legible

T = TypeVar("T")
_MOST_SHOWN = 6

IN_MEMORY: Final = {"in memory": True}
"""Metadata of a field that is used while the program runs and is never stored."""


Strings: TypeAlias = tuple[str, ...] | list[str]
"""Several texts. `Iterable[str]` would let type checkers pass a single one."""

StringSet: TypeAlias = Strings | AbstractSet[str]
"""As `Strings`, where their order does not matter."""


def strings(values: StringSet) -> tuple[str, ...]:
    """A converter for several texts. Raises `WrongType` for a single text, whose letters Python would take for them."""
    given: Any = values  # by whoever does not check types
    if isinstance(given, str):
        raise WrongType(
            f"这里应为若干文字，如 ({given!r},)，而不是一段文字 {given!r}",
            f"several texts go here, as ({given!r},), not the single {given!r}",
        )
    made: tuple[Any, ...] = tuple(given)
    for each in made:
        if not isinstance(each, str):
            raise WrongType(f"这里应为若干文字，而不是 {shown(each)}", f"several texts go here, not {shown(each)}")
    return made


def field_of(owner: object, at: attrs.Attribute[Any]) -> str:
    """A field as an error names it: `Clause.id`."""
    return f"{type(owner).__name__}.{at.alias}"


def template(*names: str) -> Callable[[object, attrs.Attribute[Any], str | tuple[str, ...]], None]:
    """A validator for templates: only these names may be in braces. Raises `WrongValue`."""

    def check(owner: object, at: attrs.Attribute[Any], value: str | tuple[str, ...]) -> None:
        for text in (value,) if isinstance(value, str) else value:
            where = f"{field_of(owner, at)} {text!r}"
            try:
                fields = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
            except ValueError as error:
                raise WrongValue(
                    f"{where}：{error}；要印出花括号，请写两遍",
                    f"{where}: {error}; a brace that is meant as a brace is doubled",
                ) from None
            strangers = [name for name in fields if name not in names]
            if strangers:
                known = [f"{{{name}}}" for name in names]
                raise WrongValue(
                    f"{where} 的花括号里可用 {'、'.join(known) or '（无）'}，没有 {{{strangers[0]}}}",
                    f"{where} knows {', '.join(known) or 'nothing'} in braces, not {{{strangers[0]}}}",
                )

    return check


def not_empty(owner: object, at: attrs.Attribute[Any], value: str) -> None:
    """A validator for a text with something in it. Raises `WrongValue`."""
    if not value.strip():
        where = field_of(owner, at)
        raise WrongValue(f"{where} 不能为空：请写明", f"{where} must not be empty: write what it is called")


def between(least: int, most: int | None = None) -> Callable[[object, attrs.Attribute[Any], float], None]:
    """A validator for a number that is at least `least` and below `most`. Raises `WrongValue`."""

    def check(owner: object, at: attrs.Attribute[Any], value: float) -> None:
        if not (value >= least and (most is None or value < most)):
            where = field_of(owner, at)
            zh, en = (f"、小于 {most}", f" and below {most}") if most is not None else ("", "")
            raise WrongValue(
                f"{where} 应为 {least} 以上{zh}的数，而不是 {value}",
                f"{where} is a number from {least}{en}, not {value}",
            )

    return check


_PERIODS: Final = set[type]()
"""Classes whose values were found to be periods: the look at the attributes takes longer than making a period."""


def check_period(owner: object, at: attrs.Attribute[Any], value: object) -> None:
    """A validator for a period, or none. Raises `WrongType`."""
    if value is None or type(value) in _PERIODS:
        return
    if not all(hasattr(value, name) for name in ("kind", "key", "first_day", "last_day", "title")):
        allowed = Words("一个周期，如 Quarter(2023, 3)", "a period, such as Quarter(2023, 3)")
        raise WrongType(other_type(field_of(owner, at), allowed, value))
    _PERIODS.add(type(value))


def few(values: Iterable[object]) -> str:
    """The first of many values as a `repr` lists them, and how many more there are."""
    texts = [str(value) for value in values]
    more = len(texts) - _MOST_SHOWN
    return ", ".join(texts if more <= 1 else [*texts[:_MOST_SHOWN], f"… {more} more"])


def placed(where: str, words: Words) -> Words:
    """What is wrong, with the field in which it is."""
    return Words(f"{where}：{words}", f"{where}: {words.en}")


_REPR: Final = reprlib.Repr()
_REPR.maxstring = _REPR.maxother = 80


def shown(value: object) -> str:
    """A value as a message shows it, a long one cut short."""
    return _REPR.repr(value)


def other_type(where: str, allowed: Words, value: object) -> Words:
    """“Clause.id 应为文字，而不是 3”: the message for a value of a wrong type."""
    return Words(f"{where} 应为{allowed}，而不是 {shown(value)}", f"{where} takes {allowed.en}, not {shown(value)}")


def check_kind(where: str, value: object, kind: type, *, optional: bool = False) -> None:
    """Raise `WrongType` for what is no value of a class, handed over where a function begins; None passes where it may lack."""
    if not isinstance(value, kind) and not (optional and value is None):
        allowed = Words(f" {kind.__name__}", f"a value of {kind.__name__}")
        raise WrongType(other_type(where, allowed, value))


def each_of(where: str, values: Iterable[T], kind: type[T], *others: type[T]) -> tuple[T, ...]:
    """Several values of one class, or of some, as a tuple. Raises `WrongType` for what is no several, and for a stranger among them."""
    given: Any = values  # by whoever does not check types
    several = isinstance(given, Iterable) and not isinstance(given, (str, bytes))
    made = tuple(given) if several else ()
    kinds = (kind, *others)
    strangers = [one for one in made if not isinstance(one, kinds)] if {*map(type, made)} - {*kinds} else []
    if not several or strangers:
        allowed = Words(f"若干 {kind.__name__}", f"several values of {kind.__name__}")
        raise WrongType(other_type(where, allowed, strangers[0] if strangers else given))
    return made


def check_day(where: str, value: object, *, moments: bool = False) -> None:
    """Raise `WrongType` for anything but a date; `where` names the argument.

    A `datetime` is refused, which no date can be compared with, but for a function that takes `moments`.
    """
    if not isinstance(value, dt.date) or (isinstance(value, dt.datetime) and not moments):
        allowed = Words("一个日期，如 datetime.date(2023, 9, 28)", "a date, such as datetime.date(2023, 9, 28)")
        raise WrongType(other_type(where, allowed, value))


_ENDINGS: Final = frozenset(
    ".csv .doc .docm .docx .dot .dotm .dotx .et .htm .html .json .md .mht .odp .ods .odt .ofd .pdf .ppt .pptx .rtf .txt .wps "
    ".xls .xlsb .xlsm .xlsx .xml .zip".split()
)


_NO_MORE: Final = Words("", "")


def check_ending(path: str | os.PathLike[str], own: str, more: Words = _NO_MORE) -> None:
    """Raise `WrongValue` for a path with the ending of another kind of file, under which no program would open this one.

    A path without an ending passes, as does one that goes on after a dot (“通报2023.9”). `more` says what else to call.
    """
    place = Path(os.fsdecode(path))
    name, ending = legible(place.name), place.suffix.lower()
    if ending in _ENDINGS and ending != own:
        raise WrongValue(
            f"这里保存的是 {own}，不能命名为“{name}”：请以 {own} 结尾{more}",
            f"what is saved here is {own}, which cannot be called “{name}”: end it in {own}{more.en}",
        )


def is_kind(owner: object, at: attrs.Attribute[Any], value: object) -> None:
    """A validator for a kind of cell. Raises `WrongType` for anything else, such as the class itself."""
    if isinstance(value, type) or not (hasattr(value, "parse") and hasattr(value, "show")):
        raise WrongType(
            f"{field_of(owner, at)} 应为一种单元格，如 Whole()，而不是 {value!r}",
            f"{field_of(owner, at)} takes a kind of cell, such as Whole(), not {value!r}",
        )
