"""Every public value with a strategy for it: what the tests of the round trip go through, one by one."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from attrs import evolve, field, frozen
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import trafficlight as tl
from helpers.small_office import ROSTER, RULEBOOK
from trafficlight import testing
from trafficlight.ranking import Better

EARLIER: Final = tl.Rulebook("济审2020", dt.date(2020, 1, 1), [tl.notice.performance_assessment(limit=3)])
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

NAMED: Final = WILD.filter(str.strip)
"""Any text with something in it, as a name must be."""

TALLIES: Final = testing.palettes().flatmap(testing.tallies) | testing.tallies()
MARKS: Final = testing.palettes().flatmap(lambda palette: testing.tallies(palette, scored=False))
REASONS: Final = st.builds(lambda order, a, b: order.reason(a, b), testing.orders(), TALLIES, testing.tallies())
RATINGS: Final = testing.ratings(RULEBOOK, ROSTER, max_size=3).filter(bool)
ONE_RATING: Final = RATINGS.flatmap(st.sampled_from)
VERDICTS: Final = st.builds(
    lambda verdict, facts: evolve(verdict, facts=facts), testing.verdicts(), st.none() | tuples(WILD)
)
DETERMINATIONS: Final = st.builds(
    tl.Determination,
    NAMED,
    MARKS,
    MARKS,
    testing.persons(),
    st.dates(),
    WILD,
    st.none() | st.integers(),
    st.none() | testing.units(),
    st.none() | WILD,
)
DETERMINED: Final = st.builds(
    lambda rating, determination: evolve(rating, determinations=(determination,)), ONE_RATING, DETERMINATIONS
)
ITEMS: Final = testing.records(RULEBOOK.theme("key_work"), ROSTER)
LINES: Final = testing.boards().flatmap(lambda board: st.sampled_from(board.lines))
GROUPS: Final = testing.agencies().filter(lambda agency: agency.groups).flatmap(lambda a: st.sampled_from(a.groups))
MOVES: Final = st.builds(tl.ranking.Move, testing.units(), TALLIES, TALLIES, REASONS)
SUCCESSIONS: Final = st.builds(tl.ranking.Succession, testing.units(), testing.units())
EXEMPTIONS: Final = st.builds(
    tl.model.Exemption, st.text(min_size=1).filter(str.strip), st.just(dt.date(2024, 1, 1)), st.none(), WILD
)
FORMER_NAMES: Final = st.builds(tl.model.FormerName, st.text(min_size=1).filter(str.strip), st.dates())
FORMS: Final = st.sampled_from(
    [
        *(theme.form for theme in RULEBOOK),
        *map(tl.notice.scheme(tl.Agency("某局", "局", "局", ROSTER)).count_form, ("departments", "counties")),
    ]
)
KINDS: Final = FORMS.flatmap(lambda form: st.sampled_from([column.kind for column in form.columns]))
CHOICES: Final = st.builds(tl.model.Choice, testing.vocabularies()) | KINDS.filter(
    lambda kind: isinstance(kind, tl.model.Choice)
)
SCHEMES: Final = st.builds(
    tl.Scheme,
    testing.agencies(ROSTER),
    st.sampled_from([RULEBOOKS, tl.Rulebooks((RULEBOOK,))]),
    testing.orders(),
    st.just(tl.BLUE_YELLOW_RED),
    ties=st.sampled_from(tl.ranking.Ties),
    counted=st.dictionaries(
        st.sampled_from([board.key for board in ROSTER.boards]),
        tuples(st.sampled_from([theme.key for theme in RULEBOOK])),
    ),
)


def records(key: str) -> SearchStrategy[Any]:
    """Records of a theme of the notice."""
    return testing.records(RULEBOOK.theme(key), ROSTER)


SUMMARIES: Final = tuples(ITEMS).map(tl.notice.summarise)

RECEIPTS = st.builds(
    tl.rules.Receipt,
    NAMED,
    WILD,
    st.sampled_from(tl.rules.Status),
    WILD,
    st.none() | testing.units(),
    tuples(WILD),
    st.integers(0, 9),
    st.booleans(),
)
DIFFERENT_RECEIPTS: Final = st.lists(RECEIPTS, max_size=3, unique_by=lambda one: (one.theme, one.unit)).map(tuple)

FACTS: Final = st.builds(tl.rules.Fact, NAMED, WILD, st.none() | WILD)
EARLIER_LIGHTS: Final = st.builds(tl.rules.EarlierLight, testing.quarters(), TALLIES, tuples(FACTS), WILD)
MEASURES: Final = st.builds(tl.rules.Measure, NAMED, testing.clauses(), st.integers())

ONE_ENTRY: Final = st.sampled_from(RULEBOOK.themes).flatmap(lambda theme: testing.entries(theme, ROSTER))
ITEM_ENTRIES: Final = tuples(ONE_ENTRY)
ENTERED: Final = ONE_ENTRY.map(lambda entry: tl.rules.differences([], [entry], themes=RULEBOOK).entered).filter(bool)
DIFFERENCES: Final = st.builds(
    lambda before, after: tl.rules.differences(before, after, themes=RULEBOOK), ITEM_ENTRIES, ITEM_ENTRIES
) | st.builds(
    lambda items, texts: tl.rules.differences(
        [tl.Entry("key_work", item) for item in items],
        [tl.Entry("key_work", evolve(item, status=text)) for item, text in zip(items, texts, strict=False)],
        themes=RULEBOOK,
    ),
    tuples(ITEMS),
    tuples(testing.names()),
)

RULES: Final = {tl.rules.Case, tl.rules.Condition, tl.rules.Consequence, tl.rules.DecisionTable, tl.rules.Where}
HOLD_CODE: Final = {*RULES, tl.rules.Parameters, tl.rules.Past, tl.rules.Peers, tl.model.Filling, tl.model.Bounds}
"""What no JSON holds: rules are named by their theme, a past is made from stored ratings, peers from entries, a filling from a kind."""
BOUNDS: Final = st.tuples(*[st.none() | st.decimals(-(10**9), 10**9, places=3)] * 2).filter(
    lambda bounds: None in bounds or bounds[0] <= bounds[1]
)

CASES: Final[dict[type[Any], Case]] = {
    tl.rules.Absence: Case(tl.rules.Absence, st.builds(tl.rules.Absence, VERDICTS, tuples(WILD))),
    tl.Agency: Case(tl.Agency, testing.agencies()),
    tl.model.AssistanceGroup: Case(tl.model.AssistanceGroup, GROUPS),
    tl.Board: Case(tl.Board, testing.boards()),
    tl.model.Choice: Case(tl.model.Choice[Any], CHOICES),
    tl.rules.CellChange: Case(
        tl.rules.CellChange, DIFFERENCES.filter(lambda one: one.changes).flatmap(lambda d: st.sampled_from(d.changes))
    ),
    tl.Clause: Case(tl.Clause, testing.clauses()),
    tl.Column: Case(tl.Column, FORMS.flatmap(lambda form: st.sampled_from(form.columns))),
    tl.ranking.CountWords: Case(
        tl.ranking.CountWords, st.builds(tl.ranking.CountWords, testing.texts(), testing.texts())
    ),
    tl.ranking.Count: Case(
        tl.ranking.Count,
        testing.palettes().flatmap(
            lambda palette: st.builds(tl.ranking.Count, st.just(palette.marks), st.sampled_from(Better))
        ),
    ),
    tl.ranking.Points: Case(tl.ranking.Points, st.builds(tl.ranking.Points, testing.names(), st.sampled_from(Better))),
    tl.model.Date: Case(tl.model.Date, st.builds(tl.model.Date, st.booleans())),
    tl.Determination: Case(tl.Determination, DETERMINATIONS),
    tl.rules.Edition: Case(tl.rules.Edition, st.builds(tl.rules.Edition, NAMED, st.dates())),
    tl.rules.Differences: Case(tl.rules.Differences, DIFFERENCES),
    tl.rules.Listed: Case(tl.rules.Listed, ENTERED.flatmap(st.sampled_from)),
    tl.model.TextTable: Case(
        tl.model.TextTable,
        st.builds(
            tl.model.TextTable,
            WILD,
            st.just(("a", "b")),
            tuples(st.tuples(WILD, WILD)),
            st.sampled_from([(), (1.0, 2.5)]),
        ),
    ),
    tl.Entry: Case(tl.Entry[Any], st.sampled_from(RULEBOOK.themes).flatmap(lambda t: testing.entries(t, ROSTER))),
    tl.rules.Explanation: Case(
        tl.rules.Explanation,
        st.builds(
            lambda rating, earlier, follows: evolve(rating.explain(), earlier=earlier, consequences=follows),
            DETERMINED,
            tuples(EARLIER_LIGHTS),
            tuples(MEASURES),
        ),
    ),
    tl.rules.EarlierLight: Case(tl.rules.EarlierLight, EARLIER_LIGHTS),
    tl.rules.Fact: Case(tl.rules.Fact, FACTS),
    tl.rules.Measure: Case(tl.rules.Measure, MEASURES),
    tl.rules.Flag: Case(
        tl.rules.Flag, st.builds(tl.rules.Flag, WILD, st.none() | st.integers(), tuples(testing.units()), WILD)
    ),
    tl.model.Exemption: Case(tl.model.Exemption, EXEMPTIONS),
    tl.Form: Case(tl.Form, FORMS),
    tl.model.FormerName: Case(tl.model.FormerName, FORMER_NAMES),
    tl.model.GroupMember: Case(
        tl.model.GroupMember, st.builds(tl.model.GroupMember, WILD, testing.persons(), WILD, tuples(testing.units()))
    ),
    tl.model.HeadingLine: Case(
        tl.model.HeadingLine, st.builds(tl.model.HeadingLine, NAMED, NAMED, KINDS, st.booleans())
    ),
    tl.ranking.Inversion: Case(
        tl.ranking.Inversion[tl.notice.KeyWorkItem],
        st.builds(tl.ranking.Inversion[tl.notice.KeyWorkItem], ITEMS, ITEMS, REASONS),
    ),
    tl.model.Items: Case(tl.model.Items, st.builds(tl.model.Items, nothing=st.sets(WILD, max_size=3))),
    tl.Mark: Case(tl.Mark, testing.marks()),
    tl.ranking.Move: Case(tl.ranking.Move[tl.Unit], MOVES),
    tl.ranking.Movement: Case(
        tl.ranking.Movement[tl.Unit],
        st.builds(
            tl.ranking.Movement,
            tuples(MOVES),
            tuples(MOVES),
            *[tuples(testing.units()) for _ in range(5)],
            tuples(SUCCESSIONS),
            tuples(testing.units()),
            tuples(SUCCESSIONS),
        ),
    ),
    tl.model.Number: Case(
        tl.model.Number,
        st.builds(
            lambda bounds, places: tl.model.Number(bounds[0], bounds[1], places), BOUNDS, st.none() | st.integers(0, 6)
        ),
    ),
    tl.model.Percentage: Case(tl.model.Percentage, BOUNDS.map(lambda bounds: tl.model.Percentage(*bounds))),
    tl.model.Parameter: Case(
        tl.model.Parameter,
        st.builds(
            tl.model.Parameter,
            testing.names(),
            testing.scores() | st.booleans() | WILD | st.integers(),
            st.dates(),
            WILD,
        ),
    ),
    tl.model.OneUnit: Case(tl.model.OneUnit, st.builds(tl.model.OneUnit)),
    tl.Order: Case(
        tl.Order, st.builds(lambda order, words: order.with_words(words), testing.orders(), WILD) | testing.orders()
    ),
    tl.rules.Origin: Case(
        tl.rules.Origin,
        st.builds(tl.rules.Origin, NAMED, WILD, st.integers(), tuples(st.tuples(WILD, WILD, st.integers()))),
    ),
    tl.Palette: Case(tl.Palette, testing.palettes()),
    tl.model.Person: Case(tl.model.Person, testing.persons() | st.builds(tl.model.Person, WILD, st.just("科长"))),
    tl.Quarter: Case(tl.Quarter, testing.quarters(first=1, last=9999)),
    tl.Month: Case(tl.Month, st.dates().map(tl.Month.of)),
    tl.model.HalfYear: Case(tl.model.HalfYear, st.dates().map(tl.model.HalfYear.of)),
    tl.model.Year: Case(tl.model.Year, st.dates().map(tl.model.Year.of)),
    tl.model.Span: Case(
        tl.model.Span, st.tuples(st.dates(), st.dates()).map(lambda days: tl.model.Span(*sorted(days)))
    ),
    tl.rules.Due: Case(tl.rules.Due, st.builds(tl.rules.Due, NAMED, tuples(WILD), tuples(WILD))),
    tl.rules.Receipt: Case(tl.rules.Receipt, RECEIPTS),
    tl.rules.Coverage: Case(
        tl.rules.Coverage,
        st.builds(tl.rules.Coverage, st.none() | testing.weeks() | testing.quarters(), DIFFERENT_RECEIPTS),
    ),
    tl.rules.Earlier: Case(
        tl.rules.Earlier[tl.notice.KeyWorkItem],
        st.builds(tl.rules.Earlier[tl.notice.KeyWorkItem], testing.quarters(), st.none() | ITEMS, TALLIES),
    ),
    tl.rules.Ratings: Case(tl.rules.Ratings, testing.ratings(RULEBOOK, ROSTER)),
    tl.Rating: Case(tl.Rating[Any], DETERMINED | ONE_RATING),
    tl.ranking.Reason: Case(tl.ranking.Reason, REASONS),
    tl.model.Responsibility: Case(tl.model.Responsibility, testing.responsibilities(ROSTER)),
    tl.model.ResponsibleUnits: Case(tl.model.ResponsibleUnits, st.builds(tl.model.ResponsibleUnits)),
    tl.Roster: Case(tl.Roster, testing.rosters() | testing.rosters(dated=True)),
    tl.RosterLine: Case(tl.RosterLine, LINES),
    tl.Rulebook: Case(tl.Rulebook, st.sampled_from(RULEBOOKS.editions)),
    tl.Rulebooks: Case(tl.Rulebooks, st.sampled_from([RULEBOOKS, tl.Rulebooks((EARLIER,))])),
    tl.Scheme: Case(tl.Scheme, SCHEMES),
    tl.ranking.Standing: Case(
        tl.ranking.Standing, testing.standings().flatmap(lambda standings: st.sampled_from(standings.rows))
    ),
    tl.Standings: Case(tl.Standings, testing.standings()),
    tl.model.StatedDate: Case(tl.model.StatedDate, testing.stated_dates()),
    tl.ranking.Succession: Case(tl.ranking.Succession[tl.Unit], SUCCESSIONS),
    tl.Tallies: Case(
        tl.Tallies, st.dictionaries(testing.units(), TALLIES, max_size=4).map(lambda rows: tl.Tallies(rows.items()))
    ),
    tl.Tally: Case(tl.Tally, TALLIES),
    tl.model.TaskForce: Case(tl.model.TaskForce, testing.task_forces()),
    tl.model.TaskForceOffice: Case(
        tl.model.TaskForceOffice,
        st.builds(
            tl.model.TaskForceOffice, testing.persons(), tuples(testing.persons()), st.none() | testing.persons()
        ),
    ),
    tl.model.Serial: Case(tl.model.Serial, st.builds(tl.model.Serial)),
    tl.model.Text: Case(tl.model.Text, st.builds(tl.model.Text, WILD, WILD)),
    tl.Theme: Case(tl.Theme[Any], st.sampled_from([each for each in RULEBOOK if each.key != EARLIER.themes[0].key])),
    tl.Unit: Case(tl.Unit, testing.units()),
    tl.model.Units: Case(tl.model.Units, st.builds(tl.model.Units)),
    tl.Verdict: Case(tl.Verdict, VERDICTS),
    tl.Vocabulary: Case(tl.Vocabulary[int], testing.vocabularies()),
    tl.Week: Case(tl.Week, testing.weeks()),
    tl.model.Whole: Case(tl.model.Whole, st.builds(tl.model.Whole, st.integers(0, 10))),
    tl.model.YesNo: Case(tl.model.YesNo, st.sampled_from([tl.model.YesNo(), tl.model.YesNo("Yes", "No")])),
    tl.model.WorkCalendar: Case(tl.model.WorkCalendar, testing.calendars()),
    tl.ChineseCalendar: Case(tl.ChineseCalendar, st.builds(tl.ChineseCalendar, st.none() | testing.calendars())),
    # of tl.notice
    tl.notice.PlannedItems: Case(tl.notice.PlannedItems, st.builds(tl.notice.PlannedItems)),
    tl.notice.WonItems: Case(tl.notice.WonItems, st.builds(tl.notice.WonItems)),
    tl.notice.AssessmentIndicator: Case(tl.notice.AssessmentIndicator, records("performance_assessment")),
    tl.notice.AuditProject: Case(tl.notice.AuditProject, records("audit_projects")),
    tl.notice.Investment: Case(tl.notice.Investment, records("investment")),
    tl.notice.KeyWorkItem: Case(tl.notice.KeyWorkItem, ITEMS),
    tl.notice.LedgerItem: Case(
        tl.notice.LedgerItem,
        st.builds(
            tl.notice.LedgerItem,
            *[WILD] * 3,
            st.sampled_from(tl.model.Progress),
            WILD,
            testing.responsibilities(ROSTER),
            WILD,
        ),
    ),
    tl.notice.MutualHelpItem: Case(tl.notice.MutualHelpItem, records("appeals")),
    tl.notice.LevelBySource: Case(
        tl.notice.LevelBySource,
        st.builds(tl.notice.LevelBySource, *[st.lists(st.text(), max_size=3).map(tuple) for _ in range(2)]),
    ),
    tl.notice.ProgressRule: Case(
        tl.notice.ProgressRule, st.builds(tl.notice.ProgressRule, *[testing.clauses() for _ in range(4)])
    ),
    tl.notice.RecognitionRule: Case(
        tl.notice.RecognitionRule, st.builds(tl.notice.RecognitionRule, *[testing.clauses() for _ in range(3)])
    ),
    tl.notice.Reform: Case(tl.notice.Reform, records("reform_county")),
    tl.notice.Summary: Case(tl.notice.Summary, SUMMARIES),
    tl.notice.ThreeFirstsTask: Case(tl.notice.ThreeFirstsTask, records("three_firsts")),
    tl.notice.UpwardFunding: Case(tl.notice.UpwardFunding, records("upward_funding_bureau")),
}
