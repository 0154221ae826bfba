"""Twelve wrong rules and orders, each caught by the contract that is meant for it, within seconds."""

from __future__ import annotations

import datetime as dt
import random
import secrets
import time
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

import pytest
from attrs import evolve, frozen
from helpers.small_office import ROSTER, RULEBOOK

import trafficlight as tl
from trafficlight import Clause, Form, Mark, Order, Palette, Theme, Unit, Verdict, column, serial
from trafficlight.errors import NoEvidence
from trafficlight.model import BLUE_YELLOW_RED, OneUnit, Percentage, Whole
from trafficlight.ranking import Better, highest
from trafficlight.rules import Absence, blue, red, unlit, yellow
from trafficlight.testing import (
    check_clauses,
    check_monotone,
    check_order,
    check_rule,
    check_scheme,
    check_steps,
    check_theme,
)

TOP: Final = Clause("H1", "满90分的为蓝色标识", "考核办法")
PASS: Final = Clause("H2", "满60分不满90分的为黄色标识", "考核办法")
FAIL: Final = Clause("H3", "不满60分的为红色标识", "考核办法")
LATE: Final = Clause("H4", "未报送的为红色标识", "考核办法")
SECONDS: Final = 8
"""A failing check takes no longer, on a machine that others use too."""


@frozen
class Score:
    """考核得分: the score of a unit, and the share of what it did in time."""

    unit: Unit
    score: int
    share: Decimal


def rate(record: Score) -> Verdict:
    """Blue from 90, yellow from 60, red below."""
    if record.score >= 90:
        return blue(because=TOP)
    return yellow(because=PASS) if record.score >= 60 else red(because=FAIL)


FORM: Final = Form(
    "考核得分",
    (
        serial(),
        column("单位", "unit", kind=OneUnit(), required=True),
        column("得分", "score", kind=Whole(0, 100), required=True),
        column("按期率", "share", kind=Percentage(0, 100), required=True),
    ),
)
SCORES: Final = Theme(
    "scores",
    "考核得分",
    Score,
    rate,
    FORM,
    (TOP, PASS, FAIL, LATE),
    absence=Absence(red(because=LATE), ("departments",)),
)
BEST: Final = Order(tl.fewest(tl.RED), tl.most(tl.BLUE))
OWN: Final = random.Random(1)  # noqa: S311  # a rule's mistake
STEPS: Final = [(59, 60), (89, 90)]


@pytest.fixture(autouse=True)
def _within_seconds() -> Iterator[None]:
    start = time.process_time()
    yield
    assert time.process_time() - start < SECONDS


def test_the_right_rule_keeps_all() -> None:
    """A clause that absence alone reaches passes, too."""
    check_theme(SCORES, ROSTER, BLUE_YELLOW_RED)
    check_monotone(SCORES, ROSTER, BEST, {"score": Better.MORE, "share": Better.MORE})
    check_steps(SCORES, ROSTER, "score", STEPS)


def with_rule(rule: Any) -> Theme[Any]:
    """The same theme with another rule."""
    return evolve(SCORES, rule=rule)


@pytest.mark.parametrize(
    "coin",
    [lambda: random.random() < 0.1, lambda: secrets.randbelow(10) == 0, lambda: OWN.random() < 0.1],  # noqa: S311
    ids=["of random", "of secrets", "of one's own"],
)
def test_a_coin(coin: Any) -> None:
    """Lots of one in ten: drawn from the generator that Hypothesis seeds, from the system, and from one's own."""
    with pytest.raises(AssertionError, match="a rule draws no lots"):
        check_rule(with_rule(lambda record: yellow(because=PASS) if coin() else rate(record)), ROSTER)


@pytest.mark.parametrize(
    "late",
    [
        lambda: dt.datetime.now(dt.UTC).year > 2050,
        lambda: dt.date.today().weekday() == 1,  # noqa: DTZ011  # a rule's mistake
        lambda: time.localtime().tm_mon == 1,
    ],
    ids=["year", "weekday", "month"],
)
def test_a_clock(late: Any) -> None:
    """A rule that looks at today."""
    with pytest.raises(AssertionError, match="looks at no clock"):
        check_rule(with_rule(lambda record: red(because=FAIL) if late() else rate(record)), ROSTER)


def test_a_foreign_mark() -> None:
    """A light that the palette lacks would stand in no table."""
    orange = Mark("orange", "橙", "ED7D31")
    theme = with_rule(lambda record: tl.lit(orange, because=PASS) if record.share > 50 else rate(record))
    check_rule(theme, ROSTER)
    with pytest.raises(AssertionError, match=r"lights marks that the palette lacks: \['橙'\]"):
        check_theme(theme, ROSTER, BLUE_YELLOW_RED)


def test_an_inverted_light() -> None:
    """Good and bad changed over: 95 red, 30 blue."""
    theme = with_rule(
        lambda record: (
            red(because=FAIL) if record.score >= 90 else blue(because=TOP) if record.score < 60 else rate(record)
        )
    )
    with pytest.raises(AssertionError, match=r"得分 \d+ lights .+, better than .+ of \d+"):
        check_monotone(theme, ROSTER, BEST, {"score": Better.MORE})


@pytest.mark.parametrize("bound", [89, 91], ids=["one too low", "one too high"])
def test_off_by_one(bound: int) -> None:
    """满90分 is 90, neither 89 nor 91."""
    theme = with_rule(
        lambda record: blue(because=TOP) if record.score >= bound else rate(evolve(record, score=min(record.score, 89)))
    )
    check_monotone(theme, ROSTER, BEST, {"score": Better.MORE})
    with pytest.raises(AssertionError, match=r"lie on one side of|never changes between 89 and 90"):
        check_steps(theme, ROSTER, "score", STEPS)


def test_a_step_that_is_none() -> None:
    """A limit at which nothing happens."""
    with pytest.raises(AssertionError, match="得分: the light never changes between 79 and 80"):
        check_steps(SCORES, ROSTER, "score", [(59, 60), (79, 80), (89, 90)])


def test_an_unreachable_clause() -> None:
    """A case that an earlier one swallows."""
    theme = with_rule(lambda record: yellow(because=PASS) if record.score < 95 else blue(because=TOP))
    with pytest.raises(AssertionError, match=r"no record reaches \['考核办法H3“不满60分的为红色标识”'\]"):
        check_clauses(theme, ROSTER)


@pytest.mark.parametrize("said", [unlit(because=LATE), blue(because=LATE)], ids=["no light", "blue"])
def test_an_absence_that_passes(said: Verdict) -> None:
    """Who hands in nothing must not do better than who hands in a bad row."""
    theme = evolve(SCORES, absence=Absence(said, ("departments",)))
    check_theme(theme, ROSTER)
    with pytest.raises(AssertionError, match="no row lights"):
        check_monotone(theme, ROSTER, BEST, {"share": Better.MORE})


def test_what_a_rule_refuses_is_no_better_and_no_worse() -> None:
    """A record of which the rule says nothing is compared with none; the others are."""

    def careful(record: Score) -> Verdict:
        if record.score == 0:
            raise NoEvidence("得分")
        return rate(record)

    theme = with_rule(careful)
    check_monotone(theme, ROSTER, BEST, {"score": Better.MORE})
    with pytest.raises(AssertionError, match="better than"):
        check_monotone(theme, ROSTER, Order(tl.most(tl.RED)), {"score": Better.MORE})


def test_an_inverted_score() -> None:
    """Where lights are equal and a worse fact scores more, the scores are told."""
    theme = evolve(with_rule(lambda record: blue(because=TOP, score=100 - record.score)), absence=None)
    with pytest.raises(AssertionError, match=r"lights 蓝1 得分\d+, better than 蓝1 得分\d+ of"):
        check_monotone(theme, ROSTER, Order(highest()), {"score": Better.MORE})


def test_values_from_the_worst_to_the_best() -> None:
    """Words have an order, too: the notice lights 正常推进 (none) worse than 推进缓慢 (yellow), as written (§3.2)."""
    words = list(reversed(tl.model.Progress))
    ledger = RULEBOOK.theme("key_work")
    check_monotone(ledger, ROSTER, BEST, {"progress": words})
    with pytest.raises(AssertionError, match="进度评价"):
        check_monotone(ledger, ROSTER, tl.notice.ORDER, {"progress": words})


def test_the_notice_s_limit() -> None:
    """前10名: the tenth is within, the eleventh is not."""
    theme = RULEBOOK.theme("performance_assessment")
    check_steps(theme, ROSTER, "rank", [(10, 11)])
    with pytest.raises(AssertionError, match="one side"):
        check_steps(theme, ROSTER, "rank", [(9, 10)])


# Orders and schemes.


@frozen
class Drawn:
    """A criterion that draws lots, or looks at the clock."""

    at: Any
    label: str = "抽签"
    better: Better = Better.MORE

    def value(self, tally: tl.Tally) -> Any:
        """Anything."""
        return self.at()


@pytest.mark.parametrize(
    ("order", "problem"),
    [
        (Order(Drawn(lambda: random.randint(0, 1))), "one tally, two keys"),  # noqa: S311
        (Order(Drawn(lambda: dt.date.today().year)), "one tally, two keys"),  # noqa: DTZ011
        (Order(Drawn(lambda: 0.5)), "an int or a Decimal"),
        (Order(Drawn(lambda: Decimal("NaN"))), "an int or a Decimal"),
        (Order(tl.most(Mark("orange", "橙", "ED7D31"))), r"the palette lacks: \['橙'\]"),
        (Order(tl.most(tl.BLUE), tl.fewest(tl.BLUE)), r"told apart by \['蓝'\]"),
        (Order(tl.most(tl.BLUE), Drawn(lambda: 1)), r"told apart by \['抽签'\]"),
    ],
    ids=["coin", "clock", "binary fraction", "not a number", "foreign mark", "idle count", "idle criterion"],
)
def test_wrong_orders(order: Order, problem: str) -> None:
    """Each is told by what it breaks."""
    with pytest.raises(AssertionError, match=problem):
        check_order(order, BLUE_YELLOW_RED)


def test_right_orders() -> None:
    """The notice's own, and one with a score."""
    check_order(tl.notice.ORDER, BLUE_YELLOW_RED)
    check_order(Order(tl.fewest(tl.RED), highest()), BLUE_YELLOW_RED)


def scheme(*themes: Theme[Any], palette: Palette = BLUE_YELLOW_RED) -> tl.Scheme:
    """A small office with these themes."""
    agency = tl.Agency("某局", "局", "局", ROSTER)
    return tl.Scheme(agency, tl.Rulebook("考核", dt.date(2023, 1, 1), themes), BEST, palette)


def test_a_scheme() -> None:
    """A sound one passes, also over two editions of its rules; one whose rule lights what its palette lacks does not."""
    check_scheme(scheme(SCORES))
    later = tl.Rulebook("考核2024", dt.date(2024, 1, 1), (SCORES,))
    check_scheme(evolve(scheme(SCORES), rulebooks=tl.rules.Rulebooks([*scheme(SCORES).rulebooks.editions, later])))
    orange = Mark("orange", "橙", "ED7D31")
    wrong = with_rule(lambda record: tl.lit(orange, because=PASS) if record.share > 50 else rate(record))
    with pytest.raises(AssertionError, match="palette lacks"):
        check_scheme(scheme(wrong))
