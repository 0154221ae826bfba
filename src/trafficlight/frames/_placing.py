"""排名、变动: places with ties and what decided them, and what moved between two periods.

Sorting every unit is needless: units with the same counts share a place, so that the few different profiles of counts are
put in order, and each unit takes its profile's place. No engine needs a rank function of its own for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import narwhals as nw

from trafficlight.errors import ThemeError
from trafficlight.frames._columns import (
    BOARD,
    DECIDED_BY,
    MOVEMENT,
    PLACE,
    POSITION,
    UNIT,
    added,
    frame_of,
    light_of,
)
from trafficlight.ranking._orders import Better, Count, Order
from trafficlight.ranking._standings import Ties

if TYPE_CHECKING:
    from narwhals.typing import IntoFrameT

_MANY: Final = "many"
_FIRST: Final = "first"
_UPTO: Final = "upto"
_DENSE: Final = "dense"
_WITHIN: Final = "within"
_ONE: Final = "one"


def _keys(order: Order) -> dict[str, nw.Expr]:
    """A column for each criterion, the better the smaller."""
    strangers = [criterion.label for criterion in order.criteria if not isinstance(criterion, Count)]
    if strangers:
        raise ThemeError(f"a frame is ordered by counts of marks, not by {', '.join(strangers)}")
    counts = [criterion for criterion in order.criteria if isinstance(criterion, Count)]
    sums = [added(nw.col(light_of(mark)) for mark in count.marks) for count in counts]
    return {
        f"key_{number}": -total if count.better is Better.MORE else total
        for number, (count, total) in enumerate(zip(counts, sums, strict=True))
    }


def placed(tallies: IntoFrameT, order: Order, *, ties: Ties = Ties.COMPETITION) -> IntoFrameT:
    """排名: the tallies with each unit's `place` on its board, and `decided_by`: the criterion that puts it below the one above.

    `decided_by` is empty for the first, and for a unit that shares its place with the one above (in the order of the roster).
    Raises `ThemeError` for an order by anything but counts of marks.
    """
    keys = _keys(order)
    rows: Any = frame_of(tallies, UNIT, BOARD, POSITION, *map(light_of, order.marks)).with_columns(**keys)
    profiles = rows.group_by(BOARD, *keys).agg(nw.col(UNIT).count().alias(_MANY), nw.col(POSITION).min().alias(_FIRST))
    by = list(keys)
    profiles = profiles.with_columns(nw.col(_MANY).cast(nw.Int64), nw.lit(1).cast(nw.Int64).alias(_ONE))
    profiles = profiles.with_columns(
        nw.col(_MANY).cum_sum().over(BOARD, order_by=by).cast(nw.Int64).alias(_UPTO),
        nw.col(_ONE).cum_sum().over(BOARD, order_by=by).cast(nw.Int64).alias(_DENSE),
        *(nw.col(key).shift(1).over(BOARD, order_by=by).alias(f"above_{key}") for key in by),
    )
    profiles = profiles.with_columns(_deciding(order, by).alias(DECIDED_BY))
    rows = rows.join(profiles.select(BOARD, *by, _MANY, _FIRST, _UPTO, _DENSE, DECIDED_BY), on=[BOARD, *by], how="left")
    if ties is Ties.ORDINAL:
        rows = rows.with_columns(nw.lit(1).cast(nw.Int64).alias(_ONE))
        within = nw.col(_ONE).cum_sum().over(BOARD, *by, order_by=POSITION).cast(nw.Int64)
        rows = rows.with_columns(within.alias(_WITHIN))
        place = nw.col(_UPTO) - nw.col(_MANY) + nw.col(_WITHIN)
    elif ties is Ties.DENSE:
        place = nw.col(_DENSE)
    elif ties is Ties.MODIFIED:
        place = nw.col(_UPTO)
    else:
        place = nw.col(_UPTO) - nw.col(_MANY) + 1
    above = nw.when(nw.col(POSITION) == nw.col(_FIRST)).then(nw.col(DECIDED_BY)).otherwise(nw.lit(""))
    done: IntoFrameT = (
        rows.with_columns(**{PLACE: place.cast(nw.Int64), DECIDED_BY: above})
        .drop(*by, _MANY, _FIRST, _UPTO, _DENSE, *((_ONE, _WITHIN) if ties is Ties.ORDINAL else ()))
        .to_native()
    )
    return done


def _deciding(order: Order, keys: list[str]) -> nw.Expr:
    """The label of the first criterion in which a profile differs from the one above; empty for the first."""
    decided = nw.lit("")
    for criterion, key in zip(reversed(order.criteria), reversed(keys), strict=True):
        differs = nw.col(f"above_{key}") != nw.col(key)
        decided = nw.when(~nw.col(f"above_{key}").is_null() & differs).then(nw.lit(criterion.label)).otherwise(decided)
    return decided


def moved(before: IntoFrameT, after: IntoFrameT, order: Order) -> IntoFrameT:
    """变动: how each unit of either period moved: improved, worsened, unchanged, entered or left.

    The units are those of both tallies, by name. Raises `ThemeError` as `placed` does.
    """
    keys = _keys(order)
    was: Any = frame_of(before, UNIT, *map(light_of, order.marks)).with_columns(**keys)
    now: Any = frame_of(after, UNIT, *map(light_of, order.marks)).with_columns(**keys)
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
