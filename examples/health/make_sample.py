"""Make the sample: what forty hospitals handed in for March, April and May 2025, the same for the same seed.

    python make_sample.py [--seed N]

Writes sample/2025M03/quality.csv, tasks.csv and so on, under the names that the hospitals had at the time. Two hospitals hand
in nothing in April; nothing here is about a real hospital.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from health import APRIL, HEALTH, MARCH, MAY, Progress

import trafficlight as tl

SAMPLE: Final = Path(__file__).with_name("sample")
MATTERS: Final = (
    "Repair the isolation ward's air supply",
    "Hire two night pharmacists",
    "Store oxygen away from the boiler room",
    "Answer complaints within ten days",
    "Train porters in fire drill",
    "Replace the sterilizer",
    "Publish the waiting times",
    "Mark the way to the emergency entrance",
)
SILENT: Final = {APRIL: ("Eye Hospital", "Selby District Hospital")}


def quality(month: tl.Month, chance: random.Random) -> Iterable[tuple[str, ...]]:
    """The rows of a month; a hospital keeps its level, by its code."""
    roster = HEALTH.roster.on(month.last_day)
    for unit in roster:
        level = random.Random(roster[unit].code).random()  # noqa: S311  # no secret
        drift = chance.uniform(-0.12, 0.12)
        if unit in roster.exempt or unit.name in SILENT.get(month, ()):
            continue
        worse = min(max(level + drift, 0.0), 1.0)
        yield (
            unit.name,
            f"{1.1 + 2.6 * worse:.2f}",
            f"{6.8 + 5 * worse:.1f}",
            f"{96 - 38 * worse:.1f}%",
            f"{98 - 33 * worse:.1f}%",
        )


def tasks(months: Sequence[tl.Month], chance: random.Random) -> dict[tl.Month, list[tuple[str, ...]]]:
    """The rows of each month: tasks that go on until they are done."""
    found: dict[tl.Month, list[tuple[str, ...]]] = {}
    codes = ("T03", "T03", "T07", "T11", "D02", "D08", "D08", "D19")
    standing = dict.fromkeys(MATTERS, Progress.ON_TRACK)
    for month in months:
        roster = HEALTH.roster.on(month.last_day)
        rows: list[tuple[str, ...]] = []
        for matter, code in zip(MATTERS, codes, strict=True):
            if standing[matter] is Progress.DONE:
                continue
            standing[matter] = chance.choice(list(Progress))
            status = {
                Progress.DONE: "closed by the inspector",
                Progress.ON_TRACK: "as planned",
                Progress.SLOW: "two weeks behind",
                Progress.STALLED: "no contractor found",
            }[standing[matter]]
            due = tl.model.english_date(months[-1].last_day)
            rows.append((matter, roster.find(code).name, standing[matter].value, status, due, ""))
        found[month] = rows
    return found


def write(path: Path, title: str, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """A table with its title above the header and numbers at the left."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow((title,))
        writer.writerow(("No.", *header))
        writer.writerows((number, *row) for number, row in enumerate(rows, 1))


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=20250301, metavar="N")
    parser.add_argument("--out", type=Path, default=SAMPLE, metavar="DIR")
    options = parser.parse_args()
    try:
        make(options.seed, options.out)
    except OSError as error:
        parser.error(f"{error}: choose another --out")


def make(seed: int, target: Path) -> None:
    """Every month's tables, in a folder of its own."""
    chance = random.Random(seed)  # noqa: S311  # no secret
    months = (MARCH, APRIL, MAY)
    listed = tasks(months, chance)
    for month in months:
        folder = target / month.key
        header = ("Hospital", "Infection rate", "Average stay", "Seen within 30 minutes", "Complaints answered")
        write(folder / "quality.csv", "Monthly report on the quality of care", header, quality(month, chance))
        write(
            folder / "tasks.csv",
            "Tasks from inspections",
            ("Task", "Hospital", "Progress", "Status", "Due", "Remark"),
            listed[month],
        )


if __name__ == "__main__":
    main()
