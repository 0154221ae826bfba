"""examples/province: many documents over processes, with progress, first errors and cancellation."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from helpers.scripts import EXAMPLES, attempt

sys.path.insert(0, str(EXAMPLES / "province"))
import papers
import province

UNITS = 3


def files(folder: Path) -> dict[str, bytes]:
    """Each file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.docx")}


def test_processes_write_what_one_would(tmp_path: Path) -> None:
    """Extract, letter and compendium of each unit are there, byte for byte as without processes, and it says how far it is."""
    done = attempt("province/papers.py", "--units", UNITS, "--out", tmp_path / "many", folder=tmp_path)
    assert (done.returncode, done.stderr.splitlines()[-1].split()[0]) == (0, f"{UNITS}/{UNITS}"), done.stderr
    articles = tuple(sorted(papers.ARTICLES.glob("*.docx")))
    results = [province.work(task) for task in province.tasks(UNITS, articles, tmp_path / "one")]
    assert [result.error for result in results] == [""] * UNITS
    one = files(tmp_path / "one")
    assert one == files(tmp_path / "many")
    assert [len([name for name in one if kind in name]) for kind in ("台账", "提醒函", "经验做法")] == [UNITS] * 3


def test_the_first_errors_end_it(tmp_path: Path) -> None:
    """What fails is told with its unit; after the errors that were asked for it ends, and says so by its exit code."""
    (tmp_path / "out").touch()
    done = attempt("province/papers.py", "--units", 60, "--out", tmp_path / "out", "--errors", 2, folder=tmp_path)
    told = [line for line in done.stderr.splitlines() if line.startswith("第")]
    assert (done.returncode, len(told)) == (1, 2), done.stderr
    assert done.stdout.startswith("0 of 60")


def test_who_stops_asking_cancels_the_rest() -> None:
    """No more tasks are made than will soon be done, and none is done after somebody stopped."""
    made, did = [], []

    def todo() -> Iterator[province.Task]:
        for task in province.tasks(1000, (), Path()):
            made.append(task)
            yield task

    def do(task: province.Task) -> province.Result:
        did.append(task)
        return province.Result(task.unit)

    with ThreadPoolExecutor(1) as pool:
        results = papers.in_pool(pool, todo(), do)
        first = next(results)
        results.close()
    assert first.unit in [task.unit for task in did]  # whichever was done first
    assert len(did) <= len(made) <= papers.AHEAD + 1


@pytest.mark.parametrize("count", [0, 1, papers.AHEAD, 5 * papers.AHEAD + 1])
def test_every_task_is_done_once(count: int) -> None:
    """Whatever their number, more or less than wait for a worker."""
    with ThreadPoolExecutor(2) as pool:
        results = papers.in_pool(pool, province.tasks(count, (), Path()), lambda task: province.Result(task.unit))
        assert sorted(str(one.unit) for one in results) == [str(unit) for unit in province.units(count)]
