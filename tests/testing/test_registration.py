"""Hypothesis' entry point: `st.from_type(Mark)` draws what the library accepts, with no import of our strategies."""

from __future__ import annotations

import enum
import pkgutil
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import attrs
import pytest
from helpers.processes import fresh
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import trafficlight as tl
from trafficlight.testing import registration

PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
{first}
from hypothesis import Phase, given, settings, strategies as st
import trafficlight as tl

def called(unit: tl.Unit, person: tl.model.Person) -> str:
    return unit.name + str(person)

@settings(max_examples=5, database=None, phases=[Phase.generate])
@given(st.from_type(tl.Mark), st.from_type(tl.Roster), st.builds(called))
def law(mark, roster, name):
    assert len(mark.colour) == 6 and len(roster) > 0 and name

law()
print("drawn")
"""


def test_the_distribution_names_it() -> None:
    """Whoever installs the library has it registered: the project's metadata name the function, and it is there."""
    project = tomllib.loads(Path(__file__).parents[2].joinpath("pyproject.toml").read_text(encoding="utf-8"))["project"]
    (named,) = project["entry-points"]["hypothesis"].values()
    assert pkgutil.resolve_name(named) is registration.register


@pytest.mark.parametrize("first", ["", "import trafficlight.testing", "import hypothesis"])
def test_by_entry_point(tmp_path: Path, first: str) -> None:
    """Registered when Hypothesis is imported, whether it or our strategies come first."""
    metadata = tmp_path / "registered-1.0.dist-info"
    metadata.mkdir()
    metadata.joinpath("METADATA").write_text("Metadata-Version: 2.1\nName: registered\nVersion: 1.0\n")
    metadata.joinpath("entry_points.txt").write_text(
        "[hypothesis]\ntrafficlight = trafficlight.testing.registration:register\n"
    )
    assert fresh(PROGRAM.format(first=first), tmp_path) == "drawn"


STREAM: Final = (tl, tl.model, tl.rules, tl.ranking, tl.notice)
"""What else is public holds options (layout, sheets) or contents (documents, articles), which their authors write."""


def public(package: ModuleType) -> set[type[Any]]:
    """The attrs classes and enums that a package exports."""
    exported = (getattr(package, name) for name in dir(package) if not name.startswith("_"))
    found = {one for one in exported if isinstance(one, type) and (attrs.has(one) or issubclass(one, enum.Enum))}
    return {one for one in found if not issubclass(one, BaseException)}


NOUNS: Final = sorted({one for package in STREAM for one in public(package)}, key=lambda one: one.__name__)


def test_there_are_nouns() -> None:
    """The walk finds them."""
    assert len(NOUNS) > 95
    assert {tl.Scheme, tl.Rating, tl.model.Progress, tl.ranking.Movement, tl.notice.Summary} <= set(NOUNS)


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_every_noun_is_drawn(noun: type[Any]) -> None:
    """`st.from_type` of each public noun of the stream gives values that the library accepts."""
    registration.register()

    @settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
    @given(st.from_type(noun))
    def law(value: object) -> None:
        assert isinstance(value, noun)

    law()
