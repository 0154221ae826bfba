"""Marks, palettes and tallies are values: every agency has its own lights."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import pytest

from trafficlight import BLUE, BLUE_YELLOW_RED, RED, YELLOW, Mark, Palette, Tally

FIVE = Palette(
    Mark(key, label, colour)
    for key, label, colour in [
        ("green", "Green", "00B050"),
        ("amber_green", "Amber/Green", "92D050"),
        ("amber", "Amber", "FFC000"),
        ("amber_red", "Amber/Red", "ED7D31"),
        ("red", "Red", "C00000"),
    ]
)


def test_the_notice_s_palette() -> None:
    """“蓝黄红” (N4.1), in that order; a mark is found by key."""
    assert [mark.label for mark in BLUE_YELLOW_RED] == ["蓝", "黄", "红"]
    assert BLUE_YELLOW_RED["yellow"] is YELLOW
    assert (len(BLUE_YELLOW_RED), RED in BLUE_YELLOW_RED, FIVE["red"] in BLUE_YELLOW_RED) == (3, True, False)
    assert str(BLUE) == "蓝"


def test_another_agency_s_palette() -> None:
    """Five steps from Green to Red: nothing in the library counts on three."""
    assert len(FIVE) == 5
    assert str(Tally({FIVE["green"]: 2, FIVE["amber_red"]: 1})) == "Amber/Red1 Green2"
    with pytest.raises(KeyError):
        FIVE["blue"]


@pytest.mark.parametrize(
    ("parts", "problem"),
    [
        (("", "蓝", "0070C0"), "key must not be empty"),
        (("blue", " ", "0070C0"), "label must not be empty"),
        (("blue", "蓝", "#0070C0"), "RRGGBB"),
        (("blue", "蓝", "0070c0"), "RRGGBB"),
        (("blue", "蓝", "0070C0\n"), "RRGGBB"),
    ],
)
def test_a_mark_is_checked(parts: tuple[str, str, str], problem: str) -> None:
    """Key and label are not empty, a colour is six hexadecimal digits."""
    with pytest.raises(ValueError, match=problem):
        Mark(*parts)


@pytest.mark.parametrize(
    ("marks", "problem"),
    [
        ([], "at least one mark"),
        ([BLUE, Mark("blue", "青", "00B0F0")], "differ by key"),
        ([BLUE, Mark("azure", "蓝", "00B0F0")], "differ by label"),
    ],
)
def test_a_palette_is_checked(marks: list[Mark], problem: str) -> None:
    """A palette has marks, told apart by key and by label."""
    with pytest.raises(ValueError, match=problem):
        Palette(marks)


def test_a_tally_counts() -> None:
    """Absent marks count 0; zeros leave no trace; pairs of one mark are joined."""
    tally = Tally([(BLUE, 2), (RED, 0), (BLUE, 1)])
    assert (tally[BLUE], tally[RED], tally[YELLOW]) == (3, 0, 0)
    assert tally == Tally({BLUE: 3}) == Tally.of(BLUE, 3)
    assert (tally.marks, tally.total, bool(tally), bool(Tally())) == ((BLUE,), 3, True, False)


def test_a_tally_in_words() -> None:
    """Labels and counts; none is said too."""
    assert str(Tally({BLUE: 3, RED: 1})) == "蓝3 红1"
    assert str(Tally()) == "无标识"
    assert repr(Tally.of(BLUE)) == "Tally(蓝1)"


@pytest.mark.parametrize("count", [-1, 1.0, True, "1", None])
def test_a_count_is_a_whole_number(count: Any) -> None:
    """Anything else is refused, never rounded."""
    with pytest.raises(ValueError, match="whole number from 0"):
        Tally({BLUE: count})


@pytest.mark.parametrize("compare", [operator.lt, operator.le, operator.gt, operator.ge])
def test_a_tally_has_no_order(compare: Callable[[Any, Any], bool]) -> None:
    """Which count matters more belongs to the rule, not to the number."""
    with pytest.raises(TypeError):
        compare(Tally.of(BLUE), Tally.of(RED))


def test_only_tallies_are_added() -> None:
    """A number is no tally."""
    with pytest.raises(TypeError):
        Tally.of(BLUE) + 1  # type: ignore[operator]  # what is tested
