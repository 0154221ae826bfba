"""Hypothesis' entry point: `st.from_type(Mark)` draws what the library accepts, with no import of our strategies."""

from __future__ import annotations

import pkgutil
import tomllib
from pathlib import Path

import pytest
from helpers.processes import fresh
from hypothesis import given, settings
from hypothesis import strategies as st

import trafficlight
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


@pytest.mark.parametrize("registered", registration.STRATEGIES, ids=lambda registered: registered.__name__)
def test_every_type_is_drawn(registered: type) -> None:
    """Each registered type is drawn by its strategy, whose name is public."""
    registration.register()

    @settings(max_examples=5)
    @given(st.from_type(registered))
    def law(value: object) -> None:
        assert isinstance(value, registered)

    law()
    assert registration.STRATEGIES[registered] in trafficlight.testing.__all__
