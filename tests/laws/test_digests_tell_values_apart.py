"""Ratings have equal digests exactly when they are equal, also after they were stored and read back."""

from __future__ import annotations

from typing import Any

from helpers.small_office import ROSTER, RULEBOOK
from hypothesis import given

from trafficlight import Rating
from trafficlight.documents._digests import digest, input_digest
from trafficlight.interchange import from_json, to_json
from trafficlight.rules import Ratings
from trafficlight.testing import ratings

DRAWN = ratings(RULEBOOK, ROSTER, max_size=3)


@given(DRAWN, DRAWN)
def test_digests_tell_values_apart(one: Ratings, other: Ratings) -> None:
    """For any two lists of ratings."""
    assert (digest(one) == digest(other)) == (one.rows == other.rows)


@given(DRAWN)
def test_stored_values_keep_their_digest(drawn: Ratings) -> None:
    """A host that stored ratings as JSON gets the same digest for those that it reads back."""
    back = from_json(tuple[Rating[Any], ...], to_json(drawn.rows), rulebooks=RULEBOOK)
    assert digest(back) == digest(drawn)
    assert input_digest(back) == input_digest(drawn)


@given(DRAWN)
def test_input_alone_gives_the_same_digest(drawn: Ratings) -> None:
    """Rating the same entries once more gives the same input's digest."""
    again = [Rating(one.theme, one.edition, one.units, one.verdict, one.record, one.serial) for one in drawn]
    decided = [rating for rating in drawn if rating.determinations]
    assert (input_digest(again) == input_digest(drawn)) == (not decided)
