"""专题: a record type, a form, and a rule. A value: no base class, no decorator, no scan."""

from __future__ import annotations

import enum
import inspect
import re
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from typing import Any, Final, Generic, TypeAlias, TypeVar, get_args

import attrs
from attrs import evolve, field, frozen

from trafficlight.errors import ThemeError
from trafficlight.model._checks import not_empty, strings
from trafficlight.model._field_types import typed
from trafficlight.model._forms import Column, Form, HeadingLine, Prefill
from trafficlight.model._kinds import OneUnit
from trafficlight.model._units import JointUnits, Responsibility, Unit
from trafficlight.model._vocabulary import fold
from trafficlight.rules._history import NOTHING_BEFORE, Past
from trafficlight.rules._peers import ComparingRule, ComparingRuleWithPast, Peers
from trafficlight.rules._verdicts import Clause, Consequence, Verdict

R = TypeVar("R")


class Credit(enum.Enum):
    """计入方式: whom a joint item marks (§3.8); those that only take part (配合) by `PARTNERS` alone (§4.26)."""

    ALL = "所有责任单位各计一次"
    LEAD = "只计牵头单位"
    PARTNERS = "责任单位与配合单位各计一次"


@frozen(field_transformer=typed)
class Absence:
    """无报送: what the lack of a row says of a unit (§3.4). `boards` names the boards on which it speaks, by key."""

    verdict: Verdict
    boards: tuple[str, ...] = field(converter=strings)


_HOLDS_UNITS: Final = re.compile(r"([\w.]*\b)?(Unit|Responsibility)( ?\| ?None)?|tuple\[([\w.]*\b)?Unit, ?\.\.\.\]")
"""A field's annotation, which may be text."""
_PLACES: Final = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


@frozen
class FieldCredits:
    """The units in a record's field: a unit, a tuple of units, or a responsibility."""

    name: str

    def __call__(self, record: Any) -> Sequence[Unit]:
        value = getattr(record, self.name)
        if value is None:
            return ()
        if isinstance(value, Responsibility):
            return value.units
        if isinstance(value, JointUnits):
            return tuple(value)
        # a text is refused as a whole, and not by its letters
        units: Sequence[Any] = (value,) if isinstance(value, (Unit, str)) else value
        return units

    def partners(self, record: Any) -> Sequence[Unit]:
        """Those that take part in it (配合), where the field says so."""
        value = getattr(record, self.name)
        return value.partners if isinstance(value, (JointUnits, Responsibility)) else ()


class Level(enum.Enum):
    """任务层面: whose task an item is, as the summary sentence splits it (A2, §4.27)."""

    ABOVE = "市委市政府及以上"
    OWN = "本级"


Rule: TypeAlias = Callable[[R], Verdict] | Callable[[R, Past[R]], Verdict] | ComparingRule[R] | ComparingRuleWithPast[R]
"""规则: from a record to its verdict; a rule with a memory takes the item's past too (`trafficlight.rules.Past`).

One with a keyword `period` (`def rate(record, *, period: Period | None = None)`) is told which period is rated, None where
nobody says; one with a keyword `peers` is handed the records of the other units of the board (`trafficlight.rules.Peers`).
"""


_folded_name: Final = lru_cache(maxsize=4096)(fold)  # few units lead many items


def _parameters(rule: Callable[..., object]) -> Sequence[inspect.Parameter]:
    try:
        return tuple(inspect.signature(rule).parameters.values())
    except (TypeError, ValueError):  # a built-in: it takes what it is given
        return ()


def _said_to_read(rule: object) -> tuple[str, ...]:
    """What a rule reads, unless a subclass judges otherwise than the class that says so."""
    said = next((one for one in type(rule).__mro__ if not {"reads", "__call__"}.isdisjoint(vars(one))), object)
    return strings(getattr(rule, "reads", ())) if "reads" in vars(said) else ()


def _annotation(kind: object) -> str:
    return kind.__qualname__ if isinstance(kind, type) and not get_args(kind) else str(kind)


def _names(value: str | Sequence[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) and value else tuple(value)


@frozen(field_transformer=typed)
class Theme(Generic[R]):
    """专题: what is collected (`record`, `form`), how it is coloured (`rule`, `clauses`) and who colours (`steward`, 牵头科室).

    `rule` is any callable from the record to a `Verdict`; one of two arguments is handed the item's `Past` as well, one with
    a keyword `period` the period that is rated, one with a keyword `peers` what the units of the board handed in. A rule may
    say by an attribute `reads` on which of the record's facts alone its verdict rests (a decision table does): of equal facts
    it is then asked once.
    `title` is short (“招商引资”); the form has the printed title. The rest names fields of the record:

    `subject`   what names an item to people (工作事项); none in a theme of one row a unit
    `identity`  what makes two records the same item over periods (a code); without it subject and lead unit do,
                in a theme without subject the unit (§4.35)
    `light`     in whose cell the light is painted; without it the first fact, where it has a column to itself
    `facts`     what an explanation quotes

    `level` says whose task a record is, `credits` which units it marks; without it the record's only field that holds a
    unit, units or a responsibility does. `done` says whether a record is done (§4.36). `absence` speaks for units without a
    row, `consequences` follow from a run of lights. Raises `ThemeError` when they do not fit together.
    """

    key: str
    title: str = field(validator=not_empty)
    record: type[R]
    rule: Rule[R]
    form: Form
    clauses: tuple[Clause, ...] = field(converter=tuple[Clause, ...])
    steward: str = ""
    facts: tuple[str, ...] = field(default=(), converter=strings)
    credits: Callable[[R], Sequence[Unit]] = field(
        default=attrs.Factory(lambda self: self._default_credits(), takes_self=True)
    )
    credit: Credit = Credit.ALL
    absence: Absence | None = None
    subject: str = ""
    identity: tuple[str, ...] = field(default=(), converter=_names)
    light: str = ""
    level: Callable[[R], Level | None] | None = None
    consequences: tuple[Consequence, ...] = field(default=(), converter=tuple[Consequence, ...])
    done: Callable[[R], bool] | None = None
    _remembers: bool = field(init=False, eq=False, repr=False)
    _sees_period: bool = field(init=False, eq=False, repr=False)
    _compares: bool = field(init=False, eq=False, repr=False)
    _reads: tuple[str, ...] = field(init=False, eq=False, repr=False)

    @_remembers.default
    def _asks_for_past(self) -> bool:
        return len([one for one in _parameters(self.rule) if one.default is one.empty and one.kind in _PLACES]) == 2

    @_sees_period.default
    def _asks_for_period(self) -> bool:
        return any(
            one.name == "period" and one.kind is one.KEYWORD_ONLY and one.default in (None, one.empty)
            for one in _parameters(self.rule)
        )

    @_compares.default
    def _asks_for_peers(self) -> bool:
        return any(one.name == "peers" and one.kind is one.KEYWORD_ONLY for one in _parameters(self.rule))

    @_reads.default
    def _ask_what_rule_reads(self) -> tuple[str, ...]:
        return () if self._remembers or self._compares else _said_to_read(self.rule)

    def __attrs_post_init__(self) -> None:
        if not self.key.isidentifier():
            raise ThemeError(
                f"主题的键（key）应为标识符，如 key_work，而不是 {self.key!r}",
                f"a theme's key is an identifier, not {self.key!r}",
            )
        have = self._record_fields()
        for what, names in (
            ("form", self.form.fields),
            ("facts", self.facts),
            ("subject, identity and light", tuple(filter(None, (self.subject, *self.identity, self.light)))),
        ):
            missing = [name for name in names if name not in have]
            if missing:
                raise ThemeError(
                    f"主题“{self.key}”：{what} 所写的字段 {missing}，{self.record.__name__} 没有",
                    f"theme {self.key!r}: {what} name fields that {self.record.__name__} lacks: {missing}",
                )
        unread = [name for name in self._reads if name not in have and not hasattr(self.record, name)]
        if unread:
            raise ThemeError(
                f"主题“{self.key}”：规则读取的 {unread}，{self.record.__name__} 没有",
                f"theme {self.key!r}: its rule reads what {self.record.__name__} lacks: {unread}",
            )
        filled = [name for column in self.form.columns for name in column.fields if name is not None]
        filled += [line.name for line in self.form.heading]
        twice = sorted({name for name in filled if filled.count(name) > 1})
        if twice:
            raise ThemeError(
                f"主题“{self.key}”：{self.record.__name__} 的 {twice} 由不止一个单元格填写",
                f"theme {self.key!r}: more than one cell fills {twice} of {self.record.__name__}",
            )
        unfilled = sorted(name for name, needed in have.items() if needed and name not in self.form.fields)
        if unfilled:
            raise ThemeError(
                f"主题“{self.key}”：没有栏目填写 {self.record.__name__} 的 {unfilled}",
                f"theme {self.key!r}: no column fills {unfilled} of {self.record.__name__}",
            )
        if self.credit is Credit.PARTNERS and not isinstance(self.credits, FieldCredits):
            raise ThemeError(
                f"主题“{self.key}”：由 credits= 自定计入单位的，没有配合单位可计：请由它一并给出，不用 Credit.PARTNERS",
                f"theme {self.key!r}: of credits= of its own no partners are known: let it give them too, without "
                "Credit.PARTNERS",
            )
        ids = [clause.id for clause in self.clauses]
        if len(set(ids)) != len(ids):
            raise ThemeError(
                f"主题“{self.key}”：条款的编号（id）应各不相同：{ids}",
                f"theme {self.key!r}: clauses must differ by id: {ids}",
            )

    def __repr__(self) -> str:
        return f"Theme({self.key!r}, {self.title!r})"

    def _record_fields(self) -> dict[str, bool]:
        if not attrs.has(self.record):
            raise ThemeError(
                f"主题“{self.key}”：{self.record!r} 不是 attrs 类：请用 @attrs.frozen 定义",
                f"theme {self.key!r}: {self.record!r} is no attrs class: define it with @attrs.frozen",
            )
        return {name: at.default is attrs.NOTHING for name, at in attrs.fields_dict(self.record).items() if at.init}

    def _default_credits(self) -> Callable[[R], Sequence[Unit]]:
        self._record_fields()
        record: Any = self.record
        have = [at.name for at in attrs.fields(record) if at.init and _HOLDS_UNITS.fullmatch(_annotation(at.type))]
        if len(have) == 1:
            return FieldCredits(have[0])
        found = f"; fields with units: {have}" if have else ""
        raise ThemeError(
            f"主题“{self.key}”：请用 credits= 写明 {self.record.__name__} 计入哪些单位{found}",
            f"theme {self.key!r}: say by credits= which units a {self.record.__name__} marks{found}",
        )

    @property
    def remembers(self) -> bool:
        """Whether the rule asks for the item's past."""
        return self._remembers

    @property
    def looks_back(self) -> bool:
        """Whether rating needs the item's past: its rule asks for it, or consequences follow from runs of lights."""
        return self._remembers or bool(self.consequences)

    @property
    def reads(self) -> tuple[str, ...]:
        """The facts on which alone the rule's verdict rests; none where it does not say so."""
        return self._reads

    @property
    def sees_period(self) -> bool:
        """Whether the rule asks which period is rated."""
        return self._sees_period

    @property
    def compares(self) -> bool:
        """Whether the rule asks what the other units of the board handed in."""
        return self._compares

    def judge(self, record: R, past: Past[R] = NOTHING_BEFORE, peers: Peers[R] | None = None) -> Verdict:
        """What the rule says of a record; it is handed the past, the past's `period` and the peers where it asks for them.

        Without `peers` the record stands alone on its board.
        """
        rule: Callable[..., Verdict] = self.rule
        given = (record, past) if self._remembers else (record,)
        asked: dict[str, Any] = {}
        if self._sees_period:
            asked["period"] = past.period
        if self._compares:
            asked["peers"] = Peers((record,)) if peers is None else peers
        return rule(*given, **asked)

    def matter(self, record: R) -> str:
        """工作事项: what the record is about, as its table prints it on one line; empty in a theme of one row a unit."""
        return "".join(self.form.show(record, self.subject).split("\n")) if self.subject else ""

    def item(self, record: R) -> tuple[str, ...]:
        """同一事项: by what the record is known over periods and files, folded as words are compared (§4.35)."""
        return self._item(record)

    @cached_property
    def _item(self) -> Callable[[R], tuple[str, ...]]:
        return self.items(lambda unit: unit)

    def items(self, resolve: Callable[[Unit], Unit]) -> Callable[[R], tuple[str, ...]]:
        """The same for many records: what is done with each field is decided once.

        `resolve` gives the unit as it is called today, so that an item outlives a renaming.
        """
        words = [self._word(name, resolve) for name in self.identity or filter(None, (self.subject,))]
        if not self.identity:
            words.append(lambda record: _folded_name(next((resolve(unit).name for unit in self.credits(record)), "")))
        if len(words) == 1:
            (only,) = words
            return lambda record: (only(record),)
        return lambda record: tuple([word(record) for word in words])

    def _word(self, name: str, resolve: Callable[[Unit], Unit]) -> Callable[[R], str]:
        form = self.form
        show: Any = form.kind_of(name).show if name in form.fields else form.kind_of  # refuses the field when it is met

        def word(record: R) -> str:
            value = getattr(record, name)
            return fold(resolve(value).name if isinstance(value, Unit) else show(value))

        return word

    @property
    def of_unit(self) -> bool:
        """Whether an item is what one unit has in the theme, so that a unit without a row is the same item still."""
        return not self.identity and not self.subject

    def item_of(self, unit: Unit) -> tuple[str, ...]:
        """The same for a unit without a record, in a theme of one row a unit."""
        return (_folded_name(unit.name),)

    def prefill(self, cell: Column | HeadingLine) -> Prefill:
        """预填: what of the last period stands in a cell of the next form (“只报一次”).

        What the form says of it; else what tells the item apart is locked (its identity and matter, in a theme of one row
        a unit the unit), and everything else may be changed.
        """
        if cell.prefill is not None:
            return cell.prefill
        names = cell.fields if isinstance(cell, Column) else (cell.name,)
        tells = not {self.subject, *self.identity}.isdisjoint(names) or (
            self.of_unit and isinstance(cell.kind, OneUnit)
        )
        return Prefill.LOCKED if tells else Prefill.OPEN

    def prefilled(self, columns: Sequence[Column]) -> tuple[Column, ...]:
        """The same columns for printing a record of the last period: those that are asked anew print nothing."""
        return tuple(
            evolve(column, fields=(None,) * len(column.fields)) if self.prefill(column) is Prefill.ANEW else column
            for column in columns
        )

    @cached_property
    def light_field(self) -> str:
        """亮灯栏: the field whose cell shows the light; empty where no column of the published table has it to itself."""
        if self.light:
            return self.light
        column = self.form.first_published(*self.facts[:1])
        return "" if column is None else next(name for name in column.fields if name)

    def credited(self, record: R) -> tuple[Unit, ...]:
        """The units that the record marks, each of them once: all that answer for it, the lead alone, or partners, too (§3.8)."""
        units = tuple(dict.fromkeys(self.credits(record)))
        if self.credit is Credit.PARTNERS and isinstance(self.credits, FieldCredits):
            units += tuple(self.credits.partners(record))
        return units[:1] if self.credit is Credit.LEAD else units

    def with_form(self, form: Form) -> Theme[R]:
        """The same theme over another table."""
        return evolve(self, form=form)


GROUP = "trafficlight.themes"
"""The entry point group; each entry point loads a `Theme`."""


def installed_themes() -> tuple[Theme[Any], ...]:
    """The themes that installed distributions offer, by entry point name. Raises `ThemeError` for one that is no theme."""
    from importlib.metadata import entry_points  # costs 40 ms, and most programs never ask

    themes: list[Theme[Any]] = []
    for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value)):
        try:
            theme = point.load()
        except (ImportError, AttributeError) as error:
            raise ThemeError(
                f"入口点 {point.name!r}（{point.value}）无法载入：{error}",
                f"entry point {point.name!r} ({point.value}) cannot be loaded: {error}",
            ) from error
        if not isinstance(theme, Theme):
            raise ThemeError(
                f"入口点 {point.name!r}（{point.value}）不是 Theme，而是 {type(theme).__name__}",
                f"entry point {point.name!r} ({point.value}) is no Theme but {type(theme).__name__}",
            )
        themes.append(theme)
    return tuple(themes)
