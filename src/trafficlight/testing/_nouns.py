"""名词: a strategy for each public noun of the stream, by its type, as Hypothesis asks for them (`st.from_type`).

What stands in an agency's setting (themes, entries, ratings) is drawn of the notice's scheme over a drawn agency. What is
not here is either resolved by Hypothesis itself, from the annotations, or holds code or options that its author writes.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from trafficlight import notice
from trafficlight._scheme import Scheme
from trafficlight.model import (
    Agency,
    AssistanceGroup,
    Board,
    Choice,
    Column,
    Exemption,
    Form,
    FormerName,
    HalfYear,
    HeadingLine,
    Items,
    Kind,
    Mark,
    Month,
    Number,
    Palette,
    Parameter,
    Percentage,
    Period,
    Person,
    Quarter,
    Responsibility,
    Roster,
    RosterLine,
    Span,
    StatedDate,
    Tally,
    TaskForce,
    TextTable,
    Unit,
    Vocabulary,
    Week,
    Whole,
    WorkCalendar,
    Year,
    YesNo,
)
from trafficlight.ranking import (
    Count,
    CountWords,
    Criterion,
    Inversion,
    Move,
    Movement,
    Order,
    Points,
    Reason,
    Standing,
    Standings,
    Succession,
    Tallies,
)
from trafficlight.rules import (
    Absence,
    Case,
    CellChange,
    Clause,
    Condition,
    Coverage,
    DecisionTable,
    Determination,
    Differences,
    Due,
    Earlier,
    EarlierLight,
    Entry,
    Explanation,
    Listed,
    Measure,
    Origin,
    Parameters,
    Past,
    Rating,
    Ratings,
    Receipt,
    Rulebook,
    Rulebooks,
    Status,
    Theme,
    Verdict,
    Where,
    where,
)
from trafficlight.testing._drawn_ratings import determinations, ratings, standings
from trafficlight.testing._drawn_records import entries, origins, records
from trafficlight.testing._strategies import (
    agencies,
    boards,
    calendars,
    clauses,
    dates,
    marks,
    names,
    orders,
    palettes,
    persons,
    quarters,
    rosters,
    scores,
    several_units,
    stated_dates,
    tallies,
    task_forces,
    texts,
    units,
    verdicts,
    vocabularies,
    weeks,
)

Draws = Callable[[], SearchStrategy[Any]]


def _few(drawn: SearchStrategy[Any], *, least: int = 0) -> SearchStrategy[tuple[Any, ...]]:
    return st.lists(drawn, min_size=least, max_size=3).map(tuple)


def _receipts() -> SearchStrategy[tuple[Receipt, ...]]:
    drawn = st.lists(st.from_type(Receipt), max_size=3, unique_by=lambda one: (one.theme, one.unit))
    return drawn.map(tuple)


def _several(drawn: SearchStrategy[Any]) -> SearchStrategy[tuple[Any, ...]]:
    return st.lists(drawn, max_size=3, unique=True).map(tuple)


def _schemes() -> SearchStrategy[Scheme]:
    return agencies().map(notice.scheme)


def _books() -> SearchStrategy[Rulebook]:
    return _schemes().map(lambda scheme: scheme.rulebooks.latest)


def _themes() -> SearchStrategy[Theme[Any]]:
    return _books().flatmap(lambda book: st.sampled_from(book.themes))


def _of(scheme: Scheme, key: str = "") -> tuple[SearchStrategy[Theme[Any]], Any]:
    themes = [theme for theme in scheme.themes() if key in ("", theme.key)]
    return st.sampled_from(themes), scheme.roster


def _entries() -> SearchStrategy[Entry[Any]]:
    return _schemes().flatmap(lambda s: _of(s)[0].flatmap(lambda theme: entries(theme, s.roster)))


def _records(key: str) -> SearchStrategy[Any]:
    return _schemes().flatmap(lambda s: _of(s, key)[0].flatmap(lambda theme: records(theme, s.roster)))


def _ratings() -> SearchStrategy[Ratings]:
    return _schemes().flatmap(lambda scheme: ratings(scheme.rulebooks.latest, scheme.roster, max_size=3))


def _one_rating() -> SearchStrategy[Rating[Any]]:
    return _ratings().filter(bool).flatmap(st.sampled_from)


def _decisions() -> SearchStrategy[Determination]:
    decided = _ratings().filter(bool).flatmap(determinations)
    return decided.filter(bool).flatmap(st.sampled_from)


def _columns() -> SearchStrategy[Column]:
    return _themes().flatmap(lambda theme: st.sampled_from(theme.form.columns))


def _periods() -> SearchStrategy[Period]:
    return st.one_of([st.from_type(kind) for kind in (Week, Month, Quarter, HalfYear, Year, Span)])


def _reasons() -> SearchStrategy[Reason]:
    return st.builds(lambda order, a, b: order.reason(a, b), orders(), tallies(), tallies())


def _bounds() -> SearchStrategy[tuple[Decimal | None, Decimal | None]]:
    bound = st.none() | st.decimals(-(10**6), 10**6, places=2)
    return st.tuples(bound, bound).filter(lambda pair: pair[0] is None or pair[1] is None or pair[0] <= pair[1])


def _earlier() -> SearchStrategy[Earlier[Any]]:
    return st.builds(Earlier, _periods(), _records("key_work"), tallies(), st.none() | st.from_type(Origin))


def _listed() -> SearchStrategy[Listed]:
    def drawn(scheme: Scheme) -> SearchStrategy[Listed]:
        return _of(scheme)[0].flatmap(
            lambda theme: entries(theme, scheme.roster).map(lambda one: Listed.of(theme, one))
        )

    return _schemes().flatmap(drawn)


def _moves() -> SearchStrategy[Move[Any]]:
    return st.builds(Move, units(), tallies(), tallies(), _reasons())


def _successions() -> SearchStrategy[Succession[Any]]:
    return st.builds(Succession, units(), units())


def _groups() -> SearchStrategy[AssistanceGroup]:
    return agencies().filter(lambda one: one.groups).flatmap(lambda one: st.sampled_from(one.groups))


def _spans() -> SearchStrategy[Span]:
    return st.tuples(dates(), dates()).map(sorted).map(lambda days: Span(*days))


def _bare(period: Callable[[dt.date], Period]) -> Draws:
    return lambda: dates().map(period)


def _kinds() -> SearchStrategy[Kind[Any]]:
    return _columns().map(lambda column: column.kind)


_units = functools.partial(_several, units())
_texts = functools.partial(texts, min_size=1)


def _conditions() -> SearchStrategy[Condition]:
    field = st.sampled_from(["days_late", "progress", "rate"]).map(where)
    number = st.integers(-99, 99) | st.decimals(-99, 99, places=2)
    return st.one_of(
        st.builds(lambda one, value: one.equals(value), field, number | texts(min_size=1) | st.booleans() | dates()),
        st.builds(
            lambda one, how, value: getattr(one, how)(value),
            field,
            st.sampled_from(["at_least", "more_than", "at_most", "less_than"]),
            number,
        ),
        st.builds(lambda one, how: getattr(one, how)(), field, st.sampled_from(["is_blank", "is_filled"])),
    )


def _cases() -> SearchStrategy[Case]:
    return st.builds(lambda verdict, asked: Case(verdict, *asked), verdicts(), _few(_conditions(), least=1))


NOUNS: Final[dict[type, Draws]] = {
    # model
    Agency: agencies,
    Board: boards,
    Mark: marks,
    Palette: palettes,
    Person: persons,
    Quarter: quarters,
    Roster: rosters,
    Tally: tallies,
    TaskForce: task_forces,
    Unit: units,
    Week: weeks,
    WorkCalendar: calendars,
    AssistanceGroup: _groups,
    Choice: lambda: st.builds(Choice, vocabularies()),
    Column: _columns,
    Exemption: lambda: st.builds(
        Exemption, _texts(), st.none() | dates(first=2000, last=2009), st.none() | dates(first=2010)
    ),
    Form: lambda: _themes().map(lambda theme: theme.form),
    FormerName: lambda: st.builds(FormerName, names(), dates()),
    HalfYear: _bare(HalfYear.of),
    HeadingLine: lambda: st.builds(HeadingLine, names(), st.sampled_from(["leader", "as_of"]), _kinds()),
    Items: lambda: st.builds(Items, nothing=st.sets(names(), max_size=2)),
    Kind: _kinds,
    Month: _bare(Month.of),
    Number: lambda: _bounds().map(lambda pair: Number(*pair)),
    Parameter: lambda: st.builds(Parameter, names(), scores() | st.booleans() | _texts(), dates(), texts()),
    Percentage: lambda: _bounds().map(lambda pair: Percentage(*pair)),
    Period: _periods,
    Responsibility: lambda: rosters().flatmap(lambda roster: st.builds(Responsibility, several_units(roster), names())),
    RosterLine: lambda: boards().flatmap(lambda board: st.sampled_from(board.lines)),
    Span: _spans,
    StatedDate: stated_dates,
    TextTable: lambda: st.builds(
        lambda title, rows: TextTable(title, ("甲", "乙"), rows), _texts(), _few(st.tuples(_texts(), _texts()))
    ),
    Vocabulary: vocabularies,
    Whole: lambda: st.tuples(st.integers(0, 10), st.none() | st.integers(10, 1000)).map(lambda pair: Whole(*pair)),
    Year: _bare(Year.of),
    YesNo: lambda: st.sampled_from([YesNo(), YesNo("Yes", "No")]),
    # ranking
    Order: orders,
    Standings: standings,
    Count: lambda: palettes().map(lambda palette: Count(palette.marks)),
    CountWords: lambda: st.builds(CountWords, names(), names()),
    Criterion: lambda: st.from_type(Count) | st.from_type(Points),
    Inversion: lambda: st.builds(Inversion, _records("key_work"), _records("key_work"), _reasons()),
    Move: _moves,
    Movement: lambda: st.builds(
        Movement,
        _few(_moves()),
        _few(_moves()),
        *[_units() for _ in range(5)],
        _few(_successions()),
        _units(),
        _few(_successions()),
    ),
    Points: lambda: st.builds(Points, names()),
    Reason: _reasons,
    Standing: lambda: standings().flatmap(lambda table: st.sampled_from(table.rows)),
    Succession: _successions,
    Tallies: lambda: st.dictionaries(units(), tallies(), max_size=4).map(lambda rows: Tallies(rows.items())),
    # rules
    Case: _cases,
    Condition: _conditions,
    DecisionTable: lambda: _few(_cases(), least=1).map(lambda cases: DecisionTable(*cases)),
    Where: lambda: names().map(where),
    Parameters: lambda: st.builds(Parameters, _few(st.from_type(Parameter)), dates()),
    Clause: clauses,
    Verdict: verdicts,
    Absence: lambda: st.builds(Absence, verdicts(), _few(names())),
    CellChange: lambda: st.builds(CellChange, _listed(), *[_texts() for _ in range(4)]),
    Coverage: lambda: st.builds(Coverage, st.none() | _periods(), _receipts()),
    Determination: _decisions,
    Differences: lambda: st.builds(Differences, unchanged=_few(_listed()), entered=_few(_listed())),
    Due: lambda: st.builds(Due, names(), _several(st.sampled_from(["week", "month", "quarter"])), _several(names())),
    Earlier: _earlier,
    EarlierLight: lambda: st.builds(EarlierLight, _periods(), tallies()),
    Entry: _entries,
    Explanation: lambda: _one_rating().map(lambda rating: rating.explain()),
    Listed: _listed,
    Measure: lambda: st.builds(Measure, names(), clauses(), st.integers(-20, 20)),
    Origin: lambda: _themes().flatmap(lambda theme: origins(theme.form)),
    Past: lambda: st.builds(Past, _periods(), _few(_earlier())),
    Rating: _one_rating,
    Ratings: _ratings,
    Receipt: lambda: st.builds(Receipt, names(), names(), st.sampled_from(Status), names()),
    Rulebook: _books,
    Rulebooks: lambda: _books().map(lambda book: Rulebooks((book,))),
    Scheme: _schemes,
    Theme: _themes,
    # notice
    notice.AssessmentIndicator: lambda: _records("performance_assessment"),
    notice.AuditProject: lambda: _records("audit_projects"),
    notice.Investment: lambda: _records("investment"),
    notice.KeyWorkItem: lambda: _records("key_work"),
    notice.LedgerItem: lambda: _records("key_work"),
    notice.MutualHelpItem: lambda: _records("assistance"),
    notice.Reform: lambda: _records("reform_county"),
    notice.Summary: lambda: _few(_records("key_work")).map(notice.summarise),
    notice.ThreeFirstsTask: lambda: _records("three_firsts"),
    notice.UpwardFunding: lambda: _records("upward_funding_bureau"),
}
