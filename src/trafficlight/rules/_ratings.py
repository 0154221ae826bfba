"""评定: a record's light and its grounds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Generic, TypeVar

from attrs import evolve, field, frozen

from trafficlight.model._marks import Tally
from trafficlight.model._periods import chinese_date
from trafficlight.model._scores import shown
from trafficlight.model._units import Person, Unit
from trafficlight.rules._entries import Origin
from trafficlight.rules._themes import Theme
from trafficlight.rules._verdicts import Clause, Verdict, marks_alone

R = TypeVar("R")


@frozen
class Edition:
    """规则版本: a rulebook's id and the date from which it is in force."""

    id: str
    effective: dt.date

    def __str__(self) -> str:
        return f"{self.id}（自{chinese_date(self.effective)}起施行）"


@frozen
class Determination:
    """专班研究确定: the task force's decision on one rating (A4-1.1 note 2): who, when, why, the computed and the decided marks.

    The rating is found by `theme` (key) and whichever of `serial`, `unit`, `sheet` are given; exactly one must fit.
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

    def __str__(self) -> str:
        was, now = (str(marks) if marks else "不标注颜色" for marks in (self.computed, self.decided))
        return f"{self.by}{chinese_date(self.on)}研究确定由{was}改为{now}，理由：{self.reason}"


@frozen
class Fact:
    """依据: one fact used, as the table prints it, and the cell it came from."""

    label: str
    value: str
    cell: str | None = None

    def __str__(self) -> str:
        return f"{self.label}“{self.value or '空'}”" + (f"（{self.cell}）" if self.cell else "")


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
    determination: Determination | None = None
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
        if self.score is not None:
            parts.append(f"得分{shown(self.score)}")
        remarks = dict.fromkeys(filter(None, (self.note, self.flag)))
        parts.extend(remarks)
        parts.append(f"按{self.clause}")
        parts.append(f"规则{self.edition}")
        if self.determination:
            parts.append(str(self.determination))
        return " ".join(("；".join(parts) + "。").split("\n"))  # a cell of several lines makes no second line here


@frozen
class Rating(Generic[R]):
    """评定: the verdict on one record, or on a unit without a row (`record` is None), and all that it stands on.

    `marks` is what counts: the determination's where there is one, else the verdict's.
    """

    theme: Theme[R]
    edition: Edition
    units: tuple[Unit, ...]
    verdict: Verdict
    record: R | None = None
    serial: int | None = None
    origin: Origin | None = None
    determination: Determination | None = None

    @property
    def marks(self) -> Tally:
        """The marks that count."""
        return self.determination.decided if self.determination else self.verdict.marks

    @property
    def tally(self) -> Tally:
        """The marks that count with the rule's score: what the rating adds to a unit's sum."""
        score = self.verdict.score
        return self.marks if score is None else evolve(self.marks, score=score)

    @property
    def subject(self) -> str:
        """Number and units, as a list names the rating."""
        names = "、".join(unit.name for unit in self.units)
        return f"第{self.serial}项 {names}" if self.serial is not None else names

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
            determination=self.determination,
            score=self.verdict.score,
        )

    def _facts(self, record: Any) -> tuple[Fact, ...]:
        if record is None:
            return (Fact("报送情况", "该单位未报送"),)
        form, origin = self.theme.form, self.origin
        names = self.verdict.facts if self.verdict.facts is not None else self.theme.facts or form.fields
        return tuple(
            Fact(form.label_of(name), form.show(record, name), origin.cell(name) if origin else None) for name in names
        )


@frozen
class Flag:
    """提请研究事项: theme (title), 序号, units, and why."""

    theme: str
    serial: int | None
    units: tuple[Unit, ...]
    note: str

    def __str__(self) -> str:
        number = "" if self.serial is None else f"第{self.serial}项 "
        return f"{self.theme} {number}{'、'.join(unit.name for unit in self.units)}：{self.note}"


def flags(ratings: Iterable[Rating[Any]]) -> tuple[Flag, ...]:
    """The flagged ratings in order; those that the task force has determined need no eye any more."""
    return tuple(
        Flag(rating.theme.title, rating.serial, rating.units, rating.verdict.flag)
        for rating in ratings
        if rating.verdict.flag and rating.determination is None
    )
