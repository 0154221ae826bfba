"""“该结果由市审计局督查工作专班研究确定” (A4-1.1 note 2): the task force decides, and what the rules said stays to be seen."""

from __future__ import annotations

import random

from helpers.small_office import ROSTER, RULEBOOK
from hypothesis import given
from hypothesis import strategies as st

from trafficlight import Tally, determine, tally
from trafficlight.rules import Ratings
from trafficlight.testing import determinations, ratings

RATINGS = ratings(RULEBOOK, ROSTER)


@given(RATINGS, st.data())
def test_determinations_keep_the_computed_mark(rated: Ratings, data: st.DataObject) -> None:
    """The decided marks count, the computed ones stand beside them, and everything else is as it was."""
    decisions = data.draw(determinations(rated))
    decided = determine(rated, decisions)
    assert [rating.verdict for rating in decided] == [rating.verdict for rating in rated]
    assert [(rating.theme, rating.record, rating.units) for rating in decided] == [
        (rating.theme, rating.record, rating.units) for rating in rated
    ]
    attached = [one for rating in decided for one in rating.determinations]
    assert sorted(attached, key=repr) == sorted(decisions, key=repr)
    for was, now in zip(rated, decided, strict=True):
        if not now.determinations:
            assert now == was
        for one in now.determinations:
            assert one.unit is not None
            assert now.marks_of(one.unit) == one.decided != now.verdict.marks == one.computed == was.marks
            assert all(now.marks_of(partner) == was.marks for partner in now.units if partner != one.unit)


@given(RATINGS, st.data(), st.randoms(use_true_random=False))
def test_their_order_is_irrelevant(rated: Ratings, data: st.DataObject, chance: random.Random) -> None:
    """Decisions may come in any order."""
    decisions = list(data.draw(determinations(rated)))
    decided = determine(rated, decisions)
    chance.shuffle(decisions)
    assert determine(rated, decisions) == decided


@given(RATINGS, st.data())
def test_the_tally_moves_by_what_was_decided(rated: Ratings, data: st.DataObject) -> None:
    """Each unit's tally changes by decided minus computed of its own ratings, and by nothing else."""
    decided = determine(rated, data.draw(determinations(rated)))
    before, after = tally(rated, roster=ROSTER), tally(decided, roster=ROSTER)
    for unit in ROSTER:
        mine = [one for rating in decided for one in rating.determinations if one.unit == unit]
        assert before[unit] + Tally.sum(d.decided for d in mine) == after[unit] + Tally.sum(d.computed for d in mine)
