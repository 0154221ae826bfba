"""标识: the lights that our own documents show in a cell, told from what an office wrote there."""

from __future__ import annotations

import re
from collections.abc import Iterable

from trafficlight.model.marks import Mark


class Lights:
    """标识: a palette's marks, as a published table shows them: the cell's ground colour, and the word beside the text."""

    def __init__(self, marks: Iterable[Mark] = ()) -> None:
        marks = tuple(marks)
        labels = "|".join(re.escape(mark.label) for mark in sorted(marks, key=lambda mark: -len(mark.label)))
        self._colours = {mark.colour.upper() for mark in marks}
        self._word = re.compile(rf"(?:\A|\n|（(?=.*）\Z))(?:(?:{labels})\d*)+）?\Z") if marks else None

    def without(self, text: str, fill: str) -> str:
        """The text without the light, if the cell has a mark's ground and ends with a mark's word.

        >>> from trafficlight.model.marks import BLUE, YELLOW
        >>> Lights([BLUE, YELLOW]).without("已办结（蓝）", "0070C0"), Lights([BLUE]).without("已办结（蓝）", "")
        ('已办结', '已办结（蓝）')
        """
        if self._word is None or fill.upper() not in self._colours:
            return text
        return self._word.sub("", text)
