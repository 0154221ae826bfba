"""排名、变动: places with ties and what decided them, and what moved between two periods.

Units with the same counts share a place. So only the few different combinations of counts (profiles) are sorted, and each
unit takes its profile's place; the engine needs no rank function.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import narwhals as nw

from trafficlight.errors import ThemeError
from trafficlight.frames._columns import (
    BOARD,
    DECIDED_BY,
    MOVEMENT,
    PLACE,
    POSITION,
    SCORE,
    SCORED,
    UNIT,
    added,
    frame_of,
    light_of,
)
from trafficlight.ranking._orders import Better, Count, Criterion, Order, Points
from trafficlight.ranking._standings import Ties

if TYPE_CHECKING:
    from narwhals.typing import IntoFrameT

_MANY: Final = "many"
_FIRST: Final = "first"
_UPTO: Final = "upto"
_DENSE: Final = "dense"
_SEEN: Final = "seen"
_ONE: Final = "one"


def _values(order: Order) -> list[nw.Expr]:
    """What each criterion compares."""
    strangers = [criterion.label for criterion in order.others if not isinstance(criterion, Points)]
    if strangers:
        raise ThemeError(
            f"数据框只能按标识数量和得分排序，不能按 {'、'.join(strangers)}",
            f"a frame is ordered by counts of marks and by scores, not by {', '.join(strangers)}",
        )
    return [
        added(nw.col(light_of(mark)) for mark in criterion.marks) if isinstance(criterion, Count) else nw.col(SCORE)
        for criterion in order.criteria
    ]


def _keys(order: Order) -> dict[str, nw.Expr]:
    """A column for each criterion, the better the smaller."""
    return {
        f"key_{number}": _last(criterion, -value if criterion.better is Better.MORE else value)
        for number, (criterion, value) in enumerate(zip(order.criteria, _values(order), strict=True))
    }


_LAST: Final = 2**62
"""The key of a unit without a score: behind every sum."""


def _last(criterion: Criterion, key: nw.Expr) -> nw.Expr:
    """The key of a criterion; a unit without a score comes last, whether more or fewer is better."""
    if isinstance(criterion, Count):
        return key
    return nw.when(nw.col(SCORED) == 0).then(nw.lit(_LAST)).otherwise(key)


def _needed(order: Order) -> list[str]:
    """The columns that an order looks at."""
    return [*map(light_of, order.marks), *((SCORE, SCORED) if order.others else ())]


def placed(tallies: IntoFrameT, order: Order, *, ties: Ties = Ties.COMPETITION) -> IntoFrameT:
    """排名: the tallies with each unit's `place` on its board, and `decided_by`: the criterion that puts it below the one above.

    `decided_by` is empty for the first, and for a unit that shares its place with the one above (in the order of the roster).
    Raises `ThemeError` for an order by anything but counts of marks and scores, and by scores where no light has any.
    """
    keys = _keys(order)
    rows: Any = frame_of(tallies, UNIT, BOARD, POSITION, *_needed(order)).with_columns(**keys)
    by = [*keys, *((POSITION,) if ties is Ties.ORDINAL else ())]
    seen = rows.with_columns(nw.col(POSITION).alias(_SEEN))  # a position that is grouped by cannot be looked at
    profiles = seen.group_by(BOARD, *by).agg(nw.col(UNIT).count().alias(_MANY), nw.col(_SEEN).min().alias(_FIRST))
    profiles = _in_order(profiles, by).with_columns(_deciding(order, list(keys)).alias(DECIDED_BY))
    rows = rows.join(profiles.select(BOARD, *by, _MANY, _FIRST, _UPTO, _DENSE, DECIDED_BY), on=[BOARD, *by], how="left")
    if ties is Ties.DENSE:
        place = nw.col(_DENSE)
    elif ties is Ties.MODIFIED:
        place = nw.col(_UPTO)
    else:
        place = nw.col(_UPTO) - nw.col(_MANY) + 1
    above = nw.when(nw.col(POSITION) == nw.col(_FIRST)).then(nw.col(DECIDED_BY)).otherwise(nw.lit(""))
    done: IntoFrameT = (
        rows.with_columns(**{PLACE: place.cast(nw.Int64), DECIDED_BY: above})
        .drop(*keys, _MANY, _FIRST, _UPTO, _DENSE)
        .to_native()
    )
    return done


def _in_order(profiles: Any, by: Sequence[str]) -> Any:
    """The profiles of each board, each with the number of units and of profiles up to it, and the keys of the one above."""
    profiles = profiles.with_columns(nw.col(_MANY).cast(nw.Int64), nw.lit(1).cast(nw.Int64).alias(_ONE))
    if profiles.implementation.is_dask():
        return _in_order_by_joins(profiles, by)
    return profiles.with_columns(
        nw.col(_MANY).cum_sum().over(BOARD, order_by=by).cast(nw.Int64).alias(_UPTO),
        nw.col(_ONE).cum_sum().over(BOARD, order_by=by).cast(nw.Int64).alias(_DENSE),
        *(nw.col(key).shift(1).over(BOARD, order_by=by).alias(_above(key)) for key in by),
    )


def _in_order_by_joins(profiles: Any, by: Sequence[str]) -> Any:
    """The same without ordered windows, which Dask lacks: each profile is joined with those of its board that come up to it."""
    others = profiles.select(BOARD, nw.col(_MANY).alias(_UPTO), nw.col(_ONE).alias(_DENSE), *_renamed(by))
    upto = nw.lit(value=True)
    for key in reversed(by):
        mine, other = nw.col(key), nw.col(_above(key))
        upto = (other < mine) | ((other == mine) & upto)
    sums = (
        profiles.join(others, on=BOARD, how="inner")
        .filter(upto)
        .group_by(BOARD, *by)
        .agg(nw.col(_UPTO).sum(), nw.col(_DENSE).sum())
    )
    numbered = profiles.drop(_ONE).join(sums, on=[BOARD, *by], how="left")
    before = numbered.select(BOARD, (nw.col(_DENSE) + 1).alias(_DENSE), *_renamed(by))
    return numbered.join(before, on=[BOARD, _DENSE], how="left")


def _above(key: str) -> str:
    return f"above_{key}"


def _renamed(by: Sequence[str]) -> list[nw.Expr]:
    return [nw.col(key).alias(_above(key)) for key in by]


def _deciding(order: Order, keys: list[str]) -> nw.Expr:
    """The label of the first criterion in which a profile differs from the one above; empty for the first."""
    decided = nw.lit("")
    for criterion, key in zip(reversed(order.criteria), reversed(keys), strict=True):
        differs = nw.col(_above(key)) != nw.col(key)
        decided = nw.when(~nw.col(_above(key)).is_null() & differs).then(nw.lit(criterion.label)).otherwise(decided)
    return decided


def moved(before: IntoFrameT, after: IntoFrameT, order: Order) -> IntoFrameT:
    """变动: how each unit of either period moved: improved, worsened, unchanged, entered or left.

    The units are those of both tallies, by name. If both have places (`placed`), another place is a move even with equal
    tallies. Raises `ThemeError` as `placed` does.
    """
    keys, needed = _keys(order), [UNIT, *_needed(order)]
    if all(PLACE in frame_of(each, UNIT).collect_schema().names() for each in (before, after)):
        keys |= {"key_place": nw.col(PLACE)}
        needed.append(PLACE)
    was: Any = frame_of(before, *needed).with_columns(**keys)
    now: Any = frame_of(after, *needed).with_columns(**keys)
    was = was.select(nw.col(UNIT).alias("unit_before"), *(nw.col(key).alias(f"was_{key}") for key in keys))
    both = now.select(UNIT, *keys).join(was, left_on=UNIT, right_on="unit_before", how="left")
    word = nw.lit("unchanged")
    for key in reversed(keys):
        mine, old = nw.col(key), nw.col(f"was_{key}")
        word = (
            nw.when(mine < old)
            .then(nw.lit("improved"))
            .otherwise(nw.when(mine > old).then(nw.lit("worsened")).otherwise(word))
        )
    first = f"was_{next(iter(keys))}"
    stayed = both.with_columns(
        **{MOVEMENT: nw.when(nw.col(first).is_null()).then(nw.lit("entered")).otherwise(word)}
    ).select(UNIT, MOVEMENT)
    gone = (
        was.join(now.select(UNIT), left_on="unit_before", right_on=UNIT, how="anti")
        .select(nw.col("unit_before").alias(UNIT))
        .with_columns(**{MOVEMENT: nw.lit("left")})
    )
    done: IntoFrameT = nw.concat([stayed, gone], how="vertical").to_native()
    return done
