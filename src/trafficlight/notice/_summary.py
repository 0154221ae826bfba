"""汇总: the summary sentence above the ledger (A2, A4-2.3)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from attrs import field, frozen

from trafficlight.errors import WrongValue
from trafficlight.messages import Words
from trafficlight.model._field_types import typed
from trafficlight.model._periods import chinese_date
from trafficlight.model._vocabulary import Progress
from trafficlight.notice._ledger import BY_SOURCE, LedgerItem, LevelBySource
from trafficlight.rules._themes import Level


def summary_words(above: str, own: str) -> Words:
    """汇总句 (A2): the summary sentence as a template; `above` and `own` name the two levels."""
    return Words(
        f"截至{{as_of}}，{{subject}}共梳理重点工作{{total}}项，其中，{above}及以上层面{{above}}项，"
        f"{own}重点工作{{own}}项。已完成{{blue}}项（蓝牌），正常推进{{unlit}}项（不标注颜色），"
        "推进缓慢的{yellow}项（黄牌），严重滞后{red}项（红牌）。",
        "As of {as_of}, {whose}{theme}, {total} in all, of which {above} set from above and {own} of the bureau's own: {lights}.",
    )


@frozen(field_transformer=typed)
class Summary:
    """重点工作汇总: how many items, from where, and how they stand. Raises `ValueError` when the parts do not add up."""

    total: int
    above: int
    own: int
    done: int
    on_track: int
    slow: int
    severely_delayed: int = field()

    def __attrs_post_init__(self) -> None:
        if self.above + self.own != self.total:
            raise WrongValue(
                f"市委市政府及以上{self.above}项与局{self.own}项之和不等于{self.total}项",
                f"{self.above} set from above and {self.own} of the bureau's own do not add up to {self.total}",
            )
        if self.done + self.on_track + self.slow + self.severely_delayed != self.total:
            raise WrongValue(
                f"各进度项数之和不等于{self.total}项", f"the counts by progress do not add up to {self.total}"
            )

    def sentence(self, as_of: dt.date, *, agency: str = "市审计局", above: str = "市委市政府", own: str = "局") -> str:
        """“截至…，…共梳理重点工作x项，…。” in the notice's words; `above` and `own` name the two levels."""
        lights = {"blue": self.done, "unlit": self.on_track, "yellow": self.slow, "red": self.severely_delayed}
        counts = {"total": self.total, "above": self.above, "own": self.own, **lights}
        return summary_words(above, own).format(as_of=chinese_date(as_of), subject=agency, **counts)


def summarise(items: Iterable[LedgerItem], *, level: LevelBySource = BY_SOURCE) -> Summary:
    """Count items by source and progress; `level` says whose task an item is (§4.27).

    >>> import datetime as dt
    >>> from trafficlight.model import Responsibility, Unit
    >>> item = LedgerItem("事项", "", "", Progress.DONE, "", Responsibility((Unit("办公室"),)), "局党组会议")
    >>> summarise([item]).sentence(dt.date(2023, 9, 28))[:42]
    '截至2023年9月28日，市审计局共梳理重点工作1项，其中，市委市政府及以上层面0项'
    """
    given = ((id(item.progress), item.source) for item in items)  # members are looked up by id far sooner than by value
    progress: dict[int, int] = {}
    total = own = 0
    for (state, source), count in Counter(given).items():  # few different ones
        progress[state] = progress.get(state, 0) + count
        total += count
        if level.of(source) is Level.OWN:
            own += count
    return Summary(
        total=total,
        above=total - own,
        own=own,
        done=progress.get(id(Progress.DONE), 0),
        on_track=progress.get(id(Progress.ON_TRACK), 0),
        slow=progress.get(id(Progress.SLOW), 0),
        severely_delayed=progress.get(id(Progress.SEVERELY_DELAYED), 0),
    )
