"""A unit is known by what it is, not by what it is called: another name changes no count and no place."""

from __future__ import annotations

import datetime as dt
from typing import Any

from attrs import evolve
from helpers.small_office import ROSTER, RULEBOOK
from hypothesis import given
from hypothesis import strategies as st

from trafficlight import Board, Quarter, Roster, RosterLine, Unit, rank, tally
from trafficlight.model import FormerName
from trafficlight.rules import Ratings
from trafficlight.testing import orders, ratings, units

QUARTER = Quarter(2023, 3)


def _renamed(roster: Roster, names: dict[Unit, str], until: dt.date) -> Roster:
    """The same roster, where some units were called as in the other one until a day."""

    def line(one: RosterLine) -> RosterLine:
        if one.unit not in names:
            return one
        return evolve(one, unit=Unit(names[one.unit]), former=[FormerName(one.unit.name, until)])

    return Roster(evolve(board, lines=[line(one) for one in board.lines]) for board in roster.boards)


@given(ratings(RULEBOOK, ROSTER), orders(), st.data())
def test_renaming_a_unit_changes_no_count(drawn: Ratings, order: Any, data: st.DataObject) -> None:
    """Ratings stored under the old names count for the same units, which stand in the same places under their new ones."""
    words = st.lists(units().map(str).filter(lambda name: not ROSTER.knows(name)), unique=True, min_size=5, max_size=5)
    new = dict(zip(ROSTER, data.draw(words), strict=True))
    names = {unit: new[unit] for unit in data.draw(st.lists(st.sampled_from(list(ROSTER)), unique=True))}
    stored = evolve(drawn, rows=[evolve(rating, period=QUARTER) for rating in drawn], period=QUARTER)
    later = _renamed(ROSTER, names, QUARTER.last_day).on(QUARTER.last_day + dt.timedelta(1))
    was, now = tally(stored, roster=ROSTER), tally(stored, roster=later)
    assert list(now.values()) == list(was.values())
    assert [unit.name for unit in now] == [names.get(unit, unit.name) for unit in was]
    for board in ROSTER.boards:
        _same_places(board, later.board(board.key), was, now, order)


def _same_places(old: Board, new: Board, was: Any, now: Any, order: Any) -> None:
    before, after = rank(was, board=old, order=order), rank(now, board=new, order=order)
    assert [(row.place, row.tally, row.reason) for row in after] == [
        (row.place, row.tally, row.reason) for row in before
    ]
    assert [new.units.index(row.unit) for row in after] == [old.units.index(row.unit) for row in before]
