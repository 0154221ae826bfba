"""Another agency's theme, as its developers write it, has no error and keeps its types."""

from __future__ import annotations

import datetime as dt
from typing import assert_type

from attrs import frozen

import trafficlight as tl
from trafficlight import testing

ALL = tl.Clause("P1", "全部办结为蓝色标识", "信访工作办法")
SOME = tl.Clause("P2", "未全部办结为黄色标识", "信访工作办法")


@frozen
class Petition:
    """信访事项."""

    unit: tl.Unit
    received: int
    resolved: int


def rate_petition(petition: Petition) -> tl.Verdict:
    """Blue when all are resolved."""
    return tl.rules.blue(because=ALL) if petition.resolved >= petition.received else tl.rules.yellow(because=SOME)


PETITIONS = tl.Theme(
    key="petitions",
    title="信访办理",
    steward="办公室",
    record=Petition,
    rule=rate_petition,
    form=tl.Form(
        "信访办理情况",
        (
            tl.serial(),
            tl.column("科室单位", "unit", kind=tl.model.OneUnit(), required=True),
            tl.column("受理数", "received", kind=tl.model.Whole(), required=True),
            tl.column("办结数", "resolved", kind=tl.model.Whole(), required=True),
        ),
    ),
    clauses=(ALL, SOME),
)
assert_type(PETITIONS, tl.Theme[Petition])

OFFICE = tl.Unit("办公室")
ROSTER = tl.Roster([tl.Board("departments", "市审计局", [tl.RosterLine(OFFICE)])])
BOOK = tl.Rulebook("2023", dt.date(2023, 8, 3), (tl.notice.key_work(),)).with_theme(PETITIONS)
assert_type(BOOK, tl.Rulebook)

RATINGS = BOOK.rate([tl.Entry("petitions", Petition(OFFICE, 3, 3))], roster=ROSTER)
assert_type(RATINGS, tl.rules.Ratings)
assert_type(str(RATINGS[0].explain()), str)
assert_type(PETITIONS.judge(Petition(OFFICE, 3, 3)).marks, tl.Tally)

STANDINGS = tl.rank(tl.tally(RATINGS, roster=ROSTER), board=ROSTER.board("departments"), order=tl.notice.ORDER)
assert_type(STANDINGS, tl.Standings)
assert_type([row.place for row in STANDINGS], list[int])

assert_type(testing.records(PETITIONS, ROSTER).example(), Petition)
assert_type(testing.entries(PETITIONS, ROSTER).example(), tl.Entry[Petition])
assert_type(
    tl.ranking.inversions(
        PETITIONS, tl.ranking.ladder(Petition(OFFICE, 3, 3), "resolved", (3, 2, 1)), order=tl.notice.ORDER
    ),
    tuple[tl.ranking.Inversion[Petition], ...],
)


class Strict:
    """A rule may be any callable of the right shape."""

    def __call__(self, petition: Petition) -> tl.Verdict:
        """Never blue."""
        return tl.unlit(because=SOME)


STRICT = tl.Theme("strict", "从严", Petition, Strict(), PETITIONS.form, (SOME,))
assert_type(STRICT, tl.Theme[Petition])
