"""Rating month by month, each month handed on to the next, gives what rating all months at once gives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import chain, pairwise
from typing import Any, Final

from attrs import evolve, frozen
from hypothesis import given
from hypothesis import strategies as st

from trafficlight import (
    Agency,
    Board,
    Clause,
    Entry,
    Form,
    Month,
    Order,
    Palette,
    Roster,
    RosterLine,
    Rulebook,
    Scheme,
    Theme,
    Unit,
    Verdict,
    column,
    fewest,
    lit,
    serial,
    unlit,
)
from trafficlight.model import RED, YELLOW, YES_NO, Choice, OneUnit
from trafficlight.rules import Absence, Consequence, Coverage, Past, Ratings, determine, red, running
from trafficlight.testing import determinations

JANUARY: Final = Month(2025, 1)
UNITS: Final = tuple(Unit(name) for name in ("东区", "西区", "南区"))
ROSTER: Final = Roster([Board("districts", "各区", [RosterLine(unit, aliases=(f"{unit}（旧）",)) for unit in UNITS])])
SLOW, LONG, FINE, GONE = (Clause(id, id) for id in ("慢", "连慢", "好", "缺"))


@frozen
class Item:
    """A thing with a name, and whether it is slow."""

    name: str
    unit: Unit
    slow: bool


@frozen
class Row:
    """The same in a theme of one row a unit."""

    unit: Unit
    slow: bool


def rule(record: Item | Row, past: Past[Item | Row]) -> Verdict:
    """Slow is yellow; slow in three periods running, or in the second one after a red, is red."""
    if not record.slow:
        return unlit(because=FINE)
    before = past.run(lambda one: one.slow)
    if len(before) >= 2 or past.running(RED):
        return lit(RED, because=LONG, earlier=before)
    return lit(YELLOW, because=SLOW, earlier=before)


FOLLOWS: Final = (
    Consequence("谈", running((YELLOW, RED), 2), SLOW),
    Consequence("函", lambda marks, past: marks[RED] + sum(one.marks[RED] for one in past) == 3, LONG, points=-1),
)
UNIT_COLUMN: Final = column("单位", "unit", kind=OneUnit(), required=True)
SLOW_COLUMN: Final = column("慢", "slow", kind=Choice(YES_NO), required=True)
ITEMS: Final = Theme(
    key="items",
    title="事项",
    record=Item,
    rule=rule,
    form=Form(title="事项表", columns=(serial(), column("事项", "name"), UNIT_COLUMN, SLOW_COLUMN)),
    clauses=(SLOW, LONG, FINE),
    subject="name",
    consequences=FOLLOWS,
)
ROWS: Final = Theme(
    key="rows",
    title="各区",
    record=Row,
    rule=rule,
    form=Form(title="各区表", columns=(serial(), UNIT_COLUMN, SLOW_COLUMN)),
    clauses=(SLOW, LONG, FINE, GONE),
    absence=Absence(red(because=GONE), ("districts",)),
    consequences=FOLLOWS,
)
SCHEME: Final = Scheme(
    Agency("云川市", "市", "办公室", ROSTER),
    Rulebook("云川", JANUARY.first_day, (ITEMS, ROWS)),
    order=Order(fewest(RED)),
    palette=Palette([YELLOW, RED]),
)


@frozen
class HandIn:
    """What came in a month."""

    entries: Sequence[Entry[Any]]
    coverage: Coverage


items = st.builds(Item, st.sampled_from(["路", "桥"]), st.sampled_from(UNITS), st.booleans())
rows = st.builds(Row, st.sampled_from(UNITS), st.booleans())


@st.composite
def histories(draw: st.DrawFn) -> list[HandIn]:
    """Some months, with gaps; each item and unit stands once in a month, comes, goes and comes back."""
    numbers = draw(st.lists(st.integers(0, 8), min_size=1, max_size=6, unique=True))
    made = []
    for number in numbers:
        month = Month((JANUARY.year * 12 + number) // 12, number % 12 + 1)
        stand = draw(st.lists(items, max_size=4, unique_by=lambda one: (one.name, one.unit)))
        stand_rows = draw(st.lists(rows, max_size=3, unique_by=lambda one: one.unit))
        entries: list[Entry[Any]] = [
            *(Entry("items", one) for one in stand),
            *(Entry("rows", one) for one in stand_rows),
        ]
        came = draw(st.sampled_from([(ITEMS, ROWS), (ITEMS,)])) if not stand_rows else (ITEMS, ROWS)
        made.append(HandIn(entries, Coverage.received(came, period=month)))
    return made


def in_order(history: Sequence[HandIn]) -> list[HandIn]:
    """By month."""
    return sorted(history, key=lambda one: one.coverage.period.key if one.coverage.period else "")


@given(histories(), st.data())
def test_month_by_month_is_all_at_once(history: list[HandIn], data: st.DataObject) -> None:
    """However the months are divided, and in whatever order they are handed over."""
    at_once = SCHEME.rate_all(history)
    assert [ratings.period for ratings in at_once] == [one.coverage.period for one in in_order(history)]
    folded: list[Ratings] = []
    for one in in_order(history):
        folded.append(SCHEME.rate(one, past=[rating for ratings in folded for rating in ratings]))
    assert tuple(folded) == at_once
    assert tuple(SCHEME.rate(one, past=folded) for one in in_order(history)) == at_once
    cut = data.draw(st.integers(0, len(history)))
    first = SCHEME.rate_all(in_order(history)[:cut])
    second = SCHEME.rate_all(in_order(history)[cut:], past=[*first[:1], *chain.from_iterable(first[1:])])
    assert first + second == at_once


@given(histories(), st.data())
def test_only_what_lies_before_counts(history: list[HandIn], data: st.DataObject) -> None:
    """A month rated again with every month at hand, in any order, gives what it gave."""
    at_once = SCHEME.rate_all(history)
    everything = data.draw(st.permutations([rating for ratings in at_once for rating in ratings]))
    for one, before in zip(in_order(history), at_once, strict=True):
        assert SCHEME.rate(one, past=everything) == before


@given(histories(), st.data())
def test_ratings_are_a_past_as_they_come(history: list[HandIn], data: st.DataObject) -> None:
    """A month's ratings are the same past whether they have been made or not: all, some, or with what was decided since."""
    for one, after in pairwise(in_order(history)):
        before = SCHEME.rate(one, past=())
        decisions = data.draw(determinations(before))
        decided = determine(before, [evolve(one, on=dt.date(2030, 1, 1)) for one in decisions])
        for past in (decided, decided[1:], Ratings(decided[::-1].rows)):
            rated = SCHEME.rate(after, past=past)
            made = SCHEME.rate(after, past=[*past])
            assert rated == made == SCHEME.rate(after, past=[past])
            assert rated.lines() == made.lines()
            assert [rating.past for rating in rated] == [rating.past for rating in made]


@given(histories())
def test_old_names_change_nothing(history: list[HandIn]) -> None:
    """A past under units' old names is the same past (§4.35)."""
    at_once = SCHEME.rate_all(history)

    def old(unit: Unit) -> Unit:
        return Unit(f"{unit}（旧）")

    for at, one in enumerate(in_order(history)):
        past = [
            evolve(
                rating,
                units=tuple(old(unit) for unit in rating.units),
                record=rating.record and evolve(rating.record, unit=old(rating.record.unit)),
            )
            for ratings in at_once[:at]
            for rating in ratings
        ]
        again = SCHEME.rate(one, past=past)
        assert [(rating.marks, rating.consequences) for rating in again] == [
            (rating.marks, rating.consequences) for rating in at_once[at]
        ]
