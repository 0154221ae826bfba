"""What a benchmark's exit code says: a goal is kept, missed by no more than is known, or missed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[1] / "bench"


def ended(value: float, bound: str, held: str = "") -> tuple[int, str]:
    """Exit code and what was printed, of a benchmark with one figure."""
    told = f"goals = Goals({{{held}}}); goals.told('a figure', {value}, {bound}); goals.end()"
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", f"from goals import Goals; {told}"],
        check=False,
        cwd=BENCH,
        capture_output=True,
        encoding="utf-8",
    )
    return done.returncode, done.stdout.strip()


@pytest.mark.parametrize(
    ("value", "bound", "held", "line"),
    [
        (1.5, "at_most=1.5", "", "kept   a figure: 1.50× (goal ≤ 1.5×)"),
        (8.0, "at_least=8.0", "'a figure': 6.0", "kept   a figure: 8.00× (goal ≥ 8×, held at ≥ 6×)"),
        (2.0, "at_most=1.5", "'a figure': 2.0", "known  a figure: 2.00× (goal ≤ 1.5×, held at ≤ 2×)"),
        (6.5, "at_least=8.0", "'a figure': 6.0", "known  a figure: 6.50× (goal ≥ 8×, held at ≥ 6×)"),
    ],
)
def test_a_known_miss_ends_well(value: float, bound: str, held: str, line: str) -> None:
    """A figure that reaches its goal, or what is held of one that is known to be missed, is told beside both."""
    assert ended(value, bound, held) == (0, line)


@pytest.mark.parametrize(
    ("value", "bound", "held", "line"),
    [
        (1.51, "at_most=1.5", "", "MISSED a figure: 1.51× (goal ≤ 1.5×)"),
        (7.9, "at_least=8.0", "'another': 6.0", "MISSED a figure: 7.90× (goal ≥ 8×)"),
        (2.1, "at_most=1.5", "'a figure': 2.0", "MISSED a figure: 2.10× (goal ≤ 1.5×, held at ≤ 2×)"),
        (5.9, "at_least=8.0", "'a figure': 6.0", "MISSED a figure: 5.90× (goal ≥ 8×, held at ≥ 6×)"),
    ],
)
def test_what_became_slower_fails(value: float, bound: str, held: str, line: str) -> None:
    """A figure below its goal of which nobody knows, and one that fell behind what is held, fail the benchmark."""
    assert ended(value, bound, held) == (1, line)
