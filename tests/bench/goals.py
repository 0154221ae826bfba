"""Each figure beside its goal, and an exit code that says whether all were kept, or missed by no more than is known."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Final, NoReturn

HELD: Final[Mapping[str, float]] = {}
"""现有水平: figures whose goal is missed for a known reason, and what they may not fall behind meanwhile.

A fifth more than was measured; `docs/explanation/speed.md` says why each is missed. One that reaches its goal goes from here.
"""


class Goals:
    """目标: what a benchmark promises. `told` prints a figure beside its goal, `end` ends the program."""

    def __init__(self, held: Mapping[str, float] = HELD) -> None:
        self._held = held
        self._missed: list[str] = []

    def told(
        self, what: str, value: float, *, at_least: float | None = None, at_most: float | None = None, unit: str = "×"
    ) -> None:
        """A figure, and the least or most that was promised: kept, known to be missed, or missed."""
        goal, sign = (at_most, "≤") if at_least is None else (at_least, "≥")
        assert goal is not None, "a figure has a goal"

        def reaches(bound: float) -> bool:
            return value <= bound if at_least is None else value >= bound

        held = self._held.get(what)
        known = "" if held is None else f", held at {sign} {held:g}{unit}"
        line = f"{what}: {value:.2f}{unit} (goal {sign} {goal:g}{unit}{known})"
        if not reaches(goal) and (held is None or not reaches(held)):
            self._missed.append(line)
            print(f"  MISSED {line}", flush=True)
        else:
            print(f"  {'kept  ' if reaches(goal) else 'known '} {line}", flush=True)

    def end(self) -> NoReturn:
        """End with 1 and the list of what was missed by more than is known, or with 0."""
        sys.exit("\n".join(["goals missed:", *self._missed]) if self._missed else 0)
