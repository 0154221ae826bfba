"""会议材料 (meeting papers): what is put to the task force (§3.18), who has handed in what (§4.19), and any text tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from attrs import evolve

from trafficlight._scheme import Scheme
from trafficlight.documents._document import Document
from trafficlight.documents.builders.bulletin_plans import BulletinPlan, CoverageTable, FlagTable, Issue, Part, Table
from trafficlight.documents.builders.bulletins import bulletin
from trafficlight.documents.builders.table_words import headed
from trafficlight.documents.content import Grid, GridColumn, PageSetup, Section
from trafficlight.errors import DocumentError
from trafficlight.layout import OFFICIAL, OfficialProfile
from trafficlight.layout._profiles import profile_in
from trafficlight.messages import Words, said
from trafficlight.model._checks import check_kind
from trafficlight.model._periods import Period
from trafficlight.model._text_tables import TextTable
from trafficlight.ooxml.text import replaced_unprintable
from trafficlight.rules._coverage import Coverage
from trafficlight.rules._rated import Rating
from trafficlight.rules._ratings import Ratings

_FLAGS: Final = Words("{agency}\n提请研究事项清单", "{agency}: items to be decided")
_ASKED: Final = Words("截至{date}，提请研究的事项共{count}项。", "To be decided by {date}, items: {count}.")
_NOTHING: Final = Words("截至{date}，没有提请研究的事项。", "By {date} there is no item to decide.")
_COVERAGE: Final = Words("{agency}报送情况", "{agency}: what was handed in")
_STOP: Final = Words("。", ".")


def flag_list(
    scheme: Scheme,
    ratings: Iterable[Rating[Any]],
    *,
    period: Period,
    as_of: dt.date,
    issued_on: dt.date | None = None,
    issue: Issue | None = None,
    mixed: bool = False,
    profile: OfficialProfile = OFFICIAL,
) -> Document:
    """提请研究清单 (§3.18): the items that need the task force's eye and on which it has not decided, with their lights.

    `issue` gives it a head, a signature and a foot of its own; plain ones where it is not given. `issued_on` is the day of
    issue (成文日期), as in `bulletin`. Raises as `bulletin` does.
    """
    ratings = ratings if isinstance(ratings, Ratings) else Ratings(ratings)
    count = len(list(ratings.flagged()))
    check_kind("flag_list", scheme, Scheme)
    sentence = headed(scheme, "flags", "asked", _ASKED) if count else headed(scheme, "flags", "nothing", _NOTHING)
    sentence = sentence.replace("{count}", str(count))
    tables = (FlagTable(),) if count else ()
    plan = _plan(headed(scheme, "flags", "title", _FLAGS), sentence, issue, tables)
    return bulletin(
        scheme, ratings, period=period, as_of=as_of, issued_on=issued_on, plan=plan, mixed=mixed, profile=profile
    )


def coverage_report(
    scheme: Scheme,
    ratings: Iterable[Rating[Any]] = (),
    *,
    period: Period,
    as_of: dt.date,
    issued_on: dt.date | None = None,
    coverage: Coverage | None = None,
    issue: Issue | None = None,
    mixed: bool = False,
    profile: OfficialProfile = OFFICIAL,
) -> Document:
    """报送情况 (§4.19): what was due of each theme and unit, what came, and who has not handed in.

    The coverage is that of the ratings unless another is given; it can be printed before anything is rated. `issued_on` is
    the day of issue (成文日期), as in `bulletin`. Raises `DocumentError` where there is no coverage, else as `bulletin` does.
    """
    check_kind("coverage_report", scheme, Scheme)
    if coverage is None and isinstance(ratings, Ratings):
        coverage = ratings.coverage
    if coverage is None:
        raise DocumentError(
            "不知道应报什么，编不出报送情况：请以 coverage= 给出，或用 Scheme.rate 所得的评定结果",
            "what was due is not known: give coverage=, or ratings of Scheme.rate",
        )
    language = scheme.agency.language
    sentence = coverage.lines(language)[0] + said(_STOP, language)
    braces = str.maketrans({"{": "{{", "}": "}}"})
    plan = _plan(headed(scheme, "coverage", "title", _COVERAGE), sentence.translate(braces), issue, (CoverageTable(),))
    return bulletin(
        scheme,
        ratings,
        period=period,
        as_of=as_of,
        issued_on=issued_on,
        plan=plan,
        coverage=coverage,
        mixed=mixed,
        profile=profile,
    )


def _plan(title: str, sentence: str, issue: Issue | None, tables: Iterable[Table]) -> BulletinPlan:
    issue = issue or Issue()
    return BulletinPlan(
        title,
        [Part("", tuple(tables))],
        contents="",
        cover=False,
        issue=evolve(issue, text=(*issue.text, sentence)),
    )


def text_grid(table: TextTable) -> Grid:
    """一览表: as a block of a document. What no file can hold (a control character that somebody typed) is shown as �."""
    return Grid(
        [GridColumn(share, "left") for share in table.shares],
        [tuple(map(replaced_unprintable, row)) for row in table.rows],
        header=(table.header,),
        title=replaced_unprintable(table.title),
        widths="fit",
    )


def text_document(*tables: TextTable, title: str = "", profile: OfficialProfile = OFFICIAL) -> Document:
    """一览表: a landscape document of the tables, in their language; `to_html` makes a fragment of a web page of it.

    Raises `DocumentError` without a table.
    """
    if not tables:
        raise DocumentError("没有要制作的表：至少给出一张一览表", "nothing to make: give a table")
    setup, profile = PageSetup(orientation="landscape"), profile_in(profile, tables[0].language)
    return Document(
        sections=[Section(map(text_grid, tables), setup)],
        title=replaced_unprintable(title or tables[0].title),
        profile=profile,
    )
