"""The quarter's hand-ins, with no hint beyond the folder; skipped where the shared data are missing."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from helpers.office_sheets import RULEBOOK, SCHEME

import trafficlight as tl

DATA = Path(__file__).parents[3] / "shared" / "data" / "jining"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data/jining is missing")


@cache
def reading() -> tl.sheets.Reading:
    """The quarter as read."""
    return tl.sheets.read(DATA / "2023Q3", scheme=SCHEME, period=tl.Quarter(2023, 3))


@cache
def ratings() -> tl.rules.Ratings:
    """The quarter as rated."""
    return SCHEME.rate(reading())


@cache
def expected() -> dict[str, Any]:
    """What follows from the notice, computed outside of the project."""
    found: dict[str, Any] = json.loads((DATA / "expected_2023Q3.json").read_text(encoding="utf-8"))
    return found


def test_every_table_is_found() -> None:
    """All eleven themes are found, in 21 tables; the two sheets that are no table are reported."""
    assert reading().themes == tuple(theme.key for theme in RULEBOOK)
    assert len(reading().report.read) == 21
    assert [skipped.sheet for skipped in reading().report.skipped] == ["填报说明", "填报说明"]
    assert not reading().report.faults


@pytest.mark.parametrize("board", ["departments", "counties"])
def test_standings_are_as_expected(board: str) -> None:
    """Places and counts of both boards equal those of the expectation."""
    standings = [
        {
            "place": standing.place,
            "unit": standing.unit.name,
            "蓝": standing.tally[tl.BLUE],
            "黄": standing.tally[tl.YELLOW],
            "红": standing.tally[tl.RED],
        }
        for standing in SCHEME.rank(ratings(), board)
    ]
    assert standings == expected()[board]


def test_counts_by_theme_are_as_expected() -> None:
    """Each theme's marks, unit by unit, equal those of the expectation."""
    have: dict[str, dict[str, dict[str, int]]] = {}
    for rating in ratings():
        for unit in rating.units:
            if rating.marks:
                counts = have.setdefault(rating.theme.title, {}).setdefault(unit.name, {"蓝": 0, "黄": 0, "红": 0})
                for mark, count in rating.marks.counts:
                    counts[mark.label] += count
    assert have == expected()["by_theme"]


def test_flags_are_as_expected() -> None:
    """What needs the task force's eye equals the expectation, in its order."""
    assert [
        [flag.theme, flag.serial, flag.units[0].name, flag.note] for flag in tl.rules.flags(ratings())
    ] == expected()["flags"]


def test_the_quarter_goes_through_every_format() -> None:
    """Written by its forms as one workbook and as .csv files, the quarter is read back the same."""

    def essence(entries: tuple[tl.Entry[Any], ...]) -> list[tuple[str, int | None, Any]]:
        return [(entry.theme, entry.serial, entry.record) for entry in entries]

    own = {theme.key: [entry for entry in reading().entries if entry.theme == theme.key] for theme in RULEBOOK}
    book = tl.sheets.workbook(*(tl.sheets.Sheet(theme.form, own[theme.key], name=theme.title) for theme in RULEBOOK))
    again = tl.sheets.read(book, scheme=SCHEME, file_name="汇总.xlsx")
    assert essence(again.entries) == essence(reading().entries)
    for theme in RULEBOOK:
        data = tl.sheets.to_csv(theme.form, own[theme.key])
        again = tl.sheets.read(data, scheme=SCHEME, file_name="x.csv")
        assert essence(again.entries) == essence(tuple(own[theme.key]))
