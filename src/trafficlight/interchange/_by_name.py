"""按名引用: what holds code travels by name: a theme as its key, a rulebook as its id and date, a kind of cell as its class.

Names are looked up in the rulebooks that the caller passes to `structure`. A context variable holds them while that call
runs, so that one converter, whose readers are made once, serves every caller and every thread.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, get_args

import attrs
from cattrs import Converter

from trafficlight._scheme import Scheme
from trafficlight.errors import ThemeError
from trafficlight.interchange._misfits import Misfit, expected, one_of, table_of, unknown
from trafficlight.interchange._plain_types import Reader, Texts, is_, origin_of, read_text
from trafficlight.interchange._stored_ratings import as_rated
from trafficlight.interchange._values import class_reader, class_writer
from trafficlight.messages import Words
from trafficlight.model._dates import Date
from trafficlight.model._forms import Form
from trafficlight.model._kinds import Choice, Items, Kind, OneUnit, ResponsibleUnits, Text, Units, YesNo
from trafficlight.model._marks import Mark
from trafficlight.model._numbers import Number, Percentage, Serial, Whole
from trafficlight.model._vocabulary import Progress
from trafficlight.notice import InvestmentProgress, PlannedItems, WonItems
from trafficlight.ranking._count_table import MarkCount, Measured, Name
from trafficlight.ranking._standings import Placed
from trafficlight.rules._entries import Entry, Origin
from trafficlight.rules._explanations import Edition
from trafficlight.rules._history import Earlier
from trafficlight.rules._rated import Rating, Rows
from trafficlight.rules._ratings import Ratings
from trafficlight.rules._rulebooks import AnyTheme, Rulebook, Rulebooks
from trafficlight.rules._themes import Theme
from trafficlight.rules._verdicts import Consequence, Verdict

_KINDS: Final = (
    *(Choice, Date, Items, MarkCount, Measured, Name, Number, OneUnit, Percentage, PlannedItems, ResponsibleUnits),
    *(Serial, Text, Units, Whole, WonItems, YesNo),
)
_VALUES: Final = (bool, int, str, Mark, Progress, InvestmentProgress)
"""Types of the values that the words of a choice stand for."""

_NEED_RULEBOOKS: Final = (Rating, Ratings, Theme, Rulebook, Rulebooks, Scheme)
_PAIRED: Final = {"counted": dict[str, tuple[str, ...]], "words": dict[str, Texts]}  # held as pairs
_THEME: Final = Words("主题", "theme")
_CONSEQUENCE: Final = Words("处置", "consequence")


def _by_class(classes: Iterable[type[Any]]) -> dict[str, type[Any]]:
    """Classes by name; of two with the same name neither is known."""
    different = dict.fromkeys(classes)
    names = [cl.__name__ for cl in different]
    return {cl.__name__: cl for cl in different if names.count(cl.__name__) == 1}


class AtHand:
    """What may be referred to by name in one call; without rulebooks nothing that holds rules can be read.

    With a `scheme`, ratings are checked against its palettes, and decisions against the leaders who may sign off.
    """

    def __init__(self, rulebooks: Rulebooks | None, scheme: Scheme | None = None) -> None:
        self.scheme = scheme
        self._books = None if rulebooks is None else {book.id: book for book in rulebooks.editions}
        self._columns: dict[Any, Any] = {}

    def check(self, into: Any) -> None:
        """Raise `Misfit` for a type that needs rulebooks when there are none, whether or not the data hold such a value."""
        if origin_of(into) in _NEED_RULEBOOKS or (origin_of(into) is Entry and _record_type(into) is None):
            self.books  # noqa: B018  # raises
        for argument in get_args(into):
            self.check(argument)

    @property
    def books(self) -> dict[str, Rulebook]:
        """The rulebooks by id. Raises `Misfit` when there are none."""
        if self._books is None:
            raise Misfit(
                "规则是代码，JSON 里只有名称：请以 scheme= 或 rulebooks= 给出规则集",
                "rules are code, and JSON has their names alone: pass rulebooks with scheme= or rulebooks=",
            )
        return self._books

    @functools.cached_property
    def themes(self) -> list[AnyTheme]:
        """The different themes of all rulebooks."""
        found: list[AnyTheme] = []
        for book in self.books.values():
            found.extend(theme for theme in book if theme not in found)
        return found

    def shared(self, columns: Any) -> Any:
        """The columns of an origin: all rows of a sheet share theirs, as when they were read from it."""
        return self._columns.setdefault(columns, columns)

    @functools.cached_property
    def _used(self) -> list[Any]:
        forms: list[Form] = [theme.form for book in (self._books or {}).values() for theme in book]
        return [
            *(column.kind for form in forms for column in form.columns),
            *(line.kind for form in forms for line in form.heading),
        ]

    @functools.cached_property
    def kinds(self) -> dict[str, type[Any]]:
        """The kinds of cell by name: the library's own, and those that the rulebooks' forms use."""
        return _by_class((*_KINDS, *(type(kind) for kind in self._used if attrs.has(type(kind)))))

    @functools.cached_property
    def values(self) -> dict[str, type[Any]]:
        """Types of the values that the words of a choice stand for, by name."""
        choices = [kind for kind in self._used if isinstance(kind, Choice)]
        types = [type(value) for choice in choices for _, value in choice.vocabulary.words]
        return _by_class((*_VALUES, *(cl for cl in types if issubclass(cl, enum.Enum))))


_AT_HAND: Final[ContextVar[AtHand]] = ContextVar("at_hand")


@contextmanager
def having(at_hand: AtHand) -> Iterator[None]:
    """Read with these names at hand."""
    token = _AT_HAND.set(at_hand)
    try:
        yield
    finally:
        _AT_HAND.reset(token)


def is_kind(cl: Any) -> bool:
    """Whether a class is a kind of cell."""
    return cl is Kind or (isinstance(cl, type) and attrs.has(cl) and hasattr(cl, "parse") and hasattr(cl, "show"))


def _write_kind(kind: Any, converter: Converter) -> Any:
    """A kind as a table; unchanged if its values are of several types, so that it is refused later, with its place."""
    table = {"kind": type(kind).__name__}
    if isinstance(kind, Choice):
        words = (*kind.vocabulary.words, *kind.vocabulary.aliases)
        types = {type(value).__name__ for _, value in words} or {"str"}
        if len(types) > 1:
            return kind
        table["values"] = types.pop()
    return table | class_writer(type(kind), converter)(kind)


def register_names(converter: Converter) -> None:
    """Make a converter write what holds code by name, and look it up by name when it reads."""
    write, write_if = converter.unstructure, converter.register_unstructure_hook_func
    write_scheme = class_writer(Scheme, converter)
    write_if(is_kind, functools.partial(_write_kind, converter=converter))
    write_if(
        is_(Scheme),
        lambda scheme: write_scheme(scheme) | {name: write(dict(getattr(scheme, name))) for name in _PAIRED},
    )
    write_if(is_(Theme), lambda theme: theme.key)
    write_if(is_(Consequence), lambda consequence: consequence.title)
    write_if(is_(Rulebook), lambda book: write(book.edition))
    write_if(lambda cl: cl in (Rows, Placed), lambda rows: [write(row) for row in rows])
    write_if(is_(Rulebooks), lambda books: [write(book) for book in books.editions])

    names = _Names(converter)
    hooks: dict[type[Any], Reader] = {
        Verdict: names.verdict,
        Rulebook: names.rulebook,
        Rulebooks: names.rulebooks,
        Theme: names.theme,
        Scheme: names.scheme,
        Rating: names.rating,
        Entry: names.entry,
        Origin: names.origin,
    }
    converter.register_structure_hook_factory(
        lambda into: origin_of(into) in hooks, lambda into: hooks[origin_of(into)]
    )
    converter.register_structure_hook_func(lambda into: is_kind(origin_of(into)), names.kind)


def _record_type(into: Any) -> type[Any] | None:
    """The R of `Entry[R]` or `Rating[R]`, None when it is not named."""
    return next((argument for argument in get_args(into) if isinstance(argument, type) and argument is not Any), None)


def _or_misfit(read: Reader) -> Reader:
    """A reader of a field that was looked up before: where nothing was found, a `Misfit` stands in its place, which it raises."""

    def found(value: Any, into: Any) -> Any:
        if isinstance(value, Misfit):
            raise value
        return read(value, into)

    return found


def _one_edition(key: str, zh: str, en: str) -> Misfit:
    return Misfit(
        f"主题“{key}”{zh}：请以 rulebooks= 只给出一部规则集",
        f"the theme “{key}” {en}: pass one rulebook alone with rulebooks=",
    )


def _nothing(value: Any, _into: Any) -> tuple[()]:
    if value:
        raise Misfit("往期只能随评定一起读取", "earlier periods can be read with their rating alone")
    return ()


class _Names:
    """Readers of what is written by name.

    A name is looked up before the fields of its table are read, so that an unknown name is reported at its field, together
    with the faults of other fields. The readers of fields are made once for each type of record.
    """

    def __init__(self, converter: Converter) -> None:
        structure, read_date = converter.structure, converter.get_structure_hook(dt.date)
        read_columns = converter.get_structure_hook(tuple[tuple[str, str, int], ...])
        read_theme = _or_misfit(lambda value, _: value if isinstance(value, Theme) else read_text(value))
        special: dict[type[Any], dict[str, Reader]] = {
            Edition: {
                name: _or_misfit(read)
                for name, read in (("id", read_text), ("effective", read_date), ("digest", read_text))
            },
            Entry: {"theme": read_theme},
            Origin: {"columns": lambda value, into: _AT_HAND.get().shared(read_columns(value, into))},
            Rating: {
                "theme": read_theme,
                "edition": self.edition,
                "consequences": _or_misfit(lambda value, _: tuple(value)),
            },
            Verdict: {"earlier": _nothing},
            Scheme: {name: converter.get_structure_hook(kind) for name, kind in _PAIRED.items()},
        }

        def make(into: Any) -> Reader:
            fields = dict(special.get(origin_of(into), {}))
            if get_args(into) == (Any,):  # the record's type is not known, since the theme is at fault
                fields["record"] = lambda value, _: value
            elif origin_of(into) is Rating:
                earlier = converter.get_structure_hook(tuple[Earlier[get_args(into)], ...])  # type: ignore[misc]  # of a type that is read
                fields["verdict"] = class_reader(converter, Verdict, {"earlier": earlier})
            return class_reader(converter, into, fields)

        self._structure = structure
        self._read: Callable[[Any], Reader] = functools.cache(make)

    def origin(self, value: Any, into: Any) -> Any:
        """An origin whose columns are shared by all rows of its sheet."""
        return self._read(Origin)(value, into)

    def verdict(self, value: Any, into: Any) -> Any:
        """A verdict by itself; earlier periods in it can only be read within a rating, whose theme tells their records."""
        return self._read(Verdict)(value, into)

    def scheme(self, value: Any, into: Any) -> Any:
        _AT_HAND.get().books  # noqa: B018  # raises without any
        return self._read(Scheme)(value, into)

    def edition(self, value: Any, into: Any) -> Any:
        """The edition of a rulebook at hand, with the date from which that is in force."""
        books, table = _AT_HAND.get().books, table_of(value)
        id, date = table.get("id"), table.get("effective")
        if isinstance(id, str) and id not in books:
            table = table | {"id": unknown(Words("规则集", "rulebook"), id, books)}
        elif isinstance(id, str) and table.get("digest") not in (None, "", books[id].edition.digest):
            digest = books[id].edition.digest
            misfit = expected(
                f"规则集“{id}”的内容摘要 {digest}", f"the digest {digest} of rulebook “{id}”", table["digest"]
            )
            table = table | {"digest": misfit}
        elif isinstance(id, str) and "effective" in table and date != books[id].effective.isoformat():
            in_force = books[id].effective.isoformat()
            misfit = expected(f"规则集“{id}”的施行日期 {in_force}", f"the date {in_force} of rulebook “{id}”", date)
            table = table | {"effective": misfit}
        return self._read(Edition)(table, into)

    def rulebook(self, value: Any, into: Any) -> Rulebook:
        return _AT_HAND.get().books[self.edition(value, into).id]

    def rulebooks(self, value: Any, _into: Any) -> Rulebooks:
        _AT_HAND.get().books  # noqa: B018  # raises without any
        books = self._structure(value, tuple[Rulebook, ...])
        try:
            return Rulebooks(books)
        except ThemeError as error:  # none at all, or one of them twice
            told = "expected at least one rulebook, and none twice"
            raise Misfit(f"应有至少一部规则集，且不重复（{error}）", told) from error

    def theme(self, value: Any, _into: Any) -> AnyTheme:
        """The theme of a key, if all rulebooks mean the same by it."""
        at_hand = _AT_HAND.get()
        themes, key = at_hand.themes, read_text(value)
        found = [theme for theme in themes if theme.key == key]
        if not found:
            raise unknown(_THEME, key, dict.fromkeys(theme.key for theme in themes))
        if len(found) > 1:
            raise _one_edition(key, "在各规则集中不同", "differs between the rulebooks")
        return found[0]

    def rating(self, value: Any, into: Any) -> Any:
        """A rating: the rulebook of its edition has its theme, and the theme says the type of its record."""
        books, table = _AT_HAND.get().books, table_of(value)
        edition, key, wanted = table.get("edition"), table.get("theme"), _record_type(into)
        id = edition.get("id") if isinstance(edition, dict) else None
        record: Any = Any
        if isinstance(key, str) and isinstance(id, str) and id in books:
            theme = next((theme for theme in books[id] if theme.key == key), None)
            found: Any = theme or unknown(_THEME, key, [theme.key for theme in books[id]])
            record = theme.record if theme else Any
            if theme and wanted and not issubclass(record, wanted):
                names = record.__name__, wanted.__name__
                found = Misfit(
                    f"主题“{key}”的记录是 {names[0]}，而不是 {names[1]}",
                    f"the records of theme “{key}” are {names[0]}, not {names[1]}",
                )
            table = table | {"theme": found}
            if theme:
                table = table | {"consequences": self._consequences(theme, table.get("consequences", []))}
        return as_rated(self._read(Rating[record])(table, into), _AT_HAND.get().scheme)

    @staticmethod
    def _consequences(theme: AnyTheme, titles: Any) -> Any:
        """The theme's consequences of these titles; a `Misfit` where there is no such list."""
        known = {one.title: one for one in theme.consequences}
        if not isinstance(titles, list) or not all(isinstance(title, str) for title in titles):
            return expected("处置名称的列表", "a list of titles of consequences", titles)
        strange = next((title for title in titles if title not in known), None)
        return [known[title] for title in titles] if strange is None else unknown(_CONSEQUENCE, strange, known)

    def entry(self, value: Any, into: Any) -> Any:
        """An entry; its theme says the type of its record, unless the caller named it."""
        record: Any = _record_type(into)
        if record is not None:
            return self._read(Entry[record])(value, into)
        themes, table = _AT_HAND.get().themes, table_of(value)
        key = table.get("theme")
        types = list(dict.fromkeys(theme.record for theme in themes if theme.key == key))
        if isinstance(key, str) and len(types) != 1:
            misfit = (
                _one_edition(key, "的记录类型在各规则集中不同", "has other records in another rulebook")
                if types
                else unknown(_THEME, key, dict.fromkeys(theme.key for theme in themes))
            )
            table = table | {"theme": misfit}
        record = types[0] if len(types) == 1 else Any
        return self._read(Entry[record])(table, into)

    def kind(self, value: Any, into: Any) -> Any:
        """A kind of cell: the library's own, or one that a form of the rulebooks uses."""
        at_hand, table = _AT_HAND.get(), dict(table_of(value))
        name, wanted = table.pop("kind", None), origin_of(into)
        if not isinstance(name, str) or name not in at_hand.kinds:
            raise unknown(Words("单元格类型（kind）", "kind of cell (kind)"), str(name), at_hand.kinds)
        cl: Any = at_hand.kinds[name]
        if wanted is not Kind and cl is not wanted:
            raise one_of([wanted.__name__], name)
        if cl is Choice:
            values = table.pop("values", None)
            if not isinstance(values, str) or values not in at_hand.values:
                raise unknown(Words("选项的值类型（values）", "type of choices (values)"), str(values), at_hand.values)
            cl = cl[at_hand.values[values]]
        return self._read(cl)(table, into)
