"""契约: laws of an order, of a scheme, and of a rule that must not reward worse facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from trafficlight._scheme import Scheme
from trafficlight.model._boards import Roster
from trafficlight.model._marks import Palette, Tally
from trafficlight.model._periods import Month
from trafficlight.model._scores import shown
from trafficlight.ranking._orders import Better, Order
from trafficlight.rules._coverage import Coverage
from trafficlight.rules._entries import Entry
from trafficlight.rules._rulebooks import AnyTheme, Rulebook
from trafficlight.rules._themes import Theme
from trafficlight.rules._verdicts import Verdict
from trafficlight.testing._contracts import History, check_theme, histories
from trafficlight.testing._drawn_records import entries, is_rateable, records, values_of
from trafficlight.testing._laws import found, hold, other_times, require
from trafficlight.testing._strategies import tallies

Direction = Better | Sequence[Any]
"""Which values of a fact are better: more, fewer, or those that stand later in a list."""

_SEEDS: Final = st.integers(0, 2**32)
_FEW: Final = 6
_PAIRS: Final = 300
"""How many examples are tried for one that a criterion, or a step, decides."""


def check_order(order: Order, palette: Palette) -> None:
    """排序契约: the order is one, and speaks of the palette alone.

    It compares any two tallies, the same way each time; equal tallies share a place; the reason names the one that stands
    before; the marks that are counted are the palette's; each criterion decides between some two tallies. Raises
    `AssertionError`.
    """
    foreign = [mark.label for mark in order.marks if mark not in palette]
    require(not foreign, f"the order counts marks that the palette lacks: {foreign}")
    drawn, idle = tallies(palette), set(range(len(order.criteria)))

    def law(one: Tally, other: Tally, seed: int) -> None:
        keys = _keys(order, one)
        for at in other_times(seed):
            again = at(lambda: _keys(order, one))
            require(
                keys == again, f"one tally, two keys: {keys} and {again}; an order draws no lots and looks at no clock"
            )
        there, back = order.compare(one, other), order.compare(other, one)
        require(there == -back, f"{one!r} and {other!r} are compared as {there} one way and {back} the other")
        require(order.compare(one, one) == 0, f"{one!r} does not share a place with itself")
        best = one if there < 0 else other
        require(
            there == 0 or order.reason(one, other).better == best, f"the reason names the worse of {one!r}, {other!r}"
        )

    def all_decide(pair: tuple[Tally, Tally]) -> bool:
        by = order.reason(*pair).by
        idle.difference_update(number for number, criterion in enumerate(order.criteria) if criterion == by)
        return not idle

    hold(law, drawn, drawn, _SEEDS)
    found(st.tuples(drawn, drawn), all_decide, _PAIRS)
    labels = [order.criteria[number].label for number in sorted(idle)]
    require(not labels, f"no two tallies are told apart by {labels}: the criteria before decide always")


def _keys(order: Order, tally: Tally) -> tuple[int | Decimal, ...]:
    key = order.key(tally)
    strange = [part for part in key if type(part) not in (int, Decimal) or part != part]  # noqa: PLR0124  # not a number
    require(not strange, f"a criterion's value is an int or a Decimal, not {strange}: {tally!r}")
    return key


def check_monotone(
    theme: Theme[Any],
    roster: Roster,
    order: Order,
    better: Mapping[str, Direction],
    /,
    **fields: SearchStrategy[Any],
) -> None:
    """不倒挂: a worse fact never does better, and no row never does better than a row.

    `better` says of fields of the record which values are better: `Better.MORE`, `Better.FEWER`, or a list from the worst
    value to the best; a blank cell is neither. `order` says which lights are better. Where the lights themselves go
    against it, as in the notice's own (§3.2), another order says what is meant. Raises `AssertionError`.

        check_monotone(PETITIONS, ROSTER, Order(fewest(RED), most(BLUE)), {"resolved": Better.MORE})
    """
    aliases = {name: at.alias or name for name, at in attrs.fields_dict(theme.record).items()}
    drawn = {name: _pairs(theme, roster, name, direction, fields) for name, direction in better.items()}

    def law(history: History, name: str, data: st.DataObject) -> None:
        worse, best = data.draw(drawn[name], label=f"worse and better {name}")
        ask = history.asked(theme)
        low, high = (ask(attrs.evolve(history.record, **{aliases[name]: value})) for value in (worse, best))
        if low is None or high is None:
            return
        does_better = order.compare(low.tally, high.tally) < 0
        label = theme.form.label_of(name)
        require(not does_better, f"{label} {worse!r} lights {_told(low)}, better than {_told(high)} of {best!r}")
        if theme.absence is not None:
            none = theme.absence.verdict
            require(
                order.compare(none.tally, low.tally) >= 0,
                f"no row lights {_told(none)}, better than a row's {_told(low)}",
            )

    hold(law, histories(theme, records(theme, roster, **fields)), st.sampled_from(sorted(better)), st.data())


def _told(verdict: Verdict) -> str:
    """The lights in words, and the score, which may be what is better."""
    return verdict.word if verdict.score is None else f"{verdict.word} 得分{shown(verdict.score)}"


def _pairs(
    theme: Theme[Any], roster: Roster, name: str, direction: Direction, fields: Mapping[str, SearchStrategy[Any]]
) -> SearchStrategy[tuple[Any, Any]]:
    """Two values of a field, the worse one first."""
    if not isinstance(direction, Better):
        places = st.tuples(*[st.integers(0, len(direction) - 1)] * 2).map(sorted)
        return places.map(lambda pair: (direction[pair[0]], direction[pair[1]]))
    value = _values(theme, roster, name, fields)
    ordered = st.tuples(value, value).map(lambda pair: sorted(pair, reverse=direction is Better.FEWER))
    return ordered.map(lambda pair: (pair[0], pair[1]))


def _values(
    theme: Theme[Any], roster: Roster, name: str, fields: Mapping[str, SearchStrategy[Any]]
) -> SearchStrategy[Any]:
    kind = theme.form.kind_of(name)
    own: SearchStrategy[Any] = fields.get(name, values_of(kind, roster, required=True))
    return own.filter(lambda value: value is not None)


def check_steps(
    theme: Theme[Any], roster: Roster, name: str, steps: Sequence[tuple[Any, Any]], /, **fields: SearchStrategy[Any]
) -> None:
    """界限: the light changes with a field exactly between the values of each step, from the lowest to the highest.

    A step holds the last value on one side and the first on the other: “前10名” is `(10, 11)`, “满60分” `(59, 60)`.
    Raises `AssertionError` where the light changes elsewhere, or at a step never.

        check_steps(INDICATORS, ROSTER, "rank", [(10, 11)])
    """
    alias = attrs.fields_dict(theme.record)[name].alias or name
    edges = [value for step in steps for value in step]
    # off by one is seen beside the edge
    edges += [value + away for value in edges for away in (-1, 1) if type(value) is int and value + away >= min(edges)]
    drawn = histories(theme, records(theme, roster, **fields))
    label, never = theme.form.label_of(name), set(steps)

    def lights(history: History, values: Sequence[Any]) -> dict[Any, Tally]:
        ask = history.asked(theme)
        said = ((one, ask(attrs.evolve(history.record, **{alias: one}))) for one in values)
        shown = {one: verdict.tally for one, verdict in said if verdict is not None}
        never.difference_update([step for step in steps if len({shown.get(one) for one in step} - {None}) == 2])
        return shown

    def law(history: History, one: Any) -> None:
        sides: dict[int, tuple[Any, Tally]] = {}
        for value, tally in lights(history, [*edges, one]).items():
            first, light = sides.setdefault(sum(step[1] <= value for step in steps), (value, tally))
            told = f"{label} {first!r} and {value!r} lie on one side of {list(steps)}, and light {light} and {tally}"
            require(light == tally, told)

    def all_change(history: History) -> bool:
        lights(history, edges)
        return not never

    hold(law, drawn, _values(theme, roster, name, fields))
    found(drawn, all_change, _PAIRS)
    for last, first in (step for step in steps if step in never):
        require(kept=False, broken=f"{label}: the light never changes between {last!r} and {first!r}")


def check_scheme(scheme: Scheme, /, **themes: Mapping[str, SearchStrategy[Any]]) -> None:
    """方案契约: every theme of every rulebook, the order, and the way from entries to standings; of earlier schemes, too.

    The themes light the scheme's marks alone; the order of entries changes no count; each board lists each of its units
    once. `themes` replaces, by a theme's key, what single fields of its records hold. Raises `AssertionError`.
    """
    for edition in scheme.editions:
        checked: list[AnyTheme] = []
        for book in edition.rulebooks.editions:
            for theme in book:
                if theme not in checked:
                    checked.append(theme)
                    check_theme(theme, edition.roster, edition.palette, **themes.get(theme.key, {}))
        check_order(edition.order, edition.palette)
        for book in edition.rulebooks.editions:
            month = Month.of(max(book.effective, edition.since or book.effective))
            _check_stream(edition.on(month.last_day), book, month, themes)


def _check_stream(
    scheme: Scheme, book: Rulebook, month: Month, themes: Mapping[str, Mapping[str, SearchStrategy[Any]]]
) -> None:
    drawn = st.one_of([entries(theme, scheme.roster, **themes.get(theme.key, {})) for theme in book])
    one = drawn.filter(lambda entry: is_rateable(entry, book))
    came = Coverage.received([*book])

    def counts(given: Sequence[Entry[Any]]) -> Any:
        rated = book.rate(given, roster=scheme.roster, coverage=came, period=month, past=())
        for board in scheme.boards:
            listed = [row.unit for row in scheme.rank(rated, board.key).rows]
            units = scheme.roster.ranked(board.key).units
            require(sorted(map(str, listed)) == sorted(map(str, units)), f"{board.title} lists {listed}")
        return scheme.tally(rated)

    def law(given: list[Entry[Any]]) -> None:
        there, back = counts(given), counts(given[::-1])
        require(there == back, f"the order of entries changes the counts: {there!r} and {back!r}")

    hold(law, st.lists(one, max_size=_FEW))
