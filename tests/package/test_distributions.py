"""What is in the wheel and in the sdist, and what they say of themselves."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from email import message_from_bytes
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).parents[2]
IGNORED = {"__pycache__"}


def sources() -> set[str]:
    """Every file of the library, by its path below src."""
    package = ROOT / "src"
    return {
        path.relative_to(package).as_posix()
        for path in package.rglob("*")
        if path.is_file() and not IGNORED & set(path.relative_to(package).parts)
    }


def test_metadata_is_valid(wheel: Path, sdist: Path) -> None:
    """An index would accept both distributions, and render the README."""
    pytest.importorskip("twine", reason="needs twine: tox run -e package")
    subprocess.run([sys.executable, "-m", "twine", "check", "--strict", str(wheel), str(sdist)], check=True)


def test_wheel_holds_the_library_and_nothing_else(wheel: Path) -> None:
    """The wheel has every file of src, typed marker and data included, its metadata, and no test, example or page."""
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if not PurePosixPath(name).parts[0].endswith(".dist-info")}
    assert "trafficlight/py.typed" in names
    assert names == sources()


def test_wheel_says_what_it_needs(wheel: Path) -> None:
    """The wheel names its licence file, the Python it needs, and its extras."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = message_from_bytes(archive.read(name))
        assert any(name.endswith(".dist-info/licenses/LICENSE") for name in archive.namelist())
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "MIT"
    assert set(metadata.get_all("Provides-Extra", [])) == {"calendar", "frames", "pdf", "testing", "xls"}


def test_sdist_can_test_itself(sdist: Path) -> None:
    """The sdist carries the sources, tests, examples and pages, and nothing that a build or an editor left behind."""
    with tarfile.open(sdist) as archive:
        names = {
            PurePosixPath(member.name).relative_to(sdist.name.removesuffix(".tar.gz"))
            for member in archive
            if member.isfile()
        }
    assert {f"src/{name}" for name in sources()} <= {str(name) for name in names}
    assert {"docs", "examples", "tests", "tox.ini", "pyproject.toml"} <= {name.parts[0] for name in names}
    hidden = {str(name) for name in names if any(part.startswith(".") or part in IGNORED for part in name.parts)}
    assert hidden <= {".gitignore"}  # hatchling adds it
