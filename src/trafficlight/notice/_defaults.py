"""本通知的督查方案: the notice's rulebook, order and words for an agency that works by it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from trafficlight._scheme import Scheme
from trafficlight.messages import Words
from trafficlight.model._agency import Agency
from trafficlight.model._checks import Strings, StringSet
from trafficlight.model._kinds import NOTHING
from trafficlight.model._marks import BLUE, BLUE_YELLOW_RED, RED, YELLOW
from trafficlight.model._vocabulary import PROGRESS, Progress, Vocabulary
from trafficlight.notice._assessments import performance_assessment, three_firsts
from trafficlight.notice._investment import investment
from trafficlight.notice._ledger import (
    ABOVE_WORDS,
    LevelBySource,
    appeals,
    assistance,
    audit_projects,
    key_work,
    summary_words,
)
from trafficlight.notice._recognition import reform_bureau, reform_county, upward_funding_bureau, upward_funding_county
from trafficlight.notice._shared import NOTICE
from trafficlight.ranking._count_table import CountWords
from trafficlight.ranking._orders import Order, fewest, most
from trafficlight.rules._coverage import Due
from trafficlight.rules._rulebooks import Rulebook, Rulebooks
from trafficlight.rules._themes import Credit

EFFECTIVE: Final = dt.date(2023, 8, 3)
"""The notice's date, from which its rules are in force."""

ORDER: Final = Order(
    most(BLUE),
    most(YELLOW),
    fewest(RED),
    words="排序规则为，蓝色标识（完成）数量进行排序，同等数量下，按照黄色标识（正常进行，为正向得分）数量排序，"
    "蓝黄数量相同情况下，按照红色标识（负向得分）数量倒向排序。",
)
"""本通知的排序规则 (A4-1.1 and A4-1.2, note 1)."""

COUNT_WORDS: Final = CountWords(
    title="{board}“{marks}”标识数量情况",
    place="序号",
    count="{count}个",
    measure="单位：个",
    notes=("1.{order}", "2.该结果由{agency}督查工作专班研究确定。"),
)
"""本通知标识数量情况的用语 (A4-1.1 and A4-1.2): title, “x个”, 单位：个, notes 1 and 2."""


STEWARD: Final = Words("牵头科室", "Steward")
"""牵头科室: who collects and colours a theme (N4.3)."""

WORDS: Final[Mapping[str, str | tuple[str, ...]]] = {
    "summary.levels": summary_words("市委市政府", "局"),
    "letter.title": Words("关于加快推进重点工作的提醒函", "Reminder"),
    "letter.opening": Words(
        "截至{as_of}，由你单位负责的重点工作中有{count}项进展缓慢，其中{parts}。现将有关情况提醒如下：",
        "As of {as_of}, items that are yours and are late: {count}, of which {parts}. They are:",
    ),
    "letter.demand": Words(
        "请你单位高度重视，认真分析原因，制定有力措施，加快推进落实，并于{deadline}前将整改情况书面报{publisher}。",
        "Please find out why, act on it, and tell the {publisher} in writing by {deadline} what was done.",
    ),
    "letter.approvals": (
        Words("承办人意见", "Drafted by"),
        Words("办公室审核", "Checked by"),
        Words("局领导审签", "Signed off by"),
    ),
    "letter.basis": Words(
        f"“对于进展缓慢的，经局领导审签，发送提醒函。”（{NOTICE}）未经审签，不得制发。",
        "No letter is sent before it is signed off.",
    ),
    "tables.determinations": Words("专班研究确定情况", "Decisions of the task force"),
    "tables.coverage_header": (
        Words("专题", "Theme"),
        STEWARD,
        Words("单位", "Unit"),
        Words("报送情况", "Status"),
        Words("来源", "Source"),
    ),
    "tables.flags": Words("提请专班研究事项", "For the task force"),
    "bulletin.title": Words("{agency}重点工作推进情况通报", "{agency}: progress bulletin"),
    "flags.title": Words("{agency}督查工作专班\n提请研究事项清单", "{agency}: items for the task force"),
    "flags.asked": Words("截至{date}，提请专班研究的事项共{count}项。", "To be decided by {date}, items: {count}."),
    "flags.nothing": Words("截至{date}，没有提请专班研究的事项。", "By {date} there is no item to decide."),
    "coverage.title": Words("{agency}重点工作报送情况", "{agency}: what was handed in"),
}
"""本通知的用语, as `Scheme.words`: the summary sentence (A2), the reminder and its sign-off (N2.3), the task force (A4-1.1)."""


def rulebook(
    agency: Agency,
    *,
    credit: Credit = Credit.ALL,
    progress: Vocabulary[Progress] = PROGRESS,
    nothing: StringSet = NOTHING,
) -> Rulebook:
    """济审办发〔2023〕5号: its eleven themes, in an agency's name.

    `credit`, `progress` and `nothing` are as in `ItemOptions` and `UnitOptions`. For a theme that differs in more than
    these, `replacing` exchanges it: `rulebook(agency).replacing(investment(authority="市商务局"))`.

    >>> from trafficlight.model import Roster
    >>> [theme.key for theme in rulebook(Agency("云川市审计局", "市审计局", "办公室", Roster([])))][:3]
    ['key_work', 'audit_projects', 'performance_assessment']
    """
    us = agency.short_name
    system = agency.system or us
    level = LevelBySource(own=(*agency.own_sources, agency.name, us), above=(*ABOVE_WORDS, *agency.above_sources))
    return Rulebook(
        NOTICE,
        EFFECTIVE,
        (
            key_work(agency=us, credit=credit, progress=progress, level=level),
            audit_projects(agency=us, credit=credit, progress=progress, level=level),
            performance_assessment(agency=us, credit=credit, progress=progress),
            three_firsts(agency=us, credit=credit, progress=progress),
            upward_funding_bureau(agency=us, nothing=nothing),
            upward_funding_county(agency=us, nothing=nothing),
            reform_bureau(agency=us, nothing=nothing),
            reform_county(agency=us, nothing=nothing),
            investment(agency=us, nothing=nothing),
            assistance(agency=us, system=system, credit=credit, progress=progress),
            appeals(agency=us, system=system, credit=credit, progress=progress),
        ),
    )


def scheme(
    agency: Agency,
    rulebooks: Rulebooks | Rulebook | None = None,
    *,
    counted: Mapping[str, Strings] | None = None,
) -> Scheme:
    """本通知的督查方案: an agency with the notice's rules, lights, order, count tables and words.

    `rulebooks` stand in for `rulebook(agency)`; `counted` says which themes count on which board (§3.9).

    >>> from trafficlight.model import Agency, Board, Roster, RosterLine, Unit
    >>> boards = Board("departments", "科室", [RosterLine(Unit("办公室"))]), Board("counties", "县市区", [])
    >>> str(scheme(Agency("云川市审计局", "市审计局", "云川市审计局办公室", Roster(boards))).order)[:14]
    '排序规则为，蓝色标识（完成）'
    """
    given = rulebook(agency) if rulebooks is None else rulebooks
    books = Rulebooks((given,)) if isinstance(given, Rulebook) else given
    return Scheme(
        agency,
        books,
        order=ORDER,
        palette=BLUE_YELLOW_RED,
        count_words=COUNT_WORDS,
        counted=counted or {},
        due=_due(books),
        words=WORDS,
    )


def _due(books: Rulebooks) -> list[Due]:
    """重点工作 is due in each week (N2.2), every theme in each quarter (N4.3)."""
    keys = dict.fromkeys(theme.key for book in books.editions for theme in book)
    return [Due(key, ("week", "quarter") if key == "key_work" else ("quarter",)) for key in keys]
