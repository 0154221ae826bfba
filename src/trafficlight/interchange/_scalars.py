"""标量: texts, numbers, dates and enum members, each read strictly: an int is no text, “3” no number, True no int."""

from __future__ import annotations

import datetime as dt
import enum
import math
import re
from collections.abc import Callable
from decimal import Decimal
from types import NoneType
from typing import Any, Final, NewType

from cattrs import Converter

from trafficlight.interchange._faults import Misfit, expected, one_of
from trafficlight.interchange._plain import SURROGATE
from trafficlight.model._colours import is_colour

Filled = NewType("Filled", str)
"""A text that is not blank."""


def read_text(value: Any, into: Any = str) -> Any:
    """Text without half characters; a member of an enum whose members are texts."""
    if isinstance(into, type) and issubclass(into, enum.Enum):
        return read_member(value, into)
    if not isinstance(value, str):
        raise expected("文字", value)
    if SURROGATE.search(value):
        raise Misfit(f"文字含有不成对的代理字符：{value!r}")
    return value


def read_filled(value: Any, _into: Any = None) -> str:
    """Text that is not blank."""
    text: str = read_text(value)
    if not text.strip():
        raise Misfit("不得为空白")
    return text


def _read_int(value: Any, into: Any) -> Any:
    if isinstance(into, type) and issubclass(into, enum.Enum):
        return read_member(value, into)
    if not isinstance(value, int) or isinstance(value, bool):
        raise expected("整数", value)
    return value


def _read_bool(value: Any, _into: Any) -> bool:
    if not isinstance(value, bool):
        raise expected(" true 或 false", value)
    return value


def _read_float(value: Any, into: Any) -> Any:
    if isinstance(into, type) and issubclass(into, enum.Enum):
        return read_member(value, into)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise expected("数", value)
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise Misfit("应为有限的数")
    return number


def _read_none(value: Any, _into: Any) -> None:
    if value is not None:
        raise expected("空（null）", value)


def read_colour(value: Any, _into: Any = None) -> str:
    """RRGGBB."""
    text: str = read_text(value)
    if not is_colour(text):
        raise expected("六位大写十六进制数（RRGGBB）", value)
    return text


def whole_from(minimum: int) -> Callable[[Any, Any], int]:
    """A whole number not below `minimum`."""

    def read(value: Any, into: Any) -> int:
        number: int = _read_int(value, int)
        if number < minimum:
            raise expected(f"不小于 {minimum} 的整数", value)
        return number

    return read


# --- written as text ---------------------------------------------------------------------------------------------------

_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
_TIME: Final = re.compile(r"\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d(:\d\d)?)?\Z", re.ASCII)
_MOMENT: Final = re.compile(_DATE.pattern[:-2] + "T" + _TIME.pattern, re.ASCII)
_DECIMAL: Final = re.compile(r"-?\d+(\.\d+)?(E[+-]?\d+)?\Z", re.ASCII)


def _by_pattern(pattern: re.Pattern[str], parse: Callable[[str], Any], what: str) -> Callable[[Any, Any], Any]:
    def read(value: Any, _into: Any) -> Any:
        if not isinstance(value, str) or not pattern.match(value):
            raise expected(what, value)
        try:
            return parse(value)
        except ValueError as error:  # the thirty-first of February
            raise expected(what, value) from error

    return read


# --- enums -------------------------------------------------------------------------------------------------------------


def words_of(members: type[enum.Enum]) -> dict[str, enum.Enum]:
    """The words by which an enum's members are written: their names in lower case, or as they are where that would clash."""
    lowered = {member.name.lower(): member for member in members}
    return lowered if len(lowered) == len(members) else {member.name: member for member in members}


def read_member(value: Any, into: type[enum.Enum]) -> enum.Enum:
    """The member of a word."""
    words = words_of(into)
    if not isinstance(value, str) or value not in words:
        raise one_of(words, value)
    return words[value]


def write_member(value: enum.Enum) -> str:
    """The word of a member."""
    return next((word for word, member in words_of(type(value)).items() if member is value), str(value.name))


_EXACT: Final = 2.0**53


def _write_float(value: float) -> float:
    """A whole float as a whole number, so that equal values (20 and 20.0) are the same text."""
    return int(value) if value.is_integer() and abs(value) <= _EXACT else value


def _write_text(value: str) -> str:
    return write_member(value) if isinstance(value, enum.Enum) else value


def register_scalars(converter: Converter) -> None:
    """Teach a fresh converter the strict scalars. Text as base class of an enum comes first in cattrs, hence the detours."""
    converter.register_structure_hook(str, read_text)
    converter.register_structure_hook(int, _read_int)
    converter.register_structure_hook(bool, _read_bool)
    converter.register_structure_hook(float, _read_float)
    converter.register_structure_hook_func(lambda t: t is NoneType, _read_none)
    converter.register_structure_hook_func(lambda t: t is Filled, read_filled)
    converter.register_unstructure_hook(str, _write_text)
    converter.register_unstructure_hook_func(lambda into: into is float, _write_float)
    converter.register_structure_hook_func(_is_enum, read_member)
    converter.register_unstructure_hook_func(_is_enum, write_member)
    for kind, pattern, parse, what in (
        (dt.date, _DATE, dt.date.fromisoformat, "日期，如 2023-08-03"),
        (dt.time, _TIME, dt.time.fromisoformat, "时间，如 17:30"),
        (dt.datetime, _MOMENT, dt.datetime.fromisoformat, "时刻，如 2023-08-03T17:30"),
        (Decimal, _DECIMAL, Decimal, "十进制数，如 12.50"),
    ):
        converter.register_structure_hook(kind, _by_pattern(pattern, parse, what))
    for timed in (dt.date, dt.time, dt.datetime):
        converter.register_unstructure_hook(timed, lambda value: value.isoformat())
    converter.register_unstructure_hook(Decimal, str)


def _is_enum(into: Any) -> bool:
    return isinstance(into, type) and issubclass(into, enum.Enum)
