"""全省文件: extract, letter and compendium for each of three thousand units, over processes, Dask or Spark.

    python papers.py [--units 3000] [--out DIR] [--on processes|dask|spark] [--workers 2]

Says how far it is on standard error. What fails is told with its unit, and after --errors of them nothing new is begun;
Ctrl-C ends it, too. Files are whole or not there, so that it can simply be run again. Dask and Spark write on the machines
of their workers: DIR is a folder that all of them see.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from province import Result, Task, tasks, work

HERE: Final = Path(__file__).resolve().parent
ARTICLES: Final = HERE.parent / "jining" / "经验做法" / "科室单位篇"
AHEAD: Final = 8
"""Tasks that wait for a worker: enough that none is idle, few enough that memory stays flat."""


def in_pool(pool: Executor, todo: Iterable[Task], do: Callable[[Task], Result] = work) -> Generator[Result, None, None]:
    """The results of tasks as they come. A task is made when a worker will soon be free; who stops asking cancels the rest."""
    waiting: set[Future[Result]] = set()
    try:
        for task in todo:
            waiting.add(pool.submit(do, task))
            if len(waiting) >= AHEAD:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from (one.result() for one in done)
        done, waiting = wait(waiting)
        yield from (one.result() for one in done)
    finally:
        for one in waiting:
            one.cancel()


def on_processes(todo: Iterable[Task], workers: int) -> Generator[Result, None, None]:
    """On the cores of this machine, in fresh processes: what this one holds is in none of them."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from in_pool(pool, todo)


def on_dask(todo: Iterable[Task], workers: int) -> Generator[Result, None, None]:
    """On a Dask cluster; here a local one. Its client gives an executor as any other."""
    from distributed import Client

    with Client(n_workers=workers, threads_per_worker=1) as client:
        client.upload_file(str(HERE / "province.py"))
        yield from in_pool(client.get_executor(pure=False), todo)


def on_spark(todo: Iterable[Task], workers: int) -> Generator[Result, None, None]:
    """On a Spark cluster; here a local one. Spark begins a partition when the one before it has been fetched."""
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # local workers take this Python; a cluster has its own
    spark = SparkSession.builder.master(f"local[{workers}]").appName("papers").getOrCreate()
    try:
        spark.sparkContext.addPyFile(str(HERE / "province.py"))
        given = list(todo)
        rows = spark.sparkContext.parallelize(given, max(1, len(given) // AHEAD)).map(work)
        yield from rows.toLocalIterator(prefetchPartitions=True)
    finally:
        spark.stop()


ON: Final = {"processes": on_processes, "dask": on_dask, "spark": on_spark}


def follow(results: Iterator[Result], total: int, errors: int) -> tuple[int, int]:
    """Say how far it is, and what failed; after so many failures, stop. How many units have their papers, and how many failed."""
    made = failed = 0
    for result in results:
        made, failed = (made, failed + 1) if result.error else (made + 1, failed)
        if result.error:
            print(f"{result.unit}：{result.error}", file=sys.stderr)
        if (made + failed) % 100 == 0 or made + failed == total:
            print(f"{made + failed}/{total} {result.unit}", file=sys.stderr)
        if failed >= errors:
            break
    return made, failed


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=3000)
    parser.add_argument("--out", type=Path, default=Path("out"), metavar="DIR")
    parser.add_argument("--on", choices=ON, default="processes")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--errors", type=int, default=5)
    options = parser.parse_args()
    articles = tuple(sorted(ARTICLES.glob("*.docx")))  # each unit sends in the same ones
    results = ON[options.on](tasks(options.units, articles, options.out.resolve()), options.workers)
    try:
        made, failed = follow(results, options.units, options.errors)
    finally:
        results.close()
    here, there = (
        resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    beside = f", at most {there} MiB in a worker" if options.on == "processes" else ""
    print(f"{made} of {options.units} units; at most {here} MiB here{beside}")
    sys.exit(int(failed > 0))


if __name__ == "__main__":
    main()
