"""A comparator written from the sentence of A4-1.1 note 1 alone (`naive.py`) always agrees with the library's order."""

from __future__ import annotations

from helpers.naive_ranking import Counts, stands_before
from hypothesis import given
from hypothesis import strategies as st

from trafficlight import BLUE, RED, YELLOW, Tally
from trafficlight.notice import ORDER

COUNT = st.integers(0, 3) | st.integers(min_value=0)
COUNTS = st.builds(Counts, COUNT, COUNT, COUNT)


def _tally(counts: Counts) -> Tally:
    return Tally({BLUE: counts.blue, YELLOW: counts.yellow, RED: counts.red})


@given(COUNTS, COUNTS)
def test_naive_comparator_agrees(a: Counts, b: Counts) -> None:
    """Both put the same unit first, and both see the same ties."""
    outcome = ORDER.compare(_tally(a), _tally(b))
    assert (outcome < 0) == stands_before(a, b)
    assert (outcome > 0) == stands_before(b, a)
