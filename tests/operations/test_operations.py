"""步数: no hot path takes a fifth more steps than it did, and none takes more for each item the more items there are."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Final

import pytest
from helpers.processes import fresh

from operations import PATHS, PYTHON, Counts, HotPath, Sizes, budgets, complaints, counted, stale

STORED: Final = budgets()
ANY: Final = next(iter(STORED.values()))
PATH: Final = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)


@pytest.fixture(scope="module")
def found() -> Mapping[str, Sizes]:
    """The counts of all paths, taken in a process in which nothing else runs and texts hash as they always do."""
    printed = json.loads(fresh("from operations.__main__ import main; main()", timeout=900, PYTHONHASHSEED="0"))
    return {name: {size: Counts(*counts) for size, counts in sizes.items()} for name, sizes in printed.items()}


@PATH
def test_a_hot_path_keeps_its_budget(path: HotPath, found: Mapping[str, Sizes]) -> None:
    """It takes no more than 10 % above the steps that are stored, and an item among many no more than one among few."""
    counts, budget = found[path.name], STORED.get(PYTHON, {}).get(path.name, {})
    assert [*complaints(path, counts, budget)] == []
    renew = [*stale(path, counts, budget)] if budget else [f"no budget for Python {PYTHON}"]
    if renew:
        pytest.skip(f"{renew[0]}: run `python -m operations --write` in tests")


def test_every_path_has_a_budget_of_each_size() -> None:
    """A path that is added or renamed without its budget would not be guarded."""
    sizes = {path.name: [*map(str, path.sizes)] for path in PATHS}
    for stored in STORED.values():
        assert {name: [*counts] for name, counts in stored.items()} == sizes


def _with(base: Sizes, step: Callable[[int], object]) -> dict[str, Counts]:
    """The counts of a path to which a step is added, as the counter sees it."""

    def here(file: str) -> bool:
        return file == __file__

    def planted(size: str, counts: Counts) -> Counts:
        added = counted(lambda: step(int(size)), here)
        return Counts(counts.instructions + added.instructions, counts.calls + added.calls)

    counted(lambda: step(1), here)  # as in `measured`
    return {size: planted(size, counts) for size, counts in base.items()}


def _pass(times: int) -> None:
    for _ in range(times):
        pass


def _call(times: int) -> None:
    for _ in range(times):
        len(())


@PATH
def test_the_guard_sees_a_quadratic_step(path: HotPath) -> None:
    """For each item those before it are gone through, by a loop that does nothing: the growth alone tells, without a budget."""
    known = ANY[path.name]
    weight = (
        1 + known[str(path.many)].instructions // path.many // 3000
    )  # an article, of 30,000, has a step of a dozen turns

    def look(count: int) -> None:
        for number in range(count):
            _pass(number * weight)

    assert [*complaints(path, known, known)] == []
    assert any("among many" in said for said in complaints(path, _with(known, look), {}))


@PATH
@pytest.mark.parametrize(("kind", "do"), [("instructions", _pass), ("calls", _call)])
def test_the_guard_sees_a_fifth_more(path: HotPath, kind: str, do: Callable[[int], None]) -> None:
    """A loop that takes 20 % more than an item does is noticed at both sizes, and so is one that calls other code."""
    known = ANY[path.name]
    turn = (getattr(_with({"1000": Counts(0, 0)}, do)["1000"], kind)) / 1000
    fifth = {size: round(getattr(counts, kind) / 5 / turn) for size, counts in known.items()}
    said = [*complaints(path, _with(known, lambda size: do(fifth.get(str(size), 1))), known)]
    for size in (path.few, path.many):
        assert any(f"{size} items: 1.2" in line and kind in line for line in said)


@PATH
def test_a_budget_that_has_become_too_wide_is_noticed(path: HotPath) -> None:
    """Who halves the steps is told to make the budget anew, or the half could come back unseen."""
    known = ANY[path.name]
    half = {size: Counts(counts.instructions // 2, counts.calls // 2) for size, counts in known.items()}
    assert [*stale(path, known, known), *complaints(path, half, known)] == []
    assert len([*stale(path, half, known)]) == 2 * len(known)
