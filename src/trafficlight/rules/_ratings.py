"""评定: a record's light and its grounds."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Generic, TypeAlias, TypeVar, overload

from attrs import evolve, field, frozen
from attrs.validators import instance_of, optional

from trafficlight.errors import RatingsMixed
from trafficlight.messages import Language, Words, said
from trafficlight.model._checks import IN_MEMORY, check_period, several
from trafficlight.model._marks import Tally
from trafficlight.model._periods import Period
from trafficlight.model._units import Unit
from trafficlight.rules._coverage import Coverage
from trafficlight.rules._entries import Origin
from trafficlight.rules._explanations import Determination, EarlierLight, Edition, Explanation, Fact, subject_of
from trafficlight.rules._history import Earlier, Past
from trafficlight.rules._themes import Theme
from trafficlight.rules._verdicts import Clause, Consequence, Verdict

R = TypeVar("R")


@frozen
class Rating(Generic[R]):
    """评定: the verdict on one record, or on a unit without a row (`record` is None), and all that it stands on.

    `marks` is what counts: the determination's where there is one, else the verdict's; `marks_of` says it for a unit.
    `period` is the one that was rated, `consequences` what follows from the run of lights. `past` is the item's past where
    its theme asks for one; it stands in memory alone, for `determine`, and is neither compared nor written.
    """

    theme: Theme[R]
    edition: Edition
    units: tuple[Unit, ...]
    verdict: Verdict
    record: R | None = None
    serial: int | None = None
    origin: Origin | None = None
    determinations: tuple[Determination, ...] = ()
    period: Period | None = None
    consequences: tuple[Consequence, ...] = ()
    past: Past[R] | None = field(default=None, eq=False, repr=False, metadata=IN_MEMORY)

    @property
    def marks(self) -> Tally:
        """The marks that count for the lead unit, and so for the item (§4.33)."""
        return self.marks_of(self.units[0]) if self.determinations else self.verdict.marks

    def marks_of(self, unit: Unit) -> Tally:
        """The marks that count for one of its units."""
        for decision in self.determinations:
            if decision.unit in (None, unit):
                return decision.decided
        return self.verdict.marks

    @property
    def matter(self) -> str:
        """工作事项: what the rating is about; empty in a theme of one row a unit."""
        return "" if self.record is None else self.theme.matter(self.record)

    @property
    def tally(self) -> Tally:
        """The marks that count with the rule's score: what the rating adds to a unit's sum."""
        return self.tally_of(self.units[0]) if self.determinations else self.verdict.tally

    def tally_of(self, unit: Unit) -> Tally:
        """The same for one of its units."""
        marks, score = self.marks_of(unit), self.verdict.score
        return marks if score is None else evolve(marks, score=score)

    @property
    def subject(self) -> str:
        """Number, units and 工作事项, as a list names the rating."""
        return subject_of(self.serial, self.units, self.matter)

    def __repr__(self) -> str:
        return f"Rating({self.theme.key!r}, {self.subject!r}, {self.marks!r})"

    def explain(self) -> Explanation:
        """凭什么？ The facts used, the cells they came from, the clause and its words, since when, and who decided."""
        return Explanation(
            theme=self.theme.title,
            units=self.units,
            marks=self.marks,
            facts=self._facts(),
            clause=self.verdict.because,
            edition=self.edition,
            note=self.verdict.note,
            flag=self.verdict.flag,
            source=_source(self.origin),
            determinations=self.determinations,
            earlier=tuple(self._earlier(one) for one in self.verdict.earlier),
            steward=self.theme.steward,
            period=self.period,
            score=self.verdict.score,
            serial=self.serial,
            matter=self.matter,
            consequences=tuple(one.measure for one in self.consequences),
        )

    def _facts(self) -> tuple[Fact, ...]:
        if self.record is None:
            return (Fact(_HANDED_IN, self.verdict.flag or _NOTHING_CAME),)
        names, origin = self._names, self.origin
        told = self._told(self.record, origin)
        if told or not names:
            return told
        where = Words("所填各栏", "all columns") if origin is None else Words(f"第{origin.row}行", f"row {origin.row}")
        return (Fact(where, Words("均为空白", "blank")),)

    @property
    def _names(self) -> Sequence[str]:
        return self.verdict.facts if self.verdict.facts is not None else self.theme.facts or self.theme.form.fields

    def _told(self, record: Any, origin: Origin | None) -> tuple[Fact, ...]:
        """The facts that decide, of this period's record or of an earlier one's; a blank one is not quoted (§4.32)."""
        form = self.theme.form
        facts = (
            Fact(
                form.label_of(name),
                form.show(record, name),
                origin.cell(name) if origin else None,
                origin.as_typed(name) if origin else "",
            )
            for name in self._names
        )
        return tuple(fact for fact in facts if fact.value)

    def _earlier(self, one: Earlier[Any]) -> EarlierLight:
        if one.record is None:
            return EarlierLight(one.period, one.marks, (Fact(_HANDED_IN, _NOTHING_CAME),))
        return EarlierLight(one.period, one.marks, self._told(one.record, one.origin), _source(one.origin))


_HANDED_IN: Final = Words("报送情况", "hand-in")
_NOTHING_CAME: Final = Words("该单位未报送", "the unit handed in nothing")


def _source(origin: Origin | None) -> str:
    return f"{origin.file} {origin.sheet}" if origin else ""


def _by_theme(ratings: Iterable[Rating[Any]]) -> dict[str, list[Rating[Any]]]:
    groups: dict[str, list[Rating[Any]]] = {}
    for rating in ratings:
        groups.setdefault(rating.theme.key, []).append(rating)
    return groups


@frozen(eq=False, repr=False)
class Ratings(Sequence[Rating[Any]]):
    """评定结果: the ratings of one period, in order, with their coverage; what is asked of a light is answered here.

    >>> from trafficlight.rules import Ratings
    >>> Ratings([])
    <Ratings: 0>
    """

    rows: tuple[Rating[Any], ...] = field(converter=tuple[Rating[Any], ...], validator=several(Rating))
    period: Period | None = field(default=None, validator=check_period)
    coverage: Coverage | None = field(default=None, validator=optional(instance_of(Coverage)))

    @overload
    def __getitem__(self, index: int) -> Rating[Any]: ...
    @overload
    def __getitem__(self, index: slice) -> Ratings: ...
    def __getitem__(self, index: int | slice) -> Rating[Any] | Ratings:
        return evolve(self, rows=self.rows[index]) if isinstance(index, slice) else self.rows[index]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Rating[Any]]:
        return iter(self.rows)

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
        return tuple(dict.fromkeys(rating.edition for rating in self))

    @property
    def edition(self) -> Edition:
        """The one edition of all. Raises `RatingsMixed` where there are several, or none (§4.34)."""
        return edition_of(self)

    def of(self, unit: Unit) -> Ratings:
        """The ratings that mark a unit."""
        return self.where(lambda rating: unit in rating.units)

    def where(self, holds: Callable[[Rating[Any]], bool]) -> Ratings:
        """The ratings of which something holds, in order."""
        return evolve(self, rows=[rating for rating in self if holds(rating)])

    def by_theme(self) -> Mapping[str, Ratings]:
        """Apart for each theme (by key), in the order in which themes first occur."""
        return {key: evolve(self, rows=group) for key, group in _by_theme(self).items()}

    def resting_on(self, clause: Clause | str) -> Ratings:
        """The ratings that stand on a clause, by its id or place (“附件4二6备注1”) or by itself."""
        names = (clause,) if isinstance(clause, str) else (clause.id,)
        return self.where(lambda rating: bool({rating.verdict.because.id, rating.verdict.because.place} & {*names}))

    def flagged(self) -> Ratings:
        """提请研究: those that need the task force's eye, and on which it has not decided (§3.18)."""
        return self.where(lambda rating: bool(rating.verdict.flag) and not rating.determinations)

    def lines(self, language: Language = "zh") -> tuple[str, ...]:
        """凭什么？ The grounds of each light as a sentence."""
        return tuple(rating.explain().say(language) for rating in self)


def edition_of(ratings: Iterable[Rating[Any]]) -> Edition:
    """The edition by which all ratings were made. Raises `RatingsMixed` where they have several or none (§4.34)."""
    editions = tuple(dict.fromkeys(rating.edition for rating in ratings))
    if len(editions) != 1:
        raise RatingsMixed(
            Words(
                f"这些评定出自 {len(editions)} 个规则版本：{'、'.join(map(str, editions)) or '无'}；一份文件只能有一个，请分开编制",
                f"ratings of {len(editions)} editions: {', '.join(one.say('en') for one in editions) or 'none'}; a document has one",
            )
        )
    return editions[0]


Before: TypeAlias = Mapping[tuple[str, tuple[str, ...]], Sequence[Earlier[Any]]]
"""往期评定: what each item was, by its theme's key and its identity."""


def past_of(
    past: Iterable[Rating[Any]], same: Callable[[Unit, dt.date | None], Unit], period: Period | None = None
) -> Before:
    """往期评定: from ratings of periods that lie before one; `same` is a roster's, and finds units by their names of then.

    Raises `RatingsMixed` for an item that stands twice in a period.
    """
    found: dict[tuple[str, tuple[str, ...]], list[Earlier[Any]]] = {}
    for rating in past:
        then, theme = rating.period, rating.theme
        if then is None or (period is not None and then.last_day >= period.first_day):
            continue
        if rating.record is not None:
            item = theme.item(rating.record, functools.partial(_then, same, then.last_day))
        elif theme.of_unit:
            item = theme.item_of(rating.units[0], functools.partial(_then, same, then.last_day))
        else:
            continue
        earlier = found.setdefault((theme.key, item), [])
        if any(one.period == then for one in earlier):
            raise RatingsMixed(
                Words(
                    f"{theme.title} {rating.subject}在{then}中不止一条，分不清是哪一条",
                    f"{theme.title} {subject_of(rating.serial, rating.units, rating.matter, 'en')} stands more than once in "
                    f"{then.title('en')}; which one goes on cannot be told",
                )
            )
        cell = rating.origin.cell(theme.light_field) if rating.origin and theme.light_field else None
        earlier.append(Earlier(then, rating.record, rating.marks, rating.origin, cell))
    return found


def _then(same: Callable[[Unit, dt.date | None], Unit], day: dt.date, unit: Unit) -> Unit:
    return same(unit, day)


def with_consequences(rating: Rating[R]) -> Rating[R]:
    """处置: a rating with what follows from the lights that count and from the item's past."""
    past = rating.past
    if past is None:
        return rating
    follows = tuple(one for one in rating.theme.consequences if one.after(rating.marks, past))
    return rating if follows == rating.consequences else evolve(rating, consequences=follows)


@frozen
class Flag:
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

    def __str__(self) -> str:
        return self.say()


def flags(ratings: Iterable[Rating[Any]]) -> tuple[Flag, ...]:
    """The flagged ratings in order; those that the task force has determined need no eye any more."""
    return tuple(
        Flag(rating.theme.title, rating.serial, rating.units, rating.verdict.flag, rating.matter)
        for rating in ratings
        if rating.verdict.flag and not rating.determinations
    )
