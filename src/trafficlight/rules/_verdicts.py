"""判定: a light, and the clause on whose words it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Final

import attrs
from attrs import evolve, field, frozen

from trafficlight.errors import WrongValue
from trafficlight.messages import Bilingual, Language, counted, english, in_english
from trafficlight.model._checks import Strings, check_kind, not_empty, strings
from trafficlight.model._field_types import typed
from trafficlight.model._marks import BLUE, RED, YELLOW, Mark, Tally
from trafficlight.model._scores import Score, exact, signed
from trafficlight.rules._history import Earlier, Past, light


@frozen(field_transformer=typed)
class Clause(Bilingual):
    """条款: an id, its words, the document that holds them, and the place where they stand in it (“附件4二6备注1”).

    A reading (释义) is the scheme's own decision where the document is silent: it is cited as such (本方案释义), never as
    the document's words (§4.40).

    >>> print(Clause("P1", "全部办结为蓝色标识", "信访工作办法"))
    信访工作办法P1“全部办结为蓝色标识”
    """

    id: str = field(validator=not_empty)
    words: str = field(validator=not_empty)
    document: str = ""
    reading: bool = False
    place: str = ""

    def say(self, language: Language = "zh") -> str:
        """The document and the place in it, the words, and the id where the place does not say it."""
        if in_english(language):
            at = f"our reading {self.id}" if self.reading else f"{self.document} {self.place or self.id}".strip()
            return f"{at} “{english(self.words)}”{f' ({self.id})' if self.place and not self.reading else ''}"
        at = f"本方案释义{self.id}" if self.reading else f"{self.document}{self.place or self.id}"
        return f"{at}“{self.words}”{f'（{self.id}）' if self.place and not self.reading else ''}"


def marks_alone(owner: object, at: attrs.Attribute[Tally], marks: Tally) -> None:
    """A validator for marks without a score. Raises `WrongValue` for a tally with one."""
    if marks.has_score:
        raise WrongValue(
            f"{type(owner).__name__}.{at.name} 只放标识：得分另用 score=…",
            f"{type(owner).__name__}.{at.name} takes marks alone: a score is the verdict's own, score=…",
        )


def _score(score: Score | None) -> Decimal | None:
    return None if score is None else exact(score)


def _points(points: Score) -> Score:
    return exact(points) if isinstance(points, Decimal) else points


def _facts(names: Strings | None) -> tuple[str, ...] | None:
    return None if names is None else strings(names)


@frozen(field_transformer=typed)
class Verdict:
    """判定: marks (none, one, or n of them), the clause they stand on, and what a reader should know beside.

    `note` is printed in the explanation (“第11名”). `flag` asks for the task force's eye (§3.18); it is printed too.
    `facts` names the record's fields that decided; None means those that the theme declares; `earlier` are the
    periods before this on which it rests (`Past.run`). `score` (得分), a `Decimal` or
    an `int`, stands beside the marks where the rules give points; None is no score, which is not 0.
    Raises `TypeError` for marks that are no tally, grounds that are no clause, or a score that is a `float` (a foreign rule
    may be unchecked), and `ValueError` for a score of more than six decimals.

    >>> verdict = blue(2, because=Clause("P1", "全部办结为蓝色标识"), note="第1名")
    >>> verdict.marks, verdict.word
    (Tally(蓝2), '蓝2')
    """

    marks: Tally = field(validator=marks_alone)
    because: Clause
    note: str = ""
    flag: str = ""
    facts: tuple[str, ...] | None = field(default=None, kw_only=True, converter=_facts)
    earlier: tuple[Earlier[Any], ...] = field(default=(), kw_only=True, converter=tuple[Earlier[Any], ...])
    score: Decimal | None = field(default=None, kw_only=True, converter=_score)

    @property
    def tally(self) -> Tally:
        """The marks with the score: what the verdict adds to a unit's sum."""
        return self.marks if self.score is None else evolve(self.marks, score=self.score)

    @property
    def word(self) -> str:
        """The marks in words: “蓝2”, or 不标注颜色."""
        return light(self.marks)


_NO_MARKS: Final = Tally()
_PLAIN: Final[dict[tuple[int, int, int], Verdict]] = {}
_MOST_KEPT: Final = 1024


def _plain(mark: Mark | None, count: int, because: Clause) -> Verdict:
    """A verdict of a mark and a clause alone, made once: a rule says the same few of all items.

    It is known again by the ids of both, which are theirs as long as it is kept; equal ones may differ in their looks.
    """
    known = id(mark), count, id(because)
    verdict = _PLAIN.get(known)
    if verdict is None:
        verdict = Verdict(_NO_MARKS if mark is None else Tally.of(mark, count), because)
        if len(_PLAIN) < _MOST_KEPT:
            _PLAIN[known] = verdict
    return verdict


def lit(
    mark: Mark,
    count: int = 1,
    *,
    because: Clause,
    note: str = "",
    flag: str = "",
    score: Score | None = None,
    earlier: Sequence[Earlier[Any]] = (),
) -> Verdict:
    """亮灯: `count` marks of one kind. Raises `ValueError` for a count below 1: no light is `unlit`, said with its reason.

    >>> from trafficlight.model import RED
    >>> lit(RED, because=Clause("S1", "得分低于60分的为红色标识"), score=55).tally
    Tally(红1 得分55)
    """
    if (
        type(mark) is Mark
        and type(count) is int
        and count > 0
        and note == flag == ""
        and score is None
        and earlier == ()
    ):
        return _plain(mark, count, because)
    check_kind("lit: count", count, int)
    if count < 1:
        raise WrongValue(
            f"亮灯至少一次，而不是 {count} 次；不亮灯请用 unlit()",
            f"a light is lit at least once, not {counted(count, 'time')}; use unlit()",
        )
    return Verdict(Tally.of(mark, count), because, note, flag, score=score, earlier=earlier)


def blue(count: int = 1, *, because: Clause, note: str = "", flag: str = "", score: Score | None = None) -> Verdict:
    """蓝: `count` blue marks."""
    return lit(BLUE, count, because=because, note=note, flag=flag, score=score)


def yellow(count: int = 1, *, because: Clause, note: str = "", flag: str = "", score: Score | None = None) -> Verdict:
    """黄: `count` yellow marks."""
    return lit(YELLOW, count, because=because, note=note, flag=flag, score=score)


def red(count: int = 1, *, because: Clause, note: str = "", flag: str = "", score: Score | None = None) -> Verdict:
    """红: `count` red marks."""
    return lit(RED, count, because=because, note=note, flag=flag, score=score)


def unlit(*, because: Clause, note: str = "", flag: str = "", score: Score | None = None) -> Verdict:
    """不标注颜色: no mark, on grounds all the same."""
    if note == flag == "" and score is None:
        return _plain(None, 0, because)
    return Verdict(_NO_MARKS, because, note, flag, score=score)


@frozen(field_transformer=typed)
class Running:
    """连续: lit in so many periods running, this one included."""

    marks: tuple[Mark, ...]
    times: int = field()
    exactly: bool = False

    @times.validator
    def _check(self, _attribute: object, times: int) -> None:
        if times < 1:
            raise WrongValue(f"连续至少一期，而不是 {times} 期", f"a light runs for at least one period, not {times}")

    def __call__(self, marks: Tally, past: Past[Any]) -> bool:
        """Whether the run is that long with the lights of this period."""
        if not any(marks[mark] for mark in self.marks):
            return False
        length = 1 + len(past.running(*self.marks))
        return length == self.times if self.exactly else length >= self.times

    def __str__(self) -> str:
        label = "、".join(mark.label for mark in self.marks)
        return f"{label}灯连续{self.times}期" if self.times > 1 else f"{label}灯"


def running(mark: Mark | Sequence[Mark], times: int = 1, *, exactly: bool = False) -> Running:
    """连续亮灯: lit in `times` periods running or more; with `exactly` in so many and no more, as “第二次黄牌”."""
    return Running((mark,) if isinstance(mark, Mark) else tuple(mark), times, exactly)


@frozen(field_transformer=typed)
class Measure(Bilingual):
    """处置措施: what follows from lights, the clause on whose words, and the points that an assessment adds or takes off."""

    title: str = field(validator=not_empty)
    because: Clause
    points: Score = field(default=0, converter=_points)

    def say(self, language: Language = "zh") -> str:
        """What follows, how many points, and on which words."""
        if in_english(language):
            points = f" ({signed(self.points)} {'point' if abs(self.points) == 1 else 'points'})" if self.points else ""
            return f"{self.title}{points}, under {self.because.say(language)}"
        points = f"（{signed(self.points)}分）" if self.points else ""
        return f"{self.title}{points}，按{self.because}"


@frozen(field_transformer=typed)
class Consequence:
    """处置 (consequence): what follows from a run of lights (a letter, a talk, points off), on the words of a clause.

    `after` is any callable from this period's lights and the item's past to whether it follows; `running` makes the usual
    one. `points` are what an assessment adds or takes off, an `int` or a `Decimal`; no rule is changed by it.
    """

    title: str = field(validator=not_empty)
    after: Callable[[Tally, Past[Any]], bool]
    because: Clause
    points: Score = field(default=0, converter=_points)

    @property
    def measure(self) -> Measure:
        """What follows, as data: without the code that says when."""
        return Measure(self.title, self.because, self.points)

    def __str__(self) -> str:
        return str(self.measure)
