"""评定结果: the ratings of a period as one sequence, and what needs the task force's eye."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, overload

from attrs import Attribute, evolve, field, frozen

from trafficlight.errors import RatingsMixed, WrongType
from trafficlight.messages import Bilingual, Language, Words, said
from trafficlight.model._checks import check_kind, check_period, each_of, field_of, other_type
from trafficlight.model._field_types import typed
from trafficlight.model._periods import Period
from trafficlight.model._units import Unit
from trafficlight.rules._coverage import Coverage
from trafficlight.rules._explanations import Edition, subject_of
from trafficlight.rules._rated import Heap, Rating, Rows, heaps_of, outline_of
from trafficlight.rules._verdicts import Clause, Verdict


def _rows(rows: Iterable[Rating[Any]]) -> Sequence[Rating[Any]]:
    return rows if isinstance(rows, Rows) else tuple(rows)


def _ratings_alone(owner: object, at: Attribute[Any], rows: Sequence[Rating[Any]]) -> None:
    if not isinstance(rows, Rows):  # these are ratings when they are looked at
        each_of(field_of(owner, at), rows, Rating)


@frozen(eq=False, repr=False, field_transformer=typed)
class Ratings(Sequence[Rating[Any]]):
    """评定结果: the ratings of one period, in order, with their coverage; what is asked of a light is answered here.

    Those of `Rulebook.rate` are made when they are looked at: lights that are counted alone cost next to no memory.

    >>> from trafficlight.rules import Ratings
    >>> Ratings([])
    <Ratings: 0>
    """

    _rows: Sequence[Rating[Any]] = field(alias="rows", converter=_rows, validator=_ratings_alone)
    period: Period | None = field(default=None, validator=check_period)
    coverage: Coverage | None = None

    @property
    def rows(self) -> tuple[Rating[Any], ...]:
        """The ratings, all made."""
        return tuple(self._rows)

    @overload
    def __getitem__(self, index: int) -> Rating[Any]: ...
    @overload
    def __getitem__(self, index: slice) -> Ratings: ...
    def __getitem__(self, index: int | slice) -> Rating[Any] | Ratings:
        return evolve(self, rows=self._rows[index]) if isinstance(index, slice) else self._rows[index]

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Rating[Any]]:
        return iter(self._rows)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Ratings):
            return (self.rows, self.period, self.coverage) == (other.rows, other.period, other.coverage)
        return NotImplemented

    def __hash__(self) -> int:
        return hash((self.rows, self.period))

    def __repr__(self) -> str:
        period = f" {self.period}" if self.period is not None else ""
        return f"<Ratings{period}: {len(self)}>"

    @property
    def editions(self) -> tuple[Edition, ...]:
        """The editions of the rulebooks by which they were rated, in the order in which they first occur."""
        if isinstance(self._rows, Rows):
            return (self._rows.columns.edition,) if self else ()
        return tuple(dict.fromkeys(rating.edition for rating in self))

    @property
    def edition(self) -> Edition:
        """The one edition of all. Raises `RatingsMixed` where there are several, or none (§4.34)."""
        return edition_of(self)

    def of(self, unit: Unit) -> Ratings:
        """The ratings that mark a unit. Raises `WrongType` for a name, as `roster.find(name)` gives the unit."""
        given: object = unit  # by whoever does not check types
        if not isinstance(given, Unit):
            allowed = Words("一个 Unit，如 roster.find(名称)", "a Unit, such as roster.find(name)")
            raise WrongType(other_type("Ratings.of", allowed, unit))
        return self._saying(lambda units, _verdict, _decided: unit in units)

    def where(self, holds: Callable[[Rating[Any]], bool]) -> Ratings:
        """The ratings of which something holds, in order."""
        rows = self._rows
        if isinstance(rows, Rows):
            return evolve(self, rows=rows.where(lambda at: holds(rows.columns.rating(at))))
        return evolve(self, rows=filter(holds, rows))

    def _saying(self, holds: Callable[[tuple[Unit, ...], Verdict, bool], bool]) -> Ratings:
        """The ratings of whose outline something holds: they need not be made for it."""
        rows = self._rows
        if isinstance(rows, Rows):
            return evolve(self, rows=rows.where(lambda at: holds(*rows.columns.outline(at))))
        return evolve(self, rows=[rating for rating in rows if holds(*outline_of(rating))])

    def by_theme(self) -> Mapping[str, Ratings]:
        """Apart for each theme (by key), in the order in which themes first occur."""
        rows = self._rows
        keys = map(rows.columns.key, rows.places) if isinstance(rows, Rows) else (one.theme.key for one in rows)
        numbers: dict[str, list[int]] = {}
        for number, key in enumerate(keys):
            numbers.setdefault(key, []).append(number)
        return {key: self._some(some) for key, some in numbers.items()}

    def _some(self, numbers: Sequence[int]) -> Ratings:
        rows = self._rows
        if isinstance(rows, Rows):
            return evolve(self, rows=Rows(rows.columns, [rows.places[number] for number in numbers]))
        return evolve(self, rows=[rows[number] for number in numbers])

    def replacing(self, others: Mapping[int, Rating[Any]]) -> Ratings:
        """The same with other ratings in the place of some, by their index."""
        rows = self._rows
        if isinstance(rows, Rows):
            return evolve(self, rows=rows.replaced(others))
        return evolve(self, rows=[others.get(number, rating) for number, rating in enumerate(rows)])

    def resting_on(self, clause: Clause | str) -> Ratings:
        """The ratings that stand on a clause, by its id or place (“附件4二6备注1”) or by itself."""
        if not isinstance(clause, str):
            check_kind("Ratings.resting_on", clause, Clause)
        name = clause if isinstance(clause, str) else clause.id
        return self._saying(lambda _units, verdict, _decided: name in (verdict.because.id, verdict.because.place))

    def flagged(self) -> Ratings:
        """提请研究: those that need the task force's eye, and on which it has not decided (§3.18)."""
        return self._saying(lambda _units, verdict, decided: bool(verdict.flag) and not decided)

    def lines(self, language: Language = "zh", *, score: str = "", unlit: str = "") -> tuple[str, ...]:
        """凭什么？ The grounds of each light as a sentence, as `Explanation.say` says them."""
        return tuple(rating.explain().say(language, score=score, unlit=unlit) for rating in self)


def edition_of(ratings: Iterable[Rating[Any]]) -> Edition:
    """The edition by which all ratings were made. Raises `RatingsMixed` where they have several or none (§4.34)."""
    known = ratings.editions if isinstance(ratings, Ratings) else (rating.edition for rating in ratings)
    editions = tuple(dict.fromkeys(known))
    if len(editions) != 1:
        raise RatingsMixed(
            f"这些评定出自 {len(editions)} 个规则版本：{'、'.join(map(str, editions)) or '无'}；一份文件只能有一个，请分开编制",
            f"ratings of {len(editions)} editions: {', '.join(one.say('en') for one in editions) or 'none'}; a document has one",
        )
    return editions[0]


def latest_day(ratings: Iterable[Rating[Any]]) -> dt.date | None:
    """The last day of the latest period that ratings are of; None where they are of none."""
    rows = ratings
    if isinstance(ratings, Ratings):
        if ratings.period is not None:
            return ratings.period.last_day
        rows = ratings._rows  # noqa: SLF001  # of this module
    if isinstance(rows, Rows):
        columns = rows.columns
        periods: Iterable[Period | None] = (columns.period, *(rating.period for rating in columns.fixed.values()))
    else:
        periods = (_rating(rating).period for rating in rows)
    return max((period.last_day for period in periods if period is not None), default=None)


def ratings_of(where: str, ratings: Iterable[Rating[Any]]) -> Sequence[Rating[Any]]:
    """The ratings that a function was given, as a sequence. Raises `WrongType` for a single one, and for what is none."""
    return ratings if isinstance(ratings, Ratings) else each_of(f"{where}: ratings", ratings, Rating)


def runs_of(where: str, past: Iterable[Rating[Any] | Ratings]) -> tuple[Sequence[Rating[Any]], ...]:
    """The ratings of earlier periods: those of one run together, and those that stand by themselves. Raises `WrongType`."""
    each = (past,) if isinstance(past, Ratings) else each_of(where, past, Rating, Ratings)
    runs = [one._rows for one in each if isinstance(one, Ratings)]  # noqa: SLF001  # of this module
    return (*runs, [one for one in each if isinstance(one, Rating)])


def rows_of(where: str, ratings: Iterable[Rating[Any]]) -> Iterable[Rating[Any]]:
    """The same as their rows, which need not be made. Raises `WrongType`."""
    return ratings._rows if isinstance(ratings, Ratings) else each_of(where, ratings, Rating)  # noqa: SLF001  # of this module


def _rating(given: object) -> Rating[Any]:
    if not isinstance(given, Rating):
        allowed = Words("若干评定，如 scheme.rate(…) 所给的", "ratings, as scheme.rate(…) gives them")
        raise WrongType(other_type("ratings", allowed, given))
    return given


def heaps(ratings: Iterable[Rating[Any]]) -> Iterator[Heap]:
    """计数: what ratings count for, those that count alike together; what is taken back counts less than 0 times."""
    rows = rows_of("tally: ratings", ratings)
    return rows.heaps() if isinstance(rows, Rows) else itertools.chain.from_iterable(map(heaps_of, rows))


@frozen(field_transformer=typed)
class Flag(Bilingual):
    """提请研究事项: theme (title), 序号, units, why, and the 工作事项."""

    theme: str
    serial: int | None
    units: tuple[Unit, ...]
    note: str
    matter: str = ""

    def say(self, language: Language = "zh") -> str:
        """What needs the task force's eye, and why."""
        subject = subject_of(self.serial, self.units, self.matter, language)
        return f"{self.theme} {subject}{': ' if language == 'en' else '：'}{said(self.note, language)}"


def flags(ratings: Iterable[Rating[Any]]) -> tuple[Flag, ...]:
    """The flagged ratings in order; those that the task force has determined need no eye any more."""
    return tuple(
        Flag(rating.theme.title, rating.serial, rating.units, rating.verdict.flag, rating.matter)
        for rating in (ratings.flagged() if isinstance(ratings, Ratings) else ratings_of("flags", ratings))
        if rating.verdict.flag and not rating.determinations
    )
