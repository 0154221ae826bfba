"""Rate, tally and rank beside polars that is fed from the same objects, in one run; the places are compared.

    python tests/bench/rating.py [--items 1000000] [--runs 3]

CPU seconds, medians of the runs, the ways taking turns; read the ratios. Entries stand ready: a ledger of `--items` over 3,000
units, a tenth as many rows of a theme of one row a unit and of a theme whose rule looks back, and boards of 100 units with 40
items each. Each ratio is told beside its goal; fails when one is missed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import random
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from attrs import frozen
from goals import Goals

import trafficlight as tl
from trafficlight.model import RED, YELLOW, YES_NO, Choice, OneUnit, Progress, Responsibility
from trafficlight.notice import ORDER, KeyWorkItem, Reform, key_work, reform_bureau
from trafficlight.rules import Past

UNITS, SMALL_UNITS, SMALL_ITEMS, RANKED = 3000, 100, 40, 100_000
ITEMS: Final = 1_000_000
GOALS: Final[Mapping[str, tuple[float, str]]] = {
    "rate, tally, rank, of polars fed from the same objects": (1.5, "×"),
    "rate and tally, of polars fed from the same objects": (1.0, "×"),
    "memory above the entries, an item": (120.0, " B"),
    "an item of one row a unit, of one of a ledger": (3.0, "×"),
    "an item whose rule looks back, of one of a ledger": (3.0, "×"),
    "an item of a small board, of one of a large": (1.5, "×"),
    "ranking 100,000 units, of sorting their keys": (2.0, "×"),
}
"""At most so much."""
Entries = Sequence[tl.Entry[Any]]
MONTH: Final = tl.Month(2025, 5)
DONE, OPEN, TWICE = (tl.Clause(str(at), words) for at, words in enumerate(("完成", "未完成", "连续未完成"), 1))


@frozen
class Task:
    """A task of a unit, done or not."""

    code: str
    unit: tl.Unit
    done: bool


def in_time(task: Task, past: Past[Task]) -> tl.Verdict:
    """Red where the task was open the month before, too."""
    if task.done:
        return tl.unlit(because=DONE)
    return tl.lit(RED, because=TWICE) if past.run(lambda before: not before.done) else tl.lit(YELLOW, because=OPEN)


TASKS: Final = tl.Theme(
    "tasks",
    "月度任务",
    Task,
    in_time,
    tl.Form(
        "月度任务",
        (
            tl.serial(),
            tl.column("编号", "code", required=True),
            tl.column("单位", "unit", kind=OneUnit(), required=True),
            tl.column("完成", "done", kind=Choice(YES_NO), required=True),
        ),
    ),
    (DONE, OPEN, TWICE),
    identity="code",
)
BOOK: Final = tl.Rulebook("bench", dt.date(2023, 8, 3), [key_work(), reform_bureau()])
WITH_MEMORY: Final = tl.Rulebook("tasks", dt.date(2023, 8, 3), [TASKS])


def office(count: int) -> tuple[list[tl.Unit], tl.Roster, tl.Board]:
    """So many units on one board."""
    units = [tl.Unit(f"单位{number:06}") for number in range(count)]
    board = tl.Board("all", "全部", [tl.RosterLine(unit) for unit in units])
    return units, tl.Roster([board]), board


def ledger(count: int, units: Sequence[tl.Unit]) -> Entries:
    """Items of the ledger, drawn from a seed; each has a responsibility of its own."""
    draw, words = random.Random(count), list(Progress)  # noqa: S311  # items are no secret
    return [
        tl.Entry(
            "key_work",
            KeyWorkItem(
                f"事项{number}",
                "",
                "",
                draw.choice(words),
                "",
                Responsibility((draw.choice(units),), "负责人"),
                "局党组会议",
            ),
        )
        for number in range(count)
    ]


def reforms(count: int, units: Sequence[tl.Unit]) -> Entries:
    """A row of a unit each: matters won, some of them recognised, and planned ones."""
    draw = random.Random(count)  # noqa: S311
    won = [(), ("推进试点甲",), ("推进试点乙（已认定）",), ("推进试点丙（已认定）", "推进试点丁")]
    return [
        tl.Entry(
            "reform_bureau",
            Reform(
                units[number % len(units)],
                won=tuple(f"{text[:4]}{number}{text[4:]}" for text in draw.choice(won)),
                planned=(f"拟争取事项{number}",) if number % 3 else (),
            ),
        )
        for number in range(count)
    ]


def tasks(count: int, units: Sequence[tl.Unit]) -> Entries:
    """Tasks, every third one open."""
    return [
        tl.Entry("tasks", Task(f"A{number}", units[number % len(units)], bool(number % 3))) for number in range(count)
    ]


def placed(book: tl.Rulebook, entries: Entries, roster: tl.Roster, **when: Any) -> tl.Standings:
    """Ours, from entries to places."""
    rated = book.rate(entries, roster=roster, **when)
    return tl.ranking.rank(tl.ranking.tally(rated, roster=roster), board=roster.boards[0], order=ORDER)


def by_polars(entries: Entries, units: Sequence[tl.Unit]) -> Any:
    """The peer: a frame fed from the same objects, grouped and ranked."""
    import polars as pl

    frame = pl.DataFrame(
        {
            "unit": [entry.record.responsible.units[0].name for entry in entries],
            "progress": [entry.record.progress.value for entry in entries],
        }
    )
    progress = pl.col("progress")
    words = (("blue", "已办结"), ("yellow", "推进缓慢"), ("red", "严重滞后"))
    sums = frame.group_by("unit").agg(*((progress == word).sum().cast(pl.Int64).alias(name) for name, word in words))
    return (
        pl.DataFrame({"unit": [unit.name for unit in units]})
        .join(sums, on="unit", how="left")
        .fill_null(0)
        .with_columns(pl.struct(-pl.col("blue"), -pl.col("yellow"), "red").rank("min").alias("place"))
    )


def medians(ways: Mapping[str, Callable[[], object]], runs: int) -> dict[str, float]:
    """Median CPU seconds of each way."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(runs):
        for name, way in ways.items():
            gc.collect()
            start = time.process_time()
            way()
            seconds[name].append(time.process_time() - start)
    return {name: statistics.median(taken) for name, taken in seconds.items()}


def bytes_above(entries: Entries, roster: tl.Roster) -> float:
    """The most that rating and counting takes above the entries, an item."""
    tracemalloc.start()
    tl.ranking.tally(BOOK.rate(entries, roster=roster), roster=roster)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / len(entries)


def measured(count: int, runs: int) -> dict[str, float]:
    """All ratios."""
    units, roster, _ = office(UNITS)
    entries = ledger(count, units)
    places = {row.unit.name: row.place for row in placed(BOOK, entries, roster)}
    peer = by_polars(entries, units)
    if dict(zip(peer["unit"], peer["place"], strict=True)) != places:
        sys.exit("polars has other places")
    few, small, _ = office(SMALL_UNITS)
    boards = [ledger(SMALL_UNITS * SMALL_ITEMS, few)] * max(1, count // SMALL_UNITS // SMALL_ITEMS)
    tenth = count // 10
    rows, monthly = reforms(tenth, units), tasks(tenth, units)
    before = WITH_MEMORY.rate(monthly, roster=roster, period=MONTH.previous, past=())
    many, _, long = office(RANKED)
    draw = random.Random(1)  # noqa: S311
    tallies = tl.Tallies(
        (unit, tl.Tally({mark: draw.randrange(1, 50) for mark in tl.BLUE_YELLOW_RED})) for unit in many
    )
    found = medians(
        {
            "polars": lambda: by_polars(entries, units),
            "all": lambda: placed(BOOK, entries, roster),
            "tallies": lambda: tl.ranking.tally(BOOK.rate(entries, roster=roster), roster=roster),
            "rows": lambda: placed(BOOK, rows, roster),
            # as if just rated: nobody has looked back to it yet
            "memory": lambda: placed(WITH_MEMORY, monthly, roster, period=MONTH, past=before.replacing({})),
            "small": lambda: [placed(BOOK, one, small) for one in boards],
            "sorted": lambda: sorted(many, key=lambda unit: ORDER.key(tallies[unit])),
            "ranked": lambda: tl.ranking.rank(tallies, board=long, order=ORDER),
        },
        runs,
    )
    print("; ".join(f"{name} {seconds:.3f} s" for name, seconds in found.items()))
    of_small = found["small"] / (len(boards) * SMALL_UNITS * SMALL_ITEMS)
    ratios = (
        found["all"] / found["polars"],
        found["tallies"] / found["polars"],
        bytes_above(entries, roster),
        found["rows"] / found["all"] * count / tenth,
        found["memory"] / found["all"] * count / tenth,
        of_small / (found["all"] / count),
        found["ranked"] / found["sorted"],
    )
    return dict(zip(GOALS, ratios, strict=True))


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=ITEMS)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    goals = Goals()
    for name, ratio in measured(options.items, options.runs).items():
        most, unit = GOALS[name]
        goals.told(name, ratio, at_most=most, unit=unit)
    goals.end()


if __name__ == "__main__":
    main()
