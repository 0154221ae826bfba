"""规则的错误: a theme that cannot work, a record that gets no light, a name that nobody knows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from trafficlight.errors.root import TrafficlightError

if TYPE_CHECKING:
    import datetime as dt


class ThemeError(TrafficlightError, ValueError):
    """A theme or rulebook that cannot work, refused at the door: duplicate key, column without a field …"""


class RuleError(TrafficlightError):
    """A record that got no light: its rule crashed, refused it, or returned no verdict. The cause is chained.

    Attributes: `theme` (key), `record`, `problem`, `serial` (序号) and `where` (file, sheet and row, when known).
    """

    def __init__(self, theme: str, record: object, problem: str, *, serial: int | None = None, where: str = "") -> None:
        place = "，".join(filter(None, [where, "" if serial is None else f"第{serial}项"]))
        super().__init__(f"主题“{theme}”{place}：{problem}；记录：{record!r}")
        self.theme = theme
        self.record = record
        self.problem = problem
        self.serial = serial
        self.where = where


class RatingFaults(TrafficlightError, ExceptionGroup[RuleError]):
    """All records that got no light, at once; nothing was rated."""

    def derive(self, excs: Sequence[RuleError]) -> RatingFaults:  # type: ignore[override]  # typeshed widens the member type
        """Keep the type when Python splits the group (PEP 654)."""
        return RatingFaults(self.message, excs)

    def lines(self) -> tuple[str, ...]:
        """One line a record, in order."""
        return tuple(str(fault) for fault in self.exceptions)


class NoEvidence(TrafficlightError, ValueError):
    """无依据: a rule was asked for a light without the fact that the light needs; nothing is lit."""

    def __init__(self, fact: str, allowed: Sequence[str] = ()) -> None:
        expected = f"；应为 {'、'.join(allowed)} 之一" if allowed else ""
        super().__init__(f"缺少依据“{fact}”，不予亮灯{expected}")
        self.fact = fact
        self.allowed: tuple[str, ...] = tuple(allowed)


class NotInForce(TrafficlightError, LookupError):
    """未施行: the date lies before the first rulebook."""

    def __init__(self, date: dt.date, first: dt.date) -> None:
        super().__init__(f"{date.isoformat()} 尚无规则：最早的规则自 {first.isoformat()} 起施行")
        self.date = date
        self.first = first


class DeterminationError(TrafficlightError, ValueError):
    """A determination that fits no rating, more than one, or a mark that the rules no longer compute."""


class CalendarUnknown(TrafficlightError, LookupError):
    """The working-day calendar does not know this year; holidays are never guessed."""

    def __init__(self, year: int, known: Sequence[int]) -> None:
        super().__init__(f"日历没有 {year} 年的放假安排；已知年份：{'、'.join(map(str, known)) or '无'}")
        self.year = year
        self.known: tuple[int, ...] = tuple(known)


class _Unknown(TrafficlightError, LookupError):
    noun = ""

    def __init__(self, name: str, known: Sequence[str] = ()) -> None:
        super().__init__(f"没有{self.noun}“{name}”；可用：{'、'.join(known) or '无'}")
        self.name = name
        self.known: tuple[str, ...] = tuple(known)


class UnknownTheme(_Unknown):
    """No theme of that key stands in the rulebook."""

    noun = "主题"


class UnknownUnit(_Unknown):
    """No unit of that name or alias stands in the roster."""

    noun = "单位"


class UnknownBoard(_Unknown):
    """No board of that key stands in the roster."""

    noun = "榜"
