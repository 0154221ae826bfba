"""One declaration of a table serves readers and writers: what a form prints, its kinds read back as the same record."""

from __future__ import annotations

from typing import Any

import pytest
from helpers.small_office import ROSTER, RULEBOOK
from hypothesis import given
from hypothesis import strategies as st

from trafficlight import Roster, Theme, Vocabulary
from trafficlight.model import Choice, Responsibility
from trafficlight.testing import check_form, rosters, vocabularies
from trafficlight.testing._drawn_records import values_of


@pytest.mark.parametrize("theme", RULEBOOK.themes, ids=lambda theme: theme.key)
def test_printed_records_read_back(theme: Theme[Any]) -> None:
    """For every theme of the notice."""
    check_form(theme, ROSTER)


@given(rosters(), st.data())
def test_who_answers_reads_back(roster: Roster, data: st.DataObject) -> None:
    """责任科室责任人, over any roster: the units and the person, in one cell (§3.15)."""
    kind = next(column.kind for column in RULEBOOK.theme("key_work").form.columns if column.label == "责任科室责任人")
    value: Responsibility = data.draw(values_of(kind, roster, required=True))
    assert kind.parse(kind.show(value), roster) == value


@given(vocabularies())
def test_words_read_back(vocabulary: Vocabulary[int]) -> None:
    """Every word and alias of any vocabulary means its value, and a value prints as the first of its words (§3.12)."""
    kind = Choice(vocabulary)
    for word, value in (*vocabulary.words, *vocabulary.aliases):
        assert kind.parse(f" {word} ", ROSTER) == value
        assert kind.parse(kind.show(value), ROSTER) == value
