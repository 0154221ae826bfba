"""“‘张榜’‘蓝黄红’数量” (N4.1): every mark of every rating is counted once for each unit that it credits (§3.8)."""

from __future__ import annotations

from helpers.small_office import ROSTER, RULEBOOK
from hypothesis import given
from hypothesis import strategies as st

from trafficlight import Tally, tally
from trafficlight.ranking import tally_by_theme
from trafficlight.rules import Ratings
from trafficlight.testing import ratings

RATINGS = ratings(RULEBOOK, ROSTER)


@given(RATINGS)
def test_tallies_lose_nothing(rated: Ratings) -> None:
    """Each unit's tally is the sum of its ratings' marks; units without a mark stand there with an empty tally (§3.4)."""
    counted = tally(rated, roster=ROSTER)
    assert list(counted) == list(ROSTER)
    for unit in ROSTER:
        assert counted[unit] == Tally.sum(rating.marks for rating in rated if unit in rating.units)


@given(RATINGS)
def test_themes_add_up(rated: Ratings) -> None:
    """The tallies of the themes apart add up to those of all together."""
    apart = tally_by_theme(rated, roster=ROSTER)
    assert list(apart) == list(dict.fromkeys(rating.theme.key for rating in rated))
    together = tally(rated, roster=ROSTER)
    assert all(Tally.sum(one[unit] for one in apart.values()) == together[unit] for unit in ROSTER)


@given(RATINGS, st.integers(0, 8))
def test_parts_add_up(rated: Ratings, cut: int) -> None:
    """Ratings counted in two heaps give the same sum as in one."""
    first, second = tally(rated[:cut], roster=ROSTER), tally(rated[cut:], roster=ROSTER)
    together = tally(rated, roster=ROSTER)
    assert all(first[unit] + second[unit] == together[unit] for unit in ROSTER)
    assert first.total + second.total == together.total
