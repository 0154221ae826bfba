"""交换: values ↔ JSON, and an agency from its TOML file."""

from __future__ import annotations

import functools
from typing import Any, TypeVar

from cattrs import BaseValidationError, Converter

from trafficlight._scheme import Scheme
from trafficlight.errors import InterchangeError
from trafficlight.interchange import _json_text
from trafficlight.interchange._agency_file import load_agency, loads_agency
from trafficlight.interchange._by_name import AtHand, having, register_names
from trafficlight.interchange._determination_file import read_determinations
from trafficlight.interchange._misfits import TOO_DEEP, Misfit, problems
from trafficlight.interchange._plain_types import plain_converter
from trafficlight.interchange._values import register_values
from trafficlight.rules._rulebooks import Rulebook, Rulebooks

__all__ = ["from_json", "load_agency", "loads_agency", "read_determinations", "structure", "to_json", "unstructure"]

_T = TypeVar("_T")


@functools.cache
def _converter() -> Converter:
    """The one converter; its readers are made when first needed."""
    converter = plain_converter()
    register_values(converter)
    register_names(converter)
    return converter


def _written(value: object) -> Any:
    try:
        return _converter().unstructure(value)
    except RecursionError as error:
        raise InterchangeError("JSON", [(_json_text.ROOT, TOO_DEEP)]) from error


def unstructure(value: object) -> Any:
    """A value as plain data: tables (`dict`), lists, texts, numbers, `None`: what any JSON writer takes.

    Raises `InterchangeError` with each place that JSON cannot hold: a number that is none, half a character, an object
    of a class that is neither attrs nor a plain type.
    """
    data = _written(value)
    _json_text.dumps(data)
    return data


def to_json(value: object, *, indent: int | None = None) -> str:
    """A value as JSON text, the same for equal values in every process; Chinese stays readable.

    Raises `InterchangeError` as `unstructure` does.
    """
    return _json_text.dumps(_written(value), indent=indent)


def structure(
    type_: type[_T],
    data: object,
    *,
    scheme: Scheme | None = None,
    rulebooks: Rulebooks | Rulebook | None = None,
    source: str = "JSON",
) -> _T:
    """Plain data as a value of `type_`, which may be `tuple[Rating[Any], ...]` or `dict[str, Standings]` as well.

    What refers to rules (ratings, entries, themes, rulebooks, schemes) is read with the rulebooks in which they stand:
    those given, else the scheme's. An entry whose record type is named, `Entry[KeyWorkItem]`, needs none.
    Raises `InterchangeError` with all faults at once; `source` is what it calls the data.
    """
    if rulebooks is None and scheme is not None:
        rulebooks = scheme.all_rulebooks
    if isinstance(rulebooks, Rulebook):
        rulebooks = Rulebooks((rulebooks,))
    try:
        at_hand = AtHand(rulebooks)
        at_hand.check(type_)
        with having(at_hand):
            return _converter().structure(data, type_)
    except (Misfit, BaseValidationError) as error:
        raise InterchangeError(source, problems(error, _json_text.ROOT)) from error


def from_json(
    type_: type[_T],
    text: str | bytes,
    *,
    scheme: Scheme | None = None,
    rulebooks: Rulebooks | Rulebook | None = None,
    source: str = "JSON",
) -> _T:
    """JSON text (bytes are UTF-8) as a value of `type_`; for the rest as `structure`.

    Raises `InterchangeError`, also for text that is no JSON, with its line and column, and for a key that stands twice.
    """
    data = _json_text.loads(text, source=source)
    return structure(type_, data, scheme=scheme, rulebooks=rulebooks, source=source)
