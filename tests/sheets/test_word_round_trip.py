"""Word 往返: the tables of our own documents read back as the records that they print."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from helpers.office_ratings import AS_OF, SCHEME
from helpers.small_office import ROSTER, RULEBOOK
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import trafficlight as tl
from trafficlight import testing
from trafficlight.documents import Document, Section, ledger, rating_grid

EXAMPLES = Path(__file__).parents[2] / "examples" / "jining"
few_draws = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def read(document: Document, scheme: tl.Scheme = SCHEME) -> tl.sheets.Reading:
    """What is read from a document."""
    lenient = tl.sheets.Checks.every(tl.sheets.Severity.WARNING)  # drawn records may stand twice
    return tl.sheets.read(document.to_bytes(), scheme=scheme, file_name="x.docx", collect=True, checks=lenient)


def essence(rows: Any) -> list[tuple[Any, ...]]:
    """Numbers and records."""
    return [(row.serial, row.record) for row in rows]


def as_printed(rating: tl.Rating[Any]) -> tuple[Any, ...]:
    """A rating's number and record, without the facts that no published column shows (§3.13)."""
    form, record = rating.theme.form, rating.record
    assert record is not None
    shown = {name for column in form.published for name in column.fields}
    kept = {
        name: column.kind.blank
        for column in form.columns
        for name in column.fields
        if name is not None and name not in shown
    }
    return rating.serial, evolve(record, **kept)


@pytest.mark.parametrize("key", ["key_work", "audit_projects"])
@given(data=st.data())
@few_draws
def test_the_ledger_reads_back(key: str, data: st.DataObject) -> None:
    """A ledger in Word gives the records that it was made of, lights and summary notwithstanding."""
    theme = RULEBOOK.theme(key)
    drawn = data.draw(st.lists(testing.records(theme, ROSTER), min_size=1, max_size=4, unique_by=theme.item))
    entries = [tl.Entry(key, record, number) for number, record in enumerate(drawn, 1)]
    ratings = SCHEME.rulebooks.at(AS_OF).rate(entries, roster=ROSTER)
    found = read(ledger(SCHEME, ratings, as_of=AS_OF, theme=key, ranked=False))
    assert essence(found.entries) == essence(entries)
    assert found.themes == (key,)


@pytest.fixture
def jining(monkeypatch: pytest.MonkeyPatch) -> tl.Scheme:
    """The scheme of the example."""
    monkeypatch.setattr(sys, "path", [str(EXAMPLES), *sys.path])
    import jining as example

    scheme: tl.Scheme = example.JINING
    return scheme


def test_every_published_table_reads_back(jining: tl.Scheme) -> None:
    """All themes of a quarter in one document: each table is told by the words above it, each light is left to the rules."""
    entries = tl.sheets.read(EXAMPLES / "2023Q3", scheme=jining).entries
    rated = [
        rating
        for rating in jining.rulebooks.at(AS_OF).rate(entries, roster=jining.roster)
        if rating.record is not None and not rating.theme.form.heading
    ]
    themes = {rating.theme.key: rating.theme for rating in rated}
    tables = {key: [rating for rating in rated if rating.theme.key == key] for key in themes}
    blocks = [rating_grid(themes[key], rows, title=themes[key].form.title) for key, rows in tables.items()]
    found = read(Document(sections=[Section(blocks)]), jining)
    assert not found.report.faults
    assert len(found.report.read) == len(tables) >= 9
    for key, rows in tables.items():
        assert essence(entry for entry in found.entries if entry.theme == key) == list(map(as_printed, rows))
