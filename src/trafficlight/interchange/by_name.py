"""按名引用: what holds code travels by name: a theme as its key, a rulebook as its id and date."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, get_args

from attrs import frozen
from cattrs import Converter

from trafficlight.interchange.classes import Reader
from trafficlight.interchange.containers import origin_of
from trafficlight.interchange.faults import Misfit
from trafficlight.model.agency import Agency
from trafficlight.model.marks import Palette
from trafficlight.ranking.count_table import CountWords
from trafficlight.ranking.order import Order
from trafficlight.ranking.standings import Ties
from trafficlight.rules.entry import Entry
from trafficlight.rules.rating import Rating
from trafficlight.rules.rulebook import Rulebook, Rulebooks
from trafficlight.rules.theme import Theme
from trafficlight.scheme import Scheme

NEEDS_RULEBOOKS: Final = "规则是代码，JSON 里只有名称：请以 scheme= 或 rulebooks= 给出规则集"


@frozen
class SchemeShape:
    """A scheme without its code."""

    agency: Agency
    rulebooks: Rulebooks
    order: Order
    palette: Palette
    ties: Ties
    count_words: CountWords
    counted: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, scheme: Scheme) -> SchemeShape:
        """The shape of a scheme."""
        counted = dict(scheme.counted)
        return cls(
            scheme.agency,
            scheme.rulebooks,
            scheme.order,
            scheme.palette,
            scheme.ties,
            scheme.count_words,
            counted,
        )

    def scheme(self) -> Scheme:
        """The scheme of the shape."""
        return Scheme(
            self.agency,
            self.rulebooks,
            self.order,
            self.palette,
            self.ties,
            self.count_words,
            self.counted,
        )


def is_(cl: type[Any]) -> Callable[[Any], bool]:
    """Whether a type is this class, with or without arguments."""
    return lambda into: origin_of(into) is cl


def record_type(into: Any) -> type[Any] | None:
    """The R of `Entry[R]` or `Rating[R]`, None when it is not named."""
    return next((argument for argument in get_args(into) if isinstance(argument, type) and argument is not Any), None)


def register_writers(converter: Converter) -> None:
    """Teach a converter to write themes by key and rulebooks by edition."""
    writers: tuple[tuple[type[Any], Callable[[Any], Any]], ...] = (
        (Theme, lambda theme: theme.key),
        (Rulebook, lambda book: converter.unstructure(book.edition)),
        (Rulebooks, lambda books: [converter.unstructure(book.edition) for book in books.editions]),
        (Scheme, lambda scheme: converter.unstructure(SchemeShape.of(scheme))),
    )
    for cl, write in writers:
        converter.register_unstructure_hook_func(is_(cl), write)


def refuse(converter: Converter) -> None:
    """Without rulebooks nothing that refers to code can be read; an entry can whose record type is named."""

    def factory(_into: Any) -> Reader:
        raise Misfit(NEEDS_RULEBOOKS)

    for cl in (Rating, Theme, Rulebook, Rulebooks, Scheme):
        converter.register_structure_hook_factory(is_(cl), factory)
    converter.register_structure_hook_factory(lambda into: is_(Entry)(into) and record_type(into) is None, factory)
