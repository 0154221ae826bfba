"""变动: what moved between two periods. Who entered and who left is kept apart from who improved or worsened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final, Generic, TypeVar, overload

from attrs import frozen

from trafficlight.errors import WrongType
from trafficlight.messages import Bilingual, Language, Words, in_english, said
from trafficlight.model._boards import Roster
from trafficlight.model._checks import other_type
from trafficlight.model._field_types import typed
from trafficlight.model._marks import Tally
from trafficlight.model._units import Unit
from trafficlight.ranking._orders import Order, Reason
from trafficlight.ranking._standings import Standings

K = TypeVar("K")


@frozen(field_transformer=typed)
class Move(Generic[K]):
    """变动: one subject present in both periods, its marks before and after, and what decided; its places where there are any."""

    subject: K
    before: Tally
    after: Tally
    reason: Reason
    was: int | None = None
    now: int | None = None

    @property
    def words(self) -> Words:
        """What decided, and the places, in both languages: “红0<1，少者在前；第3名→第2名”."""
        reasons = [self.reason.words] if self.reason.by is not None else []
        if self.was is not None and self.was == self.now:
            reasons.append(Words(f"仍为第{self.now}名", f"place {self.now} as before"))
        elif self.was is not None and self.now is not None:
            reasons.append(Words(f"第{self.was}名→第{self.now}名", f"place {self.was} → {self.now}"))
        return Words("；".join(reasons), "; ".join(one.en for one in reasons))


@frozen(field_transformer=typed)
class Succession(Generic[K]):
    """更名或并入: a unit under the name of before, and the one that it is called now or was merged into."""

    was: K
    now: K


@frozen(field_transformer=typed)
class Movement(Bilingual, Generic[K]):
    """变动情况: every subject of either period stands in exactly one list; `renamed` says which of them had another name.

    `unrated` are those of both periods that were exempt (免报) in at least one, or without a mark where that counts as no
    rating. With a roster, `founded` (新设) are units that did not exist before, `merged` and `dissolved` those that no longer
    do.
    """

    improved: tuple[Move[K], ...]
    worsened: tuple[Move[K], ...]
    unchanged: tuple[K, ...]
    unrated: tuple[K, ...]
    entered: tuple[K, ...]
    left: tuple[K, ...]
    founded: tuple[K, ...] = ()
    merged: tuple[Succession[K], ...] = ()
    dissolved: tuple[K, ...] = ()
    renamed: tuple[Succession[K], ...] = ()

    def __repr__(self) -> str:
        return f"Movement({self})"

    def say(self, language: Language = "zh") -> str:
        """How many stand in each list; of a roster's only those in which any does."""
        told = [f"{said(_LISTS[name], language)}{len(getattr(self, name))}" for name in tuple(_LISTS)[:6]]
        told += [
            f"{said(_LISTS[name], language)}{len(found)}"
            for name in tuple(_LISTS)[6:]
            if (found := getattr(self, name))
        ]
        return (", " if in_english(language) else "，").join(told)


_LISTS: Final = {
    "improved": Words("改善", "improved "),
    "worsened": Words("退步", "worsened "),
    "unchanged": Words("不变", "unchanged "),
    "unrated": Words("无标识", "without a light "),
    "entered": Words("新增", "entered "),
    "left": Words("退出", "left "),
    "founded": Words("新设", "founded "),
    "merged": Words("并入其他单位", "merged "),
    "dissolved": Words("撤销", "dissolved "),
    "renamed": Words("更名", "renamed "),
}

_COUNTED: Final = Words("计数，如 scheme.tally(ratings)", "counts, such as scheme.tally(ratings)")


@overload
def movement(
    before: Standings,
    after: Standings,
    *,
    order: Order,
    empty_is_unrated: bool = ...,
    roster: Roster | None = ...,
    then: dt.date | None = ...,
) -> Movement[Unit]: ...
@overload
def movement(
    before: Mapping[K, Tally],
    after: Mapping[K, Tally],
    *,
    order: Order,
    empty_is_unrated: bool = ...,
    roster: Roster | None = ...,
    then: dt.date | None = ...,
) -> Movement[K]: ...
def movement(
    before: Mapping[Any, Tally] | Standings,
    after: Mapping[Any, Tally] | Standings,
    *,
    order: Order,
    empty_is_unrated: bool = False,
    roster: Roster | None = None,
    then: dt.date | None = None,
) -> Movement[Any]:
    """变动: compare two periods by an order; subjects are matched by key.

    With `empty_is_unrated` a subject without a mark is not compared (an item that got no light); without it an empty
    tally is a result like any other (a unit with 0 0 0). Of two `Standings` (`scheme.rank`) each move tells its places, and
    with equal marks and scores another place is a move too: from the 3rd to the 2nd is better. Units are matched over
    changes of name by the `roster` of the later period, which also tells who was founded, merged, dissolved or exempt;
    `then` is the day of the earlier names, for a name that has gone from one unit to another since, and for who was exempt
    on it. An exempt unit is not compared; that standings lack it does not make it one that left or entered.

    >>> from trafficlight.model import BLUE, RED
    >>> from trafficlight.ranking import Order, most
    >>> moved = movement({"a": Tally.of(RED)}, {"a": Tally.of(BLUE), "b": Tally()}, order=Order(most(BLUE)))
    >>> print(moved, str(moved.improved[0].reason), moved.entered)
    改善1，退步0，不变0，无标识0，新增1，退出0 蓝1>0 ('b',)
    """
    then_marks, then_places = _results("movement.before", before)
    now_marks, now_places = _results("movement.after", after)
    if not isinstance(order, Order):
        raise WrongType(other_type("movement.order", Words("一个 Order", "a value of Order"), order))
    units = _Units(roster, then)
    earlier: dict[Any, Tally] = {}
    placed = {units.now(subject): place for subject, place in then_places.items()}
    renamed: list[Succession[Any]] = []
    for subject, was in then_marks.items():
        now = units.now(subject)
        earlier[now] = earlier[now] + was if now in earlier else was
        if now != subject:
            renamed.append(Succession(subject, now))
    improved: list[Move[Any]] = []
    worsened: list[Move[Any]] = []
    unchanged: list[Any] = []
    unrated: list[Any] = []
    for subject, marks in now_marks.items():
        if subject not in earlier:
            continue
        was = earlier[subject]
        old, new = placed.get(subject), now_places.get(subject)
        turn = order.compare(marks, was) or (0 if old is None or new is None else (new > old) - (new < old))
        if units.is_exempt(subject) or (empty_is_unrated and not (was and marks)):
            unrated.append(subject)
        elif turn == 0:
            unchanged.append(subject)
        else:
            (improved if turn < 0 else worsened).append(Move(subject, was, marks, order.reason(marks, was), old, new))
    came = [subject for subject in now_marks if subject not in earlier]
    gone = [subject for subject in earlier if subject not in now_marks]
    spared = [*filter(units.was_exempt, came), *filter(units.is_exempt_now, gone)]
    unrated += spared
    founded = [subject for subject in came if units.is_new(subject)]
    merged = [Succession(subject, into) for subject in gone if (into := units.into(subject)) is not None]
    dissolved = [subject for subject in gone if units.is_gone(subject) and units.into(subject) is None]
    told = {*spared, *founded, *(one.was for one in merged), *dissolved}
    return Movement(
        tuple(improved),
        tuple(worsened),
        tuple(unchanged),
        tuple(unrated),
        tuple(subject for subject in came if subject not in told),
        tuple(subject for subject in gone if subject not in told),
        tuple(founded),
        tuple(merged),
        tuple(dissolved),
        tuple(one for one in renamed if one.now in now_marks),
    )


def _results(where: str, given: Mapping[Any, Tally] | Standings) -> tuple[Mapping[Any, Tally], dict[Any, int]]:
    """The marks of each subject, and its place where it has one."""
    if isinstance(given, Standings):
        return {row.unit: row.tally for row in given}, {row.unit: row.place for row in given}
    if not isinstance(given, Mapping):
        raise WrongType(other_type(where, _COUNTED, given))
    return given, {}


class _Units:
    """What the later roster knows of the subjects that are units; of any other it knows nothing."""

    def __init__(self, roster: Roster | None, then: dt.date | None) -> None:
        self._roster, self._then = Roster(()) if roster is None else roster, then
        self._exempt_now = frozenset(self._roster.exempt)
        self._exempt_then = frozenset(() if then is None else map(self.now, self._roster.on(then).exempt))

    def now(self, subject: Any) -> Any:
        """The subject under its present name."""
        return self._roster.same(subject, self._then) if isinstance(subject, Unit) else subject

    def into(self, subject: Any) -> Any:
        """The unit that took in one that no longer exists; None for any other."""
        into = self._roster.resolve(subject, self._then) if self.is_gone(subject) else None
        return into if into in self._roster else None

    def is_exempt(self, subject: Any) -> bool:
        """Whether a unit need not hand in now, or did not need to on the day of the earlier names."""
        return self.is_exempt_now(subject) or self.was_exempt(subject)

    def is_exempt_now(self, subject: Any) -> bool:
        """Whether a unit need not hand in."""
        return subject in self._exempt_now

    def was_exempt(self, subject: Any) -> bool:
        """Whether a unit did not need to hand in on the day of the earlier names."""
        return subject in self._exempt_then

    def is_gone(self, subject: Any) -> bool:
        """Whether a unit existed and no longer does."""
        line = self._roster.history(subject, self._then) if isinstance(subject, Unit) else None
        return line is not None and line.until is not None and self._roster.same(line.unit) not in self._roster

    def is_new(self, subject: Any) -> bool:
        """Whether a unit was founded; where that day is known, after the day of the earlier names."""
        line = self._roster.history(subject) if isinstance(subject, Unit) else None
        return line is not None and line.since is not None and (self._then is None or self._then < line.since)
