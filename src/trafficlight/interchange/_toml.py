"""TOML 文件: opened, decoded and parsed, each fault as a problem of the error that the file's kind has."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import Any, Final

from trafficlight.errors import InterchangeError
from trafficlight.interchange._json_text import at
from trafficlight.interchange._misfits import TOO_DEEP, Problem
from trafficlight.messages import Words

_FILE: Final = Words("文件", "file")

LONGEST: Final = 1_000_000
"""In bytes, of a file; a hundred units take some 20,000."""

_TOO_MANY_PARTS: Final = re.compile(
    r"""(?:(?:(?<![\w-])[\w-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')[\ \t]*+\.[\ \t]*+){32}""", re.ASCII
)
"""A key of more parts (a.b.c …) than any file has: `tomllib` takes time and memory by the square of their number."""


def toml_text(
    source: str | os.PathLike[str] | bytes, *, nameless: str, error: type[InterchangeError]
) -> tuple[str, str]:
    """The text of a file (a path) or of its bytes, which are UTF-8, and what an error calls it. Raises `error`."""
    if isinstance(source, bytes):
        return _decoded(source, nameless, error), nameless
    name = os.fspath(source)
    try:
        with Path(name).open("rb") as file:
            content = file.read(LONGEST + 1)
    except OSError as fault:
        why = fault.strerror or fault
        raise error(name, [(_FILE, Words(f"打不开：{why}", f"it cannot be opened: {why}"))]) from fault
    return _decoded(content, name, error), name


def _decoded(content: bytes, source: str, error: type[InterchangeError]) -> str:
    _check_length(content, source, error)
    try:
        return content.decode("utf-8-sig")  # some editors put a mark in front
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        told = Words("不是 UTF-8 编码；请以 UTF-8 另存", "it is not UTF-8; save it as UTF-8")
        raise error(source, [(Words(f"第 {line} 行", f"line {line}"), told)]) from fault


def _check_length(content: str | bytes, source: str, error: type[InterchangeError]) -> None:
    if len(content) > LONGEST:
        told = Words(f"超过 {LONGEST:,} 字节，不予读取", f"it has more than {LONGEST:,} bytes, and is not read")
        raise error(source, [(_FILE, told)])


def parsed_toml(text: str, source: str, error: type[InterchangeError]) -> dict[str, Any]:
    """The tables of a TOML text. Raises `error`."""
    _check_length(text, source, error)
    too_many = _TOO_MANY_PARTS.search(text)
    if too_many:
        line = text.count("\n", 0, too_many.start()) + 1
        told = Words("键的层次过多", "a key has too many parts")
        raise error(source, [(Words(f"第 {line} 行", f"line {line}"), told)])
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise error(source, [_syntax(fault, text)]) from fault
    except ValueError as fault:  # a number of more digits than Python reads
        why = str(fault).partition(":")[0]
        told = Words(f"有读不出来的值（{why}）", f"a value cannot be read ({why})")
        raise error(source, [(_FILE, told)]) from fault
    except RecursionError as fault:
        raise error(source, [(_FILE, TOO_DEEP)]) from fault


_PLACE: Final = re.compile(r"\(at line (\d+), column (\d+)\)\Z")


def _syntax(error: tomllib.TOMLDecodeError, text: str) -> Problem:
    """Line and column, and what is wrong there."""
    message = str(error)
    found = _PLACE.search(message)
    if found:
        reason = message[: found.start()].strip()
        return at(int(found[1]), int(found[2])), Words(f"不是合法的 TOML（{reason}）", f"it is no TOML ({reason})")
    reason = message.removesuffix("(at end of document)").strip()
    return at(text.count("\n") + 1, len(text) - text.rfind("\n")), Words(
        f"不是合法的 TOML，文件在此结束（{reason}）", f"it is no TOML; the file ends here ({reason})"
    )
