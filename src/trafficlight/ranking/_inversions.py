"""倒挂: does a worse fact ever raise a rank? The notice's rule has such a case (§3.2); this check finds it in any rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Generic, TypeVar

import attrs
from attrs import frozen

from trafficlight.model._field_types import typed
from trafficlight.ranking._orders import Order, Reason
from trafficlight.rules._themes import Theme

R = TypeVar("R")


@frozen(field_transformer=typed)
class Inversion(Generic[R]):
    """倒挂: the record with the better fact stands behind the one with the worse; `reason` says by which count."""

    better_fact: R
    worse_fact: R
    reason: Reason


def ladder(record: R, name: str, values: Iterable[Any]) -> tuple[R, ...]:
    """The same attrs record with one field set to each value, from the best fact to the worst."""
    return tuple(attrs.evolve(record, **{name: value}) for value in values)  # type: ignore[misc]  # R is an attrs class


def inversions(theme: Theme[R], facts: Sequence[R], *, order: Order) -> tuple[Inversion[R], ...]:
    """Every pair on a ladder of records, best fact first, in which the worse fact ranks strictly higher.

    With the notice's rule and order, 推进缓慢 (one yellow) stands before 正常推进 (no mark):

    >>> from trafficlight.model import Progress, Responsibility, Unit
    >>> from trafficlight.notice import ORDER, KeyWorkItem, key_work
    >>> item = KeyWorkItem("事项", "", "", Progress.DONE, "", Responsibility((Unit("办公室"),)), "局党组会议")
    >>> (found,) = inversions(key_work(), ladder(item, "progress", Progress), order=ORDER)
    >>> found.better_fact.progress.value, found.worse_fact.progress.value, str(found.reason)
    ('正常推进', '推进缓慢', '同为蓝0，黄1>0')
    """
    marks = [theme.judge(fact).tally for fact in facts]
    return tuple(
        Inversion(facts[better], facts[worse], order.reason(marks[better], marks[worse]))
        for better in range(len(facts))
        for worse in range(better + 1, len(facts))
        if order.compare(marks[worse], marks[better]) < 0
    )
