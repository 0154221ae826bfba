"""What rules, facts, measures and decisions say, in Chinese and in English."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from helpers.public_values import CASES
from helpers.refusals import refused
from helpers.sample_records import key_work_item
from helpers.small_office import OFFICE, PERSONNEL, ROSTER, RULEBOOK
from hypothesis import given, settings
from hypothesis import strategies as st

from trafficlight import RED, YELLOW, Clause, Entry, Month, Tally
from trafficlight.interchange import from_json, to_json
from trafficlight.model import Progress
from trafficlight.rules import Consequence, Coverage, Earlier, Fact, Past, Ratings, Receipt, Status, running
from trafficlight.rules._explanations import EarlierLight
from trafficlight.rules._verdicts import Running

CLAUSE = Clause("C1", "连续两次红牌的约谈", "某办法")
RATED = RULEBOOK.rate(
    [
        Entry("key_work", key_work_item(Progress.DONE, OFFICE)),
        Entry("key_work", key_work_item(Progress.SLOW, PERSONNEL)),
    ],
    roster=ROSTER,
)


@pytest.mark.parametrize(
    ("fact", "chinese", "english"),
    [
        (Fact("进度", "已办结", "E12"), "进度“已办结”（E12）", "进度 “已办结” (E12)"),
        (Fact("进度", ""), "进度“空”", "进度 (empty)"),
        (Fact("进度", "已办结", None, "办结"), "进度“办结”（即“已办结”）", "进度 “办结” (read as “已办结”)"),
    ],
)
def test_a_fact(fact: Fact, chinese: str, english: str) -> None:
    """Label, what stood there, what it was read as, and the cell."""
    assert (str(fact), fact.say("en")) == (chinese, english)


def test_an_earlier_light() -> None:
    """Period, light, and with which file and cells."""
    bare = EarlierLight(Month(2025, 1), Tally.of(RED))
    facts = EarlierLight(Month(2025, 1), Tally.of(RED), (Fact("开工", "否", "E2"), Fact("报送", "无")))
    sourced = EarlierLight(Month(2025, 1), Tally.of(RED), (Fact("开工", "否", "E2"),), "1月.csv")
    assert [str(one) for one in (bare, facts, sourced)] == [
        "2025年1月红1",
        "2025年1月红1（开工“否”E2，报送“无”）",
        "2025年1月红1（1月.csv：开工“否”E2）",
    ]
    month = Month(2025, 1).title("en")
    assert bare.say("en").startswith(month)
    assert facts.say("en").endswith("(开工 “否” E2, 报送 “无”)")
    assert sourced.say("en").endswith("(1月.csv: 开工 “否” E2)")


@pytest.mark.parametrize(
    ("rule", "marks", "before", "follows"),
    [
        (running(RED), Tally.of(RED), 0, True),
        (running(RED), Tally.of(YELLOW), 0, False),
        (running(RED, 2), Tally.of(RED), 0, False),
        (running(RED, 2), Tally.of(RED), 1, True),
        (running([RED, YELLOW], 2), Tally.of(YELLOW), 2, True),
        (running(RED, 2, exactly=True), Tally.of(RED), 1, True),
        (running(RED, 2, exactly=True), Tally.of(RED), 2, False),
    ],
)
def test_lights_in_a_run(rule: Running, marks: Tally, before: int, *, follows: bool) -> None:
    """So many periods running or more, this one included; exactly so many where that is said."""
    earlier = [Earlier(Month(2025, 4 - number), "x", Tally.of(RED)) for number in range(before)]
    assert rule(marks, Past(Month(2025, 5), earlier)) == follows


def test_what_follows_in_words() -> None:
    """A run, and what follows from it with its points and its clause."""
    assert (str(running(RED)), str(running([RED, YELLOW], 2))) == ("红灯", "红、黄灯连续2期")
    with refused(ValueError, match="at least one period, not 0"):
        running(RED, 0)
    plain, points = Consequence("约谈", running(RED, 2), CLAUSE), Consequence("扣分", running(RED), CLAUSE, -2)
    assert str(plain) == f"约谈，按{CLAUSE}"
    assert str(points) == f"扣分（-2分），按{CLAUSE}"
    assert points.measure.say("en") == f"扣分 (-2 points), under {CLAUSE.say('en')}"
    assert plain.measure.say("en") == f"约谈, under {CLAUSE.say('en')}"


def test_ratings_answer() -> None:
    """Of a unit, on a clause, by theme, with grounds in either language; equal ones are one."""
    assert isinstance(RATED, Ratings)
    (done,) = RATED.of(OFFICE)
    assert list(RATED.resting_on(done.verdict.because)) == list(RATED.resting_on(done.verdict.because.id)) == [done]
    assert list(RATED.by_theme()) == ["key_work"]
    assert RATED.flagged() == RATED.where(lambda _: False)
    assert len({RATED, RATED.where(lambda _: True)}) == 1
    assert tuple(RATED) != RATED
    assert repr(RATED) == "<Ratings: 2>"
    assert len(RATED.lines("en")) == len(RATED.lines()) == 2
    assert RATED.editions == (RATED.edition,)


def test_a_reading_of_our_own() -> None:
    """A row that came with faults is no absence, for a reason that has its English and comes back out of JSON."""
    theme = RULEBOOK.theme("reform_bureau")
    receipts = [
        Receipt(theme.key, theme.title, Status.FAULTY),
        *(Receipt(theme.key, theme.title, Status.FAULTY, unit=unit) for unit in ROSTER),
    ]
    ratings = RULEBOOK.rate([], roster=ROSTER, coverage=Coverage(None, receipts))
    assert "“报送有误的，不据以认定未报送，更正后再评定”" in str(ratings[0].explain())
    assert "“What came with faults is no absence: it is rated when it is mended”" in ratings[0].explain().say("en")
    assert from_json(Ratings, to_json(ratings), rulebooks=RULEBOOK) == ratings


def _speaking(kind: type[Any]) -> list[str]:
    """The methods of a class that take a language; its own, not the changed ones that mutmut sets beside them."""
    methods = [(name, one) for name, one in inspect.getmembers(kind, inspect.isfunction) if name.isascii()]
    return [name for name, one in methods if name[0] != "_" and "language" in inspect.signature(one).parameters]


SPEAKERS = [pytest.param(kind, name, id=f"{kind.__name__}.{name}") for kind in CASES for name in _speaking(kind)]


@pytest.mark.parametrize(("kind", "name"), SPEAKERS)
@settings(max_examples=1, deadline=None)
@given(data=st.data())
def test_no_other_language_is_answered_in_chinese(kind: type[Any], name: str, data: st.DataObject) -> None:
    """Whoever asks for French is told which languages there are, by every value that says itself; nothing is answered in Chinese."""
    value = data.draw(CASES[kind].values.filter(lambda one: not isinstance(one, Ratings) or len(one)))
    getattr(value, name)("en")
    with refused(ValueError, match="the language is 'zh' \\(Chinese\\) or 'en' \\(English\\), not 'fr'"):
        getattr(value, name)("fr")
