"""Type tables as offices do, by the thousand, over all themes and formats, and read them back.

    python tests/typed [--tables N] [--seed K] [--office NAME]

0 when every table was read as it was meant, or was asked about at a cell that was made unclear; the others are printed.
The same seed types the same tables.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parents[1]
BATCH = 500
"""Hypothesis remembers what it has drawn: a run of its own for so many keeps the memory small."""
SHOWN = 5


def main() -> int:
    """Run it."""
    sys.path.insert(0, str(TESTS))
    from helpers.typed_files import Table
    from helpers.typed_offices import NOTICE, OFFICES
    from hypothesis import HealthCheck, Phase, given, seed, settings

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tables", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=20230928)
    parser.add_argument("--office", choices=OFFICES, help="one of the offices alone")
    options = parser.parse_args()

    tried: Counter[str] = Counter()
    found: list[str] = []
    start = time.perf_counter()
    names = (
        [options.office] if options.office else ["notice", *OFFICES, "two tables on one sheet"]
    )  # the notice has many themes

    def batches() -> Iterator[tuple[int, str, int]]:
        for number, first in enumerate(range(0, options.tables, BATCH)):
            yield options.seed + number, names[number % len(names)], min(BATCH, options.tables - first)

    for number, name, count in batches():
        office = OFFICES.get(name, NOTICE)

        @seed(number)
        @settings(
            max_examples=count,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(office.tables() if name in OFFICES else office.stacks())
        def law(table: Table) -> None:
            tried[table[1]] += 1
            try:
                office.check(table)  # noqa: B023  # called within the loop
            except AssertionError as broken:
                found.append(str(broken))
                if len(found) <= SHOWN:
                    print(f"{table[1]} {broken}\n", flush=True)

        law()
        seconds = time.perf_counter() - start
        print(f"{sum(tried.values())} tables, {len(found)} read otherwise, {seconds:.0f} s", flush=True)
    print(", ".join(f"{ending} {count}" for ending, count in sorted(tried.items())))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
