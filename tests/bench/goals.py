"""Each ratio beside its goal, and an exit code that says whether all were kept."""

from __future__ import annotations

import sys
from typing import NoReturn


class Goals:
    """目标: what a benchmark promises. `told` prints a figure beside its goal, `end` ends the program."""

    def __init__(self) -> None:
        self._missed: list[str] = []

    def told(
        self, what: str, value: float, *, at_least: float | None = None, at_most: float | None = None, unit: str = "×"
    ) -> None:
        """A figure, and the least or most that was promised."""
        kept = (at_least is None or value >= at_least) and (at_most is None or value <= at_most)
        goal = f"≥ {at_least:g}" if at_least is not None else f"≤ {at_most:g}"
        line = f"{what}: {value:.2f}{unit} (goal {goal}{unit})"
        print(f"  {'kept  ' if kept else 'MISSED'} {line}", flush=True)
        if not kept:
            self._missed.append(line)

    def end(self) -> NoReturn:
        """End with 1 and the list of what was missed, or with 0."""
        sys.exit("\n".join(["goals missed:", *self._missed]) if self._missed else 0)
