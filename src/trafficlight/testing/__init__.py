"""测试支持: Hypothesis strategies for every noun of the library, and contracts for an agency's own themes.

Needs the extra `testing` (Hypothesis); nothing else in the library imports it.

    from trafficlight import testing

    @given(testing.records(PETITIONS, ROSTER))
    def test_a_petition_is_never_red(petition): ...

    def test_petitions_keep_the_contract():
        testing.check_theme(PETITIONS, ROSTER)

What is drawn is what an office types: Hanzi, digits, letters and punctuation, without control characters and without
white space at the ends, so that it goes through a sheet's cell and a document's text unchanged.
"""

from trafficlight.testing._contracts import check_clauses, check_form, check_rule, check_theme
from trafficlight.testing._drawn_ratings import determinations, rateable, ratings, standings
from trafficlight.testing._drawn_records import entries, origins, records, values_of
from trafficlight.testing._order_contracts import check_monotone, check_order, check_scheme, check_steps
from trafficlight.testing._strategies import (
    agencies,
    boards,
    calendars,
    clauses,
    dates,
    items,
    marks,
    names,
    orders,
    palettes,
    paragraphs,
    persons,
    quarters,
    responsibilities,
    rosters,
    scores,
    several_units,
    stated_dates,
    tallies,
    task_forces,
    texts,
    units,
    verdicts,
    vocabularies,
    weeks,
)
from trafficlight.testing._typings import HABITS, Typed, check_typings, typings

__all__ = [
    "HABITS",
    "Typed",
    "agencies",
    "boards",
    "calendars",
    "check_clauses",
    "check_form",
    "check_monotone",
    "check_order",
    "check_rule",
    "check_scheme",
    "check_steps",
    "check_theme",
    "check_typings",
    "clauses",
    "dates",
    "determinations",
    "entries",
    "items",
    "marks",
    "names",
    "orders",
    "origins",
    "palettes",
    "paragraphs",
    "persons",
    "quarters",
    "rateable",
    "ratings",
    "records",
    "responsibilities",
    "rosters",
    "scores",
    "several_units",
    "standings",
    "stated_dates",
    "tallies",
    "task_forces",
    "texts",
    "typings",
    "units",
    "values_of",
    "verdicts",
    "vocabularies",
    "weeks",
]
