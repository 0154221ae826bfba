"""What a developer meets in a console: values, signatures and docstrings that fit on a screen."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import pytest
from helpers.office_sheets import SCHEME
from helpers.public_values import CASES
from hypothesis import given, settings
from hypothesis import strategies as st

import trafficlight as tl
from trafficlight import testing

SCREEN = 24 * 80
OURS = (tl.model, tl.rules, tl.ranking, tl.notice, testing)
ROWS = 80
"""Units of a large roster: a noun that lists its parts whole would fill screens with them."""


def callables() -> Iterator[Any]:
    """The public functions and classes of the packages from the model to the ranking."""
    for package in OURS:
        for name, value in vars(package).items():
            if not name.startswith("_") and (inspect.isclass(value) or inspect.isfunction(value)):
                yield pytest.param(value, id=f"{package.__name__}.{name}")


@pytest.mark.parametrize("value", list(callables()))
def test_help_fits_a_screen(value: Any) -> None:
    """Signature and docstring of a public function or class are no longer than a screen of 24 lines of 80 letters, twice over."""
    try:
        signature = str(inspect.signature(value))
    except ValueError:  # an enum's
        signature = ""
    text = inspect.getdoc(value) or ""
    assert text, "it has a docstring"
    assert len(signature) <= SCREEN // 2
    assert len(text.splitlines()) <= 40


@pytest.mark.parametrize("case", list(CASES.values()), ids=[each.__name__ for each in CASES])
@settings(max_examples=10)
@given(data=st.data())
def test_a_value_prints_on_a_screen(case: Any, data: st.DataObject) -> None:
    """The `repr` of every public value takes less than a screen; texts of offices aside, it never grows with its parts."""
    assert len(repr(data.draw(case.values))) <= SCREEN


def test_large_values_print_on_a_screen() -> None:
    """A scheme of many units, its standings and tallies are told by their first parts and a number."""
    board = tl.Board("departments", "科室", [tl.RosterLine(tl.Unit(f"第{n}科")) for n in range(ROWS)])
    tallies = tl.Tallies((unit, tl.Tally.of(tl.BLUE, n + 1)) for n, unit in enumerate(board.units))
    standings = tl.rank(tallies, board=board, order=tl.notice.ORDER)
    moved = tl.movement(tallies, tallies, order=tl.notice.ORDER)
    for value in (SCHEME, SCHEME.agency, board, tl.Roster([board]), tallies, standings, standings.rows[0], moved):
        assert len(repr(value)) <= SCREEN // 4
    assert repr(standings) == (
        "Standings('departments': 1 第79科, 2 第78科, 3 第77科, 4 第76科, 5 第75科, 6 第74科, … 74 more)"
    )
