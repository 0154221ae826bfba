"""A second reading of the notice, written from its text alone, gives the same lights, counts and places for typed workbooks."""

from __future__ import annotations

from typing import Any

from helpers.naive_notice import NONE, lights, places, tallies
from helpers.naive_ranking import Counts
from helpers.office_sheets import ROSTER, SCHEME, THEMES
from helpers.typed_files import FORMATS, file_of
from helpers.word_parts import zipped
from hypothesis import given, settings
from hypothesis import strategies as st

import trafficlight as tl
from trafficlight import testing
from trafficlight.testing import HABITS, Typed, typings

CLEAR = tuple(habit for habit in HABITS if habit not in ("unclear", "sideways"))
TOLD = st.sampled_from([*NONE, "外出招商2次", "在谈项目1个\n总投资2亿元"])
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "source": testing.names(min_size=2),
    "activity": TOLD,
    "results": TOLD,
    "rank": st.none() | st.integers(1, 12),
    "recognised": st.none() | st.integers(0, 4),
}
BOARDS = {board.key: [unit.name for unit in board.units] for board in ROSTER.boards}


def _typed(theme: tl.Theme[Any]) -> st.SearchStrategy[Typed]:
    fields = {name: drawn for name, drawn in FIELDS.items() if name in theme.form.fields}
    return typings(theme, ROSTER, beside=THEMES, habits=CLEAR, fields=fields)


TABLES = st.lists(st.sampled_from(THEMES), unique=True, min_size=1, max_size=4).flatmap(
    lambda themes: st.tuples(*map(_typed, themes))
)


def _counts(tally: tl.Tally) -> Counts:
    return Counts(tally[tl.BLUE], tally[tl.YELLOW], tally[tl.RED])


def _hand_in(tables: tuple[Typed, ...], endings: list[str]) -> bytes:
    files: dict[str, str | bytes] = {}
    for number, (typed, ending) in enumerate(zip(tables, endings, strict=False)):
        data, name = file_of(typed, ending, f"（{number}）")
        files[name] = data
    return zipped(files)


@settings(max_examples=min(settings().max_examples, 40))
@given(TABLES, st.lists(st.sampled_from(tuple(FORMATS)), min_size=4, max_size=4))
def test_naive_reading_agrees(tables: tuple[Typed, ...], endings: list[str]) -> None:
    """Light by light, count by count, place by place, whatever the offices' habits and formats are."""
    reading = tl.sheets.read(_hand_in(tables, endings), scheme=SCHEME, file_name="报送.zip")
    ratings = SCHEME.rate(reading, period=tl.Quarter(2023, 3))
    assert len(reading.entries) == sum(len(typed.expected) for typed in tables)
    for rating in ratings:
        if rating.record is not None:
            naive = lights(rating.theme.key, rating.record)
            assert {unit.name: _counts(rating.tally) for unit in rating.units} == naive
    meant = [(typed.theme, [record for _, record in typed.expected]) for typed in tables]
    naive_counts = tallies(BOARDS, meant)
    assert {unit.name: _counts(tally) for unit, tally in SCHEME.tally(ratings).items()} == naive_counts
    for board, units in BOARDS.items():
        standings = SCHEME.rank(ratings, board)
        assert [(row.place, row.unit.name) for row in standings] == places(units, naive_counts)
