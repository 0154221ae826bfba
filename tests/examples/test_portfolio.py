"""examples/gmpp/portfolio.py: another agency, its own lights, on published data."""

from __future__ import annotations

import json
from pathlib import Path

from helpers.scripts import run
from helpers.shared_data import SHARED, needs_shared


@needs_shared
def test_counts_agree_with_the_oracle(tmp_path: Path) -> None:
    """Counts per department and year equal the independent ones; what differs in spelling is explained, nothing else differs."""
    printed = run("gmpp/portfolio.py", "--input", SHARED / "data/gmpp", "--out", tmp_path, folder=tmp_path)
    assert "rows compared with counts_by_department.csv: 0 different" in printed
    assert "DIFFERENT" not in printed
    assert printed.count("explained:") == 2


@needs_shared
def test_movement_keeps_entered_and_left_apart(tmp_path: Path) -> None:
    """Each project of two neighbouring years stands in exactly one list: improved, worsened, unchanged, unrated, entered, left."""
    run("gmpp/portfolio.py", "--input", SHARED / "data/gmpp", "--out", tmp_path, folder=tmp_path)
    moves = json.loads((tmp_path / "movement.json").read_text(encoding="utf-8"))
    assert list(moves) == ["2018 → 2019", "2019 → 2020", "2020 → 2021"]
    sizes = {"2018": 133, "2019": 133, "2020": 125, "2021": 184}
    for span, moved in moves.items():
        both = sum(len(moved[name]) for name in ("improved", "worsened", "unchanged", "unrated"))
        before, after = span.split(" → ")
        assert both + len(moved["left"]) == sizes[before]
        assert both + len(moved["entered"]) == sizes[after]
    assert (tmp_path / "portfolio.docx").stat().st_size > 10_000
