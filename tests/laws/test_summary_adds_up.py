"""The parts of the summary sentence add up (A2, A4-2.3).

“共梳理重点工作x项，其中，市委市政府及以上层面x项，局重点工作x项。已完成x项（蓝牌），正常推进x项（不标注颜色），推进缓慢的x项（黄牌），严重滞后x项（红牌）”
"""

from __future__ import annotations

import datetime as dt
import re

from helpers.office_ratings import SCHEME
from helpers.refusals import refused
from helpers.small_office import ROSTER, RULEBOOK
from hypothesis import given
from hypothesis import strategies as st

from trafficlight import BLUE, RED, YELLOW, Tally, determine
from trafficlight.documents import summary_sentence
from trafficlight.notice import KeyWorkItem, Summary, key_work, summarise
from trafficlight.rules import Ratings
from trafficlight.testing import determinations, ratings, records

THEME = key_work()
ITEMS = st.lists(
    records(THEME, ROSTER, source=st.sampled_from(["局党组会议", "局长办公会", "市委市政府", "省审计厅", ""]))
)


@given(ITEMS)
def test_the_sentence_adds_up(items: list[KeyWorkItem]) -> None:
    """In the printed sentence, the two levels add up to the total, and so do the four progresses."""
    sentence = summarise(items).sentence(dt.date(2023, 9, 28))
    total, above, own, done, on_track, slow, delayed = map(int, re.findall(r"(\d+)项", sentence))
    assert above + own == total == len(items)
    assert done + on_track + slow + delayed == total


@given(ratings(RULEBOOK.replacing(THEME), ROSTER), st.data())
def test_the_printed_sentence_counts_the_lights_that_count(rated: Ratings, data: st.DataObject) -> None:
    """Whatever the task force decided, for leads or partners: the sentence counts each item by its lead's light (§4.33)."""
    decided = determine(rated, data.draw(determinations(rated)))
    items = decided.where(lambda rating: rating.theme.key == "key_work" and rating.record is not None)
    sentence = summary_sentence(SCHEME, THEME, items, as_of=dt.date(2023, 9, 28), subject="市审计局")
    total, above, own, *lit = map(int, re.findall(r"(\d+)项", sentence))
    lights = [next(iter(rating.marks_of(rating.units[0])), None) for rating in items]
    assert above + own == total == len(items)
    assert lit == [lights.count(mark) for mark in (BLUE, None, YELLOW, RED)]


@given(ITEMS)
def test_the_sentence_is_what_is_lit(items: list[KeyWorkItem]) -> None:
    """蓝牌, 黄牌 and 红牌 in the sentence are the blue, yellow and red marks that the theme's rule gives."""
    summary = summarise(items)
    marks = Tally.sum(THEME.judge(item).marks for item in items)
    assert (summary.done, summary.slow, summary.severely_delayed) == (marks[BLUE], marks[YELLOW], marks[RED])


@given(st.lists(st.integers(0, 5), min_size=7, max_size=7))
def test_parts_that_do_not_add_up_are_no_summary(numbers: list[int]) -> None:
    """A summary cannot be made of parts that do not add up."""
    total, above, own, *progresses = numbers
    if above + own == total == sum(progresses):
        assert Summary(*numbers).total == total
    else:
        with refused(ValueError, match="之和不等于"):
            Summary(*numbers)
