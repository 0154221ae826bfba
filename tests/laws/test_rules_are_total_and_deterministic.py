"""No silent colour, and no crash: every record of every theme gets one verdict, or is refused for want of evidence."""

from __future__ import annotations

from typing import Any

import pytest
from helpers.small_office import ROSTER, RULEBOOK
from hypothesis import given
from hypothesis import strategies as st

from trafficlight import Entry, Theme
from trafficlight.errors import NoEvidence, RatingFaults, RuleError
from trafficlight.testing import check_rule, entries, records

RECOGNITION = {"upward_funding_bureau", "upward_funding_county", "reform_bureau", "reform_county"}


@pytest.mark.parametrize("theme", RULEBOOK.themes, ids=lambda theme: theme.key)
def test_total_and_deterministic(theme: Theme[Any]) -> None:
    """Equal records get equal verdicts, on a clause that the theme declares, for units that the roster has."""
    check_rule(theme, ROSTER)


@pytest.mark.parametrize("theme", [theme for theme in RULEBOOK if theme.key not in RECOGNITION], ids=lambda t: t.key)
def test_refuses_nothing_that_a_form_can_hold(theme: Theme[Any]) -> None:
    """Where nothing can contradict itself, every record that the form can hold gets a light."""

    @given(records(theme, ROSTER))
    def law(record: Any) -> None:
        assert theme.judge(record).because in theme.clauses

    law()


@pytest.mark.parametrize("theme", [theme for theme in RULEBOOK if theme.key in RECOGNITION], ids=lambda t: t.key)
def test_refuses_only_recognition_of_nothing(theme: Theme[Any]) -> None:
    """“认定几项，负责科室单位同等数量蓝色标识”: refused exactly when 认定数 counts items and none was won (§3.13)."""

    @given(records(theme, ROSTER))
    def law(record: Any) -> None:
        try:
            theme.judge(record)
            refused = False
        except NoEvidence:
            refused = True
        assert refused == (bool(record.recognised) and not record.won)

    law()


@given(st.lists(st.one_of([entries(theme, ROSTER) for theme in RULEBOOK]), max_size=8))
def test_each_entry_is_rated_or_named(handed_in: list[Entry[Any]]) -> None:
    """A rulebook rates every entry, in order, or rates none and names every record that got no light."""
    refused = []
    for entry in handed_in:
        try:
            RULEBOOK.theme(entry.theme).judge(entry.record)
        except NoEvidence:
            refused.append(entry.record)
    if refused:
        with pytest.raises(RatingFaults) as caught:
            RULEBOOK.rate(handed_in, roster=ROSTER)
        assert [fault.record for fault in caught.value.exceptions if isinstance(fault, RuleError)] == refused
    else:
        ratings = RULEBOOK.rate(handed_in, roster=ROSTER)
        assert [rating.record for rating in ratings[: len(handed_in)]] == [entry.record for entry in handed_in]
        assert all(rating.record is None for rating in ratings[len(handed_in) :])
