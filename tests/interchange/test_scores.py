"""Scores in JSON: a text with all its digits; a sum of marks alone is written as it was before there were scores."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from attrs import frozen

import trafficlight as tl
from trafficlight.errors import InterchangeError
from trafficlight.interchange import from_json, to_json
from trafficlight.ranking import Better, highest

BLUE = '{"key":"blue","label":"蓝","colour":"0070C0","count":1}'


def test_how_scores_look() -> None:
    """A number that no reader rounds, beside the counts."""
    assert to_json(tl.Tally.of(tl.BLUE)) == f'{{"trafficlight":2,"value":[{BLUE}]}}'
    scored = tl.Tally({tl.BLUE: 1}, score=Decimal("92.50"))
    assert to_json(scored) == f'{{"trafficlight":2,"value":{{"counts":[{BLUE}],"score":"92.5"}}}}'
    assert from_json(tl.Tally, to_json(scored)) == scored
    nil = tl.Tally(score=0)
    assert from_json(tl.Tally, to_json(nil)) == nil != tl.Tally()


def test_an_order_by_score_comes_back() -> None:
    """A criterion with marks counts them; one with a label compares scores."""
    order = tl.Order(tl.fewest(tl.RED), highest())
    assert '{"label":{"zh":"得分","en":"score"},"better":"more"}' in to_json(order)
    assert from_json(tl.Order, to_json(order)) == order


@pytest.mark.parametrize(
    ("into", "text", "problem"),
    [
        (tl.Tally, '{"counts":[],"score":"0.1234567"}', "得分最多六位小数"),
        (tl.Tally, '{"counts":[],"score":"1E40"}', "得分最多 30 位整数"),
        (tl.Tally, '{"counts":[],"score":1.5}', r"\$\.score：应为十进制数"),
        (tl.Order, '{"criteria":[{}],"words":""}', r"\$\.criteria\[0\]\.marks"),
        (tl.Order, '{"criteria":[{"label":"","better":"more"}],"words":""}', "Points.label 不能为空"),
        (tl.Order, '{"criteria":[3],"words":""}', r"\$\.criteria\[0\]：应为键值表"),
    ],
)
def test_scores_that_do_not_fit(into: type[Any], text: str, problem: str) -> None:
    """Each is a fault with its path."""
    with pytest.raises(InterchangeError, match=problem):
        from_json(into, text)


@frozen
class Spread:
    """A criterion of an agency's own."""

    label: str = "差距"
    better: Better = Better.FEWER

    def value(self, tally: tl.Tally) -> int:
        """The difference of two counts."""
        return tally[tl.BLUE] - tally[tl.RED]


def test_a_criterion_of_ones_own_is_code() -> None:
    """It is refused with its place, and not written as something else."""
    with pytest.raises(InterchangeError, match=r"\$\.criteria\[0\]：Spread"):
        to_json(tl.Order(Spread()))
