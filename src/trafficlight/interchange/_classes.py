"""attrs 类: every attrs class is a table under the names of its fields; a few values have a shape of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Final, TypeVar, get_args

import attrs
from attrs import frozen
from cattrs import Converter, override
from cattrs.gen import make_dict_structure_fn

from trafficlight.interchange._containers import origin_of
from trafficlight.interchange._faults import Misfit, expected
from trafficlight.interchange._scalars import Filled, read_colour, read_filled, whole_from
from trafficlight.model._marks import Mark, Tally
from trafficlight.model._periods import Quarter, Week
from trafficlight.model._units import Board, Unit
from trafficlight.ranking._orders import Criterion, Order
from trafficlight.ranking._tallies import Tallies

Reader = Callable[[Any, Any], Any]


@frozen
class _Counted:
    """One mark of a tally, whole, since no palette may be at hand where it is read."""

    key: Filled
    label: Filled
    colour: str
    count: int


_DEMANDS: Final[dict[type[Any], dict[str, Reader]]] = {
    Mark: {"key": read_filled, "label": read_filled, "colour": read_colour},
    Board: {"key": read_filled, "title": read_filled},
    _Counted: {"colour": read_colour, "count": whole_from(0)},
}
"""Fields that demand more than their type says, so that the fault is found at the field."""


def class_reader(converter: Converter, into: Any, special: dict[str, Reader] | None = None) -> Reader:
    """A strict reader of an attrs class: no key more, each fault at its field. `special` reads some fields its own way."""
    cl = origin_of(into)
    hooks = _DEMANDS.get(cl, {}) | (special or {})
    overrides: dict[str, Any] = {name: override(struct_hook=hook) for name, hook in hooks.items()}
    try:
        generated: Callable[[Any, Any], Any] = make_dict_structure_fn(
            into,
            converter,
            _cattrs_forbid_extra_keys=True,
            _cattrs_detailed_validation=True,
            _cattrs_use_alias=True,
            _cattrs_use_linecache=False,  # it would keep every reader for good
            **overrides,
        )
    except NameError as error:  # an annotation that only its own module can resolve
        raise Misfit(f"{cl.__name__} 的类型注解无法解析（{error}）") from error

    def read(value: Any, _into: Any) -> Any:
        if not isinstance(value, dict):
            raise expected("键值表", value)
        return generated(value, into)

    return read


def class_writer(converter: Converter, cl: type[Any]) -> Callable[[Any], dict[str, Any]]:
    """Write each field by the class of its value, not by the declared one, so that nothing of a subclass is lost."""
    names = [(field.alias or field.name, field.name) for field in attrs.fields(cl) if field.init]

    def write(value: Any) -> dict[str, Any]:
        return {key: converter.unstructure(getattr(value, name)) for key, name in names}

    return write


def _reader_factory(converter: Converter) -> Callable[[Any], Reader]:
    def factory(into: Any) -> Reader:
        open_ones = [
            one
            for one in get_args(into) or getattr(into, "__parameters__", ())
            if one is Any or isinstance(one, TypeVar)
        ]
        if open_ones:
            name = origin_of(into).__name__
            raise Misfit(f"请写明 {name} 里是什么，如 {name}[Unit]")
        return class_reader(converter, into)

    return factory


# --- values with a shape of their own -----------------------------------------------------------------------------------


def _tally(rows: tuple[_Counted, ...]) -> Tally:
    pairs = [(Mark(row.key, row.label, row.colour), row.count) for row in rows]
    if len({mark for mark, _ in pairs}) != len(pairs):
        raise Misfit("同一个标识出现不止一次")
    return Tally(pairs)


@frozen
class _Order:
    criteria: tuple[Criterion, ...]
    words: str = ""


def _order(shape: _Order) -> Order:
    if not shape.criteria:
        raise Misfit("排序规则（criteria）至少有一条")
    return Order(*shape.criteria, words=shape.words)


@frozen
class _TalliesRow:
    unit: Unit
    tally: Tally


@frozen
class _Tallies:
    rows: tuple[_TalliesRow, ...]


def _tallies(shape: _Tallies) -> Tallies:
    units = [row.unit.name for row in shape.rows]
    twice = [name for name in dict.fromkeys(units) if units.count(name) > 1]
    if twice:
        raise Misfit(f"单位出现不止一次：{'、'.join(twice)}")
    return Tallies((row.unit, row.tally) for row in shape.rows)


_QUARTER: Final = "季度，如 2023Q3"


def _week(value: Any, into: Any, read_date: Reader) -> Week:
    monday = read_date(value, into)
    if monday.weekday() != 0:
        raise expected("某个星期一的日期", value)
    return Week(monday)


def _quarter(value: Any, _into: Any) -> Quarter:
    try:
        quarter = Quarter.parse(value)
    except (TypeError, ValueError) as error:
        raise expected(_QUARTER, value) from error
    if quarter.key != value:  # full-width digits
        raise expected(_QUARTER, value)
    return quarter


def register_classes(converter: Converter) -> None:
    """Teach a fresh converter attrs classes, then those with a shape of their own."""
    converter.register_structure_hook_factory(lambda into: attrs.has(origin_of(into)), _reader_factory(converter))
    converter.register_unstructure_hook_factory(attrs.has, lambda cl: class_writer(converter, cl))

    def exactly(cl: type[Any], read: Reader, write: Callable[[Any], Any]) -> None:
        converter.register_structure_hook_func(lambda into: into is cl, read)
        converter.register_unstructure_hook_func(lambda into: into is cl, write)

    def shaped(cl: type[Any], shape: Any, make: Callable[[Any], Any], write: Callable[[Any], Any]) -> None:
        exactly(cl, lambda value, _: make(converter.structure(value, shape)), write)

    read_date = converter.get_structure_hook(dt.date)
    exactly(Unit, lambda value, _: Unit(read_filled(value)), lambda unit: unit.name)
    exactly(Quarter, _quarter, lambda quarter: quarter.key)
    exactly(Week, lambda value, into: _week(value, into, read_date), lambda week: week.monday.isoformat())
    shaped(
        Tally,
        tuple[_Counted, ...],
        _tally,
        lambda tally: [
            {"key": mark.key, "label": mark.label, "colour": mark.colour, "count": count}
            for mark, count in tally.counts
        ],
    )
    shaped(
        Order,
        _Order,
        _order,
        lambda order: {"criteria": converter.unstructure(order.criteria), "words": order.words},
    )
    shaped(
        Tallies,
        _Tallies,
        _tallies,
        lambda tallies: {
            "rows": [{"unit": unit.name, "tally": converter.unstructure(tally)} for unit, tally in tallies.rows]
        },
    )
