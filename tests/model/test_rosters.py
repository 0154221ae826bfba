"""花名册: units over time, by their names of a day, on one board or several."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import pytest
from attrs import evolve
from helpers.refusals import refused

from trafficlight import Agency, Board, Roster, RosterLine, Unit
from trafficlight.errors import UnknownUnit, UnreadableCell
from trafficlight.model import AssistanceGroup, Exemption, FormerName, GroupMember, OneUnit, Person

MARCH: Final = dt.date(2024, 3, 31)
APRIL: Final = dt.date(2024, 4, 1)
CITY, EAST, WEST, NEW = (Unit(name) for name in ("市中心医院", "东区医院", "西区医院", "新区医院"))
LINES: Final = (
    RosterLine(CITY, code="H01", aliases=("中心",), former=[FormerName("市人民医院", MARCH)]),
    RosterLine(EAST, code="H02", exempt=[Exemption("迁址", APRIL, dt.date(2024, 5, 31), "第九条")]),
    RosterLine(WEST, code="H03", until=MARCH, into="东区医院"),
    RosterLine(NEW, code="H04", since=APRIL),
)
ROSTER: Final = Roster([Board("hospitals", "医院", LINES)])


def test_a_day_has_its_units() -> None:
    """The last day counts as a day of the old name and of the merged unit, the next as one of the new."""
    assert list(ROSTER.on(MARCH)) == [Unit("市人民医院"), EAST, WEST]
    assert list(ROSTER.on(APRIL)) == [CITY, EAST, NEW]
    assert [len(ROSTER.on(day).board("hospitals")) for day in (MARCH, APRIL)] == [3, 3]


def test_without_a_day_all_changes_are_done() -> None:
    """As after the last change that the roster knows; and one day's roster gives that of any other."""
    assert list(ROSTER) == [CITY, EAST, NEW]
    assert not ROSTER.exempt
    assert ROSTER.on(MARCH).on(APRIL) == ROSTER.on(APRIL)
    assert ROSTER.on(MARCH).on(None) == ROSTER


def test_a_roster_without_days_is_itself() -> None:
    """Nothing is made anew where nothing changes."""
    plain = Roster([Board("a", "甲", [RosterLine(CITY)])])
    assert plain.on(MARCH) is plain


@pytest.mark.parametrize("name", ["市中心医院", "市人民医院", "中心", "H01", " 市 人民医院"])
def test_any_name_is_found(name: str) -> None:
    """Old and new name, alias and code stand for the unit, which is called as on the day."""
    assert ROSTER.on(MARCH).find(name) == Unit("市人民医院")
    assert ROSTER.on(APRIL).find(name) == CITY
    assert ROSTER.knows(name)


def test_a_name_may_go_from_one_unit_to_another() -> None:
    """What one gives up on a day the other may take on the next; the day says who is meant."""
    first = RosterLine(Unit("一院"), former=[FormerName("人民医院", MARCH)])
    second = RosterLine(Unit("人民医院"), former=[FormerName("二院", MARCH)])
    roster = Roster([Board("a", "甲", [first, second])])
    assert roster.on(MARCH).find("人民医院") == Unit("人民医院")
    assert roster.on(APRIL).find("人民医院") == Unit("人民医院")
    assert roster.on(APRIL).resolve(Unit("人民医院"), MARCH) == Unit("一院")
    assert roster.on(APRIL).resolve(Unit("人民医院")) == Unit("人民医院")
    assert roster.on(MARCH).board("a").units == (Unit("人民医院"), Unit("二院"))
    with refused(ValueError, match="“人民医院” stands for two units"):
        Roster([Board("a", "甲", [first, RosterLine(Unit("人民医院"))])])


def test_who_is_gone_is_not_read_as_somebody_else() -> None:
    """A hand-in that names a merged unit is a fault that says so and proposes the unit that took it in; stored marks go on."""
    roster = ROSTER.on(APRIL)
    with pytest.raises(UnknownUnit, match="“西区医院”已并入“东区医院”（建制至2024年3月31日）") as caught:
        roster.find("西区医院")
    assert caught.value.nearest == "东区医院"
    assert "merged into “东区医院” (it stood until 31 March 2024)" in caught.value.say("en")
    with pytest.raises(UnreadableCell, match="已并入") as cell:
        OneUnit().parse("H03", roster)
    assert cell.value.nearest == "东区医院"
    assert roster.resolve(WEST) == EAST
    assert roster.same(WEST) == WEST
    with pytest.raises(UnknownUnit, match="“新区医院”自2024年4月1日起设立"):
        ROSTER.on(MARCH).find("新区医院")
    gone = Roster([Board("a", "甲", [RosterLine(CITY), RosterLine(WEST, until=MARCH)])]).on(APRIL)
    with pytest.raises(UnknownUnit, match="“西区医院”已撤销"):
        gone.find("西区医院")
    assert gone.resolve(WEST) == WEST


def test_exempt() -> None:
    """Exempt on the days between; still in the roster, and not ranked."""
    assert ROSTER.on(APRIL).exempt == {EAST: LINES[1].exempt[0]}
    assert not ROSTER.on(MARCH).exempt
    assert EAST in ROSTER.on(APRIL)
    assert ROSTER.on(APRIL).ranked("hospitals").units == (CITY, NEW)
    assert ROSTER.on(MARCH).ranked("hospitals") == ROSTER.on(MARCH).board("hospitals")


@pytest.mark.parametrize(
    ("exemption", "zh", "en"),
    [
        (
            LINES[1].exempt[0],
            "迁址（第九条），自2024年4月1日至2024年5月31日",
            "迁址 (第九条), from 1 April 2024 until 31 May 2024",
        ),
        (Exemption("迁址"), "迁址", "迁址"),
        (Exemption("迁址", APRIL), "迁址，自2024年4月1日起", "迁址, from 1 April 2024"),
        (Exemption("迁址", until=MARCH), "迁址，至2024年3月31日", "迁址, until 31 March 2024"),
    ],
)
def test_an_exemption_in_words(exemption: Exemption, zh: str, en: str) -> None:
    """The reason, the clause, and the days."""
    assert (exemption.say(), exemption.say("en")) == (zh, en)


def test_a_unit_on_several_boards() -> None:
    """It is named again, alone or with that board's leader; the rest is said once."""
    leader = Person("甲")
    more = Board("teaching", "教学医院", [RosterLine(CITY, leader=leader), RosterLine(EAST)])
    roster = Roster([Board("hospitals", "医院", LINES), more])
    assert [board.key for board in roster.boards_of(CITY)] == ["hospitals", "teaching"]
    assert roster.board("teaching").lines[0] == evolve(LINES[0], leader=leader)
    assert roster.on(MARCH).board("teaching").units == (Unit("市人民医院"), EAST)
    assert len(roster) == 3
    with refused(ValueError, match="“市中心医院” stands on several boards with other names"):
        Roster([Board("a", "甲", LINES), Board("b", "乙", [RosterLine(CITY, code="H99")])])


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        ({"since": APRIL, "until": MARCH}, "ends on 2024-03-31, before it begins on 2024-04-01"),
        ({"into": "东区医院"}, "say by until= which day was its last"),
        (
            {"former": [FormerName("甲", MARCH), FormerName("乙", MARCH)]},
            "two former names of “西区医院” end on one day",
        ),
        ({"since": APRIL, "former": [FormerName("甲", MARCH)]}, "does not end while the unit stands"),
        ({"until": MARCH, "former": [FormerName("甲", MARCH)]}, "does not end while the unit stands"),
    ],
)
def test_a_line_that_contradicts_itself(facts: dict[str, Any], problem: str) -> None:
    """Refused when it is made."""
    with refused(ValueError, match=problem):
        RosterLine(WEST, **facts)
    with refused(ValueError, match="before it begins"):
        Exemption("迁址", APRIL, MARCH)


@pytest.mark.parametrize("until", [MARCH, dt.date(2024, 1, 1)])
def test_merged_into_what_stands(until: dt.date) -> None:
    """Into a stranger, or one that is gone by then, nothing is merged."""
    gone = RosterLine(WEST, until=MARCH, into="东区医院")
    for others in ([], [RosterLine(EAST, until=until)]):
        with refused(ValueError, match="which the roster lacks after that day"):
            Roster([Board("a", "甲", [gone, *others])])


def test_groups_follow_the_roster() -> None:
    """An assistance group has the units of the day, and vanishes with its last one."""
    leader = Person("甲")
    member = GroupMember("医政处", Person("乙"), covers=(WEST,))
    group = AssistanceGroup("一组", (CITY, WEST), leader, leader, (member,))
    agency = Agency(
        "某市卫生健康委",
        "市卫健委",
        "办公室",
        ROSTER,
        groups=[group, AssistanceGroup("二组", (NEW,), leader, leader, ())],
    )
    (first,) = agency.on(MARCH).standing_groups
    assert (first.units, first.members) == ((Unit("市人民医院"), WEST), (member,))
    now, second = agency.on(APRIL).standing_groups
    assert (now.units, now.members, second.units) == ((CITY,), (), (NEW,))
    assert agency.on(MARCH).on(APRIL).standing_groups == agency.on(APRIL).standing_groups
