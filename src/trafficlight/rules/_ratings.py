"""评定: a record's light and its grounds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Generic, TypeAlias, TypeVar, overload

from attrs import evolve, field, frozen

from trafficlight.errors import RatingsMixed
from trafficlight.model._marks import Tally
from trafficlight.model._periods import Period, chinese_date
from trafficlight.model._scores import shown
from trafficlight.model._units import Person, Unit
from trafficlight.rules._coverage import Coverage
from trafficlight.rules._entries import Origin
from trafficlight.rules._history import Earlier, Past
from trafficlight.rules._themes import Theme
from trafficlight.rules._verdicts import Clause, Consequence, Verdict, marks_alone

R = TypeVar("R")


@frozen
class Edition:
    """规则版本: a rulebook's id, the date from which it is in force, and a digest of its contents (§4.34).

    Two rulebooks that differ in anything differ in the digest, and so never print the same.
    """

    id: str
    effective: dt.date
    digest: str = ""

    def __str__(self) -> str:
        digest = f"，内容摘要{self.digest}" if self.digest else ""
        return f"{self.id}（自{chinese_date(self.effective)}起施行{digest}）"


@frozen
class Determination:
    """专班研究确定: the task force's decision on one rating (A4-1.1 note 2): who, when, why, the computed and the decided marks.

    The rating is found by `theme` (key) and whichever of `serial`, `unit`, `sheet`, `matter` are given; exactly one must fit. One
    that names a unit decides for that unit alone: its partners on a joint item keep the computed marks (§4.33).
    A score stays as the rule gave it.
    """

    theme: str
    computed: Tally = field(validator=marks_alone)
    decided: Tally = field(validator=marks_alone)
    by: Person
    on: dt.date
    reason: str
    serial: int | None = None
    unit: Unit | None = None
    sheet: str | None = None
    matter: str = ""

    def __str__(self) -> str:
        was, now = (str(marks) if marks else "不标注颜色" for marks in (self.computed, self.decided))
        whose = f"{self.unit}" if self.unit else ""
        return f"{self.by}{chinese_date(self.on)}研究确定{whose}由{was}改为{now}，理由：{self.reason}"


@frozen
class Fact:
    """依据: one fact used, as the table prints it, and the cell it came from. `typed` is what stood there, where it differs."""

    label: str
    value: str
    cell: str | None = None
    typed: str = ""

    def __str__(self) -> str:
        value = f"“{self.typed}”（即“{self.value}”）" if self.typed else f"“{self.value or '空'}”"
        return f"{self.label}{value}" + (f"（{self.cell}）" if self.cell else "")


@frozen
class Explanation:
    """凭什么: the grounds of one light, as data; `str()` is the printable sentence."""

    theme: str
    subject: str
    marks: Tally
    facts: tuple[Fact, ...]
    clause: Clause
    edition: Edition
    note: str = ""
    flag: str = ""
    source: str = ""
    determinations: tuple[Determination, ...] = ()
    earlier: tuple[Fact, ...] = ()
    steward: str = ""
    as_of: str = ""
    score: Decimal | None = None

    def __repr__(self) -> str:
        return f"Explanation({self.theme!r}, {self.subject!r}, {self.marks!r})"

    def __str__(self) -> str:
        light = str(self.marks) if self.marks else "不标注颜色"
        parts = [f"{self.theme} {self.subject}：{light}"]
        evidence = "，".join(str(fact) for fact in self.facts)
        where = f"〔{self.source}〕" if self.source else ""
        if evidence:
            parts.append(f"依据{where}{evidence}")
        if self.earlier:
            parts.append(f"此前{'、'.join(map(str, self.earlier))}，连同本期连续{len(self.earlier) + 1}期")
        if self.score is not None:
            parts.append(f"得分{shown(self.score)}")
        remarks = dict.fromkeys(filter(None, (self.note, self.flag)))
        parts.extend(remarks)
        parts.append(f"按{self.clause}")
        parts.append(f"规则{self.edition}")
        if self.steward or self.as_of:
            parts.append(f"{f'由{self.steward}' if self.steward else ''}标注{f'，{self.as_of}' if self.as_of else ''}")
        parts.extend(map(str, self.determinations))
        return " ".join(("；".join(parts) + "。").split("\n"))  # a cell of several lines makes no second line here


@frozen
class Rating(Generic[R]):
    """评定: the verdict on one record, or on a unit without a row (`record` is None), and all that it stands on.

    `marks` is what counts: the determination's where there is one, else the verdict's; `marks_of` says it for a unit.
    `period` is the one that was rated, `consequences` what follows from the run of lights.
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
        names = "、".join(unit.name for unit in self.units)
        number = f"第{self.serial}项 " if self.serial is not None else ""
        return f"{number}{names}{f'“{self.matter}”' if self.matter else ''}"

    def __repr__(self) -> str:
        return f"Rating({self.theme.key!r}, {self.subject!r}, {self.marks!r})"

    def explain(self) -> Explanation:
        """凭什么？ The facts used, the cells they came from, the clause and its words, since when, and who decided."""
        return Explanation(
            theme=self.theme.title,
            subject=self.subject,
            marks=self.marks,
            facts=self._facts(self.record),
            clause=self.verdict.because,
            edition=self.edition,
            note=self.verdict.note,
            flag=self.verdict.flag,
            source=f"{self.origin.file} {self.origin.sheet}" if self.origin else "",
            determinations=self.determinations,
            earlier=tuple(Fact(str(one.period), one.word, one.cell) for one in self.verdict.earlier),
            steward=self.theme.steward,
            as_of="" if self.period is None else self.period.title(),
            score=self.verdict.score,
        )

    def _facts(self, record: Any) -> tuple[Fact, ...]:
        if record is None:
            return (Fact("报送情况", self.verdict.flag or "该单位未报送"),)
        form, origin = self.theme.form, self.origin
        names = self.verdict.facts if self.verdict.facts is not None else self.theme.facts or form.fields
        facts = (
            Fact(
                form.label_of(name),
                form.show(record, name),
                origin.cell(name) if origin else None,
                origin.as_typed(name) if origin else "",
            )
            for name in names
        )
        told = tuple(fact for fact in facts if fact.value)  # what is blank or has no column is not quoted (§4.32)
        return told if told or not names else (Fact(f"第{origin.row}行" if origin else "所填各栏", "均为空白"),)


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

    rows: tuple[Rating[Any], ...] = field(converter=tuple[Rating[Any], ...])
    period: Period | None = None
    coverage: Coverage | None = None

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

    def lines(self) -> tuple[str, ...]:
        """凭什么？ The grounds of each light as a sentence."""
        return tuple(str(rating.explain()) for rating in self)


def edition_of(ratings: Iterable[Rating[Any]]) -> Edition:
    """The edition by which all ratings were made. Raises `RatingsMixed` where they have several or none (§4.34)."""
    editions = tuple(dict.fromkeys(rating.edition for rating in ratings))
    if len(editions) != 1:
        raise RatingsMixed(
            f"这些评定出自 {len(editions)} 个规则版本：{'、'.join(map(str, editions)) or '无'}；一份文件只能有一个，请分开编制"
        )
    return editions[0]


Before: TypeAlias = Mapping[tuple[str, tuple[str, ...]], Sequence[Earlier[Any]]]
"""往期评定: what each item was, by its theme's key and its identity."""


def past_of(past: Iterable[Rating[Any]], resolve: Callable[[Unit], Unit]) -> Before:
    """往期评定: from ratings of earlier periods. Raises `RatingsMixed` for an item that stands twice in a period."""
    found: dict[tuple[str, tuple[str, ...]], list[Earlier[Any]]] = {}
    for rating in past:
        if rating.period is None or rating.record is None:
            continue
        earlier = found.setdefault((rating.theme.key, rating.theme.item(rating.record, resolve)), [])
        if any(one.period == rating.period for one in earlier):
            raise RatingsMixed(f"{rating.theme.title} {rating.subject}在{rating.period}中不止一条，分不清是哪一条")
        cell = rating.origin.cell(rating.theme.light_field) if rating.origin and rating.theme.light_field else None
        earlier.append(Earlier(rating.period, rating.record, rating.marks, rating.origin, cell))
    return found


def pasts(
    before: Before, theme: Theme[R], record: R, period: Period | None, resolve: Callable[[Unit], Unit]
) -> Past[R]:
    """The past of one record's item."""
    return Past(period, before.get((theme.key, theme.item(record, resolve)), ()))


@frozen
class Flag:
    """提请研究事项: theme (title), 序号, units, why, and the 工作事项."""

    theme: str
    serial: int | None
    units: tuple[Unit, ...]
    note: str
    matter: str = ""

    def __str__(self) -> str:
        number = "" if self.serial is None else f"第{self.serial}项 "
        matter = f"“{self.matter}”" if self.matter else ""
        return f"{self.theme} {number}{'、'.join(unit.name for unit in self.units)}{matter}：{self.note}"


def flags(ratings: Iterable[Rating[Any]]) -> tuple[Flag, ...]:
    """The flagged ratings in order; those that the task force has determined need no eye any more."""
    return tuple(
        Flag(rating.theme.title, rating.serial, rating.units, rating.verdict.flag, rating.matter)
        for rating in ratings
        if rating.verdict.flag and not rating.determinations
    )
