"""改动过的评定: a stored rating whose light somebody changed is refused when it is read, with what the rules give."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve
from helpers.sample_records import key_work_item
from helpers.small_office import OFFICE, PERSONNEL, ROSTER, RULEBOOK

import trafficlight as tl
from trafficlight.errors import InterchangeError
from trafficlight.interchange import from_json, to_json
from trafficlight.model import Person, Progress
from trafficlight.rules import Coverage, Ratings, Receipt, Status

SCHEME = tl.notice.scheme(tl.Agency("云川市审计局", "市审计局", "办公室", ROSTER), RULEBOOK)
REFORM = RULEBOOK.theme("reform_bureau")
GREY = tl.Mark("grey", "灰", "888888")
RATED = RULEBOOK.rate(
    [
        tl.Entry("key_work", key_work_item(Progress.DONE, OFFICE)),
        tl.Entry("key_work", key_work_item(Progress.SLOW, PERSONNEL)),
    ],
    roster=ROSTER,
    coverage=Coverage(
        None,
        [
            Receipt(REFORM.key, REFORM.title, Status.RECEIVED),
            Receipt(REFORM.key, REFORM.title, Status.MISSING, unit=OFFICE),
        ],
    ),
)


def told(change: Callable[[Any], object], **at_hand: Any) -> list[tuple[str, str]]:
    """What is said of the stored ratings after a change of the first one's data."""
    data = json.loads(to_json(RATED))
    change(data["value"]["rows"])
    with pytest.raises(InterchangeError) as caught:
        from_json(Ratings, json.dumps(data), **(at_hand or {"rulebooks": RULEBOOK}))
    assert caught.value.say("en").count("the rules") + caught.value.say("en").count("palette") == 1
    return list(caught.value.problems)


def test_what_nobody_changed_is_read() -> None:
    """Rated and absent, with rulebooks or the scheme."""
    assert len(RATED) > 2
    assert from_json(Ratings, to_json(RATED), rulebooks=RULEBOOK) == RATED
    assert from_json(Ratings, to_json(RATED), scheme=SCHEME) == RATED


def test_a_light_that_was_changed() -> None:
    """Another mark, another count, or the clause of another light: each names what the rules give and what is stored."""

    def red(rows: Any) -> None:
        rows[0]["verdict"]["marks"][0] |= {"key": "red", "label": "红"}

    def twice(rows: Any) -> None:
        rows[0]["verdict"]["marks"][0]["count"] = 2

    def clause(rows: Any) -> None:
        rows[1]["verdict"]["because"] = rows[0]["verdict"]["because"]

    assert told(red) == [("$.value.rows[0]", "规则给出蓝1（A2.1），存的是红1（A2.1）：请重新评定")]
    assert told(twice) == [("$.value.rows[0]", "规则给出蓝1（A2.1），存的是蓝2（A2.1）：请重新评定")]
    assert told(clause) == [("$.value.rows[1]", "规则给出黄1（A2.3），存的是黄1（A2.1）：请重新评定")]


def test_a_record_that_was_changed() -> None:
    """The other way round: the light is the old one, and its record says another thing."""

    def slow(rows: Any) -> None:
        rows[0]["record"]["progress"] = "slow"

    assert told(slow) == [("$.value.rows[0]", "规则给出黄1（A2.3），存的是蓝1（A2.1）：请重新评定")]


def test_an_absence_that_was_changed() -> None:
    """A unit without a row has the light of the theme's absence, and in a theme without one none."""
    last = len(RATED) - 1

    def blue(rows: Any) -> None:
        rows[-1]["verdict"]["marks"][0] |= {"key": "blue", "label": "蓝"}

    def elsewhere(rows: Any) -> None:
        rows[0]["record"] = None

    assert RATED[last].record is None
    assert told(blue) == [(f"$.value.rows[{last}]", "规则给出红1（R4），存的是蓝1（R4）：请重新评定")]
    assert told(elsewhere) == [("$.value.rows[0]", "规则不就未报送亮灯，存的是蓝1（A2.1）：请重新评定")]


def test_marks_of_no_palette() -> None:
    """A decision for a light that the scheme does not have is refused with the scheme; rulebooks alone know no palette."""
    (done, *_) = RATED
    decision = tl.Determination(
        "key_work", done.marks, tl.Tally.of(GREY), Person("甲"), dt.date(2023, 9, 28), "复核", serial=1
    )
    stored = to_json(Ratings([evolve(done, determinations=(decision,))]))
    assert from_json(Ratings, stored, rulebooks=RULEBOOK)[0].marks == tl.Tally.of(GREY)
    with pytest.raises(InterchangeError) as caught:
        from_json(Ratings, stored, scheme=SCHEME)
    assert caught.value.problems == (("$.value.rows[0]", "标识体系中没有：灰"),)
    assert "palette lacks: 灰" in caught.value.say("en")


def test_a_decision_by_nobody_who_may_sign() -> None:
    """A stored decision whose signer the agency does not name is refused with the scheme, as when it is made (§4.38)."""
    signing = evolve(SCHEME, agency=evolve(SCHEME.agency, signers=[Person("陶可星", "局长")]))
    decision = tl.Determination(
        "key_work",
        tl.Tally.of(tl.YELLOW),
        tl.Tally.of(tl.BLUE),
        Person("陶可星"),
        dt.date(2023, 9, 27),
        "核实",
        unit=PERSONNEL,
    )
    stored = to_json(signing.determine(RATED, [decision]))
    assert from_json(Ratings, stored, scheme=signing)[1].determinations == (decision,)
    with pytest.raises(InterchangeError) as caught:
        from_json(Ratings, stored.replace("陶可星", "丁某"), scheme=signing)
    assert "丁某 may not sign a determination off; who may: " in caught.value.say("en")
