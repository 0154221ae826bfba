"""“该结果由市审计局督查工作专班研究确定” (A4-1.1 note 2): a step between rating and tally (§3.10)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from attrs import evolve
from helpers.sample_records import funding, key_work_item, task
from helpers.small_office import OFFICE, PERSONNEL, ROSTER, RULEBOOK, SECRETARIAT

from trafficlight import BLUE, RED, YELLOW, Determination, Entry, Tally, determine, tally
from trafficlight.errors import DeterminationError
from trafficlight.model import Month, Person, Progress
from trafficlight.rules import Coverage, Origin, flags

BY, ON = Person("", "督查工作专班"), dt.date(2023, 9, 27)
RATINGS = RULEBOOK.rate(
    [
        Entry("key_work", key_work_item(Progress.SLOW, OFFICE), 1, Origin("a.xlsx", "一", 3)),
        Entry("key_work", key_work_item(Progress.DONE, OFFICE, PERSONNEL), 2, Origin("a.xlsx", "一", 4)),
        Entry("key_work", key_work_item(Progress.SLOW, SECRETARIAT), 1, Origin("a.xlsx", "二", 3)),
        Entry("key_work", key_work_item(Progress.SLOW, SECRETARIAT), 7),
        Entry("reform_bureau", RULEBOOK.theme("reform_bureau").record(OFFICE, won=("甲",))),
    ],
    roster=ROSTER,
    coverage=Coverage.received([RULEBOOK.theme("reform_bureau")]),
)


def decision(was: Tally, now: Tally, **address: Any) -> Determination:
    """A decision on a key work item, unless another theme is named."""
    return Determination(
        **{"theme": "key_work", "reason": "现场核实", "by": BY, "on": ON, **address}, computed=was, decided=now
    )


@pytest.mark.parametrize(
    ("place", "was", "address"),
    [
        (1, Tally.of(BLUE), {"serial": 2}),
        (1, Tally.of(BLUE), {"unit": PERSONNEL}),
        (0, Tally.of(YELLOW), {"serial": 1, "unit": OFFICE}),
        (2, Tally.of(YELLOW), {"sheet": "二"}),
        (3, Tally.of(YELLOW), {"serial": 7}),
        (4, Tally.of(YELLOW), {"theme": "reform_bureau", "unit": OFFICE}),
        (5, Tally.of(RED), {"theme": "reform_bureau", "unit": PERSONNEL}),
    ],
)
def test_found_by_what_is_given(place: int, was: Tally, address: dict[str, Any]) -> None:
    """Theme, and whichever of number, unit and sheet are given; an absent unit can be decided on too."""
    decided = determine(RATINGS, [decision(was, Tally.of(RED, 2), **address)])
    assert [number for number, rating in enumerate(decided) if rating.determinations] == [place]
    assert decided[place].marks_of(address.get("unit", decided[place].units[0])) == Tally.of(RED, 2)
    assert decided[place].verdict.marks == was


def test_the_computed_mark_stays() -> None:
    """The rating keeps its verdict; the tally counts what was decided."""
    decided = determine(RATINGS, [decision(Tally.of(BLUE), Tally(), serial=2)])
    assert decided[1].verdict == RATINGS[1].verdict
    assert tally(decided, roster=ROSTER)[OFFICE] == Tally.of(YELLOW, 2)
    assert tally(decided, roster=ROSTER)[PERSONNEL] == Tally.of(RED)
    assert tally(RATINGS, roster=ROSTER)[PERSONNEL] == Tally({BLUE: 1, RED: 1})


def test_a_decided_rating_needs_no_eye() -> None:
    """What the task force has decided is not put before it again (§3.18)."""
    assert [flag.units for flag in flags(RATINGS)] == [(OFFICE,)]
    decided = determine(RATINGS, [decision(Tally.of(YELLOW), Tally.of(BLUE), theme="reform_bureau", unit=OFFICE)])
    assert flags(decided) == ()


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        (decision(Tally.of(BLUE), Tally(), serial=9), "“key_work”第9项：没有相符的评定"),
        (decision(Tally.of(BLUE), Tally(), theme="投资"), "“投资”：没有相符的评定"),
        (
            decision(Tally.of(YELLOW), Tally(), serial=1),
            "“key_work”第1项：相符的评定有 2 条，请写明序号、单位或工作表",
        ),
        (
            decision(Tally.of(RED), Tally(), sheet="二", unit=SECRETARIAT),
            "“key_work”〔二〕秘书科：原标识应为黄1，而不是红1",
        ),
        (
            decision(Tally.of(BLUE), Tally.of(BLUE), serial=2),
            "“key_work”第2项：研究确定的标识与原标识相同，且该项无需提请研究",
        ),
        (evolve(decision(Tally.of(BLUE), Tally(), serial=2), reason=" "), "“key_work”第2项：没有写明理由"),
    ],
)
def test_a_decision_that_does_not_fit(changed: Determination, problem: str) -> None:
    """No rating, more than one, another computed mark, no change, or no reason: refused, and said why."""
    with pytest.raises(DeterminationError) as caught:
        determine(RATINGS, [changed])
    assert str(caught.value) == problem


def test_a_decision_on_an_unlit_item() -> None:
    """What was not lit is said to be 不标注颜色."""
    ratings = RULEBOOK.rate([Entry("key_work", key_work_item(Progress.ON_TRACK))], roster=ROSTER)
    with pytest.raises(DeterminationError, match="原标识应为不标注颜色，而不是黄1"):
        determine(ratings, [decision(Tally.of(YELLOW), Tally.of(BLUE))])


def test_all_faults_at_once() -> None:
    """Two decisions on one rating, and a stray one: all faults come in one message, and nothing is decided."""
    twice = decision(Tally.of(BLUE), Tally(), serial=2)
    with pytest.raises(DeterminationError) as caught:
        determine(RATINGS, [twice, twice, decision(Tally(), Tally.of(BLUE), serial=9)])
    assert str(caught.value) == "“key_work”第2项：已经研究确定过；“key_work”第9项：没有相符的评定"
    assert isinstance(caught.value, ValueError)


def test_in_words() -> None:
    """Who, when, from what to what, and why."""
    assert str(decision(Tally.of(BLUE, 2), Tally.of(YELLOW))) == (
        "督查工作专班2023年9月27日研究确定由蓝2改为黄1，理由：现场核实"
    )
    assert "由不标注颜色改为红1" in str(decision(Tally(), Tally.of(RED)))


def test_without_decisions_nothing_changes() -> None:
    """Ratings without decisions are what they were."""
    assert determine(RATINGS, []) == RATINGS
    assert funding() not in [rating.record for rating in RATINGS]


def test_a_flagged_item_may_be_confirmed() -> None:
    """“该结果由市审计局督查工作专班研究确定”: the task force may leave a flagged light as it is; its flag is then settled."""
    (rating,) = RULEBOOK.rate([Entry("three_firsts", task(Progress.DONE))], roster=ROSTER)
    assert flags([rating])
    (confirmed,) = determine([rating], [evolve(decision(Tally(), Tally()), theme="three_firsts", serial=1)])
    assert confirmed.marks == Tally()
    assert flags([confirmed]) == ()


def test_what_does_not_fit_is_said_in_english_too() -> None:
    """Every fault of a decision has its English, with the item and the lights in it."""
    found = [
        decision(Tally.of(BLUE), Tally(), serial=9),
        decision(Tally.of(RED), Tally(), sheet="二", unit=SECRETARIAT),
        decision(Tally.of(YELLOW), Tally.of(RED), unit=SECRETARIAT),
    ]
    with pytest.raises(DeterminationError) as caught:
        determine(RATINGS, found)
    assert caught.value.say("en") == (
        "“key_work” 9: no rating fits it; “key_work” [二] 秘书科: the computed light is 黄 1, not 红 1; "
        "“key_work” 秘书科: 2 ratings fit it: say number, unit or sheet"
    )


def test_nothing_is_decided_before_its_period() -> None:
    """A decision that is older than the period of its rating decides another: a slip of the year, or an old file."""
    dated = RULEBOOK.rate(
        [Entry("key_work", key_work_item(Progress.SLOW, OFFICE), 1)], roster=ROSTER, period=Month(2023, 9)
    )
    assert determine(dated, [decision(Tally.of(YELLOW), Tally.of(BLUE), on=dt.date(2023, 9, 1))])[0].determinations
    with pytest.raises(DeterminationError, match="研究确定于 2022-09-27，早于该项所属周期 2023M09") as caught:
        determine(dated, [decision(Tally.of(YELLOW), Tally.of(BLUE), on=dt.date(2022, 9, 27))])
    assert "it was decided on 2022-09-27, before the period 2023M09 of the rating" in caught.value.say("en")
