"""The same item in two periods is the same item (§4.35): by its matter and lead unit, wherever it stands and whatever its number."""

from __future__ import annotations

import random
from typing import Any

from attrs import evolve
from helpers.small_office import ROSTER, RULEBOOK
from hypothesis import given
from hypothesis import strategies as st

from trafficlight import Entry, Month, Theme, Verdict
from trafficlight.rules import Clause, Past, unlit
from trafficlight.testing import records

SEEN = Clause("见", "见")
THEMES = st.sampled_from([theme for theme in RULEBOOK if theme.subject])


def remembering(theme: Theme[Any]) -> Theme[Any]:
    """The theme with a rule that says how often it has seen the item before."""

    def rule(_record: Any, past: Past[Any]) -> Verdict:
        return unlit(because=SEEN, note=str(len(list(past))))

    return evolve(theme, rule=rule, clauses=(SEEN,), absence=None)


@given(
    THEMES.flatmap(lambda theme: st.tuples(st.just(theme), st.lists(records(theme, ROSTER), unique_by=theme.item))),
    st.data(),
)
def test_an_item_is_known_again(drawn: tuple[Theme[Any], list[Any]], data: st.DataObject) -> None:
    """Rows in another order, with other numbers and another progress, have the past that they had; a new item has none."""
    theme, items = remembering(drawn[0]), drawn[1]
    book = evolve(RULEBOOK, themes=(theme,))
    first = book.rate([Entry(theme.key, item) for item in items], roster=ROSTER, period=Month(2025, 1), past=())
    chance: random.Random = data.draw(st.randoms(use_true_random=False))
    kept = [item for item in items if chance.random() < 0.7]
    new = [item for item in items if item not in kept]
    changed = [evolve(item, status="") if "status" in theme.form.fields else item for item in kept]
    chance.shuffle(changed)
    numbered = [Entry(theme.key, item, serial=chance.randrange(1, 999)) for item in changed]
    kept_only = [rating for rating in first if rating.record in kept]
    again = book.rate(
        [*numbered, *(Entry(theme.key, item) for item in new)], roster=ROSTER, period=Month(2025, 2), past=kept_only
    )
    assert [rating.verdict.note for rating in again] == ["1"] * len(changed) + ["0"] * len(new)
