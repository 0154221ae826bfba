"""研究确定: the task force's step between rating and tally (A4-1.1 note 2, §3.10)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from attrs import evolve

from trafficlight.errors import DeterminationError
from trafficlight.messages import Words
from trafficlight.model._checks import each_of
from trafficlight.model._units import Unit
from trafficlight.model._vocabulary import fold
from trafficlight.rules._explanations import Determination
from trafficlight.rules._history import light
from trafficlight.rules._past_ratings import with_consequences
from trafficlight.rules._rated import Rating
from trafficlight.rules._ratings import Ratings


def determine(ratings: Iterable[Rating[Any]], determinations: Iterable[Determination]) -> Ratings:
    """Attach determinations to the ratings that they decide; order and computed verdicts stay.

    One that names a unit decides for that unit alone; its partners on a joint item keep the computed marks (§4.33).
    Consequences are those of the lights that count.

    Raises `DeterminationError`, all faults in one message, when a determination fits no rating or several, names
    computed marks other than the rule's, decides what another has decided, or was made before the
    rating's period. One that keeps the computed marks confirms a
    flagged rating, and is refused for any other.
    """
    ratings = ratings if isinstance(ratings, Ratings) else Ratings(each_of("determine: ratings", ratings, Rating))
    decided, decisions = dict[int, Rating[Any]](), each_of("determine: determinations", determinations, Determination)
    places = _places(ratings, {determination.theme for determination in decisions})
    faults: list[Words] = []
    for determination in decisions:
        near = places.get((determination.theme, _key(determination)), ())
        found = [index for index in near if _fits(determination, ratings[index])]
        fault = _fault(determination, [decided.get(index) or ratings[index] for index in found])
        if fault:
            at = target(determination)
            faults.append(Words(f"{at}：{fault}", f"{at.en}: {fault.en}"))
        else:
            rating = decided.get(found[0]) or ratings[found[0]]
            rating = evolve(rating, determinations=(*rating.determinations, determination))
            decided[found[0]] = with_consequences(rating)
    if faults:
        raise DeterminationError("；".join(faults), "; ".join(fault.en for fault in faults))
    return ratings.replacing(decided)


def _places(ratings: Sequence[Rating[Any]], themes: Collection[str]) -> dict[tuple[str, int | Unit | None], list[int]]:
    """Where the ratings of some themes stand: all of a theme, those of a number, and those of a unit."""
    places: dict[tuple[str, int | Unit | None], list[int]] = {}
    for index, rating in enumerate(ratings):
        if rating.theme.key in themes:
            for key in {None, rating.serial, *rating.units}:
                places.setdefault((rating.theme.key, key), []).append(index)
    return places


def _key(determination: Determination) -> int | Unit | None:
    return determination.unit if determination.serial is None else determination.serial


def _fits(determination: Determination, rating: Rating[Any]) -> bool:
    return (
        rating.theme.key == determination.theme
        and determination.serial in (None, rating.serial)
        and (determination.unit is None or determination.unit in rating.units)
        and (not determination.matter or fold(determination.matter) == fold(rating.matter))
        and (determination.sheet is None or (rating.origin is not None and rating.origin.sheet == determination.sheet))
    )


def _fault(determination: Determination, found: Sequence[Rating[Any]]) -> Words | None:
    if not found:
        return Words("没有相符的评定", "no rating fits it")
    if len(found) > 1:
        return Words(
            f"相符的评定有 {len(found)} 条，请写明序号、单位或工作表",
            f"{len(found)} ratings fit it: say number, unit or sheet",
        )
    (rating,) = found
    if any(None in (one.unit, determination.unit) or one.unit == determination.unit for one in rating.determinations):
        return Words("已经研究确定过", "it is decided already")
    if rating.verdict.marks != determination.computed:
        computed, stated = rating.verdict.marks, determination.computed
        return Words(
            f"原标识应为{light(computed)}，而不是{light(stated)}",
            f"the computed light is {light(computed, 'en')}, not {light(stated, 'en')}",
        )
    if determination.decided == determination.computed and not rating.verdict.flag:
        return Words(
            "研究确定的标识与原标识相同，且该项无需提请研究",
            "the decided light is the computed one, and the rating is not flagged",
        )
    if rating.period is not None and determination.on < rating.period.first_day:
        return Words(
            f"研究确定于 {determination.on}，早于该项所属周期 {rating.period.key}",
            f"it was decided on {determination.on}, before the period {rating.period.key} of the rating",
        )
    if not determination.reason.strip():
        return Words("没有写明理由", "it has no reason")
    if rating.theme.consequences and rating.past is None:
        return Words(
            "读回的评定不带往期，处置无从重算，请连同往期重新评定后再研究确定",
            "ratings that were read back know no past, on which their consequences rest: rate anew with past=, then decide",
        )
    return None


def target(determination: Determination) -> Words:
    """Which rating it decides, in words."""
    parts = [Words(f"“{determination.theme}”", f"“{determination.theme}”")]
    if determination.sheet is not None:
        parts.append(Words(f"〔{determination.sheet}〕", f" [{determination.sheet}]"))
    if determination.serial is not None:
        parts.append(Words(f"第{determination.serial}项", f" {determination.serial}"))
    if determination.matter:
        parts.append(Words(f"“{determination.matter}”", f" “{determination.matter}”"))
    if determination.unit is not None:
        parts.append(Words(determination.unit.name, f" {determination.unit}"))
    return Words("".join(parts), "".join(part.en for part in parts))
