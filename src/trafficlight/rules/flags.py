"""提请研究: what needs the task force's eye, a list beside the standings (§3.18)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import frozen

from trafficlight.model.units import Unit
from trafficlight.rules.rating import Rating


@frozen
class Flag:
    """提请研究事项: theme (title), 序号, units, and why."""

    theme: str
    serial: int | None
    units: tuple[Unit, ...]
    note: str

    def __str__(self) -> str:
        number = "" if self.serial is None else f"第{self.serial}项 "
        return f"{self.theme} {number}{'、'.join(unit.name for unit in self.units)}：{self.note}"


def flags(ratings: Iterable[Rating[Any]]) -> tuple[Flag, ...]:
    """The flagged ratings in order; those that the task force has determined need no eye any more."""
    return tuple(
        Flag(rating.theme.title, rating.serial, rating.units, rating.verdict.flag)
        for rating in ratings
        if rating.verdict.flag and rating.determination is None
    )
