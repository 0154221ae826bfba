"""examples/gmpp/portfolio.py: another agency, its own lights, on published data."""

from __future__ import annotations

import json
import re
import zipfile
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
    moves = json.loads((tmp_path / "movement.json").read_text(encoding="utf-8"))["value"]
    assert list(moves) == ["2018 → 2019", "2019 → 2020", "2020 → 2021"]
    sizes = {"2018": 133, "2019": 133, "2020": 125, "2021": 184}
    for span, moved in moves.items():
        both = sum(len(moved[name]) for name in ("improved", "worsened", "unchanged", "unrated"))
        before, after = span.split(" → ")
        assert both + len(moved["left"]) == sizes[before]
        assert both + len(moved["entered"]) == sizes[after]
    assert (tmp_path / "portfolio.docx").stat().st_size > 10_000


HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")


def test_without_a_chinese_word(tmp_path: Path) -> None:
    """The sample in the repository runs without --input, and nothing that an English agency prints or writes holds a Han character."""
    written = {"printed": run("gmpp/portfolio.py", "--out", tmp_path, folder=tmp_path)}
    for path in tmp_path.iterdir():
        if path.suffix == ".docx":
            with zipfile.ZipFile(path) as package:
                names = package.namelist()
                written |= {f"{path.name}/{name}": package.read(name).decode() for name in names}
        else:
            written[path.name] = path.read_text(encoding="utf-8")
    assert len(written) > 12
    assert {name: found[0] for name, text in written.items() if (found := HAN.search(text))} == {}
    assert '<w:lang w:val="en-GB"' in written["portfolio.docx/word/styles.xml"]
    assert "<dc:language>en-GB</dc:language>" in written["portfolio.docx/docProps/core.xml"]
    assert "on Delivery confidence “Amber” (C2)" in written["grounds.txt"]
