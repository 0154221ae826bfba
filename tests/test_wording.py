"""措辞: a text in two languages that is a plain text to whoever does not ask."""

from __future__ import annotations

import copy
import pickle
import re
from pathlib import Path

from trafficlight import messages
from trafficlight.messages import Words, english


def test_words_are_their_chinese() -> None:
    """Promise: whoever compares, joins or hashes the words meets the Chinese text."""
    words = Words("空白", "blank")
    assert words == "空白"
    assert {"空白": 1}[words] == 1
    assert f"是{words}" == "是空白"


def test_english_is_asked_for() -> None:
    """Promise: the English stands beside the Chinese, and a text that has none is left as it is."""
    assert english(Words("空白", "blank")) == "blank"
    assert english("办公室") == "办公室"


def test_words_travel_whole() -> None:
    """Promise: a copy, or words sent to another process, still have both texts."""
    words = Words("空白", "blank")
    for made in (copy.copy(words), copy.deepcopy(words), pickle.loads(pickle.dumps(words))):  # noqa: S301  # our own bytes
        assert (made, made.en) == ("空白", "blank")


COUNTED = re.compile(
    r"\} (faults|rows|columns|files|decimals|times|items|sheets|units|fields|cells|digits|points|values|pages|lines)\b"
)


def test_a_count_is_followed_by_one_or_more() -> None:
    """Promise: no message says “1 faults”: a number and its noun are put together by `counted` alone."""
    source = Path(messages.__file__).parent
    found = [
        f"{path.relative_to(source)}: {match.group()}"
        for path in sorted(source.rglob("*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search("f[\"']", line) and (match := COUNTED.search(line))
    ]
    assert found == []
