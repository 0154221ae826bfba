"""How a clerk types a word does not matter: white space and full-width forms are folded before words are compared."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from trafficlight.model._vocabulary import fold


@given(st.text())
@example("a¨")
def test_folding_twice_changes_nothing(text: str) -> None:
    """A folded word is folded: comparing with one that was stored folded is safe."""
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_a_folded_word_has_no_white_space(text: str) -> None:
    """No blank, full-width space or line break is left."""
    assert not any(character.isspace() for character in fold(text))


@given(st.text("已办结正常推进缓慢严重滞后", min_size=1), st.sampled_from(" \t\n\u3000\u00a0"), st.integers(0, 20))
def test_white_space_anywhere_is_dropped(word: str, blank: str, place: int) -> None:
    """A blank or a line break inside a word changes nothing."""
    assert fold(word[:place] + blank + word[place:]) == word
