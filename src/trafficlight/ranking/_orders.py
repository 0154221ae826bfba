"""排序规则: which count, or score, matters first. One value gives the sort key, the comparator, the sentence and the reason.

With it, whether a worse fact ever raises a rank (倒挂).
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Final, Generic, Protocol, TypeAlias, TypeVar, runtime_checkable

from attrs import evolve, field, frozen

from trafficlight.errors import WrongType, WrongValue
from trafficlight.messages import Bilingual, Language, Words, in_english, said
from trafficlight.model._checks import not_empty
from trafficlight.model._field_types import typed
from trafficlight.model._marks import Mark, Tally
from trafficlight.model._scores import shown
from trafficlight.rules._themes import Theme

R = TypeVar("R")

Key: TypeAlias = tuple[int | Decimal, ...]
"""What tallies are sorted by, the best first."""


class Better(enum.Enum):
    """Whether more or fewer is better."""

    MORE = "多"
    FEWER = "少"


@runtime_checkable
class Criterion(Protocol):
    """排序依据: anything that has a value for a tally: the count of some marks, the score, or an agency's own."""

    @property
    def label(self) -> str:
        """What is compared, as a reason and a count table call it (“蓝”, “得分”)."""

    @property
    def better(self) -> Better:
        """Whether more or fewer is better."""

    def value(self, tally: Tally) -> int | Decimal | None:
        """What is compared of a tally; None where there is nothing to compare: it comes last, whether more or fewer is better."""


@frozen(field_transformer=typed)
class Count:
    """标识数: the count of some marks together. `most` and `fewest` make it.

    Raises `ValueError` without marks or with one twice, `TypeError` for what is no mark.
    """

    marks: tuple[Mark, ...]
    better: Better = Better.MORE

    def __attrs_post_init__(self) -> None:
        if not self.marks or len(set(self.marks)) != len(self.marks):
            raise WrongValue("排序依据应计一个以上互不相同的标识", "a criterion counts one or more different marks")

    def value(self, tally: Tally) -> int:
        """How many of the criterion's marks."""
        return tally[self.marks[0]] if len(self.marks) == 1 else sum(tally[mark] for mark in self.marks)

    @property
    def label(self) -> str:
        """The marks' labels: “蓝”, “红+橙”."""
        return "+".join(mark.label for mark in self.marks)

    def __repr__(self) -> str:
        return f"{'most' if self.better is Better.MORE else 'fewest'}({', '.join(mark.label for mark in self.marks)})"


SCORE: Final = Words("得分", "score")
"""得分: what a sum of scores is called where an order does not say."""


@frozen(field_transformer=typed)
class Points:
    """得分: the sum of scores. `highest` and `lowest` make it."""

    label: str = field(default=SCORE, validator=not_empty)
    better: Better = Better.MORE

    def value(self, tally: Tally) -> Decimal | None:
        """The sum of scores; None where nothing was scored."""
        return tally.score if tally.has_score else None

    def __repr__(self) -> str:
        return f"{'highest' if self.better is Better.MORE else 'lowest'}({self.label!r})"


def most(*marks: Mark) -> Count:
    """多者为先: more of these marks (together) is better."""
    return Count(marks, Better.MORE)


def fewest(*marks: Mark) -> Count:
    """少者为先: fewer of these marks (together) is better."""
    return Count(marks, Better.FEWER)


def highest(label: str = SCORE) -> Points:
    """得分多者为先: a higher sum of scores is better.

    >>> from trafficlight.model import RED, Tally
    >>> order = Order(fewest(RED), highest())
    >>> str(order.reason(Tally({RED: 1}, score=95), Tally({RED: 1}, score=90)))
    '同为红1，得分95>90'
    """
    return Points(label, Better.MORE)


def lowest(label: str = "扣分") -> Points:
    """扣分少者为先: a lower sum of scores is better, as where points are taken off."""
    return Points(label, Better.FEWER)


_LAST: Final = Decimal("Infinity")
"""The key of what has no value: behind every number."""
_NONE: Final = Words("无得分", "no score")


def value_words(criterion: Criterion, tally: Tally) -> Words:
    """What a criterion finds in a tally, as it is printed: the number, or 无得分."""
    value = criterion.value(tally)
    return _NONE if value is None else Words(shown(value), shown(value))


def phrase(criterion: Criterion, tally: Tally) -> Words:
    """The same with what is compared: “蓝3”, “扣分无得分”, “无得分”."""
    value = value_words(criterion, tally)
    zh = value if value == f"无{criterion.label}" else f"{criterion.label}{value}"
    return Words(zh, f"{criterion.label} {value.en}")


_SHARED: Final = Words("名次并列", "they share the place")
_ROSTER_DECIDES: Final = Words("按建制顺序排列", "the order of the roster decides")


@frozen
class Reason:
    """名次理由: what decides between two tallies. `by` is None in a full tie; `same` are the criteria that did not decide.

    In a full tie the place is shared, or with `by_roster` the roster's order decides. `str()` is the Chinese sentence, `words`
    holds the English too.
    """

    better: Tally
    worse: Tally
    same: tuple[Criterion, ...]
    by: Criterion | None
    by_roster: bool = False

    @property
    def words(self) -> Words:
        """The reason in Chinese and English."""
        have = [phrase(each, self.better) for each in self.same]
        equal, equally = "、".join(have), ", ".join(each.en for each in have)
        if self.by is None:
            tie = _ROSTER_DECIDES if self.by_roster else _SHARED
            return Words(f"{equal}全部相同，{tie}", f"equal in {equally}: {tie.en}")
        mine, other = (value_words(self.by, tally) for tally in (self.better, self.worse))
        sign, zh, en = (">", "", "") if self.by.better is Better.MORE else ("<", "，少者在前", ", fewer first")
        decides = Words(f"{self.by.label}{mine}{sign}{other}{zh}", f"{self.by.label} {mine} {sign} {other}{en}")
        if self.by.value(self.worse) is None:
            decides = Words(f"{self.by.label}{mine}，{other}者在后", f"{self.by.label} {mine}, {other.en} comes last")
        return Words(f"同为{equal}，{decides}", f"equal in {equally}; {decides.en}") if have else decides

    def __repr__(self) -> str:
        return f"Reason({str(self)!r})"

    def __str__(self) -> str:
        return str(self.words)


def _part(better: Better, value: int | Decimal | None) -> int | Decimal:
    """A part of a sort key: the better the smaller, and last what has no value."""
    if value is None:
        return _LAST
    return -value if better is Better.MORE else value


@frozen(init=False, field_transformer=typed)
class Order(Bilingual):
    """排序规则: criteria, the first that differs decides.

    “蓝色标识（完成）数量进行排序，同等数量下，按照黄色标识（正常进行，为正向得分）数量排序，蓝黄数量相同情况下，按照红色标识（负向得分）
    数量倒向排序。” (A4-1.1 note 1) is `Order(most(BLUE), most(YELLOW), fewest(RED))`:

    ======  ======  =========================
    a       b       reason
    ======  ======  =========================
    蓝3     蓝2黄9  蓝3>2
    蓝3黄2  蓝3黄1  同为蓝3，黄2>1
    蓝3     蓝3红1  同为蓝3、黄0，红0<1，少者在前
    ======  ======  =========================

    Yellow counts in favour, as written: a unit whose item turns slow gains one (§3.2; `ranking.inversions` shows where).
    A criterion may be any value with `label`, `better` and `value(tally)`; `highest` compares scores, and
    who has none comes last, as by `lowest`.
    `words` are the source's own sentence, if it has one. Raises `ValueError` without a criterion, `TypeError` for what is none.

    >>> from trafficlight.model import BLUE, RED, Tally
    >>> order = Order(most(BLUE), fewest(RED))
    >>> sorted([Tally.of(RED), Tally(), Tally.of(BLUE)], key=order.key)
    [Tally(蓝1), Tally(无标识), Tally(红1)]
    >>> order.reason(Tally(), Tally.of(RED)).words.en
    'equal in 蓝 0; 红 0 < 1, fewer first'
    """

    criteria: tuple[Criterion, ...]
    words: str = ""

    def __init__(self, *criteria: Criterion, words: str = "") -> None:
        strangers = [each for each in tuple[object, ...](criteria) if not isinstance(each, Criterion)]
        if strangers or not criteria:
            given = repr(strangers[0]) if strangers else ""
            raise (WrongType if strangers else WrongValue)(
                "排序规则至少要有一个排序依据，如 most(BLUE)、fewest(RED)" + (f"，而不是 {given}" if given else ""),
                "an order takes one or more criteria, such as most(BLUE) or fewest(RED)"
                + (f", not {given}" if given else ""),
            )
        self.__attrs_init__(criteria, words)

    def key(self, tally: Tally) -> Key:
        """A sort key: the best tally first."""
        return tuple([_part(each.better, each.value(tally)) for each in self.criteria])

    def compare(self, a: Tally, b: Tally) -> int:
        """-1 when `a` stands before `b`, 1 when after, 0 when they share a place."""
        mine, other = self.key(a), self.key(b)
        return (mine > other) - (mine < other)

    def reason(self, a: Tally, b: Tally) -> Reason:
        """Why the better of the two stands before the other, or that they tie."""
        mine, other = self.key(a), self.key(b)
        return (
            self.reason_between((b, other), (a, mine)) if mine > other else self.reason_between((a, mine), (b, other))
        )

    def reason_between(self, better: tuple[Tally, Key], worse: tuple[Tally, Key]) -> Reason:
        """The same of two tallies with their keys, the better one first."""
        mine, other = better[1], worse[1]
        if mine == other:
            return Reason(better[0], worse[0], self.criteria, None)
        number = 0
        while mine[number] == other[number]:
            number += 1
        return Reason(better[0], worse[0], self.criteria[:number], self.criteria[number])

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Every mark that a criterion counts, once, in order."""
        counts = [criterion for criterion in self.criteria if isinstance(criterion, Count)]
        return tuple(dict.fromkeys(mark for count in counts for mark in count.marks))

    @property
    def others(self) -> tuple[Criterion, ...]:
        """The criteria that count no marks: scores and an agency's own, each a column of a count table."""
        return tuple(criterion for criterion in self.criteria if not isinstance(criterion, Count))

    @property
    def score(self) -> str:
        """得分: what the order calls the sum of scores (综合指数); 得分 where it does not rank by it."""
        called = next((each.label for each in self.criteria if isinstance(each, Points)), SCORE)
        return SCORE if called == SCORE else called

    def with_words(self, words: str) -> Order:
        """The same order under the words of another source."""
        return Order(*self.criteria, words=words)

    def __repr__(self) -> str:
        return f"Order({', '.join(map(repr, self.criteria))})"

    def say(self, language: Language = "zh") -> str:
        """The source's own sentence, or what each criterion looks for, in a language."""
        if self.words:
            return said(self.words, language)
        if in_english(language):
            looked_for = {Better.MORE: "most", Better.FEWER: "fewest"}
            return ", then ".join(f"by {looked_for[c.better]} {c.label}" for c in self.criteria)
        return "；再".join(f"以{c.label}{c.better.value}者为先" for c in self.criteria)


@frozen(field_transformer=typed)
class Inversion(Generic[R]):
    """倒挂: the record with the better fact stands behind the one with the worse (§3.2); `reason` says by which count."""

    better_fact: R
    worse_fact: R
    reason: Reason


def ladder(record: R, name: str, values: Iterable[Any]) -> tuple[R, ...]:
    """The same attrs record with one field set to each value, from the best fact to the worst."""
    return tuple(evolve(record, **{name: value}) for value in values)  # type: ignore[misc]  # R is an attrs class


def inversions(theme: Theme[R], facts: Sequence[R], *, order: Order) -> tuple[Inversion[R], ...]:
    """Every pair on a ladder of records, best fact first, in which the worse fact ranks strictly higher.

    With the notice's rule and order, 推进缓慢 (one yellow) stands before 正常推进 (no mark):

    >>> from trafficlight.model import Progress, Responsibility, Unit
    >>> from trafficlight.notice import ORDER, KeyWorkItem, key_work
    >>> item = KeyWorkItem("事项", "", "", Progress.DONE, "", Responsibility((Unit("办公室"),)), "局党组会议")
    >>> (found,) = inversions(key_work(), ladder(item, "progress", Progress), order=ORDER)
    >>> found.better_fact.progress.value, found.worse_fact.progress.value, str(found.reason)
    ('正常推进', '推进缓慢', '同为蓝0，黄1>0')
    """
    marks = [theme.judge(fact).tally for fact in facts]
    return tuple(
        Inversion(facts[better], facts[worse], order.reason(marks[better], marks[worse]))
        for better in range(len(facts))
        for worse in range(better + 1, len(facts))
        if order.compare(marks[worse], marks[better]) < 0
    )
