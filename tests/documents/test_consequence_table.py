"""处置情况: what follows from lights stands in a table of its own, its points in whole or in part, and no light in an agency's word."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from attrs import frozen
from helpers.readword import tables, visible_text
from helpers.refusals import refused

import trafficlight as tl
from trafficlight import documents as td
from trafficlight.interchange import from_json, to_json
from trafficlight.rules import Consequence, Measure, Ratings, running

RED = tl.Mark("red", "Red", "C00000")
OFFICE, WARD = tl.Unit("Front Office"), tl.Unit("North Ward")
ROSTER = tl.Roster([tl.Board("all", "All units", [tl.RosterLine(OFFICE), tl.RosterLine(WARD)])])
LATE = tl.Clause("2", "Late is red.", "Order")
MAY, JUNE = tl.Month(2025, 5), tl.Month(2025, 6)


@frozen
class Task:
    """A task of a unit."""

    matter: str
    unit: tl.Unit
    late: bool


THEME: tl.Theme[Any] = tl.Theme(
    "t",
    "Tasks",
    Task,
    lambda task: tl.lit(RED, because=LATE) if task.late else tl.unlit(because=LATE),
    tl.Form(
        "Tasks",
        (
            tl.column("Task", "matter"),
            tl.column("Unit", "unit", kind=tl.model.OneUnit()),
            tl.column("Late", "late", kind=tl.model.YesNo("Yes", "No")),
        ),
    ),
    (LATE,),
    subject="matter",
    facts=("late",),
    consequences=(Consequence("Points off", running(RED), LATE, Decimal("-0.5")),),
)
SCHEME = tl.Scheme(
    tl.Agency("Trust", "Trust", "Trust", ROSTER, language="en"),
    tl.Rulebook("Order", MAY.first_day, [THEME]),
    order=tl.Order(tl.fewest(RED)),
    palette=tl.Palette([RED]),
    words={"tables.unlit": "as planned"},
)


def rated(*, late: bool) -> Ratings:
    """One task of May."""
    entries = [tl.Entry("t", Task("Rota", OFFICE, late), 1), tl.Entry("t", Task("Roof", WARD, late=False), 2)]
    return SCHEME.rulebooks.latest.rate(entries, roster=ROSTER, period=MAY, past=())


def made(ratings: Ratings) -> bytes:
    """A bulletin of that table and of the grounds."""
    plan = td.BulletinPlan(
        "Bulletin", (td.Part("", [td.ConsequenceTable(), td.ExplanationTable()]),), cover=False, contents=""
    )
    assert from_json(td.BulletinPlan, to_json(plan)) == plan
    return td.bulletin(SCHEME, ratings, period=MAY, as_of=MAY.last_day, plan=plan).to_bytes()


def test_what_follows_stands_in_a_table() -> None:
    """Theme, item, light, what follows, its points and the clause: one row for each consequence, none for who has none."""
    consequences, grounds = tables(made(rated(late=True)))
    assert consequences == [
        ["Theme", "Item", "Light", "Consequence", "Points", "Clause"],
        ["Tasks", "1, Front Office “Rota”", "Red", "Points off", "-0.5", "Order 2 “Late is red.”"],
    ]
    assert [row[2] for row in grounds[1:]] == ["Red", "as planned"]
    assert "Consequences" in visible_text(made(rated(late=True)))
    assert len(tables(made(rated(late=False)))) == 1, "without a row there is no table"


def test_points_in_part() -> None:
    """Half a point is taken off exactly; a binary fraction is refused, and JSON gives back what was stored."""
    measure = THEME.consequences[0].measure
    assert (measure.say("en"), measure.say()) == (
        "Points off (-0.5 points), under Order 2 “Late is red.”",
        "Points off（-0.5分），按Order2“Late is red.”",
    )
    for points in (Decimal("-0.5"), -2, Decimal(3)):
        stored = Measure("x", LATE, points)
        back = from_json(Measure, to_json(stored))
        assert (back, type(back.points)) == (stored, type(points))
    wrong: Any = 0.5
    with refused(TypeError, match="points"):
        Consequence("x", running(RED), LATE, wrong)


def test_no_light_in_an_agencys_word() -> None:
    """An explanation calls no light as it is told: in its own line, in what was decided, and in earlier lights."""
    decision = tl.Determination(
        "t", tl.Tally.of(RED), tl.Tally(), tl.model.Person("Ada"), dt.date(2025, 5, 30), "the plan changed", 1
    )
    ratings = tl.determine(rated(late=True), [decision])
    lines = ratings.lines("en", unlit="as planned")
    assert lines[0].startswith("Tasks 1, Front Office “Rota”: as planned; ")
    assert "Red 1 becomes as planned" in lines[0]
    assert lines[1].startswith("Tasks 2, North Ward “Roof”: as planned; ")
    assert "no light" not in "".join(lines)
    assert "Red 1 becomes as planned" in visible_text(made(ratings))
    earlier = tl.rules.EarlierLight(MAY, tl.Tally())
    assert (earlier.say(unlit="正常"), earlier.say("en")) == ("2025年5月正常", "May 2025 no light")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_without_a_word_of_its_own(language: Any) -> None:
    """The usual words stay: 不标注颜色 and “no light”."""
    assert {"zh": "不标注颜色", "en": "no light"}[language] in rated(late=False).lines(language)[0]
