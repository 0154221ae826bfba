"""进度评价: how a piece of work stands. Not a colour: each theme maps its own facts to marks (§3.1)."""

from __future__ import annotations

import enum
from typing import Final

from trafficlight.model.words import Vocabulary


class Progress(enum.Enum):
    """进度评价, the four of annex 2."""

    DONE = "已办结"
    ON_TRACK = "正常推进"
    SLOW = "推进缓慢"
    SEVERELY_DELAYED = "严重滞后"


PROGRESS: Final = Vocabulary(
    "进度评价",
    [(progress.value, progress) for progress in Progress],
    {
        "已完成": Progress.DONE,
        "办结": Progress.DONE,
        "正常进行": Progress.ON_TRACK,
        "进展缓慢": Progress.SLOW,
    },
)
"""The words of annex 2 and the other known wordings (§3.12); extend with `with_aliases`."""
