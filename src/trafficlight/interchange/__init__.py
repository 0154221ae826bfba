"""交换: values ↔ JSON, and an agency from its TOML file."""

from __future__ import annotations

import functools
from typing import Any, Literal, TypeAlias, TypeVar

from cattrs import BaseValidationError, Converter

from trafficlight._scheme import Scheme
from trafficlight.errors import InterchangeError, WrongValue
from trafficlight.interchange import _texts
from trafficlight.interchange._by_name import AtHand, having, register_names
from trafficlight.interchange._misfits import TOO_DEEP, Misfit, problems
from trafficlight.interchange._plain_types import plain_converter
from trafficlight.interchange._schemas import hand_in_schema, json_schema
from trafficlight.interchange._texts import Migration, named, opened
from trafficlight.interchange._toml_files import load_agency, loads_agency, read_determinations
from trafficlight.interchange._values import register_values
from trafficlight.model._checks import check_kind
from trafficlight.rules._rulebooks import Rulebook, Rulebooks

__all__ = [
    "Migration",
    "UnknownKeys",
    "from_json",
    "hand_in_schema",
    "json_schema",
    "load_agency",
    "loads_agency",
    "read_determinations",
    "structure",
    "to_json",
    "unstructure",
]

UnknownKeys: TypeAlias = Literal["refused", "ignored"]
"""未知的键: what becomes of keys that a class does not have, as a newer program may have written them."""

_T = TypeVar("_T")


@functools.cache
def _converter(*, ignore_unknown: bool = False) -> Converter:
    """The converter, one for each answer to unknown keys; its readers are made when first needed."""
    converter = plain_converter(ignore_unknown=ignore_unknown)
    register_values(converter)
    register_names(converter)
    return converter


def _written(value: object) -> Any:
    try:
        return _converter().unstructure(value)
    except RecursionError as error:
        raise InterchangeError("JSON", [(_texts.ROOT, TOO_DEEP)]) from error


def unstructure(value: object) -> Any:
    """A value as plain data: tables (`dict`), lists, texts, numbers, `None`: what any JSON writer takes.

    Raises `InterchangeError` with each place that JSON cannot hold: a number that is none, half a character, an object
    of a class that is neither attrs nor a plain type.
    """
    data = _written(value)
    _texts.dumps(data)
    return data


def to_json(value: object, *, indent: int | None = None) -> str:
    """A value as a JSON document, the same for equal values in every process; Chinese stays readable.

    The document names the version of its format beside the value: `{"trafficlight":2,"value":…}`.
    Raises `InterchangeError` as `unstructure` does.
    """
    data = _written(value)
    try:
        return _texts.dumps(named(data), indent=indent)
    except InterchangeError:
        _texts.dumps(data)  # raises with the places within the value
        raise


def structure(
    type_: type[_T],
    data: object,
    *,
    scheme: Scheme | None = None,
    rulebooks: Rulebooks | Rulebook | None = None,
    source: str = "JSON",
    unknown_keys: UnknownKeys = "refused",
) -> _T:
    """Plain data as a value of `type_`, which may be `tuple[Rating[Any], ...]` or `dict[str, Standings]` as well.

    What refers to rules (ratings, entries, themes, rulebooks, schemes) is read with the rulebooks in which they stand:
    those given, else the scheme's. An entry whose record type is named, `Entry[KeyWorkItem]`, needs none.
    `unknown_keys` says whether keys that a class does not have are faults or passed over.
    Raises `InterchangeError` with all faults at once; `source` is what it calls the data.
    """
    return _structured(type_, data, _texts.ROOT, scheme, rulebooks, source, unknown_keys)


def _structured(
    type_: type[_T],
    data: object,
    root: str,
    scheme: Scheme | None,
    rulebooks: Rulebooks | Rulebook | None,
    source: str,
    unknown_keys: UnknownKeys,
) -> _T:
    if unknown_keys not in ("refused", "ignored"):
        raise WrongValue(
            f"unknown_keys 应为 'refused' 或 'ignored'，而不是 {unknown_keys!r}",
            f"unknown_keys is 'refused' or 'ignored', not {unknown_keys!r}",
        )
    check_kind("from_json: scheme=", scheme, Scheme, optional=True)
    if rulebooks is None and scheme is not None:
        rulebooks = scheme.all_rulebooks
    if isinstance(rulebooks, Rulebook):
        rulebooks = Rulebooks((rulebooks,))
    try:
        at_hand = AtHand(rulebooks, scheme)
        at_hand.check(type_)
        with having(at_hand):
            return _converter(ignore_unknown=unknown_keys == "ignored").structure(data, type_)
    except (Misfit, BaseValidationError) as error:
        raise InterchangeError(source, problems(error, root)) from error


def from_json(
    type_: type[_T],
    text: str | bytes,
    *,
    scheme: Scheme | None = None,
    rulebooks: Rulebooks | Rulebook | None = None,
    source: str = "JSON",
    unknown_keys: UnknownKeys = "refused",
    migrate: Migration | None = None,
) -> _T:
    """A JSON document, or a bare value as version 1 wrote it, as a value of `type_`; bytes are UTF-8. For the rest as `structure`.

    `migrate(data, version)` may bring the plain data of an older document, or of an older record of your own, to today's
    shape before it is read.
    Raises `InterchangeError`, also for text that is no JSON, with its line and column, and for a key that stands twice.
    """
    data = _texts.loads(text, source=source)
    value, root = opened(data, source, migrate)
    return _structured(type_, value, root, scheme, rulebooks, source, unknown_keys)
