"""Themes of other distributions: the entry point group is read when asked, and at no other time."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from attrs import evolve
from helpers.processes import fresh
from helpers.refusals import refused

from trafficlight import notice
from trafficlight.errors import ThemeError
from trafficlight.rules import installed_themes

MODULE = """
from attrs import evolve
from trafficlight import notice

PETITIONS = evolve(notice.key_work(), key="petitions", title="信访办理")
AUDITS = evolve(notice.audit_projects(), key="audits", title="审计")
NO_THEME = "信访"
"""


def distribution(folder: Path, points: str) -> None:
    """A distribution as pip leaves it: a module and its metadata."""
    folder.joinpath("petition_office.py").write_text(MODULE, encoding="utf-8")
    metadata = folder / "petition_office-1.0.dist-info"
    metadata.mkdir()
    metadata.joinpath("METADATA").write_text("Metadata-Version: 2.1\nName: petition-office\nVersion: 1.0\n")
    metadata.joinpath("entry_points.txt").write_text(f"[trafficlight.themes]\n{points}\n", encoding="utf-8")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on the path; what is imported from it is forgotten afterwards."""
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "petition_office", raising=False)
    return tmp_path


def test_installed_themes(site: Path) -> None:
    """Every theme that an installed distribution offers, in the order of the entry points' names."""
    distribution(site, "petitions = petition_office:PETITIONS\naudits = petition_office:AUDITS")
    assert installed_themes() == (
        evolve(notice.audit_projects(), key="audits", title="审计"),
        evolve(notice.key_work(), key="petitions", title="信访办理"),
    )


def test_nothing_installed() -> None:
    """Without such a distribution there are none."""
    assert installed_themes() == ()


@pytest.mark.parametrize(
    ("point", "problem"),
    [
        ("petition_office:NO_THEME", "is no Theme but str"),
        ("petition_office:MISSING", "cannot be loaded"),
        ("no_such_module:THEME", "cannot be loaded"),
    ],
)
def test_what_is_no_theme(site: Path, point: str, problem: str) -> None:
    """An entry point that offers something else, or cannot be loaded, is an error that names it."""
    distribution(site, f"petitions = {point}")
    with refused(ThemeError, match=problem) as caught:
        installed_themes()
    assert f"'petitions' ({point})" in caught.value.say("en")


def test_read_only_when_asked(site: Path) -> None:
    """`import trafficlight`, and rating, load no plug-in."""
    distribution(site, "petitions = petition_office:PETITIONS")
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); import trafficlight as tl; tl.notice.key_work(); "
        "print('petition_office' in sys.modules); tl.rules.installed_themes(); print('petition_office' in sys.modules)"
    )
    assert fresh(program, site).split() == ["False", "True"]
