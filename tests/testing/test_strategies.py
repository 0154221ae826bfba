"""What the strategies draw is what the library accepts, and what an office types."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from helpers.small_office import ROSTER, RULEBOOK
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from trafficlight import (
    Agency,
    Board,
    Clause,
    Entry,
    Mark,
    Order,
    Palette,
    Roster,
    Unit,
    Verdict,
    Vocabulary,
    determine,
    testing,
)
from trafficlight.model import Person, WorkCalendar
from trafficlight.model._kinds import NOTHING, text_of
from trafficlight.model._units import split_units
from trafficlight.model._vocabulary import fold
from trafficlight.notice import recognitions
from trafficlight.ranking import Ties
from trafficlight.rules import Ratings
from trafficlight.testing import _strategies


def finds(strategy: st.SearchStrategy[Any], condition: Any) -> bool:
    """Whether a strategy draws a value of that sort: what it never draws, no property sees."""
    try:
        find(
            strategy,
            condition,
            settings=settings(max_examples=500, derandomize=True, phases=[Phase.generate], database=None),
        )
    except NoSuchExample:
        return False
    return True


@given(testing.texts() | testing.paragraphs() | testing.names())
def test_text_survives_a_cell(text: str) -> None:
    """What is drawn goes through a cell unchanged, and holds no control character."""
    assert text_of(text) == text
    assert not any(
        unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"} for character in text if character != "\n"
    )
    assert "" not in text.split("\n") or text == ""


@given(testing.names())
def test_names_survive_folding(name: str) -> None:
    """A name is compared as it is written, and no separator cuts it."""
    assert fold(name) == name
    assert split_units(name) == (name,)


def test_no_name_repeats_the_cell_above(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hypothesis draws words that stand in the code under test, 同上 too: a 任务来源 of that name would be a ditto mark."""
    monkeypatch.setattr(_strategies, "_HANZI", st.sampled_from("同上某"))
    assert finds(testing.names(min_size=2, max_size=2), "某上".__eq__)
    assert not finds(testing.names(min_size=2, max_size=2), "同上".__eq__)


@given(testing.texts(min_size=3) | testing.paragraphs(min_size=3) | testing.names(min_size=3))
def test_least_length(text: str) -> None:
    """A text is as long as was asked for."""
    assert len(text) >= 3


@given(testing.items())
def test_items_are_items(items: tuple[str, ...]) -> None:
    """No item is a word for nothing, and none is blank."""
    assert all(item and fold(item) not in NOTHING for item in items)


@given(testing.agencies())
def test_agencies_fit_together(agency: Agency) -> None:
    """Groups look after units of the last board."""
    looked_after = {unit for group in agency.groups for unit in group.units}
    assert looked_after <= set(agency.roster.boards[-1].units)


@given(testing.agencies(ROSTER))
def test_agencies_of_a_roster(agency: Agency) -> None:
    """An agency may be drawn over a given roster."""
    assert agency.roster is ROSTER


@given(testing.rosters(("offices", "towns", "schools"), min_units=2, max_units=3))
def test_rosters_of_any_boards(roster: Roster) -> None:
    """Boards by key, each with so many units."""
    assert [board.key for board in roster.boards] == ["offices", "towns", "schools"]
    assert all(2 <= len(board) <= 3 for board in roster.boards)


@given(testing.ratings(RULEBOOK, ROSTER), st.data())
def test_determinations_fit(ratings: Ratings, data: st.DataObject) -> None:
    """Every drawn decision fits its rating."""
    decisions = data.draw(testing.determinations(ratings))
    assert sum(len(rating.determinations) for rating in determine(ratings, decisions)) == len(decisions)


@pytest.mark.parametrize(
    ("strategy", "of", "sorts"),
    [
        (testing.marks(), Mark, [lambda mark: mark.colour == "000000"]),
        (testing.palettes(), Palette, [lambda palette: len(palette) == 1, lambda palette: len(palette) > 3]),
        (testing.persons(), Person, [lambda p: not p.name, lambda p: not p.post, lambda p: p.name and p.post]),
        (testing.units(), Unit, [lambda unit: unit.name.endswith("中心")]),
        (
            testing.boards(),
            Board,
            [lambda board: len(board) == 1, lambda board: any(line.aliases for line in board.lines)],
        ),
        (testing.clauses(), Clause, [lambda clause: clause.reading, lambda clause: "-" in clause.id]),
        (
            testing.verdicts(),
            Verdict,
            [lambda verdict: not verdict.marks, lambda verdict: len(verdict.marks.marks) == 3],
        ),
        (testing.vocabularies(), Vocabulary, [lambda words: words.aliases, lambda words: len(words.words) > 2]),
        (
            testing.orders(),
            Order,
            [
                lambda order: len(order.criteria) == 3,
                lambda order: len(order.marks) > len(order.criteria),
                lambda order: order.others,
            ],
        ),
        (testing.calendars(), WorkCalendar, [lambda c: c.holidays and c.make_up_days, lambda c: len(c.years) > 2]),
        (testing.agencies(), Agency, [lambda a: a.task_force, lambda a: len(a.groups) > 1]),
        (
            testing.items(),
            tuple,
            [lambda items: any(recognitions(item)[0] for item in items), lambda items: items == ()],
        ),
        (
            testing.entries(RULEBOOK.theme("key_work"), ROSTER),
            Entry,
            [lambda e: e.origin and e.serial, lambda e: not e.origin],
        ),
        (testing.standings(), object, [lambda s: s.ties is Ties.DENSE, lambda s: len({r.place for r in s}) < len(s)]),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_every_sort_is_drawn(strategy: st.SearchStrategy[Any], of: type, sorts: list[Any]) -> None:
    """Each strategy draws values of its type, of every sort that matters."""

    @settings(max_examples=10)
    @given(strategy)
    def law(value: object) -> None:
        assert isinstance(value, of)

    law()
    assert all(finds(strategy, sort) for sort in sorts)
