"""Persons, units, boards and the roster."""

from __future__ import annotations

import pytest
from helpers.refusals import refused
from helpers.small_office import COUNTIES, DEPARTMENTS, JINXIANG, OFFICE, PERSONNEL, ROSTER, SECRETARIAT, ZOUCHENG

from trafficlight import Board, Roster, RosterLine, Unit
from trafficlight.errors import UnknownBoard, UnknownUnit
from trafficlight.model import Person, Responsibility
from trafficlight.model._units import split_units


@pytest.mark.parametrize(("person", "shown"), [(Person("张三", "科长"), "张三"), (Person(post="科长"), "科长")])
def test_a_person_is_called(person: Person, shown: str) -> None:
    """By name, else by post."""
    assert str(person) == shown


def test_a_person_is_somebody() -> None:
    """Neither name nor post is nobody."""
    with refused(ValueError, match="a name or a post"):
        Person(" ", "")


@pytest.mark.parametrize("name", ["", " ", "\n"])
def test_names_are_not_empty(name: str) -> None:
    """A unit and a board have names."""
    with refused(ValueError, match="name must not be empty"):
        Unit(name)
    with refused(ValueError, match="key must not be empty"):
        Board(name, "榜", [])
    with refused(ValueError, match="title must not be empty"):
        Board("board", name, [])


def test_a_board_has_units_in_order() -> None:
    """建制顺序: the order of the establishment."""
    assert DEPARTMENTS.units == (OFFICE, PERSONNEL, SECRETARIAT)
    assert (len(DEPARTMENTS), OFFICE in DEPARTMENTS, JINXIANG in DEPARTMENTS) == (3, True, False)


def test_a_roster_finds_units() -> None:
    """By full name or alias, white space and full-width forms aside."""
    assert ROSTER.find("人事") is PERSONNEL
    assert ROSTER.find(" 金乡县\n审计局 ") is JINXIANG
    assert ROSTER.knows("金乡")
    assert not ROSTER.knows("金")
    assert ROSTER[OFFICE] is DEPARTMENTS.lines[0]
    assert ROSTER.position(JINXIANG) == 3
    assert (list(ROSTER), len(ROSTER)) == ([*DEPARTMENTS.units, *COUNTIES.units], 5)
    assert OFFICE in ROSTER
    assert Unit("信息科") not in ROSTER


def test_a_roster_knows_boards() -> None:
    """A board by key, and the board on which a unit stands."""
    assert ROSTER.board("counties") is COUNTIES
    assert ROSTER.boards_of(ZOUCHENG) == (COUNTIES,)
    with pytest.raises(UnknownBoard, match="没有榜“towns”；可用：departments、counties") as caught:
        ROSTER.board("towns")
    assert caught.value.name == "towns"


def test_unknown_units() -> None:
    """Every way of asking for a stranger is the same error, which names those there are."""
    stranger = Unit("信息科")
    for ask in (lambda: ROSTER[stranger], lambda: ROSTER.position(stranger), lambda: ROSTER.boards_of(stranger)):
        with pytest.raises(UnknownUnit, match="没有单位“信息科”；可用：办公室、人事科"):
            ask()
    with pytest.raises(UnknownUnit) as caught:
        ROSTER.find("信息科")
    assert caught.value.known == ("办公室", "人事科", "秘书科", "金乡县审计局", "邹城市审计局")
    assert isinstance(caught.value, LookupError)
    with pytest.raises(UnknownUnit, match="可用：无"):
        Roster([]).find("信息科")


def _lines(*units: tuple[str, ...]) -> list[RosterLine]:
    return [RosterLine(Unit(name), aliases=aliases) for name, *aliases in units]


@pytest.mark.parametrize(
    ("boards", "problem"),
    [
        ([Board("a", "甲", []), Board("a", "乙", [])], "differ by key"),
        ([Board("a", "甲", _lines(("办公室",), ("办公室",)))], "“办公室” stands on the board 'a' twice"),
        ([Board("a", "甲", _lines(("办公室", "办"), ("督办室", "办")))], "“办” stands for two units"),
        ([Board("a", "甲", _lines(("办公室",), ("督办室", "办 公 室")))], "“办 公 室” stands for two units"),
        ([Board("a", "甲", _lines(("办公室", " ")))], "“办公室” has an empty alias"),
    ],
)
def test_roster_faults(boards: list[Board], problem: str) -> None:
    """A unit stands on a board once; no two share a name or an alias, however typed."""
    with refused(ValueError, match=problem):
        Roster(boards)


def test_an_alias_may_repeat_its_own_name() -> None:
    """An alias that folds to its own unit's name is harmless."""
    assert Roster([Board("a", "甲", _lines(("办公室", "办 公 室")))]).find("办公室") == OFFICE


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("办公室、人事科", ("办公室", "人事科")),
        ("办公室，人事科", ("办公室", "人事科")),
        ("办公室,人事科；秘书科;", ("办公室", "人事科", "秘书科")),
        (" 办公室 、、 人事科 ", ("办公室", "人事科")),
        ("", ()),
    ],
)
def test_split_units(text: str, parts: tuple[str, ...]) -> None:
    """Several departments are split by “、” (§3.15), or by what is typed for it."""
    assert split_units(text) == parts


def test_responsibility() -> None:
    """“责任科室责任人”: the first unit is 牵头 (§3.15); the person stands on a line below."""
    who = Responsibility((PERSONNEL, OFFICE), "张三")
    assert who.lead is PERSONNEL
    assert str(who) == "人事科、办公室\n张三"
    assert str(Responsibility((OFFICE,))) == "办公室"


@pytest.mark.parametrize(
    ("units", "problem"), [((), "needs a responsible unit"), ((OFFICE, PERSONNEL, OFFICE), "named twice")]
)
def test_responsibility_is_checked(units: tuple[Unit, ...], problem: str) -> None:
    """Somebody answers, and each unit once."""
    with refused(ValueError, match=problem):
        Responsibility(units)
