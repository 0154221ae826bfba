"""JSON Schema: what is written is valid by the published schemas, what is no such value is not, and the files are today's."""

from __future__ import annotations

import functools
import json
from typing import Any

import pytest
from helpers.office_sheets import SCHEME, headers, xlsx
from helpers.schema_files import FOLDER, schemas, text
from helpers.small_office import ROSTER, RULEBOOK
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError

import trafficlight as tl
from trafficlight import testing
from trafficlight.interchange import json_schema, to_json
from trafficlight.messages import Words

INTERNAL = tl.errors.InternalFault(ZeroDivisionError(), file="a.xlsx")
few_draws = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


@functools.cache
def validator(name: str) -> Draft202012Validator:
    """The validator of a published schema."""
    schema = json.loads(FOLDER.joinpath(name).read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize("name", schemas())
def test_the_files_are_what_is_generated(name: str) -> None:
    """`python -m helpers.schema_files` writes them; nobody edits them."""
    assert FOLDER.joinpath(name).read_text(encoding="utf-8") == text(schemas()[name])


@given(st.sampled_from(RULEBOOK.themes).flatmap(lambda theme: testing.entries(theme, ROSTER)))
@few_draws
def test_entries_are_valid(entry: tl.Entry[Any]) -> None:
    """Of each theme; a key more, a theme that is another's, and a missing field are not."""
    document = json.loads(to_json((entry,)))
    validator("entries.json").validate(document)
    changes: list[dict[str, Any]] = [{"theme": "x"}, {"more": 1}, {"record": {}}]
    for change in changes:
        wrong = {"trafficlight": 2, "value": [document["value"][0] | change]}
        with pytest.raises(ValidationError):
            validator("entries.json").validate(wrong)


@given(testing.ratings(RULEBOOK, ROSTER, max_size=3), st.data())
@few_draws
def test_ratings_are_valid(ratings: tl.rules.Ratings, data: st.DataObject) -> None:
    """With their coverage, origins and decisions; a document of another version is not."""
    decided = tl.determine(ratings, data.draw(testing.determinations(ratings)))
    document = json.loads(to_json(decided))
    validator("ratings.json").validate(document)
    with pytest.raises(ValidationError):
        validator("ratings.json").validate(document | {"trafficlight": 3})


def test_faults_are_valid() -> None:
    """Every kind of fault, in both languages."""
    faults = (
        *tl.sheets.read(
            xlsx(("表", [["重点工作推进情况"], headers("key_work"), [1, "甲", "", "", "慢", "", "室", "", ""]], ())),
            scheme=SCHEME,
            file_name="报.xlsx",
            collect=True,
        ).report.faults,
        tl.errors.FileFault(Words("文件是空的", "the file is empty"), file="a.xlsx"),
        tl.errors.AmbiguousTheme(["甲", "乙"], file="a.xlsx", sheet="表", row=3),
        tl.errors.MissingTheme("重点工作", theme="key_work", steward="办公室"),
        INTERNAL,
    )
    document = json.loads(to_json(faults))
    assert {one["kind"] for one in document["value"]} >= {
        "cell",
        "file",
        "missing_theme",
        "ambiguous_theme",
        "internal",
    }
    validator("faults.json").validate(document)
    document["value"][0]["row"] = "3"
    with pytest.raises(ValidationError):
        validator("faults.json").validate(document)


@given(st.data())
@few_draws
def test_hand_ins_are_valid(data: st.DataObject) -> None:
    """What the library writes of any theme's records; a word that is none of the column's is not valid."""
    theme = data.draw(st.sampled_from([theme for theme in RULEBOOK if not theme.form.heading]))
    entries = data.draw(st.lists(testing.entries(theme, ROSTER), min_size=1, max_size=3))
    document = json.loads(tl.sheets.to_json(theme.form, entries))
    validator("hand-ins.json").validate(document)
    column = next((one for one in theme.form.columns if one.label == "进度评价"), None)
    if column is not None:
        document["tables"][0]["rows"][0][column.label] = "很慢"
        with pytest.raises(ValidationError):
            validator("hand-ins.json").validate(document)


@pytest.mark.parametrize(
    ("into", "value"),
    [
        (tl.Order, tl.Order(tl.fewest(tl.RED), tl.ranking.highest())),
        (tl.Tally, tl.Tally({tl.RED: 1}, score=3)),
        (dict[str, tl.Week], {"a": tl.Week.parse("2023W39")}),
        (tl.Column, tl.column("单位", "unit", kind=tl.model.OneUnit())),
        (
            tl.documents.BulletinPlan,
            tl.documents.BulletinPlan("通报", [tl.documents.Part("一", [tl.documents.CountTable("a")])]),
        ),
    ],
    ids=["order", "tally", "week", "column", "plan"],
)
def test_other_values_are_valid(into: Any, value: Any) -> None:
    """Values with a shape of their own, and those of several classes."""
    Draft202012Validator(json_schema(into)).validate(json.loads(to_json(value)))
