"""测试支持: Hypothesis strategies for every noun of the library, and contracts for an agency's own themes.

Needs the extra `testing` (Hypothesis), without which the import raises `ExtraMissing`; nothing else in the library imports it.

    from trafficlight import testing

    @given(testing.records(PETITIONS, ROSTER))
    def test_a_petition_is_never_red(petition): ...

    def test_petitions_keep_the_contract():
        testing.check_theme(PETITIONS, ROSTER)

What is drawn is what an office types: Hanzi, digits, letters and punctuation, without control characters and without
white space at the ends, so that it goes through a sheet's cell and a document's text unchanged.
"""

from trafficlight.errors import ExtraMissing as _ExtraMissing

try:
    import hypothesis as _hypothesis  # noqa: F401  # all below draws with it
except ImportError as _cause:
    raise _ExtraMissing("hypothesis", "testing") from _cause

from trafficlight.testing._contracts import check_clauses as check_clauses
from trafficlight.testing._contracts import check_form as check_form
from trafficlight.testing._contracts import check_rule as check_rule
from trafficlight.testing._contracts import check_theme as check_theme
from trafficlight.testing._drawn_records import determinations as determinations
from trafficlight.testing._drawn_records import entries as entries
from trafficlight.testing._drawn_records import origins as origins
from trafficlight.testing._drawn_records import rateable as rateable
from trafficlight.testing._drawn_records import ratings as ratings
from trafficlight.testing._drawn_records import records as records
from trafficlight.testing._drawn_records import standings as standings
from trafficlight.testing._drawn_records import values_of as values_of
from trafficlight.testing._order_contracts import check_monotone as check_monotone
from trafficlight.testing._order_contracts import check_order as check_order
from trafficlight.testing._order_contracts import check_scheme as check_scheme
from trafficlight.testing._order_contracts import check_steps as check_steps
from trafficlight.testing._strategies import agencies as agencies
from trafficlight.testing._strategies import boards as boards
from trafficlight.testing._strategies import calendars as calendars
from trafficlight.testing._strategies import clauses as clauses
from trafficlight.testing._strategies import dates as dates
from trafficlight.testing._strategies import items as items
from trafficlight.testing._strategies import marks as marks
from trafficlight.testing._strategies import names as names
from trafficlight.testing._strategies import orders as orders
from trafficlight.testing._strategies import palettes as palettes
from trafficlight.testing._strategies import paragraphs as paragraphs
from trafficlight.testing._strategies import persons as persons
from trafficlight.testing._strategies import quarters as quarters
from trafficlight.testing._strategies import responsibilities as responsibilities
from trafficlight.testing._strategies import rosters as rosters
from trafficlight.testing._strategies import scores as scores
from trafficlight.testing._strategies import several_units as several_units
from trafficlight.testing._strategies import stated_dates as stated_dates
from trafficlight.testing._strategies import tallies as tallies
from trafficlight.testing._strategies import task_forces as task_forces
from trafficlight.testing._strategies import texts as texts
from trafficlight.testing._strategies import units as units
from trafficlight.testing._strategies import verdicts as verdicts
from trafficlight.testing._strategies import vocabularies as vocabularies
from trafficlight.testing._strategies import weeks as weeks
from trafficlight.testing._typings import HABITS as HABITS
from trafficlight.testing._typings import Typed as Typed
from trafficlight.testing._typings import check_typings as check_typings
from trafficlight.testing._typings import typings as typings
