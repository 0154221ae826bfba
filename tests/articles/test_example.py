"""The example runs as its README says: a compendium from a folder, with what was refused and changed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from helpers.made_articles import part, text

EXAMPLE = Path(__file__).parents[2] / "examples" / "jining" / "compendium.py"


def test_the_example(tmp_path: Path) -> None:
    """Six articles are taken in the roster's order, the broken one is named, and without LibreOffice it is said so."""
    done = subprocess.run(
        [sys.executable, str(EXAMPLE), "--out", str(tmp_path)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, "PATH": str(tmp_path), "PYTHONUTF8": "1"},
    )
    assert "收入 6 篇，未收入 1 篇" in done.stdout
    assert "泗水县审计局" in done.stdout
    assert "李审：此处数据请核实后再报。" in done.stdout
    assert "页码" in done.stdout
    words = text(part((tmp_path / "汇编.docx").read_bytes()))
    assert (
        words.index("办公室：以周调度")
        < words.index("法制审理科：")
        < words.index("电子数据审计科：")
        < words.index("任城区审计局：")
    )
    assert "泗水县" not in words
