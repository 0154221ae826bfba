"""No dead letter: some record stands on each clause that a theme declares, and the notice's words are the notice's own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from helpers.small_office import ROSTER, RULEBOOK

from trafficlight import Theme, notice
from trafficlight.notice import NOTICE
from trafficlight.testing import check_clauses

NOTICE_TEXT = Path(__file__).parents[3] / "shared" / "notice" / "000_2b14b0a909b6304e.txt"
THEMES = pytest.mark.parametrize("theme", RULEBOOK.themes, ids=lambda theme: theme.key)


@THEMES
def test_every_clause_is_reachable(theme: Theme[Any]) -> None:
    """Each clause of the theme, readings included, is the ground of some record's light."""
    check_clauses(theme, ROSTER)


def places(text: str) -> dict[str, str]:
    """The notice's text by place: “附件4二6备注1” is note 1 below the sixth table of part 二 of annex 4."""
    found: dict[str, str] = {}
    _, _, annex_2 = text.rpartition("附件2\n")
    found["附件2表首"] = annex_2.partition("序号")[0]
    _, _, annex_4 = text.rpartition("附件4\n")
    _, *parts = re.split(r"^(?=[一二三四]、)", annex_4.rpartition("目  录")[2], flags=re.MULTILINE)
    for part in parts[4:]:  # the first four are the contents
        for table, notes in enumerate(re.findall(r"备注：(.*)", part), 1):
            for number, words in re.findall(r"([1-9])\.(.*?)(?=[2-9]\.|$)", notes):
                found[f"附件4{part[0]}{table}备注{number}"] = words
    return {place: "".join(words.split()) for place, words in found.items()}


@THEMES
def test_words_stand_at_their_place(theme: Theme[Any]) -> None:
    """A clause that is no reading quotes the notice word for word, and the words stand where it says (§4.40)."""
    if not NOTICE_TEXT.exists():
        pytest.skip(f"the notice's text is not here: {NOTICE_TEXT.name}")
    text = places(NOTICE_TEXT.read_text(encoding="utf-8"))
    quoted = [clause for clause in theme.clauses if not clause.reading]
    assert [clause for clause in quoted if clause.words not in text.get(clause.place, "")] == []
    assert {clause.document for clause in theme.clauses} == {NOTICE}


def test_what_the_notice_does_not_say_is_cited_as_ours() -> None:
    """Absence, 督帮, 诉求 and 重点审计项目 have no clause of their own there (§4.40)."""
    for theme in RULEBOOK:
        if theme.key in ("audit_projects", "assistance", "appeals"):
            assert all(clause.reading for clause in theme.clauses), theme.key
        else:
            assert not all(clause.reading for clause in theme.clauses), theme.key
        if theme.absence is not None:
            assert str(theme.absence.verdict.because).startswith("本方案释义R4“没有报送的，")


@pytest.mark.parametrize(
    "theme",
    [
        notice.performance_assessment(limit=3),
        notice.three_firsts(authority="省厅"),
        notice.upward_funding_bureau(authority="财政局"),
        notice.upward_funding_county(counter="财政局"),
        notice.reform_bureau(authority="改革办"),
        notice.reform_county(authority="改革办"),
        notice.investment(authority="市商务局"),
    ],
    ids=lambda theme: theme.key,
)
def test_words_that_an_agency_changed_are_its_own(theme: Theme[Any]) -> None:
    """The notice is not quoted for what it does not say."""
    assert theme.clauses[0].reading
    assert not theme.clauses[1].reading
