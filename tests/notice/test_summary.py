"""The summary sentence above the ledger (A2, A4-2.3)."""

from __future__ import annotations

import datetime as dt

import pytest
from helpers.refusals import refused
from helpers.sample_records import key_work_item

from trafficlight.model import Progress
from trafficlight.notice import LevelBySource, Summary, summarise

AS_OF = dt.date(2023, 9, 8)


def test_the_sentence() -> None:
    """“截至…，市审计局共梳理重点工作x项，其中，市委市政府及以上层面x项，局重点工作x项。已完成x项（蓝牌），…” word for word."""
    summary = Summary(total=10, above=6, own=4, done=1, on_track=2, slow=3, severely_delayed=4)
    assert summary.sentence(AS_OF) == (
        "截至2023年9月8日，市审计局共梳理重点工作10项，其中，市委市政府及以上层面6项，局重点工作4项。"
        "已完成1项（蓝牌），正常推进2项（不标注颜色），推进缓慢的3项（黄牌），严重滞后4项（红牌）。"
    )


def test_another_agency_names_itself() -> None:
    """Who speaks, and what the two levels are called, are arguments."""
    sentence = summarise([]).sentence(AS_OF, agency="省水利厅", above="省委省政府", own="厅")
    assert sentence.startswith(
        "截至2023年9月8日，省水利厅共梳理重点工作0项，其中，省委省政府及以上层面0项，厅重点工作0项。"
    )


@pytest.mark.parametrize("source", ["局党组", "局长办公会", "局党组会议", " 局 党组", "局"])
def test_own_sources(source: str) -> None:
    """“局重点工作x项”: a 任务来源 that starts with 局 is the bureau's own (§3.16)."""
    assert summarise([key_work_item(Progress.DONE, source=source)]).own == 1


@pytest.mark.parametrize("source", ["市委市政府", "省审计厅", "审计署", "群众来信", ""])
def test_sources_above(source: str) -> None:
    """“市委市政府及以上层面x项”: a higher body, and any source that is not the bureau's own (§3.16, §4.27)."""
    summary = summarise([key_work_item(Progress.DONE, source=source)])
    assert (summary.above, summary.own) == (1, 0)


def test_own_sources_are_configuration() -> None:
    """The list of the bureau's own words is an argument (§3.16)."""
    items = [key_work_item(Progress.DONE, source=source) for source in ("厅党组", "局党组", "处务会")]
    assert summarise(items, level=LevelBySource(own=("厅", "处务会"))).own == 2


def test_progresses() -> None:
    """Each of the four is counted under its own name."""
    items = [key_work_item(progress) for times, progress in enumerate(Progress, 1) for _ in range(times)]
    summary = summarise(items)
    assert (summary.total, summary.done, summary.on_track, summary.slow, summary.severely_delayed) == (10, 1, 2, 3, 4)


def test_an_item_without_progress_is_not_hidden() -> None:
    """An item that no part counts makes the parts fall short, and the summary is refused."""
    item = key_work_item(None)
    with refused(ValueError, match="各进度项数之和不等于1项"):
        summarise([item])


def test_levels_must_add_up() -> None:
    """“其中”: the two levels are parts of the total."""
    with refused(ValueError, match="市委市政府及以上1项与局1项之和不等于3项"):
        Summary(3, 1, 1, 3, 0, 0, 0)
