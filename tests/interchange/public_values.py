"""Every public value with a strategy for it: what the tests of the round trip go through, one by one."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from attrs import evolve, field, frozen
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from small_office import ROSTER, RULEBOOK

import trafficlight as tl
from trafficlight import testing
from trafficlight.ranking.count_table import count_form
from trafficlight.ranking.order import Better

EARLIER: Final = tl.Rulebook("济审2020", dt.date(2020, 1, 1), [tl.themes.performance_assessment(limit=3)])
RULEBOOKS: Final = tl.Rulebooks((EARLIER, RULEBOOK))
"""Two editions; they share a theme's key, but not the theme."""


@frozen
class Case:
    """A type as `from_json` gets it, and values of it."""

    into: Any
    values: SearchStrategy[Any] = field(repr=False)


def tuples(values: SearchStrategy[Any], *, min_size: int = 0, max_size: int = 3) -> SearchStrategy[tuple[Any, ...]]:
    """A few of them."""
    return st.lists(values, min_size=min_size, max_size=max_size).map(tuple)


WILD: Final = st.text()
"""Any text that a file can hold: control characters, characters beyond the first plane, what looks like a number."""

TALLIES: Final = testing.palettes().flatmap(testing.tallies) | testing.tallies()
REASONS: Final = st.builds(lambda order, a, b: order.reason(a, b), testing.orders(), TALLIES, testing.tallies())
RATINGS: Final = testing.ratings(RULEBOOK, ROSTER, max_size=3).filter(bool)
ONE_RATING: Final = RATINGS.flatmap(st.sampled_from)
VERDICTS: Final = st.builds(
    lambda verdict, facts: evolve(verdict, facts=facts), testing.verdicts(), st.none() | tuples(WILD)
)
DETERMINATIONS: Final = st.builds(
    tl.Determination,
    WILD,
    TALLIES,
    TALLIES,
    testing.persons(),
    st.dates(),
    WILD,
    st.none() | st.integers(),
    st.none() | testing.units(),
    st.none() | WILD,
)
DETERMINED: Final = st.builds(
    lambda rating, determination: evolve(rating, determination=determination), ONE_RATING, DETERMINATIONS
)
ITEMS: Final = testing.records(RULEBOOK.theme("key_work"), ROSTER)
LINES: Final = testing.boards().flatmap(lambda board: st.sampled_from(board.lines))
GROUPS: Final = testing.agencies().filter(lambda agency: agency.groups).flatmap(lambda a: st.sampled_from(a.groups))
MOVES: Final = st.builds(tl.Move, testing.units(), TALLIES, TALLIES, REASONS)
FORMS: Final = st.sampled_from(
    [
        *(theme.form for theme in RULEBOOK),
        *(count_form(board, palette=tl.BLUE_YELLOW_RED, order=tl.NOTICE_ORDER) for board in ROSTER.boards),
    ]
)
KINDS: Final = FORMS.flatmap(lambda form: st.sampled_from([column.kind for column in form.columns]))
CHOICES: Final = st.builds(tl.Choice, testing.vocabularies()) | KINDS.filter(lambda kind: isinstance(kind, tl.Choice))
SCHEMES: Final = st.builds(
    tl.Scheme,
    testing.agencies(ROSTER),
    st.sampled_from([RULEBOOKS, tl.Rulebooks((RULEBOOK,))]),
    testing.orders(),
    ties=st.sampled_from(tl.Ties),
    counted=st.dictionaries(
        st.sampled_from([board.key for board in ROSTER.boards]),
        tuples(st.sampled_from([theme.key for theme in RULEBOOK])),
    ),
)


def records(key: str) -> SearchStrategy[Any]:
    """Records of a theme of the notice."""
    return testing.records(RULEBOOK.theme(key), ROSTER)


SUMMARIES: Final = tuples(ITEMS).map(tl.themes.summarise)

CASES: Final[dict[type[Any], Case]] = {
    tl.Absence: Case(tl.Absence, st.builds(tl.Absence, VERDICTS, tuples(WILD))),
    tl.Agency: Case(tl.Agency, testing.agencies()),
    tl.AssistanceGroup: Case(tl.AssistanceGroup, GROUPS),
    tl.Board: Case(tl.Board, testing.boards()),
    tl.Choice: Case(tl.Choice[Any], CHOICES),
    tl.Clause: Case(tl.Clause, testing.clauses()),
    tl.Column: Case(tl.Column, FORMS.flatmap(lambda form: st.sampled_from(form.columns))),
    tl.CountWords: Case(tl.CountWords, st.builds(tl.CountWords, testing.texts(), testing.texts())),
    tl.Criterion: Case(
        tl.Criterion,
        testing.palettes().flatmap(
            lambda palette: st.builds(tl.Criterion, st.just(palette.marks), st.sampled_from(Better))
        ),
    ),
    tl.Date: Case(tl.Date, st.builds(tl.Date, st.booleans())),
    tl.Determination: Case(tl.Determination, DETERMINATIONS),
    tl.Edition: Case(tl.Edition, st.builds(tl.Edition, WILD, st.dates())),
    tl.Entry: Case(tl.Entry[Any], st.sampled_from(RULEBOOK.themes).flatmap(lambda t: testing.entries(t, ROSTER))),
    tl.Explanation: Case(tl.Explanation, DETERMINED.map(lambda rating: rating.explain())),
    tl.Fact: Case(tl.Fact, st.builds(tl.Fact, WILD, WILD, st.none() | WILD)),
    tl.Flag: Case(tl.Flag, st.builds(tl.Flag, WILD, st.none() | st.integers(), tuples(testing.units()), WILD)),
    tl.Form: Case(tl.Form, FORMS),
    tl.GroupMember: Case(
        tl.GroupMember, st.builds(tl.GroupMember, WILD, testing.persons(), WILD, tuples(testing.units()))
    ),
    tl.HeadingLine: Case(tl.HeadingLine, st.builds(tl.HeadingLine, WILD, WILD, KINDS, st.booleans())),
    tl.Inversion: Case(
        tl.Inversion[tl.themes.KeyWorkItem], st.builds(tl.Inversion[tl.themes.KeyWorkItem], ITEMS, ITEMS, REASONS)
    ),
    tl.Items: Case(tl.Items, st.builds(tl.Items, nothing=st.sets(WILD, max_size=3))),
    tl.Mark: Case(tl.Mark, testing.marks()),
    tl.Move: Case(tl.Move[tl.Unit], MOVES),
    tl.Movement: Case(
        tl.Movement[tl.Unit],
        st.builds(tl.Movement, tuples(MOVES), tuples(MOVES), *[tuples(testing.units()) for _ in range(4)]),
    ),
    tl.OneUnit: Case(tl.OneUnit, st.builds(tl.OneUnit)),
    tl.Order: Case(
        tl.Order, st.builds(lambda order, words: order.with_words(words), testing.orders(), WILD) | testing.orders()
    ),
    tl.Origin: Case(
        tl.Origin,
        st.builds(tl.Origin, WILD, WILD, st.integers(), tuples(st.tuples(WILD, WILD, st.integers()))),
    ),
    tl.Palette: Case(tl.Palette, testing.palettes()),
    tl.Person: Case(tl.Person, testing.persons() | st.builds(tl.Person, WILD, st.just("科长"))),
    tl.Quarter: Case(tl.Quarter, testing.quarters(first=1, last=9999)),
    tl.Rating: Case(tl.Rating[Any], DETERMINED | ONE_RATING),
    tl.Reason: Case(tl.Reason, REASONS),
    tl.Responsibility: Case(tl.Responsibility, testing.responsibilities(ROSTER)),
    tl.ResponsibleUnits: Case(tl.ResponsibleUnits, st.builds(tl.ResponsibleUnits)),
    tl.Roster: Case(tl.Roster, testing.rosters()),
    tl.RosterLine: Case(tl.RosterLine, LINES),
    tl.Rulebook: Case(tl.Rulebook, st.sampled_from(RULEBOOKS.editions)),
    tl.Rulebooks: Case(tl.Rulebooks, st.sampled_from([RULEBOOKS, tl.Rulebooks((EARLIER,))])),
    tl.Scheme: Case(tl.Scheme, SCHEMES),
    tl.Standing: Case(tl.Standing, testing.standings().flatmap(lambda standings: st.sampled_from(standings.rows))),
    tl.Standings: Case(tl.Standings, testing.standings()),
    tl.StatedDate: Case(tl.StatedDate, testing.stated_dates()),
    tl.Tallies: Case(
        tl.Tallies, st.dictionaries(testing.units(), TALLIES, max_size=4).map(lambda rows: tl.Tallies(rows.items()))
    ),
    tl.Tally: Case(tl.Tally, TALLIES),
    tl.TaskForce: Case(tl.TaskForce, testing.task_forces()),
    tl.TaskForceOffice: Case(
        tl.TaskForceOffice,
        st.builds(tl.TaskForceOffice, testing.persons(), tuples(testing.persons()), st.none() | testing.persons()),
    ),
    tl.Text: Case(tl.Text, st.builds(tl.Text, WILD, WILD)),
    tl.Theme: Case(tl.Theme[Any], st.sampled_from([each for each in RULEBOOK if each.key != EARLIER.themes[0].key])),
    tl.Unit: Case(tl.Unit, testing.units()),
    tl.Units: Case(tl.Units, st.builds(tl.Units)),
    tl.Verdict: Case(tl.Verdict, VERDICTS),
    tl.Vocabulary: Case(tl.Vocabulary[int], testing.vocabularies()),
    tl.Week: Case(tl.Week, testing.weeks()),
    tl.Whole: Case(tl.Whole, st.builds(tl.Whole, st.integers(0, 10))),
    tl.WorkCalendar: Case(tl.WorkCalendar, testing.calendars()),
    tl.ChineseCalendar: Case(tl.ChineseCalendar, st.builds(tl.ChineseCalendar, st.none() | testing.calendars())),
    # of tl.themes
    tl.themes.AssessmentIndicator: Case(tl.themes.AssessmentIndicator, records("performance_assessment")),
    tl.themes.AuditProject: Case(tl.themes.AuditProject, records("audit_projects")),
    tl.themes.Investment: Case(tl.themes.Investment, records("investment")),
    tl.themes.KeyWorkItem: Case(tl.themes.KeyWorkItem, ITEMS),
    tl.themes.LedgerItem: Case(
        tl.themes.LedgerItem,
        st.builds(
            tl.themes.LedgerItem,
            *[WILD] * 3,
            st.sampled_from(tl.Progress),
            WILD,
            testing.responsibilities(ROSTER),
            WILD,
        ),
    ),
    tl.themes.MutualHelpItem: Case(tl.themes.MutualHelpItem, records("appeals")),
    tl.themes.ProgressRule: Case(
        tl.themes.ProgressRule, st.builds(tl.themes.ProgressRule, *[testing.clauses() for _ in range(4)])
    ),
    tl.themes.RecognitionRule: Case(
        tl.themes.RecognitionRule, st.builds(tl.themes.RecognitionRule, *[testing.clauses() for _ in range(3)])
    ),
    tl.themes.Reform: Case(tl.themes.Reform, records("reform_county")),
    tl.themes.Summary: Case(tl.themes.Summary, SUMMARIES),
    tl.themes.ThreeFirstsTask: Case(tl.themes.ThreeFirstsTask, records("three_firsts")),
    tl.themes.UpwardFunding: Case(tl.themes.UpwardFunding, records("upward_funding_bureau")),
}
