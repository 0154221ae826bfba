"""正则: no regular expression of the source takes longer than a text's length, whatever a stranger writes."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Callable, Iterable
from typing import Any, Final

import pytest
from helpers.long_texts import LONGEST, MOMENT, UNITS, texts
from helpers.office_sheets import ROSTER

import trafficlight as tl
from growth import TRIES
from growth.expressions import Expression, expressions, made_in_functions, within
from trafficlight._determination_form import Lights
from trafficlight.articles._grammar import grammar
from trafficlight.interchange._plain_types import _SCALARS
from trafficlight.model import HeadingLine
from trafficlight.model._dates import serial_date
from trafficlight.notice._recognised_items import recognitions, years_recognised
from trafficlight.sheets.checks import people
from trafficlight.sheets.reading.field_values import _pattern
from trafficlight.sheets.reading.readers import plain_xml, word_tables

SHORT: Final = {"people._AT_START", "people._AT_END", "_dates._SPELLINGS"}
"""Those that are asked of a few dozen characters alone: no name and no date is longer."""
OURS: Final = {"titles._BRACKETS"}
"""Those that are asked of what an agency's own form says, and nobody else's file: the titles of its themes."""


def named() -> dict[str, Expression]:
    """Each that a module holds, once, by where it stands."""
    found: dict[str, Expression] = {}
    for one in expressions():
        count = sum(name.split(" ")[0] == one.place for name in found)
        if ".".join(one.place.rsplit(".", 2)[-2:]) not in SHORT | OURS:
            found[f"{one.place} {count}" if count else one.place] = one
    return found


FOUND: Final = named()


def slow(expression: Expression, units: Iterable[str] = UNITS) -> str:
    """How the text begins that takes too long; empty for none."""
    for text in expression.texts(units, LONGEST):
        if not in_a_moment(lambda: expression.ask(text)):  # noqa: B023  # asked at once
            return repr(text[:20])
    return ""


def in_a_moment(do: Callable[[], object]) -> bool:
    """Whether something is done in a moment; what is slow is asked again, since a neighbour's work may have slowed it."""
    return any(within(MOMENT, do) for _ in range(TRIES))


@pytest.mark.parametrize("name", FOUND)
def test_no_expression_grows_with_the_square(name: str) -> None:
    """Each of them goes over the longest text of any kind in a moment."""
    assert slow(FOUND[name]) == ""


def rows() -> re.Pattern[str]:
    """The expression of rows of three columns, as a reader makes it."""
    cells = "".join(plain_xml._CELL.replace("SPECIAL", "").replace("LETTERS", letter) for letter in "ABC")
    return re.compile(plain_xml._ROW.replace("CELLS", cells))


def made(pattern: re.Pattern[str] | None) -> Callable[[str], object]:
    """Ask an expression that a function makes."""
    assert pattern is not None
    return Expression("made", pattern).ask


def read_scalar(text: str) -> None:
    """Give a text to every reader of plain values."""
    for kind, reader in _SCALARS.items():
        with contextlib.suppress(ValueError, tl.TrafficlightError):
            reader(text, kind)


def parse_lights(text: str) -> None:
    """Read the lights of a determination."""
    with contextlib.suppress(tl.TrafficlightError, tl.errors.UnreadableCell):
        Lights.of(tl.BLUE_YELLOW_RED).parse(text, ROSTER)


def parse_period(text: str) -> None:
    """Read the key of a period."""
    for period in (tl.Quarter, tl.Month, tl.Week):
        with contextlib.suppress(ValueError):
            period.parse(text)


BY_FUNCTIONS: Final[dict[str, Callable[[str], object]]] = {
    "_determination_form:parse": parse_lights,
    "interchange._plain_types:_written_as": read_scalar,
    "model._dates:serial_date": serial_date,
    "model._periods:parse": parse_period,
    "notice._recognised_items:recognitions": recognitions,
    "sheets.checks.people:_unit_in": people._unit_in,
    "sheets.reading.field_values:_pattern": made(
        _pattern((HeadingLine("截至日期", "as_of"), HeadingLine("日期", "day")))
    ),
    "sheets.reading.readers.plain_xml:__init__": made(rows()),
    "sheets.reading.readers.plain_xml:_widen": made(rows()),
    "sheets.reading.readers.word_tables:__init__": made(word_tables.Lights(tl.BLUE_YELLOW_RED)._words),
}
"""What goes over a text by an expression that a function makes, by where it is made."""
LITERAL: Final = {"sheets.reading.titles:told_by"}
"""A word of the agency's, escaped: it repeats nothing."""
OF_THE_GRAMMAR: Final = {"articles._grammar:_made", "articles._grammar:_one"}


@pytest.mark.parametrize("place", BY_FUNCTIONS)
def test_no_expression_that_is_made_grows_with_the_square(place: str) -> None:
    """Those that are put together from labels, columns and marks go over the longest text in a moment, too."""
    for text in texts():
        assert in_a_moment(lambda: BY_FUNCTIONS[place](text)), text[:20]  # noqa: B023  # asked at once


def test_no_order_of_the_grammar_grows_with_the_square() -> None:
    """Neither the order of children nor the form of a value, of any type of the schema, goes back and forth."""
    checks: list[Any] = [grammar().of(number).order._check for number in range(len(grammar()))]
    for order in {check.__self__ for check in checks}:
        assert slow(Expression("grammar", order, ("fullmatch",)), units=()) == ""


def test_every_expression_is_tried() -> None:
    """One that is made in a function, and is in no list of this file, is noticed."""
    assert made_in_functions() == BY_FUNCTIONS.keys() | LITERAL | OF_THE_GRAMMAR
    assert len(FOUND) > 100


@pytest.mark.parametrize(
    "pattern", [r"\s*,\s*", r"(a|a)*b", r"x*y*x*z", r"(?:<[^>]*>)*?!", r"a[^>]*?b\s*=\s*c", rb"\w+\d+;", r"^(\w+\s?)*$"]
)
def test_a_bad_expression_is_seen_within_seconds(pattern: str | bytes) -> None:
    """Squares, cubes and what takes for ever are found, and given up before they have taken long."""
    start = time.process_time()
    assert slow(Expression("planted", re.compile(pattern)))
    assert time.process_time() - start < 20


@pytest.mark.parametrize(
    "text", ["甲（已认定）" * 5_000, "甲（已认定）" + " a" * 16_000, "甲（已认定" + "，2022年a" * 5_000 + "）"]
)
def test_many_notes_of_one_item_cost_no_more_than_their_length(text: str) -> None:
    """认定: an item of thousands of notes or words, as no office writes it, is told in a moment."""
    for told in (recognitions, years_recognised):
        assert in_a_moment(lambda: told(text))  # noqa: B023  # asked at once
