"""参数与版本: an edition of the rules for each day from which a figure changes; what is stated and read by nobody is a fault."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from attrs import evolve, field, frozen

from trafficlight.errors import AgencyFileError
from trafficlight.messages import Words
from trafficlight.model._agency import Parameter, ParameterValue
from trafficlight.model._checks import few
from trafficlight.model._field_types import typed
from trafficlight.model._vocabulary import nearest
from trafficlight.rules._rulebooks import Rulebook, Rulebooks

_FILE = Words("参数", "parameters")


@frozen(field_transformer=typed)
class Parameters(Mapping[str, ParameterValue]):
    """一版的参数: the figures in force on a day, by name, as a rulebook's factory reads them.

    A name that is not stated, has no value yet on the day, or has one of another type, is an `AgencyFileError` with the
    path of the figure in the file. `dated_rulebooks` collects these faults, and goes on with a figure that stands in.
    """

    stated: tuple[Parameter, ...] = field(converter=tuple[Parameter, ...])
    day: dt.date
    _read: set[str] = field(factory=set, init=False, eq=False, repr=False, hash=False)
    _faults: list[tuple[str, str]] | None = field(default=None, init=False, eq=False, repr=False, hash=False)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(one.name for one in self.stated if one.since <= self.day))

    def __len__(self) -> int:
        return len([*iter(self)])

    def __getitem__(self, name: str) -> ParameterValue:
        return self._find(name)[1].value

    @property
    def read(self) -> frozenset[str]:
        """The names that were asked for."""
        return frozenset(self._read)

    def _find(self, name: str) -> tuple[str, Parameter]:
        """The figure of that name that is in force, and its path."""
        self._read.add(name)
        have = [(f"parameters[{index}]", one) for index, one in enumerate(self.stated) if one.name == name]
        if not have:
            known = list(dict.fromkeys(one.name for one in self.stated))
            near = nearest(name, known)
            hint = (f"（是否“{near}”？）", f" (did you mean “{near}”?)") if near else ("", "")
            raise _fault(
                "parameters",
                f"规则要用“{name}”，文件中没有{hint[0]}",
                f"the rules read “{name}”, which is not stated{hint[1]}",
            )
        standing = [pair for pair in have if pair[1].since <= self.day]
        if not standing:
            path, first = min(have, key=lambda pair: pair[1].since)
            raise _fault(
                f"{path}.since",
                f"“{name}”自 {first.since} 起才有取值，{self.day} 至该日没有",
                f"“{name}” is stated from {first.since} on, and not from {self.day} to that day",
            )
        return max(standing, key=lambda pair: pair[1].since)

    def _of(self, name: str, kind: type[Any], zh: str, en: str) -> Any:
        try:
            return self._stated(name, kind, zh, en)
        except AgencyFileError as fault:
            if self._faults is None:
                raise
            self._faults.extend(fault.problems)
        later = (one.value for one in self.stated if one.name == name and type(one.value) is kind)
        return next(later, _STANDS_IN[kind])

    def _stated(self, name: str, kind: type[Any], zh: str, en: str) -> Any:
        path, one = self._find(name)
        if type(one.value) is not kind and not (kind is Decimal and type(one.value) is int):
            raise _fault(f"{path}.value", f"应为{zh}，而不是“{one.value}”", f"expected {en}, not “{one.value}”")
        return kind(one.value)

    def whole(self, name: str) -> int:
        """A whole number."""
        value: int = self._of(name, int, "整数", "a whole number")
        return value

    def number(self, name: str) -> Decimal:
        """A decimal number, exact."""
        value: Decimal = self._of(name, Decimal, "数", "a number")
        return value

    def text(self, name: str) -> str:
        """A word."""
        value: str = self._of(name, str, "文字", "a text")
        return value

    def flag(self, name: str) -> bool:
        """Yes or no."""
        value: bool = self._of(name, bool, " true 或 false", "true or false")
        return value


_STANDS_IN: Final[dict[type[Any], ParameterValue]] = {int: 1, Decimal: Decimal(1), str: "…", bool: False}
"""What a factory goes on with for a figure that is not there; no rulebook of it is given out."""


def _made(
    make: Callable[[Parameters], Rulebook], figures: Parameters, problems: list[tuple[str, str]]
) -> Rulebook | None:
    """The rulebook of the figures; none where they have faults, all of which join the problems."""
    faults: list[tuple[str, str]] = []
    object.__setattr__(figures, "_faults", faults)
    try:
        book = make(figures)
    except AgencyFileError as fault:  # of a figure that was asked for as of a mapping
        problems += [*faults, *fault.problems]
        return None
    except (
        Exception
    ):  # an agency's own function may raise anything of what stands in for a figure; without one it is raised on
        if not faults:
            raise
        problems += faults
        return None
    problems += faults
    return None if faults else book


def _fault(path: str, zh: str, en: str) -> AgencyFileError:
    return AgencyFileError(_FILE, [(path, Words(zh, en))])


def _later(id: str, since: dt.date) -> str:
    return f"{id}（{since}起）"


def dated_rulebooks(
    parameters: Iterable[Parameter],
    make: Callable[[Parameters], Rulebook],
    *,
    later: Callable[[str, dt.date], str] = _later,
) -> Rulebooks:
    """历次规则集, one for each day from which a figure changes: `make` builds a rulebook from the figures in force.

    The first is in force from the rulebook's own date, a later one from the day of its figures, which its id says too,
    as `later` writes it of the rulebook's id and the day; what a figure changes in the rules changes the edition's digest.
    Raises `AgencyFileError` with all faults at once, each with its path: a figure that no rule reads, that is stated twice
    for a day, or has no value when the rules come into force.

    >>> from trafficlight.notice import performance_assessment
    >>> limit = "performance_assessment.limit"
    >>> stated = [Parameter(limit, 10, dt.date(2023, 8, 3)), Parameter(limit, 8, dt.date(2024, 1, 1))]
    >>> def rules(figures: Parameters) -> Rulebook:
    ...     return Rulebook("办法", dt.date(2023, 8, 3), [performance_assessment(limit=figures.whole(limit))])
    >>> [book.id for book in dated_rulebooks(stated, rules).editions]
    ['办法', '办法（2024-01-01起）']
    >>> english = dated_rulebooks(stated, rules, later=lambda id, since: f"{id} as of {since}")
    >>> english.latest.id
    '办法 as of 2024-01-01'
    """
    stated = tuple(parameters)
    newest = Parameters(stated, dt.date.max)
    problems = [*doubled((one.name, str(one.since)) for one in stated)]
    base = _made(make, newest, problems)
    problems += _unread(stated, newest.read)
    books = []
    start = dt.date.max if base is None else base.effective
    for day in sorted({start, *(one.since for one in stated if one.since > start)} if base else ()):
        book = _made(make, Parameters(stated, day), problems)
        if book is not None:
            books.append(book if day == start else evolve(book, id=later(book.id, day), effective=day))
    if problems:
        raise AgencyFileError(_FILE, list(dict.fromkeys(problems)))
    return Rulebooks(books)


def doubled(stated: Iterable[tuple[str, str] | None]) -> Iterator[tuple[str, str]]:
    """A figure, by its name and the day from which it holds, that has two values; None holds the place of what is no figure."""
    first: dict[tuple[str, str], int] = {}
    for index, one in enumerate(stated):
        if one is not None and (before := first.setdefault(one, index)) != index:
            name, since = one
            told = Words(
                f"“{name}”自 {since} 起的取值已见于 parameters[{before}]",
                f"“{name}” from {since} on stands at parameters[{before}] already",
            )
            yield f"parameters[{index}].since", told


def _unread(stated: tuple[Parameter, ...], read: frozenset[str]) -> Iterator[tuple[str, str]]:
    for index, one in enumerate(stated):
        if one.name not in read:
            yield (
                f"parameters[{index}].name",
                Words(
                    f"没有规则用到“{one.name}”；用到的有：{'、'.join(sorted(read)) or '无'}",
                    f"no rule reads “{one.name}”; what is read: {few(sorted(read)) or 'none'}",
                ),
            )
