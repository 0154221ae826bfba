"""提请研究: the list beside the standings (§3.18)."""

from __future__ import annotations

from helpers.sample_records import indicator
from helpers.small_office import OFFICE, PERSONNEL, ROSTER, RULEBOOK

from trafficlight import Entry
from trafficlight.model import Progress
from trafficlight.rules import Flag, flags


def test_flags_are_data() -> None:
    """“考核结果排名前10名的为已办结（蓝色标识）”: theme, number, units, and why; what is plain is not listed."""
    ratings = RULEBOOK.rate(
        [
            Entry("performance_assessment", indicator(Progress.DONE, 2)),
            Entry("performance_assessment", indicator(Progress.DONE, 12, OFFICE, PERSONNEL)),
        ],
        roster=ROSTER,
    )
    assert flags(ratings) == (Flag("高质量发展", 2, (OFFICE, PERSONNEL), "第12名", "指标"),)


def test_in_words() -> None:
    """One line a flag; a flag without a number names its units alone."""
    assert str(Flag("招商引资", 3, (OFFICE,), "有进展无线索")) == "招商引资 第3项 办公室：有进展无线索"
    assert str(Flag("招商引资", None, (OFFICE, PERSONNEL), "请看")) == "招商引资 办公室、人事科：请看"
