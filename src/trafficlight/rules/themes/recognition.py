"""认定: what 对上争取 and 改革创新 share: as many blue as an authority recognised, yellow for plans, red for neither."""

from __future__ import annotations

import unicodedata
from typing import Final, Protocol

from attrs import frozen

from trafficlight.errors import NoEvidence
from trafficlight.model.marks import BLUE, RED, YELLOW
from trafficlight.rules.clause import Clause
from trafficlight.rules.verdict import Verdict, lit

UNRECOGNISED: Final = Clause("R5", "已争取而未经认定的，按拟争取计，为黄色标识", reading=True)
"""No blue without recognition; an unrecognised win counts as planned, and the explanation says so (§3.5)."""
PLANNED_WORDS: Final = "没有已争取事项，但有拟争取事项，该单位为黄色标识"
NEITHER_WORDS: Final = "已争取、拟争取事项均没有，该单位为红色标识"

RECOGNISED_HINT: Final = "已经认定的，在该项末尾写“（已认定）”"
COUNT_HINT: Final = "通过认定的项数；空着的，按标注“（已认定）”的项数计"

_RECOGNISED: Final = "(已认定)"
_TRAILING: Final = "。；;，,、. "


def is_recognised(item: str) -> bool:
    """Whether an item ends in “（已认定）”, full- or half-width brackets, a full stop behind it forgiven (§3.13)."""
    return unicodedata.normalize("NFKC", item).rstrip(_TRAILING).endswith(_RECOGNISED)


class HasItems(Protocol):
    """A record of items won and planned."""

    @property
    def won(self) -> tuple[str, ...]:
        """已争取."""

    @property
    def planned(self) -> tuple[str, ...]:
        """拟争取."""

    @property
    def recognised(self) -> int | None:
        """认定数; None when only the items tell."""


@frozen
class RecognitionRule:
    """As many BLUE as recognised; else YELLOW for anything won or planned; else RED."""

    recognised: Clause
    planned: Clause
    neither: Clause

    def __call__(self, record: HasItems) -> Verdict:
        """The verdict. Raises `NoEvidence` when 认定数 is no whole number, or counts more than was won at all."""
        stated = record.recognised
        if stated is not None and (type(stated) is not int or stated < 0):
            raise NoEvidence("认定数", ("不小于 0 的整数",))
        marked = sum(map(is_recognised, record.won))
        count = marked if stated is None else stated
        if count and not record.won:
            raise NoEvidence("已争取事项", (f"与认定数{count}相符的事项",))
        doubt = _doubt(count, marked, len(record.won))
        if count:
            return lit(BLUE, count, because=self.recognised, note=f"认定{count}项", flag=doubt)
        if doubt:
            return lit(YELLOW, because=UNRECOGNISED, note="认定数为0，按拟争取计", flag=doubt)
        if record.won and record.planned:
            return lit(YELLOW, because=UNRECOGNISED, note="已争取未认定，按拟争取计")
        if record.won:
            return lit(YELLOW, because=UNRECOGNISED, note="按拟争取计", flag="已争取未认定")
        if record.planned:
            return lit(YELLOW, because=self.planned)
        return lit(RED, because=self.neither)


def _doubt(count: int, marked: int, lines: int) -> str:
    """What the task force should look at where 认定数 and the items contradict each other; the stated number counts."""
    if marked and marked != count:
        return f"认定数{count}与标注“（已认定）”的{marked}项不符"
    return f"认定数{count}多于所列{lines}项" if count > lines else ""
