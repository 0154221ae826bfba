"""No judge finds anything in any document that the library and the examples write."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.every_document import SETS, files_of
from helpers.judging import JUDGES, Judge
from helpers.scripts import EXAMPLES


@pytest.mark.parametrize("judge", JUDGES, ids=lambda judge: judge.name)
def test_the_judge_is_here(judge: Judge) -> None:
    """It can judge on this machine; where it cannot, the documents below go without it, and this says so."""
    if judge.missing():
        pytest.skip(judge.missing())
    assert judge.find([]) == []


@pytest.mark.parametrize("name", SETS)
def test_nothing_is_found(name: str, tmp_path: Path) -> None:
    """Every judge that knows the kind of file has nothing to say."""
    files = files_of(name, tmp_path)
    assert files
    found = {judge.name: judge.find(files) for judge in JUDGES if not judge.missing()}
    assert {judge: faults for judge, faults in found.items() if faults} == {}


def test_every_example_is_judged() -> None:
    """An example that writes documents belongs to a set; the makers of samples and the job for Spark write rows alone."""
    here = Path(__file__).parents[1] / "helpers" / "every_document.py"
    table = here.read_text(encoding="utf-8")
    writers = [
        path
        for path in EXAMPLES.rglob("*.py")
        if '"--out"' in path.read_text(encoding="utf-8") and path.name not in {"make_sample.py", "week_spark.py"}
    ]
    assert writers
    assert [path.name for path in writers if f"{path.parent.name}/{path.name}" not in table] == []
