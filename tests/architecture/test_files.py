"""What a program can check of the files: small modules, a tidy top level, no machine's paths, nothing undocumented."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).parents[2]
LONGEST = 420

FOLDERS = {"src", "docs", "examples", "tests"}
FILES = re.compile(r"(pyproject\.toml|tox\.ini|README[^/]*|CHANGELOG[^/]*|LICENSE[^/]*|\..+)")

# A path that means something on one machine only. What goes before tells it from a part of an address or of a path.
MACHINE_PATH = re.compile(r"(?<![\w.)}>*-])(/(home|root|work|tmp|Users|mnt|srv)/|[A-Za-z]:\\+Users\\)")
TEXT = {
    ".cfg",
    ".css",
    ".csv",
    ".html",
    ".ini",
    ".json",
    ".md",
    ".py",
    ".pyi",
    ".toml",
    ".txt",
    ".xml",
    ".yaml",
    ".yml",
    "",
}


def own_files() -> list[PurePosixPath]:
    """Every file that is part of the project, by its path from the root: what git tracks or would track."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: what is the project's own cannot be told from what a build left behind")
    done = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    paths = [PurePosixPath(name) for name in sorted(set(done.stdout.split("\0")) - {""})]
    return [path for path in paths if (ROOT / path).is_file()]  # not those deleted but not yet committed


def lines(path: PurePosixPath) -> list[str]:
    """The lines of one of the project's files."""
    return (ROOT / path).read_text(encoding="utf-8").splitlines()


def test_modules_are_small() -> None:
    """No module of the library is longer than 420 lines: a file has one reason to change."""
    lengths = {str(path): len(lines(path)) for path in own_files() if path.parts[0] == "src" and path.suffix == ".py"}
    assert lengths
    assert {path: length for path, length in lengths.items() if length > LONGEST} == {}


def test_no_two_files_share_a_name() -> None:
    """A file's name means one thing in the whole library: nobody opens `_faults` and finds the other one."""
    found: dict[str, list[str]] = {}
    for path in own_files():
        if path.parts[0] == "src" and path.suffix == ".py" and path.stem != "__init__":
            found.setdefault(path.stem.strip("_"), []).append(str(path))
    assert found
    assert {name: paths for name, paths in found.items() if len(paths) > 1} == {}


def test_top_level_is_tidy() -> None:
    """The top level holds the four folders, the project's papers, and dot files: nothing else may grow there."""
    top = {path.parts[0] for path in own_files() if len(path.parts) > 1 and not path.parts[0].startswith(".")}
    assert top <= FOLDERS
    assert [str(path) for path in own_files() if len(path.parts) == 1 and not FILES.fullmatch(path.name)] == []


def test_no_path_of_one_machine() -> None:
    """No text file names a path that exists on one machine only: a clone works anywhere."""
    found = [
        f"{path}:{number}: {line.strip()}"
        for path in own_files()
        if path.suffix in TEXT
        for number, line in enumerate(lines(path), 1)
        if MACHINE_PATH.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("text", ["cd {root}home/me/x", "'{root}tmp/out'", "file://{root}tmp/lo", "C:\\{users}\\me"])
def test_a_machine_path_is_seen(text: str) -> None:
    """The rule above sees a machine's path in any dress; it could not fail otherwise."""
    assert MACHINE_PATH.search(text.format(root="/", users="Users"))


@pytest.mark.parametrize("text", ["https://example.org/home/x", "docs/work/x", "../tmp/x", "{root}/tmp/x"])
def test_other_paths_are_left_alone(text: str) -> None:
    """Addresses and relative paths are no machine's."""
    assert not MACHINE_PATH.search(text)


def test_the_reference_is_made_from_the_docstrings() -> None:
    """docs/reference/api.md names every public name, and says of it what its docstring says: no page grows stale."""
    from helpers import reference_page

    assert reference_page.PAGE.read_text(encoding="utf-8") == reference_page.page(), (
        "run tests/helpers/reference_page.py"
    )
