"""排序规则: which count matters first. One value gives the sort key, the comparator, the sentence and the reason."""

from __future__ import annotations

import enum

from attrs import field, frozen
from attrs.validators import instance_of

from trafficlight.model._checks import several
from trafficlight.model._marks import Mark, Tally


class Better(enum.Enum):
    """Which way a criterion looks."""

    MORE = "多"
    FEWER = "少"


@frozen
class Criterion:
    """排序依据: the count of some marks together, and whether more or fewer is better. Raises `ValueError` without marks."""

    marks: tuple[Mark, ...] = field(validator=several(Mark))
    better: Better = field(default=Better.MORE, validator=instance_of(Better))

    def __attrs_post_init__(self) -> None:
        if not self.marks or len(set(self.marks)) != len(self.marks):
            raise ValueError("a criterion counts one or more different marks")

    def count(self, tally: Tally) -> int:
        """How many of the criterion's marks."""
        return sum(tally[mark] for mark in self.marks)

    def key(self, tally: Tally) -> int:
        """The count, signed so that smaller is better."""
        count = self.count(tally)
        return -count if self.better is Better.MORE else count

    @property
    def label(self) -> str:
        """The marks' labels: “蓝”, “红+橙”."""
        return "+".join(mark.label for mark in self.marks)

    def __repr__(self) -> str:
        return f"{'most' if self.better is Better.MORE else 'fewest'}({', '.join(mark.label for mark in self.marks)})"


def most(*marks: Mark) -> Criterion:
    """More of these marks (together) is better."""
    return Criterion(marks, Better.MORE)


def fewest(*marks: Mark) -> Criterion:
    """Fewer of these marks (together) is better."""
    return Criterion(marks, Better.FEWER)


@frozen
class Reason:
    """名次理由: what decides between two tallies. `by` is None in a full tie; `same` are the criteria that did not decide.

    `tie` says in words what follows from a full tie.
    """

    better: Tally
    worse: Tally
    same: tuple[Criterion, ...]
    by: Criterion | None
    tie: str = "名次并列"

    def __repr__(self) -> str:
        return f"Reason({str(self)!r})"

    def __str__(self) -> str:
        equal = "、".join(f"{criterion.label}{criterion.count(self.better)}" for criterion in self.same)
        if self.by is None:
            return f"{equal}全部相同，{self.tie}"
        sign = ">" if self.by.better is Better.MORE else "<"
        decides = f"{self.by.label}{self.by.count(self.better)}{sign}{self.by.count(self.worse)}"
        if self.by.better is Better.FEWER:
            decides += "，少者在前"
        return f"同为{equal}，{decides}" if equal else decides


@frozen(init=False)
class Order:
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
    Raises `ValueError` without a criterion. `words` are the source's own sentence, if it has one.
    """

    criteria: tuple[Criterion, ...]
    words: str = ""

    def __init__(self, *criteria: Criterion, words: str = "") -> None:
        strangers = [each for each in tuple[object, ...](criteria) if not isinstance(each, Criterion)]
        if strangers or not criteria:
            said = f", not {strangers[0]!r}" if strangers else ""
            raise (TypeError if strangers else ValueError)(
                f"an order takes one or more criteria, such as most(BLUE) or fewest(RED){said}"
            )
        self.__attrs_init__(criteria, words)

    def key(self, tally: Tally) -> tuple[int, ...]:
        """A sort key: the best tally first."""
        return tuple(criterion.key(tally) for criterion in self.criteria)

    def compare(self, a: Tally, b: Tally) -> int:
        """-1 when `a` stands before `b`, 1 when after, 0 when they share a place."""
        mine, other = self.key(a), self.key(b)
        return (mine > other) - (mine < other)

    def reason(self, a: Tally, b: Tally) -> Reason:
        """Why the better of the two stands before the other, or that they tie."""
        better, worse = (b, a) if self.compare(a, b) > 0 else (a, b)
        same: list[Criterion] = []
        for criterion in self.criteria:
            if criterion.count(better) != criterion.count(worse):
                return Reason(better, worse, tuple(same), criterion)
            same.append(criterion)
        return Reason(better, worse, tuple(same), None)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Every mark that a criterion counts, once, in order."""
        return tuple(dict.fromkeys(mark for criterion in self.criteria for mark in criterion.marks))

    def with_words(self, words: str) -> Order:
        """The same order under the words of another source."""
        return Order(*self.criteria, words=words)

    def __repr__(self) -> str:
        return f"Order({', '.join(map(repr, self.criteria))})"

    def __str__(self) -> str:
        return self.words or "；再".join(f"以{c.label}{c.better.value}者为先" for c in self.criteria)
