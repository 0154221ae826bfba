"""Marks, palettes and tallies are values: every agency has its own lights."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from helpers.refusals import refused

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
    assert (len(BLUE_YELLOW_RED), RED in BLUE_YELLOW_RED, FIVE["green"] in BLUE_YELLOW_RED) == (3, True, False)
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
    with refused(ValueError, match=problem):
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
    with refused(ValueError, match=problem):
        Palette(marks)


def test_a_tally_counts() -> None:
    """Absent marks count 0; zeros leave no trace; pairs of one mark are joined."""
    tally = Tally([(BLUE, 2), (RED, 0), (BLUE, 1)])
    assert (tally[BLUE], tally[RED], tally[YELLOW]) == (3, 0, 0)
    assert tally == Tally({BLUE: 3}) == Tally.of(BLUE, 3)
    assert (tally.marks, tally.total, bool(tally), bool(Tally())) == ((BLUE,), 3, True, False)


def test_looks_are_no_part_of_a_mark() -> None:
    """A mark is known by its key: what was counted before its hue or label was changed goes on counting."""
    now = Mark("red", "Red", "FF0000")
    assert (now == RED, hash(now) == hash(RED), Mark("crimson", "红", "C00000") == RED) == (True, True, False)
    assert Tally.of(RED, 2)[now] == 2
    assert Tally.of(RED) + Tally.of(now) == Tally.of(now, 2)
    assert now in BLUE_YELLOW_RED


def test_a_tally_is_a_mapping() -> None:
    """From the marks that occur to their counts: a loop ends, `in` and `len` tell what occurs, `get` and `[]` give 0 else."""
    tally = Tally({BLUE: 3, RED: 1})
    assert isinstance(tally, Mapping)
    assert (list(tally), len(tally), dict(tally), list(tally.values())) == ([BLUE, RED], 2, {BLUE: 3, RED: 1}, [3, 1])
    assert (RED in tally, YELLOW in tally, tally.get(YELLOW)) == (True, False, 0)
    assert Tally(tally) == tally
    assert not list(Tally())


@pytest.mark.parametrize("stranger", ["blue", 0, None, ("blue", 1)])
def test_only_marks_are_counted(stranger: Any) -> None:
    """What is no mark is a mistake of the program, and no count of 0."""
    for ask in (lambda tally: tally[stranger], lambda tally: stranger in tally, lambda tally: tally.get(stranger)):
        with refused(TypeError, match="a tally counts marks"):
            ask(Tally.of(BLUE))


def test_the_order_of_a_palette() -> None:
    """Where the palette is known, a tally is printed and iterated in its order; else in the order of the keys."""
    counts = {RED: 1, YELLOW: 2, BLUE: 3}
    known = Tally(counts, palette=BLUE_YELLOW_RED)
    assert (str(Tally(counts)), str(known)) == ("蓝3 红1 黄2", "蓝3 黄2 红1")
    assert (list(known), str(known + Tally.of(YELLOW)), str(Tally.sum([Tally(), known]))) == (
        [BLUE, YELLOW, RED],
        "蓝3 黄3 红1",
        "蓝3 黄2 红1",
    )
    assert (known == Tally(counts), hash(known) == hash(Tally(counts))) == (True, True)
    assert str(Tally({FIVE["amber"]: 1, RED: 1}, palette=BLUE_YELLOW_RED)) == "红1 Amber1"


def test_a_tally_in_words() -> None:
    """Labels and counts; none is said too."""
    assert str(Tally({BLUE: 3, RED: 1})) == "蓝3 红1"
    assert str(Tally()) == "无标识"
    assert repr(Tally.of(BLUE)) == "Tally(蓝1)"


@pytest.mark.parametrize("count", [-1, 1.0, True, "1", None])
def test_a_count_is_a_whole_number(count: Any) -> None:
    """Anything else is refused, never rounded."""
    with refused(ValueError, match="whole number from 0"):
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
