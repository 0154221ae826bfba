"""人员、单位: strategies for persons, units, boards, rosters, and who answers for an item."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from trafficlight.model.units import Board, Person, Responsibility, Roster, RosterLine, Unit
from trafficlight.testing.text import names

UNIT_ENDINGS: Final = ("科", "室", "局", "中心")
NOTICE_BOARDS: Final = ("departments", "counties")
"""The keys of the notice's two boards (N4.2), which its themes name where absence speaks."""


def persons() -> SearchStrategy[Person]:
    """人员: a name, a post, or both."""
    given, post = names(min_size=2, max_size=4), names(min_size=2, max_size=8)
    return st.builds(Person, given, post) | st.builds(Person, given) | st.builds(Person, post=post)


def unit_names() -> SearchStrategy[str]:
    """单位名称: it ends as units' names do, so that no person is called like one."""
    return st.builds(str.__add__, names(max_size=6), st.sampled_from(UNIT_ENDINGS))


def units() -> SearchStrategy[Unit]:
    """单位: a department or a bureau."""
    return unit_names().map(Unit)


@st.composite
def rosters(
    draw: DrawFn, keys: tuple[str, ...] = NOTICE_BOARDS, *, min_units: int = 1, max_units: int = 5, max_aliases: int = 2
) -> Roster:
    """花名册: a board for each key; no two units share a name or an alias."""
    sizes = [draw(st.integers(min_units, max_units)) for _ in keys]
    total = sum(sizes)
    words = draw(st.lists(unit_names(), unique=True, min_size=total, max_size=total + max_aliases))
    somebody = st.none() | persons()
    lines = iter(
        RosterLine(Unit(name), draw(somebody), draw(somebody), tuple(words[total:][number::total]))
        for number, name in enumerate(words[:total])
    )
    return Roster(
        Board(key, draw(names(min_size=2)), [next(lines) for _ in range(size)])
        for key, size in zip(keys, sizes, strict=True)
    )


def boards(*, key: str = "departments", min_units: int = 1, max_units: int = 5) -> SearchStrategy[Board]:
    """榜: one board by itself."""
    return rosters((key,), min_units=min_units, max_units=max_units).map(lambda roster: roster.boards[0])


def responsibilities(roster: Roster, *, max_units: int = 3) -> SearchStrategy[Responsibility]:
    """责任科室责任人: units of a roster, and somebody who is called like none of them (§3.15)."""
    people = names(min_size=2).filter(lambda name: not name.endswith(UNIT_ENDINGS) and not roster.knows(name))
    return st.builds(Responsibility, several_units(roster, max_units=max_units), st.just("") | people)


def several_units(roster: Roster, *, max_units: int = 3) -> SearchStrategy[tuple[Unit, ...]]:
    """责任科室: one or several different units of a roster, the lead first."""
    return st.lists(st.sampled_from(tuple(roster)), unique=True, min_size=1, max_size=max_units).map(tuple)
