"""督查方案: an agency with its rules, its lights and its order: the value that readers and builders take."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Protocol

from attrs import evolve, field, frozen

from trafficlight.errors import NotInForce, NotSignedOff, ThemeError, UnknownName, UnknownTheme, WrongType, WrongValue
from trafficlight.errors._base import listed
from trafficlight.messages import Words, bracketed, in_english, said
from trafficlight.model._agency import Agency
from trafficlight.model._boards import Board, Roster
from trafficlight.model._checks import Strings, check_day, each_of, other_type, shown, strings
from trafficlight.model._field_types import typed
from trafficlight.model._forms import Form
from trafficlight.model._marks import Palette
from trafficlight.model._periods import Period, last_day_of
from trafficlight.model._units import Unit
from trafficlight.ranking._count_table import CountWords, count_form
from trafficlight.ranking._orders import Key, Order
from trafficlight.ranking._standings import Standings, Ties, rank
from trafficlight.ranking._tallies import Tallies, tally
from trafficlight.rules._coverage import Coverage, Due
from trafficlight.rules._determinations import determine, target
from trafficlight.rules._differences import Differences, differences
from trafficlight.rules._entries import Entry
from trafficlight.rules._explanations import Determination
from trafficlight.rules._rated import Rating
from trafficlight.rules._ratings import Ratings, heaps, latest_day, ratings_of
from trafficlight.rules._rulebooks import AnyTheme, Rulebook, Rulebooks
from trafficlight.rules._themes import Theme


def _rulebooks(value: Rulebooks | Rulebook) -> Rulebooks:
    given: Any = value  # by whoever does not check types
    if isinstance(given, Rulebook):
        return Rulebooks((given,))
    if not isinstance(given, Rulebooks):
        raise WrongType(
            f"这里应为一部 Rulebook，或 Rulebooks([…])，而不是 {shown(given)}",
            f"a Rulebook goes here, or Rulebooks([…]), not {shown(given)}",
        )
    return given


_OF_A_CLASS: Final = ("letter.", "ledger.", "tables.", "plan.")
"""The beginnings of words that are fields of a class; that class checks the rest when the paper is made."""
_TEXTS: Final = tuple(
    "summary summary.levels bulletin.title flags.title flags.asked flags.nothing coverage.title".split()
)


def _words(value: Mapping[str, str | tuple[str, ...]]) -> tuple[tuple[str, str | tuple[str, ...]], ...]:
    made = tuple((name, words if isinstance(words, str) else strings(words)) for name, words in dict(value).items())
    for name, _ in made:
        if name not in _TEXTS and not name.startswith(_OF_A_CLASS):
            known = [*_TEXTS, *(f"{paper}…" for paper in _OF_A_CLASS)]
            raise UnknownName(Words("督查方案的用语", "the scheme's words"), name, known)
    return made


def _counted(value: Mapping[str, Strings]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((board, strings(themes)) for board, themes in dict(value).items())


class HandedIn(Protocol):
    """收件: entries and their coverage, as `sheets.read` gives them, or a host's own store."""

    @property
    def entries(self) -> Sequence[Entry[Any]]:
        """One entry for each row that was read without a fault."""

    @property
    def coverage(self) -> Coverage:
        """What was due, what came, and what is missing."""


@frozen(field_transformer=typed)
class Scheme:
    """督查方案: agency, dated rulebooks, palette, order, and which themes count on which board.

    `due` says which themes are due in which kind of period and from whom (§4.19); without it every theme is due in each.
    `counted` maps a board's key to the keys of the themes that count there (§3.9); a board that it does not name counts
    every theme whose rows name one of its units. `trafficlight.notice.scheme` makes that of the notice.
    `words` are what its papers say where nobody sets a word for one paper, by the paper and its word: `letter.basis` and
    whatever else `LetterWords` has, `ledger.…` (`LedgerWords`), `tables.…` (`TableWords`), `plan.…` (`BulletinPlan`);
    `bulletin.title`, `summary` (the sentence above a table) and `summary.levels` (where the theme says whose task an item is);
    `flags.…` and `coverage.…`, as `flag_list` and `coverage_report` say them.

    Changes are dated: each rulebook by itself, the roster by its units' days, and the whole scheme by `since`, its first day,
    and `before`, the scheme that was in force until the day before. So the latest scheme holds them all; reading, rating and
    documents take what was in force on the last day of their period, or on their day. There is no gap and no overlap: one
    scheme ends where the next begins.

    Raises `UnknownBoard` and `UnknownTheme` for keys that do not exist, those of a theme's absence included, `UnknownName`
    for words that no paper has (what follows `letter.` and the like is asked when the paper is made),
    `ValueError` when the order or an absence needs a mark that the palette lacks, or when a scheme does not begin after the
    one before it, and `NotInForce` when no rulebook is in force on its first day.
    """

    agency: Agency
    rulebooks: Rulebooks = field(converter=_rulebooks)
    order: Order
    palette: Palette
    ties: Ties = Ties.COMPETITION
    count_words: CountWords = field(factory=CountWords)
    counted: tuple[tuple[str, tuple[str, ...]], ...] = field(default={}, converter=_counted)
    due: tuple[Due, ...] = field(default=(), converter=tuple[Due, ...])
    since: dt.date | None = None
    before: Scheme | None = None
    words: tuple[tuple[str, str | tuple[str, ...]], ...] = field(default={}, converter=_words)

    def __attrs_post_init__(self) -> None:
        self._check_dates()
        themes = [theme for book in self.rulebooks.editions for theme in book]
        absences = [theme.absence for theme in themes if theme.absence is not None]
        needed = [*self.order.marks, *(mark for absence in absences for mark in absence.verdict.marks.marks)]
        strangers = [mark for mark in needed if mark not in self.palette]
        if strangers:
            has, lacks = (listed([mark.label for mark in dict.fromkeys(marks)]) for marks in (self.palette, strangers))
            raise WrongValue(f"标识体系有 {has}，缺少 {lacks}", f"the palette has {has.en}, and lacks {lacks.en}")
        for board in {board for absence in absences for board in absence.boards}:
            self.roster.board(board)
        known = {theme.key for theme in themes}
        for board, keys in self.counted:
            self.roster.board(board)
            for key in keys:
                if key not in known:
                    raise UnknownTheme(key, sorted(known))
        for at, due in enumerate(self.due):
            if due in self.due[:at]:
                raise WrongValue(f"应报“{due.theme}”写了两遍", f"that “{due.theme}” is due is said twice")
            if due.theme not in known:
                raise UnknownTheme(due.theme, sorted(known))
            for board in due.boards:
                self.roster.board(board)

    def _check_dates(self) -> None:
        since, before = self.since, self.before
        if since is None:
            if before is not None:
                raise WrongValue(
                    "接续前一方案的方案，要用 since= 写明自哪天起",
                    "a scheme that follows another says by since= from which day on",
                )
            return
        if before is not None and before.since is not None and since <= before.since:
            raise WrongValue(
                f"自 {since} 起的方案不能接续自 {before.since} 起的方案：日期重叠",
                f"a scheme from {since} on cannot follow one from {before.since} on: the days overlap",
            )
        self.rulebooks.at(since)

    def __repr__(self) -> str:
        since = f", since {self.since}" if self.since else ""
        return f"Scheme({self.agency!r}, {self.rulebooks!r}, {self.order!r}, {self.palette!r}{since})"

    @property
    def editions(self) -> tuple[Scheme, ...]:
        """历次方案: this scheme and those before it, the oldest first."""
        return (*(self.before.editions if self.before is not None else ()), self)

    @property
    def all_rulebooks(self) -> Rulebooks:
        """The rulebooks of all editions, as stored ratings name them. Raises `ThemeError` when two share a date or an id."""
        books: list[Rulebook] = []
        for book in (book for one in self.editions for book in one.rulebooks.editions):
            if book not in books:
                books.append(book)
        return Rulebooks(books)

    def wording(self, paper: str) -> dict[str, str | tuple[str, ...]]:
        """用语: the scheme's own words for a paper (`letter`, `ledger`, `tables`, …), by their names without the paper's."""
        named = ((name.partition("."), words) for name, words in self.words)
        return {word: words for (of, _, word), words in named if of == paper}

    def on(self, day: dt.date | None) -> Scheme:
        """The scheme as it was in force on a day: its order, lights and words, and its agency's roster of that day.

        Without a day, the latest, with the roster as after all changes that it knows. Raises `NotInForce` for a day before
        the first.
        """
        if day is not None:
            check_day("Scheme.on", day)
        if day is not None and self.since is not None and day < self.since:
            if self.before is None:
                raise NotInForce(day, self.since)
            return self.before.on(day)
        agency = self.agency.on(day)
        return self if agency is self.agency else evolve(self, agency=agency)

    def of(self, ratings: Sequence[Rating[Any]], day: dt.date | None = None) -> Scheme:
        """The scheme that holds for ratings: that of their latest period, else of `day`, else this one."""
        last = latest_day(ratings) or day
        return self if last is None else self.on(last)

    @property
    def roster(self) -> Roster:
        """The agency's roster."""
        return self.agency.roster

    @property
    def boards(self) -> tuple[Board, ...]:
        """The boards that are ranked apart (N4.2)."""
        return self.roster.boards

    def board(self, key: str) -> Board:
        """The board of that key. Raises `UnknownBoard`."""
        return self.roster.board(key)

    def themes(self, date: dt.date | None = None) -> tuple[AnyTheme, ...]:
        """The themes in force on a date, or those of the latest rulebook."""
        if date is None:
            return self.rulebooks.latest.themes
        return self.on(date).rulebooks.at(date).themes

    def rate(
        self,
        handed_in: HandedIn,
        *,
        period: Period | None = None,
        date: dt.date | None = None,
        past: Iterable[Rating[Any] | Ratings] | None = None,
    ) -> Ratings:
        """Rate what `sheets.read` gave by the rulebook in force on a date, or on the period's last day.

        What came and what is missing goes along (§4.19); `past` are the ratings of earlier periods. Raises as
        `Rulebook.rate` does, and `TypeError` where neither reading nor arguments say of when.
        """
        check_handed_in("Scheme.rate", handed_in, _HANDED_IN_OR_OWN)
        period = handed_in.coverage.period if period is None else period
        day = last_day_of(period) if date is None else date
        if day is None:
            raise WrongType(
                "请用 period= 或 date= 写明按哪天的规则集", "say by period= or date= which rulebook is in force"
            )
        then = self.on(day)
        book = then.rulebooks.at(day)
        return book.rate(handed_in.entries, roster=then.roster, coverage=handed_in.coverage, period=period, past=past)

    def determine(self, ratings: Iterable[Rating[Any]], determinations: Iterable[Determination]) -> Ratings:
        """研究确定: as `trafficlight.determine`, but `NotSignedOff` for a decision by somebody who may not sign off (§4.38)."""
        then = self.of(ratings := ratings_of("Scheme.determine", ratings))
        given = each_of("Scheme.determine", determinations, Determination)
        decisions = [one if one.unit is None else evolve(one, unit=then.roster.same(one.unit)) for one in given]
        for one in decisions:
            if not then.agency.may_sign(one.by):
                allowed = list(map(str, then.agency.who_may_sign))
                raise NotSignedOff.by(str(one.by), allowed, unit=target(one), decision=True)
        return determine(ratings, decisions)

    def rate_all(
        self, handed_in: Iterable[HandedIn], *, past: Iterable[Rating[Any] | Ratings] = ()
    ) -> tuple[Ratings, ...]:
        """Rate what came in several periods, oldest first, each period handed on to the next.

        The same as `rate` period by period. Raises as `rate` does, and `ValueError` for two hand-ins of one period.
        """
        before = [past] if isinstance(past, Ratings) else [*each_of("rate_all: past=", past, Rating, Ratings)]
        rated, done = list[Ratings](), set[str]()
        several: Any = handed_in  # by whoever does not check types
        each = tuple(several) if isinstance(several, Iterable) else (several,)
        for one in each:
            check_handed_in("Scheme.rate_all", one)
        given = [(one.coverage.period, one) for one in each]
        dated = [(period, one) for period, one in given if period is not None]
        if len(dated) < len(given):
            raise WrongType(
                "每次报送都要写明周期：read(…, period=)", "each hand-in says of which period it is: read(…, period=)"
            )
        for period, one in sorted(dated, key=lambda pair: pair[0].first_day):
            if period.key in done:
                raise WrongValue(
                    f"有两次报送属于 {period.key}：只评定其中一次，或一并读取",
                    f"two hand-ins are of {period.key}: rate one of them, or read both at once",
                )
            done.add(period.key)
            rated.append(self.rate(one, past=before))
            before.append(rated[-1])
        return tuple(rated)

    def differences(self, before: HandedIn, after: HandedIn) -> Differences:
        """变动: what has changed since the last hand-in, item by item and cell by cell, as `trafficlight.rules.differences`."""
        for one in (before, after):
            check_handed_in("Scheme.differences", one)
        period = after.coverage.period
        day = None if period is None else period.last_day
        then = self.on(day)
        return differences(
            before.entries, after.entries, themes=then.themes(day), roster=then.roster, coverage=after.coverage
        )

    def tally(self, ratings: Iterable[Rating[Any]], board: str | None = None) -> Tallies:
        """Count marks for every unit, by what counts on its board; a unit on several boards by what counts on any of them.

        With a `board` (key) the counts are those of its units, by what counts there. The units are those of the ratings'
        period; marks under an older name count for the unit that bears it now.
        Raises `ThemeError` for marks that the palette lacks: no table would print them.
        """
        ratings = ratings_of("Scheme.tally", ratings)
        then = self.of(ratings)
        themes = dict(then.counted)
        every_theme = {key for key, *_ in heaps(ratings)} if themes else ()
        allowed: dict[Unit, frozenset[str]] = {}
        for one in then.boards if board is None else (then.board(board),):
            keys = themes.get(one.key, every_theme)
            for unit in one.units:
                allowed[unit] = allowed.get(unit, frozenset()) | frozenset(keys)

        def counts(theme: str, unit: Unit) -> bool:
            return unit in allowed and (not themes or theme in allowed[unit])

        tallies = tally(
            ratings, roster=then.roster, counts=counts if themes or board is not None else None, palette=then.palette
        )
        lit = {mark.key: mark for _, counted in tallies.rows for mark, _ in counted.counts}
        strangers = [mark.label for mark in lit.values() if mark not in then.palette]
        if strangers:
            raise ThemeError(
                f"主题亮的标识，标识体系里没有：{'、'.join(strangers)}",
                f"themes light marks that the palette lacks: {strangers}",
            )
        if board is None or len(allowed) == len(tallies):
            return tallies
        return Tallies(row for row in tallies.rows if row[0] in allowed)

    def rank(self, ratings: Iterable[Rating[Any]], board: str) -> Standings:
        """The standings of one board, without the units that are exempt, as of the ratings' period."""
        ratings = ratings_of("Scheme.rank", ratings)
        then = self.of(ratings)
        return rank(then.tally(ratings, board), board=then.roster.ranked(board), order=then.order, ties=then.ties)

    def ranked(self, ratings: Iterable[Rating[Any]]) -> list[Rating[Any]]:
        """Items by their lights, as the order says, equal ones as they came: the weekly ledger's 蓝黄红排名 (N2.2)."""
        items = ratings_of("Scheme.ranked", ratings)
        order = self.of(items).order
        marks = [item.tally for item in items]
        different = {id(one): one for one in marks}  # by far fewer than items, and found by id sooner than by value
        keys = {one: order.key(one) for one in {*different.values()}}
        placed: dict[Key, list[Rating[Any]]] = {key: [] for key in sorted(keys.values())}
        place_of = {at: placed[keys[one]] for at, one in different.items()}
        for item, one in zip(items, marks, strict=True):
            place_of[id(one)].append(item)
        return [item for place in placed.values() for item in place]

    def count_form(self, board: str) -> Form:
        """The count table of one board (A4-1.1, A4-1.2); a note names the units that are exempt."""
        made = count_form(
            self.board(board),
            palette=self.palette,
            order=self.order,
            agency=self.agency.short_name,
            words=self.count_words,
            language=self.agency.language,
        )
        note = self.exempt_note([board], said(_NOT_RANKED, self.agency.language))
        return evolve(made, notes=(*made.notes, note)) if note else made

    def exempt_note(self, boards: Collection[str], words: str = "") -> str:
        """免报说明: which units of some boards (keys) are exempt, why and until when; empty where nobody is."""
        language = self.agency.language
        exempt = [
            f"{unit}{bracketed(one.say(language), language)}"
            for unit, one in self.roster.exempt.items()
            if any(board.key in boards for board in self.roster.boards_of(unit))
        ]
        units = ("; " if in_english(language) else "、").join(exempt)
        return (words or said(_EXEMPT, language)).format(units=units) if exempt else ""


_NOT_RANKED: Final = Words("免报、不参加排名：{units}。", "Exempt and not ranked: {units}.")
_EXEMPT: Final = Words("免报：{units}。", "Exempt: {units}.")


def each_table(what: Iterable[Form | AnyTheme | Scheme], date: dt.date | None = None) -> Iterator[Form | AnyTheme]:
    """各表: forms and themes as they are given, and in the place of a scheme its themes in force on a date, else the latest."""
    given: Iterable[Any] = what  # by whoever does not check types
    for one in given:
        if isinstance(one, Scheme):
            yield from one.themes(date)
        elif isinstance(one, Form | Theme):
            yield one
        else:
            allowed = Words("一张表（Form）、一个专题（Theme）或一个督查方案（Scheme）", "a Form, a Theme or a Scheme")
            raise WrongType(other_type("blank", allowed, one))


_HANDED_IN: Final = Words("收表所得，即 sheets.read(…) 所给的", "what sheets.read(…) gave")
_HANDED_IN_OR_OWN: Final = Words(
    f"{_HANDED_IN}（自有的记录用 Rulebook.rate(entries, roster=…)）",
    f"{_HANDED_IN.en} (entries of your own go to Rulebook.rate(entries, roster=…))",
)


def check_handed_in(where: str, given: object, allowed: Words = _HANDED_IN) -> None:
    """Raise `WrongType` for what is no hand-in, such as a path."""
    if not (hasattr(given, "coverage") and hasattr(given, "entries")):
        raise WrongType(other_type(where, allowed, given))
