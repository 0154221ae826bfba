"""规则: strategies for clauses, vocabularies and verdicts."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from trafficlight.model.marks import BLUE_YELLOW_RED, Palette
from trafficlight.model.words import Vocabulary
from trafficlight.rules.clause import NOTICE, Clause
from trafficlight.rules.verdict import Verdict
from trafficlight.testing.marks import tallies
from trafficlight.testing.text import names, texts


def clauses() -> SearchStrategy[Clause]:
    """条款: of the notice or of another document, its own words or a reading."""
    ids = st.from_regex(r"[A-Z][0-9](-[0-9]\.[0-9])?", fullmatch=True)
    return st.builds(Clause, ids, texts(min_size=1), st.just(NOTICE) | texts(min_size=1), st.booleans())


def verdicts(palette: Palette = BLUE_YELLOW_RED) -> SearchStrategy[Verdict]:
    """判定: any marks of a palette, none included, on any grounds."""
    return st.builds(Verdict, tallies(palette), clauses(), texts(), texts())


@st.composite
def vocabularies(draw: DrawFn, *, max_size: int = 5) -> Vocabulary[Any]:
    """规范用语表: different words for different numbers, and aliases that stand for one of them each."""
    wordings = draw(st.lists(names(), unique=True, min_size=1, max_size=2 * max_size))
    count = draw(st.integers(1, min(max_size, len(wordings))))
    words = [(word, value) for value, word in enumerate(wordings[:count])]
    aliases = [(alias, draw(st.integers(0, count - 1))) for alias in wordings[count:]]
    return Vocabulary(draw(names()), words, aliases)
