"""架构页: who reads the architecture page to change something finds what it names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "trafficlight"
PAGE = (ROOT / "docs" / "explanation" / "architecture.md").read_text(encoding="utf-8")
FILES = {path.relative_to(SOURCE).as_posix(): path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py")}


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`([\w./]+\.py)`", PAGE))))
def test_every_file_is_there(name: str) -> None:
    """A file that was moved or merged is called by its new name on the page."""
    assert (ROOT / name).is_file() or any(f"/{known}".endswith(f"/{name}") for known in FILES)


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`([A-Za-z_]+)`", PAGE))))
def test_every_name_is_there(name: str) -> None:
    """So is a class, a function or a constant."""
    assert any(re.search(rf"\b{name}\b", text) for text in FILES.values())


@pytest.mark.parametrize(("name", "file"), sorted(set(re.findall(r"`([A-Za-z_]+)` in `([\w./]+\.py)`", PAGE))))
def test_what_is_in_a_file_is_defined_there(name: str, file: str) -> None:
    """“`ALIASES` in `notice/_shared.py`”: it is that file that defines it."""
    texts = [text for known, text in FILES.items() if f"/{known}".endswith(f"/{file}")]
    assert any(re.search(rf"(?:def|class) {name}\b|^{name}\b.*=", text, re.MULTILINE) for text in texts)
