"""错误之根: the class that a host application catches, and how an error travels between processes."""

from __future__ import annotations

from typing import Any


class TrafficlightError(Exception):
    """Root of every error that this library raises on purpose. A copy or a pickle keeps every attribute."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle without calling `__init__`, which takes other arguments than the message that Python keeps."""
        return _revived, (type(self), self.args), self.__dict__


def _revived(cls: type[TrafficlightError], args: tuple[Any, ...]) -> TrafficlightError:
    """An error with its message; pickle adds the attributes."""
    return cls.__new__(cls, *args)
