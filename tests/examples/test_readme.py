"""examples/README.md names every example, and each by the command that runs it."""

from __future__ import annotations

import re

from helpers.scripts import EXAMPLES


def test_it_names_every_example() -> None:
    """Each folder has a row, and each command runs a script that is there."""
    commands = re.findall(r"`python examples/([^`]+\.py)`", (EXAMPLES / "README.md").read_text(encoding="utf-8"))
    assert commands
    assert [command for command in commands if not (EXAMPLES / command).is_file()] == []
    folders = {path.name for path in EXAMPLES.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert {command.partition("/")[0] for command in commands} == folders
