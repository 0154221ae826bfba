"""Rulebooks that differ in anything never print the same: an edition bears a digest of its contents (§4.34)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from attrs import evolve
from helpers.small_office import RULEBOOK
from hypothesis import given
from hypothesis import strategies as st

from trafficlight import RED, Clause, Rulebook, Theme, notice
from trafficlight.rules import Absence, Consequence, Credit, red, running

CHANGES: Final[dict[str, Callable[[Theme[Any]], Theme[Any]]]] = {
    "a rule": lambda theme: evolve(theme, rule=_another(theme.rule)),
    "a clause": lambda theme: evolve(theme, clauses=(*theme.clauses[:-1], evolve(theme.clauses[-1], words="另行规定"))),
    "one more clause": lambda theme: evolve(theme, clauses=(*theme.clauses, Clause("另", "另行规定"))),
    "a form's title": lambda theme: evolve(theme, form=evolve(theme.form, title=f"{theme.form.title}表")),
    "a column's width": lambda theme: evolve(
        theme,
        form=evolve(
            theme.form,
            columns=(evolve(theme.form.columns[0], width=theme.form.columns[0].width + 1), *theme.form.columns[1:]),
        ),
    ),
    "a note": lambda theme: evolve(theme, form=evolve(theme.form, notes=(*theme.form.notes, "另行通知。"))),
    "who colours": lambda theme: evolve(theme, steward=f"{theme.steward}二"),
    "whom an item marks": lambda theme: evolve(theme, credit=Credit.LEAD if theme.credit is Credit.ALL else Credit.ALL),
    "a consequence": lambda theme: evolve(
        theme, consequences=(Consequence("约谈", running(RED, 2), theme.clauses[0]),)
    ),
    "absence": lambda theme: evolve(
        theme, absence=None if theme.absence else Absence(red(because=theme.clauses[0]), ("departments",))
    ),
}


def _another(rule: Any) -> Any:
    """The rule with one of its own clauses in other words."""
    name = next(name for name in ("neither", "pending", "slow", "recognised") if hasattr(rule, name))
    return evolve(rule, **{name: evolve(getattr(rule, name), words="另行规定")})


@given(st.sampled_from(RULEBOOK.themes), st.sampled_from(sorted(CHANGES)))
def test_any_change_is_another_digest(theme: Theme[Any], change: str) -> None:
    """Whatever is changed of one theme, under the same id and date, the edition is another one."""
    changed = RULEBOOK.replacing(CHANGES[change](theme))
    assert (changed.id, changed.effective) == (RULEBOOK.id, RULEBOOK.effective)
    assert changed.edition.digest != RULEBOOK.edition.digest


@given(st.integers(1, 30), st.integers(1, 30))
def test_a_threshold_is_contents(one: int, other: int) -> None:
    """“考核结果排名前10名”: rulebooks with the same limit have the same digest, with another limit another."""
    books = [
        Rulebook("试", dt.date(2023, 1, 1), [notice.performance_assessment(limit=limit)]) for limit in (one, other)
    ]
    assert (books[0].edition == books[1].edition) == (one == other)
