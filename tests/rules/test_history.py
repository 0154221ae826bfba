"""往期: an item's earlier periods, oldest first, and the unbroken run up to the one before."""

from __future__ import annotations

import pytest

from trafficlight import BLUE, RED, YELLOW, Month, Tally
from trafficlight.rules import Earlier, Past

MAY = Month(2025, 5)
RED_ONCE, YELLOW_ONCE = Tally.of(RED), Tally.of(YELLOW)


def past(*months: tuple[int, str | None, Tally]) -> Past[str]:
    """A past of months of 2025, with what the record said and its lights, rated in May."""
    return Past(MAY, [Earlier(Month(2025, month), record, marks) for month, record, marks in months])


def test_the_oldest_comes_first() -> None:
    """However they are given, earlier periods stand in their order, and are a sequence."""
    found = past((4, "四月", RED_ONCE), (2, "二月", Tally()), (3, "三月", YELLOW_ONCE))
    assert [one.record for one in found] == ["二月", "三月", "四月"]
    assert (len(found), found[-1].record, found[:1]) == (3, "四月", (found[0],))
    assert [one.word for one in found] == ["不标注颜色", "黄1", "红1"]


@pytest.mark.parametrize(
    ("months", "run"),
    [
        ([(2, "慢", Tally()), (3, "慢", Tally()), (4, "慢", Tally())], 3),
        ([(1, "慢", Tally()), (3, "慢", Tally()), (4, "慢", Tally())], 2),
        ([(3, "好", Tally()), (4, "慢", Tally())], 1),
        ([(3, "慢", Tally()), (4, "好", Tally())], 0),
        ([(3, "慢", Tally()), (4, None, RED_ONCE)], 0),
        ([(2, "慢", Tally()), (3, "慢", Tally())], 0),
        ([], 0),
    ],
)
def test_a_run_is_unbroken(months: list[tuple[int, str | None, Tally]], run: int) -> None:
    """A month in which the item does not stand, stands without a record, or says something else ends the run."""
    found = past(*months).run(lambda record: record == "慢")
    assert len(found) == run
    assert [one.period for one in found] == [Month(2025, month) for month in range(5 - run, 5)]


def test_a_run_of_lights() -> None:
    """Any of the lights that are asked for keeps a run going, also where no record came."""
    found = past((2, "a", RED_ONCE), (3, None, YELLOW_ONCE), (4, "c", Tally.of(RED, 2)))
    assert len(found.running(RED, YELLOW)) == 3
    assert len(found.running(RED)) == 1
    assert found.running(BLUE) == ()


def test_without_a_period_there_is_no_run() -> None:
    """Rated by itself, an item has no period before."""
    assert Past(None, [Earlier(Month(2025, 4), "慢", RED_ONCE)]).run(lambda _: True) == ()
