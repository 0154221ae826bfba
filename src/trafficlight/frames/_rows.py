"""行: plain rows of what the library holds, for an engine to make a frame of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from trafficlight.errors import ThemeError
from trafficlight.frames._columns import BOARD, POSITION, SERIAL, THEME, UNIT, before_of, light_of
from trafficlight.model._boards import Board
from trafficlight.model._marks import Palette
from trafficlight.rules._explanations import Determination


def unit_rows(*boards: Board) -> list[dict[str, Any]]:
    """花名册: unit, board and place in the establishment, a row for each unit of the boards.

    >>> from trafficlight.model import Board, RosterLine, Unit
    >>> unit_rows(Board("departments", "科室单位", [RosterLine(Unit("办公室"))]))
    [{'unit': '办公室', 'board': 'departments', 'position': 0}]
    """
    return [
        {UNIT: unit.name, BOARD: board.key, POSITION: position}
        for board in boards
        for position, unit in enumerate(board.units)
    ]


def determination_rows(determinations: Iterable[Determination], *, palette: Palette) -> list[dict[str, Any]]:
    """研究确定: a row for each decision: theme, number, unit, and the lights before and after (`from_light_red`, `light_red`).

    Raises `ThemeError` for a decision without a number or a unit, since a frame finds rows by both, and for two on one light.
    """
    decisions = list(determinations)
    vague = [str(one) for one in decisions if one.serial is None or one.unit is None]
    if vague:
        raise ThemeError(
            f"数据框上的研究确定要写明序号和单位；这些没有写：{'；'.join(vague)}",
            f"a decision on a frame names number and unit; these do not: {'; '.join(vague)}",
        )
    keys = Counter((one.theme, one.serial, one.unit) for one in decisions)
    twice = [str(one) for one in decisions if keys[one.theme, one.serial, one.unit] > 1]
    if twice:
        raise ThemeError(
            f"一个标识只确定一次；这些确定的是同一个：{'；'.join(twice)}",
            f"each light is decided once; these decide the same one: {'; '.join(twice)}",
        )
    return [
        {
            THEME: one.theme,
            SERIAL: one.serial,
            UNIT: one.unit.name if one.unit else "",
            **{before_of(light_of(mark)): one.computed[mark] for mark in palette},
            **{light_of(mark): one.decided[mark] for mark in palette},
        }
        for one in decisions
    ]
