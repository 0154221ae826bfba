"""登记: lets Hypothesis find the library's strategies for its types, by the entry point group “hypothesis”.

Hypothesis calls `register` when it is itself imported, so nothing here is built before a test asks for it.
Internal: only Hypothesis imports it.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from types import ModuleType
from typing import Any, Final, cast, get_origin

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from trafficlight import model, notice, ranking, rules
from trafficlight._scheme import Scheme
from trafficlight.model import Kind, Period
from trafficlight.ranking import Criterion

PACKAGES: Final = (model, rules, ranking, notice)
_PROTOCOLS: Final = (Kind, Period, Criterion)


def nouns() -> Iterator[type]:
    """The public types that are registered: the attrs classes of the stream's packages, and the protocols between them."""
    yield from (*_PROTOCOLS, Scheme)
    for package in PACKAGES:
        yield from dict.fromkeys(
            value for value in vars(package).values() if isinstance(value, type) and attrs.has(value)
        )


def register() -> None:
    """Make `st.from_type(Mark)`, and so `st.builds` of what takes a mark, draw values that the library accepts."""
    for noun in dict.fromkeys(nouns()):
        st.register_type_strategy(cast("type[Any]", noun), _strategy)


def _strategy(noun: type) -> SearchStrategy[Any]:
    # looked up when drawn: the hook may run while `trafficlight.testing` is still being imported
    known: ModuleType = importlib.import_module("trafficlight.testing._nouns")
    kind: type = get_origin(noun) or noun
    drawn = known.NOUNS.get(kind)
    return _by_annotations(kind) if drawn is None else cast("SearchStrategy[Any]", drawn())


def _by_annotations(kind: Any) -> SearchStrategy[Any]:
    """A strategy for what no rule of ours narrows: the fields that must be given, by their annotations."""
    needed = [at for at in attrs.fields(attrs.resolve_types(kind)) if at.init and at.default is attrs.NOTHING]
    return st.builds(kind, **{at.alias or at.name: st.from_type(cast("type[Any]", at.type)) for at in needed})
