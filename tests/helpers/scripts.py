"""Run an example as a reader runs it: a process of its own, in a folder of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

EXAMPLES: Final = Path(__file__).parents[2] / "examples"


def attempt(script: str, *arguments: object, folder: Path) -> subprocess.CompletedProcess[str]:
    """How the script ends, with what it prints."""
    return subprocess.run(
        [sys.executable, "-W", "error", EXAMPLES / script, *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder,
        check=False,
    )


def run(script: str, *arguments: object, folder: Path) -> str:
    """What the script prints; a script that fails fails the test with what it said."""
    done = attempt(script, *arguments, folder=folder)
    assert done.returncode == 0, done.stderr
    return done.stdout
