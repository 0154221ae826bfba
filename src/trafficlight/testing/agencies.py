"""机构: strategies for agencies with their task force and assistance groups."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from trafficlight.model.agency import Agency, AssistanceGroup, GroupMember, TaskForce, TaskForceOffice
from trafficlight.model.units import Roster, Unit
from trafficlight.testing.people import persons, rosters, unit_names
from trafficlight.testing.text import names, texts


def task_forces() -> SearchStrategy[TaskForce]:
    """督查工作专班: with an office or without."""
    several = st.lists(persons(), max_size=3).map(tuple)
    office = st.builds(TaskForceOffice, persons(), several, st.none() | persons())
    return st.builds(TaskForce, persons(), several, several, st.none() | office)


@st.composite
def _groups(draw: DrawFn, looked_after: tuple[Unit, ...]) -> tuple[AssistanceGroup, ...]:
    """Groups that share the units out, none of them in two."""
    count = draw(st.integers(0, len(looked_after)))
    shares = [looked_after[number::count] for number in range(count)]
    return tuple(
        AssistanceGroup(f"第{number}组", share, draw(persons()), draw(persons()), draw(_members(share)))
        for number, share in enumerate(shares, 1)
    )


def _members(share: tuple[Unit, ...]) -> SearchStrategy[tuple[GroupMember, ...]]:
    covers = st.lists(st.sampled_from(share), unique=True, max_size=2).map(tuple)
    member = st.builds(GroupMember, unit_names(), persons(), names(max_size=3), covers)
    return st.lists(member, max_size=2).map(tuple)


@st.composite
def agencies(draw: DrawFn, roster: Roster | None = None) -> Agency:
    """机构: facts that fit together, over a given roster or a drawn one; the last board's units are those looked after."""
    have = draw(rosters()) if roster is None else roster
    return Agency(
        name=draw(names(min_size=2, max_size=8)),
        short_name=draw(names(min_size=2)),
        publisher=draw(unit_names()),
        roster=have,
        system=draw(names(max_size=6)),
        document_prefix=draw(texts(max_size=6)),
        own_sources=draw(st.lists(names(max_size=3), min_size=1, max_size=2, unique=True).map(tuple)),
        task_force=draw(st.none() | task_forces()),
        groups=draw(_groups(have.boards[-1].units)),
        assumed=draw(st.lists(texts(min_size=1), max_size=2).map(tuple)),
    )
