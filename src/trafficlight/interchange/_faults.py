"""条件: what a value's own class demands beyond the types of its fields, in words for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

import attrs
from cattrs import (
    AttributeValidationNote,
    ClassValidationError,
    ForbiddenExtraKeysError,
    IterableValidationError,
    IterableValidationNote,
)

from trafficlight.model._agency import Agency, AssistanceGroup
from trafficlight.model._forms import Form
from trafficlight.model._marks import Palette
from trafficlight.model._units import Person, Responsibility, Roster
from trafficlight.model._vocabulary import Vocabulary, nearest
from trafficlight.ranking._orders import Criterion

NAME_OR_POST: Final = "姓名（name）与职务（post）至少有一项"

_CONDITIONS: Final[dict[type[Any], str]] = {
    Agency: "各组的包保单位都在花名册中，一个单位只属于一组（{error}）",
    AssistanceGroup: "成员只负责本组的包保单位（{error}）",
    Criterion: "至少有一个标识，且不重复",
    Form: "表头用语不重复，各栏与行数相符（{error}）",
    Palette: "至少有一个标识，键与名称各不相同",
    Person: NAME_OR_POST,
    Responsibility: "至少有一个责任单位，且不重复",
    Roster: "榜的键各不相同，单位的名称与别名各不相同（{error}）",
    Vocabulary: "一个词只代表一个值（{error}）",
}


def condition(cl: type[Any], error: BaseException) -> str:
    """The demand that was not met; for a class that is not ours, its own words."""
    for base in cl.__mro__:
        if base in _CONDITIONS:
            return f"应满足：{_CONDITIONS[base].format(error=error)}"
    return f"不符合 {cl.__name__} 的要求：{error}"


# --- 错误 ------------------------------------------------------------------------------------------------------------

TOO_DEEP: Final = "嵌套过深"
_SHOWN: Final = 40


class Misfit(ValueError):
    """A value that does not fit where it stands; `str()` says what is allowed."""


def step(path: str, key: str | int) -> str:
    """The path of a member: `$.rows[3].tally`."""
    if isinstance(key, int):
        return f"{path}[{key}]"
    if not key.isidentifier():
        return f"{path}[{json.dumps(key, ensure_ascii=False)}]"
    return f"{path}.{key}" if path else key


def shown(value: object) -> str:
    """A value as a message quotes it: a container by its kind, a long text cut."""
    if value is None:
        return "空"
    if isinstance(value, dict):
        return "键值表"
    if isinstance(value, (list, tuple)):
        return "列表"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    text = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return f"“{text}”" if isinstance(value, str) else text


def hint(word: str, words: Iterable[str]) -> str:
    """The nearest allowed word in brackets, or nothing."""
    near = nearest(word, words)
    return f"（是否“{near}”？）" if near else ""


def expected(what: str, value: object) -> Misfit:
    """“应为整数，而不是“三””."""
    return Misfit(f"应为{what}，而不是{shown(value)}")


def one_of(words: Iterable[str], value: object) -> Misfit:
    """“应为 done、slow 之一，…”, with the nearest one."""
    allowed = list(words)
    near = hint(value, allowed) if isinstance(value, str) else ""
    return Misfit(f"应为 {'、'.join(allowed)} 之一，而不是{shown(value)}{near}")


def unknown(noun: str, name: str, known: Iterable[str]) -> Misfit:
    """“没有主题“x”；可用：…”, with the nearest one."""
    allowed = list(known)
    return Misfit(f"没有{noun}“{name}”；可用：{'、'.join(allowed) or '无'}{hint(name, allowed)}")


def problems(error: BaseException, path: str) -> tuple[tuple[str, str], ...]:
    """Every fault inside an exception that structuring raised, in order, each once."""
    return tuple(dict.fromkeys(_walk(error, path, None, None)))


def _walk(error: BaseException, path: str, cl: type[Any] | None, note: str | None) -> Iterator[tuple[str, str]]:
    if isinstance(error, ClassValidationError):
        within, others = error.group_exceptions()
        for sub, at in within:
            yield from _walk(sub, step(path, _key(error.cl, at)), error.cl, at.name)
        for other in others:
            yield from _walk(other, path, error.cl, None)
    elif isinstance(error, IterableValidationError):
        for sub, index in error.group_exceptions()[0]:  # each has its index: we made them
            yield from _walk(sub, step(path, index.index), None, None)
    elif isinstance(error, ForbiddenExtraKeysError):
        allowed = keys(error.cl)
        for extra in sorted(map(str, error.extra_fields)):
            yield step(path, extra), f"没有这一项；可用：{'、'.join(allowed)}{hint(extra, allowed)}"
    elif isinstance(error, KeyError) and note is not None:
        yield path, "缺少这一项"
    else:
        yield path, _words(error, cl if note is None else None)


def _words(error: BaseException, built: type[Any] | None) -> str:
    """What one exception says; `built` is the class whose own checks raised it."""
    if isinstance(error, Misfit):
        return str(error)
    if isinstance(error, RecursionError):
        return TOO_DEEP
    return str(error) if built is None else condition(built, error)


def keys(cl: type[Any]) -> tuple[str, ...]:
    """The keys by which an attrs class is written."""
    return tuple(field.alias or field.name for field in attrs.fields(cl) if field.init)


def _key(cl: type[Any], note: AttributeValidationNote) -> str:
    have = attrs.fields_dict(cl).get(note.name) if attrs.has(cl) else None
    return note.name if have is None else have.alias or have.name


def at_index(error: Exception, index: int | str) -> Exception:
    """Note at which index or key of a list or table the error occurred."""
    error.add_note(IterableValidationNote(f"at {index}", index, object))
    return error
