"""What the benchmarks print, as the table and the plot of docs/explanation/speed.md.

    tox run -e bench | python tests/bench/plot.py

Every figure stands as its share of the goal: on or above the line where more is better, on or below it where less is.
"""

from __future__ import annotations

import re
import sys
from html import escape
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = ROOT / "docs" / "explanation" / "speed.md"
PLOT: Final = ROOT / "docs" / "images" / "speed.svg"
TOLD: Final = re.compile(
    r"\s*(kept|known|MISSED)\s+(.+): ([\d.]+)(×| MiB| B) \(goal (≥|≤) ([\d.]+)\4(?:, held at \5 ([\d.]+)\4)?\)$"
)
TABLE: Final = re.compile(r"(?<=<!-- figures -->\n\n).*?(?=<!-- end of figures -->)", re.DOTALL)
WIDTH, ROW, LABEL, MOST = 760, 22, 400, 2.5


class Figure(NamedTuple):
    """A figure beside its goal."""

    kept: bool
    what: str
    value: float
    unit: str
    sign: str
    goal: float
    held: str
    """What a missed one may not fall behind; empty where its goal is what is held."""

    @property
    def better(self) -> float:
        """How many times as good as the goal."""
        return self.value / self.goal if self.sign == "≥" else self.goal / max(self.value, 1e-9)


def figures(lines: list[str]) -> list[Figure]:
    """The figures that were told, in order."""
    found = filter(None, map(TOLD.match, lines))
    return [
        Figure(kept == "kept", what, float(value), unit, sign, float(goal), held or "")
        for kept, what, value, unit, sign, goal, held in (one.groups() for one in found)
    ]


def table(told: list[Figure]) -> str:
    """The figures as a table in Markdown."""
    rows = [
        f"| {one.what} | {one.value:g}{one.unit} | {one.sign} {one.goal:g}{one.unit} | {_missed(one)} |" for one in told
    ]
    return "\n".join(["| what | reached | goal | |", "|---|---|---|---|", *rows])


def _missed(one: Figure) -> str:
    if one.kept:
        return ""
    return f"missed; held at {one.sign} {one.held}{one.unit}" if one.held else "missed"


def plot(told: list[Figure]) -> str:
    """Bars: how many times as good as its goal each figure is; the line is the goal."""
    scale = (WIDTH - LABEL - 20) / MOST
    bars = []
    for number, one in enumerate(told):
        top, length = number * ROW + 4, min(one.better, MOST) * scale
        colour = "#0070C0" if one.kept else "#C00000"
        bars.append(
            f'<text x="{LABEL - 8}" y="{top + 12}" text-anchor="end">{escape(one.what)}</text>'
            f'<rect x="{LABEL}" y="{top}" width="{length:.1f}" height="{ROW - 8}" fill="{colour}"/>'
        )
    goal, height = LABEL + scale, len(told) * ROW + 8
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="11">\n'
        f'<rect width="{WIDTH}" height="{height}" fill="#FFFFFF"/>\n'
        + "\n".join(bars)
        + f'\n<line x1="{goal}" y1="0" x2="{goal}" y2="{height}" stroke="#000000" stroke-dasharray="4 3"/>\n</svg>\n'
    )


def main() -> None:
    """Run it."""
    told = figures(sys.stdin.read().splitlines())
    if not told:
        sys.exit("no figure was told: pipe what the benchmarks print into this")
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(TABLE.sub(lambda _: f"{table(told)}\n\n", text), encoding="utf-8")
    PLOT.write_text(plot(told), encoding="utf-8")


if __name__ == "__main__":
    main()
