"""错误: a value that does not fit, in words for people, and the path to it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final, TypeAlias

import attrs
from cattrs import (
    AttributeValidationNote,
    ClassValidationError,
    ForbiddenExtraKeysError,
    IterableValidationError,
    IterableValidationNote,
)

from trafficlight.errors import UnknownBoard, UnknownTheme
from trafficlight.errors._base import told
from trafficlight.messages import Words
from trafficlight.model._vocabulary import nearest

Problem: TypeAlias = tuple[str, str]
"""Where, and what is wrong there."""

TOO_DEEP: Final = Words("嵌套过深", "nested too deeply")


class Misfit(ValueError):
    """A value that does not fit its place; `words` say what is allowed."""

    def __init__(self, zh: str, en: str) -> None:
        self.words = Words(zh, en)
        super().__init__(self.words)


def refused(cl: type[Any], error: BaseException) -> Misfit:
    """What a class refused when it was to be made, in its own words."""
    words = told(error)
    if isinstance(
        error, UnknownBoard | UnknownTheme
    ):  # of a scheme: the only class of ours that names them in one field
        return Misfit(f"counted：{words}", f"counted: {words.en}")
    return Misfit(f"不符合要求：{words}", f"{cl.__name__} refuses it: {words.en}")


def step(path: str, key: str | int) -> str:
    """The path of a member: `$.rows[3].tally`."""
    if isinstance(key, int):
        return f"{path}[{key}]"
    if not key.isidentifier():
        return f"{path}[{json.dumps(key, ensure_ascii=False)}]"
    return f"{path}.{key}" if path else key


_SHOWN: Final = 40
_CONTAINERS: Final = ((dict, Words("键值表", "a table")), ((list, tuple), Words("列表", "a list")))


def shown(value: object) -> Words:
    """A value as a message quotes it: a container by its kind, a long text cut."""
    for kind, words in _CONTAINERS:
        if isinstance(value, kind):
            return words
    if value is None:
        return Words("空", "null")
    text = str(value).lower() if isinstance(value, bool) else str(value)
    text = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    text = f"“{text}”" if isinstance(value, str) else text
    return Words(text, text)


def hint(word: str, words: Iterable[str]) -> Words:
    """The nearest allowed word in brackets, or nothing."""
    near = nearest(word, words)
    return Words(f"（是否“{near}”？）", f" (did you mean “{near}”?)") if near else Words("", "")


def expected(zh: str, en: str, value: object) -> Misfit:
    """“应为整数，而不是“三””."""
    what = shown(value)
    return Misfit(f"应为{zh}，而不是{what}", f"expected {en}, not {what.en}")


def table_of(value: Any) -> dict[str, Any]:
    """A value that is to be a table. Raises `Misfit` for any other."""
    if not isinstance(value, dict):
        raise expected("键值表", "a table", value)
    return value


def one_of(words: Iterable[str], value: object) -> Misfit:
    """“应为 done、slow 之一，…”, with the nearest one."""
    allowed, what = list(words), shown(value)
    near = hint(value if isinstance(value, str) else "", allowed)
    return Misfit(
        f"应为 {'、'.join(allowed)} 之一，而不是{what}{near}",
        f"expected one of {', '.join(allowed)}, not {what.en}{near.en}",
    )


def unknown(noun: Words, name: str, known: Iterable[str]) -> Misfit:
    """“没有主题“x”；可用：…”, with the nearest one."""
    allowed = list(known)
    near = hint(name, allowed)
    return Misfit(
        f"没有{noun}“{name}”；可用：{'、'.join(allowed) or '无'}{near}",
        f"no {noun.en} “{name}”; known: {', '.join(allowed) or 'none'}{near.en}",
    )


def no_such_key(key: str, allowed: Sequence[str]) -> Words:
    """“没有这一项；可用：…”, with the nearest one."""
    near = hint(key, allowed)
    zh = f"没有这一项；可用：{'、'.join(allowed)}{near}"
    return Words(zh, f"there is no such key; known: {', '.join(allowed)}{near.en}")


MOST: Final = 1_000
"""The most faults that are listed: nobody reads more, and each costs time and memory."""


def problems(error: BaseException, path: str) -> tuple[Problem, ...]:
    """The faults inside an exception that structuring raised, in order, each once, at most as many as `listed` allows."""
    return listed(_walk(error, path, None), path)


def listed(found: Iterable[Problem], path: str) -> tuple[Problem, ...]:
    """The first thousand, each once, and one more that says that there are others; the rest is not even computed."""
    first = tuple(dict.fromkeys(islice(found, MOST + 1)))
    if len(first) <= MOST:
        return first
    more = Words(f"错误过多，只列出前 {MOST} 处", f"too many faults; the first {MOST} are listed")
    return (*first[:MOST], (path, more))


def _walk(error: BaseException, path: str, built: type[Any] | None) -> Iterator[Problem]:
    """`built` is the class whose own checks raised the error."""
    match error:
        case ClassValidationError():
            within, others = error.group_exceptions()
            for sub, at in within:
                below = step(path, _key(error.cl, at))
                if isinstance(sub, KeyError):
                    yield below, Words("缺少这一项", "it is missing")
                else:
                    yield from _walk(sub, below, None)
            for other in others:
                yield from _walk(other, path, error.cl)
        case IterableValidationError():
            for sub, index in error.group_exceptions()[0]:  # each has its index: we made them
                yield from _walk(sub, step(path, index.index), None)
        case ForbiddenExtraKeysError():
            yield from ((step(path, extra), words) for extra, words in _extra(error))
        case Misfit():
            yield path, error.words
        case RecursionError():
            yield path, TOO_DEEP
        case _:
            yield path, told(error) if built is None else refused(built, error).words


def _extra(error: ForbiddenExtraKeysError) -> Iterator[Problem]:
    allowed = keys(error.cl)
    yield from ((extra, no_such_key(extra, allowed)) for extra in sorted(map(str, error.extra_fields)))


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
