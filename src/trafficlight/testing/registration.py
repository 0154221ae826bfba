"""登记: lets Hypothesis find the library's strategies for its types, by the entry point group “hypothesis”.

Hypothesis calls `register` when it is itself imported, so nothing here is built before a test asks for it.
Internal: only Hypothesis imports it.
"""

from __future__ import annotations

import functools
import importlib
from typing import Any, Final, cast

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from trafficlight.model._agency import Agency, TaskForce
from trafficlight.model._boards import Board, Roster
from trafficlight.model._marks import Mark, Palette, Tally
from trafficlight.model._periods import Quarter, Week, WorkCalendar
from trafficlight.model._units import Person, Unit
from trafficlight.ranking._orders import Order
from trafficlight.ranking._standings import Standings
from trafficlight.rules._verdicts import Clause, Verdict

STRATEGIES: Final[dict[type, str]] = {
    Agency: "agencies",
    Board: "boards",
    Clause: "clauses",
    Mark: "marks",
    Order: "orders",
    Palette: "palettes",
    Person: "persons",
    Quarter: "quarters",
    Roster: "rosters",
    Standings: "standings",
    Tally: "tallies",
    TaskForce: "task_forces",
    Unit: "units",
    Verdict: "verdicts",
    Week: "weeks",
    WorkCalendar: "calendars",
}
"""Each type and its strategy's name in `trafficlight.testing`."""


def register() -> None:
    """Make `st.from_type(Mark)`, and so `st.builds` of what takes a mark, draw values that the library accepts."""
    for registered, name in STRATEGIES.items():
        st.register_type_strategy(registered, functools.partial(_strategy, name))


def _strategy(name: str, _type: type) -> SearchStrategy[Any]:
    # looked up when drawn: the hook may run while `trafficlight.testing` is still being imported
    return cast("SearchStrategy[Any]", getattr(importlib.import_module("trafficlight.testing"), name)())
