"""存取: a host application stores a value as JSON, and reads the same value back."""

from __future__ import annotations

import json
from types import ModuleType
from typing import Any

import attrs
import pytest
from helpers.processes import same_everywhere
from helpers.public_values import CASES, HOLD_CODE, ONE_RATING, RULEBOOKS, Case
from helpers.small_office import ROSTER, RULEBOOK
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import trafficlight as tl
from trafficlight import testing
from trafficlight.interchange import from_json, structure, to_json, unstructure

PARAMETERS = [pytest.param(case, id=cl.__name__) for cl, case in CASES.items()]


@pytest.mark.parametrize("case", PARAMETERS)
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_value_comes_back_equal(case: Case, data: st.DataObject) -> None:
    """Value → JSON → value is the identity, for text and for plain data; the text is the same the second time."""
    value = data.draw(case.values)
    text = to_json(value)
    back = from_json(case.into, text, rulebooks=RULEBOOKS)
    assert back == value
    assert type(back) is type(value)
    assert to_json(back) == text
    plain = unstructure(value)
    assert json.loads(text) == {"trafficlight": 2, "value": plain}
    assert structure(case.into, plain, rulebooks=RULEBOOKS) == value


def attrs_classes(module: ModuleType) -> set[type[Any]]:
    """The attrs classes among a module's public names."""
    exports = (getattr(module, name) for name in dir(module) if name[0].isupper())
    return {export for export in exports if isinstance(export, type) and attrs.has(export)}


def test_every_public_value_is_tried() -> None:
    """Whoever exports a new value says here how it is stored: none goes without a test of its round trip."""
    public = {cl for module in (tl, tl.model, tl.rules, tl.ranking, tl.notice) for cl in attrs_classes(module)}
    assert len(public) > 50
    assert sorted(cl.__name__ for cl in (public - HOLD_CODE) ^ set(CASES)) == []


PLANS = [
    noun
    for module in (tl.sheets, tl.documents, tl.documents.content, tl.layout, tl.articles)
    for noun in sorted(attrs_classes(module), key=lambda noun: noun.__name__)
    if all(at.default is not attrs.NOTHING for at in attrs.fields(noun) if at.init)
]
"""What plans, words, looks and limits a host states; the rest of these packages is made by the library."""


@pytest.mark.parametrize("noun", dict.fromkeys(PLANS), ids=lambda noun: noun.__name__)
def test_a_plan_comes_back_equal(noun: Any) -> None:
    """Whatever an office may set, it may keep in a file: what is written is read."""
    assert len(PLANS) > 20
    assert from_json(noun, to_json(noun()), rulebooks=RULEBOOKS) == noun()


def test_a_check_of_ones_own_is_refused_when_written() -> None:
    """A function is no data: that is said when it is written, and not when somebody reads it."""
    with pytest.raises(tl.errors.InterchangeError, match="function 不能写成 JSON"):
        to_json(tl.sheets.Checks(own=[(lambda _tables, _grounds: (), tl.sheets.Severity.FAULT)]))


@given(ONE_RATING)
def test_a_rating_that_came_back_explains_itself(rating: tl.Rating[Any]) -> None:
    """凭什么？ The sentence of a stored rating is the original's, word for word; so are its marks and its theme."""
    back = from_json(tl.Rating[Any], to_json(rating), rulebooks=RULEBOOK)
    assert str(back.explain()) == str(rating.explain())
    assert back.theme is rating.theme
    assert back.marks == rating.marks


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(testing.ratings(RULEBOOK, ROSTER))
def test_a_stored_quarter_ranks_the_same(ratings: tl.rules.Ratings) -> None:
    """A host may stop after rating, store, and go on another day: the standings are the same."""
    stored = to_json({"ratings": ratings})
    back = from_json(dict[str, tl.rules.Ratings], stored, rulebooks=RULEBOOKS)["ratings"]
    board = ROSTER.board("departments")

    def standings(of: tl.rules.Ratings) -> tl.Standings:
        return tl.rank(tl.tally(of, roster=ROSTER), board=board, order=tl.notice.ORDER)

    assert standings(back) == standings(ratings)
    assert from_json(tl.Standings, to_json(standings(back))) == standings(ratings)


def test_rows_of_one_sheet_share_their_columns() -> None:
    """Rows read back cost as little as rows read from a sheet: the tuple of columns is one object."""
    rows = [tl.rules.Origin("a.xlsx", "一", row, (("matter", "B", 0), ("target", "C", 0))) for row in (3, 4, 5)]
    record = RULEBOOK.theme("key_work").record(
        "事项", "", "", tl.model.Progress.DONE, "", tl.model.Responsibility(tuple(ROSTER)[:1]), "局"
    )
    entries = [tl.Entry("key_work", record, None, origin) for origin in rows]
    back = from_json(list[tl.Entry[Any]], to_json(entries), rulebooks=RULEBOOK)
    assert back == entries
    assert len({id(entry.origin.columns) for entry in back if entry.origin}) == 1


def test_indentation_changes_nothing_but_white_space() -> None:
    """`indent` is for people; the data is the same, and Chinese stays Chinese in both."""
    tidy, short = to_json(ROSTER, indent=2), to_json(ROSTER)
    assert json.loads(tidy) == json.loads(short)
    assert "\n" in tidy
    assert "\n" not in short
    assert "办公室" in short


PROGRAM = """
import datetime as dt
import trafficlight as tl
days = [dt.date(2023, 9, 29), dt.date(2023, 10, 2), dt.date(2023, 10, 7), dt.date(2024, 2, 4)]
calendar = tl.model.WorkCalendar({2024, 2022, 2023}, days[:2], days[2:])
print(tl.interchange.to_json([calendar, {"words": frozenset({"蓝", "黄", "红", "灰"})}, tl.Tally({tl.RED: 1, tl.BLUE: 2})]))
"""


def test_the_text_does_not_depend_on_the_hash_seed() -> None:
    """Same value, same text, in processes that hash differently."""
    text = same_everywhere(PROGRAM)
    assert '"years":[2022,2023,2024]' in text
