"""Each figure beside its goal, and an exit code that says whether all were kept, or missed by no more than is known."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Final, NoReturn

HELD: Final[Mapping[str, float]] = {
    "faster than docxtpl at 10000 rows": 13.0,
    "faster than npm docx at 10000 rows": 9.5,
    "faster than python-docx at 10000 rows": 30.0,
    "extracts, faster than python-docx": 10.0,
    "extracts, faster than python-docx as documented": 14.5,
    "rate, tally, rank, of polars fed from the same objects": 2.6,
    "rate and tally, of polars fed from the same objects": 2.6,
    "an item of one row a unit, of one of a ledger": 4.2,
    "an item whose rule looks back, of one of a ledger": 9.0,
    "shared texts into records, faster than openpyxl read-only": 2.0,
    "workbook above the cells, of a loop by hand": 2.9,
    "JSON above the cells, of a loop by hand": 5.5,
}
"""现有水平: figures whose goal is missed for a known reason, and what they may not fall behind meanwhile.

A fifth behind what was measured on a busy machine; `docs/explanation/speed.md` says why each is missed. One that reaches
its goal goes from here.
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
