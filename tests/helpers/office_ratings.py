"""A scheme and ratings that the tests of the builders share."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import trafficlight as tl
from helpers.sample_records import key_work_item
from helpers.small_office import OFFICE, PERSONNEL, ROSTER, RULEBOOK, SECRETARIAT, rated
from trafficlight.notice import MutualHelpItem, UpwardFunding

AS_OF: Final = dt.date(2023, 9, 28)
LEADER: Final = tl.model.Person("陶可星", "副局长")
SCHEME: Final = tl.notice.scheme(
    tl.Agency("济宁市审计局", "市审计局", "济宁市审计局办公室", ROSTER, signers=[LEADER]), RULEBOOK
)

ITEMS: Final = (
    key_work_item(tl.model.Progress.SEVERELY_DELAYED, OFFICE, matter="甲", leader="副局长", source="局党组会议"),
    key_work_item(tl.model.Progress.ON_TRACK, PERSONNEL, matter="乙", leader=""),
    key_work_item(tl.model.Progress.DONE, PERSONNEL, OFFICE, matter="丙", leader="局长"),
    key_work_item(tl.model.Progress.SLOW, SECRETARIAT, matter="丁", leader="副局长"),
)


def rate(*entries: tl.Entry[Any]) -> tl.rules.Ratings:
    """Ratings of entries by the rulebook in force."""
    return rated(*entries, book=SCHEME.rulebooks.at(AS_OF))


def ledger_ratings() -> tl.rules.Ratings:
    """Four items of the ledger, one of each progress."""
    return rate(*(tl.Entry("key_work", item, number) for number, item in enumerate(ITEMS, 1)))


def funding_ratings() -> tl.rules.Ratings:
    """对上争取（局）: one unit won two, one plans, one handed nothing in."""
    return rate(
        tl.Entry("upward_funding_bureau", UpwardFunding(OFFICE, won_funds=("甲（已认定）", "乙（已认定）")), 1),
        tl.Entry("upward_funding_bureau", UpwardFunding(PERSONNEL, planned_projects=("丙",)), 2),
    )


def help_item(leader: str) -> MutualHelpItem:
    """A row of a group's table."""
    return MutualHelpItem(
        matter=f"{leader}的事项",
        responsible=tl.model.Responsibility((OFFICE,)),
        status="",
        deadline="年底前",
        progress=tl.model.Progress.DONE,
        leader=leader,
        officer="联络员",
        office="办公室",
        as_of="2023年9月",
    )
