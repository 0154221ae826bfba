"""Damage real files and grids, and make articles, at random; see that every promise about hostile input is kept.

    python tests/fuzz [--files N] [--grids M] [--compendia C] [--judged J] [--hostile] [--seconds S] [--seed K]
                      [--workers W] [--keep FOLDER]

Compendia are made of articles that were put together piece by piece, half of them damaged then: all are held to the
grammar as they are made, and J of them shown to the Open XML SDK, with the articles that they were made of.
0 when there was no untyped exception and no internal fault, nothing over 10 s or 512 MB, no network, no file written, and
nothing invalid. A case that broke a promise is kept in FOLDER. The same seed gives the same files.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from functools import partial
from pathlib import Path

TESTS = Path(__file__).parents[1]
SECONDS, MEGABYTES = 10.0, 512


def main() -> int:
    """Run it."""
    sys.path.insert(0, str(TESTS))
    from fuzz import cases, seeds, watch

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--grids", type=int, default=100_000)
    parser.add_argument("--compendia", type=int, default=20_000)
    parser.add_argument("--judged", type=int, default=200, help="compendia that the Open XML SDK judges")
    parser.add_argument("--workers", type=int, default=watch.WORKERS)
    parser.add_argument("--hostile", action="store_true", help="also the cases of tests/sheets/hostile.py, full size")
    parser.add_argument("--seconds", type=float, default=7200.0, help="for each kind of case")
    parser.add_argument("--seed", type=int, default=20230928)
    parser.add_argument("--keep", type=Path, default=Path("out", "fuzz"), metavar="FOLDER")
    options = parser.parse_args()

    bad = 0
    with tempfile.TemporaryDirectory() as name:
        sources, watched = Path(name, "sources"), Path(name, "watched")
        sources.mkdir()
        watched.mkdir()
        real = seeds.files()
        for file, data in real.items():
            Path(sources, file).write_bytes(data)
        told = cases.write_hostile(Path(name, "hostile")) if options.hostile else []
        print(f"{len(real)} real files", flush=True)
        runs = {
            "files": (partial(cases.file_job, sources, options.seed), options.files, 1),
            "grids": (partial(cases.grid_job, sources, options.seed), -(-options.grids // cases.BATCH), cases.BATCH),
            "compendia": (partial(cases.article_job, options.seed), options.compendia, 1),
            "hostile": (partial(cases.hostile_job, Path(name, "hostile"), told), len(told), 1),
        }
        for kind, (make, count, weight) in runs.items():
            figures = watch.run(make, count, watched, seconds=options.seconds, weight=weight, workers=options.workers)
            left = sorted(path.name for path in watched.rglob("*"))
            slowest = figures.slowest[0] / (weight if kind == "grids" else 1)
            kept = (
                not figures.problems
                and slowest <= SECONDS
                and figures.memory[0] <= MEGABYTES
                and not figures.network
                and not figures.written
                and not left
            )
            bad += not kept
            print(
                f"{kind}: {figures.cases}, broken promises {len(figures.problems)}, slowest {slowest:.2f} s"
                f" (number {figures.slowest[1]}), peak {figures.memory[0]} MB (number {figures.memory[1]}),"
                f" network {figures.network}, written {len(figures.written)} {figures.written[:3]}, left {left[:3]}",
                flush=True,
            )
            for done in figures.problems:
                options.keep.mkdir(parents=True, exist_ok=True)
                Path(options.keep, f"{kind}_{done.number}.txt").write_text(done.problem, encoding="utf-8")
                print(f"  {kind} {done.number}: {watch.told(done.problem)[:200]}")
                if kind == "compendia":
                    for at, (data, _, _) in enumerate(cases.made(options.seed, done.number)):
                        Path(options.keep, f"{done.number}_{at}.docx").write_bytes(data)
                if kind == "files":
                    file, data = cases.damaged(real, options.seed, done.number)
                    Path(options.keep, f"{done.number}_{file}").write_bytes(data)
        invalid = judged(options.seed, options.compendia, options.judged, Path(name, "judged"))
    return int(bad > 0 or bool(invalid))


def judged(seed: int, count: int, most: int, folder: Path) -> list[str]:
    """What the Open XML SDK finds in some of the compendia; it proves something as far as their articles are valid."""
    from fuzz import cases
    from fuzz.entry_points import merge
    from helpers.judging import SDK

    numbers = range(0, count, max(count // max(most, 1), 1)) if most else ()
    if numbers and SDK.missing():
        print(f"judged: 0 ({SDK.missing()})")
        return []
    folder.mkdir()
    found: list[str] = []
    sound = valid = 0
    for number in numbers:
        sources = cases.made(seed, number)
        file = folder / f"{number}.docx"
        file.write_bytes(merge(sources).data)
        found += SDK.find([file])
        for at, (data, _, whole) in enumerate(sources):
            if whole:
                source = folder / f"{number}_{at}.docx"
                source.write_bytes(data)
                sound += 1
                valid += not SDK.find([source])
    made = f"made of {sound} articles as they were made, {valid} of them valid"
    print(f"judged: {len(numbers)}, {made}, invalid {len(found)}", *found, sep="\n  ")
    return found


if __name__ == "__main__":
    sys.exit(main())
