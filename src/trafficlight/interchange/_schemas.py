"""JSON Schema (2020-12): what a stored document and a hand-in look like, for hosts and validators of other languages.

A schema says the shape; what only a reader can tell (that a theme is known, that words do not clash) stays with the reader.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import NoneType
from typing import Any, Final, Literal, NewType, TypeAlias, TypeVar, get_args

import attrs

from trafficlight._scheme import Scheme
from trafficlight.errors import Fault
from trafficlight.interchange._by_name import is_kind
from trafficlight.interchange._joint_units import UNITS, PartedUnits
from trafficlight.interchange._plain_types import (
    LISTS,
    Colour,
    Count,
    Filled,
    is_enum,
    origin_of,
    union_members,
    words_of,
)
from trafficlight.interchange._texts import FORMAT
from trafficlight.interchange._values import PERIODS, SHAPES, FaultTable, classes_of, field_types
from trafficlight.model._checks import IN_MEMORY
from trafficlight.model._forms import Column, Form
from trafficlight.model._kinds import filling_of
from trafficlight.model._marks import Tally
from trafficlight.model._periods import Period
from trafficlight.model._units import Unit
from trafficlight.ranking._orders import Count as CountOf
from trafficlight.ranking._orders import Criterion, Points
from trafficlight.rules._entries import Entry
from trafficlight.rules._explanations import Edition
from trafficlight.rules._rated import Rating
from trafficlight.rules._rulebooks import AnyTheme, Rulebook, Rulebooks
from trafficlight.rules._themes import Theme
from trafficlight.rules._verdicts import Consequence

Schema: TypeAlias = dict[str, Any]
"""A JSON Schema as plain data."""

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_TEXT: Final[Schema] = {
    "anyOf": [
        {"type": "string"},
        {
            "type": "object",
            "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
            "required": ["zh", "en"],
            "additionalProperties": False,
        },
    ]
}
"""A text, or one in Chinese and English."""
_FILLED: Final[Schema] = {"type": "string", "pattern": r"\S"}
_PLAIN: Final[dict[Any, Schema]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    NoneType: {"type": "null"},
    dt.date: {"type": "string", "format": "date"},
    dt.time: {"type": "string", "pattern": r"^\d\d:\d\d"},
    dt.datetime: {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d"},
    Decimal: {"type": "string", "pattern": r"^-?\d+(\.\d+)?(E[+-]?\d+)?$"},
    Filled: _FILLED,
    Colour: {"type": "string", "pattern": "^[0-9A-F]{6}$"},
    Count: {"type": "integer", "minimum": 0},
    Unit: _FILLED,
    Theme: _FILLED,
    Consequence: _FILLED,
    **{period: {"type": "string", "pattern": r"^\d{4}"} for period in (Period, *PERIODS)},
}
"""What each plain type, and each value that is written as one, looks like."""


def json_schema(type_: Any, *, scheme: Scheme | None = None) -> Schema:
    """JSON 模式 of the documents that `to_json` writes of a type: `tuple[Entry[Any], ...]`, `Ratings`, `tuple[Fault, ...]`.

    With a scheme, entries and ratings hold the records of its themes, those of all editions.

    >>> json_schema(int)["properties"]["value"]
    {'type': 'integer'}
    """
    drawn = _Schemas(scheme)
    value = drawn.of(type_)
    return {
        "$schema": _DIALECT,
        "type": "object",
        "properties": {"trafficlight": {"const": FORMAT}, "value": value},
        "required": ["trafficlight", "value"],
        "additionalProperties": False,
        **({"$defs": dict(sorted(drawn.definitions.items()))} if drawn.definitions else {}),
    }


class _Schemas:
    """The schemas of types; each class stands once among the definitions."""

    def __init__(self, scheme: Scheme | None) -> None:
        self.definitions: dict[str, Schema] = {}
        books = () if scheme is None else scheme.rulebooks.editions
        self._themes: list[AnyTheme] = [theme for book in books for theme in book]

    def of(self, into: Any) -> Schema:
        """The schema of a type; of one that says nothing, any value."""
        origin = origin_of(into)
        if origin in _PLAIN:
            return dict(_PLAIN[origin])
        if origin is str:
            return self._defined("Text", lambda: dict(_TEXT))
        if isinstance(into, NewType):
            return self.of(into.__supertype__)
        if is_enum(origin):
            return {"enum": list(words_of(origin))}
        if origin is Literal:
            return {"enum": list(get_args(into))}
        return self._composed(into, origin)

    def _composed(self, into: Any, origin: Any) -> Schema:
        if union_members(into):
            named = classes_of(into)
            return {
                "anyOf": [self._named(one) if one in named.values() else self.of(one) for one in union_members(into)]
            }
        if origin in LISTS:
            plain = self._list(origin, get_args(into))
            return {"anyOf": [plain, self.of(PartedUnits)]} if into == UNITS else plain
        if isinstance(origin, type) and issubclass(origin, Mapping) and not attrs.has(origin):
            values = (get_args(into) or (str, Any))[1]
            return {"type": "object", "additionalProperties": self.of(values)}
        return self._value(into, origin)

    def _value(self, into: Any, origin: Any) -> Schema:
        if origin in (Entry, Rating) and self._themes:
            return {"oneOf": [self._with_record(origin, theme) for theme in self._different()]}
        if origin is Rulebook:
            return self.of(Edition)
        if origin is Rulebooks:
            return {"type": "array", "items": self.of(Edition)}
        if origin is Criterion:
            return {"anyOf": [self.of(CountOf), self.of(Points)]}
        if origin is Tally:
            counted, scored = SHAPES[Tally]
            return {"anyOf": [{"type": "array", "items": self.of(counted)}, self.of(scored)]}
        if origin in SHAPES:
            return self.of(SHAPES[origin][0])
        if isinstance(origin, type) and issubclass(origin, Fault):
            return self.of(FaultTable)
        if is_kind(origin):
            return {"type": "object", "properties": {"kind": _FILLED}, "required": ["kind"]}
        return self._defined(origin.__name__.lstrip("_"), lambda: self._class(origin)) if attrs.has(origin) else {}

    def _list(self, origin: Any, kinds: tuple[Any, ...]) -> Schema:
        if origin is tuple and kinds and kinds[1:] != (...,):
            return {
                "type": "array",
                "prefixItems": [self.of(kind) for kind in kinds],
                "items": False,
                "minItems": len(kinds),
            }
        items = self.of(kinds[0]) if kinds and not isinstance(kinds[0], TypeVar) else {}
        return {"type": "array", "items": items} if items else {"type": "array"}

    def _named(self, kind: Any) -> Schema:
        """One of several classes: its class stands beside its fields."""
        made = self._class(origin_of(kind))
        made["properties"] = {"kind": {"const": origin_of(kind).__name__}, **made["properties"]}
        return made | {"required": ["kind", *made.get("required", [])]}

    def _different(self) -> Iterable[AnyTheme]:
        """The themes whose records look different, by key."""
        return {(theme.key, theme.record): theme for theme in self._themes}.values()

    def _with_record(self, origin: Any, theme: AnyTheme) -> Schema:
        name = f"{origin.__name__}.{theme.key}"

        def made() -> Schema:
            table = self._class(origin)
            record = self.of(theme.record)
            none = [{"type": "null"}] if origin is Rating else []
            table["properties"]["theme"] = {"const": theme.key}
            table["properties"]["record"] = {"anyOf": [record, *none]} if none else record
            return table

        return self._defined(name, made)

    def _defined(self, name: str, make: Any) -> Schema:
        if name not in self.definitions:
            self.definitions[name] = {}  # a class inside itself
            self.definitions[name] = make()
        return {"$ref": f"#/$defs/{name}"}

    def _class(self, cl: Any) -> Schema:
        told = field_types(cl)
        fields = [field for field in attrs.fields(cl) if field.init and field.metadata != IN_MEMORY]
        named = {field.alias or field.name: field for field in fields}
        required = [name for name, field in named.items() if field.default is attrs.NOTHING]
        made: Schema = {
            "type": "object",
            "properties": {name: self.of(told.get(field.name, Any)) for name, field in named.items()},
            "additionalProperties": False,
        }
        return made | ({"required": required} if required else {})


def hand_in_schema(forms: Mapping[str, Form]) -> Schema:
    """JSON 报送的模式: tables that `sheets.read` takes and `sheets.to_json` writes, for forms by a name of each (a theme's key).

    A cell is a text, or a number where the kind reads one; a cell that takes one of some words names them.
    """
    tables = {name: _table(form) for name, form in forms.items()}
    return {
        "$schema": _DIALECT,
        "type": "object",
        "properties": {
            "tables": {"type": "array", "items": {"anyOf": [{"$ref": f"#/$defs/{name}"} for name in tables]}}
        },
        "required": ["tables"],
        "$defs": tables,
    }


def _table(form: Form) -> Schema:
    heading = {line.label: {"type": ["string", "null"]} for line in form.heading}
    return {
        "type": "object",
        "title": "".join(form.title.split()),
        "properties": {
            "title": {"type": "string"},
            **({"heading": {"type": "object", "properties": heading}} if heading else {}),
            "columns": {"type": "array", "items": {"type": "string"}},
            "rows": {"type": "array", "items": _row(form)},
        },
        "required": ["title", "rows"],
        "additionalProperties": False,
    }


def _row(form: Form) -> Schema:
    return {
        "type": "object",
        "properties": {column.label: _cell(column, form) for column in form.columns},
        "required": [column.label for column in form.columns if column.required],
        "additionalProperties": False,
    }


def _cell(column: Column, form: Form) -> Schema:
    if column.is_line_label:
        return {"enum": list(form.lines)}
    filling = filling_of(column.kind)
    blank: list[Any] = [] if column.required and len(form.lines) == 1 else [None]
    if filling.words and filling.other_words == "refused":
        return {"enum": [*filling.words, *blank]}
    types = ["integer" if column.is_serial else "string", *(["null"] if blank else [])]
    if filling.bounds is not None and filling.bounds.of in ("whole", "decimal"):
        ends = {"minimum": filling.bounds.least, "maximum": filling.bounds.most}
        number = "integer" if filling.bounds.of == "whole" else "number"
        bounds = {key: _plain(bound) for key, bound in ends.items() if isinstance(bound, Decimal)}
        return {"type": [number, *types], **bounds}
    return {"type": types}


def _plain(bound: Decimal) -> int | float:
    return int(bound) if bound == int(bound) else float(bound)
