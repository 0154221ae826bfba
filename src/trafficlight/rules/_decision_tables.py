"""判定表 (decision table): a rule as rows of conditions on facts. The first row that holds decides.

A rule in Python can be run on a record alone. One that is said as a table is data: the same declaration lights a record
and, by `trafficlight.frames`, a hundred million rows in whatever engine holds them.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final, Protocol, TypeAlias, runtime_checkable

from attrs import evolve, field, frozen

from trafficlight.errors import NoEvidence, WrongType, WrongValue
from trafficlight.errors._base import listed
from trafficlight.messages import Bilingual, Language, Words, counted, in_english, joined
from trafficlight.model._checks import not_empty
from trafficlight.model._field_types import typed
from trafficlight.model._marks import Tally
from trafficlight.model._periods import Period
from trafficlight.rules._history import ends_with_year
from trafficlight.rules._verdicts import Verdict

Value: TypeAlias = str | int | Decimal | bool | dt.date | enum.Enum
"""值: what a fact is compared with. A `float` is refused, as in scores: it is seldom the number that was meant."""

_DIGITS: Final = 15
"""More significant digits than a double keeps: an engine could not tell a value from its neighbour."""


class Compare(enum.Enum):
    """比较: how a fact is compared with the values of a condition."""

    EQUALS = "="
    AT_LEAST = "≥"
    MORE_THAN = ">"
    AT_MOST = "≤"
    LESS_THAN = "<"
    BLANK = "空"
    FILLED = "不空"


_ENGLISH: Final = {Compare.BLANK: "is blank", Compare.FILLED: "is filled"}


_HOLDS: Final[Mapping[Compare, Callable[[Any, Any], bool]]] = {
    Compare.AT_LEAST: lambda fact, value: fact >= value,
    Compare.MORE_THAN: lambda fact, value: fact > value,
    Compare.AT_MOST: lambda fact, value: fact <= value,
    Compare.LESS_THAN: lambda fact, value: fact < value,
}


def _says_nothing(fact: object) -> bool:
    """Whether a fact says nothing: None, an empty text, or no items."""
    return fact is None or fact in ("", ())


@frozen(field_transformer=typed)
class Condition(Bilingual):
    """条件: what a fact of the record must be; `where` makes it. A blank fact equals nothing, and is neither more nor less."""

    field: str = field(validator=not_empty)
    compare: Compare
    values: tuple[Value, ...] = ()

    def __attrs_post_init__(self) -> None:
        alone = self.compare in (Compare.BLANK, Compare.FILLED)
        if alone == bool(self.values):
            raise WrongValue(
                f"where({self.field!r}) 要与值比较；is_blank() 和 is_filled() 不带值",
                f"where({self.field!r}) compares with a value, is_blank() and is_filled() with none",
            )
        for value in self.values:
            if self.compare in _HOLDS and isinstance(value, (str, bool, enum.Enum)):
                raise WrongType(
                    f"where({self.field!r}) 比大小，应与数或日期比较，而不是 {value!r}",
                    f"where({self.field!r}) asks for more or less, of a number or a date, not of {value!r}",
                )
            if _says_nothing(value):
                raise WrongValue(
                    f"空白请用 where({self.field!r}).is_blank()",
                    f"a blank fact is asked for by where({self.field!r}).is_blank()",
                )
            if isinstance(value, Decimal) and (not value.is_finite() or len(value.as_tuple().digits) > _DIGITS):
                raise WrongValue(
                    f"用来比较的数最多 {_DIGITS} 位，而不是 {value}",
                    f"a number to compare with has at most {counted(_DIGITS, 'digit')}, not {value}",
                )

    def holds(self, record: object) -> bool:
        """Whether it holds of a record."""
        fact = getattr(record, self.field)
        if self.compare is Compare.BLANK:
            return _says_nothing(fact)
        if _says_nothing(fact):
            return False
        if self.compare is Compare.EQUALS:
            return any(fact == value and isinstance(fact, bool) is isinstance(value, bool) for value in self.values)
        return self.compare is Compare.FILLED or _HOLDS[self.compare](fact, self.values[0])

    def say(self, language: Language = "zh") -> str:
        """“progress=已办结、正常推进”; “rank空”, in English “rank is blank”."""
        if in_english(language) and self.compare in _ENGLISH:
            return f"{self.field} {_ENGLISH[self.compare]}"
        values = [str(value.value if isinstance(value, enum.Enum) else value) for value in self.values]
        return f"{self.field}{self.compare.value}{joined(values, language)}"


@frozen(field_transformer=typed)
class Where:
    """条件的字段: a field of the record, of which a condition is to be made."""

    name: str = field(validator=not_empty)

    def equals(self, *values: Value) -> Condition:
        """The fact is one of these."""
        return Condition(self.name, Compare.EQUALS, values)

    def at_least(self, value: Value) -> Condition:
        """不低于: the fact is this or more."""
        return Condition(self.name, Compare.AT_LEAST, (value,))

    def more_than(self, value: Value) -> Condition:
        """高于: the fact is more than this."""
        return Condition(self.name, Compare.MORE_THAN, (value,))

    def at_most(self, value: Value) -> Condition:
        """不高于: the fact is this or less."""
        return Condition(self.name, Compare.AT_MOST, (value,))

    def less_than(self, value: Value) -> Condition:
        """低于: the fact is less than this."""
        return Condition(self.name, Compare.LESS_THAN, (value,))

    def is_blank(self) -> Condition:
        """The fact is empty."""
        return Condition(self.name, Compare.BLANK)

    def is_filled(self) -> Condition:
        """The fact is not empty."""
        return Condition(self.name, Compare.FILLED)


def where(name: str) -> Where:
    """条件: the field of a record that a condition is about.

    Of a blank fact no comparison holds, `less_than` no more than `at_least`: put a case with `is_blank()` first, or make the
    column required.

    >>> print(where("days_late").at_least(3))
    days_late≥3
    >>> from types import SimpleNamespace
    >>> blank = SimpleNamespace(days_late=None)
    >>> [each.holds(blank) for each in (where("days_late").less_than(3), where("days_late").is_blank())]
    [False, True]
    """
    return Where(name)


@frozen(init=False, field_transformer=typed)
class Case:
    """判定表的一行: a verdict, and the conditions that must all hold; without conditions it always holds.

    `times` names a field with a whole number: the verdict's marks are counted so often (“认定几项，负责科室单位同等数量蓝色标识”), and
    the row holds from 1 on. With `at_year_end` (年终) it holds in a period that ends with the year alone.
    """

    verdict: Verdict
    conditions: tuple[Condition, ...]
    times: str = ""
    at_year_end: bool = False

    def __init__(self, verdict: Verdict, *conditions: Condition, times: str = "", at_year_end: bool = False) -> None:
        several_times = (where(times).at_least(1),) if times else ()
        self.__attrs_init__(verdict, (*conditions, *several_times), times, at_year_end)

    def stands_in(self, period: Period | None) -> bool:
        """Whether the row can hold in a period; where nobody says which, one of the year's end cannot."""
        return not self.at_year_end or ends_with_year(period)

    def judge(self, record: object) -> Verdict | None:
        """The verdict, if the row holds of the record."""
        if not all(condition.holds(record) for condition in self.conditions):
            return None
        if not self.times:
            return self.verdict
        number: int = getattr(record, self.times)
        marks = Tally((mark, count * number) for mark, count in self.verdict.marks.counts)
        return evolve(self.verdict, marks=marks)


@frozen(init=False, field_transformer=typed)
class DecisionTable:
    """判定表: a rule as rows, the first that holds decides. A `Theme` takes it as its rule.

    Raises `NoEvidence` for a record of which no row holds, and `ValueError` without a row, or with rows behind one that always
    holds.

    >>> from attrs import make_class
    >>> from trafficlight.rules import Clause, blue, red
    >>> on_time, late = Clause("S1", "按期办结为蓝色标识"), Clause("S2", "逾期3天及以上为红色标识")
    >>> table = DecisionTable(
    ...     Case(red(because=late), where("days_late").at_least(3)),
    ...     Case(blue(because=on_time), where("done").equals(True)),
    ... )
    >>> Petition = make_class("Petition", ["days_late", "done"])
    >>> table(Petition(4, True)).word, table(Petition(0, True)).word
    ('红1', '蓝1')
    """

    cases: tuple[Case, ...]

    def __init__(self, *cases: Case) -> None:
        if all(getattr(case, "at_year_end", False) for case in cases):
            raise WrongValue(
                "决策表至少要有一行，且有一行在任何周期都可能成立",
                "a decision table needs at least one row, and one that may hold in any period",
            )
        if any(not case.conditions and not case.at_year_end for case in cases[:-1]):
            raise WrongValue(
                "没有条件的行总成立：应放在决策表最后",
                "a row without conditions always holds: it stands last in a decision table",
            )
        self.__attrs_init__(cases)

    @property
    def fields(self) -> tuple[str, ...]:
        """The facts that it looks at, in the order of its rows."""
        return tuple(dict.fromkeys(one.field for case in self.cases for one in case.conditions))

    @property
    def reads(self) -> tuple[str, ...]:
        """The same: its verdict rests on nothing else."""
        return self.fields

    @property
    def decision_table(self) -> DecisionTable:
        """The table itself, as any rule gives its own that can be said as one."""
        return self

    def __call__(self, record: object, *, period: Period | None = None) -> Verdict:
        """The verdict of the first row that holds."""
        for case in self.cases:
            verdict = case.judge(record) if case.stands_in(period) else None
            if verdict is not None:
                return verdict
        raise NoEvidence(listed(self.fields), tuple(_together(case.conditions) for case in self.cases))


def _together(conditions: tuple[Condition, ...]) -> Words:
    """All conditions of a row, in both languages."""
    return Words("，".join(map(str, conditions)), " and ".join(one.say("en") for one in conditions))


@runtime_checkable
class Tabular(Protocol):
    """可列表的规则: a rule that can be said as a decision table."""

    @property
    def decision_table(self) -> DecisionTable:
        """The same rule as rows of conditions."""
