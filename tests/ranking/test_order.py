"""The order of A4-1.1 note 1, and orders as values: key, comparator, sentence and reason come from one declaration."""

from __future__ import annotations

import pytest
from helpers.refusals import refused

from trafficlight import BLUE, RED, YELLOW, Mark, Order, Tally, fewest, most
from trafficlight.notice import ORDER
from trafficlight.ranking import Better, Count

GREEN = Mark("green", "绿", "00B050")


def counts(blue: int, yellow: int = 0, red: int = 0) -> Tally:
    """A tally of the notice's palette."""
    return Tally({BLUE: blue, YELLOW: yellow, RED: red})


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        (counts(3), counts(2, 9), "蓝3>2"),
        (counts(3, 2), counts(3, 1), "同为蓝3，黄2>1"),
        (counts(3), counts(3, 0, 1), "同为蓝3、黄0，红0<1，少者在前"),
        (counts(1), counts(0, 99), "蓝1>0"),
        (counts(0, 1, 99), counts(0), "同为蓝0，黄1>0"),
    ],
)
def test_the_notice_s_order(first: Tally, second: Tally, reason: str) -> None:
    """“蓝色标识（完成）数量进行排序，同等数量下，按照黄色标识…数量排序，蓝黄数量相同情况下，按照红色标识…数量倒向排序。”"""
    assert ORDER.compare(first, second) == -1
    assert ORDER.compare(second, first) == 1
    assert str(ORDER.reason(first, second)) == str(ORDER.reason(second, first)) == reason


def test_a_full_tie() -> None:
    """The notice is silent: equal counts share a place, and the reason says so (§3.3)."""
    reason = ORDER.reason(counts(3, 2, 1), counts(3, 2, 1))
    assert ORDER.compare(counts(3, 2, 1), counts(3, 2, 1)) == 0
    assert (reason.by, reason.same) == (None, ORDER.criteria)
    assert str(reason) == "蓝3、黄2、红1全部相同，名次并列"


def test_the_sentence() -> None:
    """The note below the count tables is the notice's own; an order without a source says what it does."""
    assert str(ORDER) == (
        "排序规则为，蓝色标识（完成）数量进行排序，同等数量下，按照黄色标识（正常进行，为正向得分）数量排序，"
        "蓝黄数量相同情况下，按照红色标识（负向得分）数量倒向排序。"
    )
    assert str(Order(most(BLUE), most(YELLOW), fewest(RED))) == "以蓝多者为先；再以黄多者为先；再以红少者为先"
    assert str(Order(fewest(RED)).with_words("红少者先。")) == "红少者先。"


def test_other_orders() -> None:
    """Another agency's order is another value: marks together, few reds first, marks of its own palette."""
    order = Order(fewest(RED, YELLOW), most(GREEN))
    calm, busy = Tally({GREEN: 1}), Tally({GREEN: 9, YELLOW: 1})
    assert order.compare(calm, busy) == -1
    assert order.key(busy) == (1, -9)
    assert str(order.reason(calm, busy)) == "红+黄0<1，少者在前"
    assert order.marks == (RED, YELLOW, GREEN)


def test_marks_that_no_criterion_counts() -> None:
    """A mark outside the criteria never decides."""
    assert ORDER.compare(Tally.of(GREEN, 5), Tally()) == 0


def test_a_mark_in_two_criteria_is_listed_once() -> None:
    """The marks of an order are each named once, in order of weight."""
    assert Order(most(BLUE, YELLOW), most(BLUE)).marks == (BLUE, YELLOW)


def test_an_order_is_a_value() -> None:
    """Equal criteria and words make equal orders."""
    assert Order(most(BLUE)) == Order(Count((BLUE,), Better.MORE))
    assert hash(Order(most(BLUE))) == hash(Order(most(BLUE)))
    assert Order(most(BLUE)) != Order(fewest(BLUE))
    assert Order(most(BLUE)) != Order(most(BLUE), words="蓝多者先")


def test_an_order_needs_a_criterion() -> None:
    """An order that compares nothing is refused."""
    with refused(ValueError, match="one or more criteria"):
        Order()


@pytest.mark.parametrize("marks", [(), (BLUE, BLUE)])
def test_a_criterion_counts_different_marks(marks: tuple[Mark, ...]) -> None:
    """A criterion without a mark, or with one twice, is refused."""
    with refused(ValueError, match="one or more different marks"):
        most(*marks)
