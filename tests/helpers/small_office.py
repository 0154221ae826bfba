"""A small office of two boards with every theme of the notice: what many tests rate and rank over."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from trafficlight import Board, Entry, Roster, RosterLine, Rulebook, Unit, notice
from trafficlight.model import Person
from trafficlight.rules import Coverage, Ratings

OFFICE: Final = Unit("办公室")
PERSONNEL: Final = Unit("人事科")
SECRETARIAT: Final = Unit("秘书科")
JINXIANG: Final = Unit("金乡县审计局")
ZOUCHENG: Final = Unit("邹城市审计局")

DEPARTMENTS: Final = Board(
    "departments",
    "市审计局",
    [
        RosterLine(OFFICE, Person(post="办公室主任"), Person(post="副局长")),
        RosterLine(PERSONNEL, Person(post="人事科科长"), aliases=("人事",)),
        RosterLine(SECRETARIAT),
    ],
    unit_header="科室单位",
    head_header="负责人",
    leader_header="分管领导",
)
COUNTIES: Final = Board(
    "counties",
    "县（市、区）审计局",
    [RosterLine(JINXIANG, leader=Person(post="局长"), aliases=("金乡县", "金乡")), RosterLine(ZOUCHENG)],
    leader_header="包保领导",
)
ROSTER: Final = Roster([DEPARTMENTS, COUNTIES])

EFFECTIVE: Final = dt.date(2023, 8, 3)
RULEBOOK: Final = Rulebook(
    "济审2023",
    EFFECTIVE,
    (
        notice.performance_assessment(),
        notice.three_firsts(),
        notice.key_work(),
        notice.upward_funding_bureau(),
        notice.reform_bureau(),
        notice.investment(),
        notice.audit_projects(),
        notice.upward_funding_county(),
        notice.reform_county(),
        notice.assistance(),
        notice.appeals(),
    ),
)
"""Every theme of the notice, as its factory makes it without an argument."""


def rated(*entries: Entry[Any], book: Rulebook = RULEBOOK, roster: Roster = ROSTER) -> Ratings:
    """Rated as when the themes of these entries came whole, so that absence speaks in them."""
    came = Coverage.received(book.theme(key) for key in dict.fromkeys(entry.theme for entry in entries))
    return book.rate(entries, roster=roster, coverage=came)
