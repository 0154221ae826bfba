"""Places on a board: 1-1-3 by default, other ways by argument, the roster's order inside a tie (§3.3)."""

from __future__ import annotations

import copy
import pickle

import pytest
from attrs import evolve
from helpers.small_office import COUNTIES, DEPARTMENTS, JINXIANG, OFFICE, PERSONNEL, SECRETARIAT, ZOUCHENG

from trafficlight import BLUE, RED, YELLOW, Order, Tallies, Tally, rank
from trafficlight.errors import UnknownUnit
from trafficlight.notice import ORDER
from trafficlight.ranking import Reason, Standings, Ties
from trafficlight.ranking._orders import Key

TIED = Tallies([(SECRETARIAT, Tally.of(BLUE, 2)), (PERSONNEL, Tally.of(BLUE, 2)), (OFFICE, Tally.of(YELLOW))])


@pytest.mark.parametrize(
    ("ties", "places"),
    [(Ties.COMPETITION, [1, 1, 3]), (Ties.DENSE, [1, 1, 2]), (Ties.MODIFIED, [2, 2, 3]), (Ties.ORDINAL, [1, 2, 3])],
)
def test_ties(ties: Ties, places: list[int]) -> None:
    """Each way of numbering is named by what it prints; the sequence is the same, roster order inside a tie."""
    standings = rank(TIED, board=DEPARTMENTS, order=ORDER, ties=ties)
    assert [row.place for row in standings] == places == [int(place) for place in ties.value.split("-")]
    assert [row.unit for row in standings] == [PERSONNEL, SECRETARIAT, OFFICE]
    assert standings.ties is ties


def test_the_default_shares_places() -> None:
    """Equal counts share a place: 1, 1, 3 (§3.3)."""
    assert [row.place for row in rank(TIED, board=DEPARTMENTS, order=ORDER)] == [1, 1, 3]


def test_lines() -> None:
    """Place, unit, counts, and what decided between neighbours."""
    assert rank(TIED, board=DEPARTMENTS, order=ORDER).lines() == (
        "1. 人事科 蓝2 黄0 红0",
        "1. 秘书科 蓝2 黄0 红0（蓝2、黄0、红0全部相同，名次并列）",
        "3. 办公室 蓝0 黄1 红0（蓝2>0）",
    )


def test_without_shared_places_the_roster_decides() -> None:
    """Where no place is shared, the reason does not claim one."""
    standings = rank(TIED, board=DEPARTMENTS, order=ORDER, ties=Ties.ORDINAL)
    assert standings.lines()[1:] == (
        "2. 秘书科 蓝2 黄0 红0（蓝2、黄0、红0全部相同，按建制顺序排列）",
        "3. 办公室 蓝0 黄1 红0（蓝2>0）",
    )


@pytest.mark.parametrize("ties", Ties)
def test_rows_are_made_when_they_are_looked_at(ties: Ties, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ranking makes no standing and no reason; a look makes them once, and then they are like any that somebody made."""
    made: list[Reason] = []
    between = Order.reason_between

    def seen(order: Order, *neighbours: tuple[Tally, Key]) -> Reason:
        made.append(between(order, *neighbours))
        return made[-1]

    monkeypatch.setattr(Order, "reason_between", seen)
    standings = rank(TIED, board=DEPARTMENTS, order=ORDER, ties=ties)
    assert not made
    assert len(standings) == len(made) + 1 == len(DEPARTMENTS)
    assert standings.rows is standings.rows
    copied = Standings(standings.board, standings.order, standings.rows, ties)
    assert (copied, hash(copied), repr(copied)) == (standings, hash(standings), repr(standings))
    assert evolve(standings, rows=standings.rows[1:]) != standings
    again = rank(TIED, board=DEPARTMENTS, order=ORDER, ties=ties)
    assert pickle.loads(pickle.dumps(again)) == again == copy.deepcopy(again)  # noqa: S301  # of our own making


def test_one_unit_by_name() -> None:
    """A unit's own standing; a unit of another board is an error that names those there are."""
    standings = rank(TIED, board=DEPARTMENTS, order=ORDER)
    assert standings.of(OFFICE).place == 3
    assert len(standings) == 3
    with pytest.raises(UnknownUnit, match="没有单位“金乡县审计局”；可用：人事科、秘书科、办公室") as caught:
        standings.of(JINXIANG)
    assert caught.value.known == ("人事科", "秘书科", "办公室")


def test_boards_are_ranked_apart() -> None:
    """“市局各科室单位一个，各县（市、区）审计局一个，分别进行‘蓝黄红’排名” (N4.2): a county never meets a department."""
    counted = Tallies([*TIED.rows, (JINXIANG, Tally()), (ZOUCHENG, Tally.of(BLUE, 9))])
    counties = rank(counted, board=COUNTIES, order=ORDER)
    assert [(row.place, row.unit) for row in counties] == [(1, ZOUCHENG), (2, JINXIANG)]
    assert [row.unit for row in rank(counted, board=DEPARTMENTS, order=ORDER)] == [
        PERSONNEL,
        SECRETARIAT,
        OFFICE,
    ]


def test_tallies_of_another_office() -> None:
    """Tallies that lack a unit of the board cannot rank it."""
    with pytest.raises(UnknownUnit, match="金乡县审计局"):
        rank(TIED, board=COUNTIES, order=ORDER)


def test_a_row_carries_its_people() -> None:
    """“负责人 分管领导”: the count table needs a unit's head and leader; a row has them by its roster line."""
    (row, *_) = rank(
        Tallies([(OFFICE, Tally.of(BLUE)), (PERSONNEL, Tally()), (SECRETARIAT, Tally.of(RED))]),
        board=DEPARTMENTS,
        order=ORDER,
    )
    assert str(row.line.head) == "办公室主任"
    assert row.reason is None
