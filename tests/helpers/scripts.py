"""Run an example as a reader runs it, in a folder of its own: in a process of its own, or, many times sooner, in this one."""

from __future__ import annotations

import contextlib
import io
import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Final
from unittest.mock import patch

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


def in_process(script: str, *arguments: object, folder: Path) -> subprocess.CompletedProcess[str]:
    """The same without a process: how the script ends, with what it prints. What it raises instead of ending comes through.

    Scripts of different folders have neighbours of the same name, so none of them is left among the modules.
    """
    path, before = EXAMPLES / script, Path.cwd()
    out, err, code = io.StringIO(), io.StringIO(), 0
    command = [str(path), *map(str, arguments)]
    os.chdir(folder)
    try:
        with (
            patch.object(sys, "argv", command),
            patch.object(sys, "path", [str(path.parent), *sys.path]),
            patch.object(sys, "dont_write_bytecode", True),  # noqa: FBT003  # it is a setting
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            try:
                runpy.run_path(str(path), run_name="__main__")
            except SystemExit as end:
                if isinstance(end.code, str):
                    print(end.code, file=err)
                code = end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        os.chdir(before)
        for name, module in list(sys.modules.items()):
            if str(getattr(module, "__file__", None) or "").startswith(str(EXAMPLES)):
                del sys.modules[name]
    return subprocess.CompletedProcess(command, code, out.getvalue(), err.getvalue())
