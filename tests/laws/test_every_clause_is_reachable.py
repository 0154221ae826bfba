"""No dead letter: some record stands on each clause that a theme declares, and the notice's words are the notice's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from helpers.small_office import ROSTER, RULEBOOK

from trafficlight import Theme
from trafficlight.notice import NOTICE
from trafficlight.testing import check_clauses

NOTICE_TEXT = Path(__file__).parents[3] / "shared" / "notice" / "000_2b14b0a909b6304e.txt"
THEMES = pytest.mark.parametrize("theme", RULEBOOK.themes, ids=lambda theme: theme.key)


@THEMES
def test_every_clause_is_reachable(theme: Theme[Any]) -> None:
    """Each clause of the theme, readings included, is the ground of some record's light."""
    check_clauses(theme, ROSTER)


@THEMES
def test_words_are_the_notice_own(theme: Theme[Any]) -> None:
    """A clause that is no reading quotes the notice word for word."""
    if not NOTICE_TEXT.exists():
        pytest.skip(f"the notice's text is not here: {NOTICE_TEXT.name}")
    text = "".join(NOTICE_TEXT.read_text(encoding="utf-8").split())
    quoted = [clause for clause in theme.clauses if not clause.reading]
    assert quoted
    assert [clause.words for clause in quoted if clause.words not in text] == []
    assert {clause.document for clause in theme.clauses} == {NOTICE}
