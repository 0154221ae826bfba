"""规则集: themes that are in force from a date on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any, Final

from attrs import evolve, field, fields, frozen

from trafficlight.errors import NotInForce, RatingFaults, ThemeError, UnknownName, UnknownTheme
from trafficlight.messages import Language, Words, english, said
from trafficlight.model._boards import Roster
from trafficlight.model._checks import check_day, check_kind, each_of, few, not_empty
from trafficlight.model._field_types import typed
from trafficlight.model._forms import Prefill
from trafficlight.model._periods import Period
from trafficlight.model._units import renamed
from trafficlight.rules._contents import contents_digest
from trafficlight.rules._coverage import Coverage, Status
from trafficlight.rules._entries import Entry
from trafficlight.rules._explanations import Edition
from trafficlight.rules._judging import Run
from trafficlight.rules._past_ratings import past_of
from trafficlight.rules._rated import Rating, Rows
from trafficlight.rules._ratings import Ratings, runs_of
from trafficlight.rules._themes import Theme
from trafficlight.rules._verdicts import Clause, unlit

AnyTheme = Theme[Any]


@frozen(field_transformer=typed)
class Rulebook:
    """规则集: an id, the date from which it is in force, and its themes. Raises `ThemeError` when two share a key."""

    id: str = field(validator=not_empty)
    effective: dt.date
    themes: tuple[AnyTheme, ...] = field(converter=tuple[AnyTheme, ...])
    _edition: Edition = field(init=False, eq=False, repr=False, hash=False)

    @_edition.default
    def _make_edition(self) -> Edition:
        return Edition(self.id, self.effective, contents_digest(self.themes))

    def __attrs_post_init__(self) -> None:
        for what in ("key", "title"):
            words = [getattr(theme, what) for theme in self.themes]
            twice = sorted({word for word in words if words.count(word) > 1})
            if twice:
                raise ThemeError(
                    f"一部规则集里各主题的 {what} 应不同；重复的：{'、'.join(twice)}",
                    f"themes of a rulebook must differ by {what}; twice: {twice}",
                )

    @property
    def edition(self) -> Edition:
        """Id, effective date and a digest of the contents, as every rating keeps them (§4.34)."""
        return self._edition

    def __iter__(self) -> Iterator[AnyTheme]:
        return iter(self.themes)

    def __repr__(self) -> str:
        return f"Rulebook({self.id!r}, {self.effective}, {few(theme.key for theme in self.themes)})"

    def theme(self, key: str) -> AnyTheme:
        """The theme of that key. Raises `UnknownTheme`."""
        for theme in self.themes:
            if theme.key == key:
                return theme
        raise UnknownTheme(key, [theme.key for theme in self.themes])

    def _refuse_guessing(self, period: Period | None, *, given: bool) -> None:
        asking = [f"“{theme.title}”" for theme in self.themes if theme.looks_back]
        if asking and not given:
            raise ThemeError(
                f"专题{'、'.join(asking)}的规则或处置要看往期：请以 past= 给出以往各期的评定，首期给 past=()",
                f"the rules or consequences of {', '.join(asking)} ask for earlier periods: hand over their ratings as past=, and "
                "past=() for a first period",
            )
        if asking and period is None:
            raise ThemeError(
                f"专题{'、'.join(asking)}的规则或处置要看往期：请以 period= 写明本期，如 Month(2025, 3)",
                f"the rules or consequences of {', '.join(asking)} ask for earlier periods: say by period= which one this is, as in "
                "Month(2025, 3)",
            )

    def with_theme(self, theme: AnyTheme) -> Rulebook:
        """The same rulebook with one theme more, checked. Raises `ThemeError` for a duplicate key."""
        return evolve(self, themes=(*self.themes, theme))

    def replacing(self, theme: AnyTheme) -> Rulebook:
        """The same rulebook with the theme of that key exchanged. Raises `UnknownTheme`."""
        self.theme(theme.key)
        return evolve(self, themes=tuple(theme if have.key == theme.key else have for have in self.themes))

    def rate(
        self,
        entries: Iterable[Entry[Any]],
        *,
        roster: Roster,
        coverage: Coverage | None = None,
        period: Period | None = None,
        past: Iterable[Rating[Any] | Ratings] | None = None,
    ) -> Ratings:
        """Rate entries in order; then, theme by theme, the units whose absence speaks (§3.4, §4.19).

        Absence is told from `coverage` alone: of a theme that came without a fault that may be the unit's row. A unit whose
        row has a fault gets no light and is flagged. `past` are the ratings of earlier periods, in any order (`Ratings` of
        several periods are looked through once, however many later ones they are handed to),
        for themes whose rule asks for an item's history or whose lights have consequences; an empty one says that this is
        the first period. Raises `UnknownTheme`, `UnknownUnit` for a past unit that the roster has never had, and `ThemeError`
        where a theme looks back and no past or no period is given; all records without a light come at once in `RatingFaults`.
        """
        rows = each_of("rate: entries", entries, Entry)
        check_kind("rate: roster=", roster, Roster)
        check_kind("rate: coverage=", coverage, Coverage, optional=True)
        runs = () if past is None else runs_of("rate: past=", past)
        period = coverage.period if period is None and coverage is not None else period
        self._refuse_guessing(period, given=past is not None)
        run = Run(self.themes, roster, period, past_of(runs, self.themes, roster, period), coverage)
        run.take(rows)
        if run.faults:
            first = run.faults[0].problem
            raise RatingFaults(
                Words(
                    f"{len(run.faults)} 条记录没有依据，未予评定；第一条：{first}",
                    f"records without grounds, not rated: {len(run.faults)}; the first: {english(first)}",
                ),
                run.faults,
            )
        columns = run.columns(rows, self.edition)
        if coverage is not None:
            absent = [
                run.judges[theme.key].followed(rating)
                for theme in self.themes
                for rating in _without_row(theme, self.edition, columns.present, roster, coverage)
            ]
            columns = evolve(columns, fixed=dict(enumerate(absent, len(rows))))
        return Ratings(Rows(columns, range(len(columns))), period, coverage)


HANDED_IN_WITH_FAULTS: Final = Clause(
    "R19",
    Words(
        "报送有误的，不据以认定未报送，更正后再评定",
        "What came with faults is no absence: it is rated when it is mended",
    ),
    reading=True,
)
"""§4.19: what has a fault is no absence."""


def _without_row(
    theme: AnyTheme, edition: Edition, present: Callable[[str], set[str]], roster: Roster, coverage: Coverage
) -> Iterator[Rating[Any]]:
    """The ratings of the units that have no row in a theme whose absence speaks, as far as the coverage can tell."""
    sheet = coverage.of(theme.key)
    if theme.absence is None or sheet is None or sheet.status not in (Status.RECEIVED, Status.FAULTY):
        return
    exempt, named = roster.exempt, present(theme.key)
    for unit in dict.fromkeys(unit for key in theme.absence.boards for unit in roster.board(key).units):
        row = coverage.of(theme.key, unit)
        status = row.status if row is not None else Status.FAULTY if sheet.uncertain else Status.MISSING
        if unit.name in named or unit in exempt or status is Status.EXEMPT:
            continue
        verdict = theme.absence.verdict
        if status is Status.FAULTY:
            verdict = unlit(because=HANDED_IN_WITH_FAULTS, flag=status.words)
        yield Rating(theme, edition, (unit,), verdict, period=coverage.period)


def _by_date(books: Iterable[Rulebook]) -> tuple[Rulebook, ...]:
    return tuple(sorted(books, key=lambda book: (book.effective, book.id)))


@frozen(field_transformer=typed)
class Rulebooks:
    """历次规则集: rulebooks by date; the date of the decision picks. Raises `ThemeError` when empty or two share a date or id."""

    editions: tuple[Rulebook, ...] = field(converter=_by_date)

    @editions.validator
    def _check(self, _attribute: object, editions: tuple[Rulebook, ...]) -> None:
        if not editions:
            raise ThemeError("至少要有一部规则集", "rulebooks need at least one rulebook")
        for what in ("effective", "id"):
            values = [getattr(book, what) for book in editions]
            if len(set(values)) != len(values):
                raise ThemeError(
                    f"两部规则集的 {what} 相同：{'、'.join(map(str, values))}",
                    f"two rulebooks share {what}: {[str(value) for value in values]}",
                )

    def __repr__(self) -> str:
        return f"Rulebooks({few(book.edition for book in self.editions)})"

    def at(self, date: dt.date) -> Rulebook:
        """The rulebook in force on a date. Raises `NotInForce` before the first."""
        check_day("Rulebooks.at", date)
        found = [book for book in self.editions if book.effective <= date]
        if not found:
            raise NotInForce(date, self.editions[0].effective)
        return found[-1]

    @property
    def latest(self) -> Rulebook:
        """The last of them."""
        return self.editions[-1]

    def by_id(self, id: str) -> Rulebook:
        """The rulebook of that id. Raises `LookupError`."""
        for book in self.editions:
            if book.id == id:
                return book
        raise UnknownName(Words("规则集", "the rulebooks"), id, [book.id for book in self.editions])


NO_STEWARD: Final = Words("未定牵头单位", "nobody named")
"""The steward of themes for which nobody is named."""


def by_steward(themes: Iterable[AnyTheme], language: Language = "zh") -> dict[str, list[AnyTheme]]:
    """牵头科室: the themes that each department hands in (N4.3), in the order in which they first occur."""
    stewards: dict[str, list[AnyTheme]] = {}
    for theme in themes:
        stewards.setdefault(theme.steward or said(NO_STEWARD, language), []).append(theme)
    return stewards


def entries_by_theme(entries: Iterable[Entry[Any]], keys: Iterable[str]) -> dict[str, list[Entry[Any]]]:
    """The entries of each theme, in order. Raises `UnknownTheme` for one of another theme."""
    found: dict[str, list[Entry[Any]]] = {key: [] for key in keys}
    for entry in each_of("entries=", entries, Entry):
        if entry.theme not in found:
            raise UnknownTheme(entry.theme, list(found))
        found[entry.theme].append(entry)
    return found


def carried(
    entries: Iterable[Entry[Any]], theme: AnyTheme, *, done: bool = True, roster: Roster | None = None
) -> list[Entry[Any]]:
    """沿用: the entries of a theme that go out on the next period's form; without `done` not those that are done.

    They are numbered anew, below the facts above a header from 1. With a `roster` their units bear the names of its day; what
    exempt units alone have does not go out, and of a theme of one row a unit only those do that stand on it. Of rows that are
    alike in all but what is asked anew, the first goes out. Raises `TypeError` for records of another form.
    """
    own = [entry for entry in entries if entry.theme == theme.key]
    theme.form.check_records(entry.record for entry in own)
    kept = [entry for entry in own if done or theme.done is None or not theme.done(entry.record)]
    if roster:
        today = [evolve(entry, record=_of_today(entry.record, roster)) for entry in kept]
        today = [entry for entry in today if not roster.all_exempt(theme.credits(entry.record))]
        kept = [one for one in today if not theme.of_unit or all(unit in roster for unit in theme.credits(one.record))]
    tables = groupby(
        _once(theme, kept), key=lambda entry: [theme.form.show(entry.record, line.name) for line in theme.form.heading]
    )
    return [evolve(entry, serial=number) for _, table in tables for number, entry in enumerate(table, 1)]


def _once(theme: AnyTheme, entries: Iterable[Entry[Any]]) -> list[Entry[Any]]:
    """Each item once: twin rows would come back as a fault in cells that are locked."""
    form, anew = theme.form, Prefill.ANEW
    names = [name for one in form.columns if theme.prefill(one) is not anew for name in one.fields if name is not None]
    names += (line.name for line in form.heading if theme.prefill(line) is not anew)
    first: dict[tuple[Any, ...], Entry[Any]] = {}
    for entry in entries:
        first.setdefault((theme.item(entry.record), *(form.show(entry.record, name) for name in names)), entry)
    return [*first.values()]


def _of_today(record: Any, roster: Roster) -> Any:
    """A record whose units bear the names of the roster's day."""
    values = {at.name: getattr(record, at.name) for at in fields(type(record)) if at.init}
    changed = {name: now for name, value in values.items() if (now := renamed(value, roster.same)) != value}
    return evolve(record, **changed) if changed else record
