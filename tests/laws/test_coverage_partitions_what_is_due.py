"""Of all that is due each thing is received, missing or with faults: one of them, and nothing is forgotten (§4.19)."""

from __future__ import annotations

from helpers.hand_ins import SHEETS, THEMES, Sheets, read_sheets
from hypothesis import given, settings
from hypothesis import strategies as st

from trafficlight.rules import Status


@settings(max_examples=30)  # each reads whole files
@given(SHEETS, st.data())
def test_coverage_partitions_what_is_due(sheets: Sheets, data: st.DataObject) -> None:
    """Each theme that is due has one receipt of its sheet, and it says what came; each unit that owes a row has one in it."""
    spoilt = data.draw(st.dictionaries(st.sampled_from(sorted(sheets)), st.just(0))) if sheets else {}
    coverage = read_sheets(sheets, spoilt=spoilt).coverage
    whole = [receipt for receipt in coverage.receipts if receipt.unit is None]
    assert [receipt.theme for receipt in whole] == list(THEMES)
    for receipt in whole:
        came = Status.FAULTY if receipt.theme in spoilt else Status.RECEIVED
        assert receipt.status is (came if receipt.theme in sheets else Status.MISSING)
    for theme in THEMES.values():
        rows = [receipt for receipt in coverage.receipts if receipt.theme == theme.key and receipt.unit is not None]
        assert len({receipt.unit for receipt in rows}) == len(rows)
        if theme.key not in sheets or theme.absence is None:
            continue
        said = {unit for record in sheets[theme.key] for unit in theme.credits(record)}
        for receipt in rows:
            assert (receipt.status is Status.MISSING) == (receipt.unit not in said)
