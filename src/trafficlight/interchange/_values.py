"""值: every attrs class is written as a table of its fields; a few values, and faults, have a shape of their own."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from types import NoneType
from typing import Any, Final, TypeVar, get_args, get_type_hints

import attrs
from attrs import evolve, frozen
from cattrs import Converter, override
from cattrs.gen import make_dict_structure_fn

from trafficlight.errors import AmbiguousTheme, CellFault, Fault, FileFault, HeaderFault, InternalFault, MissingTheme
from trafficlight.errors._base import told
from trafficlight.interchange._joint_units import register_units
from trafficlight.interchange._misfits import Misfit, expected, one_of, table_of
from trafficlight.interchange._plain_types import (
    Colour,
    Filled,
    Reader,
    is_,
    is_words,
    origin_of,
    read_text,
    union_members,
)
from trafficlight.interchange._plain_types import Count as Number
from trafficlight.messages import Words, both, portable
from trafficlight.model._agency import Parameter
from trafficlight.model._boards import Board
from trafficlight.model._checks import IN_MEMORY
from trafficlight.model._marks import Mark, Tally
from trafficlight.model._periods import HalfYear, Month, Period, Quarter, Span, Week, Year, period_of_key
from trafficlight.model._units import Unit
from trafficlight.ranking._orders import Count, Criterion, Order, Points
from trafficlight.ranking._tallies import Tallies
from trafficlight.rules._verdicts import Clause


@frozen
class _Counted:
    """One mark of a tally, whole, since no palette may be at hand where it is read."""

    key: Filled
    label: Filled
    colour: Colour
    count: Number


_DEMANDS: Final[dict[type[Any], dict[str, Any]]] = {
    Mark: {"key": Filled, "label": Filled, "colour": Colour},
    Board: {"key": Filled, "title": Filled},
    Clause: {"id": Filled, "words": Filled},
    Parameter: {"name": Filled},
}
"""Fields that take less than their type says, so that the fault is reported at the field."""


def class_reader(converter: Converter, into: Any, special: dict[str, Reader] | None = None) -> Reader:
    """A strict reader of an attrs class: unknown keys are refused, each fault is at its field. `special` reads some fields."""
    cl = origin_of(into)
    demands = {name: converter.get_structure_hook(kind) for name, kind in _DEMANDS.get(cl, {}).items()}
    overrides: dict[str, Any] = {name: override(struct_hook=hook) for name, hook in (demands | (special or {})).items()}
    overrides |= {at.name: override(omit=True) for at in attrs.fields(cl) if at.metadata == IN_MEMORY}
    try:
        # linecache would keep every reader for good
        generated: Reader = make_dict_structure_fn(
            into, converter, _cattrs_use_linecache=False, _cattrs_use_alias=True, **overrides
        )
    except NameError as error:  # an annotation that only its own module can resolve
        raise Misfit(
            f"{cl.__name__} 的类型注解无法解析（{error}）",
            f"the annotations of {cl.__name__} cannot be resolved ({error})",
        ) from error

    return lambda value, _: generated(table_of(value), into)


def _any_class_reader(into: Any, converter: Converter) -> Reader:
    arguments = get_args(into) or getattr(into, "__parameters__", ())
    if any(argument is Any or isinstance(argument, TypeVar) for argument in arguments):
        name = origin_of(into).__name__
        raise Misfit(f"请写明 {name} 里是什么，如 {name}[Unit]", f"say what {name} holds, as in {name}[Unit]")
    return class_reader(converter, into)


def class_writer(cl: type[Any], converter: Converter) -> Callable[[Any], dict[str, Any]]:
    """A writer that goes by the class of each value, not by the declared type, so that nothing of a subclass is lost."""
    fields = [at for at in attrs.fields(cl) if at.init and at.metadata != IN_MEMORY]
    plain, named = converter.unstructure, partial(_write_named, converter=converter)
    told = field_types(cl)
    names = [(at.alias or at.name, at.name, named if _holds_union(told.get(at.name)) else plain) for at in fields]

    def write(value: Any) -> dict[str, Any]:
        return {key: write_one(getattr(value, name)) for key, name, write_one in names}

    return write


def field_types(cl: type[Any]) -> dict[str, Any]:
    """The types of a class's fields; none where only its own module can resolve them."""
    try:
        return get_type_hints(cl)
    except NameError:  # it is refused when read
        return {}


def _is_told_apart(into: Any) -> bool:
    """Whether a type is a union whose members are written differently: texts, lists, and tables of attrs classes."""
    members = [one for one in union_members(into) if one is not NoneType]
    return len(members) > 1 and all(
        one is str or origin_of(one) is Sequence or attrs.has(origin_of(one)) for one in members
    )


def classes_of(into: Any) -> dict[str, Any]:
    """The attrs classes, two or more, of which a value may be one, by name; none where the type is no such union."""
    classes = [one for one in union_members(into) if attrs.has(origin_of(one))] if _is_told_apart(into) else []
    return {origin_of(one).__name__: one for one in classes} if len(classes) > 1 else {}


def _holds_union(into: Any) -> bool:
    return bool(classes_of(into)) or any(_holds_union(one) for one in get_args(into))


def _write_named(value: Any, converter: Converter) -> Any:
    """A value that may be of several classes: its class stands beside its fields."""
    if isinstance(value, (list, tuple)):
        return [_write_named(one, converter) for one in value]
    written = converter.unstructure(value)
    return {"kind": type(value).__name__} | written if attrs.has(type(value)) and isinstance(written, dict) else written


def _read_told_apart(value: Any, into: Any, converter: Converter) -> Any:
    members = union_members(into)
    if value is None and NoneType in members:
        return None
    if str in members and (isinstance(value, str) or is_words(value)):
        return read_text(value)
    lists = [one for one in members if origin_of(one) is Sequence]
    if lists and isinstance(value, (list, tuple)):
        return converter.structure(value, lists[0])
    tables = [one for one in members if attrs.has(origin_of(one))]
    if not tables or not isinstance(value, dict):
        names = [("文字", "a text")] * (str in members) + [("列表", "a list")] * bool(lists)
        names += [("键值表", "a table")] * bool(tables)
        raise expected("或".join(zh for zh, _ in names), " or ".join(en for _, en in names), value)
    if len(tables) == 1:
        return converter.structure(value, tables[0])
    classes, table = classes_of(into), dict(value)
    name = table.pop("kind", None)
    if name not in classes:
        raise one_of(classes, name)
    return converter.structure(table, classes[name])


@frozen
class _Scored:
    """A tally with a sum of scores; one without is the list of its counts alone."""

    counts: tuple[_Counted, ...]
    score: Decimal


def _scored(shape: _Scored) -> Tally:
    try:
        return evolve(_tally(shape.counts), score=shape.score)
    except ValueError as error:
        words = told(error)
        raise Misfit(words, words.en) from error


def _tally(rows: tuple[_Counted, ...]) -> Tally:
    pairs = [(Mark(row.key, row.label, row.colour), row.count) for row in rows]
    if len({mark for mark, _ in pairs}) != len(pairs):
        raise Misfit("同一个标识出现不止一次", "a mark stands more than once")
    return Tally(pairs)


def _write_tally(tally: Tally) -> Any:
    counts = [
        {"key": mark.key, "label": mark.label, "colour": mark.colour, "count": count} for mark, count in tally.counts
    ]
    return {"counts": counts, "score": str(tally.score)} if tally.has_score else counts


@frozen
class _Order:
    criteria: tuple[Criterion, ...]
    words: str = ""


def _order(shape: _Order) -> Order:
    if not shape.criteria:
        raise Misfit("排序规则（criteria）至少有一条", "an order needs at least one criterion (criteria)")
    return Order(*shape.criteria, words=shape.words)


@frozen
class _Parameter:
    """A parameter; a decimal number stands by itself, since a text is a value as well."""

    name: Filled
    since: dt.date
    value: str | bool | int | None = None
    number: Decimal | None = None
    clause: str = ""


def _parameter(shape: _Parameter) -> Parameter:
    value = shape.value if shape.number is None else shape.number
    if value is None:
        raise Misfit("缺少取值（value 或 number）", "it has no value (value or number)")
    return Parameter(shape.name, value, shape.since, shape.clause)


def _parameter_shape(one: Parameter) -> _Parameter:
    if isinstance(one.value, Decimal):
        return _Parameter(Filled(one.name), one.since, number=one.value, clause=one.clause)
    return _Parameter(Filled(one.name), one.since, one.value, clause=one.clause)


@frozen
class _TalliesRow:
    unit: Unit
    tally: Tally


@frozen
class _Tallies:
    rows: tuple[_TalliesRow, ...]


def _tallies(shape: _Tallies) -> Tallies:
    units = [row.unit.name for row in shape.rows]
    twice = "、".join(name for name in dict.fromkeys(units) if units.count(name) > 1)
    if twice:
        raise Misfit(f"单位出现不止一次：{twice}", f"units stand more than once: {twice}")
    return Tallies((row.unit, row.tally) for row in shape.rows)


SHAPES: Final[dict[type[Any], tuple[Any, ...]]] = {
    Tally: (_Counted, _Scored),
    Order: (_Order,),
    Parameter: (_Parameter,),
    Tallies: (_Tallies,),
}
"""Classes that are written in a shape of their own, with the tables of it."""

PERIODS: Final = {
    Week: ("周，如 2023W39", "a week such as 2023W39"),
    Month: ("月，如 2023M09", "a month such as 2023M09"),
    Quarter: ("季度，如 2023Q3", "a quarter such as 2023Q3"),
    HalfYear: ("半年，如 2023H2", "a half year such as 2023H2"),
    Year: ("年度，如 2023", "a year such as 2023"),
    Span: ("时段，如 2023-07-01/2023-09-15", "a span such as 2023-07-01/2023-09-15"),
}


def _period(kind: Any, value: Any) -> Any:
    """A period by its key; the date of a Monday, as weeks were written before, is a week."""
    zh, en = PERIODS.get(kind, ("期间，如 2023Q3、2023M09、2023W39", "a period such as 2023Q3, 2023M09, 2023W39"))
    if not isinstance(value, str):
        raise expected(zh, en, value)
    with contextlib.suppress(ValueError):
        period = period_of_key(value) if kind is Period else kind.parse(value)
        if period.key == value:  # full-width digits are no others
            return period
    with contextlib.suppress(ValueError):
        if kind is Week:
            return Week(dt.date.fromisoformat(value))
    raise expected(zh, en, value)


_KINDS: Final[dict[str, type[Fault]]] = {
    one.kind: one for one in (Fault, FileFault, MissingTheme, InternalFault, HeaderFault, AmbiguousTheme, CellFault)
}
_SAID: Final = {"title": re.compile("专题“(.+?)”"), "code": re.compile(r"代码 (\S+?)）")}
"""What version 1 of the format says in the message alone."""
_TEXTS: Final = ("expected", "header")
"""Texts of a fault that are written in both languages, or as null where they are empty."""


@frozen
class FaultTable:
    """来件错误的键: a fault as it is written."""

    kind: str
    file: str
    message: str
    sheet: str | None = None
    row: int | None = None
    column: int | None = None
    cell: str | None = None
    header: str | None = None
    value: Any = None
    expected: str | None = None
    nearest: str | None = None
    candidates: tuple[str, ...] | None = None
    theme: str = ""
    title: str = ""
    steward: str = ""
    code: str = ""

    def fault(self) -> Fault:
        """The fault. Version 1 of the format has its words in Chinese alone: those that a class finds itself are said anew."""
        cl = _KINDS[self.kind]
        own = {at.name: at for at in attrs.fields(cl)}
        given = {name: value for name in own if (value := getattr(self, name)) is not None}
        for name, pattern in _SAID.items():
            told = pattern.search(self.message) if name in own and not given[name] else None
            given |= {name: told[1]} if told else {}
        if not isinstance(self.message, Words) and own["message"].default is not attrs.NOTHING:
            del given["message"]
        missing = [name for name, at in own.items() if at.default is attrs.NOTHING and name not in {*given, "value"}]
        if missing:
            raise Misfit(f"缺少 {'、'.join(missing)}", f"it lacks {', '.join(missing)}")
        return cl(**({"value": None} if "value" in own else {}) | given)


def _both(text: str) -> Any:
    """A text as it stands, in both languages where it has them."""
    if isinstance(text, Words):
        return both(text, text.en)
    return portable(text) if text else None


def _register_faults(converter: Converter) -> None:
    def write(fault: Fault) -> dict[str, Any]:
        written = fault.to_data() | {name: _both(getattr(fault, name, "")) for name in _TEXTS}
        own = (at.name for at in attrs.fields(type(fault)))
        return written | {name: getattr(fault, name) for name in own if name not in written}

    def read(value: Any, into: Any) -> Fault:
        if isinstance(value, dict):  # null is what is written of an empty text; without the key nothing is said of it
            value = value | {name: "" for name in _TEXTS if name in value and value[name] is None}
        table = converter.structure(value, FaultTable)
        allowed = [kind for kind, cl in _KINDS.items() if issubclass(cl, origin_of(into))]
        if table.kind not in allowed:
            raise one_of(allowed, table.kind)
        return table.fault()

    def is_fault(cl: Any) -> bool:
        return isinstance(cl, type) and issubclass(cl, Fault)

    converter.register_unstructure_hook_func(is_fault, write)
    converter.register_structure_hook_func(is_fault, read)


def register_values(converter: Converter) -> None:
    """Make a converter read and write attrs classes, those with a shape of their own, and faults."""
    converter.register_structure_hook_factory(lambda into: attrs.has(origin_of(into)), _any_class_reader)
    converter.register_unstructure_hook_factory(attrs.has, class_writer)
    converter.register_structure_hook_func(_is_told_apart, partial(_read_told_apart, converter=converter))

    def shaped(cl: type[Any], shape: Any, make: Callable[[Any], Any], write: Callable[[Any], Any]) -> None:
        converter.register_structure_hook_func(is_(cl), lambda value, _: make(converter.structure(value, shape)))
        converter.register_unstructure_hook_func(is_(cl), write)

    def tally(value: Any, _into: Any) -> Tally:
        if isinstance(value, dict):
            return _scored(converter.structure(value, _Scored))
        return _tally(converter.structure(value, tuple[_Counted, ...]))

    def criterion(value: Any, _into: Any) -> Criterion:
        kind: Any = Points if isinstance(value, dict) and "label" in value else Count
        made: Criterion = converter.structure(value, kind)
        return made

    def is_foreign_criterion(cl: Any) -> bool:
        members = ("label", "better", "value")
        return cl not in (Count, Points) and isinstance(cl, type) and all(hasattr(cl, name) for name in members)

    # code cannot be stored: a criterion of an agency is left as it is, and refused with its place
    converter.register_unstructure_hook_func(is_foreign_criterion, lambda criterion: criterion)

    write = converter.unstructure
    shaped(Unit, Filled, Unit, lambda unit: unit.name)
    register_units(converter)
    converter.register_structure_hook_func(is_(Tally), tally)
    converter.register_unstructure_hook_func(is_(Tally), _write_tally)
    converter.register_structure_hook_func(is_(Criterion), criterion)
    shaped(Order, _Order, _order, lambda order: write(_Order(order.criteria, order.words)))
    shaped(Parameter, _Parameter, _parameter, lambda one: write(_parameter_shape(one)))
    shaped(Tallies, _Tallies, _tallies, lambda all_: write(_Tallies(tuple(_TalliesRow(*row) for row in all_.rows))))
    converter.register_structure_hook_func(
        lambda into: into in (Period, *PERIODS), lambda value, into: _period(into, value)
    )
    converter.register_unstructure_hook_func(lambda into: into in PERIODS, lambda period: period.key)
    _register_faults(converter)
