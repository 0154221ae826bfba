"""A table as an office types it is read as it was meant, or asked about at the very cell that is unclear: never something else."""

from __future__ import annotations

import pytest
from helpers.typed_files import Office, Table
from helpers.typed_offices import NOTICE, OFFICES
from hypothesis import given, settings

MOST = 40
"""Tables of each office; `python tests/typed` tries as many as are asked for."""


@pytest.mark.parametrize("office", OFFICES.values(), ids=OFFICES)
def test_typed_tables_read_back(office: Office) -> None:
    """Over any theme, habit and format."""
    usual = settings()

    @settings(usual, max_examples=min(usual.max_examples, MOST))
    @given(office.tables())
    def law(table: Table) -> None:
        office.check(table)

    law()


@settings(max_examples=min(settings().max_examples, MOST))
@given(NOTICE.stacks())
def test_tables_on_one_sheet_read_back(table: Table) -> None:
    """Two tables of different themes, one below the other, with all their titles, sections, notes and page turns."""
    NOTICE.check(table)
