"""文字: what an office types. Hanzi, digits, letters and punctuation; no control characters, no white space at the ends."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from trafficlight.model.kinds import NOTHING
from trafficlight.model.words import fold

FIRST_HANZI: Final = 0x4E00
LAST_HANZI: Final = 0x9FA5
PUNCTUATION: Final = "，。；：？！、（）《》“”〔〕—…·.,;:()/%+-=@ "
_OFFICE: Final = st.characters(
    min_codepoint=FIRST_HANZI,
    max_codepoint=LAST_HANZI,
    include_characters="0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" + PUNCTUATION,
)
_HANZI: Final = st.characters(min_codepoint=FIRST_HANZI, max_codepoint=LAST_HANZI)
RECOGNISED: Final = "（已认定）"
"""How an item says that an authority recognised it (§3.13)."""


def texts(*, min_size: int = 0, max_size: int = 20) -> SearchStrategy[str]:
    """一行文字: one line that a cell keeps as it stands, spaces inside included."""
    return (
        st.text(_OFFICE, min_size=min_size, max_size=max_size).map(str.strip).filter(lambda text: len(text) >= min_size)
    )


def paragraphs(*, min_size: int = 0, max_lines: int = 3) -> SearchStrategy[str]:
    """多行文字: one or several lines in one cell; none of them is blank."""
    several = st.lists(texts(min_size=1), min_size=min_size and 1, max_size=max_lines).map("\n".join)
    return several.filter(lambda text: len(text) >= min_size)


def names(*, min_size: int = 1, max_size: int = 4) -> SearchStrategy[str]:
    """名称: Hanzi alone, which no normalisation changes and no separator cuts."""
    return st.text(_HANZI, min_size=min_size, max_size=max_size)


def items(nothing: Collection[str] = NOTHING) -> SearchStrategy[tuple[str, ...]]:
    """事项: the items of one cell, some of them recognised; never a word for “nothing” (§3.17)."""
    item = st.builds(str.__add__, texts(min_size=1), st.sampled_from(["", "", RECOGNISED]))
    return st.lists(item.filter(lambda text: fold(text) not in nothing), max_size=4).map(tuple)
