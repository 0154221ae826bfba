"""单元格类型: a kind of cell is a table with its class's name under “kind”; a choice also says what its words stand for.

The library's own kinds are known; those of an agency are found in the forms of the rulebooks at hand.
"""

from __future__ import annotations

import enum
import functools
import operator
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, Final, TypeVar

import attrs
from cattrs import BaseValidationError, Converter, StructureHandlerNotFoundError

from trafficlight import notice
from trafficlight._scheme import Scheme
from trafficlight.errors import InterchangeError
from trafficlight.interchange import _plain as plain
from trafficlight.interchange import _ratings as by_name
from trafficlight.interchange._classes import Reader, class_reader, class_writer, register_classes
from trafficlight.interchange._containers import origin_of, register_containers, register_others
from trafficlight.interchange._faults import TOO_DEEP, Misfit, expected, one_of, problems, unknown
from trafficlight.interchange._ratings import register_readers
from trafficlight.interchange._scalars import register_scalars
from trafficlight.model import _agency as agency
from trafficlight.model import _marks as marks
from trafficlight.model import _periods as period
from trafficlight.model import _units as units
from trafficlight.model._dates import Date
from trafficlight.model._forms import Column, Form, HeadingLine
from trafficlight.model._kinds import Choice, Items, Kind, OneUnit, ResponsibleUnits, Text, Units, Whole
from trafficlight.model._marks import Mark
from trafficlight.model._vocabulary import Progress
from trafficlight.notice import InvestmentProgress
from trafficlight.ranking import _orders as order
from trafficlight.ranking import _standings as standings
from trafficlight.ranking import _tallies as tallies
from trafficlight.ranking._count_table import MarkCount, Name
from trafficlight.rules import _entries as entry
from trafficlight.rules import _ratings as flags
from trafficlight.rules import _ratings as rating
from trafficlight.rules import _verdicts as clause
from trafficlight.rules import _verdicts as verdict
from trafficlight.rules._rulebooks import Rulebook, Rulebooks

_KINDS: Final[tuple[type[Any], ...]] = (
    Choice,
    Date,
    Items,
    MarkCount,
    Name,
    OneUnit,
    ResponsibleUnits,
    Text,
    Units,
    Whole,
)
_VALUES: Final[tuple[type[Any], ...]] = (bool, int, str, Mark, Progress, InvestmentProgress)
"""What the words of a choice may stand for."""


def _by_name(classes: Iterable[type[Any]]) -> dict[str, type[Any]]:
    """Classes by name; two of one name would be confused, so neither is known."""
    different = dict.fromkeys(classes)
    names = [cl.__name__ for cl in different]
    return {cl.__name__: cl for cl in different if names.count(cl.__name__) == 1}


def _forms_kinds(forms: Iterable[Form]) -> list[Any]:
    found = list(forms)
    return [
        *(column.kind for form in found for column in form.columns),
        *(line.kind for form in found for line in form.heading),
    ]


def register_kinds(converter: Converter, forms: Iterable[Form] = ()) -> None:
    """Teach a converter the kinds of cells: the library's own and those that the given forms use."""
    used = _forms_kinds(forms)
    choices = [kind for kind in used if isinstance(kind, Choice)]
    values = [type(value) for choice in choices for _, value in choice.vocabulary.words]
    known_kinds = _by_name((*_KINDS, *(type(kind) for kind in used if attrs.has(type(kind)))))
    known_values = _by_name((*_VALUES, *(cl for cl in values if issubclass(cl, enum.Enum))))
    readers: dict[Any, Reader] = {}

    def read(value: Any, into: Any) -> Any:
        if not isinstance(value, dict):
            raise expected("键值表", value)
        name = value.get("kind")
        if not isinstance(name, str) or name not in known_kinds:
            raise unknown("单元格类型（kind）", str(name), known_kinds)
        cl = known_kinds[name]
        wanted = origin_of(into)
        if wanted is not Kind and cl is not wanted:
            raise one_of([wanted.__name__], name)
        members = {key: member for key, member in value.items() if key != "kind"}
        return reader_of(cl, members)(members, cl)

    def reader_of(cl: type[Any], members: dict[str, Any]) -> Reader:
        if cl is not Choice:
            return made(cl)
        name = members.pop("values", None)
        if not isinstance(name, str) or name not in known_values:
            raise unknown("选项的值类型（values）", str(name), known_values)
        choice: Any = Choice
        return made(choice[known_values[name]])

    def made(cl: Any) -> Reader:
        if cl not in readers:
            readers[cl] = class_reader(converter, cl)
        return readers[cl]

    converter.register_structure_hook_func(lambda into: _is_kind(origin_of(into), known_kinds), read)


def _is_kind(into: Any, known: Mapping[str, type[Any]]) -> bool:
    return into is Kind or (isinstance(into, type) and known.get(into.__name__) is into)


def register_kind_writers(converter: Converter) -> None:
    """Teach a converter to write kinds, wherever a form holds one: also an agency's own that are attrs classes."""

    def write_kind(kind: Any) -> Any:
        """The kind itself where it cannot be written: it is refused later, with its place."""
        if not attrs.has(type(kind)):
            return kind
        members = class_writer(converter, type(kind))(kind)
        if isinstance(kind, Choice):
            values = _values_of(kind)
            if values is None:
                return kind
            members = {"values": values} | members
        return {"kind": type(kind).__name__} | members

    def write_with_kind(cl: type[Any]) -> Callable[[Any], dict[str, Any]]:
        write = class_writer(converter, cl)
        return lambda value: write(value) | {"kind": write_kind(value.kind)}

    for cl in (Column, HeadingLine):
        converter.register_unstructure_hook_func(partial(operator.is_, cl), write_with_kind(cl))
    converter.register_unstructure_hook_func(lambda into: into in _KINDS, write_kind)


def _values_of(choice: Choice[Any]) -> str | None:
    """What a choice's words stand for, by name; None when they stand for things of several types."""
    types = {type(value).__name__ for _, value in (*choice.vocabulary.words, *choice.vocabulary.aliases)} or {"str"}
    return types.pop() if len(types) == 1 else None


# --- 转换器 -----------------------------------------------------------------------------------------------------------

_NO_CODE: Final = frozenset(
    {
        agency.Agency,
        clause.Clause,
        entry.Origin,
        flags.Flag,
        marks.Mark,
        marks.Palette,
        marks.Tally,
        order.Order,
        order.Reason,
        period.Quarter,
        period.Week,
        period.WorkCalendar,
        rating.Determination,
        rating.Explanation,
        standings.Standings,
        tallies.Tallies,
        notice.AssessmentIndicator,
        notice.AuditProject,
        notice.Investment,
        notice.KeyWorkItem,
        notice.MutualHelpItem,
        notice.Reform,
        notice.ThreeFirstsTask,
        notice.UpwardFunding,
        units.Board,
        units.Person,
        units.Responsibility,
        units.Roster,
        units.Unit,
        verdict.Verdict,
    }
)
"""Values that are read the same whatever the rulebooks are; their readers are made once."""


def strict() -> Converter:
    """A fresh converter: strict scalars and containers, attrs classes without a key more."""
    converter = Converter(detailed_validation=True, forbid_extra_keys=True)
    register_others(converter)
    register_scalars(converter)
    register_containers(converter)
    register_classes(converter)
    return converter


@functools.cache
def without_code() -> Converter:
    """The converter that writes everything, and reads all that holds no code."""
    converter = strict()
    register_kinds(converter)
    register_kind_writers(converter)
    by_name.register_writers(converter)
    by_name.refuse(converter)
    return converter


def reading(rulebooks: Rulebooks | None) -> Converter:
    """The converter that reads with these rulebooks."""
    common = without_code()
    if rulebooks is None:
        return common
    converter = strict()
    register_kinds(converter, [theme.form for book in rulebooks.editions for theme in book])
    register_readers(converter, rulebooks)

    def made_once(into: Any) -> Reader:
        return common.get_structure_hook(into)

    converter.register_structure_hook_factory(lambda into: origin_of(into) in _NO_CODE, made_once)
    return converter


# --- JSON ----------------------------------------------------------------------------------------------------------

T = TypeVar("T")


def _written(value: object) -> Any:
    try:
        return without_code().unstructure(value)
    except RecursionError as error:
        raise InterchangeError("JSON", [(plain.ROOT, TOO_DEEP)]) from error


def unstructure(value: object) -> Any:
    """A value as plain data: tables (`dict`), lists, texts, numbers, `None`: what any JSON writer takes.

    Raises `InterchangeError` with each place that JSON cannot hold: a number that is none, half a character, an object
    of a class that is neither attrs nor a plain type.
    """
    data = _written(value)
    plain.check(data)
    return data


def to_json(value: object, *, indent: int | None = None) -> str:
    """A value as JSON text, the same for equal values in every process; Chinese stays readable.

    Raises `InterchangeError` as `unstructure` does.
    """
    return plain.dumps(_written(value), indent=indent)


def structure(
    type_: type[T],
    data: object,
    *,
    scheme: Scheme | None = None,
    rulebooks: Rulebooks | Rulebook | None = None,
    source: str = "JSON",
) -> T:
    """Plain data as a value of `type_`, which may be `tuple[Rating[Any], ...]` or `dict[str, Standings]` as well.

    What refers to rules (ratings, entries, themes, rulebooks, schemes) is read with the rulebooks in which they stand:
    those given, else the scheme's. An entry whose record type is named, `Entry[KeyWorkItem]`, needs none.
    Raises `InterchangeError` with all faults at once; `source` is what it calls the data.
    """
    if rulebooks is None and scheme is not None:
        rulebooks = scheme.rulebooks
    if isinstance(rulebooks, Rulebook):
        rulebooks = Rulebooks((rulebooks,))
    try:
        return reading(rulebooks).structure(data, type_)
    except (Misfit, BaseValidationError, StructureHandlerNotFoundError) as error:
        raise InterchangeError(source, problems(error, plain.ROOT)) from error


def from_json(
    type_: type[T],
    text: str | bytes,
    *,
    scheme: Scheme | None = None,
    rulebooks: Rulebooks | Rulebook | None = None,
    source: str = "JSON",
) -> T:
    """JSON text (bytes are UTF-8) as a value of `type_`; for the rest as `structure`.

    Raises `InterchangeError`, also for text that is no JSON, with its line and column, and for a key that stands twice.
    """
    data = plain.loads(text, source=source)
    return structure(type_, data, scheme=scheme, rulebooks=rulebooks, source=source)
