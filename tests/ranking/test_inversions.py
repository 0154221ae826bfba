"""§3.2: 正常推进 is unlit, so at equal blues a unit whose item turns slow passes one that is on track."""

from __future__ import annotations

from helpers.sample_records import investment_of, key_work_item

from trafficlight import BLUE, RED, YELLOW, Order, fewest, most, notice
from trafficlight.model import Progress
from trafficlight.notice import ORDER, InvestmentProgress
from trafficlight.ranking import inversions, ladder


def test_the_worked_example() -> None:
    """“按照黄色标识（正常进行，为正向得分）数量排序” over “正常推进x项（不标注颜色）”: slow stands before on track."""
    (found,) = inversions(notice.key_work(), ladder(key_work_item(Progress.DONE), "progress", Progress), order=ORDER)
    assert (found.better_fact.progress, found.worse_fact.progress) == (Progress.ON_TRACK, Progress.SLOW)
    assert str(found.reason) == "同为蓝0，黄1>0"


def test_an_order_without_inversions() -> None:
    """With few yellows first there is none: the check tells the rule's fault from the theme's."""
    order = Order(most(BLUE), fewest(RED), fewest(YELLOW))
    assert inversions(notice.key_work(), ladder(key_work_item(Progress.DONE), "progress", Progress), order=order) == ()


def test_a_theme_without_inversions() -> None:
    """In 招商引资 a lead is yellow and none is red: each worse fact stands behind."""
    facts = ladder(investment_of(InvestmentProgress.RECOGNISED), "progress", InvestmentProgress)
    assert inversions(notice.investment(), facts, order=ORDER) == ()
    assert [fact.progress for fact in facts] == list(InvestmentProgress)
