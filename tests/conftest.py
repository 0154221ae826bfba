"""Hypothesis profiles, and no internal fault unseen. No example has a deadline: on shared machines it would time the neighbours."""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import Any

import pytest
from hypothesis import Phase, settings

from trafficlight.errors import InternalFault

settings.register_profile("full", deadline=None, print_blob=True)
settings.register_profile("quick", deadline=None, print_blob=True, max_examples=20)
# Fails as soon as it can: a change that is noticed needs no smallest example.
settings.register_profile(
    "mutation", settings.get_profile("ci"), phases=[Phase.explicit, Phase.generate], report_multiple_bugs=False
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "full"))


_internal_faults: list[InternalFault] = []
_made = InternalFault.__init__


def _noted(self: InternalFault, *failed: Any, **given: Any) -> None:
    _made(self, *failed, **given)
    if failed:  # one that was stored has its code alone
        _internal_faults.append(self)


InternalFault.__init__ = _noted  # type: ignore[method-assign]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """A fault of our own that was taken for one of a file fails the test in which it came up."""
    _internal_faults.clear()
    result = yield
    if _internal_faults and item.get_closest_marker("internal_fault") is None:
        raise AssertionError([str(fault) for fault in _internal_faults]) from _internal_faults[0].__cause__
    return result
