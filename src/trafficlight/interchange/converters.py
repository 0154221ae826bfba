"""转换器: the converters of this room. The one for values without code is made once and never changed."""

from __future__ import annotations

import functools
from typing import Any, Final

from cattrs import Converter

from trafficlight.interchange import by_name
from trafficlight.interchange.classes import Reader, register_classes
from trafficlight.interchange.containers import origin_of, register_containers
from trafficlight.interchange.kinds import register_kind_writers, register_kinds
from trafficlight.interchange.others import register_others
from trafficlight.interchange.ratings import register_readers
from trafficlight.interchange.scalars import register_scalars
from trafficlight.model import agency, marks, period, units
from trafficlight.ranking import order, standings, tallies
from trafficlight.rules import clause, entry, flags, rating, themes, verdict
from trafficlight.rules.rulebook import Rulebooks

_NO_CODE: Final = frozenset(
    {
        agency.Agency,
        clause.Clause,
        entry.Origin,
        flags.Flag,
        marks.Mark,
        marks.Palette,
        marks.Tally,
        order.Order,
        order.Reason,
        period.Quarter,
        period.Week,
        period.WorkCalendar,
        rating.Determination,
        rating.Explanation,
        standings.Standings,
        tallies.Tallies,
        themes.AssessmentIndicator,
        themes.AuditProject,
        themes.Investment,
        themes.KeyWorkItem,
        themes.MutualHelpItem,
        themes.Reform,
        themes.ThreeFirstsTask,
        themes.UpwardFunding,
        units.Board,
        units.Person,
        units.Responsibility,
        units.Roster,
        units.Unit,
        verdict.Verdict,
    }
)
"""Values that are read the same whatever the rulebooks are; their readers are made once."""


def strict() -> Converter:
    """A fresh converter: strict scalars and containers, attrs classes without a key more."""
    converter = Converter(detailed_validation=True, forbid_extra_keys=True)
    register_others(converter)
    register_scalars(converter)
    register_containers(converter)
    register_classes(converter)
    return converter


@functools.cache
def without_code() -> Converter:
    """The converter that writes everything, and reads all that holds no code."""
    converter = strict()
    register_kinds(converter)
    register_kind_writers(converter)
    by_name.register_writers(converter)
    by_name.refuse(converter)
    return converter


def reading(rulebooks: Rulebooks | None) -> Converter:
    """The converter that reads with these rulebooks."""
    common = without_code()
    if rulebooks is None:
        return common
    converter = strict()
    register_kinds(converter, [theme.form for book in rulebooks.editions for theme in book])
    register_readers(converter, rulebooks)

    def made_once(into: Any) -> Reader:
        return common.get_structure_hook(into)

    converter.register_structure_hook_factory(lambda into: origin_of(into) in _NO_CODE, made_once)
    return converter
