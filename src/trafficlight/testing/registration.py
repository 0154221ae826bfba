"""登记: lets Hypothesis find the library's strategies for its types (`st.from_type`), by the entry point group “hypothesis”.

Hypothesis calls `register` when it is itself imported, so no strategy is built before a test asks for it. Themes, entries
and ratings are drawn from the notice's scheme for a drawn agency. A type that is not listed here is resolved from its
annotations, or it holds code or options that only its author can write.
Internal: only Hypothesis imports it.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, Final, cast, get_origin

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from trafficlight import model, notice, ranking, rules
from trafficlight._scheme import Scheme
from trafficlight.model import Kind, Period
from trafficlight.ranking import Criterion
from trafficlight.testing._drawn_records import determinations, entries, origins, ratings, records, standings
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

PACKAGES: Final = (model, rules, ranking, notice)
_PROTOCOLS: Final = (Kind, Period, Criterion)


def nouns() -> Iterator[type]:
    """The public types that are registered: the attrs classes of the stream's packages, and the protocols between them."""
    yield from (*_PROTOCOLS, Scheme)
    for package in PACKAGES:
        yield from dict.fromkeys(
            value for value in vars(package).values() if isinstance(value, type) and attrs.has(value)
        )


def register() -> None:
    """Make `st.from_type(Mark)`, and so `st.builds` of what takes a mark, draw values that the library accepts."""
    for noun in dict.fromkeys(nouns()):
        st.register_type_strategy(cast("type[Any]", noun), _strategy)


def _strategy(noun: type) -> SearchStrategy[Any]:
    kind: type = get_origin(noun) or noun
    drawn = _NOUNS.get(kind)
    return _by_annotations(kind) if drawn is None else drawn()


def _by_annotations(kind: Any) -> SearchStrategy[Any]:
    """A strategy for what no rule of ours narrows: the fields that must be given, by their annotations."""
    needed = [at for at in attrs.fields(attrs.resolve_types(kind)) if at.init and at.default is attrs.NOTHING]
    return st.builds(kind, **{at.alias or at.name: st.from_type(cast("type[Any]", at.type)) for at in needed})


_Draws = Callable[[], SearchStrategy[Any]]


def _few(drawn: SearchStrategy[Any], *, least: int = 0) -> SearchStrategy[tuple[Any, ...]]:
    return st.lists(drawn, min_size=least, max_size=3).map(tuple)


def _running() -> SearchStrategy[Any]:
    return st.builds(rules.running, st.from_type(model.Mark), st.integers(1, 4))


def _receipts() -> SearchStrategy[tuple[rules.Receipt, ...]]:
    drawn = st.lists(st.from_type(rules.Receipt), max_size=3, unique_by=lambda one: (one.theme, one.unit))
    return drawn.map(tuple)


def _several(drawn: SearchStrategy[Any]) -> SearchStrategy[tuple[Any, ...]]:
    return st.lists(drawn, max_size=3, unique=True).map(tuple)


def _schemes() -> SearchStrategy[Scheme]:
    return agencies().map(notice.scheme)


def _books() -> SearchStrategy[rules.Rulebook]:
    return _schemes().map(lambda scheme: scheme.rulebooks.latest)


def _themes() -> SearchStrategy[rules.Theme[Any]]:
    return _books().flatmap(lambda book: st.sampled_from(book.themes))


def _of(scheme: Scheme, key: str = "") -> tuple[SearchStrategy[rules.Theme[Any]], Any]:
    themes = [theme for theme in scheme.themes() if key in ("", theme.key)]
    return st.sampled_from(themes), scheme.roster


def _entries() -> SearchStrategy[rules.Entry[Any]]:
    return _schemes().flatmap(lambda s: _of(s)[0].flatmap(lambda theme: entries(theme, s.roster)))


def _records(key: str) -> SearchStrategy[Any]:
    return _schemes().flatmap(lambda s: _of(s, key)[0].flatmap(lambda theme: records(theme, s.roster)))


def _ratings() -> SearchStrategy[rules.Ratings]:
    return _schemes().flatmap(lambda scheme: ratings(scheme.rulebooks.latest, scheme.roster, max_size=3))


def _one_rating() -> SearchStrategy[rules.Rating[Any]]:
    return _ratings().filter(bool).flatmap(st.sampled_from)


def _decisions() -> SearchStrategy[rules.Determination]:
    decided = _ratings().filter(bool).flatmap(determinations)
    return decided.filter(bool).flatmap(st.sampled_from)


def _columns() -> SearchStrategy[model.Column]:
    return _themes().flatmap(lambda theme: st.sampled_from(theme.form.columns))


def _periods() -> SearchStrategy[model.Period]:
    return st.one_of(
        [
            st.from_type(kind)
            for kind in (model.Week, model.Month, model.Quarter, model.HalfYear, model.Year, model.Span)
        ]
    )


def _reasons() -> SearchStrategy[ranking.Reason]:
    return st.builds(lambda order, a, b: order.reason(a, b), orders(), tallies(), tallies())


def _bounds() -> SearchStrategy[tuple[Decimal | None, Decimal | None]]:
    bound = st.none() | st.decimals(-(10**6), 10**6, places=2)
    return st.tuples(bound, bound).filter(lambda pair: pair[0] is None or pair[1] is None or pair[0] <= pair[1])


def _earlier() -> SearchStrategy[rules.Earlier[Any]]:
    return st.builds(rules.Earlier, _periods(), _records("key_work"), tallies(), st.none() | st.from_type(rules.Origin))


def _listed() -> SearchStrategy[rules.Listed]:
    def drawn(scheme: Scheme) -> SearchStrategy[rules.Listed]:
        return _of(scheme)[0].flatmap(
            lambda theme: entries(theme, scheme.roster).map(lambda one: rules.Listed.of(theme, one))
        )

    return _schemes().flatmap(drawn)


def _moves() -> SearchStrategy[ranking.Move[Any]]:
    return st.builds(ranking.Move, units(), tallies(), tallies(), _reasons())


def _successions() -> SearchStrategy[ranking.Succession[Any]]:
    return st.builds(ranking.Succession, units(), units())


def _groups() -> SearchStrategy[model.AssistanceGroup]:
    return agencies().filter(lambda one: one.groups).flatmap(lambda one: st.sampled_from(one.groups))


def _spans() -> SearchStrategy[model.Span]:
    return st.tuples(dates(), dates()).map(sorted).map(lambda days: model.Span(*days))


def _bare(period: Callable[[dt.date], model.Period]) -> _Draws:
    return lambda: dates().map(period)


def _kinds() -> SearchStrategy[model.Kind[Any]]:
    return _columns().map(lambda column: column.kind)


_units = functools.partial(_several, units())
_texts = functools.partial(texts, min_size=1)


def _conditions() -> SearchStrategy[rules.Condition]:
    field = st.sampled_from(["days_late", "progress", "rate"]).map(rules.where)
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


def _cases() -> SearchStrategy[rules.Case]:
    return st.builds(lambda verdict, asked: rules.Case(verdict, *asked), verdicts(), _few(_conditions(), least=1))


_NOUNS: Final[dict[type, _Draws]] = {
    # model
    model.Agency: agencies,
    model.Board: boards,
    model.Mark: marks,
    model.Palette: palettes,
    model.Person: persons,
    model.Quarter: quarters,
    model.Roster: rosters,
    model.Tally: tallies,
    model.TaskForce: task_forces,
    model.Unit: units,
    model.Week: weeks,
    model.WorkCalendar: calendars,
    model.AssistanceGroup: _groups,
    model.Choice: lambda: st.builds(model.Choice, vocabularies()),
    model.Column: _columns,
    model.Exemption: lambda: st.builds(
        model.Exemption, _texts(), st.none() | dates(first=2000, last=2009), st.none() | dates(first=2010)
    ),
    model.Form: lambda: _themes().map(lambda theme: theme.form),
    model.FormerName: lambda: st.builds(model.FormerName, names(), dates()),
    model.HalfYear: _bare(model.HalfYear.of),
    model.HeadingLine: lambda: st.builds(model.HeadingLine, names(), st.sampled_from(["leader", "as_of"]), _kinds()),
    model.Items: lambda: st.builds(model.Items, nothing=st.sets(names(), max_size=2)),
    model.Kind: _kinds,
    model.Month: _bare(model.Month.of),
    model.Number: lambda: _bounds().map(lambda pair: model.Number(*pair)),
    model.Parameter: lambda: st.builds(model.Parameter, names(), scores() | st.booleans() | _texts(), dates(), texts()),
    model.Percentage: lambda: _bounds().map(lambda pair: model.Percentage(*pair)),
    model.Period: _periods,
    model.Responsibility: lambda: rosters().flatmap(
        lambda roster: st.builds(model.Responsibility, several_units(roster), names())
    ),
    model.RosterLine: lambda: boards().flatmap(lambda board: st.sampled_from(board.lines)),
    model.Span: _spans,
    model.StatedDate: stated_dates,
    model.TextTable: lambda: st.builds(
        lambda title, rows: model.TextTable(title, ("甲", "乙"), rows), _texts(), _few(st.tuples(_texts(), _texts()))
    ),
    model.Vocabulary: vocabularies,
    model.Whole: lambda: st.tuples(st.integers(0, 10), st.none() | st.integers(10, 1000)).map(
        lambda pair: model.Whole(*pair)
    ),
    model.Year: _bare(model.Year.of),
    model.YesNo: lambda: st.sampled_from([model.YesNo(), model.YesNo("Yes", "No")]),
    # ranking
    ranking.Order: orders,
    ranking.Standings: standings,
    ranking.Count: lambda: palettes().map(lambda palette: ranking.Count(palette.marks)),
    ranking.CountWords: lambda: st.builds(ranking.CountWords, names(), names()),
    ranking.Criterion: lambda: st.from_type(ranking.Count) | st.from_type(ranking.Points),
    ranking.Inversion: lambda: st.builds(ranking.Inversion, _records("key_work"), _records("key_work"), _reasons()),
    ranking.Move: _moves,
    ranking.Movement: lambda: st.builds(
        ranking.Movement,
        _few(_moves()),
        _few(_moves()),
        *[_units() for _ in range(5)],
        _few(_successions()),
        _units(),
        _few(_successions()),
    ),
    ranking.Points: lambda: st.builds(ranking.Points, names()),
    ranking.Reason: _reasons,
    ranking.Standing: lambda: standings().flatmap(lambda table: st.sampled_from(table.rows)),
    ranking.Succession: _successions,
    ranking.Tallies: lambda: st.dictionaries(units(), tallies(), max_size=4).map(
        lambda rows: ranking.Tallies(rows.items())
    ),
    # rules
    rules.Case: _cases,
    rules.Condition: _conditions,
    rules.DecisionTable: lambda: _few(_cases(), least=1).map(lambda cases: rules.DecisionTable(*cases)),
    rules.Where: lambda: names().map(rules.where),
    rules.Parameters: lambda: st.builds(rules.Parameters, _few(st.from_type(model.Parameter)), dates()),
    rules.Clause: clauses,
    rules.Verdict: verdicts,
    rules.Absence: lambda: st.builds(rules.Absence, verdicts(), _few(names())),
    rules.CellChange: lambda: st.builds(rules.CellChange, _listed(), *[_texts() for _ in range(4)]),
    rules.Consequence: lambda: st.builds(
        rules.Consequence, names(), _running(), clauses(), st.integers(-20, 20) | scores()
    ),
    rules.Coverage: lambda: st.builds(rules.Coverage, st.none() | _periods(), _receipts()),
    rules.Determination: _decisions,
    rules.Differences: lambda: st.builds(rules.Differences, unchanged=_few(_listed()), entered=_few(_listed())),
    rules.Due: lambda: st.builds(
        rules.Due, names(), _several(st.sampled_from(["week", "month", "quarter"])), _several(names())
    ),
    rules.Earlier: _earlier,
    rules.EarlierLight: lambda: st.builds(rules.EarlierLight, _periods(), tallies(), in_run=st.booleans()),
    rules.Edition: lambda: st.builds(rules.Edition, names(), dates()),
    rules.Entry: _entries,
    rules.Explanation: lambda: _one_rating().map(lambda rating: rating.explain()),
    rules.Fact: lambda: st.builds(rules.Fact, names(), _texts()),
    rules.Listed: _listed,
    rules.Measure: lambda: st.builds(rules.Measure, names(), clauses(), st.integers(-20, 20) | scores()),
    rules.Origin: lambda: _themes().flatmap(lambda theme: origins(theme.form)),
    rules.Past: lambda: st.builds(rules.Past, _periods(), _few(_earlier())),
    rules.Rating: _one_rating,
    rules.Ratings: _ratings,
    rules.Receipt: lambda: st.builds(rules.Receipt, names(), names(), st.sampled_from(rules.Status), names()),
    rules.Rulebook: _books,
    rules.Rulebooks: lambda: _books().map(lambda book: rules.Rulebooks((book,))),
    Scheme: _schemes,
    rules.Theme: _themes,
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
