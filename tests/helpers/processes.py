"""Run a program in a fresh process that finds the library and the tests' helpers where this one does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

TESTS: Final = Path(__file__).parents[1]

# Seed of the hashes, time zone, and options of the interpreter.
MACHINES: Final = (("0", "UTC1", ()), ("1", "UTC-9", ("-O",)), ("4711", "UTC", ()))


def fresh(
    program: str,
    *arguments: object,
    options: tuple[str, ...] = (),
    given: str = "",
    timeout: float = 120,
    **environment: str | None,
) -> str:
    """What a program prints; warnings are errors in it, and one that fails fails the test with what it said.

    `given` is its standard input; of `environment`, None takes a variable away.
    """
    paths = os.pathsep.join([str(TESTS), *filter(None, sys.path)])
    variables = {**os.environ, "PYTHONPATH": paths, "PYTHONUTF8": "1", **environment}
    done = subprocess.run(
        [sys.executable, "-W", "error", *options, "-c", program, *map(str, arguments)],
        input=given,
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={name: value for name, value in variables.items() if value is not None},
        timeout=timeout,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout.strip()


def same_everywhere(program: str, *, given: str = "") -> str:
    """What a program prints in processes that hash otherwise, in other zones, with and without -O: always the same."""
    printed = {
        fresh(program, options=options, given=given, PYTHONHASHSEED=seed, TZ=zone) for seed, zone, options in MACHINES
    }
    assert len(printed) == 1, printed
    return printed.pop()
