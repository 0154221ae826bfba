"""Movement between two periods: who improved and worsened, who entered and left, apart."""

from __future__ import annotations

from trafficlight import BLUE, RED, YELLOW, Tally, movement
from trafficlight.notice import ORDER

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
