"""文本: JSON ↔ plain data (tables, lists, texts, numbers), with nothing lost or guessed.

Version 1 of a stored document was the bare value; version 2 names itself beside the value, and keeps texts in both languages.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator
from typing import Any, Final, NoReturn, TypeAlias

from trafficlight.errors import InterchangeError, WrongType
from trafficlight.interchange._misfits import TOO_DEEP, Problem, shown, step
from trafficlight.messages import Words, english
from trafficlight.model._checks import other_type

SURROGATE: Final = re.compile("[\ud800-\udfff]")
"""Half a character: no file can hold it."""

ROOT: Final = "$"
LONGEST_INT: Final = 14_000
"""In bits: about the 4,300 digits that Python reads and writes by default."""


def dumps(data: Any, *, indent: int | None = None) -> str:
    """Plain data as text. Raises `InterchangeError` with each place that JSON or UTF-8 cannot hold."""
    separators = (",", ":") if indent is None else (",", ": ")
    try:
        text = json.dumps(data, ensure_ascii=False, allow_nan=False, indent=indent, separators=separators)
        text.encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise InterchangeError("JSON", tuple(_unwritable(data)) or [(ROOT, TOO_DEEP)]) from error
    return text


def _walk(data: Any) -> Iterator[tuple[str, Any]]:
    """Every node with its path, in the order of the text; without recursion, since a stranger's text may be nested deeply."""
    waiting = [(ROOT, data)]
    while waiting:
        path, node = waiting.pop()
        yield path, node
        if isinstance(node, dict):
            waiting.extend((step(path, key), node[key]) for key in reversed(node) if isinstance(key, str))
        elif isinstance(node, list):
            waiting.extend((step(path, index), node[index]) for index in range(len(node) - 1, -1, -1))


def half_character(what: Words, text: str) -> Words:
    """That a text (or a key) holds half a character."""
    return Words(f"{what}含有不成对的代理字符：{text!r}", f"{what.en} holds half a surrogate pair: {text!r}")


def _unwritable(data: Any) -> Iterator[Problem]:
    for path, node in _walk(data):
        if isinstance(node, dict):
            for key in node:
                if not isinstance(key, str):
                    what = shown(key)
                    yield path, Words(f"键应为文字，而不是{what}", f"a key must be a text, not {what.en}")
                elif SURROGATE.search(key):
                    yield path, half_character(Words("键", "a key"), key)
        elif fault := _fault(node):
            yield path, fault


def _fault(node: Any) -> Words | None:
    """Why JSON cannot hold a single value; None if it can."""
    match node:
        case str() if SURROGATE.search(node):
            return half_character(Words("文字", "a text"), node)
        case float() if not math.isfinite(node):
            return Words(f"应为有限的数，而不是 {node}", f"expected a finite number, not {node}")
        case int() if node.bit_length() > LONGEST_INT:
            return Words("整数过长", "the whole number has too many digits")
        case str() | float() | int() | list() | None:
            return None
        case _:
            name = type(node).__name__
            return Words(f"{name} 不能写成 JSON", f"{name} cannot be written as JSON")


class _Twice(dict[str, Any]):
    """A table in whose text a key stood twice."""

    def __init__(self, members: dict[str, Any], twice: tuple[str, ...]) -> None:
        super().__init__(members)
        self.twice = twice


def loads(text: str | bytes, *, source: str) -> Any:
    """Text as plain data; bytes are UTF-8. Raises `InterchangeError` for text that is no JSON, and for a repeated key."""
    if not isinstance(text, str | bytes):
        raise WrongType(other_type("JSON", Words("一段文字或 UTF-8 字节", "a text, or bytes in UTF-8"), text))
    doubled: list[_Twice] = []

    def table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(pairs)
        if len(members) == len(pairs):
            return members
        names = [name for name, _ in pairs]
        doubled.append(_Twice(members, tuple(name for name in members if names.count(name) > 1)))
        return doubled[-1]

    try:
        decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text.removeprefix("\ufeff")
        data = json.loads(decoded, object_pairs_hook=table, parse_constant=_no_number)
    except UnicodeDecodeError as error:
        place = Words(f"第 {error.start + 1} 字节", f"byte {error.start + 1}")
        raise InterchangeError(source, [(place, Words("不是 UTF-8 编码", "it is not UTF-8"))]) from error
    except json.JSONDecodeError as error:
        raise InterchangeError(source, [(at(error.lineno, error.colno), _no_json(error.msg))]) from error
    except (ValueError, RecursionError) as error:  # digits without end, brackets without end, NaN
        reason = TOO_DEEP if isinstance(error, RecursionError) else error.args[0]
        raise InterchangeError(source, [(ROOT, _no_json(reason))]) from error
    if doubled:
        raise InterchangeError(source, tuple(_doubled(data)))
    return data


def at(line: int, column: int) -> Words:
    """A place in a text."""
    return Words(f"第 {line} 行第 {column} 列", f"line {line}, column {column}")


def _no_json(reason: str) -> Words:
    return Words(f"不是合法的 JSON（{reason}）", f"it is no JSON ({english(reason)})")


def _no_number(word: str) -> NoReturn:
    raise ValueError(Words(f"{word} 不是数", f"{word} is no number"))


def _doubled(data: Any) -> Iterator[Problem]:
    for path, node in _walk(data):
        if isinstance(node, _Twice):
            for key in node.twice:
                yield step(path, key), Words("同一个键出现不止一次", "the key stands twice")


FORMAT: Final = 2
"""格式版本: the version of the format that is written."""
_KEY: Final = "trafficlight"
_VALUE: Final = "value"

Migration: TypeAlias = Callable[[Any, int], Any]
"""迁移: from plain data and the version in which it was written to plain data as it is read today."""


def named(data: Any) -> dict[str, Any]:
    """A document: the version, and the value."""
    return {_KEY: FORMAT, _VALUE: data}


def opened(document: Any, source: str, migrate: Migration | None) -> tuple[Any, str]:
    """The value of a document as it is read today, and its path. Raises `InterchangeError` for a later version."""
    version, data, path = 1, document, ROOT
    if isinstance(document, dict) and document.keys() == {_KEY, _VALUE}:
        version, data, path = document[_KEY], document[_VALUE], f"{ROOT}.{_VALUE}"
        if type(version) is not int or not 1 <= version <= FORMAT:
            told = Words(
                f"格式版本 {version!r} 无法读取：本程序能读整数 1 至 {FORMAT}；较新的文件请升级程序后再读",
                f"version {version!r} of the format cannot be read: whole numbers 1 to {FORMAT} can; update the program for a newer file",
            )
            raise InterchangeError(source, [(f"{ROOT}.{_KEY}", told)])
    return (data if migrate is None else migrate(data, version)), path
