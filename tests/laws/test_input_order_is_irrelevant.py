"""Whoever hands in first gains nothing: N4.3 only says when the sheets are due, not in which order they are counted."""

from __future__ import annotations

import random

from helpers.small_office import DEPARTMENTS, ROSTER, RULEBOOK
from hypothesis import given
from hypothesis import strategies as st

from trafficlight import Entry, Rating, rank, tally
from trafficlight.notice import ORDER
from trafficlight.testing import rateable, ratings


@given(ratings(RULEBOOK, ROSTER), st.randoms(use_true_random=False))
def test_shuffled_ratings_give_the_same_standings(rated: tuple[Rating[object], ...], chance: random.Random) -> None:
    """Ratings in any order give the same tallies and the same standings."""
    shuffled = list(rated)
    chance.shuffle(shuffled)
    counted, again = tally(rated, roster=ROSTER), tally(shuffled, roster=ROSTER)
    assert counted == again
    board, order = DEPARTMENTS, ORDER
    assert rank(counted, board=board, order=order) == rank(again, board=board, order=order)


@given(st.lists(rateable(RULEBOOK, ROSTER), max_size=8), st.randoms(use_true_random=False))
def test_shuffled_entries_give_the_same_lights(entries: list[Entry[object]], chance: random.Random) -> None:
    """Entries in any order give the same tallies: a record's light depends on the record alone."""
    shuffled = list(entries)
    chance.shuffle(shuffled)
    counted = tally(RULEBOOK.rate(entries, roster=ROSTER), roster=ROSTER)
    assert tally(RULEBOOK.rate(shuffled, roster=ROSTER), roster=ROSTER) == counted
