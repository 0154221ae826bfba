"""格式版本: which shape a stored document has, and how an older one is brought to today's.

Version 1 was the bare value; version 2 names itself beside the value, and keeps texts in both languages.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from trafficlight.errors import InterchangeError
from trafficlight.interchange._json_text import ROOT
from trafficlight.messages import Words

FORMAT: Final = 2
"""The version that is written."""
_KEY: Final = "trafficlight"
_VALUE: Final = "value"

Migration: TypeAlias = Callable[[Any, int], Any]
"""迁移: from plain data and the version in which it was written to plain data as it is read today."""


def named(data: Any) -> dict[str, Any]:
    """A document: the version, and the value."""
    return {_KEY: FORMAT, _VALUE: data}


def opened(document: Any, source: str, migrate: Migration | None) -> tuple[Any, str]:
    """The value of a document as it is read today, and its path. Raises `InterchangeError` for a version yet to come."""
    version, data, path = 1, document, ROOT
    if isinstance(document, dict) and document.keys() == {_KEY, _VALUE}:
        version, data, path = document[_KEY], document[_VALUE], f"{ROOT}.{_VALUE}"
        if type(version) is not int or not 1 <= version <= FORMAT:
            told = Words(
                f"格式版本 {version} 无法读取：本程序能读 1 至 {FORMAT}；较新的文件请升级程序后再读",
                f"version {version} of the format cannot be read: 1 to {FORMAT} can; update the program for a newer file",
            )
            raise InterchangeError(source, [(f"{ROOT}.{_KEY}", told)])
    return (data if migrate is None else migrate(data, version)), path
