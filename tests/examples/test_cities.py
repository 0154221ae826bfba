"""examples/cities: three published systems that look back over months, on the public names of the library alone.

Each case is a project's, district's or task's months: the facts, the light they give, and what follows from it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pytest
from attrs import evolve
from helpers.scripts import EXAMPLES, run

import trafficlight as tl
from trafficlight.rules import Coverage, Ratings
from trafficlight.testing import check_theme

sys.path.insert(0, str(EXAMPLES / "cities"))

import guangyuan
import sanya
import yinchuan

UNITS: Final = {"银川": tl.Unit("西夏区"), "三亚": tl.Unit("吉阳区"), "广元": tl.Unit("利州区")}


def months(scheme: tl.Scheme, theme: tl.Theme[Any], records: Sequence[Any], first: tl.Month) -> list[Ratings]:
    """The ratings of one item's months, each in the light of those before; None is a month without it."""
    rated: list[Ratings] = []
    month = first
    for record in records:
        entries = [] if record is None else [tl.Entry(theme.key, record)]
        coverage = Coverage.received([theme], period=month)
        past = [rating for ratings in rated for rating in ratings]
        book = scheme.rulebooks.at(month.last_day)
        rated.append(book.rate(entries, roster=scheme.roster, coverage=coverage, past=past))
        month = month.next
    return rated


def lights(rated: Sequence[Ratings]) -> list[str]:
    """The light of each month, 无 where it has none, — where the item does not stand."""
    return ["".join(mark.label for mark in one.marks) or "无" if one else "—" for one in map(_only, rated)]


def _only(ratings: Ratings) -> tl.Rating[Any] | None:
    return ratings[0] if ratings else None


def follows(rated: Sequence[Ratings]) -> list[list[str]]:
    """What follows in each month, by title."""
    return [[one.title for rating in ratings for one in rating.consequences] for ratings in rated]


def start(*, due: bool, started: bool, reason: str = "", by: str = "项目单位马工") -> yinchuan.Start:
    """A month of a project that is to start."""
    return yinchuan.Start("绿氢产业园", UNITS["银川"], due, started, reason, by if reason else "")


LATE: Final = start(due=True, started=False)
EXCUSED: Final = start(due=True, started=False, reason="冻土未化")
UNSIGNED: Final = start(due=True, started=False, reason="冻土未化", by="")
STARTED: Final = start(due=True, started=True)
EARLY: Final = start(due=False, started=False)

YINCHUAN_START: Final = [
    pytest.param([EARLY, STARTED], ["无", "绿"], id="started as planned"),
    pytest.param([LATE, LATE, LATE], ["黄", "黄", "红"], id="three months running"),
    pytest.param([LATE, LATE, LATE, LATE], ["黄", "黄", "红", "红"], id="and on"),
    pytest.param([LATE, LATE, EXCUSED, LATE], ["黄", "黄", "无", "黄"], id="a good reason breaks the run"),
    pytest.param([LATE, LATE, UNSIGNED], ["黄", "黄", "红"], id="a reason that nobody stated is none"),
    pytest.param([LATE, LATE, None, LATE], ["黄", "黄", "—", "黄"], id="a month without a row breaks the run"),
    pytest.param([LATE, STARTED], ["黄", "无"], id="started late"),
    pytest.param([EARLY, EARLY, LATE], ["无", "无", "黄"], id="months before it was due do not count"),
]


@pytest.mark.parametrize(("records", "expected"), YINCHUAN_START)
def test_yinchuan_start(records: list[yinchuan.Start | None], expected: list[str]) -> None:
    """当月应开工而未开工: yellow; 连续三个月: red."""
    assert lights(months(yinchuan.SCHEME, yinchuan.START, records, tl.Month(2025, 1))) == expected


@pytest.mark.parametrize(
    ("planned", "done", "expected"),
    [(40, 40, "绿"), (40, 45, "绿"), (40, 31, "无"), (40, 30, "黄"), (40, 10, "黄"), (40, 9, "红")],
)
def test_yinchuan_progress(planned: int, done: int, expected: str) -> None:
    """10 and 30 percentage points below are both yellow; less than 10 has no light, assumed."""
    record = yinchuan.Progress("绿氢产业园", UNITS["银川"], planned, done)
    assert lights(months(yinchuan.SCHEME, yinchuan.PROGRESS, [record], tl.Month(2025, 1))) == [expected]


@pytest.mark.parametrize(
    ("planned", "demanded", "paid", "expected"),
    [(500, 300, 500, "绿"), (500, 300, 400, "无"), (500, 300, 299, "红"), (300, 500, 400, "红")],
)
def test_yinchuan_funds(planned: int, demanded: int, paid: int, expected: str) -> None:
    """Paid as planned: green; below what the state or the region demands: red."""
    record = yinchuan.Funds("绿氢产业园", UNITS["银川"], planned, demanded, paid)
    assert lights(months(yinchuan.SCHEME, yinchuan.FUNDS, [record], tl.Month(2025, 1))) == [expected]


@pytest.mark.parametrize(
    ("under_way", "reason", "expected"),
    [(0, "", "无"), (1, "", "黄"), (2, "", "黄"), (2, "待审批", "无"), (3, "", "红"), (3, None, "绿")],
)
def test_yinchuan_statistics(under_way: int, reason: str | None, expected: str) -> None:
    """Not entered a month after the start: yellow; after more than two: red; None is entered."""
    record = yinchuan.Statistics("绿氢产业园", UNITS["银川"], under_way, reason is None, reason or "")
    assert lights(months(yinchuan.SCHEME, yinchuan.STATISTICS, [record], tl.Month(2025, 1))) == [expected]


def test_yinchuan_assumed_thresholds_are_arguments() -> None:
    """Another number of months, another light, another clause; the library knows neither."""
    rule = yinchuan.StartRule(months=2)
    theme = tl.Theme(
        key="start",
        title="开工",
        record=yinchuan.Start,
        rule=rule,
        form=yinchuan.START.form,
        clauses=rule.clauses,
        subject="project",
    )
    scheme = tl.Scheme(
        yinchuan.SCHEME.agency,
        tl.Rulebook("银川", yinchuan.SCHEME.rulebooks.latest.effective, [theme]),
        order=yinchuan.SCHEME.order,
        palette=yinchuan.SCHEME.palette,
    )
    rated = months(scheme, theme, [LATE, LATE], tl.Month(2025, 1))
    assert lights(rated) == ["黄", "红"]
    assert "连续2个月" in rated[-1][0].verdict.because.words


def project(done: int) -> sanya.Project:
    """A month of a project whose plan to date is 1000."""
    return sanya.Project("科技城", UNITS["三亚"], 1000, done)


HEAD, MAYOR, LEADER = "约谈项目负责人", "分管副市长约谈业主单位和主管部门", "市分管领导约谈"


@pytest.mark.parametrize(
    ("done", "expected", "consequences"),
    [
        pytest.param([1000, 500, 499], ["绿", "黄", "红"], [[], [HEAD], [LEADER]], id="half is yellow, included"),
        pytest.param([900, 900], ["黄", "黄"], [[HEAD], [MAYOR]], id="a second yellow running"),
        pytest.param([900, 900, 900], ["黄", "黄", "黄"], [[HEAD], [MAYOR], [MAYOR]], id="a third"),
        pytest.param([900, 1000, 900], ["黄", "绿", "黄"], [[HEAD], [], [HEAD]], id="not running"),
        pytest.param([900, None, 900], ["黄", "—", "黄"], [[HEAD], [], [HEAD]], id="gone for a month"),
    ],
)
def test_sanya_projects(done: list[int | None], expected: list[str], consequences: list[list[str]]) -> None:
    """First yellow, second yellow running, red: who talks with whom."""
    records = [None if one is None else project(one) for one in done]
    rated = months(sanya.SCHEME, sanya.PROJECTS, records, tl.Month(2022, 5))
    assert lights(rated) == expected
    assert follows(rated) == consequences


def test_sanya_districts() -> None:
    """Two months running not fulfilled: red."""
    task = "投资3亿元"
    records = [sanya.DistrictMonth(UNITS["三亚"], task, done) for done in (False, False, False, True, False)]
    rated = months(sanya.SCHEME, sanya.DISTRICTS, records, tl.Month(2022, 5))
    assert lights(rated) == ["黄", "红", "红", "绿", "黄"]


def task(*, on_time: bool, expected: bool = True, criticised: bool = False) -> guangyuan.Task:
    """A month of a rectification task."""
    return guangyuan.Task("南河排污口封堵", UNITS["广元"], on_time, expected, "李科长", criticised)


FINE: Final = task(on_time=True)
SLOW: Final = task(on_time=False)
DOUBTED: Final = task(on_time=False, expected=False)
CRITICISED: Final = task(on_time=True, criticised=True)


@pytest.mark.parametrize(
    ("records", "expected", "consequences"),
    [
        pytest.param(
            [SLOW, FINE, SLOW, SLOW],
            ["黄", "蓝", "黄", "黄"],
            [[], [], ["发督办函"], []],
            id="yellow twice, running or not, once",
        ),
        pytest.param([SLOW, None, SLOW], ["黄", "—", "黄"], [[], [], ["发督办函"]], id="gone and back"),
        pytest.param(
            [CRITICISED, DOUBTED],
            ["红", "红"],
            [["约谈"], []],
            id="red, once a run",
        ),
    ],
)
def test_guangyuan(records: list[guangyuan.Task | None], expected: list[str], consequences: list[list[str]]) -> None:
    """One task yellow twice: a letter and a point off; red: two points off and a talk."""
    rated = months(guangyuan.SCHEME, guangyuan.TASKS, records, tl.Month(2018, 6))
    assert lights(rated) == expected
    assert follows(rated) == consequences


def test_guangyuan_points_add_up() -> None:
    """What the year's assessment loses is a sum over consequences."""
    rated = months(guangyuan.SCHEME, guangyuan.TASKS, [SLOW, SLOW, DOUBTED], tl.Month(2018, 6))
    assert sum(one.points for ratings in rated for rating in ratings for one in rating.consequences) == -3


def test_a_renamed_unit_goes_on() -> None:
    """朝天县 is an alias of 朝天区 today: what it was under its old name counts."""
    was, now = tl.Unit("朝天县"), tl.Unit("朝天区")
    before = tl.Roster([tl.Board("units", "责任单位", [tl.RosterLine(was)])])
    (theme,) = guangyuan.SCHEME.themes()
    book = guangyuan.SCHEME.rulebooks.latest
    june, july = tl.Month(2018, 6), tl.Month(2018, 7)
    entries = [tl.Entry(theme.key, evolve(SLOW, unit=unit)) for unit in (was, now)]
    first = book.rate(entries[:1], roster=before, period=june, past=())
    second = book.rate(entries[1:], roster=guangyuan.SCHEME.roster, period=july, past=first)
    assert follows([first, second]) == [[], ["发督办函"]]


def test_a_host_without_a_past_is_told_what_to_do() -> None:
    """Rules and consequences that look back are not rated as if nothing had been before."""
    for scheme in (yinchuan.SCHEME, sanya.SCHEME, guangyuan.SCHEME):
        with pytest.raises(tl.errors.ThemeError, match=r"请以 past= 给出以往各期的评定，首期给 past=\(\)") as told:
            scheme.rulebooks.latest.rate([], roster=scheme.roster, period=tl.Month(2025, 1))
        assert "past=() for a first period" in told.value.say("en")
        with pytest.raises(tl.errors.ThemeError, match="请以 period= 写明本期"):
            scheme.rulebooks.latest.rate([], roster=scheme.roster, past=())


@pytest.mark.parametrize(
    ("scheme", "theme"),
    [(scheme, theme) for scheme in (yinchuan.SCHEME, sanya.SCHEME, guangyuan.SCHEME) for theme in scheme.themes()],
    ids=lambda value: value.key if isinstance(value, tl.Theme) else "",
)
def test_they_keep_the_contract(scheme: tl.Scheme, theme: tl.Theme[Any]) -> None:
    """Total, deterministic, every clause reached, those included that several months alone reach."""
    check_theme(theme, scheme.roster)


def test_the_script_says_why_with_the_earlier_cells(tmp_path: Path) -> None:
    """The months of all three, each light with its grounds, the earlier facts with their cells, and what follows."""
    printed = run("cities/months.py", folder=tmp_path)
    assert (
        "此前2025年1月黄1（开工.csv：已开工“否”E2，本月应开工“是”D2）、"
        "2025年2月黄1（开工.csv：已开工“否”E2，本月应开工“是”D2），连同本期连续3个月"
    ) in printed
    assert "处置：发督办函（-1分），按广元市环保督察整改“贴蓝签、挂黄牌、亮红灯”办法G4" in printed
    months_of = [line.strip() for line in printed.splitlines() if line.startswith("  2")]
    assert len(months_of) == 9
    assert all(one < other for one, other in pairwise(months_of[:3]))


def test_public_names_alone() -> None:
    """No module of the cities takes a name from behind an underscore."""
    for path in (EXAMPLES / "cities").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert re.findall(r"\._(?!_)\w+", text) == [], path.name
