"""凭什么 (explanations): the grounds of a light as data, and the sentence that says them in Chinese or English."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from attrs import field, frozen

from trafficlight.messages import Bilingual, Language, Words, in_english, said
from trafficlight.model._checks import check_period, not_empty
from trafficlight.model._field_types import typed
from trafficlight.model._marks import Tally
from trafficlight.model._periods import Period, date_words
from trafficlight.model._scores import shown
from trafficlight.model._units import Person, Unit
from trafficlight.rules._history import light, runs_on
from trafficlight.rules._verdicts import Clause, Measure, marks_alone


@frozen(field_transformer=typed)
class Edition(Bilingual):
    """规则版本: a rulebook's id, the date from which it is in force, and a digest of its contents (§4.34).

    Two rulebooks that differ in anything differ in the digest, and so never print the same.
    """

    id: str = field(validator=not_empty)
    effective: dt.date
    digest: str = ""

    def say(self, language: Language = "zh") -> str:
        """Id, date of effect and digest."""
        since = date_words(self.effective, language)
        if in_english(language):
            return f"{self.id} (in force since {since}{f', digest {self.digest}' if self.digest else ''})"
        return f"{self.id}（自{since}起施行{f'，内容摘要{self.digest}' if self.digest else ''}）"


@frozen(field_transformer=typed)
class Determination(Bilingual):
    """专班研究确定: the task force's decision on one rating (A4-1.1 note 2): who, when, why, the computed and the decided marks.

    The rating is found by `theme` (key) and whichever of `serial`, `unit`, `sheet`, `matter` are given; exactly one must fit. One
    that names a unit decides for that unit alone: its partners on a joint item keep the computed marks (§4.33).
    A score stays as the rule gave it.
    """

    theme: str = field(validator=not_empty)
    computed: Tally = field(validator=marks_alone)
    decided: Tally = field(validator=marks_alone)
    by: Person
    on: dt.date
    reason: str
    serial: int | None = None
    unit: Unit | None = None
    sheet: str | None = None
    matter: str = ""

    def say(self, language: Language = "zh", *, unlit: str = "") -> str:
        """Who decided when, for whom, from what to what, and why; `unlit` is what no light is called."""
        was, now = (light(marks, language, unlit=unlit) for marks in (self.computed, self.decided))
        on, whose = date_words(self.on, language), f"{self.unit}" if self.unit else ""
        if in_english(language):
            return f"{self.by} decided on {on}{f' for {whose}' if whose else ''}: {was} becomes {now}, because {self.reason}"
        return f"{self.by}{on}研究确定{whose}由{was}改为{now}，理由：{self.reason}"


@frozen(field_transformer=typed)
class Fact(Bilingual):
    """依据: one fact used, as the table prints it, and the cell it came from. `typed` is what stood there, where it differs."""

    label: str = field(validator=not_empty)
    value: str
    cell: str | None = None
    typed: str = ""

    def say(self, language: Language = "zh") -> str:
        """Label, value and cell."""
        label, value = said(self.label, language), said(self.value, language)
        if in_english(language):
            told = f"“{self.typed}” (read as “{value}”)" if self.typed else f"“{value}”" if value else "(empty)"
            return f"{label} {told}{f' ({self.cell})' if self.cell else ''}"
        told = f"“{self.typed}”（即“{value}”）" if self.typed else f"“{value or '空'}”"
        return f"{label}{told}{f'（{self.cell}）' if self.cell else ''}"


@frozen(field_transformer=typed)
class EarlierLight(Bilingual):
    """往期标识: the light of an earlier period on which this one rests, the facts of that time, and their file and sheet."""

    period: Period = field(validator=check_period)
    marks: Tally
    facts: tuple[Fact, ...] = ()
    source: str = ""
    in_run: bool = False
    """Whether the rule asked for a run of which it is part; else it may be quoted as a comparison."""
    decided: bool = False
    """Whether the task force decided it otherwise than the rules."""

    def say(self, language: Language = "zh", *, unlit: str = "") -> str:
        """“2025年1月黄1（1月.csv：已开工“否”E2）”; `unlit` is what no light is called."""
        when, word = self.period.title(language), light(self.marks, language, unlit=unlit)
        word += said(_DECIDED, language) if self.decided else ""
        told = [
            (said(fact.label, language), fact.typed or said(fact.value, language), fact.cell) for fact in self.facts
        ]
        if in_english(language):
            facts = ", ".join(f"{label} “{value}”{f' {cell}' if cell else ''}" for label, value, cell in told)
            return f"{when} {word}{f' ({self.source}: {facts})' if self.source else f' ({facts})' if facts else ''}"
        facts = "，".join(f"{label}“{value}”{cell or ''}" for label, value, cell in told)
        return f"{when}{word}{f'（{self.source}：{facts}）' if self.source else f'（{facts}）' if facts else ''}"


_SPELLS: Final = {
    "week": Words("周", "weeks"),
    "month": Words("个月", "months"),
    "quarter": Words("个季度", "quarters"),
    "half_year": Words("个半年", "half years"),
    "year": Words("年", "years"),
}
"""How periods of a kind are counted."""


_DECIDED: Final = Words("（研究确定）", " (decided)")
_SCORE: Final = Words("得分", "score ")
_FOLLOWS: Final = Words("处置：", "consequence: ")


def _running(earlier: Sequence[EarlierLight], period: Period | None, marks: Tally, language: Language) -> str:
    """“连同本月连续3个月”; 共 where a period between them is not among them, nothing where no run and no one light is quoted."""
    count = len(earlier) + 1
    after = [*(one.period for one in earlier[1:]), period]
    unbroken = all(later is not None and runs_on(one.period, later) for one, later in zip(earlier, after, strict=True))
    if unbroken and not all(one.in_run or set(one.marks.marks) == set(marks.marks) for one in earlier):
        return ""
    kind = "" if period is None else period.kind
    spell = said(_SPELLS.get(kind, Words("期", "periods")), language)
    if in_english(language):
        return f", with this one {count} {spell}{' running' if unbroken else ''}"
    return f"，连同本期{'连续' if unbroken else '共'}{count}{spell}"


def subject_of(serial: int | None, units: Sequence[Unit], matter: str, language: Language = "zh") -> str:
    """Number, units and 工作事项, as a list names what is rated."""
    if in_english(language):
        number = f"{serial}, " if serial is not None else ""
        return f"{number}{', '.join(unit.name for unit in units)}{f' “{matter}”' if matter else ''}"
    number = f"第{serial}项 " if serial is not None else ""
    return f"{number}{'、'.join(unit.name for unit in units)}{f'“{matter}”' if matter else ''}"


@frozen(field_transformer=typed)
class Explanation(Bilingual):
    """凭什么: the grounds of one light, as data; `say` makes the printable sentence, `str()` the Chinese one.

    `earlier` are the earlier periods on which the light rests, `consequences` what follows from the run of lights.
    """

    theme: str
    units: tuple[Unit, ...]
    marks: Tally
    facts: tuple[Fact, ...]
    clause: Clause
    edition: Edition
    note: str = ""
    flag: str = ""
    source: str = ""
    determinations: tuple[Determination, ...] = ()
    earlier: tuple[EarlierLight, ...] = ()
    steward: str = ""
    period: Period | None = field(default=None, validator=check_period)
    score: Decimal | None = None
    serial: int | None = None
    matter: str = ""
    consequences: tuple[Measure, ...] = ()

    def __repr__(self) -> str:
        return f"Explanation({self.theme!r}, {self.subject!r}, {self.marks!r})"

    @property
    def subject(self) -> str:
        """Number, units and 工作事项, as a list names the rating."""
        return self.subject_in("zh")

    def subject_in(self, language: Language) -> str:
        """The same in a language."""
        return subject_of(self.serial, self.units, self.matter, language)

    def say(self, language: Language = "zh", *, score: str = "", unlit: str = "") -> str:
        """The grounds as one sentence in a language; `score` and `unlit` are what a score (`Order.score`) and no light are called."""
        parts = list(self._english(score, unlit) if in_english(language) else self._chinese(score, unlit))
        sentence = "; ".join(parts) + "." if in_english(language) else "；".join(parts) + "。"
        return " ".join(sentence.split("\n"))  # a cell of several lines makes no second line here

    def grounds(self, language: Language = "zh", *, score: str = "", unlit: str = "") -> tuple[str, ...]:
        """What the light rests on beside its facts: earlier lights, the score, note and flag."""
        before: tuple[str, ...] = ()
        if self.earlier:
            lights = [one.say(language, unlit=unlit) for one in self.earlier]
            running = _running(self.earlier, self.period, self.marks, language)
            zh, en = f"此前{'、'.join(lights)}{running}", f"before this {' and '.join(lights)}{running}"
            before = (said(Words(zh, en), language),)
        called = (f"{score} " if in_english(language) else score) if score else said(_SCORE, language)
        scored = () if self.score is None else (f"{called}{shown(self.score)}",)
        remarks = (said(text, language) for text in dict.fromkeys(filter(None, (self.note, self.flag))))
        return (*before, *scored, *remarks)

    def outcome(self, language: Language = "zh", *, unlit: str = "") -> tuple[str, ...]:
        """What came of the light: its consequences, and the decisions on it."""
        follows = (f"{said(_FOLLOWS, language)}{one.say(language)}" for one in self.consequences)
        return (*follows, *(one.say(language, unlit=unlit) for one in self.determinations))

    def _english(self, score: str, unlit: str) -> Iterator[str]:
        word = light(self.marks, "en", unlit=unlit)
        yield f"{self.theme} {subject_of(self.serial, self.units, self.matter, 'en')}: {word}"
        evidence = ", ".join(fact.say("en") for fact in self.facts)
        if evidence:
            yield f"on {evidence}{f' in {self.source}' if self.source else ''}"
        yield from self.grounds("en", score=score, unlit=unlit)
        yield f"under {self.clause.say('en')}"
        yield f"rules {self.edition.say('en')}"
        if self.steward or self.period is not None:
            as_of = "" if self.period is None else f" of {self.period.title('en')}"
            yield f"lit{f' by {self.steward}' if self.steward else ''}{as_of and f' as{as_of}'}"
        yield from self.outcome("en", unlit=unlit)

    def _chinese(self, score: str, unlit: str) -> Iterator[str]:
        yield f"{self.theme} {self.subject}：{light(self.marks, unlit=unlit)}"
        evidence = "，".join(map(str, self.facts))
        if evidence:
            yield f"依据{f'〔{self.source}〕' if self.source else ''}{evidence}"
        yield from self.grounds(score=score, unlit=unlit)
        yield f"按{self.clause}"
        yield f"规则{self.edition}"
        if self.steward or self.period is not None:
            as_of = "" if self.period is None else self.period.title()
            yield f"{f'由{self.steward}' if self.steward else ''}标注{as_of and f'，{as_of}'}"
        yield from self.outcome(unlit=unlit)
