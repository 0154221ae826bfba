"""变动: what moved between two periods. Who entered and who left is kept apart from who improved or worsened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

from attrs import frozen

from trafficlight.model._marks import Tally
from trafficlight.ranking._orders import Order, Reason

K = TypeVar("K")


@frozen
class Move(Generic[K]):
    """变动: one subject present in both periods, its marks before and after, and what decided."""

    subject: K
    before: Tally
    after: Tally
    reason: Reason


@frozen
class Movement(Generic[K]):
    """变动情况: every subject of either period stands in exactly one list.

    `unrated` were there both times, but without a mark in at least one, where that is no rating.
    """

    improved: tuple[Move[K], ...]
    worsened: tuple[Move[K], ...]
    unchanged: tuple[K, ...]
    unrated: tuple[K, ...]
    entered: tuple[K, ...]
    left: tuple[K, ...]

    def __repr__(self) -> str:
        return f"Movement({self})"

    def __str__(self) -> str:
        return (
            f"改善{len(self.improved)}，退步{len(self.worsened)}，不变{len(self.unchanged)}，"
            f"无标识{len(self.unrated)}，新增{len(self.entered)}，退出{len(self.left)}"
        )


def movement(
    before: Mapping[K, Tally], after: Mapping[K, Tally], *, order: Order, empty_is_unrated: bool = False
) -> Movement[K]:
    """变动: compare two periods by an order; subjects are matched by key.

    With `empty_is_unrated` a subject without a mark is not compared (an item that got no light); without it an empty
    tally is a result like any other (a unit with 0 0 0).

    >>> from trafficlight.model import BLUE, RED
    >>> from trafficlight.ranking import Order, most
    >>> moved = movement({"a": Tally.of(RED)}, {"a": Tally.of(BLUE), "b": Tally()}, order=Order(most(BLUE)))
    >>> print(moved, str(moved.improved[0].reason), moved.entered)
    改善1，退步0，不变0，无标识0，新增1，退出0 蓝1>0 ('b',)
    """
    improved: list[Move[K]] = []
    worsened: list[Move[K]] = []
    unchanged: list[K] = []
    unrated: list[K] = []
    for subject, now in after.items():
        if subject not in before:
            continue
        was = before[subject]
        turn = order.compare(now, was)
        if empty_is_unrated and not (was and now):
            unrated.append(subject)
        elif turn == 0:
            unchanged.append(subject)
        else:
            (improved if turn < 0 else worsened).append(Move(subject, was, now, order.reason(now, was)))
    return Movement(
        tuple(improved),
        tuple(worsened),
        tuple(unchanged),
        tuple(unrated),
        tuple(subject for subject in after if subject not in before),
        tuple(subject for subject in before if subject not in after),
    )
