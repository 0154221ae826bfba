"""Movement between two periods: who improved and worsened, who entered and left, apart."""

from __future__ import annotations

import datetime as dt

from trafficlight import BLUE, RED, YELLOW, Board, Roster, RosterLine, Tallies, Tally, Unit, movement
from trafficlight.model import Exemption, FormerName
from trafficlight.notice import ORDER
from trafficlight.ranking import Move, Standings, Succession, rank

BEFORE = {
    "升": Tally.of(YELLOW),
    "降": Tally.of(BLUE),
    "平": Tally.of(BLUE),
    "空": Tally(),
    "灭": Tally.of(RED),
    "离": Tally(),
}
AFTER = {
    "升": Tally.of(BLUE),
    "降": Tally.of(RED),
    "平": Tally.of(BLUE),
    "空": Tally(),
    "灭": Tally(),
    "入": Tally.of(BLUE),
}


def test_apart() -> None:
    """Each subject stands in one list; without a mark is a result like any other."""
    moved = movement(BEFORE, AFTER, order=ORDER)
    assert [move.subject for move in moved.improved] == ["升", "灭"]
    assert [move.subject for move in moved.worsened] == ["降"]
    assert (moved.unchanged, moved.unrated) == (("平", "空"), ())
    assert (moved.entered, moved.left) == (("入",), ("离",))
    assert str(moved) == "改善2，退步1，不变2，无标识0，新增1，退出1"


def test_what_decided() -> None:
    """A move shows both counts, and the criterion that decided."""
    (first, _) = movement(BEFORE, AFTER, order=ORDER).improved
    assert (first.before, first.after) == (Tally.of(YELLOW), Tally.of(BLUE))
    assert str(first.reason) == "蓝1>0"


def test_subjects_that_were_not_rated() -> None:
    """Where no mark means no rating, a subject without one is compared with nothing."""
    moved = movement(BEFORE, AFTER, order=ORDER, empty_is_unrated=True)
    assert moved.unrated == ("空", "灭")
    assert [move.subject for move in moved.improved] == ["升"]
    assert moved.unchanged == ("平",)


def test_units_over_changes_of_the_roster() -> None:
    """A renamed unit is compared, under its new name; founded, merged and dissolved ones neither entered nor left."""
    march, april = dt.date(2024, 3, 31), dt.date(2024, 4, 1)
    roster = Roster(
        [
            Board(
                "a",
                "甲",
                [
                    RosterLine(Unit("中心医院"), former=[FormerName("人民医院", march)]),
                    RosterLine(Unit("东院")),
                    RosterLine(Unit("西院"), until=march, into="东院"),
                    RosterLine(Unit("南院"), until=march),
                    RosterLine(Unit("北院"), since=april),
                    RosterLine(Unit("外院")),
                    RosterLine(Unit("内院")),
                ],
            )
        ]
    )
    before = {Unit(name): Tally.of(YELLOW) for name in ("人民医院", "东院", "西院", "南院", "外院")}
    after = {Unit(name): Tally.of(BLUE) for name in ("中心医院", "东院", "北院", "内院")}
    moved = movement(before, after, order=ORDER, roster=roster.on(april), then=march)
    assert [move.subject.name for move in moved.improved] == ["中心医院", "东院"]
    assert moved.renamed == (Succession(Unit("人民医院"), Unit("中心医院")),)
    assert moved.founded == (Unit("北院"),)
    assert moved.merged == (Succession(Unit("西院"), Unit("东院")),)
    assert moved.dissolved == (Unit("南院"),)
    assert (moved.entered, moved.left) == ((Unit("内院"),), (Unit("外院"),))
    assert str(moved).endswith("新增1，退出1，新设1，并入其他单位1，撤销1，更名1")
    assert moved.say("en").startswith("improved 2, worsened 0, ")
    assert moved.say("en").endswith("founded 1, merged 1, dissolved 1, renamed 1")
    plain = movement(before, after, order=ORDER)
    assert (plain.renamed, len(plain.entered), len(plain.left)) == ((), 3, 4)


def test_one_unit_under_two_names_before() -> None:
    """What was stored under both names is one unit's."""
    roster = Roster(
        [Board("a", "甲", [RosterLine(Unit("新"), code="01", former=[FormerName("旧", dt.date(2024, 3, 31))])])]
    )
    stored = Tallies([(Unit("旧"), Tally.of(BLUE)), (Unit("01"), Tally.of(YELLOW))])
    assert dict(stored.under(roster)) == {Unit("新"): Tally({BLUE: 1, YELLOW: 1})}
    moved = movement(stored, {Unit("新"): Tally({BLUE: 1, YELLOW: 1})}, order=ORDER, roster=roster)
    assert moved.unchanged == (Unit("新"),)


def test_who_is_exempt_is_not_compared() -> None:
    """Who need not hand in (免报) neither improved nor worsened, now or on the day of before, under whichever name."""
    march, april = dt.date(2024, 3, 31), dt.date(2024, 4, 1)
    moved_out = RosterLine(
        Unit("东院"), exempt=[Exemption("迁址", None, march)], former=[FormerName("东区医院", march)]
    )
    roster = Roster([Board("a", "甲", [moved_out, RosterLine(Unit("西院"), exempt=[Exemption("迁址", april)])])])
    before = {Unit("东区医院"): Tally(), Unit("西院"): Tally.of(BLUE)}
    after = {Unit("东院"): Tally.of(BLUE), Unit("西院"): Tally()}
    moved = movement(before, after, order=ORDER, roster=roster.on(april), then=march)
    assert (moved.improved, moved.worsened, moved.unrated) == ((), (), (Unit("东院"), Unit("西院")))
    assert [move.subject for move in movement(before, after, order=ORDER, roster=roster.on(april)).improved] == [
        Unit("东院")
    ]


def test_who_becomes_exempt_has_not_left() -> None:
    """Standings leave out who is exempt: a unit that stands on both days has neither left nor entered for that."""
    march, april = dt.date(2024, 3, 31), dt.date(2024, 4, 30)
    east, west, north, south = (Unit(name) for name in ("东院", "西院", "北院", "南院"))
    lines = [
        RosterLine(east, exempt=[Exemption("迁址", None, march)]),
        RosterLine(west, exempt=[Exemption("迁址", dt.date(2024, 4, 1))]),
        RosterLine(north),
        RosterLine(south, since=dt.date(2024, 4, 1)),
    ]
    roster = Roster([Board("a", "甲", lines)])

    def standings(day: dt.date) -> Standings:
        board = roster.on(day).ranked("a")
        return rank(Tallies((unit, Tally.of(BLUE)) for unit in board.units), board=board, order=ORDER)

    moved = movement(standings(march), standings(april), order=ORDER, roster=roster.on(april), then=march)
    assert (moved.entered, moved.left, moved.founded) == ((), (), (south,))
    assert set(moved.unrated) == {east, west}
    assert moved.unchanged == (north,)


def test_a_place_that_stays_is_told_as_such() -> None:
    """Other marks need not change the place."""
    move = Move(Unit("东"), Tally(), Tally.of(BLUE), ORDER.reason(Tally.of(BLUE), Tally()), 2, 2)
    assert (str(move.words), move.words.en) == ("蓝1>0；仍为第2名", "蓝 1 > 0; place 2 as before")


def test_another_place_with_the_same_marks_is_a_move() -> None:
    """第3名→第2名: of standings the places are told, and decide where marks and scores are equal; tallies alone know none."""
    east, west, north = Unit("东"), Unit("西"), Unit("北")
    board = Board("b", "各区", [RosterLine(unit) for unit in (east, west, north)])

    def standings(*blue: int) -> Standings:
        tallies = Tallies((unit, Tally({BLUE: count})) for unit, count in zip((east, west, north), blue, strict=True))
        return rank(tallies, board=board, order=ORDER)

    moved = movement(standings(9, 5, 1), standings(9, 5, 7), order=ORDER)
    (fell,), (rose,) = moved.worsened, moved.improved
    assert (fell.subject, fell.was, fell.now, str(fell.words)) == (west, 2, 3, "第2名→第3名")
    assert (rose.subject, str(rose.words), rose.words.en) == (north, "蓝7>1；第3名→第2名", "蓝 7 > 1; place 3 → 2")
    assert moved.unchanged == (east,)
