"""No article makes a compendium that a judge of others calls invalid, or that does not load."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.invalid_articles import INVALID, UNMENDABLE
from helpers.judging import AUDIT, OFFICE, RULES, SDK, Judge
from helpers.made_articles import merged, plain


@pytest.mark.parametrize("judge", [SDK, AUDIT, RULES, OFFICE], ids=lambda judge: str(judge.name))
def test_invalid_articles_make_a_valid_compendium(judge: Judge, tmp_path: Path) -> None:
    """Of each kind of invalid article one, and all of them together with a valid one, pass before the judge."""
    if judge.missing():
        pytest.skip(judge.missing())
    sources = [*(invalid.data for invalid in INVALID.values()), UNMENDABLE, plain("完好。")]
    file = tmp_path / "all.docx"
    file.write_bytes(merged(*sources).data)
    assert judge.find([file]) == []


def test_the_judge_sees_what_they_hold(tmp_path: Path) -> None:
    """Before they are merged the SDK finds them invalid: otherwise the test above would prove nothing."""
    if SDK.missing():
        pytest.skip(SDK.missing())
    silent = []
    for number, (name, invalid) in enumerate(INVALID.items()):
        file = tmp_path / f"{number}.docx"
        file.write_bytes(invalid.data)
        if not SDK.find([file]):
            silent.append(name)
    assert silent == ["text in the body", "text behind a run"]
