"""Inputs that double in one dimension, for every entry point, and how the time of one that takes them is measured."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import Final

from attrs import frozen

MEASURABLE: Final = 0.02
"""Seconds of processor time beyond those of the smallest input: less tells nothing."""
TIMES, LENGTH, TRIES = 8, 4, 3
"""So much longer at most for so much more, the best of so many tries; the square would take sixteen times as long."""
AGAIN: Final = 4
"""So often more both sizes are timed, one after the other, before it counts as too slow: a neighbour's work adds to a time."""


@frozen
class Case:
    """An entry point and a dimension: `prepare` makes an input of a size, and gives what is to be timed.

    No limit lets more than `most` through; up to there the size doubles until the time can be measured.
    """

    entry: str
    dimension: str
    prepare: Callable[[int], Callable[[], object]]
    most: int


def seconds(do: Callable[[], object], tries: int = TRIES) -> float:
    """Processor time of the best try."""
    best = float("inf")
    for _ in range(tries):
        gc.collect()  # what earlier tries left would make the processor fetch memory anew, as many times as there were tries
        start = time.process_time()
        do()
        best = min(best, time.process_time() - start)
    return best


def growth(case: Case) -> float:
    """How many times as long four times the size takes, where the time of the size can be measured.

    Without the garbage collector, which begins to look at what is held beyond a size.
    """
    gc.disable()
    gc.freeze()  # what stands already is not gone through at each collection
    try:
        return _growth(case)
    finally:
        gc.unfreeze()
        gc.enable()


def _growth(case: Case) -> float:
    count, few, do = 2, 0.0, case.prepare(1)
    least = seconds(do)
    while 2 * LENGTH * count <= case.most:
        do = case.prepare(count)
        few = seconds(do, 1) - least
        if few > MEASURABLE and (few := min(few, seconds(do) - least)) > MEASURABLE:
            break
        count *= 2 if few > MEASURABLE / 4 or LENGTH * LENGTH * count > case.most else LENGTH
    else:
        few = seconds(do := case.prepare(count)) - least
    longer = case.prepare(LENGTH * count)
    times = (seconds(longer, 1) - least) / max(few, MEASURABLE)
    for _ in range(AGAIN):
        if times <= TIMES:
            break
        few = seconds(do) - least
        times = min(times, (seconds(longer) - least) / max(few, MEASURABLE))
    return times
