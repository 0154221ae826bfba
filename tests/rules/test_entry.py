"""Where a record came from: file, sheet, row, and the cell of each field."""

from __future__ import annotations

import pytest

from trafficlight.rules import Origin

ORIGIN = Origin("a.xlsx", "局", 7, (("unit", "B", 0), ("won", "E", 0), ("planned", "E", 1), ("as_of", "F2", -1)))


@pytest.mark.parametrize(
    ("name", "cell"), [("unit", "B7"), ("won", "E7"), ("planned", "E8"), ("as_of", "F2"), ("progress", None)]
)
def test_cell(name: str, cell: str | None) -> None:
    """A field's cell on its line of the block; one above the table by its own address; none for what the sheet lacks."""
    assert ORIGIN.cell(name) == cell


def test_in_words() -> None:
    """A fault names file, sheet and row."""
    assert str(ORIGIN) == "a.xlsx〔局〕第7行"


def test_a_column_without_letters_is_called_by_its_path() -> None:
    """Where a file has no letters (JSON), “#” stands for the row, counted from 0."""
    origin = Origin("a.json", "tables[0]", 7, (("won", "rows[#].已争取", 0), ("planned", "rows[#].拟争取", 1)))
    assert (origin.cell("won"), origin.cell("planned")) == ("rows[6].已争取", "rows[7].拟争取")
