"""Frames beside the same query by hand, on the same Parquet file in the same run: `python tests/bench/engines.py [--rows 100000000]`.

Each runs in a process of its own, so that its CPU time and its peak of memory are its own.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

from goals import Goals

UNITS: Final = 3000
WORDS: Final = ("已办结", "正常推进", "推进缓慢", "严重滞后")
MOST: Final = 1.3  # times the CPU of the query by hand
MEMORY_MIB: Final = 250.0
BATCH: Final = 5_000_000
GROUP: Final = 262_144  # rows of a row group, as polars writes it: an engine holds some of them at a time


def make(path: Path, rows: int) -> None:
    """Rows of a status theme: a unit and a word, drawn from a seed, in row groups."""
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import parquet

    units, words = pa.array([f"单位{number:04}" for number in range(UNITS)]), pa.array(WORDS)
    with parquet.ParquetWriter(path, pa.schema([("unit", pa.string()), ("progress", pa.string())])) as writer:
        for start in range(0, rows, BATCH):
            many = min(BATCH, rows - start)
            draw = random.Random(start)  # noqa: S311  # rows are no secret
            drawn = pa.Array.from_buffers(pa.uint32(), many, [None, pa.py_buffer(draw.randbytes(4 * many))])
            high, word = pc.shift_right(drawn, 4), pc.bit_wise_and(drawn, 3)
            at = pc.subtract(high, pc.multiply(pc.divide(high, UNITS), UNITS))
            writer.write_table(pa.table({"unit": units.take(at), "progress": words.take(word)}), row_group_size=GROUP)


def roster() -> list[dict[str, Any]]:
    """Three thousand units of one board."""
    return [{"unit": f"单位{number:04}", "board": "all", "position": number} for number in range(UNITS)]


def by_frames(data: Any, units: Any) -> Any:
    """The library: lights by the notice's rule, counts, places."""
    from trafficlight import notice
    from trafficlight.frames import grouped, lit, placed, tallied
    from trafficlight.model import BLUE_YELLOW_RED

    theme = notice.key_work()
    lights = lit(grouped(data, theme), theme, palette=BLUE_YELLOW_RED)
    return placed(tallied(units, lights, palette=BLUE_YELLOW_RED), notice.ORDER)


def polars_frames(path: Path) -> Any:
    """The library on polars, streaming."""
    import polars as pl

    return by_frames(pl.scan_parquet(path), pl.LazyFrame(roster())).collect(engine="streaming")


def polars_hand(path: Path) -> Any:
    """The same in polars, by hand."""
    import polars as pl

    progress = pl.col("progress")
    words = (("blue", "已办结"), ("yellow", "推进缓慢"), ("red", "严重滞后"))
    sums = (
        pl.scan_parquet(path)
        .group_by("unit")
        .agg(*((progress == word).sum().cast(pl.Int64).alias(name) for name, word in words))
    )
    return (
        pl.LazyFrame(roster())
        .join(sums, on="unit", how="left")
        .with_columns(pl.struct(-pl.col("blue"), -pl.col("yellow"), "red").rank("min").alias("place"))
        .collect(engine="streaming")
    )


def duckdb_frames(path: Path) -> Any:
    """The library on DuckDB."""
    import duckdb
    import pyarrow as pa

    return by_frames(duckdb.read_parquet(str(path)), duckdb.from_arrow(pa.Table.from_pylist(roster()))).fetchall()


def duckdb_hand(path: Path) -> Any:
    """The same in DuckDB's SQL."""
    import duckdb
    import pyarrow as pa

    duckdb.register("units", pa.Table.from_pylist(roster()))
    placed: Any = duckdb.sql(
        f"""
        with sums as (
            select unit, count(*) filter (progress = '已办结') blue, count(*) filter (progress = '推进缓慢') yellow,
                   count(*) filter (progress = '严重滞后') red
            from read_parquet('{path}') group by unit)
        select *, rank() over (order by blue desc, yellow desc, red) place from units left join sums using (unit)
        """  # noqa: S608  # a path of our own
    )
    return placed.fetchall()


RUNS: Final = {"polars": (polars_frames, polars_hand), "DuckDB": (duckdb_frames, duckdb_hand)}


def measured(engine: str, which: int, path: Path) -> dict[str, float]:
    """CPU seconds and peak memory of one run, in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--one", engine, str(which), str(path)],
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def one(engine: str, which: int, path: Path) -> None:
    """Run one and tell its figures: what was used before it (imports apart) does not count."""
    __import__("polars" if engine == "polars" else "duckdb")
    __import__("trafficlight.frames")
    start = time.process_time()
    RUNS[engine][which](path)
    used = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps({"cpu": used, "peak": peak}))


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        engine, which, path = options.one
        make(Path(path), int(which)) if engine == "make" else one(engine, int(which), Path(path))
        return
    goals = Goals()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.parquet"
        # In a process of its own: a child inherits its parent's peak of memory.
        subprocess.run([sys.executable, __file__, "--one", "make", str(options.rows), str(path)], check=True)
        for engine in RUNS:
            runs = [[measured(engine, which, path) for _ in range(options.runs)] for which in (0, 1)]
            ours, hand = (min(run["cpu"] for run in each) for each in runs)
            peak, theirs = (max(run["peak"] for run in each) for each in runs)
            print(
                f"{engine:8} {options.rows:>11,} rows: frames {ours:6.2f} s CPU, by hand {hand:6.2f} s; "
                f"peak {peak:.0f} and {theirs:.0f} MiB"
            )
            goals.told(f"{engine}, of the query by hand", ours / hand, at_most=MOST)
            goals.told(f"{engine}, peak of memory", peak, at_most=MEMORY_MIB, unit=" MiB")
    goals.end()


if __name__ == "__main__":
    main()
