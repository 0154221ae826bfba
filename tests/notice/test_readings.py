"""Open points of the reading that no single theme holds (§3.1, 3.2, 3.4, 3.8, 3.18)."""

from __future__ import annotations

from helpers.sample_records import funding, indicator, investment_of, key_work_item, reform, task
from helpers.small_office import DEPARTMENTS, OFFICE, PERSONNEL, ROSTER, RULEBOOK, SECRETARIAT

from trafficlight import YELLOW, Entry, Tally, rank, tally
from trafficlight.model import Progress
from trafficlight.notice import ORDER, InvestmentProgress
from trafficlight.rules import flags


def test_yellow_is_not_one_thing() -> None:
    """推进缓慢的x项（黄牌） · 有项目线索（正常推进）为黄色标识 · 有拟争取事项，该单位为黄色标识: three facts, one light (§3.1)."""
    ratings = RULEBOOK.rate(
        [
            Entry("key_work", key_work_item(Progress.SLOW)),
            Entry("investment", investment_of(InvestmentProgress.LEAD)),
            Entry("upward_funding_bureau", funding((), ("甲",))),
        ],
        roster=ROSTER,
    )
    mine = [rating for rating in ratings if OFFICE in rating.units]
    assert [rating.marks for rating in mine] == [Tally.of(YELLOW)] * 3
    assert len({rating.verdict.because for rating in mine}) == 3
    assert tally(ratings, roster=ROSTER)[OFFICE] == Tally.of(YELLOW, 3)


def test_progress_is_no_colour() -> None:
    """正常推进x项（不标注颜色） in A2, yellow in A4-2.6: a status has no colour of its own (§3.1)."""
    (ledger, lead, *_) = RULEBOOK.rate(
        [
            Entry("key_work", key_work_item(Progress.ON_TRACK)),
            Entry("investment", investment_of(InvestmentProgress.LEAD)),
        ],
        roster=ROSTER,
    )
    assert Progress.ON_TRACK.value == InvestmentProgress.LEAD.value == "正常推进"
    assert (ledger.marks, lead.marks) == (Tally(), Tally.of(YELLOW))


def test_the_rule_rewards_slowness() -> None:
    """“黄色标识（正常进行，为正向得分）”: a unit whose item turns slow passes one that is on track (§3.2). Ranked as written."""
    standings = rank(
        tally(
            RULEBOOK.rate(
                [
                    Entry("key_work", key_work_item(Progress.ON_TRACK, OFFICE)),
                    Entry("key_work", key_work_item(Progress.SLOW, PERSONNEL)),
                ],
                roster=ROSTER,
            ),
            roster=ROSTER,
        ),
        board=DEPARTMENTS,
        order=ORDER,
    )
    assert [(row.place, row.unit) for row in standings] == [(1, PERSONNEL), (2, OFFICE), (2, SECRETARIAT)]
    assert str(standings.of(OFFICE).reason) == "同为蓝0，黄1>0"


def test_absence_earns_nothing_in_item_tables() -> None:
    """In a table of items, a unit without a row has no item: no mark, and yet it stands on its board with 0 0 0 (§3.4)."""
    ratings = RULEBOOK.rate([Entry("key_work", key_work_item(Progress.SEVERELY_DELAYED))], roster=ROSTER)
    assert len(ratings) == 1
    standings = rank(tally(ratings, roster=ROSTER), board=DEPARTMENTS, order=ORDER)
    assert standings.lines() == (
        "1. 人事科 蓝0 黄0 红0",
        "1. 秘书科 蓝0 黄0 红0（蓝0、黄0、红0全部相同，名次并列）",
        "3. 办公室 蓝0 黄0 红1（同为蓝0、黄0，红0<1，少者在前）",
    )


def test_joint_items_mark_each_unit_once() -> None:
    """“责任科室责任人” that names two departments marks each of them once (§3.8)."""
    ratings = RULEBOOK.rate([Entry("key_work", key_work_item(Progress.SLOW, OFFICE, PERSONNEL))], roster=ROSTER)
    counted = tally(ratings, roster=ROSTER)
    assert [counted[unit] for unit in DEPARTMENTS.units] == [Tally.of(YELLOW), Tally.of(YELLOW), Tally()]


def test_a_unit_named_twice_is_marked_once() -> None:
    """A record made by a program may name a unit twice; it is marked once all the same (§3.8)."""
    (rating,) = RULEBOOK.rate([Entry("three_firsts", task(Progress.SLOW, None, OFFICE, OFFICE))], roster=ROSTER)
    assert rating.units == (OFFICE,)


def test_what_needs_the_task_force() -> None:
    """Won without recognition where nothing is planned (5), progress without a lead (6), 已办结 not certified or past the limit (7)."""
    ratings = RULEBOOK.rate(
        [
            Entry("key_work", key_work_item(Progress.DONE)),
            Entry("upward_funding_bureau", funding(("甲",), ("乙",), unit=PERSONNEL)),
            Entry("reform_bureau", reform(("甲",))),
            Entry("investment", investment_of(InvestmentProgress.NO_LEAD, "赴沪招商")),
            Entry("performance_assessment", indicator(Progress.DONE, 11), serial=7),
            Entry("performance_assessment", indicator(Progress.DONE)),
            Entry("three_firsts", task(Progress.DONE, None, OFFICE, PERSONNEL)),
        ],
        roster=ROSTER,
    )
    assert [str(flag) for flag in flags(ratings)] == [
        "改革创新（局） 第1项 办公室：已争取未认定",
        "招商引资 第1项 办公室：有进展无线索",
        "高质量发展 第7项 办公室“指标”：第11名",
        "高质量发展 第2项 办公室“指标”：待认定",
        "三争 第1项 办公室、人事科“目标”：待认定",
    ]
