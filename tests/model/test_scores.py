"""得分: exact numbers beside the marks."""

from __future__ import annotations

import decimal
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trafficlight import BLUE, Tally
from trafficlight.model._scores import exact, shown
from trafficlight.testing import scores


@pytest.mark.parametrize(
    ("given_", "kept"),
    [(Decimal("12.50"), "12.5"), (100, "100"), (Decimal("1E+2"), "100"), (Decimal("-0.00"), "0"), (-3, "-3")],
)
def test_one_spelling(given_: Any, kept: str) -> None:
    """Equal scores are kept, printed and stored alike."""
    assert (str(exact(given_)), shown(given_)) == (kept, kept)


@given(st.lists(scores(), max_size=8), st.randoms())
def test_sums_do_not_depend_on_who_adds_first(several: list[Decimal], random: Any) -> None:
    """Scores are added exactly, in whatever order, and whatever the program around does with its decimals."""
    shuffled = random.sample(several, len(several))
    with decimal.localcontext(prec=3, rounding=decimal.ROUND_UP):
        coarse = Tally.sum(Tally(score=score) for score in several)
    assert coarse == Tally.sum(Tally(score=score) for score in shuffled)
    assert coarse.score * 10**6 == sum(int(score * 10**6) for score in several)


def test_a_tally_prints_its_score() -> None:
    """Beside the marks, where there is one."""
    assert str(Tally({BLUE: 2}, score=Decimal("92.50"))) == "蓝2 得分92.5"
    assert (str(Tally(score=5)), bool(Tally(score=5)), len(Tally(score=5))) == ("得分5", True, 0)
    assert Tally.of(BLUE) != Tally({BLUE: 1}, score=1)


def test_no_score_is_not_0() -> None:
    """What was not scored has none, is neutral in sums, and differs from what was scored 0."""
    none, nil = Tally.of(BLUE), Tally({BLUE: 1}, score=0)
    assert not none.has_score
    assert nil.has_score
    assert none.score == nil.score == 0
    assert (str(none), str(nil), none == nil) == ("蓝1", "蓝1 得分0", False)
    assert (bool(Tally()), bool(Tally(score=0))) == (False, True)
    assert (none + none).has_score is Tally.sum([none, none]).has_score is False
    assert none + nil == Tally.sum([nil, none]) == Tally({BLUE: 2}, score=0)
