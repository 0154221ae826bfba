"""规则集: themes that are in force from a date on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, Final

from attrs import evolve, field, frozen

from trafficlight.errors import NotInForce, RatingFaults, RuleError, ThemeError, TrafficlightError, UnknownTheme
from trafficlight.model._checks import few, several
from trafficlight.model._units import Roster, Unit
from trafficlight.rules._entries import Entry, Origin
from trafficlight.rules._ratings import Edition, Rating
from trafficlight.rules._themes import Absence, Theme
from trafficlight.rules._verdicts import Verdict

AnyTheme = Theme[Any]


@frozen
class Rulebook:
    """规则集: an id, the date from which it is in force, and its themes. Raises `ThemeError` when two share a key."""

    id: str
    effective: dt.date
    themes: tuple[AnyTheme, ...] = field(converter=tuple[AnyTheme, ...], validator=several(Theme))

    def __attrs_post_init__(self) -> None:
        for what in ("key", "title"):
            words = [getattr(theme, what) for theme in self.themes]
            twice = sorted({word for word in words if words.count(word) > 1})
            if twice:
                raise ThemeError(f"themes of a rulebook must differ by {what}; twice: {twice}")

    @property
    def edition(self) -> Edition:
        """Id and effective date, as every rating keeps them."""
        return Edition(self.id, self.effective)

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

    def with_theme(self, theme: AnyTheme) -> Rulebook:
        """The same rulebook with one theme more, checked. Raises `ThemeError` for a duplicate key."""
        return evolve(self, themes=(*self.themes, theme))

    def replacing(self, theme: AnyTheme) -> Rulebook:
        """The same rulebook with the theme of that key exchanged. Raises `UnknownTheme`."""
        self.theme(theme.key)
        return evolve(self, themes=tuple(theme if have.key == theme.key else have for have in self.themes))

    def rate(
        self, entries: Iterable[Entry[Any]], *, roster: Roster, due: Iterable[str] = ()
    ) -> tuple[Rating[Any], ...]:
        """Rate entries in order; then, theme by theme, the units whose absence speaks (§3.4).

        Absence is told from a theme that has at least one entry; name in `due` (keys) those that were to be handed in
        even if nothing came. Raises `UnknownTheme`; all records without a light come at once in `RatingFaults`.
        """
        themes = {theme.key: theme for theme in self.themes}
        judges = {theme.key: _Judge(theme, roster) for theme in self.themes}
        present: dict[str, set[Unit]] = {self.theme(key).key: set() for key in due}
        edition = self.edition
        ratings: list[Rating[Any]] = []
        faults: list[RuleError] = []
        numbers: dict[str, int] = {}
        for entry in entries:
            if entry.theme not in judges:
                raise UnknownTheme(entry.theme, list(themes))
            number = numbers[entry.theme] = numbers.get(entry.theme, 0) + 1
            serial = entry.serial if entry.serial is not None else number
            try:
                verdict, units = judges[entry.theme](entry.record, serial, entry.origin)
            except RuleError as fault:
                faults.append(fault)
                continue
            present.setdefault(entry.theme, set()).update(units)
            ratings.append(Rating(themes[entry.theme], edition, units, verdict, entry.record, serial, entry.origin))
        if faults:
            raise RatingFaults(f"{len(faults)} 条记录没有依据，未予评定", faults)
        for theme in self.themes:
            if theme.absence is not None and theme.key in present:
                ratings.extend(_absent(theme, theme.absence, edition, present[theme.key], roster))
        return tuple(ratings)


class _Judge:
    """One theme's rule, guarded: whatever it does, out come a verdict and known units, or a `RuleError`."""

    def __init__(self, theme: AnyTheme, roster: Roster) -> None:
        self._theme = theme
        self._known = frozenset(roster)

    def __call__(self, record: Any, serial: int, origin: Origin | None) -> tuple[Verdict, tuple[Unit, ...]]:
        theme = self._theme
        where = str(origin) if origin else ""
        if not isinstance(record, theme.record):
            problem = f"记录应为 {theme.record.__name__}"
            raise RuleError(theme.key, record, problem, serial=serial, where=where)
        try:
            verdict, units = theme.rule(record), theme.credited(record)
        except TrafficlightError as refusal:
            raise RuleError(theme.key, record, str(refusal), serial=serial, where=where) from refusal
        except Exception as crash:  # a foreign rule may raise anything; the cause is chained
            problem = f"规则出错 {type(crash).__name__}: {crash}"
            raise RuleError(theme.key, record, problem, serial=serial, where=where) from crash
        problem = self._problem(verdict, units)
        if problem:
            raise RuleError(theme.key, record, problem, serial=serial, where=where)
        return verdict, units

    def _problem(self, verdict: object, units: tuple[object, ...]) -> str:
        if not isinstance(verdict, Verdict):
            return f"规则应返回 Verdict，却返回 {type(verdict).__name__}"
        if not units:
            return "未指明责任单位"
        strangers = [str(unit) for unit in units if unit not in self._known]
        return f"花名册中没有“{'、'.join(strangers)}”" if strangers else ""


def _absent(
    theme: AnyTheme, absence: Absence, edition: Edition, present: set[Unit], roster: Roster
) -> Iterator[Rating[Any]]:
    for key in absence.boards:
        for unit in roster.board(key).units:
            if unit not in present:
                yield Rating(theme, edition, (unit,), absence.verdict)


def _by_date(books: Iterable[Rulebook]) -> tuple[Rulebook, ...]:
    return tuple(sorted(books, key=lambda book: (book.effective, book.id)))


@frozen
class Rulebooks:
    """历次规则集: rulebooks by date; the date of the decision picks. Raises `ThemeError` when empty or two share a date or id."""

    editions: tuple[Rulebook, ...] = field(converter=_by_date)

    @editions.validator
    def _check(self, _attribute: object, editions: tuple[Rulebook, ...]) -> None:
        if not editions:
            raise ThemeError("rulebooks need at least one rulebook")
        for what in ("effective", "id"):
            values = [getattr(book, what) for book in editions]
            if len(set(values)) != len(values):
                raise ThemeError(f"two rulebooks share {what}: {[str(value) for value in values]}")

    def __repr__(self) -> str:
        return f"Rulebooks({few(book.edition for book in self.editions)})"

    def at(self, date: dt.date) -> Rulebook:
        """The rulebook in force on a date. Raises `NotInForce` before the first."""
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
        raise LookupError(f"no rulebook {id!r}; known: {', '.join(book.id for book in self.editions)}")


NO_STEWARD: Final = "未定牵头科室"
"""The steward of themes for which nobody is named."""


def by_steward(themes: Iterable[AnyTheme]) -> dict[str, list[AnyTheme]]:
    """牵头科室: the themes that each department hands in (N4.3), in the order in which they first occur."""
    stewards: dict[str, list[AnyTheme]] = {}
    for theme in themes:
        stewards.setdefault(theme.steward or NO_STEWARD, []).append(theme)
    return stewards


def entries_by_theme(entries: Iterable[Entry[Any]], keys: Iterable[str]) -> dict[str, list[Entry[Any]]]:
    """The entries of each theme, in order. Raises `UnknownTheme` for one of another theme."""
    found: dict[str, list[Entry[Any]]] = {key: [] for key in keys}
    for entry in entries:
        if entry.theme not in found:
            raise UnknownTheme(entry.theme, list(found))
        found[entry.theme].append(entry)
    return found
