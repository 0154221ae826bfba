"""定律: how a law is tried: under the test's own Hypothesis settings, shrinking for a few seconds, with other clocks."""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, ParamSpec, TypeVar

import hypothesis
import time_machine
from hypothesis import strategies as st
from hypothesis.errors import Flaky, NoSuchExample
from hypothesis.strategies import SearchStrategy

P = ParamSpec("P")
T = TypeVar("T")

MOST_TRIES: Final = 1_000
"""How many examples are tried for one that must exist."""
_SHRINKING: Final = 2.0
"""Seconds for which a failing example is made smaller."""
_MOMENTS: Final = (
    dt.datetime(1991, 1, 1, 0, 0, 1, tzinfo=dt.UTC),
    dt.datetime(2098, 12, 31, 23, 59, 58, tzinfo=dt.UTC),
)
"""Two days that share no year, month, weekday or hour."""


def require(kept: bool, broken: str) -> None:  # noqa: FBT001  # reads as an assert, which optimised Python would drop
    """Raise `AssertionError` where a law is broken."""
    if not kept:
        raise AssertionError(broken)


def hold(law: Callable[..., None], *drawn: SearchStrategy[Any]) -> None:
    """Try a law on examples. A broken one is shown by a small example, found within seconds, not by the smallest."""
    until: float | None = None
    failing: tuple[Any, ...] = ()
    errors: list[Exception] = []

    def bounded(values: tuple[Any, ...]) -> None:
        nonlocal until, failing
        if until is not None and time.perf_counter() > until and values != failing:
            return  # time is up: no other example counts as smaller
        try:
            law(*values)
        except Exception as error:
            until = time.perf_counter() + _SHRINKING if until is None else until
            failing = values
            errors.append(error)
            raise

    profile = hypothesis.settings()
    # explaining a failure takes as long as shrinking it
    phases = [phase for phase in profile.phases if phase is not hypothesis.Phase.explain]
    try:
        # how long an example takes is the machine's affair, not the rule's
        checks = (*profile.suppress_health_check, hypothesis.HealthCheck.too_slow)
        patient = hypothesis.settings(profile, phases=phases, suppress_health_check=checks, deadline=None)
        patient(hypothesis.given(st.tuples(*drawn))(bounded))()
    except Flaky as flaky:  # what draws lots does not fail twice in the same way
        raise errors[-1] from flaky


def found(drawn: SearchStrategy[T], condition: Callable[[T], bool], tries: int = MOST_TRIES) -> bool:
    """Whether some example meets a condition. The same ones are tried each time, and none is made simpler."""
    settings = hypothesis.settings(
        max_examples=tries,
        database=None,
        derandomize=True,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=[hypothesis.HealthCheck.too_slow],
    )
    try:
        hypothesis.find(drawn, condition, settings=settings)
    except NoSuchExample:
        return False
    return True


def other_times(seed: int) -> Iterator[Callable[[Callable[[], T]], T]]:
    """Ways to call a function with other random numbers, and on another day."""
    for number, moment in enumerate(_MOMENTS):
        yield lambda call, number=number, moment=moment: _called(call, seed + number, moment)  # type: ignore[misc]  # bound at once


def _called(call: Callable[[], T], seed: int, moment: dt.datetime) -> T:
    with _seeded(seed), time_machine.travel(moment, tick=False):
        return call()


@contextmanager
def _seeded(seed: int) -> Iterator[None]:
    before = random.getstate()
    random.seed(seed)
    try:
        yield
    finally:
        random.setstate(before)
