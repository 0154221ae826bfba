"""按名引用: what holds code travels by name: a theme as its key, a rulebook as its id and date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Final, get_args

from attrs import evolve, frozen
from cattrs import Converter

from trafficlight._scheme import Scheme
from trafficlight.errors import ThemeError, UnknownBoard, UnknownTheme
from trafficlight.interchange._classes import Reader, class_reader
from trafficlight.interchange._containers import origin_of
from trafficlight.interchange._faults import Misfit, expected, unknown
from trafficlight.interchange._scalars import read_text
from trafficlight.model._agency import Agency
from trafficlight.model._marks import Palette
from trafficlight.ranking._count_table import CountWords
from trafficlight.ranking._orders import Order
from trafficlight.ranking._standings import Ties
from trafficlight.rules._entries import Entry, Origin
from trafficlight.rules._ratings import Edition, Rating
from trafficlight.rules._rulebooks import AnyTheme, Rulebook, Rulebooks
from trafficlight.rules._themes import Theme

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


# --- 评定与条目 ---------------------------------------------------------------------------------------------------------


def register_readers(converter: Converter, rulebooks: Rulebooks) -> None:
    """Teach a fresh converter what refers to code, and to find it in these rulebooks."""
    readers = _Readers(converter, rulebooks)
    hooks: tuple[tuple[type[Any], Callable[[Any], Reader]], ...] = (
        (Rulebook, lambda _: readers.rulebook),
        (Rulebooks, lambda _: readers.rulebooks),
        (Theme, lambda _: readers.any_theme),
        (Scheme, lambda _: readers.scheme),
        (Rating, readers.rating),
        (Entry, readers.entry),
    )
    for cl, factory in hooks:
        converter.register_structure_hook_factory(is_(cl), factory)


class _Readers:
    def __init__(self, converter: Converter, rulebooks: Rulebooks) -> None:
        self._converter = converter
        self._books = {book.id: book for book in rulebooks.editions}
        self._made: dict[Any, Reader] = {}
        self._columns: dict[Any, Any] = {}

    def _once(self, key: Any, make: Callable[[], Reader]) -> Reader:
        """A reader, made when first needed."""
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    # --- rulebooks and schemes

    def _edition(self, book: Rulebook | None) -> Reader:
        """Reads the edition of a rulebook that was found by id, or says that there is none."""
        read_date = self._converter.get_structure_hook(dt.date)

        def id_(value: Any, _into: Any) -> str:
            id: str = read_text(value)
            if id not in self._books:
                raise unknown("规则集", id, self._books)
            return id

        def effective(value: Any, into: Any) -> dt.date:
            date: dt.date = read_date(value, into)
            if book is not None and date != book.effective:
                raise expected(f"规则集“{book.id}”的施行日期 {book.effective.isoformat()}", value)
            return date

        return class_reader(self._converter, Edition, {"id": id_, "effective": effective})

    def _edition_of(self, value: Any) -> tuple[Rulebook | None, Reader]:
        id = value.get("id") if isinstance(value, dict) else None
        book = self._books.get(id) if isinstance(id, str) else None
        return book, self._once((Edition, book and book.id), lambda: self._edition(book))

    def rulebook(self, value: Any, _into: Any) -> Rulebook:
        _, read = self._edition_of(value)
        edition: Edition = read(value, Edition)
        return self._books[edition.id]

    def rulebooks(self, value: Any, _into: Any) -> Rulebooks:
        books: tuple[Rulebook, ...] = self._converter.structure(value, tuple[Rulebook, ...])
        try:
            return Rulebooks(books)
        except ThemeError as error:  # none at all, or one of them twice
            raise Misfit(f"应有至少一部规则集，且不重复（{error}）") from error

    def scheme(self, value: Any, _into: Any) -> Scheme:
        shape: SchemeShape = self._converter.structure(value, SchemeShape)
        try:
            return shape.scheme()
        except (UnknownBoard, UnknownTheme) as error:
            raise Misfit(f"counted：{error}") from error
        except ValueError as error:  # an order over marks that the palette lacks
            raise Misfit(f"排序规则计数的标识都应在标识体系中（{error}）") from error

    # --- themes

    def _themes(self, key: str) -> list[AnyTheme]:
        """The different themes of that key in all rulebooks."""
        found: list[AnyTheme] = []
        for book in self._books.values():
            found.extend(theme for theme in book if theme.key == key and theme not in found)
        return found

    def any_theme(self, value: Any, _into: Any) -> AnyTheme:
        key: str = read_text(value)
        found = self._themes(key)
        if not found:
            raise unknown("主题", key, dict.fromkeys(theme.key for book in self._books.values() for theme in book))
        if len(found) > 1:
            raise Misfit(f"主题“{key}”在各规则集中不同：请以 rulebooks= 只给出一部规则集")
        return found[0]

    def _theme_hook(self, theme: AnyTheme | None, book: Rulebook | None, wanted: type[Any] | None) -> Reader:
        """Checks the key for which `theme` was found, or says what is wrong with it."""

        def read(value: Any, _into: Any) -> Any:
            key: str = read_text(value)
            if theme is None:
                known = {each.key for each in book} if book else {key}  # without a rulebook its own fault is enough
                if key not in known:
                    raise unknown("主题", key, [each.key for each in book or ()])
                return key
            if wanted is not None and not issubclass(theme.record, wanted):
                raise Misfit(f"主题“{key}”的记录是 {theme.record.__name__}，而不是 {wanted.__name__}")
            return theme

        return read

    # --- ratings

    def rating(self, into: Any) -> Reader:
        wanted = record_type(into)

        def read(value: Any, _into: Any) -> Rating[Any]:
            members = value if isinstance(value, dict) else {}
            book, _ = self._edition_of(members.get("edition"))
            key = members.get("theme")
            theme = next((each for each in book if each.key == key), None) if book else None
            reader = self._once((into, book and book.id, theme and key), lambda: self._rating(theme, book, wanted))
            rating: Rating[Any] = reader(value, Rating)
            return rating

        return read

    def _rating(self, theme: AnyTheme | None, book: Rulebook | None, wanted: type[Any] | None) -> Reader:
        hooks = {
            "theme": self._theme_hook(theme, book, wanted),
            "edition": self._edition(book),
            "record": _or_none(self._record(None if theme is None else theme.record)),
            "origin": self._origin,
        }
        return class_reader(self._converter, Rating[Any], hooks)

    def _record(self, record: type[Any] | None) -> Reader:
        if record is None:
            return lambda value, _: value  # its type is not known, since the theme is at fault
        read = self._converter.get_structure_hook(record)
        return lambda value, _: read(value, record)

    def _origin(self, value: Any, _into: Any) -> Origin | None:
        """An origin whose columns are shared by all rows of its sheet, as the reader of sheets makes them."""
        origin: Origin | None = self._converter.structure(value, Origin | None)  # type: ignore[arg-type]  # a union is a type at run time
        if origin is None:
            return None
        return evolve(origin, columns=self._columns.setdefault(origin.columns, origin.columns))

    # --- entries

    def entry(self, into: Any) -> Reader:
        wanted = record_type(into)
        if wanted is not None:
            return self._entry(wanted, None)

        def read(value: Any, _into: Any) -> Entry[Any]:
            key = value.get("theme") if isinstance(value, dict) else None
            key = key if isinstance(key, str) else None
            found = self._themes(key) if key is not None else []
            types = list(dict.fromkeys(theme.record for theme in found))
            record = types[0] if len(types) == 1 else None
            reader = self._once((Entry, key), lambda: self._entry(record, len(types)))
            entry: Entry[Any] = reader(value, Entry)
            return entry

        return read

    def _entry(self, record: type[Any] | None, types: int | None) -> Reader:
        def theme(value: Any, _into: Any) -> str:
            key: str = read_text(value)
            if types == 0:
                raise unknown("主题", key, dict.fromkeys(each.key for book in self._books.values() for each in book))
            if types is not None and types > 1:
                raise Misfit(f"主题“{key}”的记录类型在各规则集中不同：请以 rulebooks= 只给出一部规则集")
            return key

        hooks = {"theme": theme, "record": self._record(record), "origin": self._origin}
        return class_reader(self._converter, Entry[Any], hooks)


def _or_none(read: Reader) -> Reader:
    return lambda value, into: None if value is None else read(value, into)
