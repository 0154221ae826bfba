"""LibreOffice 转换: the quarter's hand-ins, saved by LibreOffice as .ods, .xls and .xlsx, read as the same entries."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from helpers.office_sheets import SCHEME, THEMES
from helpers.rendering import TIMEOUT, office

import trafficlight as tl
from trafficlight.sheets._report import Reading

EXAMPLE = Path(__file__).parents[2] / "examples" / "jining" / "2023Q3"


def converted(folder: Path, suffix: str) -> Path:
    """The hand-ins as LibreOffice saves them in another format."""
    out = folder / suffix
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    sources = map(str, sorted(EXAMPLE.glob("*.xlsx")))
    command = [office(), profile, "--headless", "--convert-to", suffix, "--outdir", str(out), *sources]
    subprocess.run(command, check=True, capture_output=True, timeout=TIMEOUT)
    return out


def essence(reading: Reading) -> list[tuple[Any, ...]]:
    """Entries with their cells, without the ending of the file's name."""
    return [
        (entry.theme, entry.serial, entry.record, Path(origin.file).stem, origin.sheet, origin.row, origin.columns)
        for entry in reading.entries
        if (origin := entry.origin) is not None
    ]


@pytest.mark.render
@pytest.mark.parametrize("suffix", ["ods", "xls", "xlsx"])
def test_saved_in_another_format_the_entries_are_the_same(tmp_path: Path, suffix: str) -> None:
    """Records, numbers and cells of eleven workbooks with merged leaders and two-line blocks come through unchanged."""
    if suffix == "xls":
        pytest.importorskip("xlrd", reason="trafficlight-rules[xls] is not installed")
    before = tl.sheets.read(EXAMPLE, themes=THEMES, roster=SCHEME.roster, collect=True)
    after = tl.sheets.read(converted(tmp_path, suffix), themes=THEMES, roster=SCHEME.roster, collect=True)
    assert len(before.entries) > 50
    assert essence(after) == essence(before)
    assert after.themes == before.themes
    assert len(after.report.faults) == len(before.report.faults)
