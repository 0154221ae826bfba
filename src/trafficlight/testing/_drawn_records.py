"""记录、评定: strategies for the records of any theme, drawn by the kinds of its form, and for what the stream makes of them."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from string import ascii_uppercase
from typing import Any, Final, TypeVar

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from trafficlight.errors import NoEvidence, WrongType
from trafficlight.model._boards import Roster
from trafficlight.model._dates import Date
from trafficlight.model._forms import Form
from trafficlight.model._kinds import AnyKind, Choice, Items, OneUnit, ResponsibleUnits, Text, Units, YesNo
from trafficlight.model._marks import BLUE_YELLOW_RED, Palette
from trafficlight.model._numbers import Number, Whole
from trafficlight.notice import RecognitionRule, recognitions
from trafficlight.ranking._standings import Standings, Ties, rank
from trafficlight.ranking._tallies import Tallies
from trafficlight.rules._coverage import Coverage
from trafficlight.rules._entries import Entry, Origin
from trafficlight.rules._explanations import Determination
from trafficlight.rules._rated import Rating
from trafficlight.rules._ratings import Ratings
from trafficlight.rules._rulebooks import Rulebook
from trafficlight.rules._themes import Theme
from trafficlight.testing._strategies import (
    boards,
    dates,
    is_kept,
    is_plain,
    items,
    joint_units,
    names,
    orders,
    paragraphs,
    persons,
    responsibilities,
    stated_dates,
    tallies,
    texts,
)

R = TypeVar("R")

_MOST: Final = 10**9
_PLACES: Final = 4
_NEAR: Final = 20


def values_of(kind: AnyKind, roster: Roster, *, required: bool = False) -> SearchStrategy[Any]:
    """单元格的值: what a cell of this kind may hold; a cell that is not `required` may be blank.

    A kind that has a method `strategy(roster)` brings its own. Raises `TypeError` for one that has none and is not the
    library's: say by `records(…, field=strategy)` what its fields hold.
    """
    own: Callable[[Roster], SearchStrategy[Any]] | None = getattr(kind, "strategy", None)
    known = next((_STRATEGIES[cl] for cl in type(kind).__mro__ if cl in _STRATEGIES), None)
    if own is not None:
        filled = own(roster)
    elif known is not None:
        filled = known(kind, roster)
    else:
        name = type(kind).__name__
        raise WrongType(
            f"没有生成外来单元格类型 {name} 的策略；请给它 strategy(roster) 方法，或传入一个",
            f"no strategy for the foreign kind {name}; give it a method strategy(roster), or pass one",
        )
    return filled if required else st.just(kind.blank) | filled


def _decimals(kind: Number) -> SearchStrategy[Decimal]:
    """Numbers within a kind's limits, the limits among them, and no more digits than a cell keeps."""
    places = _PLACES if kind.places is None else min(kind.places, _PLACES)
    least = -Decimal(_MOST) if kind.minimum is None else kind.minimum
    most = max(least, Decimal(_MOST)) if kind.maximum is None else kind.maximum
    # counted in steps of the last decimal, so that no limit has more of them than may be drawn
    step = Decimal(1).scaleb(-places)
    steps = st.integers(math.ceil(least / step), math.floor(most / step))
    bounds = [bound for bound in (kind.minimum, kind.maximum) if bound is not None]
    drawn = steps.map(lambda count: count * step)
    return st.sampled_from(bounds) | drawn if bounds else drawn


def _whole(kind: Whole, _: Roster) -> SearchStrategy[int]:
    most = max(kind.minimum, _MOST) if kind.maximum is None else kind.maximum
    drawn = st.integers(kind.minimum, min(kind.minimum + _NEAR, most)) | st.integers(kind.minimum, most)
    return drawn if kind.maximum is None else st.integers(max(kind.minimum, most - _NEAR), most) | drawn


def _items(kind: Items, _: Roster) -> SearchStrategy[tuple[str, ...]]:
    return items(kind.nothing).filter(functools.partial(is_kept, kind))


_STRATEGIES: Final[dict[type, Callable[[Any, Roster], SearchStrategy[Any]]]] = {
    Text: lambda _, __: paragraphs(min_size=1).filter(is_plain),
    Whole: _whole,
    Number: lambda kind, _: _decimals(kind),
    YesNo: lambda _, __: st.booleans(),
    Choice: lambda kind, _: st.sampled_from(list(dict.fromkeys(value for _, value in kind.vocabulary.words))),
    OneUnit: lambda _, roster: st.sampled_from(tuple(roster)),
    Units: lambda _, roster: joint_units(roster),
    ResponsibleUnits: lambda _, roster: responsibilities(roster),
    Items: _items,
    Date: lambda kind, _: stated_dates(whole=kind.whole),
}
"""What the library's own kinds hold; they themselves cannot say, since only this package knows Hypothesis."""


def records(theme: Theme[R], roster: Roster, **fields: SearchStrategy[Any]) -> SearchStrategy[R]:
    """记录: any record that a hand-in of this theme may hold. `fields` replaces what single fields hold, by name.

    A record of the form is not always rated: a rule may refuse one whose facts contradict each other.
    Raises `TypeError` for a field that the form does not fill.
    """
    strangers = sorted(set(fields) - set(theme.form.fields))
    if strangers:
        raise WrongType(
            f"{theme.key!r} 的表不填写 {'、'.join(strangers)}",
            f"the form of {theme.key!r} fills no {', '.join(strangers)}",
        )
    cells = [(name, column.kind, column.required) for column in theme.form.columns for name in column.fields]
    cells += [(line.name, line.kind, line.required) for line in theme.form.heading]
    record: type[Any] = theme.record
    aliases = {name: attribute.alias or name for name, attribute in attrs.fields_dict(record).items()}
    drawn = {
        aliases[name]: fields[name] if name in fields else values_of(kind, roster, required=required)
        for name, kind, required in cells
        if name is not None
    }
    if isinstance(theme.rule, RecognitionRule):
        unsaid = items().filter(lambda planned: not any(recognitions(one)[0] for one in planned))
        drawn |= {aliases[name]: unsaid for name in aliases if name.startswith("planned") and name not in fields}
    made = st.fixed_dictionaries(drawn).map(lambda values: theme.record(**values))
    return made.filter(lambda record: _is_consistent(theme, record))


def _is_consistent(theme: Theme[Any], record: Any) -> bool:
    """A number of recognised items needs an item: anything else is asked about when it is read (§4.21)."""
    return not isinstance(theme.rule, RecognitionRule) or bool(record.won) or not record.recognised


def origins(form: Form) -> SearchStrategy[Origin]:
    """出处: a row of some file, each of the form's fields in a column of its own."""
    places = [
        (name, ascii_uppercase[number], line)
        for number, column in enumerate(form.columns[: len(ascii_uppercase)])
        for line, name in enumerate(column.fields)
        if name is not None
    ]
    files = names().map(lambda name: f"{name}.xlsx")
    return st.builds(Origin, files, names(), st.integers(1, 10**6), st.just(tuple(places)))


def entries(theme: Theme[R], roster: Roster, **fields: SearchStrategy[Any]) -> SearchStrategy[Entry[R]]:
    """条目: a record of the theme, numbered or not, from a file or made by a program."""
    serial = st.none() | st.integers(1, 999)
    origin = st.none() | origins(theme.form)
    return st.builds(Entry, st.just(theme.key), records(theme, roster, **fields), serial, origin)


def rateable(rulebook: Rulebook, roster: Roster) -> SearchStrategy[Entry[Any]]:
    """条目: an entry of any of the rulebook's themes that its rule does not refuse."""
    drawn = st.one_of([entries(theme, roster) for theme in rulebook])
    return drawn.filter(lambda entry: is_rateable(entry, rulebook))


def is_rateable(entry: Entry[Any], rulebook: Rulebook) -> bool:
    """Whether the rule of its theme does not refuse it."""
    try:
        rulebook.theme(entry.theme).judge(entry.record)
    except NoEvidence:
        return False
    return True


def ratings(rulebook: Rulebook, roster: Roster, *, max_size: int = 8) -> SearchStrategy[Ratings]:
    """评定: what the rulebook says of some entries, with the units whose absence speaks.

    The roster needs the boards that the themes' absence names; `rosters()` has those of the notice.
    """
    came = st.lists(st.sampled_from([*rulebook]), unique_by=lambda theme: theme.key, max_size=2).map(Coverage.received)
    several = st.lists(rateable(rulebook, roster), max_size=max_size)
    return st.builds(lambda entries, coverage: rulebook.rate(entries, roster=roster, coverage=coverage), several, came)


@st.composite
def determinations(
    draw: DrawFn, ratings: Sequence[Rating[Any]], palette: Palette = BLUE_YELLOW_RED
) -> tuple[Determination, ...]:
    """研究确定: decisions that fit the ratings, at most one on each; ratings that no decision can tell apart get none."""
    addresses = [(rating.theme.key, rating.serial, rating.units[0]) for rating in ratings]
    made = []
    for rating, (theme, serial, unit) in zip(ratings, addresses, strict=True):
        alike = [
            other
            for other in ratings
            if other.theme.key == theme and serial in (None, other.serial) and unit in other.units
        ]
        if len(alike) > 1 or not draw(st.booleans()):
            continue
        computed = rating.verdict.marks
        decided = draw(tallies(palette, scored=False).filter(computed.__ne__))
        reason = draw(texts(min_size=1))
        made.append(
            Determination(theme, computed, decided, draw(persons()), draw(dates()), reason, serial=serial, unit=unit)
        )
    return tuple(made)


@st.composite
def standings(draw: DrawFn, *, max_units: int = 6) -> Standings:
    """排名表: a board whose units have any counts, under any order and any way with ties."""
    board = draw(boards(max_units=max_units))
    counts = Tallies((unit, draw(tallies())) for unit in board.units)
    return rank(counts, board=board, order=draw(orders()), ties=draw(st.sampled_from(Ties)))
