"""Scores beside marks: summed for every unit, ranked by, given as reasons, and printed in the count table."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from attrs import evolve, frozen
from helpers.small_office import DEPARTMENTS, OFFICE, PERSONNEL, ROSTER, SECRETARIAT

from trafficlight import (
    BLUE,
    RED,
    YELLOW,
    Agency,
    Clause,
    Determination,
    Entry,
    Form,
    Order,
    Rulebook,
    Scheme,
    Tally,
    Theme,
    Unit,
    Verdict,
    column,
    determine,
    fewest,
    lit,
    notice,
    rank,
)
from trafficlight.messages import Language
from trafficlight.model import OneUnit, Person, Text
from trafficlight.ranking import Better, Criterion, highest, inversions, lowest
from trafficlight.rules import Ratings

BELOW = Clause("S1", "得分低于80分的为红色标识", "考核办法")
ABOVE = Clause("S2", "得分不低于80分的为蓝色标识", "考核办法")


@frozen
class Hospital:
    """A weighted indicator of a hospital."""

    unit: Unit
    points: Decimal


def rule(record: Hospital) -> Verdict:
    """Red below 80."""
    low = record.points < 80
    return lit(RED if low else BLUE, because=BELOW if low else ABOVE, score=record.points)


FORM = Form("考核情况", (column("单位", "unit", kind=OneUnit(), required=True), column("得分", "points", kind=Text())))
THEME = Theme("score", "考核", Hospital, rule, FORM, (BELOW, ABOVE))
ORDER = Order(fewest(RED), highest())
BOOK = Rulebook("考核办法", dt.date(2024, 1, 1), (THEME,))
SCHEME = Scheme(
    Agency("某委", "委", "办", ROSTER),
    BOOK,
    order=ORDER,
    palette=notice.scheme(Agency("某委", "委", "办", ROSTER)).palette,
)
POINTS = ((OFFICE, "91.50"), (PERSONNEL, "79.9"), (SECRETARIAT, "91.5"), (OFFICE, "85"), (SECRETARIAT, "85.25"))


def rated() -> Ratings:
    """Five records of three units."""
    return BOOK.rate([Entry("score", Hospital(unit, Decimal(points))) for unit, points in POINTS], roster=ROSTER)


def test_scores_are_summed() -> None:
    """Each unit has the sum of its scores beside its marks, a unit without a record none."""
    tallies = SCHEME.tally(rated())
    assert tallies[OFFICE] == Tally({BLUE: 2}, score=Decimal("176.5"))
    assert tallies[PERSONNEL] == Tally({RED: 1}, score=Decimal("79.9"))
    assert (tallies + tallies)[SECRETARIAT].score == Decimal("353.5")
    assert tallies.total.score == Decimal("433.15")


def test_scores_rank() -> None:
    """Fewest red first, then the higher score; the reason says so, in Chinese and in English."""
    standings = SCHEME.rank(rated(), "departments")
    assert standings.lines() == (
        "1. 秘书科 红0 得分176.75",
        "2. 办公室 红0 得分176.5（同为红0，得分176.75>176.5）",
        "3. 人事科 红1 得分79.9（红0<1，少者在前）",
    )
    reason = standings.rows[1].reason
    assert reason is not None
    assert reason.words.en == "equal in 红 0; 得分 176.75 > 176.5"


def test_scores_stand_in_count_tables() -> None:
    """A criterion that counts no mark has a column of its own, under its label."""
    form = SCHEME.count_form("departments")
    assert [each.header for each in form.columns] == [
        "名次",
        "科室单位",
        "蓝",
        "黄",
        "红",
        "得分",
        "负责人",
        "分管领导",
    ]
    first = next(iter(SCHEME.rank(rated(), "departments")))
    assert form.printer()(first, first.place) == [["1", "秘书科", "2", "0", "0", "176.75", "", ""]]


def test_items_are_ranked_by_score() -> None:
    """The weekly list of items follows the order, too."""
    assert [rating.verdict.score for rating in SCHEME.ranked(rated())] == [
        Decimal("91.5"), Decimal("91.5"), Decimal("85.25"), Decimal(85), Decimal("79.9"),
    ]  # fmt: skip


def test_a_score_is_explained() -> None:
    """The explanation says the score."""
    assert "；得分79.9；按考核办法S1" in str(rated()[1].explain())


def test_a_determination_leaves_the_score() -> None:
    """The task force decides marks; the score stays as the rule gave it (§3.10)."""
    decision = Determination(
        "score", Tally.of(RED), Tally.of(YELLOW), Person("主任"), dt.date(2024, 4, 1), "复核", serial=2
    )
    assert determine(rated(), [decision])[1].tally == Tally({YELLOW: 1}, score=Decimal("79.9"))


def test_points_that_are_taken_off() -> None:
    """`lowest` ranks the other way."""
    order = Order(lowest())
    assert str(order.reason(Tally(score=3), Tally(score=2))) == "扣分2<3，少者在前"
    assert str(Order(highest())) == "以得分多者为先"


@pytest.mark.parametrize(
    ("order", "last"),
    [
        (Order(highest()), "3. 秘书科 无得分（得分-2，无得分者在后）"),
        (Order(lowest()), "3. 秘书科 扣分无得分（扣分1，无得分者在后）"),
        (Order(fewest(YELLOW), highest()), "3. 秘书科 黄0 无得分（同为黄0，得分-2，无得分者在后）"),
    ],
)
def test_who_has_no_score_comes_last(order: Order, last: str) -> None:
    """No score is no 0: whichever way the order looks the unit is last, no number is made up, and the reason says why."""
    points = ((OFFICE, "-2"), (PERSONNEL, "1"))
    ratings = BOOK.rate([Entry("score", Hospital(unit, Decimal(points))) for unit, points in points], roster=ROSTER)
    scheme = evolve(SCHEME, order=order)
    standings = scheme.rank(ratings, "departments")
    assert standings.lines()[-1] == last
    reason = standings.rows[-1].reason
    assert reason is not None
    assert reason.words.en.endswith(", no score comes last")
    languages: tuple[Language, ...] = ("zh", "en")
    schemes = [evolve(scheme, agency=evolve(scheme.agency, language=each)) for each in languages]
    kinds = [one.count_form("departments").columns[5].kind for one in schemes]
    assert [kind.show(standings.rows[-1].tally) for kind in kinds] == ["无得分", "no score"]


def test_a_score_of_0_has_its_place() -> None:
    """0 stands before a negative sum; two units without any share a place."""
    scored = ((OFFICE, "0"),)
    ratings = BOOK.rate([Entry("score", Hospital(unit, Decimal(points))) for unit, points in scored], roster=ROSTER)
    assert evolve(SCHEME, order=Order(highest())).rank(ratings, "departments").lines("en") == (
        "1. 办公室 得分 0",
        "2. 人事科 得分 no score (得分 0, no score comes last)",
        "2. 秘书科 得分 no score (equal in 得分 no score: they share the place)",
    )


@frozen
class Average:
    """A criterion of an agency's own: the average score of a mark."""

    label: str = "均分"
    better: Better = Better.MORE

    def value(self, tally: Tally) -> Decimal:
        """The average, to two decimals."""
        return (tally.score / max(tally.total, 1)).quantize(Decimal("0.01"))


def test_a_criterion_of_ones_own() -> None:
    """Anything with a label, a direction and a value of a tally ranks, gives reasons, and has its column."""
    assert isinstance(Average(), Criterion)
    scheme = evolve(SCHEME, order=Order(Average()))
    standings = scheme.rank(rated(), "departments")
    assert standings.lines()[1] == "2. 办公室 均分88.25（均分88.38>88.25）"
    assert scheme.count_form("departments").columns[5].kind.show(standings.rows[2].tally) == "79.9"


def test_inversions_see_scores() -> None:
    """A worse fact with a higher score is an inversion."""
    wrong = evolve(THEME, rule=lambda record: lit(BLUE, because=ABOVE, score=-record.points))
    facts = [Hospital(OFFICE, Decimal(points)) for points in (90, 85)]
    (found,) = inversions(wrong, facts, order=ORDER)
    assert str(found.reason) == "同为红0，得分-85>-90"
    assert rank(SCHEME.tally(rated()), board=DEPARTMENTS, order=ORDER).rows[0].unit == SECRETARIAT
