"""What is refused: by an error of ours, which says the same in Chinese and in English."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import Any

import pytest

from trafficlight import TrafficlightError


@contextlib.contextmanager
def refused(kind: type[Exception], match: str) -> Iterator[pytest.ExceptionInfo[Any]]:
    """As `pytest.raises`, of an error of the library: what it says in English, or in Chinese, matches."""
    with pytest.raises(kind) as caught:
        yield caught
    error = caught.value
    assert isinstance(error, TrafficlightError), f"{type(error).__name__} is no error of the library: {error}"
    chinese, english = error.say(), error.say("en")
    assert re.search("[\u4e00-\u9fff]", chinese), f"no Chinese: {chinese}"
    assert chinese != english, f"no English: {chinese}"
    assert re.search(match, english) or re.search(match, chinese), f"{match!r} is not in {english!r}, {chinese!r}"
