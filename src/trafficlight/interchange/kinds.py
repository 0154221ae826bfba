"""单元格类型: a kind of cell is a table with its class's name under “kind”; a choice also says what its words stand for.

The library's own kinds are known; those of an agency are found in the forms of the rulebooks at hand.
"""

from __future__ import annotations

import enum
import operator
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, Final

import attrs
from cattrs import Converter

from trafficlight.interchange.classes import Reader, class_reader, class_writer
from trafficlight.interchange.containers import origin_of
from trafficlight.interchange.faults import expected, one_of, unknown
from trafficlight.model.dates import Date
from trafficlight.model.form import Column, Form, HeadingLine
from trafficlight.model.kinds import Choice, Items, Kind, OneUnit, ResponsibleUnits, Text, Units, Whole
from trafficlight.model.marks import Mark
from trafficlight.model.progress import Progress
from trafficlight.ranking.count_table import MarkCount, Name
from trafficlight.rules.themes import InvestmentProgress

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
